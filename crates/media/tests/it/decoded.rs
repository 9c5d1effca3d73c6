//! Pictures of each format that is decoded: the same pixels out as were put in, by files made here byte for byte and, where
//! `ImageMagick` is installed, by those that it writes.
#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "tests run a program, read what it writes and say where it is not there"
)]

use std::io::Cursor;
use std::process::Command;

use image::{ImageFormat, Rgb32FImage, RgbImage};
use subtier_media::decode::{Thumb, decode, decode_targa};

/// A small picture: halves of different colour, a line across.
pub(crate) fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        if y == height / 2 {
            image::Rgb([10, 10, 10])
        } else if x < width / 2 {
            image::Rgb([200, 120, 40])
        } else {
            image::Rgb([30, 90, 220])
        }
    })
}

/// A PSD of these planes: `mode` and `depth` as in the file head, packed row by row or not.
pub(crate) fn psd(
    (width, height): (u32, u32),
    (mode, depth): (u16, u16),
    planes: &[Vec<u8>],
    is_packed: bool,
) -> Vec<u8> {
    let mut bytes = b"8BPS\0\x01\0\0\0\0\0\0".to_vec();
    bytes.extend(u16::try_from(planes.len()).unwrap().to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend(depth.to_be_bytes());
    bytes.extend(mode.to_be_bytes());
    if mode == 2 {
        // Number 1 is red 200, green 120, blue 40.
        let mut colours = vec![0; 768];
        (colours[1], colours[257], colours[513]) = (200, 120, 40);
        bytes.extend(768_u32.to_be_bytes());
        bytes.extend(colours);
    } else {
        bytes.extend([0; 4]);
    }
    bytes.extend([0; 8]);
    bytes.extend(u16::from(is_packed).to_be_bytes());
    if !is_packed {
        bytes.extend(planes.concat());
        return bytes;
    }
    let row_bytes = planes[0].len() / height as usize;
    let rows: Vec<Vec<u8>> =
        planes.iter().flat_map(|plane| plane.chunks_exact(row_bytes)).map(packed).collect();
    for row in &rows {
        bytes.extend(u16::try_from(row.len()).unwrap().to_be_bytes());
    }
    bytes.extend(rows.concat());
    bytes
}

/// `PackBits`, runs of up to 128 and single bytes.
fn packed(mut row: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some(first) = row.first() {
        let run = row.iter().take(128).take_while(|byte| *byte == first).count();
        if run == 1 {
            bytes.extend([0, *first]);
        } else {
            bytes.extend([u8::try_from(257 - run).unwrap(), *first]);
        }
        row = &row[run..];
    }
    bytes
}

/// The channels of a picture, one after the other.
fn planes(picture: &RgbImage) -> Vec<Vec<u8>> {
    (0..3).map(|idx| picture.pixels().map(|pixel| pixel.0[idx]).collect()).collect()
}

#[track_caller]
fn same(shown: &Thumb, expected: &Thumb, tolerance: u8) {
    assert_eq!(shown.size, expected.size);
    let pairs = shown.luma.samples().iter().zip(expected.luma.samples());
    let worst = pairs.map(|(one, other)| one.abs_diff(*other)).max();
    assert!(worst.unwrap() <= tolerance, "luma differs by {worst:?}");
    for (one, other) in shown.colour.iter().zip(&expected.colour) {
        let pairs = one.samples().iter().zip(other.samples());
        let worst = pairs.map(|(one, other)| one.abs_diff(*other)).max();
        assert!(worst.unwrap() <= tolerance, "a colour differs by {worst:?}");
    }
}

fn shown(picture: &RgbImage) -> Thumb {
    let (width, height) = picture.dimensions();
    subtier_media::decode::from_rgb(width as usize, height as usize, picture.as_raw()).unwrap()
}

#[test]
fn a_merged_picture_of_photoshop_is_read_packed_and_plain() {
    // An odd width, so that no row is a power of two.
    let picture = picture(37, 21);
    let planes = planes(&picture);
    for is_packed in [false, true] {
        let bytes = psd((37, 21), (3, 8), &planes, is_packed);
        same(&decode(&bytes).unwrap(), &shown(&picture), 0);
        let wide: Vec<Vec<u8>> = planes
            .iter()
            .map(|plane| plane.iter().flat_map(|sample| [*sample, 7]).collect())
            .collect();
        same(&decode(&psd((37, 21), (3, 16), &wide, is_packed)).unwrap(), &shown(&picture), 0);
    }
}

#[test]
fn every_colour_mode_of_photoshop_is_shown() {
    let size = (16, 4);
    let one = |value: u8| vec![value; 64];
    let colour = |bytes: &[u8]| {
        let thumb = decode(bytes).unwrap();
        thumb.colour.each_ref().map(|plane| plane.samples()[0])
    };
    assert_eq!(colour(&psd(size, (1, 8), &[one(99)], true)), [99; 3]);
    assert_eq!(colour(&psd(size, (2, 8), &[one(1)], false)), [200, 120, 40]);
    assert_eq!(
        colour(&psd(size, (4, 8), &[one(255), one(128), one(0), one(255)], true)),
        [255, 128, 0]
    );
    assert_eq!(colour(&psd(size, (9, 8), &[one(70), one(1), one(2)], true)), [70; 3]);
    // Two bytes a row; a set bit is black.
    assert_eq!(colour(&psd(size, (0, 1), &[vec![0xFF; 8]], false)), [0; 3]);
    assert_eq!(colour(&psd(size, (0, 1), &[vec![0; 8]], true)), [255; 3]);
    let half = 0.214_041_f32.to_be_bytes().repeat(64);
    let [grey, ..] = colour(&psd(size, (1, 32), &[half], false));
    assert!(grey.abs_diff(127) <= 1, "{grey}");
}

#[test]
fn a_document_saved_without_its_merged_picture_says_so() {
    let mut bytes = psd((4, 4), (1, 8), &[vec![255; 16]], false);
    // Version Info: version 1, no merged picture, empty names, file version 1.
    let info = [&[0, 0, 0, 1, 0][..], &[0; 8], &[0, 0, 0, 1]].concat();
    let block =
        [b"8BIM\x04\x21\0\0", &u32::try_from(info.len()).unwrap().to_be_bytes()[..], &info, &[0]]
            .concat();
    let length = u32::try_from(block.len()).unwrap().to_be_bytes();
    drop(bytes.splice(30..34, [&length[..], &block].concat()));
    let said = decode(&bytes).unwrap_err();
    assert!(said.contains("saved without one"), "{said}");
}

/// A DPX of red, green and blue in words of the given bits.
fn dpx(picture: &RgbImage, (bits, packing): (u8, u16), is_big: bool) -> Vec<u8> {
    let put = |bytes: &mut Vec<u8>, at: usize, value: u32, length: usize| {
        let big = value.to_be_bytes();
        let mut value = big[4 - length..].to_vec();
        if !is_big {
            value.reverse();
        }
        bytes[at..at + length].copy_from_slice(&value);
    };
    let mut bytes = vec![0; 2048];
    bytes[..4].copy_from_slice(if is_big { b"SDPX" } else { b"XPDS" });
    put(&mut bytes, 4, 2048, 4);
    put(&mut bytes, 772, picture.width(), 4);
    put(&mut bytes, 776, picture.height(), 4);
    bytes[800] = 50;
    bytes[803] = bits;
    put(&mut bytes, 804, u32::from(packing), 2);
    put(&mut bytes, 808, 2048, 4);
    for row in picture.rows() {
        let samples: Vec<u32> = row.flat_map(|pixel| pixel.0).map(u32::from).collect();
        let mut words = Vec::new();
        match bits {
            8 => words.extend(samples.iter().map(|sample| (*sample, 1))),
            10 => words.extend(samples.chunks(3).map(|three| {
                let up = if packing == 1 { 2 } else { 0 };
                (three.iter().fold(0, |word, sample| word << 10 | sample << 2) << up, 4)
            })),
            12 => words.extend(
                samples.iter().map(|sample| (sample << if packing == 1 { 8 } else { 4 }, 2)),
            ),
            _ => words.extend(samples.iter().map(|sample| (sample << 8, 2))),
        }
        for (word, length) in words {
            let at = bytes.len();
            bytes.resize(at + length, 0);
            put(&mut bytes, at, word, length);
        }
        bytes.resize(bytes.len().next_multiple_of(4), 0);
    }
    bytes
}

#[test]
fn a_dpx_is_read_in_every_packing_and_order() {
    let picture = picture(21, 9);
    for layout in [(8, 0), (10, 1), (10, 2), (12, 1), (12, 2), (16, 0)] {
        for is_big in [true, false] {
            let thumb = decode(&dpx(&picture, layout, is_big)).unwrap();
            same(&thumb, &shown(&picture), 0);
        }
    }
    let said = decode(&dpx(&picture, (10, 0), true)).unwrap_err();
    assert!(said.contains("packed as 0"), "{said}");
}

#[test]
fn light_is_shown_by_the_curve_of_screens() {
    // Every level of sRGB as linear light (IEC 61966-2-1), one a column.
    let light = |level: u32| {
        let shown = f64::from(level) / 255.0;
        let light =
            if shown <= 0.040_45 { shown / 12.92 } else { ((shown + 0.055) / 1.055).powf(2.4) };
        #[expect(clippy::cast_possible_truncation, reason = "a sample of a picture")]
        let light = light as f32;
        light
    };
    let linear = Rgb32FImage::from_fn(256, 4, |x, _| image::Rgb([light(x); 3]));
    let mut bytes = Cursor::new(Vec::new());
    linear.write_to(&mut bytes, ImageFormat::OpenExr).unwrap();
    let thumb = decode(&bytes.into_inner()).unwrap();
    for (level, sample) in thumb.luma.row(0).iter().enumerate() {
        assert!(usize::from(*sample).abs_diff(level) <= 1, "{level} is shown as {sample}");
    }
}

#[test]
fn webp_and_targa_are_read() {
    let picture = picture(64, 40);
    for (format, read) in [
        (ImageFormat::WebP, decode as fn(&[u8]) -> Result<Thumb, String>),
        (ImageFormat::Bmp, decode),
        (ImageFormat::Tga, decode_targa),
    ] {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        same(&read(&bytes.into_inner()).unwrap(), &shown(&picture), 0);
    }
}

/// How `ImageMagick` is told to write, the end of the name, and how far a sample may be from what was put in.
const WRITTEN: [(&[&str], &str, u8); 16] = [
    (&["-compress", "RLE"], "psd", 0),
    (&["-compress", "None"], "psd", 0),
    (&["-compress", "RLE", "-depth", "16"], "psd", 0),
    (&["-compress", "RLE"], "psb", 0),
    (&["-depth", "8"], "dpx", 0),
    (&["-depth", "10"], "dpx", 1),
    (&["-depth", "16"], "dpx", 0),
    (&["-depth", "16", "-endian", "LSB"], "dpx", 0),
    (&["-define", "webp:lossless=true"], "webp", 0),
    (&["-colorspace", "RGB", "-compress", "None"], "exr", 1),
    (&["-colorspace", "RGB", "-compress", "Zip"], "exr", 1),
    (&["-colorspace", "RGB", "-compress", "ZipS"], "exr", 1),
    (&["-colorspace", "RGB", "-compress", "RLE"], "exr", 1),
    (&["-colorspace", "RGB", "-compress", "Piz"], "exr", 1),
    (&["-compress", "LZW"], "tif", 0),
    (&["-compress", "RLE"], "bmp", 0),
];

#[test]
fn what_imagemagick_writes_is_read_as_it_was() {
    let picture = picture(75, 40);
    let folder = std::env::temp_dir().join(format!("subtier-decoded-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let from = folder.join("from.png");
    picture.save(&from).unwrap();
    for (number, (options, end, tolerance)) in WRITTEN.iter().enumerate() {
        let to = folder.join(format!("{number}.{end}"));
        let Ok(output) = Command::new("convert").arg(&from).args(*options).arg(&to).output() else {
            println!("ImageMagick is not installed: what it writes was not read");
            break;
        };
        // It may have been built without a format.
        if !output.status.success() {
            println!("not written: {options:?} {end}");
            continue;
        }
        let bytes = std::fs::read(&to).unwrap();
        let thumb = decode(&bytes).unwrap_or_else(|said| panic!("{options:?} {end}: {said}"));
        println!("{options:?} {end}");
        same(&thumb, &shown(&picture), *tolerance);
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
