//! What an article says beside a name that somebody is: `the minister of x, NAME,`, `NAME, the minister of x,` and
//! `NAME (R-Ohio)`.

use crate::forms::{Forms, capital_run, is_shouted};
use crate::names::Person;
use crate::times;
use crate::titles::{is_office, is_role, is_seat, is_shortened, is_title, seat_party};
use crate::unnamed::is_kin;
use crate::words::is_in;
use std::ops::Range;

/// Reads `The minister of x, NAME,` into the person's roles.
pub(crate) fn add_roles_before(forms: &Forms<'_>, person: &mut Person, named: &[Range<usize>]) {
    const LONGEST: usize = 8;
    let places: Vec<Range<usize>> = person.mentions.iter().map(|(r, _)| r.clone()).collect();
    // `NAME,`, `NAME of Quay,`, `NAME.` behind `says the`
    let closed = |r: &Range<usize>| {
        let of = forms.at(r.end) == "of" && forms.is_capital(r.end + 1);
        let end = if of { capital_run(forms, r.end + 1, forms.document.tokens.len()).end } else { r.end };
        forms.at(end) == "," || is_last_stop(forms, r.end)
    };
    for place in places.into_iter().filter(closed) {
        // `the mayor of Tarn, Mr. NAME,`
        let titled = |i: &usize| {
            is_title(forms.at(*i))
                || is_in("Right Most Very", forms.at(*i))
                || forms.at(*i) == "." && is_shortened(forms.at(i.wrapping_sub(1)))
        };
        let start = place.start - (0..place.start).rev().take_while(titled).count();
        // `the Bishop of Tarn, the Right Reverend NAME,`
        let start = start - usize::from(start < place.start && start > 0 && forms.at(start - 1) == "the");
        let Some(comma) = start.checked_sub(1).filter(|i| *i > 0 && forms.at(*i) == ",") else { continue };
        let sentence = forms.document.sentence_start(comma);
        // `The Harbour Party (HP) leader, NAME,`
        let letters = |i: usize| is_shouted(forms.at(i.wrapping_sub(1))) && forms.at(i.wrapping_sub(2)) == "(";
        let ends =
            |i: usize| matches!(forms.at(i), "," | ";" | "—" | "–" | "”" | "\"") || forms.at(i) == ")" && !letters(i);
        let counts = |i: &usize| forms.at(*i).chars().filter(|c| c.is_alphabetic()).count() > 1;
        let words = (sentence.max(comma.saturating_sub(4 * LONGEST))..comma).rev().take_while(|i| !ends(*i)).scan(
            0,
            |count, i| {
                *count += usize::from(counts(&i));
                (*count <= LONGEST).then_some(i)
            },
        );
        // `Its chief engineer, NAME,`
        let opens = |i: &usize| is_in("the a an its his her their", &forms.at(*i).to_lowercase());
        let articles: Vec<usize> = words.filter(opens).collect();
        // `the head of the board, NAME,`, but not `The mayor met the minister, NAME,`
        let linked = |i: usize| matches!(forms.at(i.wrapping_sub(1)), "of" | "for" | "in" | "at" | "on" | "to" | "and");
        let the = |i: &&usize| forms.at(**i).eq_ignore_ascii_case("the");
        // `and its founder, NAME,`
        let own = |i: usize| is_in("its his her their", forms.at(i)) && is_in("and but", forms.at(i.wrapping_sub(1)));
        let nearest = articles.first().filter(|i| !linked(**i) || own(**i));
        // `A senior adviser to the president, NAME,` is no president.
        let of_whom = articles.first().filter(|i| linked(**i) && is_role(forms.at(i.wrapping_sub(2))));
        let outer = of_whom.and_then(|_| articles.get(1)).filter(|i| !linked(**i));
        let first = nearest.or(outer).or_else(|| articles.iter().filter(the).find(|i| !linked(**i)));
        // `Tarn's ambassador, NAME,`
        let owner = || {
            let first = sentence + usize::from(is_in("And But", forms.at(sentence)));
            // `Speaking for the firm, Tarn's head of roads, NAME,`
            let first = (first..comma).rev().find(|i| ends(*i)).map_or(first, |i| i + 1);
            let run = capital_run(forms, first, comma);
            let short = comma - first <= LONGEST && !(first..comma).any(|i| ends(i) || forms.at(i) == ":");
            (short && forms.is_capital(first) && forms.is_possessive(run.end) && run.end + 2 < comma).then_some(first)
        };
        // `In the words of the prosecutor, NAME,`
        let heads = |i: &&usize| has_role(forms, **i + 1..comma, named);
        let headed = || articles.iter().filter(the).find(heads);
        let the =
            first.filter(heads).or_else(headed).or(first).or_else(|| articles.iter().rfind(the)).map(|the| the + 1);
        let Some(opens) = the.or_else(owner) else { continue };
        // `a claim that the firm's director, NAME, called laughable`
        let clause = (opens..comma).rev().find(|i| is_in("that which because when where", forms.at(*i)));
        let opens = clause.map_or(opens, |i| i + 1 + usize::from(is_in("the a an its", forms.at(i + 1))));
        // `the head of the board Ann Lee, Minister NAME,` is a list.
        let list = named.iter().any(|r| r.end == comma);
        let says = || is_in("said says adds added", forms.at(opens.wrapping_sub(2)));
        if list || is_last_stop(forms, place.end) && !says() {
            continue;
        }
        let role = forms.of(opens..comma);
        let other = |i: usize| is_in("said says told who whose which ( [ “", forms.at(i)) || is_in(FINITE, forms.at(i));
        // `In a letter to the mayor in May, NAME, the …`
        let last = forms.at(comma - 1).to_lowercase();
        let dated = times::is_month(&last) || times::is_weekday(&last);
        let known = || person.roles.iter().any(|r| r.to_lowercase().ends_with(&role.to_lowercase()));
        if has_role(forms, opens..comma, named) && !(opens..comma).any(other) && !dated && !known() {
            person.roles.push(role.to_owned());
        }
    }
}

