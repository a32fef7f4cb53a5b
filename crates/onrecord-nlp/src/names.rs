//! The persons of an article: their names in the text, by the network, by capitals and by given names and titles.

use crate::appositions::{add_appositions, add_roles_before, add_seats};
use crate::base::without_accents;
use crate::forms::{CONNECTORS, Forms, SUFFIXES, capital_run, is_shouted};
use crate::mentions::{Name, NameKind, is_no_name};
use crate::phrases::is_body_noun;
use crate::roles;
use crate::times;
use crate::titles::{is_office, is_postnominal, is_role, is_seat, is_shortened, is_style, is_title, role_of};
use crate::unnamed::{gender_of_noun, is_kin};
use crate::words::{is_in, only};
use onrecord_types::{Article, Document, How};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// What a name, title or pronoun tells about gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// `he`.
    Male,
    /// `she`.
    Female,
    /// Either.
    Unknown,
}

impl Gender {
    /// Whether the two can be of one person.
    pub fn fits(self, other: Gender) -> bool {
        self == other || self == Gender::Unknown || other == Gender::Unknown
    }
}

static FIRST_NAMES: LazyLock<HashMap<&'static str, Gender>> = LazyLock::new(|| {
    let mut out = HashMap::new();
    for line in include_str!("../data/first-names.txt").lines().filter(|l| !l.starts_with('#')) {
        let mut words = line.split(' ');
        let gender = match words.next() {
            Some("m") => Gender::Male,
            Some("f") => Gender::Female,
            _ => Gender::Unknown,
        };
        for name in words {
            out.entry(name)
                .and_modify(|g| {
                    if *g != gender {
                        *g = Gender::Unknown
                    }
                })
                .or_insert(gender);
        }
    }
    out
});

/// The gender of a given name; `None` where it is not in the list.
pub fn first_name(word: &str) -> Option<Gender> {
    let small = word.to_lowercase();
    let plain = || FIRST_NAMES.get(without_accents(&small).as_str());
    FIRST_NAMES.get(small.as_str()).or_else(|| plain().filter(|_| !small.is_ascii())).copied()
}

/// What a secretary or minister is of, in one word: two names follow it.
const PORTFOLIOS: &[&str] = &[
    "Agriculture",
    "Commerce",
    "Culture",
    "Defence",
    "Defense",
    "Education",
    "Energy",
    "Finance",
    "Health",
    "Interior",
    "Justice",
    "Labor",
    "Labour",
    "Police",
    "Staff",
    "State",
    "Tourism",
    "Trade",
    "Transport",
    "Transportation",
];

/// Family names that stand first, of East Asia.
const FAMILY_FIRST: &str = "kim lee park choi jung jeong kang cho jang chang lim im han oh shin kwon hwang ahn song hong moon yang bae \
    yoon wang li zhang liu chen huang zhao wu zhou xu sun ma zhu hu guo he lin xi nguyen tran pham hoang phan";

/// What may stand before a role and a name.
const BEFORE_ROLES: &str = "former senior deputy then - . lead co acting assistant associate interim";

/// A person of the article.
#[derive(Debug, Clone)]
pub struct Person {
    /// The fullest name.
    pub name: String,
    /// Last word of the name, lower case.
    pub surname: String,
    pub gender: Gender,
    /// Titles and appositions, as written.
    pub roles: Vec<String>,
    /// Token ranges in order.
    pub mentions: Vec<(Range<usize>, How)>,
}

impl Person {
    /// Somebody whom the article's text does not name.
    pub(crate) fn unseen(name: &str, gender: Gender) -> Person {
        let surname = name.split(' ').next_back().unwrap_or(name).to_lowercase();
        Person { name: name.to_owned(), surname, gender, roles: Vec::new(), mentions: Vec::new() }
    }
}

/// A name that stands in the text: `words` are the person's own, `title` what precedes them.
struct Found {
    words: Range<usize>,
    title: Range<usize>,
}

