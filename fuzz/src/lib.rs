//! What every target that reads one file asks of what comes out.

/// Reads `bytes` as a file of this name; every span of what comes out must fit its text.
///
/// # Panics
/// If a span does not.
pub fn spans_fit(name: &str, bytes: &[u8]) {
    for reading in onrecord_ingest::read(name, bytes, &Default::default()).into_iter().flatten() {
        let article = reading.article;
        for span in article.blocks() {
            assert!(article.text.get(span.start as usize..span.end as usize).is_some());
        }
    }
}
