//! Where or through what something was said: `in an interview with Fox News`, `on X`, `at Saturday's debate`; and who hears it
//! there.

use crate::words::{Words, is_in};
use onrecord_types::{Attribution, Sentence, Span};
use std::ops::Range;

/// What something is said in or through.
const VENUES: &[&str] = &[
    "interview",
    "interviews",
    "conference",
    "briefing",
    "speech",
    "statement",
    "letter",
    "tweet",
    "tweets",
    "post",
    "address",
    "rally",
    "hearing",
    "meeting",
    "call",
    "email",
    "memo",
    "report",
    "essay",
    "article",
    "op",
    "book",
    "testimony",
    "debate",
    "broadcast",
    "message",
    "remarks",
    "appearance",
    "forum",
    "event",
    "podcast",
    "affidavit",
    "lawsuit",
    "filing",
    "column",
    "video",
    "summit",
    "session",
    "news",
    "release",
    "hall",
    "communique",
    "communiqué",
    "note",
    "sermon",
];

/// What is spoken in without an article: `in court papers`, `in tweets`.
const BARE: &str = "statement statements testimony remarks tweets interviews court comments emails speeches letters";
/// What stands behind `court` and is filed there.
const FILED: &str = "papers documents filings files records";
/// What something is said on.
const SITES: &str = "website site blog page account channel feed show program programme podcast network";

/// Where the words for a venue end.
const AFTER_VENUE: &str = "as after before following into about with from on at in during ahead when that \
    which who by to";
/// Nouns that make another thing of a venue's: `the news media`, `her email server`.
const NO_VENUE: &str = "media server servers account accounts system systems outlet outlets cycle agency \
    agencies organization organizations site sites room rooms anchor host scandal";

/// Where people post.
const PLATFORMS: &str =
    "twitter facebook instagram telegram youtube tiktok linkedin weibo mastodon bluesky reddit whatsapp";

/// One past the name of where people post, behind `on` or `via` at a token.
fn platform(words: &Words<'_>, on: usize) -> Option<usize> {
    platform_at(words, on + 1).filter(|_| matches!(words.at(on), "on" | "via"))
}

/// One past the name of where people post.
fn platform_at(words: &Words<'_>, name: usize) -> Option<usize> {
    let known = is_in(PLATFORMS, words.at(name)) || words.form(name) == "X";
    let social = words.follow(name, &["truth", "social"]).or_else(|| words.follow(name, &["social", "media"]));
    social.or(known.then_some(name + 1))
}

/// Whether a noun in small letters is what something is said in or through: `interview`, `memo`.
pub fn is_venue(noun: &str) -> bool {
    VENUES.contains(&noun)
}

/// Where or through what it was said: `in an interview with Fox News`, `at a news conference`, `in a letter to …`;
/// and who is spoken to in it.
///
/// `outlet` gives one past the name of a broadcaster that begins at a token.
pub fn find(
    words: &Words<'_>,
    attribution: &Attribution,
    outlet: &dyn Fn(usize) -> Option<usize>,
) -> Option<(Span, Option<Span>)> {
    let (cue, sentence) = said_in(words, attribution)?;
    let is_free = |t: usize| !attribution.says(words.document().tokens[t].span);
    // No other clause: behind a semicolon or `even as`.
    let parts = |t: &usize| words.at(*t) == ";" || words.follow(*t, &["even", "as"]).is_some();
    let first = (sentence.first..cue.end).rev().find(parts).map_or(sentence.first, |t| t + 1);
    let last = (cue.start..sentence.last).find(parts).unwrap_or(sentence.last);
    let search = Search { words, is_free: &is_free, outlet, last: sentence.last };
    // `Taking to X, she wrote`
    if let Some(at) = words.follow(sentence.first, &["taking", "to"]).filter(|t| is_free(*t))
        && let Some(end) = platform_at(words, at)
    {
        return Some((words.span(at..end)?, None));
    }
    let leads = |t: &usize| matches!(words.at(*t), "in" | "at" | "during" | "on" | "via" | "through");
    // `targeted her since Ann Lee, at the debate, …`
    let other = |t: &usize| (cue.end..*t).any(|k| is_in("since because although though whereas", words.at(k)));
    (first..last).filter(leads).filter(|t| is_free(*t) && !other(t)).find_map(|t| {
        // `On X, she wrote`, `Speaking on CNN, she said`
        let opens = t == sentence.first || t == sentence.first + 1 && is_in(OPENINGS, words.at(sentence.first));
        let near = opens || (cue.start..cue.end + 2).contains(&t);
        let close = opens || t >= cue.start && t < cue.end + CLOSE;
        search.behind(t, near, close)
    })
}

/// How a sentence begins that says first where something was said.
const OPENINGS: &str = "speaking appearing writing posting talking testifying tweeting";

/// Tokens behind a cue within which `on CNN` is where it was said.
const CLOSE: usize = 6;