/// The persons that an article names in full or by a title, with all their mentions: the names of persons that
/// the network found, and where it found no name, runs of capitals with a given name or title.
pub fn persons(article: &Article, document: &Document, found: &[Name]) -> Vec<Person> {
    let forms = Forms { text: &article.text, document };
    let headline = u32::from(article.headline.is_some());
    let mut people: Vec<Person> = Vec::new();
    let runs: Vec<Range<usize>> = runs(&forms);
    let is_free = |r: &Range<usize>| !found.iter().any(|n| n.tokens.start < r.end && r.start < n.tokens.end);
    let mut all: Vec<Found> = found
        .iter()
        .filter(|n| is_person(&forms, n, found))
        .filter_map(|n| of_name(&forms, n, runs.iter().find(|r| r.contains(&n.tokens.start))))
        .collect();
    all.extend(runs.iter().filter_map(|run| person_in(&forms, run)).filter(|f| is_free(&f.words)));
    let full: HashSet<&str> = all.iter().filter(|f| f.words.len() > 1).map(|f| forms.at(f.words.end - 1)).collect();
    all.retain(|f| !names_office(&forms, f) || full.contains(forms.at(f.words.start)));
    // Names of the body first: a headline has surnames alone.
    all.sort_by_key(|f| (document.tokens[f.words.start].block < headline, f.words.start));
    for found in all {
        add(&forms, &mut people, found);
    }
    let known: HashSet<String> = people.iter().map(|p| p.surname.clone()).collect();
    for run in runs.iter().filter(|r| {
        !found.iter().any(|n| n.kind == NameKind::Organisation && n.tokens.start <= r.start && r.end <= n.tokens.end)
    }) {
        add_surname(&forms, &mut people, run, &known);
    }
    add_initials(&forms, &mut people);
    let named: Vec<Range<usize>> = people.iter().flat_map(|p| p.mentions.iter().map(|m| m.0.clone())).collect();
    for person in &mut people {
        person.mentions.sort_by_key(|(r, _)| (r.start, std::cmp::Reverse(r.end)));
        person.mentions.dedup_by_key(|(r, _)| r.start);
        add_appositions(&forms, person, &named);
        add_seats(&forms, person);
        // `OBAMA`, whom the article calls `Obama` elsewhere.
        let is_small = |w: &&str| w.contains(char::is_lowercase) && w.eq_ignore_ascii_case(&person.name);
        let own = person.mentions.iter().map(|(r, _)| forms.of(r.clone())).find(is_small).map(str::to_owned);
        // `MR LEE`
        let titled = || person.mentions.iter().any(|(r, _)| is_title(forms.title_before(r.start)));
        let small = || match is_shouted(&person.name) && person.name.len() > 3 && titled() {
            true => in_small_letters(&format!("{} ", person.name)).trim().to_owned(),
            false => in_small_letters(&person.name),
        };
        person.name = own.unwrap_or_else(small);
        add_roles_before(&forms, person, &named);
    }
    people
}

/// Whether what seems a name is an office's, a party's or a constituency's: `the Head of State`, `Your Majesty`; not `Mr. King`.
fn names_office(forms: &Forms<'_>, found: &Found) -> bool {
    const OFFICES: &[&str] = &[
        "foreign",
        "majesty",
        "excellency",
        "highness",
        "holiness",
        "honour",
        "honor",
        "emir",
        "sultan",
        "extraordinary",
        "plenipotentiary",
        "custodian",
        "boss",
        "ceo",
        "crown",
        "hero",
        "republican",
        "democrat",
        "democratic",
        "conservative",
        "libertarian",
    ];
    let word = forms.at(found.words.start);
    let courteous = is_shortened(forms.title_before(found.words.start));
    let many =
        || word.strip_suffix("ies").map(|w| format!("{w}y")).or_else(|| word.strip_suffix('s').map(str::to_owned));
    let role = is_office(word) || many().is_some_and(|one| is_role(&one));
    let office = role || OFFICES.contains(&word.to_lowercase().as_str());
    let of = role && matches!(forms.at(found.words.start + 1), "of" | "for");
    let style = is_style(forms.at(found.words.end - 1));
    // `the Forest of Dean MP`, `the Sheffield Heeley MP`
    let before = forms.at(found.words.start.wrapping_sub(1));
    let constituency = is_seat(forms.at(found.words.end)) && is_in("the The of", before);
    constituency || (found.words.len() == 1 || of) && !courteous && office || style || word.starts_with('-')
}

