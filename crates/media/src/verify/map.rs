//! Where a reference has lines of each way: the table that verification asks.
//!
//! In: edge points. Out: for each cell of a grid one bit for each of 8 ways, set where a point of
//! about that way lies within reach. Outside of the picture there is nothing.
#![expect(clippy::indexing_slicing, reason = "places are compared with the sides before")]

use crate::edges::{Edges, Point};

/// Ways near a point's way, one bit each.
pub(super) const fn bits(way: u8) -> u8 {
    let low = (way / 2) % 8;
    let high = way.div_ceil(2) % 8;
    (1 << low) | (1 << high)
}

/// Bits of ways over a grid.
pub(super) struct Map {
    columns: usize,
    rows: usize,
    /// Samples of the edge grid in a cell, as a factor.
    scale: f32,
    cells: Vec<u8>,
}

impl Map {
    /// Makes cells of `side` samples; each point reaches `reach` cells around its own.
    pub(super) fn new(edges: &Edges, side: usize, reach: usize) -> Self {
        let columns = usize::from(edges.width).div_ceil(side).max(1);
        let rows = usize::from(edges.height).div_ceil(side).max(1);
        let mut cells = vec![0_u8; columns * rows];
        for point in &edges.points {
            let (x, y) = (usize::from(point.x) / side, usize::from(point.y) / side);
            let bits = bits(point.way);
            for row in y.saturating_sub(reach)..(y + reach + 1).min(rows) {
                let from = row * columns + x.saturating_sub(reach);
                let end = row * columns + (x + reach + 1).min(columns);
                if from < end {
                    cells[from..end].iter_mut().for_each(|cell| *cell |= bits);
                }
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a side of a few samples")]
        let scale = 1.0 / side as f32;
        Self { columns, rows, scale, cells }
    }

    /// The bits at a place of the edge grid.
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "negative places are told apart before"
    )]
    pub(super) fn at(&self, x: f32, y: f32) -> u8 {
        if x < 0.0 || y < 0.0 {
            return 0;
        }
        let (column, row) = ((x * self.scale) as usize, (y * self.scale) as usize);
        if column < self.columns && row < self.rows {
            self.cells[row * self.columns + column]
        } else {
            0
        }
    }

    /// Share of cells that have each way.
    pub(super) fn densities(&self) -> [f32; 8] {
        let mut counts = [0_u32; 8];
        let (eights, rest) = self.cells.as_chunks::<8>();
        for cells in eights {
            let cells = u64::from_le_bytes(*cells);
            for (way, count) in counts.iter_mut().enumerate() {
                *count += (cells >> way & FIRST_BITS).count_ones();
            }
        }
        for cell in rest {
            for (way, count) in counts.iter_mut().enumerate() {
                *count += u32::from(cell >> way & 1);
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "at most 65,536 cells")]
        counts.map(|count| count as f32 / self.cells.len() as f32)
    }
}

/// The first bit of each of eight cells.
const FIRST_BITS: u64 = 0x0101_0101_0101_0101;

/// A point made ready to be moved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mover {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) weight: f32,
    pub(super) way: u8,
}

impl Mover {
    pub(super) fn of(point: Point) -> Self {
        Self {
            x: f32::from(point.x) + 0.5,
            y: f32::from(point.y) + 0.5,
            weight: f32::from(point.weight) / 255.0,
            way: point.way,
        }
    }
}

/// Tiles on each side when points are spread: 16 samples each.
const TILES: usize = 16;

/// At most `n_max` points, the best of every tile before the second best of any.
pub(super) fn spread(edges: &Edges, n_max: usize) -> Vec<Mover> {
    let mut tiles: Vec<Vec<&Point>> = vec![Vec::new(); TILES * TILES];
    for point in &edges.points {
        tiles[usize::from(point.y) / TILES * TILES + usize::from(point.x) / TILES].push(point);
    }
    for tile in &mut tiles {
        tile.sort_by_key(|point| (std::cmp::Reverse(point.weight), point.y, point.x));
    }
    let mut taken = Vec::with_capacity(n_max);
    let deepest = tiles.iter().map(Vec::len).max().unwrap_or(0);
    for depth in 0..deepest {
        for tile in &tiles {
            if let Some(point) = tile.get(depth) {
                if taken.len() == n_max {
                    return taken;
                }
                taken.push(Mover::of(**point));
            }
        }
    }
    taken
}
