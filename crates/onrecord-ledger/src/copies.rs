//! The same story: texts that are the same or nearly so, found while they are added.
//!
//! A text is the set of its runs of four words (shingles: Broder 1997); of each set the least values of sixty
//! hash functions are kept (MinHash: Broder et al. 1998), in twenty bands of three (locality-sensitive hashing:
//! Indyk and Motwani 1998).  Texts that share a band are compared in full, so that the cost does not grow with
//! the ledger.  Of two texts with seven tenths of their shingles in common one in 4,000 goes unseen.

use crate::{Error, Ledger};
use rusqlite::{Transaction, params};
use std::collections::HashMap;

/// Words in a shingle.
const SHINGLE: usize = 4;
const BANDS: usize = 20;
/// Hash values in a band.
const ROWS: usize = 3;
/// Texts with fewer shingles are copies only where all of them are the same.
const SHORTEST: usize = 20;
/// Articles taken from one band; of a text that a thousand outlets carry, the first will do.
const EACH: usize = 32;
/// Candidates compared in full, those with the most bands in common.
const COMPARED: usize = 8;
/// The part of the shorter text's shingles that a copy has; set on `cargo xtask copies`, where copies with
/// seven tenths of the text have 0.55 and more and unrelated articles at most 0.3.
const COPY: f64 = 0.6;
/// The same of the longer text: a brief is no copy of the long read that quotes it.
const COPY_OF_LONGER: f64 = 0.3;

/// An article of a story.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    /// Id of the article.
    pub article: String,
    /// Its headline.
    pub headline: Option<String>,
    /// The outlet.
    pub outlet: Option<String>,
    /// Date of publication.
    pub published: Option<String>,
    /// The file or address.
    pub path: String,
    /// The part of the shorter text that it and the first article held have in common, 0 to 1; `None` for the first.
    pub shared: Option<f64>,
    /// Whether a newer version has replaced it.
    pub replaced: bool,
}

/// A text that stands in more than one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Id of the article that was held first.
    pub id: String,
    /// Headline of the earliest article.
    pub headline: Option<String>,
    /// Articles, outlets.
    pub articles: u64,
    /// Outlets that carry it.
    pub outlets: u64,
    /// First day of publication.
    pub first: Option<String>,
    /// Last day.
    pub last: Option<String>,
}

/// Notes an article's bands in their table and gives its story: that of the nearest text held, else its own.
pub(crate) fn join(step: &Transaction<'_>, table: &str, id: &str, text: &str) -> Result<(), Error> {
    let mine = shingles(text);
    let rowid: i64 = step.prepare_cached("SELECT rowid FROM articles WHERE id = ?1")?.query_row([id], |r| r.get(0))?;
    let bands = bands(&mine);
    let mut hits: HashMap<i64, usize> = HashMap::new();
    let sql = format!("SELECT article FROM {table} WHERE band = ?1 LIMIT {EACH}");
    let mut rows = step.prepare_cached(&sql)?;
    for band in &bands {
        for row in rows.query_map([band], |r| r.get::<_, i64>(0))? {
            *hits.entry(row?).or_default() += 1;
        }
    }
    let mut near: Vec<(i64, usize)> = hits.into_iter().collect();
    near.sort_by_key(|(row, n)| (std::cmp::Reverse(*n), *row));
    let mut best: Option<(f64, String)> = None;
    let mut held = step.prepare_cached("SELECT text, coalesce(story, id) FROM articles WHERE rowid = ?1")?;
    for (row, _) in near.into_iter().take(COMPARED) {
        let (text, story): (String, String) = held.query_row([row], |r| Ok((r.get(0)?, r.get(1)?)))?;
        if let Some(shared) = copy(&mine, &shingles(&text)).filter(|s| best.as_ref().is_none_or(|(b, _)| s > b)) {
            best = Some((shared, story));
        }
    }
    let mut note = step.prepare_cached(&format!("INSERT OR IGNORE INTO {table} (band, article) VALUES (?1, ?2)"))?;
    for band in bands {
        note.execute([band, rowid])?;
    }
    let (shared, story) = best.map_or((None, id.to_owned()), |(shared, story)| (Some(shared), story));
    step.prepare_cached("UPDATE articles SET story = ?2, shared = ?3 WHERE rowid = ?1")?
        .execute(params![rowid, story, shared])?;
    Ok(())
}

/// The part of the shorter text that two texts have in common, where one is a copy of the other.
pub fn copied(a: &str, b: &str) -> Option<f64> {
    copy(&shingles(a), &shingles(b))
}

