//! A vector drawing (`.tvg`). Its layout is not published; what is read here stands so in 171 drawings of four public scenes, made by Harmony and
//! Stage 12 to 25, and in part in cpsdqs/tvg (`tvg/src/read.rs`, `palette.rs`).
//!
//! Head: `OTVGfull`, version, 2; in version 1009 a third number, then the chunk `CERT`: length, 1, length, PEM; `ENDT`; four NULs. Then the main data,
//! packed as `UNCO` length or `ZLIB` length, unpacked length. Lengths have four bytes, in drawings of Harmony 25 eight, and there the main data
//! follow a table. In them, packed likewise: `TVCI`, 13 bytes, device, program; `TPAL`, the colours, each with `TCID`: name, identifier, palette. All
//! numbers are little-endian. Lengths of both widths are tried, for no number says which.

use subtier_blocks::SignalKind;
use subtier_footage::{Certificate, Held, Telling};
use subtier_model::Place;
use subtier_sectors::little::{slice_at, to_nul, u32_at, u64_at, utf16};

use crate::packed::{read_all, unzlib};
use crate::{markup, told};

const SIGNATURE: &[u8] = b"OTVGfull";

/// Bytes of the head up to the third number.
const HEAD_BYTES: usize = 16;

/// The first version with a third number and a certificate.
const CERTIFIED_VERSION: u32 = 1009;

/// Chunks before the main data; real drawings have three.
const CHUNKS_MAX: usize = 16;

/// Places at which a chunk's name may stand by chance.
const NAMES_MAX: usize = 200;

/// Unpacked bytes of one chunk.
const CHUNK_BYTES_MAX: u64 = 64 << 20;

/// Bytes of `TVCI` before the device.
const IDENTITY_SKIPPED: usize = 13;

/// Colours of one drawing that are told.
const COLOURS_MAX: usize = 2000;

pub(super) fn is_it(held: &Held<'_>, _name: &str) -> bool {
    held.head().starts_with(SIGNATURE)
}

pub(super) fn read(held: &Held<'_>, telling: &mut Telling) {
    read_inside(held.head(), telling);
    markup::say_unheld(held, telling);
}

/// Tells what a drawing, of its own or inside another file, says.
pub(super) fn read_inside(bytes: &[u8], telling: &mut Telling) {
    let is_certified = u32_at(bytes, 8).is_some_and(|version| version >= CERTIFIED_VERSION);
    let mut at = HEAD_BYTES + if is_certified { 4 } else { 0 };
    for _ in 0..CHUNKS_MAX {
        match slice_at(bytes, at, 4) {
            Some(b"CERT") => {
                let content = u32_at(bytes, at + 4)
                    .and_then(|length| slice_at(bytes, at + 8, usize::try_from(length).ok()?));
                let Some(content) = content else { break };
                let place = told::chunk("CERT", at as u64 + 8, content.len() as u64);
                licence(content, &place, telling);
                at += 8 + content.len();
            }
            Some(b"ENDT" | [0, 0, 0, 0]) => at += 4,
            Some(b"ZLIB") => {
                let Some(main) = packed(bytes, at, telling) else { break };
                return main_data(&main.bytes, main.start, telling);
            }
            Some(b"UNCO") => {
                let main = bytes.get(at..).unwrap_or(&[]);
                return main_data(main, at as u64, telling);
            }
            _ => break,
        }
    }
    telling.fault(told::bytes_at(at as u64, 0), "the chunks of the drawing break off here");
}

/// The certificate is one of the licence: its digest names the seat.
fn licence(content: &[u8], place: &Place, telling: &mut Telling) {
    let Some(certificate) = Certificate::find(content) else {
        return telling.fault(place.clone(), "the certificate cannot be read");
    };
    telling.signal(SignalKind::Licence, certificate.digest, place.clone());
    telling.signal(SignalKind::Certificate, certificate.words, place.clone());
}

/// The chunks that tell something, found by their names; strokes between them are passed over.
fn main_data(main: &[u8], base: u64, telling: &mut Telling) {
    let mut has_identity = false;
    for (name, tell) in [(b"TVCI", identity as Tell), (b"TPAL", colours as Tell)] {
        for at in memchr::memmem::find_iter(main, name).take(NAMES_MAX) {
            // In the table of chunks a name is followed by a place.
            if !matches!(slice_at(main, at + 4, 4), Some(b"UNCO" | b"ZLIB")) {
                continue;
            }
            let Some(content) = packed(main, at + 4, telling) else { continue };
            let length = content.bytes.len() as u64;
            let name = String::from_utf8_lossy(name);
            let place = told::chunk(&name, base.saturating_add(content.start), length);
            tell(&content.bytes, &place, telling);
            has_identity |= name == "TVCI";
            break;
        }
    }
    if !has_identity {
        telling.fault(Place::Whole, "the drawing does not say on what it was made");
    }
}

