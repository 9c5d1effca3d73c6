//! pdf, rtf, html and mail, whatever the bytes say they are.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for reader in
        [subtier_pages::PDF, subtier_pages::RTF, subtier_pages::HTML, subtier_pages::MAIL]
    {
        subtier_fuzz::read(reader, bytes);
    }
});
