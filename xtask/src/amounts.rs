//! Scores amounts on MEANTIME's VALUEs and on the cases of Recognizers-Text.

use crate::gate::{self, Figures, fingerprint};
use crate::times::{bare, lines, offset};
use anyhow::Result;
use onrecord::types::{Amount, AmountKind, OffsetMap, Unit};
use serde_json::Value;
use std::path::Path;

/// Prints the figures.
pub fn run(show: bool) -> Result<()> {
    gate::print(|data| ours(data, show))
}

/// The figures by set.
pub fn ours(data: &Path, show: bool) -> Result<Vec<(&'static str, Figures)>> {
    let folder = data.join("ms-recognizers");
    Ok(vec![
        ("values", meantime(&data.join("meantime/meantime-share.jsonl"), show)?),
        ("currency", cases(&folder.join("currency.jsonl"), show)?),
        ("percent", cases(&folder.join("percent.jsonl"), show)?),
        ("number", cases(&folder.join("number.jsonl"), show)?),
    ])
}

/// A VALUE is found where an amount of its type overlaps it.
fn meantime(path: &Path, show: bool) -> Result<Figures> {
    let (mut right, mut all) = (0, 0);
    for record in lines(path)? {
        let text = record["text"].as_str().unwrap_or("");
        let found = onrecord::amounts(&bare(text, record["dct"].as_str()));
        let map = OffsetMap::new(text, Unit::CodePoints);
        for g in record["values"].as_array().into_iter().flatten() {
            let Some(span) = g["spans"].get(0) else { continue };
            let (a, b) = (offset(&span[0]), offset(&span[1]));
            all += 1;
            let kind = |m: &Amount| match m.kind {
                AmountKind::Money => "MONEY",
                AmountKind::Percent => "PERCENT",
                AmountKind::Quantity | AmountKind::Count => "QUANTITY",
            };
            let over = |m: &&Amount| {
                let (x, y) = map.range(m.span);
                a < y && x < b
            };
            let good = found.iter().filter(over).any(|m| g["type"] == kind(m));
            right += usize::from(good);
            if show && !good {
                let near: String =
                    text.chars().skip(a.saturating_sub(30) as usize).take((b - a + 60) as usize).collect();
                println!("values {} {} in {near:?} got {:?}", g["type"], g["text"], found.iter().find(over));
            }
        }
    }
    Ok((fingerprint(path)?, vec![("found".to_owned(), 100.0 * right as f64 / all.max(1) as f64)]))
}

/// Words that end a fraction said in words.
const PARTS: &[&str] =
    &["fifth", "fifths", "hundredth", "hundredths", "trillionth", "trillionths", "first", "firsts", "thirtieth"];

/// Fractions as a teacher would dictate them: `one over three`, `one hundred thirty two fifths`, `a hundredth` alone.
fn dictated(result: &Value) -> bool {
    let text = result["text"].as_str().unwrap_or("").to_lowercase();
    let words: Vec<&str> = text.split([' ', '-']).filter(|w| !w.is_empty()).collect();
    let over = words.contains(&"over");
    let alone = words.len() == 2 && words[0] == "a";
    let sum = (words.len() > 2 || alone) && words.last().is_some_and(|w| PARTS.contains(w));
    let scaled = text.contains("and a half million")
        || text.contains("and a quarter million")
        || (text.contains("million and") && result["resolution"]["subtype"] == "fraction");
    result["resolution"]["subtype"] == "fraction" && (over || sum || scaled)
}

/// Cases that news could not contain: powers, telephone numbers, marks of other locales, dictated fractions.
fn left_out(result: &Value) -> bool {
    if dictated(result) {
        return true;
    }
    let text = result["text"].as_str().unwrap_or("");
    let value = result["resolution"]["value"].as_str();
    let odd = text.contains(['e', 'E', '^'])
        && text.contains(|c: char| c.is_ascii_digit())
        && !text.contains(' ')
        && result["resolution"]["subtype"] == "power";
    value.is_none_or(|v| v == "null") || odd || result["resolution"]["subtype"] == "power"
}

/// Whether a number is a part of an address, a date or a name in figures (`192.168.1.2`, `SCP-173`).
fn in_figures(text: &str, start: usize, end: usize) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or(' ');
    let mark = |c: char| matches!(c, '.' | '/' | '-' | ':');
    (start > 1 && mark(at(start - 1)) && at(start - 2).is_alphanumeric())
        || (mark(at(end)) && at(end + 1).is_ascii_digit())
}

fn cases(path: &Path, show: bool) -> Result<Figures> {
    let (mut right, mut all, mut skipped) = (0, 0, 0);
    for record in lines(path)? {
        let text = record["text"].as_str().unwrap_or("");
        let found = onrecord::amounts(&bare(text, None));
        let times = onrecord::times(&bare(text, None));
        let map = OffsetMap::new(text, Unit::CodePoints);
        for r in record["results"].as_array().into_iter().flatten() {
            let (a, b) = (offset(&r["start"]), offset(&r["end"]));
            let timed = times.iter().any(|t| {
                let (x, y) = map.range(t.span);
                a < y && x < b
            });
            if left_out(r) || timed || in_figures(text, a as usize, b as usize) || r["text"] == "one" {
                skipped += 1;
                continue;
            }
            all += 1;
            let value: f64 = r["resolution"]["value"]
                .as_str()
                .and_then(|v| v.trim_end_matches('%').parse().ok())
                .unwrap_or(f64::NAN);
            let unit = r["resolution"]["isoCurrency"].as_str();
            let over = |m: &&Amount| {
                let (x, y) = map.range(m.span);
                a < y && x < b
            };
            let cents = |m: &Amount| {
                m.kind == AmountKind::Money && matches!(r["resolution"]["unit"].as_str(), Some("Cent" | "Pence"))
            };
            let same = |m: &Amount| {
                let times = if cents(m) { 100.0 } else { 1.0 };
                m.value.is_some_and(|v| (v * times - value).abs() <= 1e-6 * value.abs().max(1.0))
                    && unit.is_none_or(|u| m.unit.as_deref() == Some(u))
            };
            let good = found.iter().filter(over).any(same);
            right += usize::from(good);
            if show && !good {
                println!(
                    "ms {text:?} {} {} got {:?}",
                    r["text"],
                    r["resolution"],
                    found.iter().filter(over).collect::<Vec<_>>()
                );
            }
        }
    }
    println!(
        "{}: {right} of {all} right, {skipped} left out (powers, dictated fractions, times, parts of addresses and names, `one`, cases without a value)",
        path.file_name().unwrap_or_default().to_string_lossy()
    );
    Ok((fingerprint(path)?, vec![("right".to_owned(), 100.0 * right as f64 / all.max(1) as f64)]))
}
