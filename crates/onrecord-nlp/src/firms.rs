//! Names of firms: those that one word shares with people, and those that end in the mark of an owner: `McDonald's`, `Moody's`,
//! `Del Frisco's`.
//!
//! What owns stands before what it owns; a name whose mark is followed by a verb, a preposition or the end of the sentence owns
//! nothing, and the mark is its own, here and wherever the article has the name.

use crate::attribute::Found;
use crate::base::{Base, Kind};
use crate::cast::is_form_of_firm;
use crate::forms::Forms;
use crate::mentions::{Mentions, Name, NameKind};
use crate::names;
use crate::phrases::is_body_noun;
use crate::titles;
use crate::words::is_in;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Verbs that are no noun which somebody owns.
const VERBS: &str = "said says told announced warned denied declined agreed has had is was";

/// What stands right before a firm's name.
const FIRMS: &str = "house firm company giant maker manufacturer retailer bank airline chain startup carmaker chipmaker drugmaker \
    insurer lender supermarket brewer conglomerate miner operator carrier utility developer publisher brokerage shipbuilder \
    builder broadcaster streamer automaker planemaker grocer housebuilder supplier";

/// What goes by lines that firms run: `the ferry line Norwind`.
const RUN: &str = "ferry shipping cruise container freight rail railway train bus clothing";

/// What firms are called by what they do.
const TRADES: &str = "Airlines Airways Aerospace Aviation Motors Automotive Pharmaceuticals Pharma Therapeutics Biotech Energy Power \
    Petroleum Mining Minerals Resources Steel Chemicals Industries Technologies Technology Systems Semiconductor \
    Electronics Robotics Telecom Wireless Software Foods Brewing Shipping Logistics Railways Lines Holdings Ventures \
    Partners Securities Aggregates Quarries Homes Estates Properties Developments Construction Engineering \
    Consulting Analytics Insurance Bancorp Supermarkets Hotels Resorts Leisure Entertainment Pictures Studios \
    Records Publishing Farms Breweries Distillers Brands Laboratories Diagnostics Genetics Oncology Healthcare \
    Biosciences Sciences Trucks Ferries Cruises";

/// Whether a noun says what a firm is: `carmaker`, not the `house` of a parliament.
pub(crate) fn is_firm_noun(noun: &str) -> bool {
    noun != "house" && is_in(FIRMS, noun)
}

/// Whether a word, however it is written, says what a firm does: `Airlines`.
pub(crate) fn is_trade(word: &str) -> bool {
    TRADES.split(' ').any(|trade| trade.eq_ignore_ascii_case(word))
}

/// Whether a name opens a sentence that a firm says: `Orbix will close its plant, the German-owned carmaker said`.
fn is_told_by_firm(forms: &Forms<'_>, name: Range<usize>) -> bool {
    const SAYS: &str = "said says announced reported confirmed told";
    let sentence = forms.document.sentences[forms.document.sentence_of(name.start)];
    let goes_on =
        is_in("will would has had is was plans expects to may could posted reported cut made", forms.at(name.end));
    // The noun phrase between a comma and the verb begins with an article.
    let firm = |says: usize| {
        let noun = says - 1;
        let article = (noun.saturating_sub(6)..noun).rev().find(|t| forms.at(*t) == ",").map(|comma| comma + 1);
        is_in(FIRMS, forms.at(noun)) && article.is_some_and(|t| forms.at(t) == "the")
    };
    let says = |t: &usize| is_in(SAYS, forms.at(*t)) && firm(*t);
    sentence.first == name.start && goes_on && (name.end + 2..sentence.last).any(|t| says(&t))
}

/// Words before the name of a place where people go, and words after it.
const BEFORE: &str = "at to from near outside inside like into";
const AFTER: &str = ". ? ! ; in on for and or with last this next";

