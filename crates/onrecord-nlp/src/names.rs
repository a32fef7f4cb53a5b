//! Names and titles in the text, by capitals and short lists; the persons of an article.

use crate::base::without_accents;
use crate::mentions::{Name, NameKind, is_no_name};
use crate::phrases::is_body_noun;
use crate::roles;
use crate::words::{is_in, only};
use onrecord_types::{Article, Document, How};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// What a name, title or pronoun tells about gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// `he`.
    Male,
    /// `she`.
    Female,
    /// Either.
    Unknown,
}

impl Gender {
    /// Whether the two can be of one person.
    pub fn fits(self, other: Gender) -> bool {
        self == other || self == Gender::Unknown || other == Gender::Unknown
    }
}

static FIRST_NAMES: LazyLock<HashMap<&'static str, Gender>> = LazyLock::new(|| {
    let mut out = HashMap::new();
    for line in include_str!("../data/first-names.txt").lines().filter(|l| !l.starts_with('#')) {
        let mut words = line.split(' ');
        let gender = match words.next() {
            Some("m") => Gender::Male,
            Some("f") => Gender::Female,
            _ => Gender::Unknown,
        };
        for name in words {
            out.entry(name)
                .and_modify(|g| {
                    if *g != gender {
                        *g = Gender::Unknown
                    }
                })
                .or_insert(gender);
        }
    }
    out
});

/// Titles that stand before a name and are capitalised there.
const TITLES: &[&str] = &[
    "president",
    "comrade",
    "academician",
    "attaché",
    "attache",
    "advisor",
    "adviser",
    "candidate",
    "vice",
    "prime",
    "minister",
    "secretary",
    "undersecretary",
    "senator",
    "sen",
    "rep",
    "representative",
    "gov",
    "governor",
    "mayor",
    "judge",
    "justice",
    "gen",
    "general",
    "col",
    "colonel",
    "lt",
    "capt",
    "captain",
    "sgt",
    "maj",
    "major",
    "admiral",
    "adm",
    "dr",
    "doctor",
    "prof",
    "professor",
    "mr",
    "mrs",
    "ms",
    "miss",
    "sir",
    "lord",
    "lady",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "rev",
    "reverend",
    "fr",
    "bishop",
    "archbishop",
    "ambassador",
    "chancellor",
    "chairman",
    "chairwoman",
    "chair",
    "director",
    "commissioner",
    "councillor",
    "councilman",
    "councilwoman",
    "congressman",
    "congresswoman",
    "speaker",
    "attorney",
    "sheriff",
    "spokesman",
    "spokeswoman",
    "coordinator",
    "premier",
    "deputy",
    "staff",
    "spc",
    "pvt",
    "cpl",
    "cmdr",
    "brig",
    "brigadier",
    "commander",
    "commodore",
    "lieutenant",
    "marshal",
    "sergeant",
    "corporal",
    "cardinal",
    "rabbi",
    "imam",
    "dame",
    "baroness",
    "detective",
    "inspector",
    "superintendent",
    "constable",
    "hon",
    "honourable",
    "honorable",
    "aunt",
    "uncle",
    "taoiseach",
    "tánaiste",
    "pres",
    "supt",
    "cllr",
    "insp",
    "det",
    "amb",
];

/// The titles that a full stop shortens: `Sen. Lee`; after `the President.` a sentence begins.
const SHORTENED: &[&str] = &[
    "sen", "rep", "gov", "gen", "col", "lt", "capt", "sgt", "maj", "adm", "dr", "prof", "mr", "mrs", "ms", "rev",
    "spc", "pvt", "cpl", "cmdr", "brig", "hon", "fr", "pres", "supt", "cllr", "insp", "det", "amb",
];

/// What short titles stand for.
const LONG_TITLES: &[(&str, &str)] = &[
    ("sen", "Senator"),
    ("rep", "Representative"),
    ("gov", "Governor"),
    ("gen", "General"),
    ("col", "Colonel"),
    ("lt", "Lieutenant"),
    ("capt", "Captain"),
    ("sgt", "Sergeant"),
    ("maj", "Major"),
    ("adm", "Admiral"),
    ("prof", "Professor"),
    ("rev", "Reverend"),
    ("brig", "Brigadier"),
    ("cmdr", "Commander"),
    ("pres", "President"),
    ("supt", "Superintendent"),
    ("cllr", "Councillor"),
    ("insp", "Inspector"),
    ("det", "Detective"),
    ("ch", "Chief"),
    ("amb", "Ambassador"),
];

/// Nouns that say what a person does; the head of `the minister`.
pub const ROLES: &[&str] = &[
    "president",
    "minister",
    "secretary",
    "senator",
    "representative",
    "governor",
    "mayor",
    "judge",
    "justice",
    "general",
    "colonel",
    "captain",
    "major",
    "admiral",
    "doctor",
    "professor",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "bishop",
    "archbishop",
    "ambassador",
    "chancellor",
    "taoiseach",
    "tánaiste",
    "chairman",
    "chairwoman",
    "chair",
    "director",
    "commissioner",
    "councillor",
    "councilman",
    "councilwoman",
    "congressman",
    "congresswoman",
    "assemblyman",
    "assemblywoman",
    "alderman",
    "speaker",
    "sheriff",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "coordinator",
    "premier",
    "leader",
    "chief",
    "head",
    "official",
    "adviser",
    "advisor",
    "aide",
    "analyst",
    "lawyer",
    "attorney",
    "prosecutor",
    "officer",
    "negotiator",
    "candidate",
    "nominee",
    "manager",
    "strategist",
    "economist",
    "historian",
    "author",
    "writer",
    "reporter",
    "journalist",
    "editor",
    "columnist",
    "host",
    "anchor",
    "presenter",
    "owner",
    "founder",
    "executive",
    "chairperson",
    "treasurer",
    "lawmaker",
    "legislator",
    "delegate",
    "envoy",
    "diplomat",
    "commander",
    "soldier",
    "activist",
    "organizer",
    "organiser",
    "researcher",
    "scientist",
    "expert",
    "engineer",
    "teacher",
    "student",
    "farmer",
    "businessman",
    "businesswoman",
    "billionaire",
    "mogul",
    "coach",
    "actor",
    "singer",
    "mediator",
    "auditor",
    "observer",
    "driver",
    "nurse",
    "sailor",
    "conductor",
    "inspector",
    "witness",
    "spokesperson",
    "counsel",
    "broker",
    "banker",
    "trader",
    "investor",
    "pastor",
    "priest",
    "imam",
    "rabbi",
    "master",
    "surgeon",
    "physician",
    "physicist",
    "midwife",
    "paramedic",
    "firefighter",
    "pilot",
    "astronaut",
    "curator",
    "novelist",
    "poet",
    "playwright",
    "comedian",
    "musician",
    "rapper",
    "photographer",
    "filmmaker",
    "producer",
    "boss",
    "striker",
    "midfielder",
    "defender",
    "goalkeeper",
    "winger",
    "batsman",
    "bowler",
    "skipper",
    "quarterback",
    "jockey",
    "campaigner",
    "trustee",
    "headteacher",
    "principal",
    "magistrate",
    "coroner",
    "barrister",
    "solicitor",
    "detective",
    "superintendent",
    "sergeant",
    "constable",
    "ombudsman",
    "archivist",
    "architect",
    "designer",
    "entrepreneur",
    "chaplain",
    "vicar",
    "cleric",
    "lecturer",
    "therapist",
    "landlord",
    "warden",
    "gp",
    "ceo",
    "cfo",
    "coo",
    "cto",
    "mp",
    "mep",
    "msp",
    "td",
];

