//! The base of actors: countries, governments and the names that stand for them, offices and their
//! holders, bodies, people; facts that come with the program, and entries that a user adds.
//!
//! `cargo xtask actors-base` writes the tables; `docs/actors.md` names sources and licences.

use crate::forms::is_shouted;
use crate::ministries;
use crate::words::{is_in, only};
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

static ACTORS: &str = include_str!("../data/actors.tsv");
static OFFICES: &str = include_str!("../data/offices.tsv");
static AGENTS: &str = include_str!("../data/agents.tsv");

/// Where the lines of the actors' table begin; the first only tells of its sources.
static LINES: LazyLock<Vec<u32>> = LazyLock::new(|| ACTORS.match_indices('\n').map(|(at, _)| at as u32 + 1).collect());

static OFFICE_LINES: LazyLock<HashMap<&str, Vec<Office>>> = LazyLock::new(|| {
    let mut out: HashMap<&str, Vec<Office>> = HashMap::new();
    for [country, title, _, name, from, until] in rows(OFFICES) {
        out.entry(country).or_default().push(Office { title, name, from, until });
    }
    out
});

static AGENT_LINES: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| AGENTS.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')).collect());

static COUNTRY_NAMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let countries = of_kind("country", Kind::Country);
    countries.filter(|e| !e.name.is_empty()).map(|e| (e.country, e.name)).collect()
});

/// The rows of a table that `cargo xtask actors-base` made, each with so many columns; what a row lacks is empty.
pub(crate) fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().filter(|l| !l.starts_with('#')).map(|line| {
        let mut columns = line.split('\t');
        std::array::from_fn(|_| columns.next().unwrap_or(""))
    })
}

/// All entries of a kind, by the word that the table has for it; other lines are not taken apart.
fn of_kind(word: &str, kind: Kind) -> impl Iterator<Item = Entry<'static>> {
    let column = format!("\t{word}\t");
    ACTORS.lines().filter(move |l| l.contains(&column)).map(entry).filter(move |e| e.kind == kind)
}

/// An actor that a user adds; `docs/actors.md` shows the file.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnActor {
    /// The name that stands in the record.
    pub name: String,
    /// Other forms: short names, seats, spellings.
    #[serde(default)]
    pub forms: Vec<String>,
    /// `organisation`, `person`, `country` or `seat` (of the country's government).
    #[serde(default)]
    pub kind: String,
    /// ISO 3166-1 alpha-3 code.
    #[serde(default)]
    pub country: String,
    /// PLOVER sector.
    #[serde(default)]
    pub sector: String,
    /// Wikidata id.
    #[serde(default)]
    pub wikidata: String,
}

/// The entries that a user added, before the bundled ones.
#[derive(Debug, Default)]
pub struct Base {
    own: HashMap<String, OwnActor>,
}

impl Base {
    /// Takes a user's actors; of two with one form the later stands.
    pub fn new(actors: Vec<OwnActor>) -> Base {
        let forms = |a: &OwnActor| a.forms.iter().chain([&a.name]).map(|f| small(f)).collect::<Vec<_>>();
        Base { own: actors.into_iter().flat_map(|a| forms(&a).into_iter().map(move |f| (f, a.clone()))).collect() }
    }

    /// Whether a word means one of a people: `Spaniard`, `German`, `Catalan`, not `French`.
    pub fn is_demonym(&self, word: &str) -> bool {
        const OTHERS: &str = "Catalan Basque Scot Scotsman Welshman Englishman Briton Texan Londoner Sicilian Bavarian";
        let several = ["sh", "ch", "ese", "ss", "s"].iter().any(|end| word.ends_with(end));
        is_in(OTHERS, word) || !several && self.find(word, None).is_some_and(|e| e.is_adjective(word))
    }

