//! A plane's perspective move: from the edge grid of one picture to that of another.

/// Nine numbers of a homography, row by row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Warp(pub [f32; 9]);

impl Warp {
    /// Scales (a negative `scale_x` mirrors) and shifts.
    pub const fn scaled(scale_x: f32, scale_y: f32, x: f32, y: f32) -> Self {
        Self([scale_x, 0.0, x, 0.0, scale_y, y, 0.0, 0.0, 1.0])
    }

    /// Moves a place.
    #[inline]
    pub fn apply(&self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let below = g * x + h * y + i;
        let below = if below.abs() < 1e-6 { 1e-6 } else { below };
        ((a * x + b * y + c) / below, (d * x + e * y + f) / below)
    }

    /// First `self`, then `next`.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let [p, q, r, s, t, u, v, w, x] = next.0;
        Self([
            p * a + q * d + r * g,
            p * b + q * e + r * h,
            p * c + q * f + r * i,
            s * a + t * d + u * g,
            s * b + t * e + u * h,
            s * c + t * f + u * i,
            v * a + w * d + x * g,
            v * b + w * e + x * h,
            v * c + w * f + x * i,
        ])
    }

    /// The way back; nothing for a warp that folds the plane.
    pub fn inverse(&self) -> Option<Self> {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
        if !det.is_finite() || det.abs() < 1e-9 {
            return None;
        }
        let cofactors = [
            e * i - f * h,
            c * h - b * i,
            b * f - c * e,
            f * g - d * i,
            a * i - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
            a * e - b * d,
        ];
        Some(Self(cofactors.map(|value| value / det)))
    }

    /// The four numbers of how it stretches and turns around a place.
    pub(super) fn local(&self, x: f32, y: f32) -> [f32; 4] {
        let here = self.apply(x, y);
        let right = self.apply(x + 1.0, y);
        let below = self.apply(x, y + 1.0);
        [right.0 - here.0, below.0 - here.0, right.1 - here.1, below.1 - here.1]
    }
}

/// How a warp stretches at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    /// Root of the area's factor.
    pub(super) scale: f32,
    /// Longer by shorter, at least one, near enough for what is drawn on paper.
    pub(super) squeeze: f32,
    /// Turn in 16ths of a half turn, for small turns.
    pub(super) turn: f32,
    /// Whether left becomes right.
    pub(super) is_mirrored: bool,
}

impl Stretch {
    pub(super) fn of(warp: &Warp, x: f32, y: f32) -> Self {
        let [a, b, c, d] = warp.local(x, y);
        let area = a * d - b * c;
        let is_mirrored = area < 0.0;
        let (a, c) = if is_mirrored { (-a, -c) } else { (a, c) };
        let scale = area.abs().sqrt().max(1e-6);
        let across = (a * a + c * c).sqrt();
        let down = (b * b + d * d).sqrt();
        let squeeze = (across / down.max(1e-6)).max(down / across.max(1e-6));
        // The sine of a small angle, in steps of 11.25 degrees.
        let turn = (c - b) / (across + down).max(1e-6) / 0.196_35;
        Self { scale, squeeze, turn, is_mirrored }
    }
}
