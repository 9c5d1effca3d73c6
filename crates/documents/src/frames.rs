//! How many pictures a file holds, by its structure alone; nothing is decoded.
//!
//! In: the bytes of a GIF, PNG or TIFF. Out: the number of its frames or pages, up to a limit; 1 for any other. Damage ends the
//! count. It is asked because only the first picture is looked at for text, and that is to be said.

use std::collections::BTreeSet;

/// Pictures that are counted; a scan of a whole book has hundreds.
const PICTURES_MAX: u64 = 100_000;

/// Returns how many pictures a file holds, at least 1.
pub fn pictures_in(bytes: &[u8]) -> u64 {
    let count = match bytes {
        [b'G', b'I', b'F', b'8', ..] => gif(bytes),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, chunks @ ..] => Some(png(chunks)),
        [b'I', b'I', ..] => tiff(&Tiff { bytes, big_endian: false }),
        [b'M', b'M', ..] => tiff(&Tiff { bytes, big_endian: true }),
        _ => None,
    };
    count.unwrap_or(1).max(1)
}

/// Bytes of a colour table by the flags before it (`GIF89a`, sections 18 and 20).
const fn table_bytes(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Counts image descriptors (`GIF89a`, section 20).
fn gif(bytes: &[u8]) -> Option<u64> {
    let mut rest = bytes.get(13 + table_bytes(*bytes.get(10)?)..)?;
    let mut count = 0;
    while count < PICTURES_MAX {
        let after = match rest {
            [0x21, _label, after @ ..] => Some(after),
            [0x2C, after @ ..] => {
                count += 1;
                after.get(8).and_then(|flags| after.get(10 + table_bytes(*flags)..))
            }
            _ => None,
        };
        let Some(after) = after.and_then(behind_blocks) else { break };
        rest = after;
    }
    Some(count)
}

/// What follows blocks that begin with their length; one of length 0 is the last.
fn behind_blocks(mut bytes: &[u8]) -> Option<&[u8]> {
    loop {
        let (length, after) = bytes.split_first()?;
        bytes = after.get(usize::from(*length)..)?;
        if *length == 0 {
            return Some(bytes);
        }
    }
}

/// Counts frames, and the picture that is shown where no animation is, if it is none of them (PNG 3rd edition, 11.3.6).
fn png(mut chunks: &[u8]) -> u64 {
    let (mut n_frames, mut apart) = (0, 0);
    while let Some((length, after)) = chunks.split_first_chunk::<4>()
        && let Some((kind, data)) = after.split_first_chunk::<4>()
        && n_frames < PICTURES_MAX
    {
        match kind {
            b"fcTL" => n_frames += 1,
            b"IDAT" if n_frames == 0 => apart = 1,
            _ => {}
        }
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        let Some(next) = data.get(length.saturating_add(4)..) else { break };
        chunks = next;
    }
    n_frames + apart
}

struct Tiff<'a> {
    bytes: &'a [u8],
    big_endian: bool,
}

impl Tiff<'_> {
    /// A number of so many bytes, at most eight.
    fn number(&self, at: u64, n_bytes: u64) -> Option<u64> {
        let at = usize::try_from(at).ok()?;
        let bytes = self.bytes.get(at..at.checked_add(usize::try_from(n_bytes).ok()?)?)?;
        let add = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        Some(if self.big_endian {
            bytes.iter().fold(0, add)
        } else {
            bytes.iter().rev().fold(0, add)
        })
    }
}

/// Tag of the kind of picture, in which this bit marks a smaller copy of another one (TIFF 6.0, section 8, `NewSubfileType`).
const SUBFILE_TAG: u64 = 254;
const REDUCED: u64 = 1;
/// Entries of one directory that are looked at; tags stand in order, and this one is the lowest that is in use.
const ENTRIES_MAX: u64 = 16;

