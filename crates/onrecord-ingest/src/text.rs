//! Plain text: the article's text is the decoded file, character for character.

use crate::dates::{self, RawDate};
use crate::draft::Draft;
use onrecord_types::Span;

/// A headline is at most this long, in characters; the longest of 300 wire headlines had 140.
const LONGEST_HEADLINE: usize = 200;
/// Lines of a hard-wrapped paragraph are at least this long, but for the last.
const SHORTEST_WRAPPED: usize = 45;
/// … and at most this long.
const LONGEST_WRAPPED: usize = 100;
/// The words before the agency of a dateline, and a line that is a place and a date, are at most this long, in bytes.
const LONGEST_DATELINE: usize = 60;
/// Blocks at the bottom among which a place and a date is looked for.
const BOTTOM: usize = 2;
/// Blocks at the top among which a date or a byline of its own is looked for.
const TOP: usize = 5;

/// Reads plain text.
pub fn read(text: &str) -> Result<Draft, String> {
    let mut draft = Draft { text: text.to_owned(), ..Draft::default() };
    let mut blocks = blocks(text);
    if has_headline(text, &blocks) {
        draft.headline = Some(blocks.remove(0));
    }
    let mut top = 0;
    blocks.retain(|span| {
        top += 1;
        top > TOP || !take_fact(&mut draft, span.of(text))
    });
    let (outlet, date) = blocks.first().map(|b| dateline(b.of(text))).unwrap_or_default();
    draft.outlet = outlet;
    let signed = || blocks.iter().rev().take(BOTTOM).find_map(|b| place_and_date(b.of(text).lines().next_back()?));
    if let Some(date) = date.or_else(signed).filter(|_| draft.dates.is_empty()) {
        draft.dates.push(RawDate::new(date, "the dateline of the text"));
    }
    draft.paragraphs = blocks;
    Ok(draft)
}

/// The agency of a dateline and its date where that has a year, as news agencies write them: `LONDON (Reuters) - …`,
/// `BEIJING, Dec. 11 (Xinhua) -- …`, `MOSCOW, March 5. /TASS/. …`.
fn dateline(paragraph: &str) -> (Option<String>, Option<String>) {
    let split = |open: &str, close: char| {
        let (head, rest) = paragraph.split_once(open)?;
        let (outlet, after) = rest.split_once(close)?;
        let ends = after.trim_start_matches('.').trim_start().starts_with(['-', '–', '—']) || close == '/';
        (head.len() < LONGEST_DATELINE && ends).then_some((head.trim_end_matches('.'), outlet))
    };
    let Some((head, outlet)) = split(" (", ')').or_else(|| split(" /", '/')) else { return (None, None) };
    let (place, rest) = head.split_once(", ").unwrap_or((head, ""));
    let month = |w: &str| dates::month_number(w) > 0;
    let dated = rest.contains(|c: char| c.is_ascii_digit()) && rest.split([' ', ',']).any(month);
    let shouted = place.split(' ').next().is_some_and(|w| w.len() > 2 && !w.contains(char::is_lowercase));
    let named = outlet.len() < 40 && outlet.starts_with(char::is_uppercase);
    if !named || !place.starts_with(char::is_uppercase) || !(shouted || dated) {
        return (None, None);
    }
    (Some(outlet.to_owned()), Some(rest.to_owned()).filter(|rest| dates::is_date(rest)))
}

/// The date of a line that is a place and a date: `New York, 13 April 2025`.
fn place_and_date(line: &str) -> Option<String> {
    let (place, date) = line.split_once(", ").filter(|_| line.len() < LONGEST_DATELINE)?;
    let fits = place.split(' ').count() < 4 && place.split(' ').all(|w| w.starts_with(char::is_uppercase));
    (fits && dates::month_number(place) == 0 && dates::is_date(date)).then(|| date.to_owned())
}

/// Takes a block that is nothing but a date or a byline.
fn take_fact(draft: &mut Draft, block: &str) -> bool {
    if draft.dates.is_empty() && block.len() < 60 && dates::is_date(block) {
        draft.dates.push(RawDate::new(block, "the date line of the text"));
        return true;
    }
    let byline = block.strip_prefix("By ").or_else(|| block.strip_prefix("BY "));
    match byline.filter(|b| b.split_whitespace().count() <= 8 && !b.ends_with('.')) {
        Some(name) if draft.byline.is_none() => {
            draft.byline = Some(name.to_owned());
            true
        }
        _ => false,
    }
}

