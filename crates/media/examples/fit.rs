//! Makes `src/descriptor.bin`: `cargo run --release -p subtier-media --example fit -- descriptor FILE`.
//!
//! Draws shows 1 to 24 of the cartoon, takes windows of their passes, moved a little, and finds by
//! linear discriminants what tells drawings apart and does not change from pass to pass. Everything
//! is decided by the seed below; nothing else goes in.
#![allow(clippy::disallowed_methods, reason = "a tool for the command line")]
#![allow(
    clippy::indexing_slicing,
    clippy::pedantic,
    clippy::print_stdout,
    reason = "a tool for the command line"
)]

use subtier_cartoon::{Hand, Pass, Show};
use subtier_media::decode;
use subtier_media::edges::{Edges, GRID};
use subtier_media::plane::Plane;
use subtier_media::windows::{LENGTH, Window, histogram};

const SEED: u64 = 20_260_101;
const N_SHOWS: u64 = 24;
const N_SHOTS: u32 = 12;
const N_WINDOWS: usize = 5;
const N_KEPT: usize = 128;
const N_BITS: usize = 256;

struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
    fn about(&mut self, spread: f64) -> f64 {
        (self.next() * 2.0 - 1.0) * spread
    }
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.next()).sum::<f64>() - 6.0
    }
}

fn edges(show: &Show, shot: u32, frame: u32, pass: Pass, hand: u32) -> Edges {
    let picture = show.shot(shot).draw(frame, pass, Hand(hand), (480, 270));
    let thumb = decode::from_rgb(480, 270, &picture.rgb).expect("a picture of that size");
    let (width, height) = Plane::fitted(480, 270, GRID);
    Edges::of(&thumb.luma.resized(thumb.luma.area(), width, height))
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments.get(1).expect("descriptor FILE");
    let mut chance = Chance(SEED);
    let passes = [
        (Pass::Composite, 0),
        (Pass::Composite, 0),
        (Pass::Composite, 0),
        (Pass::Finished, 0),
        (Pass::Composite, 1),
        (Pass::Clean, 0),
        (Pass::Key, 0),
    ];
    let mut within = vec![0.0; LENGTH * LENGTH];
    let mut means: Vec<Vec<f64>> = Vec::new();
    let mut n_within = 0.0;
    for number in 1..=N_SHOWS {
        let show = Show::new(number);
        for shot in 0..N_SHOTS {
            let frame = (chance.next() * show.shot(shot).n_frames as f64) as u32;
            let drawn: Vec<Edges> =
                passes.iter().map(|(pass, hand)| edges(&show, shot, frame, *pass, *hand)).collect();
            for idx in 0..N_WINDOWS {
                let side = if idx == 0 { 1.0 } else { 0.5 + 0.5 * chance.next() };
                let (left, top) = ((1.0 - side) * chance.next(), (1.0 - side) * chance.next());
                let mut class: Vec<Vec<f64>> = Vec::new();
                for edges in &drawn {
                    let side = side * (1.0 + chance.about(0.08));
                    let window = Window {
                        left: (left + chance.about(0.045) * side) as f32,
                        top: (top + chance.about(0.045) * side) as f32,
                        side: side as f32,
                    };
                    if let Some(values) = histogram(edges, &window) {
                        class.push(values.iter().map(|value| f64::from(*value)).collect());
                    }
                }
                if class.len() < 3 {
                    continue;
                }
                let mean: Vec<f64> = (0..LENGTH)
                    .map(|at| class.iter().map(|v| v[at]).sum::<f64>() / class.len() as f64)
                    .collect();
                for values in &class {
                    let apart: Vec<f64> = values.iter().zip(&mean).map(|(a, b)| a - b).collect();
                    add_outer(&mut within, &apart);
                    n_within += 1.0;
                }
                means.push(mean);
            }
        }
    }
    println!("{} classes, {n_within} windows", means.len());
    within.iter_mut().for_each(|value| *value /= n_within);
    let trace: f64 = (0..LENGTH).map(|at| within[at * LENGTH + at]).sum();
    for at in 0..LENGTH {
        within[at * LENGTH + at] += 0.3 * trace / LENGTH as f64;
    }
    let centre: Vec<f64> = (0..LENGTH)
        .map(|at| means.iter().map(|v| v[at]).sum::<f64>() / means.len() as f64)
        .collect();
    let (values, vectors) = eigen(within);
    // Rows of `white` turn a histogram into numbers in which passes differ by one on average.
    let white: Vec<Vec<f64>> =
        (0..LENGTH).map(|n| vectors[n].iter().map(|v| v / values[n].sqrt()).collect()).collect();
    let mut between = vec![0.0; LENGTH * LENGTH];
    for mean in &means {
        let apart: Vec<f64> = mean.iter().zip(&centre).map(|(a, b)| a - b).collect();
        let turned: Vec<f64> = white.iter().map(|row| dot(row, &apart)).collect();
        add_outer(&mut between, &turned);
    }
    between.iter_mut().for_each(|value| *value /= means.len() as f64);
    let (values, vectors) = eigen(between);
    println!("between/within: {:?}", values.iter().step_by(16).take(16).collect::<Vec<_>>());
    let mut kept: Vec<Vec<f64>> = Vec::new();
    for n in 0..N_KEPT {
        let mut row = vec![0.0; LENGTH];
        for (weight, white) in vectors[n].iter().zip(&white) {
            row.iter_mut().zip(white).for_each(|(sum, value)| *sum += weight * value);
        }
        // Half-way to equal shares, so that the first directions do not decide every bit.
        let share = values[n].max(1e-9).powf(-0.25);
        kept.push(row.iter().map(|value| value * share).collect());
    }
    std::fs::write(path, table(&mut chance, &kept, &centre)).expect("write the table");
}

