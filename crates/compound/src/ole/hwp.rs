//! Hancom HWP 5: the word processor of Korea, North and South.
//!
//! In: a compound file whose stream `FileHeader` begins with `HWP Document File`. Out: paragraphs, cells, boxes, notes,
//! headers and comments; the version of Hancom Office, its system, people, times, fonts, files kept in it. Documents locked
//! for distribution are read, those locked with a password said to be so: of them only the preview is shown. Scripts are
//! named, never run. Format: "HWP Document File Formats 5.0" of Hancom, revision 1.3.

mod body;
mod characters;
mod info;
mod record;
mod summary;
mod unpack;

use subtier_model::Place;

use super::encrypted;
use subtier_blocks::Writing;
use subtier_blocks::paths::external_path;
use subtier_blocks::{BlockKind, SignalKind};
use subtier_sectors::Compound;
use subtier_sectors::little::{size_at, slice_up_to, u8_at, u32_at, utf16, utf16_to_nul};
use unpack::{Unpacked, inflate, unlock};

/// Bytes of the stream that says what the others are (3.2.1).
const HEADER_BYTES_MAX: u64 = 256;
/// Bytes of a preview; Hancom writes about two thousand.
const PREVIEW_BYTES_MAX: u64 = 64 << 10;
/// Bytes of a script that are looked at.
const SCRIPT_BYTES_MAX: u64 = 1 << 20;
/// Files kept in a document that are named.
const EMBEDDED_MAX: usize = 1000;

/// What the document says of itself (3.2.1, table 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Head {
    version: u32,
    is_packed: bool,
    is_locked: bool,
    is_for_distribution: bool,
}

/// Reads it.
pub(super) fn read(compound: &mut Compound<'_>, writing: &mut Writing) {
    let bytes = compound.read("FileHeader", HEADER_BYTES_MAX).unwrap_or_default();
    let head = head(&bytes);
    let place = Place::Words("stream FileHeader".to_owned());
    let [major, minor, build, revision] = head.version.to_be_bytes();
    let version = format!("file format {major}.{minor}.{build}.{revision}");
    writing.signal(SignalKind::HancomVersion, version, place);
    summary::read(compound, writing);
    kept(compound, writing);
    if head.is_locked {
        encrypted(writing, "stream FileHeader");
        preview(compound, writing);
        return;
    }
    let mut left = writing.limits().unpacked_bytes_max;
    if let Some(info) = compound.read("DocInfo", u64::MAX) {
        let unpacked = unpacked(info, head, writing, &mut left);
        said(&unpacked, "DocInfo", writing);
        info::read(&unpacked.bytes, writing);
    }
    script(compound, head, writing, &mut left);
    link(compound, writing);
    if !read_body(compound, head, writing, &mut left) {
        preview(compound, writing);
    }
}

fn head(bytes: &[u8]) -> Head {
    // Bits 1, 4, 8 and 10: password, rights management, certificates.
    const LOCKED: u32 = 1 << 1 | 1 << 4 | 1 << 8 | 1 << 10;
    let marks = u32_at(bytes, 36).unwrap_or_default();
    Head {
        version: u32_at(bytes, 32).unwrap_or_default(),
        is_packed: marks & 1 != 0,
        is_locked: marks & LOCKED != 0,
        is_for_distribution: marks & 1 << 2 != 0,
    }
}

/// Reads the sections by their numbers; returns whether they could be read, or at least some text of them.
fn read_body(
    compound: &mut Compound<'_>,
    head: Head,
    writing: &mut Writing,
    left: &mut u64,
) -> bool {
    // A document for distribution has its sections in a storage of their own (3.2.3).
    let storage = if head.is_for_distribution { "ViewText/" } else { "BodyText/" };
    let mut sections: Vec<(u32, String)> = compound
        .streams()
        .iter()
        .filter_map(|entry| {
            let number = entry.path.strip_prefix(storage)?.strip_prefix("Section")?;
            Some((number.parse().ok()?, entry.path.clone()))
        })
        .collect();
    sections.sort_unstable();
    let limits = *writing.limits();
    if sections.is_empty() {
        writing.fault(Place::Words(format!("storage {storage}")), "there is no section in it");
    }
    let mut faults = Vec::new();
    let mut body = body::Body::new(writing);
    let n_sections = sections.len();
    for (_, path) in sections {
        if body.is_full() {
            break;
        }
        let mut bytes = compound.read(&path, u64::MAX).unwrap_or_default();
        if head.is_for_distribution {
            let Some(open) = unlock(&bytes) else {
                faults.push((path, "the key that should stand in it does not".to_owned()));
                continue;
            };
            bytes = open;
        }
        let unpacked = if head.is_packed {
            inflate(&bytes, &limits, left)
        } else {
            Unpacked { bytes, fault: None }
        };
        body.section(&path, &unpacked.bytes);
        faults.extend(unpacked.fault.map(|fault| (path, fault)));
    }
    let is_read = body.finish() || (n_sections > 0 && faults.is_empty());
    for (path, reason) in faults {
        writing.fault(Place::Words(format!("stream {path}")), reason);
    }
    is_read
}

