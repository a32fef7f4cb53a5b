//! Reads arbitrary bytes as a file named `a.txt`; every span of what comes out must fit its text.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| onrecord_fuzz::spans_fit("a.txt", bytes));
