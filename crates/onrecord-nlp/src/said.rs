//! When a statement was made: the day named beside its cue, outside of what was said.

use crate::acts;
use crate::words::Words;
use onrecord_types::{Anchor, Attribution, Said, Span, Time, TimeKind};

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
    // `the 1821 revolution`, `families of 9/11 victims`: the date of something else.
    let names = |t: &&Time| {
        const NO_NOUN: &[&str] = &[
            "a", "an", "the", "and", "but", "or", "that", "which", "who", "when", "where", "as", "if", "in", "on",
            "at", "to", "by", "of", "for", "from", "with", "is", "was", "are", "were", "has", "had", "have", "will",
            "would", "he", "she", "it", "they", "we", "i", "you", "said", "after", "before", "during", "while",
            "because", "his", "her", "their", "its",
        ];
        let at = document.tokens_in(t.span);
        let (before, after) = (words.at(at.start.wrapping_sub(1)), words.at(at.end));
        matches!(before, "the" | "a" | "an" | "of" | "its" | "his" | "her" | "their")
            && after.starts_with(char::is_alphabetic)
            && !words.is_capital(at.end)
            && !NO_NOUN.contains(&after)
            // `in a July 16 press conference`
            && !(at.end..at.end + 3).any(|i| acts::is_venue(words.at(i)) || matches!(words.at(i), "study" | "survey" | "poll"))
    };
    let far = |t: &&Time| {
        let at = document.tokens_in(t.span);
        at.start.abs_diff(cue.end).min(cue.start.abs_diff(at.end))
    };
    let time = times.iter().filter(fits).filter(|t| !bounds(t) && !names(t)).min_by_key(far).filter(is_past)?;
    Some(Said { value: time.value.clone(), interval: time.interval.clone()?, span: time.span })
}
