//! Logistic regression.
//!
//! In: rows of numbers, whether each is so, and its weight. Out: the weights of the numbers, by
//! iteratively reweighted least squares with a little ridge. Never: a step that is not bounded.
#![expect(
    clippy::indexing_slicing,
    reason = "a square matrix whose sides are the number of features"
)]

/// One observed case.
pub(crate) struct Case {
    pub(crate) features: Vec<f64>,
    pub(crate) is_so: bool,
    pub(crate) weight: f64,
}

impl Case {
    pub(crate) fn sum(&self, weights: &[f64]) -> f64 {
        self.features.iter().zip(weights).map(|(a, b)| a * b).sum()
    }
}

const ROUNDS: usize = 30;
const RIDGE: f64 = 0.5;
const STEP_MAX: f64 = 3.0;

/// The weights under which the cases are most probable; nothing where they decide nothing.
pub(crate) fn fitted(cases: &[Case]) -> Option<Vec<f64>> {
    let n = cases.first()?.features.len();
    let mut weights = vec![0.0; n];
    for _ in 0..ROUNDS {
        let mut matrix = vec![vec![0.0; n + 1]; n];
        for case in cases {
            let p = 1.0 / (1.0 + (-case.sum(&weights).clamp(-30.0, 30.0)).exp());
            let slope = case.weight * (p * (1.0 - p)).max(1e-9);
            let off = case.weight * (f64::from(u8::from(case.is_so)) - p);
            for (row, value) in matrix.iter_mut().zip(&case.features) {
                for (cell, other) in row.iter_mut().zip(&case.features) {
                    *cell += slope * value * other;
                }
                row[n] += off * value;
            }
        }
        for (idx, weight) in weights.iter().enumerate() {
            matrix[idx][idx] += RIDGE;
            matrix[idx][n] -= RIDGE * weight;
        }
        for (weight, step) in weights.iter_mut().zip(solved(matrix)?) {
            *weight += step.clamp(-STEP_MAX, STEP_MAX);
        }
    }
    Some(weights)
}

fn solved(mut m: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let n = m.len();
    for col in 0..n {
        let pivot = (col..n).max_by(|a, b| m[*a][col].abs().total_cmp(&m[*b][col].abs()))?;
        m.swap(col, pivot);
        if m[col][col].abs() < 1e-12 {
            return None;
        }
        let row_of_pivot = m[col].clone();
        for (idx, row) in m.iter_mut().enumerate() {
            if idx != col {
                let factor = row[col] / row_of_pivot[col];
                for (cell, above) in row.iter_mut().zip(&row_of_pivot).skip(col) {
                    *cell -= factor * above;
                }
            }
        }
    }
    Some((0..n).map(|idx| m[idx][n] / m[idx][idx]).collect())
}
