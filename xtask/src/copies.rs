//! How well copies of a text are found: edits of our own of the demo articles and press releases, put into one ledger.

use crate::gate::{self, Figures, fingerprint};
use anyhow::Result;
use onrecord::ingest::{Lines, Options};
use onrecord::ledger::Ledger;
use onrecord::types::{Article, Record};
use std::path::Path;

/// Unrelated articles, at most.
const ARTICLES: usize = 1000;
/// Words of the shortest article that is edited.
const WORDS: usize = 80;

/// Prints the figures.
pub fn run(show: bool) -> Result<()> {
    gate::print(|data| Ok(vec![("copies", figures(data, show)?)]))
}

/// The figures, for the gate.
pub fn ours(data: &Path) -> Result<Figures> {
    figures(data, false)
}

/// Recall and precision of copies, and pairs among articles that are none.
fn figures(data: &Path, show: bool) -> Result<Figures> {
    let articles = articles(data)?;
    let mut ledger = Ledger::in_memory()?;
    for article in &articles {
        ledger.put(&bare(article.clone()))?;
    }
    // Articles of one story before any edit: republished, or false.
    let mut pairs = Vec::new();
    for article in &articles {
        let copies = ledger.copies(&article.id)?;
        if copies.len() > 1 && copies[0].article == article.id {
            pairs.push(copies);
        }
    }
    let shown = |c: &onrecord::ledger::Copy| format!("{:?} {:?}", c.shared, c.headline.as_deref().unwrap_or(""));
    if show {
        pairs.iter().for_each(|p| println!("one story: {}", p.iter().map(shown).collect::<Vec<_>>().join(" | ")));
    }
    let (mut found, mut asked, mut right) = (0, 0, 0);
    for (i, article) in articles.iter().enumerate().filter(|(_, a)| a.text.split_whitespace().count() >= WORDS) {
        for (kind, text) in edits(article, &articles[(i + 7) % articles.len()]) {
            asked += 1;
            let copy = Article {
                id: format!("{:x}", 0x1000_0000_0000_0000u64 + asked as u64),
                text,
                path: format!("{kind}{i}"),
                url: None,
                ..article.clone()
            };
            let copy = Article { headline: None, standfirst: None, paragraphs: Vec::new(), ..copy };
            ledger.put(&bare(copy.clone()))?;
            let others = ledger.copies(&copy.id)?;
            let hit = others.iter().any(|c| c.article == article.id);
            right += usize::from(hit);
            found += usize::from(others.len() > 1);
            if show && !hit {
                println!("missed: {kind} of {:?}", article.title());
            }
        }
    }
    let share = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
    println!(
        "copies: {right} of {asked} found, {found} joined to something; {} groups among {} articles before any edit",
        pairs.len(),
        articles.len()
    );
    let figures = vec![
        ("recall".to_owned(), share(right, asked)),
        ("precision".to_owned(), share(right, found)),
        ("articles alone".to_owned(), 100.0 - share(pairs.iter().map(|p| p.len() - 1).sum(), articles.len())),
    ];
    Ok((fingerprint(&data.join("demo-articles/articles.jsonl"))?, figures))
}

fn bare(article: Article) -> Record {
    let (statements, actors, times, amounts, warnings) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    Record { article, statements, actors, times, amounts, warnings, reader: "xtask".into() }
}

fn articles(data: &Path) -> Result<Vec<Article>> {
    let mut out: Vec<Article> = Vec::new();
    for folder in ["demo-articles", "presidential-press-releases"] {
        let mut files: Vec<_> = std::fs::read_dir(data.join(folder))?.filter_map(|e| Some(e.ok()?.path())).collect();
        files.sort();
        for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "jsonl")) {
            let lines = Lines::new("x", std::io::BufReader::new(std::fs::File::open(file)?), Options::default());
            let known: std::collections::HashSet<String> = out.iter().map(|a| a.id.clone()).collect();
            out.extend(lines.filter_map(|o| Some(o.ok()?.article)).filter(|a| !known.contains(&a.id)));
        }
    }
    let mut seen = std::collections::HashSet::new();
    out.retain(|a| seen.insert(a.id.clone()));
    out.truncate(ARTICLES);
    Ok(out)
}

/// Copies of an article with seven tenths of its text or more: cut at the end, cut in the middle, reordered, retitled
/// with another lead, words replaced here and there.
fn edits(article: &Article, other: &Article) -> Vec<(&'static str, String)> {
    let words: Vec<&str> = article.text.split_whitespace().collect();
    let n = words.len();
    let lead: Vec<&str> = other.text.split_whitespace().take(n / 10).collect();
    let replaced: Vec<&str> =
        words.iter().enumerate().map(|(i, w)| if i % 20 == 7 { "otherwise" } else { *w }).collect();
    let middle = [&words[..n / 3], &words[n * 19 / 30..]].concat();
    let reordered = [&words[n * 2 / 3..], &words[..n / 3], &words[n / 3..n * 2 / 3]].concat();
    let retitled = [&["Another", "headline", "altogether"][..], &lead, &words[n / 10..]].concat();
    [
        ("end", words[..n * 7 / 10].to_vec()),
        ("middle", middle),
        ("reordered", reordered),
        ("retitled", retitled),
        ("replaced", replaced),
    ]
    .map(|(kind, words)| (kind, words.join(" ")))
    .to_vec()
}
