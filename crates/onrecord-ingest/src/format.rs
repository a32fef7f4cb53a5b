//! Which format a file has: by its ending, else by its first bytes; and gzip.

use std::io::Read;

/// The largest single article (or line of JSON) that is read, in bytes: some 1.3 million words.
///
/// Longer than any book, so that a mistaken file cannot take all memory.
pub const MAX_BYTES: usize = 8 << 20;

/// The layout of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Title, `Description`, `Category`, `Date Created`.
    Record,
    /// Anything else that is text.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// A web page.
    Html,
    /// JSON lines, one object or an array of objects.
    Json,
    /// CSV and its kin: a row of headers, then an article a row.
    Table,
}

impl Format {
    /// The format that a name promises by its ending (`.gz` aside); `None` for another ending.
    pub fn of_name(path: &str) -> Option<Format> {
        by_name(path)
    }

    /// Whether the first bytes of a stream look like a JSON object a line.
    pub fn is_json_lines(head: &[u8]) -> bool {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let line = head.split(|b| *b == b'\n').next().unwrap_or(head);
        head.starts_with(b"{") && (line.trim_ascii_end().ends_with(b"}") || line.len() > 1000)
    }
}

/// The format that a name promises.
pub fn by_name(path: &str) -> Option<Format> {
    let path = path.strip_suffix(".gz").unwrap_or(path);
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    match ending.as_str() {
        "md" | "markdown" => Some(Format::Markdown),
        "htm" | "html" | "xhtml" => Some(Format::Html),
        "json" | "jsonl" | "ndjson" => Some(Format::Json),
        "csv" | "tsv" | "tab" => Some(Format::Table),
        "txt" | "text" => Some(Format::Text),
        _ => None,
    }
}

/// The format of a decoded file.  The record layout is told by its lines whatever the name.
pub fn detect(path: &str, text: &str) -> Format {
    let named = by_name(path);
    if !matches!(named, Some(Format::Html | Format::Json | Format::Table)) && crate::record::is_record(text) {
        return Format::Record;
    }
    named.unwrap_or_else(|| sniff(text))
}

fn sniff(text: &str) -> Format {
    let head = text.trim_start_matches('\u{feff}').trim_start();
    let start: String = head.chars().take(512).collect::<String>().to_ascii_lowercase();
    let object = head.starts_with('{') || head.starts_with('[');
    if object && head[1..].trim_start().starts_with(['"', '{', '}']) {
        Format::Json
    } else if ["<!doctype html", "<html", "<head", "<?xml", "<body", "<!--"].iter().any(|t| start.starts_with(t)) {
        Format::Html
    } else if head.starts_with("---\n")
        || head.starts_with("---\r\n")
        || head.starts_with("+++\n")
        || head.starts_with("# ")
    {
        Format::Markdown
    } else {
        Format::Text
    }
}

/// Whether the bytes are a gzip stream.
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b, 0x08])
}

/// Unpacks gzip, to at most [`MAX_BYTES`].
pub fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut unpack = flate2::read::MultiGzDecoder::new(bytes).take(MAX_BYTES as u64 + 1);
    unpack.read_to_end(&mut out).map_err(|e| format!("the gzip stream is damaged ({e}); fetch the file again"))?;
    if out.len() > MAX_BYTES {
        return Err(too_large(out.len()));
    }
    if is_gzip(&out) {
        return Err("a gzip stream inside a gzip stream is not read; unpack the file first".into());
    }
    Ok(out)
}

/// Bytes as they are, or unpacked where they are a gzip stream (sitemaps often are).
///
/// # Errors
/// A sentence that says what is wrong with the stream.
pub fn unpacked(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    if is_gzip(&bytes) { gunzip(&bytes) } else { Ok(bytes) }
}

/// The message for an input over the limit.
pub fn too_large(bytes: usize) -> String {
    format!(
        "longer than one article may be ({} MiB, the limit is {} MiB); split the file, or name it .jsonl if it holds JSON lines",
        bytes >> 20,
        MAX_BYTES >> 20
    )
}
