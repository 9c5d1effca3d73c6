//! The body of a message: plain text, else the page, else the RTF.
//!
//! In: the storage of a message and its heading. Out: blocks with the sender as author. The same words stand in up to three
//! forms; the first of them that is there is read.

use subtier_model::Place;

use super::compressed;
use super::heading::Heading;
use super::storage::Storage;
use subtier_blocks::Writing;
use subtier_blocks::windows;
use subtier_blocks::{Block, BlockKind, Document, Format, Request};
use subtier_pages::{Part, RTF as RTF_READER, read_part};

/// Bytes of a body.
const BODY_BYTES_MAX: u64 = 128 << 20;
/// Bytes of a packed RTF, which unpacks to nine times as much at most.
const RTF_BYTES_MAX: u64 = 8 << 20;

/// Numbers of properties (\[MS-OXPROPS\]): `PidTagBody`, `PidTagHtml`, `PidTagRtfCompressed`, `PidTagInternetCodepage`.
const PLAIN: u16 = 0x1000;
const HTML: u16 = 0x1013;
const RTF: u16 = 0x1009;
const INTERNET_CODE_PAGE: u16 = 0x3FDE;

/// Reads it; `prefix` begins its places.
pub(super) fn read(
    storage: &mut Storage<'_>,
    heading: &Heading,
    prefix: &str,
    writing: &mut Writing,
) {
    let name = format!("{prefix}body");
    if let Some(text) = storage.long_text(PLAIN, BODY_BYTES_MAX) {
        return lines(&text, heading, &name, writing);
    }
    if let Some(text) = page(storage) {
        let part =
            Part { name: &name, author: heading.author.as_deref(), time: heading.time.as_deref() };
        return read_part(&text, part, writing);
    }
    if let Some(bytes) = storage.binary(RTF, RTF_BYTES_MAX) {
        packed(&bytes, heading, &name, writing);
    }
}

/// The page: bytes in a code page of their own, or a text.
fn page(storage: &mut Storage<'_>) -> Option<String> {
    let Some(bytes) = storage.binary(HTML, BODY_BYTES_MAX) else {
        return storage.long_text(HTML, BODY_BYTES_MAX);
    };
    let code_page = storage.code_page_of(INTERNET_CODE_PAGE).or(storage.code_page());
    let text = windows::text_in_code_page(
        bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes),
        code_page,
    );
    Some(text).filter(|text| !text.trim().is_empty())
}

fn lines(text: &str, heading: &Heading, name: &str, writing: &mut Writing) {
    for (number, line) in (1_u64..).zip(text.lines()) {
        if writing.is_full() {
            return;
        }
        let place = Place::Words(format!("{name} line {number}"));
        let line = line.trim_end_matches('\r').to_owned();
        writing.block(by(Block::new(BlockKind::Paragraph, line, place), heading));
    }
}

fn packed(bytes: &[u8], heading: &Heading, name: &str, writing: &mut Writing) {
    let place = Place::Words(name.to_owned());
    let Some(rtf) = compressed::unpack(bytes) else {
        return writing.fault(place, "its RTF is packed in a way that is not known");
    };
    if let Some(fault) = rtf.fault {
        writing.fault(place, format!("of its packed RTF: {fault}"));
    }
    let mut apart = Writing::new(Format::Rtf, *writing.limits());
    let request = Request { bytes: &rtf.bytes, name: "", folder: None, limits: *writing.limits() };
    (RTF_READER.read)(&request, &mut apart);
    take_over(apart.finish(), heading, name, writing);
}

/// Takes what was read of another format as a part of the message.
fn take_over(document: Document, heading: &Heading, name: &str, writing: &mut Writing) {
    let within = |place: &Place| Place::Words(format!("{name} {place}"));
    for mut block in document.blocks {
        block.place = within(&block.place);
        writing.block(by(block, heading));
    }
    for signal in document.signals {
        writing.signal(signal.kind, signal.value, within(&signal.place));
    }
    for fault in document.faults {
        writing.fault(within(&fault.place), fault.reason);
    }
}

/// A block as the sender's, where it has no author of its own.
fn by(mut block: Block, heading: &Heading) -> Block {
    if block.author.is_none() {
        block.author.clone_from(&heading.author);
        block.time.clone_from(&heading.time);
    }
    block
}
