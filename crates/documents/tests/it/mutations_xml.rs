//! Damaged packages: no reader of XML packages fails on one, whatever was changed in it or in its parts.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]

use std::io::{Cursor, Read, Write};

use proptest::prelude::*;
use subtier_blocks::{Limits, Request};
use subtier_documents::read;

use crate::samples::bytes_of;

const SAMPLES: [&str; 7] = [
    "docx-notes.docx",
    "docx-libreoffice.docx",
    "pptx-review.pptx",
    "pptx-libreoffice.pptx",
    "odt-notes.odt",
    "odp-review.odp",
    "hwpx-notes.hwpx",
];

fn read_all(bytes: &[u8]) {
    let limits = Limits { text_bytes_max: 1 << 20, blocks_max: 10_000, ..Limits::STANDARD };
    let document = read(&Request { bytes, name: "", folder: None, limits });
    assert!(document.blocks.len() <= 10_000);
    let text: usize = document.blocks.iter().map(|block| block.text.len()).sum();
    assert!(text <= 1 << 20);
}

#[derive(Debug, Clone)]
enum Change {
    Flip(usize, u8),
    Cut(usize, usize),
    Insert(usize, Vec<u8>),
    /// A piece is written several times over.
    Repeat(usize, usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let pieces = prop_oneof![
        proptest::collection::vec(any::<u8>(), 1..20),
        Just(b"<w:p>".to_vec()),
        Just(b"</w:p>".to_vec()),
        Just(b"<w:tbl><w:tr><w:tc>".to_vec()),
        Just(b"</w:tbl></text:p></hp:tc>".to_vec()),
        Just(b"<w:del w:author=\"x\"><mc:Choice><w:txbxContent>".to_vec()),
        Just(b"<text:s text:c=\"99999999999\"/><table:table-row table:number-rows-repeated=\"4294967295\">".to_vec()),
        Just(b"<w:gridSpan w:val=\"4294967295\"/><hp:cellAddr colAddr=\"4294967295\" rowAddr=\"4294967295\"/>".to_vec()),
        Just(b"<!--".to_vec()),
        Just(b"<![CDATA[".to_vec()),
    ];
    prop_oneof![
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Change::Flip(at, byte)),
        (any::<usize>(), 1..200usize).prop_map(|(at, count)| Change::Cut(at, count)),
        (any::<usize>(), pieces).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (any::<usize>(), 1..400usize, 2..40usize)
            .prop_map(|(at, count, times)| Change::Repeat(at, count, times)),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        match change {
            Change::Flip(at, byte) => {
                let at = at % bytes.len();
                bytes[at] = *byte;
            }
            Change::Cut(at, count) => {
                let at = at % bytes.len();
                let end = (at + count).min(bytes.len());
                bytes.drain(at..end);
            }
            Change::Insert(at, piece) => {
                let at = at % bytes.len();
                bytes.splice(at..at, piece.iter().copied());
            }
            Change::Repeat(at, count, times) => {
                let at = at % bytes.len();
                let end = (at + count).min(bytes.len());
                let piece = bytes[at..end].repeat(*times);
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

/// The package with one part changed.
fn repacked(bytes: &[u8], part: usize, changes: &[Change]) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let part = part % old.len();
    for index in 0..old.len() {
        let mut entry = old.by_index(index).unwrap();
        let name = String::from_utf8(entry.name_raw().to_vec()).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if index == part {
            content = changed(content, changes);
        }
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        new.start_file(name, options).unwrap();
        new.write_all(&content).unwrap();
    }
    new.finish().unwrap().into_inner()
}

/// A package of one part, packed.
fn package_of(name: &str, kind: &str, part: &[u8]) -> Vec<u8> {
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    new.start_file("[Content_Types].xml", options).unwrap();
    let types =
        format!("<Types><Override PartName='/{name}' ContentType='{kind}main+xml'/></Types>");
    new.write_all(types.as_bytes()).unwrap();
    new.start_file(name, options).unwrap();
    new.write_all(part).unwrap();
    new.finish().unwrap().into_inner()
}

fn word_of(body: &str) -> subtier_blocks::Document {
    let part = format!("<w:document><w:body>{body}</w:body></w:document>");
    let bytes = package_of("word/document.xml", "wordprocessingml.", part.as_bytes());
    read(&Request { bytes: &bytes, name: "", folder: None, limits: Limits::STANDARD })
}

#[test]
fn a_part_that_unpacks_without_end_is_cut_and_said_so() {
    let document = word_of(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "A".repeat(16 << 20)));
    assert!(document.text().len() < 8 << 20);
    let reasons: Vec<&str> = document.faults.iter().map(|fault| &*fault.reason).collect();
    assert!(
        reasons.iter().any(|reason| reason.contains("unpacks to more than the limit")),
        "{reasons:?}"
    );
}

#[test]
fn entities_of_a_document_are_not_expanded() {
    let part = "<!DOCTYPE w [<!ENTITY a 'haha'><!ENTITY b '&a;&a;'>]><w:document><w:body><w:p><w:r><w:t>x&b;y</w:t></w:r></w:p></w:body></w:document>";
    let bytes = package_of("word/document.xml", "wordprocessingml.", part.as_bytes());
    let document =
        read(&Request { bytes: &bytes, name: "", folder: None, limits: Limits::STANDARD });
    assert_eq!(document.text(), "x&b;y");
    assert_eq!(document.faults[0].reason, "the part defines entities; they were not expanded");
}

#[test]
fn tables_nested_without_end_are_cut_and_said_so() {
    let document = word_of(&"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p>".repeat(10_000));
    let reasons: Vec<&str> = document.faults.iter().map(|fault| &*fault.reason).collect();
    assert_eq!(reasons, ["elements lie more than 256 deep"]);
    assert!(document.blocks.len() > 50);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_damaged_package_is_read_as_far_as_it_goes(
        sample in 0..SAMPLES.len(),
        changes in proptest::collection::vec(change(), 1..6),
    ) {
        read_all(&changed(bytes_of(SAMPLES[sample]), &changes));
    }

    #[test]
    fn a_damaged_part_is_read_as_far_as_it_goes(
        sample in 0..SAMPLES.len(),
        part: usize,
        changes in proptest::collection::vec(change(), 1..6),
    ) {
        read_all(&repacked(&bytes_of(SAMPLES[sample]), part, &changes));
    }

    #[test]
    fn any_bytes_behind_the_mark_of_a_zip_are_read(bytes: Vec<u8>) {
        read_all(&[&b"PK\x03\x04"[..], &bytes, b"[Content_Types].xml content.xml Contents/"].concat());
    }
}