/// Whether a name is a person's: as the network says; or it cannot say, and a given name opens it or its
/// last word is a person's name elsewhere in the article.
fn is_person(forms: &Forms<'_>, name: &Name, all: &[Name]) -> bool {
    let range = &name.tokens;
    let unsure = name.kind == NameKind::Other
        && (2..=3).contains(&range.len())
        && forms.at(range.end - 1) != "Show"
        && range.clone().all(|i| forms.is_capital(i) || forms.at(i) == ".");
    let given = || first_name(forms.at(range.start)).is_some();
    // `its spokesman Kyaw Zaw`
    let before = range.start.checked_sub(1).map_or("", |i| forms.at(i));
    let called = || before.starts_with(char::is_lowercase) && is_role(before);
    let elsewhere = || {
        let last = forms.at(range.end - 1);
        all.iter().any(|n| n.kind == NameKind::Person && n.tokens.len() == 1 && forms.at(n.tokens.start) == last)
    };
    // `Russian President`: an adjective before a title.
    let adjective = range.len() == 1 && is_title(forms.at(range.end)) && forms.is_capital(range.end);
    name.kind == NameKind::Person && !adjective || unsure && (given() || called() || elsewhere())
}

/// A person's name as the network found it, with the titles before it: `Russian President`, `Kremlin spokesman`,
/// `National Security Council Coordinator for Strategic Communications`.
fn of_name(forms: &Forms<'_>, name: &Name, run: Option<&Range<usize>>) -> Option<Found> {
    let end = name.tokens.end + joined(forms, name);
    let end = end - (name.tokens.start + 1..end).rev().take_while(|i| is_postnominal(forms.at(*i))).count();
    // `appointed Ann Lee Head of the Quay Office`
    let post = is_in("Head Director Chairman Chairwoman Commander Minister Ambassador Governor", forms.at(end - 1));
    let whole = forms.once(name.tokens.start..end).end == end;
    let appointed = end > name.tokens.start + 2 && post && whole && matches!(forms.at(end), "of" | "for");
    let end = end - usize::from(appointed && first_name(forms.at(name.tokens.start)).is_some());
    let title = forms.once(name.tokens.clone()).rev().find(|i| is_title(forms.at(*i)) && i + 1 < end);
    // `Striker Lee`
    let first = forms.at(name.tokens.start);
    let noun = is_role(first) && first_name(first).is_none() && name.tokens.start + 1 < end;
    let title = title.or(noun.then_some(name.tokens.start));
    let start = title.map_or(name.tokens.start, |i| i + 1 + usize::from(forms.at(i + 1) == "." && i + 2 < end));
    // `Speaker of the Verkhovna Rada Ruslan Stefanchuk`: the name begins with the given name, else it is two words.
    let given = |i: &usize| first_name(forms.at(*i)).is_some() && forms.is_capital(*i) && i + 1 < end;
    let start = match forms.at(start) {
        "of" | "Of" | "for" | "to" => {
            let long = end - start > 4 || end - start == 4 && PORTFOLIOS.contains(&forms.at(start + 1));
            // Not `Secretary of State of the United States`.
            let after = is_in("the and of for", forms.at(end.wrapping_sub(3)));
            let two = (long && !after && (end - 2..end).all(|i| forms.is_capital(i))).then_some(end - 2);
            // `Secretary of State Lee`
            let surname = (end - start == 3 && PORTFOLIOS.contains(&forms.at(start + 1))).then_some(end - 1);
            (start..end).find(given).or(two).or(surname).unwrap_or(start)
        }
        _ => start,
    };
    let sentence = forms.document.sentence_start(start);
    let stands = |i: usize| is_office(forms.at(i));
    let of_staff = |i: usize| forms.of(i..i + 2).eq_ignore_ascii_case("of staff");
    // `former health minister`
    let portfolio = |i: usize| {
        let next = forms.at(i + 1);
        roles::PORTFOLIOS.contains(&forms.at(i)) && matches!(next, "minister" | "secretary" | "chief" | "spokesman")
    };
    // `then-President`, not `ran for president - Mrs. Lee`
    let dash = |i: usize| forms.at(i) == "-" && forms.is_spaced(i);
    let before = |i: usize| is_in(BEFORE_ROLES, forms.at(i)) && !dash(i);
    let passes = |i: &usize| stands(*i) || portfolio(*i) || of_staff(*i) || before(*i);
    let mut first = (start.saturating_sub(7).max(sentence)..start).rev().take_while(passes).last().unwrap_or(start);
    // A run of capitals that holds a title belongs to it; so does the name of a country or body before a role.
    if let Some(run) = run.filter(|r| (r.start..start).any(stands)) {
        // `posted on X. Chief Executive Ann Lee`
        let site = 2 * usize::from(forms.at(run.start) == "X" && run.start + 2 == sentence);
        first = first.min(run.start + site);
        // `Readout of President Ann Lee's call`
        let opens = |of: &usize| forms.at(*of) == "of" && stands(of + 1) && !(first..*of).any(stands);
        first = (first..start).find(opens).map_or(first, |of| of + 1);
    }
    // `Works and Transport Minister`
    let joined_to_office = first > sentence + 1
        && forms.at(first - 1) == "and"
        && roles::is_portfolio(forms.at(first - 2))
        && roles::is_portfolio(forms.at(first));
    first -= if joined_to_office { 2 } else { 0 };
    // `Tarn University professor`
    let own = |i: usize| forms.is_capital(i) && !is_no_name(&forms.at(i).to_lowercase());
    let noun = first < start && (stands(first) || portfolio(first));
    // `Planning committee chair`
    let committee = |i: usize| is_in("committee council party board union", forms.at(i)) && i > sentence && own(i - 1);
    // `Teachers' Alliance president`
    let plural =
        |i: usize| i > sentence + 1 && forms.owned(i - 1).is_some() && !forms.is_possessive(i - 1) && own(i - 2);
    while noun && first > sentence && (own(first - 1) || committee(first - 1) || plural(first)) {
        first -= if plural(first) { 2 } else { 1 };
    }
    // `Editor-in-Chief Ann Lee`
    let joined_to_role = first + 1 < start && stands(first + 1);
    while joined_to_role && first > sentence && forms.is_hyphen(first) {
        first -= 1;
        first -= usize::from(first > sentence && forms.is_hyphen(first - 1));
    }
    first = whole_office(forms, (first, start), sentence);
    // `When President`
    let opens = |i: usize| {
        let word = forms.at(i).to_lowercase();
        !stands(i) && (is_no_name(&word) && word != "then" || is_in("with even is was both recently", &word))
    };
    first += (first..start).take_while(|i| opens(*i)).count();
    // `Mr.`: a full stop alone is no title.
    first = (if forms.at(first) == "." { first + 1 } else { first }).min(name.tokens.start.max(first));
    let letters = forms.of(start..end).chars().any(char::is_alphabetic);
    // `Foreign Secretary`, `Minister of State` are offices, not names.
    let single = end - start == 1;
    let office = matches!(forms.at(start), "of" | "Of" | "for" | "to")
        || forms.is_possessive(start)
        || single && start > 1 && matches!(forms.at(start - 1), "of" | "for") && stands(start - 2)
        || !single && is_role(forms.at(end - 1)) && !(start..end).any(|i| first_name(forms.at(i)).is_some());
    (letters && !office && !holds_pronoun(forms, start..end) && !(start..end).all(|i| is_title(forms.at(i))))
        .then_some(Found { words: start..end, title: first.min(start)..start })
}

