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
    -1.533, 0.454, -0.076, -0.831, 2.104, 1.231, 0.416, -2.442, -2.245, -0.134, -0.588, -0.151,
    -0.494, 0.852, -0.004, 1.336, 2.493, 2.232, -0.213, -0.095, -1.907, 0.994, 0.661, 0.039,
];
/// See [`WEIGHTS_PICTURE`].
pub const WEIGHTS_PAPER: [f32; N_FEATURES] = [
    -3.290, 0.450, 0.140, -1.290, -0.090, -0.896, -2.693, -1.454, -1.202, -1.520, 0.165, -1.420,
    -2.187, -0.848, 0.681, 0.356, 0.346, 3.177, -0.598, 0.287, -1.252, 2.959, -1.806, -0.973,
];

/// Probability at or above which a match is called one: none of seven million pairs of shows 2001 to 2051 was
/// false at it (`benches/RESULTS.md`).
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
