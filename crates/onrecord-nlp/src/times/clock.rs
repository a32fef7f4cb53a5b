//! Times of a day: `8 p.m.`, `14:48 UTC`, `noon`, `Friday morning`, `8:30 on Monday`.

use super::calendar::{Stretch, Unit};
use super::lexicon::{part_of_day, weekday};
use super::relative::with_part;
use super::{Finder, Reading};
use crate::numbers;
use crate::words::is_in;
use jiff::civil::Date;
use onrecord_types::{Anchor, TimeKind};

/// A time of day: hour, minute if given, zone, one past its last token.
struct Clock {
    hour: u32,
    minute: Option<u32>,
    zone: &'static str,
    end: usize,
    /// Whether it could be twelve hours later.
    ambiguous: bool,
}

impl Clock {
    fn value(&self) -> String {
        let minute = self.minute.map_or_else(String::new, |m| format!(":{m:02}"));
        format!("T{:02}{minute}{}", self.hour, self.zone)
    }
}

/// The hour of the day that `8` with `a.m.`, with `p.m.` (`true`) or without is.
fn of_day(hour: u32, half: Option<bool>) -> Option<u32> {
    match half {
        _ if hour > 24 => None,
        Some(true) if hour < 12 => Some(hour + 12),
        Some(false) if hour == 12 => Some(0),
        Some(_) if hour > 12 => None,
        _ => Some(hour),
    }
}

/// Whether a day that begins with a word is counted from another one.
fn is_relative_day(word: &str) -> bool {
    matches!(word, "today" | "yesterday" | "tomorrow" | "last" | "next" | "this")
}

/// Whether a reading is of a single day; a weekday or a day of a month is one too where its year is open.
fn is_day(r: &&Reading) -> bool {
    let open = || r.value.starts_with("XXXX-WXX-") || r.value.starts_with("XXXX-") && r.value.len() == 10;
    r.kind == TimeKind::Date && (r.stretch.map(Stretch::unit) == Some(Unit::Day) || open())
}

