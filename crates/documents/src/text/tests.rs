//! What plain texts are read as.

use proptest::prelude::*;

use super::*;
use subtier_blocks::{Document, Limits};

fn read_text(bytes: &[u8]) -> Document {
    let request = Request { bytes, name: "note.txt", folder: None, limits: Limits::STANDARD };
    let mut writing = Writing::new(Format::Text, Limits::STANDARD);
    read(&request, &mut writing);
    writing.finish()
}

fn signals(document: &Document) -> Vec<(&'static str, &str)> {
    document.signals.iter().map(|signal| (signal.kind.name(), signal.value.as_str())).collect()
}

fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

#[test]
fn each_line_is_a_paragraph_with_its_number() {
    let document = read_text(&gb18030("SC012 第45帧\r\n\r\n뒤머리를 다시 수정할것\r\n"));
    let blocks: Vec<_> =
        document.blocks.iter().map(|block| (block.text.as_str(), block.place.clone())).collect();
    assert_eq!(
        blocks,
        [("SC012 第45帧", Place::Line(1)), ("뒤머리를 다시 수정할것", Place::Line(3))]
    );
    assert_eq!(document.encoding.as_deref(), Some("gb18030"));
    assert_eq!(signals(&document), [("text_encoding", "gb18030"), ("line_ends", "CR LF")]);
    assert_eq!((document.faults.len(), document.encoding_rivals.len()), (0, 0));
}

#[test]
fn all_three_line_ends_count_and_are_told_apart() {
    let document = read_text(b"one\r\ntwo\nthree\rfour");
    let places: Vec<_> = document.blocks.iter().map(|block| block.place.clone()).collect();
    assert_eq!(places, [1, 2, 3, 4].map(Place::Line));
    assert_eq!(signals(&document), [("line_ends", "CR LF 1, LF 1, CR 1")]);
}

#[test]
fn punctuation_is_counted_where_there_is_east_asian_text() {
    let document = read_text("后脑太平，请修正。《平양》 머리, 눈... 입…\n".as_bytes());
    assert_eq!(
        signals(&document),
        [
            ("line_ends", "LF"),
            (
                "punctuation",
                "full-width marks 2, title brackets 2, ellipses 1, ASCII marks after East Asian signs 2"
            )
        ]
    );
    assert_eq!(signals(&read_text(b"head, eyes.")), []);
}

#[test]
fn a_mark_and_a_wrong_reading_are_said() {
    let latin: String =
        gb18030("头的形状再修正一下,后脑太平").iter().map(|b| char::from(*b)).collect();
    let document = read_text(format!("\u{FEFF}{latin}").as_bytes());
    assert_eq!(document.text(), "头的形状再修正一下,后脑太平");
    assert_eq!(
        signals(&document)[..2],
        [("byte_order_mark", "utf-8"), ("mojibake", "gb18030 read as windows-1252")]
    );
}

#[test]
fn what_fits_no_encoding_is_read_as_western_and_complained_of() {
    let document = read_text(b"Le d\xE9cor est trop clair, \xE0 refaire avant la fin d'\xE9t\xE9");
    assert_eq!(document.text(), "Le décor est trop clair, à refaire avant la fin d'été");
    assert_eq!(signals(&document), [("text_encoding", "windows-1252")]);
    assert!(!document.encoding_rivals.is_empty());
    assert_eq!(document.faults.len(), 1);
}

#[test]
fn two_bytes_have_rivals() {
    assert!(!read_text(b"\xB4\xB4").encoding_rivals.is_empty());
}

#[test]
fn a_long_text_is_read_up_to_the_limit() {
    let limits = Limits { text_bytes_max: 1000, ..Limits::STANDARD };
    for bytes in [vec![b'a'; 9000], b"line\n".repeat(9000), vec![b'\n'; 9000]] {
        let request = Request { bytes: &bytes, name: "", folder: None, limits };
        let mut writing = Writing::new(Format::Text, limits);
        read(&request, &mut writing);
        let document = writing.finish();
        assert!(document.text().len() <= 1300);
        assert_eq!(document.faults.len(), 1);
    }
}

#[test]
fn texts_are_told_from_binaries() {
    let utf16: Vec<u8> = "第45帧 뒤머리".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xFF\xFE", utf16.as_slice()].concat();
    for text in
        [b"SC012 ok".as_slice(), &gb18030("后脑太平"), &utf16, &marked, b"fix\0 the head", b"a"]
    {
        assert_eq!(is_it(text, ""), Some(Format::Text), "{text:?}");
    }
    let noise: Vec<u8> =
        (0..4000u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect();
    for binary in [
        b"".as_slice(),
        b"\0\0\0\0",
        &noise,
        b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\x03\xC0\0\0\x02\x1C\x08\x02",
        b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3E\0\x01",
        b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xFF\xDB\0\x43\0",
    ] {
        assert_eq!(is_it(binary, ""), None, "{binary:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes: Vec<u8>) {
        let _format = is_it(&bytes, "");
        let _document = read_text(&bytes);
    }

    #[test]
    fn a_damaged_text_is_read(at in 0usize..60, byte: u8, cut in 0usize..60) {
        let mut bytes = gb18030("SC012 第45帧 头的形状\r\n뒤머리를 다시 수정할것");
        let at = at % bytes.len();
        bytes[at] ^= byte;
        bytes.remove(cut % bytes.len());
        bytes.truncate(cut + 8);
        let _document = read_text(&bytes);
    }

    #[test]
    fn lines_hold_all_of_a_text(text: String) {
        let n_signs: usize = lines(&text).map(|line| line.body.chars().count()).sum();
        prop_assert_eq!(n_signs, text.chars().filter(|sign| !matches!(sign, '\r' | '\n')).count());
    }
}
