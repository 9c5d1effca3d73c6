//! What the targets of `fuzz_targets` share.

use subtier_blocks::{Document, FormatReader, Limits, Request, Writing};

/// Reads bytes as one family of formats, where they say that they are of it.
pub fn read(reader: FormatReader, bytes: &[u8]) -> Option<Document> {
    let format = (reader.is_it)(bytes, "")?;
    let mut writing = Writing::new(format, Limits::STANDARD);
    let request = Request { bytes, name: "", folder: None, limits: Limits::STANDARD };
    (reader.read)(&request, &mut writing);
    Some(writing.finish())
}
