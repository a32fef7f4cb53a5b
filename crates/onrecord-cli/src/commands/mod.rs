//! One file a command.

mod actors;
mod add;
mod check;
mod copies;
mod demo;
mod eval;
mod export;
mod follow;
mod marks;
mod raw;
mod read;
mod said;
mod shell;
mod show;
mod stats;
mod timeline;

pub use follow::duration;

use crate::Outcome;
use crate::args::{Cli, Command, Reading};
use anyhow::{Context, Result, bail};
use onrecord::ingest::Options;
use onrecord::{OwnActor, Reader};
use std::path::Path;

/// Runs the command that was asked for.
pub fn run(cli: Cli) -> Result<Outcome> {
    match cli.command {
        Command::Read(o) => read::run(&o),
        Command::Add(o) => add::run(&o),
        Command::Follow(o) => follow::run(&o),
        Command::Said(o) => said::run(&o),
        Command::Check(o) => check::run(&o),
        Command::Variants(o) => check::variants(&o),
        Command::Copies(o) => copies::run(&o),
        Command::Actors(o) => actors::run(&o),
        Command::Actor(o) => actors::one(&o),
        Command::Timeline(o) => timeline::run(&o),
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

/// The reader, with the actors of a user's file.
fn reader(actors: Option<&Path>) -> Result<Reader> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        #[serde(default)]
        actor: Vec<OwnActor>,
    }
    let reader = Reader::new()?;
    let Some(path) = actors else { return Ok(reader) };
    let text = std::fs::read_to_string(path).with_context(|| format!("{} could not be read", path.display()))?;
    let file: File = toml::from_str(&text).with_context(|| format!("{} is not a file of actors", path.display()))?;
    if file.actor.is_empty() {
        bail!("{} holds no [[actor]]", path.display());
    }
    Ok(reader.with_actors(file.actor))
}

fn options(reading: &Reading) -> Options {
    Options { date_order: reading.date_order.into() }
}
