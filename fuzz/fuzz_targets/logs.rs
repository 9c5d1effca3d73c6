//! Access logs of every format.
#![no_main]

use subtier_connections::{ReadConfig, read_log_bytes, sniff};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    sniff(bytes);
    read_log_bytes(bytes, &ReadConfig::new(None, 256));
});
