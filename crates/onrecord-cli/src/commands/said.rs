//! `onrecord said` and `mark`: finds statements, and keeps what a person decides about one.

use crate::Outcome;
use crate::args::{Conditions, Mark, Said};
use crate::output;
use anyhow::{Result, bail};
use onrecord::known_as;
use onrecord::ledger::{Known, Ledger, Query};

/// The query of the conditions that were given.
pub fn query(c: &Conditions) -> Query {
    let known = |name: &Option<String>| name.as_deref().map(known_as).unwrap_or_default();
    Query {
        known: Known { by: known(&c.by), to: known(&c.to), about: known(&c.about) },
        words: (!c.words.is_empty()).then(|| c.words.join(" ")),
        by: c.by.clone(),
        to: c.to.clone(),
        about: c.about.clone(),
        act: c.act.clone(),
        country: c.country.clone(),
        sector: c.sector.clone(),
        outlet: c.outlet.clone(),
        since: c.since.clone(),
        until: c.until.clone(),
        kind: c.kind.clone(),
        article: c.article.clone(),
        min_confidence: c.min_confidence,
        without_wrong: c.without_wrong,
        ..Query::default()
    }
}

/// Prints the statements that fit.
pub fn run(o: &Said) -> Result<Outcome> {
    let ledger = Ledger::open_existing(&o.ledger.ledger)?;
    let mut query = query(&o.conditions);
    // One more than asked for tells whether there are more.
    query.limit = (o.limit > 0).then_some(o.limit + 1);
    let mut rows = Vec::new();
    ledger.said(&query, |f| {
        rows.push(f);
        true
    })?;
    let more = o.limit > 0 && rows.len() > o.limit;
    rows.truncate(if o.limit > 0 { o.limit } else { usize::MAX });
    if rows.is_empty() && o.format == crate::args::Format::Table {
        eprintln!("onrecord: no statement fits; fewer words or conditions may find more");
        return Ok(Outcome::Nothing);
    }
    output::print(&rows, o.format)?;
    if more {
        eprintln!("onrecord: the first {} are shown; --limit 0 shows all", o.limit);
    }
    Ok(if rows.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

/// Keeps a decision.
pub fn mark(o: &Mark) -> Result<Outcome> {
    let mut ledger = Ledger::open_existing(&o.ledger.ledger)?;
    let now = jiff::Timestamp::now().to_string();
    if !ledger.decide(&o.id, &o.verdict, o.note.as_deref(), &now)? {
        bail!("the ledger has no statement {}; `onrecord said --format csv` prints ids", o.id);
    }
    println!("{} is marked {}", o.id, o.verdict);
    Ok(Outcome::Done)
}
