//! The head with its face.

use super::Figure;
use crate::design::{Ears, Eyes, Marks, Nose};
use crate::palette::{Rgb, between};
use crate::piece::{Piece, Role};
use crate::plane::{Placing, pt};

const WHITE: Rgb = [0.98, 0.98, 0.97];
const DARK: Rgb = [0.07, 0.06, 0.08];

impl Figure<'_> {
    /// Draws ears, head, face, hair and hat.
    pub(super) fn head(&mut self, head: &Placing) {
        self.ears(head);
        let m = self.design.measures;
        let skin = self.design.colours.skin;
        let half = 0.5 * m.head_wide;
        let turn = self.pose.turn;
        let corner = 0.72 + 0.2 * self.design.square;
        let shift = 0.06 * turn;
        self.shape(
            head,
            &[
                (0.0, -0.5),
                (half * m.crown * corner, -0.5 * corner),
                (half * m.crown, -0.15),
                (half * m.cheek + shift * 0.5, 0.15),
                (half * m.jaw + shift, 0.38),
                (half * m.chin + shift, 0.5),
                (-half * m.chin + shift, 0.5),
                (-half * m.jaw + shift, 0.38),
                (-half * m.cheek + shift * 0.5, 0.15),
                (-half * m.crown, -0.15),
                (-half * m.crown * corner, -0.5 * corner),
            ],
            skin,
        );
        // Features slide over the head as it turns and nods.
        let face = head.within(&Placing::new(
            pt(0.55 * half * turn, 0.1 * self.pose.nod),
            0.0,
            (1.0 - 0.16 * turn.abs(), 1.0),
        ));
        self.marks(&face);
        for side in [-1.0, 1.0] {
            self.eye(&face, side);
            self.brow(&face, side);
        }
        self.nose(&face);
        self.mouth(&face);
        if self.design.marks.has(Marks::GLASSES) {
            self.glasses(&face);
        }
        self.hair_before(head);
        self.hat(head);
    }

    fn ears(&mut self, head: &Placing) {
        let half = 0.5 * self.design.measures.head_wide;
        let colours = self.design.colours;
        let turn = self.pose.turn;
        for side in [-1.0, 1.0] {
            let x = side * half + 0.1 * turn;
            match self.design.ears {
                Ears::None => {}
                Ears::Human => self.round(head, (x, 0.07), (0.08, 0.12), colours.skin),
                Ears::Round => self.round(head, (0.8 * x, -0.42), (0.17, 0.17), colours.skin),
                Ears::Cat => self.shape(
                    head,
                    &[(0.35 * x, -0.42), (0.85 * x, -0.82), (1.02 * x, -0.22), (0.7 * x, -0.2)],
                    colours.hair,
                ),
                Ears::Long => self.shape(
                    head,
                    &[
                        (0.25 * x, -0.4),
                        (0.4 * x, -0.9),
                        (0.75 * x + 0.1 * self.pose.sway, -1.15),
                        (0.85 * x, -0.8),
                        (0.7 * x, -0.35),
                    ],
                    colours.skin,
                ),
            }
        }
    }

    fn eye(&mut self, face: &Placing, side: f32) {
        let m = self.design.measures;
        let near = 1.0 - 0.2 * side * self.pose.turn;
        let (x, y) = (side * m.eye_gap, m.eye_level);
        let (wide, high) = (m.eye_wide * near, m.eye_high);
        let open = 1.0 - self.pose.blink.clamp(0.0, 1.0);
        if open < 0.25 {
            self.mark(face, &[(x - wide, y), (x, y + 0.35 * high), (x + wide, y)], 1.2);
            return;
        }
        let (gx, gy) = (self.pose.gaze.0 * 0.4 * wide, self.pose.gaze.1 * 0.3 * high);
        let iris = self.design.colours.iris;
        match self.design.eyes {
            Eyes::Dot => self.round(face, (x + gx, y + gy), (0.55 * wide, 0.6 * high * open), DARK),
            Eyes::Oval => {
                self.round(face, (x, y), (wide, high * open), WHITE);
                self.round(face, (x + gx, y + gy), (0.4 * wide, 0.45 * high * open), DARK);
            }
            Eyes::Iris | Eyes::Half => {
                let lid = if self.design.eyes == Eyes::Half { 0.35 } else { 0.9 };
                self.shape(
                    face,
                    &[
                        (x - 1.2 * wide, y),
                        (x - 0.3 * wide, y - lid * high * open),
                        (x + 0.7 * wide, y - lid * high * open),
                        (x + 1.2 * wide, y),
                        (x, y + 0.75 * high * open),
                    ],
                    WHITE,
                );
                self.round(face, (x + gx, y + gy), (0.5 * wide, 0.6 * high * open), iris);
                self.round(face, (x + gx, y + gy), (0.2 * wide, 0.28 * high * open), DARK);
                self.mark(
                    face,
                    &[(x - 1.3 * wide, y), (x, y - (lid + 0.1) * high * open), (x + 1.3 * wide, y)],
                    1.7,
                );
            }
            Eyes::Large => {
                let high = 1.25 * high * open;
                self.round(face, (x, y), (1.05 * wide, high), WHITE);
                self.round(face, (x + 0.6 * gx, y + gy), (0.8 * wide, 0.82 * high), iris);
                self.round(face, (x + 0.6 * gx, y + gy), (0.38 * wide, 0.45 * high), DARK);
                self.round(
                    face,
                    (x + 0.6 * gx - 0.25 * wide, y - 0.4 * high),
                    (0.24 * wide, 0.2 * high),
                    WHITE,
                );
                self.mark(
                    face,
                    &[
                        (x - 1.25 * wide, y - 0.4 * high),
                        (x, y - 1.08 * high),
                        (x + 1.25 * wide, y - 0.4 * high),
                    ],
                    2.0,
                );
            }
        }
    }

    fn brow(&mut self, face: &Placing, side: f32) {
        let m = self.design.measures;
        let y = m.eye_level - m.eye_high - m.brow - 0.03 * self.pose.brow.abs();
        let slope = 0.05 * self.pose.brow;
        let (inner, outer) = (side * (m.eye_gap - 0.09), side * (m.eye_gap + 0.1));
        let middle = (0.5 * (inner + outer), y - 0.03);
        self.mark(face, &[(inner, y - slope), middle, (outer, y + slope)], 1.6);
    }

    fn nose(&mut self, face: &Placing) {
        let m = self.design.measures;
        let (size, lean) = (m.nose, 0.5 * self.pose.turn);
        let y = 0.5 * (m.eye_level + m.mouth_level);
        let skin = self.design.colours.skin;
        match self.design.nose {
            Nose::None => {}
            Nose::Corner => {
                self.mark(
                    face,
                    &[
                        (0.0, y - size),
                        (size * (0.5 + lean), y + 0.3 * size),
                        (0.0, y + 0.4 * size),
                    ],
                    0.9,
                );
            }
            Nose::Round => self.round(
                face,
                (lean * size, y),
                (0.8 * size, 0.7 * size),
                between(skin, [0.8, 0.2, 0.2], 0.25),
            ),
            Nose::Long => self.shape(
                face,
                &[
                    (-0.3 * size, y - size),
                    (0.4 * size, y - size),
                    (size * (1.0 + 2.0 * lean), y + 0.3 * size),
                    (0.0, y + 0.8 * size),
                    (-0.5 * size, y + 0.3 * size),
                ],
                skin,
            ),
            Nose::Snout => {
                self.round(face, (lean * size, y + 0.09), (0.24, 0.16), between(skin, WHITE, 0.4));
                self.round(face, (1.4 * lean * size, y), (0.07, 0.05), DARK);
            }
        }
    }

    fn mouth(&mut self, face: &Placing) {
        let m = self.design.measures;
        let (wide, y) = (m.mouth_wide, m.mouth_level);
        let corner = -0.07 * self.pose.smile;
        let open = self.pose.mouth;
        if open < 0.15 {
            self.mark(
                face,
                &[(-wide, y + corner), (0.0, y - 0.3 * corner), (wide, y + corner)],
                1.1,
            );
            return;
        }
        let drop = 0.17 * open;
        self.shape(
            face,
            &[
                (-wide, y + corner),
                (0.0, y - 0.3 * corner),
                (wide, y + corner),
                (0.6 * wide, y + drop),
                (-0.6 * wide, y + drop),
            ],
            [0.36, 0.08, 0.1],
        );
        if open > 0.5 {
            self.shape(
                face,
                &[
                    (-0.5 * wide, y + 0.85 * drop),
                    (0.0, y + 0.5 * drop),
                    (0.5 * wide, y + 0.85 * drop),
                ],
                [0.85, 0.4, 0.42],
            );
        }
    }

    fn marks(&mut self, face: &Placing) {
        let (m, marks) = (self.design.measures, self.design.marks);
        let colours = self.design.colours;
        let cheek = 0.6 * (m.eye_level + m.mouth_level);
        if marks.has(Marks::BLUSH) {
            for side in [-1.0, 1.0] {
                let mut spot: Vec<(f32, f32)> = Vec::new();
                for (x, y) in [(-0.08, 0.0), (0.0, -0.05), (0.08, 0.0), (0.0, 0.05)] {
                    spot.push((side * 1.35 * m.eye_gap + x, cheek + y));
                }
                let points = spot.iter().map(|&(x, y)| face.at(pt(x, y))).collect();
                let colour = between(colours.skin, [0.95, 0.3, 0.3], 0.4);
                self.pieces.push(Piece::painted(points, colour).line(0.0).role(Role::Detail));
            }
        }
        if marks.has(Marks::FRECKLES) {
            for (x, y) in
                [(-0.22, 0.0), (-0.28, 0.04), (-0.2, 0.06), (0.22, 0.0), (0.28, 0.04), (0.2, 0.06)]
            {
                self.detail(face, &[(x, cheek + y), (x + 0.012, cheek + y + 0.012)], 1.0);
            }
        }
        if marks.has(Marks::SCAR) {
            self.detail(face, &[(0.2, -0.2), (0.26, 0.0), (0.24, 0.2)], 1.0);
            self.detail(face, &[(0.2, -0.03), (0.31, 0.03)], 0.8);
        }
        if marks.has(Marks::BEARD) {
            let half = 0.5 * m.head_wide * m.jaw;
            self.shape(
                face,
                &[
                    (-half, 0.2),
                    (-0.5 * half, 0.3),
                    (0.0, 0.24),
                    (0.5 * half, 0.3),
                    (half, 0.2),
                    (0.6 * half, 0.55),
                    (0.0, 0.7),
                    (-0.6 * half, 0.55),
                ],
                colours.hair,
            );
        }
        if marks.has(Marks::MOUSTACHE) {
            let y = m.mouth_level - 0.06;
            self.shape(
                face,
                &[
                    (0.0, y - 0.03),
                    (0.15, y - 0.02),
                    (0.28, y + 0.06),
                    (0.1, y + 0.04),
                    (0.0, y + 0.03),
                    (-0.1, y + 0.04),
                    (-0.28, y + 0.06),
                    (-0.15, y - 0.02),
                ],
                colours.hair,
            );
        }
    }

    fn glasses(&mut self, face: &Placing) {
        let m = self.design.measures;
        let (x, y) = (m.eye_gap, m.eye_level);
        let reach = (m.eye_wide * 1.4).max(0.12).min(x * 0.92);
        for side in [-1.0, 1.0] {
            let points: Vec<_> = super::ring(8)
                .map(|(s, c)| face.at(pt(side * x + reach * c, y + reach * s)))
                .collect();
            let mut piece = Piece::lined(points, 1.3 * self.line, Role::Main);
            piece.closed = true;
            self.pieces.push(piece);
        }
        self.mark(face, &[(reach - x, y), (x - reach, y)], 1.2);
    }
}
