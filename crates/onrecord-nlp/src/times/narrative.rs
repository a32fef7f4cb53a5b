//! Times counted from the last date that the text named: `the day before`, `that evening`, `the following spring`.

use super::calendar::{Stretch, Unit, around};
use super::lexicon::{part_of_day, season, unit, weekday};
use super::relative::{unknown, with_part};
use super::{Finder, OPENERS, Reading};
use crate::words::is_in;
use jiff::ToSpan;
use jiff::civil::Date;
use onrecord_types::Anchor;

/// What may follow `the day before` where no event does.
const CLAUSE_ENDS: &[&str] = &[",", ".", ";", "?", "!", "", "and", "while", "when", "as", "during", "but"];

impl Finder<'_> {
    /// `the same day`, `that week`, `the following month`, `that fall`, `the day before`.
    pub(super) fn narrative(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let (word, at) = match w.at(i) {
            "the" => (w.at(i + 1), i + 2),
            "that" => ("same", i + 1 + usize::from(w.at(i + 1) == "same")),
            "following" | "same" => (w.at(i), i + 1),
            _ => return None,
        };
        if w.at(i) == "the" && matches!(w.at(at), "before" | "after" | "earlier" | "later") {
            return self.beside(word, at);
        }
        let offset = match word {
            "same" => 0,
            "following" | "subsequent" | "next" => 1,
            "preceding" | "previous" => -1,
            _ => return None,
        };
        if let Some(code) = part_of_day(w.at(at)).filter(|_| !w.at(at).ends_with('s') && w.at(at) != "overnight") {
            return self.day_told(offset, at + 1).map(|day| with_part(day, code, at + 1));
        }
        if let (true, Some((day, false))) = (word == "following", weekday(w.at(at))) {
            // The first day of that name after the date last named.
            let told = self.last_named(i).filter(|s| s.unit() == Unit::Day).and_then(Stretch::days).map(|d| d.0);
            let anchor = if told.is_some() { Anchor::Named } else { Anchor::Published };
            let from = told.or(self.published)?.tomorrow().ok()?;
            let ahead = (day.to_monday_zero_offset() - from.weekday().to_monday_zero_offset()).rem_euclid(7);
            let date = from.checked_add(i32::from(ahead).days()).ok()?;
            return Some(Reading::of(Stretch::Day(date), at + 1, anchor));
        }
        if let Some(season) = season(w.at(at)).filter(|_| self.is_season_told(i, at)) {
            let days = self.last_named(i)?.days()?;
            return Some(Reading::of(season_beside(days, season, offset)?, at + 1, Anchor::Named));
        }
        let unit = whole(w.at(at))?;
        // `the next week`, `the previous year` are told by what leads them.
        if matches!(word, "next" | "previous") || w.at(i) == "that" && is_in("the it a an", w.at(at + 1)) {
            return None;
        }
        if let Some((first, _)) = self.last_named(i).filter(|s| s.unit() <= unit).and_then(Stretch::days) {
            return self.away(first, unit, offset, at + 1, Anchor::Named);
        }
        match (word, self.published) {
            ("following", Some(published)) => self.away(published, unit, 1, at + 1, Anchor::Published),
            ("following" | "same", _) => self.open(unknown(unit), at + 1),
            _ => None,
        }
    }

    /// `during this period`: the time told last, of whatever length.
    pub(super) fn this_period(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let noun = match w.at(i) {
            "this" | "that" => i + 1,
            "the" if w.at(i + 1) == "same" => i + 2,
            _ => return None,
        };
        let leads = is_in("during in throughout within", w.at(i.wrapping_sub(1)));
        let ends = !is_in("of last when from for as between ended ending a one this -", w.at(noun + 1));
        // It lasts, and was told of in this sentence or the one before.
        let lasts = |r: &&Reading| r.days.is_some_and(|(first, last)| first < last);
        let document = w.document();
        let near = |r: &&Reading| document.sentence_of(i) <= document.sentence_of(r.end.saturating_sub(1)) + 1;
        let told = self.told.as_ref().filter(lasts).filter(near)?;
        (leads && w.at(noun) == "period" && ends).then(|| Reading {
            end: noun + 1,
            anchor: Anchor::Named,
            ends: None,
            ..told.clone()
        })
    }

    /// `the day before`, `the night after`, `the week before last`; `word` is the unit, `at` the token after it.
    fn beside(&self, word: &str, at: usize) -> Option<Reading> {
        let w = self.words;
        let code = (word == "night").then_some("NI");
        let unit = if code.is_some() { Unit::Day } else { whole(word).filter(|u| *u <= Unit::Year)? };
        let sign = if matches!(w.at(at), "before" | "earlier") { -1 } else { 1 };
        let of_today = matches!((w.at(at), w.at(at + 1)), ("before", "last") | ("after", "next"));
        if !of_today && !CLAUSE_ENDS.contains(&w.at(at + 1)) {
            return None;
        }
        let end = at + 1 + usize::from(of_today);
        let told = self.last_named(at).filter(|s| s.unit() <= unit && !of_today).and_then(Stretch::days);
        let day = match (told, self.published.filter(|_| sign < 0 || of_today)) {
            (Some((first, _)), _) => self.away(first, unit, sign, end, Anchor::Named)?,
            (None, Some(published)) if of_today => self.away(published, unit, 2 * sign, end, Anchor::Published)?,
            // Of nothing named, `the day before` is that before publication.
            (None, Some(published)) => self.away(published, unit, sign, end, Anchor::Published)?.unsure(true),
            (None, None) => self.open(unknown(unit), end)?,
        };
        Some(match code {
            Some(code) => with_part(day, code, end),
            None => day,
        })
    }

    /// The day last named or the one beside it; without one, the day before publication or a day of no date.
    fn day_told(&self, offset: i32, end: usize) -> Option<Reading> {
        let told = self.last_named(end - 1).filter(|s| s.unit() == Unit::Day).and_then(Stretch::days);
        match told {
            Some((day, _)) => self.away(day, Unit::Day, offset, end, Anchor::Named),
            None if offset < 0 => self.day_away(offset, end),
            None if offset == 0 => self.open(unknown(Unit::Day), end),
            None => None,
        }
    }

    /// Whether `that fall`, `the following spring` is a season and no verb (`the shells that fall`) nor of another noun.
    fn is_season_told(&self, i: usize, at: usize) -> bool {
        let w = self.words;
        let verb = w.at(at) == "fall" && w.at(i) == "that" && w.at(i.wrapping_sub(1)).ends_with('s');
        let next = w.at(at + 1);
        let ends = !next.starts_with(char::is_alphabetic) || w.is_capital(at + 1) || OPENERS.contains(&next);
        !verb && (ends || is_in("he she it they we she was were had", next)) && next != "-"
    }
}

/// The unit that a word in the singular names, a day or longer.
fn whole(word: &str) -> Option<Unit> {
    unit(word).filter(|u| u.0 >= Unit::Day && !word.ends_with('s')).map(|u| u.0)
}

/// The season of some days, the next one after or the last one before them.
fn season_beside((first, last): (Date, Date), season: i8, offset: i32) -> Option<Stretch> {
    let mut all = around(first, |year| {
        let stretch = Stretch::Season(year, season);
        Some((stretch, stretch.days()?))
    });
    let found = match offset {
        0 => return Some(Stretch::Season(first.year(), season)),
        1 => all.find(|(_, days)| days.0 > last),
        _ => all.filter(|(_, days)| days.1 < first).last(),
    };
    found.map(|(stretch, _)| stretch)
}
