//! Word pieces: greedy longest match over lower-cased, accent-free words, as in BERT.
//!
//! Source of the method: Schuster and Nakajima 2012, "Japanese and Korean voice search"; the
//! vocabulary is that of BERT base uncased (Devlin et al. 2019).

use crate::tokens::is_invisible;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Id of a word that no pieces make up.
const UNKNOWN: u32 = 100;
/// Id of the mark at a window's start.
pub const CLS: u32 = 101;
/// Id of the mark after each paragraph.
pub const SEP: u32 = 102;
/// A longer word is unknown; `training/data.py` has the same bound.
const LONGEST_WORD: usize = 100;

/// The vocabulary.
pub struct WordPiece {
    starts: HashMap<&'static str, u32>,
    rests: HashMap<&'static str, u32>,
    longest: usize,
}

impl WordPiece {
    /// Reads a vocabulary: one piece a line, its id the line's number from 0.
    pub fn new(vocabulary: &'static str) -> WordPiece {
        let mut out = WordPiece { starts: HashMap::new(), rests: HashMap::new(), longest: 1 };
        for (id, line) in vocabulary.lines().enumerate() {
            let (map, piece) = match line.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => (&mut out.rests, rest),
                _ => (&mut out.starts, line),
            };
            map.insert(piece, id as u32);
            out.longest = out.longest.max(piece.len());
        }
        out
    }

    /// Appends the ids of a word's pieces; always at least one.
    pub fn push(&self, word: &str, out: &mut Vec<u32>) {
        let plain = word.is_ascii() && !word.bytes().any(|b| b.is_ascii_uppercase());
        if plain {
            return self.push_plain(word, out);
        }
        let folded: String = word
            .chars()
            .filter(|c| !is_invisible(*c))
            .flat_map(char::to_lowercase)
            .nfd()
            .filter(|c| !is_combining_mark(*c))
            .collect();
        self.push_plain(&folded, out);
    }

    fn push_plain(&self, word: &str, out: &mut Vec<u32>) {
        let before = out.len();
        if word.is_empty() || word.chars().count() > LONGEST_WORD {
            return out.push(UNKNOWN);
        }
        let mut start = 0;
        while start < word.len() {
            let map = if start == 0 { &self.starts } else { &self.rests };
            let mut end = word.len().min(start + self.longest);
            let found = loop {
                if end == start {
                    break None;
                }
                if let Some(id) = word.get(start..end).and_then(|piece| map.get(piece)) {
                    break Some(*id);
                }
                end -= 1;
            };
            match found {
                Some(id) => out.push(id),
                None => {
                    out.truncate(before);
                    return out.push(UNKNOWN);
                }
            }
            start = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::VOCABULARY;

    #[test]
    fn pieces_of_words() {
        let pieces = WordPiece::new(VOCABULARY);
        let check = |word: &str, expected: &[&str]| {
            let mut ids = Vec::new();
            pieces.push(word, &mut ids);
            let got: Vec<&str> = ids.iter().map(|i| VOCABULARY.lines().nth(*i as usize).expect("an id")).collect();
            assert_eq!(got, expected, "{word}");
        };
        check("Said", &["said"]);
        check("Café", &["cafe"]);
        check("nego\u{ad}tiations", &["negotiations"]);
        // As Hugging Face tokenizers reads them with the same vocabulary.
        check("Zelenskyy", &["ze", "##len", "##sky", "##y"]);
        check("unpersuadable", &["un", "##pers", "##ua", "##dable"]);
        check("naïveté", &["naive", "##te"]);
        check("“", &["“"]);
        check("𓀀", &["[UNK]"]);
    }
}
