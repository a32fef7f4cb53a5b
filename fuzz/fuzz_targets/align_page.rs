//! Any page beside any article: every range lies in the page and says the article's letters.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_ingest::{Options, align, counts, read, words_at};

fuzz_target!(|data: &[u8]| {
    let at = data.iter().position(|b| *b == 0).unwrap_or(data.len() / 2);
    let (text, page) = (&data[..at], data.get(at + 1..).unwrap_or(&[]));
    let Some(Ok(reading)) = read("a.txt", text, &Options::default()).into_iter().next() else { return };
    let article = reading.article;
    let places = align(page, None, &article);
    let folded = |s: &str| s.chars().filter(|c| counts(*c)).collect::<String>();
    for block in article.blocks() {
        let bytes = places.bytes(&article, block);
        let said: String = bytes.ranges.iter().map(|r| folded(&words_at(page, None, r.clone()))).collect();
        assert!(bytes.ranges.iter().all(|r| r.start < r.end && r.end as usize <= page.len()));
        if bytes.missing == 0 {
            assert_eq!(said, folded(block.of(&article.text)));
        }
    }
});
