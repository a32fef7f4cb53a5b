//! Scores names, metonyms, pronouns and speakers on what training set aside.

use crate::coref::{head, proper_nouns};
use crate::gate::{self, Figures, fingerprint};
use crate::times::{bare, f1, lines, offset};
use anyhow::Result;
use onrecord::Reader;
use onrecord::types::{Article, How, OffsetMap, Span, SpeakerStatus, Unit};
use rayon::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::path::Path;

/// Prints the figures.
pub fn run(show: bool) -> Result<()> {
    gate::print(|data| ours(data, show))
}

/// The figures by set.
pub fn ours(data: &Path, show: bool) -> Result<Vec<(&'static str, Figures)>> {
    let reader = Reader::new()?;
    let uner = data.join("uner-ewt/uner-ewt-dev.jsonl");
    let wikigold = data.join("wikigold/wikigold.jsonl");
    let crossner = data.join("crossner-politics/politics-dev.jsonl");
    Ok(vec![
        ("uner-ewt half", names(&reader, &uner, Some(2), &["PER", "ORG", "LOC"], show)?),
        ("wikigold 1/4", names(&reader, &wikigold, Some(4), &["PER", "ORG", "LOC"], show)?),
        ("crossner dev", names(&reader, &crossner, None, &["PER", "ORG", "LOC", "MISC"], show)?),
        ("relocar 1/4", relocar(&reader, &data.join("relocar/relocar-train.jsonl"))?),
        ("gap half", gap(&reader, &data.join("gap/gap-development.jsonl"))?),
        ("gum speakers", speakers(&reader, &data.join("gum/gum-dev.jsonl"), show)?),
        ("gum coref", crate::coref::gum(&reader, &data.join("gum/gum-dev.jsonl"))?),
    ])
}

/// The fold of a record, as in `training/mentions.py`.
fn fold(id: &str, parts: u32) -> u32 {
    let digest = Sha256::digest(format!("fold{id}"));
    u32::from(digest[31]) % parts
}

/// The label of a type of any of the sets.
fn label(kind: &str) -> &'static str {
    match kind {
        "PER" | "politician" | "person" => "PER",
        "ORG" | "organisation" | "politicalparty" => "ORG",
        "LOC" | "country" | "location" => "LOC",
        _ => "MISC",
    }
}

/// F1 of exact spans with their type; six sentences make a text, as in training.
fn names(reader: &Reader, path: &Path, parts: Option<u32>, kinds: &[&str], show: bool) -> Result<Figures> {
    let all = lines(path)?;
    let aside = |i: &usize| {
        let first = all[i / 30 * 30]["id"].as_str().unwrap_or("");
        parts.is_none_or(|p| fold(first, p) == p - 1)
    };
    let held: Vec<&Value> = (0..all.len()).filter(aside).map(|i| &all[i]).collect();
    let count = |part: &&[&Value]| -> [usize; 3] {
        let texts: Vec<&str> = part.iter().map(|r| r["text"].as_str().unwrap_or("")).collect();
        let text = texts.join("\n");
        let map = OffsetMap::new(&text, Unit::CodePoints);
        let mut gold = HashSet::new();
        let mut at = 0;
        for (record, own) in part.iter().zip(&texts) {
            for e in record["entities"].as_array().into_iter().flatten() {
                gold.insert((
                    at + offset(&e["start"]),
                    at + offset(&e["end"]),
                    label(e["type"].as_str().unwrap_or("")),
                ));
            }
            at += own.chars().count() as u32 + 1;
        }
        gold.retain(|g| kinds.contains(&g.2));
        let found: HashSet<(u32, u32, &str)> = reader
            .names(&bare(&text, None))
            .into_iter()
            .map(|(s, kind, _)| (map.range(s).0, map.range(s).1, kind))
            .filter(|f| kinds.contains(&f.2))
            .collect();
        for (what, one, other) in [("missed", &gold, &found), ("not in gold", &found, &gold)] {
            for (a, b, kind) in one.difference(other).filter(|_| show) {
                let span = |a, b| map.span(a, b).map_or("", |s| s.of(&text));
                let (before, after) = (span(a.saturating_sub(30), *a), span(*b, (b + 20).min(at)));
                println!("{} {what} {kind} {:?} in {before:?} … {after:?}", path.display(), span(*a, *b));
            }
        }
        [gold.intersection(&found).count(), gold.len(), found.len()]
    };
    let parts: Vec<&[&Value]> = held.chunks(6).collect();
    let [right, gold, found] =
        parts.par_iter().map(count).reduce(|| [0; 3], |a, b| [a[0] + b[0], a[1] + b[1], a[2] + b[2]]);
    Ok((fingerprint(path)?, vec![("names f1".to_owned(), f1(right, gold, found))]))
}

/// Accuracy of literal against metonymic; the set's `mixed` is left out.
fn relocar(reader: &Reader, path: &Path) -> Result<Figures> {
    let (mut right, mut all) = (0, 0);
    for r in lines(path)? {
        if fold(r["id"].as_str().unwrap_or(""), 4) != 3 || r["reading"] == "mix" {
            continue;
        }
        let text = r["text"].as_str().unwrap_or("");
        let map = OffsetMap::new(text, Unit::CodePoints);
        let (a, b) = (offset(&r["start"]), offset(&r["end"]));
        let span = map.span(a, b).unwrap_or(Span::new(0, 0));
        all += 1;
        right += usize::from(reader.is_metonym(&bare(text, None), span) == (r["reading"] == "met"));
    }
    Ok((fingerprint(path)?, vec![("accuracy".to_owned(), 100.0 * right as f64 / all.max(1) as f64)]))
}

