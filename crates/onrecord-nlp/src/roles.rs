//! Roles: `the minister` is the one person who holds that role, in the article or on the day of publication.

use crate::base;
use crate::cast::Body;
use crate::names::{Gender, Person};
use crate::speakers::{Referent, Resolver};
use crate::titles::seat_party;
use crate::unnamed::gender_of_noun;
use crate::words::{is_in, only};
use onrecord_types::{ActorKind, How};
use std::ops::Range;

/// Offices that one person holds instead of another.
pub(crate) const OFFICES: &[&str] = &[
    "president",
    "minister",
    "secretary",
    "senator",
    "representative",
    "governor",
    "mayor",
    "judge",
    "justice",
    "king",
    "queen",
    "pope",
    "ambassador",
    "chancellor",
    "premier",
    "speaker",
];

/// Sentences at most from a role to the name of who holds it, where the name comes after.
const SOON: usize = 3;

/// What ministries and departments are for; a person has one of them, not another.
pub(crate) const PORTFOLIOS: &[&str] = &[
    "prime",
    "foreign",
    "external",
    "finance",
    "treasury",
    "budget",
    "economy",
    "economic",
    "trade",
    "commerce",
    "industry",
    "business",
    "pensions",
    "health",
    "defence",
    "defense",
    "interior",
    "home",
    "security",
    "justice",
    "education",
    "science",
    "culture",
    "sport",
    "sports",
    "energy",
    "oil",
    "environment",
    "climate",
    "agriculture",
    "fisheries",
    "transport",
    "transportation",
    "infrastructure",
    "housing",
    "labour",
    "labor",
    "welfare",
    "development",
    "immigration",
    "tourism",
    "information",
    "communications",
    "state",
    "press",
];

/// Whether a word with a capital is what a minister is for: `Transport`, `Works`.
pub(crate) fn is_portfolio(word: &str) -> bool {
    const OTHERS: &str = "Works Food Forestry Water Mines Mining Gender Youth Research Innovation Technology Families Women \
        Children Lands Rural Urban Petroleum Communication Planning Natural Higher";
    is_in(OTHERS, word) || word.starts_with(char::is_uppercase) && PORTFOLIOS.contains(&&*word.to_lowercase())
}

/// Words for offices of which the base lists the holders.
pub(crate) const LISTED: &str = "president minister king queen pope chancellor premier";

/// Offices whose holders the base knows by date; the longer names first.
pub(crate) const TITLES: &[&str] = &[
    "vice president",
    "deputy prime minister",
    "prime minister",
    "president",
    "chancellor",
    "king",
    "queen",
    "premier",
    "taoiseach",
    "supreme leader",
    "pope",
    "foreign minister",
    "minister of foreign affairs",
    "minister for foreign affairs",
    "defence minister",
    "defense minister",
    "minister of defence",
    "minister of defense",
    "foreign secretary",
    "home secretary",
    "defence secretary",
    "defense secretary",
    "secretary of defense",
    "secretary of state",
];

impl<'a> Resolver<'a> {
    /// The one person who holds a role; for `the official`, the speaker just before.
    pub(crate) fn role(&mut self, tokens: &Range<usize>, head: &str) -> Referent {
        let head = head.to_lowercase();
        let asked = self.asked(tokens, &head);
        // `the President of Tarn`: whoever was called `President` alone may be another country's.
        let country = &asked.side.country;
        let stated = |r: &String| role_head_is(r, asked.head) && self.side_of(r).country == *country;
        let is_sure = |p: &usize| {
            country.is_none()
                || self.cast.people[*p].roles.iter().any(stated)
                || self.office(&asked).is_none() && !self.is_of_another_country(&self.cast.people[*p], &asked)
        };
        if let Some(one) = self.only_holder(&asked).filter(is_sure) {
            return Referent::Person(one, How::Role);
        }
        if let Some(one) = self.holder_of_reporter(&asked) {
            return Referent::Person(one, How::Role);
        }
        let near = self.spoken_before(tokens.start).take_while(|(at, _)| self.is_near(*at, tokens.start, 2));
        let told = |who: &&Referent| matches!(who, Referent::Person(..) | Referent::Unnamed(_));
        let last = near.map(|(_, who)| who).find(told).cloned();
        let generic = !self.is_owned(tokens) && matches!(head.as_str(), "official" | "leader" | "chief");
        if let Some(Referent::Person(p, _)) = last
            && generic
            && !self.cast.people[p].roles.is_empty()
            && !self.cast.people.iter().any(|p| self.holds(p, &asked))
        {
            return Referent::Person(p, How::Role);
        }
        match self.by_link_or_office(&asked) {
            Referent::Unresolved => match self.named_next(&asked) {
                Some(p) => Referent::Person(p, How::Role),
                None => match self.secretary_general(tokens).or_else(|| self.at_home(&asked)) {
                    Some(name) => self.office_holder(name),
                    None => Referent::Unresolved,
                },
            },
            found => found,
        }
    }

