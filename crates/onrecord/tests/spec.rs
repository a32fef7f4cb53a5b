//! Runs the Markdown files of `tests/spec` as tests: every statement in order, nothing more.

use onrecord::types::{Origin, Record, Span, SpeakerStatus, Statement};
use onrecord::{Reader, ingest};
use std::path::Path;

/// One section: an article, and the lines that it must give.
struct Case {
    name: String,
    article: String,
    expected: Vec<String>,
}

#[test]
fn every_specification_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/spec");
    let reader = Reader::new().expect("the embedded model loads");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the folder is there").map(|e| e.expect("an entry").path()).collect();
    files.sort();
    let (mut faults, mut cases) = (Vec::new(), 0);
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "md") && !f.ends_with("README.md")) {
        let text = std::fs::read_to_string(file).expect("a readable file");
        let found = parse(&file.file_stem().expect("a name").to_string_lossy(), &text);
        assert!(!found.is_empty(), "{} holds no article with expectations", file.display());
        cases += found.len();
        faults.extend(found.iter().filter_map(|case| check(&reader, case)));
    }
    println!("{cases} specifications, {} faults", faults.len());
    assert!(faults.is_empty(), "\n{}", faults.join("\n\n"));
}

fn parse(file: &str, text: &str) -> Vec<Case> {
    let (mut out, mut article) = (Vec::new(), String::new());
    let mut heading = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(h) = line.strip_prefix('#') {
            heading = h.trim_start_matches('#').trim().to_owned();
        }
        let mut block = || lines.by_ref().take_while(|l| *l != "```").collect::<Vec<_>>();
        match line {
            "```article" => article = block().join("\n"),
            "```expect" => {
                let expected = block()
                    .into_iter()
                    .map(str::trim)
                    .filter(|l| !l.is_empty() && *l != "nothing")
                    .map(str::to_owned)
                    .collect();
                out.push(Case { name: format!("{file}: {heading}"), article: std::mem::take(&mut article), expected });
            }
            _ => {}
        }
    }
    out
}

/// What differs, for people; `None` where nothing does.
fn check(reader: &Reader, case: &Case) -> Option<String> {
    let outcome = ingest::read("spec.txt", case.article.as_bytes(), &Default::default()).remove(0);
    let reading = outcome.expect("a specification's article can be read");
    let record = reader.read(reading.article, reading.warnings);
    let got: Vec<String> = record.statements.iter().map(|s| line(&record, s)).collect();
    let must = |l: &&String| !l.starts_with("todo:");
    let plain = |l: &String| normal(l.strip_prefix("wrong:").unwrap_or(l));
    let expected: Vec<String> = case.expected.iter().filter(must).map(plain).collect();
    let done: Vec<&String> =
        case.expected.iter().filter(|l| l.strip_prefix("todo:").is_some_and(|l| got.contains(&normal(l)))).collect();
    if got == expected && done.is_empty() {
        return None;
    }
    Some(format!(
        "{}\nexpected:\n  {}\ngot:\n  {}\nno longer to do: {done:?}",
        case.name,
        expected.join("\n  "),
        got.join("\n  ")
    ))
}

/// An expected line with its parts trimmed as [`line`] writes them.
fn normal(expected: &str) -> String {
    let parts: Vec<&str> = expected.splitn(4, '|').map(str::trim).collect();
    let [kind, speaker, cue, content] = parts[..] else { return expected.to_owned() };
    format!("{kind} | {speaker} | {} | {}", bare(cue), bare(content))
}

fn line(record: &Record, s: &Statement) -> String {
    let text = &record.article.text;
    let words = |spans: &[Span]| Span::words(spans, text);
    let source = words(&s.attribution.source);
    let speaker = match s.speaker_status {
        SpeakerStatus::Named => {
            record.actor(s.speaker.as_deref().unwrap_or("")).map_or(String::new(), |a| a.name.clone())
        }
        SpeakerStatus::Unnamed => format!("~ {}", bare(&source)),
        SpeakerStatus::Unresolved => format!("? {}", bare(&source)),
        SpeakerStatus::Missing => "-".into(),
    };
    let origin = match s.origin {
        Origin::Cue => "",
        Origin::Continues(_) => " + continues",
        Origin::Transcript => " + transcript",
    };
    let nested = if s.parent.is_some() { " + nested" } else { "" };
    let content: Vec<String> = s.attribution.content.iter().map(|x| bare(x.of(text))).collect();
    format!(
        "{}{origin}{nested} | {speaker} | {} | {}",
        s.kind.as_str(),
        bare(&words(&s.attribution.cue)),
        content.join(" … ")
    )
}

/// Words without the punctuation at the ends of their pieces, white space folded.
fn bare(words: &str) -> String {
    let piece = |p: &str| {
        let keep = |c: char| c.is_alphanumeric();
        let (Some(first), Some(last)) = (p.find(keep), p.rfind(keep)) else { return String::new() };
        let end = last + p[last..].chars().next().map_or(0, char::len_utf8);
        p[first..end].split_whitespace().collect::<Vec<_>>().join(" ")
    };
    words.split(" … ").map(piece).collect::<Vec<_>>().join(" … ")
}