/// A search for venues in a sentence.
struct Search<'a> {
    words: &'a Words<'a>,
    is_free: &'a dyn Fn(usize) -> bool,
    outlet: &'a dyn Fn(usize) -> Option<usize>,
    /// One past the sentence.
    last: usize,
}

impl Search<'_> {
    /// The venue behind a preposition, beside the cue (`near`) or not far behind it (`close`).
    fn behind(&self, t: usize, near: bool, close: bool) -> Option<(Span, Option<Span>)> {
        let words = self.words;
        // `wrote on X`, `On X, she wrote`
        if let Some(end) = platform(words, t).filter(|_| near) {
            return Some((words.span(t + 1..end)?, None));
        }
        if words.at(t) == "on" && close {
            let end = self.aired(t).or_else(|| self.site(t));
            if let Some(end) = end.filter(|end| (t + 1..*end).all(|k| (self.is_free)(k))) {
                return Some((words.span(t + 1..end)?, None));
            }
        }
        if let Some(end) = bare(words, t).filter(|_| near) {
            // `In comments to Radio Quay, she said`
            let to = (words.at(end) == "to").then(|| audience(words, end + 1..self.last, self.is_free)).flatten();
            return Some((words.span(t + 1..end)?, to));
        }
        // `Writing in the Quay Guardian, she said`
        if words.at(t) == "in" && words.at(t - usize::from(t > 0)) == "writing" && close {
            return Some((audience(words, t + 1..self.last, self.is_free)?, None));
        }
        let from = self.determined(t + 1)?;
        // `the same day as the rally`, `a briefing after the meeting`; `the news media`
        let goes_on = |k: &usize| (self.is_free)(*k) && words.at(*k) != "," && !is_in(AFTER_VENUE, words.at(*k));
        let noun = (from..(from + 5).min(self.last))
            .take_while(goes_on)
            .filter(|k| is_venue(words.at(*k)) && !is_in(NO_VENUE, words.at(k + 1)))
            .filter(|k| words.at(*k) != "hall" || words.at(k - 1) == "town")
            // `on a sour note`
            .filter(|k| words.at(*k) != "note" || words.at(t) == "in")
            .last()?;
        // `a letter with three colleagues` is theirs too.
        let written =
            is_in("letter statement memo note report article essay column op book filing lawsuit", words.at(noun));
        let to = (words.at(noun + 1) == "to" || words.at(noun + 1) == "with" && !written)
            .then(|| audience(words, noun + 2..self.last, self.is_free))
            .flatten();
        // `a post on X`, `an interview on CNN`
        let op_ed = words.at(noun) == "op" && words.at(noun + 1) == "-" && words.is_glued(noun + 2);
        let last = if op_ed { noun + 2 } else { noun };
        let on = platform(words, last + 1).or_else(|| self.aired(last + 1));
        let end = on.filter(|_| (self.is_free)(last + 1)).unwrap_or(last + 1);
        Some((words.span(t + 1..end)?, to))
    }

    /// The token after what determines a venue's noun: `a`, `her`, `Saturday's`, `last week's`.
    fn determined(&self, at: usize) -> Option<usize> {
        let words = self.words;
        if is_in("a an the his her their its this that another", words.at(at)) {
            return Some(at + 1);
        }
        let day =
            |k: usize| crate::times::is_weekday(words.at(k)) || is_in("today yesterday week month night", words.at(k));
        let owned = |k: &usize| matches!(words.at(*k), "’" | "'") && words.at(k + 1) == "s" && day(k - 1);
        (at + 1..at + 3).find(owned).map(|k| k + 2)
    }

    /// One past a broadcaster and its programme behind `on`: `on CNN`, `on CNN’s “State of the Union”`.
    fn aired(&self, on: usize) -> Option<usize> {
        let words = self.words;
        let end = (self.outlet)(on + 1).filter(|_| words.at(on) == "on")?;
        let owner = matches!(words.at(end), "’" | "'") && words.at(end + 1) == "s";
        if !owner {
            return Some(end);
        }
        const LONGEST: usize = 9;
        let next = end + 2;
        let marks = |k: usize| is_in("“ ” \" ‘ ’ '", words.at(k));
        if marks(next) {
            // `''Face the Nation''` has its marks twice.
            let closing = (next + 2..next + LONGEST).find(|k| marks(*k) && words.at(k + 1) != "s");
            return closing.map(|k| k + 1 + usize::from(marks(k + 1))).or(Some(end));
        }
        // `on Glenn Beck's radio program`
        if let Some(show) = (next..next + 3).find(|k| is_in(SITES, words.at(*k))) {
            return Some(show + 1);
        }
        let inner = |k: usize| is_in("of the in and with", words.at(k));
        let titled = |k: &usize| words.is_capital(*k) || inner(*k);
        let run = (next..next + LONGEST).take_while(titled).last().map_or(next, |k| k + 1);
        let title = (next..run).rev().find(|k| words.is_capital(*k)).map(|k| k + 1);
        Some(title.unwrap_or(end))
    }

    /// One past somebody's page behind `on`: `on her Facebook page`, `on its website`.
    fn site(&self, on: usize) -> Option<usize> {
        let words = self.words;
        let from = is_in("a his her their its the", words.at(on + 1)).then_some(on + 2)?;
        let known = platform_at(words, from);
        let noun = known.unwrap_or(from);
        let page = (noun..noun + 2).find(|k| is_in(SITES, words.at(*k))).map(|k| k + 1);
        // `on the cable channel CNBC`
        let named = |end: &usize| words.is_capital(*end) && !crate::times::is_weekday(words.at(*end));
        let page = page.map(|end| end + usize::from(is_in("channel network", words.at(end - 1)) && named(&end)));
        page.or(known.filter(|_| is_in("his her their its", words.at(on + 1))))
    }
}

