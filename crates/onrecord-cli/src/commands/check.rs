//! `onrecord check` and `variants`: the same words, on record or not.

use crate::Outcome;
use crate::args::{Check, Format, Variants};
use crate::output::{self, CsvWriter, new_table, plain};
use anyhow::{Context, Result, bail};
use onrecord::known_as;
use onrecord::ledger::{Alike, Found, Ledger, Match, Piece};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::BufRead;
use std::path::Path;

/// What the ledger says of one quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    OnRecord,
    Altered,
    SomebodyElse,
    NotHere,
}

impl Verdict {
    fn as_str(self) -> &'static str {
        match self {
            Verdict::OnRecord => "on_the_record",
            Verdict::Altered => "altered",
            Verdict::SomebodyElse => "somebody_else",
            Verdict::NotHere => "not_on_the_record_here",
        }
    }

    fn outcome(self) -> Outcome {
        match self {
            Verdict::OnRecord => Outcome::Done,
            Verdict::Altered => Outcome::Altered,
            Verdict::SomebodyElse => Outcome::SomebodyElse,
            Verdict::NotHere => Outcome::Nothing,
        }
    }
}

/// Looks for one quotation, or for each line of a file.
pub fn run(o: &Check) -> Result<Outcome> {
    let ledger = Ledger::open_existing(&o.ledger.ledger)?;
    let mut printer = Printer::new(o.format);
    let known = o.by.as_deref().map(known_as).unwrap_or_default();
    let (mut worst, mut asked) = (Verdict::OnRecord, 0);
    let mut one = |words: &str| -> Result<()> {
        let (verdict, matches) = look(&ledger, o, &known, words)?;
        (worst, asked) = (worst.max(verdict), asked + 1);
        printer.answer(words, verdict, &matches)
    };
    match &o.file {
        None => one(&o.words.join(" "))?,
        Some(path) => {
            for line in lines(path)? {
                let line = line.with_context(|| format!("{} could not be read", path.display()))?;
                if !line.trim().is_empty() {
                    one(line.trim())?;
                }
            }
        }
    }
    printer.finish()?;
    if asked == 0 {
        bail!("no quotation was given: the file is empty");
    }
    Ok(worst.outcome())
}

fn lines(path: &Path) -> Result<Box<dyn Iterator<Item = std::io::Result<String>>>> {
    if path == Path::new("-") {
        return Ok(Box::new(std::io::stdin().lines()));
    }
    let file = std::fs::File::open(path).with_context(|| format!("{} could not be read", path.display()))?;
    Ok(Box::new(std::io::BufReader::new(file).lines()))
}

/// The verdict, and the statements that it rests on, the first of them the earliest of the nearest.
fn look(ledger: &Ledger, o: &Check, known: &[String], words: &str) -> Result<(Verdict, Vec<Match>)> {
    if !words.chars().any(char::is_alphanumeric) {
        bail!("the quotation {words:?} has no words");
    }
    let mut found = ledger.alike(words)?;
    if let Some(since) = &o.since {
        found.retain(|m| day(&m.statement).is_some_and(|d| d >= since.as_str()));
    }
    let theirs = |m: &Match| o.by.as_ref().is_none_or(|name| is_by(&m.statement, name, known));
    let same = |m: &Match| matches!(m.alike, Alike::Identical | Alike::Punctuation | Alike::Part);
    let mine: Vec<Match> = found.iter().filter(|m| theirs(m)).cloned().collect();
    let verdict = match (mine.is_empty(), found.is_empty()) {
        (_, true) => Verdict::NotHere,
        (true, false) => Verdict::SomebodyElse,
        (false, _) if mine.iter().any(same) => Verdict::OnRecord,
        (false, _) => Verdict::Altered,
    };
    let mut shown = if mine.is_empty() { found } else { mine };
    if verdict == Verdict::OnRecord {
        shown.retain(same);
        // Where first: the day counts before the form.
        shown.sort_by_key(|m| (day(&m.statement).map_or_else(|| "~".to_owned(), str::to_owned), m.alike));
    }
    Ok((verdict, shown))
}

fn day(f: &Found) -> Option<&str> {
    f.said.as_deref().filter(|d| d.starts_with(|c: char| c.is_ascii_digit())).or(f.published.as_deref())
}

/// Whether every word of a name stands in the speaker's name or in the source's words, or the speaker is one of those `known`
/// by it.
fn is_by(f: &Found, name: &str, known: &[String]) -> bool {
    if known.iter().any(|known| f.speakers().any(|s| s.eq_ignore_ascii_case(known))) {
        return true;
    }
    let held = f.speakers().chain([f.source.as_str()]).collect::<Vec<_>>().join(" ").to_lowercase();
    name.to_lowercase().split_whitespace().all(|word| held.contains(word))
}

/// The words side by side: `[-asked-]` and `{+held+}` as `wdiff` writes them.
fn difference(m: &Match) -> String {
    if m.pieces.is_empty() {
        return plain(&m.statement.content);
    }
    let word = |p: &Piece| match p {
        Piece::Both(w) => plain(w),
        Piece::Asked(w) => format!("[-{}-]", plain(w)),
        Piece::Held(w) => format!("{{+{}+}}", plain(w)),
    };
    m.pieces.iter().map(word).collect::<Vec<_>>().join(" ")
}

