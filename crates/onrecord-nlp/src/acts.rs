//! What a statement does (Searle 1976, by the verbs and nouns that carry it), and its modality.
//!
//! The act is read from the cue and its construction, not from the content: `said` states, whatever is
//! said.  `docs/acts.md` lists the acts with examples, PLOVER and CAMEO codes.

use crate::words::{Words, is_in};
use onrecord_types::{Act, Attribution, Modality, Span};
use std::collections::HashMap;
use std::sync::LazyLock;

static LEXICON: LazyLock<HashMap<String, Act>> = LazyLock::new(|| {
    let mut out = HashMap::new();
    for line in include_str!("../data/acts.txt").lines().filter(|l| !l.starts_with('#')) {
        let (plain, forms) = line.split_once('=').unwrap_or((line, ""));
        let mut words = plain.split_whitespace();
        let Some(act) = words.next().and_then(Act::parse) else { continue };
        for word in words {
            let (verb, tail) = word.split_once('-').unwrap_or((word, ""));
            for form in inflected(verb) {
                out.entry(if tail.is_empty() { form } else { format!("{form} {tail}") }).or_insert(act);
            }
        }
        for form in forms.split_whitespace() {
            out.entry(form.replace('-', " ")).or_insert(act);
        }
    }
    out
});

/// The forms of a regular verb.
pub fn inflected(verb: &str) -> Vec<String> {
    let mut out = vec![verb.to_owned()];
    let stem = verb.strip_suffix('e').unwrap_or(verb);
    let to_ing = if stem.ends_with('e') { verb } else { stem };
    let sibilant = ["s", "sh", "ch", "x", "z"].iter().any(|e| verb.ends_with(e));
    if let Some(y) = verb.strip_suffix('y').filter(|s| !s.ends_with(['a', 'e', 'o', 'u'])) {
        out.extend([format!("{y}ies"), format!("{y}ied"), format!("{verb}ing")]);
        return out;
    }
    out.push(format!("{verb}{}", if sibilant { "es" } else { "s" }));
    out.extend([format!("{stem}ed"), format!("{to_ing}ing")]);
    let double = verb.chars().last().filter(|c| !"aeiouwxy".contains(*c));
    if let Some(last) = double {
        out.extend([format!("{verb}{last}ed"), format!("{verb}{last}ing")]);
    }
    out
}

/// What the statement does.
pub fn act(words: &Words<'_>, attribution: &Attribution, is_question: bool) -> Act {
    let tokens: Vec<usize> = attribution.cue.iter().flat_map(|s| words.document().tokens_in(*s)).collect();
    let (Some(first), Some(last)) = (tokens.first().copied(), tokens.last().copied()) else {
        return if is_question { Act::Ask } else { Act::State };
    };
    let next = words.at(last + 1);
    let has = |list: &[&str]| tokens.iter().any(|t| list.contains(&words.at(*t)));
    let content = content_start(words, attribution).map_or("", |t| words.at(t));
    if let Some(act) =
        by_construction(words, &tokens, next, content).or_else(|| by_content(words, attribution, &tokens))
    {
        return act;
    }
    // `insisted on Friday`
    let dated = |t: usize| words.at(t) == "on" && (crate::times::is_weekday(words.at(t + 1)) || words.digit(t + 1));
    let pairs = tokens.iter().filter(|t| !dated(**t + 1)).map(|t| format!("{} {}", words.at(*t), words.at(t + 1)));
    // `said in a press conference`
    let says = is_in("said says told wrote tweeted posted", words.at(first));
    let place = |t: &&usize| says && **t > first && is_in("in at on during via", words.at(**t));
    let verbs = tokens.iter().position(|t| place(&t)).unwrap_or(tokens.len());
    // `a back-handed compliment`, `dropped direct attacks on`, `swears in`
    let part = |t: usize| {
        let other = words.at(t + 1) == "-" && words.is_glued(t + 1) && words.is_glued(t + 2);
        let adjective = words.at(t) == "direct" && t != first && tokens.contains(&(t + 1));
        // `chanted back`
        let adverb = words.at(t) == "back" && t > first && words.at(t - 1).ends_with("ed");
        other || adjective || adverb || words.at(t).starts_with("sw") && words.at(t + 1) == "in"
    };
    let single = tokens[..verbs].iter().filter(|t| !part(**t)).map(|t| words.at(*t).to_owned());
    // `I want to ask` asks.
    let wish = tokens
        .windows(2)
        .position(|w| matches!(words.at(w[0]), "want" | "wanted" | "wish" | "like") && words.at(w[1]) == "to");
    // `wanted to know how`
    let asks = |t: &usize| {
        matches!(words.at(*t), "wanted" | "wants")
            && words.at(t + 1) == "to"
            && matches!(words.at(t + 2), "know" | "hear")
    };
    if tokens.iter().any(asks) {
        return Act::Ask;
    }
    if let Some(act) = wish.and_then(|i| tokens[i + 2..].iter().find_map(|t| LEXICON.get(words.at(*t)).copied())) {
        return act;
    }
    let found = pairs.chain(single).find_map(|w| LEXICON.get(w.as_str()).copied());
    match found {
        // `asked for calm`, `asked them to leave` request; `asked whether` asks.
        Some(Act::Ask) if has(&["asked", "ask", "asks", "asking"]) && wants(words, attribution, last) => Act::Request,
        Some(Act::Promise) if has(&["assured", "assures", "assure"]) => Act::Promise,
        // `ordered` of goods and `own`ed things are no acts of speech; the model seldom proposes them.
        Some(act) => act,
        None if is_question => Act::Ask,
        None if first == last && matches!(words.at(first), "will" | "would") => Act::Intend,
        None => Act::State,
    }
}

