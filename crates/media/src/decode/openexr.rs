//! The sizes of an `OpenEXR` by which its decoder asks for memory, held against the limit before it is asked.
//!
//! In: the bytes of the file. Out: the reason why it is refused, where one of its data windows or tiles is larger than any
//! picture that is decoded; `image` looks at the display window alone. Never: a pixel.
//! Layout: `OpenEXR` file layout, "Header Attributes": name, type, length, value, little-endian.

use super::PIXELS_MAX;

/// Bytes in which the headers of the parts are looked through.
const HEADERS_BYTES_MAX: usize = 1 << 20;

/// Whether the bytes begin as `OpenEXR`.
pub(super) fn is_it(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x76, 0x2F, 0x31, 0x01])
}

/// Refuses sizes beyond the limit.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let headers = bytes.get(..HEADERS_BYTES_MAX).unwrap_or(bytes);
    for value in values(headers, b"dataWindow\0box2i\0") {
        let side = |at: usize| Some(i64::from(number(value, at + 8)?.cast_signed()) + 1);
        let from = |at: usize| Some(i64::from(number(value, at)?.cast_signed()));
        let [Some(right), Some(bottom), Some(left), Some(top)] =
            [side(0), side(4), from(0), from(4)]
        else {
            continue;
        };
        refuse((right - left).unsigned_abs(), (bottom - top).unsigned_abs(), "a data window")?;
    }
    for value in values(headers, b"tiles\0tiledesc\0") {
        if let (Some(width), Some(height)) = (number(value, 0), number(value, 4)) {
            refuse(u64::from(width), u64::from(height), "tiles")?;
        }
    }
    Ok(())
}

fn refuse(width: u64, height: u64, what: &str) -> Result<(), String> {
    if width.saturating_mul(height) > PIXELS_MAX {
        return Err(format!("decode {what} of {width} x {height} pixels: more than {PIXELS_MAX}"));
    }
    Ok(())
}

/// What stands behind each place of an attribute's name and type, without its length.
fn values<'a>(headers: &'a [u8], mark: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let places = headers.windows(mark.len()).enumerate();
    let places = places.filter(move |(_, window)| *window == mark);
    places.filter_map(move |(at, _)| headers.get(at + mark.len() + 4..))
}

fn number(value: &[u8], at: usize) -> Option<u32> {
    value.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}
