//! Web archives, record by record: WARC 1.0 and 1.1 (ISO 28500) and ARC, plain or compressed.
//!
//! One record is in memory at a time.  A damaged archive is read as far as it goes: each damage is a
//! [`Failure`] that names its byte, and reading goes on at the next record that can be found.

use crate::Failure;
use crate::format::MAX_BYTES;
use crate::http;
use crate::page::Page;
use flate2::bufread::GzDecoder;
use onrecord_types::Provenance;
use std::io::{self, BufRead, BufReader, Read};

/// The longest line of a record's head.
const LONGEST_LINE: u64 = 64 << 10;
/// Lines of a head, at most.
const MOST_LINES: usize = 1000;
/// Room for HTTP headers beside a body.
const HEAD_ROOM: usize = 256 << 10;

/// What an archive holds at one place.
#[derive(Debug)]
pub enum Item {
    /// A page that may hold an article.
    Page(Box<Page>),
    /// A record of another kind, and which.
    Other(String),
    /// A record, or a stretch, that could not be read.
    Damaged(Failure),
}

/// The items of an archive, in order.
pub struct Warc<R> {
    name: String,
    source: Source<R>,
    number: usize,
    /// Where reading came to: everything before this byte of the file was handed out.
    read_to: u64,
    /// What a damaged record still gives, after its damage.
    rest: Option<Item>,
}

/// Counts the bytes taken from a reader.
struct Counting<R> {
    inner: R,
    at: u64,
}

enum Source<R> {
    Plain(Counting<R>),
    Between(Counting<R>),
    /// Inside a compressed member, with the byte at which it begins.
    Member(Box<BufReader<GzDecoder<Counting<R>>>>, u64),
    Ended,
}

/// A record's head and where it stands.
struct Head {
    kind: String,
    uri: Option<String>,
    date: Option<String>,
    id: Option<String>,
    content_type: Option<String>,
    length: u64,
    offset: u64,
}

impl<R: BufRead> Read for Counting<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.at += n as u64;
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Counting<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.inner.consume(n);
        self.at += n as u64;
    }
}

impl<R: BufRead> Warc<R> {
    /// Reads from `input`, whose first byte is byte `at` of the file `name` and whose records before were
    /// `number`; compressed or not is told by the first bytes.
    ///
    /// # Errors
    /// When the first bytes cannot be read.
    pub fn new(name: &str, input: R, at: u64, number: usize) -> io::Result<Warc<R>> {
        let mut counting = Counting { inner: input, at };
        let compressed = crate::format::is_gzip(counting.fill_buf()?);
        let source = if compressed { Source::Between(counting) } else { Source::Plain(counting) };
        Ok(Warc { name: name.to_owned(), source, number, read_to: at, rest: None })
    }

    /// Everything before this byte of the file was handed out: where to go on after a stop.
    pub fn read_to(&self) -> u64 {
        self.read_to
    }

    /// Records handed out so far.
    pub fn number(&self) -> usize {
        self.number
    }

    /// Whether a name is that of an archive.
    pub fn is_archive(name: &str) -> bool {
        let plain = name.strip_suffix(".gz").unwrap_or(name);
        plain.ends_with(".warc") || plain.ends_with(".arc")
    }

    /// Whether the first bytes of an input are those of an archive, compressed or not.
    pub fn begins(head: &[u8]) -> bool {
        let is_record = |start: &[u8]| start.starts_with(b"WARC/1.") || start.starts_with(b"filedesc://");
        let mut start = Vec::new();
        // What is cut off after 64 KiB gives an error behind its first bytes.
        let inflated = crate::format::is_gzip(head).then(|| GzDecoder::new(head).take(16).read_to_end(&mut start));
        is_record(if inflated.is_some() { &start } else { head })
    }

    fn damaged(&self, offset: u64, why: &str) -> Item {
        let path = format!("{}#{}", self.name, self.number);
        Item::Damaged(Failure { path, why: format!("{why}; at byte {offset}") })
    }

    fn in_plain(&mut self, mut input: Counting<R>) -> Option<Item> {
        let start = input.at;
        let head = match next_head(&mut input, start) {
            Ok(Some(head)) => head,
            Ok(None) => return None,
            Err(why) => {
                let found = find(&mut input, b"WARC/1.", true);
                self.read_to = input.at;
                self.number += 1;
                let item = self.damaged(start, &why);
                self.source = if found { Source::Plain(input) } else { Source::Ended };
                return Some(item);
            }
        };
        self.number += 1;
        let item = match take(&mut input, head.length) {
            Ok((block, missing)) => {
                let length = Some(input.at - head.offset);
                self.whole_or_not(head, &block, missing, length)
            }
            Err(e) => self.damaged(head.offset, &format!("the archive cannot be read further ({e})")),
        };
        self.read_to = input.at;
        self.source = Source::Plain(input);
        Some(item)
    }

