//! Calendar values: a day, week, month or other stretch, its TIMEX3 value and the days it covers.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The TIMEX3 code of a season.
fn season_code(season: i8) -> &'static str {
    ["SP", "SU", "FA", "WI"][season as usize % 4]
}

/// The value of a season of no year.
pub fn season_of_no_year(season: i8) -> String {
    format!("XXXX-{}", season_code(season))
}

/// A stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    Day(Date),
    /// The ISO week of this day.
    Week(Date),
    /// The weekend of the week of this day.
    Weekend(Date),
    Month(i16, i8),
    Quarter(i16, i8),
    Half(i16, i8),
    /// 0 spring, 1 summer, 2 autumn, 3 winter.
    Season(i16, i8),
    Year(i16),
    /// The ten years from this one.
    Decade(i16),
    /// The hundred years from this one.
    Century(i16),
}

/// How coarse a stretch is; what `that month` and `the following year` look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Stretch {
    /// The TIMEX3 value.
    pub fn value(self) -> String {
        match self {
            Stretch::Day(d) => d.to_string(),
            Stretch::Week(d) => format!("{:04}-W{:02}", d.iso_week_date().year(), d.iso_week_date().week()),
            Stretch::Weekend(d) => format!("{:04}-W{:02}-WE", d.iso_week_date().year(), d.iso_week_date().week()),
            Stretch::Month(y, m) => format!("{y:04}-{m:02}"),
            Stretch::Quarter(y, q) => format!("{y:04}-Q{q}"),
            Stretch::Half(y, h) => format!("{y:04}-H{h}"),
            Stretch::Season(y, s) => format!("{y:04}-{}", season_code(s)),
            Stretch::Year(y) if y < 0 => format!("BC{:04}", -y),
            Stretch::Year(y) => format!("{y:04}"),
            Stretch::Decade(y) => format!("{:03}", y / 10),
            Stretch::Century(y) if y < 0 => format!("BC{:02}", -y / 100 - 1),
            Stretch::Century(y) => format!("{:02}", y / 100),
        }
    }

    /// First and last day; `None` beyond the years that can be counted.
    pub fn days(self) -> Option<(Date, Date)> {
        let months = |y: i16, m: i8, n: i32| {
            let first = Date::new(y, m, 1).ok()?;
            Some((first, first.checked_add(n.months()).ok()?.yesterday().ok()?))
        };
        match self {
            Stretch::Day(d) => Some((d, d)),
            Stretch::Week(d) => {
                let monday = monday_of(d)?;
                Some((monday, monday.checked_add(6.days()).ok()?))
            }
            Stretch::Weekend(d) => {
                let monday = monday_of(d)?;
                Some((monday.checked_add(5.days()).ok()?, monday.checked_add(6.days()).ok()?))
            }
            Stretch::Month(y, m) => months(y, m, 1),
            Stretch::Quarter(y, q) => months(y, q * 3 - 2, 3),
            Stretch::Half(y, h) => months(y, h * 6 - 5, 6),
            Stretch::Season(y, 3) => months(y, 12, 3),
            Stretch::Season(y, s) => months(y, 3 + 3 * s, 3),
            Stretch::Year(y) => months(y, 1, 12),
            Stretch::Decade(y) => months(y, 1, 120),
            Stretch::Century(y) => months(y, 1, 1200),
        }
    }

    /// How coarse it is.
    pub fn unit(self) -> Unit {
        match self {
            Stretch::Day(_) => Unit::Day,
            Stretch::Week(_) => Unit::Week,
            Stretch::Weekend(_) => Unit::Weekend,
            Stretch::Month(..) => Unit::Month,
            Stretch::Quarter(..) | Stretch::Half(..) | Stretch::Season(..) => Unit::Quarter,
            Stretch::Year(_) => Unit::Year,
            Stretch::Decade(_) => Unit::Decade,
            Stretch::Century(_) => Unit::Century,
        }
    }
}

