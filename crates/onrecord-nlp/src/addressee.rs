//! To whom: the words right after a cue that takes an addressee (`told Fox News that …`).

use crate::names::{Forms, capital_run};
use onrecord_types::{Article, Attribution, Document, Span};

/// Cues that are followed by the one who is spoken to.
const TELLING: &[&str] = &[
    "told",
    "tells",
    "telling",
    "tell",
    "informed",
    "informs",
    "assured",
    "assures",
    "warned",
    "warns",
    "reminded",
    "urged",
    "urges",
    "asked",
    "asks",
    "advised",
    "notified",
    "persuaded",
    "convinced",
    "promised",
    "instructed",
    "ordered",
];
/// An addressee has at most this many tokens.
const LONGEST: usize = 8;

/// The addressee's words, where the cue names one between itself and the content.
pub fn find(article: &Article, document: &Document, attribution: &Attribution) -> Option<Span> {
    let forms = Forms { text: &article.text, document };
    let cue = document.tokens_in(Span::cover(&attribution.cue)?);
    let teller = cue.clone().find(|i| TELLING.contains(&forms.at(*i).to_lowercase().as_str()))?;
    let first = teller + 1;
    let taken = |i: usize| document.tokens.get(i).is_none_or(|t| attribution.says(t.span));
    if taken(first) {
        return None;
    }
    let determiner = matches!(forms.at(first), "the" | "a" | "an" | "his" | "her" | "their" | "its");
    let end = if forms.is_capital(first + usize::from(determiner)) {
        capital_run(&forms, first + usize::from(determiner), document.tokens.len()).end
    } else if matches!(forms.at(first), "me" | "him" | "her" | "us" | "them" | "you" | "reporters" | "journalists") {
        first + 1
    } else {
        let stop = |i: &usize| taken(*i) || is_stop(forms.at(*i));
        (first..first + LONGEST).find(stop)?
    };
    let end = (first..end).find(|i| taken(*i)).unwrap_or(end);
    let words = document.span_of(first..end)?;
    (end > first && !is_stop(forms.at(first))).then_some(words)
}

fn is_stop(word: &str) -> bool {
    matches!(
        word,
        "that"
            | "to"
            | "in"
            | "on"
            | "at"
            | ","
            | "."
            | ":"
            | "of"
            | "about"
            | "during"
            | "after"
            | "before"
            | "by"
            | "if"
            | "whether"
            | "how"
            | "why"
            | "what"
            | "for"
            | "last"
            | "this"
            | "it"
            | "from"
            | "against"
            | "not"
            | "\""
            | "“"
    )
}
