//! How words look and what the base of actors knows of them: what the network is told beside their pieces,
//! which are small letters only (`training/forms.py` has the same).

use crate::words::is_in;
use crate::{base, names, times};
use onrecord_types::Document;

/// Words of a name that the base is asked for.
const LONGEST: usize = 4;
/// Words that end the names of bodies.
const SUFFIXES: &str = "inc corp co ltd llc plc gmbh group company corporation university college institute school party \
    ministry department agency association union bank council committee commission court club church \
    foundation hospital museum times post news press army navy congress senate parliament house league \
    society airlines airways records studios band orchestra office service bureau center centre board";
/// Words before the names of people.
const TITLES: &str = "mr mrs ms miss dr sir lord lady president minister prime chancellor senator governor judge justice \
    professor captain colonel general admiral sergeant king queen prince princess pope mayor ambassador \
    secretary congressman congresswoman representative rep sen gov gen prof rev st";

/// The shape of a word (see [`shape`]) and what the base knows of it: 0 nothing, 1 a place, 2 a body or other name,
/// 3 a person, 4 a given name, 5 a title, 6 a word that ends the names of bodies, 7 a day or month.
pub type Look = [u8; 2];

/// The look of what stands between the parts of a window.
pub const SEPARATOR: Look = [5, 0];

/// The look of every word of a document.
pub fn of(text: &str, document: &Document) -> Vec<Look> {
    let forms: Vec<&str> = document.tokens.iter().map(|t| t.span.of(text)).collect();
    let mut out: Vec<Look> = forms.iter().map(|f| [shape(f), 0]).collect();
    let mut i = 0;
    while i < forms.len() {
        if !forms[i].starts_with(char::is_uppercase) {
            i += 1;
            continue;
        }
        let known = |n: &usize| {
            let ends = forms[i + n - 1].starts_with(char::is_alphanumeric);
            ends.then(|| base::hint(&forms[i..i + n].join(" ").to_lowercase())).filter(|h| *h > 0)
        };
        let found = (1..=LONGEST.min(forms.len() - i)).rev().find_map(|n| Some((n, known(&n)?)));
        let n = found.map_or(1, |(n, _)| n);
        if let Some((n, hint)) = found {
            out[i..i + n].iter_mut().for_each(|f| f[1] = hint);
        }
        if n == 1 {
            out[i][1] = single(&forms[i].to_lowercase(), out[i][1]);
        }
        i += n;
    }
    out
}

/// What a word alone is: a day, a title, the end of a body's name, a given name, or what the base says.
fn single(word: &str, hint: u8) -> u8 {
    if times::is_weekday(word) || times::is_month(word) {
        7
    } else if is_in(TITLES, word) {
        5
    } else if is_in(SUFFIXES, word) {
        6
    } else if hint == 0 && names::first_name(word).is_some() {
        4
    } else {
        hint
    }
}

/// The shape of a word: small, Capital, CAPITALS, miXed, number, mark, one capital, digits and letters.
pub fn shape(form: &str) -> u8 {
    let first = form.chars().next().unwrap_or(' ');
    let letters = || form.chars().filter(|c| c.is_alphabetic());
    let is_upper = letters().all(char::is_uppercase) && letters().next().is_some();
    let is_lower = letters().all(|c| !c.is_uppercase()) && letters().any(char::is_lowercase);
    let rest_is_lower = || {
        let mut rest = form.chars().skip(1).filter(|c| c.is_alphabetic()).peekable();
        rest.peek().is_some() && rest.all(|c| !c.is_uppercase())
    };
    if !first.is_alphanumeric() {
        5
    } else if form.chars().all(|c| c.is_ascii_digit()) {
        4
    } else if form.chars().any(|c| c.is_ascii_digit()) {
        7
    } else if is_lower {
        0
    } else if form.chars().nth(1).is_none() {
        6
    } else if is_upper {
        2
    } else if rest_is_lower() {
        1
    } else {
        3
    }
}
