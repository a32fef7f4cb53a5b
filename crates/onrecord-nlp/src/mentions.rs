//! Mentions that the network finds: names with their types, nominals, metonyms, and links between them.

use crate::base::{Base, Entry, Kind};
use crate::firms::is_firm_noun;
use crate::forms::{self, CONNECTORS, Forms};
use crate::names::{self, Gender};
use crate::network::{Encoded, Labels, Link, NAMES, Network};
use crate::quotes::{self, Quote};
use crate::seats;
use crate::times;
use crate::titles;
use crate::windows::Window;
use crate::words::is_in;
use onrecord_types::Document;
use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Words before and after an anaphor within which it is linked.
const REACH: i64 = 250;

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameKind {
    Person,
    Organisation,
    Place,
    Other,
}

const KINDS: [NameKind; 4] = [NameKind::Person, NameKind::Organisation, NameKind::Place, NameKind::Other];

impl NameKind {
    /// The label that data sets use.
    pub fn as_str(self) -> &'static str {
        match self {
            NameKind::Person => "PER",
            NameKind::Organisation => "ORG",
            NameKind::Place => "LOC",
            NameKind::Other => "MISC",
        }
    }
}

/// A name in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// Its tokens.
    pub tokens: Range<usize>,
    pub kind: NameKind,
    /// For a place: whether it stands for its government, team or people.
    pub is_metonym: bool,
}

/// A noun that stands for people, organisations or places without naming them, by its head.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nominal {
    pub token: usize,
    pub kind: NameKind,
}

/// All mentions of a document.
#[derive(Debug, Default)]
pub struct Mentions {
    /// In order, none within another.
    pub names: Vec<Name>,
    pub nominals: Vec<Nominal>,
    /// Links of the last words of names, heads of nominals and pronouns, in order of their tokens.
    links: Vec<(usize, Link)>,
}

/// The group of a pronoun of the third person, by number and gender; 0 for another word.
pub fn pronoun_group(word: &str) -> usize {
    match word {
        "he" | "him" | "his" | "himself" => 1,
        "she" | "her" | "hers" | "herself" => 2,
        "it" | "its" | "itself" => 3,
        "they" | "them" | "their" | "theirs" | "themselves" => 4,
        _ => 0,
    }
}

/// The gender that a pronoun of the third person tells.
pub fn gender_of_pronoun(word: &str) -> Gender {
    match pronoun_group(word) {
        1 => Gender::Male,
        2 => Gender::Female,
        _ => Gender::Unknown,
    }
}

/// A pronoun of the third person.
pub fn is_pronoun(word: &str) -> bool {
    pronoun_group(word) > 0
}

/// Words that open a sentence with a capital and are nobody's name.
pub fn is_no_name(word: &str) -> bool {
    is_pronoun(word)
        || matches!(
            word,
            "i" | "we"
                | "you"
                | "my"
                | "our"
                | "your"
                | "this"
                | "that"
                | "these"
                | "who"
                | "the"
                | "as"
                | "if"
                | "in"
                | "for"
                | "and"
                | "but"
                | "so"
                | "now"
                | "then"
                | "here"
                | "there"
                | "yes"
                | "according"
                | "says"
                | "said"
                | "no"
                | "today"
                | "what"
                | "how"
                | "when"
                | "while"
                | "after"
                | "before"
                | "since"
                | "until"
                | "because"
                | "although"
                | "though"
                | "once"
                | "where"
                | "meanwhile"
                | "yesterday"
        )
}

/// Titles that are a part of the name: `King Carlos I`.
const ROYAL: &[&str] = &["King", "Queen", "Prince", "Princess", "Pope", "Lord", "Lady"];

/// Whether a word is an Arabic article, as names are written in Latin letters.
fn is_article(word: &str) -> bool {
    const ARTICLES: &[&str] = &["al", "el", "ad", "as", "ash", "an", "ar", "at", "az", "ul", "ud", "ed", "es"];
    ARTICLES.contains(&word.to_lowercase().as_str())
}

/// Two parts of one name: a person's, unless it begins with no given name and the network takes the end for a body's.
fn joined(forms: &Forms<'_>, a: &Name, b: &Name) -> Name {
    let given = names::first_name(forms.at(a.tokens.start)).is_some();
    let kind = if given || a.kind == b.kind || b.kind == NameKind::Person { NameKind::Person } else { b.kind };
    Name { tokens: a.tokens.start..b.tokens.end, kind, is_metonym: false }
}

