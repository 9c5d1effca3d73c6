//! Pulls a warp onto the reference's lines, step by step.
//!
//! In: points of the query, a rough warp, the reference's lines. Out: the warp after each point was
//! asked for the nearest line of its way across it and all answers were solved for a change of the
//! whole plane: first shift, scale and turn, then shear, at last perspective. Never: a warp that
//! folds or squeezes more than a photograph of a screen does.
#![expect(clippy::indexing_slicing, reason = "matrices of eight rows")]

use std::f32::consts::FRAC_1_SQRT_2;

use super::map::{Map, Mover, bits};
use super::warp::{Stretch, Warp};

/// Cosine and sine of 16ths of a half turn: the normals of the ways.
const NORMALS: [(f32, f32); 16] = [
    (1.0, 0.0),
    (0.980_785_3, 0.195_090_3),
    (0.923_879_5, 0.382_683_4),
    (0.831_469_6, 0.555_570_2),
    (FRAC_1_SQRT_2, FRAC_1_SQRT_2),
    (0.555_570_2, 0.831_469_6),
    (0.382_683_4, 0.923_879_5),
    (0.195_090_3, 0.980_785_3),
    (0.0, 1.0),
    (-0.195_090_3, 0.980_785_3),
    (-0.382_683_4, 0.923_879_5),
    (-0.555_570_2, 0.831_469_6),
    (-FRAC_1_SQRT_2, FRAC_1_SQRT_2),
    (-0.831_469_6, 0.555_570_2),
    (-0.923_879_5, 0.382_683_4),
    (-0.980_785_3, 0.195_090_3),
];

/// Samples that a point looks to each side, and how many of the eight freedoms are solved.
const ROUNDS: [(f32, usize); 10] = [
    (14.0, 4),
    (12.0, 4),
    (10.0, 6),
    (8.0, 6),
    (7.0, 6),
    (6.0, 8),
    (5.0, 8),
    (4.0, 8),
    (3.0, 8),
    (3.0, 8),
];

/// Step of looking, in samples; cells are two wide.
const STEP: f32 = 1.5;

/// Answers below which nothing can be solved.
const ANSWERS_MIN: usize = 24;

/// Longer by shorter that a screen photographed from the side has.
const SQUEEZE_MAX: f32 = 1.45;

/// The way of a point after the warp's mirror and turn.
pub(super) fn turned(way: u8, stretch: &Stretch) -> u8 {
    let way = if stretch.is_mirrored { (16 - way % 16) % 16 } else { way % 16 };
    #[expect(clippy::cast_possible_truncation, reason = "a turn of a few steps")]
    let turn = stretch.turn.clamp(-4.0, 4.0).round() as i8;
    way.wrapping_add_signed(turn) & 15
}

/// Improves the warp; gives back the one it had if it would leave its bounds.
pub(super) fn align(
    points: &[Mover],
    start: Warp,
    lines: &Map,
    (width, height): (f32, f32),
) -> Warp {
    let centre = (width / 2.0, height / 2.0);
    let unit = 128.0;
    let mut warp = start;
    for (reach, n_free) in ROUNDS {
        let stretch = middle_stretch(points, &warp);
        let mut system = System::default();
        for point in points {
            let (x, y) = warp.apply(point.x, point.y);
            if x < 0.0 || y < 0.0 || x >= width || y >= height {
                continue;
            }
            let way = turned(point.way, &stretch);
            let normal = NORMALS[usize::from(way)];
            if let Some(offset) = nearest(lines, (x, y), normal, (bits(way), reach)) {
                let (u, v) = ((x - centre.0) / unit, (y - centre.1) / unit);
                let weight = point.weight * (1.0 - offset.abs() / (reach + 2.0));
                system.add(normal, (u, v), offset, weight);
            }
        }
        if system.n_answers < ANSWERS_MIN {
            break;
        }
        let Some(change) = system.solve(n_free) else { break };
        let next = warp.then(&plane_move(&change, centre, unit));
        let stretch = middle_stretch(points, &next);
        let is_sound = stretch.squeeze < SQUEEZE_MAX && (0.3..3.0).contains(&stretch.scale);
        if !is_sound || !next.0.iter().all(|value| value.is_finite()) {
            break;
        }
        warp = next;
    }
    warp
}

