//! Noun phrases that lean on somebody else: `his Russian counterpart`, `her office`, `its defence ministry`, `Tarn's president`, `the
//! Spaniard`, `the company`.

use crate::base::{self, OF_STATE};
use crate::cast::Body;
use crate::firms::is_firm_noun;
use crate::mentions::NameKind;
use crate::names::Gender;
use crate::roles::party;
use crate::speakers::{REACH, Referent, Resolver};
use crate::titles::is_role;
use crate::words::{is_in, only};
use onrecord_types::{ActorKind, Affiliation, How};
use std::ops::Range;

/// Tokens at most that describe a firm before its noun.
const LONGEST: usize = 8;

/// An article with more bodies is about no one firm.
const MANY: usize = 60;

impl Resolver<'_> {
    /// Whom a phrase means by another; `None` where it leans on nobody, or nothing tells on whom.
    pub(crate) fn leaning(&mut self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        // `the presidential office`, whoever the president is
        let the = self.forms.at(tokens.start).eq_ignore_ascii_case("the");
        if the && is_in("office palace", self.forms.at(head)) && self.forms.at(head.saturating_sub(1)) == "presidential"
        {
            return Some(Referent::Unresolved);
        }
        let other = self.counterpart(tokens, head).or_else(|| self.own_office(tokens, head));
        let other = other.or_else(|| self.own_ministry(tokens, head)).or_else(|| self.of_people(tokens, head));
        let other = other.or_else(|| self.of_party(tokens, head)).or_else(|| self.member_of_state(tokens, head));
        other.or_else(|| self.club(tokens, head)).or_else(|| self.officer_of_place(tokens, head))
    }

    /// The holder of an office whose place is named first: `Tarn's president`.
    fn officer_of_place(&mut self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        let place = self.mentions.name_at(tokens.start).filter(|n| n.kind == NameKind::Place);
        let owned = place.and_then(|n| self.forms.owned(n.tokens.end)).is_some_and(|next| next <= head);
        let several = (head..tokens.end).any(|t| self.forms.at(t) == "and");
        if !owned || !is_role(self.forms.at(head)) || several {
            return None;
        }
        Some(self.role(tokens, self.forms.at(head))).filter(|found| *found != Referent::Unresolved)
    }

    /// The ministry, army or other body of the country that `its` means: `its defence ministry`.
    fn own_ministry(&mut self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        const BODIES: &str = "ministry military army parliament embassy police";
        let its = self.forms.at(tokens.start).eq_ignore_ascii_case("its") && head > tokens.start;
        if !its || !is_in(BODIES, self.forms.at(head)) || tokens.end != head + 1 {
            return None;
        }
        // A country, or what is of its state: `the Tarnish foreign ministry said …`
        let of = |who: &Referent| match who {
            Referent::Body(b, _) => {
                let body = &self.cast.bodies[*b];
                let told = || self.cast.affiliation(&format!("the {}", body.name));
                let of_state = |a: &Affiliation| a.sector.as_deref().is_some_and(|s| OF_STATE.contains(&s));
                body.country().or_else(|| base::country_name(Some(told()).filter(of_state)?.country.as_deref()?))
            }
            _ => None,
        };
        let spoke = || self.spoken_before(tokens.start).next().filter(|(at, _)| self.is_near(*at, tokens.start, 1));
        let country = of(&self.acting(tokens.start)).or_else(|| of(spoke()?.1))?;
        let name = format!("{country}'s {}", self.forms.of(tokens.start + 1..head + 1));
        Some(Referent::Body(self.cast.body_of_country(name, tokens.clone()), How::Nominal))
    }

    /// Whom `the Spaniard` means: who spoke last, if nothing says that he is of another people, else the one person of that
    /// country whom the paragraph names; nobody where nothing tells.
    fn of_people(&self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        let word = self.forms.at(head);
        let ends = tokens.end == head + 1 || self.forms.at(head + 1) == ",";
        // `the Portuguese` who trains a team
        let trains = self.cast.sport && self.cast.is_adjective(word);
        if !self.is_plain(tokens, head) || !ends || !(trains || self.cast.base.is_demonym(word)) {
            return None;
        }
        let code = self.cast.entry(word).map(|e| e.country);
        let country = |p: usize| self.entry_of(&self.cast.people[p]).map(|e| e.country).filter(|c| !c.is_empty());
        let may_be = |p: usize| code.is_none() || country(p).is_none_or(|c| Some(c) == code);
        Some(self.one_of(tokens, may_be, |p| code.is_some() && country(p) == code))
    }

    /// Whom `the Democrat` means: who spoke last, if nothing says that he is of another party, else the one person of that party whom
    /// the paragraph names.
    fn of_party(&self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        let word = self.forms.at(head);
        let ends = tokens.end == head + 1 || is_in(", who", self.forms.at(head + 1));
        let member = is_in("Democrat Republican Conservative Tory Libertarian", word);
        let asked = party(word).filter(|_| member && ends && self.is_plain(tokens, head))?;
        let of = |p: usize| self.parties_of(&self.cast.people[p]);
        Some(self.one_of(tokens, |p| of(p).is_empty() || of(p).contains(&asked), |p| of(p).contains(&asked)))
    }

    /// Whom a word for one of several means: who spoke last, if he `may_be` one, else the one person in the paragraph who `is`.
    fn one_of(&self, tokens: &Range<usize>, may_be: impl Fn(usize) -> bool, is: impl Fn(usize) -> bool) -> Referent {
        // `Luca Ferri disagreed.  The Italian said …`
        let document = self.forms.document;
        let here = document.sentence_start(tokens.start);
        let before = document.sentence_start(here.saturating_sub(1)).max(self.paragraph(tokens.start));
        let told = only(self.people_in(before..here).into_iter()).filter(|p| may_be(*p));
        let spoke = self.spoken_before(tokens.start).next().filter(|(at, _)| self.is_near(*at, tokens.start, 2));
        let last = spoke.and_then(|(at, who)| match who {
            Referent::Person(p, _) if may_be(*p) => Some((at, *p)),
            _ => None,
        });
        let near = || self.people_in(self.paragraph(tokens.start)..tokens.start).into_iter();
        // `The manager said that Lee was fit.  The Spaniard …`
        let just = last.filter(|(at, _)| *at >= before).map(|(_, p)| p);
        let found = just.or(told).or(last.map(|(_, p)| p)).or_else(|| only(near().filter(|p| is(*p))));
        found.map_or(Referent::Unresolved, |p| Referent::Person(p, How::Nominal))
    }

    /// The one club whose name ends with a word, in an article about sport: `City` is Quay City.
    fn club(&self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        let word = self.forms.at(head);
        let alone = self.cast.sport && tokens.len() == 1 && self.forms.is_capital(head);
        let ends = |b: &Body<'_>| {
            b.kind == ActorKind::Organisation && b.name.rsplit_once(' ').is_some_and(|(_, last)| last == word)
        };
        let clubs = self.cast.bodies.iter().enumerate().filter(|(_, b)| alone && ends(b));
        only(clubs).map(|(at, _)| Referent::Body(at, How::Nominal))
    }

    /// The office or campaign of whom a pronoun means, if the base knows him or he is of a state or a party: `her office`; else of
    /// the one such person whom the sentence names before.
    fn own_office(&mut self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        const OF_PARTIES: &[&str] = &["ELI", "PTY", "OPP"];
        let noun = ["office", "campaign"].into_iter().find(|noun| self.forms.at(head) == *noun)?;
        let gender = match self.forms.at(tokens.start).to_lowercase().as_str() {
            "his" => Gender::Male,
            "her" => Gender::Female,
            _ => return None,
        };
        if head != tokens.start + 1 {
            return None;
        }
        let people = &self.cast.people;
        let fits = |p: usize| people[p].gender.fits(gender);
        let political = |p: usize| {
            let fits = |s: &str| OF_STATE.contains(&s) || OF_PARTIES.contains(&s);
            let named = || self.cast.bodies.iter().any(|b| b.owner == Some((p, noun)));
            let role = |r: &String| self.cast.affiliation(r).sector.is_some_and(|s| fits(&s));
            let known = self.entry_of(&people[p]).is_some_and(|e| e.sector.is_empty() || fits(e.sector));
            known || named() || people[p].roles.iter().any(role)
        };
        let told = match self.linked(tokens.start, How::Pronoun, fits) {
            Referent::Person(p, _) if political(p) => Some(p),
            _ => None,
        };
        let document = self.forms.document;
        let sentence = document.sentence_start(head);
        let one =
            |from: usize| only(self.people_in(from..tokens.start).into_iter().filter(|p| fits(*p) && political(*p)));
        // `Mr. Lee did not comment.  His office said …`
        let opens = sentence == tokens.start && sentence > 0;
        let before = || opens.then(|| one(document.sentence_start(sentence - 1)))?;
        let owner = told.or_else(|| one(sentence)).or_else(before)?;
        Some(Referent::Body(self.cast.body_of_person(owner, noun, tokens.clone()), How::Nominal))
    }

    /// The last firm that has spoken, where `the company` is taken for one that has not: the others are only told of.
    pub(crate) fn spoke_of_kind(&self, body: usize, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        let spoke = || self.has_spoken_since(0, tokens.start, |who| who.is(&Referent::Body(body, How::Name)));
        if !is_in("company firm bank airline", self.forms.at(head)) || spoke() {
            return None;
        }
        let firm = |b: usize| self.sector_of(&self.cast.bodies[b]).as_deref() == Some("BUS");
        let last = self.spoken_before(tokens.start).find_map(|(_, who)| match who {
            Referent::Body(b, _) if firm(*b) => Some(*b),
            _ => None,
        });
        last.map(|b| Referent::Body(b, How::Nominal))
    }

    /// The same where it spoke in the sentence before, whatever the network says.
    pub(crate) fn spoke_right_before(&self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        let opens = self.before_quotation(tokens.start);
        let (at, _) = self.spoken_before(tokens.start).next()?;
        let sentence = |t: usize| self.forms.document.sentence_of(t);
        if sentence(at) + 1 != sentence(opens) {
            return None;
        }
        self.body_that_spoke(tokens, head)
    }

    /// The one armed group that the article names before, and names close by: `the group`, `the militants`.
    pub(crate) fn armed_group(&self, tokens: &Range<usize>) -> Option<Referent> {
        // In a text that names more, none is the group.
        const MOST: usize = 100;
        let words = self.forms.of(tokens.clone()).to_lowercase();
        let plain = is_in("group militants insurgents rebels", words.strip_prefix("the ")?);
        if !plain || self.cast.bodies.len() > MOST {
            return None;
        }
        let before = |b: &Body<'_>| b.mentions.iter().any(|(r, _)| r.end <= tokens.start);
        let armed = |b: &Body<'_>| before(b) && self.sector_of(b).is_some_and(|s| is_in("REB UAF", &s));
        let bodies = self.cast.bodies.iter().enumerate();
        let (at, body) = only(bodies.filter(|(_, b)| armed(b)))?;
        let near = |r: &Range<usize>| r.end <= tokens.start && self.is_near(r.start, tokens.start, 2);
        body.mentions.iter().any(|(r, _)| near(r)).then_some(Referent::Body(at, How::Nominal))
    }

    /// The organisation that spoke just before in the paragraph, where a noun may mean it: `Boeing said …  The plane maker
    /// added …`.
    pub(crate) fn body_that_spoke(&self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        const BODIES: &str = "group charity union party movement association organisation organization institute watchdog regulator agency \
             mission commission council committee coalition foundation network body";
        let noun = self.forms.at(head);
        let (firm, body) = (is_firm_noun(noun), is_in(BODIES, noun));
        let the = self.forms.at(tokens.start).eq_ignore_ascii_case("the");
        let small = |t: usize| self.forms.at(t).starts_with(char::is_lowercase);
        // `the Quay-based low-cost airline`
        let described = |t: usize| {
            let of = |t: usize| {
                self.cast.is_adjective(self.forms.at(t))
                    || self.mentions.name_at(t).is_some_and(|n| n.kind == NameKind::Place)
            };
            small(t) || self.forms.is_hyphen(t) || of(t)
        };
        let between = tokens.start + 1..head;
        // `the supporters' group`
        let owner = |t: usize| matches!(self.forms.at(t), "'" | "’");
        let short = body && between.len() < 3 && between.clone().all(|t| small(t) || owner(t))
            || between.len() < LONGEST && between.clone().all(described);
        if !the || !short || head + 1 != tokens.end || !(firm || body) {
            return None;
        }
        let fits = |b: usize| {
            let sector = self.sector_of(&self.cast.bodies[b]);
            let suits = if firm { sector.is_none_or(|s| s == "BUS") } else { self.suits(noun, b) };
            // `Lee's team said that the committee …`: another
            let reports = self.reports(&Referent::Body(b, How::Nominal));
            let other = reports && !firm && !self.cast.bodies[b].name.to_lowercase().contains(noun);
            suits && !other && self.cast.bodies[b].kind == ActorKind::Organisation
        };
        // In the paragraph, or right before the quotation that opens it.
        let opens = self.before_quotation(tokens.start);
        let here = |at: usize| at >= self.paragraph(tokens.start) || opens < tokens.start && self.is_near(at, opens, 1);
        // `NorGrid said …  Its head apologised.  The supplier hopes …`
        let person = |who: &Referent| firm && matches!(who, Referent::Person(..));
        let mut near = self.spoken_before(tokens.start).take_while(|(at, _)| here(*at));
        let last = near.find(|(_, who)| !person(who));
        match last {
            Some((at, Referent::Body(b, _))) if fits(*b) && self.is_near(at, opens, if firm { REACH } else { 2 }) => {
                Some(Referent::Body(*b, How::Nominal))
            }
            _ if firm => self.firm_on_top(tokens).map(|b| Referent::Body(b, How::Nominal)),
            _ => None,
        }
    }

    /// The one firm that the headline names, where the paragraph has named no other.
    fn firm_on_top(&self, tokens: &Range<usize>) -> Option<usize> {
        if self.cast.bodies.len() > MANY {
            return None;
        }
        let here = self.paragraph(tokens.start)..tokens.start;
        let bodies = || self.cast.bodies.iter().enumerate();
        let is_firm = |b: &Body<'_>| self.sector_of(b).as_deref() == Some("BUS");
        let top = |b: &Body<'_>| b.mentions.iter().any(|m| self.is_on_top(&m.0));
        let told = |b: &Body<'_>| b.mentions.iter().any(|m| here.contains(&m.0.start));
        let (one, _) = only(bodies().filter(|(_, b)| top(b) && is_firm(b)))?;
        (!bodies().any(|(at, b)| at != one && told(b) && is_firm(b))).then_some(one)
    }

    /// The one organisation that the sentence names before a noun that may be it: `A Harbour Front official said the group …`.
    pub(crate) fn named_here(&self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        const NOUNS: &str =
            "group company firm bank union party organisation organization movement airline charity club";
        let noun = self.forms.at(head);
        let outlet = is_in("newspaper paper magazine broadcaster", noun);
        // `Orbix will close its plant, the German-owned carmaker said.`
        let the = self.forms.at(tokens.start).eq_ignore_ascii_case("the") && head + 1 == tokens.end;
        let trade = the && head <= tokens.start + 4 && is_firm_noun(noun);
        let plain = self.is_plain(tokens, head) && (outlet || is_in(NOUNS, noun));
        if !plain && !trade {
            return None;
        }
        let document = self.forms.document;
        let sentence = document.sentence_start(head);
        let sentence = if outlet { self.paragraph(head) } else { sentence };
        let since = |start: usize| {
            let here = move |b: &Body<'_>| b.mentions.iter().any(|(r, _)| start <= r.start && r.end <= tokens.start);
            let bodies = self.cast.bodies.iter().enumerate();
            bodies.filter(move |(at, b)| b.kind == ActorKind::Organisation && here(b) && self.suits(noun, *at))
        };
        if !plain {
            let firm = |at: usize| self.sector_of(&self.cast.bodies[at]).is_none_or(|s| s == "BUS");
            return only(since(sentence)).filter(|(at, _)| firm(*at)).map(|(at, _)| Referent::Body(at, How::Nominal));
        }
        // The sentence before in the paragraph: `She leads a fund called Harbour Hope.  The group wants …`.
        let before = || {
            let here = document.sentence_of(head);
            let first = document.sentences[here.saturating_sub(1)].first.max(self.paragraph(head));
            only(since(first)).filter(|_| here > 0 && since(sentence).next().is_none())
        };
        // The one firm of the whole article, in which no body may be another
        let firm = || {
            if self.cast.bodies.len() > MANY {
                return None;
            }
            let may_be = |b: &Body<'_>| self.sector_of(b).is_none_or(|s| s == "BUS");
            let bodies = self.cast.bodies.iter().enumerate().filter(|(_, b)| b.kind == ActorKind::Organisation);
            let (at, one) = only(bodies.filter(|(_, b)| may_be(b)))?;
            let before = one.mentions.iter().any(|(r, _)| r.end <= tokens.start);
            (before && self.sector_of(one).is_some() && is_in("company firm", noun)).then_some((at, one))
        };
        only(since(sentence)).or_else(before).or_else(firm).map(|(at, _)| Referent::Body(at, How::Nominal))
    }

    /// The campaign, administration or team that the sentences before name by whose it is: `Ann Lee's campaign … the campaign`.
    pub(crate) fn of_whom(&mut self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        let noun = self.forms.at(head);
        const FAR: usize = 600;
        if !self.is_plain(tokens, head) || !is_in("campaign administration camp", noun) {
            return None;
        }
        let document = self.forms.document;
        let first =
            document.sentences[document.sentence_of(head).saturating_sub(REACH)].first.max(head.saturating_sub(FAR));
        let owner = |t: usize| {
            let mark = if self.forms.is_possessive(t.wrapping_sub(2)) { 2 } else { 0 };
            t.checked_sub(mark + 1).filter(|name| self.cast.person_at(*name).is_some())
        };
        let named = (first..tokens.start).rev().find(|t| self.forms.at(*t) == noun && owner(*t).is_some())?;
        let start = owner(named).and_then(|name| self.mentions.name_at(name)).map(|n| n.tokens.start)?;
        Some(self.body(&(start..named + 1), named))
    }
}
