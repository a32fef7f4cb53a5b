//! Times that have a name of their own: wars and eras whose first and last day (or year) are agreed on.
//!
//! Wars last from the invasion or declaration to the surrender or ceasefire as they are commonly given; a year alone
//! stands for the whole of it.

use super::{Finder, Reading};
use jiff::civil::{Date, date};
use onrecord_types::TimeKind;

/// The words, and the first and last year, month and day (0 where only the year is agreed on).
type Era = (&'static [&'static str], (i16, i8, i8), (i16, i8, i8));

const ERAS: &[Era] = &[
    (&["world", "war", "i"], (1914, 7, 28), (1918, 11, 11)),
    (&["world", "war", "one"], (1914, 7, 28), (1918, 11, 11)),
    (&["world", "war", "1"], (1914, 7, 28), (1918, 11, 11)),
    (&["first", "world", "war"], (1914, 7, 28), (1918, 11, 11)),
    (&["wwi"], (1914, 7, 28), (1918, 11, 11)),
    (&["ww1"], (1914, 7, 28), (1918, 11, 11)),
    (&["world", "war", "ii"], (1939, 9, 1), (1945, 9, 2)),
    (&["world", "war", "two"], (1939, 9, 1), (1945, 9, 2)),
    (&["world", "war", "2"], (1939, 9, 1), (1945, 9, 2)),
    (&["second", "world", "war"], (1939, 9, 1), (1945, 9, 2)),
    (&["wwii"], (1939, 9, 1), (1945, 9, 2)),
    (&["ww2"], (1939, 9, 1), (1945, 9, 2)),
    (&["cold", "war"], (1947, 0, 0), (1991, 0, 0)),
    (&["korean", "war"], (1950, 6, 25), (1953, 7, 27)),
    (&["vietnam", "war"], (1955, 11, 1), (1975, 4, 30)),
    (&["six", "-", "day", "war"], (1967, 6, 5), (1967, 6, 10)),
    (&["yom", "kippur", "war"], (1973, 10, 6), (1973, 10, 25)),
    (&["iran", "-", "iraq", "war"], (1980, 9, 22), (1988, 8, 20)),
    (&["falklands", "war"], (1982, 4, 2), (1982, 6, 14)),
    (&["spanish", "civil", "war"], (1936, 7, 17), (1939, 4, 1)),
    (&["russian", "revolution"], (1917, 0, 0), (1917, 0, 0)),
    (&["great", "depression"], (1929, 0, 0), (1939, 0, 0)),
    (&["american", "civil", "war"], (1861, 4, 12), (1865, 0, 0)),
    (&["american", "revolution"], (1775, 0, 0), (1783, 0, 0)),
    (&["american", "revolutionary", "war"], (1775, 0, 0), (1783, 0, 0)),
    (&["french", "revolution"], (1789, 0, 0), (1799, 0, 0)),
    (&["napoleonic", "wars"], (1800, 0, 0), (1815, 0, 0)),
    (&["victorian", "era"], (1837, 0, 0), (1901, 0, 0)),
    (&["thirty", "years", "'", "war"], (1618, 0, 0), (1648, 0, 0)),
    (&["thirty", "years", "’", "war"], (1618, 0, 0), (1648, 0, 0)),
    (&["crusades"], (1095, 0, 0), (1291, 0, 0)),
    (&["middle", "ages"], (476, 0, 0), (1492, 0, 0)),
];

impl Finder<'_> {
    /// `during World War II`, `the end of the Cold War`: a named time, where it tells when and is no part of a
    /// longer name (`the World War II Museum`).
    pub(super) fn era(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let at = i + usize::from(w.at(i) == "the");
        if !w.is_capital(at) {
            return None;
        }
        let fits = |era: &&Era| w.follow(at, era.0).is_some();
        let (words, first, last) = ERAS.iter().find(fits)?;
        let end = at + words.len();
        let before = w.at(i.wrapping_sub(1));
        let tells = matches!(
            before,
            "during"
                | "since"
                | "after"
                | "before"
                | "until"
                | "till"
                | "in"
                | "from"
                | "by"
                | "between"
                | "through"
                | "throughout"
                | "post"
                | "pre"
                | "-"
                | "following"
                | "preceding"
        ) || before == "of" && is_bound(w.at(i.wrapping_sub(2)));
        if !tells || w.is_capital(end) {
            return None;
        }
        let days = (day(*first, (1, 1)), day(*last, (12, 31)));
        let value = format!("{:04}/{:04}", first.0, last.0);
        Some(Reading { days: Some(days), ..Reading::plain(TimeKind::Date, value, end) })
    }
}

/// Whether `… of` leads to when something was: `the outbreak of World War II`.
fn is_bound(word: &str) -> bool {
    matches!(
        word,
        "end"
            | "ending"
            | "outbreak"
            | "start"
            | "beginning"
            | "middle"
            | "height"
            | "years"
            | "days"
            | "months"
            | "time"
            | "eve"
            | "aftermath"
            | "wake"
            | "dawn"
            | "course"
            | "remainder"
            | "rest"
    )
}

/// A day; `whole` is its month and day where only the year is agreed on.
fn day((year, month, day): (i16, i8, i8), whole: (i8, i8)) -> Date {
    let (month, day) = if month == 0 { whole } else { (month, day) };
    date(year, month, day)
}