/// Last words of the names of bodies that say next what they are of or for.
const FOR_SOMETHING: &[&str] = &[
    "organization",
    "organisation",
    "committee",
    "commission",
    "council",
    "department",
    "ministry",
    "office",
    "bureau",
    "institute",
    "association",
    "union",
    "foundation",
    "fund",
    "center",
    "centre",
    "agency",
    "conference",
    "coalition",
    "alliance",
    "network",
    "movement",
    "authority",
    "campaign",
    "society",
    "academy",
];

/// The same, only of: who plays `in the League for the Eagles` plays for them.
const OF_SOMETHING: &[&str] = &[
    "bank",
    "university",
    "college",
    "school",
    "federation",
    "confederation",
    "league",
    "board",
    "chamber",
    "court",
    "house",
    "assembly",
    "party",
    "church",
    "service",
    "museum",
];

/// The same, of what they are on: the `Commission on Presidential Debates`, but not `the office on Capitol Hill`.
const ON_SOMETHING: &[&str] =
    &["committee", "subcommittee", "commission", "council", "conference", "center", "centre", "panel", "project"];

/// Tokens around letters that show whether all the text is in capitals.
const NEAR: usize = 20;

/// People whom newspapers call by three letters.
const INITIALS: &[&str] = &["JFK", "FDR", "LBJ", "MLK", "RFK", "AOC", "MBS", "MBZ", "AMLO", "RBG"];

/// What stands before a place that is a place: `in Moscow`, not `in Moscow’s favour`.
const INSIDE: &[&str] = &["in", "across", "throughout", "inside", "outside", "near", "within"];

impl Mentions {
    /// Adds what the network says of one window.
    pub fn add(&mut self, network: &Network, text: &str, document: &Document, read: (&Window, &Encoded)) {
        let (window, encoded) = read;
        let labels = network.labels(window, encoded);
        let tags = decode(&labels);
        let form = |w: usize| document.tokens[window.tokens[w] as usize].span.of(text);
        let mut named = vec![false; labels.len()];
        for (range, kind) in runs(&tags, window, document).into_iter().flat_map(|run| apart(window, form, run)) {
            if range.len() == 1
                && !forms::is_shouted(form(range.start))
                && is_no_name(&form(range.start).to_lowercase())
            {
                continue;
            }
            range.clone().for_each(|w| named[w] = true);
            let tokens = window.tokens[range.start] as usize..window.tokens[range.end - 1] as usize + 1;
            let word = |t: usize| document.tokens.get(t).map_or("", |t| t.span.of(text));
            let the = usize::from(word(tokens.start.wrapping_sub(1)).eq_ignore_ascii_case("the"));
            let inside = INSIDE.contains(&word(tokens.start.wrapping_sub(1 + the)).to_lowercase().as_str())
                && !matches!(word(tokens.end), "'" | "’" | "'s" | "’s");
            let is_metonym = labels[range.end - 1].metonym > 0.0 && !inside;
            self.names.push(Name { tokens, kind, is_metonym });
        }
        let ends_name = |w: usize| w + 1 == named.len() || tags[w + 1] % 2 == 1 || tags[w + 1] == 0;
        let mut places = Vec::new();
        for (w, label) in labels.iter().enumerate() {
            let token = window.tokens[w] as usize;
            let form = document.tokens[token].span.of(text);
            let best =
                (0..label.nominals.len()).max_by(|a, b| label.nominals[*a].total_cmp(&label.nominals[*b])).unwrap_or(0);
            let word = form.starts_with(char::is_alphabetic);
            if !named[w] && best > 0 && word {
                self.nominals.push(Nominal { token, kind: KINDS[best - 1] });
                places.push(w);
            } else if (!named[w] && is_pronoun(&form.to_lowercase())) || (named[w] && ends_name(w)) {
                places.push(w);
            }
        }
        let links = network.links(encoded, &places);
        self.links.extend(places.iter().map(|w| window.tokens[*w] as usize).zip(links));
    }

