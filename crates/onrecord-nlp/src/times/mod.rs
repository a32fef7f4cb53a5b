//! Finds time expressions and normalises them to TIMEX3 (TimeML 1.2.1, ISO 24617-1).
//!
//! A text is read from left to right; at each word the longest expression that begins there wins.
//! What the words leave open is counted from the date of publication, or, in a narrative (`the next
//! day`), from the last date named.  Nothing is counted from nothing: without an anchor the value
//! keeps its open places (`XXXX-07-04`).

mod calendar;
mod clock;
mod dates;
mod days;
mod eras;
mod lengths;
mod lexicon;
mod narrative;
mod parts;
mod ranges;
mod relative;
mod years;

use crate::words::{Words, is_in};
use calendar::{Stretch, Unit};
use jiff::civil::Date;
use onrecord_types::{Anchor, Article, Time, TimeKind};
use std::ops::Range;

/// A day without a year is looked for in the year that brings it nearest; a month without a year
/// in the past, unless the sentence speaks of the future.
const FAR: i32 = 120;
/// What may follow an adverb of time that is an adjective before other words.
const OPENERS: &[&str] = &[
    "", ".", ",", ";", ")", "and", "but", "as", "after", "before", "when", "while", "in", "on", "at", "into", "to",
    "by", "from", "near", "the",
];

/// Words at the start of an article that may hold a dateline.
const DATELINE: usize = 60;

/// Verbs that tell somebody what to do.
const TELLING: &str = "told ordered urged asked instructed advised invited";

/// Before an `over` that means during: `$250 million over five years`, `spread over ten years`.
const BEFORE_SPAN: &str =
    "million billion trillion percent % dollars euros pounds cent spread phased paid payable invest invested";

/// The two ends of a range, with their tokens.
type Ends = [(Range<usize>, Reading); 2];

/// A reading of the words from some token on.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    /// One past its last token.
    pub(crate) end: usize,
    kind: TimeKind,
    pub(crate) value: String,
    stretch: Option<Stretch>,
    days: Option<(Date, Date)>,
    modifier: Option<&'static str>,
    anchor: Anchor,
    ambiguous: bool,
    /// The two ends of a range, with their tokens.
    ends: Option<Box<Ends>>,
}

impl Reading {
    fn of(stretch: Stretch, end: usize, anchor: Anchor) -> Reading {
        Reading {
            end,
            kind: TimeKind::Date,
            value: stretch.value(),
            stretch: Some(stretch),
            days: stretch.days(),
            modifier: None,
            anchor,
            ambiguous: false,
            ends: None,
        }
    }

    fn plain(kind: TimeKind, value: impl Into<String>, end: usize) -> Reading {
        let (value, anchor) = (value.into(), Anchor::Itself);
        Reading { end, kind, value, stretch: None, days: None, modifier: None, anchor, ambiguous: false, ends: None }
    }

    fn modified(self, modifier: Option<&'static str>) -> Reading {
        Reading { modifier: modifier.or(self.modifier), ..self }
    }

    /// The same day, week or month of another year.
    fn of_year(self, offset: i32) -> Option<Reading> {
        let of = |day: Date| day.checked_add(jiff::Span::new().try_years(i64::from(offset)).ok()?).ok();
        let stretch = match self.stretch? {
            Stretch::Day(day) => Stretch::Day(of(day)?),
            Stretch::Week(day) => Stretch::Week(of(day)?),
            Stretch::Weekend(day) => Stretch::Weekend(of(day)?),
            Stretch::Month(year, month) => Stretch::Month(i16::try_from(i32::from(year) + offset).ok()?, month),
            _ => return None,
        };
        Some(Reading::of(stretch, self.end, self.anchor))
    }

    fn unsure(self, ambiguous: bool) -> Reading {
        Reading { ambiguous: self.ambiguous || ambiguous, ..self }
    }
}

/// What underspecified times are counted from.
pub(crate) struct Finder<'a> {
    words: &'a Words<'a>,
    published: Option<Date>,
    /// The last date that the text named, and the token after it.
    named: Option<(Stretch, usize)>,
    /// Whether that date was written out, not counted from another.
    spelled_out: bool,
    /// For each month the year in which the text last told of it.
    months: [Option<i16>; 12],
    /// The last time whose days are known, of whatever length, and the token after it.
    told: Option<Reading>,
    /// Whether the text speaks of the first millennium or before, so that `in 348` is a year.
    antiquity: bool,
}