/// The token that the content begins with.
fn content_start(words: &Words<'_>, attribution: &Attribution) -> Option<usize> {
    attribution.content.first().map(|s| words.document().tokens_in(*s).start)
}

/// Acts that several words make: `called for`, `told … to`, `said no to`, `refused to`. `next` follows the cue, `content`
/// opens the content.
fn by_construction(words: &Words<'_>, tokens: &[usize], next: &str, content: &str) -> Option<Act> {
    let last = *tokens.last()?;
    let at = |t: usize| words.at(t);
    let verb = |forms: &[&str]| tokens.iter().find(|t| forms.contains(&at(**t))).copied();
    if let Some(t) = verb(&["called", "calls", "call", "calling"]) {
        let tail = (t + 1..t + 3).map(at).find(|w| matches!(*w, "for" | "on" | "upon"));
        if tail.is_some() {
            return Some(Act::Request);
        }
    }
    // `called the accusations baseless`
    if verb(CALLING).is_some_and(|t| is_called_untrue(words, t)) {
        return Some(Act::Deny);
    }
    let tells = verb(&["told", "tells", "telling", "tell"]);
    if tells.is_some()
        && !matches!(content, "that" | "“" | "\"")
        && (next == "to"
            || content == "to"
            || (last + 2..last + 6).take_while(|k| !matches!(at(*k - 1), "." | "?" | "!")).any(|k| {
                at(k) == "to" && !matches!(at(k - 1), "going" | "had" | "have" | "has" | "need" | "needs" | "according")
            }) && !(last + 1..last + 6).any(|k| {
                matches!(
                    at(k),
                    "that"
                        | ","
                        | "“"
                        | "\""
                        | "it"
                        | "they"
                        | "there"
                        | "he"
                        | "she"
                        | "was"
                        | "is"
                        | "were"
                        | "are"
                        | "the"
                )
            }))
    {
        return Some(Act::Demand);
    }
    // `the matter concerns taxes` is no concern.
    let about = || matches!(next, "about" | "over" | "that" | "for" | "of" | "at");
    let noun = matches!(
        at(last.wrapping_sub(1)),
        "to" | "over" | "of" | "by" | "and" | "raised" | "expressed" | "voiced" | "amid"
    );
    if tokens.len() == 1 && at(last) == "concerns" && !about() && !noun {
        return Some(Act::State);
    }
    if let Some(t) = verb(&["pleaded", "pled", "pleads", "plead", "pleading"]) {
        match (at(t + 1), at(t + 2)) {
            ("not", "guilty") => return Some(Act::Deny),
            ("guilty", _) => return Some(Act::Admit),
            _ => {}
        }
    }
    // `pressed on whether`, `pressed both sides on where`
    let asks = |t: usize| {
        let wonders = |k: usize| matches!(at(k), "where" | "whether" | "how" | "why" | "what" | "if");
        matches!(at(t + 1), "on" | "about" | "whether")
            || (t + 2..t + 6).any(|k| matches!(at(k), "on" | "about") && wonders(k + 1))
            // `Pressed by Ann Lee, on …`
            || at(t + 1) == "by" && last == t && (t + 2..t + 16).any(|k| matches!(at(k), "on" | "about") && wonders(k + 1))
    };
    let puts = |t: usize| asks(t) || at(t) == "pressed" && matches!(at(t + 1), ":" | ",");
    if verb(&["pressed", "pushed", "quizzed", "grilled"]).is_some_and(puts) {
        return Some(Act::Ask);
    }
    // `voted 11 to 3 against`
    if let Some(t) = verb(&["voted", "votes", "vote", "voting"]) {
        match (t + 1..last + 2).map(at).find(|w| matches!(*w, "against" | "for")) {
            Some("against") => return Some(Act::Reject),
            Some("for") => return Some(Act::Agree),
            _ => {}
        }
    }
    // `let it be known`, `made it known` tell; `also known as` is a name.
    if tokens.iter().any(|t| {
        at(*t) == "known" && (matches!(at(t.wrapping_sub(1)), "be" | "it") || matches!(at(t + 1), "as" | "for"))
    }) {
        return Some(Act::State);
    }
    let no = (last + 1..last + 3).any(|k| at(k) == "no");
    if verb(&["said", "says", "say"]).is_some() && no && matches!(at(last + 2), "to" | "." | ",") {
        return Some(Act::Reject);
    }
    if verb(&["said", "says", "say"]).is_some() && tokens.iter().any(|t| matches!(at(*t), "sorry")) {
        return Some(Act::Admit);
    }
    None
}

