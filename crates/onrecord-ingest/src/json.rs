//! JSON lines (ours, news-please's and the common keys), one object, or an array of objects.

use crate::dates::RawDate;
use crate::draft::Draft;
use crate::format::{MAX_BYTES, too_large};
use crate::{Failure, Options, Outcome, html, text};
use onrecord_types::{OffsetMap, Span, Unit};
use serde_json::Value;
use std::io::BufRead;

/// The names under which programs keep each fact, the most specific first.
pub mod keys {
    pub const TEXT: &[&str] = &[
        "text",
        "maintext",
        "articleBody",
        "body",
        "content",
        "fulltext",
        "full_text",
        "body_text",
        "article_text",
        "article",
    ];
    pub const HTML: &[&str] = &["html", "raw_html"];
    pub const HEADLINE: &[&str] = &["headline", "title"];
    pub const STANDFIRST: &[&str] = &["standfirst", "description", "summary", "subtitle", "dek"];
    pub const DATE: &[&str] = &[
        "published",
        "date_publish",
        "datePublished",
        "published_at",
        "publishedAt",
        "pub_date",
        "pubDate",
        "publication_date",
        "publish_date",
        "date",
    ];
    pub const BYLINE: &[&str] = &["byline", "authors", "author", "creator"];
    pub const OUTLET: &[&str] = &[
        "outlet",
        "publisher",
        "sitename",
        "publication",
        "newspaper",
        "source_name",
        "source_domain",
        "source",
        "domain",
        "site",
    ];
    pub const URL: &[&str] = &["url", "link", "canonical", "permalink"];
    pub const CATEGORIES: &[&str] = &["categories", "category", "tags", "section", "sections", "keywords"];
    /// All of them.
    pub const ALL: &[&[&str]] = &[TEXT, HTML, HEADLINE, STANDFIRST, DATE, BYLINE, OUTLET, URL, CATEGORIES];

    /// Whether a key is one of them.
    pub fn is_any(key: &str) -> bool {
        ALL.iter().any(|names| names.contains(&key))
    }

    /// Whether a key may have several values.
    pub fn is_list(key: &str) -> bool {
        BYLINE.contains(&key) || CATEGORIES.contains(&key)
    }
}

/// The facts of one JSON object (or of front matter) under any of their usual names.
#[derive(Debug, Default)]
pub struct Facts {
    pub headline: Option<String>,
    pub standfirst: Option<String>,
    date: Option<String>,
    byline: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
    categories: Vec<String>,
}

impl Facts {
    /// Reads the facts of an object; other values have none.
    pub fn of(object: &Value) -> Facts {
        let one = |names: &[&str]| names.iter().find_map(|n| words(&object[*n]));
        Facts {
            headline: one(keys::HEADLINE),
            standfirst: one(keys::STANDFIRST),
            date: one(keys::DATE),
            byline: keys::BYLINE.iter().map(|n| list(&object[*n])).find(|l| !l.is_empty()).map(|l| l.join(", ")),
            outlet: one(keys::OUTLET),
            url: one(keys::URL),
            categories: keys::CATEGORIES.iter().map(|n| list(&object[*n])).find(|l| !l.is_empty()).unwrap_or_default(),
        }
    }

    /// Puts the facts into a draft, before what stands there already.
    pub fn fill(self, draft: &mut Draft, from: &'static str) {
        if let Some(date) = self.date {
            draft.dates.insert(0, RawDate::new(date, from));
        }
        draft.byline = self.byline.or(draft.byline.take());
        draft.outlet = self.outlet.or(draft.outlet.take());
        draft.url = self.url.or(draft.url.take());
        if !self.categories.is_empty() {
            draft.categories = self.categories;
        }
    }
}

/// A value's words: a string, a number, or the `name`, `value` or `@value` of an object.
fn words(value: &Value) -> Option<String> {
    let found = match value {
        Value::String(s) => s.trim().to_owned(),
        Value::Number(n) => n.to_string(),
        Value::Object(o) => return ["name", "value", "@value"].iter().find_map(|k| o.get(*k)).and_then(words),
        _ => return None,
    };
    (!found.is_empty()).then_some(found)
}

fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(words).collect(),
        other => words(other).into_iter().collect(),
    }
}

