//! Reads arbitrary text to its statements; every span of the record must fit the article.
#![no_main]

use onrecord_fuzz::fits;
use onrecord_nlp::Reader;
use onrecord_types::Article;
use std::sync::LazyLock;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new().expect("the embedded model loads"));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for reading in onrecord_ingest::read("a.txt", bytes, &Default::default()).into_iter().flatten() {
        let record = READER.read(Article { language: None, ..reading.article }, reading.warnings);
        let text = &record.article.text;
        for statement in &record.statements {
            let told = &statement.attribution;
            let alone = [statement.addressee, statement.venue];
            let spans = [&told.source, &told.cue, &told.content].into_iter().flatten().chain(alone.iter().flatten());
            spans.for_each(|span| fits(*span, text));
            assert!(!told.content.is_empty(), "a statement without words");
        }
        record.times.iter().for_each(|time| fits(time.span, text));
        record.amounts.iter().for_each(|amount| fits(amount.span, text));
    }
});