    /// The entry of a name on a day (ISO 8601): the user's own, else the latest that had begun and had not ended.
    ///
    /// An article `the` is not part of a name, nor is a possessive end unless an entry has it (`McDonald's`).
    pub fn find<'a>(&'a self, name: &str, day: Option<&str>) -> Option<Entry<'a>> {
        let own = self.own.get_key_value(&small(name)).or_else(|| self.own.get_key_value(&folded(name)));
        let own = own.map(|(form, a)| Entry {
            form,
            name: &a.name,
            kind: match a.kind.as_str() {
                "person" => Kind::Person,
                "country" => Kind::Country,
                "seat" => Kind::Seat,
                _ => Kind::Body,
            },
            country: &a.country,
            sector: &a.sector,
            from: "",
            until: "",
            wikidata: &a.wikidata,
            source: "yours",
            shared: false,
        });
        own.or_else(|| find(name, day))
    }
}

/// A form as the tables have it: small letters, no article.
fn small(name: &str) -> String {
    let low = name.to_lowercase().replace('’', "'");
    low.strip_prefix("the ").unwrap_or(&low).trim().to_owned()
}

/// The same, without a possessive end.
fn folded(name: &str) -> String {
    small(name).trim_end_matches("'s").trim().to_owned()
}

/// One holder of an office.
#[derive(Debug, Clone, Copy)]
pub struct Office {
    /// `president`, `prime minister`, in small letters.
    pub title: &'static str,
    /// The holder.
    pub name: &'static str,
    /// First day, ISO 8601; empty where it is not known.
    pub from: &'static str,
    /// Last day on which they were known to hold it; empty for a holder of today.
    pub until: &'static str,
}

impl Office {
    /// Whether it is held on a day (ISO 8601).
    fn holds(&self, day: &str) -> bool {
        self.from <= day && (self.until.is_empty() || day <= self.until)
    }
}

/// What a form stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A country, or its people: `Ukraine`, `Ukrainian`.
    Country,
    /// A capital, which may stand for the government.
    Capital,
    /// A place or building that stands for a government: `the Kremlin`.
    Seat,
    /// An organisation.
    Body,
    /// A city that is no capital.
    City,
    /// A human being.
    Person,
    /// A person or organisation; the set does not say which.
    Name,
}

/// An entry of the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The form, in small letters.
    pub form: &'a str,
    /// The name that stands in the record; empty where the article's own is kept.
    pub name: &'a str,
    pub kind: Kind,
    /// ISO 3166 code of three letters, or empty.
    pub country: &'a str,
    /// PLOVER sector (`GOV`, `MIL`), or empty.
    pub sector: &'a str,
    /// The first and last day of the entry, or empty.
    pub from: &'a str,
    pub until: &'a str,
    /// Wikidata id, or empty.
    pub wikidata: &'a str,
    /// The set that it is from.
    pub source: &'a str,
    /// Whether bodies of other countries have the form too: `the Senate`.
    pub shared: bool,
}

impl<'a> Entry<'a> {
    /// Whether it is a city that stands for a body where it acts, not for its country's government: `Brussels`.
    pub fn is_of_body(&self) -> bool {
        self.kind == Kind::Capital && country_name(self.country) != Some(self.name)
    }

    /// The country whose ministries a country's name or its capital stands before: `Chinese`, `Beijing`.
    pub fn governs(&self) -> Option<&'a str> {
        let fits = matches!(self.kind, Kind::Country | Kind::Capital) && !self.is_of_body();
        fits.then_some(self.country)
    }

    /// Whether a word that has it is the adjective of a country or one of its people: `British`, `Spaniard`.
    pub fn is_adjective(&self, word: &str) -> bool {
        self.kind == Kind::Country && self.name != word && !word.contains('.') && !is_shouted(word)
    }
}

fn entry(line: &str) -> Entry<'_> {
    let mut columns = line.split('\t');
    let mut next = || columns.next().unwrap_or("");
    let (form, name, word) = (next(), next(), next());
    let kind = match word {
        "country" => Kind::Country,
        "capital" => Kind::Capital,
        "seat" => Kind::Seat,
        "body" | "common" => Kind::Body,
        "city" => Kind::City,
        "person" => Kind::Person,
        _ => Kind::Name,
    };
    Entry {
        form,
        name,
        kind,
        country: next(),
        sector: next(),
        from: next(),
        until: next(),
        wikidata: next(),
        source: next(),
        shared: word == "common",
    }
}