    fn in_member(&mut self, mut member: Box<BufReader<GzDecoder<Counting<R>>>>, start: u64) -> Option<Item> {
        let read = next_head(&mut *member, start);
        let taken = match &read {
            Ok(Some(head)) => Some(take(&mut *member, head.length)),
            _ => None,
        };
        // The end of a member is where its last record ends.
        let (more, broken) = match taken {
            Some(Ok(_)) => skip_blank(&mut *member).map_or((false, true), |more| (more, false)),
            Some(Err(_)) => (false, true),
            None => (false, read.is_err()),
        };
        let item = match (read, taken) {
            (Ok(None), _) => None,
            (Err(why), _) => {
                self.number += 1;
                Some(self.damaged(start, &why))
            }
            (Ok(Some(_)), Some(Err(e))) => {
                self.number += 1;
                Some(self.damaged(start, &format!("the compressed record is damaged ({e})")))
            }
            (Ok(Some(head)), Some(Ok((block, missing)))) => {
                self.number += 1;
                let end = member.get_ref().get_ref().at;
                let length = (!more && !broken).then(|| end - start);
                Some(self.whole_or_not(head, &block, missing, length))
            }
            (Ok(Some(_)), None) => None,
        };
        if more {
            self.source = Source::Member(member, start);
            return item.or_else(|| self.next());
        }
        let mut input = member.into_inner().into_inner();
        if broken {
            find(&mut input, &[0x1f, 0x8b, 0x08], false);
        }
        self.read_to = input.at;
        self.source = Source::Between(input);
        item.or_else(|| self.next())
    }

    /// A record's item; of one that lacks bytes, the damage, and then what there is.
    fn whole_or_not(&mut self, head: Head, block: &[u8], missing: u64, length: Option<u64>) -> Item {
        let offset = head.offset;
        let item = self.item(head, block, length);
        if missing == 0 {
            return item;
        }
        self.rest = matches!(item, Item::Page(_)).then_some(item);
        self.damaged(offset, &format!("the record is cut short: it lacks {missing} of its bytes"))
    }

    /// What a record is, by its head and block.
    fn item(&self, head: Head, block: &[u8], length: Option<u64>) -> Item {
        let failed = |why: &str| self.damaged(head.offset, why);
        let is_http = head.uri.as_deref().is_some_and(|u| u.starts_with("http"));
        if !matches!(head.kind.as_str(), "response" | "resource" | "conversion") || !is_http {
            return Item::Other(format!("{} records", head.kind));
        }
        let too_long = head.length > (MAX_BYTES + HEAD_ROOM) as u64;
        let http = head.kind == "response" && head.content_type.as_deref().is_none_or(|t| t.contains("http"));
        let response = if http {
            let read = if too_long { http::head(block).map(|(r, _)| r) } else { http::response(block, MAX_BYTES) };
            match read {
                Ok(response) => response,
                Err(why) => return failed(&why),
            }
        } else {
            http::Response { status: 200, body: block.to_vec(), ..http::Response::default() }
        };
        if !(200..300).contains(&response.status) {
            return Item::Other(format!("responses with status {}", response.status));
        }
        let content_type =
            if http { response.header("content-type").map(str::to_owned) } else { head.content_type.clone() };
        let page = Page {
            path: format!("{}#{}", self.name, self.number),
            url: head.uri,
            content_type,
            provenance: Provenance {
                record: head.id,
                offset: Some(head.offset),
                length,
                retrieved: head.date,
                headers: response.kept(),
            },
            body: response.body,
        };
        if page.is_readable() && too_long {
            failed(&format!("the page is longer than one may be ({} MiB)", MAX_BYTES >> 20))
        } else if page.is_readable() {
            Item::Page(Box::new(page))
        } else {
            let kind = page.content_type.as_deref().unwrap_or("").split(';').next().unwrap_or("").trim();
            Item::Other(format!("documents of type {}", kind.chars().take(60).collect::<String>()))
        }
    }
}