/// Reads a whole file: an object a line, or one JSON value over several lines.
pub fn read(path: &str, text: &str, options: &Options) -> Vec<Outcome> {
    let first = text.lines().find(|l| !l.trim().is_empty()).unwrap_or("");
    if !matches!(serde_json::from_str(first), Ok(Value::Object(_))) {
        return match serde_json::from_str(text) {
            Ok(Value::Array(items)) => numbered(path, items).map(|(p, v)| article(&p, &v, options)).collect(),
            Ok(value) => vec![article(path, &value, options)],
            Err(_) if text.lines().nth(1).is_some() => Lines::new(path, text.as_bytes(), *options).collect(),
            Err(e) => vec![Err(Failure::new(path, format!("not JSON ({e})")))],
        };
    }
    Lines::new(path, text.as_bytes(), *options).collect()
}

fn numbered(path: &str, items: Vec<Value>) -> impl Iterator<Item = (String, Value)> {
    items.into_iter().enumerate().map(move |(i, v)| (format!("{path}#{}", i + 1), v))
}

/// Streams the articles of JSON lines; a line that cannot be read is a [`Failure`] and the
/// next one is read.  Holds one line at a time, of at most [`MAX_BYTES`].
pub struct Lines<R> {
    path: String,
    input: R,
    line: usize,
    options: Options,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    /// Reads from `input`; `path` names it in ids and messages.
    pub fn new(path: &str, input: R, options: Options) -> Lines<R> {
        Lines { path: path.to_owned(), input, line: 0, options, ended: false }
    }

    /// The next line without its end; `None` at the end of the input.
    fn next_line(&mut self) -> Option<Result<Vec<u8>, String>> {
        let mut line = Vec::new();
        let mut length = 0;
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(e) => {
                    self.ended = true;
                    return Some(Err(format!("the rest could not be read ({e})")));
                }
            };
            let end = buffer.iter().position(|b| *b == b'\n');
            let part = &buffer[..end.unwrap_or(buffer.len())];
            let (used, empty) = (end.map_or(buffer.len(), |e| e + 1), buffer.is_empty());
            length += part.len();
            if length <= MAX_BYTES {
                line.extend_from_slice(part);
            }
            self.input.consume(used);
            if empty && length == 0 {
                self.ended = true;
                return None;
            }
            if end.is_some() || empty {
                let line = if length > MAX_BYTES { Err(too_large(length)) } else { Ok(line) };
                return Some(line);
            }
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Outcome;

    fn next(&mut self) -> Option<Outcome> {
        while !self.ended {
            let line = self.next_line()?;
            self.line += 1;
            let path = format!("{}#{}", self.path, self.line);
            let bytes = match line {
                Ok(bytes) => bytes,
                Err(why) => return Some(Err(Failure::new(&path, why))),
            };
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
            if bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            return Some(match serde_json::from_slice(bytes) {
                Ok(value) => article(&path, &value, &self.options),
                Err(e) => Err(Failure::new(&path, format!("not a JSON object ({e})"))),
            });
        }
        None
    }
}

/// The article of one JSON object.
pub fn article(path: &str, object: &Value, options: &Options) -> Outcome {
    let own = object.get("article").filter(|a| a.is_object());
    let object = own.unwrap_or(object);
    let fail = |why: String| Err(Failure::new(path, why));
    if !object.is_object() {
        return fail("not a JSON object with an article's text".into());
    }
    // Its `content` is no article's.
    if object["speaker_status"].is_string() {
        return fail("a statement that onrecord exported, not an article".into());
    }
    let value = |names: &[&str]| names.iter().find_map(|n| object[*n].as_str().filter(|s| !s.trim().is_empty()));
    let draft = match (value(keys::TEXT), value(keys::HTML)) {
        (Some(body), _) if own.is_some() => own_form(object, body),
        (Some(body), _) => Ok(common_form(object, body)),
        (None, Some(page)) => html::read(page).map(|mut draft| {
            Facts::of(object).fill(&mut draft, "the record's date");
            draft
        }),
        (None, None) => Err(format!("no text under any of its usual keys ({})", keys::TEXT.join(", "))),
    };
    match draft {
        Ok(draft) => draft.finish(path, object.to_string().as_bytes(), options),
        Err(why) => fail(why),
    }
}