/// The entries of a form, found by bisection in the sorted table.
fn entries(form: &str) -> impl Iterator<Item = Entry<'static>> {
    // A tab ends the form of a line, and sorts before all letters.
    let is_before = |start: &u32| {
        let line = &ACTORS.as_bytes()[*start as usize..];
        line[..form.len().min(line.len())] < *form.as_bytes()
    };
    let first = LINES.get(LINES.partition_point(is_before)).map_or(ACTORS.len(), |start| *start as usize);
    let is_of_form = move |line: &&str| line.strip_prefix(form).is_some_and(|rest| rest.starts_with('\t'));
    ACTORS[first..].lines().take_while(is_of_form).map(entry)
}

/// A form in small letters without the accents of European languages.
pub(crate) fn without_accents(form: &str) -> String {
    const LETTERS: &[(&str, char)] = &[
        ("àáâãäåāăą", 'a'),
        ("çćčĉ", 'c'),
        ("ďđ", 'd'),
        ("èéêëēėęě", 'e'),
        ("ğģ", 'g'),
        ("ìíîïīįı", 'i'),
        ("ķ", 'k'),
        ("łļľ", 'l'),
        ("ñńňņ", 'n'),
        ("òóôõöøōő", 'o'),
        ("řŕ", 'r'),
        ("śšşș", 's'),
        ("ţťț", 't'),
        ("ùúûüūůűų", 'u'),
        ("ýÿ", 'y'),
        ("źżž", 'z'),
    ];
    let plain = |c: char| LETTERS.iter().find(|(all, _)| all.contains(c)).map_or(c, |l| l.1);
    form.chars().map(|c| if c.is_ascii() { c } else { plain(c) }).collect()
}

/// Sectors whose former members PLOVER calls `ELI`.
pub const OF_STATE: &[&str] = &["GOV", "LEG", "MIL", "COP", "SPY", "JUD"];

/// The last day that Phoenix knows of, whose open entries end there.
const PHOENIX_ENDS: &str = "2014-12-31";

/// The bundled entry of a name on a day.  Of one that is not valid then the country stays; who held an office before is
/// `ELI` (PLOVER: former officials), and what somebody was before that or after the last day that is known stays open.
fn find(name: &str, day: Option<&str>) -> Option<Entry<'static>> {
    let whole = small(name);
    let form = if whole.ends_with("'s") && entries(&whole).next().is_some() { whole } else { folded(name) };
    let valid =
        |e: &Entry<'_>| day.is_none_or(|d| (e.from.is_empty() || e.from <= d) && (e.until.is_empty() || d <= e.until));
    // The sets write `Erdogan`, or `Erdoğan`.
    let plain = (!form.is_ascii()).then(|| without_accents(&form)).filter(|p| *p != form);
    let other = plain.iter().flat_map(|p| entries(p));
    let all: Vec<Entry<'static>> = entries(&form).chain(other).collect();
    let rank = |e: &&Entry<'static>| (e.source != "phoenix", e.sector != "ELI", e.from);
    if let Some(held) = all.iter().filter(|e| valid(e)).max_by_key(rank) {
        // Without a day nobody can tell whether a term had begun, or was over.
        let term = |e: &Entry<'_>| e.kind == Kind::Person && OF_STATE.contains(&e.sector) && !e.until.is_empty();
        let sector = if day.is_none() && all.iter().any(term) { "" } else { held.sector };
        return Some(Entry { sector, ..*held });
    }
    let known = *all.iter().max_by_key(rank)?;
    if !matches!(known.kind, Kind::Person | Kind::Name) || !OF_STATE.contains(&known.sector) {
        return Some(known);
    }
    let ended = |e: &Entry<'_>| OF_STATE.contains(&e.sector) && !e.until.is_empty() && day.is_some_and(|d| e.until < d);
    // Phoenix does not know what somebody became since.
    let unknown = known.source == "phoenix" && day.is_some_and(|d| d > PHOENIX_ENDS);
    let sector = if all.iter().any(ended) && !unknown { "ELI" } else { "" };
    Some(Entry { sector, ..known })
}