impl<R: BufRead> Iterator for Warc<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if let Some(rest) = self.rest.take() {
            return Some(rest);
        }
        match std::mem::replace(&mut self.source, Source::Ended) {
            Source::Plain(input) => self.in_plain(input),
            Source::Member(member, start) => self.in_member(member, start),
            Source::Between(mut input) => {
                let start = input.at;
                match input.fill_buf() {
                    Ok([]) => None,
                    Ok(bytes) if crate::format::is_gzip(bytes) => {
                        self.in_member(Box::new(BufReader::new(GzDecoder::new(input))), start)
                    }
                    Ok(_) => {
                        let found = find(&mut input, &[0x1f, 0x8b, 0x08], false);
                        self.read_to = input.at;
                        self.number += 1;
                        self.source = if found { Source::Between(input) } else { Source::Ended };
                        Some(self.damaged(start, "the bytes are no compressed record"))
                    }
                    Err(e) => {
                        self.number += 1;
                        Some(self.damaged(start, &format!("the archive cannot be read further ({e})")))
                    }
                }
            }
            Source::Ended => None,
        }
    }
}

/// One line without its end; an empty one at the end of the input.
fn line(input: &mut impl BufRead) -> Result<Option<String>, String> {
    let mut out = Vec::new();
    let n = input.take(LONGEST_LINE).read_until(b'\n', &mut out).map_err(|e| format!("it cannot be unpacked ({e})"))?;
    if n as u64 == LONGEST_LINE {
        return Err("a line of a record's head is longer than 64 KiB".into());
    }
    Ok((n > 0).then(|| String::from_utf8_lossy(&out).trim_end_matches(['\r', '\n']).to_owned()))
}

/// The head of the next record after any empty lines; `None` at the end.
fn next_head(input: &mut impl BufRead, start: u64) -> Result<Option<Head>, String> {
    skip_blank(input).map_err(|e| format!("it cannot be unpacked ({e})"))?;
    let Some(first) = line(input)? else { return Ok(None) };
    if !first.starts_with("WARC/") {
        return arc_head(&first, start).map(Some);
    }
    let mut text = String::new();
    for _ in 0..MOST_LINES {
        match line(input)?.as_deref() {
            None => return Err("a record's head is cut short".into()),
            Some("") => {
                let headers = http::headers(&text);
                let get = |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
                let length = get("content-length").and_then(|l| l.parse().ok());
                return Ok(Some(Head {
                    kind: get("warc-type").unwrap_or_default(),
                    uri: get("warc-target-uri").map(|u| u.trim_matches(['<', '>']).replace(' ', "%20")),
                    date: get("warc-date"),
                    id: get("warc-record-id"),
                    content_type: get("content-type"),
                    length: length.ok_or("a record does not say how long it is")?,
                    offset: start,
                }));
            }
            Some(next) => {
                text.push_str(next);
                text.push('\n');
            }
        }
    }
    Err("a record's head has more than 1,000 lines".into())
}

/// `URL IP date type length`, as ARC files have it; the address may hold spaces.
fn arc_head(first: &str, start: u64) -> Result<Head, String> {
    let fields: Vec<&str> = first.rsplitn(5, ' ').collect();
    let [length, content_type, date, _, uri] = fields[..] else {
        return Err("no record of a web archive begins here".into());
    };
    let length = length.parse().map_err(|_| "no record of a web archive begins here")?;
    let stamp = |d: &str| -> Option<String> {
        let part = |a: usize, b: usize| d.get(a..b).filter(|p| p.bytes().all(|c| c.is_ascii_digit()));
        let (y, m, d2) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
        let (h, min, s) = (part(8, 10)?, part(10, 12)?, part(12, 14)?);
        Some(format!("{y}-{m}-{d2}T{h}:{min}:{s}Z"))
    };
    let is_http = uri.starts_with("http");
    Ok(Head {
        kind: if is_http { "response" } else { "filedesc" }.into(),
        uri: Some(uri.replace(' ', "%20")),
        date: stamp(date),
        id: None,
        // Of the document, not of the record: the record is an HTTP response.
        content_type: (!is_http).then(|| content_type.to_owned()),
        length,
        offset: start,
    })
}

/// A record's block, or its first bytes where it is longer than a page may be; and how many bytes it lacks.
fn take(input: &mut impl BufRead, length: u64) -> io::Result<(Vec<u8>, u64)> {
    let most = (MAX_BYTES + HEAD_ROOM) as u64;
    let mut out = Vec::new();
    let read = input.take(length.min(most)).read_to_end(&mut out)? as u64;
    let rest = if length > most { io::copy(&mut input.take(length - most), &mut io::sink())? } else { 0 };
    Ok((out, length - read - rest))
}

