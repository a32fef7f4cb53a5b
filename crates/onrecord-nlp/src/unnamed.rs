//! Who is only described: `a senior official`, and the `he`, `the official` and `they` that later mean him.
//!
//! What an article gives to somebody without a name stays theirs: a pronoun is no reason to give their words to whoever was
//! named last.

use crate::mentions::{NameKind, gender_of_pronoun, pronoun_group};
use crate::names::{self, Gender, Person};
use crate::roles::{self, role_head_is};
use crate::speakers::{REACH, Referent, Resolver};
use crate::titles::is_role;
use crate::words::{is_in, only};
use onrecord_types::How;
use std::ops::Range;

/// Tokens at most from who is described to the first `he` of what they say.
const FAR: usize = 40;

/// Tokens at most from the article of a noun phrase to its head.
const LONGEST: usize = 6;

/// Tokens at the beginning of an article in which only one person may be told of.
const LEAD: usize = 200;

/// Words before `a mayor` that say it of somebody else (`Lee is a mayor`, `Lee, a mayor`, `known as a mayor`), or after which
/// the sentence is about another (`Lee met with a mayor`).
const TELLS: &str = "is was are were be been being as became become becoming ’s 's remains like not , — – ( - with by to for \
    of from at against about on in near behind under than";

impl Resolver<'_> {
    /// Those who have spoken in the words before a token, the last one first, each with the first token of its source.
    pub(crate) fn spoken_before(&self, token: usize) -> impl Iterator<Item = (usize, &Referent)> {
        self.spoken.range(..token).rev().map(|(at, who)| (*at, who))
    }

    /// Whether the noun at `head` may be `he` or `she`: one human being, of that gender for all that the noun tells.
    pub(crate) fn is_one_of(&self, head: usize, gender: Gender) -> bool {
        let noun = self.forms.at(head).to_lowercase();
        let known = || is_role(&noun) || is_in("one another someone somebody", &noun);
        let human = || self.mentions.nominal_at(head).is_some_and(|n| n.kind == NameKind::Person);
        let many = is_plural(&noun) || is_in("crowd audience public electorate media", &noun);
        !many && gender_of_noun(&noun).fits(gender) && (known() || human())
    }

    /// Whether `he` or `she` may be whom some tokens describe: by the noun, and by the first `he` of their sentence (`a docker
    /// said that he …`) where nobody is named before it.
    pub(crate) fn may_be_described(&self, tokens: &Range<usize>, gender: Gender) -> bool {
        let last = self.forms.document.sentences[self.forms.document.sentence_of(tokens.start)].last;
        let names = |t: &usize| self.cast.person_at(*t).is_none();
        let mut words = (tokens.start..last.min(tokens.end + FAR)).take_while(names).map(|t| self.forms.at(t));
        let told = words.find(|word| matches!(*word, "he" | "she")).map_or(Gender::Unknown, gender_of_pronoun);
        self.is_one_of(self.head(tokens), gender) && told.fits(gender)
    }

    /// Whom a noun means that names nobody, where `word` leans on it, a pronoun or the same noun: who made a statement with
    /// it, or whom its phrase introduces.
    pub(crate) fn meant_by(&self, word: &str, head: usize) -> Referent {
        let group = pronoun_group(word);
        if group == 0 && !self.forms.at(head).eq_ignore_ascii_case(word) {
            return Referent::Unresolved;
        }
        let personal = matches!(group, 1 | 2);
        let introduced = || self.introduced(head, personal);
        // `my mother`, whom nobody names.
        let mine = || {
            let own = head.checked_sub(1).filter(|t| matches!(self.forms.at(*t).to_lowercase().as_str(), "my" | "our"));
            own.map(|start| Referent::Open(start..head + 1)).filter(|_| personal)
        };
        let holder = || self.holder(head).filter(|_| personal);
        self.source_with(head).or_else(mine).or_else(holder).or_else(introduced).unwrap_or(Referent::Unresolved)
    }

    /// The one person whom the article calls by the noun at `head`: `the actor’s next film … he said`.
    fn holder(&self, head: usize) -> Option<Referent> {
        let noun = self.forms.at(head).to_lowercase();
        let definite = head.checked_sub(1).is_some_and(|t| self.forms.at(t).eq_ignore_ascii_case("the"));
        if !definite || !is_role(&noun) {
            return None;
        }
        let one = only((0..self.cast.people.len()).filter(|p| roles::is_called(&self.cast.people[*p], &noun)))?;
        Some(Referent::Person(one, How::Pronoun))
    }

    /// Who made a statement with a noun.
    pub(crate) fn source_with(&self, head: usize) -> Option<Referent> {
        let (at, who) = self.spoken_before(head + 1).next()?;
        let tokens = who.described().cloned().unwrap_or(at..head + 1);
        (self.head(&tokens) == head && !matches!(who, Referent::Unresolved)).then(|| who.clone())
    }

    /// Whom a phrase introduces with `a`, `another` or `one`; `he` or `she` (`personal`) is him only where the phrase opens its
    /// sentence and nobody else is named in it, for else another may be meant.
    fn introduced(&self, head: usize, personal: bool) -> Option<Referent> {
        self.mentions.nominal_at(head)?;
        let word = |t: usize| self.forms.at(t).to_lowercase();
        let opens = |t: &usize| matches!(word(*t).as_str(), "a" | "an" | "another" | "one");
        let inside = |t: &usize| self.forms.at(*t).starts_with(char::is_alphanumeric) || self.forms.is_hyphen(*t);
        let start = (head.saturating_sub(LONGEST)..head).rev().take_while(inside).find(opens)?;
        let sentence = self.forms.document.sentences[self.forms.document.sentence_of(start)];
        // `A Libertarian, he backed …`; `A reporter asked Joe Fox.  He said …`
        // `A diplomat, speaking in Quay, was blunter.`
        let goes_on = || {
            let next = self.forms.at(head + 2);
            self.forms.at(head + 1) != "," || next.ends_with("ing") || matches!(next, "who" | "whose")
        };
        let alone = || goes_on() && (head..sentence.last).all(|t| self.cast.person_at(t).is_none());
        let stands =
            if personal { start == sentence.first && alone() } else { !is_in(TELLS, &word(start.wrapping_sub(1))) };
        stands.then_some(Referent::Unnamed(start..head + 1))
    }

    /// `the woman` right after somebody without a name spoke: a witness, and nobody who is named before.
    pub(crate) fn man_or_woman(&self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        let noun = self.forms.at(head).to_lowercase();
        // `the person` is nobody who is named.
        let anybody = noun == "person" && tokens.end == head + 1;
        if !self.is_plain(tokens, head) || !(anybody || is_in("man woman boy girl", &noun)) {
            return None;
        }
        // Nor is `the man`, where the paragraph does not name whom the network ties him to.
        let fits = |p: usize| self.cast.people[p].gender.fits(gender_of_noun(&noun));
        let named = |p| self.people_in(self.paragraph(tokens.start)..tokens.start).contains(&p);
        let known = || matches!(self.linked(head, How::Nominal, fits), Referent::Person(p, _) if named(p));
        let unknown = (anybody || !known()).then_some(Referent::Unresolved);
        let Some((at, who)) = self.spoken_before(tokens.start).next() else { return unknown };
        // `A judge sentenced a man after the man …`
        let other = || (at..tokens.start).any(|t| self.forms.at(t).eq_ignore_ascii_case(&noun));
        let fits = |who: &Range<usize>| !other() && self.may_be_described(who, gender_of_noun(&noun));
        let near = self.is_near(at, tokens.start, 2) && who.described().is_some_and(fits);
        near.then(|| who.clone()).or(unknown)
    }

    /// Whom an age means: `the 43-year-old` is the one person whom the article gives that age, else who speaks or is named
    /// first in one of the two sentences before and has no other.
    pub(crate) fn of_age(&self, tokens: &Range<usize>) -> Option<Referent> {
        let age = (tokens.start + 1..tokens.end).take(LONGEST).find(|t| self.is_age(*t))?;
        let definite = matches!(self.forms.at(tokens.start).to_lowercase().as_str(), "the" | "this" | "that");
        if !definite {
            return None;
        }
        let told = |p: usize| self.age_of(p);
        let aged = (0..self.cast.people.len()).filter(|p| told(*p) == Some(self.forms.at(age)));
        if let Some(one) = only(aged) {
            return Some(Referent::Person(one, How::Nominal));
        }
        // `the 43-year-old nurse`, right after whom the text tells of first
        let first_of_text = || {
            if tokens.start > LEAD {
                return false;
            }
            let mut names = (0..tokens.start).filter_map(|t| self.cast.person_at(t));
            let one = names.next();
            one.is_some_and(|p| names.all(|q| q == p) && self.cast.people[p].roles.is_empty())
        };
        let alone = self.forms.at(self.head(tokens)) == "old" || first_of_text();
        let document = self.forms.document;
        let here = document.sentence_of(tokens.start);
        // `the 43-year-old said as he left`
        const BEHIND: usize = 8;
        let behind = (tokens.end..tokens.end + BEHIND).find(|t| is_in("as while when after before", self.forms.at(*t)));
        let gender = behind.map(|t| match self.forms.at(t + 1) {
            "he" => gender_of_noun("man"),
            "she" => gender_of_noun("woman"),
            _ => gender_of_noun(""),
        });
        let fits = |p: &usize| gender.is_none_or(|g| self.cast.people[*p].gender.fits(g));
        // `Ann Lee via Quay Images.` names who took a picture.
        let first_in = |sentence: usize| {
            let sentence = document.sentences[sentence];
            let long = sentence.last - sentence.first > LONGEST;
            let spoke = self.spoken.range(sentence.first..sentence.last).find_map(|(_, who)| match who {
                Referent::Person(p, _) => Some(*p).filter(|p| fits(p)),
                _ => None,
            });
            let free = |t: &usize| long && self.is_own(*t..t + 1);
            let named = || {
                (sentence.first..sentence.last).filter(free).find_map(|t| self.cast.person_at(t).filter(|p| fits(p)))
            };
            spoke.or_else(named)
        };
        let named = (here.saturating_sub(2)..here).rev().filter(|_| alone).find_map(first_in)?;
        // Whose age is another is not meant; then it is the one whom the sentence before names beside him.
        let beside = || {
            let sentence = document.sentences[here.checked_sub(1)?];
            let all = self.people_in(sentence.first..sentence.last);
            only(all.into_iter().filter(|p| *p != named && told(*p).is_none()))
        };
        let found = if told(named).is_none() { Some(named) } else { beside() };
        found.map(|p| Referent::Person(p, How::Nominal))
    }

    /// Whether an age begins at a token: `43-year-old`.
    fn is_age(&self, token: usize) -> bool {
        let forms = ["-", "year", "-", "old"];
        self.forms.at(token).parse::<u8>().is_ok() && (1..).zip(forms).all(|(k, form)| self.forms.at(token + k) == form)
    }

    /// The age that the article gives a person: `Ann Lee, 43,`, `Ann Lee, aged 43`, `43-year-old Ann Lee`.
    fn age_of(&self, person: usize) -> Option<&str> {
        let number = |t: usize| Some(self.forms.at(t)).filter(|w| w.parse::<u8>().is_ok());
        let given = |place: &Range<usize>| {
            let comma = self.forms.at(place.end) == ",";
            let behind = place.end + 1 + usize::from(self.forms.at(place.end + 1) == "aged");
            let before = place.start.checked_sub(5).filter(|t| self.is_age(*t));
            number(behind).filter(|_| comma).or_else(|| number(before?))
        };
        self.cast.people[person].mentions.iter().find_map(|(place, _)| given(place))
    }

    /// Whether a phrase tells of one human being whose he is: `the victim's mother`, `her father`.
    pub(crate) fn is_related(&self, tokens: &Range<usize>) -> bool {
        let head = self.head(tokens);
        let owned =
            self.is_owned(tokens) && tokens.start < head || (tokens.start..head).any(|t| self.forms.owned(t).is_some());
        owned && self.is_one_of(head, Gender::Unknown)
    }

    /// Whether a definite phrase means many whom no article names: `the crowd`, `his advisers`.
    pub(crate) fn are_many(&self, tokens: &Range<usize>, head: usize) -> bool {
        const MANY: &str = "public crowd audience electorate media press world masses people polls pundits critics voters fans \
            protesters demonstrators attendees spectators residents supporters left right";
        let noun = self.forms.at(head).to_lowercase();
        let human = || {
            noun.strip_suffix('s').is_some_and(is_role)
                || self.mentions.nominal_at(head).is_some_and(|n| n.kind == NameKind::Person)
        };
        let owned = || self.is_owned(tokens) || (tokens.start..head).any(|t| self.forms.owned(t).is_some());
        is_in(MANY, &noun) || is_plural(&noun) && owned() && human()
    }

    /// Who made a statement not long ago with the noun of a phrase, without a name: `the official`, after `a senior official`.
    pub(crate) fn again(&self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        // `the former official` may be another.
        let plain = matches!(self.forms.at(tokens.start).to_lowercase().as_str(), "the" | "this" | "that");
        if !plain || head != tokens.start + 1 {
            return None;
        }
        let noun = self.forms.at(head);
        let between = |p: &Person, before: usize| p.mentions.iter().any(|(r, _)| before < r.start && r.start < head);
        // `a party that …  The Harbour Party …  The party …`
        let bears = |before: usize, r: &Range<usize>| {
            before < r.start && r.end <= head && self.forms.at(r.end - 1).eq_ignore_ascii_case(noun)
        };
        let is_named = |before: usize| {
            self.cast.people.iter().any(|p| between(p, before) && p.roles.iter().any(|r| role_head_is(r, noun)))
                || self.cast.bodies.iter().any(|b| b.mentions.iter().any(|(r, _)| bears(before, r)))
        };
        let same = |who: &&Referent| match who {
            Referent::Unnamed(before) => {
                self.forms.at(self.head(before)).eq_ignore_ascii_case(noun) && !is_named(before.start)
            }
            _ => false,
        };
        let near = |(at, _): &(usize, &Referent)| self.is_near(*at, tokens.start, REACH);
        self.spoken_before(tokens.start).take_while(near).map(|(_, who)| who).find(same).cloned()
    }

    /// Who spoke last, without a name, where `he` may be him rather than `person`, whom nothing names since.
    pub(crate) fn spoke_since(&self, token: usize, person: usize, gender: Gender) -> Option<Referent> {
        let document = self.forms.document;
        // `When a man refused, Ms. Lee called a recess.  “…!” he yelled.`
        let other = |who: &Referent| matches!(who, Referent::Person(p, _) if !self.cast.people[*p].gender.fits(gender));
        let mut near = self.spoken_before(token).take_while(|(at, _)| self.is_near(*at, token, 1));
        let (at, who) = near.find(|(_, who)| !other(who))?;
        // `his brother` is more often named.
        let tokens = who.described().filter(|tokens| !self.is_owned(tokens))?;
        let first = document.sentence_start(at);
        // Not `the commander's deputy said … “…,” he said`
        let meant = |t: &usize| self.cast.person_at(*t) == Some(person);
        let own = tokens.clone().take_while(meant).last();
        let opens = own.is_some_and(|last| self.forms.owned(last + 1).is_none());
        let named = opens
            || self.is_named_in(first.min(tokens.start)..tokens.start, person)
            || self.is_named_in(tokens.end.min(token)..token, person);
        (!named && self.may_be_described(tokens, gender)).then(|| who.clone())
    }

    /// Who spoke last, in the sentence before or this one, where nothing tells who that is: `The mayor said … “…,” she said`.
    pub(crate) fn untold_before(&self, token: usize, gender: Gender) -> Option<Referent> {
        let (at, _) = self.spoken_before(token).next()?;
        let tokens = self.untold.get(&at).filter(|_| self.is_near(at, token, 1))?;
        self.may_be_described(tokens, gender).then(|| Referent::Open(tokens.clone()))
    }

    /// Whom the sentence before introduces without a name, where nothing names `person` since: `One officer was blunter.  “…,”
    /// he said`.
    pub(crate) fn introduced_since(&self, token: usize, person: usize, gender: Gender) -> Option<Referent> {
        let document = self.forms.document;
        let before = document.sentences[document.sentence_of(token).checked_sub(1)?];
        let named = self.is_named_in(before.first..token, person);
        let human = |t: &usize| self.mentions.nominal_at(*t).is_some_and(|n| n.kind == NameKind::Person);
        let head = (before.first..before.last).take(LONGEST).find(human)?;
        let owned = head == before.first + 1 && self.is_owned(&(before.first..head + 1));
        let nobody = || (before.first..before.last).all(|t| self.cast.person_at(t).is_none());
        // `Her neighbour, a tailor, cursed.  “…,” he said`
        let related = owned.then(|| Referent::Open(before.first..head + 1)).filter(|_| nobody());
        let found = related.or_else(|| self.introduced(head, true))?;
        (!named && self.is_own(head..head + 1) && self.is_one_of(head, gender)).then_some(found)
    }

    /// Whether some tokens name a person.
    pub(crate) fn is_named_in(&self, mut tokens: Range<usize>, person: usize) -> bool {
        tokens.any(|t| self.cast.person_at(t) == Some(person))
    }

    /// Several who spoke in the sentence before, without a name: `Two officers said … They said`.
    pub(crate) fn several_unnamed(&self, token: usize) -> Option<Referent> {
        let (at, who) = self.spoken_before(token).next()?;
        let tokens = who.described()?;
        let many = is_plural(&self.forms.at(self.head(tokens)).to_lowercase());
        (many && self.is_near(at, token, 1)).then(|| who.clone())
    }

    /// Whether somebody who `fits` has spoken between two tokens.
    pub(crate) fn has_spoken_since(&self, from: usize, token: usize, fits: impl Fn(&Referent) -> bool) -> bool {
        self.spoken.range(from.min(token)..token).any(|(_, who)| fits(who))
    }

    /// Whether a token stands at most so many sentences before another.
    pub(crate) fn is_near(&self, before: usize, token: usize, sentences: usize) -> bool {
        let sentence = |t: usize| self.forms.document.sentence_of(t);
        sentence(token).checked_sub(sentence(before)).is_some_and(|between| between <= sentences)
    }

    /// Whether a pronoun or noun may lean on another word that is no name: `he` on `his` and `a docker`, not on `she`, `it` or
    /// `dockers`.
    pub(crate) fn agrees(&self, word: &str, other: usize) -> bool {
        let other = self.forms.at(other).to_lowercase();
        match (pronoun_group(word), pronoun_group(&other)) {
            (1 | 2, 0) => !is_plural(&other) && gender_of_noun(&other).fits(gender_of_pronoun(word)),
            (4, 0) => !is_role(&other),
            (a, b) => a == b || a == 0 || b == 0,
        }
    }
}

/// Whether a noun means several by its form.
pub(crate) fn is_plural(noun: &str) -> bool {
    let ends = noun.ends_with('s') && !noun.ends_with("ss");
    ends || noun.ends_with("men") || noun.ends_with("children") || is_in("people police", noun)
}

/// Relatives, by their gender.
const WOMEN: &str = "mother wife widow daughter sister aunt niece grandmother girlfriend";
const MEN: &str = "father husband widower son brother uncle nephew grandfather boyfriend";

/// Whether a noun means a relative.
pub(crate) fn is_kin(noun: &str) -> bool {
    is_in(WOMEN, noun) || is_in(MEN, noun) || noun == "cousin"
}

/// The gender of those whom a noun means: `the girl` is no man, and a `spokesman` no woman.
pub(crate) fn gender_of_noun(noun: &str) -> Gender {
    match noun {
        _ if is_in(WOMEN, noun) || is_in("girl woman lady actress housewife", noun) => Gender::Female,
        _ if is_in(MEN, noun) || is_in("boy man guy gentleman", noun) => Gender::Male,
        _ => names::gender_of(noun, ""),
    }
}
