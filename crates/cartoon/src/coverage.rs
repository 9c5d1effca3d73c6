//! How much of each pixel a shape or a stroke covers.
//!
//! In: lines of points in pixels. Out: a share from 0 to 1 for each pixel of the box around them.
//! Shapes by signed areas summed along each row, as rasterisers of type do; strokes by the distance to their middle line.
#![expect(
    clippy::indexing_slicing,
    reason = "measured kernel: every index is clamped to the box it was allocated for; a property test draws any size"
)]

use crate::plane::Point;

/// Shares of pixels inside a box of a canvas.
#[derive(Debug, Default)]
pub(crate) struct Coverage {
    /// First column of the box.
    pub(crate) left: usize,
    /// First row of the box.
    pub(crate) top: usize,
    /// Columns of the box.
    pub(crate) width: usize,
    /// Rows of the box.
    pub(crate) height: usize,
    /// Row by row.
    pub(crate) shares: Vec<f32>,
    area: Vec<f32>,
}

impl Coverage {
    /// Sets the box around the points, no larger than the canvas; false when nothing of it is on the canvas.
    fn enclose(&mut self, points: &[Point], reach: f32, (width, height): (usize, usize)) -> bool {
        let (mut low, mut high) = (Point { x: 1e9, y: 1e9 }, Point { x: -1e9, y: -1e9 });
        for point in points {
            low = Point { x: low.x.min(point.x), y: low.y.min(point.y) };
            high = Point { x: high.x.max(point.x), y: high.y.max(point.y) };
        }
        self.left = ((low.x - reach).floor().max(0.0) as usize).min(width);
        self.top = ((low.y - reach).floor().max(0.0) as usize).min(height);
        let right = ((high.x + reach).ceil().max(0.0) as usize).min(width);
        let bottom = ((high.y + reach).ceil().max(0.0) as usize).min(height);
        self.width = right.saturating_sub(self.left);
        self.height = bottom.saturating_sub(self.top);
        self.shares.clear();
        self.width > 0 && self.height > 0
    }

    /// Covers the inside of a closed line of points.
    pub(crate) fn shape(&mut self, points: &[Point], canvas: (usize, usize)) {
        if points.len() < 3 || !self.enclose(points, 0.0, canvas) {
            (self.width, self.height) = (0, 0);
            return;
        }
        self.area.clear();
        self.area.resize((self.width + 2) * self.height, 0.0);
        let ends = points.iter().skip(1).chain(points.first());
        for (&from, &to) in points.iter().zip(ends) {
            self.edge(from, to);
        }
        self.shares.reserve(self.width * self.height);
        for row in self.area.chunks_exact(self.width + 2) {
            let mut sum = 0.0;
            self.shares.extend(row[..self.width].iter().map(|part| {
                sum += part;
                sum.abs().min(1.0)
            }));
        }
    }

    fn edge(&mut self, from: Point, to: Point) {
        let (left, top) = (self.left as f32, self.top as f32);
        let (sign, upper, lower) = if from.y < to.y { (1.0, from, to) } else { (-1.0, to, from) };
        let (y0, y1) = ((upper.y - top).max(0.0), (lower.y - top).min(self.height as f32));
        if y1 <= y0 || lower.y - upper.y < 1e-9 {
            return;
        }
        let slope = (lower.x - upper.x) / (lower.y - upper.y);
        let mut x = upper.x - left + (y0 - (upper.y - top)) * slope;
        for row in y0 as usize..(y1.ceil() as usize).min(self.height) {
            let high = (row as f32 + 1.0).min(y1) - (row as f32).max(y0);
            let next = x + slope * high;
            self.cross(row, (x.min(next), x.max(next)), sign * high);
            x = next;
        }
    }

    /// Adds an edge's part in one row: `high` of the row between two columns.
    fn cross(&mut self, row: usize, (x0, x1): (f32, f32), high: f32) {
        let edge = self.width as f32;
        let (x0, x1) = (x0.clamp(0.0, edge), x1.clamp(0.0, edge));
        let (first, last) = (x0 as usize, x1.ceil() as usize);
        let start = row * (self.width + 2);
        if last <= first + 1 {
            let middle = 0.5 * (x0 + x1) - first as f32;
            self.area[start + first] += high * (1.0 - middle);
            self.area[start + first + 1] += high * middle;
            return;
        }
        // The edge's mean share of what lies left of a column; its differences are the shares of the columns.
        let per = 0.5 / (x1 - x0);
        let left_of = |column: f32| {
            let (over, past) = ((column - x0).max(0.0), (column - x1).max(0.0));
            per * (over * over - past * past)
        };
        let mut before = 0.0;
        for column in first..=last {
            let share = left_of(column as f32 + 1.0) - left_of(column as f32);
            self.area[start + column] += high * (share - before);
            before = share;
        }
    }

