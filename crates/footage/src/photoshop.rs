//! Image resources and layer blocks of Photoshop, in its own files and inside JPEG and TIFF (Adobe Photoshop File Formats
//! Specification, November 2019).
//!
//! In: the bytes of a block and where it begins. Out: signals, thumbnails. Never: pixels of layers.

use subtier_blocks::SignalKind;

use crate::bytes::{self, Order, be32, place, size, utf16};
use crate::{Telling, clocks, exif, icc, iptc, xmp};

/// Resources of one file.
const RESOURCES_MAX: usize = 4000;

/// Blocks of layers of one file.
const BLOCKS_MAX: usize = 200_000;

/// Bytes of the name of one layer in UTF-16, with its length; the program takes 255 signs. Blocks may lie within each other.
const NAME_BYTES_MAX: usize = 4 + 2 * 512;

/// Bytes of the metadata of one layer that are looked at.
const METADATA_BYTES_MAX: usize = 1 << 16;

/// Tells the image resources that begin at byte `base` of the file (the same, Image Resource Blocks).
pub(crate) fn resources(bytes: &[u8], base: u64, telling: &mut Telling) {
    let mut at = 0;
    for _ in 0..RESOURCES_MAX {
        let Some(signature) = bytes.get(at..at + 4) else { return };
        // The others stand in files of ImageReady, PhotoDeluxe and Lightroom (exiftool, lib/Image/ExifTool/Photoshop.pm).
        if ![b"8BIM", b"MeSa", b"PHUT", b"AgHg", b"DCSR"].iter().any(|known| signature == *known) {
            return;
        }
        let (Some(id), Some(name_bytes)) = (bytes::be16(bytes, at + 4), bytes.get(at + 6)) else {
            return;
        };
        // The name with its length is padded to an even number of bytes, and so is the data.
        let data_at = at + 6 + (usize::from(*name_bytes) + 1).next_multiple_of(2);
        let Some(length) = be32(bytes, data_at).map(|length| size(u64::from(length))) else {
            return;
        };
        let begin = data_at + 4;
        let Some(data) = begin.checked_add(length).and_then(|end| bytes.get(begin..end)) else {
            let reason = format!("image resource {id} is cut off");
            return telling.fault(place(base + at as u64, bytes.len() - at), reason);
        };
        if signature == b"8BIM" {
            resource(id, data, base + begin as u64, telling);
        }
        at = begin + length + length % 2;
    }
}

fn resource(id: u16, data: &[u8], at: u64, telling: &mut Telling) {
    match id {
        1005 => resolution(data, at, telling),
        // Names of channels that are no colours, as Pascal strings and in UTF-16.
        1006 => pascal_strings(data, at, telling),
        1045 => unicode_strings(data, at, telling),
        1008 => telling.signal(SignalKind::Comment, pascal(data).0, place(at, data.len())),
        1028 => iptc::records(data, at, telling),
        // Header of 28 bytes; format 1 is JPEG.
        1033 | 1036 if be32(data, 0) == Some(1) => {
            if let Some(picture) = data.get(28..) {
                telling.preview("thumbnail", picture);
            }
        }
        1035 => telling.signal(SignalKind::Copyright, bytes::text(data), place(at, data.len())),
        1039 => icc::profile(data, at, telling),
        1057 => version(data, at, telling),
        1058 | 1059 => exif::block(data, at, telling),
        1060 => xmp(data, at, telling),
        _ => {}
    }
}

/// Resource 1005: two numbers of 16.16 bits with their units; 1 is inches.
fn resolution(data: &[u8], at: u64, telling: &mut Telling) {
    if let (Some(across), Some(down)) = (be32(data, 0), be32(data, 8)) {
        let (across, down) = (f64::from(across) / 65536.0, f64::from(down) / 65536.0);
        telling.signal(
            SignalKind::Resolution,
            format!("{across} x {down} per inch"),
            place(at, data.len()),
        );
    }
}

