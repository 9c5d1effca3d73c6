//! Histograms to codes of 256 bits.
//!
//! In: the histogram of a window. Out: the signs of 256 weighted sums of it. The weights were found
//! by us on made-up shows (`examples/fit.rs`, its command and seed stand there): the mean is taken
//! off, directions in which passes and hands of one drawing differ are damped, directions in which
//! drawings differ are kept, and a rotation spreads them evenly over the bits.
#![expect(clippy::indexing_slicing, reason = "the table's size is checked when it is compiled in")]

use std::sync::LazyLock;

use crate::kernel;
use crate::windows::LENGTH;

/// Words of a code.
pub const WORDS: usize = 4;

/// Bits of a code.
pub const BITS: usize = 64 * WORDS;

/// What a window looks like.
pub type Code = [u64; WORDS];

/// For each bit its scale (f32) and offset (f32), then [`LENGTH`] weights of one byte; little-endian.
static TABLE: &[u8; BITS * ROW] = include_bytes!("descriptor.bin");

const ROW: usize = 8 + LENGTH;

/// The table with its scales taken in, made once.
static WEIGHTS: LazyLock<Vec<[f32; LENGTH]>> = LazyLock::new(|| {
    let row = |bytes: &[u8]| {
        std::array::from_fn(|at| f32::from(bytes[8 + at].cast_signed()) * number(bytes, 0))
    };
    TABLE.chunks_exact(ROW).map(row).collect()
});

fn number(bytes: &[u8], at: usize) -> f32 {
    f32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// The weighted sums of a histogram, one a bit, with the bit's offset added.
pub fn sums(histogram: &[f32; LENGTH]) -> Box<[f32; BITS]> {
    let mut out = Box::new([0.0; BITS]);
    kernel::sums(histogram, &WEIGHTS, out.as_mut());
    for (sum, row) in out.iter_mut().zip(TABLE.chunks_exact(ROW)) {
        *sum += number(row, 4);
    }
    out
}

/// The signs of the sums.
pub fn code(histogram: &[f32; LENGTH]) -> Code {
    let mut code = [0; WORDS];
    for (idx, sum) in sums(histogram).iter().enumerate() {
        if *sum > 0.0 {
            code[idx / 64] |= 1 << (idx % 64);
        }
    }
    code
}
