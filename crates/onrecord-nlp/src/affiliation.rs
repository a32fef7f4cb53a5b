//! Of which country and which sector words say that somebody is: `Israeli officials`, `a spokesman for the army`.
//!
//! What is coded has the form of the actors of CAMEO (Schrodt 2012), a country and a role; sectors are PLOVER's.

use crate::base::{Entry, Kind, OF_STATE, sector_of_noun, singular};
use crate::cast::{Cast, is_state};
use crate::forms::is_shouted;
use crate::roles::{PORTFOLIOS, is_portfolio, party};
use crate::speakers::Resolver;
use crate::titles::{is_role, seat_party};
use crate::words::is_in;
use onrecord_types::{Affiliation, Span};
use std::ops::Range;

/// Heads whose sector is that of what they are of: `army officials`, `a member of parliament`.
const GENERIC: &str = "official leader leadership chief head boss director chairman chairwoman chair president secretary \
    secretary-general spokesman spokeswoman spokesperson spokespeople source aide adviser advisor representative \
    member executive employee staff staffer insider operative strategist manager commissioner coordinator envoy \
    ambassador diplomat negotiator delegate delegation commander inspector inspector-general officer general fighter volunteer \
    deputy founder veteran group majority minority number one dozen hundred thousand handful pair some many most \
    all both several few none two three half percent chorus crowd coalition string host couple team panel \
    department committee commission council agency office bureau institute organisation organization association \
    camp wing side";

/// Of these, those who are of the government where nothing else is said of them: `a senior US official`.
const OFFICIAL: &str = "official leader leadership president negotiator envoy ambassador diplomat";

/// What may stand before `leader` and `president` of a country or party; another noun tells of something else (`the band
/// leader`).
const RANKS: &str = "senior top world national former new current then acting regional local political elected other many some \
    several both two three foreign all these most no european african asian arab western eastern northern \
    southern central latin gulf";

/// Those whom a country before them concerns: `a Russia expert`.
const TOPICAL: &str = "expert analyst adviser advisor envoy correspondent specialist scholar watcher representative";

/// Before a title that is held no more.
const FORMER: &str = "former then ex ex-president onetime retired ousted exiled";

/// Before justices who are judges, not a cause: `the Supreme Court Justice`, `eight justices`.
const BEFORE_JUSTICES: &str =
    "mr mrs ms chief associate lord lady court former retired senior two three four five six seven eight nine";

/// What a state is called: `the president of the Republic`.
const STATEHOOD: &str = "republic state federation kingdom country nation region province";

/// Whose officials are not the government's, though no sector is theirs.
const PRIVATE: &str = "campaign team league club games festival corporate tournament community football sports";

/// Those who stand where they are not of: `a diplomat in Moscow`.
const ABROAD: &str = "diplomat ambassador envoy correspondent journalist reporter missionary troop soldier";

/// What stands in a journal that is of a country.
const PAPERS: &str = "study paper research article report review letter";

/// What ends the noun with what stands before it, and opens what it is of.
const LINKS: &str = "of from in at for with on inside near within to by about against who which that whose as familiar close \
    involved briefed speaking loyal based living , throughout across among";

/// Words of the longest name that is looked for.
const LONGEST: usize = 6;

/// A name that the base knows, or a word.
struct Piece<'w, 'a> {
    words: &'w [&'w str],
    entry: Option<Entry<'a>>,
}

impl Piece<'_, '_> {
    fn last(&self) -> &str {
        self.words.last().copied().unwrap_or("")
    }

    /// Whether it names a country, a part of one, or the seat of its government.
    fn is_place(&self) -> bool {
        self.entry.is_some_and(|e| matches!(e.kind, Kind::Country | Kind::Seat | Kind::Capital) || is_state(&e))
    }

    /// The sector of a body that it names; a seat stands for its government.
    fn body_sector(&self) -> Option<&str> {
        let entry = self.entry.filter(|e| !e.sector.is_empty())?;
        matches!(entry.kind, Kind::Body | Kind::Name | Kind::Seat).then_some(entry.sector)
    }