/// Verbs that say what somebody calls a thing.
const CALLING: &[&str] = &[
    "called",
    "calls",
    "calling",
    "described",
    "describes",
    "describing",
    "labelled",
    "labeled",
    "branded",
    "termed",
    "dubbed",
];
/// What is called untrue: what others say.
const SAID_OF: &str = "accusation accusations allegation allegations claim claims charge charges report reports rumor rumors rumour \
    rumours suggestion suggestions story stories statement statements assertion assertions it this that them";
/// What is said of it.
const UNTRUE: &str = "baseless unfounded groundless false untrue fabricated fake lie lies falsehood falsehoods nonsense fiction \
    fabrication bogus libelous libellous slanderous";
/// Words from a verb to what it calls something.
const NEAR_CALLED: usize = 8;

/// Whether a verb at a token calls what others say untrue: `called the accusations “baseless”`, `described it as a lie`.
fn is_called_untrue(words: &Words<'_>, verb: usize) -> bool {
    let together = |k: &usize| words.is_together(verb, *k) && !matches!(words.at(*k), "." | "?" | "!" | ";");
    let mut tail = (verb + 1..verb + 1 + NEAR_CALLED).take_while(together);
    tail.any(|k| is_in(SAID_OF, words.at(k))) && tail.any(|k| is_in(UNTRUE, words.at(k)))
}

/// Verbs that say how things are.
const FINITE: &[&str] = &[
    "might", "may", "could", "was", "is", "are", "were", "had", "has", "have", "would", "does", "did", "doesn", "didn",
    "don",
];
/// What suggests that something is so, and proposes nothing.
const EVIDENCE: &[&str] = &[
    "report",
    "reports",
    "study",
    "studies",
    "story",
    "video",
    "poll",
    "polls",
    "email",
    "emails",
    "data",
    "evidence",
    "research",
    "figures",
    "numbers",
    "analysis",
    "findings",
    "results",
    "history",
    "survey",
    "surveys",
    "documents",
];

/// What is denied to somebody.
const REFUSED: &[&str] = &["passage", "access", "entry", "permission", "visa", "visas", "bail", "asylum", "parole"];

/// What one offers by saying it.
const VIEWS: &[&str] =
    &["view", "views", "opinion", "explanation", "account", "details", "glimpse", "assessment", "version"];

