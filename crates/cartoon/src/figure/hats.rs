//! What is worn on the head.

use super::Figure;
use crate::design::Hat;
use crate::palette::Rgb;
use crate::plane::Placing;

/// What every hat is drawn from: half the head's width with hair, its top, the side it looks to, two colours.
#[derive(Clone, Copy)]
struct Fit {
    half: f32,
    top: f32,
    front: f32,
    colour: Rgb,
    trim: Rgb,
}

impl Figure<'_> {
    /// Draws what is worn on the head.
    pub(super) fn hat(&mut self, head: &Placing) {
        let fit = Fit {
            half: self.half() * 1.05,
            top: -0.5 - self.design.measures.hair_full,
            front: if self.pose.turn < 0.0 { -1.0 } else { 1.0 },
            colour: self.design.colours.prop,
            trim: self.design.colours.trim,
        };
        match self.design.hat {
            Hat::None => {}
            Hat::Cap => self.cap(head, fit),
            Hat::Brim => self.brim(head, fit),
            Hat::Pointed => self.pointed(head, fit),
            Hat::Beanie => self.beanie(head, fit),
            Hat::Bow => self.bow(head, fit),
            Hat::Horns => self.horns(head, fit),
            Hat::Antenna => self.antenna(head, fit),
        }
    }

    fn cap(&mut self, head: &Placing, fit: Fit) {
        let Fit { half, top, front, colour, trim } = fit;
        self.shape(
            head,
            &[
                (-half, -0.22),
                (-0.9 * half, top),
                (0.0, top - 0.14),
                (0.9 * half, top),
                (half, -0.22),
                (0.0, -0.3),
            ],
            colour,
        );
        self.shape(
            head,
            &[
                (-0.3 * front * half, -0.3),
                (0.7 * front * half, -0.36),
                (1.6 * front * half, -0.24),
                (1.5 * front * half, -0.14),
                (0.5 * front * half, -0.2),
            ],
            trim,
        );
    }

    fn brim(&mut self, head: &Placing, fit: Fit) {
        let Fit { half, top, colour, trim, .. } = fit;
        self.shape(
            head,
            &[
                (-0.7 * half, -0.35),
                (-0.65 * half, top - 0.25),
                (0.0, top - 0.2),
                (0.65 * half, top - 0.25),
                (0.7 * half, -0.35),
            ],
            colour,
        );
        self.shape(
            head,
            &[
                (-1.7 * half, -0.3),
                (0.0, -0.42),
                (1.7 * half, -0.3),
                (0.8 * half, -0.2),
                (0.0, -0.22),
                (-0.8 * half, -0.2),
            ],
            colour,
        );
        self.shape(
            head,
            &[(-0.7 * half, -0.38), (0.7 * half, -0.38), (0.68 * half, -0.5), (-0.68 * half, -0.5)],
            trim,
        );
    }

    fn pointed(&mut self, head: &Placing, fit: Fit) {
        let Fit { half, front, colour, .. } = fit;
        let sway = 0.2 * self.pose.sway;
        self.shape(
            head,
            &[
                (-0.8 * half, -0.3),
                (-0.4 * half, -0.8),
                (-0.2 * front + sway, -1.5),
                (0.35 * half, -0.8),
                (0.8 * half, -0.3),
            ],
            colour,
        );
        self.shape(
            head,
            &[(-1.5 * half, -0.24), (0.0, -0.4), (1.5 * half, -0.24), (0.0, -0.16)],
            colour,
        );
    }

    fn beanie(&mut self, head: &Placing, fit: Fit) {
        let Fit { half, top, colour, trim, .. } = fit;
        self.shape(
            head,
            &[
                (-half, -0.25),
                (-0.85 * half, top),
                (0.0, top - 0.2),
                (0.85 * half, top),
                (half, -0.25),
            ],
            colour,
        );
        self.shape(
            head,
            &[
                (-1.05 * half, -0.2),
                (0.0, -0.26),
                (1.05 * half, -0.2),
                (1.05 * half, -0.38),
                (0.0, -0.45),
                (-1.05 * half, -0.38),
            ],
            trim,
        );
        self.round(head, (0.0, top - 0.25), (0.11, 0.11), trim);
    }

    fn bow(&mut self, head: &Placing, fit: Fit) {
        let Fit { half, top, front, trim, .. } = fit;
        let (x, y) = (-0.5 * half * front, top + 0.05);
        for side in [-1.0, 1.0] {
            self.shape(
                head,
                &[(x, y), (x + side * 0.28, y - 0.16), (x + side * 0.3, y + 0.12)],
                trim,
            );
        }
        self.round(head, (x, y), (0.06, 0.06), trim);
    }

    fn horns(&mut self, head: &Placing, fit: Fit) {
        let Fit { half, trim, .. } = fit;
        for side in [-1.0, 1.0] {
            let x = side * half;
            self.shape(
                head,
                &[
                    (0.35 * x, -0.45),
                    (0.6 * x, -0.7),
                    (1.1 * x, -0.95),
                    (1.0 * x, -0.6),
                    (0.75 * x, -0.38),
                ],
                trim,
            );
        }
    }

    fn antenna(&mut self, head: &Placing, fit: Fit) {
        let Fit { top, trim, .. } = fit;
        let x = 0.12 * self.pose.sway;
        self.mark(head, &[(0.0, top), (0.5 * x, top - 0.2), (x, top - 0.4)], 1.2);
        self.round(head, (x, top - 0.45), (0.08, 0.08), trim);
    }
}
