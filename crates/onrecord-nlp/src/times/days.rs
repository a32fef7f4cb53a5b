//! Days by name: weekdays, holidays, seasons, `the 18th`, `over the weekend`.

use super::calendar::{Stretch, Unit, apart, around, season_of_no_year};
use super::lexicon::{holiday, season, weekday};
use super::relative::unknown;
use super::{Finder, Reading};
use crate::numbers;
use crate::words::is_in;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use onrecord_types::{Anchor, TimeKind};

impl Finder<'_> {
    /// `for the day`, `in the week`, `over the weekend`: the one that the text is speaking of.
    pub(super) fn the_unit(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let before = w.at(i.wrapping_sub(1));
        let leads = matches!(before, "of" | "for" | "in" | "over" | "during" | "throughout" | "earlier")
            || w.at(i + 1) == "weekend" && matches!(before, "at" | "since" | "before" | "after" | "until" | "by")
            || w.at(i + 1) == "day"
                && matches!(
                    before,
                    "end" | "ended" | "ending" | "finish" | "finished" | "close" | "closed" | "closing" | "opened"
                );
        let ends = matches!(
            w.at(i + 2),
            "." | ","
                | ";"
                | ""
                | "and"
                | "but"
                | "at"
                | "to"
                | "on"
                | "as"
                | "when"
                | "down"
                | "up"
                | "with"
                | "after"
        ) || w.at(i + 1) == "weekend";
        if !leads || !ends || w.is_capital(i + 1) {
            return None;
        }
        if let ("year", Some(reading)) = (w.at(i + 1), self.year_to(i)) {
            return Some(reading);
        }
        let Some(published) = self.published else {
            return if w.at(i + 1) == "weekend" { self.open(unknown(Unit::Weekend), i + 2) } else { None };
        };
        let near = self.last_named(i).filter(|s| s.unit() == Unit::Day);
        // `partner of the year` is none, `the rest of the year` is.
        let whole = before != "of" || is_in("rest remainder most much part half all", w.at(i.wrapping_sub(2)));
        match w.at(i + 1) {
            // `the day after` whatever it was
            "day" if w.at(i + 2) == "after" && !w.at(i + 3).starts_with(char::is_alphanumeric) => None,
            "day" => Some(Reading::of(near.unwrap_or(Stretch::Day(published)), i + 2, Anchor::Published)),
            "weekend" => {
                let ended = published.weekday().to_monday_zero_offset() < 5 && self.is_future(i) != Some(true);
                self.away(published, Unit::Weekend, -i32::from(ended), i + 2, Anchor::Published)
            }
            "week" if whole => self.away(published, Unit::Week, 0, i + 2, Anchor::Published),
            "month" if whole => self.away(published, Unit::Month, 0, i + 2, Anchor::Published),
            "year" if whole => self.away(published, Unit::Year, 0, i + 2, Anchor::Published),
            _ => None,
        }
    }

    /// `the year` of `in the year to June`: the twelve months that end with it.
    fn year_to(&self, i: usize) -> Option<Reading> {
        let to = (self.words.at(i + 2) == "to").then_some(i + 3)?;
        // `in the year to the end of March`
        let to = self.words.follow(to, &["the", "end", "of"]).unwrap_or(to);
        let (_, last) = self.month_first(to).or_else(|| self.day_first(to))?.days?;
        let first = last.checked_sub(1.year()).and_then(|day| day.tomorrow()).ok()?;
        let days = Some((first, last));
        Some(Reading { days, anchor: Anchor::Published, ..Reading::plain(TimeKind::Duration, "P1Y", i + 2) })
    }

    /// `the 18th`, where no noun follows.
    pub(super) fn day_of_month(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let (n, end) = numbers::ordinal(w, i + 1).filter(|(n, _)| (1..=31).contains(n))?;
        let before = w.at(i.wrapping_sub(1));
        let of = end + usize::from(w.at(end) == "of");
        if let Some(Reading { stretch: Some(Stretch::Month(y, m)), end, anchor, .. }) = self.directed(of) {
            return Some(Reading::of(Stretch::Day(Date::new(y, m, n as i8).ok()?), end, anchor));
        }
        let alone = matches!(w.at(end), "." | "," | ";" | ")" | "" | "and" | "at" | "to" | "?" | "!")
            && w.at(i + 1).as_bytes()[0].is_ascii_digit();
        if !alone || !matches!(before, "on" | "by" | "until" | "of" | "since" | "from" | "before" | "after") {
            return None;
        }
        let published = self.published?;
        let base = self.last_named(i).and_then(Stretch::days).map_or(published, |d| d.0);
        let day = Date::new(base.year(), base.month(), n as i8).ok()?;
        Some(Reading::of(Stretch::Day(day), end, Anchor::Published).unsure(true))
    }

    /// `Monday`, `Monday, July 4`, `on Friday 31`.
    pub(super) fn weekday_date(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let (day, short) = weekday(w.at(i)).filter(|(_, short)| !short || w.is_capital(i))?;
        let at = i + 1 + usize::from(short && w.at(i + 1) == ".");
        let next = at + usize::from(w.at(at) == ",");
        let next = next + usize::from(w.at(next) == "the");
        let next = if w.is_together(i, next) { next } else { w.len() };
        if let Some(date) = self.month_first(next).or_else(|| self.day_first(next)).or_else(|| self.figures(next))
            && let Some(Stretch::Day(found)) = date.stretch
        {
            return Some(self.on_weekday(found, day, &date).unwrap_or(date));
        }
        let day_only =
            numbers::ordinal(w, next).map(|(n, e)| (n as i32, e)).or_else(|| Some((self.digits(next, 2)?, next + 1)));
        if let Some(found) = day_only.and_then(|(n, end)| self.weekday_of_month(day, n as i8, end)) {
            return Some(found);
        }
        if short
            && !matches!(w.at(i.wrapping_sub(1)), "on" | "last" | "next" | "this" | "since" | "until" | "by" | "from")
        {
            return None;
        }
        if matches!(w.at(i.wrapping_sub(1)), "black" | "bloody" | "super" | "ash" | "palm") {
            return None;
        }
        if w.at(i.wrapping_sub(1)) == "the" && matches!(w.at(at), "before" | "after") {
            return self.weekday_beside(day, at);
        }
        let of = at + usize::from(w.at(at) == "of");
        let week = (of > at || matches!(w.at(of), "next" | "last")).then(|| self.relative(of)).flatten();
        if let Some((Stretch::Week(monday), end)) = week.and_then(|r| Some((r.stretch?, r.end))) {
            return self.in_week(monday, day, end);
        }
        self.weekday_near(i, day, at)
    }

    /// `the Sunday before Christmas`; of a day that is not dated (`the Sunday before the vote`) only its name is known.
    fn weekday_beside(&self, day: Weekday, at: usize) -> Option<Reading> {
        let beside =
            self.date(at + 1).and_then(|r| Some((r.stretch.filter(|s| s.unit() == Unit::Day)?, r.end, r.anchor)));
        let Some((Stretch::Day(other), end, anchor)) = beside else {
            return self.open(format!("XXXX-WXX-{}", day.to_monday_one_offset()), at);
        };
        let nth = if self.words.at(at) == "before" { -1 } else { 1 };
        Some(Reading::of(Stretch::Day(other.nth_weekday(nth, day).ok()?), end, anchor))
    }

    /// A day without a year in the nearest year in which it is that weekday, where it is not in the one taken.
    fn on_weekday(&self, found: Date, weekday: Weekday, reading: &Reading) -> Option<Reading> {
        let published = self.published.filter(|_| reading.anchor != Anchor::Itself && found.weekday() != weekday)?;
        let all = around(published, |year| Date::new(year, found.month(), found.day()).ok());
        let day = all.filter(|d| d.weekday() == weekday).min_by_key(|d| apart(published, *d))?;
        Some(Reading::of(Stretch::Day(day), reading.end, Anchor::Published))
    }

    /// `Friday the 31st`: the nearest month in which that day of the month is that weekday.
    pub(super) fn weekday_of_month(&self, weekday: Weekday, day: i8, end: usize) -> Option<Reading> {
        // `the first generation`, `3 days` are no days of the month.
        let after = self.words.at(end);
        let noun = after.starts_with(char::is_alphabetic)
            && !matches!(after, "and" | "at" | "in" | "to" | "of" | "with" | "for" | "from" | "after" | "when");
        let published = self.published.filter(|_| !noun && !matches!(after, ":" | "%" | "-" | "/"))?;
        let first = Date::new(published.year(), published.month(), 1).ok()?;
        let fits = |months: i32| {
            let month = first.checked_sub(months.months()).ok()?;
            Date::new(month.year(), month.month(), day).ok().filter(|d| d.weekday() == weekday)
        };
        // The nearest such month: the `Wednesday the 31st` of this one, though it is still to come.
        let found = (-2..14).filter_map(fits).min_by_key(|d| apart(published, *d))?;
        Some(Reading::of(Stretch::Day(found), end, Anchor::Published).unsure(true))
    }

    /// A weekday of the week of some day.
    pub(super) fn in_week(&self, of: Date, day: Weekday, end: usize) -> Option<Reading> {
        let monday = super::calendar::monday_of(of)?;
        let date = monday.checked_add(i32::from(day.to_monday_zero_offset()).days()).ok()?;
        Some(Reading::of(Stretch::Day(date), end, Anchor::Published))
    }

    /// The day of that name nearest to publication: before it, unless the sentence looks ahead.
    pub(super) fn weekday_near(&self, i: usize, day: Weekday, end: usize) -> Option<Reading> {
        let Some(published) = self.published else {
            let value = format!("XXXX-WXX-{}", day.to_monday_one_offset());
            return Some(Reading { anchor: Anchor::Open, ..Reading::plain(TimeKind::Date, value, end) });
        };
        let back = (published.weekday().to_monday_zero_offset() - day.to_monday_zero_offset()).rem_euclid(7);
        let ahead = self.is_future(i) == Some(true) && back != 0;
        let offset = if ahead { 7 - i32::from(back) } else { -i32::from(back) };
        let date = published.checked_add(offset.days()).ok()?;
        Some(Reading::of(Stretch::Day(date), end, Anchor::Published))
    }

    /// `Christmas`, `Easter 2018`.
    pub(super) fn holiday(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let names: Vec<&str> = (i..i + 5).map(|k| w.at(k)).collect();
        let base = self.published.map_or(2000, |p| p.year());
        let (length, _) = holiday(&names, base).filter(|_| w.is_capital(i) || w.at(i) != "easter")?;
        let day = |year: i16| holiday(&names, year).map(|h| h.1);
        let end = i + length;
        // `Labor Day weekend` is the weekend nearest to the day: a Monday's is the one before.
        let stretch = |day: Date, weekend: bool| match (weekend, day.weekday()) {
            (false, _) => Some(Stretch::Day(day)),
            (true, Weekday::Monday | Weekday::Tuesday) => Some(Stretch::Weekend(day.checked_sub(3.days()).ok()?)),
            (true, _) => Some(Stretch::Weekend(day)),
        };
        let weekend = |at: usize| w.at(at) == "weekend";
        let first = weekend(end);
        if let Some((year, end)) = self.year_after(end + usize::from(first)) {
            let last = !first && weekend(end);
            return Some(Reading::of(stretch(day(year)?, first || last)?, end + usize::from(last), Anchor::Itself));
        }
        let end = end + usize::from(first);
        let Some(published) = self.published else {
            // Of a year that is not known, only what is the same day in all is a day.
            let days = [day(2001)?, day(2004)?].map(|d| format!("XXXX-{:02}-{:02}", d.month(), d.day()));
            let value = if days[0] == days[1] { days[0].as_str() } else { unknown(Unit::Day) };
            return self.open(if first { unknown(Unit::Weekend) } else { value }, end);
        };
        let all = around(published, day);
        let ahead = self.is_future(i) == Some(true);
        let chosen =
            if ahead { all.filter(|d| *d >= published).min() } else { all.min_by_key(|d| apart(published, *d)) };
        Some(Reading::of(stretch(chosen?, first)?, end, Anchor::Published))
    }

    /// `summer of 2012`, `in autumn`, `this spring` (by `relative`).
    pub(super) fn season(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        // `Summers are hot`, not `Lawrence Summers said`.
        if let Some(s) = w.at(i).strip_suffix('s').filter(|w| matches!(*w, "summer" | "winter")).and_then(season) {
            let lead = i.wrapping_sub(usize::from(w.at(i.wrapping_sub(1)) == "the"));
            let verb = matches!(w.at(i + 1), "are" | "were" | "can" | "tend" | "have" | "bring");
            let noun = !w.is_capital(i) || self.opens_sentence(lead) && verb;
            return noun.then(|| Reading::plain(TimeKind::Set, season_of_no_year(s), i + 1));
        }
        let s = season(w.at(i))?;
        if let Some((year, end)) = self.year_after(i + 1) {
            // `the winter of 2014-15`
            let next = self.digits(end + 1, 4).filter(|_| matches!(w.at(end), "-" | "–" | "/"));
            let both = s == 3 && next.is_some_and(|n| n % 100 == (i32::from(year) + 1) % 100);
            return Some(Reading::of(Stretch::Season(year, s), end + 2 * usize::from(both), Anchor::Itself));
        }
        let before = w.at(i.wrapping_sub(1));
        // `by autumn`, `before winter` are ahead, if nothing says that they were.
        let limit = matches!(before, "by" | "before" | "until");
        let bare = (limit || matches!(before, "in" | "during" | "since")) && w.at(i) != "fall"
            || matches!(w.at(i + 1), "meeting" | "meetings" | "session")
                && matches!(before, "the" | "its" | "their" | "this")
            || before == "the" && matches!(w.at(i.wrapping_sub(2)), "in" | "by" | "during" | "over" | "through");
        let word = matches!(w.at(i + 1), "of" | "season") || w.at(i) == "spring" && w.is_capital(i + 1);
        if !bare || word || self.is_general(i) {
            return self.any_season(i, s);
        }
        let Some(published) = self.published else { return self.open(season_of_no_year(s), i + 1) };
        let year = published.year();
        let stretch = Stretch::Season(year, s);
        let (first, last) = stretch.days()?;
        let tense = self.is_future(i).or(limit.then_some(true));
        let past = first > published && tense != Some(true);
        let next = limit && last < published && tense == Some(true);
        let year = year - i16::from(past) + i16::from(next);
        Some(Reading::of(Stretch::Season(year, s), i + 1, Anchor::Published).unsure(true))
    }

    /// `winter` of no year: `spring and autumn are mild`; not the verbs, nor what a noun follows (`winter coats`).
    fn any_season(&self, i: usize, s: i8) -> Option<Reading> {
        let w = self.words;
        let other = |k: usize| season(w.at(k)).is_some() && matches!(w.at(k.min(i) + 1), "and" | "or" | "to" | ",");
        let among = other(i + 2) || other(i.wrapping_sub(2));
        let clear = matches!(w.at(i), "summer" | "autumn" | "winter") || w.at(i) == "spring" && w.is_capital(i);
        let before = w.at(i.wrapping_sub(1));
        let alone = matches!(
            w.at(i + 1),
            "," | "."
                | ";"
                | ")"
                | "?"
                | ""
                | "and"
                | "or"
                | "is"
                | "are"
                | "was"
                | "were"
                | "when"
                | "as"
                | "but"
                | "has"
                | "have"
                | "had"
                | "will"
                | "can"
                | "brings"
        );
        let open = || Reading { anchor: Anchor::Open, ..Reading::plain(TimeKind::Date, season_of_no_year(s), i + 1) };
        let general = || matches!(before, "in" | "during" | "the") && self.is_general(i);
        (among || clear && (alone || general())).then(open)
    }
}