/// What the base knows of a form in small letters, as the mention head was taught: 1 a place, 2 a body or
/// other name, 3 a person; 0 nothing (`hints` in `training/forms.py`). What it was taught stays so, whatever the base has
/// learnt since: the network reads with the eyes that it was trained with.
pub fn hint(form: &str) -> u8 {
    if let Some(taught) = TAUGHT.get(form) {
        return *taught;
    }
    entries(form).last().map_or(0, |e| match e.kind {
        Kind::Country | Kind::Capital | Kind::Seat | Kind::City => 1,
        Kind::Person => 3,
        Kind::Body | Kind::Name => 2,
    })
}

/// The holder of an office on a day: `president` of `USA`.
pub fn holder(country: &str, title: &str, day: &str) -> Option<&'static str> {
    let offices = OFFICE_LINES.get(country)?;
    let title = title.to_lowercase();
    offices.iter().filter(|o| o.title == title && o.holds(day)).max_by_key(|o| o.from).map(|o| o.name)
}

/// The last words of the other forms of people's names, by the name: `zelenskyy` of Volodymyr Zelensky.
static OTHER_SURNAMES: LazyLock<HashMap<&str, BTreeSet<&str>>> = LazyLock::new(|| {
    let mut out: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for e in of_kind("person", Kind::Person) {
        let last = e.form.rsplit(' ').next().unwrap_or(e.form);
        // `Duke of York`
        if !e.form.contains(" of ") && !e.name.to_lowercase().ends_with(last) {
            out.entry(e.name).or_default().insert(last);
        }
    }
    out
});

/// Whether a holder of an office has that surname, the first or last word of the name or of another form of it.
fn bears(holder: &str, surname: &str) -> bool {
    let plain = |w: &str| without_accents(w.to_lowercase().trim_start_matches("al-"));
    let is = |w: Option<&str>| w.is_some_and(|w| plain(w) == plain(surname));
    let other = || OTHER_SURNAMES.get(holder).is_some_and(|all| all.contains(surname));
    is(holder.split(' ').next_back()) || is(holder.split(' ').next()) || other()
}

/// The holder of an office on a day (without one, at any time), of `country` or of any, who has that surname; none where
/// there are several.
pub fn incumbent(surname: &str, title: &str, country: Option<&str>, day: Option<&str>) -> Option<&'static str> {
    let called = |o: &&Office| o.title == title && day.is_none_or(|d| o.holds(d)) && bears(o.name, surname);
    let of_country = |(code, offices): (&&str, &'static Vec<Office>)| {
        let last = offices.iter().filter(called).max_by_key(|o| (o.from, o.name))?.name;
        let one = day.is_some() || offices.iter().filter(called).all(|o| o.name == last);
        Some(last).filter(|_| one && country.is_none_or(|c| c == *code))
    };
    only_one(of_country)
}

/// The holder that one country gives; none where several do.
fn only_one(
    of_country: impl Fn((&&'static str, &'static Vec<Office>)) -> Option<&'static str>,
) -> Option<&'static str> {
    only(OFFICE_LINES.iter().filter_map(of_country))
}

/// Whether somebody has held the office that a role names: `Secretary of Defense` of Ash Carter.
pub fn has_held(name: &str, role: &str) -> bool {
    let role = role.to_lowercase();
    OFFICE_LINES.values().flatten().any(|o| o.name == name && role.ends_with(o.title))
}

/// Whether somebody had held an office with that word in its title by a day (without one, ever): `minister`.
pub fn had_held(name: &str, word: &str, day: Option<&str>) -> bool {
    // A premier is a prime minister.
    let same = |w: &str| w == word || matches!((w, word), ("premier", "minister") | ("minister", "premier"));
    let held = |o: &Office| day.is_none_or(|day| o.from <= day) && o.title.split(' ').any(same);
    OFFICE_LINES.values().flatten().any(|o| o.name == name && held(o))
}

/// Whether somebody had held an office of a country, with that word in its title, and held it no more on a day.
pub fn held_before(name: &str, country: &str, word: &str, day: &str) -> bool {
    let same = |w: &str| w == word || (w, word) == ("minister", "premier");
    let ended = |o: &Office| o.name == name && o.from <= day && !o.holds(day) && o.title.split(' ').any(same);
    OFFICE_LINES.get(country).is_some_and(|offices| offices.iter().any(ended))
}

