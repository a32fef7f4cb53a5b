//! The tokens of a document with their forms, as the rules for names look at them.

use crate::titles::is_shortened;
use onrecord_types::Document;
use std::ops::Range;

pub(crate) const CONNECTORS: &[&str] = &["of", "for", "de", "la", "van", "von", "der", "al", "bin", "el", "du", "del"];
pub(crate) const SUFFIXES: &[&str] = &["jr", "sr", "i", "ii", "iii", "iv"];

/// Whether a word is written in capitals alone: `US`, not `A`.
pub fn is_shouted(word: &str) -> bool {
    word.len() > 1 && word.chars().all(char::is_uppercase)
}

/// Tokens with their forms; what all name rules look at.
pub struct Forms<'a> {
    /// The article's text.
    pub text: &'a str,
    /// Its tokens.
    pub document: &'a Document,
}

impl<'a> Forms<'a> {
    /// The form of a token; empty beyond the ends.
    pub fn at(&self, token: usize) -> &'a str {
        self.document.tokens.get(token).map_or("", |t| t.span.of(self.text))
    }

    /// The block of a token; none beyond the ends.
    pub(crate) fn block(&self, token: usize) -> Option<u32> {
        self.document.tokens.get(token).map(|t| t.block)
    }

    /// Whether white space stands before a token.
    pub(crate) fn is_spaced(&self, token: usize) -> bool {
        let span = |i: usize| self.document.tokens.get(i).map(|t| t.span);
        token == 0 || span(token - 1).zip(span(token)).is_none_or(|(before, here)| before.end < here.start)
    }

    /// The text of a range of tokens.
    pub fn of(&self, range: Range<usize>) -> &'a str {
        self.document.span_of(range).map_or("", |s| s.of(self.text))
    }

    /// Whether `’s` stands at a token.
    pub fn is_possessive(&self, token: usize) -> bool {
        matches!(self.at(token), "’" | "'") && self.at(token + 1) == "s"
    }

    /// A name up to where its last word comes again, as a page's hidden words have it: `Ann Lee Lee AnnMayor of Tarn`.
    pub(crate) fn once(&self, name: Range<usize>) -> Range<usize> {
        let spaced = |i: usize| self.is_spaced(i) && self.at(i).chars().nth(1).is_some_and(char::is_lowercase);
        // A surname may have hyphens.
        let word = |start: usize| (start + 1..name.end).find(|i| self.is_spaced(*i)).unwrap_or(name.end);
        let again = |start: &usize| {
            let end = word(*start);
            spaced(*start) && end < name.end && self.of(*start..end) == self.of(end..word(end))
        };
        let last = (name.start + 1..name.end).find(again);
        name.start..last.map_or(name.end, word)
    }

    /// The token after the mark at a token that makes what stands before it an owner: `’s`, or after an `s` an apostrophe
    /// alone (`Sanders’ campaign`).
    pub fn owned(&self, token: usize) -> Option<usize> {
        if self.is_possessive(token) {
            return Some(token + 2);
        }
        let mark = matches!(self.at(token), "’" | "'") && token > 0 && !self.is_spaced(token);
        let next = self.at(token + 1).starts_with(char::is_alphanumeric) && self.is_spaced(token + 1);
        (mark && next && self.at(token - 1).ends_with('s')).then_some(token + 1)
    }

    /// Whether a hyphen without white space before it stands at a token.
    pub fn is_hyphen(&self, token: usize) -> bool {
        self.at(token) == "-" && !self.is_spaced(token)
    }

    /// The word before a token, or before the full stop of a shortened title there: `Mr. He`, not `the prince. He`.
    pub(crate) fn title_before(&self, token: usize) -> &'a str {
        let before = |k: usize| token.checked_sub(k).map_or("", |i| self.at(i));
        if before(1) == "." && is_shortened(before(2)) { before(2) } else { before(1) }
    }

    pub fn is_capital(&self, token: usize) -> bool {
        self.at(token).starts_with(char::is_uppercase)
    }

    /// Whether no white space stands before the token.
    pub(crate) fn is_glued(&self, token: usize) -> bool {
        token > 0 && !self.is_spaced(token)
    }
}

/// A run of capitalised words, with its connectors, initials and hyphens; nothing beyond the last token.
pub fn capital_run(forms: &Forms<'_>, start: usize, end: usize) -> Range<usize> {
    let Some(block) = forms.document.tokens.get(start).map(|t| t.block) else { return start..start };
    let mut last = start + 1;
    let mut i = last;
    while i < end && forms.document.tokens[i].block == block {
        let word = forms.at(i);
        if forms.is_capital(i)
            || (i > 0 && forms.is_glued(i) && forms.is_glued(i - 1) && word.chars().all(char::is_alphanumeric))
        {
            i += 1;
            last = i;
        } else if is_inner(forms, i, end) {
            i += 1;
        } else {
            break;
        }
    }
    start..last
}

/// Whether a token may stand inside a name though it has no capital.
fn is_inner(forms: &Forms<'_>, i: usize, end: usize) -> bool {
    let word = forms.at(i);
    let next_capital = i + 1 < end && forms.is_capital(i + 1);
    match word {
        "." => {
            forms.at(i - 1).chars().count() == 1
                || is_shortened(forms.at(i - 1))
                || SUFFIXES.contains(&forms.at(i - 1).to_lowercase().as_str())
        }
        "-" | "’" | "'" | "&" => {
            forms.is_glued(i) && next_capital && forms.is_glued(i + 1) || word == "&" && next_capital
        }
        _ => CONNECTORS.contains(&word) && next_capital,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_ends_before_its_last_word_comes_again() {
        let once = |text: &str| {
            let document = crate::tokens::document(&crate::tokens::tests::article(text));
            let forms = Forms { text, document: &document };
            forms.of(forms.once(0..document.tokens.len())).to_owned()
        };
        assert_eq!(once("Ann Lee Lee AnnMayor of Tarn"), "Ann Lee");
        assert_eq!(once("Ann Lee-Quill Lee-Quill AnnMayor"), "Ann Lee-Quill");
        assert_eq!(once("Ann Lee Lee"), "Ann Lee");
        for name in ["Paul Paul", "Ann Lee", "Lee Ann Lee", "J. J. Quill", "Ann Lee-Lee", "Ann Lee Lee-Quill"] {
            assert_eq!(once(name), name);
        }
    }
}
