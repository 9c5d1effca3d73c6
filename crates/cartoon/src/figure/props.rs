//! What a hand holds.

use super::Figure;
use crate::design::Prop;
use crate::palette::Rgb;
use crate::plane::{Placing, Point, pt};

const PAPER: Rgb = [0.94, 0.92, 0.86];

impl Figure<'_> {
    /// Draws what the near hand holds; `way` is where the lower arm points.
    pub(super) fn prop(&mut self, hand: Point, way: Point) {
        let long = way.length().max(1e-6);
        let across = way.side();
        let colours = self.design.colours;
        // Axes: x across the lower arm, y along it.
        let at = |x: f32, y: f32| {
            let p = hand + across * x + way * ((y + 0.1) / long);
            (p.x, p.y)
        };
        let place = Placing::new(pt(0.0, 0.0), 0.0, (1.0, 1.0));
        match self.design.prop {
            Prop::None => {}
            Prop::Staff => {
                self.shape(
                    &place,
                    &[at(-1.4, -0.03), at(1.5, -0.03), at(1.5, 0.05), at(-1.4, 0.05)],
                    colours.prop,
                );
                let end = at(-1.5, 0.0);
                self.round(&place, end, (0.16, 0.16), colours.trim);
            }
            Prop::Bag => {
                let low = Placing::new(hand, 0.0, (1.0, 1.0));
                self.mark(&low, &[(-0.15, 0.3), (0.0, 0.0), (0.15, 0.3)], 1.2);
                self.shape(
                    &low,
                    &[(-0.3, 0.3), (0.3, 0.3), (0.36, 0.8), (-0.36, 0.8)],
                    colours.prop,
                );
                self.detail(&low, &[(-0.3, 0.45), (0.0, 0.5), (0.3, 0.45)], 0.8);
            }
            Prop::Ball => {
                let centre = at(0.0, 0.3);
                self.round(&place, centre, (0.28, 0.28), colours.prop);
                self.detail(
                    &place,
                    &[
                        (centre.0 - 0.26, centre.1),
                        (centre.0, centre.1 + 0.1),
                        (centre.0 + 0.26, centre.1),
                    ],
                    0.9,
                );
            }
            Prop::Book => {
                self.shape(
                    &place,
                    &[at(-0.4, 0.0), at(0.4, 0.0), at(0.4, 0.5), at(-0.4, 0.5)],
                    colours.prop,
                );
                self.shape(
                    &place,
                    &[at(-0.34, 0.06), at(0.34, 0.06), at(0.34, 0.44), at(-0.34, 0.44)],
                    PAPER,
                );
                self.detail(&place, &[at(0.0, 0.05), at(0.0, 0.45)], 0.9);
            }
            Prop::Sword => self.sword(&place, at),
            Prop::Flower => {
                self.mark(&place, &[at(0.0, 0.0), at(0.3, 0.1), at(0.55, 0.05)], 1.2);
                for (x, y) in [(0.55, 0.2), (0.72, 0.05), (0.6, -0.12), (0.42, 0.0)] {
                    let petal = at(x, y);
                    self.round(&place, petal, (0.1, 0.1), colours.trim);
                }
                let heart = at(0.57, 0.04);
                self.round(&place, heart, (0.06, 0.06), colours.prop);
            }
            Prop::Umbrella => self.umbrella(hand),
        }
    }

    fn sword(&mut self, place: &Placing, at: impl Fn(f32, f32) -> (f32, f32)) {
        let colours = self.design.colours;
        self.shape(
            place,
            &[at(0.0, -0.06), at(1.6, -0.05), at(1.9, 0.03), at(1.6, 0.11), at(0.0, 0.12)],
            [0.78, 0.82, 0.88],
        );
        self.shape(
            place,
            &[at(0.05, -0.22), at(0.16, -0.22), at(0.16, 0.28), at(0.05, 0.28)],
            colours.trim,
        );
        self.shape(
            place,
            &[at(-0.35, -0.02), at(0.06, -0.02), at(0.06, 0.08), at(-0.35, 0.08)],
            colours.prop,
        );
    }

    fn umbrella(&mut self, hand: Point) {
        let colours = self.design.colours;
        let up = Placing::new(hand, 0.0, (1.0, 1.0));
        self.mark(&up, &[(0.0, 0.1), (0.0, -1.6)], 1.4);
        self.shape(
            &up,
            &[
                (-0.9, -1.25),
                (-0.55, -1.65),
                (0.0, -1.82),
                (0.55, -1.65),
                (0.9, -1.25),
                (0.45, -1.38),
                (0.0, -1.25),
                (-0.45, -1.38),
            ],
            colours.prop,
        );
        self.detail(&up, &[(0.0, -1.8), (-0.2, -1.6), (-0.42, -1.38)], 0.8);
        self.detail(&up, &[(0.0, -1.8), (0.2, -1.6), (0.42, -1.38)], 0.8);
    }
}
