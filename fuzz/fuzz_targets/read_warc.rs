//! Any bytes as a web archive: no panic, an end, and offsets within it (`read_html` reads its pages).
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_ingest::{Item, Warc};

fuzz_target!(|data: &[u8]| {
    let Ok(archive) = Warc::new("x.warc", data, 0, 0) else { return };
    for item in archive {
        if let Item::Page(page) = item {
            assert!(page.provenance.offset.is_some_and(|at| at <= data.len() as u64));
        }
    }
});