    /// Whether it is the adjective of a country: `British`.
    fn is_adjective(&self) -> bool {
        self.entry.is_some_and(|e| e.is_adjective(self.last()))
    }

    fn country(&self) -> Option<&str> {
        self.entry.map(|e| e.country).filter(|c| !c.is_empty())
    }
}

impl Resolver<'_> {
    /// What the words for somebody without a name tell; before a relative pronoun, those of its noun (`voters who`).
    pub(crate) fn affiliation(&self, spans: &[Span]) -> Affiliation {
        let words = Span::words(spans, &self.article.text);
        let relative = spans.first().filter(|_| matches!(words.as_str(), "who" | "whom" | "that"));
        match relative.map(|s| self.forms.document.tokens_in(*s).start) {
            // `the president, who`
            Some(at) => {
                let comma = usize::from(at > 0 && self.forms.at(at - 1) == ",");
                self.cast.affiliation(self.forms.of(at.saturating_sub(2 + 2 * comma)..at))
            }
            None => self.cast.affiliation(&words),
        }
    }
}

impl Cast<'_> {
    /// What a noun phrase tells of whom it means.
    pub fn affiliation(&self, phrase: &str) -> Affiliation {
        if seat_party(phrase).is_some() {
            return Affiliation { country: Some("USA".to_owned()), sector: Some("LEG".to_owned()) };
        }
        let words = split(phrase);
        let told = self.of_pieces(&self.pieces(&words));
        let armed = words.windows(3).any(|w| matches!(w, ["Ministry", "of", "Defence" | "Defense"]));
        let sector = if armed { Some("MIL".to_owned()) } else { told.sector };
        Affiliation { sector, ..told }
    }

    /// The words, with the names that the base knows in one piece.
    fn pieces<'w>(&self, words: &'w [&'w str]) -> Vec<Piece<'w, '_>> {
        // `No 10`, not `eight in 10`
        let numbered = words.windows(2).any(|w| matches!(w, ["No" | "No.", "10"]));
        let capital = |w: &str| w.trim_start_matches("al-").starts_with(char::is_uppercase) || numbered && w == "10";
        let (mut out, mut at) = (Vec::new(), 0);
        while at < words.len() {
            // `the Social Democratic Party` is not the Democratic Party.
            let joined = at > 2 && is_in("and &", words[at - 1]) && capital(words[at - 2]);
            let tail = at > 1
                && (capital(words[at - 1]) || joined)
                && out.last().is_some_and(|p: &Piece<'_, '_>| p.entry.is_none());
            // `Tarn's Security Council` is not that of the United Nations.
            let owned = at > 1 && words[at - 1] == "'s" && out.len() > 1 && out[out.len() - 2].is_place();
            let other = |e: &Entry<'_>| tail && matches!(e.kind, Kind::Body | Kind::Name) || owned && e.sector == "IGO";
            let ahead = &words[at..words.len().min(at + LONGEST)];
            let (length, entry) = self.longest(ahead, capital, |e, name| is_told(e, name) && !other(e));
            out.push(Piece { words: &words[at..at + length], entry });
            at += length;
        }
        out
    }

    /// Whether a name begins with the adjective of a country or ends with what it is of: `British Airways`, `Security
    /// Service of Ukraine`, not `Iran International`.
    pub(crate) fn is_national(&self, name: &str) -> bool {
        let words = split(name);
        let pieces = self.pieces(&words);
        let of = match &pieces[..] {
            [_, .., of, last] => of.last() == "of" && last.entry.is_some_and(|e| e.kind == Kind::Country),
            _ => false,
        };
        words.len() > 1 && pieces.first().is_some_and(Piece::is_adjective) || of
    }

    /// Whether a word is the adjective of a country, or its people: `Iraqi`, `Iraqis`.
    pub(crate) fn is_adjective(&self, word: &str) -> bool {
        matches!(&self.pieces(&[word])[..], [one] if one.is_adjective())
    }

    fn of_pieces(&self, pieces: &[Piece<'_, '_>]) -> Affiliation {
        let parts = parts(pieces);
        let Some((first, rest)) = parts.split_first() else { return Affiliation::default() };
        let group = &pieces[first.clone()];
        let Some(head) = group.iter().rposition(|p| p.last() != "'s") else { return Affiliation::default() };
        let of = |r: &Range<usize>| {
            let told = self.of_pieces(&pieces[r.clone()]);
            let stands = |p: &Piece<'_, '_>| p.is_place() || is_in(STATEHOOD, &p.last().to_lowercase());
            // `the president of the Tarnish Farm Bureau`
            let last = pieces[r.clone()].iter().rfind(|p| p.last() != "'s");
            let other = !last.is_some_and(stands);
            Link { word: pieces[r.start - 1].last(), other, told }
        };
        let noun = group[head].last().to_lowercase();
        // `then-president`
        let (former, noun) = match noun.strip_prefix("then-").or_else(|| noun.strip_prefix("ex-")) {
            Some(noun) => (true, singular(noun)),
            None => (false, singular(&noun)),
        };
        let people = self.is_people(group[head].last());
        // `president`, `its president`
        let alone = first.start == 0 || is_in("its their", &pieces[first.start - 1].last().to_lowercase());
        let bare = head == 0 && !former && alone && group[0].last().starts_with(char::is_lowercase);
        let links = rest.iter().filter(|r| r.start > 0).map(of).collect();
        let phrase = Phrase { pieces: group, head, noun, former, people, bare, links };
        // `Captain Ann Lee` leads a team, not soldiers.
        let sector = phrase.sector().filter(|s| !(self.sport && s == "MIL"));
        Affiliation { country: phrase.country(), sector }
    }

    /// Whether a word is the plural of a people: `Mexicans`, not `the Philippines`.
    pub(crate) fn is_people(&self, word: &str) -> bool {
        let country = |w: &str| self.entry(w).filter(|e| e.kind == Kind::Country && e.name != word).map(|e| e.country);
        let one = word.strip_suffix('s').and_then(country);
        one.is_some() && one == country(word)
    }
}