/// Our own JSON form: the text and all spans, in code points.
fn own_form(object: &Value, body: &str) -> Result<Draft, String> {
    let map = OffsetMap::new(body, Unit::CodePoints);
    let span = |value: &Value| {
        let offset = |key: &str| value[key].as_u64().and_then(|n| u32::try_from(n).ok());
        let span = map.span(offset("start")?, offset("end")?)?;
        (span.end as usize <= body.len()).then_some(span)
    };
    let optional = |key: &str| match &object[key] {
        Value::Null => Ok(None),
        value => span(value).map(Some).ok_or_else(|| format!("`{key}` is not a range of the text")),
    };
    let mut draft = Draft { text: body.to_owned(), headline: optional("headline")?, ..Draft::default() };
    draft.standfirst = optional("standfirst")?;
    draft.paragraphs = match object["paragraphs"].as_array() {
        Some(ranges) => {
            ranges.iter().map(span).collect::<Option<_>>().ok_or("`paragraphs` are not ranges of the text")?
        }
        None => text::blocks(body),
    };
    let mut facts = Facts::of(object);
    (facts.headline, facts.standfirst) = (None, None);
    facts.fill(&mut draft, "the record's date");
    Ok(draft)
}

/// A text with facts beside it.  A headline or standfirst that the text repeats is marked
/// there; one that it lacks is set before it.
fn common_form(object: &Value, body: &str) -> Draft {
    let facts = Facts::of(object);
    let mut paragraphs = text::blocks(body);
    let starts_with = |p: Option<&Span>, fact: &Option<String>| matches!((p, fact), (Some(span), Some(fact)) if span.of(body) == fact.trim());
    let mut draft = if facts.headline.is_none() || starts_with(paragraphs.first(), &facts.headline) {
        let headline = if facts.headline.is_some() { Some(paragraphs.remove(0)) } else { None };
        let standfirst = starts_with(paragraphs.first(), &facts.standfirst).then(|| paragraphs.remove(0));
        let draft = Draft { text: body.to_owned(), headline, standfirst, paragraphs, ..Draft::default() };
        if headline.is_some() { draft } else { text::read(body).unwrap_or(draft) }
    } else {
        let standfirst = facts.standfirst.as_deref().filter(|s| !body.contains(s.trim()));
        let blocks: Vec<String> = paragraphs.iter().map(|p| p.of(body).to_owned()).collect();
        Draft::of_blocks(facts.headline.as_deref(), standfirst, &blocks)
    };
    facts.fill(&mut draft, "the record's date");
    draft
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Outcome> {
        Lines::new("x.jsonl", text.as_bytes(), Options::default()).collect()
    }

    #[test]
    fn a_bad_line_does_not_stop_the_rest() {
        let out = lines(
            "{\"title\": \"A\", \"maintext\": \"The talks resumed.\", \"date_publish\": \"2024-01-02 00:00:00\"}\n\nnot json\n{\"text\": \"B.\"}\n{}",
        );
        assert_eq!(out.len(), 4);
        let first = &out[0].as_ref().expect("an article").article;
        assert_eq!(first.text, "A\n\nThe talks resumed.");
        assert_eq!(first.published.as_ref().map(|p| p.value.as_str()), Some("2024-01-02T00:00:00"));
        assert_eq!(out[1].as_ref().expect_err("not JSON").path, "x.jsonl#3");
        assert!(out[2].is_ok());
        assert!(out[3].as_ref().expect_err("no text").why.contains("no text"));
    }

    #[test]
    fn an_exported_statement_is_no_article() {
        let out = lines("{\"speaker\": null, \"speaker_status\": \"unnamed\", \"content\": \"it closed\"}");
        assert!(out[0].as_ref().expect_err("no article").why.contains("exported"));
    }

    #[test]
    fn own_form_keeps_its_spans() {
        let out = lines(
            "{\"article\": {\"text\": \"Café\\n\\nIt’s open, he said.\", \"headline\": {\"start\": 0, \"end\": 4}, \"paragraphs\": [{\"start\": 6, \"end\": 25}]}}",
        );
        let article = &out[0].as_ref().expect("an article").article;
        assert_eq!(article.title(), "Café");
        assert_eq!(article.paragraphs[0].of(&article.text), "It’s open, he said.");
    }
}