const CONNECTORS: &[&str] = &["of", "for", "de", "la", "van", "von", "der", "al", "bin", "el", "du", "del"];
const SUFFIXES: &[&str] = &["jr", "sr", "i", "ii", "iii", "iv"];

/// The gender of a given name; `None` where it is not in the list.
pub fn first_name(word: &str) -> Option<Gender> {
    let small = word.to_lowercase();
    let plain = || FIRST_NAMES.get(without_accents(&small).as_str());
    FIRST_NAMES.get(small.as_str()).or_else(|| plain().filter(|_| !small.is_ascii())).copied()
}

/// Whether a word is written in capitals alone: `US`, not `A`.
pub fn is_shouted(word: &str) -> bool {
    word.len() > 1 && word.chars().all(char::is_uppercase)
}

/// What a secretary or minister is of, in one word: two names follow it.
const PORTFOLIOS: &[&str] = &[
    "Agriculture",
    "Commerce",
    "Culture",
    "Defence",
    "Defense",
    "Education",
    "Energy",
    "Finance",
    "Health",
    "Interior",
    "Justice",
    "Labor",
    "Labour",
    "Police",
    "Staff",
    "State",
    "Tourism",
    "Trade",
    "Transport",
    "Transportation",
];

/// `Right`, as a title writes it; `RT` is a broadcaster.
const RIGHT: &str = "Rt";

/// Letters behind a name that are none of it: `Ann Lee MP`.
pub(crate) fn is_postnominal(word: &str) -> bool {
    is_in("KC QC SC OBE CBE MBE PhD MD", word) || is_seat(word)
}

/// Letters behind the name of a member of a parliament.
pub(crate) fn is_seat(word: &str) -> bool {
    is_in("MP MSP MEP TD MLA", word)
}

/// What may stand before a role and a name.
const BEFORE_ROLES: &str = "former senior deputy then - . lead co acting assistant associate interim";

/// Whether a word is a title that stands before names.
pub fn is_title(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    word == RIGHT || TITLES.contains(&word.to_lowercase().as_str())
}

/// Whether a word is a title that a full stop shortens.
fn is_shortened(word: &str) -> bool {
    word == RIGHT || SHORTENED.contains(&word.to_lowercase().as_str())
}

/// Whether a word names what a person does, in the singular.
pub fn is_role(word: &str) -> bool {
    const KINDS: &[&str] = &["ologist", "iatrist", "iatrician"];
    static ALL: LazyLock<HashSet<&str>> = LazyLock::new(|| ROLES.iter().copied().collect());
    let word = word.to_lowercase();
    ALL.contains(word.as_str()) || KINDS.iter().any(|end| word.ends_with(end))
}

/// Tokens with their forms; what all name rules look at.
pub struct Forms<'a> {
    /// The article's text.
    pub text: &'a str,
    /// Its tokens.
    pub document: &'a Document,
}

impl<'a> Forms<'a> {
    /// The form of a token; empty beyond the ends.
    pub fn at(&self, token: usize) -> &'a str {
        self.document.tokens.get(token).map_or("", |t| t.span.of(self.text))
    }

    /// Whether white space stands before a token.
    pub(crate) fn is_spaced(&self, token: usize) -> bool {
        let span = |i: usize| self.document.tokens.get(i).map(|t| t.span);
        token == 0 || span(token - 1).zip(span(token)).is_none_or(|(before, here)| before.end < here.start)
    }

    /// The text of a range of tokens.
    pub fn of(&self, range: Range<usize>) -> &'a str {
        self.document.span_of(range).map_or("", |s| s.of(self.text))
    }

    /// Whether `’s` stands at a token.
    pub fn is_possessive(&self, token: usize) -> bool {
        matches!(self.at(token), "’" | "'") && self.at(token + 1) == "s"
    }

    /// The token after the mark at a token that makes what stands before it an owner: `’s`, or after an `s` an apostrophe
    /// alone (`Sanders’ campaign`).
    pub fn owned(&self, token: usize) -> Option<usize> {
        if self.is_possessive(token) {
            return Some(token + 2);
        }
        let mark = matches!(self.at(token), "’" | "'") && token > 0 && !self.is_spaced(token);
        let next = self.at(token + 1).starts_with(char::is_alphanumeric) && self.is_spaced(token + 1);
        (mark && next && self.at(token - 1).ends_with('s')).then_some(token + 1)
    }

    /// Whether a hyphen without white space before it stands at a token.
    pub fn is_hyphen(&self, token: usize) -> bool {
        self.at(token) == "-" && !self.is_spaced(token)
    }

    /// The word before a token, or before the full stop of a shortened title there: `Mr. He`, not `the prince. He`.
    pub(crate) fn title_before(&self, token: usize) -> &'a str {
        let before = |k: usize| token.checked_sub(k).map_or("", |i| self.at(i));
        if before(1) == "." && is_shortened(before(2)) { before(2) } else { before(1) }
    }

    pub fn is_capital(&self, token: usize) -> bool {
        self.at(token).starts_with(char::is_uppercase)
    }

    /// Whether no white space stands before the token.
    fn is_glued(&self, token: usize) -> bool {
        token > 0 && self.document.tokens[token - 1].span.end == self.document.tokens[token].span.start
    }
}