    /// Who holds an office that an article gives no country in its own country, where that is sure: `the prime minister`.
    fn at_home(&self, asked: &Asked<'_>) -> Option<&'static str> {
        let words = asked.words.to_lowercase();
        let plain = matches!(words.strip_prefix("the ").unwrap_or(&words), "president" | "prime minister" | "premier");
        // `the President[of Tarn]`
        let mended = self.forms.at(asked.tokens.end) == "[";
        let home = self.cast.home.sure().filter(|_| (plain || asked.of_state) && !mended)?;
        self.holder_in(home, asked.words, asked.head)
    }

    /// The one holder of an office who is of the country of the body that reports: `The White House said that the president …`.
    fn holder_of_reporter(&self, asked: &Asked<'_>) -> Option<usize> {
        if asked.side.country.is_some() || !OFFICES.contains(&asked.head) {
            return None;
        }
        let Referent::Body(reporter, _) = self.reporter.as_ref()? else { return None };
        let entry = self.cast.bodies[*reporter].entry?;
        let own = |p: &Person| {
            let stated =
                |r: &String| role_head_is(r, asked.head) && self.side_of(r).country.as_deref() == Some(entry.country);
            let known = || is_called(p, asked.head) && self.entry_of(p).is_some_and(|e| e.country == entry.country);
            p.roles.iter().any(stated) || known()
        };
        let people = &self.cast.people;
        let holds = |p: &usize| own(&people[*p]) && self.holds(&people[*p], asked);
        (!entry.country.is_empty()).then(|| only((0..people.len()).filter(holds)))?
    }

    /// A role that no rule settles: the holder of the office on the day, else whom the network ties it to.
    fn by_link_or_office(&mut self, asked: &Asked<'_>) -> Referent {
        let tokens = &asked.tokens;
        if let Some(name) = self.office(asked) {
            return self.office_holder(name);
        }
        if let Some(one) = self.former_holder(asked) {
            return Referent::Person(one, How::Office);
        }
        let at = self.head(tokens);
        // Whom the article calls otherwise is not `the captain of the Marta`.
        let called = |p: &Person| p.roles.is_empty() || is_called(p, asked.head);
        let whose = |p: &Person| after_of(asked.words).is_empty() || called(p);
        let other = |p: &Person| self.holds_another(p, asked) || self.is_of_a_nation(p, asked);
        // `his spokeswoman` is somebody new, unless the article calls somebody so.
        let (owned, gender) = (self.is_owned(tokens), gender_of_noun(asked.head));
        let new = |p: &Person| owned && !is_called(p, asked.head) || !p.gender.fits(gender);
        let fits = |p: &Person| !other(p) && !new(p) && self.may_be_of(p, asked) && whose(p) && self.may_hold(p, asked);
        match self.linked(at, How::Role, |p| fits(&self.cast.people[p])) {
            Referent::Body(..) => Referent::Unresolved,
            found => found,
        }
    }

    /// The one person named before who holds a role; of several ministers, the one whose role has the same words.
    fn only_holder(&self, asked: &Asked<'_>) -> Option<usize> {
        let people = &self.cast.people;
        let all: Vec<usize> = (0..people.len()).filter(|i| self.holds(&people[*i], asked)).collect();
        let same = || {
            let words = role_words(asked.words);
            let mut same = all.iter().filter(|i| people[**i].roles.iter().any(|r| role_words(r) == words));
            same.next().filter(|_| same.next().is_none()).copied()
        };
        match all[..] {
            [one] => Some(one),
            _ if asked.tokens.len() > 2 => same(),
            _ => None,
        }
    }

    /// The holder of a bare office (`Foreign Secretary said`, `Labour Spokesman:`), as headlines put it.
    pub(crate) fn bare_role(&self, tokens: &Range<usize>, head: &str) -> Referent {
        let holder = self.only_holder(&self.asked(tokens, &head.to_lowercase()));
        holder.map_or(Referent::Unnamed(tokens.clone()), |p| Referent::Person(p, How::Role))
    }

    fn asked<'h>(&self, tokens: &Range<usize>, head: &'h str) -> Asked<'h>
    where
        'a: 'h,
    {
        let rank = rank(tokens.clone().map(|i| self.forms.at(i)));
        let words = self.forms.of(tokens.clone());
        let folded = words.to_lowercase();
        let is_head_of = |what: &str| {
            folded.contains("head of") && (folded.ends_with(what) || folded.contains(&format!("{what} and ")))
        };
        let of_state = is_head_of("state");
        let (words, head) = if folded == "the pm" || folded == "pm" {
            ("the prime minister", "minister")
        } else if folded == "the cm" || folded == "cm" {
            ("the chief minister", "minister")
        } else if head == "pontiff" {
            ("the pope", "pope")
        } else if of_state {
            ("the president", "president")
        } else if is_head_of("government") || is_head_of("cabinet of ministers") {
            ("the prime minister", "minister")
        } else {
            (words, head)
        };
        let side = self.side(tokens.clone().map(|i| self.forms.at(i)));
        // `the Russian top diplomat`, `America's top diplomat`
        let top = head == "diplomat" && words.split_whitespace().any(|w| w == "top");
        let (words, head) = match side.country.as_deref().filter(|_| top) {
            Some("USA") => ("the secretary of state", "secretary"),
            Some("GBR") => ("the foreign secretary", "secretary"),
            Some(_) => ("the foreign minister", "minister"),
            None => (words, head),
        };
        Asked { tokens: tokens.clone(), words, head, rank, side, of_state, on_top: self.is_on_top(tokens) }
    }

