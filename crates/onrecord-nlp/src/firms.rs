//! Names that end in the mark of an owner: `McDonald's`, `Moody's`, `Del Frisco's`.
//!
//! What owns stands before what it owns; a name whose mark is followed by a verb, a preposition or the end of the sentence owns
//! nothing, and the mark is its own, here and wherever the article has the name.

use crate::attribute::Found;
use crate::base::{Base, Kind};
use crate::mentions::{Mentions, Name, NameKind};
use crate::names::Forms;
use crate::words::is_in;
use std::collections::HashSet;
use std::ops::Range;

/// Verbs that are no noun which somebody owns.
const VERBS: &str = "said says told announced warned denied declined agreed has had is was";

/// Words before the name of a place where people go, and words after it.
const BEFORE: &str = "at to from near outside inside like into";
const AFTER: &str = ". ? ! ; in on for and or with last this next";

impl Mentions {
    /// Takes the mark into the names that end so.  A name that the article also has without the mark, or that is a person's
    /// surname there, is none of these.
    pub fn take_marks(&mut self, forms: &Forms<'_>, base: &Base) {
        let small = |tokens: Range<usize>| forms.of(tokens).to_lowercase();
        let (marked, bare): (Vec<&Name>, Vec<&Name>) =
            self.names.iter().partition(|n| forms.is_possessive(n.tokens.end));
        let is_own = |n: &&Name| {
            let (start, end) = (n.tokens.start, n.tokens.end + 2);
            let entry = base.find(forms.of(start..end), None);
            let known = entry.is_some_and(|e| e.kind == Kind::Body && e.name.ends_with("'s"));
            let sentence = forms.document.sentences[forms.document.sentence_of(start)];
            let visited = n.kind != NameKind::Person && is_in(BEFORE, &forms.at(start.wrapping_sub(1)).to_lowercase());
            // `Kohl's, the retailer`
            let explained =
                n.kind == NameKind::Organisation && forms.at(end) == "," && is_in("the a an which", forms.at(end + 1));
            known
                || explained
                || is_in(VERBS, forms.at(end))
                || visited && (sentence.last <= end || is_in(AFTER, forms.at(end)))
        };
        let mut own: HashSet<String> = marked.into_iter().filter(is_own).map(|n| small(n.tokens.clone())).collect();
        for name in bare {
            own.remove(&small(name.tokens.clone()));
        }
        for name in self.names.iter().filter(|n| n.kind == NameKind::Person && n.tokens.len() > 1) {
            own.remove(&small(name.tokens.end - 1..name.tokens.end));
        }
        for name in &mut self.names {
            if forms.is_possessive(name.tokens.end) && own.contains(&small(name.tokens.clone())) {
                name.tokens.end += 2;
                if name.kind == NameKind::Person {
                    name.kind = NameKind::Organisation;
                }
            }
        }
    }

    /// Gives sources the ends of their names that the network takes for the beginning of a cue: `Moody` and `'s said`.
    pub fn make_whole(&self, found: &mut Found) {
        for candidate in found.outer.iter_mut().chain(&mut found.inner) {
            while let (Some(last), Some(first)) = (candidate.source.last().copied(), candidate.cue.first().copied()) {
                let name = self.name_at(first as usize).filter(|n| n.tokens.contains(&(last as usize)));
                if first != last + 1 || name.is_none() || candidate.cue.len() == 1 {
                    break;
                }
                candidate.cue.remove(0);
                candidate.source.push(first);
            }
        }
    }
}
