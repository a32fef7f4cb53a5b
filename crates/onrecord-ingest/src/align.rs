//! Back to the bytes: where the words of an article stand in the bytes of its page.
//!
//! The page is read as its text: characters outside of tags, comments, scripts and styles, with their bytes; and the
//! `content` of its `<meta>` tags, where headlines and standfirsts often come from.  A block of the article is looked
//! for there without regard to white space, whole, else piece by piece from left to right.  What cannot be found has
//! no bytes: nothing is guessed.

use crate::charset;
use crate::format::Format;
use onrecord_types::{Article, Span};
use std::collections::HashMap;
use std::ops::Range;

/// Letters of the shortest piece that is looked for alone; shorter ones would be found by chance.
const SHORTEST: usize = 12;
/// The longest name of a character reference (`&CounterClockwiseContourIntegral;`).
const LONGEST_REFERENCE: usize = 34;
/// How far behind the last piece, in letters, the next one of a block may stand: a box of other links lies between.
const REACH: usize = 5000;

/// The bytes of an article's words in its page.
#[derive(Debug)]
pub struct Alignment {
    /// For each character of the article's text, by its byte: the bytes in the page.
    places: HashMap<u32, Range<u32>>,
    /// Bytes of the page's white space, merged: what may lie between two letters of one range.
    blank: Vec<Range<u32>>,
}

/// Where a stretch of the text stands in the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bytes {
    /// Ranges of bytes in order; tags and other text may lie between them.
    pub ranges: Vec<Range<u32>>,
    /// Letters and marks of the stretch that were not found in the page.
    pub missing: usize,
}

/// One character of the page's text.
#[derive(Debug, Clone, Copy)]
struct Glyph {
    c: char,
    start: u32,
    end: u32,
}

/// Finds an article's text in the bytes of its page; `label` is the encoding that a server named.
///
/// ```
/// use onrecord_ingest::{Options, align, read};
/// let page = b"<html><body><article><h1>Fares</h1><p>It was <b>need&shy;ed</b>, the mayor said at length on Friday, after the vote.</p></article></body></html>";
/// let article = read("a.html", page, &Options::default()).remove(0)?.article;
/// let at = article.text.find("need").expect("it was read");
/// let bytes = align(page, None, &article).bytes(&article, onrecord_types::Span::of_range(at, at + 4));
/// assert_eq!(&page[bytes.ranges[0].start as usize..bytes.ranges[0].end as usize], b"need");
/// # Ok::<(), onrecord_ingest::Failure>(())
/// ```
pub fn align(page: &[u8], label: Option<&str>, article: &Article) -> Alignment {
    let chars = decoded(page, label);
    let (streams, blank) = scan(&chars);
    let streams: Vec<Stream> = streams.into_iter().map(Stream::new).collect();
    let mut places = HashMap::new();
    let mut cursor = 0;
    for block in article.blocks() {
        let wanted = Wanted::new(&article.text, block);
        // The body comes before the head's copies of it.
        let whole = streams.first().and_then(|s| Some((s, s.find(&wanted.folded, cursor, usize::MAX)?)));
        let whole = whole.or_else(|| streams.iter().find_map(|s| Some((s, s.find(&wanted.folded, 0, usize::MAX)?))));
        match whole {
            Some((stream, at)) => {
                stream.note(&wanted, 0..wanted.folded.len(), at, &mut places);
                if std::ptr::eq(stream, &streams[0]) && article.headline != Some(block) {
                    cursor = at + wanted.folded.len();
                }
            }
            None => {
                if let Some(stream) = streams.first() {
                    cursor = stream.pieces(&wanted, cursor, &mut places);
                }
            }
        }
    }
    Alignment { places, blank }
}

/// What the bytes of a range say: the page's characters there, references resolved, tags left out.
pub fn words_at(page: &[u8], label: Option<&str>, range: Range<u32>) -> String {
    let encoding = charset::encoding_of(page, Some(Format::Html), label);
    let (words, _) =
        encoding.decode_without_bom_handling(page.get(range.start as usize..range.end as usize).unwrap_or(&[]));
    let inside: Vec<Glyph> = words.chars().map(|c| Glyph { c, start: 0, end: 0 }).collect();
    let mut references = References::default();
    let (mut out, mut i) = (String::new(), 0);
    while i < inside.len() {
        let (c, next) = references.at(&inside, i);
        out.extend(c);
        i = next;
    }
    out
}

