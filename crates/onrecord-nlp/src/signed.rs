//! What is signed, not introduced: quotations as letters, reactions and reviews are printed in a row (`“…” — Ann Lee`),
//! and posts as pages show those of other sites (`… — Ann Lee (@annlee) June 28, 2016`).

use crate::attribute::{Candidate, Found};
use crate::forms::Forms;
use crate::quotes::Quote;
use crate::transcript;
use onrecord_types::{Article, Document};
use std::ops::Range;

/// Confidence of what is signed: read by its layout, not by the model.  A rank, not measured.
const SIGNED: f32 = 0.9;
/// A signature has at most this many tokens, and so has the date behind that of a post.
const LONGEST: usize = 16;
/// Words of a signed quotation: fewer are the title of a work and whose it is.
const FEWEST_WORDS: usize = 3;

/// A signed text, as token ranges.
struct Signed {
    words: Range<usize>,
    dash: Range<usize>,
    signature: Range<usize>,
}

impl Signed {
    /// The first and one past the last token of all of it.
    fn all(&self) -> Range<usize> {
        self.words.start..self.signature.end
    }

    fn attribution(&self) -> Candidate {
        let tokens = |range: &Range<usize>| range.clone().map(|t| t as u32).collect();
        Candidate {
            confidence: SIGNED,
            anchor: self.dash.start as u32,
            source: tokens(&self.signature),
            cue: tokens(&self.dash),
            content: tokens(&self.words),
            verbatim: true,
        }
    }
}

/// Gives signed texts to those who sign; the network runs neighbours together.  What stands inside one is no longer
/// outermost.
pub fn complete(article: &Article, document: &Document, quotes: &[Quote], found: &mut Found) {
    let signed = Layout { article, forms: Forms { text: &article.text, document } }.find(quotes, &found.outer);
    let holder = |token: u32| {
        let at = signed.partition_point(|s| s.all().end <= token as usize);
        signed.get(at).filter(|s| s.all().contains(&(token as usize)))
    };
    for mut candidate in std::mem::take(&mut found.outer) {
        match holder(candidate.anchor) {
            Some(signed) if signed.words.contains(&(candidate.anchor as usize)) => found.inner.push(candidate),
            Some(_) => {}
            None => {
                candidate.content.retain(|t| holder(*t).is_none());
                found.outer.extend((!candidate.content.is_empty()).then_some(candidate));
            }
        }
    }
    found.outer.extend(signed.iter().map(Signed::attribution));
    found.outer.sort_by_key(|c| c.anchor);
}

struct Layout<'a> {
    article: &'a Article,
    forms: Forms<'a>,
}

impl Layout<'_> {
    /// What is signed, in order; not where the network has found that the signature speaks (`“It is late” — Ann Lee said so`).
    fn find(&self, quotes: &[Quote], found: &[Candidate]) -> Vec<Signed> {
        let posts = (0..self.forms.document.tokens.len()).filter_map(|dash| self.post(dash));
        let mut signed: Vec<Signed> =
            posts.chain((0..quotes.len()).filter_map(|i| self.quotation(&quotes[..=i]))).collect();
        signed.retain(|s| {
            let at = found.partition_point(|c| (c.anchor as usize) < s.signature.start);
            found.get(at).is_none_or(|c| c.anchor as usize >= s.signature.end)
        });
        signed.sort_by_key(|s| s.words.start);
        let mut end = 0;
        signed.retain(|s| {
            s.words.start >= end && {
                end = s.signature.end;
                true
            }
        });
        signed
    }

    /// The last of some quotations, if it is whole paragraphs and a dash and a name follow, in its paragraph or as the next.
    fn quotation(&self, quotes: &[Quote]) -> Option<Signed> {
        let last = quotes.last().filter(|q| !q.left_open)?;
        let before = quotes.windows(2).rev().take_while(|pair| pair[0].left_open && pair[0].block + 1 == pair[1].block);
        let first = before.last().map_or(last, |pair| &pair[0]);
        let words = self.forms.document.tokens_in(first.outer).start..self.forms.document.tokens_in(last.outer).end;
        let count = words.clone().filter(|t| self.forms.at(*t).starts_with(char::is_alphanumeric)).count();
        let whole = count >= FEWEST_WORDS && last.inner.of(&self.article.text).ends_with(['.', '!', '?', '…']);
        let dash = self.dash(words.end)?;
        let end = self.block(dash.start).end;
        let near = self.forms.document.tokens[dash.start].block <= last.block + 1;
        let signature = dash.end..(dash.end..end).rev().find(|t| self.forms.at(*t) != ".")? + 1;
        // `Ann Lee`, `Ann Lee, baker`, `Ann Lee (Tarn)`.
        let mut name = signature.clone().map(|t| self.forms.at(t)).take_while(|w| !matches!(*w, "," | "("));
        let fits = signature.len() <= LONGEST
            && self.forms.is_capital(signature.start)
            && name.all(transcript::names_somebody);
        (whole && self.block(words.start).start == words.start && near && fits).then_some(Signed {
            words,
            dash,
            signature,
        })
    }

    /// The text before a dash and the name and handle of an account: its paragraph, or the one before where the dash begins
    /// one.
    fn post(&self, dash: usize) -> Option<Signed> {
        let dash = self.free_dash(dash)?;
        let block = self.block(dash.start);
        let open = (dash.end..block.end).take(LONGEST).find(|t| self.forms.at(*t) == "(")?;
        let close = (open..block.end).take(LONGEST).find(|t| self.forms.at(*t) == ")")?;
        let date = close + 1..block.end;
        let dated =
            date.is_empty() || self.forms.at(date.start).starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let named = open > dash.end && (dash.end..open).all(|t| self.free_dash(t).is_none());
        let fits = self.forms.at(open + 1) == "@" && named && date.len() <= LONGEST && dated;
        let start = if block.start == dash.start { self.block(dash.start.checked_sub(1)?).start } else { block.start };
        let words = start..dash.start;
        let opens = self.forms.document.tokens[start].span;
        let paragraphs = &self.article.paragraphs;
        let body =
            paragraphs.get(paragraphs.partition_point(|p| p.end <= opens.start)).is_some_and(|p| p.contains(opens));
        (fits && body).then_some(Signed { words, signature: dash.end..close + 1, dash })
    }

    /// The dashes or hyphens that begin at a place, `—` or `--`.
    fn dash(&self, start: usize) -> Option<Range<usize>> {
        let is_dash = |t: &usize| matches!(self.forms.at(*t), "-" | "–" | "—" | "―" | "⸺");
        // Before all: a line may be a million of them.
        if start.checked_sub(1).is_some_and(|before| is_dash(&before)) {
            return None;
        }
        let end = (start..self.forms.document.tokens.len()).take_while(is_dash).last()? + 1;
        Some(start..end)
    }

    /// Such a dash that is no hyphen: white space stands beside it.
    fn free_dash(&self, start: usize) -> Option<Range<usize>> {
        self.dash(start).filter(|dash| self.forms.is_spaced(dash.start) || self.forms.is_spaced(dash.end))
    }

    /// The tokens of the block that a token stands in.
    fn block(&self, token: usize) -> Range<usize> {
        let tokens = &self.forms.document.tokens;
        let block = tokens[token].block;
        tokens.partition_point(|t| t.block < block)..tokens.partition_point(|t| t.block <= block)
    }
}
