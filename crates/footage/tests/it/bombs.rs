//! Pictures and films that are built to hang a reader or to fill its memory: each ends soon, with the reason in words.

use subtier_blocks::Limits;
use subtier_footage::{Held, READERS, Telling, Testimony, carve};

/// What is told of the bytes by the reader that takes them for its own.
fn told(bytes: &[u8]) -> Testimony {
    let held = Held::whole(bytes);
    let reader = READERS.iter().find(|reader| (reader.is_it)(&held, "bomb")).expect("a reader");
    let mut telling = Telling::new(reader.format, Limits::STANDARD);
    (reader.read)(&held, &mut telling);
    telling.finish()
}

#[track_caller]
fn complains(bytes: &[u8], format: &str, of: &str) {
    let testimony = told(bytes);
    assert_eq!(testimony.format, format);
    let reasons: Vec<&str> = testimony.faults.iter().map(|fault| fault.reason.as_str()).collect();
    assert!(reasons.iter().any(|reason| reason.contains(of)), "{reasons:?}");
}

/// A TIFF of directories without tags, each leading to the place that `next` gives for its number.
fn tiff(n_directories: u32, next: impl Fn(u32) -> u32) -> Vec<u8> {
    let mut bytes = b"II\x2A\0\x08\0\0\0".to_vec();
    for nth in 0..n_directories {
        bytes.extend([0, 0]);
        bytes.extend(next(nth).to_le_bytes());
    }
    bytes
}

#[test]
fn a_tiff_whose_directories_lead_in_a_circle_ends() {
    complains(&tiff(1, |_| 8), "tiff", "leads back into itself");
    complains(&tiff(2, |nth| 8 + 6 * (1 - nth)), "tiff", "leads back into itself");
}

#[test]
fn a_tiff_of_a_hundred_thousand_directories_ends() {
    complains(&tiff(100_000, |nth| 14 + 6 * nth), "tiff", "only 256 directories");
}

#[test]
fn a_tiff_whose_tags_all_hold_the_same_long_text_ends() {
    // 250 directories of 2,000 tags, `Software` each, that point to the same 64 MiB without an end.
    let text_at = 8_u32 + 250 * (2 + 2_000 * 12 + 4);
    let mut bytes = b"II\x2A\0\x08\0\0\0".to_vec();
    for nth in 1..=250_u32 {
        bytes.extend(2_000_u16.to_le_bytes());
        for _ in 0..2_000 {
            bytes.extend([0x31, 0x01, 2, 0]);
            bytes.extend((64_u32 << 20).to_le_bytes());
            bytes.extend(text_at.to_le_bytes());
        }
        bytes.extend((8 + nth * (2 + 2_000 * 12 + 4)).to_le_bytes());
    }
    bytes.resize(text_at as usize + (64 << 20), b'a');
    complains(&bytes, "tiff", "lie upon each other");
}

#[test]
fn a_wide_tiff_with_directories_at_the_end_of_all_numbers_ends() {
    // BigTIFF within a PNG: its places are added to where the block begins.
    let mut block = b"II\x2B\0\x08\0\0\0\x10\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0".to_vec();
    block.extend([0x4A, 0x01, 16, 0]);
    block.extend(1_u64.to_le_bytes());
    block.extend((u64::MAX - 1).to_le_bytes());
    block.extend(u64::MAX.to_le_bytes());
    let mut png = b"\x89PNG\r\n\x1A\n".to_vec();
    png.extend(u32::try_from(block.len()).expect("a short block").to_be_bytes());
    png.extend(b"eXIf");
    png.extend(&block);
    png.extend([0; 4]);
    complains(&png, "png", "beyond the bytes that are there");
}

#[test]
fn a_gif_of_a_million_frames_ends() {
    let mut bytes = b"GIF89a\x01\0\x01\0\0\0\0".to_vec();
    let frame = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
    for _ in 0..1_000_001 {
        bytes.extend(frame);
    }
    bytes.push(0x3B);
    complains(&bytes, "gif", "only its first 1000000 blocks");
}

