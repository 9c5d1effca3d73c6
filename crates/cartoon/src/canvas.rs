//! What is painted on: pixels of light, shapes and strokes laid over them.
//!
//! In: lines of points in frame heights from the centre; inks. Out: a picture. Never: a place outside its pixels.

use crate::chance::{Chance, mixed, share};
use crate::coverage::{Coverage, Strokes};
use crate::palette::{Rgb, between};
use crate::picture::Picture;
use crate::piece::Ink;
use crate::plane::{Point, pt};

/// A power of two, so that a mask brings every place into the tile.
const TILE_SIDE: usize = 128;
const TILE_MASK: i32 = 127;
/// Tile texels in one frame height: the finest spots of paint are then a hundredth of it.
const TILE_PER_HEIGHT: f32 = 200.0;

/// A square of smooth spots that repeats: tooth of paper, brush of paint.
#[derive(Debug, Clone)]
pub(crate) struct Tile(Vec<f32>);

impl Tile {
    /// The tile of that number.
    pub(crate) fn new(number: u64) -> Self {
        let mut spots = vec![0.0; TILE_SIDE * TILE_SIDE];
        for (octave, weight) in [(4, 0.5), (8, 0.3), (16, 0.2), (64, 0.25)] {
            let mut chance = Chance::new(&[number, octave as u64]);
            let knots: Vec<f32> =
                (0..octave * octave).map(|_| chance.between(-weight, weight)).collect();
            let knot = |x: usize, y: usize| {
                knots.get((y % octave) * octave + x % octave).copied().unwrap_or(0.0)
            };
            for (idx, spot) in spots.iter_mut().enumerate() {
                let per = octave as f32 / TILE_SIDE as f32;
                let (x, y) = ((idx % TILE_SIDE) as f32 * per, (idx / TILE_SIDE) as f32 * per);
                let (cx, cy) = (x as usize, y as usize);
                let (px, py) = (x - cx as f32, y - cy as f32);
                let upper = knot(cx, cy) * (1.0 - px) + knot(cx + 1, cy) * px;
                let lower = knot(cx, cy + 1) * (1.0 - px) + knot(cx + 1, cy + 1) * px;
                *spot += upper * (1.0 - py) + lower * py;
            }
        }
        Self(spots)
    }

    /// Returns the row of spots at that height.
    fn row(&self, y: f32) -> Row<'_> {
        let floor = y.floor();
        let row = |down: i32| {
            let start = ((floor as i32).wrapping_add(down) & TILE_MASK) as usize * TILE_SIDE;
            self.0.get(start..start + TILE_SIDE).unwrap_or_default()
        };
        Row { upper: row(0), lower: row(1), share: y - floor }
    }

    /// Returns the spot at a place, from -1 to 1.
    fn at(&self, x: f32, y: f32) -> f32 {
        self.row(y).at(x)
    }
}

/// Spots between two rows of a tile.
struct Row<'a> {
    upper: &'a [f32],
    lower: &'a [f32],
    share: f32,
}

impl Row<'_> {
    fn at(&self, x: f32) -> f32 {
        // Fixed point: the floor of a float is a call on machines of the common baseline.
        let fixed = (x * 256.0) as i32;
        let share = (fixed & 255) as f32 * (1.0 / 256.0);
        let column = fixed >> 8;
        let (here, next) =
            ((column & TILE_MASK) as usize, (column.wrapping_add(1) & TILE_MASK) as usize);
        let spot = |row: &[f32]| {
            let (a, b) = (row.get(here).copied(), row.get(next).copied());
            let (a, b) = (a.unwrap_or(0.0), b.unwrap_or(0.0));
            a + (b - a) * share
        };
        let upper = spot(self.upper);
        upper + (spot(self.lower) - upper) * self.share
    }
}

/// How a stroke is laid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stroke {
    /// Width in frame heights.
    pub(crate) width: f32,
    /// Colour of ink or lead.
    pub(crate) colour: Rgb,
    /// How much of it covers.
    pub(crate) alpha: f32,
    /// How much the tooth of the paper shows through.
    pub(crate) tooth: f32,
    /// How thin it is at its ends: zero for even, one for pointed.
    pub(crate) taper: f32,
}

/// Pixels being painted.
#[derive(Debug)]
pub(crate) struct Canvas<'a> {
    width: usize,
    height: usize,
    pixels: Vec<Rgb>,
    strokes: Strokes,
    coverage: Coverage,
    aside: Coverage,
    tile: &'a Tile,
}

impl<'a> Canvas<'a> {
    /// A canvas of one colour; the caller has bounded the size.
    pub(crate) fn new((width, height): (u32, u32), colour: Rgb, tile: &'a Tile) -> Self {
        let (width, height) = (width as usize, height as usize);
        Self {
            width,
            height,
            pixels: vec![colour; width * height],
            strokes: Strokes::new((width, height)),
            coverage: Coverage::default(),
            aside: Coverage::default(),
            tile,
        }
    }