/// A run of capitalised words, with its connectors, initials and hyphens.
pub fn capital_run(forms: &Forms<'_>, start: usize, end: usize) -> Range<usize> {
    let block = forms.document.tokens[start].block;
    let mut last = start + 1;
    let mut i = last;
    while i < end && forms.document.tokens[i].block == block {
        let word = forms.at(i);
        if forms.is_capital(i)
            || (i > 0 && forms.is_glued(i) && forms.is_glued(i - 1) && word.chars().all(char::is_alphanumeric))
        {
            i += 1;
            last = i;
        } else if is_inner(forms, i, end) {
            i += 1;
        } else {
            break;
        }
    }
    start..last
}

/// Whether a token may stand inside a name though it has no capital.
fn is_inner(forms: &Forms<'_>, i: usize, end: usize) -> bool {
    let word = forms.at(i);
    let next_capital = i + 1 < end && forms.is_capital(i + 1);
    match word {
        "." => {
            forms.at(i - 1).chars().count() == 1
                || is_shortened(forms.at(i - 1))
                || SUFFIXES.contains(&forms.at(i - 1).to_lowercase().as_str())
        }
        "-" | "’" | "'" | "&" => {
            forms.is_glued(i) && next_capital && forms.is_glued(i + 1) || word == "&" && next_capital
        }
        _ => CONNECTORS.contains(&word) && next_capital,
    }
}

/// A person of the article.
#[derive(Debug, Clone)]
pub struct Person {
    /// The fullest name.
    pub name: String,
    /// Last word of the name, lower case.
    pub surname: String,
    pub gender: Gender,
    /// Titles and appositions, as written.
    pub roles: Vec<String>,
    /// Token ranges in order.
    pub mentions: Vec<(Range<usize>, How)>,
}

impl Person {
    /// Somebody whom the article's text does not name.
    pub(crate) fn unseen(name: &str, gender: Gender) -> Person {
        let surname = name.split(' ').next_back().unwrap_or(name).to_lowercase();
        Person { name: name.to_owned(), surname, gender, roles: Vec::new(), mentions: Vec::new() }
    }
}

/// A name that stands in the text: `words` are the person's own, `title` what precedes them.
struct Found {
    words: Range<usize>,
    title: Range<usize>,
}

/// The persons that an article names in full or by a title, with all their mentions: the names of persons that
/// the network found, and where it found no name, runs of capitals with a given name or title.
pub fn persons(article: &Article, document: &Document, found: &[Name]) -> Vec<Person> {
    let forms = Forms { text: &article.text, document };
    let headline = u32::from(article.headline.is_some());
    let mut people: Vec<Person> = Vec::new();
    let runs: Vec<Range<usize>> = runs(&forms);
    let is_free = |r: &Range<usize>| !found.iter().any(|n| n.tokens.start < r.end && r.start < n.tokens.end);
    let mut all: Vec<Found> = found
        .iter()
        .filter(|n| is_person(&forms, n, found))
        .filter_map(|n| of_name(&forms, n, runs.iter().find(|r| r.contains(&n.tokens.start))))
        .collect();
    all.extend(runs.iter().filter_map(|run| person_in(&forms, run)).filter(|f| is_free(&f.words)));
    let full: HashSet<&str> = all.iter().filter(|f| f.words.len() > 1).map(|f| forms.at(f.words.end - 1)).collect();
    all.retain(|f| !names_office(&forms, f) || full.contains(forms.at(f.words.start)));
    // Names of the body first: a headline has surnames alone.
    all.sort_by_key(|f| (document.tokens[f.words.start].block < headline, f.words.start));
    for found in all {
        add(&forms, &mut people, found);
    }
    let known: HashSet<String> = people.iter().map(|p| p.surname.clone()).collect();
    for run in runs.iter().filter(|r| {
        !found.iter().any(|n| n.kind == NameKind::Organisation && n.tokens.start <= r.start && r.end <= n.tokens.end)
    }) {
        add_surname(&forms, &mut people, run, &known);
    }
    add_initials(&forms, &mut people);
    let named: Vec<Range<usize>> = people.iter().flat_map(|p| p.mentions.iter().map(|m| m.0.clone())).collect();
    for person in &mut people {
        person.mentions.sort_by_key(|(r, _)| (r.start, std::cmp::Reverse(r.end)));
        person.mentions.dedup_by_key(|(r, _)| r.start);
        add_appositions(&forms, person, &named);
        add_seats(&forms, person);
        // `OBAMA`, whom the article calls `Obama` elsewhere.
        let is_small = |w: &&str| w.contains(char::is_lowercase) && w.eq_ignore_ascii_case(&person.name);
        let own = person.mentions.iter().map(|(r, _)| forms.of(r.clone())).find(is_small).map(str::to_owned);
        // `MR LEE`
        let titled = || person.mentions.iter().any(|(r, _)| is_title(forms.title_before(r.start)));
        let small = || match is_shouted(&person.name) && person.name.len() > 3 && titled() {
            true => in_small_letters(&format!("{} ", person.name)).trim().to_owned(),
            false => in_small_letters(&person.name),
        };
        person.name = own.unwrap_or_else(small);
        add_roles_before(&forms, person);
    }
    people
}

