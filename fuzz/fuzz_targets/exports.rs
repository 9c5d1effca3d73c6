//! Exports of review tools and cut lists.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for reader in [subtier_exports::TIMELINES, subtier_exports::EXPORTS] {
        subtier_fuzz::read(reader, bytes);
    }
});
