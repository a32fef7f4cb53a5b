//! Dates of publication as newsrooms write them, to ISO 8601 with the precision given.

use jiff::civil::Date;
use regex::Regex;
use std::sync::LazyLock;

/// How `07/04/2022` is read where nothing else decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// Month, day, year: 4 July 2022's usual form in the United States.
    #[default]
    Mdy,
    /// Day, month, year.
    Dmy,
    /// Year, month, day; for numbers with the year last this is as `Dmy`.
    Ymd,
}

/// A date as written and where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawDate {
    pub text: String,
    pub from: &'static str,
}

impl RawDate {
    pub fn new(text: impl Into<String>, from: &'static str) -> RawDate {
        RawDate { text: text.into(), from }
    }
}

const MONTH: &str = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?";
const WEEKDAY: &str = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?";
const TIME: &str = r"(?:(?:,|\s|t|\bat\b|-|–|\|)*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>z\b|utc|gmt|[+-]\d{2}:?\d{2}|[a-z]{2,4})?\s*)?";

fn pattern(date: &str) -> Regex {
    let full = format!(r"(?i)^\s*(?:(?:published|updated|posted|date)(?: on)?:?\s*)?{WEEKDAY}{date}{TIME}\s*\.?\s*$");
    Regex::new(&full).expect("the date patterns are constants")
}

static PATTERNS: LazyLock<[Regex; 7]> = LazyLock::new(|| {
    [
        pattern(r"(?P<year>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<day>\d{1,2})"),
        pattern(r"(?P<year>\d{4})(?P<m>\d{2})(?P<day>\d{2})"),
        pattern(&format!(r"{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})")),
        pattern(&format!(r"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{MONTH},?[\s-]+(?P<year>\d{{4}})")),
        pattern(&format!(r"{MONTH},?\s+(?P<year>\d{{4}})")),
        pattern(r"(?P<year>\d{4})-(?P<m>\d{2})"),
        pattern(r"(?P<year>(?:19|20)\d{2})"),
    ]
});

static NUMERIC: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<year>\d{4}|\d{2})"));

/// All ISO 8601 values that the words allow, the one that `order` prefers first.
///
/// The `mdy` and `dmy` readings of a date in numbers are both given where both exist.
pub fn parse(text: &str, order: DateOrder) -> Vec<String> {
    if let Some(found) = PATTERNS.iter().find_map(|p| p.captures(text)) {
        let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
        let month = found.name("month").map(|m| month_number(m.as_str())).or(number("m"));
        let Some(year) = number("year") else { return Vec::new() };
        return iso(year, month, number("day")).map(|d| d + &time(&found)).into_iter().collect();
    }
    let Some(found) = NUMERIC.captures(text) else { return Vec::new() };
    let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i16>().ok()).unwrap_or(0);
    let (a, b) = (number("a"), number("b"));
    let year = if number("year") < 100 { 2000 + number("year") } else { number("year") };
    let (mdy, dmy) = (iso(year, Some(a), Some(b)), iso(year, Some(b), Some(a)));
    let both = if order == DateOrder::Mdy { [mdy, dmy] } else { [dmy, mdy] };
    let mut out: Vec<String> = both.into_iter().flatten().map(|d| d + &time(&found)).collect();
    out.dedup();
    out
}

/// Whether the words are a date and nothing else.
pub fn is_date(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit()) && text.trim().len() > 4 && !parse(text, DateOrder::Mdy).is_empty()
}

/// The date part of an ISO value, where it is precise to the day.
pub fn day_of(value: &str) -> Option<Date> {
    value.get(..10)?.parse().ok()
}

/// 1 to 12 for a month's name or its abbreviation; 0 for another word.
pub fn month_number(name: &str) -> i16 {
    let name = name.to_ascii_lowercase();
    let name = name.trim_end_matches('.');
    let name = if name == "sept" { "sep" } else { name };
    onrecord_types::MONTHS.iter().position(|m| name.len() >= 3 && m.starts_with(name)).map_or(0, |i| i as i16 + 1)
}

fn iso(year: i16, month: Option<i16>, day: Option<i16>) -> Option<String> {
    if !(1400..=2200).contains(&year) {
        return None;
    }
    match (month, day) {
        (None, _) => Some(format!("{year:04}")),
        (Some(m), None) => (1..=12).contains(&m).then(|| format!("{year:04}-{m:02}")),
        (Some(m), Some(d)) => Date::new(year, m as i8, d as i8).ok().map(|d| d.to_string()),
    }
}

fn time(found: &regex::Captures<'_>) -> String {
    let text = |name: &str| found.name(name).map_or("", |m| m.as_str());
    let Ok(mut hour) = text("hour").parse::<u8>() else { return String::new() };
    let half = text("half").to_ascii_lowercase();
    if half.starts_with('p') && hour < 12 {
        hour += 12;
    } else if half.starts_with('a') && hour == 12 {
        hour = 0;
    }
    if hour > 23 || text("minute").parse::<u8>().map_or(true, |m| m > 59) {
        return String::new();
    }
    let second = if text("second").is_empty() { String::new() } else { format!(":{}", text("second")) };
    let zone = match text("zone").to_ascii_lowercase().as_str() {
        "z" | "utc" | "gmt" => "Z".to_owned(),
        z if z.starts_with(['+', '-']) && z.len() == 5 => format!("{}:{}", &z[..3], &z[3..]),
        z if z.starts_with(['+', '-']) => z.to_owned(),
        _ => String::new(), // `ET` and the like: the offset depends on the day; left out
    };
    format!("T{hour:02}:{}{second}{zone}", text("minute"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(parse(text, DateOrder::Mdy), expected, "{text}");
    }

    #[test]
    fn reads_the_usual_forms() {
        check("2022-07-04", &["2022-07-04"]);
        check("2021-10-24T11:00:00Z", &["2021-10-24T11:00:00Z"]);
        check("2021-10-24 11:00:00+0200", &["2021-10-24T11:00:00+02:00"]);
        check("20190725", &["2019-07-25"]);
        check("Friday, July 21, 2017", &["2017-07-21"]);
        check("21st July 2017", &["2017-07-21"]);
        check("Sept. 3, 2016 at 5:07 pm ET", &["2016-09-03T17:07"]);
        check("Mon, 04 Jul 2022 11:00:00 +0000", &["2022-07-04T11:00:00+00:00"]);
        check("July 2022", &["2022-07"]);
        check("2022", &["2022"]);
        check("not a date", &[]);
        check("2022-13-45", &[]);
    }

    #[test]
    fn keeps_both_readings_of_numbers() {
        check("07/04/2022", &["2022-07-04", "2022-04-07"]);
        check("13/04/2022", &["2022-04-13"]);
        check("04/04/2022", &["2022-04-04"]);
        assert_eq!(parse("07/04/2022", DateOrder::Dmy), ["2022-04-07", "2022-07-04"]);
    }
}