/// Heads of states and governments whom the news calls by surname alone.
const HEADS: &[&str] = &["president", "prime minister", "chancellor", "premier", "taoiseach", "supreme leader"];

/// Where the surname comes first.
const SURNAME_FIRST: &[&str] = &["CHN", "KOR", "PRK", "VNM", "TWN", "HKG", "SGP", "KHM"];

/// The head of a state or government on a day who has that surname, of the countries that fit; none where two have it.
pub fn leader(surname: &str, fits: impl Fn(&str) -> bool, day: &str) -> Option<&'static str> {
    let of_country = |(country, offices): (&&'static str, &'static Vec<Office>)| {
        let given = |name: &str| !SURNAME_FIRST.contains(country) && name.to_lowercase().starts_with(surname);
        let called = |name: &str| bears(name, surname) && !given(name);
        let held = offices.iter().filter(|o| HEADS.contains(&o.title) && o.holds(day) && called(o.name));
        fits(country).then(|| held.max_by_key(|o| (o.from, o.name)).map(|o| o.name)).flatten()
    };
    only_one(of_country)
}

/// The names under which whoever is asked for stands in records, where those are others: of the bundled base, by a form or
/// by a surname alone.
///
/// ```
/// assert_eq!(onrecord_nlp::known_as("the EU"), ["European Union"]);
/// assert_eq!(onrecord_nlp::known_as("Kremlin"), ["government of Russia", "Russia"]);
/// assert_eq!(onrecord_nlp::known_as("Zelenskyy"), ["Volodymyr Zelensky"]);
/// assert_eq!(onrecord_nlp::known_as("Lebanese health ministry"), ["Ministry of Health of Lebanon"]);
/// assert!(onrecord_nlp::known_as("nobody of note").is_empty());
/// ```
pub fn known_as(asked: &str) -> Vec<String> {
    let form = folded(asked);
    if form.is_empty() {
        return Vec::new();
    }
    let whole = find(asked, None).into_iter().flat_map(|e| match e.kind {
        Kind::Country | Kind::Seat | Kind::Capital if !e.is_of_body() => {
            country_name(e.country).map(|c| vec![format!("government of {c}"), c.to_owned()]).unwrap_or_default()
        }
        _ => vec![e.name.to_owned()],
    });
    let mut out: Vec<String> = whole.filter(|n| !n.is_empty() && folded(n) != form).collect();
    let ministry = ministries::named(asked, |name| find(name, None)?.governs(), || None);
    let other = ministry.filter(|name| folded(name) != form && !out.contains(name));
    out.extend(other);
    let others = OTHER_SURNAMES.iter().filter(|(_, all)| all.contains(form.as_str()));
    out.extend(others.map(|(name, _)| (*name).to_owned()).collect::<BTreeSet<_>>());
    out
}

/// The short name of a country by its code.
pub fn country_name(code: &str) -> Option<&'static str> {
    COUNTRY_NAMES.get(code).copied()
}

/// The sector of a common noun: `soldier` is `MIL`.
pub fn sector_of_noun(noun: &str) -> Option<&'static str> {
    let folded = noun.to_lowercase();
    // The set counts spokesmen among the media.
    if folded.starts_with("spokes") {
        return None;
    }
    let agent = |w: &str| AGENT_LINES.get(w).copied();
    agent(&folded).or_else(|| agent(&singular(&folded)))
}

/// One of what a noun in small letters means: `parties` gives `party`, `policemen` `policeman`.
pub fn singular(noun: &str) -> String {
    if let Some(stem) = noun.strip_suffix("men") {
        return format!("{stem}man");
    }
    match noun.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None if ["sses", "ches", "shes", "xes"].iter().any(|end| noun.ends_with(end)) => {
            noun[..noun.len() - 2].to_owned()
        }
        None => noun.strip_suffix('s').filter(|stem| !stem.ends_with('s')).unwrap_or(noun).to_owned(),
    }
}

static TAUGHT: LazyLock<HashMap<&'static str, u8>> = LazyLock::new(|| {
    let lines = include_str!("../data/taught.tsv").lines().filter(|l| !l.starts_with('#'));
    lines.filter_map(|l| l.split_once('\t')).filter_map(|(form, hint)| Some((form, hint.parse().ok()?))).collect()
});

