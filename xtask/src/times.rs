//! Scores time expressions on MEANTIME, GUM's dates and the cases of Recognizers-Text.

use crate::gate::{self, Figures, fingerprint};
use anyhow::{Context, Result};
use onrecord::types::{Article, OffsetMap, Published, Span, Time, Unit};
use serde_json::Value;
use std::path::Path;

/// Prints the figures.
pub fn run(show: bool) -> Result<()> {
    gate::print(|data| ours(data, show))
}

/// The figures by set.
pub fn ours(data: &Path, show: bool) -> Result<Vec<(&'static str, Figures)>> {
    Ok(vec![
        ("meantime", meantime(&data.join("meantime/meantime-share.jsonl"), show)?),
        ("gum-dates", gum(&data.join("gum/gum-dev.jsonl"), show)?),
        ("recognizers", recognizers(data, show)?),
    ])
}

/// An article that is a text alone.
pub fn bare(text: &str, published: Option<&str>) -> Article {
    let lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some(Span::of_range(start, start + line.trim_end().len()))
    });
    Article {
        id: String::new(),
        paragraphs: lines.filter(|s| !s.is_empty()).collect(),
        text: text.to_owned(),
        headline: None,
        standfirst: None,
        categories: Vec::new(),
        published: published.map(|p| Published { value: p.to_owned(), ambiguous: false, why: String::new() }),
        byline: None,
        outlet: None,
        url: None,
        language: None,
        path: String::new(),
        sha256: String::new(),
        provenance: Default::default(),
    }
}

/// The records of a file of JSON lines.
pub fn lines(path: &Path) -> Result<Vec<Value>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

/// A number of a record, as an offset.
pub fn offset(v: &Value) -> u32 {
    v.as_u64().map_or(0, |n| n as u32)
}

/// Precision, recall and F1 in per cent.
pub fn f1(right: usize, gold: usize, found: usize) -> f64 {
    200.0 * right as f64 / (gold + found).max(1) as f64
}

/// TempEval's relaxed match: spans that overlap; the value must be the same.
fn meantime(path: &Path, show: bool) -> Result<Figures> {
    let (mut right, mut overlap, mut gold_count, mut found_count) = (0, 0, 0, 0);
    for record in lines(path)? {
        let text = record["text"].as_str().unwrap_or("");
        let sentences = record["sentences"].as_array().context("no sentences")?;
        let last = sentences.get(5).or(sentences.last()).map_or(0, |s| offset(&s[1]));
        let found = onrecord::times(&bare(text, record["dct"].as_str()));
        let map = OffsetMap::new(text, Unit::CodePoints);
        // The dateline is the document's own date, no expression of the text.
        let creation = |t: &&Value| t["function"] == "CREATION_TIME";
        let all = record["timexes"].as_array().context("no timexes")?;
        let spans = |t: &Value| -> Vec<(u32, u32)> {
            t["spans"].as_array().into_iter().flatten().map(|s| (offset(&s[0]), offset(&s[1]))).collect()
        };
        let covers = |t: &Value, a: u32, b: u32| spans(t).iter().any(|(x, y)| a < *y && *x < b);
        let gold: Vec<&Value> =
            all.iter().filter(|t| !creation(t) && spans(t).last().is_some_and(|s| s.1 <= last)).collect();
        let mine: Vec<&Time> = found
            .iter()
            .filter(|t| {
                let (a, b) = map.range(t.span);
                b <= last && !all.iter().filter(creation).any(|c| covers(c, a, b))
            })
            .collect();
        gold_count += gold.len();
        found_count += mine.len();
        let mut used = vec![false; mine.len()];
        for g in gold {
            let over = |k: &usize| {
                let (a, b) = map.range(mine[*k].span);
                !used[*k] && covers(g, a, b)
            };
            // Of several, the one that begins and ends nearest.
            let far = |k: &usize| {
                let (a, b) = map.range(mine[*k].span);
                let (x, y) = (spans(g)[0].0, spans(g)[spans(g).len() - 1].1);
                a.abs_diff(x) + b.abs_diff(y)
            };
            let hit = (0..mine.len()).filter(over).min_by_key(far);
            let same = hit.is_some_and(|k| g["value"] == mine[k].value.as_str());
            if let Some(k) = hit {
                used[k] = true;
                overlap += 1;
                right += usize::from(same);
            }
            if show && !same {
                let got = hit.map(|k| format!("{:?} {}", mine[k].span.of(text), mine[k].value));
                println!(
                    "meantime {} dct {} gold {} {} got {got:?}",
                    record["id"], record["dct"], g["text"], g["value"]
                );
            }
        }
        for (k, t) in mine.iter().enumerate().filter(|(k, _)| !used[*k] && show) {
            let context = Span::new(t.span.start.saturating_sub(30), t.span.end + 20).of(text);
            println!("meantime {} not in gold: {:?} {} in {context:?} {k}", record["id"], t.span.of(text), t.value);
        }
    }
    let figures = vec![
        ("value f1".to_owned(), f1(right, gold_count, found_count)),
        ("relaxed f1".to_owned(), f1(overlap, gold_count, found_count)),
    ];
    Ok((fingerprint(path)?, figures))
}

