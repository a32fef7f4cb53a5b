//! When a statement was made: the day named beside its cue, outside of what was said.

use crate::acts;
use crate::words::{Words, is_in};
use onrecord_types::{Anchor, Attribution, Said, Span, Time, TimeKind};
use std::ops::Range;

/// A day of years ago stands at most so many tokens from its cue.
const NEAR: usize = 12;

/// The dated time nearest to the cue in a statement's sentence that stands outside of its content and source; `None`
/// where there is none that can be counted.
///
/// What was said was said by the day of `published`, unless the cue itself speaks of what is to come (`will discuss`).
pub fn find(words: &Words<'_>, attribution: &Attribution, times: &[Time], published: Option<&str>) -> Option<Said> {
    let document = words.document();
    let cue = document.tokens_in(*attribution.cue.first()?);
    let ahead = cue.clone().any(|i| matches!(words.at(i), "will" | "shall" | "ll" | "would"));
    let day = published.and_then(|p| p.get(..10)).filter(|_| !ahead);
    let is_past = |t: &&Time| {
        let first = t.interval.as_deref().and_then(|i| i.get(..10));
        day.zip(first).is_none_or(|(day, first)| first <= day)
    };
    let sentence = document.sentences.get(document.sentence_of(cue.start))?;
    let place: Span = document.span_of(sentence.first..sentence.last)?;
    let fits = |t: &&Time| {
        let dated =
            matches!(t.kind, TimeKind::Date | TimeKind::Time) && t.anchor != Anchor::Open && t.interval.is_some();
        dated && place.contains(t.span) && !attribution.says(t.span)
    };
    // `which have not met since March` dates something else.
    let bounds = |t: &&Time| {
        let first = document.tokens_in(t.span).start;
        matches!(
            words.at(first.wrapping_sub(1)),
            "since" | "until" | "till" | "before" | "after" | "from" | "by" | "for"
        )
    };
    let far = |t: &&Time| {
        let at = document.tokens_in(t.span);
        at.start.abs_diff(cue.end).min(cue.start.abs_diff(at.end))
    };
    let free = |t: &&Time| !bounds(t) && !is_of_a_name(words, t.span, sentence.first) && !is_of_a_noun(words, t.span);
    let time = times.iter().filter(fits).filter(free).min_by_key(far).filter(is_past)?;
    let year = |date: &str| date.get(..4)?.parse::<i32>().ok();
    let last = time.interval.as_deref().and_then(|i| year(i.split_once('/')?.1));
    let long_ago = day.and_then(year).zip(last).is_some_and(|(now, then)| now - then > 1);
    // `Quill knows what was done in 1998`
    if long_ago && (far(&time) > NEAR || is_present(words, cue.clone())) {
        return None;
    }
    Some(Said { value: time.value.clone(), interval: time.interval.clone()?, span: time.span })
}

/// Whether a year or number is a name's, in a sentence that begins at `first`: `the Developers Conference 2010`.
fn is_of_a_name(words: &Words<'_>, date: Span, first: usize) -> bool {
    let at = words.document().tokens_in(date);
    let before = at.start.wrapping_sub(1);
    at.len() == 1
        && at.start > first
        && words.at(at.start).starts_with(|c: char| c.is_ascii_digit())
        && words.is_capital(before)
        && !matches!(words.at(before), "in" | "by" | "during" | "early" | "late" | "mid" | "on")
}

/// Whether a date is that of another noun: `the 1821 revolution`, `families of 9/11 victims`, not `in a July 16 press
/// conference`.
fn is_of_a_noun(words: &Words<'_>, date: Span) -> bool {
    const NO_NOUN: &[&str] = &[
        "a", "an", "the", "and", "but", "or", "that", "which", "who", "when", "where", "as", "if", "in", "on", "at",
        "to", "by", "of", "for", "from", "with", "is", "was", "are", "were", "has", "had", "have", "will", "would",
        "he", "she", "it", "they", "we", "i", "you", "said", "after", "before", "during", "while", "because", "his",
        "her", "their", "its",
    ];
    let at = words.document().tokens_in(date);
    let (before, after) = (words.at(at.start.wrapping_sub(1)), words.at(at.end));
    let venue = |i| acts::is_venue(words.at(i)) || matches!(words.at(i), "study" | "survey" | "poll");
    matches!(before, "the" | "a" | "an" | "of" | "its" | "his" | "her" | "their")
        && after.starts_with(char::is_alphabetic)
        && !words.is_capital(at.end)
        && !NO_NOUN.contains(&after)
        && !(at.end..at.end + 3).any(venue)
}

/// Whether a cue is of the present: `knows`, `is known as`, `have always said`.
fn is_present(words: &Words<'_>, mut cue: Range<usize>) -> bool {
    const PRESENT: &str = "is are am has have say says know knows think thinks believe believes want wants plan plans hope \
        hopes expect expects call calls claim claims speak speaks argue argues insist insists remember \
        remembers see sees feel feels need needs gives shows suggests means";
    let past = cue.clone().any(|i| matches!(words.at(i), "was" | "were" | "had" | "did" | "said" | "told"));
    !past && cue.any(|i| is_in(PRESENT, words.at(i)))
}
