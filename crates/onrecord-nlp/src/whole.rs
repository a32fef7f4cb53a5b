//! Quotations are whole: between one pair of marks one speaker speaks, also where the network reads only a part, as it
//! does where a paragraph is longer than a window, and so in the next paragraphs of a quotation that is not closed.

use crate::attribute::{Candidate, Found, runs};
use crate::continued;
use crate::quotes::{self, Quote};
use onrecord_types::Document;
use std::collections::HashMap;
use std::ops::Range;

/// Gives each quotation whole to the outermost attribution that has a part of it, unless another has a part too.  Where
/// `cuts`, the first tokens of windows, part a quotation, and in its next paragraphs, who says or thinks something inside it
/// is no longer outermost.
pub fn complete(text: &str, document: &Document, quotes: &[Quote], cuts: &[u32], found: &mut Found) {
    let outer = std::mem::take(&mut found.outer);
    let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
    for (index, candidate) in outer.iter().enumerate() {
        for token in candidate.tokens() {
            holders.entry(token).or_default().push(index);
        }
    }
    let is_inside = vec![false; outer.len()];
    let mut all = Spoken { document, holders, is_inside, outer };
    for at in 0..all.outer.len() {
        let mut next = 0;
        for run in runs(document, &all.outer[at].content) {
            for quote in quotes::among(quotes, run) {
                let words = all.words(quote);
                let is_cut = cuts.get(cuts.partition_point(|t| *t <= words.start)).is_some_and(|t| words.contains(t));
                let is_closed = quote.inner.end < quote.outer.end;
                if is_closed || quote.left_open {
                    all.give(at, &words, is_cut);
                }
                next = quotes.partition_point(|q| q.outer.start <= quote.outer.start);
            }
        }
        let goes_on = |q: &[Quote]| q[0].left_open && !continued::is_label(text, document, &q[1]);
        let rest = next.checked_sub(1).map_or(&[][..], |last| &quotes[last..]);
        for pair in rest.windows(2).take_while(|q| goes_on(q)) {
            if !all.give(at, &all.words(&pair[1]), true) {
                break;
            }
        }
    }
    let mut is_inside = all.is_inside.into_iter();
    found.inner.extend(all.outer.extract_if(.., |_| is_inside.next() == Some(true)));
    found.outer = all.outer;
}

/// The outermost attributions, and which of them have a token.
struct Spoken<'a> {
    document: &'a Document,
    holders: HashMap<u32, Vec<usize>>,
    is_inside: Vec<bool>,
    outer: Vec<Candidate>,
}

impl Spoken<'_> {
    /// The tokens of a quotation with its marks.
    fn words(&self, quote: &Quote) -> Range<u32> {
        let tokens = self.document.tokens_in(quote.outer);
        tokens.start as u32..tokens.end as u32
    }

    /// Gives an attribution all of a quotation, if no other one has words of what is missing, but those that `may_hold`
    /// others wholly inside it; whether it has it now.
    fn give(&mut self, at: usize, words: &Range<u32>, may_hold: bool) -> bool {
        let read = &self.outer[at];
        if self.is_inside[at] || read.cue.iter().chain(&read.source).any(|t| words.contains(t)) {
            return false;
        }
        let missing: Vec<u32> = words.clone().filter(|t| read.content.binary_search(t).is_err()).collect();
        let others: Vec<usize> = missing.iter().filter_map(|t| self.holders.get(t)).flatten().copied().collect();
        if !others.iter().all(|o| may_hold && self.outer[*o].is_within(words)) {
            return false;
        }
        others.into_iter().for_each(|o| self.is_inside[o] = true);
        let content = &mut self.outer[at].content;
        // The next of thousands of paragraphs is behind all that is there.
        let is_behind = content.last() < missing.first();
        content.extend(missing);
        if !is_behind {
            content.sort_unstable();
        }
        true
    }
}

impl Candidate {
    fn tokens(&self) -> impl Iterator<Item = u32> {
        self.source.iter().chain(&self.cue).chain(&self.content).copied()
    }

    fn is_within(&self, words: &Range<u32>) -> bool {
        self.tokens().all(|t| words.contains(&t))
    }
}