    /// Makes names whole of which the network found a part: `Muqtada al-Sadr`, `Osama bin Laden`, and bodies that end before
    /// what they are of: `Organization for the Prohibition of Chemical Weapons`, `Bank of the West`.
    pub fn complete(&mut self, forms: &Forms<'_>) {
        self.names.sort_by_key(|n| n.tokens.start);
        for name in &mut self.names {
            let tokens = &mut name.tokens;
            while tokens.len() > 1 && matches!(forms.at(tokens.end - 1), "of" | "for" | "the" | "and" | "-" | "–" | "—")
            {
                tokens.end -= 1;
            }
            // `the broader Harbour Party`
            let joins = |t: usize| CONNECTORS.contains(&forms.at(t));
            let own = |t: usize| !forms.at(t).starts_with(char::is_lowercase) || joins(t) || joins(t + 1);
            while name.kind != NameKind::Person
                && tokens.len() > 2
                && !own(tokens.start)
                && !forms.is_hyphen(tokens.start + 1)
                && (tokens.start + 1..tokens.end).any(|t| forms.is_capital(t))
            {
                tokens.start += 1;
            }
            if tokens.len() == 1 && titles::is_seat(forms.at(tokens.start)) {
                name.kind = NameKind::Other;
            }
            // `the General Assembly` is nobody with a rank.
            let general = tokens.start - usize::from(tokens.len() == 1 && tokens.start > 0);
            let meets = names::is_assembly(forms.at(tokens.end - 1));
            if meets && tokens.end == general + 2 && forms.at(general) == "General" {
                tokens.start = general;
                name.kind = NameKind::Organisation;
            }
            if name.kind == NameKind::Person {
                let courteous = |t: usize| titles::is_title(forms.at(t)) || forms.at(t) == ".";
                while tokens.len() > 1 && courteous(tokens.start) && !ROYAL.contains(&forms.at(tokens.start)) {
                    tokens.start += 1;
                }
                // `Ann “Nan” Lee`
                let quote = |t: usize| matches!(forms.at(t), "\"" | "“" | "”");
                let cut = tokens.clone().filter(|t| quote(*t)).count() == 1 && quote(tokens.end);
                if cut && tokens.len() > 2 && forms.is_capital(tokens.end + 1) {
                    tokens.end += 2;
                }
                // `the Ann Lee Show` is hers.
                tokens.end -= usize::from(tokens.len() > 2 && forms.at(tokens.end - 1) == "Show");
                // `White House press secretary`
                let small = |t: usize| forms.at(t).starts_with(char::is_lowercase);
                let office = tokens.len() > 1 && small(tokens.end - 1) && titles::is_role(forms.at(tokens.end - 1));
                while office && tokens.len() > 1 && small(tokens.end - 1) {
                    tokens.end -= 1;
                }
                // A title or a letter alone is nobody's name.
                let word = forms.at(tokens.start);
                if tokens.len() == 1 && (titles::is_title(word) || word.len() == 1) {
                    name.kind = NameKind::Other;
                }
                // `Lee & Quill`
                if tokens.len() == 3 && forms.at(tokens.start + 1) == "&" {
                    name.kind = NameKind::Organisation;
                }
            }
        }
        let mut i = 0;
        while i < self.names.len() {
            self.join_particle(forms, i);
            self.join_surname(forms, i);
            if let Some(start) = self.first_part(forms, i) {
                self.names[i].tokens.start = start;
                if i > 0 && self.names[i - 1].tokens.end > start {
                    i -= 1;
                    self.names.remove(i);
                }
            }
            // `Lee & Quill`
            if i > 0 && self.is_firm_of_two(forms, i) {
                let end = self.names.remove(i).tokens.end;
                i -= 1;
                self.names[i].tokens.end = end;
                self.names[i].kind = NameKind::Organisation;
            }
            if i > 0 && self.joins_last(forms, i) {
                let name = self.names.remove(i);
                self.names[i - 1] = joined(forms, &self.names[i - 1], &name);
                i -= 1;
            }
            if let Some(end) = self.end_of_whole(forms, i) {
                self.names[i].tokens.end = end;
            }
            let end = self.names[i].tokens.end;
            while self.names.get(i + 1).is_some_and(|n| n.tokens.start < end) {
                self.names.remove(i + 1);
            }
            i += 1;
        }
        self.know_storms(forms);
    }

    /// `Rita` is nobody where the text has told of `Hurricane Rita`.
    fn know_storms(&mut self, forms: &Forms<'_>) {
        const STORMS: &[&str] = &["hurricane", "typhoon", "cyclone", "storm"];
        let called = |last: &usize| *last > 0 && STORMS.contains(&forms.at(last - 1).to_lowercase().as_str());
        let storms: Vec<&str> =
            self.names.iter().map(|n| n.tokens.end - 1).filter(called).map(|last| forms.at(last)).collect();
        for name in &mut self.names {
            // `Storm Rita`
            if name.tokens.len() > 1 && STORMS.contains(&&*forms.at(name.tokens.start).to_lowercase()) {
                name.kind = NameKind::Other;
            }
            if name.tokens.len() == 1 && storms.contains(&forms.at(name.tokens.start)) {
                name.kind = NameKind::Other;
            }
        }
    }