fn has_headline(text: &str, blocks: &[Span]) -> bool {
    let (Some(first), Some(second)) = (blocks.first(), blocks.get(1)) else { return false };
    let line = first.of(text);
    line.chars().count() <= LONGEST_HEADLINE
        && !line.contains('\n')
        && !line.ends_with([',', ';', ':'])
        && !line.starts_with(['"', '“', '-', '*'])
        && (first.len() < second.len() || blocks.len() > 3)
}

/// The paragraphs of a text, trimmed: parts between blank lines; where a part is not
/// hard-wrapped, each of its lines.
pub fn blocks(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut lines: Vec<Span> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::of_range(start, start + line.len()).trim(text);
        start += line.len();
        if span.is_empty() {
            flush(text, &mut lines, &mut out);
        } else {
            lines.push(span);
        }
    }
    flush(text, &mut lines, &mut out);
    out
}

fn flush(text: &str, lines: &mut Vec<Span>, out: &mut Vec<Span>) {
    let wrapped = lines.len() > 1
        && lines[..lines.len() - 1].iter().all(|l| {
            let n = l.of(text).chars().count();
            (SHORTEST_WRAPPED..=LONGEST_WRAPPED).contains(&n)
        });
    if wrapped {
        out.extend(Span::cover(lines));
    } else {
        out.extend(lines.iter().copied());
    }
    lines.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_every_character() {
        let text = "Talks resume\r\n\r\nBy Ann Lee\r\n\r\n7 March 2024\r\n\r\nThe talks re\u{ad}sumed, she “said”.\r\n";
        let draft = read(text).expect("plain text is always read");
        assert_eq!(draft.text, text);
        assert_eq!(draft.headline.map(|h| h.of(text)), Some("Talks resume"));
        assert_eq!(draft.byline.as_deref(), Some("Ann Lee"));
        assert_eq!(draft.dates.len(), 1);
        assert_eq!(draft.paragraphs.len(), 1);
    }

    #[test]
    fn reads_datelines() {
        let of = |first: &str| {
            let draft = read(&format!("Ferry fares rise\n\n{first}\n\nNobody knew why they did.")).expect("text");
            (draft.outlet, draft.dates.first().map(|d| d.text.clone()))
        };
        for (first, outlet, date) in [
            ("BEIJING, Dec. 11 (Xinhua) -- Fares rose on Monday.", Some("Xinhua"), None),
            ("MOSCOW, March 5. /TASS/. Fares rose on Monday.", Some("TASS"), None),
            ("MOSCOW, March 5, 2024 /TASS/. Fares rose on Monday.", Some("TASS"), Some("March 5, 2024")),
            ("Pyongyang, September 3 (KCNA) -- Fares rose on Monday.", Some("KCNA"), None),
            ("OUAGADOUGOU, Burkina Faso (AP) — Fares rose on Monday.", Some("AP"), None),
            ("The ferry (Marta) - a wreck - sank.", None, None),
            ("KIEL (see below) - Fares rose on Monday.", None, None),
            ("A man, 43 (Ann Lee's son) - sank.", None, None),
        ] {
            assert_eq!(of(first), (outlet.map(str::to_owned), date.map(str::to_owned)), "{first}");
        }
        let signed = read("On the ferry\n\nThe Commissioner regrets it.\n\nShe is sorry.\n\nNew York, 13 April 2025")
            .expect("text");
        assert_eq!(signed.dates[0].text, "13 April 2025");
        assert_eq!(signed.paragraphs.len(), 3);
    }

    #[test]
    fn finds_the_agency() {
        let draft = read("Ferry fares rise\n\nPORT SALIS (Quay News) - Fares rose on Monday, and nobody knew why.")
            .expect("text");
        assert_eq!(draft.outlet.as_deref(), Some("Quay News"));
    }

    #[test]
    fn joins_hard_wrapped_lines_only() {
        let wrapped = "The council met for three hours on Tuesday night and\nheard from forty residents of the old town, some of\nwhom wept.";
        assert_eq!(blocks(wrapped).len(), 1);
        assert_eq!(blocks("One line.\nAnother line.").len(), 2);
    }
}