type Tell = fn(&[u8], &Place, &mut Telling);

/// What was packed, and where it begins.
struct Content {
    bytes: Vec<u8>,
    start: u64,
}

/// What is packed at a place, with lengths of either width.
fn packed(bytes: &[u8], at: usize, telling: &mut Telling) -> Option<Content> {
    let narrow = usize::try_from(u32_at(bytes, at + 4)?).ok()?;
    let wide = u64_at(bytes, at + 4).and_then(|length| usize::try_from(length).ok());
    let of = |start: usize, length: usize| Some((start, slice_at(bytes, start, length)?));
    if slice_at(bytes, at, 4)? == b"UNCO" {
        let (start, content) = wide
            .filter(|wide| *wide == narrow)
            .and_then(|wide| of(at + 12, wide))
            .or_else(|| of(at + 8, narrow))?;
        return Some(Content { bytes: content.to_vec(), start: start as u64 });
    }
    // The unpacked length is counted in, the zlib stream behind it begins with a sum that is divisible by 31 (RFC 1950, 2.2).
    let is_zlib = |start: usize| {
        let head = slice_at(bytes, start, 2)
            .and_then(|head| Some(u16::from_be_bytes(head.try_into().ok()?)));
        head.is_some_and(|head| head >> 8 & 0x0F == 8 && head % 31 == 0)
    };
    let (start, length) = match wide.filter(|wide| *wide == narrow) {
        Some(wide) if is_zlib(at + 20) => (at + 20, wide.checked_sub(8)?),
        _ if is_zlib(at + 12) => (at + 12, narrow.checked_sub(4)?),
        _ => return None,
    };
    let available = bytes.get(start..)?;
    let limits = *telling.limits();
    let stream = available.get(..length).unwrap_or(available);
    let (unpacked, reason) = read_all(&mut unzlib(stream, &limits), CHUNK_BYTES_MAX);
    if let Some(reason) = reason {
        telling.fault(told::bytes_at(start as u64, length as u64), reason);
    }
    Some(Content { bytes: unpacked, start: start as u64 })
}

/// Device and program, each up to a NUL. The device is the name of the computer, and how it is licensed: `PC-17 - (9) - TRUSTED:`.
fn identity(content: &[u8], place: &Place, telling: &mut Telling) {
    let Some(rest) = content.get(IDENTITY_SKIPPED..) else { return };
    let device = to_nul(rest);
    let program = to_nul(rest.get(device.len() + 1..).unwrap_or(&[]));
    let device = String::from_utf8_lossy(device);
    told::text(SignalKind::Device, &device, place, telling);
    if let Some((machine, _)) = device.split_once(" - ") {
        told::text(SignalKind::Machine, machine, place, telling);
    }
    told::text(SignalKind::Application, &String::from_utf8_lossy(program), place, telling);
}

/// The colours that the drawing uses: their identifiers, which are those of the palette; their names and the palette's.
fn colours(content: &[u8], place: &Place, telling: &mut Telling) {
    for at in memchr::memmem::find_iter(content, b"TCID").take(COLOURS_MAX) {
        // The length has four bytes, or a byte says how many it has.
        let own = usize::from(content.get(at + 4).copied().unwrap_or(0));
        let Some((name, identifier, palette)) =
            colour(content, at + 8).or_else(|| colour(content, at + 5 + own))
        else {
            continue;
        };
        if let Some(value) = super::palette::identifier_of(identifier) {
            telling.signal(SignalKind::ColourId, value, place.clone());
        }
        told::text(SignalKind::ColourName, &name, place, telling);
        told::text(SignalKind::PaletteName, &palette, place, telling);
    }
}

/// Name, identifier and palette of a colour; lengths are counted in signs of two bytes. `None` where they are none.
fn colour(content: &[u8], at: usize) -> Option<(String, u64, String)> {
    /// Signs of a name.
    const SIGNS_MAX: usize = 1000;
    let counted = |at: usize| {
        let signs =
            usize::try_from(u32_at(content, at)?).ok().filter(|signs| *signs <= SIGNS_MAX)?;
        Some((slice_at(content, at.checked_add(4)?, signs * 2)?, at + 4 + signs * 2))
    };
    let (name, behind) = counted(at)?;
    let identifier = u64_at(content, behind)?;
    let (palette, _) = counted(behind.checked_add(8)?)?;
    Some((utf16(name), identifier, utf16(palette)))
}