/// Follows the chain of directories (TIFF 6.0, section 2; with 43 in the head that of `BigTIFF`).
fn tiff(file: &Tiff<'_>) -> Option<u64> {
    // Bytes of the count of entries, of an entry, and of an offset; the place of the first offset and of an entry's value.
    let (count_bytes, entry_bytes, offset_bytes, first, value) = match file.number(2, 2)? {
        42 => (2, 12, 4, 4, 8),
        43 => (8, 20, 8, 8, 12),
        _ => return None,
    };
    let mut count = 0;
    let mut seen = BTreeSet::new();
    let mut offset = file.number(first, offset_bytes)?;
    while offset != 0 && count < PICTURES_MAX && seen.insert(offset) {
        let Some(n_entries) = file.number(offset, count_bytes) else { break };
        let entries = offset.saturating_add(count_bytes);
        let is_reduced = (0..n_entries.min(ENTRIES_MAX)).any(|number| {
            let entry = entries.saturating_add(number * entry_bytes);
            file.number(entry, 2) == Some(SUBFILE_TAG)
                && file
                    .number(entry.saturating_add(value), 4)
                    .is_some_and(|kind| kind & REDUCED != 0)
        });
        count += u64::from(!is_reduced);
        let next = entries.saturating_add(n_entries.saturating_mul(entry_bytes));
        offset = file.number(next, offset_bytes).unwrap_or(0);
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use image::codecs::gif::GifEncoder;
    use image::{Frame, ImageFormat, RgbaImage};
    use proptest::prelude::*;

    use super::*;

    fn gif_of(n_frames: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        let frames = (0..n_frames).map(|_| Frame::new(RgbaImage::new(5, 4)));
        GifEncoder::new(&mut bytes).encode_frames(frames).unwrap();
        bytes
    }

    fn png_chunk(kind: [u8; 4]) -> Vec<u8> {
        [&[0, 0, 0, 3][..], &kind, b"abcCRC4"].concat()
    }

    /// Directories one behind the other; `true` stands for a smaller copy.
    fn tiff_of(pages: &[bool]) -> Vec<u8> {
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        for (number, is_reduced) in (1..).zip(pages) {
            bytes.extend([1, 0, 254, 0, 4, 0, 1, 0, 0, 0, u8::from(*is_reduced), 0, 0, 0]);
            let next = if number == pages.len() { 0 } else { 8 + 18 * number };
            bytes.extend(u32::try_from(next).unwrap().to_le_bytes());
        }
        bytes
    }

    #[test]
    fn frames_of_a_gif_are_counted() {
        assert_eq!(pictures_in(&gif_of(1)), 1);
        assert_eq!(pictures_in(&gif_of(7)), 7);
        assert!((1..7).contains(&pictures_in(&gif_of(7)[..60])), "a cut one has what was there");
    }

    #[test]
    fn frames_of_a_png_are_counted() {
        let mut one = std::io::Cursor::new(Vec::new());
        RgbaImage::new(5, 4).write_to(&mut one, ImageFormat::Png).unwrap();
        assert_eq!(pictures_in(one.get_ref()), 1);
        let head = b"\x89PNG\r\n\x1A\n".to_vec();
        let of = |kinds: &[&[u8; 4]]| {
            let chunks = kinds.iter().flat_map(|kind| png_chunk(**kind));
            pictures_in(&head.iter().copied().chain(chunks).collect::<Vec<_>>())
        };
        assert_eq!(of(&[b"acTL", b"fcTL", b"IDAT", b"fcTL", b"fdAT"]), 2);
        assert_eq!(of(&[b"acTL", b"IDAT", b"fcTL", b"fdAT", b"fcTL", b"fdAT"]), 3);
    }

    #[test]
    fn pages_of_a_tiff_are_counted_without_small_copies_and_circles_end() {
        assert_eq!(pictures_in(&tiff_of(&[false])), 1);
        assert_eq!(pictures_in(&tiff_of(&[false, true, false])), 2);
        let mut circle = tiff_of(&[false, false]);
        let end = circle.len() - 4;
        circle[end] = 8;
        assert_eq!(pictures_in(&circle), 2);
    }

    proptest! {
        #[test]
        fn any_bytes_have_a_number_of_pictures(
            head in 0usize..4, bytes in proptest::collection::vec(any::<u8>(), 0..600)
        ) {
            let heads: [&[u8]; 4] = [b"GIF89a", b"\x89PNG\r\n\x1A\n", b"II*\0", b"MM\0+"];
            prop_assert!(pictures_in(&[heads[head], &bytes].concat()) >= 1);
        }
    }
}
