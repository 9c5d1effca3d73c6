//! Which references hold the lines of a drawing, whatever else they hold.
//!
//! In: edge points. Out: for a grid of 32 x 18 cells (64 x 36 too for drawings on paper) and four ways one bit each, and a search for the
//! references whose bits contain a query's. Line art has a character only, its finished frame has the
//! background too; what the finish has more therefore costs nothing but the chance that it gives.
//! Small shifts, two scales and the mirror are tried. Never: a float in the comparison, so that the
//! order is the same everywhere.
#![expect(clippy::indexing_slicing, reason = "a measured kernel over arrays of fixed size")]

use crate::edges::{Edges, Point};
use crate::kernel::{self, Block, LANES};

/// Cells in which a move is told; the grids of the two searches have a multiple of them.
const COLUMNS: usize = 32;
const ROWS: usize = 18;
const WAYS: usize = 4;

/// Words of an outline on the grid of 32 x 18, and on the fine one of 64 x 36: one bit for each cell and way.
const COARSE: usize = COLUMNS * ROWS * WAYS / 64;
const FINE: usize = 4 * COARSE;

/// A move of the query before it is compared: factor of scale around the middle, shift in cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move {
    /// Factor around the middle.
    pub scale: f32,
    /// Cells to the right, of 32.
    pub right: f32,
    /// Cells down, of 18.
    pub down: f32,
    /// Whether left becomes right first.
    pub is_mirrored: bool,
}

const fn shift(right: f32, down: f32) -> Move {
    Move { scale: 1.0, right, down, is_mirrored: false }
}

const fn scale(scale: f32) -> Move {
    Move { scale, right: 0.0, down: 0.0, is_mirrored: false }
}

/// Moves that are tried, each also mirrored.
const MOVES: [Move; 9] = [
    shift(0.0, 0.0),
    shift(0.8, 0.0),
    shift(-0.8, 0.0),
    shift(0.0, 0.8),
    shift(0.0, -0.8),
    scale(0.93),
    scale(1.07),
    scale(0.85),
    scale(1.17),
];

/// A reference found by the lines it holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Held {
    /// Evidence in 1024ths of a natural logarithm.
    pub score: i32,
    /// Number of the reference.
    pub reference: u32,
    /// How the query was moved.
    pub moved: Move,
}

/// Outlines of all references.
#[derive(Debug, Default)]
pub struct Outlines {
    coarse: Level<COARSE>,
    fine: Level<FINE>,
}

/// Outlines on one grid.
#[derive(Debug, Default)]
struct Level<const WORDS: usize> {
    blocks: Vec<Block<WORDS>>,
    /// What a bit found and a bit asked for weigh, in 1024ths.
    weights: Vec<(i32, i32)>,
}

/// Share of a drawing's bits that its finish has.
const FOUND_SHARE: f32 = 0.78;

impl Outlines {
    /// Adds the next reference.
    pub fn push(&mut self, edges: &Edges) {
        self.coarse.push(edges);
        self.fine.push(edges);
    }

    /// The references that hold most of the query's lines, best first, at most `n_most` on each grid. A drawing on paper
    /// is searched on the fine grid too: it may be a character far off, which covers few cells of the coarse one.
    pub fn holding(&self, query: &Edges, on_paper: bool, n_most: usize) -> Vec<Vec<Held>> {
        let mut lists = vec![self.coarse.holding(query, n_most)];
        if on_paper {
            lists.push(self.fine.holding(query, n_most));
        }
        lists
    }
}

impl<const WORDS: usize> Level<WORDS> {
    fn push(&mut self, edges: &Edges) {
        let lane = self.weights.len() % LANES;
        if lane == 0 {
            self.blocks.push([[0; LANES]; WORDS]);
        }
        let bits = held::<WORDS>(edges);
        if let Some(block) = self.blocks.last_mut() {
            for (words, word) in block.iter_mut().zip(&bits) {
                words[lane] = *word;
            }
        }
        let n_set: u32 = bits.iter().map(|word| word.count_ones()).sum();
        let density = (n_set as f32 / (64 * WORDS) as f32).clamp(0.02, 0.7);
        let fixed = |value: f32| {
            #[expect(clippy::cast_possible_truncation, reason = "some thousand")]
            let value = (value * 1024.0).round() as i32;
            value
        };
        let found = (FOUND_SHARE / density).ln();
        let missed = ((1.0 - FOUND_SHARE) / (1.0 - density)).ln();
        self.weights.push((fixed(found - missed), fixed(missed)));
    }