fn unpacked(bytes: Vec<u8>, head: Head, writing: &Writing, left: &mut u64) -> Unpacked {
    if head.is_packed {
        inflate(&bytes, writing.limits(), left)
    } else {
        Unpacked { bytes, fault: None }
    }
}

fn said(unpacked: &Unpacked, stream: &str, writing: &mut Writing) {
    if let Some(fault) = &unpacked.fault {
        writing.fault(Place::Words(format!("stream {stream}")), fault.clone());
    }
}

/// The beginning of the text, which is never packed nor encrypted (3.2.6).
fn preview(compound: &mut Compound<'_>, writing: &mut Writing) {
    if let Some(bytes) = compound.read("PrvText", PREVIEW_BYTES_MAX) {
        let place = Place::Words("stream PrvText".to_owned());
        writing.text(BlockKind::Preview, utf16(&bytes).replace("\r\n", "\n"), place);
    }
}

/// Files and earlier states kept in the document, by name.
fn kept(compound: &Compound<'_>, writing: &mut Writing) {
    let mut n_kept = 0;
    for entry in compound.streams() {
        let lower = entry.path.to_ascii_lowercase();
        let kind = if lower.starts_with("bindata/") {
            SignalKind::Embedded
        } else if lower.starts_with("dochistory/") {
            SignalKind::EarlierRevision
        } else {
            continue;
        };
        n_kept += 1;
        if n_kept > EMBEDDED_MAX {
            let reason = format!("only the first {EMBEDDED_MAX} files kept in it are named");
            writing.fault(Place::Words("storage BinData".to_owned()), reason);
            return;
        }
        let value = format!("{} ({} bytes)", entry.path, entry.len);
        writing.signal(kind, value, Place::Words(format!("stream {}", entry.path)));
    }
}

/// The script of the document; every document has the two empty functions that Hancom Office puts into it (3.2.9).
fn script(compound: &mut Compound<'_>, head: Head, writing: &mut Writing, left: &mut u64) {
    const STREAM: &str = "Scripts/DefaultJScript";
    const EMPTY: [&str; 4] =
        ["function", "OnDocument_New(){}", "OnDocument_Open(){}", "OnDocument_New(){//todo:}"];
    let Some(bytes) = compound.read(STREAM, SCRIPT_BYTES_MAX) else { return };
    let unpacked = unpacked(bytes, head, writing, left);
    // A head with its length in units, then the script with its own.
    let skipped = size_at(&unpacked.bytes, 0).unwrap_or_default().saturating_mul(2);
    let at = skipped.saturating_add(4);
    let len = size_at(&unpacked.bytes, at).unwrap_or_default().saturating_mul(2);
    let text = utf16(slice_up_to(&unpacked.bytes, at.saturating_add(4), len));
    let mut own: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(str::chars)
        .filter(|sign| !sign.is_whitespace() && *sign != '\0')
        .collect();
    for empty in EMPTY.iter().skip(1).chain(EMPTY.first()) {
        own = own.replace(empty, "");
    }
    if !own.is_empty() {
        let place = Place::Words(format!("stream {STREAM}"));
        writing.signal(
            SignalKind::Macro,
            format!("script of {} characters", text.chars().count()),
            place,
        );
    }
}

