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
    draft.outlet = blocks.first().and_then(|b| dateline_outlet(b.of(text)));
    draft.paragraphs = blocks;
    Ok(draft)
}

/// The agency of a dateline, as news agencies write it: `LONDON (Reuters) - …`.
fn dateline_outlet(paragraph: &str) -> Option<String> {
    let (place, rest) = paragraph.split_once(" (")?;
    let (outlet, after) = rest.split_once(") ")?;
    let place_fits = place.len() < 60 && !place.is_empty() && !place.contains(char::is_lowercase);
    let outlet_fits = outlet.len() < 40 && outlet.starts_with(char::is_uppercase);
    (place_fits && outlet_fits && after.starts_with(['-', '–', '—'])).then(|| outlet.to_owned())
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
