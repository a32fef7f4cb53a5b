//! `onrecord show`: an article with its statements marked in the text.

use super::{marks, options, threads};
use crate::Outcome;
use crate::args::Show;
use crate::output;
use anyhow::{Result, bail};
use onrecord::ledger::Ledger;
use onrecord::types::Record;
use std::io::{IsTerminal, Write};
use std::path::Path;

/// Shows an article of the ledger, or reads a file and shows it.
pub fn run(o: &Show) -> Result<Outcome> {
    if o.raw {
        return super::raw::run(o);
    }
    let mut records = if Path::new(&o.what).is_file() { from_file(o)? } else { vec![from_ledger(o)?] };
    let mut out = anstream::stdout().lock();
    for record in &mut records {
        record.statements.retain(|s| f64::from(s.confidence) >= o.min_confidence);
        writeln!(out, "{}\n", output::heading(&record.article))?;
        writeln!(out, "{}\n", marks::marked(record, std::io::stdout().is_terminal()))?;
        for (i, (found, statement)) in output::found(record).iter().zip(&record.statements).enumerate() {
            let to = found.addressee.as_deref().map_or(String::new(), |a| format!(" to {}", output::plain(a)));
            let when = found.said.as_deref().map_or(String::new(), |d| format!(", {d}"));
            let more = if statement.parent.is_some() { ", inside another" } else { "" };
            let id = &found.id;
            writeln!(
                out,
                "{:>3}  {}{to}{when} · {}, {}{more} · {:.2} · {id}",
                i + 1,
                output::who(found),
                found.kind,
                found.origin,
                found.confidence
            )?;
        }
        for warning in &record.warnings {
            writeln!(out, "warning: {}", output::plain(&warning.message))?;
        }
    }
    Ok(Outcome::Done)
}

/// The record that was asked for by its id or a statement's.
pub fn from_ledger(o: &Show) -> Result<Record> {
    let path = &o.ledger.ledger;
    if !path.exists() {
        bail!("{} is no file, and there is no ledger at {}", o.what, path.display());
    }
    match Ledger::open_existing(path)?.record(&o.what)? {
        Some(record) => Ok(record),
        None => bail!("{} is no file, and no id of an article or statement in {}", o.what, path.display()),
    }
}

/// The records of a file.
pub fn from_file(o: &Show) -> Result<Vec<Record>> {
    threads(o.reading.threads)?;
    let reader = super::reader(o.reading.actors.as_deref())?;
    let bytes = std::fs::read(&o.what)?;
    let mut out = Vec::new();
    for outcome in onrecord::ingest::read(&o.what, &bytes, &options(&o.reading)) {
        out.push(onrecord::read_one(&reader, outcome?)?);
    }
    Ok(out)
}
