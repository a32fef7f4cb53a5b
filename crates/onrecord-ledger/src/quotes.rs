//! The same words: how a quotation that is asked for stands in the statements held.
//!
//! Statements that may hold the words are found through the full text by a few of their word
//! sequences (shingles: Broder 1997); each is then aligned with them word by word (edit distance with free
//! ends: Sellers 1980).  The cost does not grow with the ledger but by the full text's own.

use crate::packed::{Pieces, Role, ids_from};
use crate::query::{columns, found, query_error};
use crate::{Error, Found, Ledger};
use rusqlite::{Connection, Params};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Word sequences looked up for one quotation.
const PROBES: usize = 6;
/// Statements taken from each, the first ones added.
const EACH: usize = 200;
/// Longest quotation compared, in words; longer ones are compared by their beginning.
const LONGEST: usize = 400;

/// How words that are asked for and the words of a statement are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alike {
    /// To the letter.
    Identical,
    /// But for capitals and punctuation.
    Punctuation,
    /// What is asked for is a part of the statement.
    Part,
    /// The statement is a part of what is asked for.
    Shortened,
    /// Some words differ.
    Altered,
}

impl Alike {
    /// The name in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Alike::Identical => "identical",
            Alike::Punctuation => "punctuation",
            Alike::Part => "part",
            Alike::Shortened => "shortened",
            Alike::Altered => "altered",
        }
    }
}

/// A word of an alignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both, as the statement writes it.
    Both(String),
    /// Only in what is asked for.
    Asked(String),
    /// Only in the statement.
    Held(String),
}

/// A statement that holds the words, or most of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// How they are alike.
    pub alike: Alike,
    /// Words that would have to change.
    pub changes: usize,
    /// The words side by side; empty where none differ.
    pub pieces: Vec<Piece>,
    /// The statement.
    pub statement: Found,
}

impl Ledger {
    /// The statements that hold these words, nearest first, then by day.
    ///
    /// Up to three words in ten may differ in quotations of six words and more, one in five in shorter
    /// ones; of fewer than five words none may.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn alike(&self, asked: &str) -> Result<Vec<Match>, Error> {
        let wanted = words(asked);
        let mut out = Vec::new();
        for (key, content) in self.candidates(asked)? {
            if let Some((alike, changes, pieces)) = compare((asked, &wanted), &content) {
                let statement = self.found_where("s.key = ?1", [key])?;
                out.extend(statement.map(|statement| Match { alike, changes, pieces, statement }));
            }
        }
        let day = |f: &Found| f.day().unwrap_or("~").to_owned();
        let shared = |m: &Match| m.pieces.iter().filter(|p| matches!(p, Piece::Both(_))).count();
        out.sort_by_cached_key(|m| (m.alike, m.changes, Reverse(shared(m)), day(&m.statement), m.statement.id.clone()));
        Ok(out)
    }

    /// The statements, by key, that hold some of the rarest word sequences of a quotation.
    fn candidates(&self, asked: &str) -> Result<BTreeMap<i64, String>, Error> {
        let sql = format!("SELECT rowid FROM statements_fts WHERE statements_fts MATCH ?1 LIMIT {EACH}");
        let look = |db: &Connection, probe: &String| -> Result<Vec<i64>, Error> {
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map([format!("content : \"{probe}\"")], |r| r.get(0)).map_err(query_error)?;
            rows.collect::<Result<_, _>>().map_err(query_error)
        };
        let (whole, parts) = probes(asked);
        let mut found = self.readers.each(&self.db, &parts, look)?;
        // What holds all the words holds each sequence of them: the whole is looked for only where every list was cut.
        if !whole.is_empty() && found.iter().all(|keys| keys.len() == EACH) {
            found.push(look(&self.db, &whole)?);
        }
        let keys: BTreeSet<i64> = found.into_iter().flatten().collect();
        let mut statement =
            self.db.prepare_cached("SELECT article, start, pieces FROM _statements WHERE key = ?1 AND live")?;
        let mut texts = self.texts();
        let mut candidates = BTreeMap::new();
        for key in keys {
            let mut rows = statement.query([key])?;
            if let Some(row) = rows.next()? {
                let (text, map) = texts.of(row.get(0)?)?;
                candidates.insert(key, Pieces::read(row, 1, map)?.words(Role::Content, text));
            }
        }
        Ok(candidates)
    }

    /// The statement with this id, or whose id begins so.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn statement(&self, id: &str) -> Result<Option<Found>, Error> {
        match ids_from(id).filter(|_| id.len() >= 4) {
            Some((first, last)) => self.found_where("s.id BETWEEN ?1 AND ?2", [first, last]),
            None => Ok(None),
        }
    }

    fn found_where(&self, condition: &str, values: impl Params) -> Result<Option<Found>, Error> {
        let sql = format!(
            "SELECT {} FROM _statements s JOIN articles a ON a.rowid = s.article WHERE {condition} LIMIT 1",
            columns()
        );
        let mut rows = self.db.prepare_cached(&sql)?;
        let mut rows = rows.query(values)?;
        let row = rows.next()?;
        Ok(row.map(|row| found(row, &mut self.texts())).transpose()?)
    }
}

