//! Whether a picture shows writing, and how many pictures a file holds.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    subtier_documents::written_picture(bytes).ok();
    subtier_documents::pictures_in(bytes);
});
