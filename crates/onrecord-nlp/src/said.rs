//! When a statement was made: the day named beside its cue, outside of what was said.

use crate::clause::{Clause, NEAR, is_present};
use crate::venue;
use crate::words::Words;
use onrecord_types::{Anchor, Attribution, Said, Span, Time, TimeKind};

/// The dated time nearest to the cue that stands in its clause, outside of the content; `None` where there is none that can
/// be counted.
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
    let in_content = |span: Span| attribution.content.iter().any(|c| c.contains(span));
    let fits = |t: &&Time| {
        let dated =
            matches!(t.kind, TimeKind::Date | TimeKind::Time) && t.anchor != Anchor::Open && t.interval.is_some();
        dated && place.contains(t.span) && !in_content(t.span)
    };
    let clause = Clause { words, attribution, times, cue: cue.clone(), sentence: sentence.first };
    let far = |t: &&Time| {
        let at = document.tokens_in(t.span);
        at.start.abs_diff(cue.end).min(cue.start.abs_diff(at.end))
    };
    let free = |t: &&Time| !is_of_a_name(words, t.span, sentence.first) && !is_of_a_noun(words, t.span);
    let dates = times.iter().filter(fits).filter(free).filter(|t| clause.dates(t));
    let time = dates.min_by_key(far).filter(is_past)?;
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
    let venue = |i| venue::is_venue(words.at(i)) || matches!(words.at(i), "study" | "survey" | "poll");
    matches!(before, "the" | "a" | "an" | "of" | "its" | "his" | "her" | "their")
        && after.starts_with(char::is_alphabetic)
        && !words.is_capital(at.end)
        && !NO_NOUN.contains(&after)
        && !(at.end..at.end + 3).any(venue)
}
