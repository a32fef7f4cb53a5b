//! `onrecord show --raw`: the bytes of the page that hold a statement's words.

use super::show;
use crate::Outcome;
use crate::args::Show;
use anyhow::{Context, Result, bail};
use onrecord::ingest::{Alignment, Item, MAX_BYTES, Warc, align, charset_label, digest, unpacked};
use onrecord::ledger::Ledger;
use onrecord::types::{Record, Span, Statement};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// A page's bytes, and what its server said of their encoding.
struct Source {
    bytes: Vec<u8>,
    charset: Option<String>,
    /// Where they are.
    place: Value,
}

/// Prints the byte ranges of the statement that was asked for, or of all of an article.
pub fn run(o: &Show) -> Result<Outcome> {
    let record = if Path::new(&o.what).is_file() { read(o)? } else { show::from_ledger(o)? };
    let source = source(o, &record)?;
    if digest(&source.bytes) != record.article.sha256 {
        bail!("{} has changed since it was read: its bytes are others now", record.article.path);
    }
    let places = align(&source.bytes, source.charset.as_deref(), &record.article);
    let one = record.statements.iter().any(|s| s.id.starts_with(&o.what));
    let wanted = |s: &&Statement| f64::from(s.confidence) >= o.min_confidence && (!one || s.id.starts_with(&o.what));
    for statement in record.statements.iter().filter(wanted) {
        println!("{}", ranges(&record, statement, &source, &places));
    }
    Ok(Outcome::Done)
}

fn ranges(record: &Record, s: &Statement, source: &Source, places: &Alignment) -> Value {
    let piece = |span: &Span| {
        let found = places.bytes(&record.article, *span);
        let raw = |r: &std::ops::Range<u32>| {
            let bytes = &source.bytes[r.start as usize..r.end as usize];
            json!({"start": r.start, "end": r.end, "raw": String::from_utf8_lossy(bytes)})
        };
        json!({
            "text": span.of(&record.article.text),
            "bytes": found.ranges.iter().map(raw).collect::<Vec<_>>(),
            "aligned": found.missing == 0,
            "missing": found.missing,
        })
    };
    let all = |spans: &[Span]| spans.iter().map(piece).collect::<Vec<_>>();
    json!({
        "statement": s.id, "article": record.article.id, "page": source.place,
        "source": all(&s.attribution.source), "cue": all(&s.attribution.cue), "content": all(&s.attribution.content),
    })
}

fn read(o: &Show) -> Result<Record> {
    match show::from_file(o)?.into_iter().next() {
        Some(record) => Ok(record),
        None => bail!("{} holds no article", o.what),
    }
}

/// The bytes of the page: kept in the ledger, in an archive, or in a file.
fn source(o: &Show, record: &Record) -> Result<Source> {
    let article = &record.article;
    let header = article.provenance.headers.iter().find(|(name, _)| name == "content-type");
    let charset = header.and_then(|(_, value)| charset_label(value)).map(str::to_owned);
    if o.ledger.ledger.exists()
        && let Some(bytes) = Ledger::open_existing(&o.ledger.ledger)?.page(&article.id)?
    {
        return Ok(Source {
            bytes,
            charset,
            place: json!({"url": article.url, "retrieved": article.provenance.retrieved}),
        });
    }
    if article.path == "-" || article.path.starts_with("-#") {
        bail!(
            "the article came from standard input, whose bytes are not kept; add it from a file to be led back to them"
        );
    }
    if let (Some((file, number)), Some(offset)) = (article.path.rsplit_once('#'), article.provenance.offset) {
        let place = json!({"file": file, "record": article.provenance.record, "offset": offset, "length": article.provenance.length});
        let number: usize = number.parse().unwrap_or(1);
        return Ok(Source { bytes: in_archive(file, offset, number, record)?, charset, place });
    }
    let named = article.path.strip_suffix(".gz").unwrap_or(&article.path);
    if named.contains('#') || !(named.ends_with(".html") || named.ends_with(".htm") || named.ends_with(".xhtml")) {
        bail!("only pages (HTML) and web archives lead back to bytes; {} is neither", article.path);
    }
    let mut bytes = Vec::new();
    let file = File::open(&article.path).with_context(|| format!("{} cannot be read", article.path))?;
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(Source {
        bytes: unpacked(bytes).map_err(anyhow::Error::msg)?,
        charset: None,
        place: json!({"file": article.path}),
    })
}

/// The page of a record: the one at its offset, or one further on where records share a compressed member.
fn in_archive(file: &str, offset: u64, number: usize, record: &Record) -> Result<Vec<u8>> {
    let mut input = File::open(file).with_context(|| format!("{file} cannot be read"))?;
    input.seek(SeekFrom::Start(offset))?;
    let archive = Warc::new(file, BufReader::new(input), offset, number.saturating_sub(1))?;
    let mut pages = archive.filter_map(|item| match item {
        Item::Page(page) => Some(page.body),
        Item::Other(_) | Item::Damaged(_) => None,
    });
    let limit = if record.article.provenance.length.is_some() { 1 } else { usize::MAX };
    let found = pages.by_ref().take(limit).find(|body| digest(body) == record.article.sha256);
    found.with_context(|| format!("{file} has changed since it was read: there is another record at byte {offset}"))
}