/// Passes over empty lines; whether anything follows.
fn skip_blank(input: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let buf = input.fill_buf()?;
        if buf.is_empty() {
            return Ok(false);
        }
        let blank = buf.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let ended = blank < buf.len();
        input.consume(blank);
        if ended {
            return Ok(true);
        }
    }
}

/// Passes on to the next place where `mark` stands, at the start of a line if asked; whether there is one.
fn find(input: &mut impl BufRead, mark: &[u8], at_line: bool) -> bool {
    let mut before = b'\n';
    loop {
        let Ok(buf) = input.fill_buf() else { return false };
        if buf.is_empty() {
            return false;
        }
        let starts = |i: usize| !at_line || if i == 0 { before == b'\n' } else { buf[i - 1] == b'\n' };
        if let Some(i) = (0..buf.len()).find(|i| buf[*i..].starts_with(mark) && starts(*i)) {
            input.consume(i);
            return true;
        }
        // A mark that the buffer's end cuts is passed over: the damage then costs one record more.
        let n = buf.len();
        before = buf[n - 1];
        input.consume(n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn record(kind: &str, uri: &str, block: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-03-01T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    }

    fn page(words: &str) -> String {
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: \"x\"\r\n\r\n<html><p>{words}</p></html>")
    }

    fn gz(part: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(part).expect("memory");
        out.finish().expect("memory")
    }

    /// `page URI`, `other KIND` or `damaged`, for each item.
    fn read(bytes: &[u8]) -> Vec<String> {
        let shown = |item: Item| match item {
            Item::Page(p) => format!("page {}", p.url.unwrap_or_default()),
            Item::Other(kind) => format!("other {kind}"),
            Item::Damaged(_) => "damaged".into(),
        };
        Warc::new("x.warc", bytes, 0, 0).expect("memory").map(shown).collect()
    }

    #[test]
    fn plain_and_compressed_say_the_same() {
        let parts = [
            record("warcinfo", "", "software: test"),
            record("response", "https://quay.example/a", &page("a")),
            record("response", "https://quay.example/b", &page("b").replace("200 OK", "404 Not Found")),
            record("response", "https://quay.example/c", &page("c").replace("text/html", "image/png")),
        ];
        let right = [
            "other warcinfo records",
            "page https://quay.example/a",
            "other responses with status 404",
            "other documents of type image/png",
        ];
        assert_eq!(read(parts.concat().as_bytes()), right);
        assert_eq!(read(&parts.iter().flat_map(|p| gz(p.as_bytes())).collect::<Vec<u8>>()), right);
        assert_eq!(read(&gz(parts.concat().as_bytes())), right, "all records in one member");
    }

    #[test]
    fn a_record_leads_back_to_its_bytes() {
        let parts: Vec<Vec<u8>> = ["a", "b", "c"]
            .map(|n| gz(record("response", &format!("https://quay.example/{n}"), &page(n)).as_bytes()))
            .to_vec();
        let file = parts.concat();
        let mut archive = Warc::new("x.warc.gz", &file[..], 0, 0).expect("memory");
        archive.next();
        let at = archive.read_to();
        assert_eq!(at, parts[0].len() as u64);
        let Some(Item::Page(second)) = archive.next() else { panic!("no second page") };
        assert_eq!((second.provenance.offset, second.provenance.length), (Some(at), Some(parts[1].len() as u64)));
        assert_eq!(second.provenance.headers[1], ("etag".into(), "\"x\"".into()));
        let mut again = Warc::new("x.warc.gz", &file[at as usize..], at, 1).expect("memory");
        let Some(Item::Page(same)) = again.next() else { panic!("no page at the offset") };
        assert_eq!(same, second);
    }

    #[test]
    fn damage_is_told_and_the_rest_is_read() {
        let (a, b) = (
            record("response", "https://quay.example/a", &page("a")),
            record("response", "https://quay.example/b", &page("b")),
        );
        let lying = a.replace("Content-Length: ", "Content-Length: 9");
        assert_eq!(read(lying.as_bytes()), ["damaged", "page https://quay.example/a"]);
        let short = a.replace("Content-Length: ", "Content-Length: 1 ");
        assert_eq!(read((short + &b).as_bytes()), ["damaged", "page https://quay.example/b"]);
        let mut broken = gz(a.as_bytes());
        let middle = broken.len() / 2;
        broken[middle..middle + 8].fill(0xff);
        broken.extend(gz(b.as_bytes()));
        assert_eq!(read(&broken), ["damaged", "page https://quay.example/b"]);
        assert_eq!(read(&gz(a.as_bytes())[..60]), ["damaged"]);
        assert_eq!(read(b"\0\0\0\0 nothing"), ["damaged"]);
    }
}