/// Whether a character counts in a comparison: white space and what has no width do not.
pub fn counts(c: char) -> bool {
    !(c.is_whitespace() || c.is_control() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'))
}

impl Alignment {
    /// The bytes of a span of the article's text.
    pub fn bytes(&self, article: &Article, span: Span) -> Bytes {
        let mut out = Bytes::default();
        for (i, _) in span.of(&article.text).char_indices().filter(|(_, c)| counts(*c)) {
            let Some(place) = self.places.get(&(span.start + i as u32)) else {
                out.missing += 1;
                continue;
            };
            match out.ranges.last_mut() {
                // One reference may stand for several characters.
                Some(last) if last.contains(&place.start) && place.end <= last.end => {}
                Some(last) if last.end == place.start || self.is_blank(last.end..place.start) => last.end = place.end,
                _ => out.ranges.push(place.clone()),
            }
        }
        out
    }

    fn is_blank(&self, gap: Range<u32>) -> bool {
        let at = self.blank.partition_point(|b| b.end <= gap.start);
        gap.start < gap.end && self.blank.get(at).is_some_and(|b| b.start <= gap.start && gap.end <= b.end)
    }
}

/// A block's letters, and where each stands in the article's text.
struct Wanted {
    folded: String,
    /// For each byte of `folded` that begins a letter, the letter's byte in the text.
    at: HashMap<usize, u32>,
}

impl Wanted {
    fn new(text: &str, block: Span) -> Wanted {
        let (mut folded, mut at) = (String::new(), HashMap::new());
        for (i, c) in block.of(text).char_indices().filter(|(_, c)| counts(*c)) {
            at.insert(folded.len(), block.start + i as u32);
            folded.push(c);
        }
        Wanted { folded, at }
    }
}

/// One stretch of the page's text that can be searched.
struct Stream {
    glyphs: Vec<Glyph>,
    folded: String,
    /// For each glyph, its byte in `folded`.
    at: Vec<usize>,
}

impl Stream {
    fn new(glyphs: Vec<Glyph>) -> Stream {
        let glyphs: Vec<Glyph> = glyphs.into_iter().filter(|g| counts(g.c)).collect();
        let (mut folded, mut at) = (String::new(), Vec::with_capacity(glyphs.len()));
        for g in &glyphs {
            at.push(folded.len());
            folded.push(g.c);
        }
        Stream { glyphs, folded, at }
    }

    /// The first place at or after `from`, and before `to`, where letters stand.
    fn find(&self, letters: &str, from: usize, to: usize) -> Option<usize> {
        let to = self.folded.floor_char_boundary(to.min(self.folded.len()));
        let part = self.folded.get(from..to).filter(|_| !letters.is_empty())?;
        part.find(letters).map(|i| from + i)
    }

    fn note(&self, wanted: &Wanted, part: Range<usize>, at: usize, places: &mut HashMap<u32, Range<u32>>) {
        let glyphs = &self.glyphs[self.at.partition_point(|a| *a < at)..];
        for (g, (i, _)) in glyphs.iter().zip(wanted.folded[part.clone()].char_indices()) {
            if let Some(byte) = wanted.at.get(&(part.start + i)) {
                places.insert(*byte, g.start..g.end);
            }
        }
    }

    /// Finds a block piece by piece, each behind the one before; where the last piece ends.
    fn pieces(&self, wanted: &Wanted, mut cursor: usize, places: &mut HashMap<u32, Range<u32>>) -> usize {
        let text = &wanted.folded;
        let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let mut i = 0;
        while i + SHORTEST < ends.len() {
            let piece = |n: usize| &text[ends[i]..ends[i + n]];
            let near = |n: usize| self.find(piece(n), cursor, cursor.saturating_add(REACH));
            let Some(_) = near(SHORTEST) else {
                i += 1;
                continue;
            };
            // The longest piece that stands there: longer ones stand nowhere that a shorter does not.
            let (mut low, mut high) = (SHORTEST, ends.len() - 1 - i);
            while low < high {
                let middle = (low + high).div_ceil(2);
                if near(middle).is_some() { low = middle } else { high = middle - 1 }
            }
            let at = near(low).expect("it was found just now");
            self.note(wanted, ends[i]..ends[i + low], at, places);
            cursor = at + (ends[i + low] - ends[i]);
            i += low;
        }
        cursor
    }
}

/// The characters of a file with their bytes.
fn decoded(bytes: &[u8], label: Option<&str>) -> Vec<Glyph> {
    let encoding = charset::encoding_of(bytes, Some(Format::Html), label);
    // A decoder that looks for a byte order mark holds back what might begin one.
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut out = Vec::with_capacity(bytes.len());
    let (mut start, mut buffer) = (charset::mark(bytes), String::with_capacity(64));
    for end in start + 1..=bytes.len() {
        let _ = decoder.decode_to_string(&bytes[end - 1..end], &mut buffer, end == bytes.len());
        if !buffer.is_empty() {
            out.extend(buffer.chars().map(|c| Glyph { c, start: start as u32, end: end as u32 }));
            buffer.clear();
            start = end;
        }
    }
    out
}

/// Character references that were met, with what they stand for.
#[derive(Default)]
struct References(HashMap<String, Vec<char>>);

impl References {
    /// The characters at a place, a reference resolved, and the place after.
    fn at(&mut self, chars: &[Glyph], i: usize) -> (Vec<char>, usize) {
        if chars[i].c != '&' {
            return (vec![chars[i].c], i + 1);
        }
        let name =
            chars[i + 1..].iter().take(LONGEST_REFERENCE).take_while(|g| g.c.is_ascii_alphanumeric() || g.c == '#');
        let n = name.count();
        let closed = chars.get(i + 1 + n).is_some_and(|g| g.c == ';');
        let numeric = chars.get(i + 1).is_some_and(|g| g.c == '#');
        if n == 0 || !closed && !numeric {
            return (vec!['&'], i + 1);
        }
        let end = i + 1 + n + usize::from(closed);
        let written: String = chars[i..end].iter().map(|g| g.c).collect();
        let found = self.0.entry(written).or_insert_with_key(|written| {
            let text = scraper::Html::parse_fragment(written);
            text.root_element().text().flat_map(str::chars).collect()
        });
        // What is no reference stays as it is written.
        if found.first() == Some(&'&') && found.len() > 1 { (vec!['&'], i + 1) } else { (found.clone(), end) }
    }
}

/// Elements whose content is no text.
const SILENT: &[&str] = &["script", "style", "template", "iframe", "noembed", "noframes"];

/// The page's text, then the `content` of each `<meta>`; and where its white space lies.
fn scan(chars: &[Glyph]) -> (Vec<Vec<Glyph>>, Vec<Range<u32>>) {
    let mut references = References::default();
    let (mut text, mut metas, mut blank) = (Vec::new(), Vec::new(), Vec::<Range<u32>>::new());
    let mut i = 0;
    while i < chars.len() {
        if let Some(end) = comment(chars, i) {
            i = end;
            continue;
        }
        if let Some(tag) = tag(chars, i) {
            if tag.name == "meta" {
                metas.extend(attribute(chars, &tag, "content").map(|part| unescaped(&chars[part], &mut references)));
            }
            i = if SILENT.contains(&tag.name.as_str()) { closing(chars, tag.end, &tag.name) } else { tag.end };
            continue;
        }
        let (found, next) = references.at(chars, i);
        let (start, end) = (chars[i].start, chars[next - 1].end);
        if found.iter().all(|c| !counts(*c)) {
            match blank.last_mut() {
                Some(last) if last.end == start => last.end = end,
                _ => blank.push(start..end),
            }
        }
        text.extend(found.into_iter().map(|c| Glyph { c, start, end }));
        i = next;
    }
    metas.insert(0, text);
    (metas, blank)
}

fn unescaped(chars: &[Glyph], references: &mut References) -> Vec<Glyph> {
    let (mut out, mut i) = (Vec::new(), 0);
    while i < chars.len() {
        let (found, next) = references.at(chars, i);
        let (start, end) = (chars[i].start, chars[next - 1].end);
        out.extend(found.into_iter().map(|c| Glyph { c, start, end }));
        i = next;
    }
    out
}

fn starts(chars: &[Glyph], i: usize, word: &str) -> bool {
    word.chars().enumerate().all(|(k, c)| chars.get(i + k).is_some_and(|g| g.c.eq_ignore_ascii_case(&c)))
}

/// One past a comment, a declaration or a processing instruction that begins here.
fn comment(chars: &[Glyph], i: usize) -> Option<usize> {
    if chars[i].c != '<' {
        return None;
    }
    let until = |from: usize, mark: &str| {
        (from..chars.len()).find(|k| starts(chars, *k, mark)).map_or(chars.len(), |k| k + mark.len())
    };
    if starts(chars, i, "<!--") {
        return Some(until(i + 4, "-->"));
    }
    matches!(chars.get(i + 1).map(|g| g.c), Some('!' | '?')).then(|| until(i + 2, ">"))
}

/// A start or end tag.
struct Tag {
    name: String,
    /// Its characters after the name.
    inside: Range<usize>,
    end: usize,
}

fn tag(chars: &[Glyph], i: usize) -> Option<Tag> {
    let first = i + 1 + usize::from(chars.get(i + 1).is_some_and(|g| g.c == '/'));
    if chars[i].c != '<' || !chars.get(first)?.c.is_ascii_alphabetic() {
        return None;
    }
    let name: String =
        chars[first..].iter().map(|g| g.c).take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let from = first + name.len();
    let (mut quote, mut k) = (None, from);
    while let Some(g) = chars.get(k) {
        match (quote, g.c) {
            (Some(q), c) if c == q => quote = None,
            (None, '"' | '\'') if chars[k - 1].c == '=' || chars[k - 1].c.is_whitespace() => quote = Some(g.c),
            (None, '>') => break,
            _ => {}
        }
        k += 1;
    }
    // An end tag is no start of a silent element.
    let name = if first > i + 1 { String::new() } else { name.to_ascii_lowercase() };
    Some(Tag { name, inside: from..k.min(chars.len()), end: (k + 1).min(chars.len()) })
}

/// The characters of an attribute's value.
fn attribute(chars: &[Glyph], tag: &Tag, name: &str) -> Option<Range<usize>> {
    let at = tag.inside.clone().find(|k| {
        chars[k - 1].c.is_whitespace()
            && starts(chars, *k, name)
            && chars.get(k + name.len()).is_some_and(|g| g.c == '=')
    })? + name.len()
        + 1;
    let quote = chars.get(at).map(|g| g.c).filter(|c| matches!(c, '"' | '\''))?;
    let end = (at + 1..tag.inside.end).find(|k| chars[*k].c == quote)?;
    Some(at + 1..end)
}

/// Where the end tag of a silent element begins.
fn closing(chars: &[Glyph], from: usize, name: &str) -> usize {
    (from..chars.len())
        .find(|k| chars[*k].c == '<' && starts(chars, k + 1, "/") && starts(chars, k + 2, name))
        .unwrap_or(chars.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, read};

    /// The letters of each range of the words in the page.
    fn check(page: &[u8], words: &str, expected: &[&str]) {
        let article = read("a.html", page, &Options::default()).remove(0).expect("an article").article;
        let at = article.text.find(words).expect("the words are in the article");
        let bytes = align(page, None, &article).bytes(&article, Span::of_range(at, at + words.len()));
        let found: Vec<&[u8]> = bytes.ranges.iter().map(|r| &page[r.start as usize..r.end as usize]).collect();
        assert_eq!(found, expected.iter().map(|e| e.as_bytes()).collect::<Vec<_>>());
        assert_eq!(bytes.missing, 0);
        let folded = |s: &str| s.chars().filter(|c| counts(*c)).collect::<String>();
        let all: String = bytes.ranges.iter().map(|r| words_at(page, None, r.clone())).collect();
        assert_eq!(folded(&all), folded(words));
    }

    const PAGE: &str = "<!DOCTYPE html><html><head><title>Fares</title><script>var x = 'It was needed';</script><!-- It was needed --></head><body><article><h1>Fares</h1>
<p>\u{201c}It was <b title=\"a > b\">needed</b>,&rdquo; the mayor, Rosa Quill, said on Friday&nbsp;evening; &#8220;and late&#8221;. Fares &amp; tolls will rise in the spring, she told the council.</p></article></body></html>";

    #[test]
    fn leads_through_tags_and_references() {
        check(PAGE.as_bytes(), "It was needed", &["It was", "needed"]);
        check(PAGE.as_bytes(), "Quill, said", &["Quill, said"]);
        check(PAGE.as_bytes(), "needed,\u{201d} the", &["needed", ",&rdquo; the"]);
        check(PAGE.as_bytes(), "Fares & tolls", &["Fares &amp; tolls"]);
    }

    /// Found by fuzzing: the first byte may look like the beginning of a byte order mark.
    #[test]
    fn the_first_byte_is_one_character() {
        let article = read("a.txt", b"\xff", &Options::default()).remove(0).expect("an article").article;
        let bytes = align(b"\xfflc", None, &article).bytes(&article, Span::of_range(0, article.text.len()));
        assert_eq!((bytes.ranges.len(), &bytes.ranges[0]), (1, &(0..1)));
        let marked = "\u{feff}<p>Fares rise</p>";
        let article = read("a.txt", b"Fares rise", &Options::default()).remove(0).expect("an article").article;
        let bytes = align(marked.as_bytes(), None, &article).bytes(&article, Span::of_range(0, 10));
        assert_eq!((bytes.ranges.len(), &bytes.ranges[0]), (1, &(6..16)));
    }

    #[test]
    fn leads_through_other_encodings() {
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(
            "<html><head><meta charset=\"windows-1252\"></head><body><article><h1>Caf\u{e9}</h1><p>The caf\u{e9} \u{201c}is open\u{201d}, the mayor, Rosa Quill, said on Friday evening, and it will stay so for the whole of the year.</p></article></body></html>",
        );
        let article = read("a.html", &bytes, &Options::default()).remove(0).expect("an article").article;
        let at = article.text.find("\u{201c}is open\u{201d}").expect("the words");
        let found = align(&bytes, None, &article).bytes(&article, Span::of_range(at, at + 13));
        assert_eq!(found.ranges.len(), 1);
        assert_eq!(&bytes[found.ranges[0].start as usize..found.ranges[0].end as usize], b"\x93is open\x94");
    }
}
