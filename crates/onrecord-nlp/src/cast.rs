//! The cast of an article: its people and its bodies (organisations, governments, places), each with all
//! its mentions, and what the base of actors knows of them.

use crate::base::{self, Base, Entry, Kind};
use crate::firms::is_trade;
use crate::forms::{self, Forms};
use crate::home::Home;
use crate::mentions::{Mentions, Name, NameKind};
use crate::ministries;
use crate::names::{self, Gender, Person};
use crate::phrases::{is_body_noun, is_government};
use crate::speakers::Referent;
use crate::sport;
use crate::titles;
use crate::words::is_in;
use onrecord_types::{ActorKind, Affiliation, Article, Document, How};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// An organisation, government or place.
#[derive(Debug, Clone)]
pub struct Body<'a> {
    /// What its mentions share: the folded name, or `country:RUS`.
    pub key: String,
    pub name: String,
    pub kind: ActorKind,
    pub entry: Option<Entry<'a>>,
    /// The person whose campaign or office it is, and which of the two.
    pub owner: Option<(usize, &'static str)>,
    /// Token ranges in order.
    pub mentions: Vec<(Range<usize>, How)>,
}

impl Body<'_> {
    fn govern(&mut self, country: &str) {
        (self.kind, self.name) = (ActorKind::Government, format!("government of {country}"));
    }

    /// Whether its name is the one that the base has for it.
    fn is_known(&self) -> bool {
        self.entry.is_some_and(|e| e.name == self.name)
    }

    /// The country whose government this is, or that it is.
    pub fn country(&self) -> Option<&'static str> {
        base::country_name(self.key.strip_prefix("country:")?)
    }
}

/// Everybody whom an article names.
pub struct Cast<'a> {
    pub people: Vec<Person>,
    pub bodies: Vec<Body<'a>>,
    /// Of each token of a name, the first person and the first body whose mention holds it.
    person_of: HashMap<usize, usize>,
    body_of: HashMap<usize, usize>,
    pub(crate) base: &'a Base,
    /// The bodies behind letters that stand in brackets right after their names: `the Corruption Office for Ports (CIO)`.
    explained: HashMap<String, usize>,
    /// Whether the article speaks of the country of Georgia, not of the state.
    georgian: bool,
    /// Whether it is about sport, where countries and cities that act are teams.
    pub(crate) sport: bool,
    /// How often the article names each country, its people, seats and bodies.
    countries: BTreeMap<&'a str, usize>,
    /// The country of whoever is of a state and of none by their words.
    pub(crate) home: Home<'a>,
    /// The day of publication, for offices and entries with dates.
    pub day: Option<String>,
}

/// Whether a name is a language's: `in English by a Pakistani newspaper`, not `in Russian hands`.
fn is_tongue(forms: &Forms<'_>, tokens: &Range<usize>) -> bool {
    let next = forms.at(tokens.end);
    let adjective = ["an", "ese", "ish", "ic", "ch"].iter().any(|end| forms.at(tokens.end - 1).ends_with(end));
    let ends =
        !next.starts_with(char::is_alphabetic) || is_in("by and or on at to with before after when while as", next);
    let opens = tokens.start > 0 && forms.at(tokens.start - 1).eq_ignore_ascii_case("in");
    opens && tokens.len() == 1 && adjective && ends && !forms.at(tokens.end - 1).ends_with("land")
}

