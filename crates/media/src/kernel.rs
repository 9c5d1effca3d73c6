//! The three inner loops that decide the speed: distances of codes, bits held, weighted sums.
//!
//! In: arrays of fixed size. Out: counts and sums, the same on every processor: additions stand in a
//! fixed order and are never fused. Each plain function is compiled twice, for every processor and
//! for those with wide registers and a bit count over eight words. Calling the second kind is the crate's only `unsafe`: the compiler cannot know
//! that the processor was asked first.
#![expect(
    clippy::indexing_slicing,
    reason = "arrays of one fixed size, so that the loops become single instructions"
)]

/// Codes, or outlines, that lie side by side, word by word, so that one instruction takes a word of each.
pub(crate) const LANES: usize = 8;

/// Eight codes of N words.
pub(crate) type Block<const N: usize> = [[u64; LANES]; N];

/// Compiles a function twice and makes the caller's one, which asks the processor.
macro_rules! twice {
    ($(#[$doc:meta])* $name:ident, $wide:ident, $each:ident, [$($generic:tt)*], ($($argument:ident: $kind:ty),*)) => {
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2,avx512f,avx512vl,avx512vpopcntdq")]
        fn $wide<$($generic)*>($($argument: $kind),*) {
            $each($($argument),*);
        }

        $(#[$doc])*
        #[expect(unsafe_code, reason = "a function compiled for more instructions, called where they are there")]
        pub(crate) fn $name<$($generic)*>($($argument: $kind),*) {
            #[cfg(target_arch = "x86_64")]
            if std::is_x86_feature_detected!("avx2")
                && std::is_x86_feature_detected!("avx512f")
                && std::is_x86_feature_detected!("avx512vl")
                && std::is_x86_feature_detected!("avx512vpopcntdq")
            {
                // SAFETY: the features that the function is compiled for were found on this processor above.
                return unsafe { $wide($($argument),*) };
            }
            $each($($argument),*);
        }
    };
}

twice!(
    /// Calls `hit(place, distance)` for every code nearer than the limit, which `hit` may lower.
    scan, scan_wide, scan_each, [const N: usize],
    (blocks: &[Block<N>], query: &[u64; N], limit: u32, hit: &mut dyn FnMut(usize, u32) -> u32)
);

twice!(
    /// Writes for every outline how many of the asked bits it holds; `words` are those not empty.
    held, held_wide, held_each, [const N: usize],
    (blocks: &[Block<N>], words: &[(usize, u64)], counts: &mut [[u32; LANES]])
);

twice!(
    /// Writes the weighted sums of the values: one row of weights for each.
    sums, sums_wide, sums_each, [const N: usize],
    (values: &[f32; N], rows: &[[f32; N]], out: &mut [f32])
);

#[inline(always)]
#[expect(clippy::inline_always, reason = "it must be compiled into each of its two callers")]
fn scan_each<const N: usize>(
    blocks: &[Block<N>],
    query: &[u64; N],
    mut limit: u32,
    hit: &mut dyn FnMut(usize, u32) -> u32,
) {
    for (block_idx, block) in blocks.iter().enumerate() {
        let mut distances = [0_u64; LANES];
        for word in 0..N {
            for lane in 0..LANES {
                let apart = u64::from((block[word][lane] ^ query[word]).count_ones());
                distances[lane] = distances[lane].wrapping_add(apart);
            }
        }
        let nearest = distances.iter().fold(u64::MAX, |least, distance| least.min(*distance));
        if nearest < u64::from(limit) {
            for (lane, distance) in distances.iter().enumerate() {
                let distance = u32::try_from(*distance).unwrap_or(u32::MAX);
                if distance < limit {
                    limit = hit(block_idx * LANES + lane, distance);
                }
            }
        }
    }
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "it must be compiled into each of its two callers")]
fn held_each<const N: usize>(
    blocks: &[Block<N>],
    words: &[(usize, u64)],
    counts: &mut [[u32; LANES]],
) {
    for (block, out) in blocks.iter().zip(counts) {
        let mut sums = [0_u64; LANES];
        for (idx, word) in words {
            if let Some(others) = block.get(*idx) {
                for lane in 0..LANES {
                    sums[lane] =
                        sums[lane].wrapping_add(u64::from((others[lane] & word).count_ones()));
                }
            }
        }
        *out = sums.map(|sum| u32::try_from(sum).unwrap_or(0));
    }
}

/// Rows that pass over the values together, so that their sums need not wait for each other.
const TOGETHER: usize = 4;

/// Running sums of one row.
const RUNNING: usize = 16;

#[inline(always)]
#[expect(clippy::inline_always, reason = "it must be compiled into each of its two callers")]
fn sums_each<const N: usize>(values: &[f32; N], rows: &[[f32; N]], out: &mut [f32]) {
    for (rows, out) in rows.chunks(TOGETHER).zip(out.chunks_mut(TOGETHER)) {
        for (row, sum) in rows.iter().zip(out) {
            let mut running = [0.0_f32; RUNNING];
            for (values, weights) in
                values.as_chunks::<RUNNING>().0.iter().zip(row.as_chunks::<RUNNING>().0)
            {
                for lane in 0..RUNNING {
                    running[lane] += values[lane] * weights[lane];
                }
            }
            *sum = running.iter().fold(0.0, |sum, lane| sum + lane);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_give_the_same() {
        let values: [f32; 64] = std::array::from_fn(|idx| (idx as f32 * 0.37).fract());
        let rows: Vec<[f32; 64]> = (0..9)
            .map(|n| std::array::from_fn(|idx| ((idx * n) as f32 * 0.173).fract() - 0.5))
            .collect();
        let (mut wide, mut each) = ([0.0; 9], [0.0; 9]);
        sums(&values, &rows, &mut wide);
        sums_each(&values, &rows, &mut each);
        assert_eq!(wide.map(f32::to_bits), each.map(f32::to_bits));
        let blocks: Vec<Block<3>> = (0..5_u64)
            .map(|n| {
                std::array::from_fn(|w| {
                    std::array::from_fn(|l| {
                        (n * 77 + w as u64 * 31 + l as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
                    })
                })
            })
            .collect();
        let (mut wide, mut each) = (vec![[0; LANES]; 5], vec![[0; LANES]; 5]);
        held(&blocks, &[(0, u64::MAX / 3), (2, 0xFF00)], &mut wide);
        held_each(&blocks, &[(0, u64::MAX / 3), (2, 0xFF00)], &mut each);
        assert_eq!(wide, each);
    }
}
