//! Levels of `OpenToonz`: raster (`.tlv`) and vector (`.pli`).
//!
//! Raster (`toonz/sources/image/tzl/tiio_tzl.cpp`): `TLV10` to `TLV15` in eight bytes; from 14 on the program in 40 bytes; then bytes of the
//! header, width, height and number of frames, little-endian. Vector (`toonz/sources/image/pli/pli_io.cpp`): `PLIM`, version in two bytes, from
//! 5.8 on the length of the program's name and the name; the history is a text among its tags. Read as they stand; the pictures are not.

use subtier_blocks::SignalKind;
use subtier_footage::{Held, Telling};
use subtier_names::encoding::decode;
use subtier_sectors::little::{slice_at, to_nul, u16_at, u32_at};

use super::history;
use crate::{markup, told};

/// The program in a raster level (`CREATOR_LENGTH`).
const CREATOR_BYTES: usize = 40;

pub(super) fn is_raster(held: &Held<'_>, _name: &str) -> bool {
    matches!(held.head(), [b'T', b'L', b'V', b'1', b'0'..=b'5', ..])
}

pub(super) fn read_raster(held: &Held<'_>, telling: &mut Telling) {
    let bytes = held.head();
    let has_creator = matches!(bytes.get(4), Some(b'4'..));
    if has_creator {
        let creator = slice_at(bytes, 8, CREATOR_BYTES).unwrap_or(&[]);
        let creator = String::from_utf8_lossy(to_nul(creator)).into_owned();
        if creator != "UNKNOWN" {
            let place = told::bytes_at(8, CREATOR_BYTES as u64);
            told::text(SignalKind::Application, &creator, &place, telling);
        }
    }
    let header = if has_creator { 8 + CREATOR_BYTES } else { 8 };
    match (u32_at(bytes, header + 4), u32_at(bytes, header + 8)) {
        (Some(width), Some(height)) => telling.size(width, height),
        _ => telling.fault(told::bytes_at(0, bytes.len() as u64), "the header is cut"),
    }
}

pub(super) fn is_vector(held: &Held<'_>, _name: &str) -> bool {
    held.head().starts_with(b"PLIM") || held.head().starts_with(b"MILP")
}

pub(super) fn read_vector(held: &Held<'_>, telling: &mut Telling) {
    let bytes = held.head();
    let version = (bytes.get(4).copied().unwrap_or(0), bytes.get(5).copied().unwrap_or(0));
    // The other order of the signature is that of machines with the other order of bytes, long gone.
    if bytes.starts_with(b"PLIM") && version >= (5, 8) {
        let length = usize::from(u16_at(bytes, 6).unwrap_or(0));
        let creator = slice_at(bytes, 8, length).unwrap_or(&[]);
        let place = told::bytes_at(8, length as u64);
        told::text(SignalKind::Application, &String::from_utf8_lossy(creator), &place, telling);
    }
    if let Some(at) = memchr::memmem::find(bytes, history::HEADING) {
        let rest = bytes.get(at..).unwrap_or(&[]);
        // The text ends where what follows is no part of a line: at its last `|` before a control sign.
        let end = rest.iter().position(u8::is_ascii_control).unwrap_or(rest.len());
        let text = rest.get(..end.min(history::HISTORY_BYTES_MAX)).unwrap_or(&[]);
        let place = told::bytes_at(at as u64, text.len() as u64);
        history::tell(&decode(text, None).text, &place, telling);
    }
    markup::say_unheld(held, telling);
}
