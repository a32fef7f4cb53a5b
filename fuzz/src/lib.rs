//! What the targets ask of what comes out.

use onrecord_types::Span;

/// Asks that a span holds whole characters of a text.
///
/// # Panics
/// If it does not.
pub fn fits(span: Span, text: &str) {
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} of {} bytes", text.len());
}

/// Reads `bytes` as a file of this name; every span of what comes out must fit its text.
///
/// # Panics
/// If a span does not.
pub fn spans_fit(name: &str, bytes: &[u8]) {
    for reading in onrecord_ingest::read(name, bytes, &Default::default()).into_iter().flatten() {
        let article = reading.article;
        article.blocks().for_each(|span| fits(span, &article.text));
    }
}