    /// Takes an Arabic article before a name and what it opens behind one into it: `al-` and `Sadr`.
    fn join_particle(&mut self, forms: &Forms<'_>, i: usize) {
        let article = |t: usize| is_article(forms.at(t));
        let glued = |t: usize| forms.is_hyphen(t) && !forms.is_spaced(t) && !forms.is_spaced(t + 1);
        let name = &mut self.names[i].tokens;
        // `Al`, of `Al-Sadr`
        if name.len() == 1 && article(name.start) && glued(name.end) && forms.is_capital(name.end + 1) {
            name.end += 2;
        }
        if name.start > 1 && glued(name.start - 1) && article(name.start - 2) {
            name.start -= 2;
        }
        if article(name.end) && glued(name.end + 1) && forms.is_capital(name.end + 2) {
            name.end += 3;
        }
    }

    /// Where a body's name begins before its `and`: `the Hostages and Missing Families Forum`.
    fn first_part(&self, forms: &Forms<'_>, i: usize) -> Option<usize> {
        const BODIES: &str = "Forum Council Committee Commission Association Institute Ministry Union Foundation Federation Authority \
            Board Bureau Agency Department Office";
        let Name { tokens, kind, .. } = &self.names[i];
        let word = tokens.start.checked_sub(2).filter(|word| *word > 0)?;
        let the = forms.at(word - 1).eq_ignore_ascii_case("the");
        let joins = the && forms.at(word + 1) == "and" && forms.is_capital(word) && forms.at(word).ends_with('s');
        let body = *kind == NameKind::Organisation && tokens.len() > 1 && is_in(BODIES, forms.at(tokens.end - 1));
        let other = self.names[..i].iter().rev().take(2).find(|n| n.tokens.contains(&word));
        let free = other.is_none_or(|n| n.kind == NameKind::Other && n.tokens.len() == 1);
        (joins && body && free).then_some(word)
    }

    /// Takes the surname behind a given name into it, which the network missed: `Jim` and `McMahon`.
    fn join_surname(&mut self, forms: &Forms<'_>, i: usize) {
        let (Name { tokens, kind, .. }, next) = (&self.names[i], self.names[i].tokens.end);
        let word = forms.at(next);
        let name = word.len() > 2 && forms.is_capital(next) && word.contains(char::is_lowercase);
        let sentence = |t: usize| forms.document.sentence_of(t);
        let free = self.names.get(i + 1).is_none_or(|n| n.tokens.start > next);
        let given =
            *kind == NameKind::Person && tokens.len() == 1 && names::first_name(forms.at(tokens.start)).is_some();
        // Not `Jim Says` of a headline.
        let alone = !forms.is_capital(next + 1) && !forms.is_capital(tokens.start.wrapping_sub(1));
        let small = word.to_lowercase();
        let day = times::is_weekday(&small) || times::is_month(&small);
        if given
            && name
            && free
            && alone
            && !day
            && !is_no_name(&small)
            && !titles::is_title(word)
            && forms.is_spaced(next)
            && sentence(next) == sentence(tokens.start)
        {
            self.names[i].tokens.end += 1;
        }
    }

    /// Whether a name goes on the one before it: by an article or by `bin` between them.
    fn is_firm_of_two(&self, forms: &Forms<'_>, i: usize) -> bool {
        let (last, name) = (&self.names[i - 1], &self.names[i]);
        let single = last.tokens.len() == 1 && name.tokens.len() == 1;
        let alone = !forms.is_capital(name.tokens.end) && !titles::is_title(forms.title_before(last.tokens.start));
        let given = |n: &Name| names::first_name(forms.at(n.tokens.start)).is_some();
        let joined = forms.at(last.tokens.end) == "&" && name.tokens.start == last.tokens.end + 1;
        single && joined && alone && !(given(last) && given(name))
    }

    fn joins_last(&self, forms: &Forms<'_>, i: usize) -> bool {
        let (last, name) = (&self.names[i - 1], &self.names[i]);
        let (end, start) = (last.tokens.end, name.tokens.start);
        let block = |t: usize| forms.block(t);
        let people = last.kind == NameKind::Person || name.kind == NameKind::Person;
        let article = is_article(forms.at(start)) && forms.is_hyphen(start + 1);
        let son = |t: usize| matches!(forms.at(t), "bin" | "ibn" | "bint");
        let between = start == end && (article || son(start) || son(end - 1)) || start == end + 1 && son(end);
        people && between && start > 0 && block(end - 1) == block(start)
    }

