//! When a statement was made: the day named beside its cue, outside of what was said.

use crate::words::Words;
use onrecord_types::{Anchor, Attribution, Said, Span, Time, TimeKind};

/// The dated time nearest to the cue in a statement's sentence that stands outside of its content and source; `None`
/// where there is none that can be counted.
pub fn find(words: &Words<'_>, attribution: &Attribution, times: &[Time]) -> Option<Said> {
    let document = words.document();
    let cue = document.tokens_in(*attribution.cue.first()?);
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
    let time = times.iter().filter(fits).filter(|t| !bounds(t)).min_by_key(far)?;
    Some(Said { value: time.value.clone(), interval: time.interval.clone()?, span: time.span })
}
