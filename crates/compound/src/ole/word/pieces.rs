//! The piece table: the text of a Word binary put together from the stretches in which it lies in the stream.
//!
//! In: the stream `WordDocument` and the table of pieces. Out: the text as UTF-16 code units, and for each the byte at
//! which it stands, since formatting is kept by byte. No more code units are taken than the stream has bytes. Format:
//! \[MS-DOC\] 2.8.35 (`PlcPcd`), 2.9.38 (Clx), 2.9.73 (`FcCompressed`).

use encoding_rs::WINDOWS_1252;

use subtier_sectors::little::{size_at, slice_at, slice_up_to, u8_at, u16_at, u32_at, units};

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// First code unit.
    pub(crate) start: usize,
    /// First code unit after.
    pub(crate) end: usize,
    /// The byte of the stream at which it begins.
    pub(crate) at: usize,
    /// Two bytes a code unit, or one.
    pub(crate) unit_bytes: usize,
    /// Formatting that a fast save laid over it: number of a property list, counted from 1; 0 for none.
    pub(crate) list: usize,
}

/// The text of all stories.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text {
    /// The code units.
    pub(crate) units: Vec<u16>,
    /// Where they come from, in order.
    pub(crate) pieces: Vec<Piece>,
    /// Property lists that pieces refer to.
    pub(crate) lists: Vec<Vec<u8>>,
    /// Whether text is missing that the table promises.
    pub(crate) is_cut: bool,
}

impl Text {
    /// The byte at which a code unit stands.
    pub(crate) fn byte_of(&self, unit: usize) -> Option<usize> {
        let index = self.pieces.partition_point(|piece| piece.end <= unit);
        let piece = self.pieces.get(index)?;
        Some(piece.at + unit.checked_sub(piece.start)? * piece.unit_bytes)
    }

    /// Adds a stretch; one byte a code unit is Windows-1252 but for bytes without a sign there (2.9.73).
    pub(crate) fn push(&mut self, word: &[u8], at: usize, n_units: usize, unit_bytes: usize) {
        let start = self.units.len();
        let room = word.len().saturating_sub(start);
        let bytes = slice_up_to(word, at, n_units.min(room).saturating_mul(unit_bytes));
        if unit_bytes == 2 {
            self.units.extend(units(bytes));
        } else {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
            self.units.extend(text.encode_utf16());
        }
        let end = self.units.len();
        self.is_cut |= end - start < n_units;
        self.pieces.push(Piece { start, end, at, unit_bytes, list: 0 });
    }
}

/// Puts the text together.
pub(crate) fn read(word: &[u8], clx: &[u8]) -> Text {
    let mut text = Text::default();
    let mut at = 0usize;
    while let Some(kind) = u8_at(clx, at) {
        if kind == 1 {
            let len = usize::from(u16_at(clx, at + 1).unwrap_or_default());
            text.lists.push(slice_up_to(clx, at + 3, len).to_vec());
            at += 3 + len;
        } else if kind == 2 {
            let len = size_at(clx, at + 1).unwrap_or_default();
            add_pieces(&mut text, word, slice_up_to(clx, at + 5, len));
            break;
        } else {
            break;
        }
    }
    text
}

fn add_pieces(text: &mut Text, word: &[u8], table: &[u8]) {
    // n + 1 positions of four bytes, then n descriptors of eight.
    let n_pieces = table.len().saturating_sub(4) / 12;
    for index in 0..n_pieces {
        let (Some(start), Some(end)) = (size_at(table, index * 4), size_at(table, index * 4 + 4))
        else {
            break;
        };
        let Some(descriptor) = slice_at(table, (n_pieces + 1) * 4 + index * 8, 8) else { break };
        let place = u32_at(descriptor, 2).unwrap_or_default();
        let modifier = u16_at(descriptor, 6).unwrap_or_default();
        let n_units = end.saturating_sub(start);
        if n_units == 0 {
            continue;
        }
        let is_compressed = place & 0x4000_0000 != 0;
        let at = usize::try_from(place & 0x3FFF_FFFF).unwrap_or(usize::MAX);
        if is_compressed {
            text.push(word, at / 2, n_units, 1);
        } else {
            text.push(word, at, n_units, 2);
        }
        // A set lowest bit makes the rest the number of a property list (2.9.215, Prm1).
        if modifier & 1 == 1
            && let Some(piece) = text.pieces.last_mut()
        {
            piece.list = usize::from(modifier >> 1) + 1;
        }
    }
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "samples are small")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(pieces: &[(u32, u32)]) -> Vec<u8> {
        let mut body = 0u32.to_le_bytes().to_vec();
        for piece in pieces {
            body.extend(piece.0.to_le_bytes());
        }
        for piece in pieces {
            body.extend([0, 0]);
            body.extend(piece.1.to_le_bytes());
            body.extend([0, 0]);
        }
        let mut clx = vec![2];
        clx.extend((body.len() as u32).to_le_bytes());
        clx.extend(body);
        clx
    }

    #[test]
    fn narrow_and_wide_pieces_make_one_text() {
        let mut word = b"abc\x93".to_vec();
        word.extend("返修".encode_utf16().flat_map(u16::to_le_bytes));
        let text = read(&word, &table(&[(2, 4), (4, 0x4000_0000 | 4)]));
        assert_eq!(String::from_utf16_lossy(&text.units), "返修c“");
        assert_eq!(text.byte_of(1), Some(6));
        assert_eq!(text.byte_of(3), Some(3));
        assert!(!text.is_cut);
    }

    #[test]
    fn pieces_that_name_the_same_bytes_again_do_not_multiply_them() {
        let word = vec![b'a'; 100];
        let pieces: Vec<(u32, u32)> = (1..1000).map(|n| (n * 100, 0x4000_0000)).collect();
        let text = read(&word, &table(&pieces));
        assert_eq!(text.units.len(), 100);
        assert!(text.is_cut);
    }

    proptest! {
        #[test]
        fn any_table_is_read(word: Vec<u8>, clx: Vec<u8>) {
            prop_assert!(read(&word, &clx).units.len() <= word.len().max(1) * 2);
        }

        #[test]
        fn any_pieces_are_read(word: Vec<u8>, pieces: Vec<(u32, u32)>) {
            prop_assert!(read(&word, &table(&pieces)).units.len() <= word.len());
        }
    }
}
