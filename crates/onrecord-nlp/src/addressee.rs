//! To whom: the words right after a cue that takes an addressee (`told Fox News that …`).

use crate::acts;
use crate::forms::{Forms, capital_run};
use crate::times;
use crate::titles::is_role;
use crate::words::is_in;
use onrecord_types::{Act, Article, Attribution, Document, Span, Statement};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Verbs that are followed by the one who is spoken to.
const TELLING: &str = "tell inform assure reassure warn caution alert remind urge exhort ask advise notify brief \
    persuade convince promise instruct order call beg press petition encourage invite \
    challenge implore thank congratulate";

/// Their forms.
static TELLING_FORMS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let regular = TELLING.split(' ').flat_map(acts::inflected);
    regular.chain([String::from("told")]).collect()
});
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
    "vowed",
    "vows",
    "pledged",
    "pledges",
    "mentioned",
    "signalled",
    "signaled",
    "indicated",
    "hinted",
    "recounted",
    "lied",
    "pleaded",
    "pleads",
    "pleading",
    "apologises",
    "apologizes",
    "testifies",
    "testifying",
    "confides",
];
/// What is told, asked or pressed, and is nobody: `telling the story`, `pressing his attack`.
const THINGS: &[&str] = &[
    "question",
    "questions",
    "story",
    "stories",
    "tale",
    "tales",
    "truth",
    "lie",
    "lies",
    "joke",
    "jokes",
    "attack",
    "attacks",
    "case",
    "claim",
    "claims",
];
/// What stands between an adjective and the name of an outlet: `told German magazine Stern`.
const OUTLETS: &[&str] = &[
    "magazine",
    "newspaper",
    "paper",
    "daily",
    "weekly",
    "tabloid",
    "journal",
    "broadcaster",
    "agency",
    "website",
    "site",
    "station",
    "channel",
    "network",
    "outlet",
    "publication",
    "radio",
    "television",
    "show",
    "program",
    "programme",
    "podcast",
    "blog",
];
/// What those who write an article call themselves and their paper: `told this reporter`.
const PRESS: &str = "newspaper paper magazine website publication outlet channel agency reporter correspondent journalist \
    columnist writer scribe author blog podcast network station";
/// What a name before them is of: `the Security subcommittee`.
const PANELS: &str = "committee subcommittee panel commission council board inquiry court tribunal conference congress";
/// Stations that a number tells apart.
const NUMBERED: &str = "Radio Channel TV BBC France Rai Kanal Canal Europe";
/// Words in `ly` that are somebody.
const PEOPLE_IN_LY: &[&str] = &["ally", "family", "assembly", "supply"];
/// An addressee has at most this many tokens.
const LONGEST: usize = 8;

/// Participles of those who were told something, not of what they think (`was convinced`, `is encouraged`).
const TOLD: &str = "told informed assured warned advised notified briefed asked urged ordered instructed reminded \
    cautioned begged invited";

/// The first token of a passive verb that tells somebody: of `was told`, `have never been informed`.
fn passive(forms: &Forms<'_>, cue: Range<usize>) -> Option<usize> {
    const BE: &str = "is are was were am be been being got get gets";
    const BEFORE: &str =
        "has have had will would can could may might must should do does did not never to need needs t ’ '";
    let word = |i: usize| forms.at(i).to_lowercase();
    let adverb =
        |w: &str| w.ends_with("ly") || is_in("also not never again even just since then already previously", w);
    let is_be = |i: usize| {
        is_in(BE, &word(i)) || is_in("re m", &word(i)) && matches!(word(i.wrapping_sub(1)).as_str(), "’" | "'")
    };
    let be_of = |participle: usize| {
        let back = (1..=3).map(|k| participle.checked_sub(k)).map_while(|i| i.filter(|i| *i > 0));
        back.take_while(|i| is_be(*i) || adverb(&word(*i))).find(|i| is_be(*i))
    };
    // `is assured of winning` tells nothing, nor `I am reminded of`.
    let of = |i: usize| is_in("assured reminded", &word(i)) && forms.at(i + 1) == "of";
    let be = cue.filter(|i| is_in(TOLD, &word(*i)) && !of(*i)).find_map(be_of)?;
    let before = (0..be).rev().take_while(|i| is_in(BEFORE, &word(*i)) || is_be(*i) || adverb(&word(*i)));
    Some(before.last().unwrap_or(be))
}

