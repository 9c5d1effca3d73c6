//! From geometry to a probability.
//!
//! In: how a picture and a reference lie on each other, their distance in Meta's hash, and what the
//! picture scores against references that it does not show. Out: a calibrated probability. The
//! weights were fitted on made-up shows that no test uses (`cargo xtask bench media --fit`).

use crate::verify::Fit;

/// Numbers that are weighed.
pub const N_FEATURES: usize = 24;

/// What a picture is: drawings and full pictures are weighed differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A picture that fills its frame.
    Picture,
    /// A drawing on paper.
    Paper,
}

/// What speaks for and against a match.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// The numbers, in the order of the weights.
    pub features: [f32; N_FEATURES],
    /// Their weighted sum: the logarithm of the odds.
    pub sum: f32,
}

impl Evidence {
    /// Collects the numbers.
    pub fn new(fit: &Fit, hash_distance: u32, noise: &Noise, kind: Kind) -> Self {
        let [tight, near, wide] = fit.forth;
        let [back_tight, back_near, back_wide] = fit.back;
        let surprise = surprise(fit);
        let copy = (1.0 - hash_distance as f32 / 100.0).max(0.0);
        let apart = fit.scale.max(1e-3).ln().abs();
        let above = noise.level.above(level(fit));
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
            apart,
            (fit.squeeze - 1.0).min(1.0),
            near.min(back_near),
            near * fit.spread,
            level(fit) - noise.level.mean,
            copy,
            tight * surprise,
            above,
            noise.surprise.above(surprise),
            fit.n_points as f32 / 600.0,
            fit.covered * above,
            apart * above,
            fit.spread * above,
        ];
        let weights = match kind {
            Kind::Picture => &WEIGHTS_PICTURE,
            Kind::Paper => &WEIGHTS_PAPER,
        };
        let sum = features.iter().zip(weights).map(|(value, weight)| value * weight).sum();
        Self { features, sum }
    }
}

/// One number for how well a fit is, before it is weighed.
fn level(fit: &Fit) -> f32 {
    fit.forth.iter().sum::<f32>() + 0.5 * fit.back.iter().sum::<f32>()
}

fn surprise(fit: &Fit) -> f32 {
    (1.0 + fit.surprise.max(0.0)).ln()
}

/// What a picture reaches with references that it does not show: the lower half of those compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    level: Usual,
    surprise: Usual,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Usual {
    mean: f32,
    /// Standard deviation.
    spread: f32,
}

/// Deviations above the usual beyond which more says nothing more.
const ABOVE_MAX: f32 = 12.0;

impl Usual {
    fn of(mut values: Vec<f32>, few: Self) -> Self {
        values.sort_by(f32::total_cmp);
        values.truncate(values.len() / 2);
        // Few references say nothing about chance.
        if values.len() < 8 {
            return few;
        }
        let n = values.len() as f32;
        let mean = values.iter().sum::<f32>() / n;
        let square = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f32>() / n;
        Self { mean, spread: square.sqrt() }
    }

    fn above(self, value: f32) -> f32 {
        ((value - self.mean) / (self.spread + 0.1)).clamp(-ABOVE_MAX, ABOVE_MAX)
    }
}

impl Noise {
    /// Takes the fits of everything that was compared.
    pub fn of<'a>(fits: impl Iterator<Item = &'a Fit>) -> Self {
        let (levels, surprises) = fits.map(|fit| (level(fit), surprise(fit))).unzip();
        Self {
            level: Usual::of(levels, LEVEL_USUAL),
            surprise: Usual::of(surprises, SURPRISE_USUAL),
        }
    }
}

/// Means over the made-up shows.
const LEVEL_USUAL: Usual = Usual { mean: 0.76, spread: 0.2 };
const SURPRISE_USUAL: Usual = Usual { mean: 1.9, spread: 0.2 };

/// Weights of [`Evidence::features`] of full pictures and of drawings on paper.
pub const WEIGHTS_PICTURE: [f32; N_FEATURES] = [
    -1.359, 0.467, -0.197, -1.017, 2.169, 1.106, 0.183, -2.540, -2.129, 0.027, -0.735, -0.116,
    -0.515, 0.606, -0.137, 0.708, 2.366, 2.144, -0.095, -0.034, -1.730, 0.888, 0.620, 0.226,
];
/// See [`WEIGHTS_PICTURE`].
pub const WEIGHTS_PAPER: [f32; N_FEATURES] = [
    -1.737, 0.699, 0.366, -0.706, -0.119, -0.344, -1.731, -1.989, -1.137, -0.800, -0.376, -0.732,
    -0.698, -0.323, 0.548, 0.492, 0.171, 2.452, -0.570, 0.824, -1.637, 1.891, -0.757, 0.008,
];

/// Probability at or above which a match is called one: it left one false pair in the 712,500 of the
/// fit (that one at 0.92, the next at 0.37).
pub const MATCH_MIN: f32 = 0.5;

/// The logistic of the sum, in ten-thousandths.
pub fn probability(evidence: &Evidence) -> f32 {
    rounded(1.0 / (1.0 + (-f64::from(evidence.sum)).exp()))
}

/// A probability in ten-thousandths, so that the last bits of a machine's `exp` do not show.
pub(crate) fn rounded(probability: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "between zero and one")]
    let value = ((probability * 10_000.0).round() / 10_000.0) as f32;
    value
}
