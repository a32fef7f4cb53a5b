//! Labels before the colon of a headline, which tell of what it speaks or of what kind it is, not who says so: `Sahel: Gunmen
//! kill 31`, `Analysis: Why the deal may fail`.

use crate::attribute::{Candidate, Found};
use crate::base::{Base, Entry, Kind};
use crate::forms::Forms;
use crate::mentions::{Name, NameKind};
use crate::words::is_in;
use onrecord_types::{Article, Document};

/// What kinds of articles are called, as the last word of a label.
const KINDS: &str = "analysis explainer factbox commentary obituary profile review timeline live watch video podcast newsletter \
    briefing guide email check quiz recap exclusive breaking update correction feature photos pictures gallery";

/// Drops what the network reads of a headline's label.
pub fn drop(article: &Article, document: &Document, names: &[Name], base: &Base, found: &mut Found) {
    if article.headline.is_none() {
        return;
    }
    let headline = Headline { forms: Forms { text: &article.text, document }, names, base };
    let labels: Vec<bool> = found.outer.iter().map(|c| headline.is_label(c, &found.outer)).collect();
    let mut labels = labels.into_iter();
    found.outer.retain(|_| labels.next() != Some(true));
}

struct Headline<'a> {
    forms: Forms<'a>,
    names: &'a [Name],
    base: &'a Base,
}

impl<'a> Headline<'a> {
    /// Whether an attribution of the headline has a label as its source.
    fn is_label(&self, candidate: &Candidate, all: &[Candidate]) -> bool {
        let ([first, .., last] | [first @ last], [colon]) = (&candidate.source[..], &candidate.cue[..]) else {
            return false;
        };
        let (first, last) = (*first as usize, *last as usize);
        if !self.is_on_top(candidate) || self.forms.at(*colon as usize) != ":" {
            return false;
        }
        let named = |kinds: &[NameKind]| {
            self.names.iter().any(|n| n.tokens.end == last + 1 && n.tokens.start >= first && kinds.contains(&n.kind))
        };
        // `Harbour Watch: …` is a body.
        if is_in(KINDS, &self.forms.at(last).to_lowercase()) {
            return !named(&[NameKind::Person, NameKind::Organisation]);
        }
        if !named(&[NameKind::Place]) {
            return false;
        }
        // A country or its capital may stand for its government, where the text has somebody of it speak.
        match self.entry(first, last) {
            Some(Entry { kind: Kind::Seat, .. }) => false,
            Some(Entry { kind: Kind::Country | Kind::Capital, country, .. }) => {
                !all.iter().any(|c| !self.is_on_top(c) && self.is_of(c, country))
            }
            _ => true,
        }
    }

    fn is_on_top(&self, candidate: &Candidate) -> bool {
        candidate.source.first().is_some_and(|t| self.forms.block(*t as usize) == Some(0))
    }

    fn entry(&self, first: usize, last: usize) -> Option<Entry<'a>> {
        self.base.find(self.forms.of(first..last + 1), None)
    }

    /// Whether a word of a source names a country, its people or its capital.
    fn is_of(&self, candidate: &Candidate, country: &str) -> bool {
        let capitals = candidate.source.iter().map(|t| *t as usize).filter(|t| self.forms.is_capital(*t));
        let mut entries = capitals.filter_map(|t| self.entry(t, t));
        entries.any(|e| e.country == country && matches!(e.kind, Kind::Country | Kind::Capital | Kind::Seat))
    }
}
