//! HTTP/1 messages as archives keep them: status, headers, and the body without its transport's encodings.

use onrecord_types::Provenance;
use std::io::Read;

/// The largest head of a message, in bytes.
const LONGEST_HEAD: usize = 256 << 10;

/// A response, its body decoded.
#[derive(Debug, Default)]
pub struct Response {
    pub status: u16,
    /// Names in small letters, in the order in which they came.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// What was wrong with the body, where it could be read nevertheless.
    pub damage: Option<String>,
}

impl Response {
    /// The value of the first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// The headers that a record keeps.
    pub fn kept(&self) -> Vec<(String, String)> {
        let one = |name: &&str| self.header(name).map(|v| ((*name).to_owned(), v.to_owned()));
        Provenance::HEADERS.iter().filter_map(one).collect()
    }
}

/// Lines of `Name: value` as pairs, names in small letters; a line that begins with space goes on the one before.
pub fn headers(text: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.starts_with([' ', '\t']), out.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (false, _, Some((name, value))) => out.push((name.trim().to_ascii_lowercase(), value.trim().to_owned())),
            _ => {}
        }
    }
    out
}

/// The place right after the empty line that ends a head.
pub fn end_of_head(bytes: &[u8]) -> Option<usize> {
    let within = &bytes[..bytes.len().min(LONGEST_HEAD)];
    let crlf = within.windows(4).position(|w| w == b"\r\n\r\n").map(|i| i + 4);
    let lf = within.windows(2).position(|w| w == b"\n\n").map(|i| i + 2);
    [crlf, lf].into_iter().flatten().min()
}

/// Reads a response's head; its body is what follows, as it was sent.
///
/// # Errors
/// A sentence that says that there is no head.
pub fn head(bytes: &[u8]) -> Result<(Response, usize), String> {
    let end = end_of_head(bytes).ok_or("no HTTP headers in it")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let (first, rest) = head.split_once('\n').unwrap_or((&head, ""));
    let status = first.split_whitespace().nth(1).and_then(|s| s.parse().ok());
    let status = status.filter(|_| first.starts_with("HTTP/")).ok_or("no HTTP status in it")?;
    Ok((Response { status, headers: headers(rest), ..Response::default() }, end))
}

/// Reads a response of at most `most` bytes of body once decoded.
///
/// # Errors
/// A sentence that says what is wrong: no head, an encoding that is not read, a body that is too long.
pub fn response(bytes: &[u8], most: usize) -> Result<Response, String> {
    let (mut out, end) = head(bytes)?;
    let mut body = bytes[end..].to_vec();
    if out.header("transfer-encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked")) {
        let (joined, damage) = unchunked(&body);
        (body, out.damage) = (joined, damage);
    }
    let coding = out.header("content-encoding").unwrap_or("").to_ascii_lowercase();
    for name in coding.split(',').map(str::trim).filter(|c| !c.is_empty() && *c != "identity").rev() {
        body = decoded(name, body, most)?;
    }
    if body.len() > most {
        return Err(format!("longer than one page may be ({} MiB)", most >> 20));
    }
    out.body = body;
    Ok(out)
}

/// The chunks of a body joined; where they are not as announced, what there is, and what was wrong.
fn unchunked(body: &[u8]) -> (Vec<u8>, Option<String>) {
    let (mut out, mut rest) = (Vec::new(), body);
    let wrong = |what: &str| Some(format!("the body's chunks are {what}; it was read as far as it goes"));
    loop {
        let Some(line_end) = rest.iter().take(64).position(|b| *b == b'\n') else {
            // A body without chunks, although they were announced, is taken as it is.
            return if out.is_empty() { (body.to_vec(), wrong("not there")) } else { (out, wrong("cut short")) };
        };
        let line = String::from_utf8_lossy(&rest[..line_end]);
        let size = usize::from_str_radix(line.trim().split(';').next().unwrap_or("").trim(), 16);
        let Ok(size) = size else {
            return if out.is_empty() { (body.to_vec(), wrong("not there")) } else { (out, wrong("damaged")) };
        };
        if size == 0 {
            return (out, None);
        }
        rest = &rest[line_end + 1..];
        let taken = size.min(rest.len());
        out.extend_from_slice(&rest[..taken]);
        if taken < size {
            return (out, wrong("cut short"));
        }
        rest = &rest[taken..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

fn decoded(coding: &str, body: Vec<u8>, most: usize) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let limit = most as u64 + 1;
    let read = match coding {
        // Archives often keep the header of a body that they have decoded.
        "gzip" | "x-gzip" if !body.starts_with(&[0x1f, 0x8b]) => return Ok(body),
        "gzip" | "x-gzip" => flate2::read::MultiGzDecoder::new(&body[..]).take(limit).read_to_end(&mut out),
        "deflate" => {
            let zlib = flate2::read::ZlibDecoder::new(&body[..]).take(limit).read_to_end(&mut out);
            zlib.or_else(|_| {
                out.clear();
                flate2::read::DeflateDecoder::new(&body[..]).take(limit).read_to_end(&mut out)
            })
        }
        "br" => brotli_decompressor::Decompressor::new(&body[..], 1 << 16).take(limit).read_to_end(&mut out),
        other => return Err(format!("the content encoding `{other}` is not read")),
    };
    match read {
        // What could be unpacked before the damage is worth reading.
        Err(e) if out.is_empty() => Err(format!("the body's {coding} stream is damaged ({e})")),
        _ => Ok(out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_chunks_and_takes_lies_as_they_are() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n";
        let read = |body: &str| response(format!("{head}{body}").as_bytes(), 1000).expect("a response");
        let good = read("5\r\nferry\r\n6;x=y\r\n fares\r\n0\r\n\r\n");
        assert_eq!((good.body.as_slice(), good.damage), (&b"ferry fares"[..], None));
        assert_eq!(good.status, 200);
        assert_eq!(read("<html>").body, b"<html>");
        assert!(read("<html>").damage.is_some());
        assert_eq!(read("5\r\nferry\r\nzz\r\n").body, b"ferry");
        assert_eq!(read("ff\r\nferry").body, b"ferry");
    }

    #[test]
    fn a_bomb_is_refused() {
        use std::io::Write;
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gz.write_all(&vec![0; 1 << 20]).expect("memory");
        let mut message = b"HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n".to_vec();
        message.extend(gz.finish().expect("memory"));
        assert!(response(&message, 1 << 16).expect_err("too long").contains("longer"));
    }
}
