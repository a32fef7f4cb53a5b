//! Amounts of no number: `dozens of people`, `a few billion dollars`, `hundreds were injured`; and `half of them`.

use super::Finder;
use super::lexicon::{ABOUT, VAGUE};
use crate::words::is_in;
use onrecord_types::{Amount, AmountKind};

/// Numbers behind `several` and `a few` that are not known more exactly for it.
const SCALES: &str = "dozen hundred thousand million billion trillion";

impl Finder<'_> {
    /// An amount without a number that begins at a token, and one past it.
    pub(super) fn vague(&self, i: usize) -> Option<(usize, Amount)> {
        if let Some(half) = self.half(i) {
            return Some(half);
        }
        let w = self.words;
        let word = w.at(i);
        if self.taken.get(i).copied().unwrap_or(true) {
            return None;
        }
        if let Some(few) = self.few(i) {
            return Some(few);
        }
        if !VAGUE.contains(&word) {
            return None;
        }
        // `hundreds and hundreds of people`
        let mut end = w.follow(i + 1, &["and", word]).unwrap_or(i + 1);
        while w.at(end) == "of" && (VAGUE.contains(&w.at(end + 1)) || matches!(w.at(end + 1), "million" | "billion")) {
            end += 2;
        }
        if w.at(end) == "of"
            && let Some(unit) = self.unit(end + 1)
        {
            return Some((unit.end, Self::plain(unit.kind, None, unit.name)));
        }
        let counts = w.at(end) == "of" || word == "many" || self.stands_for_people(i, end);
        counts.then(|| (end, Self::plain(AmountKind::Count, None, None)))
    }

    /// `several thousand people`, `a few billion dollars`, `a handful of ships`.
    fn few(&self, i: usize) -> Option<(usize, Amount)> {
        let w = self.words;
        if let Some(end) = w.follow(i, &["a", "handful"]).or_else(|| w.follow(i, &["a", "small", "handful"])) {
            let time = is_in("days weeks months years hours minutes", w.at(end + 1));
            return (w.at(end) == "of" && !time).then(|| (end, Self::plain(AmountKind::Count, None, None)));
        }
        let lead = match w.at(i) {
            "several" | "many" | "few" => i + 1,
            "a" if w.at(i + 1) == "few" => i + 2,
            _ => return None,
        };
        let end = lead + (lead..lead + 3).take_while(|k| is_in(SCALES, w.at(*k))).count();
        if end > lead
            && let Some(unit) = self.unit(end)
        {
            return Some((unit.end, Self::plain(unit.kind, None, unit.name)));
        }
        // `few people` says something else.
        let counts = end > lead || w.at(i) == "several";
        counts.then(|| (end, Self::plain(AmountKind::Count, None, None)))
    }

    /// `half of them`, `half a percentage point`, `a quarter-point cut`.
    fn half(&self, i: usize) -> Option<(usize, Amount)> {
        let w = self.words;
        let share = match w.at(i) {
            "half" => 0.5,
            "quarter" => 0.25,
            _ => return None,
        };
        let points: [&[&str]; 4] =
            [&["-", "point"], &["point"], &["percentage", "point"], &["-", "percentage", "-", "point"]];
        let point = points.iter().find_map(|words| w.follow(i + 1, words));
        if let Some(end) = point {
            let unit = Some("percentage_points".to_owned());
            return Some((end, Self::plain(AmountKind::Percent, Some(share), unit)));
        }
        let qualified = i > 0
            && ABOUT.iter().any(|(words, _)| i.checked_sub(words.len()).is_some_and(|k| w.follow(k, words).is_some()));
        let noun = qualified && w.at(i + 1).starts_with(char::is_alphabetic) && w.is_together(i, i + 1);
        if w.at(i) != "half" || !(noun || is_in("of the its a all their our", w.at(i + 1))) {
            return None;
        }
        // `half a mile`
        let measured = matches!(w.at(i + 1), "a" | "an").then(|| self.unit(i + 2)).flatten();
        let plain = || (i + 1, Self::plain(AmountKind::Count, Some(0.5), None));
        Some(measured.map_or_else(plain, |u| (u.end, Self::plain(u.kind, Some(0.5 * u.times), u.name))))
    }

    /// Whether `hundreds`, `tens of thousands` are people without saying so: something happens to them (`hundreds were injured`,
    /// `killed thousands`), or they do something at the beginning of a sentence (`Thousands marched`).
    fn stands_for_people(&self, i: usize, end: usize) -> bool {
        let w = self.words;
        let document = w.document();
        let opens = document.sentences.get(document.sentence_of(i)).is_some_and(|s| s.first == i);
        let acts = w.at(end).starts_with(char::is_alphabetic) && w.is_together(i, end) && !w.is_capital(end);
        let several = end > i + 1 && !is_in("dollars euros pounds", w.at(end));
        several || opens && acts || self.fate_after(i, end).or_else(|| self.fate_before(i)).is_some()
    }
}