    fn end_of_whole(&self, forms: &Forms<'_>, i: usize) -> Option<usize> {
        let Name { tokens, kind, .. } = &self.names[i];
        let links = |t: usize| matches!(forms.at(t), "of" | "for" | "on");
        let of = if links(tokens.end - 1) { tokens.end - 1 } else { tokens.end };
        let body = *kind == NameKind::Organisation && of > tokens.start && links(of);
        let head = forms.at(of - 1).to_lowercase();
        let fits = |list: &[&str]| list.contains(&head.as_str());
        let right = match forms.at(of) {
            "on" => fits(ON_SOMETHING),
            "of" => fits(FOR_SOMETHING) || fits(OF_SOMETHING),
            _ => fits(FOR_SOMETHING),
        };
        if !body || !right {
            return None;
        }
        let sentence = forms.document.sentences.get(forms.document.sentence_of(of - 1))?;
        let first = of + 1 + usize::from(matches!(forms.at(of + 1), "the" | "a"));
        let word = forms.at(first).to_lowercase();
        let day = times::is_weekday(&word) || times::is_month(&word);
        if first >= sentence.last || !forms.is_capital(first) || day {
            return None;
        }
        let mut run = forms::capital_run(forms, first, sentence.last);
        // `… for High-ranking Officials`
        let hyphen = run.end;
        let small = forms.at(hyphen + 1).starts_with(char::is_lowercase) && !forms.is_spaced(hyphen + 1);
        if forms.is_hyphen(hyphen) && small && forms.is_capital(hyphen + 2) && hyphen + 2 < sentence.last {
            run.end = forms::capital_run(forms, hyphen + 2, sentence.last).end;
        }
        // `… for the Actualization of the Sovereign State of Tarn`
        let goes_on = |end: usize| forms.at(end) == "of" && forms.at(end + 1) == "the" && forms.is_capital(end + 2);
        while run.end + 2 < sentence.last && goes_on(run.end) {
            run.end = forms::capital_run(forms, run.end + 2, sentence.last).end;
        }
        // `Chairman of the Board of Tarn Air Ann Lee`
        if run.clone().skip(1).any(|t| names::first_name(forms.at(t)).is_some() && forms.is_capital(t + 1)) {
            return None;
        }
        let inside = |n: &&Name| run.contains(&n.tokens.start);
        let listed = |n: &Name| matches!(forms.at(n.tokens.start - 1), "and" | "the") && n.tokens.start > first;
        let other = self.names[i + 1..].iter().take_while(inside).find(|n| n.kind == NameKind::Person || listed(n));
        match other {
            Some(n) if n.kind == NameKind::Person => None,
            Some(n) => Some(n.tokens.start - 1).filter(|end| *end > first),
            None => Some(run.end),
        }
    }

    /// Leaves out a person of one word that opens a sentence of somebody's words, is no given name and stands nowhere else: `“Rice
    /// has doubled.”`; and what opens a sentence and means several firms.
    pub fn drop_unheard(&mut self, forms: &Forms<'_>, quotes: &[Quote]) {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let document = forms.document;
        (0..document.tokens.len()).for_each(|t| *counts.entry(forms.at(t)).or_default() += 1);
        self.names.retain(|n| {
            let (at, word) = (n.tokens.start, forms.at(n.tokens.start));
            let alone = n.kind == NameKind::Person && n.tokens.len() == 1 && counts.get(word) == Some(&1);
            let first = document.sentence_start(at);
            let opens = (first..at).all(|t| !forms.at(t).starts_with(char::is_alphanumeric));
            let span = document.tokens[at].span;
            // `Airlines choose the seats.`
            let one = word.strip_suffix('s').unwrap_or("").to_lowercase();
            let many = n.kind == NameKind::Organisation && n.tokens.len() == 1 && is_firm_noun(&one) && one != "giant";
            let unheard = || alone && names::first_name(word).is_none() && quotes::holds(quotes, span);
            !(opens && (many || unheard()))
        });
    }