/// Reads `NAME (R-Ohio)`, `NAME, D-N.Y.,` and `NAME MP` into the person's roles.
pub(crate) fn add_seats(forms: &Forms<'_>, person: &mut Person) {
    for (range, _) in &person.mentions {
        let letters = forms.at(range.end);
        if is_seat(letters) && !person.roles.iter().any(|r| r == letters) {
            person.roles.push(letters.to_owned());
        }
        let Some(name) = forms.document.span_of(range.clone()) else { continue };
        let rest = &forms.text[name.end as usize..];
        let Some(rest) = rest.strip_prefix(" (").or_else(|| rest.strip_prefix(", ")) else { continue };
        let seat = rest.split([')', ',', ';', '\n']).next().unwrap_or("");
        if seat_party(seat).is_some() && !person.roles.iter().any(|r| r == seat) {
            person.roles.push(seat.to_owned());
        }
    }
}

/// Verbs that no apposition holds.
const FINITE: &str = "has have had is was were are will would can could did does say";

/// What no apposition begins with.
const NO_APPOSITION: &str = "no not nobody and but or recently \" “ ” ' ‘ ’ saying telling calling citing adding noting insisting arguing \
    warning claiming";

/// What ends an apposition; so does the end of the sentence.
const ENDS: &str = ", ; : — – ( [ \" “ who whom whose which that said says told";

/// What never stands between the article of a noun and its head: prepositions and pronouns.
const OUTSIDE: &str = "of for at in on by with to from after before during under over against than between about along according even \
    both he she they we you it him them me us";

/// What opens a sentence whose subject comes after a comma.
const LEADS: &str = "at in on after before during following according by with despite under unlike like for to along";

/// What begins another noun phrase.
const DETERMINERS: &str = "the a an his her its their my our your";

/// Reads `NAME, the minister of x,` into the person's roles, but not `NAME, minister of x OTHER,` of a list. `named` are
/// the places of all names.
pub(crate) fn add_appositions(forms: &Forms<'_>, person: &mut Person, named: &[Range<usize>]) {
    let places: Vec<Range<usize>> = person.mentions.iter().map(|(r, _)| r.clone()).collect();
    for name in places.into_iter().filter(|r| forms.at(r.end) == ",") {
        let Some(role) = Aside::new(forms, name, named).and_then(|aside| aside.role()) else { continue };
        if !person.roles.iter().any(|r| r == role) {
            person.roles.push(role.to_owned());
        }
    }
}

/// What stands between the comma behind a name and what ends it, which may be an apposition.
struct Aside<'f, 'a> {
    forms: &'f Forms<'a>,
    name: Range<usize>,
    named: &'f [Range<usize>],
    /// Its words behind their article.
    words: Range<usize>,
}

impl<'f, 'a> Aside<'f, 'a> {
    fn new(forms: &'f Forms<'a>, name: Range<usize>, named: &'f [Range<usize>]) -> Option<Aside<'f, 'a>> {
        const LONGEST: usize = 24;
        const OWN: &str = "the a an his her their its my our as";
        let opens = name.end + 1;
        let first = opens + (opens..opens + 2).take_while(|i| is_in(OWN, forms.at(*i))).count();
        let tokens = &forms.document.tokens;
        let block = tokens[name.end - 1].block;
        let ends = |i: &usize| {
            tokens.get(*i).is_none_or(|t| t.block != block) || is_in(ENDS, forms.at(*i)) || is_last_stop(forms, *i)
        };
        let stop = (first..first + LONGEST).find(ends)?;
        Some(Aside { forms, name, named, words: first..stop })
    }

