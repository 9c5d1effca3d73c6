//! Files that were dropped into a document, which lie in it as compound files.
//!
//! In: parts `oleObject*.bin`. Out: name and paths as written. Never: the file itself is read.

use subtier_model::Place;

use crate::package::{Package, has_ending};
use subtier_blocks::Writing;
use subtier_sectors::{Compound, native};

/// Objects that are looked at.
const OBJECTS_MAX: usize = 64;

/// Bytes of one object that are unpacked.
const OBJECT_BYTES_MAX: u64 = 16 << 20;

/// Says where the files in a package came from.
pub(super) fn read(package: &mut Package<'_>, writing: &mut Writing) {
    let names = package.names().into_iter();
    let names =
        names.filter(|name| name.contains("/embeddings/oleObject") && has_ending(name, ".bin"));
    for name in names.take(OBJECTS_MAX).collect::<Vec<_>>() {
        let bytes = package.bytes(&name, OBJECT_BYTES_MAX);
        let head = Compound::open(&bytes, writing.limits())
            .ok()
            .and_then(|mut object| object.read(native::STREAM, native::HEAD_BYTES_MAX));
        if let Some(head) = head {
            native::tell(&head, &Place::Words(format!("{name} Ole10Native")), writing);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use subtier_blocks::{Format, Limits, SignalKind};

    #[test]
    fn a_file_dropped_into_a_document_is_told() {
        let head = b"\0\0\0\0\x02\0a.txt\0C:\\Users\\wang\\a.txt\0\0\0\x03\0\x02\0\0\0b\0";
        let mut object = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        object.create_stream("/\u{1}Ole10Native").unwrap().write_all(head).unwrap();
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file("word/embeddings/oleObject1.bin", options).unwrap();
        zip.write_all(&object.into_inner().into_inner()).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        let mut package = Package::open(&bytes, &Limits::STANDARD).unwrap();
        let mut writing = Writing::new(Format::Docx, Limits::STANDARD);
        read(&mut package, &mut writing);
        let told: Vec<_> =
            writing.finish().signals.into_iter().map(|s| (s.kind, s.value)).collect();
        let path = "C:\\Users\\wang\\a.txt";
        let expected = [
            (SignalKind::Embedded, "a.txt"),
            (SignalKind::ExternalPath, path),
            (SignalKind::UserPath, path),
        ];
        assert_eq!(told, expected.map(|(kind, value)| (kind, value.to_owned())));
    }
}
