//! Turns of transcripts and of questions and answers: `NAME: what they said`.

use crate::mentions::{Name, NameKind};
use crate::names;
use crate::titles;
use crate::words::is_in;
use onrecord_types::{Article, Document};
use std::collections::HashMap;
use std::ops::Range;

/// A label has at most this many tokens (`Chairman of the Management Board of the Savings Bank Ann Lee`).
const LONGEST_LABEL: usize = 16;
/// A text with fewer labelled turns is no transcript.
const FEWEST_TURNS: usize = 3;
/// The labels of voices without a name.
const VOICES: &str =
    "question questioner answer moderator host interviewer remark reply voice reporter operator audience participant";
/// What stands before a colon under a picture, or before a hint to readers.
const CAPTIONS: &[&str] = &[
    "Image",
    "Images",
    "Photo",
    "Photos",
    "Photograph",
    "Picture",
    "Pictures",
    "Video",
    "File",
    "Map",
    "Graphic",
    "Credit",
    "Caption",
    "Source",
    "Sources",
    "Note",
    "Update",
    "Correction",
    "Watch",
    "Read",
    "Related",
    "Listen",
    "Contact",
    "Tags",
    "By",
];

/// One turn, as token ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The label without its colon.
    pub label: Range<usize>,
    /// The colon.
    pub colon: usize,
    /// What was said, up to the next label.
    pub words: Range<usize>,
}

/// Whether a word labels a voice without a name: `Question`, `QUESTION`, `Q`.
pub(crate) fn is_voice(word: &str) -> bool {
    matches!(word, "Q" | "A") || word.starts_with(char::is_uppercase) && is_in(VOICES, &word.to_lowercase())
}

/// The turns of an article; none where it is not a transcript: people speak, not `Pros:`, `Step One:` or `Objective:`.
pub fn find(article: &Article, document: &Document, names: &[Name]) -> Vec<Turn> {
    let starts: Vec<Range<usize>> =
        document.sentences.iter().filter_map(|s| label(article, document, s.first..s.last)).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let words = |r: &Range<usize>| document.span_of(r.clone()).map_or("", |s| s.of(&article.text));
    for start in &starts {
        *counts.entry(words(start)).or_default() += 1;
    }
    // A label that never comes back and is no person's is more likely a list's or a headline's colon.
    let labels: Vec<Range<usize>> = starts
        .iter()
        .filter(|r| counts[words(r)] > 1 || document.opens_block(r.start) || is_person(words(r)))
        .cloned()
        .collect();
    let people = || names.iter().filter(|n| n.kind == NameKind::Person);
    // `AL`, of `Ann Lee`
    let named = |r: &Range<usize>| {
        people().any(|n| n.tokens.start < r.end && r.start < n.tokens.end)
            || r.len() == 1 && people().any(|n| names::has_initials(words(&n.tokens), words(r)))
    };
    let speaks = |r: &&Range<usize>| {
        let voice = |w: &str| is_voice(w) || titles::is_role(w);
        named(r) || is_person(words(r)) || words(r).split_whitespace().any(voice)
    };
    let speak: Vec<&Range<usize>> = labels.iter().filter(speaks).collect();
    let again = speak.iter().filter(|r| counts[words(r)] > 1).count();
    // `Clinton: 2,316. Sanders: 1,547.` is a table.
    let figures = |r: &&Range<usize>| {
        let block = document.tokens[r.end].block;
        let mut rest = document.tokens[r.end + 1..].iter().take_while(|t| t.block == block);
        !rest.any(|t| t.span.of(&article.text).starts_with(char::is_alphabetic))
    };
    let table = || labels.iter().filter(figures).count() * 3 > labels.len();
    if speak.len() < FEWEST_TURNS || again < 2 || table() {
        return Vec::new();
    }
    let ends = labels.iter().skip(1).map(|r| r.start).chain([document.tokens.len()]);
    labels
        .iter()
        .zip(ends)
        .map(|(label, end)| Turn { label: label.clone(), colon: label.end, words: label.end + 1..end })
        .filter(|t| !t.words.is_empty())
        .collect()
}

/// Whether a label holds a title or a given name and another word: `Ann Lee`.
fn is_person(label: &str) -> bool {
    let mut words = label.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    label.contains(' ') && words.any(|w| titles::is_title(w) || names::first_name(w).is_some())
}

/// The label that begins with a sentence's first word: capitalised words, then a colon.
pub(crate) fn label(article: &Article, document: &Document, sentence: Range<usize>) -> Option<Range<usize>> {
    let form = |i: usize| document.tokens.get(i).map_or("", |t| t.span.of(&article.text));
    // `<…>`, `* * *`: marks of what was left out.
    let first = sentence.clone().find(|i| !matches!(form(*i), "<" | ">" | "…" | "*" | "." | "[" | "]"))?;
    let block = document.tokens[first].block;
    if article.headline.is_some() && block == 0 {
        return None;
    }
    let colon = (first + 1..=first + LONGEST_LABEL).find(|i| form(*i) == ":" && document.tokens[*i].block == block)?;
    let fits = |i: usize| names_somebody(form(i)) || form(i) == ",";
    if CAPTIONS.contains(&form(first)) {
        return None;
    }
    let spaced = !form(colon + 1).is_empty() && document.tokens[colon + 1].span.start > document.tokens[colon].span.end;
    (form(first).starts_with(char::is_uppercase) && (first..colon).all(fits) && spaced).then_some(first..colon)
}

/// Whether a token may stand in a name and its title: `Head of the Harbour Office Ann Lee-Smith`.
pub(crate) fn names_somebody(word: &str) -> bool {
    const SMALL: &[&str] = &["of", "for", "the", "and", "de", "la", "van", "von", "al", "bin"];
    // `Can I:` opens a question, not a turn.
    word.starts_with(char::is_uppercase) && word != "I"
        || matches!(word, "." | "-" | "’" | "'")
        || SMALL.contains(&word)
}
