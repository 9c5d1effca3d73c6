//! Configurations of servers.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    subtier_exposure::read_config(bytes);
});