    /// Lets the base say what the names are of that it knows: `Boko Haram` and `Gazprom` are no persons.  A single word may be
    /// somebody's surname as well: it is where the article has a longer name that ends so, unless the entry is the user's own.
    pub fn know(&mut self, text: &str, document: &Document, base: &Base) {
        let form = |t: usize| document.tokens[t].span.of(text);
        // Where every sentence begins with a capital, a small word that nobody knows is no name.
        let careful = document.sentences.iter().all(|s| !form(s.first).starts_with(char::is_lowercase));
        let begins: HashSet<usize> = document.sentences.iter().map(|s| s.first).collect();
        // `Society will decide`, where the text writes `society` elsewhere and never `the Society`.
        let inside: LazyCell<HashSet<&str>, _> =
            LazyCell::new(|| (0..document.tokens.len()).filter(|t| !begins.contains(t)).map(form).collect());
        let common = |word: &str| inside.contains(&*word.to_lowercase()) && !inside.contains(word);
        let starts: HashSet<usize> =
            self.names.iter().filter(|n| n.kind == NameKind::Person).map(|n| n.tokens.start).collect();
        // `Prosecuting, Ann Lee said`
        let participle = |n: &Name| {
            let at = n.tokens.start;
            let alone = n.tokens.len() == 1 && begins.contains(&at) && form(at).ends_with("ing");
            alone && starts.contains(&(at + 2)) && form(at + 1) == ","
        };
        // `Oct. 7`, `Dec 7`; letters that are no name, but the one that is a firm's; `Ex-minister`
        let part = |n: &Name| {
            let (at, next) =
                (n.tokens.start, |k: usize| document.tokens.get(n.tokens.start + k).map_or("", |t| t.span.of(text)));
            let digit = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
            let small = form(at).to_lowercase();
            let month = times::is_month(&small) || is_in("jan feb aug sep sept oct nov dec", &small);
            let dated = month && (digit(next(1)) || next(1) == "." && form(at).len() < 5 && digit(next(2)));
            let letter = form(at).chars().count() == 1 && form(at) != "X";
            n.tokens.len() == 1 && (dated || letter || form(at) == "Ex" && next(1) == "-")
        };
        // `the Bill`, not `Bill`
        let law = |n: &Name| {
            let at = n.tokens.start;
            let before = at.checked_sub(1).map_or("", form).to_lowercase();
            n.tokens.len() == 1
                && (is_in("Bill Act Budget Motion Code", form(at)) && is_in("the a this that an", &before)
                    || is_in("Obamacare Trumpcare Medicare Medicaid Brexit MPs MEPs MSPs PM CM", form(at)))
        };
        let office = |n: &Name| {
            let last = n.tokens.end.saturating_sub(3).max(n.tokens.start)..n.tokens.end;
            let state = last.len() == 3
                && last.zip(["head", "of", "state"]).all(|(t, word)| form(t).eq_ignore_ascii_case(word));
            // `the First Lady`, `First Lady of Tarn`
            let start = n.tokens.start + usize::from(form(n.tokens.start).eq_ignore_ascii_case("the"));
            let lady = start + 1 < n.tokens.end && titles::is_first_lady(form(start), form(start + 1));
            state || lady && (start + 2 == n.tokens.end || form(start + 2) == "of")
        };
        self.names.retain(|n| {
            let at = n.tokens.start;
            let word = form(at);
            if participle(n) || law(n) || part(n) || office(n) {
                return false;
            }
            let small = n.tokens.len() == 1 && word.chars().all(|c| c.is_ascii_lowercase());
            let first = n.tokens.len() == 1 && begins.contains(&at) && word.chars().skip(1).any(char::is_lowercase);
            let known = || base.find(word, None).is_some() || names::first_name(word).is_some();
            n.kind == NameKind::Place || !(careful && small || first && common(word)) || known()
        });
        // `Care4Tarn`
        let figures = |n: &Name| n.tokens.len() == 1 && form(n.tokens.start).contains(|c: char| c.is_ascii_digit());
        for name in self.names.iter_mut().filter(|n| n.kind == NameKind::Person && figures(n)) {
            name.kind = NameKind::Organisation;
        }
        let people = self.names.iter().filter(|n| n.kind == NameKind::Person && n.tokens.len() > 1);
        let surnames: Vec<&str> = people.map(|n| form(n.tokens.end - 1)).collect();
        // Few people are called by letters; labels (`KING: …`) and surnames in capitals are of people.
        let is_surname =
            |words: &str| surnames.iter().any(|s| s.eq_ignore_ascii_case(words)) || INITIALS.contains(&words);
        let is_acronym = |tokens: &Range<usize>| {
            let sentence = document.sentences[document.sentence_of(tokens.start)];
            let near = sentence.first.max(tokens.start.saturating_sub(NEAR))..sentence.last.min(tokens.end + NEAR);
            let mixed = near.into_iter().any(|t| form(t).starts_with(char::is_lowercase));
            let titled = tokens.start > 0 && titles::is_title(form(tokens.start - 1));
            let closed = tokens.end < document.tokens.len() && matches!(form(tokens.end), ":" | "." | ",");
            matches!(form(tokens.start).len(), 3 | 4) && mixed && !titled && !closed
        };
        let titled = |tokens: &Range<usize>| {
            let before = tokens.start.checked_sub(1).filter(|_| !begins.contains(&tokens.start)).map_or("", form);
            titles::is_title(before) || before == "." || names::first_name(before).is_some()
        };
        let is_city = |tokens: &Range<usize>, entry: &Entry<'_>| {
            let word = form(tokens.start);
            let place = entry.kind == Kind::Capital || entry.name == word;
            tokens.len() == 1 && place && names::first_name(word).is_none() && !titled(tokens)
        };
        // `the Spaniard`, who is named elsewhere
        let is_demonym = |tokens: &Range<usize>| {
            let the = tokens.start.checked_sub(1).is_some_and(|t| form(t).eq_ignore_ascii_case("the"));
            tokens.len() == 1 && the && base.is_demonym(form(tokens.start))
        };
        for name in &mut self.names {
            if name.kind == NameKind::Person && is_demonym(&name.tokens) {
                name.kind = NameKind::Other;
            }
            let words = document.span_of(name.tokens.clone()).map_or("", |s| s.of(text));
            // `Democrats` are people, though the entry is their party.
            let alone = |e: &Entry<'_>| e.sector != "PTY" && !surnames.contains(&words);
            let own = |e: &Entry<'_>| e.source == "yours" || name.tokens.len() > 1 || alone(e);
            let shouted = name.tokens.len() == 1 && forms::is_shouted(words);
            let Some(entry) = base.find(words, None).filter(own) else {
                if name.kind == NameKind::Person && shouted && is_acronym(&name.tokens) && !is_surname(words) {
                    name.kind = NameKind::Organisation;
                }
                continue;
            };
            match (name.kind, entry.kind) {
                (NameKind::Person | NameKind::Other, Kind::Body) => name.kind = NameKind::Organisation,
                // `White House press secretary Ann Lee`
                (NameKind::Person, Kind::Seat) => name.kind = NameKind::Organisation,
                (NameKind::Place, Kind::Body) if shouted => name.kind = NameKind::Organisation,
                (NameKind::Organisation | NameKind::Other, Kind::Country) if shouted => name.kind = NameKind::Place,
                // `Riyadh condemned the strikes.`
                (NameKind::Person, Kind::Capital | Kind::Country) if is_city(&name.tokens, &entry) => {
                    name.kind = NameKind::Place;
                }
                (NameKind::Organisation | NameKind::Place | NameKind::Other, Kind::Person)
                    if entry.source == "yours" =>
                {
                    name.kind = NameKind::Person;
                }
                _ => {}
            }
        }
        self.part_states(form);
        self.agree_on_letters(form, base);
        self.agree_on_words(&Forms { text, document }, base);
    }

    /// Letters that stand for a body in one place stand for it in another.
    fn agree_on_letters<'f>(&mut self, form: impl Fn(usize) -> &'f str, base: &Base) {
        let letters =
            |n: &Name| n.tokens.len() == 1 && form(n.tokens.start).len() > 2 && forms::is_shouted(form(n.tokens.start));
        let bodies = self.names.iter().filter(|n| n.kind == NameKind::Organisation && letters(n));
        let bodies: HashSet<&str> = bodies.map(|n| form(n.tokens.start)).collect();
        for name in self.names.iter_mut().filter(|n| n.kind == NameKind::Place && letters(n)) {
            let word = form(name.tokens.start);
            if bodies.contains(word) && base.find(word, None).is_none() {
                name.kind = NameKind::Organisation;
            }
        }
    }

    /// `San Rafael CA` is a city and a state.
    fn part_states<'f>(&mut self, form: impl Fn(usize) -> &'f str) {
        let ends = |n: &Name| {
            n.kind == NameKind::Place && n.tokens.len() > 1 && seats::is_mail(&form(n.tokens.end - 1).to_uppercase())
        };
        let parted = |name: Name| {
            let (start, last) = (name.tokens.start, name.tokens.end - 1);
            let state = ends(&name).then(|| Name { tokens: last..last + 1, ..name.clone() });
            let end = last + usize::from(state.is_none());
            std::iter::once(Name { tokens: start..end, ..name }).chain(state)
        };
        self.names = std::mem::take(&mut self.names).into_iter().flat_map(parted).collect();
    }

    /// The pronouns and nouns that may stand for a name, by their tokens.
    pub fn anaphors(&self) -> impl Iterator<Item = usize> + '_ {
        self.links.iter().map(|l| l.0).filter(|t| self.name_at(*t).is_none())
    }

    /// The nominal whose head is at a token.
    pub fn nominal_at(&self, token: usize) -> Option<&Nominal> {
        self.nominals.binary_search_by_key(&token, |n| n.token).ok().map(|i| &self.nominals[i])
    }

    /// The name that holds a token.
    pub fn name_at(&self, token: usize) -> Option<&Name> {
        let at = self.names.partition_point(|n| n.tokens.end <= token);
        self.names.get(at).filter(|n| n.tokens.contains(&token))
    }

    /// What the mention at `token` most likely stands for: the token of another mention that `fits`, unless
    /// nobody is likelier.  Candidates after it count where `ahead`.
    pub fn antecedent(
        &self,
        network: &Network,
        token: usize,
        ahead: bool,
        fits: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let link = |t: usize| self.links.binary_search_by_key(&t, |l| l.0).ok().map(|i| &self.links[i].1);
        let anaphor = link(token)?;
        let from = self.links.partition_point(|l| (l.0 as i64) < token as i64 - REACH);
        let near = self.links[from..].iter().take_while(|l| (l.0 as i64) < token as i64 + REACH);
        let candidates = near.filter(|(t, _)| *t != token && (ahead || *t < token) && fits(*t));
        let scored = candidates.map(|(t, l)| (*t, network.score(anaphor, l, token as i64 - *t as i64)));
        let best = scored.max_by(|a, b| a.1.total_cmp(&b.1))?;
        (best.1 > anaphor.nobody()).then_some(best.0)
    }
}

