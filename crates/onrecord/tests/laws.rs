//! The laws of a record, on any input.

use onrecord::ingest::{self, Options};
use onrecord::types::{OffsetMap, Record, Span, Unit};
use onrecord::{Reader, to_json};
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::LazyLock;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new().expect("the embedded model loads"));

/// Text with the words and marks that set the rules going.
fn news() -> impl Strategy<Value = String> {
    let words = [
        "said",
        "“",
        "”",
        "\"",
        "Rosa Quill",
        "the mayor",
        "that",
        "according to",
        ",",
        ".",
        "\n\n",
        "\n",
        "‘",
        "’",
        "*",
        "he",
        "told",
        "Mayor",
        "on Friday",
        "1,200",
        "Café",
        "re\u{ad}sumed",
        ":",
        "Q:",
        "no one",
        "``",
        "''",
        "We",
        "will",
        "rise",
        "𝄞",
        "\r\n\r\n",
        "é",
        "the",
        "the army",
        "his Russian counterpart",
        "Works and Transport Minister",
        "Lee's mother, Ann,",
        "Jaylen Price, 17,",
        "a rights group,",
        "Asked why,",
        "the plane maker",
        "over five years",
        "the man",
        "U.S.",
        "Mr.",
        "back",
        "to",
        "—",
    ];
    proptest::collection::vec(proptest::sample::select(words.to_vec()), 1..80).prop_map(|w| w.join(" "))
}

fn read(path: &str, bytes: &[u8]) -> Vec<Record> {
    let outcomes = ingest::read(path, bytes, &Options::default());
    outcomes.into_iter().flatten().map(|r| READER.read(r.article, r.warnings)).collect()
}

fn holds(record: &Record) -> Result<(), TestCaseError> {
    let text = &record.article.text;
    let fits = |s: &Span| text.get(s.start as usize..s.end as usize).is_some_and(|w| !w.is_empty());
    prop_assert!(record.article.blocks().all(|b| fits(&b)));
    let ids: HashSet<&str> = record.statements.iter().map(|s| s.id.as_str()).collect();
    prop_assert_eq!(ids.len(), record.statements.len());
    for s in &record.statements {
        let a = &s.attribution;
        prop_assert!(
            a.source.iter().chain(&a.cue).chain(&a.content).chain(&s.quoted).chain(&s.addressee).all(fits),
            "{:?}",
            s
        );
        prop_assert!(!a.content.is_empty());
        prop_assert!((0.0..=1.0).contains(&s.confidence));
        prop_assert!(s.parent.as_deref().is_none_or(|p| ids.contains(p) && p != s.id));
        prop_assert!(s.speaker.as_deref().is_none_or(|p| record.actor(p).is_some()));
    }
    let json = to_json(record, Unit::CodePoints);
    let chars: Vec<char> = text.chars().collect();
    for statement in json["statements"].as_array().into_iter().flatten() {
        for span in
            ["source", "cue", "content", "quoted"].iter().flat_map(|r| statement[*r].as_array().into_iter().flatten())
        {
            let at = |k: &str| span[k].as_u64().unwrap_or(0) as usize;
            let words: String = chars[at("start")..at("end")].iter().collect();
            prop_assert_eq!(Some(words.as_str()), span["text"].as_str());
        }
    }
    Ok(())
}

/// What fuzzing began with, and what it found.
#[test]
fn seeds() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/seeds/read_statements");
    let mut count = 0;
    for seed in std::fs::read_dir(folder).expect("the folder is there") {
        let bytes = std::fs::read(seed.expect("an entry").path()).expect("a readable file");
        for record in read("a.txt", &bytes) {
            holds(&record).expect("the laws hold");
            count += record.statements.len();
        }
    }
    assert!(count > 0, "no statement in {folder}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn plain_text(text in news()) {
        for record in read("a.txt", text.as_bytes()) {
            prop_assert_eq!(&record.article.text, &text);
            holds(&record)?;
            prop_assert_eq!(read("a.txt", text.as_bytes()), vec![record]);
        }
    }

    #[test]
    fn other_formats(text in news(), ending in proptest::sample::select(vec!["md", "html", "json", "jsonl", ""])) {
        for record in read(&format!("a.{ending}"), text.as_bytes()) {
            holds(&record)?;
        }
        let page = format!("<html><body><article><h1>x</h1><p>{text}</p><p>{text}</p></article></body></html>");
        for record in read("a.html", page.as_bytes()) {
            holds(&record)?;
        }
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400), ending in proptest::sample::select(vec!["txt", "md", "html", "jsonl", "gz"])) {
        for record in read(&format!("a.{ending}"), &bytes) {
            holds(&record)?;
        }
    }

    #[test]
    fn own_form_reads_back(text in news()) {
        for record in read("a.txt", text.as_bytes()) {
            let line = to_json(&record, Unit::CodePoints).to_string();
            let again = read("a.jsonl", line.as_bytes());
            prop_assert_eq!(&again[0].article.text, &record.article.text);
            prop_assert_eq!(&again[0].statements, &record.statements);
            let map = OffsetMap::new(&text, Unit::Utf16);
            prop_assert_eq!(map.offset(text.len() as u32) as usize, text.encode_utf16().count());
        }
    }
}