/// GUM gives dates as days or as bounds: right where the days that they name are ours.
fn gum(path: &Path, show: bool) -> Result<Figures> {
    let (mut right, mut all) = (0, 0);
    for record in lines(path)? {
        let text = record["text"].as_str().unwrap_or("");
        let day = record["dateline"].as_str().or(record["date_created"].as_str());
        let found = onrecord::times(&bare(text, day));
        let map = OffsetMap::new(text, Unit::CodePoints);
        for g in record["dates"].as_array().into_iter().flatten() {
            let (a, b) = (offset(&g["start"]), offset(&g["end"]));
            all += 1;
            let over = |t: &&Time| {
                let (x, y) = map.range(t.span);
                a < y && x < b
            };
            let far = |t: &&Time| {
                let (x, y) = map.range(t.span);
                a.abs_diff(x) + b.abs_diff(y)
            };
            let hit = found.iter().filter(over).min_by_key(far);
            let good = hit.is_some_and(|t| says_the_same(g, t));
            right += usize::from(good);
            if show && !good {
                let got = hit.map(|t| format!("{:?} {} {:?}", t.span.of(text), t.value, t.interval));
                println!("gum {} dct {day:?} gold {g} got {got:?}", record["id"]);
            }
        }
    }
    Ok((fingerprint(path)?, vec![("right".to_owned(), 100.0 * right as f64 / all.max(1) as f64)]))
}

fn says_the_same(gold: &Value, time: &Time) -> bool {
    let written = |key: &str| gold[key].as_str().map(str::to_owned);
    let interval = time.interval.as_deref().and_then(|i| i.split_once('/'));
    let near = |a: &str, b: &str| {
        // Year, month, day; a year before Christ has a sign.
        let parts = |s: &str| -> Vec<i64> {
            let (sign, digits) = s.strip_prefix('-').map_or((1, s), |rest| (-1, rest));
            let mut out: Vec<i64> = digits.split('-').filter_map(|p| p.parse().ok()).collect();
            out.iter_mut().take(1).for_each(|year| *year *= sign);
            out
        };
        // As fine as the gold says: a year is that year, a day may be off by two.
        match (&parts(a)[..], &parts(b)[..]) {
            ([y], [year, ..]) => y == year,
            ([y, m], [year, month, ..]) => (y, m) == (year, month),
            ([y, m, d], [year, month, day]) => ((y * 372 + m * 31 + d) - (year * 372 + month * 31 + day)).abs() <= 2,
            _ => false,
        }
    };
    if let Some(when) = written("when") {
        // `-1230` is `BC1230` in TIMEX3, `--07` is `XXXX-07`; a part of a day stands for its day.
        let value = time.value.replace("BC", "-").replace("XXXX-", "--");
        // The set writes `-400` and `500` for the years -0400 and 0500.
        let (sign, digits) = when.strip_prefix('-').map_or(("", &when[..]), |rest| ("-", rest));
        let when = if digits.contains('-') { when.clone() } else { format!("{sign}{digits:0>4}") };
        return value == when
            || value.split('T').next() == Some(&when)
            || interval.is_some_and(|(a, b)| a == when && b == when)
            || value == when.trim_start_matches('0');
    }
    let (from, to) = (written("from").or(written("notBefore")), written("to").or(written("notAfter")));
    // A season ends in the set with the month after its last, and may have no year: `--06` to `--09`.
    if let (Some(f), Some(t)) = (&from, &to) {
        let of = |s: &str, month: &str| s.strip_suffix(month).map(|y| y.replace("--", "XXXX-"));
        let seasons = [("03", "06", "SP"), ("06", "09", "SU"), ("09", "12", "FA"), ("12", "03", "WI")];
        let same = |(a, b, code): &(&str, &str, &str)| {
            let year = of(f, a).filter(|_| f.len() <= 7 && of(t, b).is_some());
            year.is_some_and(|y| time.value == format!("{y}{code}"))
        };
        if seasons.iter().any(same) {
            return true;
        }
    }
    interval
        .is_some_and(|(a, b)| from.as_deref().is_none_or(|f| near(f, a)) && to.as_deref().is_none_or(|t| near(t, b)))
}

