//! Number formats of cells: eight bytes of a number, then the format.
#![no_main]

use subtier_cells::NumberFormat;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some((number, code)) = bytes.split_first_chunk::<8>() {
        let format = NumberFormat::new(&String::from_utf8_lossy(code));
        format.show(f64::from_le_bytes(*number), false);
        format.show_text("SC012");
    }
});
