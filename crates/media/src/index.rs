//! The codes of all references, searched by their distance in bits.
//!
//! In: codes, each with the reference and the window it is of. Out: for each code of a query the
//! nearest ones. Up to `EXACT_MAX` codes every code is compared, in blocks that stay in the cache while a
//! batch of queries passes over them (`kernel`). Above, codes are kept in heaps around some of their own
//! number, and only the heaps nearest to a query are compared: what lies at the border of a heap may be
//! missed, how much is measured (`benches/RESULTS.md`). Never: an order that hangs on the number of threads.

use crate::descriptor::{Code, WORDS};
use crate::kernel::{self, Block, LANES};

/// Blocks that pass over all queries at once: 32 KiB.
const CHUNK: usize = 128;

/// Codes up to which all are compared: those of 130,000 references.
pub const EXACT_MAX: usize = 4_000_000;

/// Codes of a heap on average, and heaps at most.
const HEAP_CODES: usize = 4_096;
const HEAPS_MAX: usize = 8_192;

/// Share of the heaps that a query is compared with: one in so many, at least [`PROBES_MIN`].
const PROBED_ONE_IN: usize = 48;
const PROBES_MIN: usize = 32;

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
    codes: Heap,
    /// Once there are many: codes that heaps lie around, and the heaps; `codes` is empty then.
    centres: Heap,
    heaps: Vec<Heap>,
}

/// Codes side by side.
#[derive(Debug, Clone, Default)]
struct Heap {
    blocks: Vec<Block<WORDS>>,
    origins: Vec<Origin>,
}

impl Heap {
    fn push(&mut self, origin: Origin, code: &Code) {
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

    fn code(&self, place: usize) -> Code {
        let block = self.blocks.get(place / LANES);
        let word = |word: usize| {
            block.and_then(|block| block.get(word)?.get(place % LANES).copied()).unwrap_or(0)
        };
        std::array::from_fn(word)
    }

    /// Compares a query with the blocks from `first` on, as many as one chunk.
    fn scan(&self, first: usize, query: &Code, best: &mut Best) {
        let chunk = self.blocks.get(first..).unwrap_or_default();
        let chunk = chunk.get(..CHUNK).unwrap_or(chunk);
        kernel::scan(chunk, query, best.limit, &mut |place, distance| {
            // The last block may have lanes that no code filled.
            if let Some(origin) = self.origins.get(first * LANES + place) {
                best.push(Near { distance, origin: *origin });
            }
            best.limit
        });
    }

    /// Compares every query with every code.
    fn scan_all(&self, queries: &[Code], best: &mut [Best]) {
        for first in (0..self.blocks.len()).step_by(CHUNK) {
            for (query, best) in queries.iter().zip(best.iter_mut()) {
                self.scan(first, query, best);
            }
        }
    }
}

impl Index {
    /// Takes codes with their origins.
    pub fn new(codes: impl Iterator<Item = (Origin, Code)>) -> Self {
        Self::with_exact(codes, EXACT_MAX)
    }

    /// The same with another number of codes up to which all are compared.
    pub fn with_exact(codes: impl Iterator<Item = (Origin, Code)>, exact_max: usize) -> Self {
        let mut index = Self::default();
        codes.for_each(|(origin, code)| index.codes.push(origin, &code));
        if index.len() > exact_max {
            index.heap_up();
        }
        index
    }

    /// Codes in it.
    pub fn len(&self) -> usize {
        self.codes.origins.len() + self.heaps.iter().map(|heap| heap.origins.len()).sum::<usize>()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Puts every code on the heap of the centre nearest to it; centres are codes at even steps.
    fn heap_up(&mut self) {
        let codes = std::mem::take(&mut self.codes);
        let n_codes = codes.origins.len();
        let n_heaps = (n_codes / HEAP_CODES).clamp(1, HEAPS_MAX);
        for heap in 0..n_heaps {
            let origin = Origin { reference: u32::try_from(heap).unwrap_or(u32::MAX), window: 0 };
            self.centres.push(origin, &codes.code(heap * n_codes / n_heaps));
        }
        self.heaps = vec![Heap::default(); n_heaps];
        let places: Vec<usize> = (0..n_codes).collect();
        for places in places.chunks(CHUNK) {
            let taken: Vec<Code> = places.iter().map(|place| codes.code(*place)).collect();
            for ((place, code), near) in places.iter().zip(&taken).zip(self.centres_near(&taken, 1))
            {
                let heap = near.first().and_then(|near| self.heaps.get_mut(*near));
                if let (Some(heap), Some(origin)) = (heap, codes.origins.get(*place)) {
                    heap.push(*origin, code);
                }
            }
        }
    }

    /// The heaps whose centres are nearest to each query.
    fn centres_near(&self, queries: &[Code], n_most: usize) -> Vec<Vec<usize>> {
        let mut best: Vec<Best> = queries.iter().map(|_| Best::new(n_most)).collect();
        self.centres.scan_all(queries, &mut best);
        let heaps =
            |best: Best| best.sorted().iter().map(|near| near.origin.reference as usize).collect();
        best.into_iter().map(heaps).collect()
    }

    /// The `n_most` nearest codes of each query, nearest first; ties by origin.
    pub fn nearest(&self, queries: &[Code], n_most: usize) -> Vec<Vec<Near>> {
        let mut best: Vec<Best> = queries.iter().map(|_| Best::new(n_most)).collect();
        self.codes.scan_all(queries, &mut best);
        let n_probes = (self.heaps.len() / PROBED_ONE_IN).max(PROBES_MIN);
        let mut asked: Vec<(usize, usize)> = Vec::new();
        for (query, heaps) in self.centres_near(queries, n_probes).into_iter().enumerate() {
            asked.extend(heaps.into_iter().map(|heap| (heap, query)));
        }
        // Heap by heap, so that it stays in the cache for all queries that ask it.
        asked.sort_unstable();
        for (heap, query) in asked {
            let (Some(heap), Some(code)) = (self.heaps.get(heap), queries.get(query)) else {
                continue;
            };
            let Some(best) = best.get_mut(query) else { continue };
            (0..heap.blocks.len()).step_by(CHUNK).for_each(|first| heap.scan(first, code, best));
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
        let index =
            Index::new((0_u32..).zip(&codes).map(|(idx, code)| {
                (Origin { reference: idx / 3, window: (idx % 3) as u8 }, *code)
            }));
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

    #[test]
    fn heaps_find_what_lies_near_a_code() {
        let codes: Vec<Code> = (0..400_000).map(noise).collect();
        let origin = |idx: u32| Origin { reference: idx, window: 0 };
        let index =
            Index::with_exact((0_u32..).zip(&codes).map(|(idx, code)| (origin(idx), *code)), 1_000);
        assert_eq!(index.len(), codes.len());
        let mut n_found = 0;
        for idx in (0_u32..400_000).step_by(8_000) {
            let mut query = codes[idx as usize];
            // Twelve bits off.
            query[0] ^= 0b1111;
            query[2] ^= 0xFF00;
            let near = index.nearest(&[query], 5);
            n_found += usize::from(near[0].first().is_some_and(|near| near.origin == origin(idx)));
        }
        // Noise has no heaps: codes of pictures are found more often.
        assert!(n_found >= 45, "{n_found} of 50");
    }
}