/// Whether what seems a name is an office's or a party's: `the Head of State`, `Your Majesty`; not `Mr. King`.
fn names_office(forms: &Forms<'_>, found: &Found) -> bool {
    const OFFICES: &[&str] = &[
        "foreign",
        "majesty",
        "excellency",
        "highness",
        "holiness",
        "honour",
        "honor",
        "emir",
        "sultan",
        "extraordinary",
        "plenipotentiary",
        "custodian",
        "boss",
        "ceo",
        "crown",
        "hero",
        "republican",
        "democrat",
        "democratic",
        "conservative",
        "libertarian",
    ];
    let word = forms.at(found.words.start);
    let courteous = is_shortened(forms.title_before(found.words.start));
    let role = is_role(word) || is_title(word);
    let office = role || OFFICES.contains(&word.to_lowercase().as_str());
    let of = role && matches!(forms.at(found.words.start + 1), "of" | "for");
    let style = is_style(forms.at(found.words.end - 1));
    (found.words.len() == 1 || of) && !courteous && office || style || word.starts_with('-')
}

/// Whether a word ends how rulers and envoys are spoken of: `His Royal Highness`.
pub(crate) fn is_style(word: &str) -> bool {
    is_in("Highness Majesty Excellency Holiness Eminence", word)
}

/// Whether a name is a person's: as the network says; or it cannot say, and a given name opens it or its
/// last word is a person's name elsewhere in the article.
fn is_person(forms: &Forms<'_>, name: &Name, all: &[Name]) -> bool {
    let range = &name.tokens;
    let unsure = name.kind == NameKind::Other
        && (2..=3).contains(&range.len())
        && range.clone().all(|i| forms.is_capital(i) || forms.at(i) == ".");
    let given = || first_name(forms.at(range.start)).is_some();
    // `its spokesman Kyaw Zaw`
    let before = range.start.checked_sub(1).map_or("", |i| forms.at(i));
    let called = || before.starts_with(char::is_lowercase) && is_role(before);
    let elsewhere = || {
        let last = forms.at(range.end - 1);
        all.iter().any(|n| n.kind == NameKind::Person && n.tokens.len() == 1 && forms.at(n.tokens.start) == last)
    };
    // `Russian President`: an adjective before a title.
    let adjective = range.len() == 1 && is_title(forms.at(range.end)) && forms.is_capital(range.end);
    name.kind == NameKind::Person && !adjective || unsure && (given() || called() || elsewhere())
}

/// A person's name as the network found it, with the titles before it: `Russian President`, `Kremlin spokesman`,
/// `National Security Council Coordinator for Strategic Communications`.
fn of_name(forms: &Forms<'_>, name: &Name, run: Option<&Range<usize>>) -> Option<Found> {
    let end = name.tokens.end + joined(forms, name);
    let end = end - (name.tokens.start + 1..end).rev().take_while(|i| is_postnominal(forms.at(*i))).count();
    let title = name.tokens.clone().rev().find(|i| is_title(forms.at(*i)) && i + 1 < end);
    // `Striker Lee`
    let first = forms.at(name.tokens.start);
    let noun = is_role(first) && first_name(first).is_none() && name.tokens.start + 1 < end;
    let title = title.or(noun.then_some(name.tokens.start));
    let start = title.map_or(name.tokens.start, |i| i + 1 + usize::from(forms.at(i + 1) == "." && i + 2 < end));
    // `Speaker of the Verkhovna Rada Ruslan Stefanchuk`: the name begins with the given name, else it is two words.
    let given = |i: &usize| first_name(forms.at(*i)).is_some() && forms.is_capital(*i) && i + 1 < end;
    let start = match forms.at(start) {
        "of" | "for" | "to" => {
            let long = end - start > 4 || end - start == 4 && PORTFOLIOS.contains(&forms.at(start + 1));
            let two = (long && (end - 2..end).all(|i| forms.is_capital(i))).then_some(end - 2);
            // `Secretary of State Lee`
            let surname = (end - start == 3 && PORTFOLIOS.contains(&forms.at(start + 1))).then_some(end - 1);
            (start..end).find(given).or(two).or(surname).unwrap_or(start)
        }
        _ => start,
    };
    let sentence = forms.document.sentences[forms.document.sentence_of(start)].first;
    let stands = |i: usize| is_title(forms.at(i)) || is_role(forms.at(i));
    let of_staff = |i: usize| forms.of(i..i + 2).eq_ignore_ascii_case("of staff");
    // `former health minister`
    let portfolio = |i: usize| {
        let next = forms.at(i + 1);
        roles::PORTFOLIOS.contains(&forms.at(i)) && matches!(next, "minister" | "secretary" | "chief" | "spokesman")
    };
    let passes = |i: &usize| stands(*i) || portfolio(*i) || of_staff(*i) || is_in(BEFORE_ROLES, forms.at(*i));
    let mut first = (start.saturating_sub(7).max(sentence)..start).rev().take_while(passes).last().unwrap_or(start);
    // A run of capitals that holds a title belongs to it; so does the name of a country or body before a role.
    if let Some(run) = run.filter(|r| (r.start..start).any(stands)) {
        first = first.min(run.start);
    }
    // `Tarn University professor`
    let own = |i: usize| forms.is_capital(i) && !is_no_name(&forms.at(i).to_lowercase());
    let noun = first < start && (stands(first) || portfolio(first));
    while noun && first > sentence && own(first - 1) {
        first -= 1;
    }
    // `Editor-in-Chief Ann Lee`
    let joined_to_role = first + 1 < start && stands(first + 1);
    while joined_to_role && first > sentence && forms.is_hyphen(first) {
        first -= 1;
        first -= usize::from(first > sentence && forms.is_hyphen(first - 1));
    }
    first = whole_office(forms, (first, start), sentence);
    // `When President`
    let opens = |i: usize| {
        let word = forms.at(i).to_lowercase();
        !stands(i) && is_no_name(&word) && word != "then"
    };
    first += (first..start).take_while(|i| opens(*i)).count();
    // `Mr.`: a full stop alone is no title.
    first = (if forms.at(first) == "." { first + 1 } else { first }).min(name.tokens.start.max(first));
    let letters = forms.of(start..end).chars().any(char::is_alphabetic);
    // `Foreign Secretary`, `Minister of State` are offices, not names.
    let single = end - start == 1;
    let office = matches!(forms.at(start), "of" | "for" | "to")
        || forms.is_possessive(start)
        || single && start > 1 && matches!(forms.at(start - 1), "of" | "for") && stands(start - 2)
        || !single && is_role(forms.at(end - 1)) && !(start..end).any(|i| first_name(forms.at(i)).is_some());
    (letters && !office && !holds_pronoun(forms, start..end) && !(start..end).all(|i| is_title(forms.at(i))))
        .then_some(Found { words: start..end, title: first.min(start)..start })
}

