//! Bytes to text: byte order marks, the page's own declaration, then detection.

use crate::format::Format;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use onrecord_types::Warning;

/// Bytes of a page in which a charset declaration is looked for, as browsers do.
const DECLARATION_WITHIN: usize = 4096;
/// Above this share of control characters the bytes are not text.
const MOST_CONTROLS: f32 = 0.02;

/// Text and what had to be assumed for it.
pub struct Decoded {
    pub text: String,
    encoding: &'static Encoding,
    lossy: bool,
}

impl Decoded {
    /// A warning where characters could not be decoded.
    pub fn warning(&self) -> Option<Warning> {
        self.lossy.then(|| replaced(self.encoding))
    }
}

/// The warning that some characters could not be decoded.
pub fn replaced(encoding: &'static Encoding) -> Warning {
    let message = format!("some bytes are not valid {} and were replaced by U+FFFD", encoding.name());
    Warning { code: "charset", message }
}

/// Decodes a file.  Valid UTF-8 is taken as it is, byte for byte; a byte order mark is dropped.
/// `label` is the encoding that a server named, which is believed before the page's own.
pub fn decode(bytes: &[u8], named: Option<Format>, label: Option<&str>) -> Result<Decoded, String> {
    let encoding = encoding_of(bytes, named, label);
    let (text, encoding, lossy) = encoding.decode(bytes);
    if looks_binary(&text) {
        return Err("this is not text; onrecord reads text, Markdown, HTML, JSON lines and CSV".into());
    }
    Ok(Decoded { text: text.into_owned(), encoding, lossy })
}

/// The encoding that [`decode`] takes.
pub fn encoding_of(bytes: &[u8], named: Option<Format>, label: Option<&str>) -> &'static Encoding {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => {
            let told = label.and_then(|l| Encoding::for_label(l.as_bytes())).filter(|e| *e != UTF_8);
            told.or_else(|| declared(bytes, named)).unwrap_or_else(|| detected(bytes))
        }
    }
}

/// The length of the byte order mark that a file begins with.
pub fn mark(bytes: &[u8]) -> usize {
    Encoding::for_bom(bytes).map_or(0, |(_, length)| length)
}

fn declared(bytes: &[u8], named: Option<Format>) -> Option<&'static Encoding> {
    if named.is_some_and(|f| f != Format::Html) {
        return None;
    }
    let head = &bytes[..bytes.len().min(DECLARATION_WITHIN)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let at = head.find("charset=")? + "charset=".len();
    let label: String = head[at..]
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
        .collect();
    Encoding::for_label(label.as_bytes()).filter(|e| *e != UTF_8)
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

fn looks_binary(text: &str) -> bool {
    let sample = text.chars().take(4096);
    let (mut all, mut bad) = (0u32, 0u32);
    for c in sample {
        all += 1;
        bad += u32::from(c == '\0' || (c.is_control() && !c.is_whitespace() && c != '\u{8}'));
    }
    bad as f32 > MOST_CONTROLS * all as f32
}
