//! Arms and legs, hands and feet.

use super::{Figure, Joints};
use crate::design::Top;
use crate::palette::{Rgb, between};
use crate::plane::{Placing, Point, pt, sine_cosine};

/// Three joints of a limb and how thick it is at each.
struct Limb {
    joints: [Point; 3],
    thick: [f32; 3],
}

impl Limb {
    /// Returns the outline from the beginning to a share of the length.
    fn outline(&self, share: f32, grow: f32) -> Vec<Point> {
        let [a, b, c] = self.joints;
        let [ta, tb, tc] = self.thick.map(|t| t * grow);
        let (first, second) = ((b - a).side(), (c - b).side());
        let middle = first.towards(second, 0.5);
        if share <= 0.5 {
            let part = 2.0 * share;
            let end = a.towards(b, part);
            let te = ta + (tb - ta) * part;
            return vec![a + first * ta, end + first * te, end - first * te, a - first * ta];
        }
        let part = 2.0 * share - 1.0;
        let end = b.towards(c, part);
        let te = tb + (tc - tb) * part;
        vec![
            a + first * ta,
            a.towards(b, 0.6) + first * (0.5 * (ta + tb)),
            b + middle * tb,
            end + second * te,
            end - second * te,
            b - middle * tb,
            a.towards(b, 0.6) - first * (0.5 * (ta + tb)),
            a - first * ta,
        ]
    }
}

/// Returns the joints of a limb that hangs down at zero degrees; positive angles swing forward.
fn bent(from: Point, (upper, lower): (f32, f32), long: f32) -> [Point; 3] {
    let (s, c) = sine_cosine(upper);
    let knee = from + pt(s, c) * (0.5 * long);
    let (s, c) = sine_cosine(upper + lower);
    [from, knee, knee + pt(s, c) * (0.5 * long)]
}

impl Figure<'_> {
    /// Draws the arm of one side with its sleeve, its hand and what it holds.
    pub(super) fn arm(&mut self, near: bool, joints: &Joints) {
        let m = self.design.measures;
        let (shoulder, angles) = if near {
            (joints.near_shoulder, self.pose.near_arm)
        } else {
            (joints.far_shoulder, self.pose.far_arm)
        };
        let lean = -self.pose.lean;
        let limb = Limb {
            joints: bent(shoulder, (angles.0 + lean, angles.1), m.arm),
            thick: [m.arm_wide, m.arm_wide * 0.9, m.arm_wide * 0.7],
        };
        let [_, elbow, wrist] = limb.joints;
        if near {
            self.prop(wrist, wrist - elbow);
        }
        self.hand(wrist, wrist - elbow, near);
        let dim = |colour: Rgb| if near { colour } else { between(colour, [0.0; 3], 0.12) };
        let colours = self.design.colours;
        self.form(limb.outline(1.0, 1.0), dim(colours.skin));
        let cloth = if self.design.top == Top::Overall { colours.trim } else { colours.top };
        let wide = if self.design.top == Top::Robe { 1.9 } else { 1.3 };
        self.form(limb.outline(self.design.sleeve, wide), dim(cloth));
        self.fold(elbow, (elbow - shoulder).side() * m.arm_wide);
    }

    /// Draws two short lines where cloth is bent.
    fn fold(&mut self, joint: Point, side: Point) {
        let place = Placing::new(joint, 0.0, (1.0, 1.0));
        for shift in [0.0, 0.06] {
            self.detail(
                &place,
                &[
                    (side.x, side.y + shift),
                    (0.5 * side.x + 0.03, 0.4 * side.y + shift),
                    (0.0, shift),
                ],
                0.6,
            );
        }
    }

    fn hand(&mut self, wrist: Point, way: Point, near: bool) {
        let size = self.design.measures.hand;
        let long = way.length().max(1e-6);
        let ahead = way * (size / long);
        let side = way.side() * size;
        let at = |f: f32, s: f32| wrist + ahead * f + side * s;
        let colour = self.design.colours.skin;
        self.form(vec![at(0.1, 0.3), at(0.5, 0.9), at(0.95, 0.75), at(0.6, 0.35)], colour);
        self.form(
            vec![
                at(-0.1, 0.35),
                at(0.5, 0.6),
                at(1.2, 0.45),
                at(1.35, 0.0),
                at(1.15, -0.45),
                at(0.4, -0.5),
                at(-0.1, -0.35),
            ],
            colour,
        );
        if near {
            let place = Placing::new(pt(0.0, 0.0), 0.0, (1.0, 1.0));
            for s in [-0.15, 0.15] {
                let (a, b) = (at(1.3, s), at(0.7, s));
                self.detail(&place, &[(a.x, a.y), (b.x, b.y)], 0.55);
            }
        }
    }

    /// Draws the leg of one side with trouser and shoe.
    pub(super) fn leg(&mut self, near: bool, joints: &Joints) {
        let m = self.design.measures;
        let (hip, angles) = if near {
            (joints.near_hip, self.pose.near_leg)
        } else {
            (joints.far_hip, self.pose.far_leg)
        };
        let limb = Limb {
            joints: bent(hip, angles, m.leg),
            thick: [m.leg_wide * 1.15, m.leg_wide, m.leg_wide * 0.75],
        };
        let colours = self.design.colours;
        let dim = |colour: Rgb| if near { colour } else { between(colour, [0.0; 3], 0.14) };
        self.form(limb.outline(1.0, 0.9), dim(colours.skin));
        let [_, knee, ankle] = limb.joints;
        self.shoe(ankle, angles.0 + angles.1, dim(colours.shoe));
        if self.design.top != Top::Dress {
            self.form(limb.outline(self.design.trouser, 1.15), dim(colours.bottom));
            self.fold(knee, (knee - hip).side() * m.leg_wide);
        }
    }

    fn shoe(&mut self, ankle: Point, angle: f32, colour: Rgb) {
        let foot = self.design.measures.foot;
        let turned = 0.25 + 0.75 * self.pose.turn.abs();
        let place = Placing::new(ankle, -0.6 * angle, (1.0, 1.0));
        let long = foot * turned + 0.08;
        let high = 0.12;
        self.shape(
            &place,
            &[
                (-0.13, -0.1),
                (0.1, -0.1),
                (0.5 * long, -0.02),
                (long, 0.5 * high),
                (long, high),
                (-0.13, high),
            ],
            colour,
        );
        self.detail(&place, &[(-0.12, 0.7 * high), (long, 0.75 * high)], 0.6);
    }
}
