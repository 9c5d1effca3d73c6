//! Where the camera stands.
//!
//! In: places on the stage (one is about a metre, y down, the ground at zero). Out: places in the frame (heights from its centre).

use crate::plane::{Placing, Point, pt};

/// Height of the stage that is seen by layers infinitely far away.
const FAR_HIGH: f32 = 2.4;

/// What the camera sees.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Camera {
    /// Middle of what it sees on the plane of the characters.
    pub(crate) centre: Point,
    /// How high that is.
    pub(crate) high: f32,
    /// How it is rolled, in degrees.
    pub(crate) roll: f32,
}

impl Camera {
    /// Returns how a layer lies in the frame; `depth` is one for the characters' own and less for what is further away.
    pub(crate) fn placing(&self, depth: f32) -> Placing {
        let high = FAR_HIGH + (self.high - FAR_HIGH) * depth;
        let scale = 1.0 / high.max(0.05);
        let far = pt(0.0, -0.9);
        let centre = far.towards(self.centre, depth);
        let turned = Placing::new(pt(0.0, 0.0), self.roll, (scale, scale));
        let moved = turned.at(centre) * -1.0;
        Placing::new(moved, self.roll, (scale, scale))
    }
}