/// A noun with what stands before it, and what it is of.
struct Phrase<'p, 'w, 'a> {
    /// The noun is the piece at `head`.
    pieces: &'p [Piece<'w, 'a>],
    head: usize,
    /// The noun, one and in small letters.
    noun: String,
    /// Whether it says itself that it is held no more.
    former: bool,
    /// Whether it is the plural of a people.
    people: bool,
    /// Whether it stands alone, small and without an article.
    bare: bool,
    links: Vec<Link<'p>>,
}

/// What a noun is of: `of the army`.
struct Link<'p> {
    word: &'p str,
    told: Affiliation,
    /// Whether it names no country or state.
    other: bool,
}

impl Phrase<'_, '_, '_> {
    fn country(&self) -> Option<String> {
        let (pieces, head) = (self.pieces, self.head);
        // `a Russia expert` is not of Russia, `a Russian expert` is.
        let topical = is_in(TOPICAL, &self.noun) && !self.is_lawmaker();
        let owns = |i: usize| pieces[i].is_adjective() || pieces.get(i + 1).is_some_and(|p| p.last() == "'s");
        let place = (0..head).find(|i| pieces[*i].is_place() && (!topical || owns(*i))).map(|i| &pieces[i]);
        let before = place.or(pieces[..=head].iter().filter(|_| !topical).find(|p| p.country().is_some()));
        let is_of = |link: &&Link<'_>| match link.word {
            "of" | "from" | "throughout" | "across" => true,
            // `a study in The Quay Review`
            "in" if is_in(PAPERS, &self.noun) && link.told.sector.as_deref() == Some("JRN") => false,
            "in" | "at" | "inside" | "within" | "near" => !is_in(ABROAD, &self.noun),
            "for" => self.noun.starts_with("spokes"),
            "to" => matches!(self.noun.as_str(), "adviser" | "advisor" | "aide" | "assistant"),
            _ => false,
        };
        let after = || self.links.iter().filter(is_of).find_map(|link| link.told.country.clone());
        before.and_then(Piece::country).map(str::to_owned).or_else(after)
    }

    fn sector(&self) -> Option<String> {
        let current = self.held()?;
        let former = |p: &Piece<'_, '_>| is_in(FORMER, &p.last().to_lowercase());
        let was = OF_STATE.contains(&current) && (self.former || self.pieces[..self.head].iter().any(former));
        Some(String::from(if was { "ELI" } else { current }))
    }

    /// The sector, whether it is held or was.
    fn held(&self) -> Option<&str> {
        let own = self.pieces[self.head].body_sector();
        if own.is_some() {
            return own;
        }
        if self.pieces[..self.head].iter().any(|p| p.last().eq_ignore_ascii_case("shadow")) {
            return Some("OPP");
        }
        // `Speaker Ann Lee`, `the Speaker of the House`
        if self.noun == "speaker" && self.pieces[self.head].last() == "Speaker" {
            return Some("LEG");
        }
        // `Justice Ann Lee`, `the justices`
        if self.noun == "justice" && self.pieces[self.head].last() != "justice" {
            let before = self.head.checked_sub(1).map_or("", |i| self.pieces[i].last());
            let capital = before.starts_with(|c: char| !c.is_lowercase());
            let cause = capital && !is_in(BEFORE_JUSTICES, &before.to_lowercase());
            return (!cause).then_some("JUD");
        }
        // `two people familiar with the talks` are seldom of the people.
        if self.noun == "people" && self.links.iter().any(|link| is_in("familiar briefed close", link.word)) {
            return None;
        }
        let own = noun_sector(self.pieces, self.head);
        // `Hamas fighters`, `opposition candidates`
        if let (Some("MIL" | "UAF" | "LEG" | "PTY"), Some(side @ ("REB" | "OPP"))) = (own, self.before()) {
            return Some(side);
        }
        // `a trade expert at the university`, not `an expert on the army`
        if own.is_none() && is_in(TOPICAL, &self.noun) && !is_in(GENERIC, &self.noun) {
            let at = |link: &&Link<'_>| matches!(link.word, "at" | "from" | "with");
            return self.links.iter().filter(at).find_map(|link| link.told.sector.as_deref());
        }
        // `a minister with the Church of the Quay`
        let church = |link: &Link<'_>| is_in("with at in", link.word) && link.told.sector.as_deref() == Some("REL");
        if self.noun == "minister" && self.links.iter().any(church) {
            return Some("REL");
        }
        // `the council's chief executive`, `the chief executive of the Tarn Clinic`
        let executive = self.noun == "executive" && self.head > 1;
        let council = || self.pieces[..self.head].iter().any(|p| p.last() == "council").then_some("GOV");
        if executive && let Some(of) = self.before().or_else(council) {
            return Some(of);
        }
        let pair = self.head > 0 && own.is_some() && own != sector_of_noun(self.pieces[self.head].last());
        if pair || !is_in(GENERIC, &self.noun) {
            return own.or(self.people.then_some("CVL"));
        }
        let is_official = is_in(OFFICIAL, &self.noun);
        if self.is_lawmaker() {
            return own;
        }
        // `Transport Secretary`, whom no country need name; a press secretary is of whoever has him.
        let office = |p: &Piece<'_, '_>| p.last() != "Press" && PORTFOLIOS.contains(&p.last().to_lowercase().as_str());
        if self.noun == "secretary"
            && self.head > 0
            && office(&self.pieces[self.head - 1])
            && (self.pieces[self.head].last().starts_with(char::is_uppercase) || self.is_of_cabinet())
        {
            return Some("GOV");
        }
        let known = self.before().or_else(|| self.after(is_official));
        if known.is_some() || is_official {
            return known.or_else(|| self.is_of_government().then_some("GOV"));
        }
        own.filter(|_| self.noun != "representative")
    }

    /// Whether `secretary` follows what one of a cabinet is for: `the transport secretary`.
    fn is_of_cabinet(&self) -> bool {
        const CABINET: &str = "foreign home defence defense health education transport treasury justice environment energy culture \
            housing business trade commerce labor agriculture interior pensions industry science transportation climate";
        is_in(CABINET, &self.pieces[self.head - 1].last().to_lowercase())
    }

    /// Whether a representative is of no body but a parliament: with a capital and alone or of a party, or of a state.
    fn is_lawmaker(&self) -> bool {
        let fits = |p: &Piece<'_, '_>| {
            let word = p.last().to_lowercase();
            word == "state" || is_in(FORMER, &word) || p.is_place() || party(p.last()).is_some()
        };
        let before = &self.pieces[..self.head];
        let of_state = || before.iter().any(|p| p.entry.is_some_and(|e| is_state(&e)));
        self.noun == "representative"
            && self.links.is_empty()
            && (self.pieces[self.head].last() == "Representative" || of_state())
            && before.iter().all(|p| fits(p) || is_article(p.last()))
    }

    /// The sector of what stands before the noun.  The president of the people, the spokesman of the family: their own is not
    /// that of the people.
    fn before(&self) -> Option<&str> {
        let party = |i: usize| party(self.pieces[i].last()).filter(|_| self.noun != "president").map(|_| "PTY");
        // `the general secretary`, `a major employer`
        let adjective = |i: usize| is_in("general major private press", &self.pieces[i].last().to_lowercase());
        let noun = |i: usize| noun_sector(self.pieces, i).filter(|_| !adjective(i));
        let told = |i: usize| self.pieces[i].body_sector().or_else(|| party(i)).or_else(|| noun(i));
        let found = (0..self.head).rev().find_map(told).filter(|s| *s != "CVL");
        // `the rebels' military spokesman`
        let side = || (0..self.head).find_map(|i| self.pieces[i].body_sector()).filter(|s| matches!(*s, "REB" | "OPP"));
        if found == Some("MIL") { side().or(found) } else { found }
    }

    /// The sector of what the noun is of.
    fn after(&self, is_official: bool) -> Option<&str> {
        let of = |link: &&Link<'_>| matches!(link.word, "of" | "for" | "from" | "at" | "with" | "in" | "on");
        let fits = |s: &&str| !is_official || *s != "CVL";
        self.links.iter().filter(of).find_map(|link| link.told.sector.as_deref().filter(fits))
    }

    /// Whether nothing says that an official, a leader or a president is of something else than a government.
    fn is_of_government(&self) -> bool {
        let strict = matches!(self.noun.as_str(), "leader" | "leadership" | "president");
        let ranked = |p: &Piece<'_, '_>| is_in(RANKS, &p.last().to_lowercase());
        let other = |p: &Piece<'_, '_>| {
            let capital = p.last().starts_with(char::is_uppercase);
            p.entry.is_none() && (capital || is_in(PRIVATE, p.last()) || strict && !ranked(p)) && !is_article(p.last())
        };
        // The first capital may only open the sentence.
        let before = self.pieces[..self.head].iter().enumerate().any(|(i, p)| other(p) && (i > 0 || !ranked(p)));
        // `the president of VTB Bank`
        let after = self.links.iter().any(|link| matches!(link.word, "of" | "for" | "from" | "at") && link.other);
        let bare = strict && self.bare && self.links.iter().all(|link| link.word == ",");
        !(before || after || bare)
    }
}

