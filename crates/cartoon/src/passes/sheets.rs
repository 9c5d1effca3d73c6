//! Model sheets and time sheets.

use super::{LINE_WIDTH, Sitting, WHITE, finish};
use crate::canvas::Stroke;
use crate::chance::Chance;
use crate::palette::Rgb;
use crate::piece::{Ink, Piece, Role};
use crate::plane::{Placing, pt};
use crate::pose::Pose;

const INK: Rgb = [0.1, 0.1, 0.12];
const RULE: Rgb = [0.55, 0.68, 0.85];

impl Sitting<'_> {
    fn rule(&mut self, from: (f32, f32), to: (f32, f32), (width, colour): (f32, Rgb)) {
        let stroke =
            Stroke { width: LINE_WIDTH * width, colour, alpha: 0.9, tooth: 0.2, taper: 0.0 };
        self.canvas.stroke(&[pt(from.0, from.1), pt(to.0, to.1)], stroke);
    }

    /// Draws a model sheet of one of the shot's characters.
    pub(super) fn sheet(&mut self) {
        let n = self.staging.actors.len().max(1) as u32;
        let Some(actor) = self.staging.actors.get((self.frame % n) as usize) else { return };
        let half = self.canvas.half_wide();
        let design = &actor.design;
        let heads = design.high() / design.head;
        let (low, tall) = (0.4, 0.74);
        let head = tall / heads;
        for level in 0..=heads as u32 + 1 {
            let y = low - level as f32 * head;
            self.rule((-half, y), (half, y), (0.35, RULE));
            self.letters(&level.to_string(), (pt(-half + 0.01, y - 0.03), 0.0035), (RULE, 1.0));
        }
        let mut chance =
            Chance::new(&[self.staging.show, u64::from(actor.number), u64::from(self.frame / n)]);
        let coloured = chance.once_in(2);
        let n_poses = 3 + chance.below(2);
        for idx in 0..n_poses {
            let turn = [0.0, 0.55, 1.0, -0.7].get(idx as usize).copied().unwrap_or(0.0);
            let mut pose = Pose {
                turn,
                near_arm: (-8.0, 6.0),
                far_arm: (8.0, 6.0),
                smile: 0.4,
                ..Pose::default()
            };
            if idx == n_poses - 1 {
                pose = Pose::any(&mut chance);
            }
            let x = half * (-0.72 + 1.44 * idx as f32 / (n_poses - 1) as f32);
            let place = Placing::new(pt(x, low), 0.0, (head, head));
            let pieces = crate::figure::pieces(design, &pose, &place);
            self.model(&pieces, (coloured, idx));
        }
        let name = finish::word(&mut chance);
        self.letters(
            &format!("{name} #{}", actor.number + 1),
            (pt(-half + 0.06, -0.47), 0.007),
            (INK, 1.0),
        );
    }

    fn model(&mut self, pieces: &[Piece], (coloured, pose_idx): (bool, u32)) {
        for (idx, piece) in pieces.iter().enumerate().filter(|(_, p)| p.role != Role::Guide) {
            let points = self.traced(piece, idx + 500 * pose_idx as usize);
            if let Some(ink) = &piece.ink {
                let colour = if coloured { ink.colour } else { WHITE };
                self.canvas.fill(&points, &Ink { colour, to: None, texture: 0.0 }, 1.0);
            }
            self.ink(&points, piece, INK);
        }
    }

    /// Draws the table of frames and drawings.
    pub(super) fn time_sheet(&mut self) {
        let half = self.canvas.half_wide();
        let (left, right, top, low) = (-0.86 * half, 0.86 * half, -0.36, 0.46);
        let tint = Chance::new(&[self.staging.show, 0x71E]).one_of([
            RULE,
            [0.5, 0.75, 0.55],
            [0.85, 0.6, 0.5],
        ]);
        let n_rows = 24_u32;
        let (columns, gap) = (10_u32, (right - left) / 10.0);
        for row in 0..=n_rows {
            let y = top + (low - top) * row as f32 / n_rows as f32;
            let width = if row % 6 == 0 { 0.7 } else { 0.3 };
            self.rule((left, y), (right, y), (width, tint));
        }
        for column in 0..=columns {
            let x = left + gap * column as f32;
            self.rule((x, top), (x, low), (if column % 5 == 0 { 0.8 } else { 0.4 }, tint));
        }
        let title = format!(
            "SC{:03}  {}+{}",
            self.staging.shot,
            self.staging.n_frames / 24,
            self.staging.n_frames % 24
        );
        self.letters(&title, (pt(left, -0.46), 0.006), (INK, 0.9));
        for (idx, _) in self.staging.actors.iter().enumerate() {
            let sign = ["A", "B", "C"].get(idx).copied().unwrap_or("D");
            self.letters(
                sign,
                (pt(left + gap * (idx as f32 + 1.4), top - 0.04), 0.004),
                (INK, 0.9),
            );
            for row in 0..n_rows {
                let y = top + (low - top) * (row as f32 + 0.25) / n_rows as f32;
                let x = left + gap * (idx as f32 + 1.35);
                if row % self.staging.hold == 0 {
                    let number = (row / self.staging.hold + 1).to_string();
                    self.letters(&number, (pt(x, y), 0.0024), (INK, 0.9));
                } else {
                    self.rule((x + 0.01, y - 0.01), (x + 0.01, y + 0.022), (0.4, INK));
                }
            }
        }
    }
}