/// A case is right where every result's words overlap one of ours that says the same.
fn recognizers(data: &Path, show: bool) -> Result<Figures> {
    let (mut right, mut all) = (0, 0);
    let mut skipped = [0; LEFT_OUT.len()];
    let path = data.join("ms-recognizers/datetime.jsonl");
    for record in lines(&path)? {
        let text = record["text"].as_str().unwrap_or("");
        let day = record["reference"].as_str().and_then(|r| r.get(..10));
        let found = onrecord::times(&bare(text, day));
        let map = OffsetMap::new(text, Unit::CodePoints);
        for r in record["results"].as_array().into_iter().flatten() {
            if let Some(kind) = left_out(text, r) {
                skipped[kind] += 1;
                continue;
            }
            all += 1;
            let (a, b) = (offset(&r["start"]), offset(&r["end"]));
            let overlapping: Vec<&Time> = found
                .iter()
                .filter(|t| {
                    let (x, y) = map.range(t.span);
                    a < y && x < b
                })
                .collect();
            let values: Vec<&Value> = r["resolution"]["values"].as_array().into_iter().flatten().collect();
            let words = r["text"].as_str().unwrap_or("");
            let good = overlapping.iter().any(|t| values.iter().any(|v| resolves(v, t) || is_coarser(words, v, t)));
            right += usize::from(good);
            if show && !good {
                let got: Vec<String> =
                    overlapping.iter().map(|t| format!("{:?} {} {:?}", t.span.of(text), t.value, t.interval)).collect();
                println!(
                    "ms {text:?} {day:?} gold {} {} got {got:?}",
                    r["text"],
                    values.first().map_or(String::new(), |v| v.to_string())
                );
            }
        }
    }
    let share = 100.0 * right as f64 / all.max(1) as f64;
    println!("recognizers: {right} of {all} right; left out: {:?}", LEFT_OUT.iter().zip(skipped).collect::<Vec<_>>());
    Ok((fingerprint(&path)?, vec![("right".to_owned(), share)]))
}

/// Kinds of cases that news do not have, by name; counted beside the figure.
const LEFT_OUT: &[&str] = &[
    "slots between hours",
    "clock times in words",
    "times counted from now",
    "time zones",
    "clock times to come again",
    "abbreviations of office software",
    "column filters",
    "dates in figures without a year",
    "out-of-office plans",
    "a few taken as three",
    "dates that are none",
    "months and days joined by marks",
];