fn flat(m: &Match) -> Value {
    let mut out = output::flat(&m.statement);
    out["alike"] = m.alike.as_str().into();
    out["changes"] = m.changes.into();
    out["difference"] = if m.pieces.is_empty() { Value::Null } else { difference(m).into() };
    out
}

/// Prints answers one by one, so that a long file needs no memory.
struct Printer {
    format: Format,
    all: Vec<Value>,
    csv: CsvWriter<std::io::Stdout>,
}

impl Printer {
    fn new(format: Format) -> Printer {
        Printer { format, all: Vec::new(), csv: CsvWriter::new(std::io::stdout()) }
    }

    fn answer(&mut self, asked: &str, verdict: Verdict, matches: &[Match]) -> Result<()> {
        let first = matches.first();
        let value = || {
            json!({
                "asked": asked, "verdict": verdict.as_str(), "statements": matches.len(),
                "first": first.map(flat), "ids": matches.iter().map(|m| m.statement.id.as_str()).collect::<Vec<_>>(),
            })
        };
        match self.format {
            Format::Json => self.all.push(value()),
            Format::Jsonl => println!("{}", value()),
            Format::Csv => {
                let f = first.map(|m| &m.statement);
                self.csv.write(&json!({
                    "asked": asked,
                    "verdict": verdict.as_str(),
                    "statements": matches.len(),
                    "alike": first.map(|m| m.alike.as_str()),
                    "changes": first.map(|m| m.changes),
                    "speaker": f.and_then(|f| f.speaker.as_deref()),
                    "day": f.and_then(day),
                    "outlet": f.and_then(|f| f.outlet.as_deref()),
                    "difference": first.filter(|m| !m.pieces.is_empty()).map(difference),
                    "content": f.map(|f| &f.content),
                    "id": f.map(|f| &f.id),
                    "article": f.map(|f| &f.article),
                }))?;
            }
            Format::Table => say(asked, verdict, matches),
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        if self.format == Format::Json {
            println!("{:#}", Value::from(std::mem::take(&mut self.all)));
        }
        self.csv.finish()?;
        Ok(())
    }
}

/// One answer for people.
fn say(asked: &str, verdict: Verdict, matches: &[Match]) {
    let words = match verdict {
        Verdict::OnRecord => "on the record",
        Verdict::Altered => "altered",
        Verdict::SomebodyElse => "said by somebody else",
        Verdict::NotHere => "not on the record here",
    };
    println!("{}: {}", words, plain(asked));
    let Some(first) = matches.first() else { return };
    let f = &first.statement;
    let outlets: BTreeSet<&str> = matches.iter().filter_map(|m| m.statement.outlet.as_deref()).collect();
    let lead = if verdict == Verdict::OnRecord { "first" } else { "nearest" };
    println!(
        "  {lead}: {}, {}, {}: {}",
        output::who(f),
        day(f).unwrap_or("no date"),
        plain(f.outlet.as_deref().unwrap_or("no outlet")),
        difference(first)
    );
    println!("  {} · {} · statements {}, outlets {}", f.id, output::place(f), matches.len(), outlets.len());
}

/// Lists the forms of a quotation, by day.
pub fn variants(o: &Variants) -> Result<Outcome> {
    let ledger = Ledger::open_existing(&o.ledger.ledger)?;
    let given = o.words.join(" ");
    let words = ledger.statement(&given)?.map_or(given, |f| f.content);
    let mut found = ledger.alike(&words)?;
    found.sort_by_key(|m| (day(&m.statement).map_or_else(|| "~".to_owned(), str::to_owned), m.alike));
    if found.is_empty() {
        eprintln!("onrecord: these words are not on the record here");
        return Ok(Outcome::Nothing);
    }
    match o.format {
        Format::Table => listed(&found),
        format => output::objects(&found.iter().map(flat).collect::<Vec<_>>(), format)?,
    }
    Ok(Outcome::Done)
}

fn listed(found: &[Match]) {
    let mut out = new_table();
    out.set_header(["when", "form", "who", "words", "outlet", "where"]);
    for m in found {
        let f = &m.statement;
        out.add_row([
            day(f).map_or("–", |d| &d[..d.len().min(10)]).to_owned(),
            m.alike.as_str().to_owned(),
            output::who(f),
            difference(m),
            plain(f.outlet.as_deref().unwrap_or("–")),
            output::place(f),
        ]);
    }
    println!("{out}");
    let named: Vec<&Found> = found.iter().map(|m| &m.statement).filter(|f| f.speaker.is_some()).collect();
    let all: BTreeSet<&str> = named.iter().flat_map(|f| f.speakers()).collect();
    // Somebody whom all of them name, alone or with others.
    let agreed = all.iter().any(|name| named.iter().all(|f| f.speakers().any(|s| s == *name)));
    let agree = match all.len() {
        0 => "no speaker is named".to_owned(),
        _ if agreed => "the speakers that are named agree".to_owned(),
        n => format!("{n} speakers are named: {}", all.into_iter().map(plain).collect::<Vec<_>>().join(", ")),
    };
    println!("{} statements; {agree}", found.len());
}
