//! Recall of statements inside statements, on the marked sentences of `tests/nested.txt`.

use onrecord::eval::{Ranges, right};
use onrecord::types::{OffsetMap, Span, Unit};
use onrecord::{Reader, ingest};
use std::path::Path;

/// Recall that may not be lost, of the source and half of the content at least.
const FLOOR: f64 = 0.80;

#[test]
fn nested_statements_are_found() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/nested.txt");
    let file = std::fs::read_to_string(path).expect("tests/nested.txt is there");
    let reader = Reader::new().expect("the embedded model loads");
    let (mut hits, mut all, mut missed) = (0, 0, Vec::new());
    for line in file.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let (text, gold) = unmarked(line);
        let reading = ingest::read("nested.txt", text.as_bytes(), &Default::default()).remove(0).expect("a text");
        let record = reader.read(reading.article, reading.warnings);
        let map = OffsetMap::new(&record.article.text, Unit::CodePoints);
        let ranges =
            |spans: &[Span]| spans.iter().map(|s| map.range(*s)).map(|(a, b)| (a as usize, b as usize)).collect();
        let nested = record.statements.iter().filter(|s| s.parent.is_some());
        let found: Vec<Ranges> = nested
            .map(|s| [&s.attribution.source, &s.attribution.cue, &s.attribution.content].map(|spans| ranges(spans)))
            .collect();
        all += 1;
        if right(&record.article.text, &[gold], &found).contains(&true) {
            hits += 1;
        } else {
            missed.push(text);
        }
    }
    assert!(all >= 60, "only {all} sentences were read");
    println!("nested statements: {hits} of {all} found; missed:\n{}", missed.join("\n"));
    assert!(hits as f64 >= FLOOR * all as f64, "{hits} of {all} found; missed:\n{}", missed.join("\n"));
}

/// A line without its marks, and what they marked.
fn unmarked(line: &str) -> (String, Ranges) {
    let (mut text, mut gold) = (String::new(), Ranges::default());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (marked, tail) = after.split_once('}').expect("every mark is closed");
        let (role, words) = marked.split_once(' ').expect("a role, then words");
        let start = text.chars().count();
        text.push_str(words);
        let role = ["s", "c", "x"].iter().position(|r| *r == role).expect("s, c or x");
        gold[role].push((start, start + words.chars().count()));
        rest = tail;
    }
    text.push_str(rest);
    (text, gold)
}