/// Whether a word names a day of the week.
pub fn is_weekday(word: &str) -> bool {
    lexicon::weekday(word).is_some_and(|d| !d.1)
}

/// Whether a word is a month's name in full.
pub fn is_month(word: &str) -> bool {
    lexicon::month(word).is_some_and(|m| !m.1)
}

/// All times of a document, in order.
pub fn find(article: &Article, words: &Words<'_>) -> Vec<Time> {
    let published = article.published.as_ref().and_then(|p| p.value.get(..10)?.parse().ok());
    let mut finder =
        Finder { words, published, named: None, spelled_out: false, months: [None; 12], told: None, antiquity: false };
    finder.published = published.or_else(|| finder.dateline());
    finder.antiquity = finder.speaks_of_antiquity();
    let (mut out, mut i) = (Vec::new(), 0);
    while i < words.len() {
        let Some(reading) = finder.starts(i).then(|| finder.expression(i)).flatten() else {
            i += 1;
            continue;
        };
        if let Some(stretch) = reading.stretch.filter(|_| reading.kind != TimeKind::Duration) {
            if let Stretch::Month(year, month) = stretch
                && let Some(told) = finder.months.get_mut(usize::from(month.unsigned_abs()).wrapping_sub(1))
            {
                *told = Some(year);
            }
            finder.named = Some((stretch, reading.end));
            finder.spelled_out =
                matches!(reading.anchor, Anchor::Itself) || finder.spelled_out && reading.anchor == Anchor::Named;
        }
        let end = reading.end.max(i + 1);
        finder.told = Some(&reading).filter(|r| r.days.is_some()).cloned().or(finder.told);
        out.extend(time(words, i..end, &reading));
        for (range, inner) in reading.ends.iter().flat_map(|ends| ends.iter()) {
            out.extend(time(words, range.clone(), inner));
            finder.named = inner.stretch.map(|s| (s, end)).or(finder.named);
        }
        i = end;
    }
    out
}

fn time(words: &Words<'_>, tokens: Range<usize>, reading: &Reading) -> Option<Time> {
    let interval = reading.days.map(|(a, b)| format!("{a}/{b}"));
    let Reading { kind, modifier, anchor, ambiguous, .. } = *reading;
    Some(Time { span: words.span(tokens)?, kind, value: reading.value.clone(), modifier, interval, anchor, ambiguous })
}