impl Mentions {
    /// One word is a person's name or a body's in all of an article: `Bako` whoever `Idris Bako` names, `Orbix` what `Orbix Inc`
    /// does; else a body's where it is that more often, or now and then and no given name.
    pub(crate) fn agree_on_words<'f>(&mut self, forms: &Forms<'f>, base: &Base) {
        let word = |n: &Name| Some(forms.at(n.tokens.start)).filter(|_| n.tokens.len() == 1);
        let before = |n: &Name| n.tokens.start.checked_sub(1).map_or("", |t| forms.at(t));
        let several = |n: &Name, kind| n.kind == kind && n.tokens.len() > 1;
        let last = |n: &Name| forms.at(n.tokens.end - 1);
        let names = &self.names;
        let people: HashSet<&'f str> = names.iter().filter(|n| several(n, NameKind::Person)).map(last).collect();
        let first = |n: &Name| forms.at(n.tokens.start);
        let pair = |n: &Name| several(n, NameKind::Organisation) && n.tokens.len() == 2;
        let is_firm = |n: &&Name| pair(n) && is_form_of_firm(last(n));
        let bodies: HashSet<&'f str> = names.iter().filter(is_firm).map(first).collect();
        // `Orbix Airlines`
        let trades: HashSet<&'f str> = names.iter().filter(|n| pair(n) && is_in(TRADES, last(n))).map(first).collect();
        let words_of = |fits: &dyn Fn(&Name) -> bool| -> HashSet<&'f str> {
            names.iter().filter(|n| fits(n)).filter_map(word).collect()
        };
        // Who writes `Mr. Bloomberg` of the person means the firm by `Bloomberg`.
        let apart = words_of(&|n| matches!(forms.title_before(n.tokens.start), "Mr" | "Mrs" | "Ms"));
        // `Novamed, which was fined`, not `Lee v. Norton, which`
        let versus = |n: &Name| {
            let dot = usize::from(before(n) == ".");
            matches!(n.tokens.start.checked_sub(1 + dot).map_or("", |t| forms.at(t)), "v" | "vs" | "in")
        };
        let things = |n: &Name| {
            let comma = forms.at(n.tokens.end) == ",";
            // `Norvam, Tarn's foreign ministry,`
            let said_to_be = || {
                const LONGEST: usize = 8;
                let next = n.tokens.end + 1;
                // `Norvam, a mapping project with links to the army,`
                let link = |t: usize| is_in(", of for at in by from who to with", forms.at(t));
                let end = (next..next + LONGEST).find(|t| link(*t)).unwrap_or(next);
                let closed = (end..end + LONGEST).any(|t| forms.at(t) == ",");
                let noun = forms.at(end.max(1) - 1);
                let bodily = is_body_noun(noun) || matches!(noun, "project" | "startup" | "website" | "charity");
                n.tokens.len() == 1 && closed && end > next && !forms.is_capital(end - 1) && bodily
            };
            // `the trading house Orbix`
            let kind = before(n);
            let line = || matches!(kind, "line" | "lines") && is_in(RUN, forms.at(n.tokens.start.saturating_sub(2)));
            let called = n.tokens.len() == 1 && (is_in(FIRMS, kind) || line());
            let is_thing = called || comma && (forms.at(n.tokens.end + 1) == "which" || said_to_be());
            // `Orbix will close its plant, the German-owned carmaker said`
            let told_by = n.tokens.len() == 1 && is_told_by_firm(forms, n.tokens.clone());
            // `Shares in Orbix`
            let start = n.tokens.start;
            let of_shares =
                start > 1 && kind == "in" && is_in("shares stake stakes stock", &forms.at(start - 2).to_lowercase());
            told_by
                || of_shares && n.tokens.len() == 1
                || (n.kind == NameKind::Person || called) && is_thing && !versus(n)
        };
        let things = words_of(&things);
        // Few people have one name in all of an article, and no title.
        let titled = words_of(&|n| titles::is_title(before(n)));
        let is_unknown = |w: &str| names::first_name(w).is_none() && !titled.contains(w) && !people.contains(w);
        let mut counts: HashMap<&str, [usize; 2]> = HashMap::new();
        for name in names {
            let kind = [NameKind::Person, NameKind::Organisation].iter().position(|k| *k == name.kind);
            if let Some((word, kind)) = word(name).zip(kind) {
                counts.entry(word).or_default()[kind] += 1;
            }
        }
        // `Orbix Leisure` is no person.
        for name in self.names.iter_mut().filter(|n| several(n, NameKind::Person) && n.tokens.len() == 2) {
            if is_in(TRADES, last(name)) && names::first_name(first(name)).is_none() {
                name.kind = NameKind::Organisation;
            }
        }
        let may_change = |w: &&str| !apart.contains(*w) && base.find(w, None).is_none();
        for name in self.names.iter_mut().filter(|n| n.kind != NameKind::Other) {
            let Some(word) = word(name).filter(may_change) else { continue };
            let [person, body] = counts.get(word).copied().unwrap_or_default();
            name.kind = match (people.contains(word), bodies.contains(word)) {
                _ if (things.contains(word) || trades.contains(word)) && is_unknown(word) => NameKind::Organisation,
                _ if name.kind == NameKind::Place => continue,
                (true, false) if person > body || body == 1 && !is_body_noun(word) => NameKind::Person,
                (false, true) => NameKind::Organisation,
                (false, false) if body * 3 >= person && (body > person || is_unknown(word)) => NameKind::Organisation,
                _ => continue,
            };
        }
    }

    /// Takes the mark into the names that end so.  A name that the article also has without the mark, or that is a person's
    /// surname there, is none of these.
    pub fn take_marks(&mut self, forms: &Forms<'_>, base: &Base) {
        let small = |tokens: Range<usize>| forms.of(tokens).to_lowercase();
        let (marked, bare): (Vec<&Name>, Vec<&Name>) =
            self.names.iter().partition(|n| forms.is_possessive(n.tokens.end));
        let is_own = |n: &&Name| {
            let (start, end) = (n.tokens.start, n.tokens.end + 2);
            let entry = base.find(forms.of(start..end), None);
            let known = entry.is_some_and(|e| e.kind == Kind::Body && e.name.ends_with("'s"));
            let sentence = forms.document.sentences[forms.document.sentence_of(start)];
            let visited = n.kind != NameKind::Person && is_in(BEFORE, &forms.at(start.wrapping_sub(1)).to_lowercase());
            // `Kohl's, the retailer`
            let explained =
                n.kind == NameKind::Organisation && forms.at(end) == "," && is_in("the a an which", forms.at(end + 1));
            known
                || explained
                || is_in(VERBS, forms.at(end))
                || visited && (sentence.last <= end || is_in(AFTER, forms.at(end)))
        };
        let mut own: HashSet<String> = marked.into_iter().filter(is_own).map(|n| small(n.tokens.clone())).collect();
        for name in bare {
            own.remove(&small(name.tokens.clone()));
        }
        for name in self.names.iter().filter(|n| n.kind == NameKind::Person && n.tokens.len() > 1) {
            own.remove(&small(name.tokens.end - 1..name.tokens.end));
        }
        for name in &mut self.names {
            if forms.is_possessive(name.tokens.end) && own.contains(&small(name.tokens.clone())) {
                name.tokens.end += 2;
                if name.kind == NameKind::Person {
                    name.kind = NameKind::Organisation;
                }
            }
        }
    }

    /// Gives sources the ends of their names that the network takes for the beginning of a cue: `Moody` and `'s said`.
    pub fn make_whole(&self, found: &mut Found) {
        for candidate in found.outer.iter_mut().chain(&mut found.inner) {
            while let (Some(last), Some(first)) = (candidate.source.last().copied(), candidate.cue.first().copied()) {
                let name = self.name_at(first as usize).filter(|n| n.tokens.contains(&(last as usize)));
                if first != last + 1 || name.is_none() || candidate.cue.len() == 1 {
                    break;
                }
                candidate.cue.remove(0);
                candidate.source.push(first);
            }
        }
    }
}