    /// Returns how long a step of a curve may be, so that no corner is seen.
    pub(crate) fn step(&self) -> f32 {
        (2.5 / (self.height as f32).max(1.0)).clamp(0.0015, 0.02)
    }

    /// Half the width of the frame, in its heights.
    pub(crate) fn half_wide(&self) -> f32 {
        0.5 * self.width as f32 / (self.height as f32).max(1.0)
    }

    fn pixel(&self, point: Point) -> Point {
        let high = self.height as f32;
        pt(point.x * high + 0.5 * self.width as f32, (point.y + 0.5) * high)
    }

    fn on_pixels(&self, points: &[Point]) -> Vec<Point> {
        points.iter().map(|&p| self.pixel(p)).collect()
    }

    /// Fills a closed line of points.
    pub(crate) fn fill(&mut self, points: &[Point], ink: &Ink, alpha: f32) {
        let points = self.on_pixels(points);
        let mut coverage = std::mem::take(&mut self.coverage);
        coverage.shape(&points, (self.width, self.height));
        self.lay(&coverage, ink, alpha);
        self.coverage = coverage;
    }

    /// Darkens the part of a shape that the same shape, moved by `away`, does not cover.
    pub(crate) fn shade(&mut self, points: &[Point], away: Point, light: Rgb) {
        let moved: Vec<Point> = points.iter().map(|&p| self.pixel(p + away)).collect();
        let points = self.on_pixels(points);
        let (mut coverage, mut aside) =
            (std::mem::take(&mut self.coverage), std::mem::take(&mut self.aside));
        coverage.shape(&points, (self.width, self.height));
        aside.shape(&moved, (self.width, self.height));
        coverage.without(&aside);
        self.each_row(&coverage, |_, pixels, shares| {
            for (pixel, &share) in pixels.iter_mut().zip(shares) {
                for (channel, light) in pixel.iter_mut().zip(light) {
                    *channel *= 1.0 + (light - 1.0) * share;
                }
            }
        });
        (self.coverage, self.aside) = (coverage, aside);
    }

    /// Gives every row that is covered: its height, first column, pixels and shares.
    fn each_row(
        &mut self,
        coverage: &Coverage,
        mut each: impl FnMut((f32, f32), &mut [Rgb], &[f32]),
    ) {
        let rows = self.pixels.chunks_exact_mut(self.width.max(1)).skip(coverage.top);
        let covered = coverage.shares.chunks_exact(coverage.width.max(1));
        for (row_idx, (row, shares)) in rows.zip(covered).enumerate() {
            let place = (coverage.left as f32, (coverage.top + row_idx) as f32);
            if let Some(pixels) = row.get_mut(coverage.left..coverage.left + coverage.width) {
                each(place, pixels, shares);
            }
        }
    }

    fn lay(&mut self, coverage: &Coverage, ink: &Ink, alpha: f32) {
        let colour = ink.colour;
        let Some((to, from, until)) = ink.to else {
            self.each_row(coverage, |_, pixels, shares| {
                for (pixel, &share) in pixels.iter_mut().zip(shares) {
                    *pixel = between(*pixel, colour, share * alpha);
                }
            });
            return;
        };
        let per = TILE_PER_HEIGHT / (self.height as f32).max(1.0);
        let (from, until) = (self.pixel(from), self.pixel(until));
        let long = (until - from).length().max(1e-3);
        let way = (until - from) * (1.0 / (long * long));
        let (tile, texture) = (self.tile, ink.texture);
        self.each_row(coverage, |(left, y), pixels, shares| {
            // Paint moves with what it is on: the tile starts at the gradient's beginning.
            let (right, down) = (left - from.x, y - from.y);
            let spots = tile.row(down * per);
            for (column, (pixel, &share)) in (0_u16..).zip(pixels.iter_mut().zip(shares)) {
                if share <= 0.0 {
                    continue;
                }
                let across = right + f32::from(column);
                let t = (across * way.x + down * way.y).clamp(0.0, 1.0);
                let spot = spots.at(across * per) * texture;
                let paint = between(colour, to, t).map(|channel| channel + spot);
                *pixel = between(*pixel, paint, share * alpha);
            }
        });
    }

    /// Draws a line of points.
    pub(crate) fn stroke(&mut self, points: &[Point], stroke: Stroke) {
        let high = self.height as f32;
        let n = points.len().max(2) as f32 - 1.0;
        let half = (0.5 * stroke.width * high).max(0.22);
        let mut strokes = std::mem::replace(&mut self.strokes, Strokes::new((0, 0)));
        let mut last: Option<(Point, f32)> = None;
        for (idx, &point) in points.iter().enumerate() {
            let t = idx as f32 / n;
            let full = (6.0 * t).min(6.0 * (1.0 - t)).min(1.0);
            let here = (self.pixel(point), half * (1.0 - stroke.taper * (1.0 - full)));
            strokes.line(last.unwrap_or(here), here);
            last = Some(here);
        }
        let (tile, width) = (self.tile, self.width.max(1));
        let per = 3.0 * TILE_PER_HEIGHT / high.max(1.0);
        let pixels = &mut self.pixels;
        strokes.lift(|idx, share| {
            let mut cover = share * stroke.alpha;
            if stroke.tooth > 0.0 {
                let spot = tile.at((idx % width) as f32 * per, (idx / width) as f32 * per);
                cover *= (1.0 + stroke.tooth * (2.4 * spot - 0.4)).clamp(0.0, 1.0);
            }
            if let Some(pixel) = pixels.get_mut(idx) {
                *pixel = between(*pixel, stroke.colour, cover);
            }
        });
        self.strokes = strokes;
    }

