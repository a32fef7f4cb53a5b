//! `onrecord eval`: scores the reader, or a file of predictions, against annotated articles.

use crate::Outcome;
use crate::args::{Eval, Format};
use crate::output::plain_table;
use anyhow::{Context, Result, bail};
use onrecord::Reader;
use onrecord::eval::{self, Ranges, Scores};
use onrecord::ingest::{self, Options};
use onrecord::types::{Attribution, OffsetMap, Span, Unit};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;

/// Prints the metrics, by the names of PolNeAR's scoring script.
pub fn run(o: &Eval) -> Result<Outcome> {
    let gold = lines(&o.gold)?;
    let predicted = match &o.predictions {
        Some(path) => by_id(lines(path)?),
        None => by_id(read_all(&gold)?),
    };
    let (mut articles, mut judged) = (Vec::new(), Vec::new());
    for record in &gold {
        let empty = Value::Null;
        let own = predicted.get(id(record)).unwrap_or(&empty);
        let text = record["text"].as_str().unwrap_or("");
        let (gold, pred) = (attributions(record)?, attributions(own)?);
        let mut scores = Scores::default();
        scores.add(text, &gold, &pred);
        articles.push(scores);
        if o.confidence {
            let sure = own["attributions"].as_array().into_iter().flatten().map(|a| a["confidence"].as_f64());
            judged.extend(sure.zip(eval::right(text, &gold, &pred)));
        }
    }
    let mut scores = Scores::default();
    articles.iter().for_each(|a| scores.merge(a));
    if let Some(path) = &o.write {
        let all: Vec<String> = gold.iter().filter_map(|r| predicted.get(id(r))).map(Value::to_string).collect();
        std::fs::write(path, all.join("\n") + "\n").with_context(|| format!("{} cannot be written", path.display()))?;
    }
    if o.patterns {
        print(
            o.format,
            &["pattern", "recall", "of"],
            scores
                .patterns()
                .into_iter()
                .map(|(name, recall, n)| (name.to_owned(), vec![Cell::Share(recall), Cell::Count(n as f64)])),
        );
    } else if o.confidence {
        confidence(o.format, &scores, judged)?;
    } else {
        let intervals = if o.bootstrap > 0 { eval::intervals(&articles, o.bootstrap) } else { Default::default() };
        print(
            o.format,
            &["metric", "value", "from", "to"],
            scores.metrics().into_iter().map(|(name, value)| {
                let of = |v: f64| if name.starts_with('n') { Cell::Count(v) } else { Cell::Share(v) };
                let (from, to) = intervals.get(&name).copied().unzip();
                let cells = [Some(value), from, to].into_iter().flatten().map(of).collect();
                (name, cells)
            }),
        );
    }
    Ok(Outcome::Done)
}

/// A number to print: shares stand as per cent in a table, as 0 to 1 elsewhere.
#[derive(Clone, Copy)]
enum Cell {
    Share(f64),
    Count(f64),
}

impl Cell {
    fn number(self) -> f64 {
        match self {
            Cell::Share(v) | Cell::Count(v) => v,
        }
    }

    fn text(self) -> String {
        match self {
            Cell::Share(v) => format!("{:.2}", 100.0 * v),
            Cell::Count(v) => format!("{v:.0}"),
        }
    }
}

/// Rows by name: a table, CSV, or one JSON object of numbers or lists.
fn print(format: Format, header: &[&str], rows: impl Iterator<Item = (String, Vec<Cell>)>) {
    match format {
        Format::Table => {
            let mut table = plain_table();
            for (name, cells) in rows {
                table.set_header(&header[..=cells.len()]);
                table.add_row([vec![name], cells.into_iter().map(Cell::text).collect()].concat());
            }
            println!("{table}");
        }
        Format::Csv => rows.for_each(|(name, cells)| {
            let numbers = cells.into_iter().map(|c| c.number().to_string()).collect();
            println!("{}", [vec![name], numbers].concat().join(","))
        }),
        Format::Json | Format::Jsonl => {
            let value = |cells: Vec<Cell>| match cells[..] {
                [one] => json!(one.number()),
                _ => cells.into_iter().map(|c| json!(c.number())).collect(),
            };
            println!("{}", rows.map(|(name, cells)| (name, value(cells))).collect::<Value>())
        }
    }
}