/// Tokens that a hyphen joins to the last word of a name: `Park Geun-hye`, not `Ann Lee-era` or `Ann Lee-backed`.
fn joined(forms: &Forms<'_>, name: &Name) -> usize {
    let hyphen = name.tokens.end;
    let word = forms.at(hyphen + 1);
    let close = forms.is_hyphen(hyphen) && !forms.is_spaced(hyphen + 1);
    let other = word.ends_with("ed") || matches!(word, "era" | "style" | "like" | "run" | "inspired");
    if close && name.tokens.len() > 1 && !other { 2 } else { 0 }
}

/// Where an office begins of which the words from `first` to a name, or those right before it, are a part: `Press Secretary of the
/// President Ann Lee` is the secretary, and `Adviser to the Head of the President's Office Ann Lee` the adviser.
fn whole_office(forms: &Forms<'_>, (first, name): (usize, usize), sentence: usize) -> usize {
    let stands = |i: usize| is_office(forms.at(i));
    // Where a run of capitals begins, with what joins them: `National Security and Defense Council`, `Deputy Premier – Minister`.
    let back = |end: usize| {
        let joins = |i: usize| match forms.at(i) {
            "and" | "&" => forms.is_capital(i - 1) && forms.is_capital(i + 1) && !(i..end).any(stands),
            // `Deputy Premier – Minister`, `Tarn-Quay Chamber of Commerce`
            "–" | "-" => stands(i - 1) && stands(i + 1) || forms.is_hyphen(i) && forms.is_capital(i + 1),
            "s" => forms.is_possessive(i - 1),
            _ => forms.is_possessive(i),
        };
        let day = |i: usize| times::is_weekday(&forms.at(i).to_lowercase());
        let belongs = |i: &usize| forms.is_capital(*i) && !day(*i) || *i > sentence && joins(*i);
        (sentence..end).rev().take_while(belongs).last().unwrap_or(end)
    };
    // `Secretary of the Harbour Council Ann Lee`
    let mut at = if first == name { back(first) } else { first };
    let mut office = first;
    while at > sentence + 1 {
        let the = forms.at(at - 1) == "the";
        let link = at - 1 - usize::from(the);
        // `Adviser to President Ann Lee` is another.
        if link <= sentence || !(matches!(forms.at(link), "of" | "for") || the && forms.at(link) == "to") {
            break;
        }
        let run = back(link);
        if run == link {
            break;
        }
        // `Ministry of Defence spokesman`, `Law Society of Kenya president`
        const UNITED: &str = "Society Federation League Confederation Chamber Guild Synod Diocese Conference Movement";
        if (run..link).any(|i| stands(i) || is_body_noun(forms.at(i)) || is_in(UNITED, forms.at(i))) {
            office = run;
        }
        at = run;
    }
    office
}

