//! From geometry to a probability.
//!
//! In: how a picture and a reference lie on each other, their distance in Meta's hash, and what the
//! picture scores against references that it does not show. Out: a calibrated probability. The
//! weights were fitted on made-up shows that no test uses (`cargo xtask bench media --fit`).

use crate::verify::Fit;

/// Numbers that are weighed.
pub const N_FEATURES: usize = 18;

/// What speaks for and against a match.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// The numbers, in the order of [`WEIGHTS`].
    pub features: [f32; N_FEATURES],
    /// Their weighted sum: the logarithm of the odds.
    pub sum: f32,
}

impl Evidence {
    /// Collects the numbers.
    pub fn new(fit: &Fit, hash_distance: u32, noise: f32) -> Self {
        let [tight, near, wide] = fit.forth;
        let [back_tight, back_near, back_wide] = fit.back;
        let surprise = (1.0 + fit.surprise.max(0.0)).ln();
        #[expect(clippy::cast_precision_loss, reason = "at most 256")]
        let copy = (1.0 - hash_distance as f32 / 100.0).max(0.0);
        let features = [
            1.0,
            tight,
            near,
            wide,
            back_tight,
            back_near,
            back_wide,
            surprise,
            fit.inside,
            fit.covered,
            fit.spread,
            fit.scale.max(1e-3).ln().abs(),
            (fit.squeeze - 1.0).min(1.0),
            near.min(back_near),
            near * fit.spread,
            level(fit) - noise,
            copy,
            tight * surprise,
        ];
        let sum = features.iter().zip(&WEIGHTS).map(|(value, weight)| value * weight).sum();
        Self { features, sum }
    }
}

/// One number for how well a fit is, before it is weighed.
fn level(fit: &Fit) -> f32 {
    fit.forth.iter().sum::<f32>() + 0.5 * fit.back.iter().sum::<f32>()
}

/// What the picture reaches with references it does not show: the mean of the lower half.
#[expect(clippy::cast_precision_loss, reason = "some dozens")]
pub fn noise<'a>(fits: impl Iterator<Item = &'a Fit>) -> f32 {
    let mut levels: Vec<f32> = fits.map(level).collect();
    levels.sort_by(f32::total_cmp);
    let n_lower = levels.len() / 2;
    // Few references say nothing about chance; this is the mean over the made-up shows.
    if n_lower < 8 {
        return NOISE_USUAL;
    }
    levels.iter().take(n_lower).sum::<f32>() / n_lower as f32
}

const NOISE_USUAL: f32 = 0.76;

/// Weights of [`Evidence::features`].
pub const WEIGHTS: [f32; N_FEATURES] = [
    -3.575, -0.293, -0.022, -0.319, -0.931, -0.796, -2.014, -1.428, -1.818, 1.667, 0.645, -2.858,
    -0.907, -0.799, 0.992, 5.850, 0.074, 0.842,
];

/// Probability at or above which a match is called one: it left one false pair in the 712,500 of the
/// fit (that one at 0.92, the next at 0.37).
pub const MATCH_MIN: f32 = 0.5;

/// The logistic of the sum, rounded so that the last bits of a machine's `exp` do not show.
pub fn probability(evidence: &Evidence) -> f32 {
    let value = 1.0 / (1.0 + (-f64::from(evidence.sum)).exp());
    #[expect(clippy::cast_possible_truncation, reason = "between zero and one")]
    let value = ((value * 10_000.0).round() / 10_000.0) as f32;
    value
}
