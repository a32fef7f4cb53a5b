//! A half-open range of an article's text.

/// A half-open range `[start, end)` of a text, in bytes, on character boundaries.
///
/// ```
/// use onrecord_types::Span;
/// let span = Span::new(4, 8);
/// assert_eq!(span.of("She said so."), "said");
/// assert_eq!(span.len(), 4);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`; an end before the start gives an empty span.
    pub fn new(start: u32, end: u32) -> Span {
        Span { start, end: end.max(start) }
    }

    /// The span of two `usize` offsets; texts are shorter than 4 GiB by the readers' limits.
    pub fn of_range(start: usize, end: usize) -> Span {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span::new(narrow(start), narrow(end))
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The part of `text` that the span covers; empty where it lies outside of the text or
    /// off its character boundaries, so that no span can cause a panic.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// The parts of `text` that `spans` cover, joined by ` … `.
    pub fn words(spans: &[Span], text: &str) -> String {
        spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ")
    }

    /// The smallest span that covers all of `spans`, if there are any.
    pub fn cover(spans: &[Span]) -> Option<Span> {
        let start = spans.iter().map(|s| s.start).min()?;
        let end = spans.iter().map(|s| s.end).max()?;
        Some(Span { start, end })
    }

    /// The span without white space at its ends.
    pub fn trim(self, text: &str) -> Span {
        let inner = self.of(text);
        let left = (inner.len() - inner.trim_start().len()) as u32;
        let right = (inner.len() - inner.trim_end().len()) as u32;
        Span::new(self.start + left, (self.end - right).max(self.start + left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_span_panics(text in "\\PC{0,40}", a in 0u32..200, b in 0u32..200) {
            let span = Span::new(a, b);
            let part = span.of(&text);
            prop_assert!(part.is_empty() || part.len() == span.len() as usize);
            let trimmed = Span::of_range(0, text.len()).trim(&text);
            prop_assert_eq!(trimmed.of(&text), text.trim());
        }
    }
}
