//! doc, xls, ppt, hwp and msg.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    subtier_fuzz::read(subtier_compound::COMPOUND, bytes);
    subtier_compound::damage(bytes);
});