fn table(chance: &mut Chance, kept: &[Vec<f64>], centre: &[f64]) -> Vec<u8> {
    let mut out = Vec::new();
    // Orthogonal within each set of as many bits as directions.
    let mut rotation: Vec<Vec<f64>> = Vec::new();
    for bit in 0..N_BITS {
        let from = bit / kept.len() * kept.len();
        let mut row: Vec<f64> = kept.iter().map(|_| chance.normal()).collect();
        for other in &rotation[from..bit] {
            let along = dot(&row, other);
            row.iter_mut().zip(other).for_each(|(a, b)| *a -= along * b);
        }
        let length = dot(&row, &row).sqrt();
        rotation.push(row.iter().map(|value| value / length).collect());
    }
    for turn in &rotation {
        let mut row = vec![0.0; LENGTH];
        for (weight, kept) in turn.iter().zip(kept) {
            row.iter_mut().zip(kept).for_each(|(sum, value)| *sum += weight * value);
        }
        let largest = row.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        let scale = largest / 127.0;
        out.extend((scale as f32).to_le_bytes());
        out.extend((-dot(&row, centre) as f32).to_le_bytes());
        out.extend(row.iter().map(|value| ((value / scale).round() as i8).cast_unsigned()));
    }
    out
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add_outer(matrix: &mut [f64], values: &[f64]) {
    for (row, value) in matrix.chunks_exact_mut(values.len()).zip(values) {
        row.iter_mut().zip(values).for_each(|(sum, other)| *sum += value * other);
    }
}

/// Eigenvalues, largest first, and their vectors, by Jacobi's rotations.
fn eigen(mut matrix: Vec<f64>) -> (Vec<f64>, Vec<Vec<f64>>) {
    let n = LENGTH;
    let mut vectors: Vec<f64> = (0..n * n).map(|at| f64::from(at / n == at % n)).collect();
    for _ in 0..9 {
        for p in 0..n {
            for q in p + 1..n {
                let off = matrix[p * n + q];
                if off.abs() < 1e-12 {
                    continue;
                }
                let theta = (matrix[q * n + q] - matrix[p * n + p]) / (2.0 * off);
                let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let c = 1.0 / (t * t + 1.0).sqrt();
                let s = t * c;
                // The matrix stays symmetric: rows are turned, and the columns mirrored from them.
                let (app, aqq) = (matrix[p * n + p], matrix[q * n + q]);
                turn(&mut matrix, (p, q), (c, s));
                matrix[p * n + p] = app - t * off;
                matrix[q * n + q] = aqq + t * off;
                matrix[p * n + q] = 0.0;
                matrix[q * n + p] = 0.0;
                for k in 0..n {
                    if k != p && k != q {
                        matrix[k * n + p] = matrix[p * n + k];
                        matrix[k * n + q] = matrix[q * n + k];
                    }
                }
                turn(&mut vectors, (p, q), (c, s));
            }
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| matrix[b * n + b].total_cmp(&matrix[a * n + a]));
    let values = order.iter().map(|at| matrix[at * n + at].max(1e-12)).collect();
    (values, order.iter().map(|at| vectors[at * n..(at + 1) * n].to_vec()).collect())
}

fn turn(matrix: &mut [f64], (p, q): (usize, usize), (c, s): (f64, f64)) {
    let (head, tail) = matrix.split_at_mut(q * LENGTH);
    let row_p = &mut head[p * LENGTH..(p + 1) * LENGTH];
    let row_q = &mut tail[..LENGTH];
    for (a, b) in row_p.iter_mut().zip(row_q) {
        (*a, *b) = (c * *a - s * *b, s * *a + c * *b);
    }
}