/// What `of` gives for the year before a day's, its own, and the one after, in order.
pub fn around<T>(day: Date, of: impl Fn(i16) -> Option<T>) -> impl Iterator<Item = T> {
    [-1, 0, 1].into_iter().filter_map(move |k| of(day.year() + k))
}

/// How many days lie between two.
pub fn apart(a: Date, b: Date) -> i32 {
    a.until(b).map_or(i32::MAX, |s| s.get_days().abs())
}

/// The Monday of a day's week.
pub fn monday_of(day: Date) -> Option<Date> {
    day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

/// The stretch of `unit` that lies `offset` units from the one that holds `day`.
pub fn shifted(day: Date, unit: Unit, offset: i32) -> Option<Stretch> {
    let year = day.year();
    let move_by = |y: i32| i16::try_from(i32::from(year) + y).ok().filter(|y| (-9000..9000).contains(y));
    Some(match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Stretch::Day(day),
        Unit::Day => Stretch::Day(day.checked_add(offset.days()).ok()?),
        Unit::Week => Stretch::Week(day.checked_add(offset.weeks()).ok()?),
        Unit::Weekend => Stretch::Weekend(day.checked_add(offset.weeks()).ok()?),
        Unit::Month => {
            let d = Date::new(year, day.month(), 1).ok()?.checked_add(offset.months()).ok()?;
            Stretch::Month(d.year(), d.month())
        }
        Unit::Quarter => {
            let d = Date::new(year, day.month(), 1).ok()?.checked_add((3 * offset).months()).ok()?;
            Stretch::Quarter(d.year(), (d.month() + 2) / 3)
        }
        Unit::Year => Stretch::Year(move_by(offset)?),
        Unit::Decade => Stretch::Decade(move_by(offset.checked_mul(10)?)? / 10 * 10),
        Unit::Century => Stretch::Century(move_by(offset.checked_mul(100)?)? / 100 * 100),
    })
}

/// The `n`-th `weekday` of a month, from its end for a negative `n`.
pub fn nth_weekday(year: i16, month: i8, n: i8, weekday: Weekday) -> Option<Date> {
    Date::new(year, month, 1).ok()?.nth_weekday_of_month(n, weekday).ok()
}

/// Easter Sunday (the anonymous Gregorian algorithm, Nature, 20 April 1876).
pub fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, month as i8, day as i8).ok()
}

/// Easter Sunday of the Julian calendar, as a Gregorian day (Meeus, Astronomical Algorithms, 1991).
pub fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let d = (19 * (y % 19) + 15) % 30;
    let e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
    let (month, day) = ((d + e + 114) / 31, (d + e + 114) % 31 + 1);
    let behind = y / 100 - y / 400 - 2;
    Date::new(year, month as i8, day as i8).ok()?.checked_add(behind.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_it_fell() {
        for (year, day) in [(2018, "2018-04-01"), (2022, "2022-04-17"), (2024, "2024-03-31")] {
            assert_eq!(easter(year).map(|d| d.to_string()).as_deref(), Some(day));
        }
    }

    #[test]
    fn stretches_cover_their_days() {
        let day: Date = "2022-07-04".parse().expect("a date");
        for (unit, offset, value, first, last) in [
            (Unit::Week, -1, "2022-W26", "2022-06-27", "2022-07-03"),
            (Unit::Month, 2, "2022-09", "2022-09-01", "2022-09-30"),
            (Unit::Quarter, -1, "2022-Q2", "2022-04-01", "2022-06-30"),
            (Unit::Decade, -1, "201", "2010-01-01", "2019-12-31"),
        ] {
            let stretch = shifted(day, unit, offset).expect("in range");
            let (a, b) = stretch.days().expect("in range");
            assert_eq!(
                (stretch.value().as_str(), a.to_string().as_str(), b.to_string().as_str()),
                (value, first, last)
            );
        }
    }
}
