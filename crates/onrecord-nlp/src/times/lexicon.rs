//! The words of time: months, days, units, seasons, parts of a day, holidays.

use super::calendar::{Unit, easter, nth_weekday, orthodox_easter};
use jiff::ToSpan;
use jiff::civil::Weekday::{Monday, Sunday, Thursday};
use jiff::civil::{Date, Weekday};
use onrecord_types::MONTHS;

const SHORT_MONTHS: &[&str] =
    &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "sept"];
const WEEKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const SHORT_WEEKDAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun", "tues", "weds", "thur", "thurs"];

/// 1 to 12; the second says whether the word is short and so needs more proof.
pub fn month(word: &str) -> Option<(i8, bool)> {
    if let Some(m) = MONTHS.iter().position(|m| *m == word) {
        return Some((m as i8 + 1, false));
    }
    let m = SHORT_MONTHS.iter().position(|m| *m == word)?;
    Some((if m == 12 { 9 } else { m as i8 + 1 }, true))
}

/// The weekday, and whether the word is short and so needs more proof.
pub fn weekday(word: &str) -> Option<(Weekday, bool)> {
    let of = |n: usize| Weekday::from_monday_zero_offset(n as i8).ok();
    if let Some(d) = WEEKDAYS.iter().position(|d| *d == word) {
        return Some((of(d)?, false));
    }
    let d = SHORT_WEEKDAYS.iter().position(|d| *d == word)?;
    let d = match d {
        7 => 1,
        8 => 2,
        9 | 10 => 3,
        d => d,
    };
    Some((of(d)?, true))
}

/// Weekdays in the plural: `Mondays`.
pub fn weekdays(word: &str) -> Option<Weekday> {
    weekday(word.strip_suffix('s')?).filter(|d| !d.1).map(|d| d.0)
}

/// A unit of time and how many of it the word stands for (`fortnight` is two weeks).
pub fn unit(word: &str) -> Option<(Unit, i32)> {
    Some(match word {
        "second" | "seconds" | "sec" | "secs" => (Unit::Second, 1),
        "minute" | "minutes" | "min" | "mins" => (Unit::Minute, 1),
        "hour" | "hours" | "hr" | "hrs" => (Unit::Hour, 1),
        "day" | "days" | "nights" => (Unit::Day, 1),
        "weekend" | "weekends" => (Unit::Weekend, 1),
        "week" | "weeks" => (Unit::Week, 1),
        "fortnight" | "fortnights" => (Unit::Week, 2),
        "month" | "months" => (Unit::Month, 1),
        "quarter" | "quarters" => (Unit::Quarter, 1),
        "year" | "years" | "yr" | "yrs" => (Unit::Year, 1),
        "decade" | "decades" => (Unit::Decade, 1),
        "century" | "centuries" => (Unit::Century, 1),
        _ => return None,
    })
}

/// The ISO 8601 period of `number` units: `P3D`, `PT2H`, `P2.5Y`, `PXW` without a number.
pub fn period(unit: Unit, number: Option<f64>) -> String {
    let (unit, number) = match (unit, number) {
        (Unit::Hour, Some(0.5)) => (Unit::Minute, Some(30.0)),
        (Unit::Day, Some(0.5)) => (Unit::Hour, Some(12.0)),
        (Unit::Year, Some(0.5)) => (Unit::Month, Some(6.0)),
        other => other,
    };
    let (number, letter) = match unit {
        Unit::Decade => (number.map(|n| n * 10.0), "Y"),
        Unit::Century => (number.map(|n| n * 100.0), "Y"),
        Unit::Second => (number, "S"),
        Unit::Minute => (number, "M"),
        Unit::Hour => (number, "H"),
        Unit::Day => (number, "D"),
        Unit::Weekend => (number, "WE"),
        Unit::Week => (number, "W"),
        Unit::Month => (number, "M"),
        Unit::Quarter => (number, "Q"),
        Unit::Year => (number, "Y"),
    };
    let time = if unit < Unit::Day { "T" } else { "" };
    format!("P{time}{}{letter}", number.map_or_else(|| "X".to_owned(), |n| n.to_string()))
}

/// 0 spring, 1 summer, 2 autumn, 3 winter.
pub fn season(word: &str) -> Option<i8> {
    Some(match word {
        "spring" => 0,
        "summer" => 1,
        "autumn" | "fall" => 2,
        "winter" => 3,
        _ => return None,
    })
}

/// The TIMEX3 code of a part of the day.
pub fn part_of_day(word: &str) -> Option<&'static str> {
    Some(match word {
        "morning" | "mornings" => "MO",
        "afternoon" | "afternoons" => "AF",
        "evening" | "evenings" => "EV",
        "night" | "nights" | "overnight" => "NI",
        "lunchtime" | "midday" => "MI",
        "dawn" | "daybreak" | "sunrise" => "DA",
        "dusk" | "sunset" => "EV",
        _ => return None,
    })
}

/// The words of a holiday, and its day in a year.
type Holiday = (&'static [&'static str], fn(i16) -> Option<Date>);

