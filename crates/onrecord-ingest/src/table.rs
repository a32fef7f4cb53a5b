//! Tables of articles: CSV (RFC 4180) and its kin with tabs, semicolons or bars, a row of headers first, an article a row.

use crate::format::MAX_BYTES;
use crate::json::{self, keys};
use crate::{Failure, Options, Outcome, charset};
use encoding_rs::{Encoding, UTF_8};
use onrecord_types::Warning;
use serde_json::{Map, Value};
use std::cell::Cell;
use std::io::{Cursor, Read};
use std::rc::Rc;

/// Bytes in which the headers are looked for.
const HEAD: usize = 1 << 16;

/// Characters of headers that a message shows.
const SHOWN: usize = 200;

/// What may part the cells of a row; of several as frequent in the headers the first.
const DELIMITERS: &[u8] = b",\t;|";

/// Streams the articles of a table; a row that cannot be read is a [`Failure`] and the next one is read.  Holds one row at
/// a time, of at most [`MAX_BYTES`].
pub struct Table {
    path: String,
    rows: csv::Reader<Bounded>,
    /// Bytes that the present row may still take.
    left: Rc<Cell<usize>>,
    /// Whether the marks of quotation that were read are odd in number.
    odd: Rc<Cell<bool>>,
    /// Whether the last cell of the last row ran over several lines.
    broken: bool,
    /// For each column the key that its header stands for.
    keys: Vec<String>,
    row: usize,
    options: Options,
    /// Why nothing (more) is read; `None` once it is told.
    fault: Option<String>,
    ended: bool,
}

/// A reader that refuses to give more than is left for a row.
struct Bounded {
    input: Box<dyn Read>,
    left: Rc<Cell<usize>>,
    odd: Rc<Cell<bool>>,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.input.read(buffer)?;
        let left = self.left.get().checked_sub(n).ok_or_else(|| {
            let limit = MAX_BYTES >> 20;
            std::io::Error::other(format!("a row of more than {limit} MiB; is a quotation mark left open?"))
        })?;
        self.left.set(left);
        let marks = buffer[..n].iter().filter(|b| **b == b'"').count();
        self.odd.set(self.odd.get() != (marks % 2 == 1));
        Ok(n)
    }
}

impl Table {
    /// Reads from `input`; `path` names it in ids and messages.
    pub fn new(path: &str, input: impl Read + 'static, options: Options) -> Table {
        let (left, odd) = (Rc::new(Cell::new(MAX_BYTES)), Rc::new(Cell::new(false)));
        let (head, rest, mut fault) = match opened(input) {
            Ok((head, rest)) => (head, rest, None),
            Err(e) => (Vec::new(), Box::new(std::io::empty()) as _, Some(e.to_string())),
        };
        let delimiter = delimiter(&head);
        let input = Box::new(Cursor::new(head).chain(rest));
        let bounded = Bounded { input, left: left.clone(), odd: odd.clone() };
        let mut rows = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bounded);
        let keys = rows.byte_headers().map(keys_of).unwrap_or_else(|e| {
            fault.get_or_insert(format!("its headers cannot be read ({e})"));
            Vec::new()
        });
        if fault.is_none() && !keys.iter().any(|k| is_text(k)) {
            let names: String = keys.join(", ").chars().take(SHOWN).collect();
            fault = Some(format!("no column of texts among its headers ({names}); name one of them `text`"));
        }
        Table { path: path.to_owned(), rows, left, odd, broken: false, keys, row: 0, options, fault, ended: false }
    }

    /// Whether the first bytes of a stream look like the headers of a table of articles.
    pub fn begins(head: &[u8]) -> bool {
        let head = &head[charset::mark(head)..];
        let mut rows = csv::ReaderBuilder::new().delimiter(delimiter(head)).from_reader(head);
        let Ok(keys) = rows.byte_headers().map(keys_of) else { return false };
        keys.iter().any(|k| is_text(k)) && keys.iter().any(|k| keys::is_any(k) && !is_text(k))
    }

    /// The article of a row.
    fn article(&self, path: &str, row: &csv::ByteRecord) -> Outcome {
        let (cells, warning) = decoded(row);
        let mut object = Map::new();
        for (key, cell) in self.keys.iter().zip(cells).filter(|(_, cell)| !cell.trim().is_empty()) {
            let parts = |cell: &str| cell.split([';', '|']).map(str::trim).map(Value::from).collect();
            let value = if keys::is_list(key) { Value::Array(parts(&cell)) } else { Value::from(cell) };
            object.entry(key).or_insert(value);
        }
        let mut reading = json::article(path, &Value::Object(object), &self.options)?;
        reading.warnings.extend(warning);
        Ok(reading)
    }
}

