//! Any document, and the notes in it: what `subtier notes` does in the process that reads.
#![no_main]

use subtier_blocks::{Limits, Request};
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let request = Request { bytes, name: "", folder: None, limits: Limits::STANDARD };
    let document = subtier_documents::read(&request);
    let around = subtier_notes::Surroundings { path: "notes", known_shots: &[] };
    subtier_notes::notes(&document, around);
});
