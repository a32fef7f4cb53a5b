//! When a statement was made: days named beside its cue, anchored to the date of publication.

use crate::names::Forms;
use jiff::civil::Date;
use jiff::{Span as Length, ToSpan};
use onrecord_types::{Article, Attribution, Document, Said, Span};

const WEEKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day that stands in a statement's sentence outside of its content; `None` where there is
/// none, or nothing to count it from.
pub fn find(article: &Article, document: &Document, attribution: &Attribution) -> Option<Said> {
    let published: Date = article.published.as_ref()?.value.get(..10)?.parse().ok()?;
    let cue = document.tokens_in(*attribution.cue.first()?);
    let sentence = document.sentences.get(document.sentence_of(cue.start))?;
    let forms = Forms { text: &article.text, document };
    let outside = |i: usize| {
        let span = document.tokens[i].span;
        !attribution.content.iter().chain(&attribution.source).any(|c| c.contains(span))
    };
    let mut days = (sentence.first..sentence.last).filter(|i| outside(*i)).filter_map(|i| day_at(&forms, i, published));
    let (value, first, last) = days.next()?;
    let span: Span = document.span_of(first..last)?;
    Some(Said { value: value.to_string(), span })
}

/// A day that begins at a token: (day, first token, one past the last).
fn day_at(forms: &Forms<'_>, i: usize, published: Date) -> Option<(Date, usize, usize)> {
    let word = forms.at(i).to_lowercase();
    if word == "yesterday" {
        return Some((published.checked_sub(1.day()).ok()?, i, i + 1));
    }
    if word == "today" || word == "tonight" {
        return Some((published, i, i + 1));
    }
    if let Some(day) = WEEKDAYS.iter().position(|d| *d == word) {
        let before = forms.at(i.wrapping_sub(1)).to_lowercase();
        if matches!(before.as_str(), "next" | "every" | "until" | "by" | "each" | "coming") {
            return None;
        }
        let back = (published.weekday().to_monday_zero_offset() - day as i8).rem_euclid(7);
        let back = if before == "last" && back == 0 { 7 } else { back };
        let first = if matches!(before.as_str(), "on" | "last") { i - 1 } else { i };
        return Some((published.checked_sub(Length::new().days(back)).ok()?, first, i + 1));
    }
    let month = if word.len() >= 3 { MONTHS.iter().position(|m| word.starts_with(m))? } else { return None };
    let capital = forms.is_capital(i);
    let (number, first, last) = match (forms.at(i.wrapping_sub(1)).parse::<i8>(), forms.at(i + 1).parse::<i8>()) {
        (_, Ok(n)) => (n, i, i + 2),
        (Ok(n), _) => (n, i - 1, i + 1),
        _ => return None,
    };
    let this_year = Date::new(published.year(), month as i8 + 1, number).ok()?;
    let day =
        if this_year > published { Date::new(published.year() - 1, month as i8 + 1, number).ok()? } else { this_year };
    capital.then_some((day, first, last))
}