impl<'a> Cast<'a> {
    /// Gathers the names that the network found.
    pub fn new(article: &Article, document: &Document, mentions: &Mentions, base: &'a Base) -> Cast<'a> {
        let day = article.published.as_ref().and_then(|p| p.value.get(..10)).map(str::to_owned);
        let people = one_for_each(names::persons(article, document, &mentions.names), base, day.as_deref());
        let georgian = ["Georgian", "Tbilisi", "Ossetia", "Abkhazia"].iter().any(|w| article.text.contains(w));
        let forms = Forms { text: &article.text, document };
        let mut countries = BTreeMap::new();
        let names = || mentions.names.iter().filter(|n| !is_tongue(&forms, &n.tokens));
        for name in names() {
            let entry = base.find(forms.of(name.tokens.clone()), day.as_deref());
            let tells = |e: &Entry<'_>| !e.shared && e.kind != Kind::Name && !e.country.is_empty();
            if let Some(entry) = entry.filter(tells) {
                *countries.entry(entry.country).or_default() += 1;
            }
        }
        let mut person_of = HashMap::new();
        for (at, person) in people.iter().enumerate() {
            person.mentions.iter().for_each(|(tokens, _)| hold(&mut person_of, tokens, at));
        }
        let (bodies, body_of) = (Vec::new(), HashMap::new());
        let sport = sport::is_sport(&article.text, document);
        let explained = HashMap::new();
        let home = Home::default();
        let mut cast =
            Cast { people, bodies, person_of, body_of, base, explained, georgian, sport, countries, home, day };
        let others = names().filter(|n| n.kind != NameKind::Person);
        let known = others.filter_map(|n| Some((cast.entry(forms.of(n.tokens.clone()))?, forms.at(n.tokens.end))));
        cast.home = Home::new(article, known, base);
        for name in mentions.names.iter().filter(|n| matches!(n.kind, NameKind::Organisation | NameKind::Place)) {
            cast.add(&forms, name);
        }
        cast
    }

    fn add(&mut self, forms: &Forms<'_>, name: &Name) {
        // A person's surname that the network took for a place or body somewhere; `the Government`, which is any country's.
        let any = name.tokens.len() == 1 && is_government(forms.at(name.tokens.start));
        if any || self.person_at(name.tokens.start).is_some() {
            return;
        }
        let acts = name.is_metonym && !self.describes(forms, &name.tokens);
        let at = self.body(forms, name.tokens.clone(), name.kind, acts);
        self.bodies[at].mentions.sort_by_key(|m| m.0.start);
    }

    /// Whether a name is the adjective of a country before a noun that is no government: `Syrian towns`.
    fn describes(&self, forms: &Forms<'_>, tokens: &Range<usize>) -> bool {
        let next = forms.at(tokens.end);
        let adjective = tokens.len() == 1
            && ["an", "ese", "ish", "i", "ch", "ss", "k", "ic"].iter().any(|end| forms.at(tokens.start).ends_with(end));
        next.starts_with(char::is_lowercase)
            && !is_government(next)
            && adjective
            && self.is_adjective(forms.at(tokens.start))
    }

    /// The body that a name stands for, made if it is new; `acts` says that it speaks or stands for people.
    pub fn body(&mut self, forms: &Forms<'_>, tokens: Range<usize>, kind: NameKind, acts: bool) -> usize {
        let tokens = if tokens.len() > 1 && forms.at(tokens.start).eq_ignore_ascii_case("the") {
            tokens.start + 1..tokens.end
        } else {
            tokens
        };
        let tokens = self.maker(forms, &tokens).unwrap_or(tokens);
        // `Abadi’s` may end before its `s`.
        let mark = tokens.len() > 1 && matches!(forms.at(tokens.end - 1), "’" | "'");
        let tokens = tokens.start..tokens.end - usize::from(mark);
        let written = forms.of(tokens.clone()).split_whitespace().collect::<Vec<_>>().join(" ");
        let written = self.of_country(forms, &tokens, &written).unwrap_or(written);
        let written = self.ministry(&written).unwrap_or(written);
        let label = is_label(forms.at(tokens.end));
        let acts = acts && !label;
        let entry = self.entry_of_body(&written, acts);
        let country = entry.filter(|e| match e.kind {
            Kind::Country | Kind::Seat => true,
            Kind::Capital => acts,
            _ => false,
        });
        let owner = self.owner_of(&written).filter(|_| country.is_none());
        let (key, name, found) = match (country, owner) {
            (Some(e), _) => (format!("country:{}", e.country), country_name(&e, &written), ActorKind::Country),
            (None, Some((person, noun))) => {
                let name = format!("{}'s {noun}", self.people[person].name);
                (fold(&name), name, ActorKind::Organisation)
            }
            (None, None) => {
                let called = entry.filter(|e| e.kind == Kind::Body || e.source == "yours").map(|e| e.name);
                let name = called.filter(|n| !n.is_empty()).unwrap_or(&written).to_owned();
                (fold(&name), name, actor_kind(kind, entry.as_ref()))
            }
        };
        let governs = country.is_some_and(|e| acts || e.kind == Kind::Seat && !label);
        let how = if governs { How::Metonym } else { How::Name };
        let bracketed = tokens.start > 1 && forms.at(tokens.start - 1) == "(" && forms.at(tokens.end) == ")";
        let letters = bracketed && forms::is_shouted(&written) && entry.is_none();
        let before = if letters { self.body_at(tokens.start - 2) } else { None };
        if let Some(at) = before.filter(|at| self.bodies[*at].kind == ActorKind::Organisation) {
            self.explained.insert(key.clone(), at);
        }
        // A country is no short name of a body: `US` not of the `Union State`.
        let known = self.bodies.iter().position(|b| b.key == key).or_else(|| self.explained.get(&key).copied());
        let alone = country.is_some() || owner.is_some();
        let same = || if alone { None } else { self.same_body(&key, &written, kind) };
        let at = known.or_else(same).unwrap_or_else(|| {
            let (key, name) = (key.clone(), name.clone());
            self.bodies.push(Body { key, name, kind: found, entry, owner, mentions: Vec::new() });
            self.bodies.len() - 1
        });
        let body = &mut self.bodies[at];
        let short = body.key != key || forms::is_shouted(&written) && written != body.name;
        if governs {
            body.govern(&name);
        } else if body.key != key
            && !body.is_known()
            && (body.name.len() < written.len() && !is_firm(&key, &body.key) || is_firm(&body.key, &key))
        {
            // The fuller name of an acronym or a short form; a firm's without its form.
            body.name = written;
        }
        let how = if short && how == How::Name { How::Acronym } else { how };
        if !body.mentions.iter().any(|m| m.0 == tokens) {
            hold(&mut self.body_of, &tokens, at);
            body.mentions.push((tokens, how));
        }
        at
    }

    /// The entry of what an article writes so: not the body that the base knows by initials which the article itself
    /// explains; a city that acts for a body (`Brussels`) is that body.
    fn entry_of_body(&self, written: &str, acts: bool) -> Option<Entry<'a>> {
        let explained = forms::is_shouted(written) && self.bodies.iter().any(|b| stands_for(written, &b.name));
        if let Some(country) = self.governed(written) {
            return Some(Entry { kind: Kind::Seat, ..country });
        }
        let entry = self.entry(written).filter(|e| !explained || e.kind != Kind::Body)?;
        if self.sport && acts && matches!(entry.kind, Kind::Country | Kind::Capital | Kind::City) {
            return Some(Entry { kind: Kind::Body, name: "", sector: "", wikidata: "", ..entry });
        }
        let body = acts && entry.is_of_body();
        Some(if body { Entry { kind: Kind::Body, country: "", ..entry } } else { entry })
    }

