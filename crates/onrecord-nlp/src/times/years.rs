//! Dates in figures, years, decades, centuries, quarters and weeks by number.

use super::calendar::{Stretch, Unit, nth_weekday};
use super::lexicon::{month, season, weekday};
use super::{Finder, Reading, narrowed};
use crate::numbers;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use onrecord_types::{Anchor, TimeKind};

/// Names of events that a year may stand inside of: `the London 2012 Olympics`.
const EVENTS: &[&str] = &[
    "olympics",
    "paralympics",
    "games",
    "championship",
    "championships",
    "world",
    "cup",
    "conference",
    "summit",
    "election",
    "elections",
    "census",
    "convention",
    "festival",
    "agreement",
    "accord",
    "accords",
    "declaration",
    "constitution",
    "budget",
];

impl Finder<'_> {
    pub(super) fn digits(&self, i: usize, most: usize) -> Option<i32> {
        let word = self.words.form(i);
        let fits = !word.is_empty() && word.len() <= most && word.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| word.parse().ok()).flatten()
    }

    /// `2022-07-04`, `2022/07`, `7/4/2022`, `4.7.2022`.
    pub(super) fn figures(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let mark = w.at(i + 1);
        if w.at(i).len() == 8 && !(w.is_glued(i + 1) && w.digit(i + 2)) {
            return self.basic(i);
        }
        let glued = |n: usize| (i + 1..=i + n).all(|k| w.is_glued(k));
        if !matches!(mark, "-" | "/" | ".") || !glued(2) {
            return None;
        }
        let (a, b) = (self.digits(i, 4)?, self.digits(i + 2, 4)?);
        let third = (w.at(i + 3) == mark && glued(4)).then(|| self.digits(i + 4, 4)).flatten();
        let long = |k: usize| w.at(k).len() == 4;
        let day = |y: i32, m: i32, d: i32| Date::new(y as i16, m as i8, d as i8).ok();
        // `the 2011/12 season` is two years.
        let season = third.is_none() && self.is_season(i);
        if long(i) && (1..=12).contains(&b) && mark != "." && !season {
            return Some(match third {
                Some(c) => Reading::of(Stretch::Day(day(a, b, c)?), i + 5, Anchor::Itself),
                None if w.at(i + 2).len() == 2 || mark == "/" => {
                    Reading::of(Stretch::Month(a as i16, b as i8), i + 3, Anchor::Itself)
                }
                None => return None,
            });
        }
        if let Some(c) = third.filter(|_| mark != "." || long(i + 4)) {
            let year = if long(i + 4) { c } else { self.century_of(c) };
            let (us, other) = (day(year, a, b), day(year, b, a));
            let ambiguous = us.is_some() && other.is_some() && a != b || !long(i + 4);
            // A day by figures alone: in the American order, unless that is no day.
            let first = if mark == "." { other.or(us) } else { us.or(other) };
            return Some(Reading::of(Stretch::Day(first?), i + 5, Anchor::Itself).unsure(ambiguous));
        }
        if (a, b) == (9, 11) && w.at(i).len() == 1 && mark == "/" && third.is_none() && self.is_attacks(i) {
            return Some(Reading::of(Stretch::Day(jiff::civil::date(2001, 9, 11)), i + 3, Anchor::Itself));
        }
        let leads = matches!(w.at(i.wrapping_sub(1)), "on" | "from" | "since" | "until" | "by" | "between" | "to")
            || weekday(w.at(i.wrapping_sub(1))).is_some();
        if mark == "/" && leads && third.is_none() && !long(i) && !long(i + 2) && w.at(i + 3) != "/" {
            let (m, d) = if a > 12 { (b, a) } else { (a, b) };
            return Some(
                self.undated(i, i8::try_from(m).ok().filter(|m| (1..=12).contains(m))?, Some(d as i8), i + 3)
                    .unsure(true),
            );
        }
        if long(i + 2) && (1..=12).contains(&a) && mark != "." {
            return Some(Reading::of(Stretch::Month(b as i16, a as i8), i + 3, Anchor::Itself));
        }
        None
    }

    /// Whether `9/11` is the day of the attacks, as it is where nothing says that it is a day of some year.
    fn is_attacks(&self, i: usize) -> bool {
        let w = self.words;
        let before = w.at(i.wrapping_sub(1));
        let span = before == "from" && matches!(w.at(i + 3), "to" | "until" | "till" | "through");
        let dated = span || matches!(before, "between" | "to") || weekday(before).is_some();
        let goes_on = matches!(w.at(i + 3), "-" | "–" | "to" | "/" | ".") && w.digit(i + 4);
        !dated && !goes_on
    }

    /// `20220704`: the basic format of ISO 8601.
    fn basic(&self, i: usize) -> Option<Reading> {
        let n = self.digits(i, 8)?;
        let year = i16::try_from(n / 10_000).ok().filter(|y| (1900..2100).contains(y))?;
        let day = Date::new(year, (n / 100 % 100) as i8, (n % 100) as i8).ok()?;
        Some(Reading::of(Stretch::Day(day), i + 1, Anchor::Itself))
    }

    /// The year of two figures that lies nearest to publication.
    pub(super) fn century_of(&self, n: i32) -> i32 {
        let now = self.published.map_or(2000, |p| i32::from(p.year()));
        [1900, 2000].map(|c| c + n).into_iter().min_by_key(|y| (y - now).abs()).unwrap_or(2000 + n)
    }

    /// A year in four figures (or `’82`), where the words around allow one.
    pub(super) fn year(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        if matches!(w.at(i), "'" | "’" | "‘") && w.is_glued(i + 1) && !w.is_glued(i) && w.at(i + 1).len() == 2 {
            // `Office ’97` is a thing's name.
            let before = w.at(i.wrapping_sub(1));
            let capital = w.form(i.wrapping_sub(1)).contains(char::is_uppercase);
            let thing = capital && month(before).is_none() && season(before).is_none();
            if thing && w.is_together(i.wrapping_sub(1), i) && !self.opens_sentence(i.wrapping_sub(1)) {
                return None;
            }
            let year = self.century_of(self.digits(i + 1, 2)?);
            return Some(Reading::of(Stretch::Year(year as i16), i + 2, Anchor::Published));
        }
        let before = w.at(i.wrapping_sub(1));
        if w.at(i) == "fiscal" && (w.at(i + 1) == "year" || w.digit(i + 1)) || w.at(i) == "fy" {
            let at = i + 1 + usize::from(w.at(i) == "fiscal" && w.at(i + 1) == "year");
            let year = self.digits(at, 4).filter(|_| w.at(at).len() == 4)?;
            return Some(Reading {
                value: format!("FY{year}"),
                ..Reading::of(Stretch::Year(year as i16), at + 1, Anchor::Itself)
            });
        }
        // `FY25`, `FY2025`
        if let Some(year) = w.form(i).strip_prefix("FY").filter(|y| matches!(y.len(), 2 | 4)) {
            let year: i32 = year.parse().ok().filter(|_| year.bytes().all(|b| b.is_ascii_digit()))?;
            let year = if year < 100 { self.century_of(year) } else { year };
            return Some(Reading {
                value: format!("FY{year}"),
                ..Reading::of(Stretch::Year(year as i16), i + 1, Anchor::Itself)
            });
        }
        // `AD842`
        if let Some(year) = w.at(i).strip_prefix("ad").filter(|y| (3..=4).contains(&y.len())) {
            let year = year.parse().ok().filter(|_| year.chars().all(|c| c.is_ascii_digit()))?;
            return Some(Reading::of(Stretch::Year(year), i + 1, Anchor::Itself));
        }
        let year = self.digits(i, 4)?;
        // `Law No. 1915-IX`
        if w.follow(i.wrapping_sub(2), &["no", "."]).is_some() || before == "no" && w.at(i + 1) == "-" {
            return None;
        }
        let named = w.is_capital(i.wrapping_sub(1))
            && w.is_capital(i + 1)
            && !matches!(before, "in" | "since" | "by" | "the" | "of" | "from")
            && !EVENTS.contains(&w.at(i + 1));
        if named && month(before).is_none() && w.is_together(i.wrapping_sub(1), i + 1) {
            return None;
        }
        let dash = w.at(i + 1) == "-" && w.is_glued(i + 1) && w.is_glued(i + 2);
        let quarter = i + 1 + usize::from(dash);
        if let Some(q) =
            w.at(quarter).strip_prefix('q').and_then(|q| q.parse::<i8>().ok()).filter(|q| (1..=4).contains(q))
        {
            return Some(Reading::of(Stretch::Quarter(year as i16, q), quarter + 1, Anchor::Itself));
        }
        if let Some((m, end)) = self.month(i + 1).filter(|_| self.words.at(i).len() == 4 && !w.digit(i + 2)) {
            return Some(Reading::of(Stretch::Month(year as i16, m), end, Anchor::Itself));
        }
        let era = match (w.at(i + 1), w.at(i + 2)) {
            ("bc" | "bce", _) => Some((-1, i + 2)),
            ("ad" | "ce", _) => Some((1, i + 2)),
            _ => None,
        };
        if let Some((sign, end)) = era.filter(|_| year > 0) {
            return Some(Reading::of(Stretch::Year((year * sign) as i16), end, Anchor::Itself));
        }
        if before == "ad" || year > 0 && self.is_ancient_year(i) {
            // A bare year in a tale of years before Christ is one of them.
            let named = self.last_named(i).filter(|_| before != "ad").and_then(Stretch::days);
            let before_christ = named.is_some_and(|d| d.0.year() < 0);
            let year = if before_christ { -year } else { year };
            return Some(Reading::of(Stretch::Year(year as i16), i + 1, Anchor::Itself));
        }
        // `reigned 1715 - 1774`
        let spans = matches!(w.at(i + 1), "-" | "–") && self.digits(i + 2, 4).is_some_and(|y| y > year && y < 2200);
        let leads = matches!(
            before,
            "in" | "since"
                | "by"
                | "until"
                | "till"
                | "of"
                | "from"
                | "before"
                | "after"
                | "during"
                | "early"
                | "late"
                | "mid"
                | "around"
                | "year"
                | "through"
                | "throughout"
                | "between"
                | "circa"
                | "spring"
                | "summer"
                | "autumn"
                | "fall"
                | "winter"
                | "("
                | "to"
                | "and"
                | "or"
                | "than"
                | "-"
                | "–"
                | "—"
                | "the"
                | "this"
                | "its"
                | "their"
                | "’"
                | ","
        ) || spans;
        let next = w.at(i + 1);
        let (joined, tail) = (w.is_glued(i + 1), w.is_glued(i + 2));
        let measured = matches!(
            next,
            "%" | "percent"
                | "km"
                | "people"
                | "men"
                | "points"
                | "miles"
                | "feet"
                | "hours"
                | "dollars"
                | "euros"
                | "pounds"
                | "tons"
                | "tonnes"
        ) || next == "per" && !w.is_capital(i + 2)
            || (joined && tail && matches!(next, "." | "," | ":" | "/") && !self.is_season(i));
        let counted = next.len() > 3
            && next.ends_with('s')
            && !w.is_capital(i + 1)
            && !matches!(next, "elections" | "olympics" | "games" | "sanctions" | "protests");
        // `the town’s 1829 charter`, not `the town’s 1829 residents`
        let owned = before == "s" && w.is_glued(i - 1) && !counted;
        let leads = leads || owned || before == "." && matches!(w.at(i.wrapping_sub(2)), "c" | "ca");
        let own = w.at(i).len() == 4
            && ((1900..2101).contains(&year) && (leads || year < 2050)
                || (1600..1900).contains(&year) && leads && !counted);
        let old = w.at(i).len() == 4
            && (1000..2200).contains(&year)
            && leads
            && !matches!(
                before,
                "to" | "and"
                    | "or"
                    | "than"
                    | ","
                    | "-"
                    | "the"
                    | "of"
                    | "around"
                    | "their"
                    | "its"
                    | "this"
                    | "by"
                    | "between"
            )
            && (before != "from" || matches!(next, "to" | "until" | "till") && self.digits(i + 2, 4).is_some());
        let other = matches!(
            before,
            "$" | "€"
                | "£"
                | "#"
                | "no"
                | "number"
                | "room"
                | "flight"
                | "resolution"
                | "about"
                | "some"
                | "nearly"
                | "than"
                | "over"
        );
        let allowed = !other || (before == "than" && !counted) || before == "over" && spans;
        let fits = (own && (leads || !counted) || old) && !measured && allowed;
        fits.then(|| Reading::of(Stretch::Year(year as i16), i + 1, Anchor::Itself))
    }

    /// Whether a number below 1000 is a year: in a text that speaks of antiquity, after what leads to a year and
    /// before no noun (`In 348 Pachomius died`, not `in 71 countries`).
    fn is_ancient_year(&self, i: usize) -> bool {
        let w = self.words;
        let before = w.at(i.wrapping_sub(1));
        let circa = before == "." && matches!(w.at(i.wrapping_sub(2)), "c" | "ca");
        let leads = circa
            || matches!(
                before,
                "in" | "since" | "until" | "around" | "about" | "from" | "after" | "before" | "by" | "year" | "("
            )
            || matches!(before, "-" | "–") && w.digit(i.wrapping_sub(2));
        let next = w.at(i + 1);
        let ends = !next.starts_with(char::is_alphanumeric)
            || w.is_capital(i + 1)
            || matches!(
                next,
                "he" | "she" | "they" | "it" | "the" | "a" | "an" | "when" | "to" | "and" | "became" | "was" | "by"
            );
        let measured = matches!(next, "%" | "," | "." | ":" | "/") && w.is_glued(i + 2) && w.digit(i + 2);
        self.antiquity && (2..4).contains(&w.at(i).len()) && (leads && ends || before == "year") && !measured
    }

    /// Whether the text dates what it tells in the first millennium or before Christ: `BC`, `AD`, `the 4th century`,
    /// `c. 347 – 420`.
    pub(super) fn speaks_of_antiquity(&self) -> bool {
        let w = self.words;
        (0..w.len()).any(|i| match w.at(i) {
            "bc" | "bce" => w.is_capital(i) && self.digits(i.wrapping_sub(1), 4).is_some(),
            "ad" | "ce" => {
                w.form(i).chars().all(char::is_uppercase)
                    && (self.digits(i + 1, 4).is_some() || self.digits(i.wrapping_sub(1), 4).is_some())
            }
            "century" | "centuries" => {
                let dash = usize::from(w.at(i.wrapping_sub(1)) == "-");
                let number = (1..4).find_map(|k| {
                    let at = i.checked_sub(k + dash)?;
                    numbers::ordinal(w, at).filter(|(_, end)| end + dash == i)
                });
                number.is_some_and(|(n, _)| n <= 10)
            }
            // `the year 71`, `c. 347`, `(837–908)`
            "year" => w.at(i.wrapping_sub(1)) == "the" && self.digits(i + 1, 3).is_some_and(|y| y > 40),
            "c" | "ca" | "(" => {
                let number = i + 1 + usize::from(w.at(i + 1) == ".");
                let dash = matches!(w.at(number + 1), "-" | "–");
                let last = dash && w.at(number + 2).len() == 3 && w.digit(number + 2);
                w.at(number).len() == 3 && w.digit(number) && (w.at(i) != "(" && dash || last)
            }
            _ => false,
        })
    }

    /// Whether a year, a stroke and the next year's last two figures stand here: `2011/12`.
    pub(super) fn is_season(&self, i: usize) -> bool {
        let w = self.words;
        let joined = w.at(i + 1) == "/" && w.is_glued(i + 1) && w.is_glued(i + 2);
        let years = self.digits(i, 4).zip(self.digits(i + 2, 2));
        joined && years.is_some_and(|(a, b)| a > 999 && b == (a + 1) % 100)
    }

    /// `1970s`, `'90s`, `seventies` after `the`.
    pub(super) fn decade(&self, i: usize) -> Option<Reading> {
        const WORDS: &[&str] =
            &["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
        let w = self.words;
        let mark = usize::from(matches!(w.at(i), "'" | "’" | "‘") && w.is_glued(i + 1));
        let word = w.at(i + mark);
        if let Some(n) = WORDS.iter().position(|d| *d == word).filter(|_| w.at(i.wrapping_sub(1)) == "the" || mark == 1)
        {
            return Some(Reading::of(Stretch::Decade(1920 + 10 * n as i16), i + mark + 1, Anchor::Open));
        }
        if word == "nineteen" && w.at(i + 1) != "hundred" {
            let n = WORDS.iter().position(|d| *d == w.at(i + 1))?;
            return Some(Reading::of(Stretch::Decade(1920 + 10 * n as i16), i + 2, Anchor::Itself));
        }
        let (figures, mut end) = match word.strip_suffix('s') {
            Some(f) => (f, i + mark + 1),
            None if matches!(w.at(i + mark + 1), "'" | "’")
                && w.at(i + mark + 2) == "s"
                && w.is_glued(i + mark + 2) =>
            {
                (word, i + mark + 3)
            }
            None => return None,
        };
        let year: i16 = figures.parse().ok().filter(|_| figures.ends_with('0'))?;
        let before = w.at(i.wrapping_sub(1));
        let full = match figures.len() {
            4 if (1000..2100).contains(&year) => year,
            2 if mark == 1
                || matches!(before, "the" | "early" | "late" | "mid" | "-") && !matches!(w.at(end), "and") =>
            {
                1900 + year
            }
            _ => return None,
        };
        end = end.max(i + 1);
        let stretch = if full % 100 == 0 && figures.len() == 4 && full < 1900 {
            Stretch::Century(full)
        } else {
            Stretch::Decade(full)
        };
        Some(Reading::of(stretch, end, if figures.len() == 4 { Anchor::Itself } else { Anchor::Open }))
    }

    /// `19th century`.
    pub(super) fn century(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let (n, end) = numbers::ordinal(w, i).filter(|(n, _)| (1..=30).contains(n))?;
        let dash = end + usize::from(w.at(end) == "-");
        // `the 15th and 16th centuries`
        if matches!(w.at(end), "and" | "to" | "through" | "or" | "-" | "–")
            && let Some((_, next)) = numbers::ordinal(w, end + 1 + usize::from(w.at(end + 1) == "the"))
            && matches!(w.at(next + usize::from(w.at(next) == "-")), "century" | "centuries")
        {
            return Some(Reading::of(Stretch::Century((n as i16 - 1) * 100), end, Anchor::Itself));
        }
        let fits = matches!(w.at(dash), "century" | "centuries");
        let bc = matches!(w.at(dash + 1), "bc" | "bce");
        let first = if bc { -(n as i16) * 100 } else { (n as i16 - 1) * 100 };
        fits.then(|| Reading::of(Stretch::Century(first), dash + 1 + usize::from(bc), Anchor::Itself))
    }

    /// `third quarter of 2009`, `Q3 2009`, `first half of this year`, `second week of May`, `first Monday of May`.
    pub(super) fn numbered(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        if let Some(n) = self.digits(i + 1, 2).filter(|n| w.at(i) == "week" && (1..=53).contains(n)) {
            return self.iso_week(n as i8, i + 2);
        }
        // `Q3`, `3Q`
        let quarter =
            w.at(i).strip_prefix('q').or_else(|| w.at(i).strip_suffix('q').filter(|_| w.form(i).ends_with('Q')));
        let (n, at, unit) = if let Some(q) = quarter.and_then(|q| q.parse::<u32>().ok()) {
            (q, i + 1, "quarter")
        } else if let Some(h) =
            w.at(i).strip_prefix('h').and_then(|h| h.parse::<u32>().ok()).filter(|_| w.is_capital(i))
        {
            (h, i + 1, "half")
        } else {
            let (n, end) = match w.at(i) {
                "last" | "final" => (0, i + 1),
                _ => numbers::ordinal(w, i)?,
            };
            let dash = end + usize::from(w.at(end) == "-");
            (n, dash + 1, w.at(dash))
        };
        let of = at
            + usize::from(matches!(w.at(at), "of" | "in" | ","))
            + usize::from(w.at(at) == "of" && w.at(at + 1) == "the");
        let whole = self.year(of).or_else(|| self.relative(of)).or_else(|| self.month_first(of));
        let whole = whole.or_else(|| self.year_or_month(of).filter(|_| w.follow(of - 2, &["of", "the"]).is_some()));
        let whole = whole.filter(|r| r.stretch.is_some() && r.kind == TimeKind::Date);
        let (year, end, anchor) = match whole.as_ref().and_then(|r| Some((r.stretch?, r.end, r.anchor))) {
            Some((Stretch::Year(y), end, anchor)) => (Some(y), end, anchor),
            _ => (self.published.map(|p| p.year()), at, Anchor::Published),
        };
        // `the first Monday of May`
        let named = weekday(unit).filter(|(_, short)| !short && n <= 5 && of > at);
        if let (Some((day, _)), Some(Reading { stretch: Some(Stretch::Month(y, m)), end, anchor, .. })) =
            (named, &whole)
        {
            let found = nth_weekday(*y, *m, if n == 0 { -1 } else { n as i8 }, day)?;
            return Some(Reading::of(Stretch::Day(found), *end, *anchor));
        }
        let last = |most: u32| if n == 0 { most } else { n };
        match unit {
            "quarter" if (whole.is_some() || n > 0) && last(4) <= 4 => {
                let Some(year) = year else { return self.open(format!("XXXX-Q{}", last(4)), end) };
                let q = last(4) as i8;
                // A quarter without a year is one that has ended.
                let ended = |p: Date| Stretch::Quarter(year, q).days().is_some_and(|d| d.1 < p);
                let here = Stretch::Quarter(year, q).days().zip(self.published).is_some_and(|(d, p)| d.0 <= p);
                let past = anchor == Anchor::Published
                    && whole.is_none()
                    && !self.published.is_some_and(ended)
                    && self.is_future(i) != Some(true)
                    && !(here && self.is_future(i).is_none());
                // The days of a fiscal year's quarters are each body's own.
                if whole.as_ref().is_some_and(|r| r.value.starts_with("FY")) {
                    return Some(Reading { anchor, ..Reading::plain(TimeKind::Date, format!("FY{year}-Q{q}"), end) });
                }
                Some(Reading::of(Stretch::Quarter(year - i16::from(past), q), end, anchor))
            }
            // `the first half of July`
            "half" if last(2) <= 2 && matches!(whole.as_ref()?.stretch, Some(Stretch::Month(..))) => {
                let modifier = if last(2) == 1 { "START" } else { "END" };
                whole.map(|month| narrowed(month.modified(Some(modifier))))
            }
            "half" if last(2) <= 2 && whole.is_some() => {
                Some(Reading::of(Stretch::Half(year?, last(2) as i8), end, anchor))
            }
            "week" | "day" | "weekend" => {
                let reading = whole?;
                let (first, final_day) = reading.stretch?.days()?;
                let week = unit != "day";
                let day = match (n, week) {
                    (0, _) => final_day,
                    (n, true) => {
                        // The first week is the one that holds the first Thursday.
                        let thursday = first
                            .checked_add(i32::from((3 - first.weekday().to_monday_zero_offset()).rem_euclid(7)).days())
                            .ok()?;
                        thursday.checked_add(Span::new().try_weeks(i64::from(n) - 1).ok()?).ok()?
                    }
                    (n, false) => first.checked_add(Span::new().try_days(i64::from(n) - 1).ok()?).ok()?,
                };
                let stretch = match unit {
                    "week" => Stretch::Week(day),
                    "weekend" => Stretch::Weekend(day),
                    _ => Stretch::Day(day),
                };
                (day <= final_day).then(|| Reading::of(stretch, reading.end, reading.anchor))
            }
            _ => None,
        }
    }

    /// The `year` of `the second half of the year`, the `month` of `the first week of the month`.
    fn year_or_month(&self, at: usize) -> Option<Reading> {
        let unit = match self.words.at(at) {
            "year" => Unit::Year,
            "month" => Unit::Month,
            _ => return None,
        };
        match self.narrated_year(at).filter(|_| unit == Unit::Year) {
            Some(year) => Some(Reading::of(Stretch::Year(year), at + 1, Anchor::Named)),
            None => self.away(self.published?, unit, 0, at + 1, Anchor::Published),
        }
    }

    /// `week 31`, `week 27 of last year`: by ISO 8601.
    pub(super) fn iso_week(&self, n: i8, end: usize) -> Option<Reading> {
        let of = end + usize::from(self.words.at(end) == "of");
        let whole = (of > end).then(|| self.year(of).or_else(|| self.relative(of))).flatten();
        let (year, end) = match whole.and_then(|r| Some((r.stretch?, r.end))) {
            Some((Stretch::Year(y), end)) => (y, end),
            _ => (self.published?.year(), end),
        };
        let day = jiff::civil::ISOWeekDate::new(year, n, Weekday::Monday).ok()?.date();
        Some(Reading::of(Stretch::Week(day), end, Anchor::Published))
    }

    /// `the same year`, `that year`, `the following year` after a month: counted from the year last named.
    fn year_told(&self, at: usize) -> Option<(i16, usize)> {
        let told = self.narrative(at).or_else(|| self.directed(at)).filter(|r| r.anchor == Anchor::Named)?;
        match told.stretch? {
            Stretch::Year(year) => Some((year, told.end)),
            _ => None,
        }
    }

    /// A year after a month or day: `, 2022`, `of 2022`, `2022`; the year and one past it.
    pub(super) fn year_after(&self, at: usize) -> Option<(i16, usize)> {
        let w = self.words;
        let next = at + usize::from(matches!(w.at(at), "," | "of" | "in" | "-" | "/"));
        let last = matches!(w.at(next), "last" | "this" | "next" | "the");
        if last && w.at(next + 1) == "year" {
            let offset = match w.at(next) {
                "last" => -1,
                "next" => 1,
                _ => 0,
            };
            return Some((self.published?.year() + offset, next + 2));
        }
        if let Some(found) = self.year_told(next) {
            return Some(found);
        }
        let form = w.form(next);
        let ancient = || self.antiquity && next == at + usize::from(w.at(at) == "of") && form.len() == 3;
        let ends = !w.at(next + 1).starts_with(char::is_alphanumeric) || w.is_capital(next + 1);
        let fits = |y: &i32| form.len() == 4 && (1000..2200).contains(y) || ends && *y > 99 && ancient();
        let year = self.digits(next, 4).filter(fits);
        if let Some(year) = year {
            return Some((year as i16, next + 1));
        }
        if let Some(number) = numbers::at(w, next).filter(|n| n.spelled && next < n.end) {
            let tail = (number.value < 21.0)
                .then(|| numbers::at(w, number.end))
                .flatten()
                .filter(|t| t.spelled && t.value < 100.0);
            let hundreds =
                numbers::at(w, number.end).filter(|t| t.spelled && t.value < 100.0 && number.value % 100.0 == 0.0);
            let (value, end) = match (tail, hundreds) {
                (Some(t), _) => (number.value * 100.0 + t.value, t.end),
                (_, Some(t)) => (number.value + t.value, t.end),
                _ => (number.value, number.end),
            };
            if (1100.0..2100.0).contains(&value) {
                return Some((value as i16, end));
            }
        }
        let short = matches!(w.at(next), "'" | "’") && w.is_glued(next + 1) && w.at(next + 1).len() == 2;
        short.then(|| Some((self.century_of(self.digits(next + 1, 2)?) as i16, next + 2))).flatten()
    }
}