/// Tokens that a hyphen joins to the last word of a name: `Park Geun-hye`, not `Ann Lee-era` or `Ann Lee-backed`.
fn joined(forms: &Forms<'_>, name: &Name) -> usize {
    let hyphen = name.tokens.end;
    let word = forms.at(hyphen + 1);
    let close = forms.is_hyphen(hyphen) && !forms.is_spaced(hyphen + 1);
    let other = word.ends_with("ed") || matches!(word, "era" | "style" | "like" | "run" | "inspired");
    if close && name.tokens.len() > 1 && !other { 2 } else { 0 }
}

/// Where an office begins of which the words from `first` to a name, or those right before it, are a part: `Press Secretary of the
/// President Ann Lee` is the secretary, and `Adviser to the Head of the President's Office Ann Lee` the adviser.
fn whole_office(forms: &Forms<'_>, (first, name): (usize, usize), sentence: usize) -> usize {
    let stands = |i: usize| is_role(forms.at(i)) || is_title(forms.at(i));
    // Where a run of capitals begins, with what joins them: `National Security and Defense Council`, `Deputy Premier – Minister`.
    let back = |end: usize| {
        let joins = |i: usize| match forms.at(i) {
            "and" | "&" => forms.is_capital(i - 1) && forms.is_capital(i + 1) && !(i..end).any(stands),
            "–" | "-" => stands(i - 1) && stands(i + 1),
            "s" => forms.is_possessive(i - 1),
            _ => forms.is_possessive(i),
        };
        let belongs = |i: &usize| forms.is_capital(*i) || *i > sentence && joins(*i);
        (sentence..end).rev().take_while(belongs).last().unwrap_or(end)
    };
    // `Secretary of the Harbour Council Ann Lee`
    let mut at = if first == name { back(first) } else { first };
    let mut office = first;
    while at > sentence + 1 {
        let the = forms.at(at - 1) == "the";
        let link = at - 1 - usize::from(the);
        // `Adviser to President Ann Lee` is another.
        if link <= sentence || !(matches!(forms.at(link), "of" | "for") || the && forms.at(link) == "to") {
            break;
        }
        let run = back(link);
        if run == link {
            break;
        }
        // `Ministry of Defence spokesman`
        if (run..link).any(|i| stands(i) || is_body_noun(forms.at(i))) {
            office = run;
        }
        at = run;
    }
    office
}

/// Whether a run of capitals is a pronoun (`It` at the start of a sentence) or its `I` is one (`Can I`, `Both I and the
/// mayor`), not an initial or a king's number.
fn holds_pronoun(forms: &Forms<'_>, words: Range<usize>) -> bool {
    let titled = is_title(forms.title_before(words.start));
    let small = forms.at(words.start).chars().any(char::is_lowercase);
    if words.len() == 1 && small && !titled && is_no_name(&forms.at(words.start).to_lowercase()) {
        return true;
    }
    let number = |i: usize| i > words.start && i + 1 == words.end && first_name(forms.at(i - 1)).is_some();
    words.clone().any(|i| forms.at(i) == "I" && forms.at(i + 1) != "." && !number(i))
}

/// Maximal runs of capitalised words.
fn runs(forms: &Forms<'_>) -> Vec<Range<usize>> {
    let n = forms.document.tokens.len();
    let (mut out, mut i) = (Vec::new(), 0);
    while i < n {
        if forms.is_capital(i) {
            let run = capital_run(forms, i, n);
            i = run.end;
            out.push(run);
        } else {
            i += 1;
        }
    }
    out
}

/// The person's name in a run: after a title or from a given name on.
fn person_in(forms: &Forms<'_>, run: &Range<usize>) -> Option<Found> {
    let is_name = |i: usize| first_name(forms.at(i)).is_some() && i + 1 < run.end;
    let titled = (run.start..run.end).rev().find(|i| is_title(forms.at(*i)) && i + 1 < run.end);
    let after_title = titled.map(|i| i + 1 + usize::from(forms.at(i + 1) == "."));
    let sentence = forms.document.sentences[forms.document.sentence_of(run.start)].first;
    let role_before = run.start > sentence && is_role(forms.at(run.start - 1));
    let given = (run.start..run.end).find(|i| is_name(*i) && after_title.is_none_or(|t| *i >= t));
    // `Speaker of the …`: what follows a title so is an office, not a name.
    let after_title = after_title.filter(|i| !matches!(forms.at(*i), "of" | "for" | "to" | "the"));
    let start = given.or(after_title).or(role_before.then_some(run.start))?;
    let mut end = start;
    while end < run.end && !CONNECTORS[..2].contains(&forms.at(end)) {
        end += 1;
    }
    let own = (start..end).filter(|i| forms.is_capital(*i)).count();
    // `Prime Minister` alone is a title.
    if (start..end).all(|i| is_title(forms.at(i))) || holds_pronoun(forms, start..end) {
        return None;
    }
    if own == 0 || own > 5 || (given.is_none() && own > 3) || (given.is_some() && own < 2) {
        return None;
    }
    let before = (run.start.saturating_sub(6).max(sentence)..run.start).rev();
    let lower = before.take_while(|i| is_role(forms.at(*i)) || is_in(BEFORE_ROLES, forms.at(*i)));
    let title = lower.last().unwrap_or(run.start)..start;
    Some(Found { words: start..end, title })
}

