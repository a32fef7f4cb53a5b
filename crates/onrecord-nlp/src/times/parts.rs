//! Parts of a day whose day another word gives: `in the morning`, `by late afternoon`, `the early hours of Monday`,
//! `a recent afternoon`.

use super::calendar::{Stretch, Unit};
use super::lexicon::{part_of_day, unit, weekday};
use super::relative::{unknown, with_part};
use super::{Finder, Reading};
use crate::words::is_in;
use onrecord_types::{Anchor, TimeKind};

/// Tokens after a day within which `in the evening` is that day's.
const NEAR: usize = 40;

/// Before `late afternoon` and `dawn`, it is when something was.
const BEFORE: &str = "by in at on since until till before after from around toward towards was";

impl Finder<'_> {
    /// A part of a day without a day of its own.
    pub(super) fn part_alone(&self, i: usize) -> Option<Reading> {
        self.late_part(i).or_else(|| self.early_hours(i))
    }

    /// `the morning` after `in`, `late afternoon`, `mid-morning`, `dawn`: of the day last named, or of publication.
    fn late_part(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let before = w.at(i.wrapping_sub(1));
        let the = usize::from(w.at(i) == "the" && is_in("in by during until since throughout through", before));
        let modifier = match w.at(i + the) {
            "early" => Some("START"),
            "late" => Some("END"),
            "mid" => Some("MID"),
            _ => None,
        };
        let at = i + the + usize::from(modifier.is_some());
        let at = at + usize::from(modifier.is_some() && w.at(at) == "-");
        let code = part_of_day(w.at(at)).filter(|_| !w.at(at).ends_with('s') && !w.is_capital(at))?;
        // `at dawn`, not `the dawn of an age`; `the night` is another's.
        let own = matches!(code, "DA" | "MI") || is_in("dusk sunset", w.at(at));
        let leads = match (the, modifier) {
            (1, _) => code != "NI" || modifier.is_none() && is_in("in during through throughout", before),
            (_, Some(_)) => is_in(BEFORE, before) && code != "NI",
            _ => own && is_in(BEFORE, before),
        };
        let goes_on = matches!(w.at(at + 1), "of" | "-") || w.is_glued(at + 1) && w.at(at + 1) == "/";
        if !leads || goes_on {
            return None;
        }
        let here = |end: usize| i.saturating_sub(end) < NEAR && w.is_together(end.saturating_sub(1), i);
        let named = self.named.filter(|(s, end)| s.unit() == Unit::Day && here(*end));
        let day = match named {
            Some((Stretch::Day(day), _)) => self.away(day, Unit::Day, 0, at, Anchor::Named)?,
            _ => self.day_away(0, at)?,
        };
        Some(with_part(day, code, at + 1).modified(modifier).unsure(true))
    }

    /// `the early hours of Monday`: after its midnight.
    fn early_hours(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let at = i + usize::from(w.at(i) == "the");
        let of = ["early", "small"].iter().find_map(|word| w.follow(at, &[word, "hours", "of"]))?;
        let (date, relative) = (self.date(of), self.relative(of));
        let day = self.clock(of, &date, &relative).or(date).or(relative)?;
        let single = day.stretch.is_some_and(|s| s.unit() == Unit::Day) || day.value.starts_with("XXXX-WXX-");
        let end = day.end;
        match day.kind {
            TimeKind::Date if single => Some(with_part(day, "MO", end).modified(Some("START"))),
            TimeKind::Time if day.value.ends_with("TMO") => Some(day.modified(Some("START"))),
            _ => None,
        }
    }

    /// `a recent Tuesday`, `one recent afternoon`: some day of that name that is past.
    pub(super) fn recent(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let at = i + 1;
        if w.at(i) != "recent" || !is_in("a one on", w.at(i.wrapping_sub(1))) {
            return None;
        }
        if let Some((day, false)) = weekday(w.at(at)) {
            let value = format!("XXXX-WXX-{}", day.to_monday_one_offset());
            return match part_of_day(w.at(at + 1)) {
                Some(code) => self.open(&value, at + 1).map(|day| with_part(day, code, at + 2)),
                None => self.open(&value, at + 1),
            };
        }
        if let Some(code) = part_of_day(w.at(at)) {
            return self.open(unknown(Unit::Day), at).map(|day| with_part(day, code, at + 1));
        }
        let (unit, _) = unit(w.at(at)).filter(|u| u.0 >= Unit::Day && !w.at(at).ends_with('s'))?;
        self.open(unknown(unit), at + 1)
    }
}
