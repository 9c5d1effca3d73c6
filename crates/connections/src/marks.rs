//! Where line feeds and quotes stand in a block, and whether a zero does: one pass over its bytes,
//! sixteen at a time, whose result then gives lines and fields without looking for them again. This
//! is what makes reading a log about as cheap as counting its lines.

use wide::u8x16;

/// Bytes whose marks are in one word.
const WORD_BYTES: usize = 64;

/// Places written at once, more than most words have: writing some in vain costs less than a branch
/// that cannot be foreseen.
const BATCH: usize = 4;

/// The marks of one block; made once and filled again for each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    places: Vec<u32>,
    n_places: usize,
    has_zero: bool,
}

impl Marks {
    /// Finds the marks of a block, which must be smaller than 4 GiB.
    pub(crate) fn find(&mut self, bytes: &[u8]) {
        self.n_places = 0;
        let mut least = u8x16::splat(u8::MAX);
        let (words, tail) = bytes.as_chunks::<WORD_BYTES>();
        let mut base = 0;
        for word in words {
            self.push(base, mark(word, &mut least));
            base += 64;
        }
        let mut rest = [b' '; WORD_BYTES];
        for (to, from) in rest.iter_mut().zip(tail) {
            *to = *from;
        }
        self.push(base, mark(&rest, &mut least));
        self.has_zero = least.to_array().contains(&0);
    }

    /// Adds the places of the bits of one word.
    #[expect(
        clippy::inline_always,
        reason = "measured: a call for each 64 bytes costs a tenth of all"
    )]
    #[inline(always)]
    fn push(&mut self, base: u32, word: u64) {
        if self.places.len() < self.n_places + WORD_BYTES + BATCH {
            self.make_room();
        }
        let mut rest = word;
        let mut at = self.n_places;
        self.n_places += word.count_ones() as usize;
        while let Some(batch) = self.places.get_mut(at..at + BATCH) {
            for place in batch {
                *place = base + (rest.trailing_zeros() & 63);
                rest &= rest.wrapping_sub(1);
            }
            at += BATCH;
            if rest == 0 {
                return;
            }
        }
    }

    #[cold]
    fn make_room(&mut self) {
        self.places.resize((self.places.len() + WORD_BYTES + BATCH) * 2, 0);
    }

    /// Returns the places of line feeds and quotes, in order.
    pub(crate) fn places(&self) -> &[u32] {
        self.places.get(..self.n_places).unwrap_or_default()
    }

    /// Whether any byte is zero.
    pub(crate) const fn has_zero(&self) -> bool {
        self.has_zero
    }
}

/// Finds line feeds and quotes of one word; `least` keeps the least byte seen.
#[inline]
fn mark(bytes: &[u8; WORD_BYTES], least: &mut u8x16) -> u64 {
    let (feed, quote) = (u8x16::splat(b'\n'), u8x16::splat(b'"'));
    let (vectors, _) = bytes.as_chunks::<16>();
    let mut word = 0;
    for (at, vector) in (0_u32..).step_by(16).zip(vectors) {
        let vector = u8x16::new(*vector);
        *least = least.min(vector);
        let marks = vector.simd_eq(feed) | vector.simd_eq(quote);
        word |= u64::from(marks.to_bitmask()) << at;
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn marks_are_where_the_bytes_are(text in "[a\"\n]{0,300}", zero: bool) {
            let mut bytes = text.into_bytes();
            if zero {
                bytes.push(0);
            }
            let mut marks = Marks::default();
            marks.find(b"\"\n\0");
            marks.find(&bytes);
            let expected: Vec<u32> =
                (0..).zip(&bytes).filter(|(_, byte)| b"\n\"".contains(byte)).map(|(at, _)| at).collect();
            prop_assert_eq!(marks.places(), expected);
            prop_assert_eq!(marks.has_zero(), zero);
        }
    }
}
