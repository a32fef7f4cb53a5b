//! To whom: the words right after a cue that takes an addressee (`told Fox News that …`).

use crate::names::{Forms, capital_run};
use onrecord_types::{Act, Article, Attribution, Document, Span, Statement};

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
    "called",
    "begged",
    "pressed",
    "encouraged",
    "invited",
    "implored",
    "urging",
    "asking",
    "warning",
    "calling",
];
/// Cues that name the one who is spoken to with `to`: `explained to the jury`.
const SPEAKING: &[&str] = &[
    "said",
    "says",
    "say",
    "saying",
    "stated",
    "states",
    "explained",
    "explains",
    "explaining",
    "confirmed",
    "confirms",
    "confirming",
    "wrote",
    "writes",
    "writing",
    "complained",
    "complains",
    "complaining",
    "admitted",
    "admits",
    "admitting",
    "announced",
    "announces",
    "replied",
    "replies",
    "revealed",
    "reveals",
    "spoke",
    "speaking",
    "testified",
    "apologised",
    "apologized",
    "appealed",
    "appeals",
    "confided",
    "conceded",
    "disclosed",
    "described",
    "insisted",
    "suggested",
    "reported",
    "boasted",
];
/// An addressee has at most this many tokens.
const LONGEST: usize = 8;

/// The addressee's words, where the cue names one between itself and the content.
pub fn find(article: &Article, document: &Document, attribution: &Attribution) -> Option<Span> {
    let forms = Forms { text: &article.text, document };
    let cue = document.tokens_in(Span::cover(&attribution.cue)?);
    let of = |list: &[&str]| cue.clone().find(|i| list.contains(&forms.at(*i).to_lowercase().as_str()));
    let Some(teller) = of(TELLING) else { return spoken_to(&forms, attribution, of(SPEAKING)? + 1) };
    // `called on Congress to …`, but not `called it a lie`.
    let calls = forms.at(teller).to_lowercase().starts_with("call");
    let first = teller + 1 + usize::from(matches!(forms.at(teller + 1), "on" | "upon"));
    if calls && first == teller + 1 {
        return None;
    }
    let taken = |i: usize| document.tokens.get(i).is_none_or(|t| attribution.says(t.span));
    if taken(first) {
        return urged(&forms, attribution, first);
    }
    phrase(&forms, first, taken)
}

/// `explained to the jury`: somebody after `to`; not `said to be`, nor what stands in the content.
fn spoken_to(forms: &Forms<'_>, attribution: &Attribution, to: usize) -> Option<Span> {
    let first = (forms.at(to) == "to").then_some(to + 1)?;
    let somebody = forms.is_capital(first)
        || matches!(
            forms.at(first),
            "the" | "a" | "an" | "his" | "her" | "their" | "me" | "him" | "us" | "them" | "reporters" | "journalists"
        );
    let other = attribution.source.iter().chain(&attribution.content);
    let others: Vec<Span> = other.copied().collect();
    let token = |i: usize| forms.document.tokens.get(i).map(|t| t.span);
    let taken = |i: usize| token(i).is_none_or(|t| others.iter().any(|s| s.contains(t)));
    (somebody && !taken(first)).then(|| phrase(forms, first, taken)).flatten()
}

/// The words for an addressee that begin at a token.
fn phrase(forms: &Forms<'_>, first: usize, taken: impl Fn(usize) -> bool) -> Option<Span> {
    let document = forms.document;
    let determiner = matches!(forms.at(first), "the" | "a" | "an" | "his" | "her" | "their" | "its");
    let end = if forms.is_capital(first + usize::from(determiner)) {
        capital_run(forms, first + usize::from(determiner), document.tokens.len()).end
    } else if matches!(forms.at(first), "me" | "him" | "her" | "us" | "them" | "you" | "reporters" | "journalists") {
        first + 1
    } else {
        let stop = |i: &usize| taken(*i) || is_stop(forms.at(*i));
        (first..first + LONGEST).find(stop)?
    };
    // `told Ukrainian ambassadors`: a name alone may be an adjective.
    let noun = forms.at(end);
    let plural = noun.len() > 3 && noun.ends_with('s') && noun.starts_with(char::is_lowercase) && !noun.ends_with("ss");
    let end = if end == first + 1 && plural && forms.is_capital(first) { end + 1 } else { end };
    let end = (first..end).find(|i| taken(*i)).unwrap_or(end);
    let words = document.span_of(first..end)?;
    // `warned there could be charges`: a clause.
    let clause =
        |i: usize| matches!(forms.at(i), "there" | "could" | "would" | "will" | "may" | "might" | "is" | "are" | "was");
    (end > first && !is_stop(forms.at(first)) && !(first..end).any(clause)).then_some(words)
}

/// `urged parliament to act`, where what is urged is read from `parliament` on: the words before `to`.
fn urged(forms: &Forms<'_>, attribution: &Attribution, first: usize) -> Option<Span> {
    let document = forms.document;
    let opens = attribution.content.first()?.start == document.tokens.get(first)?.span.start;
    let to = (first..first + LONGEST).find(|i| is_stop(forms.at(*i))).filter(|i| forms.at(*i) == "to" && *i > first)?;
    let verb = forms.at(to + 1).starts_with(char::is_lowercase);
    (opens && verb).then(|| document.span_of(first..to)).flatten()
}

/// `Asked whether it would rain, Ames said no`: who answers in the same sentence was asked.
pub fn who_was_asked(document: &Document, statements: &mut [Statement]) {
    let sentence = |s: &Span| document.tokens_in(*s).next().map(|t| document.sentence_of(t));
    for i in 0..statements.len() {
        let asked = &statements[i];
        let is_open = asked.act == Act::Ask && asked.attribution.source.is_empty() && asked.addressee.is_none();
        let Some(at) = asked.attribution.cue.first().filter(|_| is_open).and_then(sentence) else { continue };
        let end = asked.attribution.content.last().map_or(0, |c| c.end);
        let answers = |s: &&Statement| {
            let source = s.attribution.source.first();
            s.parent.is_none() && source.is_some_and(|x| sentence(x) == Some(at) && x.start >= end)
        };
        let answer = statements[i + 1..].iter().find(answers).and_then(|s| s.attribution.source.first().copied());
        statements[i].addressee = answer;
    }
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
