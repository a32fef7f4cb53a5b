//! What an article says beside a name that somebody is: `the minister of x, NAME,`, `NAME, the minister of x,` and
//! `NAME (R-Ohio)`.

use crate::forms::{Forms, capital_run, is_shouted};
use crate::names::Person;
use crate::titles::{is_role, is_seat, is_shortened, is_title, seat_party};
use crate::words::is_in;
use std::ops::Range;

/// Reads `The minister of x, NAME,` into the person's roles.
pub(crate) fn add_roles_before(forms: &Forms<'_>, person: &mut Person) {
    const LONGEST: usize = 8;
    let places: Vec<Range<usize>> = person.mentions.iter().map(|(r, _)| r.clone()).collect();
    for place in places.into_iter().filter(|r| forms.at(r.end) == ",") {
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
        let sentence = forms.document.sentences[forms.document.sentence_of(comma)].first;
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
        let nearest = articles.first().filter(|i| !linked(**i));
        let first = nearest.or_else(|| articles.iter().filter(the).find(|i| !linked(**i)));
        // `Tarn's ambassador, NAME,`
        let owner = || {
            let first = sentence + usize::from(is_in("And But", forms.at(sentence)));
            let run = capital_run(forms, first, comma);
            let short = comma - first <= LONGEST && !(first..comma).any(|i| ends(i) || forms.at(i) == ":");
            (short && forms.is_capital(first) && forms.is_possessive(run.end) && run.end + 2 < comma).then_some(first)
        };
        let the = first.or_else(|| articles.iter().rfind(the)).map(|the| the + 1);
        let Some(opens) = the.or_else(owner) else { continue };
        let role = forms.of(opens..comma);
        let clause = (opens..comma).any(|i| is_in("said says told who whose which", forms.at(i)));
        let known = || person.roles.iter().any(|r| r.to_lowercase().ends_with(&role.to_lowercase()));
        if (opens..comma).any(|i| is_role(forms.at(i))) && !clause && !known() {
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

/// Verbs that say that a clause, and no apposition, follows a comma.
const FINITE: &[&str] = &["has", "have", "had", "is", "was", "were", "will", "would", "needs", "wants", "can", "could"];

/// What no apposition begins with.
const NO_APPOSITION: &str =
    "no \" “ ” ' ‘ ’ saying telling calling citing adding noting insisting arguing warning claiming";

/// What ends an apposition.
const ENDS: &str = ", . ; : — – ( \" “ who whose which that said says told";

/// Reads `NAME, the minister of x,` into the person's roles, but not `NAME, minister of x OTHER,` of a list. `named` are
/// the places of all names.
pub(crate) fn add_appositions(forms: &Forms<'_>, person: &mut Person, named: &[Range<usize>]) {
    let ends: Vec<usize> = person.mentions.iter().map(|(r, _)| r.end).collect();
    for end in ends {
        if forms.at(end) != "," {
            continue;
        }
        let first = end + 1 + usize::from(matches!(forms.at(end + 1), "the" | "a" | "an" | "his" | "her" | "their"));
        let block = forms.document.tokens[end - 1].block;
        let stop = (first..first + 14).find(|i| {
            forms.document.tokens.get(*i).is_none_or(|t| t.block != block)
                || forms.at(*i).is_empty()
                || is_in(ENDS, forms.at(*i))
        });
        let other = |stop: usize| named.iter().any(|r| r.end == stop && first < r.start);
        // `After talks with NAME, the President of Tarn reaffirmed his position.`
        let finite = |i: usize| {
            let next = matches!(forms.at(i + 1), "his" | "her" | "its" | "their" | "the" | "a" | "an" | "that" | "to");
            FINITE.contains(&forms.at(i)) || next && forms.at(i).ends_with("ed")
        };
        let clause = |stop: usize| forms.at(stop) != "," && (first..stop).any(finite);
        // `a Democrat from Ohio`
        let member =
            matches!(forms.at(first), "Democrat" | "Republican") && matches!(forms.at(first + 1), "from" | "of");
        let is_role = |stop: &usize| *stop > first && (member || (first..*stop).any(|i| is_role(forms.at(i))));
        // `Ann Lee, no relation to the mayor,`
        let none = is_in(NO_APPOSITION, forms.at(first));
        if let Some(stop) = stop.filter(|s| !none && is_role(s) && !other(*s) && !clause(*s)) {
            // `the author of “The Quay”`
            let open = |i: &usize| is_in("of for at in on the a and as s ' ’", forms.at(*i));
            let stop = stop - (first..stop).rev().take_while(open).count();
            let role = forms.of(first..stop).to_owned();
            if !person.roles.contains(&role) {
                person.roles.push(role);
            }
        }
    }
}