/// Who was told, where a source stands before a passive verb: `Lee was warned that …`, `he had been assured by the army`.
pub fn told_before(text: &str, document: &Document, attribution: &Attribution) -> Option<Span> {
    let forms = Forms { text, document };
    let verb = passive(&forms, document.tokens_in(Span::cover(&attribution.cue)?))?;
    let before = attribution.source.iter().filter(|s| s.end <= document.tokens[verb].span.start);
    Span::cover(&before.copied().collect::<Vec<_>>())
}

/// Who was asked, where a source stands behind what he was asked: `Asked why, Lee pointed to the quay.`
pub fn asked_first(text: &str, document: &Document, attribution: &Attribution) -> Option<Span> {
    let forms = Forms { text, document };
    let asked = document.tokens_in(*attribution.cue.first()?).start;
    let opens = document.sentence_start(asked) == asked;
    let content = attribution.content.last()?;
    let source = Span::cover(&attribution.source)?;
    let comma = forms.at(document.tokens_in(*content).end) == "," || content.of(text).ends_with(',');
    let behind = asked < document.tokens_in(*content).start && content.end <= source.start && comma;
    (opens && behind && is_in("Asked Pressed Quizzed Questioned", forms.at(asked))).then_some(source)
}

/// Whom a passive verb without a source says to be told: the pronoun or name right before it, with what that is of (`the
/// President of Tarn was informed`).
fn told(forms: &Forms<'_>, cue: Range<usize>) -> Option<Span> {
    let verb = passive(forms, cue)?;
    let last = verb.checked_sub(1)?;
    let block = |i: usize| forms.document.tokens[i].block;
    let pronoun = is_in("i he she they we you who it", &forms.at(last).to_lowercase());
    let name_from = |last: usize| {
        let inside = |i: &usize| block(*i) == block(last) && (forms.is_capital(*i) || forms.is_hyphen(*i));
        (0..=last).rev().take_while(inside).last()
    };
    let opens = |i: usize| is_in("After Before Since While When Upon Without About", forms.at(i));
    let mut first = if pronoun { last } else { name_from(last).filter(|_| !opens(last))? };
    loop {
        let the = usize::from(first > 0 && forms.at(first - 1) == "the");
        match first.checked_sub(2 + the).filter(|i| forms.at(*i + 1) == "of") {
            Some(before) => first = name_from(before)?,
            None => return forms.document.span_of(first..verb),
        }
    }
}

/// The addressee's words, where the cue names one between itself and the content, or is in the passive.
pub fn find(article: &Article, document: &Document, attribution: &Attribution) -> Option<Span> {
    let forms = Forms { text: &article.text, document };
    let cue = document.tokens_in(Span::cover(&attribution.cue)?);
    if let Some(told) = told(&forms, cue.clone()).filter(|t| !attribution.source.iter().any(|s| s.contains(*t))) {
        return Some(told);
    }
    let word = |i: usize| forms.at(i).to_lowercase();
    // `an informed decision`, `an executive order`, `a petition` tell nobody.
    let is_verb = |i: usize| {
        let before = word(i.wrapping_sub(1));
        let noun =
            matches!(word(i).as_str(), "order" | "petition" | "caution" | "challenge" | "alert" | "press" | "call");
        let bare = matches!(
            before.as_str(),
            "to" | "will"
                | "would"
                | "can"
                | "could"
                | "should"
                | "must"
                | "may"
                | "not"
                | "also"
                | "and"
                | "i"
                | "we"
                | "you"
                | "they"
        );
        !matches!(before.as_str(), "a" | "an") && (!noun || bare)
    };
    // `put it to her that she had lied`
    let put = |i: &usize| is_in("put puts putting", &word(*i)) && forms.at(i + 1) == "it" && forms.at(i + 2) == "to";
    if let Some(put) = cue.clone().find(put) {
        let taken = |i: usize| document.tokens.get(i).is_none_or(|t| attribution.says(t.span));
        return phrase(&forms, put + 3, taken);
    }
    let tells = |i: &usize| TELLING_FORMS.contains(&word(*i)) && is_verb(*i);
    let Some(teller) = cue.clone().find(tells) else {
        let speaker = cue.clone().find(|i| SPEAKING.contains(&word(*i).as_str()))?;
        let right_behind = spoken_to(&forms, attribution, speaker + 1);
        let found = right_behind.or_else(|| pleaded_with(&forms, attribution, speaker));
        return found.or_else(|| told_behind(&forms, attribution, speaker));
    };
    // `called on Congress to …`, but not `called it a lie`.
    let calls = forms.at(teller).to_lowercase().starts_with("call");
    let first = teller + 1 + usize::from(calls && is_in("on upon", &word(teller + 1)));
    if calls && first == teller + 1 {
        return None;
    }
    let taken = |i: usize| document.tokens.get(i).is_none_or(|t| attribution.says(t.span));
    let somebody = |p: &Span| !p.of(&article.text).split(' ').any(|w| THINGS.contains(&w));
    if taken(first) {
        return urged(&forms, attribution, &word(teller), first).filter(somebody);
    }
    // `promising a new bridge`: what, not whom.
    let thing = word(teller).starts_with("promis") && matches!(forms.at(first), "a" | "an" | "the" | "more" | "new");
    phrase(&forms, first, taken).filter(|p| !thing && somebody(p))
}

