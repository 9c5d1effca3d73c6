//! One channel of a picture, and its resizing.
//!
//! In: eight-bit samples row by row. Out: the same picture at another size, each new sample the
//! triangle-weighted mean of the old ones beneath it, so that nothing aliases. Never: a size that
//! the samples do not cover.
#![expect(
    clippy::indexing_slicing,
    reason = "rows are cut by the width that the constructor checked"
)]

/// Eight-bit samples of one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plane {
    width: usize,
    height: usize,
    samples: Vec<u8>,
}

/// A rectangle in samples: left, top, width, height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// First column.
    pub left: usize,
    /// First row.
    pub top: usize,
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

impl Plane {
    /// Returns the plane, or nothing if the samples are not `width` times `height`, or none.
    pub fn new(width: usize, height: usize, samples: Vec<u8>) -> Option<Self> {
        let n_samples = width.checked_mul(height)?;
        (n_samples > 0 && n_samples == samples.len()).then_some(Self { width, height, samples })
    }

    /// Columns.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub const fn height(&self) -> usize {
        self.height
    }

    /// All samples, row by row.
    pub fn samples(&self) -> &[u8] {
        &self.samples
    }

    /// The samples of one row; none below the last.
    pub fn row(&self, y: usize) -> &[u8] {
        let from = y.saturating_mul(self.width);
        self.samples.get(from..from.saturating_add(self.width)).unwrap_or_default()
    }

    /// The whole of it.
    pub const fn area(&self) -> Area {
        Area { left: 0, top: 0, width: self.width, height: self.height }
    }

    /// The size with the same shape whose longer side is `side`.
    pub fn fitted(width: usize, height: usize, side: usize) -> (usize, usize) {
        let longer = width.max(height).max(1);
        let of = |length: usize| ((length * side + longer / 2) / longer).clamp(1, side);
        (of(width), of(height))
    }

    /// Resizes a part of the plane; a part outside of it is cut to what is there.
    #[must_use]
    pub fn resized(&self, part: Area, width: usize, height: usize) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let left = part.left.min(self.width - 1);
        let top = part.top.min(self.height - 1);
        let part_width = part.width.clamp(1, self.width - left);
        let part_height = part.height.clamp(1, self.height - top);
        let across = taps(part_width, width);
        let down = taps(part_height, height);
        // Each source row is squeezed once and then added to the rows that it weighs in.
        let mut rows = vec![0_f32; width * part_height];
        for (y, squeezed) in rows.chunks_exact_mut(width).enumerate() {
            let row = &self.row(top + y)[left..left + part_width];
            for (out, tap) in squeezed.iter_mut().zip(&across) {
                let from = &row[tap.first..tap.first + tap.weights.len()];
                let sum = from.iter().zip(&tap.weights).map(|(v, w)| f32::from(*v) * w);
                *out = sum.sum();
            }
        }
        let mut samples = Vec::with_capacity(width * height);
        let mut sum = vec![0_f32; width];
        for tap in &down {
            sum.fill(0.5);
            for (step, weight) in tap.weights.iter().enumerate() {
                let row = &rows[(tap.first + step) * width..][..width];
                for (total, value) in sum.iter_mut().zip(row) {
                    *total += value * weight;
                }
            }
            samples.extend(sum.iter().map(|total| to_sample(*total)));
        }
        Self { width, height, samples }
    }

    /// Left becomes right.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let rows = self.samples.chunks_exact(self.width);
        let samples = rows.flat_map(|row| row.iter().rev().copied()).collect();
        Self { width: self.width, height: self.height, samples }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
fn to_sample(value: f32) -> u8 {
    value.clamp(0.0, 255.0) as u8
}

/// Which old samples make one new sample.
struct Tap {
    first: usize,
    weights: Vec<f32>,
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sides of pictures are far below 2^24"
)]
fn taps(from: usize, to: usize) -> Vec<Tap> {
    let scale = from as f32 / to as f32;
    let support = scale.max(1.0);
    (0..to)
        .map(|idx| {
            let centre = (idx as f32 + 0.5) * scale;
            let first = (centre - support).max(0.0) as usize;
            let end = ((centre + support).ceil() as usize).clamp(first + 1, from.max(first + 1));
            let first = first.min(from - 1);
            let end = end.min(from).max(first + 1);
            let weigh = |old: usize| 1.0 - ((old as f32 + 0.5 - centre) / support).abs();
            let weights: Vec<f32> = (first..end).map(|old| weigh(old).max(0.0)).collect();
            let sum: f32 = weights.iter().sum();
            let weights = if sum > 0.0 {
                weights.iter().map(|weight| weight / sum).collect()
            } else {
                vec![1.0 / weights.len() as f32; weights.len()]
            };
            Tap { first, weights }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_plane_stays_flat_at_any_size() {
        let plane = Plane::new(37, 21, vec![97; 37 * 21]).unwrap();
        for (width, height) in [(1, 1), (5, 300), (37, 21), (74, 42), (256, 1)] {
            let out = plane.resized(plane.area(), width, height);
            assert_eq!((out.width(), out.height()), (width, height));
            assert!(out.samples().iter().all(|sample| *sample == 97));
        }
    }

    #[test]
    fn halving_takes_the_mean() {
        let samples = (0..64_u8).map(|idx| if idx % 2 == 0 { 0 } else { 200 }).collect();
        let plane = Plane::new(8, 8, samples).unwrap();
        let out = plane.resized(plane.area(), 1, 1);
        assert_eq!(out.samples(), [100]);
    }

    #[test]
    fn a_part_outside_is_cut() {
        let plane = Plane::new(4, 4, (0..16).collect()).unwrap();
        let part = Area { left: 3, top: 3, width: 99, height: 99 };
        assert_eq!(plane.resized(part, 1, 1).samples(), [15]);
    }
}