/// Whether a run of capitals is a pronoun (`It` at the start of a sentence) or its `I` is one (`Can I`, `Both I and the
/// mayor`), not an initial or a king's number.
fn holds_pronoun(forms: &Forms<'_>, words: Range<usize>) -> bool {
    let titled = is_title(forms.title_before(words.start));
    let small = forms.at(words.start).chars().any(char::is_lowercase);
    if words.len() == 1 && small && !titled && is_no_name(&forms.at(words.start).to_lowercase()) {
        return true;
    }
    let number = |i: usize| i > words.start && i + 1 == words.end && first_name(forms.at(i - 1)).is_some();
    words.clone().any(|i| forms.at(i) == "I" && forms.at(i + 1) != "." && !number(i))
}

/// Maximal runs of capitalised words.
fn runs(forms: &Forms<'_>) -> Vec<Range<usize>> {
    let n = forms.document.tokens.len();
    let (mut out, mut i) = (Vec::new(), 0);
    while i < n {
        if forms.is_capital(i) {
            let run = capital_run(forms, i, n);
            i = run.end;
            out.push(run);
        } else {
            i += 1;
        }
    }
    out
}

/// Whether a word after a title makes a body of it: `the General Assembly`, `the General Synod`.
pub(crate) fn is_assembly(word: &str) -> bool {
    is_in("Assembly Council Court Conference Synod", word)
}

