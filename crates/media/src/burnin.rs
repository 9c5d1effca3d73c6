//! Text burnt into a picture: time codes, labels, watermarks in strips.
//!
//! In: luma of one picture; or the edges of the drawings of one sequence. Out: the rectangles that
//! such text covers, or the points that do not move while the rest does. Never: more than a fifth of
//! the picture hidden on one picture's word.

use crate::edges::{Edges, Point};
use crate::plane::{Area, Plane};

/// A rectangle in shares of the sides of what the bars leave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strip {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl Strip {
    /// Whether a place, in shares of the sides, lies under the text.
    pub fn holds(&self, (x, y): (f32, f32)) -> bool {
        x >= self.left && x <= self.right && y >= self.top && y <= self.bottom
    }
}

/// Bands at the upper and lower border in which single pictures are searched.
const BAND: f32 = 0.16;

/// Samples of a block: a letter of a time code is some 8 to 16 samples high in 512.
const BLOCK: usize = 8;

/// Steps of luma over one sample that count as the border of a letter.
const STEP_MIN: u8 = 70;

/// Borders in a block of 8 x 8 that letters leave; hatching and foliage rarely reach it with such steps.
const STEPS_MIN: u32 = 9;

/// Blocks side by side that make a strip: four letters.
const RUN_MIN: usize = 4;

/// Share of the picture that may be hidden.
const HIDDEN_MAX: f32 = 0.2;

/// Finds strips of text near the upper and lower border of one picture.
#[expect(clippy::cast_precision_loss, reason = "sides of at most 512")]
pub fn strips(luma: &Plane, area: Area) -> Vec<Strip> {
    let (columns, rows) = (area.width / BLOCK, area.height / BLOCK);
    let mut found = Vec::new();
    for row in 0..rows {
        let middle = (row as f32 + 0.5) / rows as f32;
        if middle > BAND && middle < 1.0 - BAND {
            continue;
        }
        let dense: Vec<bool> = (0..columns)
            .map(|column| {
                n_steps(luma, area.left + column * BLOCK, area.top + row * BLOCK) >= STEPS_MIN
            })
            .collect();
        let mut from = 0;
        while from < columns {
            let run = dense.iter().skip(from).take_while(|is_dense| **is_dense).count();
            if run >= RUN_MIN {
                let share = |block: f32, n_blocks: usize| block / n_blocks as f32;
                found.push(Strip {
                    left: share(from as f32 - 0.75, columns),
                    top: share(row as f32 - 0.6, rows),
                    right: share((from + run) as f32 + 0.75, columns),
                    bottom: share(row as f32 + 1.6, rows),
                });
            }
            from += run + 1;
        }
    }
    let hidden: f32 = found.iter().map(|s| (s.right - s.left) * (s.bottom - s.top)).sum();
    if hidden > HIDDEN_MAX { Vec::new() } else { found }
}

/// Steep steps across in a block, on at least three of its rows.
fn n_steps(luma: &Plane, left: usize, top: usize) -> u32 {
    let mut n_steps = 0;
    let mut n_rows = 0;
    for y in top..top + BLOCK {
        let row = luma.row(y).get(left..left + BLOCK).unwrap_or_default();
        let steps = row
            .windows(2)
            .filter(|pair| matches!(pair, [a, b] if a.abs_diff(*b) >= STEP_MIN))
            .count();
        n_steps += u32::try_from(steps).unwrap_or(0);
        n_rows += u32::from(steps > 1);
    }
    if n_rows >= 3 { n_steps } else { 0 }
}

/// Drawings of a sequence that must agree before a still place is taken for a burn-in.
const SEQUENCE_MIN: usize = 6;

/// Points that stand still in nearly all drawings of a sequence, in the outer quarter of the picture:
/// a station's logo or a label. Empty when most of the picture stands still, as a held background does.
pub fn still(drawings: &[&Edges]) -> Vec<Point> {
    let Some(first) = drawings.first().filter(|_| drawings.len() >= SEQUENCE_MIN) else {
        return Vec::new();
    };
    let (width, height) = (first.width, first.height);
    if drawings.iter().any(|edges| (edges.width, edges.height) != (width, height)) {
        return Vec::new();
    }
    let is_there = |edges: &Edges, point: &Point| {
        edges.points.iter().any(|other| {
            other.x.abs_diff(point.x) <= 1
                && other.y.abs_diff(point.y) <= 1
                && other.way.abs_diff(point.way) <= 1
        })
    };
    let stays = |point: &&Point| {
        drawings.iter().filter(|edges| is_there(edges, point)).count() * 10 >= drawings.len() * 9
    };
    let standing: Vec<Point> = first.points.iter().filter(stays).copied().collect();
    if standing.len() * 3 > first.points.len() {
        return Vec::new();
    }
    let is_outer = |at: u8, side: u16| u16::from(at) * 4 < side || u16::from(at) * 4 > side * 3;
    standing.into_iter().filter(|p| is_outer(p.x, width) && is_outer(p.y, height)).collect()
}
