//! Compound files as named streams.
#![no_main]

use subtier_blocks::Limits;
use subtier_sectors::Compound;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(mut file) = Compound::open(bytes, &Limits::STANDARD) {
        let paths: Vec<_> = file.streams().iter().map(|stream| stream.path.clone()).collect();
        for path in paths {
            file.read(&path, 1 << 20);
        }
    }
});
