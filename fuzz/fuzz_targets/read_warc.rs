//! Any bytes as a web archive, and its pages as articles: no panic, and an end.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_ingest::{Item, Options, Warc, read_page};

fuzz_target!(|data: &[u8]| {
    let Ok(archive) = Warc::new("x.warc", data, 0, 0) else { return };
    for item in archive {
        if let Item::Page(page) = item {
            assert!(page.provenance.offset.is_some_and(|at| at <= data.len() as u64));
            if page.body.len() < 256 {
                let _ = read_page(&page, &Options::default());
            }
        }
    }
});
