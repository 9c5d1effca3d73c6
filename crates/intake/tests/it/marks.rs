//! Watermarks in both forms, found on the way in.

use subtier_intake::{append_mark, local_header_extra};
use subtier_model::Place;

use crate::support::{Bench, tar_of, zip_of};

fn jpeg(serials: &[&str]) -> Vec<u8> {
    let mut jpeg = b"\xff\xd8\xff\xe0 a picture \xff\xd9".to_vec();
    for serial in serials {
        append_mark(&mut jpeg, serial);
    }
    jpeg
}

/// A docx whose first local header has an extra field that the directory does not show.
fn marked_docx(serials: &[&str]) -> Vec<u8> {
    let mut docx = zip_of(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]);
    let extra = local_header_extra(serials);
    let grown = u16::try_from(extra.len()).unwrap();
    let name_end = 30 + "[Content_Types].xml".len();
    assert_eq!(docx[28..30], [0, 0]);
    docx[28..30].copy_from_slice(&grown.to_le_bytes());
    docx.splice(name_end..name_end, extra);
    // All offsets behind the first header move.
    let grown = u32::from(grown);
    let mut add = |at: usize| {
        let field: [u8; 4] = docx[at..at + 4].try_into().unwrap();
        docx[at..at + 4].copy_from_slice(&(u32::from_le_bytes(field) + grown).to_le_bytes());
    };
    let find = |bytes: &[u8], signature: &[u8]| {
        bytes.windows(4).rposition(|window| window == signature).unwrap()
    };
    let bytes = zip_of(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]);
    add(find(&bytes, b"PK\x01\x02") + grown as usize + 42);
    add(find(&bytes, b"PK\x05\x06") + grown as usize + 16);
    docx
}

#[test]
fn machines_of_a_trailer_come_in_order() {
    let bench = Bench::new();
    bench.file("SC012.jpg", &jpeg(&["AC9A58CDZ364C", "8295FF513293A"]));
    let taken = bench.take();
    let trails = taken.trails();
    let serials: Vec<_> = trails[0].marks.iter().map(|mark| mark.serial.as_str()).collect();
    assert_eq!(serials, ["AC9A58CDZ364C", "8295FF513293A"]);
    assert_eq!(trails[0].form, "trailer");
    let observation = &taken.observations[0];
    assert_eq!(observation.place, Place::Bytes { start: 17, end: 17 + 55 });
    assert_eq!(observation.quote, "WMAC9A58CDZ364C, WM8295FF513293A");
    assert_eq!(observation.evidence, taken.item("dump/SC012.jpg").id);
}

#[test]
fn marks_in_a_local_header_are_found_though_the_directory_hides_them() {
    let bench = Bench::new();
    bench.file("love.docx", &marked_docx(&["B48Z789B3AZ97", "SECOND"]));
    let taken = bench.take();
    assert_eq!(taken.complained(), [""; 0]);
    let trails = taken.trails();
    let serials: Vec<_> = trails[0].marks.iter().map(|mark| mark.serial.as_str()).collect();
    assert_eq!(serials, ["B48Z789B3AZ97", "SECOND"]);
    assert_eq!(trails[0].form, "local header extra");
    // Where it stands in the sample `love.docx` of redstar-tools.
    assert_eq!(trails[0].marks[0].offset, 80);
    assert_eq!(trails.len(), 1);
}

#[test]
fn a_docx_marked_in_both_forms_gives_both() {
    let mut docx = marked_docx(&["ONE"]);
    append_mark(&mut docx, "TWO");
    let bench = Bench::new();
    bench.file("both.docx", &docx);
    let taken = bench.take();
    let mut forms: Vec<_> = taken.trails().iter().map(|trail| trail.form.as_str()).collect();
    forms.sort_unstable();
    assert_eq!(forms, ["local header extra", "trailer"]);
    assert_eq!(taken.bytes("dump/both.docx!/word/document.xml"), b"<w/>");
}

#[test]
fn marked_members_are_marked_and_their_archive_is_not() {
    let bench = Bench::new();
    bench.file("a.tar", &tar_of(&[(b"in.jpg", &jpeg(&["SERIAL"]))]));
    let taken = bench.take();
    assert_eq!(taken.observations.len(), 1);
    assert_eq!(taken.observations[0].evidence, taken.item("dump/a.tar!/in.jpg").id);
}

#[test]
fn false_candidates_are_silent() {
    let bench = Bench::new();
    bench.file("heredoc.sh", b"cat <<EOF\ntext\nEOF");
    let mut odd = jpeg(&["SERIAL"]);
    let length_at = odd.len() - 7;
    odd[length_at] = 25;
    bench.file("odd.jpg", &odd);
    let mut other = jpeg(&["SERIAL"]);
    other[20] ^= 0xff;
    bench.file("other.jpg", &other);
    let mut behind = jpeg(&["SERIAL"]);
    behind.push(b'\n');
    bench.file("behind.jpg", &behind);
    let taken = bench.take();
    assert_eq!(taken.observations, []);
    assert_eq!(taken.complained(), [""; 0]);
}
