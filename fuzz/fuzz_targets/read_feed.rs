//! Any bytes as a feed, a list of feeds or a sitemap: no panic, and only addresses of the web.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_ingest::read_listing;

fuzz_target!(|data: &[u8]| {
    if let Ok(listing) = read_listing(data, Some("https://quay.example/feed")) {
        for entry in listing.entries {
            assert!(entry.url.starts_with("http://") || entry.url.starts_with("https://"));
        }
    }
});
