//! Durations and sets: `three days`, `a 12-year term`, `decades`, `every week`, `daily`.

use super::calendar::{Unit, season_of_no_year};
use super::lexicon::{part_of_day, period, season, unit, weekday, weekdays};
use super::{Finder, Reading};
use crate::numbers;
use crate::words::is_in;
use onrecord_types::TimeKind;

/// Before `years`, `weeks` that are how long something takes.
const BEFORE_LENGTH: &str =
    "for in over of after within many took take takes taken taking spent spend last lasts lasted waited wait waiting";

/// Before a unit with an article, it is how often something is so: `three times a week`, `500 euros a month`.
const BEFORE_SET: &str = "times once twice thrice dollars euros pounds rubles roubles rupees yen yuan hryvnias million \
                          billion percent % people barrels thousand hours days cents";

impl Finder<'_> {
    /// A length of time that begins at a token.
    pub(super) fn length(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let plain = |value: String, end| Some(Reading::plain(TimeKind::Duration, value, end));
        // `years`, `decades-long`: no number at all.
        if let Some((u, _)) = unit(w.at(i)).filter(|_| w.at(i).ends_with('s') && w.at(i).len() > 3) {
            let before = w.at(i.wrapping_sub(1));
            let long = w.at(i + 1) == "-" && matches!(w.at(i + 2), "long" | "old");
            let leads = is_in(BEFORE_LENGTH, before)
                || before == "the" && (w.at(i.wrapping_sub(2)) == "over" || self.is_bounded(i + 1))
                || matches!(before, "just" | "mere") && matches!(w.at(i.wrapping_sub(2)), "in" | "within" | "for");
            // `in minutes published today`
            let written = before == "in" && matches!(w.at(i + 1), "published" | "released" | "from" | "of" | "taken");
            let leads = leads && !(w.at(i) == "minutes" && written);
            // `hours after the vote`, not `two-days after`
            let follows = matches!(w.at(i + 1), "later" | "earlier" | "before" | "after" | "into")
                || w.at(i + 1) == "of" && u >= Unit::Week && u != Unit::Quarter;
            return if leads || long || follows && before != "-" { plain(period(u, None), i + 1) } else { None };
        }
        if let Some(reading) = self.long(i).or_else(|| self.up_to(i)) {
            return Some(reading);
        }
        let whole = matches!(w.at(i), "all" | "whole" | "full" | "entire");
        if whole {
            let dash = i + 1 + usize::from(w.at(i + 1) == "-");
            let (u, n) = unit(w.at(dash)).filter(|_| !w.at(dash).ends_with('s'))?;
            return plain(period(u, Some(f64::from(n))), dash + 1);
        }
        if let Some((number, word, end)) = numbers::glued(w, i) {
            let (u, times) = unit(word).filter(|_| word.len() > 2)?;
            return plain(period(u, Some(number * f64::from(times))), end);
        }
        let (number, mut at) = self.quantity(i)?;
        let article = matches!(w.at(i), "a" | "an") && at == i + 1;
        if article {
            // `a 12-year`, `a four-week`: the number follows.
            if let Some(inner) = numbers::at(w, at).and(self.length(at)) {
                return Some(inner);
            }
        }
        at += usize::from(
            matches!(
                w.at(at),
                "more"
                    | "straight"
                    | "consecutive"
                    | "full"
                    | "whole"
                    | "long"
                    | "additional"
                    | "further"
                    | "business"
                    | "trading"
                    | "calendar"
                    | "fiscal"
            ) && unit(w.at(at + 1)).is_some(),
        );
        let (u, times) = unit(w.at(at))?;
        let end = at + 1;
        // `three quarter-point cuts`, `two quarter-finals`
        let part = end + usize::from(w.at(end) == "-");
        if w.at(at) == "quarter" && matches!(w.at(part), "point" | "points" | "percentage" | "final" | "finals") {
            return None;
        }
        // `the 2018 day`: a year is no number of days.
        if number.is_some_and(|n| n > 1900.0 && n < 2100.0) && !w.at(at).ends_with('s') {
            return None;
        }
        if article && !self.is_article_length(i, end, u) {
            return None;
        }
        // `up by a quarter`, `nearly a quarter said`
        let share = u == Unit::Quarter && article && !is_in("for in after within during", w.at(i.wrapping_sub(1)));
        if share && !matches!(w.at(end), "ago" | "later" | "earlier" | "-") {
            return None;
        }
        let hyphen = w.at(at - 1) == "-";
        // `a 27-year-old` is an age, `30-second` may be a spot: the age is no length of the news.
        let age = matches!((w.at(end), w.at(end + 1)), ("-", "old") | ("old", _) | ("-", "olds"))
            || w.at(end) == "of" && w.at(end + 1) == "age";
        // `One day he left`, `some day`
        let follows =
            matches!(w.at(end), "ago" | "later" | "earlier" | "after" | "before" | "of" | "in" | "and" | "or");
        let unsure = !w.at(at).ends_with('s') && at == i + 1;
        if unsure && (w.at(i) == "some" || w.at(i) == "one" && self.opens_sentence(i) && !follows) {
            return None;
        }
        let ordinal = numbers::ordinal(w, i).is_some() && matches!(w.at(at), "second");
        if age || ordinal || (w.at(i) == "one" && w.at(at) == "day" && self.is_future(i) == Some(true)) {
            return None;
        }
        let total = number.map(|n| n * f64::from(times));
        let mut value = period(u, total);
        let mut end = end;
        if let (Some(n), false) = (total, hyphen) {
            let tail = [(["and", "a", "half"], 0.5), (["and", "a", "quarter"], 0.25)];
            if let Some((tail_end, part)) = tail.iter().find_map(|(t, part)| Some((w.follow(end, t)?, *part))) {
                (value, end) = (period(u, Some(n + part)), tail_end);
            } else if let Some((more, next)) = self.second_part(end, u) {
                let more = more.trim_start_matches('P');
                value.push_str(if u < Unit::Day { more.trim_start_matches('T') } else { more });
                end = next;
            }
        }
        plain(value, end)
    }

    /// `a year-long inquiry`, `a weeklong visit`, `monthslong`: a unit that is how long something takes.
    fn long(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let (word, end) = match w.at(i).strip_suffix("long") {
            Some(word) => (word, i + 1),
            None => (w.at(i), w.follow(i + 1, &["-", "long"]).filter(|_| w.is_glued(i + 1))?),
        };
        let (unit, times) = unit(word).filter(|_| word.len() > 2)?;
        let number = (!word.ends_with('s')).then_some(f64::from(times));
        Some(Reading::plain(TimeKind::Duration, period(unit, number), end))
    }

    /// `12-15 years`, `two to three weeks`, `between five and ten days`: the longer of the two at most.
    fn up_to(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let between = w.at(i.wrapping_sub(1)) == "between";
        let least = numbers::at(w, i)?;
        let joins = match w.at(least.end) {
            "-" | "–" | "—" | "to" | "or" => true,
            "and" => between,
            _ => false,
        };
        let most =
            numbers::at(w, least.end + 1).filter(|n| joins && n.value > least.value && w.is_together(i, n.end))?;
        let dash = most.end + usize::from(w.at(most.end) == "-" && w.is_glued(most.end));
        let (unit, times) = unit(w.at(dash)).filter(|_| w.at(dash).ends_with('s') || dash > most.end)?;
        let old = matches!(w.at(dash + 1), "old" | "-") || w.at(dash + 1) == "of" && w.at(dash + 2) == "age";
        let value = period(unit, Some(most.value * f64::from(times)));
        let reading = Reading::plain(TimeKind::Duration, value, dash + 1).modified(Some("EQUAL_OR_LESS"));
        let old = old || matches!(w.at(i.wrapping_sub(1)), "aged" | "ages");
        (!old && w.at(dash + 1) != "ago").then_some(reading)
    }

    /// Whether what follows a bare plural bounds it: `the weeks before the vote`, `the years since`.
    fn is_bounded(&self, at: usize) -> bool {
        let w = self.words;
        matches!(w.at(at), "since" | "before" | "after" | "following" | "preceding")
            || w.follow(at, &["leading", "up", "to"]).is_some()
            || w.at(at) == "that" && matches!(w.at(at + 1), "followed" | "preceded" | "passed")
    }

    /// `… and three months` after years: the smaller part of a compound length.
    fn second_part(&self, end: usize, than: Unit) -> Option<(String, usize)> {
        let (number, (u, times), end) = self.smaller(end, than)?;
        let value = period(u, Some(number * f64::from(times)));
        // Date parts before time parts.
        Some((if u >= Unit::Day { value } else { format!("P{}", value.trim_start_matches('P')) }, end))
    }

    /// A number and a unit that is smaller than another, after `and` or a comma; and one past their end.
    pub(super) fn smaller(&self, end: usize, than: Unit) -> Option<(f64, (Unit, i32), usize)> {
        let w = self.words;
        let next = end + usize::from(matches!(w.at(end), "and" | ","));
        let number = numbers::at(w, next)?;
        Some((number.value, unit(w.at(number.end)).filter(|u| u.0 < than)?, number.end + 1))
    }

    /// The whole parts of a compound length after its largest unit, down to days: `… 1 month and 21 days`; one past them.
    pub(super) fn smaller_parts(&self, mut end: usize, mut than: Unit) -> (Vec<(i32, Unit)>, usize) {
        let mut parts = Vec::new();
        while let Some((number, (unit, times), next)) = self.smaller(end, than)
            && (number < 1000.0 && number.fract() == 0.0 && unit >= Unit::Day)
        {
            parts.push((number as i32 * times, unit));
            (end, than) = (next, unit);
        }
        (parts, end)
    }

    /// Whether `a week`, `an hour` is a length: by the words around it.
    fn is_article_length(&self, i: usize, end: usize, u: Unit) -> bool {
        let w = self.words;
        let before = w.at(i.wrapping_sub(1));
        if w.at(i) == "another" {
            return true;
        }
        let follows = matches!(w.at(end), "ago" | "later" | "earlier" | "from" | "after" | "before")
            || w.at(end) == "and" && self.smaller(end, u).is_some();
        let leads = matches!(
            before,
            "for"
                | "in"
                | "within"
                | "over"
                | "than"
                | "about"
                | "nearly"
                | "almost"
                | "after"
                | "half"
                | "least"
                | "by"
                | "of"
                | "took"
                | "takes"
                | "lasted"
                | "lasts"
                | "spent"
        );
        u > Unit::Second && (leads || follows)
    }

    /// Whether `a year` says how often: after figures (`€150m a year`), a unit or a count of times.
    pub(super) fn is_rate(&self, i: usize) -> bool {
        let before = self.words.at(i.wrapping_sub(1));
        matches!(self.words.at(i), "a" | "an")
            && (is_in(BEFORE_SET, before) || before.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// Times that come again: `every week`, `daily`, `twice a year`, `on Mondays`.
    pub(super) fn set(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let plain = |value: String, end| Some(Reading::plain(TimeKind::Set, value, end));
        let of = |word: &str| match word {
            "weekend" => Some("XXXX-WXX-WE".to_owned()),
            "weekday" => Some("P1WD".to_owned()),
            word => unit(word).map(|(u, n)| period(u, Some(f64::from(n)))),
        };
        match w.at(i) {
            // `the Daily Mirror`, `the daily Quay Times`
            "daily" | "weekly" | "monthly" if w.is_capital(i + 1) => return None,
            // `Quay Daily`
            "daily" | "weekly" if w.is_capital(i) && i > 0 && w.is_capital(i - 1) => return None,
            "daily" | "everyday" => return plain("P1D".into(), i + 1),
            "weekly" => return plain("P1W".into(), i + 1),
            "biweekly" | "fortnightly" => return plain("P2W".into(), i + 1),
            "monthly" => return plain("P1M".into(), i + 1),
            "quarterly" => return plain("P3M".into(), i + 1),
            "annual" | "annually" | "yearly" => return plain("P1Y".into(), i + 1),
            "semiannual" | "semiannually" | "biannual" | "biannually" => return plain("P6M".into(), i + 1),
            "bimonthly" => return plain("P2M".into(), i + 1),
            "biennial" | "biennially" => return plain("P2Y".into(), i + 1),
            "semi" | "half" | "bi" if w.at(i + 1) == "-" && w.is_glued(i + 1) && w.is_glued(i + 2) => {
                let value = match (w.at(i), w.at(i + 2)) {
                    ("bi", "monthly") => "P2M",
                    ("bi", "weekly") => "P2W",
                    ("semi" | "half", "annual" | "annually" | "yearly") => "P6M",
                    _ => return None,
                };
                return plain(value.into(), i + 3);
            }
            "hourly" => return plain("PT1H".into(), i + 1),
            "nightly" => return plain("XXXX-XX-XXTNI".into(), i + 1),
            "every" | "each" => {}
            "weekends" => return plain("XXXX-WXX-WE".into(), i + 1),
            "any" | "all" if matches!(w.at(i + 1), "weekend" | "weekends") => {
                return plain("XXXX-WXX-WE".into(), i + 2);
            }
            "per" => return plain(of(w.at(i + 1)).filter(|_| !w.at(i + 1).ends_with('s'))?, i + 2),
            "a" | "an" => {
                // `$5 a day`, `twice a year`: after a number, a unit or a count of times.
                return plain(of(w.at(i + 1)).filter(|_| self.is_rate(i) && !w.at(i + 1).ends_with('s'))?, i + 2);
            }
            word => {
                // `the 19th of every month`.
                if let Some((n, end)) = numbers::ordinal(w, i).filter(|(n, _)| (1..=31).contains(n))
                    && w.at(end) == "of"
                    && matches!(w.at(end + 1), "every" | "each")
                    && w.at(end + 2) == "month"
                {
                    return plain(format!("XXXX-XX-{n:02}"), end + 3);
                }
                let day = weekdays(word).filter(|_| w.is_capital(i))?;
                return plain(format!("XXXX-WXX-{}", day.to_monday_one_offset()), i + 1);
            }
        }
        let other = usize::from(w.at(i + 1) == "other");
        let at = i + 1 + other;
        if let Some(value) = of(w.at(at)).filter(|_| !w.at(at).ends_with('s')) {
            return plain(if other == 1 { value.replacen('1', "2", 1) } else { value }, at + 1);
        }
        if let Some((day, _)) = weekday(w.at(at)) {
            return plain(format!("XXXX-WXX-{}", day.to_monday_one_offset()), at + 1);
        }
        if let Some(code) = part_of_day(w.at(at)) {
            return plain(format!("XXXX-XX-XXT{code}"), at + 1);
        }
        if let Some((m, _)) = super::lexicon::month(w.at(at)) {
            return plain(format!("XXXX-{m:02}"), at + 1);
        }
        if let Some(season) = season(w.at(at)) {
            return plain(season_of_no_year(season), at + 1);
        }
        // `every 20 minutes`, `every few days`
        let (number, at) = self.quantity(at)?;
        let (u, times) = unit(w.at(at))?;
        plain(period(u, number.map(|n| n * f64::from(times))), at + 1)
    }
}
