//! The accuracy gate: figures on annotated data may not fall below committed floors.

use crate::{actors, affiliations, amounts, bytes, copies, data, pages, quotations, root, times};
use anyhow::{Context, Result, bail};
use onrecord::Reader;
use onrecord::eval::{Ranges, Scores};
use onrecord::ingest::{Lines, Options};
use onrecord::types::{Attribution, OffsetMap, Span, Unit};
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::path::Path;

/// Metrics that have floors on PolNeAR.
const METRICS: &[&str] =
    &["alpha", "jac50.f", "full.f", "strict.f", "span.source.f", "span.cue.f", "span.content.f", "rec.direct"];
/// On GUM, which marks fewer kinds of attributions: what it marks is to be found.
const GUM_METRICS: &[&str] = &["alpha", "full.r", "src_ov"];
/// A figure may fall by this much (in points) without failing: floors are rounded.
const TOLERANCE: f64 = 0.02;

/// Prints each figure beside its floor; fails where one is lower.
pub fn run(update: bool, allow_lower: bool) -> Result<()> {
    let Some(data) = data() else {
        println!("accuracy gate: SKIPPED, ../shared/data is not here");
        return Ok(());
    };
    let path = root().join("xtask/floors.json");
    let mut floors: Value =
        serde_json::from_str(&std::fs::read_to_string(&path)?).context("xtask/floors.json is not JSON")?;
    let gum = data.join("gum/gum-dev.jsonl");
    let mut figures = vec![
        ("polnear-dev", attributions(&data.join("polnear/polnear-dev.jsonl"), METRICS, |_| true)?),
        ("gum-dev", attributions(&gum, GUM_METRICS, |_| true)?),
        ("gum-dev-news", attributions(&gum, GUM_METRICS, |record| record["genre"] == "news")?),
        ("html-articles", pages::ours(&data)?),
    ];
    figures.extend(times::ours(&data, false)?);
    figures.extend(amounts::ours(&data, false)?);
    figures.extend(actors::ours(&data, false)?);
    figures.push(("plover-gsr half", affiliations::ours(&data, false)?));
    figures.push(("quotations", quotations::ours(&data)?));
    figures.push(("bytes", bytes::ours(&data)?));
    figures.push(("copies", copies::ours(&data)?));
    let mut lower = Vec::new();
    for (set, (fingerprint, values)) in figures {
        if !update && floors[set]["fingerprint"] != fingerprint.as_str() {
            bail!(
                "{set}: the data is not what the floors were measured on; check it, then `cargo xtask gate --update`"
            );
        }
        for (name, value) in values {
            let floor = floors[set][&name].as_f64();
            let fell = floor.is_some_and(|f| value < f - TOLERANCE);
            println!(
                "{set:14} {name:16} {value:6.2}   floor {:6.2}{}",
                floor.unwrap_or(0.0),
                if fell { "   LOWER" } else { "" }
            );
            if fell {
                lower.push(format!("{set} {name}"));
            }
            if update && (floor.is_none_or(|f| value > f) || (allow_lower && fell)) {
                let entry = &mut floors[set];
                if !entry.is_object() {
                    *entry = Value::Object(Map::new());
                }
                entry[&name] = json!((value * 100.0).floor() / 100.0);
            }
        }
        if update {
            floors[set]["fingerprint"] = fingerprint.into();
        }
    }
    if update {
        std::fs::write(&path, format!("{floors:#}\n"))?;
    }
    let lowering = update && allow_lower;
    if !lower.is_empty() && !lowering {
        bail!("accuracy fell: {}; mend it, or say so with `cargo xtask gate --update --allow-lower`", lower.join(", "));
    }
    println!("accuracy gate: passed");
    Ok(())
}

/// Prints figures that need `../shared/data`, by set.
pub fn print(figures: impl FnOnce(&Path) -> Result<Vec<(&'static str, Figures)>>) -> Result<()> {
    let data = data().context("../shared/data is not here")?;
    for (set, (_, values)) in figures(&data)? {
        for (name, value) in values {
            println!("{set:14} {name:16} {value:6.2}");
        }
    }
    Ok(())
}

/// A set's fingerprint, and its figures by name.
pub type Figures = (String, Vec<(String, f64)>);

/// SHA-256 of a file, its first 16 digits.
pub fn fingerprint(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(Sha256::digest(bytes)[..8].iter().map(|b| format!("{b:02x}")).collect())
}

/// Scores the reader on the records of a file that `keep` names.
fn attributions(path: &Path, metrics: &[&str], keep: impl Fn(&Value) -> bool) -> Result<Figures> {
    let text = std::fs::read_to_string(path)?;
    let mut gold: Vec<Value> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    gold.retain(keep);
    let reader = Reader::new()?;
    let read: Vec<Vec<Ranges>> = gold.par_iter().map(|record| predict(&reader, record)).collect();
    let mut scores = Scores::default();
    for (record, pred) in gold.iter().zip(&read) {
        let annotators = record["annotators"].as_object();
        let first = annotators.and_then(|a| a.iter().min_by_key(|(k, _)| k.to_owned())).map(|(_, v)| v);
        let list = first.unwrap_or(&record["attributions"]).as_array().context("a gold record lacks attributions")?;
        let own: Vec<Ranges> = list.iter().map(gold_ranges).collect();
        scores.add(record["text"].as_str().unwrap_or(""), &own, pred);
    }
    let chosen = scores.metrics().into_iter().filter(|(n, _)| metrics.contains(&n.as_str()));
    Ok((fingerprint(path)?, chosen.map(|(n, v)| (n, 100.0 * v)).collect()))
}

fn predict(reader: &Reader, record: &Value) -> Vec<Ranges> {
    let line = json!({"text": record["text"]}).to_string();
    let Some(Ok(reading)) = Lines::new("gate", line.as_bytes(), Options::default()).next() else { return Vec::new() };
    let map = OffsetMap::new(&reading.article.text, Unit::CodePoints);
    reader.attributions(&reading.article).iter().map(|(a, _)| ranges(a, &map)).collect()
}

fn ranges(a: &Attribution, map: &OffsetMap) -> Ranges {
    let all = |spans: &[Span]| spans.iter().map(|s| map.range(*s)).map(|(a, b)| (a as usize, b as usize)).collect();
    [all(&a.source), all(&a.cue), all(&a.content)]
}

fn gold_ranges(attribution: &Value) -> Ranges {
    let offset = |v: &Value| v.as_u64().unwrap_or(0) as usize;
    let all =
        |key: &str| attribution[key].as_array().into_iter().flatten().map(|p| (offset(&p[0]), offset(&p[1]))).collect();
    [all("source"), all("cue"), all("content")]
}
