//! Oriented edge points: what line art, clean-up and finish have in common.
//!
//! In: luma of at most 256 samples a side. Out: at most 2,048 points on lines and edges, each with a
//! place, one of 16 ways of the line without a sign, and a weight from 1 to 255. A thin line gives
//! one ridge of points as the border of a fill does. Paper grain and film grain fall under a floor
//! taken from the picture's own quiet parts. Never: a point on a flat picture.
#![expect(
    clippy::indexing_slicing,
    reason = "a measured kernel over maps of one size; any plane is tried by a property"
)]

use crate::plane::Plane;

/// Samples on the longer side of the picture that points are found in; a place fits a byte.
pub const GRID: usize = 256;

/// Most points of one picture.
pub const POINTS_MAX: usize = 2_048;

/// Ways a line can run, half a turn in all.
pub const WAYS: usize = 16;

/// One place on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// Row on the grid.
    pub y: u8,
    /// Column on the grid.
    pub x: u8,
    /// Normal of the line in 16ths of a half turn: 0 points across, 4 along the falling diagonal, 8 down.
    pub way: u8,
    /// How sure and how strong.
    pub weight: u8,
}

/// The points of one picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edges {
    /// Columns of the grid, at most 256.
    pub width: u16,
    /// Rows of the grid, at most 256.
    pub height: u16,
    /// By row, then column.
    pub points: Vec<Point>,
}

/// Tiles on which points are counted, so that a busy corner does not take them all.
const TILE: usize = 16;

/// Points a tile may keep before it competes with the others.
const TILE_POINTS_MAX: usize = 40;

/// Least strength in levels of luma over two samples: below it is what JPEG leaves on paper.
const FLOOR_MIN: f32 = 3.0;

/// Of Rayleigh distributed noise (two Gaussian gradients) 35 % lie under 0.93 sigma, 99 % under 3.03.
const QUIET_SHARE: f32 = 0.35;
const QUIET_TO_FLOOR: f32 = 3.0;

/// Noise alone has 3.3 times its quiet level at 99 %. The further a picture exceeds that, the less of
/// its quiet third is noise, down to this share of its strong lines.
const NOISE_RATIO: f32 = 3.3;
const FLOOR_OF_STRONG: f32 = 0.35;

impl Edges {
    /// The points of a plane that is at most [`GRID`] samples wide and high; a larger one is shrunk.
    pub fn of(plane: &Plane) -> Self {
        let (width, height) = (plane.width(), plane.height());
        if width.max(height) > GRID {
            let (across, down) = Plane::fitted(width, height, GRID);
            return Self::of(&plane.resized(plane.area(), across, down));
        }
        let size = |length: usize| u16::try_from(length).unwrap_or(u16::MAX);
        let (width_said, height_said) = (size(width), size(height));
        if width < 8 || height < 8 {
            return Self { width: width_said, height: height_said, points: Vec::new() };
        }
        let field = Field::of(plane);
        let points = kept(field.points(), POINTS_MAX);
        Self { width: width_said, height: height_said, points }
    }

    /// Left becomes right.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let right = self.width.saturating_sub(1);
        let mut points: Vec<Point> = self
            .points
            .iter()
            .map(|point| {
                let x = right.saturating_sub(u16::from(point.x)).min(255);
                Point {
                    x: u8::try_from(x).unwrap_or(255),
                    way: (16 - point.way % 16) % 16,
                    ..*point
                }
            })
            .collect();
        points.sort_unstable();
        Self { points, ..*self }
    }

    /// Makes points within a share of the sides count a fifth: what stands in the margin of a sheet.
    #[must_use]
    pub fn with_faint_margin(mut self, share: f32) -> Self {
        let is_near = |at: u8, side: u16| {
            let (at, side) = (f32::from(at), f32::from(side));
            at < side * share || at > side * (1.0 - share)
        };
        for point in &mut self.points {
            if is_near(point.x, self.width) || is_near(point.y, self.height) {
                point.weight = (point.weight / 5).max(1);
            }
        }
        self
    }

    /// Leaves out the points for which `is_hidden` holds.
    #[must_use]
    pub fn without(mut self, is_hidden: impl Fn(&Point) -> bool) -> Self {
        self.points.retain(|point| !is_hidden(point));
        self
    }
}

/// Smoothed gradients, their angle doubled so that both sides of a line agree.
struct Field {
    width: usize,
    height: usize,
    /// Strength times the cosine and sine of the doubled angle.
    across: Vec<f32>,
    along: Vec<f32>,
    /// Length of that vector: high where all gradients around agree.
    strength: Vec<f32>,
}

impl Field {
    fn of(plane: &Plane) -> Self {
        let (width, height) = (plane.width(), plane.height());
        let (mut across, mut along) = gradients(plane);
        smooth(&mut across, width);
        smooth(&mut along, width);
        let strength = across.iter().zip(&along).map(|(a, b)| (a * a + b * b).sqrt()).collect();
        Self { width, height, across, along, strength }
    }

