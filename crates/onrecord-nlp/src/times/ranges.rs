//! Ranges with two ends: `from 2009 to 2011`, `between May and July`, `November 19-20`, `2014-2018`.

use super::calendar::{Stretch, Unit};
use super::{Finder, Reading};
use onrecord_types::{Anchor, TimeKind};
use std::ops::Range;

impl Finder<'_> {
    /// Whether a range may begin at a token where no other expression does: `between …`, `4 to 22 January`, `now until …`.
    pub(super) fn may_begin_range(&self, i: usize) -> bool {
        matches!(self.words.at(i), "from" | "between" | "now" | "date" | "present") || self.number_end(i).is_some()
    }

    /// A range that begins at a token; its length is the value, its days the interval.
    pub(super) fn range(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let lead = w.at(i);
        let first = i + usize::from(matches!(lead, "from" | "between"));
        let a = self.end_point(first).filter(|a| a.ends.is_none())?;
        let between = lead == "between";
        let joint = w.at(a.end);
        let dash = matches!(joint, "-" | "–" | "—" | "~") || a.end == first + 1 && self.is_season(first);
        let joins = match joint {
            "and" => between,
            "to" => {
                first > i
                    || a.stretch.is_some_and(|s| s.unit() == Unit::Day)
                    || super::lexicon::month(w.at(a.end + 1)).is_some()
            }
            "until" | "till" | "through" | "thru" => true,
            _ => dash && !between && (w.is_glued(a.end) == w.is_glued(a.end + 1)),
        };
        if !joins {
            return None;
        }
        let next = a.end + 1;
        if let Some(b) = self.end_point(next).filter(|b| b.kind == TimeKind::Date) {
            // `from next Friday to July 1 2023`: the year is not the weekday's.
            let named = (first..a.end).any(|k| super::lexicon::month(w.at(k)).is_some() || w.digit(k));
            let a = if named { self.with_year_of(&a, &b) } else { a };
            return spanning([first..a.end, next..b.end], a, b);
        }
        // `November 19-20`, `2014-18`: the second end is a number alone.
        let (day, end) = self.number_end(next)?;
        let b = match a.stretch? {
            Stretch::Day(d) => {
                // `from April 27th to the third`: of the next month.
                let first = d.first_of_month();
                let month =
                    if day < d.day() && !dash { first.checked_add(jiff::ToSpan::months(1)).ok()? } else { first };
                Stretch::Day(jiff::civil::Date::new(month.year(), month.month(), day).ok()?)
            }
            Stretch::Year(y) if dash && w.at(next).len() == 2 => Stretch::Year(y / 100 * 100 + i16::from(day)),
            _ => return None,
        };
        let b = Reading::of(b, end, a.anchor);
        spanning([first..a.end, next..end], a, b)
    }

    /// `4-22 January`, `from 4 to 22 January` begin with a number alone; else a date.
    fn end_point(&self, i: usize) -> Option<Reading> {
        let whole = self.modified(i).filter(|r| r.stretch.is_some());
        let found = whole.or_else(|| self.date(i)).or_else(|| self.relative(i).filter(|r| r.kind == TimeKind::Date));
        if found.is_some() {
            return found.filter(|r| r.stretch.is_some());
        }
        if let (Some(day), "now" | "date" | "present") = (self.published, self.words.at(i)) {
            return Some(Reading::of(Stretch::Day(day), i + 1, Anchor::Published));
        }
        let (day, end) = self.number_end(i)?;
        let joint = matches!(self.words.at(end), "to" | "-" | "–" | "and" | "until" | "till" | "through" | "thru");
        let other = joint.then(|| self.date(end + 1)).flatten()?;
        let Stretch::Day(d) = other.stretch? else { return None };
        let date = jiff::civil::Date::new(d.year(), d.month(), day).ok()?;
        Some(Reading::of(Stretch::Day(date), end, other.anchor))
    }

    fn number_end(&self, i: usize) -> Option<(i8, usize)> {
        let the = i + usize::from(self.words.at(i) == "the");
        if let Some((n, end)) = crate::numbers::ordinal(self.words, the) {
            return Some((i8::try_from(n).ok()?, end));
        }
        let word = self.words.at(i);
        let fits = (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
        let tail =
            self.words.is_glued(i + 1) && matches!(self.words.at(i + 1), "/" | ":" | ".") && self.words.digit(i + 2);
        (fits && !tail).then(|| Some((word.parse().ok()?, i + 1))).flatten()
    }

    /// The first end in the year of the second: `between May and July 2009`.
    fn with_year_of(&self, a: &Reading, b: &Reading) -> Reading {
        if a.anchor != Anchor::Published || b.anchor != Anchor::Itself {
            return a.clone();
        }
        let year = b.days.map(|d| d.1.year());
        let moved = match (a.stretch, year) {
            // `November to February 2017` begins the year before.
            (Some(Stretch::Month(_, m)), Some(y)) => {
                let ends = b.days.map_or(12, |d| d.1.month());
                Some(Stretch::Month(y - i16::from(m > ends), m))
            }
            (Some(Stretch::Day(d)), Some(y)) => jiff::civil::Date::new(y, d.month(), d.day()).ok().map(Stretch::Day),
            _ => None,
        };
        moved.map_or_else(|| a.clone(), |s| Reading::of(s, a.end, Anchor::Itself))
    }
}