static COW: &str = include_str!("../data/cow.tsv");

/// The Correlates of War number and letters of a country, by its ISO 3166-1 alpha-3 code.
///
/// ```
/// assert_eq!(onrecord_nlp::cow("RUS"), Some((365, "RUS")));
/// assert_eq!(onrecord_nlp::cow("XXX"), None);
/// ```
pub fn cow(country: &str) -> Option<(u16, &'static str)> {
    let row = COW.lines().find(|l| l.split('\t').next() == Some(country))?;
    let mut fields = row.split('\t').skip(1);
    Some((fields.next()?.parse().ok()?, fields.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_by_form_and_day() {
        let of = |name: &str| find(name, Some("2022-07-04")).map(|e| (e.kind, e.country, e.sector));
        assert_eq!(of("the Kremlin"), Some((Kind::Seat, "RUS", "GOV")));
        assert_eq!(of("Kiev"), Some((Kind::Capital, "UKR", "GOV")));
        assert_eq!(of("NATO"), Some((Kind::Body, "", "IGO")));
        assert_eq!(of("US"), Some((Kind::Country, "USA", "GOV")));
        assert_eq!(of("French"), Some((Kind::Country, "FRA", "GOV")));
        assert_eq!(of("South Korean"), Some((Kind::Country, "KOR", "GOV")));
        assert_eq!(of("Sudanese"), Some((Kind::Country, "SDN", "GOV")));
        assert_eq!(of("New Mexico"), Some((Kind::City, "USA", "")));
        assert_eq!(find("Donald Trump", Some("2018-05-01")).map(|e| e.country), Some("USA"));
        assert_eq!(incumbent("putin", "president", None, Some("2016-05-01")), Some("Vladimir Putin"));
        assert_eq!(incumbent("biden", "president", None, Some("2022-05-01")), Some("Joe Biden"));
        assert_eq!(holder("SSD", "President", "2016-05-01"), Some("Salva Kiir"));
        assert_eq!(incumbent("putin", "king", None, Some("2016-05-01")), None);
        assert_eq!(of("Senate"), Some((Kind::Body, "USA", "LEG")));
        for word in ["no such name at all", "As", "South", "Former", "Still", "Korean", "Youth", "Foundation"] {
            assert_eq!(of(word), None, "{word}");
        }
        assert_eq!(holder("USA", "President", "2010-06-01"), Some("Barack Obama"));
        assert_eq!(country_name("UKR"), Some("Ukraine"));
        assert_eq!(sector_of_noun("environmentalists"), Some("NGO"));
    }

    #[test]
    fn a_users_entries_come_first() {
        let own =
            OwnActor { name: "Kremlin Gift Shop".into(), forms: vec!["the Kremlin".into()], ..OwnActor::default() };
        let base = Base::new(vec![own]);
        let of = |name: &str| base.find(name, None).map(|e| (e.name, e.source));
        assert_eq!(of("Kremlin"), Some(("Kremlin Gift Shop", "yours")));
        assert_eq!(of("Moscow"), Some(("Russia", "own")));
    }

    #[test]
    fn who_held_an_office_is_known_by_the_day() {
        let sector = |name: &str, day: &str| find(name, Some(day)).map(|e| (e.country, e.sector));
        assert_eq!(sector("Joe Biden", "2023-05-01"), Some(("USA", "GOV")));
        assert_eq!(sector("Barack Obama", "2023-05-01"), Some(("USA", "ELI")));
        assert_eq!(sector("Donald Trump", "2012-05-01"), Some(("USA", "")), "not yet");
        assert_eq!(sector("Recep Tayyip Erdoğan", "2022-05-01"), Some(("TUR", "GOV")));
        assert_eq!(sector("Donald Trump", "2023-05-01"), Some(("USA", "ELI")));
    }

    #[test]
    fn the_table_is_sorted() {
        let forms: Vec<&str> = ACTORS.lines().skip(1).map(|l| entry(l).form).collect();
        assert!(forms.len() > 20_000 && forms.is_sorted());
    }
}
