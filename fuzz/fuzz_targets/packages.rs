//! docx, xlsx, pptx, OpenDocument and hwpx, whatever the bytes say they are.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for reader in [subtier_packages::OOXML, subtier_packages::ODF, subtier_packages::HWPX] {
        subtier_fuzz::read(reader, bytes);
    }
    subtier_packages::damage(bytes);
});