    /// The person whose campaign or office a name says to be, and which: `the Lee campaign`, `Ms. Lee's office`. Of several of
    /// one surname it is whom the article names so, or most.
    fn owner_of(&self, written: &str) -> Option<(usize, &'static str)> {
        let (before, noun) = written.rsplit_once(' ')?;
        // `Ms. Lee's congressional office`; an apostrophe alone stands after an `s`.
        let ends = [("'s ", 0), ("’s ", 0), ("s' ", 1), ("s’ ", 1)];
        let marked = ends.iter().find_map(|(mark, own)| Some(&written[..written.find(mark)? + own]));
        let noun = match noun {
            "campaign" => "campaign",
            "office" if marked.is_some() => "office",
            _ => return None,
        };
        let owner = marked.unwrap_or(before);
        let surname = owner.rsplit(' ').next()?.to_lowercase();
        let gender = names::gender_of(owner, "");
        let called = |p: &Person, word: &str| titles::is_title(word) || p.name.split(' ').any(|name| name == word);
        let fits = |p: &(usize, &Person)| {
            let (_, p) = p;
            p.surname == surname && p.gender.fits(gender) && owner.split(' ').rev().skip(1).all(|w| called(p, w))
        };
        let has_one = |at: usize| self.bodies.iter().any(|b| b.owner == Some((at, noun)));
        let all = self.people.iter().enumerate().filter(fits);
        let (owner, _) = all.max_by_key(|(at, p)| (has_one(*at), p.mentions.len()))?;
        Some((owner, noun))
    }

