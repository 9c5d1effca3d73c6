//! Windows bitmaps: their size, the colour profile and the path of a linked one (Microsoft Learn, BITMAPV5HEADER).

use subtier_blocks::SignalKind;

use crate::bytes::{le16, le32, place, size, text, up_to};
use crate::{Held, Telling, icc};

/// Whether the bytes begin as a bitmap with a known header.
pub(crate) fn is_bmp(held: &Held<'_>, _name: &str) -> bool {
    let front = held.head();
    front.starts_with(b"BM") && matches!(le32(front, 14), Some(12 | 40 | 52 | 56 | 64 | 108 | 124))
}

/// Reads a bitmap.
pub(crate) fn read(held: &Held<'_>, telling: &mut Telling) {
    let front = held.head();
    let header_bytes = le32(front, 14).unwrap_or(0);
    if header_bytes == 12 {
        if let (Some(width), Some(height)) = (le16(front, 18), le16(front, 20)) {
            telling.size(u32::from(width), u32::from(height));
        }
        return;
    }
    if let (Some(width), Some(height)) = (le32(front, 18), le32(front, 22)) {
        // Below zero the rows run down.
        telling.size(width.cast_signed().unsigned_abs(), height.cast_signed().unsigned_abs());
    }
    if let (Some(across @ 1..), Some(down @ 1..)) = (le32(front, 38), le32(front, 42)) {
        telling.signal(
            SignalKind::Resolution,
            format!("{across} x {down} per metre"),
            place(38, 8),
        );
    }
    if header_bytes < 124 {
        return;
    }
    let (Some(at), Some(length)) = (le32(front, 14 + 112), le32(front, 14 + 116)) else { return };
    let at = u64::from(at) + 14;
    let Some(profile) = held.get(at, size(u64::from(length))) else { return };
    match up_to(front, 14 + 56, 4) {
        b"DEBM" => icc::profile(profile, at, telling),
        b"KNIL" => telling.path(&text(profile), &place(at, profile.len())),
        _ => {}
    }
}