/// Resource 1057: names of the program that wrote it and of the one that made it readable.
fn version(data: &[u8], at: u64, telling: &mut Telling) {
    let Some(length) = be32(data, 5) else { return };
    let writer = bytes::up_to(data, 9, size(u64::from(length)).saturating_mul(2));
    telling.signal(SignalKind::Application, utf16(writer, Order::Big), place(at, data.len()));
}

/// A text with its length before it in one byte, and the bytes behind.
fn pascal(data: &[u8]) -> (String, &[u8]) {
    let Some((length, rest)) = data.split_first() else { return (String::new(), data) };
    let (text, rest) = rest.split_at_checked(usize::from(*length)).unwrap_or((rest, &[]));
    (bytes::text(text), rest)
}

fn pascal_strings(mut data: &[u8], at: u64, telling: &mut Telling) {
    let whole = place(at, data.len());
    while !data.is_empty() {
        let (text, rest) = pascal(data);
        telling.signal(SignalKind::LayerName, text, whole.clone());
        data = rest;
    }
}

fn unicode_strings(mut data: &[u8], at: u64, telling: &mut Telling) {
    let whole = place(at, data.len());
    while let Some(length) = be32(data, 0) {
        let length = size(u64::from(length)).saturating_mul(2);
        telling.signal(
            SignalKind::LayerName,
            utf16(bytes::up_to(data, 4, length), Order::Big),
            whole.clone(),
        );
        data = length.checked_add(4).and_then(|end| data.get(end..)).unwrap_or(&[]);
    }
}

/// The blocks of layers in tag 37724 of TIFF (Photoshop TIFF technical notes, `ImageSourceData`), whose numbers have the file's order.
pub(crate) fn layer_blocks(bytes: &[u8], base: u64, order: Order, telling: &mut Telling) {
    let mark = b"Adobe Photoshop Document Data Block\0";
    if bytes.starts_with(mark) {
        names_of_layers(bytes, base, order, telling);
    }
}

/// Names of layers and when each was changed, by the keys of their blocks: `luni` and `shmd` (the same, Additional Layer Information).
///
/// The blocks are searched for, since what lies between them has lengths that depend on the version and on the pixels.
pub(crate) fn names_of_layers(bytes: &[u8], base: u64, order: Order, telling: &mut Telling) {
    let (names, times): (&[u8], &[u8]) = match order {
        Order::Big => (b"8BIMluni", b"8BIMshmd"),
        Order::Little => (b"MIB8inul", b"MIB8dmhs"),
    };
    let mut name = String::new();
    let mut found: Vec<(usize, bool)> = Vec::new();
    found.extend(memchr::memmem::find_iter(bytes, names).take(BLOCKS_MAX).map(|at| (at, true)));
    found.extend(memchr::memmem::find_iter(bytes, times).take(BLOCKS_MAX).map(|at| (at, false)));
    found.sort_unstable();
    for (at, is_name) in found {
        let Some(length) = order.u32(bytes, at + 8).map(|length| size(u64::from(length))) else {
            continue;
        };
        let length_max = if is_name { NAME_BYTES_MAX } else { METADATA_BYTES_MAX };
        let block = bytes::up_to(bytes, at + 12, length.min(length_max));
        let whole = place(base + at as u64, 12 + block.len());
        if is_name {
            let count = order.u32(block, 0).map_or(0, |count| size(u64::from(count)));
            name = utf16(bytes::up_to(block, 4, count.saturating_mul(2)), order);
            telling.signal(SignalKind::LayerName, name.clone(), whole);
        } else if let Some(time) = layer_time(block) {
            telling.signal(SignalKind::SaveHistory, format!("layer {name} | {time}"), whole);
        }
    }
}