#[test]
fn boxes_of_a_film_that_hold_themselves_end() {
    // A box of length nought reaches to the end of the file, and so does the one in it, and so on.
    let bytes = [&b"\0\0\0\x10ftypqt  \0\0\0\0"[..], &b"\0\0\0\0moov".repeat(100_000)].concat();
    complains(&bytes, "quicktime", "deeper than 12");
    // A box of eight bytes more than there are, a hundred thousand deep.
    let mut deep = b"\0\0\0\x10ftypqt  \0\0\0\0".to_vec();
    for nth in (1..=100_000_u32).rev() {
        deep.extend((nth * 8).to_be_bytes());
        deep.extend(b"trak");
    }
    complains(&deep, "quicktime", "deeper than 12");
}

#[test]
fn an_element_of_matroska_whose_head_reaches_beyond_its_holder_ends() {
    // A segment of one byte, in which an element of two bytes of head and five of content begins.
    told(b"\x1A\x45\xDF\xA3\x80\x18\x53\x80\x67\x81\x4D\x80\x85abcde");
    let deep = b"\x18\x53\x80\x67\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF".repeat(10_000);
    let bytes = [&b"\x1A\x45\xDF\xA3\x80"[..], &deep].concat();
    complains(&bytes, "matroska", "deeper than 8");
}

#[test]
fn a_key_of_an_mxf_that_is_longer_than_all_files_ends() {
    let mut bytes = b"\x06\x0E\x2B\x34\x02\x05\x01\x01\x0D\x01\x02\x01\x01\x02\x04\0\x04".to_vec();
    bytes.extend([0; 4]);
    bytes.extend(b"\x06\x0E\x2B\x34\x02\x53\x01\x01\x0D\x01\x01\x01\x01\x01\x30\0");
    let mut whole = bytes.clone();
    whole.extend([0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
    complains(&whole, "mxf", "cut off");
    bytes.extend([0x84, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0]);
    complains(&bytes, "mxf", "cut off");
}

#[test]
fn names_of_layers_that_lie_within_each_other_end() {
    let mut bytes = b"8BPS\0\x01\0\0\0\0\0\0\0\x03\0\0\0\x01\0\0\0\x01\0\x08\0\x03".to_vec();
    bytes.extend([0; 8]);
    bytes.extend(b"\0\x7F\xFF\xFF");
    for nth in 0..200_000_u32 {
        bytes.extend(b"8BIMluni\0\x01\0\0\0\0\xFF\xFF");
        bytes.extend((nth | 0x0101_0101).to_be_bytes());
    }
    let testimony = told(&bytes);
    assert!(testimony.signals.iter().all(|signal| signal.value.len() <= 4_000));
}

#[test]
fn headers_of_pictures_as_wide_as_numbers_go_take_no_memory() {
    let png = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\xFF\xFF\0\0\xFF\xFF\x08\x06\0\0\0\0\0\0\0\0\0\0\0IEND\0\0\0\0";
    assert_eq!(told(png).size, Some((65_535, 65_535)));
    let mut exr = b"\x76\x2F\x31\x01\x02\0\0\0dataWindow\0box2i\0\x10\0\0\0".to_vec();
    exr.extend([i32::MIN, i32::MIN, i32::MAX, i32::MAX].map(i32::to_le_bytes).concat());
    exr.extend([0, 0]);
    assert_eq!(told(&exr).size, Some((0, 0)));
}

#[test]
fn a_megabyte_of_openings_is_carved_soon() {
    for opening in [
        "<x:xmpmeta ",
        "-----BEGIN CERTIFICATE-----\n",
        "C:\\a\\",
        "\\\\host\\",
        "/Users/a/",
        "060A2B34",
    ] {
        let bytes = opening.repeat((1 << 20) / opening.len());
        let mut telling = Telling::new("none", Limits::STANDARD);
        carve(&Held::whole(bytes.as_bytes()), &mut telling);
        let testimony = telling.finish();
        assert!(testimony.signals.len() <= Limits::STANDARD.signals_max);
    }
}