/// `pleaded with them to stop`, `apologised to the families for it`, where the content is read from `them` on.
fn pleaded_with(forms: &Forms<'_>, attribution: &Attribution, speaker: usize) -> Option<Span> {
    let verb = forms.at(speaker);
    let fits = match forms.at(speaker + 1) {
        "with" => verb.starts_with("plead"),
        "to" => verb.starts_with("apolog") || verb.starts_with("appeal"),
        _ => false,
    };
    let words = fits.then(|| opening_phrase(forms, attribution, speaker + 2)).flatten()?;
    let next = forms.at(forms.document.tokens_in(words).end);
    is_in("to for over about . , ; not and in on", next).then_some(words)
}

/// `confirmed the attack to reporters`: those who are told news, behind what is confirmed.
fn told_behind(forms: &Forms<'_>, attribution: &Attribution, speaker: usize) -> Option<Span> {
    const LISTENERS: &str = "reporters journalists newsmen lawmakers investigators detectives prosecutors deputies MPs";
    let content = forms.document.tokens_in(*attribution.content.last()?);
    let to = content.end.checked_sub(2).filter(|t| forms.at(*t) == "to").unwrap_or(content.end);
    let first = (forms.at(to) == "to" && to > speaker).then_some(to + 1)?;
    // `said that he had lied to investigators`
    const TOLD: &str =
        "confirmed confirms confirming announced disclosed revealed reveals recounted explained admitted conceded";
    let listens =
        is_in(TOLD, forms.at(speaker)) && is_in(LISTENERS, forms.at(first)) && !is_in("and in", forms.at(first - 2));
    listens.then(|| forms.document.span_of(first..first + 1)).flatten()
}

