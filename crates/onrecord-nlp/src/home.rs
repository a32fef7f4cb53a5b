//! Of which country those of a state are whom an article gives none: `the health minister`, `police`.
//!
//! News names the country of strangers and leaves out its own.  Three things tell which that is: the government that publishes
//! the article (`president.gov.ua`, the Kremlin), that the article names no other country, its people, seats or bodies, or
//! the place that it is written from (`LONDON —`).

use crate::base::{Base, Entry, Kind, OF_STATE};
use crate::cast::is_state;
use crate::seats;
use crate::words::is_in;
use onrecord_types::{Affiliation, Article, Span};
use std::collections::BTreeSet;

/// What the part of an address before a country's own letters is where its government writes: `gov.uk`, `gouv.fr`.
const GOVERNMENTS: &str = "gov gouv gob gub govt gv gc go mil";

/// Those who are often of another country than the one told of: who stands abroad, whom strangers hire, who reigns, what
/// several countries share.
const STRANGERS: &str = "ambassador ambassadors envoy envoys diplomat diplomats consul representative observer observers lawyer \
    lawyers attorney attorneys counsel barrister barristers embassy consulate prince princess king queen emir sheikh sultan \
    kingdom union congress parliamentary cooperation";

/// Those who speak of other countries than their own: `the foreign secretary condemned Russia`.
const OUTWARD: &str = "foreign defence defense trade";

/// Those who are of several countries where several meet: `the leaders agreed`.
const MEET: &str = "leaders presidents ministers premiers heads chiefs delegations negotiators sides world outside regime regimes both";

/// What stands behind the name of a country of which only its arms are told.
const ARMED: &str = "army troops forces soldiers military invaders occupiers invasion aggression aggressor missile missiles \
    rocket rockets drone drones shell shells shelling artillery warplanes planes jets aircraft strike strikes airstrike \
    airstrikes attack attacks fire navy ships tanks mercenaries";

/// The country whose officials need not say so.
#[derive(Debug, Clone, Default)]
pub struct Home<'a> {
    country: Option<&'a str>,
    told: By,
}

/// What tells an article's own country.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum By {
    /// It names no other.
    #[default]
    Names,
    /// It names no other, and its address is of that one.
    Address,
    /// That country's government publishes it.
    Government,
}

impl<'a> Home<'a> {
    /// The country of an article that names these entries of the base, each with the word behind it.
    pub fn new<'t>(article: &Article, named: impl Iterator<Item = (Entry<'a>, &'t str)>, base: &'a Base) -> Home<'a> {
        let host = host_of(article);
        if let Some(country) = publisher(article.outlet.as_deref().unwrap_or(""), &host, base) {
            return Home { country: Some(country), told: By::Government };
        }
        let named: Vec<(Entry<'a>, &str)> = named.filter(|(e, _)| is_of_state(e)).collect();
        let all: Vec<(&str, &str)> = named.iter().map(|(e, next)| (e.country, *next)).collect();
        let of_host = country_of(host.rsplit('.').next().unwrap_or(""), base);
        // Whose army alone is told of is the enemy: `The Russian army shelled the port`.
        // `The German-owned carmaker` is abroad.
        let home = |next: &str| !is_in(ARMED, next) && next != "-";
        let first = all.iter().find(|(_, next)| home(next)).map(|(country, _)| *country);
        // A British newspaper that names only Russia leaves out its own country.
        let fits = |c: &&str| of_host.is_none_or(|own| own == *c);
        let is_own = |c: &&str| all.iter().all(|(other, _)| other == c) && fits(c);
        let from = || country_of_dateline(article, base).filter(fits);
        let ruled = || only_ruled(named.iter().map(|(e, _)| e)).filter(fits);
        let country = first.filter(is_own).or_else(from).or_else(ruled);
        Home { country, told: if of_host.is_some() { By::Address } else { By::Names } }
    }

    /// The country, where the article is published in it.
    pub fn sure(&self) -> Option<&'a str> {
        self.country.filter(|_| self.told != By::Names)
    }

    /// What is told of somebody whose words are these, with the country of whoever is of a state.
    pub fn or(&self, told: Affiliation, words: &str) -> Affiliation {
        let of_state = told.sector.as_deref().is_some_and(|s| OF_STATE.contains(&s) || matches!(s, "ELI" | "OPP"));
        let lists = [STRANGERS, MEET, if self.told == By::Government { "" } else { OUTWARD }];
        let elsewhere = |w: &str| lists.iter().any(|list| is_in(list, &w.to_lowercase()));
        if told.country.is_some() || !of_state || words.split_whitespace().any(elsewhere) {
            return told;
        }
        Affiliation { country: self.country.map(str::to_owned), ..told }
    }
}