/// Names of layers in the encoding of the system, where no name in UTF-16 stands beside one (the same, Layer records).
fn short_names(bytes: &[u8], base: u64, is_large: bool, telling: &mut Telling) {
    // Lengths of the section and of its list take 8 bytes in the larger form, lengths of channels too.
    let (length_bytes, channel_bytes) = if is_large { (8, 10) } else { (4, 6) };
    let mut at = length_bytes * 2;
    let Some(count) = bytes::be16(bytes, at) else { return };
    at += 2;
    for _ in 0..count.cast_signed().unsigned_abs() {
        let Some(channels) = bytes::be16(bytes, at + 16) else { return };
        let blend_at = at + 18 + usize::from(channels) * channel_bytes;
        if bytes.get(blend_at..blend_at + 4) != Some(b"8BIM") {
            return;
        }
        let Some(length) = be32(bytes, blend_at + 12).map(|length| size(u64::from(length))) else {
            return;
        };
        let extra_at = blend_at + 16;
        let extra = bytes::up_to(bytes, extra_at, length);
        let mask = be32(extra, 0).map_or(0, |length| size(u64::from(length)));
        let ranges = be32(extra, 4 + mask).map_or(0, |length| size(u64::from(length)));
        let name_at = mask.saturating_add(ranges).saturating_add(8);
        let (name, rest) = pascal(extra.get(name_at..).unwrap_or(&[]));
        if memchr::memmem::find(rest, b"8BIMluni").is_none() {
            telling.signal(SignalKind::LayerName, name, place(base + extra_at as u64, extra.len()));
        }
        at = extra_at.saturating_add(length);
    }
}

/// `layerTime` of the metadata of a layer: seconds since 1970, which exiftool shows as `LayerModifyDates`.
fn layer_time(block: &[u8]) -> Option<String> {
    let key = b"layerTimedoub";
    let at = memchr::memmem::find(block, key)? + key.len();
    let secs = f64::from_bits(bytes::be64(block, at)?);
    // A number of this range fits.
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
    (0.0..253_402_300_800.0).contains(&secs).then_some(secs as i64).and_then(clocks::of_1970)
}

/// Whether the bytes begin as a document of Photoshop, in its form of 30,000 pixels or the larger one.
pub(crate) fn is_psd(held: &crate::Held<'_>, _name: &str) -> bool {
    held.head().starts_with(b"8BPS\0\x01") || is_psb(held, "")
}

/// Whether it is the larger one.
pub(crate) fn is_psb(held: &crate::Held<'_>, _name: &str) -> bool {
    held.head().starts_with(b"8BPS\0\x02")
}

/// Reads a document of Photoshop.
pub(crate) fn read(held: &crate::Held<'_>, telling: &mut Telling) {
    let front = held.head();
    if let (Some(height), Some(width)) = (be32(front, 14), be32(front, 18)) {
        telling.size(width, height);
    }
    // File header of 26 bytes, colour mode data, image resources, layers: each with its length before it.
    let length = |at: u64| held.get(at, 4).and_then(|raw| be32(raw, 0)).map(u64::from);
    let Some(colours) = length(26) else {
        return telling.fault(place(26, 4), "it ends within its head");
    };
    let resources_at = 30 + colours;
    let Some(resources_bytes) = length(resources_at) else {
        return telling.fault(
            place(resources_at, 4),
            "the image resources lie beyond the bytes that are there",
        );
    };
    let begin = resources_at + 4;
    if let Some(bytes) = held.get(begin, size(resources_bytes)) {
        resources(bytes, begin, telling);
    } else {
        telling.fault(place(begin, size(resources_bytes)), "the image resources are cut off");
        resources(bytes::up_to(front, size(begin), usize::MAX), begin, telling);
    }
    let layers_at = begin + resources_bytes;
    let layers = bytes::up_to(front, size(layers_at), usize::MAX);
    short_names(layers, layers_at, is_psb(held, ""), telling);
    names_of_layers(layers, layers_at, Order::Big, telling);
    let (tail_at, tail) = held.tail();
    if held.unheld().is_some() && tail_at > layers_at {
        names_of_layers(tail, tail_at, Order::Big, telling);
    }
}
