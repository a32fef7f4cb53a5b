//! Statements that several make together: `Ann Lee and Joe Fox said`, `Russia, China and Iran agreed`, `they said`.
//!
//! A source is cut at its commas and conjunctions. Those speak with the first who are members of a list that begins with
//! him: names, and after a conjunction roles (`and the mayor`). What explains one of them (`Lee, who leads the union, and
//! Fox`) does not end the list; names inside the explanation (`Lee, a friend of Fox and Hall`) are not in it.

use crate::mentions::{Name, NameKind};
use crate::roles::is_called;
use crate::speakers::{REACH, Referent, Resolver};
use crate::titles::{self, is_role, seat_party};
use crate::words::is_in;
use onrecord_types::{ActorKind, How, Statement};
use std::ops::Range;

/// A part of a source between commas and conjunctions.
struct Part {
    tokens: Range<usize>,
    /// Whether a comma stands before it.
    comma: bool,
    /// Whether a conjunction does.
    joined: bool,
}

/// Words that join the last member of a list to it.
const JOIN: &[&[&str]] = &[&["and"], &["nor"], &["as", "well", "as"], &["along", "with"], &["together", "with"]];

impl Resolver<'_> {
    /// Those who make a statement together with `first`, its speaker, whom the source in `tokens` names.
    pub(crate) fn joint(&mut self, tokens: Range<usize>, statement: &Statement, first: &Referent) -> Vec<Referent> {
        let mut parts = self.parts(&tokens);
        if parts.len() < 2 {
            return Vec::new();
        }
        // `Tarn, Quay sign pact`, as headlines have it
        if let ([_, second], true) = (&mut parts[..], self.is_on_top(&tokens)) {
            let named = |n: &Name| n.tokens == second.tokens;
            second.joined |= second.comma && self.mentions.names.iter().any(named);
        }
        let Some(start) = self.start(&parts, statement, first) else { return Vec::new() };
        let mut out: Vec<Referent> = Vec::new();
        // Members that only a comma joins are so if the list goes on to a conjunction: `Lee, Berkeley` is no list.
        let mut pending = Vec::new();
        let (mut open, mut is_explained_by_name, mut introduced) = (true, false, false);
        for (before, part) in parts[start..].iter().zip(&parts[start + 1..]) {
            if self.is_aside(&part.tokens) {
                continue;
            }
            let determined = is_determined(self.forms.at(part.tokens.start));
            let goes_on = !part.comma && !determined && self.ends_in_another(&before.tokens);
            let member = self
                .member(&part.tokens, part.joined, statement)
                .filter(|r| !(goes_on && matches!(r, Referent::Body(..))));
            let is_name = member.is_some();
            let is_person = matches!(member, Some(Referent::Person(..)));
            let fits = part.joined && (open || part.comma && !is_explained_by_name);
            match member {
                // `and her husband, Joe Fox`
                Some(member) if introduced && is_person && !part.joined => {
                    out.push(member);
                    open = true;
                }
                Some(member) if fits => {
                    out.append(&mut pending);
                    out.push(member);
                    open = true;
                }
                // `Ann Lee, the Miller professor and …` is one; `the bank, the ministry and …` are several.
                Some(member) if open && !part.joined && !(determined && is_person) => pending.push(member),
                // `Lee, Fox and three others`
                None if fits => {
                    out.extend(pending.drain(..).filter(|r| matches!(r, Referent::Person(..))));
                    open = false;
                }
                _ => {
                    pending.clear();
                    open = false;
                }
            }
            introduced = fits && !is_name && self.forms.at(part.tokens.start).starts_with(char::is_lowercase);
            is_explained_by_name = !open && is_name;
        }
        let mut seen = vec![first.clone()];
        out.retain(|r| {
            let is_new = !seen.iter().any(|s| s.is(r));
            seen.push(r.clone());
            is_new
        });
        out
    }

    /// The part that names the first: the source's first, or the one after it that says who it is (`the mayor, Ann Lee`).
    fn start(&mut self, parts: &[Part], statement: &Statement, first: &Referent) -> Option<usize> {
        let is_first = |r: Option<Referent>| r.is_some_and(|r| r.is(first));
        if is_first(self.member(&parts[0].tokens, true, statement)) {
            return Some(0);
        }
        let named = is_first(self.member(&parts[1].tokens, true, statement));
        (named && !parts[1].joined && is_determined(self.forms.at(parts[0].tokens.start))).then_some(1)
    }

    /// Whether a part ends in a body that only tells more of the one it means, and goes on with another such: `the head of
    /// NATO and the EU`, `Ann Lee of Harvard and Yale`; but `the presidents of Ukraine and France` are two.
    fn ends_in_another(&self, tokens: &Range<usize>) -> bool {
        let many = |word: &str| word.strip_suffix('s').is_some_and(is_role);
        let name = self.mentions.name_at(tokens.end - 1).filter(|n| n.kind != NameKind::Person);
        // `the Secretary of the National Security and Defense Council`
        let capitals = || tokens.end - tokens.clone().rev().take_while(|i| self.forms.is_capital(*i)).count();
        let mut before = (tokens.start..name.map_or_else(capitals, |n| n.tokens.start)).map(|i| self.forms.at(i));
        before.clone().any(|w| matches!(w, "of" | "at" | "from" | "for" | "in")) && !before.any(many)
    }

    /// Whom a part of a list means by name, or where it may be so (`by_role`) by a role with its article.
    fn member(&mut self, tokens: &Range<usize>, by_role: bool, statement: &Statement) -> Option<Referent> {
        let found = self.named_person(tokens).or_else(|| self.named_body(tokens));
        let opens = |i: usize| {
            let word = self.forms.at(i);
            let titled = titles::is_title(word) || is_role(word) || matches!(word, "former" | "fellow");
            word.starts_with(char::is_uppercase) || is_determined(word) || titled
        };
        let found = if found.is_some() && opens(tokens.start) {
            found
        } else if by_role && is_determined(self.forms.at(tokens.start)) {
            Some(self.of_source(tokens.clone(), statement, None))
        } else {
            None
        };
        found.filter(|r| match r {
            Referent::Person(..) => true,
            Referent::Body(b, _) => self.cast.bodies[*b].kind != ActorKind::Place,
            Referent::Unnamed(_) | Referent::Open(_) | Referent::Unresolved => false,
        })
    }

    /// Whom `they` means, and who else: a body, two people who are named side by side, a family (`the Lees`); never one person.
    pub(crate) fn several(&self, token: usize) -> (Referent, Vec<Referent>) {
        if let Some(leader) = self.with_colleagues(token) {
            return (leader, Vec::new());
        }
        let (one, how) = match self.acting(token) {
            Referent::Person(one, how) => (one, how),
            Referent::Unresolved => {
                let others = || (self.several_unnamed(token).unwrap_or(Referent::Unresolved), Vec::new());
                return self.opening_pair(token).unwrap_or_else(others);
            }
            found => return (found, Vec::new()),
        };
        let here = self.forms.document.sentence_of(token);
        let near = |r: &&Range<usize>| r.end <= token && here - self.forms.document.sentence_of(r.start) <= REACH;
        let named = |p: usize| self.cast.people[p].mentions.iter().map(|(r, _)| r);
        let Some(last) = named(one).filter(near).max_by_key(|r| r.start) else {
            return (Referent::Unresolved, Vec::new());
        };
        let others = (0..self.cast.people.len()).filter(|p| *p != one);
        let all = || others.clone().flat_map(|p| named(p).map(move |r| (p, r)));
        let mut pair = all().filter(|(_, r)| r.end <= token).filter_map(|(p, r)| {
            let (first, second) = if r.start < last.start { (r, last) } else { (last, r) };
            // A third who is named since then is more likely one of them.
            let third = || all().any(|(q, r)| q != p && second.end <= r.start && r.end <= token);
            let listed = self.is_list(first.end..second.start) && !third();
            listed.then_some(if r.start < last.start { (p, one) } else { (one, p) })
        });
        let family = last.len() == 1 && self.forms.at(last.start).ends_with('s');
        match pair.next() {
            Some((first, second)) => (Referent::Person(first, how), vec![Referent::Person(second, how)]),
            None if family && self.forms.at(last.start.wrapping_sub(1)).eq_ignore_ascii_case("the") => {
                (Referent::Person(one, how), Vec::new())
            }
            None => (Referent::Unresolved, Vec::new()),
        }
    }

    /// The two whom a phrase for two means (`the two leaders`, `the interlocutors`): those who met in the last sentence before that
    /// names just two who did.
    pub(crate) fn pair(&self, tokens: &Range<usize>) -> Option<(Referent, Vec<Referent>)> {
        /// Who meets, be it by two or in a crowd.
        const MEET: &str = "leaders presidents ministers premiers diplomats politicians parties sides interlocutors";
        /// The same, where two or both are told of.
        const TWO: &str = "men women candidates rivals senators officials allies";
        /// What those do who meet.
        const MEETING: &str =
            "with met meet meets meeting talks talked spoke conversation call negotiations held discussed between and";
        const FAR: usize = 6;
        const FARTHEST: usize = 400;
        let words = self.forms.of(tokens.clone()).to_lowercase();
        let plain = words.strip_prefix("the ").unwrap_or(&words);
        let two = plain.strip_prefix("two ").or_else(|| plain.strip_prefix("both "));
        let noun = two.unwrap_or(plain);
        let fits = is_in(MEET, noun) || noun == "heads of state" || two.is_some() && is_in(TWO, noun);
        if !fits || two.is_none() && plain.len() == words.len() {
            return None;
        }
        let document = self.forms.document;
        let here = document.sentence_of(tokens.start);
        let named = |words: Range<usize>| {
            let mut found: Vec<usize> = Vec::new();
            for t in words {
                let person = self.cast.person_at(t).filter(|p| !found.contains(p));
                found.extend(person);
            }
            found
        };
        let called = |p: usize| self.may_be_of_several(p, noun);
        let who = |p: usize| Referent::Person(p, How::Nominal);
        let both =
            |first: usize, second: usize| (called(first) && called(second)).then(|| (who(first), vec![who(second)]));
        // The two whom a nearer sentence names without a word of meeting are the same.
        let mut nearer: Option<[usize; 2]> = None;
        for sentence in (here.saturating_sub(FAR)..here + 1).rev().filter_map(|s| document.sentences.get(s)) {
            let words = sentence.first.max(tokens.start.saturating_sub(FARTHEST))..sentence.last.min(tokens.start);
            let (first, second) = match named(words.clone())[..] {
                [first, second] => (first, second),
                [] | [_] => continue,
                _ => return None,
            };
            let mut other = nearer.iter().filter(|two| !two.contains(&first) || !two.contains(&second));
            if other.next().is_some() {
                return None;
            }
            if two.is_some() || words.into_iter().any(|t| is_in(MEETING, &self.forms.at(t).to_lowercase())) {
                return both(first, second);
            }
            nearer = Some([first, second]);
        }
        // Further off, the only two whom the article names.
        let first = |p: &usize| self.cast.people[*p].mentions.first().map_or(usize::MAX, |(r, _)| r.start);
        let told = (0..self.cast.people.len()).filter(|p| first(p) < tokens.start).take(3);
        let mut told: Vec<usize> = told.collect();
        told.sort_by_key(first);
        match told[..] {
            [first, second] if is_in(MEET, noun) => both(first, second),
            _ => None,
        }
    }

    /// Those who made a statement together in the sentence before one that `They` opens.
    pub(crate) fn still_together(&self, token: usize) -> Option<(Referent, Vec<Referent>)> {
        let (at, first, others) = self.together.as_ref()?;
        let opens = self.forms.document.sentence_start(token) == token;
        let next = *at < token && self.is_near(*at, token, 1);
        (opens && next).then(|| (first.as_pronoun(), others.iter().map(Referent::as_pronoun).collect()))
    }

    /// Whether somebody may be one of `presidents` or `ministers`: whom the article calls nothing else.
    fn may_be_of_several(&self, person: usize, noun: &str) -> bool {
        let office = is_in("presidents ministers premiers", noun).then(|| noun.trim_end_matches('s'));
        let person = &self.cast.people[person];
        // Voters are no candidates, and hostages no sides.
        let known = || self.entry_of(person).is_some();
        match office {
            Some(office) => person.roles.is_empty() || is_called(person, office),
            None if is_in("candidates rivals", noun) => is_called(person, "candidate") || known(),
            None if noun == "sides" => !person.roles.is_empty() || known(),
            None => true,
        }
    }

    /// Who is told of with colleagues in the sentence before, or in this one, where nobody else is: `she and her colleagues
    /// report.  The corals, they found, …`.
    fn with_colleagues(&self, token: usize) -> Option<Referent> {
        const FAR: usize = 300;
        const COLLEAGUES: &str = "colleagues co-authors coauthors team collaborators co-workers coworkers";
        let document = self.forms.document;
        let here = document.sentence_start(token);
        let from = document.sentence_start(here.saturating_sub(1)).max(token.saturating_sub(FAR));
        let own = |i: usize| {
            let noun = (i + 2..i + 4).find(|k| is_in(COLLEAGUES, self.forms.at(*k)));
            self.forms.at(i) == "and" && is_in("his her", self.forms.at(i + 1)) && noun.is_some_and(|k| k < token)
        };
        let and = (from + 1..token).rev().find(|i| own(*i))?;
        let who = match self.cast.person_at(and - 1) {
            Some(person) => Referent::Person(person, How::Pronoun),
            None if is_in("he she", &self.forms.at(and - 1).to_lowercase()) => {
                self.linked(and - 1, How::Pronoun, |_| true)
            }
            None => return None,
        };
        matches!(who, Referent::Person(..)).then_some(who)
    }

    /// The two whom the sentence before opens with: `Ada Quill and Joe Fox met. They …`.
    fn opening_pair(&self, token: usize) -> Option<(Referent, Vec<Referent>)> {
        let document = self.forms.document;
        let before = document.sentences[document.sentence_of(token).checked_sub(1)?];
        let people = self.cast.people.iter().enumerate();
        let mut named: Vec<(Range<usize>, usize)> = people
            .flat_map(|(p, person)| person.mentions.iter().map(move |(r, _)| (r.clone(), p)))
            .filter(|(r, _)| (before.first..before.last).contains(&r.start))
            .collect();
        named.sort_by_key(|(r, _)| r.start);
        let [(first, one), (second, other)] = &named[..] else { return None };
        let titled = (before.first..first.start).all(|t| self.describes(t));
        let who = |p: usize| Referent::Person(p, How::Pronoun);
        (one != other && titled && self.is_list(first.end..second.start)).then(|| (who(*one), vec![who(*other)]))
    }

    /// Whether the words between two people join them: `and`, and what the second is.
    fn is_list(&self, between: Range<usize>) -> bool {
        (1..12).contains(&between.len())
            && self.forms.at(between.start) == "and"
            && between.skip(1).all(|t| self.describes(t))
    }

    /// Whether a word may stand before a name to tell who has it: `the former Mayor`.
    fn describes(&self, token: usize) -> bool {
        let word = self.forms.at(token);
        self.forms.is_capital(token)
            || is_role(word)
            || titles::is_title(word)
            || matches!(word, "of" | "the" | "former" | ".")
    }

    /// What stands between the commas of a list without being of it: an age, a seat (`D-Ohio`), `Jr.`
    fn is_aside(&self, tokens: &Range<usize>) -> bool {
        let words = self.forms.of(tokens.clone());
        words.chars().all(|c| c.is_ascii_digit())
            || seat_party(words).is_some()
            || matches!(words, "Jr." | "Sr." | "Inc.")
    }

    /// The parts of a source; commas and conjunctions inside names do not part it.
    fn parts(&self, tokens: &Range<usize>) -> Vec<Part> {
        let is_inside = |i: usize| {
            let inside = |r: &Range<usize>| r.start < i && i + 1 < r.end;
            let people = self.cast.people.iter().flat_map(|p| &p.mentions);
            let mut all = people.chain(self.cast.bodies.iter().flat_map(|b| &b.mentions));
            self.mentions.name_at(i).is_some_and(|n| inside(&n.tokens)) || all.any(|(r, _)| inside(r))
        };
        let joins = |i: usize| {
            let fits = |words: &&&[&str]| {
                words
                    .iter()
                    .enumerate()
                    .all(|(k, word)| i + k < tokens.end && self.forms.at(i + k).eq_ignore_ascii_case(word))
            };
            JOIN.iter().find(fits).map(|words| words.len())
        };
        let opens = matches!(self.forms.at(tokens.start).to_lowercase().as_str(), "both" | "neither" | "either");
        let start = tokens.start + usize::from(opens && tokens.len() > 1);
        let mut out = vec![Part { tokens: start..start, comma: false, joined: false }];
        let mut i = start;
        while i < tokens.end {
            let comma = self.forms.at(i) == ",";
            let join = joins(i);
            if (comma || join.is_some()) && !is_inside(i) {
                let next = i + join.unwrap_or(1);
                match out.last_mut() {
                    Some(last) if last.tokens.is_empty() && last.tokens.start > start => {
                        (last.comma, last.joined) = (last.comma || comma, last.joined || join.is_some());
                        last.tokens = next..next;
                    }
                    _ => out.push(Part { tokens: next..next, comma, joined: join.is_some() }),
                }
                i = next;
                continue;
            }
            i += 1;
            if let Some(last) = out.last_mut() {
                last.tokens.end = i;
            }
        }
        out.retain(|part| !part.tokens.is_empty());
        out
    }
}

fn is_determined(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "the" | "his" | "her" | "its" | "their")
}
