//! Whom a relative pronoun looks back to: `Ann Lee, who said`, `the union, which endorsed her`.

use crate::forms;
use crate::mentions::NameKind;
use crate::speakers::{Referent, Resolver};
use crate::titles;
use crate::unnamed::is_plural;
use crate::words::is_in;
use onrecord_types::{How, Statement};
use std::ops::Range;

/// Tokens at most from the article of a noun phrase to its noun.
const LONGEST: usize = 7;

/// Words that no noun phrase has inside.
const STOPS: &str = "of in on at by for from to with and or but as than into over under about against between is was are were be \
    been has have had will would may might said says";

impl Resolver<'_> {
    /// Whom a relative pronoun looks back to: the name right before it, or before an apposition that it closes (`Ann Lee,
    /// a former minister who …`); other nouns before `who` name nobody (`voters who …`).
    pub(crate) fn relative(&self, tokens: &Range<usize>) -> Referent {
        // Tokens at most from one `who` to the `and who` that goes on with it, and clauses that go on so.
        const CLAUSE: usize = 20;
        const MOST_CLAUSES: usize = 4;
        // `Ann Lee, who teaches in Quay and who added`
        let joined = |who: usize| {
            let and = who.checked_sub(1).filter(|and| is_in("and but", self.forms.at(*and)))?;
            let sentence = self.forms.document.sentence_start(and);
            (sentence.max(and.saturating_sub(CLAUSE))..and).rev().find(|t| self.forms.at(*t) == "who")
        };
        let first = std::iter::successors(Some(tokens.start), |who| joined(*who)).take(MOST_CLAUSES).last();
        let tokens = &first.filter(|who| *who < tokens.start).map_or(tokens.clone(), |who| who..who + 1);
        let leads = |r: &Range<usize>| self.leads_to(r.end, tokens.start);
        if let Some(p) = self.cast.people.iter().position(|p| p.mentions.iter().any(|(r, _)| leads(r))) {
            return Referent::Person(p, How::Name);
        }
        // `A spokesman for the Front, who declined to be named,`
        let (_, spoke) = self.spoken_before(tokens.start).next().unzip();
        if let Some(who) = spoke.filter(|who| who.described().is_some_and(|d| self.leads_to(d.end, tokens.start))) {
            return who.clone();
        }
        let comma = tokens.start - (0..tokens.start).rev().take(2).take_while(|i| self.is_mark(*i)).count();
        let sentence = self.forms.document.sentence_start(tokens.start);
        // `Republicans who`
        let group = comma.checked_sub(1).filter(|i| self.is_members(*i));
        if let Some(group) = group {
            return Referent::Unnamed(group..comma);
        }
        let mark_before =
            |end: usize| (sentence..end).rev().find(|i| matches!(self.forms.at(*i), "," | "—" | "–" | "(" | ";"));
        let opens = mark_before(comma);
        // `Ann Lee, a nurse from Quay, Tarn, who`
        let place = |i: &usize| (*i + 1..comma).all(|k| self.forms.is_capital(k));
        let opens = opens.filter(place).map_or(opens, mark_before);
        let explained = opens.filter(|i| {
            let after =
                i + 1 + usize::from(matches!(self.forms.at(i + 1), "now" | "once" | "then" | "himself" | "herself"));
            // `Ann Lee, head of the Quay Institute, who`
            let role = || titles::is_role(self.forms.at(i + 1)) && matches!(self.forms.at(i + 2), "of" | "at" | "for");
            matches!(self.forms.at(after), "a" | "an" | "the" | "one" | "his" | "her" | "their") || role()
        });
        let named = explained.and_then(|at| {
            let ends = |r: &Range<usize>| self.leads_to(r.end, at);
            self.cast.people.iter().position(|p| p.mentions.iter().any(|(r, _)| ends(r)))
        });
        let noun = comma > 0
            && (self.forms.at(comma - 1).starts_with(char::is_lowercase)
                || comma - 1 == sentence && self.mentions.name_at(sentence).is_none());
        // `A trader in Quay who asked not to be named`
        let placed = || {
            let capital = (sentence..tokens.start).rev().take_while(|t| self.forms.is_capital(*t)).last()?;
            let link = capital.checked_sub(1).filter(|t| is_in("in from of at near", self.forms.at(*t)))?;
            let human = self.mentions.nominal_at(link.checked_sub(1)?).is_some_and(|n| n.kind == NameKind::Person);
            human.then_some(())
        };
        match named {
            Some(p) => Referent::Person(p, How::Role),
            // `the candidate – who`
            None if noun && comma < tokens.start && self.forms.at(comma) != "," && self.is_definite(comma - 1) => {
                let linked = self.linked(comma - 1, How::Nominal, |_| true);
                if matches!(linked, Referent::Person(..)) { linked } else { Referent::Unresolved }
            }
            None if noun || placed().is_some() => {
                let before = self.source_with(comma - 1).filter(Referent::is_described);
                before.unwrap_or(Referent::Unnamed(tokens.clone()))
            }
            None => Referent::Unresolved,
        }
    }

    /// Whom `which` and `that` look back to: the body named right before, or what the nouns there mean.
    pub(crate) fn relative_of_thing(&mut self, tokens: &Range<usize>, statement: &Statement) -> Referent {
        let leads = |r: &Range<usize>| self.leads_to(r.end, tokens.start);
        // `the President of Tarn, which …` is not Tarn's.
        let officer = |r: &Range<usize>| {
            let of = r.start.wrapping_sub(1 + usize::from(self.forms.at(r.start.wrapping_sub(1)) == "the"));
            self.forms.at(of) == "of" && titles::is_role(&self.forms.at(of.wrapping_sub(1)).to_lowercase())
        };
        let mut bodies = self.cast.bodies.iter();
        if let Some(body) = bodies.position(|b| b.mentions.iter().any(|(r, _)| leads(r) && !officer(r))) {
            return Referent::Body(body, How::Name);
        }
        // `Norton, which declined`: a body that was taken for somebody of that surname, but not in `Lee v. Norton`.
        let versus = |r: &Range<usize>| matches!(self.forms.at(r.start.saturating_sub(2)), "v" | "vs");
        let surname = |r: &Range<usize>| r.len() == 1 && !versus(r);
        let person = self.cast.people.iter().position(|p| p.mentions.iter().any(|(r, _)| leads(r)));
        if let Some(p) = person {
            let body = self.cast.people[p].mentions.iter().all(|(r, _)| surname(r));
            return if body { Referent::Person(p, How::Name) } else { Referent::Unresolved };
        }
        let Some(nouns) = self.nouns_before(tokens.start) else { return Referent::Unresolved };
        // `Tarn Lines, a ferry company that …`
        let first = self.forms.at(nouns.start).to_lowercase();
        let opens =
            is_in("a an the one", &first) && matches!(self.forms.at(nouns.start.wrapping_sub(1)), "," | "—" | "–");
        let explains = |r: &Range<usize>| opens && r.end + 1 == nouns.start;
        if let Some(body) = self.cast.bodies.iter().position(|b| b.mentions.iter().any(|(r, _)| explains(r))) {
            return Referent::Body(body, How::Role);
        }
        let definite = is_in("the this that these those his her its their", &first)
            || nouns.clone().any(|t| self.forms.owned(t).is_some());
        if definite { self.of_source(nouns, statement, None) } else { Referent::Unnamed(nouns) }
    }

    /// The nouns that end before a relative pronoun, from their article on, else as many as are small: `a non-profit group that`.
    fn nouns_before(&self, pronoun: usize) -> Option<Range<usize>> {
        const OPEN: &str = "a an the this that these those his her its their our my your some any no every each one two three \
            four five six several many another other most all both";
        let end = pronoun.checked_sub(1).filter(|t| self.is_mark(*t)).unwrap_or(pronoun);
        let head = end.checked_sub(1)?;
        let first = self.forms.document.sentence_start(pronoun);
        let noun = self.forms.at(head);
        if head < first
            || !noun.chars().all(char::is_alphabetic)
            || self.forms.is_capital(head)
            || titles::is_role(noun)
        {
            return None;
        }
        let inner = |t: &usize| {
            let word = self.forms.at(*t);
            let part =
                word.starts_with(char::is_alphanumeric) || self.forms.is_hyphen(*t) || self.forms.is_possessive(*t);
            part && !is_in(STOPS, word)
        };
        let inside = || (first.max(head.saturating_sub(LONGEST))..head).rev().take_while(inner);
        if let Some(article) = inside().find(|t| is_in(OPEN, &self.forms.at(*t).to_lowercase())) {
            return Some(article..end);
        }
        // `Lee's campaign, which`
        if let Some(owner) = inside().find(|t| self.forms.owned(*t).is_some()).and_then(|t| t.checked_sub(1)) {
            let capitals = (first..=owner).rev().take_while(|t| self.forms.is_capital(*t)).last();
            // `the Board of Inquiry's report`
            let capitals = self.mentions.name_at(owner).map(|name| name.tokens.start.max(first)).or(capitals);
            return capitals.map(|start| start..end);
        }
        let small = |t: &usize| self.forms.at(*t).starts_with(char::is_lowercase) || self.forms.is_hyphen(*t);
        let start = inside().take_while(small).last().unwrap_or(head);
        let several = is_plural(noun) && self.mentions.nominal_at(head).is_some();
        several.then_some(start..end)
    }

    /// Whether a mark that a relative pronoun may stand behind is at a token.
    fn is_mark(&self, token: usize) -> bool {
        matches!(self.forms.at(token), "," | "—" | "–" | "(")
            || self.forms.at(token) == "-" && self.forms.is_spaced(token)
    }

    /// Whether `the` stands before a noun, with no more than what describes it between.
    fn is_definite(&self, noun: usize) -> bool {
        const LONGEST: usize = 5;
        let describes = |i: &usize| self.forms.at(*i).chars().all(char::is_alphabetic);
        (0..noun).rev().take(LONGEST).take_while(describes).any(|i| self.forms.at(i) == "the")
    }

    /// Whether nothing stands between the end of a name and a relative pronoun but marks, an age, a party or where somebody is
    /// of: `Ann Lee, 45, who`, `Ann Lee (R-Vt.), who`, `Ann Lee of Tarn, who`.
    fn leads_to(&self, end: usize, pronoun: usize) -> bool {
        let form = |t: usize| self.forms.at(t);
        let mut at = end;
        // `Ann Lee of Quay`, `Ann Lee of the Quay Institute`
        let the = at + 1 + usize::from(form(at + 1) == "the");
        if the < pronoun && matches!(form(at), "of" | "from") && self.forms.is_capital(the) {
            at = forms::capital_run(&self.forms, the, pronoun).end;
        }
        let closing = (at + 1..pronoun).take(8).find(|t| form(*t) == ")").filter(|_| form(at) == "(");
        at = closing.map_or(at, |t| t + 1);
        if form(at) == "," && form(at + 1).bytes().all(|b| b.is_ascii_digit()) && form(at + 2) == "," {
            at += 2;
        }
        // `Ann Lee, 24, from Quay, who`
        if form(at) == "," && matches!(form(at + 1), "of" | "from") && self.forms.is_capital(at + 2) {
            at = forms::capital_run(&self.forms, at + 2, pronoun).end;
        }
        at <= pronoun
            && (at..pronoun).all(|t| matches!(form(t), "," | "(" | ")" | "—" | "–" | "-" | "\"" | "”" | "'" | "’"))
    }
}
