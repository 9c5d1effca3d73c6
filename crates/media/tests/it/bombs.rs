//! Pictures that say they are larger than they are: refused with the reason, before memory is asked for.

use subtier_media::decode::{decode, decode_targa};

use crate::decoded::{picture, psd};

#[track_caller]
fn refused(bytes: &[u8], of: &str) {
    let said = decode(bytes).unwrap_err();
    assert!(said.contains(of), "{said}");
}

/// A chunk of PNG with its sum (PNG third edition, 5.3 and annex D).
fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&kind[..], data].concat();
    let sum = body.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 }
        })
    });
    [&(data.len() as u32).to_be_bytes()[..], &body, &(!sum).to_be_bytes()].concat()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let mut bytes = b"\x89PNG\r\n\x1A\n".to_vec();
    bytes.extend(chunk(*b"IHDR", &head));
    bytes.extend(chunk(*b"IDAT", &[0x78, 0xDA, 0x03, 0, 0, 0, 0, 1]));
    bytes.extend(chunk(*b"IEND", &[]));
    bytes
}

#[test]
fn a_png_of_65535_by_65535_is_refused() {
    refused(&png(65_535, 65_535), "more than 120000000");
    refused(&png(0x7FFF_FFFF, 0x7FFF_FFFF), "");
    // Within the limit, but without its pixels.
    refused(&png(10_000, 10_000), "decode the picture");
}

/// A TIFF of one strip in grey of 8 bits, whose pixels are not there.
fn tiff(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"II\x2A\0\x08\0\0\0\x08\0".to_vec();
    let strip = width.saturating_mul(height);
    for (tag, value) in [
        (256_u16, width),
        (257, height),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, 8),
        (278, height),
        (279, strip),
    ] {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(4_u16.to_le_bytes());
        bytes.extend(1_u32.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    bytes
}

#[test]
fn a_tiff_of_65535_by_65535_is_refused() {
    refused(&tiff(65_535, 65_535), "more than 120000000");
    refused(&tiff(u32::MAX, u32::MAX), "");
    refused(&tiff(10_000, 10_000), "decode the picture");
}

/// The head of an `OpenEXR` of one half channel each of red, green and blue, with these windows and nothing behind it.
fn exr(data: [i32; 4], display: [i32; 4]) -> Vec<u8> {
    let mut bytes = b"\x76\x2F\x31\x01\x02\0\0\0".to_vec();
    let mut attribute = |name: &str, kind: &str, value: &[u8]| {
        bytes.extend([name.as_bytes(), b"\0", kind.as_bytes(), b"\0"].concat());
        bytes.extend((value.len() as u32).to_le_bytes());
        bytes.extend(value);
    };
    let mut channels = Vec::new();
    for name in ["B", "G", "R"] {
        channels.extend([name.as_bytes(), b"\0\x01\0\0\0\0\0\0\0\x01\0\0\0\x01\0\0\0"].concat());
    }
    channels.push(0);
    let window = |window: [i32; 4]| window.map(i32::to_le_bytes).concat();
    attribute("channels", "chlist", &channels);
    attribute("compression", "compression", &[3]);
    attribute("dataWindow", "box2i", &window(data));
    attribute("displayWindow", "box2i", &window(display));
    attribute("lineOrder", "lineOrder", &[0]);
    attribute("pixelAspectRatio", "float", &1.0_f32.to_le_bytes());
    attribute("screenWindowCenter", "v2f", &[0; 8]);
    attribute("screenWindowWidth", "float", &1.0_f32.to_le_bytes());
    bytes.push(0);
    bytes.extend([0; 64]);
    bytes
}

#[test]
fn an_openexr_of_65535_by_65535_is_refused() {
    let large = [0, 0, 65_534, 65_534];
    refused(&exr(large, large), "");
    refused(&exr([i32::MIN, i32::MIN, i32::MAX, i32::MAX], [0, 0, 9, 9]), "a data window");
    refused(&exr([0, 0, 9, 9], large), "");
    refused(&exr([0, 0, 1 << 28, 1 << 28], [0, 0, 9, 9]), "a data window");
    refused(&exr([0, 0, 9, 9], [0, 0, 9, 9]), "");
}

#[test]
fn a_document_of_photoshop_of_65535_by_65535_is_refused() {
    let mut large = psd((4, 4), (1, 8), &[vec![0; 16]], true);
    large[14..22].copy_from_slice(&[0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF]);
    refused(&large, "more than 120000000");
    // Within the limit; neither its rows nor their lengths are there.
    large[14..22].copy_from_slice(&[0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10]);
    refused(&large, "cut or damaged");
    let mut planes = psd((4, 4), (3, 8), &[vec![0; 16], vec![0; 16], vec![0; 16]], false);
    planes[14..22].copy_from_slice(&[0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10]);
    refused(&planes, "cut or damaged");
}

#[test]
fn a_dpx_larger_than_its_bytes_is_refused() {
    let mut bytes = vec![0; 2048];
    bytes[..4].copy_from_slice(b"SDPX");
    (bytes[800], bytes[803], bytes[805], bytes[810]) = (50, 10, 1, 8);
    bytes[772..780].copy_from_slice(&[0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF]);
    refused(&bytes, "more than 120000000");
    bytes[772..780].copy_from_slice(&[0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10]);
    refused(&bytes, "cut off");
    bytes[812..816].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFE]);
    refused(&bytes, "cut off");
}

#[test]
fn pictures_without_marks_of_65535_by_65535_are_refused() {
    // Targa, run-length encoded, true colour.
    let head = [0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 24, 0];
    assert!(decode_targa(&head).unwrap_err().contains("more than 120000000"));
    let mut bmp = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    bmp.extend([65_535_u32.to_le_bytes(), 65_535_u32.to_le_bytes()].concat());
    bmp.extend([1, 0, 24, 0]);
    bmp.resize(54, 0);
    refused(&bmp, "more than 120000000");
    let gif = b"GIF89a\xFF\xFF\xFF\xFF\x80\0\0\0\0\0\xFF\xFF\xFF\x2C\0\0\0\0\xFF\xFF\xFF\xFF\0\x02\x02\x44\x01\0\x3B";
    refused(gif, "more than 120000000");
    let mut webp = b"RIFF\0\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0".to_vec();
    webp.extend([0xFE, 0xFF, 0, 0xFE, 0xFF, 0]);
    webp.extend([0; 32]);
    webp[4] = 64;
    refused(&webp, "");
}

#[test]
fn a_gif_of_a_hundred_thousand_frames_shows_its_first() {
    let still = picture(32, 20);
    let mut bytes = std::io::Cursor::new(Vec::new());
    still.write_to(&mut bytes, image::ImageFormat::Gif).unwrap();
    let mut bytes = bytes.into_inner();
    // The trailer makes room for more frames.
    bytes.pop();
    bytes.extend([0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0].repeat(100_000));
    bytes.push(0x3B);
    assert_eq!(decode(&bytes).unwrap().size, (32, 20));
}
