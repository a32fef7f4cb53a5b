//! Quotations are whole: between one pair of marks one speaker speaks, also where the network reads only a part, as it
//! does where a paragraph is longer than a window.

use crate::attribute::{Candidate, Found, runs};
use crate::quotes::{self, Quote};
use onrecord_types::Document;
use std::collections::HashMap;
use std::ops::Range;

/// Gives each quotation whole to the outermost attribution that has a part of it, unless another has a part too.  Where
/// `cuts`, the first tokens of windows, part a quotation, who says or thinks something inside it is no longer outermost.
pub fn complete(document: &Document, quotes: &[Quote], cuts: &[u32], found: &mut Found) {
    let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
    for (index, candidate) in found.outer.iter().enumerate() {
        for token in candidate.tokens() {
            holders.entry(token).or_default().push(index);
        }
    }
    let mut is_inside = vec![false; found.outer.len()];
    for at in 0..found.outer.len() {
        let content = runs(document, &found.outer[at].content);
        let is_closed = |q: &&Quote| q.left_open || q.inner.end < q.outer.end;
        for quote in content.iter().flat_map(|run| quotes::among(quotes, *run)).filter(is_closed) {
            let tokens = document.tokens_in(quote.outer);
            let words = tokens.start as u32..tokens.end as u32;
            let read = &found.outer[at];
            if read.cue.iter().chain(&read.source).any(|t| words.contains(t)) {
                continue;
            }
            let missing: Vec<u32> = words.clone().filter(|t| read.content.binary_search(t).is_err()).collect();
            let is_cut = cuts.get(cuts.partition_point(|t| *t <= words.start)).is_some_and(|t| words.contains(t));
            let others = || missing.iter().filter_map(|t| holders.get(t)).flatten();
            if others().all(|o| is_cut && found.outer[*o].is_within(&words)) {
                others().for_each(|o| is_inside[*o] = true);
                let content = &mut found.outer[at].content;
                content.extend(missing);
                content.sort_unstable();
            }
        }
    }
    let mut is_inside = is_inside.into_iter();
    found.inner.extend(found.outer.extract_if(.., |_| is_inside.next() == Some(true)));
}

impl Candidate {
    fn tokens(&self) -> impl Iterator<Item = u32> {
        self.source.iter().chain(&self.cue).chain(&self.content).copied()
    }

    fn is_within(&self, words: &Range<u32>) -> bool {
        self.tokens().all(|t| words.contains(&t))
    }
}
