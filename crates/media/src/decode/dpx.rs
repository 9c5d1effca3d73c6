//! The picture of a DPX file, as scanners and compositing programs write it.
//!
//! In: the bytes of the file. Out: red, green and blue row by row; a reason where its pixels lie in a way that is not read
//! here. Never: a size that the bytes do not hold. What is kept logarithmic stays so: it is paler, its lines are the same.
//! Layout: SMPTE ST 268-1, table 1 (image information header) and annex C (packing).

use super::PIXELS_MAX;

/// How the samples lie.
struct Layout {
    is_big: bool,
    width: usize,
    height: usize,
    /// Samples of a pixel, and at which of them red, green and blue stand.
    channels: usize,
    rgb: [usize; 3],
    bits: u8,
    /// Whether samples of fewer bits than their words stand at the upper end of them (method A).
    is_upper: bool,
    /// Bytes of one row.
    stride: usize,
}

/// Whether the bytes begin as DPX, in either order of bytes.
pub(super) fn is_it(bytes: &[u8]) -> bool {
    bytes.starts_with(b"SDPX") || bytes.starts_with(b"XPDS")
}

/// Reads the picture: its columns, its rows, three bytes a pixel.
pub(super) fn read(bytes: &[u8]) -> Result<(usize, usize, Vec<u8>), String> {
    let is_big = bytes.starts_with(b"SDPX");
    let (layout, offset) = layout(bytes, is_big)?;
    let Layout { width, height, .. } = layout;
    let rows = |stride: usize| {
        let length = stride.checked_mul(height).filter(|length| *length > 0)?;
        Some(bytes.get(offset..)?.get(..length)?.chunks_exact(stride))
    };
    // Rows fill words of four bytes; ImageMagick leaves that out, so that its files are shorter.
    let rows = rows(layout.stride.next_multiple_of(4)).or_else(|| rows(layout.stride));
    let rows = rows.ok_or("decode the picture: its rows are cut off")?;
    let mut rgb = Vec::with_capacity(width * height * 3);
    for row in rows {
        for x in 0..width {
            rgb.extend(layout.rgb.map(|channel| layout.sample(row, x * layout.channels + channel)));
        }
    }
    Ok((width, height, rgb))
}

fn layout(bytes: &[u8], is_big: bool) -> Result<(Layout, usize), String> {
    let number = |at: usize, length: usize| number(bytes, (at, length), is_big);
    let head = || {
        let offset = number(808, 4).filter(|at| *at != 0).or(number(4, 4))?;
        Some((number(772, 4)?, number(776, 4)?, number(812, 4)?, offset))
    };
    let (width, height, padding, offset) = head().ok_or("read the head of the picture")?;
    if width == 0 || height == 0 || width as u64 * height as u64 > PIXELS_MAX {
        return Err(format!("decode {width} x {height} pixels: none, or more than {PIXELS_MAX}"));
    }
    let [Some(kind), Some(bits), Some(packing), Some(encoding)] =
        [number(800, 1), number(803, 1), number(804, 2), number(806, 2)]
    else {
        return Err("read the head of the picture".to_owned());
    };
    let (channels, rgb) = match kind {
        6 => (1, [0, 0, 0]),
        50 => (3, [0, 1, 2]),
        51 => (4, [0, 1, 2]),
        52 => (4, [3, 2, 1]),
        other => return Err(format!("decode the picture: pixels of kind {other} are not read")),
    };
    // Of ten bits three lie in a word of four bytes; which of them grey begins with, programs disagree on.
    let words = match (bits, packing) {
        (8, _) => width * channels,
        (10, 1 | 2) if channels > 1 => (width * channels).div_ceil(3) * 4,
        (12, 1 | 2) | (16, _) => width * channels * 2,
        _ => {
            return Err(format!(
                "decode the picture: {bits} bits packed as {packing} are not read"
            ));
        }
    };
    if encoding != 0 {
        return Err("decode the picture: packed rows are not read".to_owned());
    }
    let padding = if u32::try_from(padding) == Ok(u32::MAX) { 0 } else { padding };
    let stride = words.saturating_add(padding);
    let bits = u8::try_from(bits).unwrap_or(0);
    let is_upper = packing == 1;
    Ok((Layout { is_big, width, height, channels, rgb, bits, is_upper, stride }, offset))
}

impl Layout {
    /// The sample of that number in a row, in eight bits.
    fn sample(&self, row: &[u8], idx: usize) -> u8 {
        let word = |at: usize, length: usize| number(row, (at, length), self.is_big).unwrap_or(0);
        let sample = match self.bits {
            8 => word(idx, 1),
            10 => {
                // The first of three stands at the upper end; two bits are left over, below or above.
                let shift = 20 - 10 * (idx % 3) + if self.is_upper { 2 } else { 0 };
                word(idx / 3 * 4, 4) >> shift >> 2 & 0xFF
            }
            12 => word(idx * 2, 2) >> if self.is_upper { 8 } else { 4 } & 0xFF,
            _ => word(idx * 2, 2) >> 8,
        };
        u8::try_from(sample).unwrap_or(255)
    }
}

/// A number of one to four bytes.
fn number(bytes: &[u8], (at, length): (usize, usize), is_big: bool) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    let add = |number: u32, byte: &u8| number << 8 | u32::from(*byte);
    let number = if is_big { bytes.iter().fold(0, add) } else { bytes.iter().rev().fold(0, add) };
    usize::try_from(number).ok()
}