/// The person's name in a run: after a title or from a given name on.
fn person_in(forms: &Forms<'_>, run: &Range<usize>) -> Option<Found> {
    // `What Will Happen` of a headline
    let verb = |i: usize| {
        let after = i > run.start && !is_title(forms.at(i - 1)) && !is_role(forms.at(i - 1));
        after && is_in("Will May Grant Mark Hope Drew", forms.at(i))
    };
    let is_name = |i: usize| first_name(forms.at(i)).is_some() && i + 1 < run.end && !verb(i);
    let titled = (run.start..run.end).rev().find(|i| is_title(forms.at(*i)) && i + 1 < run.end);
    let after_title = titled.map(|i| i + 1 + usize::from(forms.at(i + 1) == "."));
    let sentence = forms.document.sentence_start(run.start);
    let role_before = run.start > sentence && is_role(forms.at(run.start - 1));
    let given = (run.start..run.end).find(|i| is_name(*i) && after_title.is_none_or(|t| *i >= t));
    // `Speaker of the …`: what follows a title so is an office, not a name.
    let after_title = after_title.filter(|i| !matches!(forms.at(*i), "of" | "for" | "to" | "the"));
    // `Lee's mother, Ada, left`
    let related = || {
        let (before, comma) = (run.start.wrapping_sub(2), run.start.wrapping_sub(1));
        let closed = forms.at(comma) == "," && forms.at(run.end) == "," && run.start > sentence + 1;
        closed && run.len() == 1 && first_name(forms.at(run.start)).is_some() && is_kin(forms.at(before))
    };
    let start = given.or(after_title).or((role_before || related()).then_some(run.start))?;
    let mut end = start;
    while end < run.end && !CONNECTORS[..2].contains(&forms.at(end)) {
        end += 1;
    }
    let own = (start..end).filter(|i| forms.is_capital(*i)).count();
    // `Prime Minister` alone is a title.
    let office = given.is_none() && end > start + 1 && is_role(forms.at(end - 1));
    if office || (start..end).all(|i| is_title(forms.at(i))) || holds_pronoun(forms, start..end) {
        return None;
    }
    // `the General Assembly`
    if given.is_none() && end == start + 1 && is_assembly(forms.at(start)) {
        return None;
    }
    if own == 0 || own > 5 || (given.is_none() && own > 3) || (given.is_some() && own < 2) {
        return None;
    }
    let before = (run.start.saturating_sub(6).max(sentence)..run.start).rev();
    let lower = before.take_while(|i| is_role(forms.at(*i)) || is_in(BEFORE_ROLES, forms.at(*i)));
    let title = lower.last().unwrap_or(run.start)..start;
    Some(Found { words: start..end, title })
}

/// Whether a name begins with the family's, though that may be a given name: `Kim Jong Un`, `Lee Jae-myung`, not `Kim Smith` nor
/// `Lee Harvey Oswald`; `words` are those with capitals.
fn begins_with_surname(forms: &Forms<'_>, words: &[usize]) -> bool {
    let [first, second, ..] = words else { return false };
    let given = forms.at(*second);
    let whole = words.len() > 2 || forms.is_hyphen(second + 1);
    whole && is_in("kim lee", &forms.at(*first).to_lowercase()) && given.len() > 1 && first_name(given).is_none()
}

/// A name that is written in capitals alone, as others write it: `ANN MCLEE-QUILL` is Ann McLee-Quill. One word may be initials.
fn in_small_letters(name: &str) -> String {
    if name.chars().any(char::is_lowercase) || !name.contains(' ') {
        return name.to_owned();
    }
    let mut out = String::new();
    for part in name.split_inclusive([' ', '-', '\'', '’', '.']) {
        let keeps = part.chars().count() <= 2 || SUFFIXES.contains(&part.trim().to_lowercase().as_str());
        let capitals = if part.starts_with("MC") && part.len() > 4 { [0, 2] } else { [0, 0] };
        let letter = |(i, c): (usize, char)| if keeps || capitals.contains(&i) { c } else { small(c) };
        out.extend(part.chars().enumerate().map(letter));
    }
    out
}