/// A name that is written in capitals alone, as others write it: `ANN MCLEE-QUILL` is Ann McLee-Quill. One word may be initials.
fn in_small_letters(name: &str) -> String {
    if name.chars().any(char::is_lowercase) || !name.contains(' ') {
        return name.to_owned();
    }
    let mut out = String::new();
    for part in name.split_inclusive([' ', '-', '\'', '’', '.']) {
        let keeps = part.chars().count() <= 2 || SUFFIXES.contains(&part.trim().to_lowercase().as_str());
        let capitals = if part.starts_with("MC") && part.len() > 4 { [0, 2] } else { [0, 0] };
        let letter = |(i, c): (usize, char)| if keeps || capitals.contains(&i) { c } else { small(c) };
        out.extend(part.chars().enumerate().map(letter));
    }
    out
}

fn small(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// A name without what a page's hidden words leave behind it: `Ann Lee Lee AnnMayor of Tarn`.
fn unglued(forms: &Forms<'_>, words: &Range<usize>) -> Range<usize> {
    let first = forms.at(words.start);
    let again = |k: &usize| {
        let glued = forms.at(k + 2);
        forms.at(*k) == forms.at(k + 1) && glued.len() > first.len() && glued.starts_with(first)
    };
    let last = (words.start + 1..words.end.saturating_sub(2)).find(again);
    words.start..last.map_or(words.end, |k| k + 1)
}

fn add(forms: &Forms<'_>, people: &mut Vec<Person>, found: Found) {
    // `\u{200e}Ann Lee`: marks of the direction of writing are no part of a name.
    let marks = found.words.clone().take_while(|i| !forms.at(*i).contains(char::is_alphanumeric)).count();
    let own = unglued(forms, &(found.words.start + marks..found.words.end));
    // `Ann Lee ann.lee`
    let small = |i: &usize| *i > own.start && forms.is_spaced(*i) && forms.at(*i).starts_with(char::is_lowercase);
    let tail = own.clone().find(|i| small(i) && !(*i..own.end).any(|k| forms.is_capital(k)));
    let own = own.start..tail.unwrap_or(own.end);
    let name = forms.of(own.clone()).to_owned();
    let words: Vec<usize> = own.filter(|i| forms.is_capital(*i)).collect();
    let last = words.iter().rev().find(|i| !SUFFIXES.contains(&forms.at(**i).to_lowercase().as_str()));
    let surname = last.map_or(String::new(), |i| forms.at(*i).to_lowercase());
    let title = forms.of(found.title.clone()).trim_matches(|c: char| c.is_whitespace() || "-–—".contains(c)).to_owned();
    // `Lee` after `Ann Lee`, and `de Lee Quill` after `Ann de Lee Quill`, begin with no given name, whoever has it as one.
    let ends = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|given| given.ends_with(' '));
    let folded = name.to_lowercase();
    let is_surname = people.iter().any(|p| ends(&p.name.to_lowercase(), &folded));
    let given = if is_surname { "" } else { forms.at(found.words.start) };
    let gender = gender_of(&title, given);
    let role = role_of(&title);
    // A whole name tells more than what one word of it let guess.
    let overrules = |p: &Person| words.len() > 1 && is_guessed(p);
    let same = |p: &&mut Person| {
        let other = p.name.to_lowercase();
        let part = ends(&other, &folded) || ends(&folded, &other);
        let fits = p.gender.fits(gender) || overrules(p);
        p.surname == surname && (other == folded || fits && (part || agrees(&other, &folded)))
    };
    let how = if words.len() > 1 { How::Name } else { How::Surname };
    if let Some(person) = people.iter_mut().find(same) {
        if person.gender == Gender::Unknown || overrules(person) {
            person.gender = gender;
        }
        // What stands before a given name (`Chef Ann Lee`) is none of it.
        let whole = |n: &str| n.split_once(' ').is_some_and(|(first, _)| first_name(first).is_some());
        let (held, new) = (person.name.to_lowercase(), folded.as_str());
        let longer = name.len() > person.name.len() && !(ends(new, &held) && whole(&held));
        if longer || ends(&held, new) && whole(new) {
            person.name = name;
        }
        person.mentions.push((found.words, how));
        person.roles.extend(role.filter(|r| !person.roles.iter().any(|held| held.eq_ignore_ascii_case(r))));
        return;
    }
    // A given name alone is the one person's who bears it.
    if how == How::Surname {
        let bears = |p: &Person| {
            let mut words = p.name.split_whitespace();
            words.next().is_some_and(|w| w.to_lowercase() == surname) && words.next().is_some()
        };
        let mut bearers = people.iter_mut().filter(|p| bears(p));
        if let (Some(one), None) = (bearers.next(), bearers.next()) {
            one.mentions.push((found.words, how));
            return;
        }
    }
    people.push(Person {
        name,
        surname,
        gender,
        roles: role.into_iter().collect(),
        mentions: vec![(found.words, how)],
    });
}

