//! How well web pages are read: word-level F1 of the main text, right titles, right dates.

use crate::data;
use crate::gate::{Figures, fingerprint};
use anyhow::{Context, Result};
use onrecord::ingest::{self, Options};
use rayon::prelude::*;
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;

/// What a program found in a page.
#[derive(Default, Clone)]
struct Page {
    text: String,
    title: String,
    date: String,
}

/// Prints our figures, and a peer's where its results are given (JSON lines of `id`, `text`,
/// `title`, `date`; `bench/pages_trafilatura.py` writes them).
pub fn run(peer: Option<&str>) -> Result<()> {
    let Some(data) = data() else {
        println!("pages: SKIPPED, ../shared/data is not here");
        return Ok(());
    };
    let gold = gold(&data)?;
    print("onrecord", &score(&gold, &read(&data, &gold)));
    if let Some(path) = peer {
        let text = std::fs::read_to_string(path).with_context(|| format!("{path} cannot be read"))?;
        let mut found = HashMap::new();
        for line in text.lines() {
            let v: Value = serde_json::from_str(line)?;
            let get = |k: &str| v[k].as_str().unwrap_or("").to_owned();
            found.insert(get("id"), Page { text: get("text"), title: get("title"), date: get("date") });
        }
        print(path, &score(&gold, &found));
    }
    Ok(())
}

fn print(name: &str, figures: &[(String, f64)]) {
    let parts: Vec<String> = figures.iter().map(|(n, v)| format!("{n} {v:.1}")).collect();
    println!("{name}: {}", parts.join(", "));
}

/// Our figures, for the gate.
pub fn ours(data: &Path) -> Result<Figures> {
    let gold = gold(data)?;
    Ok((fingerprint(&data.join("html-articles/pages.jsonl"))?, score(&gold, &read(data, &gold))))
}

fn gold(data: &Path) -> Result<Vec<Value>> {
    let text = std::fs::read_to_string(data.join("html-articles/pages.jsonl"))?;
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn read(data: &Path, gold: &[Value]) -> HashMap<String, Page> {
    let one = |record: &Value| {
        let id = record["id"].as_str()?.to_owned();
        let bytes = std::fs::read(data.join("html-articles").join(record["file"].as_str()?)).ok()?;
        let reading = ingest::read(&format!("{id}.html"), &bytes, &Options::default()).into_iter().next()?.ok()?;
        let a = reading.article;
        // The text alone: the gold bodies hold neither headline nor standfirst.
        let body: Vec<&str> = a.paragraphs.iter().map(|p| p.of(&a.text)).collect();
        let title = a.headline.map_or(String::new(), |h| h.of(&a.text).to_owned());
        let date = a.published.as_ref().map_or(String::new(), |p| p.value.clone());
        Some((id, Page { text: body.join("\n"), title, date }))
    };
    gold.par_iter().filter_map(one).collect()
}

fn score(gold: &[Value], found: &HashMap<String, Page>) -> Vec<(String, f64)> {
    let (mut f1, mut titles, mut dates) = (Mean::default(), Mean::default(), Mean::default());
    let mut snippets = Mean::default();
    for record in gold {
        let none = Page::default();
        let page = record["id"].as_str().and_then(|id| found.get(id)).unwrap_or(&none);
        if let Some(body) = record["body"].as_str() {
            f1.add(word_f1(body, &page.text));
        }
        for (key, wanted) in [("must_contain", true), ("must_not_contain", false)] {
            for snippet in record[key].as_array().into_iter().flatten().filter_map(Value::as_str) {
                let held = folded(&page.text).contains(&folded(snippet));
                snippets.add(f64::from(u8::from(held == wanted)));
            }
        }
        if let Some(title) = record["title"].as_str() {
            titles.add(f64::from(u8::from(folded(title) == folded(&page.title))));
        }
        if let Some(date) = record["date"].as_str().and_then(|d| d.get(..10)) {
            let other = record["date_alt"].as_str().unwrap_or(date);
            let right = page.date.starts_with(date) || page.date.starts_with(other);
            dates.add(f64::from(u8::from(right)));
        }
    }
    vec![
        ("text f1".into(), f1.value()),
        ("snippets".into(), snippets.value()),
        ("titles".into(), titles.value()),
        ("dates".into(), dates.value()),
    ]
}

#[derive(Default)]
struct Mean(f64, f64);

impl Mean {
    fn add(&mut self, value: f64) {
        self.0 += value;
        self.1 += 1.0;
    }

    /// In per cent.
    fn value(&self) -> f64 {
        100.0 * self.0 / self.1.max(1.0)
    }
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}

fn folded(text: &str) -> String {
    words(text).collect::<Vec<_>>().join(" ")
}

/// F1 over the multisets of words.
fn word_f1(gold: &str, found: &str) -> f64 {
    let mut counts: HashMap<String, i64> = HashMap::new();
    let (mut in_gold, mut in_found, mut shared) = (0.0, 0.0, 0.0);
    for word in words(gold) {
        *counts.entry(word).or_default() += 1;
        in_gold += 1.0;
    }
    for word in words(found) {
        in_found += 1.0;
        if let Some(n) = counts.get_mut(&word).filter(|n| **n > 0) {
            *n -= 1;
            shared += 1.0;
        }
    }
    if shared == 0.0 { 0.0 } else { 2.0 * shared / (in_gold + in_found) }
}