fn small(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn add(forms: &Forms<'_>, people: &mut Vec<Person>, found: Found) {
    // `\u{200e}Ann Lee`: marks of the direction of writing are no part of a name.
    let marks = found.words.clone().take_while(|i| !forms.at(*i).contains(char::is_alphanumeric)).count();
    // `[Ann] Lee`, as the outlet mends a quotation.
    let at = found.words.start;
    let mended = at > 2 && forms.of(at - 3..at).starts_with('[') && forms.at(at - 1) == "]";
    let inside = if mended && first_name(forms.at(at - 2)).is_some() { 2 } else { 0 };
    let own = forms.once(at + marks - inside..found.words.end);
    let first = forms.at(own.start);
    // `Ann Lee ann.lee`
    let small = |i: &usize| *i > own.start && forms.is_spaced(*i) && forms.at(*i).starts_with(char::is_lowercase);
    let tail = own.clone().find(|i| small(i) && !(*i..own.end).any(|k| forms.is_capital(k)));
    let own = own.start..tail.unwrap_or(own.end);
    // A soft hyphen is not seen.
    let name = forms.of(own.clone()).replace(['[', ']', '\u{ad}'], "");
    let words: Vec<usize> = own.filter(|i| forms.is_capital(*i)).collect();
    let last = words.iter().rev().find(|i| !SUFFIXES.contains(&forms.at(**i).to_lowercase().as_str()));
    let surname = last.map_or(String::new(), |i| forms.at(*i).to_lowercase());
    let title = forms.of(found.title.clone()).trim_matches(|c: char| c.is_whitespace() || "-–—".contains(c)).to_owned();
    // `Lee` after `Ann Lee`, and `de Lee Quill` after `Ann de Lee Quill`, begin with no given name, whoever has it as one.
    let ends = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|given| given.ends_with(' '));
    let folded = name.to_lowercase();
    let is_surname = people.iter().any(|p| p.surname == surname && ends(&p.name.to_lowercase(), &folded));
    let given = if is_surname || begins_with_surname(forms, &words) { "" } else { first };
    // `her sister Ada`, `Lee's mother, Ada,`
    let kin = |t: usize| gender_of_noun(forms.at(t));
    let start = found.title.start.min(found.words.start);
    let comma = start > 1 && forms.at(start - 1) == ",";
    let gender = match gender_of(&title, given) {
        Gender::Unknown if start > 1 => kin(start - 1 - usize::from(comma)),
        told => told,
    };
    let role = role_of(&title);
    // A whole name tells more than what one word of it let guess.
    let overrules = |p: &Person| words.len() > 1 && is_guessed(p);
    let same = |p: &&mut Person| {
        // Few have the surname; the rest need no look.
        if p.surname != surname {
            return false;
        }
        let other = p.name.to_lowercase();
        let part = ends(&other, &folded) || ends(&folded, &other);
        let fits = p.gender.fits(gender) || overrules(p);
        other == folded || fits && (part || agrees(&other, &folded))
    };
    let how = if words.len() > 1 { How::Name } else { How::Surname };
    if let Some(person) = people.iter_mut().find(same) {
        if person.gender == Gender::Unknown || overrules(person) {
            person.gender = gender;
        }
        // What stands before a given name (`Chef Ann Lee`) is none of it.
        let whole = |n: &str| n.split_once(' ').is_some_and(|(first, _)| first_name(first).is_some());
        let (held, new) = (person.name.to_lowercase(), folded.as_str());
        let longer = name.len() > person.name.len() && !(ends(new, &held) && whole(&held));
        if longer || ends(&held, new) && whole(new) {
            person.name = name;
        }
        person.mentions.push((found.words, how));
        person.roles.extend(role.filter(|r| !person.roles.iter().any(|held| held.eq_ignore_ascii_case(r))));
        return;
    }
    // A given name alone is the one person's who bears it, and so is the first of two surnames.
    if how == How::Surname {
        let bears = |p: &Person| {
            let before = p.name.rsplit_once(' ').map_or("", |(before, _)| before);
            before.split_whitespace().any(|w| w.len() == surname.len() && w.to_lowercase() == surname)
        };
        let mut bearers = people.iter_mut().filter(|p| bears(p));
        // `Kim` of Kim Jong Un and Kim Yo Jong is whom the article names first.
        let family = is_in(FAMILY_FIRST, &surname);
        if let (Some(one), other) = (bearers.next(), bearers.next())
            && (other.is_none() || family)
        {
            one.mentions.push((found.words, how));
            return;
        }
    }
    people.push(Person {
        name,
        surname,
        gender,
        roles: role.into_iter().collect(),
        mentions: vec![(found.words, how)],
    });
}

