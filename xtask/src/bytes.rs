//! How much of an article leads back to the bytes of its page, and whether those bytes say its words.

use crate::gate::{self, Figures, fingerprint};
use anyhow::{Result, bail};
use onrecord::ingest::{self, Options, align, counts, words_at};
use rayon::prelude::*;
use std::path::Path;

/// Prints the figures.
pub fn run() -> Result<()> {
    gate::print(|data| Ok(vec![("bytes", ours(data)?)]))
}

/// What one page gives: letters, those with bytes, blocks, those with bytes for every letter, blocks whose bytes say
/// other words.
#[derive(Default)]
struct Count {
    letters: usize,
    placed: usize,
    blocks: usize,
    whole: usize,
    wrong: usize,
}

/// The figures on all pages from which an article is read.
pub fn ours(data: &Path) -> Result<Figures> {
    let folder = data.join("html-articles");
    let mut files: Vec<_> = walk(&folder)?;
    files.sort();
    let counts: Vec<Count> = files.par_iter().filter_map(|path| one(path)).collect();
    let sum = |f: fn(&Count) -> usize| counts.iter().map(f).sum::<usize>();
    let share = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
    if counts.is_empty() {
        bail!("no page under {} could be read", folder.display());
    }
    println!(
        "bytes: {} pages; {} of {} blocks whole; {} blocks whose bytes say other words",
        counts.len(),
        sum(|c| c.whole),
        sum(|c| c.blocks),
        sum(|c| c.wrong)
    );
    let figures = vec![
        ("letters placed".to_owned(), share(sum(|c| c.placed), sum(|c| c.letters))),
        ("blocks whole".to_owned(), share(sum(|c| c.whole), sum(|c| c.blocks))),
        ("blocks right".to_owned(), share(sum(|c| c.blocks) - sum(|c| c.wrong), sum(|c| c.blocks))),
    ];
    Ok((fingerprint(&folder.join("pages.jsonl"))?, figures))
}

fn walk(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            out.extend(walk(&path)?);
        } else if path.to_string_lossy().contains(".htm") {
            out.push(path);
        }
    }
    Ok(out)
}

fn one(path: &Path) -> Option<Count> {
    let page = ingest::unpacked(std::fs::read(path).ok()?).ok()?;
    let article = ingest::read("page.html", &page, &Options::default()).into_iter().next()?.ok()?.article;
    let places = align(&page, None, &article);
    let folded = |s: &str| s.chars().filter(|c| counts(*c)).collect::<String>();
    let mut out = Count::default();
    for block in article.blocks() {
        let bytes = places.bytes(&article, block);
        let wanted = folded(block.of(&article.text));
        let letters = wanted.chars().count();
        out.letters += letters;
        out.placed += letters - bytes.missing;
        out.blocks += 1;
        out.whole += usize::from(bytes.missing == 0);
        let said: String = bytes.ranges.iter().map(|r| folded(&words_at(&page, None, r.clone()))).collect();
        out.wrong += usize::from(if bytes.missing == 0 { said != wanted } else { !is_part(&said, &wanted) });
    }
    Some(out)
}

/// Whether the letters of one text stand in another in their order.
fn is_part(part: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    part.chars().all(|c| rest.any(|x| x == c))
}
