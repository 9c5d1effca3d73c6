//! Curves as a hand draws them: through points, wavering, thick and thin.
//!
//! In: points a curve goes through. Out: a fine line of points. Never: more than `STEPS_MAX` points between two of them.

use crate::chance::{mixed, waver};
use crate::plane::Point;

/// Most points a curve is cut into between two points it goes through.
const STEPS_MAX: f32 = 32.0;

/// Returns the cubic curve through the points (Catmull-Rom), cut into steps of about that length.
pub(crate) fn smooth(points: &[Point], closed: bool, step: f32) -> Vec<Point> {
    let n = points.len();
    if n < 3 {
        return straight(points, closed, step);
    }
    // Indexes here are one ahead, so that none is below zero.
    let at = |ahead: usize| {
        let idx = if closed { (ahead + n - 1) % n } else { ahead.saturating_sub(1).min(n - 1) };
        points.get(idx).copied().unwrap_or_default()
    };
    let n_spans = if closed { n } else { n - 1 };
    let mut out = Vec::with_capacity(n_spans * 6 + 1);
    for span in 0..n_spans {
        let (before, from, to, after) = (at(span), at(span + 1), at(span + 2), at(span + 3));
        let n_steps = steps(from, to, step);
        let (lean, bend) = (to - before, after - from);
        for step_idx in 0..n_steps {
            let t = step_idx as f32 / n_steps as f32;
            let (t2, t3) = (t * t, t * t * t);
            out.push(
                from * (2.0 * t3 - 3.0 * t2 + 1.0)
                    + to * (3.0 * t2 - 2.0 * t3)
                    + lean * (0.5 * (t3 - 2.0 * t2 + t))
                    + bend * (0.5 * (t3 - t2)),
            );
        }
    }
    out.push(if closed { at(1) } else { at(n) });
    out
}

/// Returns the straight lines between the points, cut into steps of about that length.
pub(crate) fn straight(points: &[Point], closed: bool, step: f32) -> Vec<Point> {
    let ends = points.iter().skip(1).chain(points.first().filter(|_| closed));
    let mut out = Vec::new();
    for (&from, &to) in points.iter().zip(ends) {
        let n_steps = steps(from, to, step);
        out.extend((0..n_steps).map(|idx| from.towards(to, idx as f32 / n_steps as f32)));
    }
    out.extend(if closed { points.first() } else { points.last() });
    out
}

fn steps(from: Point, to: Point, step: f32) -> u32 {
    ((to - from).length() / step.max(1e-6)).clamp(1.0, STEPS_MAX).ceil() as u32
}

/// Moves the points as an unsure hand does: by up to `reach`, a new turn every `wave` of the way.
pub(crate) fn wavered(points: &[Point], reach: f32, wave: f32, seed: u64) -> Vec<Point> {
    if reach <= 0.0 {
        return points.to_vec();
    }
    let (seed_x, seed_y) = (mixed(seed), mixed(seed ^ 0x55));
    let mut way = 0.0;
    let mut last = points.first().copied().unwrap_or_default();
    let total: f32 =
        points.iter().zip(points.iter().skip(1)).map(|(&a, &b)| (b - a).length()).sum();
    let is_ring = points.first() == points.last();
    points
        .iter()
        .map(|&point| {
            way += (point - last).length();
            last = point;
            // A ring must end where it began, so the last wave of it goes back to the first.
            let place = way / wave;
            let back = if is_ring { ((way - total) / wave + 1.0).clamp(0.0, 1.0) } else { 0.0 };
            let x = waver(seed_x, place) * (1.0 - back) + waver(seed_x, 0.0) * back;
            let y = waver(seed_y, place) * (1.0 - back) + waver(seed_y, 0.0) * back;
            Point { x: point.x + x * reach, y: point.y + y * reach }
        })
        .collect()
}