/// `suggested that … might` and `the figures suggest` claim, `suggested that … be` proposes; `recognised … as` agrees;
/// `stocks saw big losses` holds no belief, `offered a view` proposes nothing.
fn by_content(words: &Words<'_>, attribution: &Attribution, tokens: &[usize]) -> Option<Act> {
    let of = |spans: &[Span], most: usize| -> Vec<usize> {
        spans.iter().flat_map(|s| words.document().tokens_in(*s)).take(most).collect()
    };
    let head = of(&attribution.content, HEAD);
    let any = |list: &[&str]| head.iter().any(|t| list.contains(&words.at(*t)));
    let cue = |stem: &str| tokens.iter().any(|t| words.at(*t).starts_with(stem));
    let evidence = || of(&attribution.source, usize::MAX).iter().any(|t| EVIDENCE.contains(&words.at(*t)));
    if cue("suggest") && (any(FINITE) || evidence()) {
        return Some(Act::Claim);
    }
    let starts = head.first().map_or("", |t| words.at(*t));
    if tokens.iter().any(|t| matches!(words.at(*t), "see" | "sees" | "saw" | "seeing"))
        && starts != "that"
        && !any(&["as"])
    {
        return Some(Act::State);
    }
    // `denied the observers passage`
    if cue("den") && any(REFUSED) {
        return Some(Act::Reject);
    }
    if cue("offer") && any(VIEWS) {
        return Some(Act::State);
    }
    ((cue("recogni") || cue("acknowledg")) && starts != "that" && any(&["as"])).then_some(Act::Agree)
}

/// Whether what follows `asked` asks for a deed: `for …`, `(somebody) to …`, `that … be`.
fn wants(words: &Words<'_>, attribution: &Attribution, last: usize) -> bool {
    let starts = content_start(words, attribution);
    let content = starts.map_or("", |t| words.at(t));
    let between = |w: &str| matches!(w, "for" | "to");
    // `asked the minister to “listen”`, not `asked questions to the minister`
    let deed = |t: usize| {
        words.at(t) == "to" && !matches!(words.at(t + 1), "the" | "a" | "an" | "his" | "her" | "their" | "its" | "whom")
    };
    const STOPS: &str = ", . ? “ \" if whether how why what which where about and do does did is was are were had has question questions";
    let stops = |t: &usize| is_in(STOPS, words.at(*t));
    let inside = words.at(last) != "about" && starts.is_some_and(|s| (s..s + 5).take_while(|t| !stops(t)).any(deed));
    inside
        || content == "that"
        || between(content)
        || between(words.at(last))
        || (last + 1..last + 5).take_while(|k| starts.is_none_or(|s| *k <= s)).any(|k| between(words.at(k)))
}

const NOT: &[&str] = &["not", "never", "no", "n", "cannot", "neither", "nor", "without", "hardly", "nobody"];
const HEDGES: &[&str] = &[
    "may",
    "might",
    "could",
    "possibly",
    "perhaps",
    "maybe",
    "probably",
    "likely",
    "reportedly",
    "allegedly",
    "apparently",
    "appears",
    "appeared",
    "seems",
    "seemed",
    "presumably",
    "supposedly",
    "purportedly",
    "potentially",
    "unlikely",
];
/// How a source begins that nobody is: `neither Lee nor Fox said so`, `no official has confirmed it`.
const NOBODY: &[&str] = &["neither", "nobody", "none", "no", "nor"];
const IFS: &[&str] = &["if", "unless", "provided", "whether", "should", "once"];
/// How the words begin after which `if` is `whether`.
const ASKING: &[&str] =
    &["ask", "wonder", "see", "know", "knew", "question", "unclear", "sure", "doubt", "decid", "tell"];
/// Tokens at the start of a content in which its main verb is looked for.
const HEAD: usize = 14;