/// Whether an entry of the base tells of a phrase: a single word with small letters may be anybody's name.
fn is_told(entry: &Entry<'_>, words: &[&str]) -> bool {
    // `The Rt` is one word too.
    let words = if words.len() > 1 && is_article(words[0]) { &words[1..] } else { words };
    match entry.kind {
        Kind::City => is_state(entry),
        Kind::Person => false,
        Kind::Name => words.len() > 1 || words[0].chars().filter(|c| c.is_uppercase()).count() > 1,
        // `Economist Ann Lee` does not write for The Economist.
        Kind::Body if is_role(words[0]) && words.len() == 1 => false,
        Kind::Country | Kind::Capital | Kind::Seat | Kind::Body => {
            words.len() > 1 || words[0].len() > 3 || is_shouted(words[0])
        }
    }
}

/// The noun with what stands before it, then what each link opens, as ranges of pieces.
fn parts(pieces: &[Piece<'_, '_>]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = pieces.iter().position(|p| !is_article(p.last())).unwrap_or(0);
    for (i, piece) in pieces.iter().enumerate().skip(start) {
        let link = piece.entry.is_none() && is_in(LINKS, piece.last());
        // `officials and residents`, not `federal and state officials`
        let after_noun = i > start && is_noun(pieces[i - 1].last());
        // `Works and Transport Minister`
        let next = pieces.get(i + 1).map_or("", Piece::last);
        let office = i > start && is_portfolio(pieces[i - 1].last()) && is_portfolio(next);
        let joins = matches!(piece.last(), "and" | "or") && !office;
        // `refugees fleeing the war`
        let participle = piece.last().starts_with(char::is_lowercase)
            && (piece.last().ends_with("ing") || piece.last().ends_with("ed"));
        if link || after_noun && (joins || participle) {
            out.push(start..i);
            start = i + 1;
        }
    }
    out.push(start..pieces.len());
    if out.first().is_some_and(Range::is_empty) && out.len() > 1 {
        out.remove(0);
    }
    out
}

