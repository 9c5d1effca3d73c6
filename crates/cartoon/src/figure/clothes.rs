//! The trunk and what is worn on it.

use super::{Figure, Joints};
use crate::design::{Marks, Top};
use crate::plane::{Placing, Point, pt};

impl Figure<'_> {
    /// Draws the trunk; its outline is the clothes'.
    pub(super) fn torso(&mut self, joints: &Joints) {
        let m = self.design.measures;
        let colours = self.design.colours;
        let up = joints.chest - joints.hip;
        let axis = up * (1.0 / up.length().max(1e-6));
        let side = axis.side() * -1.0;
        let narrow = 1.0 - 0.3 * self.pose.turn.abs();
        let at =
            |high: f32, wide: f32| joints.hip + axis * (high * m.torso) - side * (wide * narrow);
        self.form(
            vec![at(0.8, -0.09), at(1.08, -0.08), at(1.08, 0.08), at(0.8, 0.09)],
            colours.skin,
        );
        let (long, flare) = self.hem();
        let hem = m.hip * flare;
        let sway = 0.12 * self.pose.sway * flare;
        let low = |wide: f32| at(0.0, wide) + pt(sway, long);
        let outline = vec![
            at(1.0, -0.12),
            at(0.9, -m.shoulder),
            at(0.45, -m.waist),
            at(0.05, -m.hip),
            low(-hem),
            low(0.0) + pt(0.0, 0.03),
            low(hem),
            at(0.05, m.hip),
            at(0.45, m.waist),
            at(0.9, m.shoulder),
            at(1.0, 0.12),
            at(0.93, 0.0),
        ];
        self.form(outline, colours.top);
        self.dressing(&at, &low, hem);
    }

    /// How far the upper clothes reach below the hip and how wide they are there.
    fn hem(&self) -> (f32, f32) {
        let leg = self.design.measures.leg;
        match self.design.top {
            Top::Shirt | Top::Striped | Top::Jacket | Top::Overall => (0.1, 1.0),
            Top::Coat => (0.55 * leg, 1.35),
            Top::Dress => (0.6 * leg, 1.8),
            Top::Robe => (0.95 * leg, 1.6),
        }
    }

    fn dressing(&mut self, at: &impl Fn(f32, f32) -> Point, low: &impl Fn(f32) -> Point, hem: f32) {
        let m = self.design.measures;
        let colours = self.design.colours;
        let turn = 0.3 * self.pose.turn * m.waist;
        match self.design.top {
            Top::Shirt => self.badge(at(0.6, -0.2 * m.shoulder + turn)),
            Top::Striped => {
                for high in [0.15, 0.4, 0.65] {
                    let wide = m.waist * 0.95;
                    self.form(
                        vec![
                            at(high, -wide),
                            at(high + 0.04, 0.0),
                            at(high, wide),
                            at(high + 0.11, wide),
                            at(high + 0.15, 0.0),
                            at(high + 0.11, -wide),
                        ],
                        colours.trim,
                    );
                }
            }
            Top::Jacket | Top::Coat => {
                self.form(
                    vec![at(0.95, -0.12 + turn), at(0.35, turn), at(0.95, 0.14 + turn)],
                    colours.trim,
                );
                self.seam(&[at(0.35, turn), at(0.1, turn), low(turn)], 0.9);
                for high in [0.1, 0.28] {
                    self.badge(at(high, turn - 0.07));
                }
                self.form(vec![at(0.96, -0.1), at(0.8, -0.3), at(0.6, turn * 0.8)], colours.top);
                self.form(vec![at(0.96, 0.1), at(0.8, 0.3), at(0.6, turn * 0.8)], colours.top);
            }
            Top::Dress | Top::Robe => {
                for share in [-0.6, -0.1, 0.5] {
                    self.seam(&[at(0.05, share * m.hip), low(share * hem)], 0.6);
                }
                let wide = m.waist;
                self.form(
                    vec![at(0.25, -wide), at(0.25, wide), at(0.4, wide), at(0.4, -wide)],
                    colours.trim,
                );
            }
            Top::Overall => self.bib(at, low, turn),
        }
        if self.design.marks.has(Marks::BELT) {
            self.form(
                vec![at(0.05, -m.hip), at(0.05, m.hip), at(0.15, m.hip), at(0.15, -m.hip)],
                colours.shoe,
            );
            self.badge(at(0.1, turn));
        }
    }

    /// The front of dungarees with its straps.
    fn bib(&mut self, at: &impl Fn(f32, f32) -> Point, low: &impl Fn(f32) -> Point, turn: f32) {
        let m = self.design.measures;
        let colours = self.design.colours;
        let wide = 0.62 * m.waist;
        self.form(
            vec![
                at(0.0, -m.hip),
                at(0.6, -wide),
                at(0.62, wide),
                at(0.0, m.hip),
                low(m.hip),
                low(-m.hip),
            ],
            colours.bottom,
        );
        for sign in [-1.0, 1.0] {
            self.form(
                vec![
                    at(0.55, sign * wide * 0.9),
                    at(0.95, sign * m.shoulder * 0.6),
                    at(0.95, sign * m.shoulder * 0.4),
                    at(0.55, sign * wide * 0.6),
                ],
                colours.bottom,
            );
        }
        self.badge(at(0.4, turn));
    }

    fn seam(&mut self, points: &[Point], width: f32) {
        let place = Placing::new(pt(0.0, 0.0), 0.0, (1.0, 1.0));
        let points: Vec<(f32, f32)> = points.iter().map(|p| (p.x, p.y)).collect();
        self.detail(&place, &points, width);
    }

    /// A button, buckle or emblem, by the design's pattern.
    fn badge(&mut self, centre: Point) {
        let place = Placing::new(centre, 0.0, (1.0, 1.0));
        let colour = self.design.colours.trim;
        match self.design.pattern {
            0 | 1 => self.round(&place, (0.0, 0.0), (0.04, 0.04), colour),
            2 => self.shape(
                &place,
                &[(-0.07, -0.05), (0.07, -0.05), (0.05, 0.06), (-0.05, 0.06)],
                colour,
            ),
            3 => self.shape(
                &place,
                &[
                    (0.0, -0.09),
                    (0.03, -0.02),
                    (0.09, 0.0),
                    (0.03, 0.03),
                    (0.0, 0.09),
                    (-0.03, 0.03),
                    (-0.09, 0.0),
                    (-0.03, -0.02),
                ],
                colour,
            ),
            _ => self.detail(&place, &[(-0.05, -0.05), (0.05, 0.05)], 0.8),
        }
    }

    /// A cloth around the neck with one end in the wind.
    pub(super) fn scarf(&mut self, joints: &Joints) {
        let place = Placing::new(joints.neck, self.pose.lean, (1.0, 1.0));
        let colour = self.design.colours.trim;
        let sway = self.pose.sway;
        self.shape(
            &place,
            &[
                (-0.1, 0.0),
                (-0.45, 0.12 - 0.1 * sway),
                (-0.8, 0.05 + 0.2 * sway),
                (-0.75, 0.25 + 0.2 * sway),
                (-0.4, 0.28),
                (-0.05, 0.15),
            ],
            colour,
        );
        self.shape(
            &place,
            &[(-0.24, -0.02), (0.0, 0.04), (0.24, -0.02), (0.27, 0.12), (0.0, 0.2), (-0.27, 0.12)],
            colour,
        );
    }

    /// A cape from the shoulders down.
    pub(super) fn cape(&mut self, joints: &Joints) {
        let m = self.design.measures;
        let sway = 0.3 * self.pose.sway;
        let long = m.torso + 0.6 * m.leg;
        let (near, far) = (joints.near_shoulder, joints.far_shoulder);
        let colour = self.design.colours.trim;
        self.form(
            vec![
                near,
                near + pt(-0.35 + sway * 0.5, 0.5 * long),
                near + pt(-0.45 + sway, long),
                near.towards(far, 0.5) + pt(sway, long * 1.05),
                far + pt(0.3 + sway, long),
                far + pt(0.2, 0.5 * long),
                far,
            ],
            colour,
        );
    }

    /// A tail that swings.
    pub(super) fn tail(&mut self, joints: &Joints) {
        let place = Placing::new(joints.hip, 0.0, (1.0, 1.0));
        let sway = 0.3 * self.pose.sway;
        let colour = self.design.colours.hair;
        self.shape(
            &place,
            &[
                (0.0, -0.05),
                (-0.4, 0.0),
                (-0.75, -0.3 + sway),
                (-0.8, -0.7 + sway),
                (-0.62, -0.75 + sway),
                (-0.58, -0.3 + sway),
                (-0.35, -0.15),
                (0.0, -0.2),
            ],
            colour,
        );
    }
}