    /// The country whose government a name says to be: `Government of Tarn`, `Tarnish Government`.
    fn governed(&self, written: &str) -> Option<Entry<'a>> {
        let (first, last) = written.split_once(' ').zip(written.rsplit_once(' '))?;
        let of = first.0.eq_ignore_ascii_case("government").then(|| first.1.strip_prefix("of ")).flatten();
        let of = of.map(|c| c.strip_prefix("the ").unwrap_or(c));
        let country = of.or_else(|| last.1.eq_ignore_ascii_case("government").then_some(last.0))?;
        self.entry(country).filter(|e| e.kind == Kind::Country)
    }

    /// A country that speaks or is spoken to is its government: `the country … it said`.
    pub fn acts(&mut self, who: &Referent) {
        if let Referent::Body(b, _) = who
            && self.bodies[*b].kind == ActorKind::Country
        {
            let name = self.bodies[*b].name.clone();
            self.bodies[*b].govern(&name);
        }
    }

    /// The body of a country, which a phrase means that does not name it: `Tarn's defence ministry`.
    pub fn body_of_country(&mut self, name: String, tokens: Range<usize>) -> usize {
        let name = self.ministry(&name).unwrap_or(name);
        let entry = self.entry(&name).filter(|e| e.kind == Kind::Body);
        let name = entry.map_or(name, |e| e.name.to_owned());
        let key = fold(&name);
        let known = self.bodies.iter().position(|b| b.key == key);
        self.meant(known, (key, name, entry), None, tokens)
    }

    /// The office or campaign of a person, which a phrase means that does not name it.
    pub fn body_of_person(&mut self, person: usize, noun: &'static str, tokens: Range<usize>) -> usize {
        let owner = Some((person, noun));
        let known = self.bodies.iter().position(|b| b.owner == owner);
        let name = format!("{}'s {noun}", self.people[person].name);
        self.meant(known, (fold(&name), name, None), owner, tokens)
    }

    /// The organisation that some tokens mean, made if it is not known.
    fn meant(
        &mut self,
        known: Option<usize>,
        (key, name, entry): (String, String, Option<Entry<'a>>),
        owner: Option<(usize, &'static str)>,
        tokens: Range<usize>,
    ) -> usize {
        let at = known.unwrap_or_else(|| {
            let kind = ActorKind::Organisation;
            self.bodies.push(Body { key, name, kind, entry, owner, mentions: Vec::new() });
            self.bodies.len() - 1
        });
        hold(&mut self.body_of, &tokens, at);
        self.bodies[at].mentions.push((tokens, How::Nominal));
        at
    }

    /// The government of a country.
    pub fn government(&mut self, code: &str, tokens: Range<usize>) -> Option<usize> {
        let name = base::country_name(code)?;
        let key = format!("country:{code}");
        let at = self.bodies.iter().position(|b| b.key == key).unwrap_or_else(|| {
            let entry = self.entry(name);
            self.bodies.push(Body {
                key,
                name: String::new(),
                kind: ActorKind::Government,
                entry,
                owner: None,
                mentions: Vec::new(),
            });
            self.bodies.len() - 1
        });
        let body = &mut self.bodies[at];
        body.govern(name);
        hold(&mut self.body_of, &tokens, at);
        body.mentions.push((tokens, How::Metonym));
        Some(at)
    }

    /// The whole name of a body of a state behind the country that it is of: `Tarn's Ministry of Defence`, or `Ministry of Defence of
    /// Tarn` where the base has it so.
    fn of_country(&self, forms: &Forms<'_>, tokens: &Range<usize>, written: &str) -> Option<String> {
        const STAFFS: &str = "staff guard force court ministry";
        let bodily = |word: &str| is_body_noun(word) || is_in(STAFFS, &word.to_lowercase());
        let ends = [forms.at(tokens.start), forms.at(tokens.end - 1)];
        let mark =
            tokens.start.checked_sub(2).filter(|mark| forms.is_possessive(*mark) && ends.into_iter().any(bodily))?;
        let is_country =
            |name: &str| self.entry(name).is_some_and(|e| e.kind == Kind::Country && !e.is_adjective(name));
        let names = (mark.saturating_sub(3)..mark).filter(|t| (*t..mark).all(|i| forms.is_capital(i)));
        let country = names.map(|t| forms.of(t..mark)).find(|name| is_country(name))?;
        let known = |name: &str| self.entry(name).is_some_and(|e| e.kind == Kind::Body);
        let (owned, of) = (format!("{country}'s {written}"), format!("{written} of {country}"));
        Some(if !known(&owned) && known(&of) { of } else { owned })
    }

    /// The firm that a thing's name begins with: SpaceX of `a SpaceX Starship`.
    fn maker(&self, forms: &Forms<'_>, tokens: &Range<usize>) -> Option<Range<usize>> {
        let one = tokens.start > 0 && is_in("a an", &forms.at(tokens.start - 1).to_lowercase());
        if !one || tokens.len() < 2 || self.entry(forms.of(tokens.clone())).is_some() {
            return None;
        }
        let is_firm = |e: &Entry<'_>| e.kind == Kind::Body && e.sector == "BUS";
        let ends = (tokens.start + 1..tokens.end).rev();
        ends.map(|end| tokens.start..end).find(|r| self.entry(forms.of(r.clone())).is_some_and(|e| is_firm(&e)))
    }

    /// The one name of a ministry whose country the article tells: `Chinese Foreign Ministry`.
    fn ministry(&self, written: &str) -> Option<String> {
        // `Gaza Health Ministry` is a body of its own.
        if !written.contains("inistry") || self.entry(written).is_some_and(|e| e.kind == Kind::Body) {
            return None;
        }
        let told = Affiliation { sector: Some("GOV".to_owned()), ..Affiliation::default() };
        ministries::named(written, |name| self.entry(name)?.governs(), || self.home.or(told, written).country)
    }

    /// The entry of the base for a name on the day of publication; what bodies of several countries are called (`the
    /// Senate`) only where the article speaks of the entry's country.
    pub fn entry(&self, name: &str) -> Option<Entry<'a>> {
        let state = name == "Georgia" && !self.georgian;
        let fits = |e: &Entry<'_>| !state && (!e.shared || self.speaks_of(e.country));
        self.base.find(name, self.day.as_deref()).filter(fits)
    }

    /// Whether the article names a country, or something of it.
    pub fn names_country(&self, country: &str) -> bool {
        self.countries.contains_key(country)
    }

    /// Whether an article may speak of a country where it does not say of which: it names that one, and none of the
    /// others far more often, or none at all.
    fn speaks_of(&self, country: &str) -> bool {
        const MORE: usize = 2;
        let own = self.countries.get(country).copied().unwrap_or(0);
        let other = self.countries.iter().filter(|(c, _)| **c != country).map(|(_, n)| *n).max().unwrap_or(0);
        other <= MORE * own
    }

    /// The country, seat of a government or state that words name first; the longest name counts: `New Mexico` is not Mexico.
    pub fn place_in(&self, words: &[&str]) -> Option<Entry<'a>> {
        const LONGEST: usize = 3;
        let mut at = 0;
        while at < words.len() {
            let ahead = &words[at..words.len().min(at + LONGEST)];
            // `U.S.` is four tokens.
            let initial = |pair: &&[&str]| pair[1] == "." && pair[0].len() == 1;
            let initials = 2 * words[at..].chunks_exact(2).take_while(initial).count();
            let (length, entry) = if initials > 2 {
                (initials, self.entry(&words[at..at + initials].concat()))
            } else {
                self.longest(ahead, |w| w.starts_with(char::is_uppercase), |_, _| true)
            };
            let places = |e: &Entry<'_>| matches!(e.kind, Kind::Country | Kind::Seat) || is_state(e);
            if let Some(place) = entry.filter(places) {
                return Some(place);
            }
            at += length;
        }
        None
    }

    /// The longest name at the beginning of some words that has an entry which `fits` it, and its length; names begin and end
    /// with what `is_capital`.
    pub(crate) fn longest(
        &self,
        words: &[&str],
        is_capital: impl Fn(&str) -> bool,
        fits: impl Fn(&Entry<'a>, &[&str]) -> bool,
    ) -> (usize, Option<Entry<'a>>) {
        let lengths = (1..=words.len()).rev().filter(|n| is_capital(words[0]) && is_capital(words[n - 1]));
        let known = |n: usize| self.entry(&words[..n].join(" ")).filter(|e| fits(e, &words[..n]));
        lengths.filter_map(|n| Some((n, Some(known(n)?)))).next().unwrap_or((1, None))
    }

    /// A body whose initials, beginning or end a short name is, or the other way round.
    fn same_body(&self, key: &str, written: &str, kind: NameKind) -> Option<usize> {
        // `the Commission` after one that has more words before it, not where there are two, nor what has an entry of its own.
        let described = |before: &str| {
            let joined =
                [" of ", " for ", " and ", " the ", "'s ", "' "].iter().any(|w| format!(" {before}").ends_with(w));
            before.ends_with(' ') && !joined
        };
        let more = |b: &Body<'_>| b.kind == ActorKind::Organisation && b.key.strip_suffix(key).is_some_and(described);
        // `European Court of Human Rights` may be the `Court` too; letters are a whole name.
        let has = |b: &Body<'_>| b.kind == ActorKind::Organisation && b.key.split(' ').any(|w| w == key);
        let entry = self.entry(written);
        let mut longer = (0..self.bodies.len()).filter(|i| more(&self.bodies[*i]) || has(&self.bodies[*i]));
        if let (Some(one), None, None) = (longer.next(), longer.next(), entry)
            && more(&self.bodies[one])
            && !GENERIC.contains(&key)
            && !forms::is_shouted(written)
        {
            return Some(one);
        }
        // Nor is a city `Kyiv` the beginning of `Kyiv Opera`, nor `U.N.`, which has an entry of its own, that of `U.N. Charter`.
        let of_country = entry.and_then(|e| base::country_name(e.country)).map(|c| fold(&format!("{key} of {c}")));
        let begins = |long: &str| kind != NameKind::Place && (entry.is_none() || of_country.as_deref() == Some(long));
        let shouted = written.len() > 1 && written.chars().all(|c| c.is_uppercase() || c == '.');
        self.bodies.iter().position(|b| {
            let organisation = b.kind == ActorKind::Organisation;
            organisation
                && (shouted && stands_for(written, &b.name)
                    || forms::is_shouted(&b.name) && stands_for(&b.name, written))
                || organisation
                    && begins(&b.key)
                    && b.key.split(' ').count() > 1
                    && b.key.starts_with(&format!("{key} "))
                    && b.key.len() > 3
                    && key.len() > 3
                || organisation && (is_firm(&b.key, key) || is_firm(key, &b.key) || says_trade(key, &b.key))
        })
    }

    /// Adds somebody whom the text does not name.
    pub(crate) fn add_unseen(&mut self, name: &str, gender: Gender) -> usize {
        self.people.push(Person::unseen(name, gender));
        self.people.len() - 1
    }

    /// The person whose mention holds a token.
    pub fn person_at(&self, token: usize) -> Option<usize> {
        self.person_of.get(&token).copied()
    }

    /// The body whose mention holds a token.
    pub fn body_at(&self, token: usize) -> Option<usize> {
        self.body_of.get(&token).copied()
    }
}