/// The path of a document that this one is linked to (3.2.8).
fn link(compound: &mut Compound<'_>, writing: &mut Writing) {
    const STREAM: &str = "DocOptions/_LinkDoc";
    let Some(bytes) = compound.read(STREAM, HEADER_BYTES_MAX * 4) else { return };
    // A drive letter or the beginning of a share; the stream is empty where there is no link.
    let path = utf16_to_nul(&bytes);
    if u8_at(&bytes, 0).is_some_and(|byte| byte.is_ascii_graphic()) && path.contains(['\\', '/']) {
        let place = Place::Words(format!("stream {STREAM}"));
        external_path(&path, &place, writing);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::record::build::record;
    use super::unpack::build::deflate;
    use super::*;
    use crate::ole::build::compound;
    use subtier_blocks::{Document, Format, Limits};

    fn document(bytes: &[u8]) -> Document {
        let mut writing = Writing::new(Format::Hwp, Limits::STANDARD);
        if let Ok(mut compound) = Compound::open(bytes, &Limits::STANDARD) {
            read(&mut compound, &mut writing);
        }
        writing.finish()
    }

    fn head_of(marks: u32) -> Vec<u8> {
        let mut bytes = b"HWP Document File".to_vec();
        bytes.resize(32, 0);
        bytes.extend([1, 0, 1, 5]);
        bytes.extend(marks.to_le_bytes());
        bytes
    }

    fn text(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    /// A section with a table in a table.
    fn section() -> Vec<u8> {
        let cell = |column: u8, row: u8| [1, 0, 0, 0, 0, 0, 0, 0, column, 0, row, 0, 1, 0, 2, 0];
        [
            record(66, 0, &[0; 22]),
            record(67, 1, &text("컷 SC045\r")),
            record(71, 1, b" lbt\0\0\0\0"),
            record(77, 2, &[0; 8]),
            record(72, 2, &cell(0, 0)),
            record(66, 2, &[0; 22]),
            record(67, 3, &text("밖")),
            record(71, 3, b" lbt"),
            record(77, 4, &[0; 8]),
            record(72, 4, &cell(1, 3)),
            record(66, 4, &[0; 22]),
            record(67, 5, &text("안")),
            record(66, 2, &[0; 22]),
            record(67, 3, &text("끝")),
            record(71, 1, b"  nf"),
            record(72, 2, &[0; 8]),
            record(66, 2, &[0; 22]),
            record(67, 3, &text("각주")),
        ]
        .concat()
    }

    fn sample(section: &[u8]) -> Vec<u8> {
        compound(&[
            ("FileHeader", &head_of(1)),
            ("DocInfo", &deflate(&record(19, 1, &[0x80, 1, 0, 97, 0, 1, 1, 0, 98, 0]))),
            ("PrvText", &text("머리")),
            ("BodyText/Section0", &deflate(section)),
        ])
    }

    #[test]
    fn a_table_in_a_cell_is_a_table_of_its_own() {
        let document = document(&sample(&section()));
        let told: Vec<_> = document
            .blocks
            .iter()
            .map(|block| (block.text.as_str(), block.place.to_string()))
            .collect();
        let expected = [
            ("컷 SC045", "BodyText/Section0 paragraph 1"),
            ("안", "table 2 cell B4"),
            ("밖\n끝", "table 1 cell A1"),
            ("각주", "BodyText/Section0 footnote 1"),
        ];
        let expected: Vec<_> =
            expected.iter().map(|(text, place)| (*text, (*place).to_owned())).collect();
        assert_eq!(told, expected);
        assert_eq!(document.faults, []);
    }

    #[test]
    fn the_preview_stands_in_for_a_body_that_cannot_be_read() {
        let damaged = compound(&[
            ("FileHeader", &head_of(1)),
            ("PrvText", &text("머리")),
            ("BodyText/Section0", &[0xFF; 40]),
        ]);
        let told = document(&damaged);
        assert_eq!(told.blocks.len(), 1);
        assert_eq!(told.blocks[0].kind, BlockKind::Preview);
        assert!(told.faults[0].place.to_string().contains("Section0"));
        assert_eq!(document(&sample(&record(66, 0, &[0; 22]))).blocks, []);
    }

    #[test]
    fn a_tree_of_any_depth_costs_no_more_than_its_records() {
        let level = |number: u32| u16::try_from(number % 1024).unwrap();
        let deep: Vec<u8> = (0..300_000u32)
            .flat_map(|n| record(if n < 1000 { 66 } else { 72 }, level(n.min(1000)), b""))
            .collect();
        assert!(document(&sample(&deep)).faults.is_empty());
        let stairs: Vec<u8> = (0..100_000u32)
            .flat_map(|n| record([66, 71, 72][n as usize % 3], level(n), b" lbt"))
            .collect();
        document(&sample(&stairs));
    }

    proptest! {
        #[test]
        fn any_section_is_read(bytes: Vec<u8>) {
            document(&sample(&bytes));
        }

        #[test]
        fn any_records_are_read(
            records in prop::collection::vec(
                (prop::sample::select(vec![66u16, 67, 71, 72, 77, 88, 93]), 0u16..6,
                    prop::collection::vec(any::<u8>(), 0..40)),
                0..60,
            )
        ) {
            let bytes: Vec<u8> =
                records.iter().flat_map(|(tag, level, bytes)| record(*tag, *level, bytes)).collect();
            document(&sample(&bytes));
        }

        #[test]
        fn damaged_sections_are_read(at in 0usize..600, byte: u8, cut in 0usize..600, end in 0usize..900) {
            let mut bytes = section();
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            if cut < bytes.len() {
                bytes.remove(cut);
            }
            bytes.truncate(end);
            document(&sample(&bytes));
        }

        #[test]
        fn damaged_documents_are_read(at in 0usize..6000, byte: u8, cut in 0usize..6000) {
            let mut bytes = sample(&section());
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            if cut < bytes.len() {
                bytes.truncate(bytes.len() - cut / 2);
            }
            document(&bytes);
        }

        #[test]
        fn any_info_is_read(bytes: Vec<u8>) {
            let mut writing = Writing::new(Format::Hwp, Limits::STANDARD);
            info::read(&bytes, &mut writing);
            unlock(&bytes);
        }
    }
}