    fn points(&self) -> Vec<Point> {
        let (floor, busy) = (self.floor(), self.surroundings());
        let (width, n_rows) = (self.width, self.height);
        let mut points = Vec::new();
        for y in 2..n_rows - 2 {
            for x in 2..width - 2 {
                let at = y * width + x;
                let here = self.strength[at];
                if here <= floor {
                    continue;
                }
                let (a, b) = (self.across[at], self.along[at]);
                // The neighbour along the normal, to one of four ways.
                let step = if a.abs() > b.abs() {
                    if a > 0.0 { 1 } else { width }
                } else if b > 0.0 {
                    width + 1
                } else {
                    width - 1
                };
                if here < self.strength[at - step] || here <= self.strength[at + step] {
                    continue;
                }
                let above = here - floor;
                let weight = 255.0 * above / (above + 0.5 * busy[at] + 4.0);
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a place below 256 and a weight in 1..=255"
                )]
                points.push(Point {
                    y: y as u8,
                    x: x as u8,
                    way: way(a, b),
                    weight: weight.clamp(1.0, 255.0) as u8,
                });
            }
        }
        points
    }

    /// Strength that noise and grain reach.
    fn floor(&self) -> f32 {
        let mut counts = [0_usize; 1024];
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        for strength in &self.strength {
            counts[((strength * 4.0) as usize).min(1023)] += 1;
        }
        let quantile = |share: f32| {
            #[expect(
                clippy::cast_precision_loss,
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "at most 65,536 samples"
            )]
            let mut left = (share * self.strength.len() as f32) as usize;
            let bin = counts.iter().position(|count| {
                let is_here = *count >= left;
                left = left.saturating_sub(*count);
                is_here
            });
            #[expect(clippy::cast_precision_loss, reason = "at most 1,023")]
            let value = bin.unwrap_or(0) as f32 / 4.0;
            value
        };
        let (quiet, strong) = (quantile(QUIET_SHARE), quantile(0.99));
        let excess = strong / quiet.max(0.1) - NOISE_RATIO;
        let share = (1.0 - 0.3 * excess).clamp(FLOOR_OF_STRONG, 1.0);
        (quiet * QUIET_TO_FLOOR).min(strong * share).max(FLOOR_MIN)
    }

    /// Mean strength in a window of 33 samples around each.
    fn surroundings(&self) -> Vec<f32> {
        const RADIUS: usize = 16;
        let (width, height) = (self.width, self.height);
        let mut sums = vec![0_f32; (width + 1) * (height + 1)];
        for y in 0..height {
            let mut sum = 0.0;
            for x in 0..width {
                sum += self.strength[y * width + x];
                sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + sum;
            }
        }
        let mut out = Vec::with_capacity(width * height);
        for y in 0..height {
            let (top, end_y) = (y.saturating_sub(RADIUS), (y + RADIUS + 1).min(height));
            for x in 0..width {
                let (left, end_x) = (x.saturating_sub(RADIUS), (x + RADIUS + 1).min(width));
                let sum = sums[end_y * (width + 1) + end_x] + sums[top * (width + 1) + left]
                    - sums[top * (width + 1) + end_x]
                    - sums[end_y * (width + 1) + left];
                #[expect(clippy::cast_precision_loss, reason = "at most 1,089")]
                let n_samples = ((end_y - top) * (end_x - left)) as f32;
                out.push(sum / n_samples);
            }
        }
        out
    }
}

/// Sobel gradients, as a vector of their length at twice their angle.
fn gradients(plane: &Plane) -> (Vec<f32>, Vec<f32>) {
    let (width, height) = (plane.width(), plane.height());
    let samples = plane.samples();
    let mut across = vec![0_f32; width * height];
    let mut along = vec![0_f32; width * height];
    for y in 1..height - 1 {
        let above = &samples[(y - 1) * width..y * width];
        let here = &samples[y * width..(y + 1) * width];
        let below = &samples[(y + 1) * width..(y + 2) * width];
        let out_across = &mut across[y * width..(y + 1) * width];
        let out_along = &mut along[y * width..(y + 1) * width];
        for x in 1..width - 1 {
            let at = |row: &[u8], column: usize| i32::from(row[column]);
            let right = at(above, x + 1) + 2 * at(here, x + 1) + at(below, x + 1);
            let left = at(above, x - 1) + 2 * at(here, x - 1) + at(below, x - 1);
            let down = at(below, x - 1) + 2 * at(below, x) + at(below, x + 1);
            let up = at(above, x - 1) + 2 * at(above, x) + at(above, x + 1);
            let (gx, gy) = ((right - left) as f32 / 4.0, (down - up) as f32 / 4.0);
            let length = (gx * gx + gy * gy).sqrt().max(1e-3);
            out_across[x] = (gx * gx - gy * gy) / length;
            out_along[x] = 2.0 * gx * gy / length;
        }
    }
    (across, along)
}

