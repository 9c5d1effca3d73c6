//! Bytes of any kind: an error, never a panic.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use proptest::prelude::*;
use subtier_media::decode::{decode, from_rgb};
use subtier_media::edges::Edges;
use subtier_media::look::Look;
use subtier_media::plane::Plane;

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let pixel =
        |idx: u32| [(idx * 7 % 251) as u8, (idx / width * 3 % 256) as u8, (idx % width) as u8];
    let rgb: Vec<u8> = (0..width * height).flat_map(pixel).collect();
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(Cursor::new(&mut bytes), 80);
    image::RgbImage::from_raw(width, height, rgb).unwrap().write_with_encoder(encoder).unwrap();
    bytes
}

#[test]
fn a_jpeg_read_small_is_the_jpeg_read_whole_and_shrunk() {
    let bytes = jpeg(1_100, 640);
    let small = decode(&bytes).unwrap();
    assert_eq!(small.size, (1_100, 640));
    let whole = image::load_from_memory(&bytes).unwrap().to_rgb8();
    let whole = from_rgb(1_100, 640, whole.as_raw()).unwrap();
    let (width, height) = (small.luma.width(), small.luma.height());
    assert!(width <= 512 && width > 250);
    let shrunk = whole.luma.resized(whole.luma.area(), width, height);
    let apart: u32 = small
        .luma
        .samples()
        .iter()
        .zip(shrunk.samples())
        .map(|(a, b)| u32::from(a.abs_diff(*b)))
        .sum();
    assert!(apart / ((width * height) as u32) < 12, "{apart}");
}

#[test]
fn a_picture_that_says_it_is_huge_is_refused_before_it_is_made() {
    let mut bytes = jpeg(1_100, 640);
    let at = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    bytes[at + 5..at + 9].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF]);
    assert!(decode(&bytes).is_err());
}

#[test]
fn blank_and_flat_pictures_give_a_reason() {
    for level in [0, 128, 255] {
        let reason = Look::of_rgb(64, 48, &[level; 64 * 48 * 3]).unwrap_err();
        assert!(reason.contains("blank"), "{reason}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        drop(decode(&bytes));
        let mut headed = vec![0xFF, 0xD8, 0xFF];
        headed.extend(&bytes);
        drop(decode(&headed));
        prop_assert!(Look::from_bytes(&bytes).is_none());
    }

    #[test]
    fn a_damaged_jpeg_is_read_or_refused(flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12), cut in any::<prop::sample::Index>()) {
        let mut bytes = jpeg(600, 80);
        for (at, value) in &flips {
            let at = at.index(bytes.len());
            bytes[at] = *value;
        }
        drop(decode(&bytes));
        bytes.truncate(cut.index(bytes.len()));
        drop(decode(&bytes));
    }

    #[test]
    fn any_plane_has_points_within_it(width in 1_usize..300, height in 1_usize..60, seed in any::<u64>()) {
        let mut state = seed;
        let mut next = || { state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1); (state >> 56) as u8 };
        let plane = Plane::new(width, height, (0..width * height).map(|_| next()).collect()).unwrap();
        let edges = Edges::of(&plane);
        prop_assert!(edges.points.iter().all(|p| u16::from(p.x) < edges.width && u16::from(p.y) < edges.height && p.way < 16));
        prop_assert!(edges.points.len() <= 2_048);
    }
}
