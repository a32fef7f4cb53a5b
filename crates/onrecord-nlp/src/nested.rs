//! Statements inside statements: which content an inner attribution stands in.

use crate::attribute::Candidate;
use onrecord_types::Document;

/// Subjects that speak for nobody (`s` is half of `let’s`); `training/nested.py` leaves them out too.
const EMPTY: &[&str] = &["it", "this", "that", "there", "nobody", "none", "s"];

/// Whether the source is one word that stands for nobody.
pub fn is_empty_subject(text: &str, document: &Document, candidate: &Candidate) -> bool {
    let form = |t: u32| document.tokens[t as usize].span.of(text).to_lowercase();
    matches!(candidate.source[..], [one] if EMPTY.contains(&form(one).as_str()))
}

/// Index of the smallest of `contents` (token lists in order) that holds all words of the candidate;
/// marks at its ends may belong to what stands around.
pub fn parent<'a>(
    text: &str,
    document: &Document,
    candidate: &Candidate,
    contents: impl Iterator<Item = (usize, &'a [u32])>,
) -> Option<usize> {
    let is_word = |t: &&u32| document.tokens[**t as usize].span.of(text).contains(char::is_alphanumeric);
    let words = || candidate.source.iter().chain(&candidate.cue).chain(&candidate.content).filter(is_word);
    contents
        .filter(|(_, content)| words().all(|t| content.binary_search(t).is_ok()))
        .min_by_key(|(index, content)| (content.len(), *index))
        .map(|(index, _)| index)
}
