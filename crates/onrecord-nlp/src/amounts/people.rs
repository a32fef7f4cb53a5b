//! What a number counts, and what happened to the people counted: `killing at least 12 soldiers`.

use super::Finder;
use super::lexicon::{FATES, FROM_FATE, NO_PEOPLE, ONE_PERSON, PEOPLE, PEOPLE_END, TO_FATE, TROOPS};
use crate::words::is_in;
use onrecord_types::{Amount, AmountKind};
use std::ops::Range;

impl Finder<'_> {
    /// The noun that is counted, where it follows.
    pub(super) fn counted(&self, end: usize, amount: &mut Amount) {
        if amount.kind != AmountKind::Count || amount.of.is_some() {
            return;
        }
        let w = self.words;
        // `two of them children`
        let of_them = w.follow(end, &["of", "them"]).filter(|at| is_in(PEOPLE, w.at(*at)));
        let end = of_them.unwrap_or(end);
        let of = w.at(end) == "of";
        let start = end + usize::from(of) + usize::from(of && matches!(w.at(end + 1), "the" | "its" | "their"));
        let plural = |k: &usize| {
            let word = w.at(*k);
            is_in(PEOPLE, word)
                || TROOPS.contains(&word)
                || word.ends_with("children")
                || (word.len() > 3
                    && word.ends_with('s')
                    && !word.ends_with("ss")
                    && !matches!(
                        word,
                        "this"
                            | "was"
                            | "has"
                            | "its"
                            | "others"
                            | "percent"
                            | "previous"
                            | "various"
                            | "serious"
                            | "says"
                            | "suggests"
                            | "shows"
                            | "finds"
                            | "reveals"
                            | "indicates"
                    ))
        };
        // `14 U.S. troops`, `three new U.S. routes`
        let letter = |k: usize| w.at(k).len() == 1 && w.is_capital(k);
        let near = |k: usize| k <= start + 2 || w.at(k - 2) == ".";
        let abbreviates = |k: usize| w.at(k) == "." && w.is_glued(k) && letter(k - 1) && near(k);
        let stops = |k: usize| {
            let word = w.at(k);
            if abbreviates(k) {
                return false;
            }
            !w.is_together(end - 1, k)
                || self.taken[k] && !is_in("recent current daily weekly monthly annual quarterly yearly", word)
                || matches!(
                    word,
                    "," | "."
                        | ";"
                        | ":"
                        | ")"
                        | "("
                        | "and"
                        | "or"
                        | "of"
                        | "to"
                        | "in"
                        | "on"
                        | "at"
                        | "for"
                        | "from"
                        | "by"
                        | "were"
                        | "was"
                        | "are"
                        | "have"
                        | "has"
                        | "had"
                        | "who"
                        | "that"
                        | "which"
                        | "the"
                        | "a"
                )
        };
        let furthest = (start..start + 9).scan(0, |letters, k| {
            *letters += usize::from(abbreviates(k));
            (k < start + 5 + 2 * *letters).then_some(k + 1)
        });
        let furthest = furthest.last().unwrap_or(start);
        let limit = (start..furthest).find(|k| stops(*k)).unwrap_or(furthest);
        // `Three dead as boat sinks`
        let told = is_in("dead killed injured wounded missing hurt", w.at(start))
            && (stops(start + 1) || is_in("as after when while amid during", w.at(start + 1)));
        let herd = |k: &usize| is_in("aircraft cattle sheep livestock", w.at(*k)) && stops(*k + 1);
        if let Some(noun) = (start..limit).find(|k| plural(k) || herd(k)).filter(|_| !told) {
            // A run of plurals (`police officers`) is one noun.
            let last = (noun + 1..limit).take_while(plural).last().unwrap_or(noun);
            // `25 “fighters”`
            let quote = |k: usize| is_in("\" “ ” ‘ ’ '", w.at(k));
            let start = start + usize::from(quote(start) && !(start + 1..last + 1).any(quote));
            amount.of = w.span(start..last + 1);
        }
    }

    /// Whether a noun is of people: one that is known, one that ends as they do (`worshippers`), or a nation's (`Ukrainians`).
    fn is_people(&self, noun: usize) -> bool {
        let word = self.words.at(noun);
        is_in(PEOPLE, word)
            || is_in(ONE_PERSON, word)
            || TROOPS.contains(&word)
            || self.words.is_capital(noun) && word.ends_with('s')
            || PEOPLE_END.iter().any(|end| word.ends_with(end)) && !is_in(NO_PEOPLE, word)
    }

    /// What happened to the people counted: by the words right around the number.
    pub(super) fn fate(&self, at: Range<usize>, amount: &mut Amount) {
        let w = self.words;
        // `killed 96-year-old Borys` counts years.
        if amount.kind != AmountKind::Count || w.at(at.end) == "-" {
            return;
        }
        // `100 of them killed`
        let of_them =
            amount.of.is_none() && w.at(at.end) == "of" && matches!(w.at(at.end + 1), "them" | "those" | "us");
        let noun_end = if of_them { at.end + 2 } else { self.noun_end(amount, at.end) };
        let noun = w.at(noun_end.saturating_sub(1));
        let people = amount.of.is_none() || self.is_people(noun_end - 1);
        // `claimed 30 lives`
        let lives = noun == "lives"
            && matches!(w.at(at.start.wrapping_sub(1)), "claimed" | "claiming" | "cost" | "costing" | "took");
        let around = || self.fate_after(at.start, noun_end).or_else(|| self.fate_before(at.start));
        amount.role = match lives || self.are_bodies(at.start, noun_end) {
            true => Some("dead"),
            false => people
                .then(around)
                .flatten()
                .or_else(|| self.fate_of_group(&at).filter(|_| people))
                // `15 deaths`, `2,000 arrests`
                .or_else(|| self.told(noun_end - 1).filter(|_| amount.of.is_some()))
                .or_else(|| TROOPS.contains(&noun).then_some("troops")),
        };
    }

    /// `the bodies of 27 miners`, `27 bodies were recovered`: the dead.
    fn are_bodies(&self, start: usize, noun_end: usize) -> bool {
        const FOUND: &str =
            "found recovered pulled exhumed retrieved discovered unearthed buried counted morgue mortuary";
        let w = self.words;
        let bodies = |k: usize| matches!(w.at(k), "bodies" | "corpses");
        let of = w.at(start.wrapping_sub(1)) == "of" && bodies(start.wrapping_sub(2)) && self.is_people(noun_end - 1);
        let near = || (start.saturating_sub(4)..noun_end + 5).filter(|k| w.is_together(start, *k));
        of || bodies(noun_end - 1) && near().any(|k| is_in(FOUND, w.at(k)))
    }

    /// The fate of a group that the number is a part of or is of: `two of the dead`, `the dead included 14 pupils`, `the death toll
    /// from Monday's quake rose above 1,200`.
    fn fate_of_group(&self, at: &Range<usize>) -> Option<&'static str> {
        const GROUP: &str = "dead wounded injured missing detained arrested displaced";
        let w = self.words;
        let group = |k: usize| self.told(k).filter(|_| is_in(GROUP, w.at(k)) && w.at(k.wrapping_sub(1)) == "the");
        let part = w.follow(at.end, &["of", "the"]).and_then(group);
        let whole = || {
            let verb = is_in("included include includes including were are was", w.at(at.start.wrapping_sub(1)));
            verb.then(|| group(at.start.wrapping_sub(2))).flatten()
        };
        let toll = || {
            let limit = is_in("to at above past over than nearly around about reached", w.at(at.start.wrapping_sub(1)))
                || is_in("above over nearly around about", w.at(at.start));
            let document = w.document();
            let first = document.sentences.get(document.sentence_of(at.start))?.first;
            let told =
                (first.max(at.start.saturating_sub(14))..at.start).any(|k| w.follow(k, &["death", "toll"]).is_some());
            (limit && told).then_some("dead")
        };
        part.or_else(whole).or_else(toll)
    }

    /// The one person whom a `one` counts, by what happened to him: `one soldier was killed`, `killing one`; one past him.
    pub(super) fn one_person(&self, at: usize) -> Option<usize> {
        let w = self.words;
        if is_in("no any every this the that which - each", w.at(at.wrapping_sub(1))) {
            return None;
        }
        let noun = (at + 1..at + 4).find(|k| is_in(ONE_PERSON, w.at(*k)) && w.is_together(at, *k));
        // `one young Tarn soldier`, not `one of the soldiers`
        let plain = |noun: &usize| (at + 1..*noun).all(|k| w.at(k).starts_with(char::is_alphabetic) && w.at(k) != "of");
        let end = noun.filter(plain).map_or(at + 1, |noun| noun + 1);
        if end == at + 1 {
            // `leaving one dead`, not `one missing piece`
            let next = w.at(at + 2);
            let alone = !next.starts_with(char::is_alphabetic) || is_in("and in on at after as when by", next);
            let after = self.told(at + 1).is_some() && alone || w.at(at + 1) == "was" && self.told(at + 2).is_some();
            let before = self.told(at.wrapping_sub(1)).is_some() && !w.at(at + 1).starts_with(char::is_alphabetic);
            return (after || before).then_some(end);
        }
        self.fate_after(at, end).or_else(|| self.fate_before(at)).map(|_| end)
    }

    /// One past what is counted, or past the number where nothing is named.
    fn noun_end(&self, amount: &Amount, number_end: usize) -> usize {
        amount.of.map_or(number_end, |s| self.words.document().tokens_in(s).end)
    }

    /// The fate that a word tells of.
    fn told(&self, k: usize) -> Option<&'static str> {
        let w = self.words;
        let known = FATES.iter().find(|(forms, _)| forms.contains(&w.at(k))).map(|(_, fate)| *fate);
        // `lost their lives`, `forced from their homes`
        let lost = w.follow(k, &["lost", "their", "lives"]).is_some().then_some("dead");
        let forced = matches!(w.at(k), "forced" | "driven") && w.at(k + 1) == "from";
        // `the toll reached 40`
        let toll =
            w.at(k) == "toll" && is_in("the its overall total final official confirmed", w.at(k.wrapping_sub(1)));
        let hostage = ["taken", "took", "taking"].iter().any(|word| w.follow(k, &[word, "hostage"]).is_some());
        let known = known.or(hostage.then_some("abducted"));
        known.or(lost).or(toll.then_some("dead")).or(forced.then_some("displaced"))
    }

    /// The fate that follows the people counted: `12 people were killed`.
    pub(super) fn fate_after(&self, start: usize, noun_end: usize) -> Option<&'static str> {
        let w = self.words;
        let same = |k: &usize| w.is_together(start, *k);
        // `twelve people, including three children, were killed`: past the comma that closes what is between.
        let includes = |k: usize| is_in("including among mostly most many or", w.at(k));
        let inside = w.at(noun_end) == "," && (start.saturating_sub(3)..start).any(includes);
        let closed = (w.at(noun_end) == "," && includes(noun_end + 1))
            .then(|| (noun_end + 2..noun_end + 14).filter(same).find(|k| w.at(*k) == ","))
            .flatten();
        let from = closed.map_or(noun_end + usize::from(inside), |k| k + 1);
        let from = self.behind_one_more(start, from).unwrap_or(from);
        // `was shot and killed`
        let harmed = |k: usize| w.at(k) == "and" && is_in("shot stabbed beaten tortured", w.at(k - 1));
        let leads = |k: &usize| self.told(*k).is_some() || is_in(TO_FATE, w.at(*k)) || harmed(*k);
        let mut all = (from..from + 5).filter(same).take_while(leads);
        // `sentenced 80 people to death`
        all.find(|k| self.told(*k).is_some())
            .filter(|k| *k != from + 1 || w.at(from) != "to")
            .and_then(|k| self.told(k))
    }

    /// One past the `and a child` of `Two women and a child died`, which a clause begins with.
    fn behind_one_more(&self, start: usize, end: usize) -> Option<usize> {
        let w = self.words;
        let one = w.at(end) == "and" && is_in("a an one his her their its the", w.at(end + 1));
        let noun = (end + 2..end + 4).find(|k| is_in(ONE_PERSON, w.at(*k))).filter(|_| one && self.begins(start))?;
        Some(noun + 1)
    }

    /// Whether a clause begins with a token.
    fn begins(&self, at: usize) -> bool {
        let before = self.words.at(at.wrapping_sub(1));
        is_in(", . ; that where when but", before) || before.is_empty() || !self.words.is_together(at - 1, at)
    }

    /// The fate that stands before the number: `killed at least 12`.
    pub(super) fn fate_before(&self, start: usize) -> Option<&'static str> {
        let w = self.words;
        (start.saturating_sub(4)..start)
            .rev()
            .filter(|k| w.is_together(start, *k))
            .take_while(|k| !matches!(w.at(*k), "." | ";" | "who"))
            .find(|k| self.told(*k).is_some())
            .filter(|k| (k + 1..start).all(|m| is_in(FROM_FATE, w.at(m))))
            .and_then(|k| self.told(k))
    }

    /// Gives people who are counted side by side one fate: `three soldiers and 12 protesters were killed`, `killed three soldiers
    /// and 12 protesters`.
    pub(super) fn share_fates(&self, amounts: &mut [Amount]) {
        let w = self.words;
        let tokens = |a: &Amount| {
            let number = w.document().tokens_in(a.span);
            (number.start, self.noun_end(a, number.end))
        };
        let people = |a: &Amount| a.of.is_some() && a.kind == AmountKind::Count && self.is_people(tokens(a).1 - 1);
        let open = |a: &Amount| matches!(a.role, None | Some("troops"));
        let joined = |a: &Amount, b: &Amount| {
            people(a) && people(b) && w.at(tokens(a).1) == "and" && tokens(b).0 == tokens(a).1 + 1
        };
        // Those counted are what a clause begins with; or it ends after them.
        let ends = |at: usize| {
            !w.is_together(at - 1, at)
                || matches!(w.at(at), "." | "," | ";" | "in" | "on" | "at" | "near" | "when" | "by")
        };
        for i in (1..amounts.len()).rev() {
            let (a, b) = (&amounts[i - 1], &amounts[i]);
            if open(a) && joined(a, b) && self.begins(tokens(a).0) {
                let (start, end) = tokens(b);
                amounts[i - 1].role = self.fate_after(start, end).or(a.role);
            }
        }
        // `killed 60 villagers, including 20 children`
        for i in 1..amounts.len() {
            let (a, b) = (&amounts[i - 1], &amounts[i]);
            let start = tokens(b).0;
            let lead = (start.saturating_sub(2)..start).find(|k| matches!(w.at(*k), "including" | "among"));
            let close = lead.is_some_and(|k| k <= tokens(a).1 + 1 && w.is_together(k, start));
            if people(a) && people(b) && open(b) && close && a.role != Some("troops") {
                amounts[i].role = a.role.or(b.role);
            }
        }
        for i in 1..amounts.len() {
            let (a, b) = (&amounts[i - 1], &amounts[i]);
            if open(b) && joined(a, b) && ends(tokens(b).1) {
                amounts[i].role = self.fate_before(tokens(a).0).or(b.role);
            }
        }
    }
}
