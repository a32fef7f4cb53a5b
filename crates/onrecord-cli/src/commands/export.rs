//! `onrecord export`: streams records or statements out of a ledger.

use crate::Outcome;
use crate::args::Export;
use crate::output::{CsvWriter, flat};
use anyhow::{Context, Result, bail};
use onrecord::ledger::{Ledger, Order, Query};
use onrecord::types::Record;
use onrecord::{
    row_without_text, schema, to_annotations, to_batch, to_json, to_json_ld, to_like, to_plover, without_text,
};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufWriter, Write};

/// Rows of a row group of Parquet.
const ROWS: usize = 50_000;

/// Writes all that fits, in the order in which it was added.
pub fn run(o: &Export) -> Result<Outcome> {
    if o.no_text && (o.format == "jsonld" || o.like.is_some()) {
        bail!("jsonld and --like hold the article's words; take jsonl, csv, parquet, plover or w3c with --no-text");
    }
    let ledger = Ledger::open_existing(&o.ledger.ledger)?;
    let mut out: Box<dyn Write + Send> = match &o.output {
        Some(path) => Box::new(BufWriter::new(
            File::create(path).with_context(|| format!("{} cannot be written", path.display()))?,
        )),
        None => Box::new(BufWriter::new(std::io::stdout())),
    };
    let mut query = super::said::query(&o.conditions);
    query.order = Order::Added;
    let count = match o.format.as_str() {
        "csv" => csv(o, &ledger, &query, &mut out)?,
        "parquet" => parquet(o, &ledger, &query, &mut out)?,
        _ => jsonl(o, &ledger, &query, &mut out)?,
    };
    out.flush()?;
    if o.output.is_some() {
        let rows = matches!(o.format.as_str(), "csv" | "parquet");
        println!("wrote {count} {}", if rows { "statements" } else { "records" });
    }
    Ok(if count == 0 { Outcome::Nothing } else { Outcome::Done })
}

fn csv(o: &Export, ledger: &Ledger, query: &Query, out: &mut dyn Write) -> Result<usize> {
    let mut csv = CsvWriter::of_statements(out)?;
    let (mut count, mut failed) = (0, None);
    ledger.said(query, |mut f| {
        if o.no_text {
            row_without_text(&mut f);
        }
        count += 1;
        failed = csv.write(&flat(&f)).err();
        failed.is_none()
    })?;
    failed.map_or(Ok(()), Err)?;
    csv.finish()?;
    Ok(count)
}

/// Statements as Parquet, a row group at a time.
fn parquet(o: &Export, ledger: &Ledger, query: &Query, out: &mut (dyn Write + Send)) -> Result<usize> {
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = ArrowWriter::try_new(out, schema().into(), Some(properties))?;
    let (mut rows, mut count, mut failed) = (Vec::new(), 0, None);
    let mut write = |rows: &mut Vec<_>| writer.write(&to_batch(&std::mem::take(rows), !o.no_text));
    ledger.said(query, |f| {
        rows.push(f);
        count += 1;
        if rows.len() == ROWS {
            failed = write(&mut rows).err();
        }
        failed.is_none()
    })?;
    failed.map_or(Ok(()), Err)?;
    write(&mut rows)?;
    writer.close()?;
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
    if let Some(program) = &o.like {
        return Ok(to_like(record, program).iter().try_for_each(|v| writeln!(out, "{v}"))?);
    }
    match o.format.as_str() {
        "plover" => to_plover(record).into_iter().try_for_each(|mut row| {
            if o.no_text {
                ["text", "headline", "source", "recipient"].iter().for_each(|key| row[*key] = serde_json::Value::Null);
            }
            writeln!(out, "{row}")
        })?,
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