/// Precision and recall of *full* among what is at least so sure, and the expected calibration
/// error in ten bins (Naeini, Cooper and Hauskrecht 2015).
fn confidence(format: Format, scores: &Scores, judged: Vec<(Option<f64>, bool)>) -> Result<()> {
    let known: Vec<(f64, bool)> = judged.into_iter().filter_map(|(sure, right)| Some((sure?, right))).collect();
    if known.is_empty() {
        bail!("these predictions have no `confidence`");
    }
    let gold = scores.metrics().into_iter().find(|(name, _)| name == "n_gold").map_or(0.0, |(_, n)| n);
    let rows = (0..10).map(|least| {
        let kept: Vec<bool> = known.iter().filter(|(s, _)| *s >= f64::from(least) / 10.0).map(|(_, r)| *r).collect();
        let right = kept.iter().filter(|r| **r).count() as f64;
        let cells = [right / kept.len().max(1) as f64, right / gold.max(1.0)].map(Cell::Share);
        (format!("{:.1}", f64::from(least) / 10.0), [&cells[..], &[Cell::Count(kept.len() as f64)]].concat())
    });
    print(format, &["at least", "precision", "recall", "kept"], rows);
    let error: f64 = (0..10)
        .map(|bin| {
            let inside = known.iter().filter(|(s, _)| ((s * 10.0) as usize).min(9) == bin);
            inside.map(|(s, right)| s - f64::from(u8::from(*right))).sum::<f64>().abs()
        })
        .sum();
    eprintln!("expected calibration error: {:.4}", error / known.len() as f64);
    Ok(())
}

fn lines(path: &Path) -> Result<Vec<Value>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let parse = |(i, line): (usize, &str)| {
        serde_json::from_str(line).with_context(|| format!("{} line {} is not JSON", path.display(), i + 1))
    };
    text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()).map(parse).collect()
}

fn id(record: &Value) -> &str {
    record["id"].as_str().unwrap_or("")
}

fn by_id(records: Vec<Value>) -> HashMap<String, Value> {
    records.into_iter().map(|r| (id(&r).to_owned(), r)).collect()
}

/// The attributions of a record: `attributions`, or those of the first annotator.
fn attributions(record: &Value) -> Result<Vec<Ranges>> {
    let list = match &record["attributions"] {
        Value::Array(list) => list,
        _ => match record["annotators"].as_object().and_then(|a| a.iter().min_by_key(|(k, _)| k.to_owned())) {
            Some((_, Value::Array(list))) => list,
            _ => return Ok(Vec::new()),
        },
    };
    list.iter().map(ranges).collect()
}

fn ranges(attribution: &Value) -> Result<Ranges> {
    let mut out: Ranges = Default::default();
    for (role, key) in ["source", "cue", "content"].iter().enumerate() {
        for pair in attribution[*key].as_array().into_iter().flatten() {
            match (pair[0].as_u64(), pair[1].as_u64()) {
                (Some(a), Some(b)) => out[role].push((a as usize, b as usize)),
                _ => bail!("`{key}` holds something that is not a pair of offsets: {pair}"),
            }
        }
    }
    Ok(out)
}

/// Reads every text with the model, in parallel.
fn read_all(gold: &[Value]) -> Result<Vec<Value>> {
    let reader = Reader::new()?;
    let read = |record: &Value| {
        let line = json!({"text": record["text"]}).to_string();
        let outcome = ingest::Lines::new(id(record), line.as_bytes(), Options::default()).next();
        let Some(Ok(reading)) = outcome else { return json!({"id": id(record), "attributions": []}) };
        let map = OffsetMap::new(&reading.article.text, Unit::CodePoints);
        let found = reader.attributions(&reading.article);
        json!({"id": id(record), "attributions": found.iter().map(|(a, sure)| to_json(a, *sure, &map)).collect::<Vec<_>>()})
    };
    Ok(gold.par_iter().map(read).collect())
}

fn to_json(a: &Attribution, sure: f32, map: &OffsetMap) -> Value {
    let pairs = |spans: &[Span]| spans.iter().map(|s| json!([map.range(*s).0, map.range(*s).1])).collect::<Value>();
    json!({"source": pairs(&a.source), "cue": pairs(&a.cue), "content": pairs(&a.content), "confidence": sure})
}