impl Iterator for Table {
    type Item = Outcome;

    fn next(&mut self) -> Option<Outcome> {
        if let Some(why) = self.fault.take() {
            self.ended = true;
            return Some(Err(Failure::new(&self.path, why)));
        }
        if self.ended {
            return None;
        }
        self.left.set(MAX_BYTES);
        self.row += 1;
        let path = format!("{}#{}", self.path, self.row);
        let mut row = csv::ByteRecord::new();
        match self.rows.read_byte_record(&mut row) {
            Ok(true) => {
                self.broken = row.iter().next_back().is_some_and(|cell| cell.contains(&b'\n'));
                Some(self.article(&path, &row))
            }
            Ok(false) => {
                self.ended = true;
                let why = "a quotation mark is never closed: a text may hold the rows that follow it";
                (self.broken && self.odd.get()).then(|| Err(Failure::new(&self.path, why)))
            }
            Err(e) => match e.kind() {
                csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                    let why = format!(
                        "a row of {len} cells under {expected_len} headers; cells that hold the delimiter stand in quotation marks"
                    );
                    Some(Err(Failure::new(&path, why)))
                }
                _ => {
                    self.ended = true;
                    Some(Err(Failure::new(&path, format!("the rest could not be read ({e})"))))
                }
            },
        }
    }
}

/// The first bytes of a table in UTF-8, without their mark, and the rest.
fn opened(mut input: impl Read + 'static) -> std::io::Result<(Vec<u8>, Box<dyn Read>)> {
    let mut head = Vec::new();
    input.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    let Some((encoding, _)) = Encoding::for_bom(&head).filter(|(encoding, _)| *encoding != UTF_8) else {
        return Ok((head.split_off(charset::mark(&head)), Box::new(input)));
    };
    input.take(MAX_BYTES as u64).read_to_end(&mut head)?;
    if head.len() > MAX_BYTES {
        let why = format!("a table of this size in {}; save it as CSV in UTF-8", encoding.name());
        return Err(std::io::Error::other(why));
    }
    Ok((encoding.decode(&head).0.into_owned().into_bytes(), Box::new(std::io::empty())))
}

/// The delimiter that stands most often in the first line.
fn delimiter(head: &[u8]) -> u8 {
    let line = head.split(|b| *b == b'\n').next().unwrap_or(head);
    let count = |d: u8| line.iter().filter(|b| **b == d).count();
    DELIMITERS.iter().copied().rev().max_by_key(|d| count(*d)).unwrap_or(b',')
}

/// The cells of a row as text, in UTF-8 or what its bytes look like; and a warning where some could not be decoded.
fn decoded(row: &csv::ByteRecord) -> (Vec<String>, Option<Warning>) {
    let encoding = charset::encoding_of(row.as_slice(), Some(crate::Format::Table), None);
    let mut lossy = false;
    let cell = |bytes: &[u8]| {
        let (text, bad) = encoding.decode_without_bom_handling(bytes);
        lossy |= bad;
        text.into_owned()
    };
    let cells = row.iter().map(cell).collect();
    (cells, lossy.then(|| charset::replaced(encoding)))
}

/// For each header the key that it stands for.
fn keys_of(headers: &csv::ByteRecord) -> Vec<String> {
    decoded(headers).0.iter().map(|header| key_of(header)).collect()
}

/// The key that a header stands for: one of the usual names, however it is written (`Full Text`, `published-at`); else itself.
fn key_of(header: &str) -> String {
    let plain = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let header = header.trim();
    let asked = plain(header);
    keys::ALL
        .iter()
        .copied()
        .flatten()
        .find(|k| plain(k) == asked)
        .map_or_else(|| header.to_owned(), |k| (*k).to_owned())
}