    /// The role that it says, if it says one.
    fn role(&self) -> Option<&'a str> {
        let (forms, first, stop) = (self.forms, self.words.start, self.words.end);
        // `Ann Lee, no relation to the mayor,`
        let none = is_in(NO_APPOSITION, forms.at(first)) || is_in(NO_APPOSITION, forms.at(self.name.end + 1));
        // `a Democrat from Ohio`
        let member = is_in("Democrat Republican", forms.at(first)) && is_in("from of", forms.at(first + 1));
        let is_role = stop > first && (member || has_role(forms, self.words.clone(), self.named));
        if none || !is_role || self.is_list() || self.is_clause() || self.tells_of_another() || self.is_subject() {
            return None;
        }
        // `the author of “The Quay”`
        let open = |i: &usize| is_in("of for at in on the a and as s ' ’", forms.at(*i));
        let stop = stop - self.words.clone().rev().take_while(open).count();
        // `president of the A.F.L.`
        let letters = forms.at(stop) == "." && forms.at(stop - 1).len() == 1 && forms.at(stop.wrapping_sub(2)) == ".";
        Some(forms.of(first..stop + usize::from(letters)))
    }

    /// Whether it ends with the name of another, as a list does (`NAME, minister of x OTHER`), not `an adviser to Mr. OTHER`.
    fn is_list(&self) -> bool {
        let forms = self.forms;
        let linked = |name: &Range<usize>| {
            let titled = |i: &usize| is_title(forms.at(*i)) || forms.at(*i) == ".";
            let before = (self.words.start..name.start).rev().find(|i| !titled(i));
            before.is_some_and(|i| is_in(OUTSIDE, forms.at(i)))
        };
        self.named.iter().any(|r| r.end == self.words.end && self.words.start < r.start && !linked(r))
    }

    /// Whether it holds a verb: `After talks with NAME, the President of Tarn reaffirmed his position.`
    fn is_clause(&self) -> bool {
        let (forms, first) = (self.forms, self.words.start);
        let verb = |i: usize| {
            // `welcomes the`, `needs to`
            let third = forms.at(i).ends_with('s') && forms.at(i).starts_with(char::is_lowercase) && i > first;
            let verb = forms.at(i).ends_with("ed") || third && !is_role(forms.at(i));
            verb && is_in("his her its their the a an that to", forms.at(i + 1))
        };
        let finite = |i: usize| is_in(FINITE, forms.at(i));
        self.words.clone().any(finite) || forms.at(self.words.end) != "," && self.words.clone().any(verb)
    }

    /// Whether it lets somebody else act: `NAME, Fox host OTHER noted today,`.
    fn tells_of_another(&self) -> bool {
        let forms = self.forms;
        let titled = |i: usize| i > self.words.start && is_office(forms.at(i - 1));
        let acts = |r: &Range<usize>| {
            r.end < self.words.end && forms.owned(r.end).is_none() && !is_role(forms.at(r.end)) && titled(r.start)
        };
        let head = self.words.clone().take_while(|i| !is_in(OUTSIDE, forms.at(*i)));
        head.into_iter().any(|i| self.named.iter().find(|r| r.start == i).is_some_and(acts))
    }

    /// Whether it is what the sentence goes on with behind the comma: `At the request of NAME, the mayor spoke`, `of NAME, the mayor
    /// said that`; but `NAME, the mayor said.` of somebody who leaves out a comma is none.
    fn is_subject(&self) -> bool {
        let (forms, start, end) = (self.forms, self.name.start, self.words.end);
        let sentence = forms.document.sentence_start(start);
        let opens = is_in("the his her their its", forms.at(self.name.end + 1)) && sentence != start;
        let leads = is_in(LEADS, &forms.at(sentence).to_lowercase()) && !(sentence..start).any(|i| forms.at(i) == ",");
        opens && is_in("said says told", forms.at(end)) || leads && !is_in(", who whom whose which", forms.at(end))
    }
}

/// Whether a noun phrase is headed by a role: `the new mayor of Tarn`, `one of the mayor's aides`, not `after the mayor spoke`
/// or `met Ann King`.
fn has_role(forms: &Forms<'_>, words: Range<usize>, named: &[Range<usize>]) -> bool {
    let one = forms.at(words.start) == "one" && forms.at(words.start + 1) == "of";
    let start = words.start + if one { 2 } else { 0 };
    let start = start + usize::from(is_in(DETERMINERS, forms.at(start)));
    // `University of Tarn professor`, `in-state director`, `then a student`
    let after = |i: usize| i > start && is_in("and then now once still already", forms.at(i - 1));
    let inner = |i: usize| i > start && forms.is_capital(i - 1) && forms.is_capital(i + 1) || forms.is_hyphen(i + 1);
    let other = |i: usize| is_in(OUTSIDE, forms.at(i)) && !inner(i) || is_in(DETERMINERS, forms.at(i)) && !after(i);
    let of_name = |i: usize| named.iter().any(|r| r.len() > 1 && r.contains(&i));
    let is_role = |i: usize| is_role(forms.at(i)) || is_kin(forms.at(i)) || forms.at(i) == "deputy";
    let mut head = (start..words.end).take_while(|i| !other(*i));
    head.any(|i| is_role(i) && !of_name(i))
}

/// Whether a full stop ends a sentence, not a shortened word: not that of `adviser to Mr. Lee`.
fn is_last_stop(forms: &Forms<'_>, i: usize) -> bool {
    let document = forms.document;
    matches!(forms.at(i), "." | "!" | "?" | "")
        && (i + 1 >= document.tokens.len() || document.sentence_of(i + 1) != document.sentence_of(i))
}