/// The people with those in one whom the base knows by two spellings of one name: `Zelensky`, `Zelenskyy`.
fn one_for_each(people: Vec<Person>, base: &Base, day: Option<&str>) -> Vec<Person> {
    let known = |p: &Person| {
        let entry = base.find(&p.name, day).filter(|e| e.kind == Kind::Person && p.name.contains(' '))?;
        Some(entry.name.to_owned())
    };
    let mut out: Vec<Person> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for person in people {
        let at = known(&person).map(|name| *places.entry(name).or_insert(out.len()));
        match at.and_then(|at| out.get_mut(at)) {
            Some(first) => {
                first.roles.extend(person.roles.into_iter().filter(|r| !first.roles.contains(r)).collect::<Vec<_>>());
                first.mentions.extend(person.mentions);
                first.mentions.sort_by_key(|(r, _)| (r.start, std::cmp::Reverse(r.end)));
            }
            None => out.push(person),
        }
    }
    out
}

/// Keeps that one of the cast has a mention with these tokens; of several, the first.
fn hold(holders: &mut HashMap<usize, usize>, tokens: &Range<usize>, one: usize) {
    for token in tokens.clone() {
        holders.entry(token).and_modify(|held| *held = one.min(*held)).or_insert(one);
    }
}

/// Whether an entry is a part of a country: a state of the United States.
pub(crate) fn is_state(entry: &Entry<'_>) -> bool {
    entry.kind == Kind::City && entry.source == "own"
}

