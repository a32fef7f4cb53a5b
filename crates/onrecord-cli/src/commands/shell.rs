//! Completion scripts and the manual page.

use crate::Outcome;
use crate::args::Cli;
use anyhow::Result;
use clap::CommandFactory;
use std::io::Write;

/// Prints a completion script.
pub fn completions(shell: clap_complete::Shell) -> Result<Outcome> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "onrecord", &mut out);
    std::io::stdout().write_all(&out)?;
    Ok(Outcome::Done)
}

/// Prints the manual page: the program, then every command.
pub fn manual() -> Result<Outcome> {
    let mut out = Vec::new();
    let mut program = Cli::command();
    program.build();
    clap_mangen::Man::new(program.clone()).render(&mut out)?;
    for command in program.get_subcommands().filter(|c| c.get_name() != "help") {
        let man = clap_mangen::Man::new(command.clone());
        writeln!(out, ".SH \"onrecord {}\"", command.get_name())?;
        man.render_description_section(&mut out)?;
        man.render_options_section(&mut out)?;
        man.render_extra_section(&mut out)?;
    }
    std::io::stdout().write_all(&out)?;
    Ok(Outcome::Done)
}
