//! Points of the plane and how drawings are placed in it.
//!
//! In: places and angles. Out: places. Never: sine or cosine of the system's library, whose last bit differs between machines.

use std::ops::{Add, Mul, Sub};

/// A point or a step; y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Point {
    pub(crate) x: f32,
    pub(crate) y: f32,
}

/// Returns the point of these coordinates.
pub(crate) const fn pt(x: f32, y: f32) -> Point {
    Point { x, y }
}

impl Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        pt(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        pt(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f32> for Point {
    type Output = Self;
    fn mul(self, times: f32) -> Self {
        pt(self.x * times, self.y * times)
    }
}

impl Point {
    /// Returns the length of the step.
    pub(crate) fn length(self) -> f32 {
        (self.x * self.x + self.y * self.y).sqrt()
    }

    /// Returns the step turned by a quarter, one long; zero for a step of no length.
    pub(crate) fn side(self) -> Self {
        let length = self.length();
        if length < 1e-9 { pt(0.0, 0.0) } else { pt(-self.y / length, self.x / length) }
    }

    /// Returns the point between this and another.
    pub(crate) fn towards(self, other: Self, share: f32) -> Self {
        self + (other - self) * share
    }
}

/// Returns sine and cosine of an angle in degrees, by a polynomial, equal on every machine.
pub(crate) fn sine_cosine(degrees: f32) -> (f32, f32) {
    (sine(degrees), sine(degrees + 90.0))
}

/// Taylor's polynomial of degree nine; error below 4e-6 within a quarter turn.
fn sine(degrees: f32) -> f32 {
    let round = degrees - 360.0 * ((degrees + 180.0) / 360.0).floor();
    let quarter = if round > 90.0 {
        180.0 - round
    } else if round < -90.0 {
        -180.0 - round
    } else {
        round
    };
    let r = quarter * (std::f32::consts::PI / 180.0);
    let s = r * r;
    r * (1.0 - s / 6.0 * (1.0 - s / 20.0 * (1.0 - s / 42.0 * (1.0 - s / 72.0))))
}

/// Where a drawing's own axes and origin come to lie.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placing {
    across: Point,
    down: Point,
    origin: Point,
}

impl Placing {
    /// Moved to a point, turned by degrees, scaled along each axis.
    pub(crate) fn new(origin: Point, degrees: f32, (wide, high): (f32, f32)) -> Self {
        let (sine, cosine) = sine_cosine(degrees);
        Self { across: pt(cosine, sine) * wide, down: pt(-sine, cosine) * high, origin }
    }

    /// Returns where a point of the drawing lies.
    pub(crate) fn at(&self, point: Point) -> Point {
        self.across * point.x + self.down * point.y + self.origin
    }

    /// Returns the placing of a drawing that is placed inside this one.
    pub(crate) fn within(&self, inner: &Self) -> Self {
        Self {
            across: self.at(inner.across) - self.origin,
            down: self.at(inner.down) - self.origin,
            origin: self.at(inner.origin),
        }
    }
}