/// The best well-formed labels: inside follows begin or inside of its kind (Viterbi).
fn decode(labels: &[Labels]) -> Vec<usize> {
    let allowed = |from: usize, to: usize| to == 0 || to % 2 == 1 || from == to || from + 1 == to;
    let mut best = [f32::MIN; NAMES];
    let mut back: Vec<[usize; NAMES]> = Vec::with_capacity(labels.len());
    for (w, label) in labels.iter().enumerate() {
        let top = label.names.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = label.names.iter().map(|s| libm::expf(s - top)).sum();
        let log = |l: usize| label.names[l] - top - libm::logf(sum);
        let (mut next, mut from) = ([f32::MIN; NAMES], [0; NAMES]);
        for l in 0..NAMES {
            let before = (0..NAMES).filter(|f| w > 0 && allowed(*f, l)).max_by(|a, b| best[*a].total_cmp(&best[*b]));
            let start = if w == 0 {
                if l == 0 || l % 2 == 1 { 0.0 } else { -1e9 }
            } else {
                before.map_or(f32::MIN, |b| best[b])
            };
            next[l] = start + log(l);
            from[l] = before.unwrap_or(0);
        }
        best = next;
        back.push(from);
    }
    let mut label = (0..NAMES).max_by(|a, b| best[*a].total_cmp(&best[*b])).unwrap_or(0);
    let mut out = vec![0; labels.len()];
    for w in (0..labels.len()).rev() {
        out[w] = label;
        label = back[w][label];
    }
    out
}