/// The stretch around the middle of the points.
pub(super) fn middle_stretch(points: &[Mover], warp: &Warp) -> Stretch {
    let n_points = points.len().max(1) as f32;
    let x = points.iter().map(|point| point.x).sum::<f32>() / n_points;
    let y = points.iter().map(|point| point.y).sum::<f32>() / n_points;
    Stretch::of(warp, x, y)
}

/// Offset along the normal to the nearest line of these ways.
fn nearest(
    lines: &Map,
    (x, y): (f32, f32),
    normal: (f32, f32),
    (ways, reach): (u8, f32),
) -> Option<f32> {
    let mut offset = 0.0;
    while offset <= reach {
        let ahead = lines.at(x + normal.0 * offset, y + normal.1 * offset) & ways != 0;
        let behind = lines.at(x - normal.0 * offset, y - normal.1 * offset) & ways != 0;
        match (ahead, behind) {
            (true, true) => return Some(0.0),
            (true, false) => return Some(offset),
            (false, true) => return Some(-offset),
            (false, false) => offset += STEP,
        }
    }
    None
}

/// The sums of least squares for eight freedoms: shift (2), scale and turn (2), shear (2), perspective (2).
#[derive(Default)]
struct System {
    matrix: [[f64; 8]; 8],
    right: [f64; 8],
    n_answers: usize,
    weight: f64,
}

impl System {
    fn add(&mut self, (nx, ny): (f32, f32), (u, v): (f32, f32), offset: f32, weight: f32) {
        let along = nx * u + ny * v;
        let row = [
            nx,
            ny,
            along,
            ny * u - nx * v,
            nx * u - ny * v,
            nx * v + ny * u,
            along * u,
            along * v,
        ];
        let row = row.map(f64::from);
        let weight = f64::from(weight);
        for (idx, value) in row.iter().enumerate() {
            for (sum, other) in self.matrix[idx].iter_mut().zip(&row) {
                *sum += weight * value * other;
            }
            self.right[idx] += weight * value * f64::from(offset);
        }
        self.n_answers += 1;
        self.weight += weight;
    }

    /// Solves for the first freedoms; the later ones are held back harder.
    fn solve(mut self, n_free: usize) -> Option<[f32; 8]> {
        const HOLD: [f64; 8] = [1e-3, 1e-3, 0.003, 0.003, 0.02, 0.02, 0.03, 0.03];
        for (idx, hold) in HOLD.iter().enumerate().take(n_free) {
            self.matrix[idx][idx] += hold * self.weight;
        }
        for idx in 0..n_free {
            let pivot = self.matrix[idx][idx];
            if pivot <= 1e-9 {
                return None;
            }
            for below in idx + 1..n_free {
                let factor = self.matrix[below][idx] / pivot;
                for column in idx..n_free {
                    self.matrix[below][column] -= factor * self.matrix[idx][column];
                }
                self.right[below] -= factor * self.right[idx];
            }
        }
        let mut out = [0.0; 8];
        for idx in (0..n_free).rev() {
            let known: f64 =
                (idx + 1..n_free).map(|column| self.matrix[idx][column] * out[column]).sum();
            out[idx] = (self.right[idx] - known) / self.matrix[idx][idx];
        }
        #[expect(clippy::cast_possible_truncation, reason = "offsets of a few samples")]
        Some(out.map(|value| value as f32))
    }
}

/// The homography of a change, in samples around the centre.
fn plane_move(change: &[f32; 8], (cx, cy): (f32, f32), unit: f32) -> Warp {
    let [x, y, grow, turn, stretch, shear, tilt_x, tilt_y] = change.map(|value| value / unit);
    let to_unit = Warp([1.0 / unit, 0.0, -cx / unit, 0.0, 1.0 / unit, -cy / unit, 0.0, 0.0, 1.0]);
    // To first order (p + p (t . p)) is p / (1 - t . p).
    let change = Warp([
        1.0 + grow + stretch,
        shear - turn,
        x,
        shear + turn,
        1.0 + grow - stretch,
        y,
        -tilt_x,
        -tilt_y,
        1.0,
    ]);
    let back = Warp([unit, 0.0, cx, 0.0, unit, cy, 0.0, 0.0, 1.0]);
    to_unit.then(&change).then(&back)
}
