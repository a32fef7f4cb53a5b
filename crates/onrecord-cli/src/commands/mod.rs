//! One file a command.

mod add;
mod demo;
mod eval;
mod export;
mod marks;
mod read;
mod said;
mod shell;
mod show;
mod stats;

use crate::Outcome;
use crate::args::{Cli, Command, Reading};
use anyhow::Result;
use onrecord::ingest::Options;

/// Runs the command that was asked for.
pub fn run(cli: Cli) -> Result<Outcome> {
    match cli.command {
        Command::Read(o) => read::run(&o),
        Command::Add(o) => add::run(&o),
        Command::Said(o) => said::run(&o),
        Command::Show(o) => show::run(&o),
        Command::Export(o) => export::run(&o),
        Command::Stats(o) => stats::run(&o),
        Command::Demo(o) => demo::run(&o),
        Command::Eval(o) => eval::run(&o),
        Command::Reread(o) => add::reread(&o),
        Command::Mark(o) => said::mark(&o),
        Command::Completions { shell } => shell::completions(shell),
        Command::Man => shell::manual(),
    }
}

/// Sets the number of threads once, before anything is read.
fn threads(n: usize) -> Result<()> {
    rayon::ThreadPoolBuilder::new().num_threads(n).build_global()?;
    Ok(())
}

fn options(reading: &Reading) -> Options {
    Options { date_order: reading.date_order.into() }
}