    /// Lays a soft round spot: full in its middle, nothing at its rim.
    pub(crate) fn glow(
        &mut self,
        centre: Point,
        (wide, high): (f32, f32),
        (colour, alpha): (Rgb, f32),
    ) {
        let middle = self.pixel(centre);
        let (rx, ry) = ((wide * self.height as f32).max(1.0), (high * self.height as f32).max(1.0));
        let first = (middle.x - rx).max(0.0) as usize;
        let last = ((middle.x + rx).max(0.0) as usize + 1).min(self.width);
        let (top, bottom) =
            ((middle.y - ry).max(0.0) as usize, (middle.y + ry).max(0.0) as usize + 1);
        let rows = self.pixels.chunks_exact_mut(self.width.max(1)).enumerate();
        for (y, row) in rows.take(bottom).skip(top) {
            let dy = (y as f32 + 0.5 - middle.y) / ry;
            for (x, pixel) in row.iter_mut().enumerate().take(last).skip(first) {
                let dx = (x as f32 + 0.5 - middle.x) / rx;
                let near = (1.0 - dx * dx - dy * dy).max(0.0);
                *pixel = between(*pixel, colour, near * near * alpha);
            }
        }
    }

    /// Changes every pixel by a rule of its place in the frame (both from -1 to 1) and colour.
    pub(crate) fn grade(&mut self, mut rule: impl FnMut(f32, f32, Rgb) -> Rgb) {
        let (per_x, per_y) =
            (2.0 / (self.width as f32).max(1.0), 2.0 / (self.height as f32).max(1.0));
        for (y, row) in self.pixels.chunks_exact_mut(self.width.max(1)).enumerate() {
            let down = (y as f32 + 0.5) * per_y - 1.0;
            for (x, pixel) in row.iter_mut().enumerate() {
                *pixel = rule((x as f32 + 0.5) * per_x - 1.0, down, *pixel);
            }
        }
    }

    /// Makes it a little soft: each pixel takes `amount` of its neighbours' mean, across and then down.
    pub(crate) fn soften(&mut self, amount: f32) {
        let width = self.width.max(1);
        for row in self.pixels.chunks_exact_mut(width) {
            let mut before = row.first().copied().unwrap_or_default();
            for idx in 0..row.len() {
                let here = row.get(idx).copied().unwrap_or_default();
                let after = row.get(idx + 1).copied().unwrap_or(here);
                if let Some(pixel) = row.get_mut(idx) {
                    *pixel = between(here, between(before, after, 0.5), amount);
                }
                before = here;
            }
        }
        let mut above: Vec<Rgb> = self.pixels.get(..width).unwrap_or_default().to_vec();
        for y in 0..self.height {
            let (here, below) =
                self.pixels.split_at_mut(((y + 1) * width).min(self.width * self.height));
            let Some(row) = here.get_mut(y * width..) else { continue };
            for (column, (pixel, up)) in row.iter_mut().zip(above.iter_mut()).enumerate() {
                let old = *pixel;
                let down = below.get(column).copied().unwrap_or(old);
                *pixel = between(old, between(*up, down, 0.5), amount);
                *up = old;
            }
        }
    }

    /// Adds noise of film or of a scanner, another one for each seed.
    pub(crate) fn grain(&mut self, amount: f32, seed: u64) {
        let mut lot = mixed(seed);
        for pixel in &mut self.pixels {
            // Knuth's multiplier for 64 bits (The Art of Computer Programming, volume 2, 3.3.4).
            lot = lot.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let spot = (share(lot) - 0.5) * amount;
            *pixel = pixel.map(|channel| channel + spot);
        }
    }

    /// Tints the whole by the tooth of paper.
    pub(crate) fn tooth(&mut self, amount: f32) {
        let per = TILE_PER_HEIGHT / (self.height as f32).max(1.0);
        for (y, row) in self.pixels.chunks_exact_mut(self.width.max(1)).enumerate() {
            let spots = self.tile.row(y as f32 * per);
            for (x, pixel) in row.iter_mut().enumerate() {
                let spot = spots.at(x as f32 * per) * amount;
                *pixel = pixel.map(|channel| channel + spot);
            }
        }
    }

    /// Returns what was painted.
    pub(crate) fn picture(&self) -> Picture {
        let byte = |channel: f32| (channel.clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
        let pixels: Vec<[u8; 3]> = self.pixels.iter().map(|pixel| pixel.map(byte)).collect();
        let rgb = pixels.into_flattened();
        Picture { width: self.width as u32, height: self.height as u32, rgb }
    }
}