const HOLIDAYS: &[Holiday] = &[
    (&["christmas", "eve"], |y| fixed(y, 12, 24)),
    (&["christmas", "day"], |y| fixed(y, 12, 25)),
    (&["christmas"], |y| fixed(y, 12, 25)),
    (&["boxing", "day"], |y| fixed(y, 12, 26)),
    (&["orthodox", "christmas"], |y| fixed(y, 1, 7)),
    (&["orthodox", "easter"], orthodox_easter),
    (&["new", "year", "’", "s", "eve"], |y| fixed(y, 12, 31)),
    (&["new", "year", "'", "s", "eve"], |y| fixed(y, 12, 31)),
    (&["new", "year", "’", "s", "day"], |y| fixed(y, 1, 1)),
    (&["new", "year", "'", "s", "day"], |y| fixed(y, 1, 1)),
    (&["new", "years", "eve"], |y| fixed(y, 12, 31)),
    (&["good", "friday"], |y| from_easter(y, -2)),
    (&["easter", "sunday"], |y| from_easter(y, 0)),
    (&["easter", "monday"], |y| from_easter(y, 1)),
    (&["easter"], |y| from_easter(y, 0)),
    (&["ash", "wednesday"], |y| from_easter(y, -46)),
    (&["thanksgiving", "day"], |y| nth_weekday(y, 11, 4, Thursday)),
    (&["thanksgiving"], |y| nth_weekday(y, 11, 4, Thursday)),
    (&["black", "friday"], |y| nth_weekday(y, 11, 4, Thursday).and_then(|d| d.tomorrow().ok())),
    (&["labor", "day"], |y| nth_weekday(y, 9, 1, Monday)),
    (&["memorial", "day"], |y| nth_weekday(y, 5, -1, Monday)),
    (&["presidents", "’", "day"], |y| nth_weekday(y, 2, 3, Monday)),
    (&["presidents", "'", "day"], |y| nth_weekday(y, 2, 3, Monday)),
    (&["columbus", "day"], |y| nth_weekday(y, 10, 2, Monday)),
    (&["veterans", "day"], |y| fixed(y, 11, 11)),
    (&["armistice", "day"], |y| fixed(y, 11, 11)),
    (&["independence", "day"], |y| fixed(y, 7, 4)),
    (&["bastille", "day"], |y| fixed(y, 7, 14)),
    (&["halloween"], |y| fixed(y, 10, 31)),
    (&["valentine", "’", "s", "day"], |y| fixed(y, 2, 14)),
    (&["valentine", "'", "s", "day"], |y| fixed(y, 2, 14)),
    (&["mother", "’", "s", "day"], |y| nth_weekday(y, 5, 2, Sunday)),
    (&["mother", "'", "s", "day"], |y| nth_weekday(y, 5, 2, Sunday)),
    (&["father", "’", "s", "day"], |y| nth_weekday(y, 6, 3, Sunday)),
    (&["father", "'", "s", "day"], |y| nth_weekday(y, 6, 3, Sunday)),
    (&["martin", "luther", "king", "day"], |y| nth_weekday(y, 1, 3, Monday)),
    (&["mlk", "day"], |y| nth_weekday(y, 1, 3, Monday)),
    (&["juneteenth"], |y| fixed(y, 6, 19)),
    (&["earth", "day"], |y| fixed(y, 4, 22)),
    (&["may", "day"], |y| fixed(y, 5, 1)),
    (&["international", "workers", "’", "day"], |y| fixed(y, 5, 1)),
    (&["international", "workers", "'", "day"], |y| fixed(y, 5, 1)),
    (&["international", "women", "’", "s", "day"], |y| fixed(y, 3, 8)),
    (&["international", "women", "'", "s", "day"], |y| fixed(y, 3, 8)),
    (&["st", ".", "patrick", "’", "s", "day"], |y| fixed(y, 3, 17)),
    (&["st", ".", "patrick", "'", "s", "day"], |y| fixed(y, 3, 17)),
    (&["st", "patrick", "’", "s", "day"], |y| fixed(y, 3, 17)),
    (&["st", "patrick", "'", "s", "day"], |y| fixed(y, 3, 17)),
    (&["guy", "fawkes", "night"], |y| fixed(y, 11, 5)),
    (&["anzac", "day"], |y| fixed(y, 4, 25)),
    (&["canada", "day"], |y| fixed(y, 7, 1)),
    (&["australia", "day"], |y| fixed(y, 1, 26)),
    (&["whit", "monday"], |y| from_easter(y, 50)),
    (&["ascension", "day"], |y| from_easter(y, 39)),
    (&["palm", "sunday"], |y| from_easter(y, -7)),
    (&["election", "day"], |y| nth_weekday(y, 11, 1, Monday).and_then(|d| d.tomorrow().ok())),
];

fn fixed(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

fn from_easter(year: i16, days: i32) -> Option<Date> {
    easter(year)?.checked_add(days.days()).ok()
}

/// A holiday by the words that name it: how many they are, and its day in a year.
pub fn holiday(names: &[&str], year: i16) -> Option<(usize, Date)> {
    let fits = |name: &[&str]| names.len() >= name.len() && names[..name.len()] == *name;
    HOLIDAYS.iter().find(|(name, _)| fits(name)).and_then(|(name, day)| Some((name.len(), day(year)?)))
}