/// Whether a name only tells where the noun after it is of: `the Minsk agreements`, `the Paris attackers`, `Iraq war`.
fn is_label(next: &str) -> bool {
    const NOUNS: &str = "agreement accord protocol treaty summit conference talk process format declaration convention \
        airport marathon olympic university school college bank firm company manufacturer product export import market \
        economy dollar debt bond currency oil gas steel worker job taxpayer consumer tourist student citizen citizenship \
        resident native immigrant immigration refugee voter people population household culture language history soil \
        territory coast border airspace war attack attacker bombing bomber shooting massacre siege troop soldier military \
        army navy force crisis deal election primary presidency presidential senator race bid contender hopeful winner \
        nomination trip visit tour team game match passport visa flag";
    is_in(NOUNS, next) || next.strip_suffix('s').is_some_and(|one| is_in(NOUNS, one))
}

/// Words that are many bodies' and alone none's.
pub(crate) const GENERIC: &[&str] =
    &["office", "service", "government", "ministry", "department", "agency", "board", "state"];

/// Whether a word is what a firm is: `Inc.`, `Group`.
pub(crate) fn is_form_of_firm(word: &str) -> bool {
    const FORMS: &[&str] = &[
        "inc",
        "corp",
        "corporation",
        "group",
        "plc",
        "ltd",
        "limited",
        "llc",
        "company",
        "co",
        "ag",
        "sa",
        "gmbh",
        "holdings",
        "computer",
        "magazine",
        "newspaper",
    ];
    FORMS.contains(&word.trim_end_matches(['.', ',']).to_lowercase().as_str())
}