/// The role in the words before a name, its short titles written out (`Lt. Gov.`): not what only addresses it (`Mr.`), with
/// what opens the sentence (`But Mr.`).
fn role_of(title: &str) -> Option<String> {
    const COURTEOUS: &[&str] = &["mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "dame"];
    // `His Royal Highness Prince`
    let style = title.split(' ').position(is_style).map_or(0, |i| i + 1);
    let title = title.splitn(style + 1, ' ').nth(style).unwrap_or("");
    let bare = title.trim_end_matches('.');
    let (before, last) = bare.rsplit_once(' ').unwrap_or(("", bare));
    let noble = before.is_empty() && matches!(last, "Lord" | "Lady" | "Dame");
    if noble || !COURTEOUS.contains(&last.to_lowercase().as_str()) {
        let whole = written_out(title);
        let of = whole.rsplit(' ').next().is_some_and(|w| is_in("of for to", w));
        return Some(whole).filter(|t| !of && t.chars().filter(|c| c.is_alphabetic()).count() > 2);
    }
    let says = |w: &str| is_role(w.trim_end_matches('.')) || is_title(w.trim_end_matches('.'));
    let before = before.trim_end();
    before.split(' ').any(says).then(|| written_out(before))
}

/// Titles with their short forms written out: `Ohio Gov.` is `Ohio Governor`.
fn written_out(title: &str) -> String {
    let whole = |word: &str| {
        let short = word.trim_end_matches('.').to_lowercase();
        let (_, long) = LONG_TITLES.iter().find(|(s, _)| *s == short)?;
        Some((*long).to_owned())
    };
    let words = title.split_whitespace().map(|word| whole(word).unwrap_or_else(|| word.to_owned()));
    words.collect::<Vec<_>>().join(" ")
}

/// Whether two names with one surname can be one person's: one is the surname alone, or the
/// given names begin alike.
fn agrees(a: &str, b: &str) -> bool {
    let given = |s: &str| s.split_whitespace().next().map(str::to_lowercase).unwrap_or_default();
    let single = |s: &str| s.split_whitespace().count() == 1;
    single(a) || single(b) || given(a).chars().next() == given(b).chars().next()
}

/// Whether a gender is a guess from one word, which may be a surname after all: `Scott`, of whom the text goes on to say
/// `Ada Scott`.
fn is_guessed(person: &Person) -> bool {
    !person.name.contains(' ') && first_name(&person.name) == Some(person.gender)
}

/// The gender that a title tells, else a given name.
pub(crate) fn gender_of(title: &str, first: &str) -> Gender {
    let title = title.to_lowercase();
    let has = |words: &[&str]| title.split(|c: char| !c.is_alphabetic()).any(|w| words.contains(&w));
    if has(&[
        "mr",
        "sir",
        "lord",
        "king",
        "prince",
        "pope",
        "congressman",
        "chairman",
        "spokesman",
        "councilman",
        "businessman",
    ]) {
        Gender::Male
    } else if has(&[
        "mrs",
        "ms",
        "miss",
        "lady",
        "queen",
        "princess",
        "congresswoman",
        "chairwoman",
        "spokeswoman",
        "councilwoman",
        "businesswoman",
    ]) {
        Gender::Female
    } else {
        // `Abu Obeida`, `Umm Khaled`: father and mother of a son.
        match first {
            "Abu" => Gender::Male,
            "Umm" => Gender::Female,
            _ => first_name(first).unwrap_or(Gender::Unknown),
        }
    }
}

/// Ties the labels of an interview's turns to the one person whose initials they are: `AL: …` after `Ann Lee: …`.
fn add_initials(forms: &Forms<'_>, people: &mut [Person]) {
    let labels: Vec<usize> = (0..forms.document.tokens.len()).filter(|i| is_label_of_initials(forms, *i)).collect();
    if labels.is_empty() {
        return;
    }
    let taken: HashSet<usize> = people.iter().flat_map(|p| p.mentions.iter().flat_map(|(r, _)| r.clone())).collect();
    let mut bearers: HashMap<&str, Option<usize>> = HashMap::new();
    for i in labels.into_iter().filter(|i| !taken.contains(i)) {
        let label = forms.at(i);
        let bearer = || only((0..people.len()).filter(|p| has_initials(&people[*p].name, label)));
        if let Some(one) = *bearers.entry(label).or_insert_with(bearer) {
            people[one].mentions.push((i..i + 1, How::Acronym));
        }
    }
}

/// Whether two or three capitals and a colon open a paragraph at a token.
fn is_label_of_initials(forms: &Forms<'_>, i: usize) -> bool {
    let block = |i: usize| forms.document.tokens.get(i).map(|t| t.block);
    let opens = i == 0 || block(i - 1) != block(i);
    opens && forms.at(i + 1) == ":" && matches!(forms.at(i).len(), 2 | 3) && is_shouted(forms.at(i))
}

/// Whether letters are the initials of a name of two words or more, or of its first and last.
pub(crate) fn has_initials(name: &str, letters: &str) -> bool {
    let initials: String = name.split_whitespace().filter_map(|w| w.chars().next()).collect();
    let mut ends = initials.chars();
    let short: String = [ends.next(), ends.next_back()].into_iter().flatten().collect();
    letters.len() > 1 && (initials == letters || short == letters)
}

/// Ties a run that is (or ends in) a known surname to its person; two persons of one name stay
/// apart and the run is tied to neither.
fn add_surname(forms: &Forms<'_>, people: &mut [Person], run: &Range<usize>, known: &HashSet<String>) {
    for i in run.clone() {
        let word = forms.at(i).to_lowercase();
        if !known.contains(&word) || people.iter().any(|p| p.mentions.iter().any(|(r, _)| r.contains(&i))) {
            continue;
        }
        let part_of_other = i + 1 < run.end && forms.is_capital(i + 1);
        let mut bearers = people.iter_mut().filter(|p| p.surname == word);
        if let (Some(person), None, false) = (bearers.next(), bearers.next(), part_of_other) {
            person.mentions.push((i..i + 1, How::Surname));
        }
    }
}

/// Reads `The minister of x, NAME,` into the person's roles.
fn add_roles_before(forms: &Forms<'_>, person: &mut Person) {
    const LONGEST: usize = 8;
    let places: Vec<Range<usize>> = person.mentions.iter().map(|(r, _)| r.clone()).collect();
    for place in places.into_iter().filter(|r| forms.at(r.end) == ",") {
        // `the mayor of Tarn, Mr. NAME,`
        let titled = |i: &usize| {
            is_title(forms.at(*i))
                || is_in("Right Most Very", forms.at(*i))
                || forms.at(*i) == "." && is_shortened(forms.at(i.wrapping_sub(1)))
        };
        let start = place.start - (0..place.start).rev().take_while(titled).count();
        // `the Bishop of Tarn, the Right Reverend NAME,`
        let start = start - usize::from(start < place.start && start > 0 && forms.at(start - 1) == "the");
        let Some(comma) = start.checked_sub(1).filter(|i| *i > 0 && forms.at(*i) == ",") else { continue };
        let sentence = forms.document.sentences[forms.document.sentence_of(comma)].first;
        // `The Harbour Party (HP) leader, NAME,`
        let letters = |i: usize| is_shouted(forms.at(i.wrapping_sub(1))) && forms.at(i.wrapping_sub(2)) == "(";
        let ends =
            |i: usize| matches!(forms.at(i), "," | ";" | "—" | "–" | "”" | "\"") || forms.at(i) == ")" && !letters(i);
        let counts = |i: &usize| forms.at(*i).chars().filter(|c| c.is_alphabetic()).count() > 1;
        let words = (sentence.max(comma.saturating_sub(4 * LONGEST))..comma).rev().take_while(|i| !ends(*i)).scan(
            0,
            |count, i| {
                *count += usize::from(counts(&i));
                (*count <= LONGEST).then_some(i)
            },
        );
        // `Its chief engineer, NAME,`
        let opens = |i: &usize| is_in("the a an its his her their", &forms.at(*i).to_lowercase());
        let articles: Vec<usize> = words.filter(opens).collect();
        // `the head of the board, NAME,`, but not `The mayor met the minister, NAME,`
        let linked = |i: usize| matches!(forms.at(i.wrapping_sub(1)), "of" | "for" | "in" | "at" | "on" | "to" | "and");
        let the = |i: &&usize| forms.at(**i).eq_ignore_ascii_case("the");
        let nearest = articles.first().filter(|i| !linked(**i));
        let first = nearest.or_else(|| articles.iter().filter(the).find(|i| !linked(**i)));
        // `Tarn's ambassador, NAME,`
        let owner = || {
            let first = sentence + usize::from(is_in("And But", forms.at(sentence)));
            let run = capital_run(forms, first, comma);
            let short = comma - first <= LONGEST && !(first..comma).any(|i| ends(i) || forms.at(i) == ":");
            (short && forms.is_capital(first) && forms.is_possessive(run.end) && run.end + 2 < comma).then_some(first)
        };
        let the = first.or_else(|| articles.iter().rfind(the)).map(|the| the + 1);
        let Some(opens) = the.or_else(owner) else { continue };
        let role = forms.of(opens..comma);
        let clause = (opens..comma).any(|i| is_in("said says told who whose which", forms.at(i)));
        let known = || person.roles.iter().any(|r| r.to_lowercase().ends_with(&role.to_lowercase()));
        if (opens..comma).any(|i| is_role(forms.at(i))) && !clause && !known() {
            person.roles.push(role.to_owned());
        }
    }
}

/// Reads `NAME (R-Ohio)`, `NAME, D-N.Y.,` and `NAME MP` into the person's roles.
fn add_seats(forms: &Forms<'_>, person: &mut Person) {
    for (range, _) in &person.mentions {
        let letters = forms.at(range.end);
        if is_seat(letters) && !person.roles.iter().any(|r| r == letters) {
            person.roles.push(letters.to_owned());
        }
        let Some(name) = forms.document.span_of(range.clone()) else { continue };
        let rest = &forms.text[name.end as usize..];
        let Some(rest) = rest.strip_prefix(" (").or_else(|| rest.strip_prefix(", ")) else { continue };
        let seat = rest.split([')', ',', ';', '\n']).next().unwrap_or("");
        if seat_party(seat).is_some() && !person.roles.iter().any(|r| r == seat) {
            person.roles.push(seat.to_owned());
        }
    }
}

/// The party of a seat in the United States' Congress, as newspapers there write it: `R-N.H.`, `D-Calif.`.
pub(crate) fn seat_party(words: &str) -> Option<&'static str> {
    const LONGEST: usize = 16;
    let (party, state) = words.split_once(['-', '–'])?;
    let fits = words.len() <= LONGEST && state.starts_with(|c: char| c.is_ascii_uppercase());
    let name = match party {
        "R" => "Republican",
        "D" => "Democratic",
        "I" => "Independent",
        _ => return None,
    };
    fits.then_some(name)
}

