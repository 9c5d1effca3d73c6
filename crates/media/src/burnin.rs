//! Text burnt into a picture: time codes, labels, watermarks in strips.
//!
//! In: luma of one picture. Out: the rectangles that such text covers. Never: more than a fifth of the picture hidden.

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
