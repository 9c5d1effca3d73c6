//! Small files made from nothing for the demo: a drawing, a zip, a document.

use flate2::Crc;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use subtier_cartoon::{Hand, Pass, Show};

/// One entry of a zip, stored as it is.
pub(crate) struct Entry<'a> {
    /// The name, as bytes in whatever encoding.
    pub(crate) name: &'a [u8],
    pub(crate) bytes: &'a [u8],
    /// Extra field of the local header alone.
    pub(crate) local_extra: &'a [u8],
}

/// Makes a zip of stored entries (APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16).
pub(crate) fn zip(entries: &[Entry<'_>]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = u32_of(file.len());
        let mut crc = Crc::new();
        crc.update(entry.bytes);
        let mut common = Vec::new();
        // Flags, method, time and date of 1980-01-01, sums and lengths.
        common.extend([0, 0, 0, 0, 0, 0, 0x21, 0]);
        common.extend(crc.sum().to_le_bytes());
        common.extend(u32_of(entry.bytes.len()).to_le_bytes());
        common.extend(u32_of(entry.bytes.len()).to_le_bytes());
        common.extend(u16_of(entry.name.len()).to_le_bytes());
        file.extend(b"PK\x03\x04\x14\x00");
        file.extend(&common);
        file.extend(u16_of(entry.local_extra.len()).to_le_bytes());
        file.extend(entry.name);
        file.extend(entry.local_extra);
        file.extend(entry.bytes);
        directory.extend(b"PK\x01\x02\x14\x00\x14\x00");
        directory.extend(&common);
        // No extra field, no comment, first disk, no attributes.
        directory.extend([0; 12]);
        directory.extend(offset.to_le_bytes());
        directory.extend(entry.name);
    }
    let start = u32_of(file.len());
    file.extend(&directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend(u16_of(entries.len()).to_le_bytes());
    file.extend(u16_of(entries.len()).to_le_bytes());
    file.extend(u32_of(directory.len()).to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0, 0]);
    file
}

/// A Word document with one paragraph, whose first entry carries `local_extra`.
pub(crate) fn document(paragraph: &str, local_extra: &[u8]) -> Vec<u8> {
    let types = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
        <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
        <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
        <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
        <w:body><w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p></w:body></w:document>"
    );
    zip(&[
        Entry { name: b"[Content_Types].xml", bytes: types.as_bytes(), local_extra },
        Entry { name: b"_rels/.rels", bytes: relations.as_bytes(), local_extra: &[] },
        Entry { name: b"word/document.xml", bytes: body.as_bytes(), local_extra: &[] },
    ])
}

/// The show of the demo's drawings; nothing of it is anybody's work.
const SHOW: Show = Show::new(104);

const SIZE: (u32, u32) = (480, 270);

/// A drawing of a shot in a pass, as PNG.
pub(crate) fn drawing(shot: u32, pass: Pass) -> Vec<u8> {
    let shot = SHOW.shot(shot);
    let frame = (0..shot.n_frames).find(|frame| !shot.is_flat(*frame)).unwrap_or(0);
    let picture = shot.draw(frame, pass, Hand(0), SIZE);
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(&picture.rgb, picture.width, picture.height, ExtendedColorType::Rgb8)
        .expect("writing into memory cannot fail");
    png
}

fn u32_of(length: usize) -> u32 {
    u32::try_from(length).expect("demo files are small")
}

fn u16_of(length: usize) -> u16 {
    u16::try_from(length).expect("demo names and fields are short")
}