/// Verbs that say that a clause, and no apposition, follows a comma.
const FINITE: &[&str] = &["has", "have", "had", "is", "was", "were", "will", "would", "needs", "wants", "can", "could"];

/// What no apposition begins with.
const NO_APPOSITION: &str =
    "no \" “ ” ' ‘ ’ saying telling calling citing adding noting insisting arguing warning claiming";

/// What ends an apposition.
const ENDS: &str = ", . ; : — – ( \" “ who whose which that said says told";

/// Reads `NAME, the minister of x,` into the person's roles, but not `NAME, minister of x OTHER,` of a list. `named` are
/// the places of all names.
fn add_appositions(forms: &Forms<'_>, person: &mut Person, named: &[Range<usize>]) {
    let ends: Vec<usize> = person.mentions.iter().map(|(r, _)| r.end).collect();
    for end in ends {
        if forms.at(end) != "," {
            continue;
        }
        let first = end + 1 + usize::from(matches!(forms.at(end + 1), "the" | "a" | "an" | "his" | "her" | "their"));
        let block = forms.document.tokens[end - 1].block;
        let stop = (first..first + 14).find(|i| {
            forms.document.tokens.get(*i).is_none_or(|t| t.block != block)
                || forms.at(*i).is_empty()
                || is_in(ENDS, forms.at(*i))
        });
        let other = |stop: usize| named.iter().any(|r| r.end == stop && first < r.start);
        // `After talks with NAME, the President of Tarn reaffirmed his position.`
        let finite = |i: usize| {
            let next = matches!(forms.at(i + 1), "his" | "her" | "its" | "their" | "the" | "a" | "an" | "that" | "to");
            FINITE.contains(&forms.at(i)) || next && forms.at(i).ends_with("ed")
        };
        let clause = |stop: usize| forms.at(stop) != "," && (first..stop).any(finite);
        // `a Democrat from Ohio`
        let member =
            matches!(forms.at(first), "Democrat" | "Republican") && matches!(forms.at(first + 1), "from" | "of");
        let is_role = |stop: &usize| *stop > first && (member || (first..*stop).any(|i| is_role(forms.at(i))));
        // `Ann Lee, no relation to the mayor,`
        let none = is_in(NO_APPOSITION, forms.at(first));
        if let Some(stop) = stop.filter(|s| !none && is_role(s) && !other(*s) && !clause(*s)) {
            // `the author of “The Quay”`
            let open = |i: &usize| is_in("of for at in on the a and as s ' ’", forms.at(*i));
            let stop = stop - (first..stop).rev().take_while(open).count();
            let role = forms.of(first..stop).to_owned();
            if !person.roles.contains(&role) {
                person.roles.push(role);
            }
        }
    }
}
