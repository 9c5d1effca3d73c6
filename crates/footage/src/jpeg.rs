//! JPEG: what stands before its pixels (ITU-T T.81; JFIF 1.02; CIPA DC-008; XMP part 3; ICC.1 annex B).

mod tables;

use std::collections::BTreeMap;

use subtier_blocks::SignalKind;

use crate::bytes::{be16, be32, hex, place, size, text};
use crate::{Held, Telling, exif, icc, photoshop, xmp};
use tables::Tables;

/// Segments before the pixels.
const SEGMENTS_MAX: usize = 10_000;

/// Bytes of a profile, packet or block that comes in several segments.
const JOINED_MAX: usize = 64 << 20;

const EXIF: &[u8] = b"Exif\0\0";
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const EXTENDED_XMP: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
const ICC: &[u8] = b"ICC_PROFILE\0";
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";

/// Whether the bytes begin as JPEG.
pub(crate) fn is_jpeg(held: &Held<'_>, _name: &str) -> bool {
    held.head().starts_with(&[0xFF, 0xD8, 0xFF])
}

/// What comes in several segments.
#[derive(Debug, Default)]
struct Joined {
    /// Parts of profiles by their number, and where the first lies.
    icc: BTreeMap<u8, Vec<u8>>,
    icc_at: u64,
    resources: Vec<u8>,
    resources_at: u64,
    /// Packets beyond 64 kB by their digest: the parts by where they belong.
    packets: BTreeMap<String, BTreeMap<u32, Vec<u8>>>,
    packets_at: u64,
    bytes: usize,
}

/// Reads a JPEG.
pub(crate) fn read(held: &Held<'_>, telling: &mut Telling) {
    let mut joined = Joined::default();
    let mut tables = Tables::default();
    let reason = segments(held, &mut joined, &mut tables, telling);
    if let Some((at, reason)) = reason {
        telling.fault(place(at, 0), reason);
    }
    tables.tell(telling);
    joined.tell(telling);
}

/// Goes over the segments up to the pixels; where and why it ended before.
fn segments(
    held: &Held<'_>,
    joined: &mut Joined,
    tables: &mut Tables,
    telling: &mut Telling,
) -> Option<(u64, String)> {
    let mut at = 2;
    for _ in 0..SEGMENTS_MAX {
        // Any number of FF may stand before a marker (T.81, B.1.1.2).
        let mut marker = 0xFF;
        while marker == 0xFF {
            let Some(byte) = held.get(at, 1).and_then(|raw| raw.first()) else {
                return Some((at, "it ends before its pixels".to_owned()));
            };
            marker = *byte;
            at += 1;
        }
        match marker {
            // Pixels begin, or the end.
            0xDA | 0xD9 => return None,
            // Markers without a segment.
            0x01 | 0xD0..=0xD8 => continue,
            _ => {}
        }
        let length = held.get(at, 2).and_then(|raw| be16(raw, 0)).map_or(0, usize::from);
        let Some(data) = length.checked_sub(2).and_then(|length| held.get(at + 2, length)) else {
            return Some((at, format!("segment FF{marker:02X} is cut off")));
        };
        segment(marker, data, at + 2, (joined, tables, telling));
        at += length as u64;
    }
    Some((at, format!("only its first {SEGMENTS_MAX} segments are read")))
}

fn segment(
    marker: u8,
    data: &[u8],
    at: u64,
    (joined, tables, telling): (&mut Joined, &mut Tables, &mut Telling),
) {
    match marker {
        // Start of frame, of every kind (T.81, table B.1).
        0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
            if let (Some(height), Some(width)) = (be16(data, 1), be16(data, 3)) {
                telling.size(u32::from(width), u32::from(height));
            }
        }
        0xDB => tables.take(data, at),
        0xE0 => jfif(data, at, telling),
        0xE1 => application_1(data, at, joined, telling),
        0xE2 if data.starts_with(ICC) => joined.take_icc(data, at),
        0xED => {
            if let Some(resources) = data.strip_prefix(PHOTOSHOP) {
                joined.take_resources(resources, at + PHOTOSHOP.len() as u64);
            }
        }
        0xFE => telling.signal(SignalKind::Comment, text(data), place(at, data.len())),
        _ => {}
    }
}

fn jfif(data: &[u8], at: u64, telling: &mut Telling) {
    let Some(b"JFIF\0") = data.get(..5) else { return };
    if let (Some(unit @ (1 | 2)), Some(across), Some(down)) =
        (data.get(7), be16(data, 8), be16(data, 10))
    {
        let unit = if *unit == 1 { "inch" } else { "centimetre" };
        telling.signal(
            SignalKind::Resolution,
            format!("{across} x {down} per {unit}"),
            place(at, data.len()),
        );
    }
}

fn application_1(data: &[u8], at: u64, joined: &mut Joined, telling: &mut Telling) {
    if data.starts_with(EXIF) {
        exif::block(data, at, telling);
    } else if let Some(packet) = data.strip_prefix(XMP) {
        xmp(packet, at + XMP.len() as u64, telling);
    } else if let Some(part) = data.strip_prefix(EXTENDED_XMP) {
        // XMP part 3, 1.1.3.1: digest of 32 signs, length of all, where the part belongs.
        let (Some(digest), Some(offset), Some(bytes)) =
            (part.get(..32), be32(part, 36), part.get(40..))
        else {
            return;
        };
        if joined.fits(bytes.len()) {
            joined.packets_at = at;
            let packet = joined.packets.entry(hex(digest)).or_default();
            packet.insert(offset, bytes.to_vec());
        }
    }
}

impl Joined {
    fn fits(&mut self, length: usize) -> bool {
        self.bytes = self.bytes.saturating_add(length);
        self.bytes <= JOINED_MAX
    }

    fn take_icc(&mut self, data: &[u8], at: u64) {
        let Some((number, bytes)) = data.get(ICC.len()).zip(data.get(ICC.len() + 2..)) else {
            return;
        };
        if self.fits(bytes.len()) {
            if self.icc.is_empty() {
                self.icc_at = at + ICC.len() as u64 + 2;
            }
            self.icc.insert(*number, bytes.to_vec());
        }
    }

    fn take_resources(&mut self, bytes: &[u8], at: u64) {
        if self.fits(bytes.len()) {
            if self.resources.is_empty() {
                self.resources_at = at;
            }
            self.resources.extend_from_slice(bytes);
        }
    }

    fn tell(&self, telling: &mut Telling) {
        let profile: Vec<u8> = self.icc.values().flatten().copied().collect();
        icc::profile(&profile, self.icc_at, telling);
        photoshop::resources(&self.resources, self.resources_at, telling);
        for parts in self.packets.values() {
            let mut packet = Vec::new();
            for (offset, part) in parts {
                if size(u64::from(*offset)) != packet.len() {
                    telling
                        .fault(place(self.packets_at, 0), "a part of the extended XMP is missing");
                    break;
                }
                packet.extend_from_slice(part);
            }
            xmp(&packet, self.packets_at, telling);
        }
    }
}