/// Whether a name is another with the words of a firm's form after it: `Tarn Air Group PLC`.
fn is_firm(long: &str, short: &str) -> bool {
    behind(long, short).is_some_and(|rest| rest.split_whitespace().all(is_form_of_firm))
}

/// Whether a name is another with what the firm does after it: `Orbix Airlines`.
fn says_trade(long: &str, short: &str) -> bool {
    behind(long, short).is_some_and(is_trade)
}

/// What a name has behind another that it begins with.
fn behind<'n>(long: &'n str, short: &str) -> Option<&'n str> {
    long.strip_prefix(short)?.strip_prefix([' ', ','])
}

fn fold(name: &str) -> String {
    name.to_lowercase().replace('’', "'").trim_end_matches("'s").to_owned()
}

/// Whether letters are the initials of a name: `U.N.` of `United Nations`.
fn stands_for(letters: &str, name: &str) -> bool {
    name.contains([' ', '-']) && shouted_initials(name) == letters.replace('.', "")
}

/// The initials of the capitalised words of a name.
fn shouted_initials(name: &str) -> String {
    name.split([' ', '-']).filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect()
}

fn actor_kind(kind: NameKind, entry: Option<&Entry<'_>>) -> ActorKind {
    match (entry.map(|e| e.kind), kind) {
        (Some(Kind::Body), _) => ActorKind::Organisation,
        (Some(Kind::Capital | Kind::City), NameKind::Place) => ActorKind::Place,
        (_, NameKind::Organisation) => ActorKind::Organisation,
        (_, NameKind::Place) => ActorKind::Place,
        (_, NameKind::Person) => ActorKind::Person,
        (_, NameKind::Other) => ActorKind::Other,
    }
}

fn country_name(entry: &Entry<'_>, written: &str) -> String {
    base::country_name(entry.country).map_or_else(|| written.to_owned(), str::to_owned)
}