    /// Whether words stand in the headline or the standfirst.
    pub(crate) fn is_on_top(&self, tokens: &Range<usize>) -> bool {
        let mut top = [self.article.headline, self.article.standfirst].into_iter().flatten();
        self.forms.document.span_of(tokens.clone()).is_some_and(|span| top.any(|t| t.contains(span)))
    }

    /// The country and party that the words of a role name.
    fn side<'w>(&self, words: impl Iterator<Item = &'w str>) -> Side {
        let words: Vec<&str> = words.collect();
        let place = self.cast.place_in(&words).filter(|e| e.kind != base::Kind::Seat);
        let party = words.into_iter().filter(|w| w.starts_with(char::is_uppercase)).find_map(party);
        Side { country: place.map(|e| e.country.to_owned()), party }
    }

    /// The country and party that a role names.
    fn side_of(&self, role: &str) -> Side {
        if let Some(party) = seat_party(role) {
            return Side { country: Some("USA".to_owned()), party: Some(party) };
        }
        self.side(role.split(|c: char| !c.is_alphanumeric() && c != '.'))
    }

    /// The parties that a person's roles name.
    pub(crate) fn parties_of(&self, person: &Person) -> Vec<&'static str> {
        person.roles.iter().filter_map(|role| self.side_of(role).party).collect()
    }

    /// Whether a role is of another country or party than the one that is asked for: `Libertarian nominee`.
    fn is_other(&self, role: &str, asked: &Asked<'_>) -> bool {
        self.side_of(role).differs(&asked.side)
    }

    /// Whether a person named before holds the role that is asked for; a headline and a standfirst speak of whom the
    /// article names.
    fn holds(&self, person: &Person, asked: &Asked<'_>) -> bool {
        let words = asked.words;
        let same = |r: &String| rank(r.split(|c: char| !c.is_alphanumeric())) == asked.rank;
        let of_body = |r: &String| asked.of_state && !after_of(r).is_empty() && self.side_of(r).country.is_none();
        let apart = |r: &String| role_head_is(r, asked.head) && (of_body(r) || self.is_of_other_things(r, asked));
        if person.roles.iter().any(apart) || self.is_of_a_nation(person, asked) {
            return false;
        }
        let mut mentions = person.mentions.iter().map(|m| &m.0);
        let before = mentions.clone().any(|r| r.start < asked.tokens.start);
        let opens = asked.on_top && mentions.any(|r| !self.is_on_top(r));
        let known = |r: &String| before || opens && role_words(r) == role_words(words);
        person.roles.iter().any(|r| role_head_is(r, asked.head) && same(r) && !self.is_other(r, asked) && known(r))
    }

    /// The one person whom the next sentences name with a role: `The archbishop of Quay apologised. “We failed you,” Archbishop
    /// Thomas Lind said.`
    fn named_next(&self, asked: &Asked<'_>) -> Option<usize> {
        let document = self.forms.document;
        let here = document.sentence_of(asked.tokens.start);
        let words = role_words(asked.words);
        let soon = |p: &Person| {
            let first = p.mentions.iter().map(|(r, _)| r.start).min();
            first.is_some_and(|t| t >= asked.tokens.end && document.sentence_of(t) - here <= SOON)
        };
        // `The Rt Rev Ann Lee` is a bishop.
        let reverend = |r: &String| asked.head == "bishop" && r.starts_with("Rt Rev");
        let same = |r: &String| role_head_is(r, asked.head) && role_words(r).iter().all(|w| words.contains(w));
        let called = |r: &String| same(r) || reverend(r);
        let people = &self.cast.people;
        let found = (0..people.len()).filter(|i| soon(&people[*i]) && people[*i].roles.iter().any(called));
        only(found).filter(|_| !self.is_owned(&asked.tokens))
    }

    /// Whether a role is of something else than the one that is asked for: the health minister is not `the prime minister`.
    /// Countries have more names than one, and are compared by themselves.
    fn is_of_other_things(&self, role: &str, asked: &Asked<'_>) -> bool {
        let countries = asked.side.country.is_some() && self.side_of(role).country.is_some();
        !countries && (of_other_things(role, asked.words) || self.is_of_another_body(role, asked))
    }

    /// Whether a role and a phrase name two bodies before a word for who leads one: `Orbix chief executive`, `the Norline boss`.
    fn is_of_another_body(&self, role: &str, asked: &Asked<'_>) -> bool {
        const LEADS: &str = "boss chief founder manager coach captain chairman chairwoman leader";
        let body = |words: &str| {
            let holds = |name: &str| words == name || words.contains(&format!("{name} "));
            let named = |b: &Body<'_>| {
                b.kind == ActorKind::Organisation && b.mentions.iter().any(|(r, _)| holds(self.forms.of(r.clone())))
            };
            self.cast.bodies.iter().position(named)
        };
        is_in(LEADS, asked.head) && body(role).zip(body(asked.words)).is_some_and(|(a, b)| a != b)
    }

    /// Whether a person holds the role for a country where that of something else is asked for: `the President of the
    /// European Commission` is no country's.
    fn is_of_a_nation(&self, person: &Person, asked: &Asked<'_>) -> bool {
        let of_nation = |r: &String| after_of(r).is_empty() && self.side_of(r).country.is_some();
        let other = asked.side.country.is_none() && !after_of(asked.words).is_empty();
        other && person.roles.iter().any(|r| role_head_is(r, asked.head) && of_nation(r))
    }

    /// Whether the base knows a person to be of another country than a role is.
    fn is_of_another_country(&self, person: &Person, asked: &Asked<'_>) -> bool {
        let entry = self.entry_of(person).filter(|e| !e.country.is_empty());
        entry.zip(asked.side.country.as_deref()).is_some_and(|(e, code)| e.country != code)
    }

    /// Whether nothing that is said of a person speaks against the country that a role is of: `the Danish minister`.
    fn may_be_of(&self, person: &Person, asked: &Asked<'_>) -> bool {
        let of_no_country = |r: &String| role_head_is(r, asked.head) && self.side_of(r).country.is_none();
        asked.side.country.is_none()
            || person.roles.is_empty() && !self.is_of_another_country(person, asked)
            || person.roles.iter().any(|r| self.side_of(r).country == asked.side.country || of_no_country(r))
    }

    /// Whether a person may hold an office: whom the article calls so, and whom the base knows to have held it or, where it has
    /// no list of its holders, to be or have been of a state.
    fn may_hold(&self, person: &Person, asked: &Asked<'_>) -> bool {
        const UNLISTED: &str = "secretary senator governor mayor judge justice speaker";
        const RANKS: &str =
            "general colonel admiral commander major captain lieutenant sergeant bishop archbishop cardinal";
        const OF_STATE: &[&str] = &["", "ELI", "PTY", "OPP"];
        let (listed, unlisted) = (is_in(LISTED, asked.head), is_in(UNLISTED, asked.head));
        // No list has deputies.
        let listed_so = listed && matches!(asked.rank, None | Some("former" | "ex"));
        let held = |e: base::Entry<'_>| match listed_so {
            true => base::had_held(e.name, asked.head, self.cast.day.as_deref()),
            false => base::OF_STATE.contains(&e.sector) || OF_STATE.contains(&e.sector),
        };
        // Whom the article calls an analyst is not `the general`.
        let secretary = || asked.words.to_lowercase().contains("secretary");
        let ranked = is_in(RANKS, asked.head) && !person.roles.is_empty() && !secretary();
        !(listed || unlisted || ranked) || is_called(person, asked.head) || self.entry_of(person).is_some_and(held)
    }

    /// Whether nothing speaks against calling a person by the role of a phrase.
    pub(crate) fn may_be_called(&self, person: &Person, tokens: &Range<usize>, head: &str) -> bool {
        let asked = self.asked(tokens, head);
        self.may_be_of(person, &asked) && self.may_hold(person, &asked) && !self.holds_another(person, &asked)
    }

    /// Whether a person holds that role for others, or another office: the foreign secretary is not `the president`.
    fn holds_another(&self, person: &Person, asked: &Asked<'_>) -> bool {
        let apart = |r: &String| self.is_other(r, asked) || self.is_of_other_things(r, asked);
        let other = person.roles.iter().any(|r| role_head_is(r, asked.head) && apart(r));
        other
            || OFFICES.contains(&asked.head)
                && !is_called(person, asked.head)
                && OFFICES.iter().any(|o| is_called(person, o))
    }

    /// The holder of an office of a country that a phrase names (`the US president`, `the President of Russia`).
    fn office(&self, asked: &Asked<'_>) -> Option<&'static str> {
        let irish = || (asked.head == "taoiseach").then_some("IRL");
        let code = self.country(asked.tokens.clone()).or_else(irish)?;
        self.holder_in(code, asked.words, asked.head)
    }

    /// The holder of the office of a country that words name.
    fn holder_in(&self, code: &str, words: &str, head: &str) -> Option<&'static str> {
        let day = self.cast.day.as_deref()?;
        let phrase = words.to_lowercase();
        let rank = rank(phrase.split(' '));
        let fits = |t: &&str| {
            let named = t.split(" of ").next().and_then(|t| t.split(" for ").next());
            named.is_some_and(|t| t.ends_with(head))
                && rank.is_none_or(|r| t.starts_with(r))
                && (phrase.ends_with(*t) || phrase.trim_start_matches("the ").starts_with(&format!("{t} of ")))
        };
        let title = TITLES.iter().copied().find(fits)?;
        // Heads of government have one title or the other.
        const SAME: &[&str] = &["prime minister", "premier", "taoiseach"];
        let others = SAME.iter().filter(|_| SAME.contains(&title));
        [title].iter().chain(others).find_map(|title| base::holder(code, title, day))
    }

    /// The one person named before who is known to have held an office of the country that a phrase names, and to hold it no
    /// more: `the former Dutch premier`.
    fn former_holder(&self, asked: &Asked<'_>) -> Option<usize> {
        let (day, country) = (self.cast.day.as_deref()?, asked.side.country.as_deref()?);
        let before = |p: &Person| p.mentions.iter().any(|(r, _)| r.start < asked.tokens.start);
        let held = |p: &Person| {
            before(p) && self.entry_of(p).is_some_and(|e| base::held_before(e.name, country, asked.head, day))
        };
        let former = matches!(asked.rank, Some("former" | "ex"));
        former.then(|| only((0..self.cast.people.len()).filter(|p| held(&self.cast.people[*p]))))?
    }

    /// Who holds the office of whom a phrase belongs to, in another country: `his Russian counterpart`.
    pub(crate) fn counterpart(&mut self, tokens: &Range<usize>, head: usize) -> Option<Referent> {
        if !self.forms.at(head).eq_ignore_ascii_case("counterpart") {
            return None;
        }
        let code = self.country(tokens.start..head)?.to_owned();
        let day = self.cast.day.clone()?;
        let document = self.forms.document;
        let sentence = document.sentence_start(tokens.start);
        let spoke = self.spoken.range(sentence..tokens.start).next_back().map(|(_, who)| who.clone());
        let owner = match self.linked(tokens.start, How::Pronoun, |_| true) {
            Referent::Person(p, _) => p,
            _ => match spoke? {
                Referent::Person(p, _) => p,
                _ => return None,
            },
        };
        let title = self.title_of(&self.cast.people[owner], &day)?;
        Some(self.office_holder(base::holder(&code, title, &day)?))
    }

    /// The office that a person holds, of those whose holders the base knows.
    fn title_of(&self, person: &Person, day: &str) -> Option<&'static str> {
        let called = |t: &&&str| person.roles.iter().any(|role| is_of_title(role, t));
        let known = || {
            let entry = self.entry_of(person)?;
            TITLES.iter().find(|t| base::holder(entry.country, t, day) == Some(entry.name))
        };
        TITLES.iter().find(called).or_else(known).copied()
    }

    /// The holder of an office whom an article calls by surname alone: `Russian President Putin`, and `Putin` of whom it
    /// tells nothing but where it speaks of Russia.
    pub(crate) fn incumbent(&self, person: &Person) -> Option<&'static str> {
        if person.name.contains(' ') {
            return None;
        }
        let day = self.cast.day.as_deref();
        if person.roles.is_empty() {
            return base::leader(&person.surname, |country| self.cast.names_country(country), day?);
        }
        person.roles.iter().find_map(|role| {
            let title = TITLES.iter().find(|t| is_of_title(role, t))?;
            base::incumbent(&person.surname, title, self.side_of(role).country.as_deref(), day)
        })
    }

    pub(crate) fn office_holder(&mut self, name: &str) -> Referent {
        let surname = name.split(' ').next_back().unwrap_or(name).to_lowercase();
        // `Zelenskyy`, whom the list calls `Zelensky`.
        let whole = |p: &Person| p.name.contains(' ') && self.entry_of(p).is_some_and(|e| e.name == name);
        let known = self.cast.people.iter().position(|p| p.surname == surname || whole(p));
        let at = known.unwrap_or_else(|| self.cast.add_unseen(name, Gender::Unknown));
        Referent::Person(at, How::Office)
    }
}

