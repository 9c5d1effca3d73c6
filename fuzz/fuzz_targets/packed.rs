//! Decompression under a limit, in every packing.
#![no_main]

use std::io::Read;

use subtier_source::{Capped, Packing};
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, packed)) = bytes.split_first() else { return };
    let all = [
        Packing::Deflate,
        Packing::Gzip,
        Packing::Zstd,
        Packing::Xz,
        Packing::Bzip2,
    ];
    if let Some(packing) = all.get(usize::from(*kind) % all.len()) {
        Capped::new(*packing, packed, 1 << 20).read_to_end(&mut Vec::new()).ok();
    }
});
