//! RTF: text with its changes, comments and tables, and what the file tells of its maker.
//!
//! In: all bytes of the file. Out: paragraphs and cells, comments with author, time and anchor, tracked changes, hidden
//! text, notes, boxes and headers; signals of the header. HTML that a mail program packed into RTF is read as the RTF that
//! stands beside it. Never: pictures, embedded objects, anything a field points to. The format is RTF 1.9.1.

mod code_page;
mod destination;
mod fonts;
mod properties;
mod reader;
mod state;
mod story;
mod table;
mod token;

use subtier_blocks::Writing;
use subtier_blocks::{Format, Request};

/// Whether the bytes are of this family, and which of it.
pub(crate) fn is_it(bytes: &[u8], _name: &str) -> Option<Format> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"{\\rtf").then_some(Format::Rtf)
}

/// Reads it.
pub(crate) fn read(request: &Request<'_>, writing: &mut Writing) {
    reader::Reader::new(writing).read(request.bytes);
}