    fn holding(&self, query: &Edges, n_most: usize) -> Vec<Held> {
        let mut best: Vec<Held> = Vec::new();
        let mut counts = vec![[0; LANES]; self.blocks.len()];
        let mut of = vec![(i32::MIN, 0_usize); self.weights.len()];
        let moves: Vec<Move> =
            MOVES.iter().flat_map(|m| [*m, Move { is_mirrored: true, ..*m }]).collect();
        let mirrored = query.mirrored();
        for (idx, moved) in moves.iter().enumerate() {
            let asked = asked::<WORDS>(if moved.is_mirrored { &mirrored } else { query }, moved);
            let words: Vec<(usize, u64)> =
                asked.iter().copied().enumerate().filter(|(_, word)| *word != 0).collect();
            let n_asked: u32 = words.iter().map(|(_, word)| word.count_ones()).sum();
            kernel::held(&self.blocks, &words, &mut counts);
            let counts = counts.iter().flatten();
            for ((count, (found, missed)), best) in counts.zip(&self.weights).zip(&mut of) {
                let sum = |weight: i32, n: u32| weight.saturating_mul(n.cast_signed());
                let score = sum(*found, *count).saturating_add(sum(*missed, n_asked));
                if score > best.0 {
                    *best = (score, idx);
                }
            }
        }
        for (reference, (score, idx)) in (0_u32..).zip(&of) {
            if *score > 0 {
                best.push(Held { score: *score, reference, moved: moves[*idx] });
            }
        }
        let order = |held: &Held| (std::cmp::Reverse(held.score), held.reference);
        if best.len() > n_most {
            best.select_nth_unstable_by_key(n_most, order);
            best.truncate(n_most);
        }
        best.sort_unstable_by_key(order);
        best
    }
}

/// Cells of a grid in one of [`COLUMNS`], across and down.
const fn parts(n_words: usize) -> usize {
    if n_words == COARSE { 1 } else { 2 }
}

fn place(way: usize, (column, row): (usize, usize), parts: usize) -> usize {
    (way * ROWS * parts + row) * COLUMNS * parts + column
}

/// Bits of a reference: each point also counts for what is half a cell away, and for the next way
/// when it is near the border of two.
fn held<const WORDS: usize>(edges: &Edges) -> [u64; WORDS] {
    let parts = const { parts(WORDS) };
    let mut bits = [0; WORDS];
    for point in &edges.points {
        let (u, v) = cell(edges, *point, parts);
        let way = usize::from(point.way % 16);
        let ways = match way % 4 {
            0 => [way / 4, (way / 4 + WAYS - 1) % WAYS],
            3 => [way / 4, (way / 4 + 1) % WAYS],
            _ => [way / 4, way / 4],
        };
        for (dx, dy) in [(-0.45, -0.45), (0.45, -0.45), (-0.45, 0.45), (0.45, 0.45)] {
            if let Some(cell) = inside(u + dx, v + dy, parts) {
                for way in ways {
                    let place = place(way, cell, parts);
                    bits[place / 64] |= 1 << (place % 64);
                }
            }
        }
    }
    bits
}

/// Weight of points from which a cell of the coarse grid is asked for; lines are half as long in a fine one.
const ASKED_MIN: u32 = 350;

/// Bits of a query: where more than a point or two of a way lie.
fn asked<const WORDS: usize>(edges: &Edges, moved: &Move) -> [u64; WORDS] {
    let parts = const { parts(WORDS) };
    let factor = parts as f32;
    let half = (factor * COLUMNS as f32 / 2.0, factor * ROWS as f32 / 2.0);
    let mut sums = vec![0_u32; 64 * WORDS];
    for point in &edges.points {
        let (u, v) = cell(edges, *point, parts);
        let u = (u - half.0) * moved.scale + half.0 + factor * moved.right;
        let v = (v - half.1) * moved.scale + half.1 + factor * moved.down;
        if let Some(cell) = inside(u, v, parts) {
            sums[place(usize::from(point.way % 16) / 4, cell, parts)] += u32::from(point.weight);
        }
    }
    let least = if parts == 1 { ASKED_MIN } else { ASKED_MIN / 2 };
    let mut bits = [0; WORDS];
    for (place, sum) in sums.iter().enumerate() {
        if *sum > least {
            bits[place / 64] |= 1 << (place % 64);
        }
    }
    bits
}

fn cell(edges: &Edges, point: Point, parts: usize) -> (f32, f32) {
    let across = (COLUMNS * parts) as f32 / f32::from(edges.width.max(1));
    let down = (ROWS * parts) as f32 / f32::from(edges.height.max(1));
    ((f32::from(point.x) + 0.5) * across, (f32::from(point.y) + 0.5) * down)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "compared with the sides before"
)]
fn inside(u: f32, v: f32, parts: usize) -> Option<(usize, usize)> {
    (u >= 0.0 && v >= 0.0 && u < (COLUMNS * parts) as f32 && v < (ROWS * parts) as f32)
        .then_some((u as usize, v as usize))
}
