//! Scores countries and sectors of sources and targets on PLOVER's gold standard records.

use crate::gate::{self, Figures, fingerprint};
use crate::times::{bare, lines, offset};
use anyhow::Result;
use onrecord::Reader;
use onrecord::types::{OffsetMap, Unit};
use std::path::Path;

/// Prints the figures.
pub fn run(show: bool) -> Result<()> {
    gate::print(|data| Ok(vec![("plover-gsr half", ours(data, show)?)]))
}

/// Right countries and right sectors of those that the records state, on the half that was not looked at (`show`: on
/// the other one, with what differs).
pub fn ours(data: &Path, show: bool) -> Result<Figures> {
    let path = data.join("plover-gsr/plover-gsr.jsonl");
    let reader = Reader::new()?;
    let (mut countries, mut sectors) = ([0usize; 2], [0usize; 2]);
    for (i, record) in lines(&path)?.iter().enumerate() {
        if (i % 2 == 0) != show {
            continue;
        }
        let text = record["text"].as_str().unwrap_or("");
        let article = bare(text, None);
        let map = OffsetMap::new(text, Unit::CodePoints);
        let of = |key: &str, role| record[key].as_array().into_iter().flatten().map(move |actor| (actor, role));
        for (actor, role) in of("source", "SRC").chain(of("target", "TAR")) {
            let words = actor["actorText"].as_str().unwrap_or("");
            let is_its =
                |s: &&serde_json::Value| s["text"] == words && s["role"].as_str().is_some_and(|r| r.contains(role));
            let Some(span) = record["spans"].as_array().into_iter().flatten().find(is_its) else { continue };
            let Some(span) = map.span(offset(&span["start"]), offset(&span["end"])) else { continue };
            let got = reader.affiliation(&article, span);
            let country = country(actor["code"].as_str().unwrap_or(""));
            let sector = sector(actor["sector"].as_str().unwrap_or("")).or(international(actor["code"].as_str()));
            let count = |sums: &mut [usize; 2], gold: Option<&str>, got: Option<&str>| {
                if let Some(gold) = gold {
                    let right = got == Some(gold);
                    sums[0] += usize::from(right);
                    sums[1] += 1;
                    if show && !right {
                        println!("{words:?} is {gold}, got {}", got.unwrap_or("nothing"));
                    }
                }
            };
            count(&mut countries, country, got.country.as_deref());
            count(&mut sectors, sector, got.sector.as_deref());
        }
    }
    println!("plover-gsr: countries {} of {}, sectors {} of {}", countries[0], countries[1], sectors[0], sectors[1]);
    let share = |[right, all]: [usize; 2]| 100.0 * right as f64 / all.max(1) as f64;
    Ok((fingerprint(&path)?, vec![("country".to_owned(), share(countries)), ("sector".to_owned(), share(sectors))]))
}

/// An ISO 3166-1 code; the records have two of them wrong, and write bodies of many countries in the same place.
fn country(code: &str) -> Option<&str> {
    match code {
        "ITL" => Some("ITA"),
        "JAP" => Some("JPN"),
        "MRT" | "IGO" | "NGO" | "IMG" | "MNC" | "" => None,
        code => Some(code),
    }
}

fn international(code: Option<&str>) -> Option<&str> {
    code.filter(|c| matches!(*c, "IGO" | "NGO"))
}

/// A sector that we have too, without the ethnic groups and faiths that the records add to it (`CVLkur`).
fn sector(code: &str) -> Option<&str> {
    match code.get(..3)? {
        "***" | "ELI" | "MOS" | "SOC" => None,
        "CIV" => Some("CVL"),
        known => Some(known),
    }
}