    /// Takes away what another coverage covers.
    pub(crate) fn without(&mut self, other: &Self) {
        for y in 0..self.height {
            let Some(other_y) = (self.top + y).checked_sub(other.top).filter(|&r| r < other.height)
            else {
                continue;
            };
            for x in 0..self.width {
                let other_x = (self.left + x).wrapping_sub(other.left);
                if other_x < other.width {
                    self.shares[y * self.width + x] *=
                        1.0 - other.shares[other_y * other.width + other_x];
                }
            }
        }
    }
}

/// Shares of a whole canvas, kept empty between strokes; blocks that a stroke touches are remembered.
#[derive(Debug)]
pub(crate) struct Strokes {
    width: usize,
    height: usize,
    block: usize,
    shares: Vec<f32>,
    touched: Vec<u64>,
    rows: (usize, usize),
}

impl Strokes {
    /// Nothing drawn on a canvas of that size.
    pub(crate) fn new((width, height): (usize, usize)) -> Self {
        Self {
            width,
            height,
            block: width.div_ceil(64).max(8),
            shares: vec![0.0; width * height],
            touched: vec![0; height],
            rows: (height, 0),
        }
    }

    /// Covers what is nearer than half its width to the line from one point to the next.
    pub(crate) fn line(&mut self, from: (Point, f32), to: (Point, f32)) {
        let ((a, ra), (b, rb)) = (from, to);
        let reach = ra.max(rb) + 0.5;
        let left = ((a.x.min(b.x) - reach).floor().max(0.0) as usize).min(self.width);
        let right = ((a.x.max(b.x) + reach).ceil().max(0.0) as usize).min(self.width);
        let top = ((a.y.min(b.y) - reach).floor().max(0.0) as usize).min(self.height);
        let bottom = ((a.y.max(b.y) + reach).ceil().max(0.0) as usize).min(self.height);
        if left >= right || top >= bottom {
            return;
        }
        self.rows = (self.rows.0.min(top), self.rows.1.max(bottom));
        let way = b - a;
        let per = 1.0 / (way.x * way.x + way.y * way.y).max(1e-9);
        let mut blocks = 0_u64;
        for block in left / self.block..=(right - 1) / self.block {
            blocks |= 1 << block.min(63);
        }
        for y in top..bottom {
            self.touched[y] |= blocks;
            let dy = y as f32 + 0.5 - a.y;
            for (column, share) in
                self.shares[y * self.width + left..y * self.width + right].iter_mut().enumerate()
            {
                let dx = (left + column) as f32 + 0.5 - a.x;
                let t = ((dx * way.x + dy * way.y) * per).clamp(0.0, 1.0);
                let (ox, oy) = (dx - way.x * t, dy - way.y * t);
                let radius = ra + (rb - ra) * t;
                let distance = (ox * ox + oy * oy).sqrt();
                // A line thinner than a pixel covers less of it, but is not lost.
                let cover = (radius + 0.5 - distance).clamp(0.0, (2.0 * radius).min(1.0));
                *share = share.max(cover);
            }
        }
    }

    /// Gives every covered pixel (its index and share) and forgets it.
    pub(crate) fn lift(&mut self, mut each: impl FnMut(usize, f32)) {
        for y in self.rows.0..self.rows.1 {
            let mut blocks = std::mem::take(&mut self.touched[y]);
            while blocks != 0 {
                let block = blocks.trailing_zeros() as usize;
                blocks &= blocks - 1;
                let start = y * self.width + (block * self.block).min(self.width);
                let end = y * self.width + ((block + 1) * self.block).min(self.width);
                for idx in start..end {
                    let share = std::mem::take(&mut self.shares[idx]);
                    if share > 0.0 {
                        each(idx, share);
                    }
                }
            }
        }
        self.rows = (self.height, 0);
    }
}