fn is_article(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "the" | "a" | "an" | "his" | "her" | "their" | "its" | "our" | "this" | "that"
    )
}

fn is_noun(word: &str) -> bool {
    word.ends_with('s') || sector_of_noun(word).is_some()
}

/// The sector of the one to three words that end with a piece; the longest that are listed.
fn noun_sector<'s>(phrase: &[Piece<'_, '_>], at: usize) -> Option<&'s str> {
    let words: Vec<&str> = phrase[..=at].iter().flat_map(|p| p.words.iter().copied()).collect();
    // A name's `Union` and `Capital` may be of anything, a captain without a capital leads a team, and a secretary general no
    // army.
    if matches!(
        words[..],
        [.., "Union" | "Capital" | "captain"]
            | [.., "secretary" | "Secretary" | "superior" | "Superior", "general" | "General"]
    ) {
        return None;
    }
    (1..=3.min(words.len())).rev().find_map(|n| sector_of_noun(&words[words.len() - n..].join(" ")))
}

/// Words of a phrase; a possessive's end and a comma stand by themselves.
fn split(phrase: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for word in phrase.split_whitespace() {
        let bare =
            word.trim_start_matches(['"', '“', '‘', '\'', '(', '[']).trim_end_matches(['"', '”', ')', ']', ':', ';']);
        // What is quoted or in brackets is no part of the noun phrase.
        out.extend((bare.len() < word.len() && !word.starts_with(bare) && !out.is_empty()).then_some(","));
        let stem = bare.trim_end_matches(',');
        // `Gov.`, not `U.S.`
        let stem = stem.strip_suffix('.').filter(|s| !s.contains('.')).unwrap_or(stem);
        // `the rebels'`
        let several = || stem.strip_suffix(['\'', '’']).filter(|s| s.ends_with('s') && s.len() > 3);
        let owner = stem.strip_suffix("'s").or_else(|| stem.strip_suffix("’s")).or_else(several);
        out.extend(Some(owner.unwrap_or(stem)).filter(|w| !w.is_empty()));
        out.extend(owner.map(|_| "'s"));
        out.extend(bare.ends_with(',').then_some(","));
    }
    out
}
