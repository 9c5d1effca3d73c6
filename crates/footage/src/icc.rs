//! Colour profiles: their name and the date of their making (ICC.1:2022).

use subtier_blocks::SignalKind;

use crate::bytes::{self, Order, be16, be32, place, size, utf16};
use crate::{Telling, clocks};

/// Tags of one profile.
const TAGS_MAX: usize = 200;

/// Tells the name and date of a profile that begins at byte `base` of the file.
pub(crate) fn profile(bytes: &[u8], base: u64, telling: &mut Telling) {
    // 7.2.9: the signature `acsp`.
    if bytes.get(36..40) != Some(b"acsp") {
        return;
    }
    let part = |index: usize| be16(bytes, 24 + index * 2).map_or(0, u32::from);
    let made = clocks::of_parts([part(0), part(1), part(2), part(3), part(4), part(5)]);
    let mut words = described(bytes, *b"desc").unwrap_or_default();
    if let Some(made) = made {
        words = if words.is_empty() { made } else { format!("{words}, {made}") };
    }
    telling.signal(SignalKind::ColourProfile, words, place(base, bytes.len()));
    // The model of a display, which its calibration writes (9.2.19: deviceModelDescTag).
    if bytes.get(12..16) == Some(b"mntr")
        && let Some(model) = described(bytes, *b"dmdd")
    {
        telling.signal(SignalKind::Device, model, place(base, bytes.len()));
    }
}

/// The text of a tag: `desc` of version 2 (ICC.1:2001-04, 6.5.17) or the first of `mluc` (ICC.1:2022, 10.15).
fn described(bytes: &[u8], tag: [u8; 4]) -> Option<String> {
    let count = size(u64::from(be32(bytes, 128)?)).min(TAGS_MAX);
    let table = bytes::up_to(bytes, 132, count * 12);
    let row = table.chunks_exact(12).find(|row| row.starts_with(&tag))?;
    let (at, length) = (size(u64::from(be32(row, 4)?)), size(u64::from(be32(row, 8)?)));
    let value = bytes.get(at..at.checked_add(length)?)?;
    match value.get(..4)? {
        b"desc" => {
            let length = size(u64::from(be32(value, 8)?));
            Some(bytes::text(bytes::up_to(value, 12, length)))
        }
        b"mluc" => {
            let (length, at) =
                (size(u64::from(be32(value, 20)?)), size(u64::from(be32(value, 24)?)));
            Some(utf16(bytes::up_to(value, at, length), Order::Big))
        }
        _ => None,
    }
}