impl Finder<'_> {
    /// A time of day that begins at a token, with the day beside it; `date` and `relative` are what else begins there.
    pub(super) fn clock(&self, i: usize, date: &Option<Reading>, relative: &Option<Reading>) -> Option<Reading> {
        let w = self.words;
        if let Some(clock) = self.hour(i) {
            let at = clock.end + usize::from(matches!(w.at(clock.end), "on" | ","));
            let day = self.day_at(at);
            let later = if day.is_none() { self.day_behind(clock.end) } else { None };
            let (base, end, anchor) = match (&day, &later) {
                (Some(r), _) => (Some(r.value.clone()), r.end, r.anchor),
                (None, Some(r)) => (Some(r.value.clone()), clock.end, r.anchor),
                (None, None) => (self.this_day(i).map(|d| d.to_string()), clock.end, Anchor::Published),
            };
            let value = format!("{}{}", base.as_deref().unwrap_or(""), clock.value());
            let anchor = if base.is_none() { Anchor::Open } else { anchor };
            let stretch = day.as_ref().and_then(|r| r.stretch);
            let days = day.or(later).map_or_else(|| self.this_day(i).map(|d| (d, d)), |r| r.days);
            let reading = Reading { anchor, stretch, days, ..Reading::plain(TimeKind::Time, value, end) };
            return Some(reading.unsure(clock.ambiguous));
        }
        if let Some(evening) = self.hour_of_part(i, relative) {
            return Some(evening);
        }
        // `Friday morning`, `July 4 at 8 p.m.`.
        let day = if is_relative_day(w.at(i)) { relative } else { date };
        let day = day.as_ref().filter(is_day)?.clone();
        let end = day.end;
        if let Some(code) = part_of_day(w.at(end)) {
            // `Sunday mornings` come again.
            if let (Some((day, false)), true, true) = (weekday(w.at(i)), end == i + 1, w.at(end).ends_with('s')) {
                let value = format!("XXXX-WXX-{}T{code}", day.to_monday_one_offset());
                return Some(Reading::plain(TimeKind::Set, value, end + 1));
            }
            return Some(with_part(day, code, end + 1));
        }
        let at = end + usize::from(matches!(w.at(end), "at" | ","));
        let at = at + usize::from(w.at(end) == "," && w.at(at) == "at");
        let at = at + usize::from(matches!(w.at(at), "around" | "about"));
        let clock = self.hour(at)?;
        let value = format!("{}{}", day.value, clock.value());
        Some(Reading { kind: TimeKind::Time, value, end: clock.end, ..day }.unsure(clock.ambiguous))
    }

    /// `tonight around 7`, `last night at 8`: an hour of the part of the day that is named.
    fn hour_of_part(&self, i: usize, relative: &Option<Reading>) -> Option<Reading> {
        let w = self.words;
        let lead = matches!(w.at(i), "tonight" | "last" | "this" | "yesterday" | "tomorrow");
        let part = relative.as_ref().filter(|r| lead && r.kind == TimeKind::Time)?;
        let at = part.end + usize::from(matches!(w.at(part.end), "at" | "around" | "about"));
        let hour = self.digits(at, 2).filter(|h| at > part.end && (1..=12).contains(h))?;
        let ends = matches!(w.at(at + 1), "." | "," | ";" | "?" | "!" | "" | "and" | "but" | "to" | "local")
            && !w.digit(at + 2);
        let (day, code) = part.value.split_once('T')?;
        let later = matches!(code, "AF" | "EV" | "NI") && hour < 12;
        let value = format!("{day}T{:02}", hour + 12 * i32::from(later));
        ends.then(|| Reading { value, end: at + 1, ..part.clone() })
    }

    /// A single day at a token.
    fn day_at(&self, i: usize) -> Option<Reading> {
        let day = if is_relative_day(self.words.at(i)) { self.relative(i) } else { self.date(i) };
        day.filter(|r| is_day(&r))
    }

    /// The day that follows a time behind its zone or another clock: `8am (0600 GMT) on Thursday`, `3pm local time on …`.
    fn day_behind(&self, end: usize) -> Option<Reading> {
        let w = self.words;
        let local = w.follow(end, &["local", "time"]).unwrap_or(end);
        let inside = || (local + 1..local + 6).find(|k| w.at(*k) == ")").map(|k| k + 1);
        // The time may be the one inside the parentheses.
        let closed = match w.at(local) {
            "(" => inside().unwrap_or(local),
            ")" => local + 1,
            _ => local,
        };
        let at = closed + usize::from(matches!(w.at(closed), "on" | ","));
        self.day_at(at).filter(|_| closed > end && w.is_together(end, at))
    }

    /// The day that a time without one is of: the last one named close by, else that of publication, as of a time that stands
    /// above a part of a live report.
    fn this_day(&self, i: usize) -> Option<Date> {
        const LONGEST: usize = 6;
        let document = self.words.document();
        let mut block = i..document.block_end(i);
        let short = document.opens_block(i) && block.len() <= LONGEST;
        let alone = short && block.all(|k| !self.words.at(k).contains(char::is_alphabetic));
        let near = self.named.filter(|_| !alone);
        let near = near.filter(|(s, at)| s.unit() == Unit::Day && i.saturating_sub(*at) < 40);
        let near = near.and_then(|(s, _)| Some(s.days()?.0));
        // `reports on June 8.  Shares were up by 0930 GMT`
        let to_come = |day: &Date| self.published.is_some_and(|p| *day > p) && self.is_future(i) == Some(false);
        near.filter(|day| !to_come(day)).or(self.published)
    }

    fn hour(&self, i: usize) -> Option<Clock> {
        let w = self.words;
        let named = |hour| Some(Clock { hour, minute: None, zone: "", end: i + 1, ambiguous: false });
        match w.at(i) {
            "noon" => return named(12),
            "midnight" => return named(0),
            _ => {}
        }
        if let Some(clock) = self.hour_in_words(i) {
            return Some(clock);
        }
        let word = w.form(i);
        let cut = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
        let hour: u32 = word[..cut].parse().ok()?;
        let suffix = &w.at(i)[cut..];
        let glued = matches!(w.at(i + 1), ":" | ".") && w.is_glued(i + 1) && w.is_glued(i + 2);
        let minutes = w.at(i + 2);
        let cut = minutes.find(|c: char| !c.is_ascii_digit()).unwrap_or(minutes.len());
        let minute = minutes[..cut].parse::<u32>().ok().filter(|m| *m < 60 && cut == 2 && glued && suffix.is_empty());
        let colon = w.at(i + 1) == ":";
        let (mut end, tail) = match minute {
            Some(_) => (i + 3, &minutes[cut..]),
            None => (i + 1, suffix),
        };
        if minute.is_some() && colon && w.at(end) == ":" && w.is_glued(end) && w.digit(end + 1) {
            end += 2;
        }
        let (half, after) = self.half_of_day(tail, end);
        let (zone, last) = self.zone(after);
        if suffix.is_empty()
            && word.len() == 4
            && minute.is_none()
            && (!zone.is_empty() || w.at(end) == "hours" || half.is_some())
        {
            let last = if zone.is_empty() && half.is_none() { end + 1 } else { last };
            return (hour < 2400 && hour % 100 < 60).then_some(Clock {
                hour: of_day(hour / 100, half)?,
                minute: Some(hour % 100),
                zone,
                end: last,
                ambiguous: false,
            });
        }
        let oclock = w.at(end) == "o" && matches!(w.at(end + 1), "’" | "'") && w.at(end + 2) == "clock";
        // `at about 18.40`, as British papers write it
        let british = minute.is_some() && !colon && word.len() == 2 && hour < 24 && self.is_clock(i, end);
        let told = half.is_some() || minute.is_some() && (colon || !zone.is_empty() || british) || oclock;
        let (half, last) = if oclock { self.part_behind(end + 3).unwrap_or((half, end + 3)) } else { (half, last) };
        let hour = of_day(hour, half)?;
        let end = last;
        let ambiguous = half.is_none() && hour < 12 && word.len() < 2;
        told.then_some(Clock { hour, minute, zone, end, ambiguous })
    }

    /// Whether what stands around two figures, a full stop and two more makes them a time: `shortly before 18.40`, not `at 18.40
    /// dollars`.
    fn is_clock(&self, i: usize, end: usize) -> bool {
        let w = self.words;
        let two = [i.wrapping_sub(2), i.wrapping_sub(1)].map(|k| w.at(k));
        let leads = matches!(
            two,
            ["at", "about" | "around" | "approximately" | "exactly"] | ["shortly" | "just", "before" | "after"]
        );
        let rests = matches!(w.at(end), "." | "," | ";" | ")" | "" | "on" | "to" | "and" | "when" | "after" | "as");
        leads && rests && !w.digit(end + 1)
    }

    /// `am`, `p.m.`: whether it is the second half of the day, and one past it.
    fn half_of_day(&self, tail: &str, end: usize) -> (Option<bool>, usize) {
        let w = self.words;
        match tail {
            "am" => return (Some(false), end),
            "pm" => return (Some(true), end),
            // `8p.m.`
            "a" | "p" if w.at(end) == "." && w.is_glued(end) && w.at(end + 1) == "m" => {
                let dot = usize::from(w.at(end + 2) == "." && w.is_glued(end + 2));
                return (Some(tail == "p"), end + 2 + dot);
            }
            "" => {}
            _ => return (None, end),
        }
        match w.at(end) {
            "am" if !w.is_capital(end) || w.form(end) == "AM" => (Some(false), end + 1),
            "pm" => (Some(true), end + 1),
            "a" | "p" if w.at(end + 1) == "." && w.at(end + 2) == "m" => {
                let dot = usize::from(w.at(end + 3) == "." && w.is_glued(end + 3));
                (Some(w.at(end) == "p"), end + 3 + dot)
            }
            _ => {
                // `at 5 in the morning`, `about 10 at night`; not `won 5 in the morning`.
                const LEADS: &[&str] = &[
                    "at", "about", "around", "circa", "by", "until", "till", "before", "after", "from", "to", ":", ".",
                ];
                if !LEADS.contains(&w.at(end.wrapping_sub(2))) {
                    return (None, end);
                }
                self.part_behind(end).unwrap_or((None, end))
            }
        }
    }

    /// `in the morning`, `at night` behind an hour: whether it is the second half of the day, and one past it.
    fn part_behind(&self, end: usize) -> Option<(Option<bool>, usize)> {
        let parts: [(&[&str], bool); 4] = [
            (&["in", "the", "morning"], false),
            (&["in", "the", "afternoon"], true),
            (&["in", "the", "evening"], true),
            (&["at", "night"], true),
        ];
        parts.iter().find_map(|(part, pm)| Some((Some(*pm), self.words.follow(end, part)?)))
    }

    /// `four in the morning`, `six o’clock` behind `at`.
    fn hour_in_words(&self, i: usize) -> Option<Clock> {
        let w = self.words;
        if !is_in("at about around by until till before after from", w.at(i.wrapping_sub(1))) {
            return None;
        }
        let number =
            numbers::cardinal(w, i).filter(|n| n.spelled && n.end == i + 1 && (1.0..13.0).contains(&n.value))?;
        let oclock = w.at(i + 1) == "o" && matches!(w.at(i + 2), "’" | "'") && w.at(i + 3) == "clock";
        let end = i + 1 + 3 * usize::from(oclock);
        let (half, end) = self.part_behind(end).or(oclock.then_some((None, end)))?;
        let hour = of_day(number.value as u32, half)?;
        Some(Clock { hour, minute: None, zone: "", end, ambiguous: half.is_none() })
    }

    /// A time zone, as TIMEX3 writes it; the token after.
    fn zone(&self, at: usize) -> (&'static str, usize) {
        let w = self.words;
        let bracket = usize::from(w.at(at) == "(");
        let code = match w.form(at + bracket) {
            "UTC" | "GMT" | "Z" => "Z",
            "EST" | "EDT" | "ET" | "CET" | "CEST" | "BST" | "PST" | "PDT" | "PT" | "MSK" | "IST" | "JST" => "",
            _ => return ("", at),
        };
        let after = at + bracket + 1;
        // `(GMT +8)`: the hour is not that of the zone named.
        let signed = w.at(after).strip_prefix('+').is_some_and(|h| h.parse::<u8>().is_ok());
        let sign = matches!(w.at(after), "+" | "-" | "−") && w.digit(after + 1);
        let end = after + if sign { 2 } else { usize::from(signed) };
        let code = if end > after { "" } else { code };
        (code, end + usize::from(bracket == 1 && w.at(end) == ")"))
    }
}
