//! `onrecord stats`: counts what a ledger holds.

use crate::Outcome;
use crate::args::{Format, Stats};
use crate::output::{plain, plain_table};
use anyhow::Result;
use onrecord::ledger::{Counts, Ledger};
use serde_json::{Value, json};

/// Speakers named in the table.
const SPEAKERS: usize = 10;

/// Prints the counts.
pub fn run(o: &Stats) -> Result<Outcome> {
    let counts = Ledger::open_existing(&o.ledger.ledger)?.counts(SPEAKERS)?;
    match o.format {
        Format::Table => print(&counts),
        Format::Json => println!("{:#}", json(&counts)),
        Format::Jsonl => println!("{}", json(&counts)),
        Format::Csv => rows(&counts).iter().for_each(|(k, v)| println!("{k},{v}")),
    }
    Ok(if counts.articles == 0 { Outcome::Nothing } else { Outcome::Done })
}

/// Prints two tables: counts, and who is quoted most.
pub fn print(counts: &Counts) {
    let mut table = plain_table();
    for (name, n) in rows(counts) {
        table.add_row([name.replace('=', ": ").replace('_', " "), n.to_string()]);
    }
    if let Some((first, last)) = &counts.days {
        table.add_row(["published".to_owned(), format!("{first} to {last}")]);
    }
    println!("{table}");
    if counts.speakers.is_empty() {
        return;
    }
    let mut table = plain_table();
    table.set_header(["most on the record", "statements"]);
    for (who, n) in &counts.speakers {
        table.add_row([plain(who), n.to_string()]);
    }
    println!("{table}");
}

fn rows(counts: &Counts) -> Vec<(String, u64)> {
    let mut out = vec![
        ("articles".to_owned(), counts.articles),
        ("replaced versions".to_owned(), counts.replaced),
        ("outlets".to_owned(), counts.outlets),
        ("statements".to_owned(), counts.statements),
    ];
    out.extend(counts.by.iter().cloned());
    out
}

fn json(counts: &Counts) -> Value {
    let mut out: serde_json::Map<String, Value> = rows(counts).into_iter().map(|(k, v)| (k, v.into())).collect();
    out.insert("published".into(), counts.days.as_ref().map_or(Value::Null, |(a, b)| json!({"first": a, "last": b})));
    let speakers: Vec<Value> = counts.speakers.iter().map(|(who, n)| json!({"name": who, "statements": n})).collect();
    out.insert("speakers".into(), speakers.into());
    Value::Object(out)
}
