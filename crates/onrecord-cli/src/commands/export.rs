//! `onrecord export`: streams records or statements out of a ledger.

use crate::Outcome;
use crate::args::Export;
use crate::output::{CsvWriter, flat};
use anyhow::{Context, Result, bail};
use onrecord::ledger::{Ledger, Order, Query};
use onrecord::types::Record;
use onrecord::{to_annotations, to_json, to_json_ld, without_text};
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufWriter, Write};

/// Writes all that fits, in the order in which it was added.
pub fn run(o: &Export) -> Result<Outcome> {
    if o.no_text && o.format == "jsonld" {
        bail!("jsonld holds the article's text; take jsonl, csv or w3c with --no-text");
    }
    let ledger = Ledger::open_existing(&o.ledger.ledger)?;
    let mut out: Box<dyn Write> = match &o.output {
        Some(path) => Box::new(BufWriter::new(
            File::create(path).with_context(|| format!("{} cannot be written", path.display()))?,
        )),
        None => Box::new(BufWriter::new(std::io::stdout())),
    };
    let mut query = super::said::query(&o.conditions);
    query.order = Order::Added;
    let count =
        if o.format == "csv" { csv(o, &ledger, &query, &mut out)? } else { jsonl(o, &ledger, &query, &mut out)? };
    out.flush()?;
    if o.output.is_some() {
        println!("wrote {count} {}", if o.format == "csv" { "statements" } else { "records" });
    }
    Ok(if count == 0 { Outcome::Nothing } else { Outcome::Done })
}

fn csv(o: &Export, ledger: &Ledger, query: &Query, out: &mut dyn Write) -> Result<usize> {
    let mut csv = CsvWriter::of_statements(out)?;
    let (mut count, mut failed) = (0, None);
    ledger.said(query, |mut f| {
        if o.no_text {
            for words in [&mut f.source, &mut f.cue, &mut f.content, &mut f.about] {
                words.clear();
            }
            (f.speaker, f.addressee, f.headline) = (None, None, None);
        }
        count += 1;
        failed = csv.write(&flat(&f)).err();
        failed.is_none()
    })?;
    failed.map_or(Ok(()), Err)?;
    csv.finish()?;
    Ok(count)
}

/// Records with the statements that fit; without conditions, all articles, those without
/// statements too.
fn jsonl(o: &Export, ledger: &Ledger, query: &Query, out: &mut dyn Write) -> Result<usize> {
    let all = *query == Query { order: Order::Added, ..Query::default() };
    let (mut articles, mut fitting): (Vec<String>, HashSet<String>) = (Vec::new(), HashSet::new());
    if all {
        articles = ledger.current_articles()?;
    } else {
        ledger.said(query, |f| {
            if articles.last() != Some(&f.article) {
                articles.push(f.article);
            }
            fitting.insert(f.id);
            true
        })?;
    }
    for id in &articles {
        let Some(mut record) = ledger.record(id)? else { continue };
        if !all {
            record.statements.retain(|s| fitting.contains(&s.id));
        }
        write_record(o, &record, out)?;
    }
    Ok(articles.len())
}

fn write_record(o: &Export, record: &Record, out: &mut dyn Write) -> Result<()> {
    match o.format.as_str() {
        "jsonld" => writeln!(out, "{}", to_json_ld(record))?,
        "w3c" => to_annotations(record, !o.no_text).iter().try_for_each(|a| writeln!(out, "{a}"))?,
        _ => {
            let mut value = to_json(record, o.offsets.into());
            if o.no_text {
                without_text(&mut value);
            }
            writeln!(out, "{value}")?;
        }
    }
    Ok(())
}