/// One past what is spoken in without an article: `in court papers`, `in testimony`.
fn bare(words: &Words<'_>, at: usize) -> Option<usize> {
    let noun = (words.at(at) == "in" && is_in(BARE, words.at(at + 1))).then_some(at + 1)?;
    let filed = words.at(noun) == "court" && is_in(FILED, words.at(noun + 1));
    let ends =
        !words.at(noun + 1).starts_with(char::is_alphabetic) || !is_in("of which where from", words.at(noun + 1));
    ends.then_some(noun + 1 + usize::from(filed))
}

/// The tokens of a statement's cue, and their sentence.
fn said_in<'a>(words: &Words<'a>, attribution: &Attribution) -> Option<(Range<usize>, &'a Sentence)> {
    let document = words.document();
    let cue = document.tokens_in(*attribution.cue.first()?);
    let sentence = document.sentences.get(document.sentence_of(cue.start))?;
    Some((cue, sentence))
}

/// To whom somebody speaks in the words before a statement: `Speaking to Radio Quay, she said`, `Addressing a rally, she said`.
pub fn listener(words: &Words<'_>, attribution: &Attribution) -> Option<Span> {
    let (_, sentence) = said_in(words, attribution)?;
    let is_free = |t: usize| !attribution.says(words.document().tokens[t].span);
    let speaks = |t: usize| match (words.at(t), words.at(t + 1)) {
        ("speaking" | "talking", "to" | "with") | ("testifying" | "appearing", "before") => Some(t + 2),
        ("addressing" | "briefing", _) => Some(t + 1),
        _ => None,
    };
    let opens = |t: usize| t == sentence.first || is_in(", while", words.at(t - 1));
    let said = (sentence.first..sentence.last).find_map(|t| Some((t, speaks(t)?)));
    let (_, from) = said.filter(|(t, _)| opens(*t) && is_free(*t))?;
    // `speaking to “Tarn This Morning”`
    let somebody = words.at(from).starts_with(char::is_alphanumeric);
    audience(words, from..sentence.last, &is_free).filter(|told| somebody && !is_issue(words, *told))
}

/// What is addressed and is nobody: `addressing the criticism`.
const ISSUES: &str = "issue issues question questions concern concerns criticism criticisms matter problem problems topic \
    allegation allegations claim claims rumors rumours report reports controversy fears crisis";

/// Whether the words for whom somebody addresses end in what is no one, or say how (`addressing her as “Ada”`).
fn is_issue(words: &Words<'_>, told: Span) -> bool {
    let tokens = words.document().tokens_in(told);
    tokens.clone().any(|t| words.at(t) == "as") || tokens.last().is_some_and(|last| is_in(ISSUES, words.form(last)))
}

/// Whether whoever is told something (`a press conference`) is where it was said.
pub fn is_gathering(words: &Words<'_>, told: Span) -> bool {
    const GATHERINGS: &str = "call conference briefing rally hearing meeting event summit session forum debate gala \
        dinner ceremony";
    let last = words.document().tokens_in(told).last();
    last.is_some_and(|last| is_in(GATHERINGS, words.at(last)))
}

fn audience(words: &Words<'_>, from: Range<usize>, is_free: &dyn Fn(usize) -> bool) -> Option<Span> {
    let stop = |k: &usize| {
        !is_free(*k)
            || matches!(
                words.at(*k),
                "," | "."
                    | "on"
                    | "in"
                    | "at"
                    | "that"
                    | "last"
                    | "this"
                    | "after"
                    | "before"
                    | "about"
                    | "outside"
                    | "here"
                    | "("
                    | "following"
                    | "amid"
                    | "during"
                    | "only"
                    | "and"
                    | ":"
                    | "late"
                    | "early"
                    | "earlier"
                    | "seen"
                    | "obtained"
                    | "reviewed"
                    | "published"
                    | "released"
                    | "posted"
                    | "leaked"
            )
            || words.at(*k) == "for" && !words.is_capital(k + 1)
            || crate::times::is_weekday(words.at(*k))
    };
    const LONGEST: usize = 12;
    let end = from.clone().take(LONGEST).find(stop).unwrap_or(from.end.min(from.start + LONGEST));
    (end > from.start).then(|| words.span(from.start..end)).flatten()
}
