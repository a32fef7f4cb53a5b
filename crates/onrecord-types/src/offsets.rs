//! Byte offsets turned into the units that other programs count in.

use crate::Span;

/// What an offset counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// Unicode code points, as in Python, Citron, spaCy and W3C selectors.
    #[default]
    CodePoints,
    /// Bytes of UTF-8, as in Rust and Go.
    Bytes,
    /// UTF-16 code units, as in JavaScript and Java.
    Utf16,
}

/// A table from bytes of one text to another unit, built once and looked up in O(1).
///
/// ```
/// use onrecord_types::{OffsetMap, Span, Unit};
/// let text = "é said";
/// let map = OffsetMap::new(text, Unit::CodePoints);
/// assert_eq!(map.range(Span::new(3, 7)), (2, 6));
/// assert_eq!(map.span(2, 6), Some(Span::new(3, 7)));
/// ```
pub struct OffsetMap {
    unit: Unit,
    ascii: bool,
    /// For every `STEP` bytes, the count of units before.
    marks: Vec<u32>,
    text: Box<str>,
}

/// Bytes between two marks: the most that one look-up has to count.
const STEP: usize = 64;

impl OffsetMap {
    /// Counts `text` once; O(bytes).
    pub fn new(text: &str, unit: Unit) -> OffsetMap {
        let ascii = unit == Unit::Bytes || text.is_ascii();
        let mut marks = Vec::new();
        if !ascii {
            let mut units = 0;
            for (i, c) in text.char_indices() {
                while marks.len() * STEP <= i {
                    marks.push(units);
                }
                units += width(c, unit);
            }
            while marks.len() * STEP <= text.len() {
                marks.push(units);
            }
        }
        let text = if ascii { "".into() } else { text.into() };
        OffsetMap { unit, ascii, marks, text }
    }

    /// The offset in this map's unit of a byte offset.
    pub fn offset(&self, byte: u32) -> u32 {
        if self.ascii {
            return byte;
        }
        let byte = (byte as usize).min(self.text.len());
        let mark = byte / STEP;
        // A mark counts the characters that begin before its byte.
        let mut from = mark * STEP;
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let rest = self.text.get(from..byte).unwrap_or("");
        self.marks[mark] + rest.chars().map(|c| width(c, self.unit)).sum::<u32>()
    }

    /// Start and end of a span in this map's unit.
    pub fn range(&self, span: Span) -> (u32, u32) {
        (self.offset(span.start), self.offset(span.end))
    }

    /// The byte span of a range in this map's unit; `None` where it lies outside of the text.
    pub fn span(&self, start: u32, end: u32) -> Option<Span> {
        if start > end {
            return None;
        }
        Some(Span::new(self.byte(start)?, self.byte(end)?))
    }

    fn byte(&self, offset: u32) -> Option<u32> {
        if self.ascii {
            return Some(offset);
        }
        let mark = self.marks.partition_point(|&m| m <= offset).saturating_sub(1);
        let mut at = (mark * STEP).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        let mut units = self.marks[mark];
        for c in self.text[at..].chars() {
            if units >= offset {
                break;
            }
            units += width(c, self.unit);
            at += c.len_utf8();
        }
        (units == offset).then_some(at as u32)
    }
}

fn width(c: char, unit: Unit) -> u32 {
    match unit {
        Unit::CodePoints => 1,
        Unit::Bytes => c.len_utf8() as u32,
        Unit::Utf16 => c.len_utf16() as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn maps_there_and_back(text in "[a-zé“𝄞\u{ad}]{1,200}") {
            for unit in [Unit::CodePoints, Unit::Bytes, Unit::Utf16] {
                let map = OffsetMap::new(&text, unit);
                let mut units = 0;
                for (i, c) in text.char_indices() {
                    prop_assert_eq!(map.offset(i as u32), units);
                    prop_assert_eq!(map.span(units, units), Some(Span::new(i as u32, i as u32)));
                    units += width(c, unit);
                }
                prop_assert_eq!(map.offset(text.len() as u32), units);
                prop_assert_eq!(map.span(units, units), Some(Span::of_range(text.len(), text.len())));
            }
        }
    }
}