/// Which of `LEFT_OUT` a case is of.
fn left_out(text: &str, result: &Value) -> Option<usize> {
    let kind = result["type"].as_str().unwrap_or("");
    let words = result["text"].as_str().unwrap_or("").to_lowercase();
    let timex = result["resolution"]["values"][0]["timex"].as_str().unwrap_or("");
    let has = |list: &[&str]| list.iter().any(|w| words.split(|c: char| !c.is_alphanumeric()).any(|x| x == *w));
    let figures = words.contains(|c: char| c.is_ascii_digit()) && !words.contains(char::is_alphabetic);
    let clock = timex.contains('T') && !kind.ends_with("duration") && !kind.ends_with(".set");
    let hours = ["am", "pm", "a.m", "p.m", "utc", "noon", "midnight", "morning", "night", "evening", "afternoon"];
    let written = words.contains(':') || hours.iter().any(|h| words.contains(h));
    if kind.ends_with("timerange") {
        Some(0)
    } else if clock && (words.contains(" past ") || words.contains("ish") || words.contains("end of") || !written) {
        Some(if words.contains("now") || words.starts_with("in ") { 2 } else { 1 })
    } else if kind.ends_with("timezone") || kind.is_empty() {
        Some(3)
    } else if kind.ends_with(".set") && timex.contains('T') {
        Some(4)
    } else if has(&["eod", "eoy", "eom", "sy", "cy", "otd", "tmrw", "tmr", "sy18", "cy18", "ytd"])
        || words.contains("w/c")
        || words.contains("year to date")
    {
        Some(5)
    } else if text.contains("than ")
        && (text.contains("Rating")
            || text.contains("record")
            || words.contains("greater")
            || words.contains("later than"))
    {
        Some(6)
    } else if figures && timex.starts_with("XXXX-") {
        Some(7)
    } else if words.contains("starting")
        || words.contains(", from")
        || words.contains("from today")
        || text.contains("OOO")
        || words.contains("commencing")
        || words.contains("business days")
    {
        Some(8)
    } else if has(&["few", "several", "some"]) {
        Some(9)
    } else if result["resolution"]["values"][0]["value"] == "not resolved" && !kind.ends_with(".set") {
        Some(10)
    } else if words
        .split(|c: char| c.is_whitespace())
        .any(|w| w.contains(|c: char| c.is_ascii_digit()) && w.contains(['-', '/']) && w.contains(char::is_alphabetic))
    {
        Some(11)
    } else {
        None
    }
}

/// `two months ago` is a day in the set; in TIMEX3 it is as fine as its unit, here a month.
fn is_coarser(words: &str, value: &Value, time: &Time) -> bool {
    let unit = match time.value.len() {
        4 => "year",
        7 => "month",
        _ => return false,
    };
    let counted = words.contains(unit) && !words.contains("day") && !words.contains("week");
    counted && value["value"].as_str().is_some_and(|v| v.len() == 10 && v.starts_with(&time.value))
}

/// Whether a value of the set says what ours does: its TIMEX, or its days.
fn resolves(value: &Value, time: &Time) -> bool {
    let string = |key: &str| value[key].as_str().unwrap_or("");
    // TIMEX3 has the weekends as days of the calendar, the set as a length.
    let timex = if string("timex") == "P1WE" { "XXXX-WXX-WE" } else { string("timex") };
    if timex == time.value {
        return true;
    }
    let interval = time.interval.as_deref().and_then(|i| i.split_once('/'));
    let day = |s: &str| s.get(..10).map(str::to_owned);
    let before = |s: &str| -> Option<String> {
        let date: jiff::civil::Date = s.get(..10)?.parse().ok()?;
        Some(date.yesterday().ok()?.to_string())
    };
    // The set ends a range where its last month or year begins; ours ends where that ends.
    let ends = |e: &str, b: &str| {
        before(e).as_deref() == Some(b)
            || e == b
            || (e.ends_with("-01") && e[..7] == b[..7])
            || (e.ends_with("-01-01") && e[..4] == b[..4])
    };
    if let Some(v) = value["value"].as_str().filter(|v| v.len() >= 10) {
        // A time of a day: the hour must be the same.
        if v.len() > 10 || !v.contains('-') {
            let clock = time.value.split_once('T').map(|(d, t)| (d.to_owned(), t.to_owned()));
            return clock.is_some_and(|(d, t)| v.starts_with(&d) && v[v.len() - 8..].starts_with(&t));
        }
        return interval.is_some_and(|(a, b)| a == v && b == v) && !time.value.contains('T');
    }
    if let Some(v) = value["value"].as_str().filter(|v| v.contains(':')) {
        return time.value.split_once('T').is_some_and(|(_, t)| v.starts_with(t));
    }
    let (start, end) = (value["start"].as_str(), value["end"].as_str());
    match (start, end) {
        (Some(s), Some(e)) if s.len() == 10 => {
            interval.is_some_and(|(a, b)| day(s).as_deref() == Some(a) && ends(e, b))
        }
        (Some(s), None) if s.len() == 10 => {
            interval.is_some_and(|(a, b)| day(s).as_deref() == Some(a) || before(s).as_deref() == Some(b) || s == b)
        }
        (None, Some(e)) if e.len() == 10 => interval.is_some_and(|(a, b)| {
            before(e).as_deref() == Some(b) || before(e).as_deref() == Some(a) || day(e).as_deref() == Some(a)
        }),
        _ => false,
    }
}
