//! What a number counts, and what happened to the people counted: `killing at least 12 soldiers`.

use super::Finder;
use super::lexicon::{FATES, FROM_FATE, NO_PEOPLE, PEOPLE, PEOPLE_END, TO_FATE, TROOPS};
use crate::words::is_in;
use onrecord_types::{Amount, AmountKind};
use std::ops::Range;

impl Finder<'_> {
    /// The noun that is counted, where it follows.
    pub(super) fn counted(&self, end: usize, amount: &mut Amount) {
        if amount.kind != AmountKind::Count {
            return;
        }
        let w = self.words;
        let start = end
            + usize::from(w.at(end) == "of")
            + usize::from(w.at(end) == "of" && matches!(w.at(end + 1), "the" | "its" | "their"));
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
        amount.role = match lives {
            true => Some("dead"),
            // `15 deaths`, `2,000 arrests`
            false => people
                .then(around)
                .flatten()
                .or_else(|| self.told(noun_end - 1).filter(|_| amount.of.is_some()))
                .or_else(|| TROOPS.contains(&noun).then_some("troops")),
        };
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
        known.or(lost).or(toll.then_some("dead")).or(forced.then_some("displaced"))
    }

    /// The fate that follows the people counted: `12 people were killed`.
    pub(super) fn fate_after(&self, start: usize, noun_end: usize) -> Option<&'static str> {
        let w = self.words;
        let same = |k: &usize| w.is_together(start, *k);
        // `twelve people, including three children, were killed`: past the comma that closes what is between.
        let includes = |k: usize| matches!(w.at(k), "including" | "among" | "mostly" | "most" | "many");
        let inside = w.at(noun_end) == "," && (start.saturating_sub(3)..start).any(includes);
        let closed = (w.at(noun_end) == "," && includes(noun_end + 1))
            .then(|| (noun_end + 2..noun_end + 14).filter(same).find(|k| w.at(*k) == ","))
            .flatten();
        let from = closed.map_or(noun_end + usize::from(inside), |k| k + 1);
        let leads = |k: &usize| self.told(*k).is_some() || is_in(TO_FATE, w.at(*k));
        (from..from + 4).filter(same).take_while(leads).find_map(|k| self.told(k))
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
        let begins = |at: usize| {
            matches!(w.at(at.wrapping_sub(1)), "" | "," | "." | ";" | "that" | "where" | "when" | "but")
                || !w.is_together(at - 1, at)
        };
        let ends = |at: usize| {
            !w.is_together(at - 1, at)
                || matches!(w.at(at), "." | "," | ";" | "in" | "on" | "at" | "near" | "when" | "by")
        };
        for i in (1..amounts.len()).rev() {
            let (a, b) = (&amounts[i - 1], &amounts[i]);
            if open(a) && joined(a, b) && begins(tokens(a).0) {
                let (start, end) = tokens(b);
                amounts[i - 1].role = self.fate_after(start, end).or(a.role);
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