/// The country of all seats, bodies of state and parties that an article names, where it names two or more: `MPs … Downing
/// Street … the Home Office`, whatever else it speaks of.
fn only_ruled<'a, 'e>(named: impl Iterator<Item = &'e Entry<'a>>) -> Option<&'a str>
where
    'a: 'e,
{
    let ruled: Vec<&Entry<'a>> =
        named.filter(|e| matches!(e.kind, Kind::Seat | Kind::Body) && !e.country.is_empty()).collect();
    let distinct = ruled.iter().map(|e| e.name).collect::<BTreeSet<_>>().len();
    let first = ruled.first()?.country;
    (distinct > 1 && ruled.iter().all(|e| e.country == first)).then_some(first)
}

/// Whether an entry is a country, a part of one, or of its politics; a newspaper or a firm is read everywhere.
fn is_of_state(entry: &Entry<'_>) -> bool {
    let place = matches!(entry.kind, Kind::Country | Kind::Seat | Kind::Capital) || is_state(entry);
    let politics = OF_STATE.contains(&entry.sector) || matches!(entry.sector, "PTY" | "OPP");
    place || entry.kind == Kind::Body && politics
}

/// The place in capitals that a text begins with: `TARN, Vt. (AP) —`, `LONDON —`.
pub(crate) fn dateline(article: &Article) -> Option<Span> {
    const LONGEST: usize = 60;
    let first = article.paragraphs.first()?;
    let text = first.of(&article.text);
    let end = [" (", " —", " –", " -", "—", "–", " /"].iter().filter_map(|mark| text.find(mark)).min()?;
    let head = text.get(..end).filter(|head| head.len() < LONGEST)?;
    let place = head.split_once(", ").map_or(head, |(place, _)| place);
    let shouted = place.chars().filter(|c| c.is_uppercase()).count() > 2 && !place.contains(char::is_lowercase);
    shouted.then(|| Span::new(first.start, first.start + end as u32))
}

/// The country of that place.
fn country_of_dateline<'a>(article: &Article, base: &'a Base) -> Option<&'a str> {
    let head = dateline(article)?.of(&article.text);
    let (place, region) = head.split_once(", ").unwrap_or((head, ""));
    let of = |name: &str| {
        let is_place =
            |e: &Entry<'_>| matches!(e.kind, Kind::Country | Kind::Seat | Kind::Capital | Kind::City) || is_state(e);
        base.find(&name.to_lowercase(), None).filter(|e| is_place(e) && !e.country.is_empty()).map(|e| e.country)
    };
    let american = seats::state_of(region).map(|_| "USA");
    american.or_else(|| of(region)).or_else(|| of(place))
}

/// The host of an article's address in small letters, else its outlet.
pub(crate) fn host_of(article: &Article) -> String {
    host(article.url.as_deref().or(article.outlet.as_deref()).unwrap_or(""))
}

fn host(address: &str) -> String {
    let rest = address.split_once("//").map_or(address, |(_, rest)| rest);
    rest.split(['/', ':', '?', '#']).next().unwrap_or("").to_lowercase()
}

/// The country whose letters end an address: `uk`.
fn country_of<'a>(end: &str, base: &'a Base) -> Option<&'a str> {
    base.find(&format!(".{end}"), None).map(|e| e.country).filter(|c| !c.is_empty())
}

/// The country whose government an outlet is, by the host of its address or by its name.
fn publisher<'a>(outlet: &str, host: &str, base: &'a Base) -> Option<&'a str> {
    let labels: Vec<&str> = host.split('.').collect();
    let found = match labels[..] {
        [_, .., "gov" | "mil"] => Some("USA"),
        [.., state, country] if is_in(GOVERNMENTS, state) => country_of(country, base),
        _ => None,
    };
    let owner = labels.iter().rev().nth(1).copied();
    let stands = |name: &str| {
        let of_state = |e: &Entry<'_>| e.kind == Kind::Seat || e.kind == Kind::Body && OF_STATE.contains(&e.sector);
        base.find(name, None).filter(|e| of_state(e) && !e.shared).map(|e| e.country).filter(|c| !c.is_empty())
    };
    found.or_else(|| [outlet, owner.unwrap_or("")].into_iter().find_map(stands))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_government_that_publishes_an_article_is_known_by_its_address_or_name() {
        let base = Base::default();
        let of = |outlet: &str, url: Option<&str>| publisher(outlet, &host(url.unwrap_or(outlet)), &base);
        assert_eq!(of("x", Some("https://www.president.gov.ua/en/news/1")), Some("UKR"));
        assert_eq!(of("x", Some("https://www.gov.uk:443?x=1")), Some("GBR"));
        assert_eq!(of("x", Some("https://www.state.gov/briefings")), Some("USA"));
        assert_eq!(of("x", Some("http://en.kremlin.ru/events")), Some("RUS"));
        assert_eq!(of("The Kremlin", None), Some("RUS"));
        assert_eq!(of("mod.gov.in", None), Some("IND"));
        // Newspapers are of no government, wherever they are, and what is no country's letters tells of none.
        for outlet in
            ["The Washington Post", "www.bbc.co.uk", "france24.com", "gov.example", "gov", "", "...", "go.com"]
        {
            assert_eq!(of(outlet, None), None, "{outlet}");
        }
    }
}
