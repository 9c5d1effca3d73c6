//! PDQ, the perceptual hash of Meta, in all eight turnings of a picture.
//!
//! In: luma. Out: 256 bits for each turning and the quality from 0 to 100. Good for copies that were
//! resized, compressed, greyed or recoloured, and for nothing else; exchanged with others' lists.
//! Source: `pdq/README.md` and `pdq/cpp` of facebook/ThreatExchange. No sine of the platform is used.
#![expect(clippy::indexing_slicing, reason = "matrices of fixed size")]
#![expect(clippy::cast_precision_loss, reason = "sides of pictures are far below 2^24")]

use crate::plane::Plane;

/// A hash: bit `16 i + j` belongs to frequency `i + 1` down and `j + 1` across.
pub type Hash = [u64; 4];

/// The hashes of one picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdq {
    /// As it is, mirrored, upside down, both; then the same four after swapping rows with columns.
    pub turned: [Hash; 8],
    /// Gradients in it: below 50 the hash should not be trusted (pdq/README.md).
    pub quality: u8,
}

/// Distance at or below which Meta calls two pictures the same (pdq/README.md).
pub const SAME_MAX: u32 = 31;

const SIDE: usize = 64;
const KEPT: usize = 16;

/// Bits in which two hashes differ.
pub fn distance(left: &Hash, right: &Hash) -> u32 {
    left.iter().zip(right).map(|(a, b)| (a ^ b).count_ones()).sum()
}

/// Hashes a picture.
pub fn hash(luma: &Plane) -> Pdq {
    let small = shrunk(luma);
    let frequencies = frequencies(&small);
    let turned = std::array::from_fn(|turn| {
        let (mirror, flip, swap) = (turn & 1 == 1, turn & 2 == 2, turn & 4 == 4);
        bits(|i, j| {
            let (i, j) = if swap { (j, i) } else { (i, j) };
            // Turning a picture over changes the sign of its odd frequencies; place 0 is frequency 1.
            let minus = (mirror && j % 2 == 0) != (flip && i % 2 == 0);
            if minus { -frequencies[i][j] } else { frequencies[i][j] }
        })
    });
    Pdq { turned, quality: quality(&small) }
}

/// Two passes of two box filters, then one sample of each of 64 x 64 places.
fn shrunk(luma: &Plane) -> Vec<f32> {
    let (width, height) = (luma.width(), luma.height());
    let mut values: Vec<f32> = luma.samples().iter().map(|sample| f32::from(*sample)).collect();
    let window = |length: usize| length.div_ceil(2 * SIDE);
    for _ in 0..2 {
        for row in values.chunks_exact_mut(width) {
            box_filter(row, window(width));
        }
        values = turned_over(&values, width);
        for column in values.chunks_exact_mut(height) {
            box_filter(column, window(height));
        }
        values = turned_over(&values, height);
    }
    let place = |idx: usize, length: usize| (2 * idx + 1) * length / (2 * SIDE);
    let places = (0..SIDE * SIDE).map(|idx| (place(idx / SIDE, height), place(idx % SIDE, width)));
    places.map(|(y, x)| values[y * width + x]).collect()
}

/// Rows become columns.
fn turned_over(values: &[f32], width: usize) -> Vec<f32> {
    let height = values.len() / width;
    (0..width).flat_map(|x| (0..height).map(move |y| values[y * width + x])).collect()
}

/// The mean of the samples around each, fewer at the ends.
fn box_filter(values: &mut [f32], window: usize) {
    if window < 2 {
        return;
    }
    let half = usize::midpoint(window, 2);
    let mut sums = Vec::with_capacity(values.len() + 1);
    let mut sum = 0.0_f64;
    sums.push(sum);
    for value in values.iter() {
        sum += f64::from(*value);
        sums.push(sum);
    }
    let n_values = values.len();
    for (idx, value) in values.iter_mut().enumerate() {
        let from = (idx + half).saturating_sub(window);
        let end = (idx + half).min(n_values);
        #[expect(clippy::cast_possible_truncation, reason = "a mean of bytes")]
        let mean = ((sums[end] - sums[from]) / (end - from) as f64) as f32;
        *value = mean;
    }
}

