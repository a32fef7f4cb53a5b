//! Dates counted from publication or from the last date named: `yesterday`, `last week`,
//! `three days ago`, `the next day`; and references (`now`, `recently`).

use super::calendar::{Stretch, Unit, around, season_of_no_year, shifted};
use super::lexicon::{holiday, month, part_of_day, period, season, unit, weekday, weekdays};
use super::{Finder, OPENERS, Reading};
use crate::numbers;
use crate::words::is_in;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use onrecord_types::{Anchor, TimeKind};

/// Nothing is announced for so many years later.
const LIFETIME: f64 = 50.0;

/// Tokens after a date within which `two days later` counts from it.
const NEAR: usize = 40;

/// The most units that are counted; beyond, the calendar's years end.
const LONGEST: f64 = 11_000.0;

impl Finder<'_> {
    /// A date relative to another one.
    pub(super) fn relative(&self, i: usize) -> Option<Reading> {
        let all = [
            Self::day_word,
            Self::directed,
            Self::counted,
            Self::narrative,
            Self::week_of,
            Self::part_of,
            Self::year_ago,
        ];
        all.iter().filter_map(|read| read(self, i)).max_by_key(|r| r.end)
    }

    pub(super) fn open(&self, value: impl Into<String>, end: usize) -> Option<Reading> {
        Some(Reading { anchor: Anchor::Open, ..Reading::plain(TimeKind::Date, value, end) })
    }

    /// A day counted from publication; one of no known date where that is not told.
    pub(super) fn day_away(&self, offset: i32, end: usize) -> Option<Reading> {
        match self.published {
            Some(published) => self.away(published, Unit::Day, offset, end, Anchor::Published),
            None => self.open("XXXX-XX-XX", end),
        }
    }

    /// `today`, `tonight`, `yesterday morning`, `the day before yesterday`.
    fn day_word(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        // `overnight on Tuesday`
        if w.at(i) == "overnight"
            && let Some(day) = (w.at(i + 1) == "on").then(|| self.weekday_date(i + 2)).flatten()
        {
            let end = day.end;
            return (!day.value.contains('T')).then(|| with_part(day, "NI", end));
        }
        let (offset, end) = if let Some(end) = w.follow(i, &["the", "day", "before", "yesterday"]) {
            (-2, end)
        } else if let Some(end) = w.follow(i, &["the", "day", "after", "tomorrow"]) {
            (2, end)
        } else {
            match w.at(i) {
                // `Radio 4's Today programme`, `USA Today`
                "today" if w.is_capital(i) && self.is_title(i, i) => return None,
                "today" | "tonight" => (0, i + 1),
                "yesterday" => (-1, i + 1),
                "tomorrow" => (1, i + 1),
                // `killed overnight`, not `overnight trains`.
                "overnight" if OPENERS.contains(&w.at(i + 1)) && self.is_future(i) == Some(false) => (0, i),
                _ => return None,
            }
        };
        let owner = matches!(w.at(end), "’" | "'") && w.at(end + 1) == "s" && part_of_day(w.at(end + 2)).is_some();
        let reading = self.day_away(offset, end)?;
        if w.at(i) == "tonight" {
            return Some(with_part(reading, "NI", end));
        }
        let part = if owner { end + 2 } else { end };
        match part_of_day(w.at(part)) {
            Some(code) => Some(with_part(reading, code, part + 1)),
            None => Some(reading),
        }
    }

    /// Whether words with capitals are a programme's or paper's name: `Radio 4's Today programme`, `USA Today`, `ABC's “This Week”`.
    fn is_title(&self, first: usize, last: usize) -> bool {
        let w = self.words;
        let before = w.at(first.wrapping_sub(1));
        let owned = before == "s" && matches!(w.at(first.wrapping_sub(2)), "’" | "'");
        let closing = last + 1 + usize::from(w.at(last + 1) == ",");
        let quoted = is_in("“ \" ‘ '", before) && is_in("” \" ’ '", w.at(closing)) && w.at(closing + 1) != "s";
        let paper =
            first == last && is_in("usa russia india news psychology business", before) && w.is_capital(first - 1);
        owned || quoted || paper || matches!(w.at(last + 1), "programme" | "program" | "show")
    }

    /// `last week`, `next March`, `this morning`, `the past year`, `last Friday night`.
    pub(super) fn directed(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let the = usize::from(w.at(i) == "the");
        let at = i + the;
        let (direction, mut next) = match w.at(at) {
            "this" | "current" => (0, at + 1),
            "last" | "past" | "previous" => (-1, at + 1),
            "prior" if the == 1 => (-1, at + 1),
            "latest" if w.at(at + 1) == "quarter" => (-1, at + 1),
            "next" | "coming" | "upcoming" => (1, at + 1),
            _ => return None,
        };
        // `ABC's This Week`
        if w.is_capital(at) && w.is_capital(next) && self.is_title(at, next) {
            return None;
        }
        let past = direction == 0 && w.at(next) == "past";
        next += usize::from(past || w.at(next) == "coming");
        next += usize::from(matches!(w.at(next), "working" | "business") && w.at(next + 1) == "week");
        let word = w.at(next);
        let published = self.published;
        if let Some((unit, times)) = unit(word).filter(|u| u.1 > 1 && direction != 0) {
            return self.window(published?, unit, direction * times, next + 1);
        }
        if let Some(day) = self.directed_day(direction, next) {
            return Some(day);
        }
        if let Some((unit, _)) = unit(word).filter(|u| !word.ends_with('s') && u.0 >= Unit::Day) {
            // On a Tuesday or Wednesday, `this weekend` in a sentence of the past is the one that ended.
            let ended = unit == Unit::Weekend
                && direction == 0
                && self.is_future(i) == Some(false)
                && published.is_some_and(|p| (1..3).contains(&p.weekday().to_monday_zero_offset()));
            let back = past && matches!(unit, Unit::Week | Unit::Weekend) || ended;
            return self.directed_unit(at, (direction - i32::from(back), the == 1), unit, next + 1);
        }
        if word == "fiscal" && w.at(next + 1) == "year" {
            let year = published?.year() + direction as i16;
            return Some(Reading {
                value: format!("FY{year}"),
                ..Reading::of(Stretch::Year(year), next + 2, Anchor::Published)
            });
        }
        // A programme may be called `This Morning`.
        if let Some(code) = part_of_day(word).filter(|_| !word.ends_with('s') && !w.is_capital(next)) {
            let day = self.day_away(direction, next + 1)?;
            return (direction <= 0 && the == 0).then(|| with_part(day, code, next + 1));
        }
        if let Some((day, _)) = weekday(word).filter(|d| !d.1 || w.is_capital(next)) {
            return self.directed_weekday(direction, day, next);
        }
        if let Some((m, short)) = month(word).filter(|(_, short)| w.is_capital(next) && (!short || word == "may")) {
            if w.digit(next + 1) || short && !w.is_capital(next) {
                return None;
            }
            let published = published?;
            let here = published.year();
            let year = match direction {
                -1 => here - i16::from(m >= published.month()),
                1 => here + i16::from(m <= published.month()),
                _ => here,
            };
            return Some(Reading::of(Stretch::Month(year, m), next + 1, Anchor::Published));
        }
        if let Some(today) = published.filter(|_| direction != 0) {
            let names: Vec<&str> = (next..next + 5).map(|k| w.at(k)).collect();
            let near = around(today, |year| holiday(&names, year));
            let fits = |d: &Date| if direction < 0 { Some(*d) < published } else { Some(*d) > published };
            let days: Vec<(usize, Date)> = near.filter(|(_, d)| fits(d)).collect();
            let best = if direction < 0 { days.last() } else { days.first() };
            if let Some((length, day)) = best {
                return Some(Reading::of(Stretch::Day(*day), next + length, Anchor::Published));
            }
        }
        let s = season(word).filter(|_| !(word == "fall" && direction == 0 && the == 1))?;
        let Some(published) = published else { return self.open(season_of_no_year(s), next + 1) };
        let this = Stretch::Season(published.year(), s);
        let (first, last) = this.days()?;
        let year = match direction {
            -1 if last >= published => published.year() - 1,
            1 if first <= published => published.year() + 1,
            _ => published.year(),
        };
        Some(Reading::of(Stretch::Season(year, s), next + 1, Anchor::Published).unsure(direction != 0))
    }

    /// `next 6th of April`, `last July 4`: the day of that name after or before publication.
    fn directed_day(&self, direction: i32, at: usize) -> Option<Reading> {
        let published = self.published.filter(|_| direction != 0)?;
        let found = self.day_first(at).or_else(|| self.month_first(at)).filter(|r| r.anchor == Anchor::Published)?;
        let Stretch::Day(day) = found.stretch? else { return None };
        let mut days = around(published, |year| Date::new(year, day.month(), day.day()).ok());
        let day = match direction {
            -1 => days.filter(|d| *d < published).last(),
            _ => days.find(|d| *d > published),
        };
        Some(Reading::of(Stretch::Day(day?), found.end, Anchor::Published))
    }

    fn directed_unit(&self, at: usize, (direction, the): (i32, bool), unit: Unit, end: usize) -> Option<Reading> {
        let w = self.words;
        // `the next day`, `the previous year` look back to the last date named.
        let told = the
            && unit <= Unit::Year
            && matches!(w.at(at), "next" | "previous" | "prior")
            && !(w.at(at) == "next" && self.is_future(at) == Some(true));
        if told && let Some((first, _)) = self.last_named(at).filter(|s| s.unit() <= unit).and_then(Stretch::days) {
            return self.away(first, unit, direction, end, Anchor::Named);
        }
        // `his last day in office` is no yesterday.
        if w.at(at) == "last" && unit == Unit::Day {
            return None;
        }
        let Some(published) = self.published else {
            return self.open(unknown(unit), end);
        };
        // `the past year` is the twelve months before; `last year` the year before.
        let past = w.at(at) == "past" && unit > Unit::Weekend && unit != Unit::Quarter
            || the && w.at(at) == "last" && unit >= Unit::Decade;
        if past {
            return self.window(published, unit, -1, end);
        }
        let reading = self.away(published, unit, direction, end, Anchor::Published)?;
        let on = end + usize::from(matches!(w.at(end), "on" | "-" | ","));
        if let (Some(Stretch::Week(monday)), Some((day, false))) = (reading.stretch, weekday(w.at(on))) {
            return self.in_week(monday, day, on + 1);
        }
        Some(reading.unsure(direction != 0 && matches!(unit, Unit::Week | Unit::Weekend)))
    }

    fn directed_weekday(&self, direction: i32, day: Weekday, next: usize) -> Option<Reading> {
        let published = self.published?;
        let back = i32::from((published.weekday().to_monday_zero_offset() - day.to_monday_zero_offset()).rem_euclid(7));
        let offset = match direction {
            -1 => -(if back == 0 { 7 } else { back }),
            1 => 7 - back,
            _ => i32::from(day.to_monday_zero_offset()) - i32::from(published.weekday().to_monday_zero_offset()),
        };
        let date = published.checked_add(offset.days()).ok()?;
        let reading = Reading::of(Stretch::Day(date), next + 1, Anchor::Published).unsure(direction != 0);
        match part_of_day(self.words.at(next + 1)) {
            Some(code) => Some(with_part(reading, code, next + 2)),
            None => Some(reading),
        }
    }

    /// The `n` units before (negative) or after publication, as a length with its days.
    fn window(&self, published: Date, unit: Unit, n: i32, end: usize) -> Option<Reading> {
        let (from, to) = reach(published, unit, n)?;
        let value = period(unit, Some(f64::from(n.abs())));
        Some(Reading {
            days: Some((from, to)),
            anchor: Anchor::Published,
            ..Reading::plain(TimeKind::Duration, value, end)
        })
    }

    /// `three days ago`, `two years later`, `a week from now`, `the past five days`.
    fn counted(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        if let Some(reading) = self.counted_window(i) {
            return Some(reading);
        }
        // `a week or two ago`
        if let Some(reading) = self.one_or_two_ago(i) {
            return Some(reading);
        }
        let back = w.follow(i, &["as", "recently", "as"]).or_else(|| w.follow(i, &["as", "long", "as"])).unwrap_or(i);
        let about = self.about(back).map_or(back, |(_, next)| next);
        // `years ago`, `some years ago`
        if unit(w.at(about)).is_some() && w.at(about).ends_with('s') && w.at(about + 1) == "ago" {
            return self.open("PAST_REF", about + 2);
        }
        let (number, at) = self.quantity(about)?;
        if number.is_none() && unit(w.at(at)).is_some() && w.at(at + 1) == "ago" {
            return self.open("PAST_REF", at + 2);
        }
        let number = number?;
        if let (Some(day), "ago") = (weekdays(w.at(at)), w.at(at + 1)) {
            return self.weekdays_ago(number, day, at + 2);
        }
        let (unit, times) = unit(w.at(at))?;
        // `a year and a half ago`
        let half = w.follow(at + 1, &["and", "a", "half"]);
        let (number, at) = half.map_or((number, at), |end| (number + 0.5, end - 1));
        let (unit, number) = match unit {
            Unit::Year if number.fract() == 0.5 => (Unit::Month, number * 12.0),
            Unit::Decade if number.fract() != 0.0 => (Unit::Year, number * 10.0),
            Unit::Century if number.fract() != 0.0 => (Unit::Year, number * 100.0),
            unit => (unit, number),
        };
        let hours = unit == Unit::Hour && w.at(at + 1) == "ago";
        // `24 hours ago` is yesterday; of `five hours ago` the day is not known.
        let (unit, number) = if hours && number % 24.0 == 0.0 { (Unit::Day, number / 24.0) } else { (unit, number) };
        if unit < Unit::Day {
            return if hours { self.open("PAST_REF", at + 2) } else { None };
        }
        let whole = (number.fract() == 0.0 && number < LONGEST).then_some(number as i32 * times);
        let published = self.published;
        if w.at(i.wrapping_sub(1)) == "in"
            && self.is_future(i) == Some(true)
            && !matches!(w.at(i), "a" | "an")
            && !matches!(w.at(at + 1), "of" | "or")
        {
            return moved(published?, unit, whole?, at + 1, Anchor::Published).map(|r| r.unsure(true));
        }
        let modifier = self.about(back).map(|(m, _)| m);
        let end = at + 1;
        // `two weeks and three days ago`, `2 years 1 month 21 days later`.
        let (smaller, tail) = self.smaller_parts(end, unit);
        if let (false, "ago" | "later" | "earlier") = (smaller.is_empty(), w.at(tail)) {
            let sign = if w.at(tail) == "later" { 1 } else { -1 };
            let named = self.last_named(i).and_then(Stretch::days).filter(|_| w.at(tail) != "ago");
            let anchor = if named.is_some() { Anchor::Named } else { Anchor::Published };
            let base = named.map(|d| d.0).or(published)?;
            let day = plus_all(base, sign, (whole?, unit), &smaller)?;
            // As fine as the smallest part.
            let (_, finest) = smaller.last()?;
            return match finest {
                Unit::Month | Unit::Quarter => self.away(day, *finest, 0, tail + 1, anchor),
                _ => Some(Reading::of(Stretch::Day(day), tail + 1, anchor)),
            };
        }
        let from_now = w.follow(end, &["from", "now"]).or_else(|| w.follow(end, &["from", "today"]));
        // `a few years back`, not `two years back in prison`.
        let back =
            w.at(end) == "back" && matches!(w.at(end + 1), "," | "." | "" | "that" | "and" | "when" | "was" | "is");
        if w.at(end) == "ago" || back || from_now.is_some() {
            let end = from_now.unwrap_or(end + 1);
            let sign = if from_now.is_some() { 1 } else { -1 };
            // `two and a half months ago` is as fine as a month.
            let halved = unit == Unit::Month && number.fract() == 0.5 && number < LONGEST;
            if let Some(day) = published.filter(|_| halved) {
                let day = plus_all(day, sign, (number as i32, unit), &[(15, Unit::Day)])?;
                return self.away(day, Unit::Month, 0, end, Anchor::Published).map(|r| r.modified(modifier));
            }
            let Some((whole, published)) = whole.zip(published) else { return self.open("PAST_REF", end) };
            // `a week ago Tuesday`
            let on = end + usize::from(w.at(end) == "on");
            if let (Unit::Week, Some((day, false)), true) = (unit, weekday(w.at(on)), w.is_capital(on)) {
                return self.weekdays_ago(f64::from(whole + 1), day, on + 1);
            }
            // `ten years ago this week`
            let within = if unit == Unit::Year { self.directed(end).or_else(|| self.day_word(end)) } else { None };
            if let Some(found) = within.and_then(|r| r.of_year(sign * whole)) {
                return Some(found.modified(modifier));
            }
            let fine = moved(published, unit, sign * whole, end, Anchor::Published)?;
            return Some(fine.modified(modifier));
        }
        if matches!(w.at(end), "later" | "earlier" | "after" | "before" | "from") {
            let sign = if matches!(w.at(end), "later" | "after" | "from") { 1 } else { -1 };
            // `150 million euros a year from 2026`
            if w.at(end) == "from" && self.is_rate(i) {
                return None;
            }
            let bare = matches!(w.at(end), "later" | "earlier");
            let other = (!bare).then(|| self.date(end + 1).or_else(|| self.day_word(end + 1))).flatten();
            let told = || Some(self.last_named(i).filter(|s| s.unit() <= unit)?.days()?.0);
            let (base, end) = match other.as_ref().and_then(|r| Some((r.days?.0, r.end))) {
                Some(found) => found,
                None if bare => {
                    // What came `later` than nothing named did not come after publication.
                    let ahead = || self.is_future(i) != Some(false) && !(unit == Unit::Year && number > LIFETIME);
                    let today = published.filter(|_| sign < 0 || ahead());
                    (told().or(today)?, end + 1)
                }
                None if w.at(end) != "from" && matches!(w.at(end + 1), "," | "." | ";" | ")" | "") => {
                    (told()?, end + 1)
                }
                None => return None,
            };
            // `days later` right after a mere year says no day.
            if other.is_none() && self.named.is_some_and(|(s, at)| s.unit() > unit && i.saturating_sub(at) < NEAR) {
                return None;
            }
            return Some(moved(base, unit, sign * whole?, end, Anchor::Named)?.modified(modifier));
        }
        None
    }

    /// `two Tuesdays ago`, `a week ago Tuesday`: the `n`-th day of that name before publication.
    fn weekdays_ago(&self, n: f64, day: Weekday, end: usize) -> Option<Reading> {
        let published = self.published.filter(|_| n.fract() == 0.0 && (1.0..LONGEST).contains(&n))?;
        let back = (published.weekday().to_monday_zero_offset() - day.to_monday_zero_offset() - 1).rem_euclid(7) + 1;
        let date = published.checked_sub((i32::from(back) + 7 * (n as i32 - 1)).days()).ok()?;
        Some(Reading::of(Stretch::Day(date), end, Anchor::Published).unsure(true))
    }

    /// `a week or two ago`, `two or three years ago`: the days from the further to the nearer.
    fn one_or_two_ago(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let (first, at) = self.quantity(i)?;
        let before = unit(w.at(at));
        let or = at + usize::from(before.is_some());
        let (last, at) = self.quantity(or + 1).filter(|_| w.at(or) == "or")?;
        let after = unit(w.at(at));
        let end = at + usize::from(after.is_some());
        let (unit, times) = before.xor(after)?;
        // `two or three months from now`
        if let Some(end) = w.follow(end, &["from", "now"]) {
            return self.open("FUTURE_REF", end);
        }
        if w.at(end) != "ago" {
            return None;
        }
        let away = |n: Option<f64>| {
            let n = n.filter(|n| n.fract() == 0.0 && (0.0..LONGEST).contains(n))?;
            moved(self.published?, unit, -(n as i32) * times, end, Anchor::Published)?.days
        };
        let days = away(last).zip(away(first)).map(|(a, b)| (a.0, b.1)).filter(|d| d.0 <= d.1);
        let anchor = if days.is_some() { Anchor::Published } else { Anchor::Open };
        Some(Reading { days, anchor, ..Reading::plain(TimeKind::Date, "PAST_REF", end + 1) })
    }

    /// `the past five days`, `the next two weeks`, `the last few months`.
    fn counted_window(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let over = i + usize::from(w.at(i) == "the");
        if let Some(reading) = self.numbered_window(over) {
            return Some(reading);
        }
        let sign = match w.at(over) {
            "past" | "last" | "previous" | "preceding" => -1,
            "next" | "coming" | "following" => 1,
            "first" if over > i => return self.first_of(over + 1),
            _ => return None,
        };
        if let Some(reading) = self.quarters(over + 1, sign) {
            return Some(reading);
        }
        let (number, at) = self.quantity(over + 1)?;
        let plural = w.at(at + 1);
        let skip = usize::from(
            matches!(w.at(at), "trading" | "business" | "consecutive" | "calendar") && unit(plural).is_some(),
        );
        let (unit, times) = unit(w.at(at + skip))?;
        let end = at + skip + 1;
        let value = period(unit, number.map(|n| n * f64::from(times)));
        let plural = number == Some(1.0) || w.at(at + skip).ends_with('s');
        if !plural {
            return None;
        }
        // `the last 3 months and 2 weeks`.
        let (smaller, tail) = self.smaller_parts(end, unit);
        // `the past 5 1/2 years` are 66 months.
        let (number_of, unit_of) = match (number, unit) {
            (Some(n), Unit::Year) if n.fract() == 0.5 => (Some(n * 12.0), Unit::Month),
            other => other,
        };
        let whole = number_of.filter(|n| n.fract() == 0.0 && *n < LONGEST).map(|n| n as i32 * times);
        if let (Some(n), Some(base), false) = (whole, self.published, smaller.is_empty() || w.at(tail) == "ago") {
            let days = through(base, plus_all(base, sign, (n, unit_of), &smaller)?);
            let value =
                smaller.iter().fold(value, |v, (n, u)| v + period(*u, Some(f64::from(*n))).trim_start_matches('P'));
            return Some(Reading {
                days,
                anchor: Anchor::Published,
                ..Reading::plain(TimeKind::Duration, value, tail)
            });
        }
        if let Some(found) = self.window_of(end, number.map(|n| n * f64::from(times)), unit, sign) {
            return Some(Reading { value, ..found });
        }
        let (base, anchor) = match self.told_before(i, sign) {
            Some(day) => (Some(day), Anchor::Named),
            None => (self.published, Anchor::Published),
        };
        let days = whole.zip(base).and_then(|(n, p)| reach(p, unit_of, sign * n));
        Some(Reading { days, anchor, ..Reading::plain(TimeKind::Duration, value, end) })
    }

    /// The end of what a narrative told last, where `the next five years` follow on it and not on today.
    fn told_before(&self, i: usize, sign: i32) -> Option<Date> {
        let told = self.last_named(i).filter(|s| sign > 0 && s.unit() <= Unit::Year)?.days()?.1;
        let past = self.is_future(i) == Some(false) && self.published.is_some_and(|p| p.year() > told.year());
        past.then_some(told)
    }

    /// `the last two quarters`: whole quarters of the calendar before or after that of publication.
    fn quarters(&self, i: usize, sign: i32) -> Option<Reading> {
        let number = numbers::cardinal(self.words, i)?;
        if !matches!(self.words.at(number.end), "quarters") || number.value.fract() != 0.0 || number.value > 400.0 {
            return None;
        }
        let n = number.value as i32;
        let quarter =
            |offset| self.away(self.published?, Unit::Quarter, offset, number.end + 1, Anchor::Published)?.days;
        let days = if sign < 0 { quarter(-n).zip(quarter(-1)) } else { quarter(1).zip(quarter(n)) };
        let days = days.map(|(a, b)| (a.0, b.1));
        let value = period(Unit::Quarter, Some(number.value));
        Some(Reading { days, anchor: Anchor::Published, ..Reading::plain(TimeKind::Duration, value, number.end + 1) })
    }

    /// `the first three months of 2021`, `the first two weeks of the year`: a length from the start of what is named.
    fn first_of(&self, i: usize) -> Option<Reading> {
        let number = numbers::cardinal(self.words, i).filter(|n| n.value.fract() == 0.0 && n.value < 1000.0)?;
        let (unit, times) = unit(self.words.at(number.end)).filter(|u| u.0 >= Unit::Day)?;
        let of = (self.words.at(number.end + 1) == "of").then_some(number.end + 2)?;
        let this = self.words.follow(of, &["the", "year"]);
        let year = || self.away(self.published?, Unit::Year, 0, this?, Anchor::Published);
        let whole = self.year(of).or_else(|| self.directed(of)).or_else(|| self.month_first(of)).or_else(year)?;
        let (first, last) = whole.days?;
        let (_, to) = reach(first.yesterday().ok()?, unit, number.value as i32 * times)?;
        let days = Some((first, to.min(last)));
        let value = period(unit, Some(number.value * f64::from(times)));
        Some(Reading { days, anchor: whole.anchor, ..Reading::plain(TimeKind::Duration, value, whole.end) })
    }

    /// `the last three weeks of 2021`: the stretch named bounds the length.
    fn window_of(&self, end: usize, number: Option<f64>, unit: Unit, sign: i32) -> Option<Reading> {
        let number = number.filter(|n| n.fract() == 0.0 && *n < 1000.0)? as i32;
        let of = (self.words.at(end) == "of").then_some(end + 1)?;
        let whole = self.year(of).or_else(|| self.directed(of)).or_else(|| self.month_first(of))?;
        let (_, last) = whole.days.filter(|_| sign < 0)?;
        let (from, _) = reach(last, unit, -number)?;
        let days = Some((from.tomorrow().ok()?, last));
        Some(Reading { days, anchor: whole.anchor, ..Reading::plain(TimeKind::Duration, "", whole.end) })
    }

    /// `the 5 past years`, `3 coming weeks`: the direction after the number.
    fn numbered_window(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let number = numbers::at(w, i)?;
        let sign = match w.at(number.end) {
            "past" | "previous" | "preceding" | "last" => -1,
            "upcoming" | "coming" | "next" | "following" => 1,
            _ => return None,
        };
        let (unit, times) = unit(w.at(number.end + 1))?;
        if number.value != 1.0 && !w.at(number.end + 1).ends_with('s') {
            return None;
        }
        let whole = (number.value.fract() == 0.0 && number.value < LONGEST).then_some(number.value as i32 * times)?;
        let days = self.published.and_then(|p| reach(p, unit, sign * whole));
        let value = period(unit, Some(number.value * f64::from(times)));
        Some(Reading { days, anchor: Anchor::Published, ..Reading::plain(TimeKind::Duration, value, number.end + 2) })
    }

    /// A number before a unit: `three`, `a`, `several` (no number); and the token after it.
    pub(super) fn quantity(&self, i: usize) -> Option<(Option<f64>, usize)> {
        let w = self.words;
        if let Some(at) = self.quarter_of(i) {
            return Some((Some(0.25), at));
        }
        if let Some(number) = numbers::at(w, i) {
            let half = w.follow(number.end, &["-", "and", "-", "a", "-", "half"]);
            let (value, end) = half.map_or((number.value, number.end), |end| (number.value + 0.5, end));
            return Some((Some(value), end + usize::from(w.at(end) == "-" && w.is_glued(end))));
        }
        match w.at(i) {
            "a" | "an" if w.at(i + 1) == "few" || w.at(i + 1) == "couple" => {
                let of = usize::from(w.at(i + 2) == "of");
                let two = (w.at(i + 1) == "couple").then_some(2.0);
                Some((two, i + 2 + of))
            }
            "a" | "an" if w.at(i + 1) == "half" => Some((Some(0.5), i + 2)),
            "half" if matches!(w.at(i + 1), "a" | "an" | "-") && unit(w.at(i + 2)).is_some() => {
                Some((Some(0.5), i + 2))
            }
            "half" if w.at(i + 1) == "hour" => Some((Some(0.5), i + 1)),
            "a" | "an" | "another" | "one" => Some((Some(1.0), i + 1)),
            "several" | "few" | "many" | "some" => Some((None, i + 1)),
            "single" => Some((Some(1.0), i + 1 + usize::from(w.at(i + 1) == "-"))),
            "couple" => Some((Some(2.0), i + 1 + usize::from(w.at(i + 1) == "of"))),
            _ => None,
        }
    }

    /// The `century` of `a quarter-century`, `a quarter of a century`.
    fn quarter_of(&self, i: usize) -> Option<usize> {
        let w = self.words;
        let at = i + usize::from(w.at(i) == "a");
        let joined = w.follow(at, &["quarter", "-"]).or_else(|| w.follow(at, &["quarter", "of", "a"]));
        joined.filter(|at| w.at(*at) == "century")
    }

    /// `the morning of October 3`.
    fn part_of(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let at = i + usize::from(w.at(i) == "the");
        let code = part_of_day(w.at(at)).filter(|_| !w.at(at).ends_with('s') && w.at(at + 1) == "of")?;
        let day = self.date(at + 2).filter(|r| matches!(r.stretch, Some(Stretch::Day(_))))?;
        let end = day.end;
        Some(with_part(day, code, end))
    }

    /// `the year-ago quarter`, `a year-earlier profit`: of the year before.
    fn year_ago(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let at = i + usize::from(w.at(i) == "the");
        let forms = [["year", "-", "ago"], ["year", "-", "earlier"], ["prior", "-", "year"], ["previous", "-", "year"]];
        let end = forms.iter().find_map(|form| w.follow(at, form))?;
        let of = end + usize::from(matches!(w.at(end), "period" | "quarter" | "month" | "half"));
        self.away(self.published?, Unit::Year, -1, of, Anchor::Published)
    }

    /// `the week of July 4`.
    fn week_of(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let at = i + usize::from(w.at(i) == "the");
        let weekend = w.at(at) == "weekend" && w.at(at + 1) == "of";
        let week = w.at(at) == "week" && is_in("of to beginning starting ending ended", w.at(at + 1));
        let date = (week || weekend).then(|| self.date(at + 2)).flatten()?;
        match date.stretch? {
            Stretch::Day(day) if weekend => Some(Reading::of(Stretch::Weekend(day), date.end, date.anchor)),
            Stretch::Day(day) => Some(Reading::of(Stretch::Week(day), date.end, date.anchor)),
            _ => None,
        }
    }

    /// `now`, `recently`, `in recent years`, `the future`.
    pub(super) fn reference(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let list: &[(&[&str], &str)] = &[
            (&["the", "time", "being"], "PRESENT_REF"),
            (&["at", "the", "moment"], "PRESENT_REF"),
            (&["at", "present"], "PRESENT_REF"),
            (&["at", "the", "present", "time"], "PRESENT_REF"),
            (&["at", "this", "time"], "PRESENT_REF"),
            (&["right", "now"], "PRESENT_REF"),
            (&["now"], "PRESENT_REF"),
            (&["nowadays"], "PRESENT_REF"),
            (&["these", "days"], "PRESENT_REF"),
            (&["soon"], "FUTURE_REF"),
            (&["currently"], "PRESENT_REF"),
            (&["presently"], "PRESENT_REF"),
            (&["recently"], "PAST_REF"),
            (&["long", "ago"], "PAST_REF"),
            (&["the", "other", "day"], "PAST_REF"),
            (&["the", "other", "night"], "PAST_REF"),
            (&["the", "other", "week"], "PAST_REF"),
            (&["some", "time", "ago"], "PAST_REF"),
            (&["a", "while", "ago"], "PAST_REF"),
            (&["a", "long", "time", "ago"], "PAST_REF"),
            (&["current"], "PRESENT_REF"),
            (&["recent"], "PAST_REF"),
            (&["lately"], "PAST_REF"),
            (&["the", "recent", "past"], "PAST_REF"),
            (&["the", "near", "future"], "FUTURE_REF"),
            (&["the", "future"], "FUTURE_REF"),
            (&["the", "near", "term"], "FUTURE_REF"),
            (&["the", "past"], "PAST_REF"),
        ];
        let plural = |at: usize| unit(w.at(at)).is_some() && w.at(at).ends_with('s');
        let reading =
            |value: &str, end| Reading { anchor: Anchor::Published, ..Reading::plain(TimeKind::Date, value, end) };
        // `the coming weeks and months`
        let both = |end: usize| if matches!(w.at(end), "and" | "or") && plural(end + 1) { end + 2 } else { end };
        let coming = i + usize::from(w.at(i) == "the");
        if plural(coming + 1) {
            // `the last days of the war` are no days before publication.
            let told = coming > i && w.at(coming + 2) != "of";
            match w.at(coming) {
                "recent" if coming == i => return Some(reading("PAST_REF", both(i + 2))),
                "past" | "previous" => return Some(reading("PAST_REF", both(coming + 2))),
                "last" if told => return Some(reading("PAST_REF", both(coming + 2))),
                "coming" => return Some(reading("FUTURE_REF", both(coming + 2))),
                _ => {}
            }
        }
        // `in the months ahead`, `for years to come`
        if plural(coming) {
            let end = both(coming + 1);
            let ahead = (w.at(end) == "ahead" && w.at(end + 1) != "of").then_some(end + 1);
            if let Some(end) = ahead.or_else(|| w.follow(end, &["to", "come"])) {
                return Some(reading("FUTURE_REF", end));
            }
        }
        if let Some(reading) = self.recent(i) {
            return Some(reading);
        }
        let found = list.iter().find_map(|(words, value)| Some((w.follow(i, words)?, *value)));
        // `now that` is a reason, `their most recent model` the latest.
        let none = match w.at(i) {
            "now" => matches!(w.at(i + 1), "that" | "-"),
            "recent" => w.at(i.wrapping_sub(1)) == "most",
            // `as soon as`, `soon after`, `how soon`, `too soon`; `they were soon gone`
            "soon" => {
                self.is_future(i) == Some(false)
                    || matches!(w.at(i + 1), "as" | "after" | "afterwards" | "-" | "enough")
                    || matches!(w.at(i.wrapping_sub(1)), "as" | "how" | "so" | "too" | "very")
            }
            "these" => matches!(w.at(i.wrapping_sub(1)), "all" | "over" | "in" | "of" | "during" | "for"),
            // `in the past`, not `the past nine months`, `talk of the past`.
            "the" if w.at(i + 1) == "past" => {
                let ends =
                    ["", ",", ".", ";", "and", "but", "he", "she", "it", "they", "we", "the", "for", "by", "when"];
                w.at(i.wrapping_sub(1)) != "in" || !ends.contains(&w.at(i + 2))
            }
            _ => false,
        };
        found.filter(|_| !none && w.at(i.wrapping_sub(1)) != "-").map(|(end, value)| reading(value, end))
    }
}