/// A role as a source names it: `the Democratic presidential nominee`.
struct Asked<'a> {
    tokens: Range<usize>,
    /// All of it; a head of state is a president.
    words: &'a str,
    /// The word for it, small: `nominee`.
    head: &'a str,
    /// What makes it another office: the `vice` of `the vice president`.
    rank: Option<&'static str>,
    side: Side,
    /// Whether it is `the Head of State`, which no commission has.
    of_state: bool,
    /// Whether it stands in the headline or the standfirst.
    on_top: bool,
}

/// Whose a role is, as far as its words say.
#[derive(Default)]
struct Side {
    country: Option<String>,
    party: Option<&'static str>,
}

impl Side {
    fn differs(&self, other: &Side) -> bool {
        let differ = |a: Option<&str>, b: Option<&str>| a.zip(b).is_some_and(|(a, b)| a != b);
        differ(self.country.as_deref(), other.country.as_deref()) || differ(self.party, other.party)
    }
}

/// Whether a role is an office whose holders the base knows, and none beside it (`former prime minister`).
fn is_of_title(role: &str, title: &str) -> bool {
    let folded = role.to_lowercase();
    folded.ends_with(title) && rank(folded.split(' ')).is_none_or(|r| title.starts_with(r))
}

/// The word that sets one office apart from another of the same name.
fn rank<'w>(mut words: impl Iterator<Item = &'w str>) -> Option<&'static str> {
    const RANKS: &[&str] = &["vice", "deputy", "former", "ex", "assistant", "lieutenant"];
    words.find_map(|word| RANKS.iter().copied().find(|r| r.eq_ignore_ascii_case(word)))
}

