//! The table of formats: in which order a document is asked what it is, and who reads it.

use subtier_blocks::{Document, Fault, Format, FormatReader, Request, Writing};
use subtier_compound::COMPOUND;
use subtier_exports::{EXPORTS, TIMELINES};
use subtier_model::Place;
use subtier_packages::{HWPX, ODF, OOXML};
use subtier_pages::{HTML, MAIL, PDF, RTF};

use crate::name_signals::name_signals;
use crate::text;
use crate::text_signals::text_signals;

/// Counted up whenever the same bytes may give another document.
pub const READER_VERSION: u32 = 1;

/// In the order in which they are asked; plain text takes what is left of the texts.
const FORMATS: &[FormatReader] = &[
    PDF,
    COMPOUND,
    OOXML,
    ODF,
    HWPX,
    RTF,
    TIMELINES,
    EXPORTS,
    HTML,
    MAIL,
    FormatReader { is_it: text::is_it, read: text::read },
];

/// A document of no kind that is read here; where it only seems so because it is damaged, that is said.
fn unknown(bytes: &[u8]) -> Document {
    let mut document = Document::new(Format::None);
    let damage = subtier_compound::damage(bytes).or_else(|| subtier_packages::damage(bytes));
    document.faults.extend(damage.map(|reason| Fault { place: Place::Whole, reason }));
    document
}

/// Returns what a document is by its content; `bytes` should be all of it.
pub fn format_of(bytes: &[u8], name: &str) -> Format {
    FORMATS.iter().find_map(|row| (row.is_it)(bytes, name)).unwrap_or(Format::None)
}

/// Reads one document; never fails: what cannot be read is a fault in it.
pub fn read(request: &Request<'_>) -> Document {
    let found =
        FORMATS.iter().find_map(|row| Some((row, (row.is_it)(request.bytes, request.name)?)));
    let Some((row, format)) = found else { return unknown(request.bytes) };
    let mut writing = Writing::new(format, request.limits);
    (row.read)(request, &mut writing);
    text_signals(&mut writing);
    name_signals(&mut writing);
    writing.finish()
}
