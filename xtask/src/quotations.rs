//! How well quotations are found again: as they were, with words changed, and where they are not held.
//!
//! The statements of `demo-articles` are held; those of press releases are not.  A quotation is a
//! statement of at least six words.  Changed means: of its words, every fifth at most is dropped, replaced by
//! a word of another quotation, or followed by one; which ones a fixed generator chooses.

use crate::gate::{self, Figures, fingerprint};
use anyhow::{Context, Result};
use onrecord::ingest::Lines;
use onrecord::ledger::{Alike, Ledger, Order, Query};
use onrecord::{Job, Reader};
use std::collections::HashSet;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Press releases whose statements are asked for in vain.
const RELEASES: usize = 60;
/// Fewest words of a quotation.
const SHORTEST: usize = 6;

/// Prints the figures.
pub fn run() -> Result<()> {
    gate::print(|data| Ok(vec![("quotations", ours(data)?)]))
}

/// The figures, in per cent.
pub fn ours(data: &Path) -> Result<Figures> {
    let articles = data.join("demo-articles/articles.jsonl");
    let held = read(&articles, usize::MAX)?;
    let other = read(&data.join("presidential-press-releases/releases-2021-10_2022-04.jsonl"), RELEASES)?;
    let asked = contents(&held)?;
    let known: HashSet<String> = asked.iter().map(|c| letters(c)).collect();
    let mut dice = Dice(1);
    let pool: Vec<String> = asked.iter().flat_map(|c| c.split_whitespace().map(str::to_owned)).collect();
    let (mut exact, mut changed) = (0, 0);
    for content in &asked {
        let same = |m: &onrecord::ledger::Match| m.statement.content == *content;
        let found = held.alike(content)?;
        exact += usize::from(found.iter().any(|m| same(m) && m.alike == Alike::Identical));
        changed += usize::from(held.alike(&altered(content, &pool, &mut dice))?.iter().any(same));
    }
    let absent: Vec<String> = contents(&other)?.into_iter().filter(|c| !known.contains(&letters(c))).collect();
    let mut false_hits = 0;
    for content in &absent {
        false_hits += usize::from(!held.alike(content)?.is_empty());
    }
    let share = |n: usize, of: usize| 100.0 * n as f64 / of.max(1) as f64;
    println!("{} quotations held, {} not held; {false_hits} false hits", asked.len(), absent.len());
    let figures = vec![
        ("exact found".to_owned(), share(exact, asked.len())),
        ("changed found".to_owned(), share(changed, asked.len())),
        ("absent told so".to_owned(), share(absent.len() - false_hits, absent.len())),
    ];
    Ok((fingerprint(&articles)?, figures))
}

/// A ledger of the first articles of a file of JSON lines.
fn read(path: &Path, most: usize) -> Result<Ledger> {
    let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let lines = Lines::new("quotations", BufReader::new(file), Default::default()).take(most);
    let mut ledger = Ledger::in_memory()?;
    let jobs = lines.map(|outcome| Job::Outcome(Box::new(outcome)));
    let put = |record| {
        if let Ok(record) = record {
            ledger.put(&record)?;
        }
        Ok::<_, anyhow::Error>(())
    };
    onrecord::run(&Reader::new()?, &Default::default(), jobs, |_| Ok(true), put)?;
    Ok(ledger)
}

/// The contents of a ledger that are long enough.
fn contents(ledger: &Ledger) -> Result<Vec<String>> {
    let mut out = Vec::new();
    ledger.said(&Query { order: Order::Added, ..Query::default() }, |f| {
        if f.content.split_whitespace().count() >= SHORTEST {
            out.push(f.content);
        }
        true
    })?;
    Ok(out)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A quotation with up to a fifth of its words changed.
fn altered(content: &str, pool: &[String], dice: &mut Dice) -> String {
    let mut words: Vec<&str> = content.split_whitespace().collect();
    for _ in 0..1 + dice.below(words.len() / 5) {
        let (at, other) = (dice.below(words.len()), &pool[dice.below(pool.len())]);
        match dice.below(3) {
            0 => drop(words.remove(at)),
            1 => words[at] = other,
            _ => words.insert(at, other),
        }
    }
    words.join(" ")
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Dice(u64);

impl Dice {
    /// A number below `n`; 0 where `n` is 0.
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}