/// `Verkhovna Rada Ruslan Stefanchuk` as a body and a person: where the base knows the first words as a body's and a
/// given name follows.
fn apart<'a>(
    window: &Window,
    form: impl Fn(usize) -> &'a str,
    (range, kind): (Range<usize>, NameKind),
) -> Vec<(Range<usize>, NameKind)> {
    const BODY: u8 = 2;
    const GIVEN: u8 = 4;
    // No name begins so.
    let opens = range.clone().take_while(|w| matches!(form(*w), "of" | "the" | "and" | "for" | "in" | "by")).count();
    let range = range.start + opens..range.end;
    if range.is_empty() {
        return Vec::new();
    }
    let hint = |w: usize| window.look(w)[1];
    let body = range.clone().take_while(|w| hint(*w) == BODY).count();
    let at = range.start + body;
    if kind == NameKind::Person && body > 0 && at + 1 < range.end && hint(at) == GIVEN {
        return vec![(range.start..at, NameKind::Organisation), (at..range.end, NameKind::Person)];
    }
    // `Shadow harbour secretary Ann Lee`
    let role = |w: usize| titles::is_role(form(w)) && form(w).starts_with(char::is_lowercase);
    let given = range.clone().skip(1).find(|w| hint(*w) == GIVEN && role(w - 1) && w + 1 < range.end);
    if let Some(at) = given.filter(|_| kind != NameKind::Person) {
        return vec![(at..range.end, NameKind::Person)];
    }
    vec![(range, kind)]
}

/// Ranges of words of a window that are names; none crosses a block's end.
fn runs(tags: &[usize], window: &Window, document: &Document) -> Vec<(Range<usize>, NameKind)> {
    let block = |w: usize| document.tokens[window.tokens[w] as usize].block;
    let mut out: Vec<(Range<usize>, NameKind)> = Vec::new();
    for (w, tag) in tags.iter().enumerate().filter(|(_, t)| **t > 0) {
        let kind = KINDS[(tag - 1) / 2];
        match out.last_mut() {
            Some((range, k)) if tag % 2 == 0 && range.end == w && *k == kind && block(w) == block(w - 1) => {
                range.end = w + 1
            }
            _ => out.push((w..w + 1, kind)),
        }
    }
    out
}
