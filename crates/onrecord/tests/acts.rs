//! The acts of `tests/acts.txt`: 150 sentences of our own in which every act occurs.

use onrecord::Reader;
use onrecord::types::{Act, Span};
use std::collections::BTreeMap;

/// The share that must be right; raise it when more is.
const FLOOR: f64 = 0.85;

#[test]
fn statements_do_what_they_do() {
    let reader = Reader::new().expect("the embedded model loads");
    let file = include_str!("../../../tests/acts.txt");
    let cases: Vec<&str> = file.lines().filter(|l| !l.starts_with('#')).collect();
    let (mut wrong, mut acts) = (Vec::new(), BTreeMap::new());
    for case in &cases {
        let (act, sentence) = case.split_once(' ').expect("an act and a sentence");
        *acts.entry(act).or_insert(0) += 1;
        let (start, end) = (sentence.find('{').expect("a cue"), sentence.find('}').expect("a cue"));
        let text = sentence.replace(['{', '}'], "");
        let cue = Span::of_range(start, end - 1);
        let reading = onrecord::ingest::read("case.txt", text.as_bytes(), &Default::default()).remove(0);
        let record = reader.read(reading.expect("a sentence is text").article, Vec::new());
        let shift = record.article.text.find(&text[..10]).unwrap_or(0) as u32;
        let cue = Span::new(cue.start + shift, cue.end + shift);
        let found = record.statements.iter().find(|s| s.attribution.cue.iter().any(|c| c.overlaps(cue)));
        let got = found.map(|s| s.act);
        if got != Act::parse(act) {
            wrong.push(format!("{act}: {sentence} -> {:?}", got.map(Act::as_str)));
        }
    }
    let right = cases.len() - wrong.len();
    println!("acts: {right} of {} right\n{}", cases.len(), wrong.join("\n"));
    assert!(cases.len() >= 150 && acts.len() == Act::all().count(), "every act occurs in 150 sentences");
    assert!(right as f64 >= FLOOR * cases.len() as f64, "{right} of {}\n{}", cases.len(), wrong.join("\n"));
}