fn copy(a: &[u64], b: &[u64]) -> Option<f64> {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return None;
    }
    let common = short.iter().filter(|s| long.binary_search(s).is_ok()).count() as f64;
    let (of_short, of_long) = (common / short.len() as f64, common / long.len() as f64);
    let enough = if short.len() < SHORTEST { of_long == 1.0 } else { of_short >= COPY && of_long >= COPY_OF_LONGER };
    enough.then_some(of_short)
}

/// Hashes of the runs of four words of a text, sorted, each once.
fn shingles(text: &str) -> Vec<u64> {
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| w.chars().flat_map(char::to_lowercase).fold(0xcbf2_9ce4_8422_2325, |h, c| mixed(h ^ u64::from(c))))
        .collect();
    let run = |w: &[u64]| w.iter().fold(0, |h: u64, x| mixed(h.rotate_left(17) ^ x));
    let mut out: Vec<u64> =
        if words.len() < SHINGLE { vec![run(&words)] } else { words.windows(SHINGLE).map(run).collect() };
    out.sort_unstable();
    out.dedup();
    out
}

/// One hash for each band of a set.
fn bands(set: &[u64]) -> Vec<i64> {
    (0..BANDS as u64)
        .map(|band| {
            let least = |row: u64| {
                let seed = mixed(band * ROWS as u64 + row + 1);
                set.iter().map(|x| mixed(x ^ seed)).min().unwrap_or(0)
            };
            // Four bytes will do: what shares a band is compared in full.
            i64::from((0..ROWS as u64).fold(mixed(band), |h, row| mixed(h ^ least(row))) as i32)
        })
        .collect()
}

/// The finaliser of MurmurHash3 (Appleby 2011): the same on every machine and in every release.
fn mixed(mut x: u64) -> u64 {
    x = (x ^ (x >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    x = (x ^ (x >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    x ^ (x >> 33)
}

impl Ledger {
    /// Texts that stand in more than one article, those in the most articles first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn stories(&self, limit: Option<usize>) -> Result<Vec<Story>, Error> {
        let limit = limit.map_or(String::new(), |n| format!(" LIMIT {n}"));
        let sql = format!(
            "SELECT story, (SELECT headline FROM articles a WHERE a.story = s.story ORDER BY published IS NULL, published, rowid LIMIT 1),
                articles, outlets, first_day, last_day FROM stories s ORDER BY articles DESC, first_day, story{limit}"
        );
        let mut rows = self.db.prepare(&sql)?;
        let found = rows.query_map([], |r| {
            Ok(Story {
                id: r.get(0)?,
                headline: r.get(1)?,
                articles: r.get(2)?,
                outlets: r.get(3)?,
                first: r.get(4)?,
                last: r.get(5)?,
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// The articles of the story of an article, by day, the earliest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn copies(&self, article: &str) -> Result<Vec<Copy>, Error> {
        let sql = "SELECT id, headline, outlet, published, path, shared, replaced_by IS NOT NULL FROM articles
                   WHERE story = (SELECT coalesce(story, id) FROM articles WHERE id = ?1)
                   ORDER BY published IS NULL, substr(published, 1, 10), rowid";
        let mut rows = self.db.prepare_cached(sql)?;
        let found = rows.query_map([article], |r| {
            Ok(Copy {
                article: r.get(0)?,
                headline: r.get(1)?,
                outlet: r.get(2)?,
                published: r.get(3)?,
                path: r.get(4)?,
                shared: r.get(5)?,
                replaced: r.get(6)?,
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(n: usize) -> String {
        (0..200).map(|i| format!("word{} ", (i * 7919 + n * 104_729) % 5000)).collect()
    }

    #[test]
    fn copies_share_most_of_their_words() {
        let whole = text(1);
        let cut: String = whole.split_inclusive(' ').take(150).collect();
        assert!(copied(&whole, &cut).is_some_and(|s| s > 0.99));
        assert!(copied(&whole, &text(2)).is_none());
        assert!(copied(&whole, &whole.to_uppercase()).is_some());
        let brief: String = whole.split_inclusive(' ').take(40).collect();
        assert!(copied(&whole, &brief).is_none(), "a brief is no copy");
        assert!(copied("The ferry sails.", "The ferry sails!").is_some());
        assert!(copied("The ferry sails.", "The ferry sailed.").is_none());
    }

    #[test]
    fn copies_share_a_band() {
        let whole = shingles(&text(3));
        let cut = shingles(&text(3).split_inclusive(' ').take(145).collect::<String>());
        let (a, b) = (bands(&whole), bands(&cut));
        assert!(a.iter().any(|x| b.contains(x)));
        assert!(!bands(&shingles(&text(4))).iter().any(|x| a.contains(x)));
    }
}
