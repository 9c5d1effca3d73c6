//! Fits the weights of `fuse`: logistic regression over compared pairs of shows that no test uses.
//!
//! In: the same rows of queries on other shows. Out: the weights as Rust, the sum at which one false
//! pair in ten million is left, and how the probabilities hold.
#![expect(clippy::many_single_char_names, reason = "the seven numbers of one level")]

use subtier_media::fuse::N_FEATURES;
use subtier_media::gallery::Gallery;

use super::Plan;
use super::drawn::{self, ROWS, Reference};

struct Pair {
    features: [f64; N_FEATURES],
    is_right: bool,
    is_own: bool,
    weight: f64,
}

/// Collects pairs, fits, prints.
pub(crate) fn fit(plan: &Plan, references: &[Reference], gallery: &Gallery) -> Result<(), String> {
    let mut pairs = Vec::new();
    for row in ROWS.iter().filter(|row| row.name.contains(&plan.only)) {
        let (mut n_own, mut n_queries) = (0, 0);
        for idx in 0..plan.n_queries {
            let query = drawn::query(row, references, plan.n_queries, idx);
            let Ok(look) = &query.look else { continue };
            n_queries += 1;
            let mut has_own = false;
            for found in gallery.compared(look) {
                let Some(reference) = references.get(found.reference) else { continue };
                let is_right = (reference.show, reference.shot) == (query.show, query.shot);
                let features = found.evidence.features.map(f64::from);
                // Of the frames of one shot the best one speaks; the others are other drawings.
                if is_right && has_own {
                    continue;
                }
                has_own |= is_right;
                // Another shot of the same show is no false accusation, yet not the shot that is asked for.
                let is_own = reference.show == query.show;
                let weight = if is_own && !is_right { 0.2 } else { 1.0 };
                pairs.push(Pair { features, is_right, is_own, weight });
            }
            n_own += usize::from(has_own);
        }
        eprintln!("{}: {n_own} of {n_queries} proposed", row.name);
    }
    let weights = logistic(&pairs).ok_or("fit: the pairs decide nothing")?;
    report(&pairs, &weights, plan, gallery.len());
    Ok(())
}

/// Iteratively reweighted least squares with a little ridge.
fn logistic(pairs: &[Pair]) -> Option<[f64; N_FEATURES]> {
    let mut weights = [0.0; N_FEATURES];
    for _ in 0..30 {
        let mut matrix = vec![[0.0; N_FEATURES + 1]; N_FEATURES];
        for pair in pairs {
            let sum = dot(&pair.features, &weights).clamp(-30.0, 30.0);
            let p = 1.0 / (1.0 + (-sum).exp());
            let slope = pair.weight * (p * (1.0 - p)).max(1e-9);
            let off = pair.weight * (f64::from(u8::from(pair.is_right)) - p);
            for (row, value) in matrix.iter_mut().zip(&pair.features) {
                for (cell, other) in row.iter_mut().zip(&pair.features) {
                    *cell += slope * value * other;
                }
                if let Some(last) = row.last_mut() {
                    *last += off * value;
                }
            }
        }
        for (idx, (row, weight)) in matrix.iter_mut().zip(&weights).enumerate() {
            if let Some(cell) = row.get_mut(idx) {
                *cell += 0.5;
            }
            if let Some(last) = row.last_mut() {
                *last -= 0.5 * weight;
            }
        }
        let step = solve(matrix)?;
        weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight += step.clamp(-3.0, 3.0));
    }
    Some(weights)
}

/// What `fuse::noise` was: the level is made of the second to seventh number, the sixteenth is it less the noise.
fn noise(features: &[f64; N_FEATURES]) -> f64 {
    let [_, a, b, c, d, e, f, ..] = features;
    a + b + c + 0.5 * (d + e + f) - features.get(15).copied().unwrap_or(0.0)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[expect(
    clippy::indexing_slicing,
    clippy::needless_range_loop,
    reason = "a square matrix of fixed size"
)]
fn solve(mut m: Vec<[f64; N_FEATURES + 1]>) -> Option<[f64; N_FEATURES]> {
    for col in 0..N_FEATURES {
        let pivot =
            (col..N_FEATURES).max_by(|a, b| m[*a][col].abs().total_cmp(&m[*b][col].abs()))?;
        m.swap(col, pivot);
        if m[col][col].abs() < 1e-12 {
            return None;
        }
        for row in 0..N_FEATURES {
            if row != col {
                let factor = m[row][col] / m[col][col];
                for at in col..=N_FEATURES {
                    m[row][at] -= factor * m[col][at];
                }
            }
        }
    }
    Some(std::array::from_fn(|idx| m[idx][N_FEATURES] / m[idx][idx]))
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of a benchmark"
)]
fn report(pairs: &[Pair], weights: &[f64; N_FEATURES], plan: &Plan, n_references: usize) {
    println!("pub const WEIGHTS: [f32; N_FEATURES] = {weights:.3?};");
    let sums = |is_right: bool| {
        let mut sums: Vec<f64> = pairs
            .iter()
            .filter(|p| p.is_right == is_right && p.is_own == is_right)
            .map(|p| dot(&p.features, weights))
            .collect();
        sums.sort_by(|a, b| b.total_cmp(a));
        sums
    };
    let (right, wrong) = (sums(true), sums(false));
    let noises: Vec<f64> = pairs.iter().map(|pair| noise(&pair.features)).collect();
    println!("mean noise {:.3}", noises.iter().sum::<f64>() / noises.len().max(1) as f64);
    let n_pairs = (plan.n_queries * ROWS.len() * n_references) as f64;
    println!(
        "{} right and {} wrong pairs compared, of {n_pairs} pairs in all",
        right.len(),
        wrong.len()
    );
    for per in [1e-5, 1e-6, 1e-7] {
        let at = (per * n_pairs) as usize;
        let limit = wrong.get(at).copied().unwrap_or(f64::NEG_INFINITY);
        let n_over = right.iter().filter(|sum| **sum > limit).count();
        println!(
            "at {per:e}: sum {limit:.2}, probability {:.4}, right {:.2} %",
            1.0 / (1.0 + (-limit).exp()),
            100.0 * n_over as f64 / right.len().max(1) as f64
        );
    }
    for tenth in 0..10 {
        let holds = |sum: f64| ((10.0 / (1.0 + (-sum).exp())) as usize).min(9) == tenth;
        let (a, b) = (
            right.iter().filter(|s| holds(**s)).count(),
            wrong.iter().filter(|s| holds(**s)).count(),
        );
        println!(
            "said {:.1} to {:.1}: {a} of {} right",
            tenth as f64 / 10.0,
            (tenth + 1) as f64 / 10.0,
            a + b
        );
    }
}