/// Whether two names with one surname can be one person's: one is the surname alone, or the
/// given names begin alike.
fn agrees(a: &str, b: &str) -> bool {
    let given = |s: &str| s.split_whitespace().next().map(str::to_lowercase).unwrap_or_default();
    let single = |s: &str| s.split_whitespace().count() == 1;
    single(a) || single(b) || given(a).chars().next() == given(b).chars().next()
}

/// Whether a gender is a guess from one word, which may be a surname after all: `Scott`, of whom the text goes on to say
/// `Ada Scott`.
fn is_guessed(person: &Person) -> bool {
    !person.name.contains(' ') && first_name(&person.name) == Some(person.gender)
}

/// The gender that a title tells, else a given name.
pub(crate) fn gender_of(title: &str, first: &str) -> Gender {
    let title = title.to_lowercase();
    let has = |words: &[&str]| title.split(|c: char| !c.is_alphabetic()).any(|w| words.contains(&w));
    if has(&[
        "mr",
        "sir",
        "lord",
        "king",
        "prince",
        "pope",
        "congressman",
        "chairman",
        "spokesman",
        "councilman",
        "businessman",
    ]) {
        Gender::Male
    } else if has(&[
        "mrs",
        "ms",
        "miss",
        "lady",
        "queen",
        "princess",
        "congresswoman",
        "chairwoman",
        "spokeswoman",
        "councilwoman",
        "businesswoman",
    ]) {
        Gender::Female
    } else {
        // `Abu Obeida`, `Umm Khaled`: father and mother of a son.
        match first {
            "Abu" => Gender::Male,
            "Umm" => Gender::Female,
            _ => first_name(first).unwrap_or(Gender::Unknown),
        }
    }
}

/// Ties the labels of an interview's turns to the one person whose initials they are: `AL: …` after `Ann Lee: …`.
fn add_initials(forms: &Forms<'_>, people: &mut [Person]) {
    let labels: Vec<usize> = (0..forms.document.tokens.len()).filter(|i| is_label_of_initials(forms, *i)).collect();
    if labels.is_empty() {
        return;
    }
    let taken: HashSet<usize> = people.iter().flat_map(|p| p.mentions.iter().flat_map(|(r, _)| r.clone())).collect();
    let mut bearers: HashMap<&str, Option<usize>> = HashMap::new();
    for i in labels.into_iter().filter(|i| !taken.contains(i)) {
        let label = forms.at(i);
        let bearer = || only((0..people.len()).filter(|p| has_initials(&people[*p].name, label)));
        if let Some(one) = *bearers.entry(label).or_insert_with(bearer) {
            people[one].mentions.push((i..i + 1, How::Acronym));
        }
    }
}

/// Whether two or three capitals and a colon open a paragraph at a token.
fn is_label_of_initials(forms: &Forms<'_>, i: usize) -> bool {
    let block = |i: usize| forms.block(i);
    let opens = i == 0 || block(i - 1) != block(i);
    opens && forms.at(i + 1) == ":" && matches!(forms.at(i).len(), 2 | 3) && is_shouted(forms.at(i))
}

/// Whether letters are the initials of a name of two words or more, or of its first and last.
pub(crate) fn has_initials(name: &str, letters: &str) -> bool {
    let initials: String = name.split_whitespace().filter_map(|w| w.chars().next()).collect();
    let mut ends = initials.chars();
    let short: String = [ends.next(), ends.next_back()].into_iter().flatten().collect();
    letters.len() > 1 && (initials == letters || short == letters)
}

/// Ties a run that is (or ends in) a known surname to its person; two persons of one name stay
/// apart and the run is tied to neither.
fn add_surname(forms: &Forms<'_>, people: &mut [Person], run: &Range<usize>, known: &HashSet<String>) {
    for i in run.clone() {
        let word = forms.at(i).to_lowercase();
        if !known.contains(&word) || people.iter().any(|p| p.mentions.iter().any(|(r, _)| r.contains(&i))) {
            continue;
        }
        let part_of_other = i + 1 < run.end && forms.is_capital(i + 1);
        let mut bearers = people.iter_mut().filter(|p| p.surname == word);
        if let (Some(person), None, false) = (bearers.next(), bearers.next(), part_of_other) {
            person.mentions.push((i..i + 1, How::Surname));
        }
    }
}
