//! PNG: texts, time, colour profile, Exif and XMP (PNG third edition, W3C 2025).

use subtier_blocks::SignalKind;
use subtier_model::Place;

use crate::bytes::{self, be16, be32, inflate, place, size, text};
use crate::{Held, Telling, clocks, exif, icc, iptc, photoshop, xmp};

/// Chunks of one file; a picture of 1 GB in the usual 8 kB has some 130,000.
const CHUNKS_MAX: usize = 1_000_000;

/// Unpacked bytes of one text or profile.
const UNPACKED_MAX: usize = 16 << 20;

const MARK: &[u8] = b"\x89PNG\r\n\x1A\n";

/// Whether the bytes begin as PNG, or as MNG or JNG, which have the same chunks (5.2).
pub(crate) fn is_png(held: &Held<'_>, _name: &str) -> bool {
    held.head().starts_with(MARK)
}

/// Reads a PNG.
pub(crate) fn read(held: &Held<'_>, telling: &mut Telling) {
    let mut at = 8;
    for _ in 0..CHUNKS_MAX {
        let Some(front) = held.get(at, 8) else {
            return telling.fault(place(at, 0), "it ends before its last chunk");
        };
        let length = be32(front, 0).unwrap_or(0);
        let name = front.get(4..8).unwrap_or(&[]);
        if name == b"IEND" {
            return;
        }
        if name != b"IDAT" && name != b"fdAT" {
            if let Some(data) = held.get(at + 8, size(u64::from(length))) {
                chunk(name, data, at + 8, telling);
            } else {
                let name = String::from_utf8_lossy(name).into_owned();
                return telling.fault(place(at, 8), format!("chunk {name} is cut off"));
            }
        }
        at = at + 12 + u64::from(length);
    }
    telling.fault(place(at, 0), format!("only its first {CHUNKS_MAX} chunks are read"));
}

fn chunk(name: &[u8], data: &[u8], at: u64, telling: &mut Telling) {
    let whole = place(at, data.len());
    match name {
        b"IHDR" => {
            if let (Some(width), Some(height)) = (be32(data, 0), be32(data, 4)) {
                telling.size(width, height);
            }
        }
        b"tEXt" => {
            if let Some((keyword, value)) = split(data) {
                said(&keyword, value, whole, at, telling);
            }
        }
        b"zTXt" => {
            if let Some((keyword, [_, packed @ ..])) = split(data) {
                said(&keyword, &inflate(packed, UNPACKED_MAX), whole, at, telling);
            }
        }
        b"iTXt" => international(data, at, telling),
        b"tIME" => time(data, whole, telling),
        b"eXIf" | b"zxIf" => exif::block(data, at, telling),
        b"iCCP" => {
            if let Some((_, [_, packed @ ..])) = split(data) {
                icc::profile(&inflate(packed, UNPACKED_MAX), at, telling);
            }
        }
        b"pHYs" => density(data, whole, telling),
        _ => {}
    }
}

/// A keyword in Latin 1 before the first zero byte, and what stands behind.
fn split(data: &[u8]) -> Option<(String, &[u8])> {
    let end = memchr::memchr(0, data)?;
    Some((text(data.get(..end)?), data.get(end + 1..)?))
}

/// 11.3.3.4: keyword, whether it is packed, method, language, keyword in that language, text.
fn international(data: &[u8], at: u64, telling: &mut Telling) {
    let Some((keyword, [is_packed, _, rest @ ..])) = split(data) else { return };
    let Some((_, rest)) = split(rest) else { return };
    let Some((_, value)) = split(rest) else { return };
    let whole = place(at, data.len());
    if *is_packed == 0 {
        said(&keyword, value, whole, at, telling);
    } else {
        said(&keyword, &inflate(value, UNPACKED_MAX), whole, at, telling);
    }
}