/// Binomial of five samples both ways.
fn smooth(map: &mut [f32], width: usize) {
    let height = map.len() / width;
    let mut half = map.to_vec();
    for (row, out) in map.chunks_exact(width).zip(half.chunks_exact_mut(width)) {
        for x in 2..width - 2 {
            out[x] =
                (row[x - 2] + row[x + 2] + 4.0 * (row[x - 1] + row[x + 1]) + 6.0 * row[x]) / 16.0;
        }
    }
    for y in 2..height - 2 {
        let row = |offset: usize| &half[(y + offset - 2) * width..][..width];
        let rows = [row(0), row(1), row(2), row(3), row(4)];
        let out = &mut map[y * width..(y + 1) * width];
        for x in 0..width {
            out[x] = (rows[0][x] + rows[4][x] + 4.0 * (rows[1][x] + rows[3][x]) + 6.0 * rows[2][x])
                / 16.0;
        }
    }
}

/// Tangents of 11.25, 33.75, 56.25 and 78.75 degrees: the borders between 16ths of a turn.
const BORDERS: [f32; 4] = [0.198_912_4, 0.668_178_6, 1.496_605_8, 5.027_339];

/// The 16th of a turn in which a vector points.
fn way(a: f32, b: f32) -> u8 {
    let quarter = BORDERS.iter().take_while(|border| b.abs() > **border * a.abs()).count() as u8;
    let half = if a < 0.0 { 8 - quarter } else { quarter };
    if b < 0.0 { (16 - half) % 16 } else { half }
}

/// The strongest points, first within each tile and then over all.
fn kept(points: Vec<Point>, n_max: usize) -> Vec<Point> {
    if points.len() <= n_max {
        return points;
    }
    let mut tiles: Vec<Vec<Point>> = vec![Vec::new(); (GRID / TILE) * (GRID / TILE)];
    for point in points {
        tiles[usize::from(point.y) / TILE * (GRID / TILE) + usize::from(point.x) / TILE]
            .push(point);
    }
    let order = |point: &Point| (std::cmp::Reverse(point.weight), point.y, point.x);
    let mut best = Vec::new();
    for tile in &mut tiles {
        tile.sort_unstable_by_key(order);
        best.extend(tile.iter().take(TILE_POINTS_MAX));
    }
    best.sort_unstable_by_key(order);
    best.truncate(n_max);
    best.sort_unstable();
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(of: impl Fn(i32, i32) -> u8) -> Edges {
        let samples = (0..128 * 96).map(|idx| of(idx % 128, idx / 128)).collect();
        Edges::of(&Plane::new(128, 96, samples).unwrap())
    }

    #[test]
    fn a_line_and_the_border_of_a_fill_give_the_same_points() {
        let line = drawn(|x, _| if (63..65).contains(&x) { 0 } else { 255 });
        let fill = drawn(|x, _| if x < 64 { 40 } else { 220 });
        for edges in [&line, &fill] {
            assert!(edges.points.len() > 80 && edges.points.len() < 110, "{}", edges.points.len());
            assert!(edges.points.iter().all(|p| p.way == 0 && (62..=65).contains(&p.x)));
        }
    }

    #[test]
    fn ways_follow_the_normal() {
        let falling = drawn(|x, y| if x + y > 110 { 200 } else { 20 });
        assert!(falling.points.iter().all(|p| p.way == 4), "{:?}", falling.points.first());
        let level = drawn(|_, y| if y > 40 { 200 } else { 20 });
        assert!(level.points.iter().all(|p| p.way == 8));
        let rising = drawn(|x, y| if x > y { 200 } else { 20 });
        assert!(rising.points.iter().all(|p| p.way == 12));
    }

    #[test]
    fn grain_gives_few_points_and_a_line_on_it_stays() {
        let noise = |x: i32, y: i32| {
            let mut z = (x as u64 + 1_000 * y as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            ((z >> 33) % 10) as u8
        };
        let paper = drawn(|x, y| 200 + noise(x, y));
        let drawing = drawn(|x, y| if (63..66).contains(&x) { 40 } else { 200 + noise(x, y) });
        assert!(paper.points.len() < 250, "{}", paper.points.len());
        let on_line = drawing.points.iter().filter(|p| (62..=66).contains(&p.x)).count();
        assert!(on_line > 70, "{on_line}");
        assert!(drawing.points.len() < 3 * on_line, "{}", drawing.points.len());
    }

    #[test]
    fn mirroring_twice_changes_nothing() {
        let edges =
            drawn(|x, y| if (x - 40) * (x - 40) + (y - 50) * (y - 50) < 900 { 9 } else { 250 });
        assert_eq!(edges.mirrored().mirrored(), edges);
        assert!(drawn(|_, _| 77).points.is_empty());
    }
}
