//! Calendar dates: days and months with or without a year.

use super::calendar::{Stretch, Unit, around, shifted};
use super::lexicon::month;
use super::{FAR, Finder, OPENERS, Reading, first_of_longest};
use crate::numbers;
use crate::words::is_in;
use jiff::civil::Date;
use onrecord_types::{Anchor, TimeKind};

/// A text that names a year so long past is a narrative of that time.
const HISTORY: i16 = 8;

/// A text that names a year so long past is all of that time.
const LONG_AGO: i16 = 60;

/// What follows `September 11` where it is that of 2001.
const ATTACKS: &[&[&str]] = &[&["attacks"], &["terror", "attacks"], &["terrorist", "attacks"], &["attack"]];

impl Finder<'_> {
    /// A calendar date that begins at a token.
    pub(super) fn date(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        if w.at(i) == "the" {
            let inner = [
                self.day_first(i + 1),
                self.decade(i + 1),
                self.numbered(i + 1),
                self.day_of_month(i),
                self.the_unit(i),
                self.era(i),
                // Of two as long the last counts: `the 15th to the 19th century`.
                self.century(i + 1),
            ];
            return inner.into_iter().flatten().max_by_key(|r| r.end);
        }
        let all = [
            Self::figures,
            Self::weekday_date,
            Self::month_first,
            Self::day_first,
            Self::another_day,
            Self::decade,
            Self::century,
            Self::numbered,
            Self::holiday,
            Self::season,
            Self::era,
            Self::year,
        ];
        first_of_longest(all.iter().filter_map(|read| read(self, i)))
    }

    /// A month that begins at a token: its number and one past it.
    pub(super) fn month(&self, i: usize) -> Option<(i8, usize)> {
        let w = self.words;
        let (number, short) = month(w.at(i))?;
        let dot = i + 1 + usize::from(short && w.at(i + 1) == "." && w.is_glued(i + 1));
        w.is_capital(i)
            .then_some((number, dot))
            .or_else(|| (!short && !matches!(w.at(i), "march" | "may" | "august")).then_some((number, dot)))
            .or_else(|| (w.digit(dot) || w.digit(i.wrapping_sub(1))).then_some((number, dot)))
    }

    /// `July 4`, `July 4, 2022`, `July 2022`, `July`.
    pub(super) fn month_first(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let Some((m, at)) = self.month(i) else { return self.month_glued(i) };
        let the = at + usize::from(w.at(at) == "the");
        let day = numbers::ordinal(w, the).map(|(n, end)| (n as i32, end)).or_else(|| {
            let n = self.digits(the, 2)?;
            let clock = w.at(the + 1) == ":" && w.is_glued(the + 1);
            (!clock).then_some((n, the + 1))
        });
        // `May twenty-nine`; `May three` counts something else.
        let day = day.or_else(|| self.spelled_day(the).filter(|(n, _)| *n > 20));
        let day = day.filter(|(n, _)| (1..=31).contains(n));
        if let Some((d, end)) = day {
            if let Some((year, end)) = self.year_after(end) {
                let date = Date::new(year, m, d as i8).ok()?;
                return Some(Reading::of(Stretch::Day(date), end, Anchor::Itself));
            }
            return Some(self.every_year(m, d as i8, end).unwrap_or_else(|| self.undated(i, m, Some(d as i8), end)));
        }
        if let Some((year, end)) = self.year_after(at) {
            return Some(Reading::of(Stretch::Month(year, m), end, Anchor::Itself));
        }
        // `April of 87`
        if let Some(short) = self.digits(at + 1, 2).filter(|y| w.at(at) == "of" && *y > 31) {
            return Some(Reading::of(Stretch::Month(1900 + short as i16, m), at + 2, Anchor::Itself));
        }
        self.is_month(i).then(|| self.undated(i, m, None, at))
    }

    /// `Dec31, 1994`: a month and a day in one word.
    fn month_glued(&self, i: usize) -> Option<Reading> {
        let word = self.words.at(i);
        let (name, figures) = word.split_at(word.find(|c: char| c.is_ascii_digit())?);
        let (m, d) = (month(name)?.0, figures.parse::<i8>().ok().filter(|d| (1..=31).contains(d))?);
        let (year, end) = self.year_after(i + 1).filter(|_| self.words.is_capital(i))?;
        Some(Reading::of(Stretch::Day(Date::new(year, m, d).ok()?), end, Anchor::Itself))
    }

    /// A day of the month as a number in words.
    fn spelled_day(&self, i: usize) -> Option<(i32, usize)> {
        let number = numbers::at(self.words, i).filter(|n| n.spelled && n.value.fract() == 0.0)?;
        (1.0..=31.0).contains(&number.value).then_some((number.value as i32, number.end))
    }

    /// `19 June every year`: a day that comes again.
    fn every_year(&self, month: i8, day: i8, end: usize) -> Option<Reading> {
        let w = self.words;
        let end = w.follow(end, &["every", "year"]).or_else(|| w.follow(end, &["each", "year"]))?;
        Some(Reading::plain(TimeKind::Set, format!("XXXX-{month:02}-{day:02}"), end))
    }

    /// Whether `May`, `March` or a short form alone is a month: by the word before it.
    pub(super) fn is_month(&self, i: usize) -> bool {
        let w = self.words;
        let before = w.at(i.wrapping_sub(1));
        let leads = matches!(
            before,
            "in" | "since"
                | "until"
                | "by"
                | "of"
                | "last"
                | "this"
                | "next"
                | "early"
                | "late"
                | "mid"
                | "during"
                | "from"
                | "through"
                | "after"
                | "before"
                | "between"
                | "to"
                | "and"
                | "-"
                | "every"
                | "for"
        );
        let (_, short) = month(w.at(i)).unwrap_or((0, true));
        let verb = matches!(w.at(i), "may" | "march" | "august");
        let name = w.is_capital(i + 1) && matches!(w.at(i), "april" | "june" | "may" | "august") && !leads;
        let ranges = matches!(w.at(i + 1), "-" | "–" | "to") && month(w.at(i + 2)).is_some();
        (leads || ranges) && w.is_capital(i) || !(short || verb || name)
    }

    /// `4 July 2022`, `4th of July`, `4 July`.
    pub(super) fn day_first(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let written =
            numbers::ordinal(w, i).map(|(n, end)| (n as i32, end)).or_else(|| Some((self.digits(i, 2)?, i + 1)));
        let (d, end) = written.or_else(|| self.spelled_day(i))?;
        if let Some(day) = self.listed(i, d, end) {
            return Some(day);
        }
        let end = end + usize::from(w.at(end) == "day" && w.at(end + 1) == "of");
        let of = end + usize::from(matches!(w.at(end), "of" | "-" | "/"));
        let (m, end) = self.month(of).filter(|_| (1..=31).contains(&d))?;
        if let Some((year, end)) = self.year_after(end) {
            return Some(Reading::of(Stretch::Day(Date::new(year, m, d as i8).ok()?), end, Anchor::Itself));
        }
        if let Some(set) = self.every_year(m, d as i8, end) {
            return Some(set);
        }
        // `fifteen May …` without a year counts something.
        written?;
        Some(self.undated(i, m, Some(d as i8), end))
    }

    /// `12` and `13` in `on 12, 13 and 14 March`: days of the month that the last of them names.
    fn listed(&self, i: usize, d: i32, end: usize) -> Option<Reading> {
        let w = self.words;
        let led = matches!(w.at(i.wrapping_sub(1)), "on" | "of" | "and" | "," | "the" | "both" | "between" | "until");
        let joined = matches!(w.at(end), "and" | "or" | ",") && led && w.at(i).len() <= 4;
        let next = end + 1 + usize::from(w.at(end) == "," && matches!(w.at(end + 1), "and" | "or"));
        let last = joined.then(|| self.day_first(next)).flatten().filter(|_| w.is_together(i, next))?;
        match last.stretch? {
            Stretch::Day(day) if i32::from(day.day()) > d => {
                let day = Date::new(day.year(), day.month(), i8::try_from(d).ok()?).ok()?;
                Some(Reading::of(Stretch::Day(day), end, last.anchor).unsure(last.ambiguous))
            }
            _ => None,
        }
    }

    /// `10` in `on May 9 and 10`: another day of the month just named.
    fn another_day(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let d = self.digits(i, 2).filter(|_| w.at(i.wrapping_sub(1)) == "and")?;
        let (stretch, _) = self.named.filter(|(_, end)| *end + 1 == i)?;
        let Stretch::Day(named) = stretch else { return None };
        let alone = OPENERS.contains(&w.at(i + 1))
            || is_in("he she it they we with for was were had that which shows show indicates indicate", w.at(i + 1));
        let day = Date::new(named.year(), named.month(), i8::try_from(d).ok()?).ok()?;
        (alone && day > named && month(w.at(i.wrapping_sub(3))).is_some())
            .then(|| Reading::of(Stretch::Day(day), i + 1, Anchor::Named))
    }

    /// A month or day without a year.
    pub(super) fn undated(&self, i: usize, month: i8, day: Option<i8>, end: usize) -> Reading {
        let open = |value: String| Reading { anchor: Anchor::Open, ..Reading::plain(TimeKind::Date, value, end) };
        let of = |year: i16| match day {
            Some(d) => Date::new(year, month, d).ok().map(Stretch::Day),
            None => Some(Stretch::Month(year, month)),
        };
        if let Some(letter) = self.of_a_letter(of, end) {
            return letter;
        }
        // `met in March 2023 … and wrote that June,`
        let that = self.words.at(i.wrapping_sub(1)) == "that" && matches!(self.words.at(end), "," | "." | ";" | "");
        let same = || self.last_named(i).filter(|s| that && s.unit() <= Unit::Year)?.days().map(|d| d.0.year());
        if let Some(year) = self.narrated_year(i).or_else(same)
            && let Some(stretch) = of(year)
        {
            return Reading::of(stretch, end, Anchor::Named);
        }
        // `the September 11 attacks` are those of one year.
        if (month, day) == (9, Some(11)) && ATTACKS.iter().any(|words| self.words.follow(end, words).is_some()) {
            return Reading::of(Stretch::Day(jiff::civil::date(2001, 9, 11)), end, Anchor::Itself);
        }
        let value = day.map_or_else(|| format!("XXXX-{month:02}"), |d| format!("XXXX-{month:02}-{d:02}"));
        if day.is_none() && self.is_general(i) {
            return open(value);
        }
        let Some(published) = self.published else { return open(value) };
        let ahead = self.is_future(i);
        let distance = |s: Stretch| Some(published.until(s.days()?.0).ok()?.get_days());
        let candidates: Vec<(i32, Stretch)> = around(published, of).filter_map(|s| Some((distance(s)?, s))).collect();
        let held = candidates.iter().find(|(_, s)| s.days().is_some_and(|(a, b)| a <= published && published <= b));
        let past = candidates.iter().filter(|(d, _)| *d <= 0).max_by_key(|(d, _)| *d);
        let coming = candidates.iter().filter(|(d, _)| *d > 0).min_by_key(|(d, _)| *d);
        let nearest = candidates.iter().min_by_key(|(d, _)| d.abs());
        // `cuts by December`
        let limit = ahead == Some(true) && matches!(self.words.at(i.wrapping_sub(1)), "by" | "until");
        let is_near = coming.is_some_and(|(d, _)| *d < FAR) && past.is_none_or(|(d, _)| *d < -FAR);
        let chosen = match (ahead, day) {
            _ if held.is_some() => held,
            _ if limit && coming.is_some() => coming,
            // `the odds of a June cut` in March
            (ahead, None) if ahead != Some(true) && self.is_of_an_event(i, end) && is_near => coming,
            (Some(true), _) if coming.is_some_and(|(d, _)| *d < 2 * FAR) || past.is_none_or(|(d, _)| *d < -FAR) => {
                coming
            }
            // `a done deal for April`, of which the text told before.
            (None, None) if self.told_month(month).is_some() => {
                let year = self.told_month(month);
                candidates.iter().find(|(_, s)| s.days().map(|d| d.0.year()) == year).or(past)
            }
            // `a July move` in June
            (None, None) if coming.is_some_and(|(d, _)| *d < FAR / 2) && past.is_none_or(|(d, _)| *d < -2 * FAR) => {
                coming
            }
            (_, Some(_)) => nearest.filter(|(d, _)| *d <= 0 || *d < FAR / 2).or(past),
            (_, None) => past,
        };
        let sure = ahead.is_some() || chosen.is_some_and(|(d, _)| d.abs() < FAR);
        match chosen.or(nearest) {
            Some((_, stretch)) => Reading::of(*stretch, end, Anchor::Published).unsure(!sure),
            None => open(value),
        }
    }

    /// Whether a month only says which of several a thing is that is known before it comes: `a June cut`, `the May election`.
    fn is_of_an_event(&self, i: usize, end: usize) -> bool {
        const EVENTS: &str = "cut cuts hike hikes move increase rise meeting summit election elections vote ballot primary referendum \
            poll polls deadline review decision budget";
        let owned = matches!(self.words.at(end), "’" | "'") && self.words.at(end + 1) == "s";
        let noun = end + if owned { 2 } else { 0 };
        let before = is_in("a an the its this any another", self.words.at(i.wrapping_sub(1)));
        (owned || before) && is_in(EVENTS, self.words.at(noun))
    }

    /// `12th of October last`, `the 1st day of Feb. next`, as letters of old have it: before or after the day of the
    /// letter, which is the day last named in a narrative of long ago, else that of publication.
    fn of_a_letter(&self, of: impl Fn(i16) -> Option<Stretch>, end: usize) -> Option<Reading> {
        let w = self.words;
        let past = match w.at(end) {
            "last" => true,
            "next" => false,
            _ => return None,
        };
        // `April last year`, `4 May next door` say something else.
        let next = w.at(end + 1);
        if next.starts_with(char::is_alphanumeric) && !matches!(next, "and" | "the" | "to" | "in" | "at" | "by" | "of")
        {
            return None;
        }
        let told = self.named.filter(|_| self.spelled_out).and_then(|(s, _)| Some(s.days()?.0));
        let told = told.filter(|d| self.published.is_none_or(|p| p.year() - d.year() > HISTORY));
        let (base, anchor) = match told {
            Some(day) => (day, Anchor::Named),
            None => (self.published?, Anchor::Published),
        };
        let mut near = around(base, of).filter(|s| s.days().is_some_and(|d| (d.0 < base) == past && d.0 != base));
        Some(Reading::of(if past { near.last()? } else { near.next()? }, end + 1, anchor))
    }

    /// Whether the sentence tells what is so in every year: `rain falls mostly in July`.
    pub(super) fn is_general(&self, i: usize) -> bool {
        const WORDS: &[&str] = &[
            "usually",
            "typically",
            "generally",
            "normally",
            "often",
            "always",
            "average",
            "averages",
            "annual",
            "annually",
            "yearly",
            "season",
            "seasons",
            "temperatures",
            "temperature",
            "climate",
            "weather",
            "rainfall",
            "tends",
            "tend",
            "hottest",
            "coldest",
            "warmest",
            "wettest",
            "driest",
            "peaks",
            "traditionally",
            "mostly",
            "monsoon",
            "monsoons",
            "regularly",
            "occasionally",
        ];
        // What was, what somebody said and what will be has its year.
        const DATED: &[&str] = &[
            "was", "were", "had", "did", "since", "said", "told", "will", "would", "this", "last", "next", "rose",
            "fell", "has",
        ];
        let document = self.words.document();
        let Some(sentence) = document.sentences.get(document.sentence_of(i)) else { return false };
        let has = |words: &[&str]| (sentence.first..sentence.last).any(|k| words.contains(&self.words.at(k)));
        has(WORDS) && !has(DATED)
    }

    /// The year of a month that the text told of last.
    fn told_month(&self, month: i8) -> Option<i16> {
        self.months.get(usize::try_from(month).ok()?.checked_sub(1)?).copied().flatten()
    }

    /// The year that the narrative around is in, where it is not the year of publication.
    pub(super) fn narrated_year(&self, i: usize) -> Option<i16> {
        let (stretch, at) = self.named.filter(|_| self.spelled_out)?;
        let document = self.words.document();
        let apart = document.sentence_of(i).saturating_sub(document.sentence_of(at.saturating_sub(1)));
        let year = stretch.days()?.0.year();
        let history = self.published.is_none_or(|p| p.year() - year > HISTORY);
        // `since its launch in 2003` and `as of February` speak of today.
        let until_now = (at.saturating_sub(6)..at).any(|k| self.words.at(k) == "since")
            || self.words.follow(i.saturating_sub(2), &["as", "of"]).is_some();
        let reach = if self.published.is_some_and(|p| p.year() - year > LONG_AGO) { 4 } else { 1 };
        // What will be is not of the year told of, nor of that of `the 1998 fire` once the sentence is over.
        let of_a_noun = matches!(self.words.at(at.saturating_sub(2)), "the" | "a" | "an")
            && self.words.at(at).starts_with(char::is_alphabetic);
        // `The bank, which lent it money in 2023, said in April`
        let aside = || {
            let first = document.sentences.get(document.sentence_of(i)).map_or(0, |s| s.first);
            let comma = (first..at).rev().find(|k| self.words.at(*k) == ",");
            let relative = |k: usize| matches!(self.words.at(k + 1), "which" | "who" | "whose" | "where" | "whom");
            apart == 0 && self.words.at(at) == "," && comma.is_some_and(relative)
        };
        if self.is_future(i) == Some(true) || of_a_noun && apart > 0 || aside() {
            return None;
        }
        let near = !until_now && (apart == 0 || apart <= reach && history) && self.words.is_together(at - 1, i);
        let fine = stretch.unit() <= Unit::Year;
        let far = self.published.is_none_or(|p| (p.year() - year).abs() > 1);
        (near && fine && far).then_some(year)
    }

    /// The stretch of `unit` around a day, `offset` away.
    pub(super) fn away(&self, day: Date, unit: Unit, offset: i32, end: usize, anchor: Anchor) -> Option<Reading> {
        Some(Reading::of(shifted(day, unit, offset)?, end, anchor))
    }
}