/// The value of a stretch of which only the unit is known.
pub(super) fn unknown(unit: Unit) -> &'static str {
    match unit {
        Unit::Week => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Year | Unit::Decade | Unit::Century => "XXXX",
        _ => "XXXX-XX-XX",
    }
}

/// A day with a part of the day.
pub(super) fn with_part(day: Reading, code: &str, end: usize) -> Reading {
    Reading { kind: TimeKind::Time, value: format!("{}T{code}", day.value), end, ..day }
}

/// The day that is `n` units from another; `None` beyond the years that can be counted.
fn plus(day: Date, unit: Unit, n: i32) -> Option<Date> {
    let (span, n) = (Span::new(), i64::from(n));
    let span = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => return Some(day),
        Unit::Day => span.try_days(n),
        Unit::Week | Unit::Weekend => span.try_weeks(n),
        Unit::Month => span.try_months(n),
        Unit::Quarter => span.try_months(3 * n),
        Unit::Year => span.try_years(n),
        Unit::Decade => span.try_years(10 * n),
        Unit::Century => span.try_years(100 * n),
    };
    day.checked_add(span.ok()?).ok()
}

/// The day that a compound length, its largest part first, is away from another.
fn plus_all(day: Date, sign: i32, (n, unit): (i32, Unit), smaller: &[(i32, Unit)]) -> Option<Date> {
    smaller.iter().try_fold(plus(day, unit, sign * n)?, |day, (n, unit)| plus(day, *unit, sign * n))
}

/// The days from one to another; what is to come begins tomorrow.
fn through(day: Date, other: Date) -> Option<(Date, Date)> {
    Some(if other > day { (day.tomorrow().ok()?, other) } else { (other, day) })
}

/// `n` units from a day: to the day for days and weeks, else to the unit itself.
fn moved(base: Date, unit: Unit, n: i32, end: usize, anchor: Anchor) -> Option<Reading> {
    let stretch = match unit {
        Unit::Day => Stretch::Day(base.checked_add(n.days()).ok()?),
        Unit::Week => Stretch::Day(base.checked_add(n.weeks()).ok()?),
        Unit::Decade => shifted(base, Unit::Year, n.checked_mul(10)?)?,
        Unit::Century => shifted(base, Unit::Year, n.checked_mul(100)?)?,
        unit => shifted(base, unit, n)?,
    };
    Some(Reading::of(stretch, end, anchor))
}

/// The days from `n` units before (negative) or after a day to it.
fn reach(day: Date, unit: Unit, n: i32) -> Option<(Date, Date)> {
    through(day, plus(day, unit, n)?)
}