/// The length from one end to the other; its days are those of both ends and between.
fn spanning(tokens: [Range<usize>; 2], mut a: Reading, mut b: Reading) -> Option<Reading> {
    if let (Some(Stretch::Day(from)), Some(Stretch::Day(to))) = (a.stretch, b.stretch)
        && b.anchor == Anchor::Published
        && to < from
        && from.since(to).is_ok_and(|s| s.get_days() < 7)
    {
        // `from next Monday to Friday`: the weekday after the first end.
        let to = to.checked_add(jiff::ToSpan::days(7)).ok()?;
        b = Reading { ambiguous: b.ambiguous, ..Reading::of(Stretch::Day(to), b.end, b.anchor) };
    } else if a.days?.0 >= b.days?.1 && a.anchor == Anchor::Published {
        a = earlier(&a)?;
    } else if a.days?.0 >= b.days?.1 && b.anchor == Anchor::Published {
        return None;
    } else if a.anchor == Anchor::Published
        && b.anchor == Anchor::Published
        && b.stretch?.unit() < Unit::Year
        && let Some(nearer) = earlier(&b).filter(|r| r.days.zip(a.days).is_some_and(|(b, a)| b.0 > a.1))
    {
        // The next day or month of that name after the first end.
        b = nearer;
    }
    let ((first, _), (start_b, last)) = (a.days?, b.days?);
    if first >= last || a.stretch?.unit() > Unit::Year {
        return None;
    }
    let months = i32::from(start_b.year() - first.year()) * 12 + i32::from(start_b.month() - first.month());
    let value = match (a.stretch?.unit(), b.stretch?.unit()) {
        (Unit::Year, Unit::Year) => format!("P{}Y", start_b.year() - first.year()),
        (Unit::Month, Unit::Month) | (Unit::Quarter, Unit::Quarter) => format!("P{months}M"),
        _ => format!("P{}D", start_b.since(first).ok()?.get_days()),
    };
    let anchor = if b.anchor == Anchor::Itself { Anchor::Itself } else { Anchor::Published };
    let (ambiguous, end) = (a.ambiguous || b.ambiguous, b.end);
    let [at_a, at_b] = tokens;
    b.ends = None;
    let ends = Some(Box::new([(at_a, a), (at_b, b)]));
    Some(Reading {
        days: Some((first, last)),
        anchor,
        ambiguous,
        ends,
        ..Reading::plain(TimeKind::Duration, value, end)
    })
}

/// The same month or day a year before.
fn earlier(reading: &Reading) -> Option<Reading> {
    let stretch = match reading.stretch? {
        Stretch::Month(y, m) => Stretch::Month(y - 1, m),
        Stretch::Day(d) => Stretch::Day(jiff::civil::Date::new(d.year() - 1, d.month(), d.day()).ok()?),
        _ => return None,
    };
    Some(super::narrowed(Reading::of(stretch, reading.end, reading.anchor).modified(reading.modifier)))
}