/// How the statement is put: what is negated is the act, what is hedged or future its content.
pub fn modality(words: &Words<'_>, attribution: &Attribution) -> Modality {
    let mut out = Modality::default();
    let range = |s: &Span| words.document().tokens_in(*s);
    let span = |t: usize| words.span(t..t + 1);
    if let Some(cue) = attribution.cue.first().map(range) {
        let source_end = attribution.source.iter().map(range).map(|r| r.end).filter(|e| *e <= cue.start).max();
        let document = words.document();
        let sentence = document.sentences.get(document.sentence_of(cue.start)).map_or(0, |s| s.first);
        let from = source_end.unwrap_or(cue.start.saturating_sub(3)).max(cue.start.saturating_sub(4)).max(sentence);
        // `Lee, 41 — who is not related — is charged`: what is said in between.
        let apart = |t: usize| (t..cue.start).any(|k| matches!(words.at(k), "—" | "–" | "," | ";" | ")"));
        for t in (from..cue.end).filter(|t| words.is_together(*t, cue.start) && !apart(*t)) {
            let word = words.at(t);
            let contracted = word == "t" && matches!(words.at(t.wrapping_sub(1)), "’" | "'");
            // `failed to agree`
            let failed = matches!(word, "fail" | "fails" | "failed" | "failing") && words.at(t + 1) == "to";
            if NOT.contains(&word) && word != "n" || contracted || word.ends_with("n’t") || failed {
                out.negated = true;
                out.words.extend(if contracted { words.span(t.saturating_sub(2)..t + 1) } else { span(t) });
            }
            if HEDGES.contains(&word) {
                out.hedged = true;
                out.words.extend(span(t));
            }
        }
    }
    // `Not everyone wants to sue`, whether the source has the `not` or it stands before
    let not_all = |t: usize| {
        let all = |t: usize| matches!(words.at(t), "everyone" | "everybody" | "all" | "every" | "many");
        words.at(t.wrapping_sub(1)) == "not" && all(t) || words.at(t) == "not" && all(t + 1)
    };
    if let Some(first) =
        attribution.source.first().map(range).map(|r| r.start).filter(|t| NOBODY.contains(&words.at(*t)) || not_all(*t))
    {
        // `No. 10`, `No Labels` are names.
        let is_name = words.at(first) == "no"
            && (words.is_capital(first + 1) || !words.at(first + 1).starts_with(char::is_alphabetic));
        out.negated |= !is_name;
        out.words.extend(span(first).filter(|_| !is_name));
    }
    // `CLAIM: The mayor said …`, as those who check facts write it.
    let claimed = first_of_block(words, attribution).filter(|t| words.at(*t) == "claim" && words.at(t + 1) == ":");
    out.hedged |= claimed.is_some();
    out.words.extend(claimed.and_then(span));
    let is_asking = |t: usize| ASKING.iter().any(|stem| words.at(t).starts_with(stem));
    let asks = attribution.cue.iter().flat_map(range).any(is_asking);
    let content: Vec<usize> = attribution.content.iter().flat_map(range).collect();
    let head: Vec<usize> = content.iter().copied().take(HEAD).collect();
    for t in &head {
        let word = words.at(*t);
        if HEDGES.contains(&word) && !(word == "may" && words.is_capital(*t)) {
            out.hedged = true;
            out.words.extend(span(*t));
        }
        let going = word == "going" && words.at(t + 1) == "to";
        let ll = word == "ll" && matches!(words.at(t.wrapping_sub(1)), "’" | "'");
        if matches!(word, "will" | "shall" | "wo") || going || ll {
            out.future = true;
            out.words.extend(span(*t));
        }
        if word == "would" && matches!(words.at(t + 1), "have" | "’") && !matches!(words.at(t + 2), "to") {
            out.hypothetical = true;
            out.words.extend(span(*t));
        }
    }
    for (k, t) in content.iter().enumerate() {
        let word = words.at(*t);
        let opens = k == 0 || matches!(words.at(t.wrapping_sub(1)), "," | "that" | "“" | "\"" | "and" | "but");
        let condition = IFS.contains(&word) && (!matches!(word, "should" | "once" | "whether") || k == 0);
        // `asked if he would go`, `asked Lee if he would go` set no condition.
        let asked = word == "if" && (is_asking(t.wrapping_sub(1)) || k == 0 && asks);
        if condition && !asked && word != "whether" && (opens || matches!(word, "if" | "unless")) {
            out.conditional = true;
            out.words.extend(span(*t));
        }
    }
    // `would` with a condition is hypothetical as well.
    out.hypothetical |= out.conditional && head.iter().any(|t| matches!(words.at(*t), "would" | "could" | "were"));
    out.words.sort();
    out.words.dedup();
    out
}

/// The first token of the paragraph that a statement begins in.
fn first_of_block(words: &Words<'_>, attribution: &Attribution) -> Option<usize> {
    let document = words.document();
    let at = document.tokens_in(*attribution.source.first().or(attribution.cue.first())?).start;
    let block = document.tokens.get(at)?.block;
    Some(document.tokens.partition_point(|t| t.block < block))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflects() {
        for (verb, form) in [
            ("deny", "denied"),
            ("accuse", "accusing"),
            ("admit", "admitted"),
            ("reject", "rejects"),
            ("press", "presses"),
        ] {
            assert!(inflected(verb).contains(&form.to_owned()), "{verb} {form}");
        }
    }
}
