//! Pixels that a project file keeps bare, as a PNG, so that every preview is a picture of a known format.
//!
//! In: rows of red, green, blue, alpha. Out: PNG (ISO/IEC 15948). Never: more pixels than are there.

use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

/// A picture of `width` by `height`, from rows that stand bottom first; `None` where the pixels are not as many.
pub(crate) fn from_rows_upwards(pixels: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    /// Pixels across or down; thumbnails of project files have some hundred.
    const SIDE_MAX: u32 = 4096;
    if width == 0 || height == 0 || width > SIDE_MAX || height > SIDE_MAX {
        return None;
    }
    let row_bytes = usize::try_from(width).ok()?.checked_mul(4)?;
    let pixels = pixels.get(..row_bytes.checked_mul(usize::try_from(height).ok()?)?)?;
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    for row in pixels.chunks_exact(row_bytes).rev() {
        packed.write_all(&[0]).ok()?;
        packed.write_all(row).ok()?;
    }
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::with_capacity(13);
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    // Eight bits a channel, colour with alpha, deflate, no special filter, not interlaced.
    header.extend([8, 6, 0, 0, 0]);
    chunk(&mut png, *b"IHDR", &header)?;
    chunk(&mut png, *b"IDAT", &packed.finish().ok()?)?;
    chunk(&mut png, *b"IEND", &[])?;
    Some(png)
}

fn chunk(png: &mut Vec<u8>, name: [u8; 4], content: &[u8]) -> Option<()> {
    let mut sum = Crc::new();
    sum.update(&name);
    sum.update(content);
    png.extend(u32::try_from(content.len()).ok()?.to_be_bytes());
    png.extend(name);
    png.extend(content);
    png.extend(sum.sum().to_be_bytes());
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_pixels_as_are_there_make_a_picture() {
        assert!(from_rows_upwards(&[7; 16], 2, 2).is_some_and(|png| png.starts_with(b"\x89PNG")));
        for (width, height) in [(0, 2), (3, 2), (u32::MAX, u32::MAX), (5000, 1)] {
            assert_eq!(from_rows_upwards(&[7; 16], width, height), None);
        }
    }
}