fn quality(small: &[f32]) -> u8 {
    let step = |a: f32, b: f32| {
        #[expect(clippy::cast_possible_truncation, reason = "PDQ takes whole hundredths")]
        let hundredths = ((a - b) * 100.0 / 255.0) as i32;
        hundredths.abs()
    };
    let mut sum = 0;
    for y in 0..SIDE {
        for x in 0..SIDE {
            let here = small[y * SIDE + x];
            if y + 1 < SIDE {
                sum += step(here, small[(y + 1) * SIDE + x]);
            }
            if x + 1 < SIDE {
                sum += step(here, small[y * SIDE + x + 1]);
            }
        }
    }
    u8::try_from((sum / 90).clamp(0, 100)).unwrap_or(100)
}

fn frequencies(small: &[f32]) -> [[f32; KEPT]; KEPT] {
    let mut cosines = [[0.0_f32; SIDE]; KEPT];
    for (i, row) in cosines.iter_mut().enumerate() {
        for (x, value) in row.iter_mut().enumerate() {
            *value = cosine((i + 1) * (2 * x + 1));
        }
    }
    let mut half = [[0.0_f32; SIDE]; KEPT];
    for (i, row) in half.iter_mut().enumerate() {
        for (line, weight) in small.chunks_exact(SIDE).zip(&cosines[i]) {
            for (sum, value) in row.iter_mut().zip(line) {
                *sum += value * weight;
            }
        }
    }
    std::array::from_fn(|i| {
        std::array::from_fn(|j| half[i].iter().zip(&cosines[j]).map(|(a, b)| a * b).sum())
    })
}

/// The cosine of so many 128ths of a half turn.
#[expect(clippy::cast_possible_truncation, reason = "a cosine of f64 kept as f32")]
fn cosine(steps: usize) -> f32 {
    let steps = steps % 256;
    let steps = if steps > 128 { 256 - steps } else { steps };
    let (sign, steps) = if steps > 64 { (-1.0, 128 - steps) } else { (1.0, steps) };
    let angle = steps as f64 * std::f64::consts::PI / 128.0;
    let (mut term, mut sum) = (1.0, 1.0);
    for n in 1..12 {
        term *= -angle * angle / f64::from((2 * n - 1) * (2 * n));
        sum += term;
    }
    (sign * sum) as f32
}

fn bits(value: impl Fn(usize, usize) -> f32) -> Hash {
    let values: Vec<f32> = (0..KEPT * KEPT).map(|idx| value(idx / KEPT, idx % KEPT)).collect();
    let mut sorted = values.clone();
    sorted.sort_by(f32::total_cmp);
    let median = sorted[KEPT * KEPT / 2 - 1];
    let mut hash = [0; 4];
    for (idx, value) in values.iter().enumerate() {
        if *value > median {
            hash[idx / 64] |= 1 << (idx % 64);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture() -> Plane {
        let sample = |x: usize, y: usize| ((x * x / 7 + 3 * y * x / 50 + y * y / 3) % 251) as u8;
        let samples = (0..200 * 120).map(|idx| sample(idx % 200, idx / 200)).collect();
        Plane::new(200, 120, samples).unwrap()
    }

    #[test]
    fn a_mirrored_picture_has_the_second_hash() {
        let here = hash(&picture());
        let there = hash(&picture().mirrored());
        assert!(distance(&here.turned[1], &there.turned[0]) <= 40);
        assert!(distance(&here.turned[0], &there.turned[0]) > 60);
    }

    #[test]
    fn half_of_the_bits_are_set() {
        let n_set: u32 = hash(&picture()).turned[0].iter().map(|word| word.count_ones()).sum();
        assert_eq!(n_set, 128);
    }

    #[test]
    fn cosines_are_those_of_the_book() {
        for steps in 0..512 {
            let book = (steps as f64 * std::f64::consts::PI / 128.0).cos();
            assert!((f64::from(cosine(steps)) - book).abs() < 1e-7);
        }
    }
}