/// Compares what is asked for, and its words, with a statement's content.
fn compare((asked, a): (&str, &[Word<'_>]), content: &str) -> Option<(Alike, usize, Vec<Piece>)> {
    let same = |alike| Some((alike, 0, Vec::new()));
    let mut held = words(content);
    // `said that …`: the conjunction is the outlet's.
    if held.len() > 1 && held[0].key == "that" && a.first().is_some_and(|w| w.key != "that") {
        held.remove(0);
    }
    let b = &held[..];
    if a.is_empty() || b.is_empty() {
        return None;
    }
    if a == b {
        return same(if trimmed(asked) == trimmed(content) { Alike::Identical } else { Alike::Punctuation });
    }
    if b.windows(a.len()).any(|w| w == a) {
        return same(Alike::Part);
    }
    if b.len() >= 4 && a.windows(b.len()).any(|w| w == b) {
        return same(Alike::Shortened);
    }
    // The shorter one is laid into the longer one.
    let inside = a.len() <= b.len() + b.len() / 5;
    let (short, long) = if inside { (a, b) } else { (b, a) };
    let (changes, steps) = align(short, long);
    let most = if short.len() < 6 { short.len() / 5 } else { short.len() * 3 / 10 };
    if changes > most {
        return None;
    }
    let piece = |word: &Word<'_>, of_short: bool| {
        let word = word.form.to_owned();
        if of_short == inside { Piece::Asked(word) } else { Piece::Held(word) }
    };
    let pieces = steps
        .into_iter()
        .flat_map(|step| match step {
            (Some(i), Some(j)) if short[i] == long[j] => {
                vec![Piece::Both(b[if inside { j } else { i }].form.to_owned())]
            }
            (i, j) => {
                let sides = [i.map(|i| piece(&short[i], true)), j.map(|j| piece(&long[j], false))];
                let mut sides: Vec<Piece> = sides.into_iter().flatten().collect();
                sides.sort_by_key(|p| matches!(p, Piece::Held(_)));
                sides
            }
        })
        .collect();
    Some((Alike::Altered, changes, pieces))
}

/// A word as written, and what is compared of it: letters and digits, small.
struct Word<'a> {
    form: &'a str,
    key: String,
}

impl PartialEq for Word<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let pieces = text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '…'));
    let all = pieces.map(|form| {
        let key = form.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        Word { form, key }
    });
    all.filter(|w: &Word<'_>| !w.key.is_empty()).take(LONGEST).collect()
}

/// Without quotation marks, stops and commas at its ends.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”' | '‘' | '’' | '\'' | ',' | '.'))
}

/// All words of a quotation, and those of its word sequences that are longest in letters, which are the rarest.
fn probes(asked: &str) -> (String, Vec<String>) {
    // What the full text sees: runs of letters and digits.
    let all: Vec<&str> = asked.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(LONGEST).collect();
    let mut parts = Vec::new();
    let size = if all.len() >= 7 { 3 } else { 2 };
    if all.len() >= 4 {
        let mut shingles: Vec<&[&str]> = all.windows(size).collect();
        // A short word among long ones is a frequent one, which takes long to look up.
        shingles.sort_by_key(|s| Reverse(s.iter().map(|w| w.len()).product::<usize>()));
        parts.extend(shingles.into_iter().take(PROBES).map(|s| s.join(" ")));
    }
    (all.join(" "), parts)
}

/// One step of an alignment: a place in the short one, in the long one, or in both.
type Step = (Option<usize>, Option<usize>);

/// Lays `short` into `long` with the fewest changes; the ends of `long` cost nothing.
fn align(short: &[Word<'_>], long: &[Word<'_>]) -> (usize, Vec<Step>) {
    let (n, m) = (short.len(), long.len());
    let mut cost = vec![vec![0usize; m + 1]; n + 1];
    for i in 1..=n {
        cost[i][0] = i;
        for j in 1..=m {
            let change = cost[i - 1][j - 1] + usize::from(short[i - 1] != long[j - 1]);
            cost[i][j] = change.min(cost[i - 1][j] + 1).min(cost[i][j - 1] + 1);
        }
    }
    let best = (0..=m).min_by_key(|j| cost[n][*j]).unwrap_or(0);
    let (mut i, mut j, mut steps) = (n, best, Vec::new());
    while i > 0 {
        let here = cost[i][j];
        if j > 0 && here == cost[i - 1][j - 1] + usize::from(short[i - 1] != long[j - 1]) {
            (i, j) = (i - 1, j - 1);
            steps.push((Some(i), Some(j)));
        } else if here == cost[i - 1][j] + 1 {
            i -= 1;
            steps.push((Some(i), None));
        } else {
            j -= 1;
            steps.push((None, Some(j)));
        }
    }
    steps.reverse();
    (cost[n][best], steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alignment_counts_the_words_that_change() {
        let held = words("She said we will not give up a single metre of the river bank today");
        assert_eq!(align(&words("we will not give up one metre of the river"), &held).0, 2);
        assert_eq!(align(&words("will not give up a metre"), &held).0, 1);
        let (changes, steps) = align(&words("we will give up"), &held);
        assert_eq!(changes, 1);
        assert!(steps.contains(&(None, Some(4))), "`not` stands only in what is held");
    }

    #[test]
    fn words_are_compared_without_marks_and_capitals() {
        let keys: Vec<String> = words("“Don’t — stop!”").into_iter().map(|w| w.key).collect();
        assert_eq!(keys, ["dont", "stop"]);
        assert_eq!(trimmed("“Stop.”"), "Stop");
    }

    #[test]
    fn probes_hold_the_whole_and_rare_parts() {
        let (whole, parts) = probes("Not one metre of the river bank, she said");
        assert_eq!(whole, "Not one metre of the river bank she said");
        assert!(parts.contains(&"metre of the".to_owned()));
        assert_eq!(probes("\" * ( NEAR"), ("NEAR".to_owned(), Vec::new()), "no sign has a meaning");
        assert_eq!(probes("…").0, "");
    }
}