/// 11.3.5.2: the time of the last change, which should be UTC; some writers give the local one.
fn time(data: &[u8], whole: Place, telling: &mut Telling) {
    let part = |index: usize| data.get(index).map_or(0, |byte| u32::from(*byte));
    let year = be16(data, 0).map_or(0, u32::from);
    if let Some(time) = clocks::of_parts([year, part(2), part(3), part(4), part(5), part(6)]) {
        telling.signal(SignalKind::Modified, time + "Z", whole);
    }
}

fn density(data: &[u8], whole: Place, telling: &mut Telling) {
    if let (Some(across), Some(down)) = (be32(data, 0), be32(data, 4)) {
        let unit = if data.get(8) == Some(&1) { "metre" } else { "unknown unit" };
        telling.signal(SignalKind::Resolution, format!("{across} x {down} per {unit}"), whole);
    }
}

/// A text under its keyword (11.3.3.1), or one of those that `ImageMagick`, GIMP and desktops write.
fn said(keyword: &str, value: &[u8], whole: Place, at: u64, telling: &mut Telling) {
    if keyword == "XML:com.adobe.xmp" {
        return xmp(value, at, telling);
    }
    if let Some(kind) = keyword.strip_prefix("Raw profile type ") {
        return raw_profile(kind, value, at, telling);
    }
    let words = text(value);
    match keyword.to_ascii_lowercase().as_str() {
        "software" => telling.signal(SignalKind::Application, words, whole),
        "author" => telling.signal(SignalKind::Author, words, whole),
        "title" => {
            telling.account_path(&words, &whole);
            telling.signal(SignalKind::Title, words, whole);
        }
        "copyright" => telling.signal(SignalKind::Copyright, words, whole),
        "source" => telling.signal(SignalKind::Device, words, whole),
        // Those of `date:` are the times of the file that ImageMagick read, with the zone of its machine.
        "creation time" | "date:create" | "create-date" => {
            telling.time(SignalKind::Created, &words, &whole);
        }
        "date:modify" | "modify-date" => telling.time(SignalKind::Modified, &words, &whole),
        // Thumbnail managing standard of freedesktop.org: the address of the picture.
        "thumb::uri" => telling.path(&words, &whole),
        _ => {
            telling.account_path(&words, &whole);
            telling.signal(SignalKind::Comment, format!("{keyword}: {words}"), whole);
        }
    }
}

/// What `ImageMagick` writes: the name of the profile, its length, and its bytes as hexadecimal digits (coders/png.c).
fn raw_profile(kind: &str, value: &[u8], at: u64, telling: &mut Telling) {
    let mut lines = value.split(|byte| *byte == b'\n').skip_while(|line| line.is_empty());
    let (_name, length) = (lines.next(), lines.next());
    let length = length.and_then(|line| std::str::from_utf8(line).ok()?.trim().parse().ok());
    let digits = lines.flatten().filter_map(|digit| char::from(*digit).to_digit(16));
    let digits: Vec<u8> = digits.filter_map(|digit| u8::try_from(digit).ok()).collect();
    let mut bytes: Vec<u8> = Vec::with_capacity(digits.len() / 2);
    bytes.extend(digits.chunks_exact(2).filter_map(|pair| match pair {
        [high, low] => Some(high << 4 | low),
        _ => None,
    }));
    let bytes = bytes::up_to(&bytes, 0, length.unwrap_or(usize::MAX));
    match kind {
        "exif" | "APP1" if !bytes.starts_with(b"http") => exif::block(bytes, at, telling),
        "APP1" => {
            if let Some((_, packet)) = split(bytes) {
                xmp(packet, at, telling);
            }
        }
        "xmp" => xmp(bytes, at, telling),
        "icc" | "icm" => icc::profile(bytes, at, telling),
        "iptc" | "8bim" if bytes.starts_with(b"8BIM") => photoshop::resources(bytes, at, telling),
        "iptc" => iptc::records(bytes, at, telling),
        _ => {}
    }
}
