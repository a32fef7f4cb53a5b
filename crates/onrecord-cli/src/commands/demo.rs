//! `onrecord demo`: the whole chain on nine articles that come with the program.

use crate::args::Demo;
use crate::output::{self, new_table, plain};
use crate::{Outcome, output::who};
use anyhow::{Context, Result};
use onrecord::ledger::{Found, Ledger, Query};
use onrecord::{Job, Reader};
use std::collections::BTreeSet;

/// The articles; we wrote them, and the places, parties and outlets are invented.
const ARTICLES: &[(&str, &str)] = &[
    ("01-gazette-talks-open.md", include_str!("../../demo/01-gazette-talks-open.md")),
    ("02-wire-talks-open.txt", include_str!("../../demo/02-wire-talks-open.txt")),
    ("03-courier-talks-open.md", include_str!("../../demo/03-courier-talks-open.md")),
    ("04-gazette-maps.md", include_str!("../../demo/04-gazette-maps.md")),
    ("05-wire-ceasefire.txt", include_str!("../../demo/05-wire-ceasefire.txt")),
    ("06-courier-ceasefire.md", include_str!("../../demo/06-courier-ceasefire.md")),
    ("07-gazette-budget.md", include_str!("../../demo/07-gazette-budget.md")),
    ("08-wire-budget.txt", include_str!("../../demo/08-wire-budget.txt")),
    ("09-courier-treaty.md", include_str!("../../demo/09-courier-treaty.md")),
];

/// Statements in the table.
const ROWS: usize = 18;

/// Reads the articles into a ledger in memory and shows what can be asked of it.
pub fn run(o: &Demo) -> Result<Outcome> {
    let reader = Reader::new()?;
    let mut ledger = Ledger::in_memory()?;
    let jobs = ARTICLES.iter().map(|(path, text)| Job::File { path: (*path).into(), bytes: text.as_bytes().to_vec() });
    onrecord::run(
        &reader,
        &Default::default(),
        jobs,
        |_| Ok(true),
        |result| {
            ledger.put(&result?)?;
            Ok::<_, anyhow::Error>(())
        },
    )?;
    let mut rows: Vec<Found> = Vec::new();
    ledger.said(&Query::default(), |f| {
        rows.push(f);
        true
    })?;
    println!("{} invented articles from three invented outlets were read, with no network.\n", ARTICLES.len());
    super::stats::print(&ledger.counts(6)?);
    println!(
        "\nWho said what, to whom, when, according to which outlet, and where in its text (the first {ROWS} of {}):",
        rows.len()
    );
    println!("{}", output::table(&rows[..ROWS.min(rows.len())], true));
    println!("~ the article names nobody · ? the words point to somebody unknown · ↳ inside another statement");
    print_quotation(&rows);
    print_number(&rows);
    print_next(o)?;
    Ok(Outcome::Done)
}

fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2).map(str::to_lowercase).collect()
}

/// The quotation that most outlets carry: one speaker, most words shared.
fn print_quotation(rows: &[Found]) {
    let quoted: Vec<&Found> = rows.iter().filter(|f| f.kind != "indirect" && f.speaker.is_some()).collect();
    let versions = |first: &Found| -> Vec<&Found> {
        let base = words(&first.content);
        let mut outlets = BTreeSet::new();
        quoted
            .iter()
            .filter(|f| {
                f.speaker == first.speaker
                    && 2 * words(&f.content).intersection(&base).count() >= base.len().min(words(&f.content).len())
            })
            .filter(|f| outlets.insert(f.outlet.clone()))
            .copied()
            .collect()
    };
    let best = quoted.iter().map(|f| versions(f)).max_by_key(Vec::len).unwrap_or_default();
    if best.len() < 2 {
        return;
    }
    println!("\nOne quotation of {}, as {} outlets worded it:", who(best[0]), best.len());
    let mut table = new_table();
    for f in best {
        table.add_row([plain(f.outlet.as_deref().unwrap_or("–")), plain(&f.content), plain(&f.path)]);
    }
    println!("{table}");
}

/// The number before a noun in a statement: `12,000 families`.
fn numbers(content: &str) -> Vec<(String, String)> {
    let tokens: Vec<&str> = content.split_whitespace().collect();
    let clean = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let pair = |w: &[&str]| {
        let number = clean(w[0]);
        let digits = number.chars().all(|c| c.is_ascii_digit() || c == ',') && number.len() > 2;
        digits.then(|| (clean(w[1]).to_lowercase(), number)).filter(|(noun, _)| noun.chars().all(char::is_alphabetic))
    };
    tokens.windows(2).filter_map(pair).collect()
}

/// What two speakers count differently.
fn print_number(rows: &[Found]) {
    let counted: Vec<(String, String, &Found)> =
        rows.iter().flat_map(|f| numbers(&f.content).into_iter().map(move |(noun, n)| (noun, n, f))).collect();
    let disputed =
        counted.iter().find(|(noun, n, f)| counted.iter().any(|(m, k, g)| m == noun && k != n && who(g) != who(f)));
    let Some((noun, _, _)) = disputed else { return };
    println!("\nOne number that is in dispute — how many {noun}:");
    let mut table = new_table();
    for (_, n, f) in counted.iter().filter(|(m, _, _)| m == noun) {
        let day = f.said.as_deref().or(f.published.as_deref()).unwrap_or("–");
        table.add_row([
            n.clone(),
            who(f),
            plain(&f.content),
            day.to_owned(),
            plain(f.outlet.as_deref().unwrap_or("–")),
        ]);
    }
    println!("{table}");
}

fn print_next(o: &Demo) -> Result<()> {
    if let Some(folder) = &o.write {
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        for (name, text) in ARTICLES {
            let path = folder.join(name);
            std::fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
        }
    }
    let folder = o.write.as_ref().map_or("demo".to_owned(), |f| f.display().to_string());
    println!("\nNext:");
    if o.write.is_none() {
        println!("  onrecord demo --write demo                    these articles as files");
    }
    println!("  onrecord add {folder:<32} read them into onrecord.db");
    println!("  onrecord said river --by Marsh                find statements");
    println!("  onrecord show {:<31} see them in the text", format!("{folder}/04-gazette-maps.md"));
    println!("  onrecord add YOUR-ARTICLES/                   text, Markdown, HTML, JSON lines");
    Ok(())
}
