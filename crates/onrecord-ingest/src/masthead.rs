//! What a page says of an article beside its text, as its readers know it: headline, byline, outlet.

use crate::html::one_line;
use regex::Regex;
use scraper::{Html, Selector};
use std::sync::LazyLock;

/// A longer `<h1>` is no headline.
const LONGEST: usize = 500;

/// The headline that readers see: the page's `<h1>`, or of several the one that says most of what its metadata say,
/// for those are written for search engines and end in the outlet's name; else theirs, without that name.
pub fn headline(page: &str, stated: &str, outlet: &str) -> Option<String> {
    static H1: LazyLock<Selector> = LazyLock::new(|| Selector::parse("h1").expect("a constant selector"));
    let stated = without_outlet(stated.trim(), outlet);
    let page = Html::parse_document(page);
    let shown = page.select(&H1).map(|h| one_line(&h.text().collect::<String>()));
    let shown: Vec<String> = shown.filter(|h| !h.is_empty() && h.len() <= LONGEST).collect();
    let best = match &shown[..] {
        // The name of a site or of a section is short.
        [one] if words(one).len() >= 4 => Some(one),
        _ => {
            let likeness: Vec<f64> = shown.iter().map(|h| shared(&words(h), &words(stated))).collect();
            let best = (0..shown.len()).max_by(|a, b| likeness[*a].total_cmp(&likeness[*b]).then(b.cmp(a)));
            best.filter(|i| likeness[*i] >= 0.5).map(|i| &shown[i])
        }
    };
    // `Local News | Ferry fares rise`: the section is no part of it.
    let best = best.map_or(stated, |h| {
        let before = h.strip_suffix(stated).map(str::trim_end);
        if !stated.is_empty() && before.is_some_and(|b| b.ends_with(SEPARATORS)) { stated } else { h }
    });
    Some(best.to_owned()).filter(|h| !h.is_empty())
}

/// What stands between a headline and an outlet's name.
const SEPARATORS: [char; 8] = ['|', '-', '–', '—', '·', '•', '»', ':'];

/// A title without an outlet's name at its end, or a part of that name (`| The Quay` of `The Quay | Island news`).
fn without_outlet<'a>(title: &'a str, outlet: &str) -> &'a str {
    let name = words(outlet);
    let places = title.char_indices().filter(|(_, c)| SEPARATORS.contains(c));
    for (i, c) in places {
        let (before, after) = (title[..i].trim_end(), words(&title[i + c.len_utf8()..]));
        let spaced = before.len() < i || c == '|';
        let same = !after.is_empty() && (name.starts_with(&after) || after.starts_with(&name) && !name.is_empty());
        if spaced && same && !before.is_empty() {
            return before;
        }
    }
    title
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// The part of their words that two texts share (Dice 1945).
fn shared(a: &[String], b: &[String]) -> f64 {
    let both = a.iter().filter(|w| b.contains(w)).count();
    2.0 * both as f64 / (a.len() + b.len()).max(1) as f64
}

/// An outlet's name once: pages that state it twice give `The Quay; The Quay`.
pub fn outlet(stated: &str) -> String {
    stated.split(';').next().unwrap_or("").trim().to_owned()
}

/// Who wrote an article, several joined by `; `, without what else stands in a byline: the outlet itself, the day, the
/// words of a link.
pub fn byline(stated: &str, outlet: &str) -> Option<String> {
    // A month is taken for one only where it stands alone: Theresa May.
    const MONTH: &str = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\.?|january|february|march|april|august|september|october|november|december";
    static AROUND: LazyLock<Regex> = LazyLock::new(|| {
        let before = "^(?:view all posts by|posted by|written by|by) +";
        let around = format!(r"(?i){before}|(?:^| +)(?:mon|tues|wednes|thurs|fri|satur|sun)day$|^(?:{MONTH})$");
        Regex::new(&around).expect("a constant pattern")
    });
    let mut names: Vec<String> = Vec::new();
    for part in stated.split(';') {
        let name = AROUND.replace_all(part.trim(), "").trim().to_owned();
        let key = words(&name);
        let nobody = ["no author", "admin", "administrator", "unknown"].contains(&key.join(" ").as_str());
        // A reader's comment: `Rosa Quill says`.
        let comment = key.last().is_some_and(|w| w == "says");
        let lettered = name.chars().any(char::is_alphabetic);
        if lettered && !nobody && !comment && !names.contains(&name) {
            names.push(name);
        }
    }
    // An outlet is its own author where nobody else is named.
    let outlet = words(outlet);
    if names.iter().any(|n| words(n) != outlet) {
        names.retain(|n| words(n) != outlet);
    }
    Some(names.join("; ")).filter(|n| !n.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_is_the_one_shown() {
        let of =
            |h1: &str, title: &str, outlet: &str| headline(&format!("<html><body>{h1}</body></html>"), title, outlet);
        let some = |t: &str| Some(t.to_owned());
        assert_eq!(
            of("<h1>Harbour row: ferry fares <i>rise</i></h1>", "Ferry fares up", "The Quay"),
            some("Harbour row: ferry fares rise")
        );
        assert_eq!(
            of("<h1>The Quay</h1>", "Ferry fares rise | The Quay", "The Quay | Island news"),
            some("Ferry fares rise")
        );
        assert_eq!(of("<h1>Island news today</h1><h1>Fares rise</h1>", "Ferry fares rise", ""), some("Fares rise"));
        assert_eq!(
            of("<h1>Local News | Ferry fares rise again</h1>", "Ferry fares rise again", "The Quay"),
            some("Ferry fares rise again")
        );
        assert_eq!(of("", "Two-day strike - The Quay", "The Quay"), some("Two-day strike"));
        assert_eq!(of("", "Ferry - fares", "The Quay"), some("Ferry - fares"));
        assert_eq!(of("", " ", "The Quay"), None);
    }

    #[test]
    fn a_byline_names_who_wrote() {
        let of = |stated: &str| byline(stated, "The Quay");
        assert_eq!(of("Rosa Quill; Ann Lee Monday; November").as_deref(), Some("Rosa Quill; Ann Lee"));
        assert_eq!(of("View all posts by Ann Lee; The Quay").as_deref(), Some("Ann Lee"));
        assert_eq!(of("By Robert May; May; 4").as_deref(), Some("Robert May"));
        assert_eq!(of("Ann Lee says"), None);
        assert_eq!(of("No Author"), None);
        assert_eq!(of("The Quay").as_deref(), Some("The Quay"));
        assert_eq!(outlet("The Quay; The Quay"), "The Quay");
    }
}
