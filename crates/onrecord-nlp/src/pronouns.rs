//! Whom `he` and `she` mean: by the network's links, over which those go who have just spoken or open the sentence before.

use crate::mentions::gender_of_pronoun;
use crate::names::Gender;
use crate::quotes;
use crate::speakers::{REACH, Referent, Resolver};
use crate::titles::is_role;
use crate::unnamed::is_kin;
use crate::words::{is_in, only};
use onrecord_types::{How, Kind, Span, Statement};
use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::ops::Range;

impl Resolver<'_> {
    /// `Lund said that he …`: in words reported without quotation marks, the reporting speaker if
    /// that fits; else the nearest fitting person.
    pub(crate) fn third_person(
        &self,
        tokens: &Range<usize>,
        gender: Gender,
        statement: &Statement,
        parent: Option<Referent>,
    ) -> Referent {
        let quoted = self.forms.document.span_of(tokens.clone()).is_some_and(|s| quotes::holds(self.quotes, s));
        let turn = self.in_turn(tokens.start);
        let direct = quoted || parent.as_ref().zip(turn.as_ref()).is_some_and(|(p, t)| p.is(t));
        let reporter = parent.as_ref().filter(|who| !direct && self.may_be(who, gender));
        // `A reporter asked Lee whether he had resigned.  “No,” he said.`
        let asked = |asker: &Referent| {
            let asked = asker.described().and_then(|tokens| self.asked.get(&tokens.start));
            asked.filter(|who| self.may_be(who, gender)).cloned()
        };
        if let Some(found) = reporter.and_then(|who| self.reported(who, tokens.start, gender)) {
            return asked(&found).unwrap_or(found);
        }
        // Who speaks says `I` of himself.
        let speaks = parent.filter(|_| direct).or(turn);
        let speaks =
            |who: &Referent| speaks.as_ref().is_some_and(|s| s.is(who) || s.is_described() && who.is_described());
        let fits = |who: &Referent| self.may_be(who, gender) && !speaks(who);
        let joined = self.joined_to(tokens.start, fits);
        let found = joined.unwrap_or_else(|| self.pronoun(tokens, gender, statement, fits));
        let found = asked(&found).unwrap_or(found);
        // Few speak of themselves by name: `Fox rejected that.  “Lee is paid to say it,” she said.`
        let told = |who: &Referent| matches!(who, Referent::Person(p, _) if self.is_told_in(*p, statement));
        let nearer = || {
            let (at, who) = self.spoken_before(tokens.start).next()?;
            let other = self.is_near(at, tokens.start, 2) && who.is_named() && fits(who) && !told(who);
            other.then(|| who.as_pronoun())
        };
        let nearer = if told(&found) { nearer() } else { None };
        nearer.unwrap_or(found)
    }

    /// Whether the words of a direct quotation name a person.
    fn is_told_in(&self, person: usize, statement: &Statement) -> bool {
        // `Lee supporters`
        let modifies = |r: &Range<usize>| self.mentions.nominal_at(r.end).is_some();
        let own = |m: &&(Range<usize>, How)| matches!(m.1, How::Name | How::Surname) && !modifies(&m.0);
        let named = || self.cast.people[person].mentions.iter().filter(own);
        let holds = |s: &Span| named().filter_map(|m| self.forms.document.span_of(m.0.clone())).any(|m| s.contains(m));
        statement.kind == Kind::Direct && statement.attribution.content.iter().any(holds)
    }

    /// Whom a pronoun means in the words of a reporter who is not named: the reporter, unless the network takes it for somebody
    /// who is (`a Clinton ally said that she`).
    fn reported(&self, reporter: &Referent, token: usize, gender: Gender) -> Option<Referent> {
        if let Some(tokens) = reporter.described() {
            if tokens.start > token {
                return None;
            }
            let known = |p: usize| self.cast.people[p].gender == gender;
            if let found @ Referent::Person(..) = self.linked(token, How::Pronoun, known) {
                return Some(found);
            }
        }
        Some(reporter.as_pronoun())
    }

    /// Whether `he` or `she` may be a person or somebody described.
    fn may_be(&self, who: &Referent, gender: Gender) -> bool {
        match who {
            Referent::Person(p, _) => self.cast.people[*p].gender.fits(gender),
            Referent::Unnamed(tokens) | Referent::Open(tokens) => self.may_be_described(tokens, gender),
            Referent::Body(..) | Referent::Unresolved => false,
        }
    }

    /// The speaker of the words before `and he urged …`, where only one in the sentence `fits`.
    fn joined_to(&self, token: usize, fits: impl Fn(&Referent) -> bool) -> Option<Referent> {
        let document = self.forms.document;
        let sentence = document.sentence_start(token);
        let joined = matches!(self.forms.at(token.wrapping_sub(1)), "and" | "but");
        let mut spoke = self.spoken.range(sentence..token).map(|(_, who)| who).filter(|who| fits(who));
        let first = spoke.next().filter(|_| joined)?;
        spoke.all(|who| who.is(first)).then(|| first.as_pronoun())
    }

    /// The nearest before a pronoun that `fits`: a person, or somebody described who spoke.
    fn pronoun(
        &self,
        tokens: &Range<usize>,
        gender: Gender,
        statement: &Statement,
        fits: impl Fn(&Referent) -> bool,
    ) -> Referent {
        let person = |p: usize| Referent::Person(p, How::Pronoun);
        let fits_person = |p: usize| fits(&person(p));
        let document = self.forms.document;
        let here = document.sentence_of(tokens.start);
        let named = LazyCell::new(|| self.nearest_named(tokens, here, statement, fits_person));
        let is_named_since = |who: &Referent| {
            let from = who.described().map_or(0, |tokens| tokens.start);
            let sentence = document.sentence_of(from).min(here);
            here - sentence > REACH
                || named.is_some_and(|(other, _)| other > sentence)
                || self.has_spoken_since(from, tokens.start, |other| fits(other) && !other.is(who))
        };
        // Who has no name either is not passed over.
        let untold = || self.untold_before(tokens.start, gender);
        match self.linked(tokens.start, How::Pronoun, fits_person) {
            Referent::Person(p, how) => {
                let nearer = self.subject_here(tokens.start, p, gender, statement);
                let nearer = nearer.or_else(|| self.spoke_since(tokens.start, p, gender));
                let nearer = nearer.or_else(|| self.introduced_since(tokens.start, p, gender));
                let nearer = nearer.or_else(|| self.named_since(tokens.start, p, gender));
                return nearer.unwrap_or(Referent::Person(p, how));
            }
            found if found.is_described() && fits(&found) && !is_named_since(&found) => {
                return untold().unwrap_or(found);
            }
            _ => {}
        }
        let before = self.spoken_before(document.sentences[here].first).map(|(t, who)| (document.sentence_of(t), who));
        // `another wrote`: nobody whom the text goes on to tell of.
        let passes =
            |who: &Referent| who.described().is_some_and(|t| is_in("one another", self.forms.at(self.head(t))));
        let spoke =
            before.take_while(|(s, _)| here - s <= REACH).find(|(s, who)| fits(who) && !(here - s > 1 && passes(who)));
        let known = |who: &Referent| match who {
            Referent::Person(p, _) => self.cast.people[*p].gender == gender,
            _ => false,
        };
        let named = named.map(|(s, p)| (s, person(p)));
        let choice = match (&spoke, &named) {
            (Some((s, who)), Some((other, q))) if other > s && known(q) && !known(who) => Some(q),
            (Some((s, who)), Some((other, q))) if *other > s + 1 && !known(who) => Some(q),
            (Some((s, who)), Some((other, q))) if *other > s + 1 && known(q) => {
                Some(if known(who) && here - s <= 2 { *who } else { q })
            }
            (Some((_, who)), _) => Some(*who),
            (None, Some((_, q))) => Some(q),
            (None, None) => None,
        };
        let nearer = choice.filter(|who| who.is_described()).and_then(|_| untold());
        nearer.unwrap_or_else(|| choice.map_or(Referent::Unresolved, Referent::as_pronoun))
    }

    /// The person who spoke in the sentence before, or whom it tells of first, in one paragraph with a pronoun, where that
    /// paragraph does not tell of `person`: `Spokesman Tom Fox said …  “…,” he added`.
    fn named_since(&self, token: usize, person: usize, gender: Gender) -> Option<Referent> {
        let first = self.paragraph(token);
        let of = |p: usize| self.cast.people[p].gender;
        let other = |p: usize| p != person && (of(p) == gender || of(p).fits(gender) && of(person) != gender);
        // `reporters asked` and `his institute` are no `she`.
        let near = self.spoken_before(token).take_while(|(at, _)| *at >= first && self.is_near(*at, token, 2));
        let spoke = near.into_iter().find(|(_, who)| self.may_be(who, gender));
        let subject = self.subject_before(token, first);
        let (spoke, spoke_at) = match spoke {
            Some((at, Referent::Person(p, _))) => (Some(*p), at),
            Some(_) => return None,
            None => (None, 0),
        };
        let last = LazyCell::new(|| self.last_told(first, token, person));
        // Before a quotation less is asked of whoever opens the sentence: `Lee acknowledged it.  “We listened,” he said.`
        let quotes = |p: &usize| *p != person && of(*p).fits(gender) && self.opens_with_quotation(token);
        // Or whoever spoke in it, whom the article names there: `The firm's head, Lee, said no one had.  “We listened,” he said.`
        let named_there =
            |p: usize| spoke_at > 0 && (spoke_at..spoke_at + 12).any(|t| self.cast.person_at(t) == Some(p));
        let before =
            |p: usize| subject == Some(p) || subject.is_none() && self.is_near(spoke_at, token, 1) && named_there(p);
        let alone = spoke.filter(|p| before(*p) && quotes(p));
        let certain = of(person) == gender || spoke.is_some_and(other);
        let known = || if certain { None } else { self.only_named(first, token, person, gender) };
        // Of whom the paragraph never tells, whoever opens it is not passed over for.
        let opens = || subject.filter(|p| quotes(p) && last.is_none());
        let told = spoke.or(subject).filter(|p| other(*p));
        let new = || self.newly_named(self.quotation_before(token)?, person, gender);
        let sure = alone.or_else(known).or_else(new);
        let found = told.or(sure).or_else(opens)?;
        // Two others have spoken since, or the sentence before begins with another long after.
        let passed = |last: usize| {
            let since = self.spoken.range(last..token).filter_map(|(_, w)| match w {
                Referent::Person(q, _) if other(*q) => Some(*q),
                _ => None,
            });
            let far = subject == Some(found) && !self.is_near(last, token, 2);
            let near = sure == Some(found) && !self.is_near(last, token, 1);
            far || near || since.collect::<BTreeSet<_>>().len() > 1
        };
        last.is_none_or(passed).then_some(Referent::Person(found, How::Pronoun))
    }

    /// Where a text from `first` on last tells of a person before a token, or lets him speak; not where it only says whose relative
    /// somebody is (`Lee's sister Ada says …  she asks`).
    fn last_told(&self, first: usize, token: usize, person: usize) -> Option<usize> {
        let meant = |w: &Referent| matches!(w, Referent::Person(q, _) if *q == person);
        let told = |t: &usize| {
            let end = || (*t..token).find(|t| self.cast.person_at(*t) != Some(person));
            self.cast.person_at(*t) == Some(person) && !end().is_some_and(|end| self.owns_kin(end))
        };
        let spoke = self.spoken.range(first..token).rev().find(|(_, w)| meant(w)).map(|(t, _)| *t);
        (first..token).rev().find(told).max(spoke)
    }

    /// Whose claim or aides `his` or `her` says they are: by the network, else of the one person whom the sentence names before it
    /// (`Lee's tour and his remarks`), or of the `he` there, unless others are named before that.
    pub(crate) fn owner(&self, token: usize, gender: Gender) -> Referent {
        let fits = |p: usize| self.cast.people[p].gender.fits(gender);
        let linked = self.linked(token, How::Pronoun, fits);
        if linked != Referent::Unresolved {
            return linked;
        }
        let first = self.forms.document.sentence_start(token);
        let named = |end: usize| self.people_in(first..end).into_iter().filter(|p| fits(*p)).collect::<BTreeSet<_>>();
        // `the candidate and his views`
        let joined = token > first + 1 && self.forms.at(token - 1) == "and" && is_role(self.forms.at(token - 2));
        let subject = |t: &usize| {
            let word = self.forms.at(*t).to_lowercase();
            is_in("he she", &word) && gender_of_pronoun(&word) == gender
        };
        let he = (first..token).rev().find(subject).filter(|_| !joined);
        let told = he.map(|he| (named(he), self.linked(he, How::Pronoun, fits)));
        let one = || only(named(token).into_iter()).map(|p| Referent::Person(p, How::Pronoun));
        match told {
            Some((before, found @ Referent::Person(p, _))) if before.is_empty() || before.contains(&p) => found,
            _ => one().unwrap_or(Referent::Unresolved),
        }
    }

    /// Where the quotation begins that ends right before a token: `“We listened.  We left,” he said`.
    fn quotation_before(&self, token: usize) -> Option<usize> {
        let document = self.forms.document;
        let here = document.tokens[token].span.start;
        let before = self.quotes.partition_point(|q| q.outer.start < here);
        let quote = self.quotes[..before].last()?;
        let tokens = document.tokens_in(quote.outer);
        let same = document.tokens[token].block == quote.block;
        (same && tokens.end + 1 >= token && tokens.end <= token).then_some(tokens.start)
    }

    /// The one other whom the sentence before names for the first time: `That worries Tom Fox, the union's president.  “…,” he said`.
    fn newly_named(&self, quotation: usize, person: usize, gender: Gender) -> Option<usize> {
        let document = self.forms.document;
        let before = document.sentences[document.sentence_of(quotation).checked_sub(1)?];
        let named = self.people_in(before.first..before.last);
        let of = |p: usize| &self.cast.people[p];
        let is_new = |p: &usize| {
            let name = of(*p).mentions.iter().map(|(r, _)| r).min_by_key(|r| r.start);
            // Who he is follows, or he opens the sentence; `behind Tom Fox.` only mentions him.
            let explains = |t: usize| is_in("a an the one who whose", self.forms.at(t)) || is_role(self.forms.at(t));
            let told = |r: &Range<usize>| self.forms.at(r.end) == "," && explains(r.end + 1) || r.start == before.first;
            name.is_some_and(|r| r.start >= before.first && r.len() > 1 && told(r) && self.is_own(r.clone()))
        };
        let new = only(named.iter().copied().filter(|p| *p != person && of(*p).gender.fits(gender) && is_new(p)));
        new.filter(|_| !named.contains(&person))
    }

    /// The one other of a gender whom the sentence before names: `It was over when Ann Lee took the floor.  “…,” she said`.
    fn only_named(&self, first: usize, token: usize, person: usize, gender: Gender) -> Option<usize> {
        let document = self.forms.document;
        let before = document.sentences[document.sentence_of(token).checked_sub(1)?];
        let named = (before.first >= first).then(|| self.people_in(before.first..before.last))?;
        only(named.into_iter().filter(|p| *p != person && self.cast.people[*p].gender == gender))
    }

    /// Whom the sentence of a pronoun begins with, outside of the statement's content, where nothing in it names `person`: `Lee took a
    /// middle road: the law is void, he said`.
    fn subject_here(&self, token: usize, person: usize, gender: Gender, statement: &Statement) -> Option<Referent> {
        let document = self.forms.document;
        let sentence = document.sentences[document.sentence_of(token)];
        let colon = (sentence.first..token).find(|t| self.forms.at(*t) == ":")?;
        let content = statement.attribution.content.first()?.start;
        let one = only(self.people_in(sentence.first..colon).into_iter())?;
        let fits = one != person && self.cast.people[one].gender.fits(gender);
        let behind = document.tokens[colon].span.start < content;
        (fits && behind && !self.is_named_in(sentence.first..token, person))
            .then_some(Referent::Person(one, How::Pronoun))
    }

    /// Whether a quotation opens the sentence of a token.
    fn opens_with_quotation(&self, token: usize) -> bool {
        let document = self.forms.document;
        let first = document.sentence_start(token);
        matches!(self.forms.at(first), "“" | "\"" | "'" | "‘")
    }

    /// Whether the mark of an owner stands at a token, and a relative behind it: `Lee's sister`.
    fn owns_kin(&self, token: usize) -> bool {
        self.forms.owned(token).is_some_and(|next| is_kin(self.forms.at(next)))
    }

    /// Whom the sentence before a token begins with, if it stands behind `from`: `Prosecutor Tom Fox objected.  He later said …`.
    pub(crate) fn subject_before(&self, token: usize, from: usize) -> Option<usize> {
        const LONGEST_TITLE: usize = 6;
        let document = self.forms.document;
        let mut before = document.sentences[document.sentence_of(token).checked_sub(1)?];
        // `As I left, Lee called after me.`
        if is_in("As When While After Before Once", self.forms.at(before.first)) {
            const LONGEST: usize = 8;
            let clause = before.first..before.last.min(before.first + LONGEST);
            let comma = clause.clone().find(|t| self.forms.at(*t) == ",")?;
            let free = clause.take_while(|t| *t < comma).all(|t| self.cast.person_at(t).is_none());
            before.first = if free { comma + 1 } else { before.first };
        }
        let titled = |t: &usize| self.forms.is_capital(*t) || is_role(self.forms.at(*t)) || self.forms.at(*t) == ".";
        let named = |t: usize| self.cast.person_at(t);
        let after = |name: usize| (name..before.last).find(|t| named(*t) != named(name));
        let first = (before.first..before.last).take(LONGEST_TITLE).find(|t| named(*t).is_some())?;
        // `His mother, Ann Lee, wept`, `Lee's sister, Ada, wept`
        let related = || {
            let next = self.forms.owned(after(first)?)?;
            let kin = (next..next + 3).find(|t| is_kin(self.forms.at(*t)))?;
            let name = kin + 1 + usize::from(self.forms.at(kin + 1) == ",");
            named(name).map(|_| name)
        };
        let (name, owner) = related().map_or((first, None), |name| (name, Some(first)));
        let owned = name > before.first
            && self.forms.at(name - 1) == ","
            && (owner.is_some() || self.is_owned(&(before.first..name)));
        let titles = before.first..owner.unwrap_or(name);
        let opens = (owned || titles.into_iter().all(|t| titled(&t))) && before.first >= from;
        let end = after(name)?;
        // `Jaylen Price, 17, laughed`
        let aged =
            self.forms.at(end) == "," && self.forms.at(end + 1).parse::<u8>().is_ok() && self.forms.at(end + 2) == ",";
        let end = end + if aged { 3 } else { usize::from(owned && self.forms.at(end) == ",") };
        // `Ann Lee, who joined on Monday, dissented`
        const LONGEST_ASIDE: usize = 14;
        let aside = self.forms.at(end) == "," && is_in("who whose a an the now then once", self.forms.at(end + 1));
        let closes = || (end + 2..before.last.min(end + LONGEST_ASIDE)).find(|t| self.forms.at(*t) == ",");
        let end = if aside { closes().map_or(end, |comma| comma + 1) } else { end };
        let acts = self.forms.at(end).starts_with(char::is_lowercase);
        (opens && acts && self.is_own(name..name + 1)).then(|| named(name))?
    }

    /// The person named first in the nearest sentence that names one that fits; (sentence, person).
    fn nearest_named(
        &self,
        tokens: &Range<usize>,
        here: usize,
        statement: &Statement,
        fits: impl Fn(usize) -> bool,
    ) -> Option<(usize, usize)> {
        let document = self.forms.document;
        let mut best: Option<(usize, usize, usize)> = None; // sentence, first token, person
        for (index, person) in self.cast.people.iter().enumerate().filter(|(i, _)| fits(*i)) {
            for (range, _) in &person.mentions {
                let sentence = document.sentence_of(range.start);
                let Some(span) = document.span_of(range.clone()) else { continue };
                let inside = statement.attribution.content.iter().any(|c| c.contains(span));
                let owner = self.owns_kin(range.end);
                let reachable = !owner && range.end <= tokens.start && here - sentence.min(here) <= REACH && !inside;
                if !reachable || quotes::holds(self.quotes, span) {
                    continue;
                }
                if best.is_none_or(|(s, t, _)| sentence > s || (sentence == s && range.start < t)) {
                    best = Some((sentence, range.start, index));
                }
            }
        }
        best.map(|(sentence, _, person)| (sentence, person))
    }
}
