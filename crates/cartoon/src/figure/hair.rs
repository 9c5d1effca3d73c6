//! Hair behind and before the face, under any hat.

use super::Figure;
use crate::design::Hair;
use crate::palette::between;
use crate::plane::Placing;

impl Figure<'_> {
    /// Half the width of the head with its hair.
    pub(super) fn half(&self) -> f32 {
        0.5 * self.design.measures.head_wide + 0.35 * self.design.measures.hair_full
    }

    /// Draws the hair that the head covers.
    pub(super) fn hair_behind(&mut self, head: &Placing) {
        let m = self.design.measures;
        let colour = between(self.design.colours.hair, [0.0; 3], 0.15);
        let (half, full) = (self.half(), m.hair_full);
        let long = m.hair_long.min(m.torso + 0.8);
        let sway = 0.25 * self.pose.sway;
        let back = -0.12 * self.pose.turn;
        let top = -0.5 - full;
        match self.design.hair {
            Hair::None | Hair::Short | Hair::Spiky | Hair::Crest => {}
            Hair::Bob => self.shape(
                head,
                &[
                    (back, top),
                    (half + back, -0.3),
                    (half * 1.15 + back, 0.2),
                    (half + sway * 0.4, 0.55),
                    (0.0, 0.42),
                    (-half + sway * 0.4, 0.55),
                    (-half * 1.15 + back, 0.2),
                    (-half + back, -0.3),
                ],
                colour,
            ),
            Hair::Long => self.shape(
                head,
                &[
                    (back, top),
                    (half + back, -0.3),
                    (half * 1.1, 0.3),
                    (half * 1.1 + 0.5 * sway, 0.3 + 0.6 * long),
                    (0.6 * half + sway, 0.4 + long),
                    (0.1 + sway, 0.3 + 0.9 * long),
                    (-0.6 * half + sway, 0.4 + long),
                    (-half * 1.1 + 0.5 * sway, 0.3 + 0.6 * long),
                    (-half * 1.1, 0.3),
                    (-half + back, -0.3),
                ],
                colour,
            ),
            Hair::Tail => {
                self.hair_tail(head, -0.9 * if self.pose.turn < 0.0 { -1.0 } else { 1.0 });
            }
            Hair::Twin => {
                self.hair_tail(head, -1.0);
                self.hair_tail(head, 1.0);
            }
            Hair::Bun => self.round(head, (-0.2 * half + back, -0.55 - full), (0.26, 0.24), colour),
            Hair::Curly => {
                let points: Vec<(f32, f32)> = super::ring(22)
                    .enumerate()
                    .map(|(idx, (s, c))| {
                        let puff = if idx % 2 == 0 { 1.28 } else { 1.12 };
                        (puff * (half + full) * c, puff * (0.55 + full) * s - 0.1)
                    })
                    .collect();
                self.shape(head, &points, colour);
            }
        }
    }

    /// Draws hair that is tied at one side.
    fn hair_tail(&mut self, head: &Placing, side: f32) {
        let m = self.design.measures;
        let colour = between(self.design.colours.hair, [0.0; 3], 0.15);
        let (x, sway) = (side * self.half(), 0.25 * self.pose.sway);
        let long = m.hair_long.min(m.torso + 0.8);
        self.shape(
            head,
            &[
                (0.7 * x, -0.35),
                (1.4 * x, -0.5),
                (1.85 * x + 0.5 * sway, 0.1),
                (1.65 * x + sway, 0.15 + 0.7 * long),
                (1.3 * x + sway, 0.47 * long),
                (1.15 * x, -0.05),
            ],
            colour,
        );
    }

    /// Draws the hair over the brow.
    pub(super) fn hair_before(&mut self, head: &Placing) {
        let m = self.design.measures;
        if self.design.hair == Hair::None {
            self.detail(head, &[(-0.2, -0.42), (0.0, -0.46), (0.12, -0.43)], 0.6);
            return;
        }
        let (half, full) = (self.half(), m.hair_full);
        let n = self.design.n_spikes;
        let mut points = vec![(-half, 0.05), (-half * 1.04, -0.2)];
        for idx in 0..=n {
            let t = idx as f32 / n as f32;
            let (sine, cosine) = crate::plane::sine_cosine(180.0 + 20.0 + 140.0 * t);
            let reach = 0.5 + full;
            let spike = match self.design.hair {
                Hair::Spiky => 1.0 + 0.45 * (idx % 2) as f32,
                Hair::Crest => 1.0 + 0.8 * (4.0 * t * (1.0 - t) - 0.6).max(0.0),
                Hair::Curly => 1.0 + 0.12 * (idx % 2) as f32,
                Hair::None
                | Hair::Short
                | Hair::Bob
                | Hair::Long
                | Hair::Tail
                | Hair::Twin
                | Hair::Bun => 1.0,
            };
            points.push((half * spike * cosine, reach * spike * sine));
        }
        points.extend([(half * 1.04, -0.2), (half, 0.05)]);
        points.extend(self.fringe(half));
        self.shape(head, &points, self.design.colours.hair);
        for share in [-0.35_f32, 0.1, 0.45] {
            let x = share * half;
            self.detail(
                head,
                &[(x, -0.46 - 0.5 * full), (1.15 * x - 0.03, -0.36), (1.3 * x - 0.04, -0.25)],
                0.6,
            );
        }
    }

    /// The hem of the hair over the brow, from right to left.
    fn fringe(&self, half: f32) -> Vec<(f32, f32)> {
        let turn = 0.2 * self.pose.turn * half;
        let level = -0.2 + 0.04 * self.pose.nod;
        let side = 0.86 * half;
        match self.design.fringe {
            0 => vec![
                (side, -0.08),
                (0.45 * half + turn, level),
                (turn, level - 0.05),
                (-0.45 * half + turn, level),
                (-side, -0.08),
            ],
            1 => {
                let zigzag = [
                    (0.6, 0.0),
                    (0.5, -0.12),
                    (0.2, 0.06),
                    (0.1, -0.12),
                    (-0.2, 0.05),
                    (-0.35, -0.12),
                    (-0.6, 0.02),
                ];
                let mut points = vec![(side, 0.0)];
                points.extend(zigzag.map(|(x, y)| (x * half + turn, level + y)));
                points.push((-side, 0.0));
                points
            }
            2 => vec![
                (side, 0.0),
                (0.6 * half, -0.2),
                (0.35 * half + turn, -0.42),
                (0.0, -0.3),
                (-0.5 * half + turn, -0.13),
                (-side, 0.0),
            ],
            3 => vec![
                (side, 0.12),
                (0.7 * half, -0.15),
                (turn, -0.36),
                (-0.7 * half, -0.15),
                (-side, 0.12),
            ],
            _ => vec![
                (side, -0.1),
                (0.3 * half + turn, level - 0.02),
                (0.12 + turn, 0.06),
                (turn - 0.05, level - 0.06),
                (-0.5 * half + turn, level),
                (-side, -0.1),
            ],
        }
    }
}
