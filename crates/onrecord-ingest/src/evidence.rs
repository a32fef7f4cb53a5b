//! Decides a date of publication: the most trusted words, and for `07/04/2022` the article.

use crate::dates::{self, DateOrder, RawDate, day_of, month_number};
use jiff::civil::Date;
use onrecord_types::{Published, Warning};
use regex::Regex;
use std::sync::LazyLock;

/// Days by which the mean lag of weekday names must differ to decide.  A daily names the day
/// of the news, so the right reading has a mean lag of zero to two days; a wrong one is
/// uniform over the week (mean three).
const DECISIVE_LAG: f32 = 2.0;
/// A date named in the text this near to one reading …
const NEAR: i32 = 4;
/// … and this far from the other decides.
const FAR: i32 = 12;

static WEEKDAYS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\b(?P<not>next|every|each|coming|until|by)\s+)?\b(?P<day>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b")
        .expect("a constant pattern")
});

static DAYS: LazyLock<Regex> = LazyLock::new(|| {
    let month = "(Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June|July|Aug(?:ust|\\.)?|Sept(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)";
    Regex::new(&format!(r"\b(?:{month}\s+(\d{{1,2}})(?:,\s+(\d{{4}}))?|(\d{{1,2}})\s+{month}(?:\s+(\d{{4}}))?)\b"))
        .expect("a constant pattern")
});

/// The date of publication from the first of `raw` that can be read.
pub fn decide(raw: &[RawDate], text: &str, order: DateOrder, warnings: &mut Vec<Warning>) -> Option<Published> {
    let mut warn = |message: String| warnings.push(Warning { code: "date", message });
    let readings = raw.iter().map(|r| (r, dates::parse(&r.text, order)));
    let Some((from, values)) = readings.into_iter().find(|(_, values)| !values.is_empty()) else {
        if let Some(first) = raw.first() {
            warn(format!("`{}` ({}) could not be read as a date", clip(&first.text), first.from));
        }
        return None;
    };
    let [first, second] = &values[..] else {
        return Some(Published { value: values[0].clone(), ambiguous: false, why: from.from.into() });
    };
    let (value, why) = match by_evidence(first, second, text) {
        Some((value, why)) => (value, why),
        None => {
            warn(format!(
                "`{}` may be {first} or {second}; read as {first} (--date-order changes this)",
                clip(&from.text)
            ));
            (first.as_str(), format!("nothing in the article decides between {first} and {second}; by the date order"))
        }
    };
    Some(Published { value: value.to_owned(), ambiguous: true, why: format!("{}; {why}", from.from) })
}

fn clip(text: &str) -> String {
    text.chars().take(60).collect()
}

/// The reading that the article's own words fit, and which words.
fn by_evidence<'a>(first: &'a str, second: &'a str, text: &str) -> Option<(&'a str, String)> {
    let days = (day_of(first)?, day_of(second)?);
    let choose = |a: f32, b: f32, gap: f32| {
        if b - a >= gap {
            Some(first)
        } else if a - b >= gap {
            Some(second)
        } else {
            None
        }
    };

    let near = (nearest_day(days.0, text), nearest_day(days.1, text));
    if let (Some((a, words)), Some((b, other))) = near {
        if a <= NEAR && b >= FAR {
            return Some((first, format!("the article names `{words}`")));
        }
        if b <= NEAR && a >= FAR {
            return Some((second, format!("the article names `{other}`")));
        }
    }
    let (lag, name) = mean_lag(days.0, text)?;
    let (other_lag, _) = mean_lag(days.1, text)?;
    let value = choose(lag, other_lag, DECISIVE_LAG)?;
    let (chosen, other) = if value == first { (lag, other_lag) } else { (other_lag, lag) };
    Some((
        value,
        format!(
            "weekdays in the article (`{name}`) are {chosen:.1} days before it, {other:.1} before the other reading"
        ),
    ))
}

/// Mean days from the weekdays that the text names back from `day`, and the first name.
fn mean_lag(day: Date, text: &str) -> Option<(f32, String)> {
    let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let mut lags = Vec::new();
    let mut name = None;
    for found in WEEKDAYS.captures_iter(text).filter(|c| c.name("not").is_none()) {
        let index = names.iter().position(|n| *n == &found["day"])? as i8;
        let today = day.weekday().to_monday_zero_offset();
        lags.push(f32::from((today - index).rem_euclid(7)));
        name.get_or_insert_with(|| found["day"].to_owned());
    }
    Some((lags.iter().sum::<f32>() / lags.len() as f32, name?))
}

/// Distance in days from `day` to the nearest date that the text names, and its words.
fn nearest_day(day: Date, text: &str) -> Option<(i32, String)> {
    DAYS.captures_iter(text)
        .filter_map(|c| {
            let get = |a: usize, b: usize| c.get(a).or(c.get(b)).map(|m| m.as_str());
            let month = month_number(get(1, 5)?);
            let number: i8 = get(2, 4)?.parse().ok()?;
            let year = get(3, 6).and_then(|y| y.parse().ok()).unwrap_or(day.year());
            let named = Date::new(year, month as i8, number).ok()?;
            Some((day.since(named).ok()?.get_days().abs(), c[0].to_owned()))
        })
        .min_by_key(|(distance, _)| *distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(date: &str, text: &str, value: &str, warned: bool) {
        let mut warnings = Vec::new();
        let raw = [RawDate::new(date, "test")];
        let published = decide(&raw, text, DateOrder::Mdy, &mut warnings).expect("a date");
        assert_eq!((published.value.as_str(), !warnings.is_empty()), (value, warned), "{published:?}");
    }

    #[test]
    fn the_article_decides_where_it_can() {
        // 9 May 2023 was a Tuesday, 5 September 2023 too: weekdays cannot tell.
        check("05/09/2023", "The council voted on Monday.", "2023-05-09", true);
        check("05/09/2023", "The council voted on 4 September.", "2023-09-05", false);
        // 1 March 2023 was a Wednesday, 3 January 2023 a Tuesday.
        check("01/03/2023", "The council voted on Wednesday, she said on Tuesday.", "2023-03-01", false);
        check("01/03/2023", "The council will vote next Tuesday.", "2023-01-03", true);
        // 2 October 2023 was a Monday, 10 February 2023 a Friday.
        check("10/02/2023", "The council voted on Thursday night.", "2023-02-10", false);
        check("10/02/2023", "The council voted on Sunday night.", "2023-10-02", false);
    }
}
