//! Reads arbitrary bytes as a file named `a.csv`; every span of what comes out must fit its text.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for reading in onrecord_ingest::read("a.csv", bytes, &Default::default()).into_iter().flatten() {
        let article = reading.article;
        for span in article.blocks() {
            assert!(article.text.get(span.start as usize..span.end as usize).is_some());
        }
    }
});
