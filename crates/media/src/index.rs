//! The codes of all references, searched whole.
//!
//! In: codes, each with the reference and the window it is of. Out: for each code of a query the
//! nearest ones. Nothing is left out for speed: every code is compared, in blocks that stay in the
//! cache while a batch of queries passes over them (`kernel`).

use crate::descriptor::{Code, WORDS};
use crate::kernel::{self, Block, LANES};

/// Blocks that pass over all queries at once: 32 KiB.
const CHUNK: usize = 128;

/// Of which reference and window a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Number of the reference.
    pub reference: u32,
    /// Number of the window.
    pub window: u8,
}

/// A code found near another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Near {
    /// Bits that differ.
    pub distance: u32,
    /// Whose it is.
    pub origin: Origin,
}

/// Codes with their origins.
#[derive(Debug, Clone, Default)]
pub struct Index {
    blocks: Vec<Block<WORDS>>,
    origins: Vec<Origin>,
}

impl Index {
    /// Adds a code.
    pub fn push(&mut self, origin: Origin, code: &Code) {
        let lane = self.origins.len() % LANES;
        if lane == 0 {
            self.blocks.push([[0; LANES]; WORDS]);
        }
        self.origins.push(origin);
        let Some(block) = self.blocks.last_mut() else { return };
        for (words, word) in block.iter_mut().zip(code) {
            if let Some(place) = words.get_mut(lane) {
                *place = *word;
            }
        }
    }

    /// Codes in it.
    pub fn len(&self) -> usize {
        self.origins.len()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.origins.is_empty()
    }

    /// The `n_most` nearest codes of each query, nearest first; ties by origin.
    pub fn nearest(&self, queries: &[Code], n_most: usize) -> Vec<Vec<Near>> {
        let mut best: Vec<Best> = queries.iter().map(|_| Best::new(n_most)).collect();
        for (chunk_idx, chunk) in self.blocks.chunks(CHUNK).enumerate() {
            let first = chunk_idx * CHUNK * LANES;
            for (query, best) in queries.iter().zip(&mut best) {
                kernel::scan(chunk, query, best.limit, &mut |place, distance| {
                    // The last block may have lanes that no code filled.
                    if let Some(origin) = self.origins.get(first + place) {
                        best.push(Near { distance, origin: *origin });
                    }
                    best.limit
                });
            }
        }
        best.into_iter().map(Best::sorted).collect()
    }
}

/// The nearest so far: twice as many as wanted at most, cut back when full.
struct Best {
    n_most: usize,
    found: Vec<Near>,
    /// Distances from here on are of no use.
    limit: u32,
}

impl Best {
    fn new(n_most: usize) -> Self {
        Self { n_most, found: Vec::with_capacity(2 * n_most), limit: u32::MAX }
    }

    fn push(&mut self, near: Near) {
        self.found.push(near);
        if self.found.len() >= 2 * self.n_most.max(1) {
            self.found.select_nth_unstable(self.n_most);
            self.found.truncate(self.n_most);
            // A tie with the last could still come first by its origin.
            let last = self.found.iter().map(|near| near.distance).max();
            self.limit = last.map_or(0, |distance| distance + 1);
        }
    }

    fn sorted(mut self) -> Vec<Near> {
        self.found.sort_unstable();
        self.found.truncate(self.n_most);
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(seed: u64) -> Code {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        std::array::from_fn(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.wrapping_mul(0x2545_F491_4F6C_DD1D)
        })
    }

    #[test]
    fn finds_what_comparing_one_by_one_finds() {
        let codes: Vec<Code> = (0..5_003).map(noise).collect();
        let mut index = Index::default();
        for (idx, code) in (0_u32..).zip(&codes) {
            index.push(Origin { reference: idx / 3, window: (idx % 3) as u8 }, code);
        }
        let queries: Vec<Code> = (0..7).map(|n| noise(n * 700 + 3)).collect();
        for (query, found) in queries.iter().zip(index.nearest(&queries, 20)) {
            let distance =
                |code: &Code| code.iter().zip(query).map(|(a, b)| (a ^ b).count_ones()).sum();
            let mut all: Vec<Near> = (0_u32..)
                .zip(&codes)
                .map(|(idx, code)| Near {
                    distance: distance(code),
                    origin: Origin { reference: idx / 3, window: (idx % 3) as u8 },
                })
                .collect();
            all.sort();
            assert_eq!(found, all[..20]);
        }
    }
}