fn is_text(key: &str) -> bool {
    keys::TEXT.contains(&key) || keys::HTML.contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<Outcome> {
        Table::new("x.csv", Cursor::new(bytes.to_vec()), Options::default()).collect()
    }

    #[test]
    fn a_row_is_an_article() {
        let table = "Title,Full Text,Publication Date,Newspaper,Author,Tags\r\n\
            Ferry fares rise,\"\"\"It was needed,\"\" Rosa Quill said.\n\nFares rise in May.\",2024-03-05,Tarn Post,Ann Lee,ferries; fares\r\n";
        let out = read(table.as_bytes());
        assert_eq!(out.len(), 1);
        let article = &out[0].as_ref().expect("an article").article;
        assert_eq!(article.text, "Ferry fares rise\n\n\"It was needed,\" Rosa Quill said.\n\nFares rise in May.");
        assert_eq!(article.title(), "Ferry fares rise");
        assert_eq!(article.published.as_ref().map(|p| p.value.as_str()), Some("2024-03-05"));
        assert_eq!((article.outlet.as_deref(), article.byline.as_deref()), (Some("Tarn Post"), Some("Ann Lee")));
        assert_eq!(article.categories, ["ferries", "fares"]);
        assert_eq!(article.path, "x.csv#1");
    }

    #[test]
    fn tabs_semicolons_and_other_charsets() {
        for (table, name) in [
            ("text\ttitle\nIt closed, he said.\tQuay\n".as_bytes().to_vec(), "Quay"),
            ("title;text\nQuay;It closed, he said.\n".as_bytes().to_vec(), "Quay"),
            (b"title,text\nCaf\xe9,\"It closed, he said.\"\n".to_vec(), "Café"),
            (b"\xef\xbb\xbftext,title\n\"It closed, he said.\",Quay\n".to_vec(), "Quay"),
            (
                "\u{feff}title\ttext\nCafé\tIt closed, he said.\n".encode_utf16().flat_map(u16::to_le_bytes).collect(),
                "Café",
            ),
        ] {
            let out = read(&table);
            let article = &out[0].as_ref().expect("an article").article;
            assert_eq!((article.title(), out.len()), (name, 1));
            assert!(article.text.ends_with("It closed, he said."));
        }
    }

    #[test]
    fn a_bad_row_does_not_stop_the_rest() {
        let out = read(b"title,text\nA,One, two\nB,\nC,It closed. He said so.\n");
        let why = |i: usize| out[i].as_ref().expect_err("a failure").to_string();
        assert!(why(0).starts_with("x.csv#1: a row of 3 cells under 2 headers"), "{}", why(0));
        assert!(why(1).starts_with("x.csv#2: no text"), "{}", why(1));
        assert_eq!(out[2].as_ref().expect("an article").article.path, "x.csv#3");
    }

    #[test]
    fn a_table_without_texts_is_told_once() {
        let out = read(b"id,label\n1,x\n2,y\n");
        assert_eq!(out.len(), 1);
        assert!(out[0].as_ref().expect_err("a failure").why.contains("(id, label)"));
    }

    #[test]
    fn an_open_quotation_mark_takes_no_more_than_a_row_may() {
        let endless = std::io::repeat(b'x').take(1 << 26);
        let head = Cursor::new(b"title,text\nA,\"It closed.\nB,".to_vec());
        let out: Vec<Outcome> = Table::new("x.csv", head.chain(endless), Options::default()).collect();
        assert_eq!(out.len(), 1);
        assert!(out[0].as_ref().expect_err("a failure").why.contains("quotation mark left open"));
    }

    #[test]
    fn rows_inside_an_open_quotation_mark_are_told() {
        let out = read(b"title,text\nA,\"It closed.\nB,It opened.\n");
        assert!(out[0].is_ok());
        assert!(out[1].as_ref().expect_err("a failure").why.contains("never closed"));
        assert_eq!(read(b"title,text\nA,\"It closed.\nHe said so.\"\nB,A 5\" pipe\n").len(), 2);
    }

    #[test]
    fn headers_tell_a_table_from_an_article() {
        assert!(Table::begins(b"date,title,text\n"));
        assert!(Table::begins("\u{feff}Title\tBody\n".as_bytes()));
        assert!(!Table::begins(b"Text and title\n\nThe talks resumed, he said.\n"));
        assert!(!Table::begins(b"name,age\n"));
    }
}