/// GAP's F1 over the two names of each text, on the half that training did not see.
fn gap(reader: &Reader, path: &Path) -> Result<Figures> {
    let held: Vec<Value> = lines(path)?.into_iter().filter(|r| fold(r["id"].as_str().unwrap_or(""), 2) == 1).collect();
    let count = |r: &Value| -> [usize; 3] {
        let text = r["text"].as_str().unwrap_or("");
        let map = OffsetMap::new(text, Unit::CodePoints);
        let at = |m: &Value| map.span(offset(&m["start"]), offset(&m["end"])).unwrap_or(Span::new(0, 0));
        let chosen = reader.referent(&bare(text, None), at(&r["pronoun"]), &[at(&r["a"]), at(&r["b"])]);
        let mut out = [0; 3];
        for (i, m) in ["a", "b"].iter().enumerate() {
            let (gold, found) = (r[*m]["coref"] == true, chosen == Some(i));
            out[0] += usize::from(gold && found);
            out[1] += usize::from(gold);
            out[2] += usize::from(found);
        }
        out
    };
    let [right, gold, found] =
        held.par_iter().map(count).reduce(|| [0; 3], |a, b| [a[0] + b[0], a[1] + b[1], a[2] + b[2]]);
    Ok((fingerprint(path)?, vec![("f1".to_owned(), f1(right, gold, found))]))
}

/// GUM's attributions that we read: whether the speaker is tied to a name of the source's cluster, and left open
/// where the cluster has none.
fn speakers(reader: &Reader, path: &Path, show: bool) -> Result<Figures> {
    let (mut named, mut right, mut nameless, mut open) = (0, 0, 0, 0);
    for d in lines(path)? {
        let text = d["text"].as_str().unwrap_or("");
        let article = Article { id: "gum".into(), ..bare(text, d["dateline"].as_str()) };
        let record = reader.read(article, Vec::new());
        let map = OffsetMap::new(text, Unit::CodePoints);
        let entities: Vec<&Value> = d["entities"].as_array().into_iter().flatten().collect();
        let range = |e: &Value| (offset(&e["start"]), offset(&e["end"]));
        let proper = proper_nouns(&d);
        let is_name = |e: &&Value| proper.get(&head(e)) == Some(&true);
        for a in d["attributions"].as_array().into_iter().flatten() {
            let Some(source) = a["source"].get(0).map(|s| (offset(&s[0]), offset(&s[1]))) else { continue };
            let near = |e: &&&Value| range(e).0.abs_diff(source.0) + range(e).1.abs_diff(source.1);
            let Some(entity) =
                entities.iter().filter(|e| range(e).0 < source.1 && source.0 < range(e).1).min_by_key(near)
            else {
                continue;
            };
            let cue = a["cue"].get(0).map(|s| (offset(&s[0]), offset(&s[1])));
            let over = |s: &Span| map.range(*s).0 < source.1 && source.0 < map.range(*s).1;
            let says = |s: &Span| cue.is_none_or(|c| map.range(*s).0 < c.1 && c.0 < map.range(*s).1);
            let ours = record
                .statements
                .iter()
                .find(|s| s.attribution.source.iter().any(over) && s.attribution.cue.iter().any(says));
            let Some(ours) = ours else { continue };
            // GUM ties the name of `my name is Ada` to `my name`, not to `I`.
            let says = |e: &Value, words: &str| e["text"].as_str().is_some_and(|t| t.eq_ignore_ascii_case(words));
            let of_mine = |e: &&&Value| e["cluster"] == entity["cluster"] && says(e, "my");
            let mine: Vec<u32> = entities.iter().filter(of_mine).map(|e| range(e).0).collect();
            let is_my_name = |e: &&&Value| mine.contains(&range(e).0) && says(e, "my name");
            let own = entities.iter().find(is_my_name).map(|e| &e["cluster"]);
            let names: Vec<(u32, u32)> = entities
                .iter()
                .filter(|e| e["cluster"] == entity["cluster"] || own == Some(&e["cluster"]))
                .filter(|e| is_name(e))
                .map(|e| range(e))
                .collect();
            if names.is_empty() {
                nameless += 1;
                let left = ours.speaker_status != SpeakerStatus::Named;
                open += usize::from(left);
                if show && !left {
                    let who = record.speaker(ours).map(|a| &a.name);
                    println!("gum {} nameless {:?} got {who:?}", d["id"], entity["text"]);
                }
                continue;
            }
            named += 1;
            let actor = record.speaker(ours);
            let good = actor.is_some_and(|x| {
                x.mentions.iter().filter(|m| !matches!(m.how, How::Pronoun | How::Nominal)).any(|m| {
                    let (s, e) = map.range(m.span);
                    names.iter().any(|(a, b)| *a < e && s < *b)
                })
            });
            right += usize::from(good);
            if show && !good {
                println!(
                    "gum {} source {:?} names {:?} got {:?} {}",
                    d["id"],
                    entity["text"],
                    names.first().map(|n| text
                        .chars()
                        .skip(n.0 as usize)
                        .take((n.1 - n.0) as usize)
                        .collect::<String>()),
                    actor.map(|a| &a.name),
                    ours.speaker_status.as_str()
                );
            }
        }
    }
    println!("gum speakers: {right} of {named} with a name right, {open} of {nameless} without one left open");
    let share = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
    Ok((
        fingerprint(path)?,
        vec![("named".to_owned(), share(right, named)), ("left open".to_owned(), share(open, nameless))],
    ))
}
