//! Bytes to articles: record layout, plain text, Markdown, HTML, JSON lines, tables and web archives.
//!
//! [`read`] takes the bytes of one file and gives its articles; [`Lines`] streams a file of
//! JSON lines and [`Table`] one of CSV, so that memory stays flat.  Nothing is skipped in silence: each thing that could
//! not be read is a [`Failure`], each doubt a [`Warning`].

mod align;
mod charset;
mod dates;
mod draft;
mod evidence;
mod feeds;
mod format;
mod html;
mod http;
mod json;
mod language;
mod markdown;
mod masthead;
mod page;
mod record;
mod table;
mod text;
mod warc;

pub use align::{Alignment, Bytes, align, counts, words_at};
pub use dates::DateOrder;
pub use draft::digest;
pub use feeds::{Entry, Listing, read as read_listing};
pub use format::{Format, MAX_BYTES, unpacked};
pub use json::Lines;
pub use page::{Page, charset_label, read as read_page};
pub use table::Table;
pub use warc::{Item, Warc};

use draft::Draft;
use onrecord_types::{Article, Warning};

/// What the user decides about reading.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// How a date such as `07/04/2022` is read where nothing in the article decides.
    pub date_order: DateOrder,
}

/// An article and what was doubtful about reading it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The article.
    pub article: Article,
    /// Doubts: an ambiguous date, undecodable characters, another language.
    pub warnings: Vec<Warning>,
}

/// Something that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {why}")]
pub struct Failure {
    /// The file, with `#n` for its n-th record.
    pub path: String,
    /// What was wrong and what to do next.
    pub why: String,
}

impl Failure {
    pub(crate) fn new(path: &str, why: impl Into<String>) -> Failure {
        Failure { path: path.to_owned(), why: why.into() }
    }
}

/// One article, or why there is none.
pub type Outcome = Result<Reading, Failure>;

/// Reads all articles of one file's bytes; `path` names it and its ending helps to tell the
/// format.  JSON lines are better streamed with [`Lines`], tables with [`Table`].
///
/// ```
/// use onrecord_ingest::{Options, read};
/// let outcomes = read("a.txt", b"Talks resume\n\nThe talks resumed, she said.", &Options::default());
/// let article = &outcomes[0].as_ref().unwrap().article;
/// assert_eq!(article.title(), "Talks resume");
/// ```
pub fn read(path: &str, bytes: &[u8], options: &Options) -> Vec<Outcome> {
    if format::is_gzip(bytes) {
        return match format::gunzip(bytes) {
            Ok(inner) => read(path.strip_suffix(".gz").unwrap_or(path), &inner, options),
            Err(why) => vec![Err(Failure::new(path, why))],
        };
    }
    if ["WARC/1.", "WARC/0.", "filedesc://"].iter().any(|mark| bytes.starts_with(mark.as_bytes())) {
        let why = "this is a web archive; name it .warc, .warc.gz, .arc or .arc.gz, and it is read record by record";
        return vec![Err(Failure::new(path, why))];
    }
    if bytes.len() > MAX_BYTES {
        return vec![Err(Failure::new(path, format::too_large(bytes.len())))];
    }
    let decoded = match charset::decode(bytes, format::by_name(path), None) {
        Ok(decoded) => decoded,
        Err(why) => return vec![Err(Failure::new(path, why))],
    };
    let format = format::detect(path, &decoded.text);
    let single = |draft: Result<Draft, String>| match draft {
        Ok(mut draft) => {
            draft.warnings.extend(decoded.warning());
            vec![draft.finish(path, bytes, options)]
        }
        Err(why) => vec![Err(Failure::new(path, why))],
    };
    match format {
        Format::Record => single(record::read(&decoded.text)),
        Format::Text => single(text::read(&decoded.text)),
        Format::Markdown => single(markdown::read(&decoded.text)),
        Format::Html => single(html::read(&decoded.text)),
        Format::Json => json::read(path, &decoded.text, options),
        Format::Table => Table::new(path, std::io::Cursor::new(decoded.text), *options).collect(),
    }
}