/// The words of a role in order of the alphabet, so that `Minister of Health` is `health minister`.
fn role_words(role: &str) -> Vec<String> {
    let words = role.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let mut out: Vec<String> =
        words.filter(|w| !matches!(w.as_str(), "" | "the" | "of" | "for" | "and" | "s")).collect();
    out.sort();
    out
}

/// What a role is of, in words: `head of the harbour office`.
fn after_of(role: &str) -> Vec<String> {
    role.split_once(" of ").map_or(Vec::new(), |(_, of)| role_words(of))
}

/// Whether two roles say of what they are (`Minister of Health`, `head of the harbour office`) and have nothing of it in
/// common.
fn of_other_things(a: &str, b: &str) -> bool {
    // `the Solicitor General` is no Attorney General.
    let what = |w: &String| {
        PORTFOLIOS.contains(&w.as_str())
            || is_in("attorney solicitor surgeon inspector comptroller postmaster auditor", w)
    };
    let ministries = |role: &str| -> Vec<String> { role_words(role).into_iter().filter(what).collect() };
    let apart = |a: Vec<String>, b: Vec<String>| !a.is_empty() && !b.is_empty() && !a.iter().any(|w| b.contains(w));
    apart(ministries(a), ministries(b)) || apart(after_of(a), after_of(b))
}

pub(crate) fn party(word: &str) -> Option<&'static str> {
    Some(match word {
        "Democratic" | "Democrat" => "Democratic",
        "Republican" | "GOP" => "Republican",
        "Libertarian" => "Libertarian",
        "Green" => "Green",
        "Labour" => "Labour",
        "Conservative" | "Tory" => "Conservative",
        _ => return None,
    })
}

/// Whether the article calls a person by a word for a role: `mayor`.
pub(crate) fn is_called(person: &Person, head: &str) -> bool {
    person.roles.iter().any(|r| role_head_is(r, head))
}

pub(crate) fn role_head_is(role: &str, head: &str) -> bool {
    let role = role.to_lowercase();
    let before = role.split([',', '(']).next().unwrap_or("");
    let core = before.split(" of ").next().unwrap_or("").split(" for ").next().unwrap_or("");
    let core = core.split(" to ").next().unwrap_or("");
    let office = |word| match word {
        "congressman" | "congresswoman" => "representative",
        // `Mr Justice Lee … the judge`
        "justice" => "judge",
        "supremo" | "boss" => "chief",
        word => word,
    };
    core.split_whitespace().any(|w| office(w.trim_matches('.')) == office(head))
}
