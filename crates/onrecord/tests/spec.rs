//! Runs the Markdown files of `tests/spec` as tests: every statement in order, nothing more.

use onrecord::types::{Origin, Record, Span, SpeakerStatus, Statement};
use onrecord::{Reader, ingest};
use std::path::Path;

/// One section: an article, and the lines that it must give.
struct Case {
    name: String,
    article: String,
    expected: Vec<String>,
    /// Whether the lines are facts that must be among those read, not all statements.
    facts: bool,
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
            "```expect" | "```facts" => {
                let expected = block()
                    .into_iter()
                    .map(str::trim)
                    .filter(|l| !l.is_empty() && *l != "nothing")
                    .map(str::to_owned)
                    .collect();
                let (name, facts) = (format!("{file}: {heading}"), line == "```facts");
                out.push(Case { name, article: std::mem::take(&mut article), expected, facts });
            }
            _ => {}
        }
    }
    out
}

/// What differs, for people; `None` where nothing does.
fn check(reader: &Reader, case: &Case) -> Option<String> {
    // One with an outlet has front matter.
    let name = if case.article.starts_with("---") { "spec.md" } else { "spec.txt" };
    let outcome = ingest::read(name, case.article.as_bytes(), &Default::default()).remove(0);
    let reading = outcome.expect("a specification's article can be read");
    let record = reader.read(reading.article, reading.warnings);
    if case.facts {
        return check_facts(&record, case);
    }
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

/// The expected facts that were not read, and those marked as to do that were.
fn check_facts(record: &Record, case: &Case) -> Option<String> {
    let got = facts(record);
    let spaced = |l: &str| l.split('|').map(str::trim).collect::<Vec<_>>().join(" | ");
    let fault = |l: &&String| match l.strip_prefix("todo:") {
        Some(l) => got.contains(&spaced(l)),
        None => !got.contains(&spaced(l)),
    };
    let faults: Vec<&String> = case.expected.iter().filter(fault).collect();
    (!faults.is_empty()).then(|| format!("{}\nnot as expected: {faults:#?}\ngot:\n  {}", case.name, got.join("\n  ")))
}

/// What was read beside the words of statements, a line each; `tests/spec/README.md` explains them.
fn facts(record: &Record) -> Vec<String> {
    let text = &record.article.text;
    let name = |id: &Option<String>| id.as_deref().and_then(|id| record.actor(id)).map_or("-", |a| &a.name).to_owned();
    let mut out = Vec::new();
    for t in &record.times {
        let interval = t.interval.as_deref().unwrap_or("-");
        out.push(format!("time | {} | {} | {interval}", t.span.of(text), t.value));
    }
    for a in &record.amounts {
        let number = |n: Option<f64>| n.map_or("-".to_owned(), |n| n.to_string());
        let upper = a.upper.map_or(String::new(), |n| format!(" to {n}"));
        let of = a.of.map_or("-", |s| s.of(text));
        let (unit, role) = (a.unit.as_deref().unwrap_or("-"), a.role.unwrap_or("-"));
        out.push(format!("amount | {} | {}{upper} | {unit} | {of} | {role}", a.span.of(text), number(a.value)));
    }
    for a in &record.actors {
        let country = a.country.as_deref().unwrap_or("-");
        out.push(format!("actor | {} | {} | {country}", a.name, a.kind.as_str()));
        out.extend(a.roles.iter().map(|role| format!("role | {} | {role}", a.name)));
        out.extend(a.roles.is_empty().then(|| format!("role | {} | -", a.name)));
    }
    for s in &record.statements {
        let cue = bare(&Span::words(&s.attribution.cue, text));
        let content: Vec<String> = s.attribution.content.iter().map(|x| bare(x.of(text))).collect();
        let opening: Vec<String> = content.join(" ").split(' ').take(4).map(str::to_owned).collect();
        let of = format!("{cue} {}", opening.join(" ")).trim_start().to_owned();
        let modality = if s.modality.as_words().is_empty() { "-".to_owned() } else { s.modality.as_words() };
        out.push(format!("act | {of} | {} | {modality}", s.act.as_str()));
        out.push(format!("by | {of} | {}", name(&s.speaker)));
        out.extend(s.joint_speakers.iter().map(|id| format!("with | {of} | {}", name(&Some(id.clone())))));
        let code = |code: &Option<String>| code.clone().unwrap_or_else(|| "-".to_owned());
        out.push(format!("of | {of} | {} | {}", code(&s.affiliation.country), code(&s.affiliation.sector)));
        out.push(format!("to | {of} | {} | {}", s.addressee.map_or("-", |a| a.of(text)), name(&s.addressee_actor)));
        let to = &s.addressee_affiliation;
        out.push(format!("for | {of} | {} | {}", code(&to.country), code(&to.sector)));
        out.push(format!("when | {of} | {}", s.said.as_ref().map_or("-", |x| &x.value)));
        out.push(format!("venue | {of} | {}", s.venue.map_or("-", |v| v.of(text))));
        out.extend(s.about.iter().map(|id| format!("about | {of} | {}", name(&Some(id.clone())))));
        out.extend(s.about.is_empty().then(|| format!("about | {of} | -")));
    }
    out
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