/// `explained to the jury`, `testified before Congress`: somebody after `to`; not `said to be`, nor what stands in the content.
fn spoken_to(forms: &Forms<'_>, attribution: &Attribution, to: usize) -> Option<Span> {
    let before = forms.at(to) == "before" && forms.at(to - 1).starts_with("testif");
    let first = (forms.at(to) == "to" || before).then_some(to + 1)?;
    // `confided to friends that`, not `vowed to fight`
    let noun = forms.at(first);
    let people = noun.len() > 4 && noun.ends_with('s') && !noun.ends_with("ss") && noun.starts_with(char::is_lowercase);
    let people = people
        && !is_in("cheers laughs boos jeers gasps groans", noun)
        && is_in("that why how whether what , . in on at “ \" :", forms.at(first + 1));
    let somebody = forms.is_capital(first)
        || people
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

/// The words for an addressee that begin at a token, where the content begins with them.
fn opening_phrase(forms: &Forms<'_>, attribution: &Attribution, first: usize) -> Option<Span> {
    let tokens = &forms.document.tokens;
    let opens = attribution.content.first()?.start == tokens.get(first)?.span.start;
    opens.then(|| phrase(forms, first, |i| i >= tokens.len())).flatten()
}

/// The words for an addressee that begin at a token.
fn phrase(forms: &Forms<'_>, first: usize, taken: impl Fn(usize) -> bool) -> Option<Span> {
    let document = forms.document;
    // `warned on Tuesday`, `asked specifically`
    let opens = forms.at(first).to_lowercase();
    // `told this newspaper`, not `told this week`
    if opens == "this" && is_in(PRESS, forms.at(first + 1)) {
        return document.span_of(first..first + 2);
    }
    let adverb = opens.ends_with("ly") && !PEOPLE_IN_LY.contains(&opens.as_str()) && !forms.is_capital(first);
    if times::is_weekday(&opens) || adverb {
        return None;
    }
    let determiner = matches!(forms.at(first), "the" | "a" | "an" | "his" | "her" | "their" | "its");
    let end = if forms.is_capital(first + usize::from(determiner)) {
        let end = capital_run(forms, first + usize::from(determiner), document.tokens.len()).end;
        // `told Radio 4`
        let numbered = is_in(NUMBERED, forms.at(end - 1)) && forms.at(end).bytes().all(|b| b.is_ascii_digit());
        end + usize::from(numbered && !forms.at(end).is_empty())
    } else if forms.at(first) == "her" && small(forms, first + 1) == first + 1
        || matches!(forms.at(first), "me" | "him" | "us" | "them" | "you" | "reporters" | "journalists")
    {
        first + 1
    } else {
        // `tells 3,000 in Tarn`
        let digits = |i: usize| forms.at(i).starts_with(|c: char| c.is_ascii_digit());
        let within = |i: usize| forms.at(i) == "," && digits(i - 1) && digits(i + 1) && !forms.is_spaced(i + 1);
        // `tens of thousands`
        let many = |i: usize| {
            is_in("tens hundreds thousands dozens scores millions crowds", forms.at(i - 1)) && forms.at(i) == "of"
        };
        let stop = |i: &usize| taken(*i) || is_stop(forms.at(*i)) && !within(*i) && !(*i > first && many(*i));
        (first..first + LONGEST).find(stop)?
    };
    // `U.S.` is no name without its last full stop.
    let letter = |i: usize| forms.is_capital(i) && forms.at(i).chars().count() == 1;
    let initials = end > first + 2 && forms.at(end) == "." && forms.at(end - 2) == "." && letter(end - 1);
    let end = end + usize::from(initials);
    // `told Ukrainian ambassadors`: a name alone may be an adjective.
    let noun = forms.at(end);
    let plural = noun.len() > 3 && noun.ends_with('s') && noun.starts_with(char::is_lowercase) && !noun.ends_with("ss");
    // `told Hungarian television`
    let kind = plural || OUTLETS.contains(&noun);
    let end = if (end == first + 1 || initials) && kind && forms.is_capital(first) { end + 1 } else { end };
    // `the British side`
    let adjective = determiner
        && (end == first + 2 || initials)
        && forms.is_capital(first + 1)
        && !is_stop(noun)
        && !is_function(noun);
    let end = if adjective { small(forms, end) } else { end };
    let end = if forms.is_capital(first) || adjective { named(forms, end) } else { end };
    let end = whole(forms, end);
    // `told Radio 4's Today programme`
    let show = end > first + 1 && forms.is_capital(end - 1) && is_in("programme program show podcast", forms.at(end));
    let end = end + usize::from(show);
    // `told the Harbour Security subcommittee`
    let panel = determiner && end > first + 1 && forms.is_capital(end - 1) && is_in(PANELS, forms.at(end));
    let end = end + usize::from(panel);
    // `told supporters shortly after midnight`
    let late = (first + 1..end).rev().take_while(|i| is_in("shortly just soon immediately moments", forms.at(*i)));
    let end = end - late.count();
    // `told staff Monday that`
    let day = end > first + 1 && times::is_weekday(&forms.at(end - 1).to_lowercase());
    let end = end - usize::from(day);
    let end = (first..end).find(|i| taken(*i)).unwrap_or(end);
    // `informed his counterpart of Tarn's plans`
    let end = end - usize::from(end > first && forms.at(end - 1) == "of");
    let words = document.span_of(first..end)?;
    // `warned there could be charges`: a clause.
    let clause =
        |i: usize| matches!(forms.at(i), "there" | "could" | "would" | "will" | "may" | "might" | "is" | "are" | "was");
    let determiner_alone = determiner && end == first + 1 && forms.at(first) != "her";
    (end > first && !determiner_alone && !is_stop(forms.at(first)) && !(first..end).any(clause)).then_some(words)
}

/// One past a name that follows what its bearer is: `German magazine Stern`, `Harbour News host Ada Quill`, `his British counterpart
/// Ada Quill`.
fn named(forms: &Forms<'_>, end: usize) -> usize {
    let name = small(forms, end);
    let last = forms.at(name.wrapping_sub(1));
    let day = times::is_weekday(&forms.at(name).to_lowercase());
    let noun = last.starts_with(char::is_lowercase) || name > end;
    let is =
        noun && forms.is_capital(name) && !day && (is_role(last) || OUTLETS.contains(&last) || last == "counterpart");
    if is { capital_run(forms, name, forms.document.tokens.len()).end } else { end }
}

/// One past what belongs to a name: `the President of the European Commission`, `the Agency's youth centre`.
fn whole(forms: &Forms<'_>, mut end: usize) -> usize {
    loop {
        let the = usize::from(forms.at(end + 1) == "the");
        let day = times::is_weekday(&forms.at(end + 1).to_lowercase());
        if forms.at(end) == "of" && forms.is_capital(end + 1 + the) && !day {
            end = capital_run(forms, end + 1 + the, forms.document.tokens.len()).end;
        } else if let Some(next) = forms.owned(end).filter(|i| forms.is_capital(*i) || small(forms, *i) > *i) {
            let capital = forms.is_capital(next);
            end = if capital { capital_run(forms, next, forms.document.tokens.len()).end } else { small(forms, next) };
        } else {
            return end;
        }
    }
}

/// One past the small words of a noun phrase that begin at a token: four at most.
fn small(forms: &Forms<'_>, start: usize) -> usize {
    let goes_on = |i: &usize| {
        let word = forms.at(*i);
        word.starts_with(char::is_lowercase) && !is_stop(word) && !is_function(word)
    };
    (start..start + 4).find(|i| !goes_on(i)).unwrap_or(start + 4)
}

/// Words that go on after somebody is named.
fn is_function(word: &str) -> bool {
    matches!(
        word,
        "who" | "and" | "or" | "when" | "while" | "with" | "as" | "but" | "again" | "because" | "is" | "was" | "has"
    )
}

/// `urged parliament to act`, `thanked the mayor for the bread`, where the content is read from `parliament` on: the words
/// before what is urged or thanked for.
fn urged(forms: &Forms<'_>, attribution: &Attribution, teller: &str, first: usize) -> Option<Span> {
    let document = forms.document;
    let words = opening_phrase(forms, attribution, first)?;
    let takes = |stems: &[&str]| stems.iter().any(|stem| teller.starts_with(stem));
    let goes_on = |next: usize| match forms.at(next) {
        // `called on leaders “not to …`
        "“" | "\"" => matches!(forms.at(next + 1), "to" | "not"),
        "not" => forms.at(next + 1) == "to",
        // `Calls On Obama To Resign`
        "To" => teller.starts_with("call") && forms.is_capital(next + 1),
        "away" => takes(&["warn", "caution"]) && forms.at(next + 1) == "from",
        "for" => teller.starts_with("thank"),
        "on" => teller.starts_with("congratulat"),
        // `warned the firm of a fine`, `advised nurses against it`
        "of" => takes(&["warn", "remind", "assur", "reassur", "inform", "notif"]),
        "against" | "about" => takes(&["warn", "caution", "remind", "alert", "advis", "inform", "notif"]),
        // `ordered flags lowered to half-staff`
        "to" => {
            let lowered = next > first + 1 && forms.at(next - 1).ends_with("ed");
            forms.at(next + 1).starts_with(char::is_lowercase) && !lowered
        }
        _ => false,
    };
    let end = document.tokens_in(words).end;
    let ends =
        [(first + 1..end).find(|i| goes_on(*i)), Some(end), (end..first + LONGEST).find(|i| is_stop(forms.at(*i)))];
    let next = ends.into_iter().flatten().find(|i| goes_on(*i));
    // `urged Ada Quill, the mayor, to act`
    let closes = |i: &usize| forms.at(*i) == "," && forms.at(*i + 1) == "to" && goes_on(*i + 1);
    let aside = || (end + 1..end + LONGEST).find(closes).filter(|_| forms.at(end) == ",").map(|_| end);
    document.span_of(first..next.or_else(aside)?)
}

/// `Asked whether it would rain, Ames said no`: who answers in the same sentence was asked.
pub fn who_was_asked(document: &Document, statements: &mut [Statement]) {
    let sentence = |s: &Span| document.tokens_in(*s).next().map(|t| document.sentence_of(t));
    for i in 0..statements.len() {
        let asked = &statements[i];
        // `Asked by the judge whether …`
        let first = |span: &Span| document.tokens_in(*span).start;
        let opens = || asked.attribution.cue.first().is_some_and(|c| document.sentence_start(first(c)) == first(c));
        let is_open =
            asked.act == Act::Ask && asked.addressee.is_none() && (asked.attribution.source.is_empty() || opens());
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
            | "later"
            | "earlier"
            | "repeatedly"
            | "simply"
            | "instead"
            | "over"
            | "again"
            | "yet"
            | "several"
            | "twice"
            | "once"
            | "stating"
            | "saying"
            | "released"
            | "sent"
            | "dated"
            | "published"
            | "obtained"
            | "announcing"
            | "urging"
            | "warning"
            | "\""
            | "“"
    )
}
