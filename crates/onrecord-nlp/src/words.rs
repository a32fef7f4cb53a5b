//! The tokens of a document with their forms in small letters, as the readers of times and
//! amounts look at them.

use crate::forms::Forms;
use onrecord_types::{Document, Span};
use std::ops::Range;

/// A document's words; every look-up beyond the ends gives an empty word.
pub struct Words<'a> {
    forms: Forms<'a>,
    low: Vec<String>,
}

impl<'a> Words<'a> {
    /// Folds every token once.
    pub fn new(text: &'a str, document: &'a Document) -> Words<'a> {
        let forms = Forms { text, document };
        let low = (0..document.tokens.len()).map(|i| forms.at(i).to_lowercase()).collect();
        Words { forms, low }
    }

    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.low.len()
    }

    /// The form of a token in small letters.
    pub fn at(&self, i: usize) -> &str {
        self.low.get(i).map_or("", String::as_str)
    }

    /// The form of a token as written.
    pub fn form(&self, i: usize) -> &'a str {
        self.forms.at(i)
    }

    /// Whether a token begins with a capital.
    pub fn is_capital(&self, i: usize) -> bool {
        self.forms.is_capital(i)
    }

    /// Whether no white space stands between a token and the one before, in one block.
    pub fn is_glued(&self, i: usize) -> bool {
        self.forms.is_glued(i)
    }

    /// Whether a token begins with a digit.
    pub fn digit(&self, i: usize) -> bool {
        self.at(i).as_bytes().first().is_some_and(u8::is_ascii_digit)
    }

    /// Whether two tokens stand in one block.
    pub fn is_together(&self, i: usize, j: usize) -> bool {
        self.forms.block(i).is_some() && self.forms.block(i) == self.forms.block(j)
    }

    /// Whether the words from `i` on are these, in one block; one past the last of them.
    pub fn follow(&self, i: usize, words: &[&str]) -> Option<usize> {
        self.follow_all(i, words.iter().copied())
    }

    /// The same for words that come one after the other.
    pub fn follow_all<'w>(&self, i: usize, mut words: impl Iterator<Item = &'w str>) -> Option<usize> {
        words.try_fold(i, |at, word| (self.at(at) == word && self.is_together(i, at)).then(|| at + 1))
    }

    /// The place of a range of tokens.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        self.forms.document.span_of(range)
    }

    /// The document.
    pub fn document(&self) -> &'a Document {
        self.forms.document
    }

    /// Whether only a narrow or unbreakable space stands before a token, as between groups of digits.
    pub fn is_thin_gap(&self, i: usize) -> bool {
        let tokens = &self.forms.document.tokens;
        let gap = || Span::new(tokens[i - 1].span.end, tokens[i].span.start).of(self.forms.text);
        i > 0 && i < tokens.len() && matches!(gap(), "\u{202f}" | "\u{a0}" | "\u{2009}")
    }
}

/// The only one there is; none of several.
pub fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    all.next().filter(|_| all.next().is_none())
}

/// Whether a word is one of a list, which spaces part.
pub fn is_in(list: &str, word: &str) -> bool {
    // Few words are, and those that are not in it anywhere need no look at one after the other.
    list.contains(word) && list.split(' ').any(|listed| listed == word)
}
