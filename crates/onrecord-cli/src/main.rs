//! The `onrecord` program: reads its arguments and runs one command.

mod args;
mod commands;
mod fetch;
mod inputs;
mod output;

use clap::Parser;
use std::process::ExitCode;

/// What a command found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It did its work: exit status 0.
    Done,
    /// It found nothing: exit status 1.
    Nothing,
    /// A part of the input could not be read; it was named on standard error: exit status 2.
    Incomplete,
    /// A quotation is on record in other words: exit status 3.
    Altered,
    /// A quotation is somebody else's: exit status 4.
    SomebodyElse,
}

fn main() -> ExitCode {
    // `onrecord said … | head` ends quietly when `head` has enough.
    sigpipe::reset();
    let cli = args::Cli::parse();
    onrecord::ledger::tell_with(|message| eprintln!("onrecord: {}", output::plain(message)));
    match commands::run(cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Incomplete) => ExitCode::from(2),
        Ok(Outcome::Altered) => ExitCode::from(3),
        Ok(Outcome::SomebodyElse) => ExitCode::from(4),
        Err(e) => {
            eprintln!("onrecord: {}", output::plain(&format!("{e:#}")));
            ExitCode::from(2)
        }
    }
}