impl Finder<'_> {
    /// The first full date among the first words: what an article without a date counts from.
    fn dateline(&self) -> Option<Date> {
        (0..self.words.len().min(DATELINE)).find_map(|i| match self.date(i)? {
            // The year of `9/11` is not written.
            Reading { stretch: Some(Stretch::Day(day)), anchor: Anchor::Itself, end, .. } => {
                (i..end).any(|k| self.words.at(k).contains(&day.year().to_string())).then_some(day)
            }
            _ => None,
        })
    }

    /// Whether an expression may begin here: not inside of a word with hyphens or a number.
    fn starts(&self, i: usize) -> bool {
        let glued = self.words.is_glued(i);
        let before = self.words.at(i.wrapping_sub(1));
        let inside = glued && matches!(before, "." | "#" | "@" | "/" | "_");
        !(i > 0 && (inside || matches!(before, "$" | "€" | "£")))
    }

    fn expression(&self, i: usize) -> Option<Reading> {
        let (modified, core) = (self.modified(i), self.core(i));
        let range = if modified.is_some() || core.is_some() || self.may_begin_range(i) { self.range(i) } else { None };
        let found = [range, modified, core];
        found.into_iter().flatten().filter(|r| self.words.is_together(i, r.end - 1)).max_by_key(|r| r.end)
    }

    /// An expression without a modifier before it.
    fn core(&self, i: usize) -> Option<Reading> {
        let (date, relative) = (self.date(i), self.relative(i));
        let clock = self.clock(i, &date, &relative);
        let others = [Self::length, Self::set, Self::reference, Self::part_alone, Self::this_period];
        let others = others.iter().filter_map(|read| read(self, i));
        first_of_longest(clock.into_iter().chain(date).chain(relative).chain(others))
    }

    /// `early 2009`, `the beginning of the year`, `about three weeks`, `mid-July`.
    fn modified(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let the = i + usize::from(w.at(i) == "the");
        let very = the + usize::from(w.at(the) == "very");
        // `by year-end`
        let ends: [&[&str]; 4] = [&["-", "end"], &["end"], &["’", "s", "end"], &["'", "s", "end"]];
        if let Some((unit, 1)) = lexicon::unit(w.at(the))
            && (Unit::Month..=Unit::Year).contains(&unit)
            && let Some(end) = ends.iter().find_map(|end| w.follow(the + 1, end))
        {
            let of = self.year_after(end).filter(|_| unit == Unit::Year);
            let whole = match of {
                Some((year, end)) => Some(Reading::of(Stretch::Year(year), end, Anchor::Itself)),
                None => self.away(self.published?, unit, 0, end, Anchor::Published),
            };
            return whole.map(|r| narrowed(r.modified(Some("END"))));
        }
        let start_of = |word: &str| match word {
            "beginning" | "start" | "outset" | "dawn" => Some("START"),
            "end" | "close" => Some("END"),
            "middle" => Some("MID"),
            _ => None,
        };
        if let (Some(modifier), true) = (start_of(w.at(very)), w.at(very + 1) == "of") {
            let next = very + 2;
            let this = usize::from(w.at(next) == "the");
            let whole =
                lexicon::unit(w.at(next + this)).filter(|u| u.0 > Unit::Hour && !w.at(next + this).ends_with('s'));
            let inner = self.core(next).filter(|r| r.stretch.is_some()).or_else(|| {
                let (unit, _) = whole.filter(|_| this == 1 || modifier == "END")?;
                let end = next + this + 1;
                match self.published {
                    Some(published) => self.away(published, unit, 0, end, Anchor::Published),
                    // `the end of the day` may be no time at all.
                    None => self.open(relative::unknown(unit), end).filter(|_| unit > Unit::Day),
                }
            })?;
            return (inner.kind == TimeKind::Date).then(|| narrowed(inner.modified(Some(modifier))));
        }
        let part = match w.at(the) {
            "early" | "earlier" => Some("START"),
            "late" => Some("END"),
            "later" => Some("END"),
            "mid" => Some("MID"),
            _ => None,
        };
        if let Some(modifier) = part {
            if let Some(reading) = self.in_the(the + 1) {
                let comparative = matches!(w.at(the), "earlier" | "later");
                return Some(narrowed(reading.modified((!comparative).then_some(modifier))));
            }
            let dash = the + 1 + usize::from(w.at(the + 1) == "-");
            // `late on Monday`, not `late on the bill`
            let on = w.at(dash) == "on" && self.weekday_date(dash + 1).is_some();
            let dash = dash + usize::from(w.at(dash) == "in" || on);
            let inner = self.core(dash).filter(|r| r.stretch.is_some() || r.value.starts_with("XXXX-"))?;
            // `early Wednesday morning`, not `late 3 p.m.`
            let part = || inner.kind == TimeKind::Time && inner.value.ends_with(|c: char| c.is_ascii_uppercase());
            if inner.kind != TimeKind::Date && !part() {
                return None;
            }
            // `the later 1800s` are the second half of them; `later this year` says nothing of its parts.
            let half = matches!(inner.stretch, Some(Stretch::Decade(_) | Stretch::Century(_))) && w.at(dash) != "the";
            let comparative = matches!(w.at(the), "earlier" | "later") && !half;
            let leads = on || matches!(w.at(dash), "this" | "that" | "today" | "in" | "the" | "last");
            if comparative && !leads {
                return None;
            }
            let modifier = (!comparative).then_some(modifier);
            return Some(narrowed(inner.modified(modifier)));
        }
        if let Some(rest) = self.rest(i) {
            return Some(rest);
        }
        let (modifier, next) = self.about(i)?;
        self.length(next).map(|r| r.modified(Some(modifier)))
    }

    /// `in the day`, `in the week` after `earlier` or `late`: the one that the text is speaking of.
    fn in_the(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let at = w.follow(i, &["in", "the"])?;
        let (unit, _) = lexicon::unit(w.at(at)).filter(|u| u.0 >= Unit::Day && !w.at(at).ends_with('s'))?;
        let next = w.at(at + 1);
        if matches!(next, "of" | "that" | "-") || unit > Unit::Year {
            return None;
        }
        // One that the paragraph has told of.
        let here = self.named.filter(|(_, end)| w.is_together(end.saturating_sub(1), i)).map(|(stretch, _)| stretch);
        let near = here.filter(|s| unit == Unit::Day && s.unit() == unit);
        if let Some(Stretch::Day(day)) = near {
            return self.away(day, unit, 0, at + 1, Anchor::Named);
        }
        let Some(day) = self.published else { return self.open(relative::unknown(unit), at + 1) };
        if let (Unit::Year, Some(year)) = (unit, self.narrated_year(i)) {
            return Some(Reading::of(Stretch::Year(year), at + 1, Anchor::Named));
        }
        self.away(day, unit, 0, at + 1, Anchor::Published)
    }

    /// `the rest of the year`: the days of it that follow on publication.
    fn rest(&self, i: usize) -> Option<Reading> {
        let w = self.words;
        let of = (w.at(i) == "the" && matches!(w.at(i + 1), "rest" | "remainder") && w.at(i + 2) == "of")
            .then_some(i + 3)?;
        let at = of + usize::from(matches!(w.at(of), "the" | "this"));
        let (unit, _) = lexicon::unit(w.at(at)).filter(|u| u.0 >= Unit::Day && !w.at(at).ends_with('s') && at > of)?;
        let Some(published) = self.published else {
            return self.open(relative::unknown(unit), at + 1).map(|r| r.modified(Some("END")));
        };
        let whole = self.away(published, unit, 0, at + 1, Anchor::Published)?;
        let left = whole.days.and_then(|(_, last)| Some((published.tomorrow().ok()?.min(last), last)));
        Some(Reading { days: left, modifier: Some("END"), ..whole })
    }

    /// Words that say how exact a length is: `nearly`, `more than`; their TIMEX3 modifier and the next token.
    fn about(&self, i: usize) -> Option<(&'static str, usize)> {
        let w = self.words;
        Some(match w.at(i) {
            "about" | "around" | "approximately" | "roughly" | "nearly" | "almost" | "circa" | "some" => {
                ("APPROX", i + 1)
            }
            // `$250 million over five years`
            "over" if !is_in(BEFORE_SPAN, w.at(i.wrapping_sub(1))) => ("MORE_THAN", i + 1),
            // `12% more than a year earlier`
            "more" if w.at(i + 1) == "than" && !is_in("% percent cent points", w.at(i.wrapping_sub(1))) => {
                ("MORE_THAN", i + 2)
            }
            "under" => ("LESS_THAN", i + 1),
            "less" | "fewer" if w.at(i + 1) == "than" => ("LESS_THAN", i + 2),
            "at" if w.at(i + 1) == "least" => ("EQUAL_OR_MORE", i + 2),
            "at" if w.at(i + 1) == "most" => ("EQUAL_OR_LESS", i + 2),
            "up" if w.at(i + 1) == "to" => ("EQUAL_OR_LESS", i + 2),
            "close" if w.at(i + 1) == "to" => ("APPROX", i + 2),
            _ => return None,
        })
    }

    /// Whether the sentence speaks of what is to come, by the nearest word that tells.
    fn is_future(&self, i: usize) -> Option<bool> {
        const AHEAD: &[&str] = &[
            "will",
            "shall",
            "scheduled",
            "expected",
            "due",
            "upcoming",
            "plans",
            "planned",
            "slated",
            "would",
            "deadline",
            "ll",
            "forthcoming",
            "set",
            "hopes",
            "starting",
            "starts",
            "begins",
            "opens",
            "ends",
            "marks",
            "might",
            "may",
            "could",
            "expects",
            "expect",
            "expecting",
            "forecast",
            "forecasts",
            "predicts",
            "predict",
            "plan",
            "planning",
            "aims",
            "hope",
            "intends",
            "likely",
        ];
        const BEHIND: &[&str] = &[
            "was", "were", "had", "did", "since", "said", "told", "began", "came", "made", "took", "won", "held",
            "fell", "rose", "left", "went", "got", "became", "met", "ran", "saw", "gave", "found", "lost", "led",
            "sent", "spoke", "wrote", "broke", "drew", "grew", "sold", "paid", "spent", "struck", "shot", "fought",
            "bought", "brought", "built", "sought", "stood", "sat", "threw", "drove", "flew", "wore", "shrank", "sank",
            "swore", "taught",
        ];
        let document = self.words.document();
        let sentence = document.sentences.get(document.sentence_of(i))?;
        let told = |k: &usize| {
            let word = self.words.at(*k);
            // Further off, `by` names who did it; what was done by Thursday is done, what was to be done is not.
            let limit = matches!(word, "until" | "by") && (1..3).contains(&i.saturating_sub(*k));
            let done = || {
                let told = (sentence.first..*k).rev().map(|k| self.words.at(k));
                let mut told = told.filter(|w| *w == "to" || AHEAD.contains(w) || BEHIND.contains(w));
                told.next().is_some_and(|w| BEHIND.contains(&w))
            };
            let limit = limit && !(word == "by" && done());
            let before = self.words.at(k.wrapping_sub(1));
            // `is to start`, `is going to`; `will be released`, `is to be held` look ahead with their first words.
            let going =
                before == "going" && matches!(self.words.at(k.wrapping_sub(2)), "is" | "are" | "am" | "m" | "re");
            // `were told by officials to stay open on Thursday`
            let told = || (k.saturating_sub(6)..*k).any(|k| is_in(TELLING, self.words.at(k)));
            let bidden = || i - k < 6 && self.words.at(k + 1).starts_with(char::is_lowercase) && told();
            let due = word == "to" && (matches!(before, "is" | "are") || going || *k < i && bidden());
            // `takes effect Jan. 6`
            let due = due || word == "effect" && matches!(before, "takes" | "take" | "into");
            let participle = word.len() > 4 && word.ends_with("ed") && before != "be";
            let behind = BEHIND.contains(&word) && before != "be";
            // The month of May, what would have been, and a band's set are not to come.
            let after = self.words.at(k + 1);
            let other = match word {
                "may" => self.words.is_capital(*k),
                "would" | "could" | "might" => after == "have",
                "set" => !matches!(after, "to" | "for"),
                "planning" => is_in(
                    "committee meeting officer permission application authority inspector department board",
                    after,
                ),
                _ => false,
            };
            if limit || due || AHEAD.contains(&word) && !other {
                Some(true)
            } else if behind || participle {
                Some(false)
            } else {
                None
            }
        };
        // What a quotation says is not of the time of who says so: `Lund disagreed: “April is a done deal.”`
        let first = sentence.first.max(i.saturating_sub(30));
        let mark = (first..i).rev().find(|k| matches!(self.words.at(*k), "“" | "”"));
        let opened = mark.filter(|k| self.words.at(*k) == "“");
        let before = (opened.unwrap_or(first)..i).rev().find_map(|k| Some((i - k, told(&k)?)));
        // `due to report on Thursday, declined`: what stands behind a comma is further off.
        let comma = |k: usize| 4 * usize::from((i + 1..k).any(|k| self.words.at(k) == ","));
        // `would stand in December if she stepped down`
        let tail = (i + 1..sentence.last.min(i + 10)).take_while(|k| {
            !matches!(self.words.at(*k), "if" | "unless") && (opened.is_none() || self.words.at(*k) != "”")
        });
        let after = tail.into_iter().find_map(|k| Some((k - i + 2 + comma(k), told(&k)?)));
        match (before, after) {
            (Some(a), Some(b)) => Some(if a.0 <= b.0 { a.1 } else { b.1 }),
            (a, b) => a.or(b).map(|x| x.1),
        }
    }

    /// Whether a word opens its sentence, and so has its capital from there.
    fn opens_sentence(&self, i: usize) -> bool {
        let document = self.words.document();
        document.sentences.get(document.sentence_of(i)).is_some_and(|s| s.first == i)
    }

    /// The date that `the same day` and `a week later` look back to.
    fn last_named(&self, i: usize) -> Option<Stretch> {
        self.named.filter(|(_, at)| i.saturating_sub(*at) < 150).map(|(stretch, _)| stretch)
    }
}

/// Of the readings that begin at one token, the first of the longest.
fn first_of_longest(found: impl Iterator<Item = Reading>) -> Option<Reading> {
    found.reduce(|best, r| if r.end > best.end { r } else { best })
}

/// Cuts the days of `early 2009` to the first half, of `late` and `end of` to the second, of `mid` to the
/// middle third.
fn narrowed(reading: Reading) -> Reading {
    let Some((first, last)) = reading.days else { return reading };
    let length = last.since(first).ok().map_or(0, |s| s.get_days());
    let day = |n: i32| first.checked_add(jiff::ToSpan::days(n)).unwrap_or(last);
    let days = match reading.modifier {
        Some("START") => (first, day((length - 1) / 2)),
        Some("MID") => (day(length / 3), day(length * 2 / 3)),
        Some("END") => (day((length + 1) / 2), last),
        _ => (first, last),
    };
    Reading { days: Some(days), ..reading }
}
