//! Streets and roofs.

use super::{FRONT, HALF_WIDE, Hour, Place};
use crate::palette::{Rgb, between};

const LIT: Rgb = [1.0, 0.86, 0.5];

impl Place<'_> {
    fn wall_colour(&mut self) -> Rgb {
        let (turn, lightness) = (self.chance.between(-70.0, 70.0), self.chance.between(0.4, 0.78));
        self.look.tone(turn, 0.6, lightness)
    }

    fn glass(&mut self) -> Rgb {
        match self.hour {
            Hour::Night | Hour::Dusk if self.chance.once_in(2) => LIT,
            Hour::Night => [0.1, 0.12, 0.2],
            Hour::Day | Hour::Dusk | Hour::Grey => [0.35, 0.45, 0.55],
        }
    }

    /// Houses in a row, pavement, lamps.
    pub(super) fn street(&mut self) {
        self.sky();
        self.skyline(0.3, (-0.5, 1.1));
        let mut x = -HALF_WIDE;
        while x < HALF_WIDE {
            let wide = self.chance.between(0.8, 1.7);
            self.house(x, wide);
            x += wide + if self.chance.once_in(4) { 0.3 } else { 0.0 };
        }
        let stone = self.look.tone(30.0, 0.25, 0.66);
        let wide = HALF_WIDE + 2.0;
        self.shaded(
            0.95,
            &[(-wide, -0.22), (wide, -0.22), (wide, 0.25), (-wide, 0.25)],
            (between(stone, [0.0; 3], 0.2), stone),
        );
        for idx in -12..=12 {
            let at = idx as f32;
            self.line(
                0.95,
                &[(0.45 * at, -0.22), (0.6 * at, 0.25)],
                0.6,
                between(stone, [0.0; 3], 0.4),
            );
        }
        self.rect(1.0, (-wide, 0.22), (wide, 0.3), between(stone, [1.0; 3], 0.3));
        let road = between(stone, [0.15, 0.15, 0.2], 0.65);
        self.shaded(
            1.0,
            &[(-wide, 0.3), (wide, 0.3), (wide, FRONT), (-wide, FRONT)],
            (road, between(road, [0.0; 3], 0.3)),
        );
        self.dabs(1.0, ((-3.0, 0.35), (3.0, 0.9)), between(road, [1.0; 3], 0.2));
        for _ in 0..=self.chance.below(3) {
            let at = self.chance.between(-3.0, 3.0);
            self.lantern(at);
        }
        for _ in 0..self.chance.below(3) {
            let at = self.chance.between(-3.0, 3.0);
            self.bin(at);
        }
    }

    fn skyline(&mut self, depth: f32, (level, rise): (f32, f32)) {
        let haze = self.look.tone(-20.0, 0.5, 0.68);
        let mut x = -HALF_WIDE;
        while x < HALF_WIDE {
            let wide = self.chance.between(0.25, 0.8);
            let top = level - rise * self.chance.between(0.2, 1.0);
            let colour = between(self.wall_colour(), haze, 0.8 - depth);
            self.shaded(
                depth,
                &[(x, top), (x + wide, top), (x + wide, 0.3), (x, 0.3)],
                (colour, between(colour, haze, 0.4)),
            );
            if self.chance.once_in(3) {
                self.shape(
                    depth,
                    &[(x, top), (x + 0.5 * wide, top - 0.3), (x + wide, top)],
                    between(colour, [0.0; 3], 0.15),
                );
            }
            if self.chance.once_in(2) {
                let glass = self.glass();
                for idx in 0..6_u32 {
                    let (column, row) = ((idx % 2) as f32, (idx / 2) as f32);
                    let (wx, wy) = (x + wide * (0.2 + 0.4 * column), top + 0.1 + 0.2 * row);
                    self.rect(
                        depth,
                        (wx, wy),
                        (wx + 0.18 * wide, wy + 0.1),
                        between(glass, colour, 0.4),
                    );
                }
            }
            x += wide;
        }
    }

    fn house(&mut self, x: f32, wide: f32) {
        let wall = self.wall_colour();
        let top = self.chance.between(-2.6, -1.3);
        self.shaded(
            0.85,
            &[(x, top), (x + wide, top), (x + wide, -0.2), (x, -0.2)],
            (wall, between(wall, [0.0; 3], 0.2)),
        );
        let roof = self.look.tone(170.0, 0.8, 0.36);
        match self.chance.below(3) {
            0 => {
                self.shape(
                    0.85,
                    &[(x - 0.08, top), (x + 0.5 * wide, top - 0.5), (x + wide + 0.08, top)],
                    roof,
                );
            }
            1 => self.rect(0.85, (x - 0.05, top - 0.12), (x + wide + 0.05, top + 0.04), roof),
            _ => {
                self.shape(
                    0.85,
                    &[
                        (x - 0.06, top),
                        (x + 0.15 * wide, top - 0.32),
                        (x + 0.85 * wide, top - 0.32),
                        (x + wide + 0.06, top),
                    ],
                    roof,
                );
            }
        }
        let n = 2 + self.chance.below(2);
        let (pane, high) = (wide / (n as f32 * 1.8), self.chance.between(0.26, 0.42));
        let frame = between(wall, [1.0; 3], 0.55);
        let mut y = top + 0.18;
        while y + high < -0.95 {
            for idx in 0..n {
                let at = x + wide * (idx as f32 + 0.5) / n as f32 - 0.5 * pane;
                let glass = self.glass();
                self.rect(0.85, (at - 0.03, y - 0.03), (at + pane + 0.03, y + high + 0.03), frame);
                self.rect(0.85, (at, y), (at + pane, y + high), glass);
                self.line(0.85, &[(at + 0.5 * pane, y), (at + 0.5 * pane, y + high)], 0.9, frame);
            }
            y += high + 0.22;
        }
        self.shop(x, wide);
    }

    fn shop(&mut self, x: f32, wide: f32) {
        let turn = self.chance.between(0.0, 360.0);
        let colour = self.look.tone(turn, 1.0, 0.45);
        let glass = self.glass();
        let door = x + wide * self.chance.one_of([0.1, 0.6]);
        self.rect(0.87, (door, -0.85), (door + 0.3 * wide, -0.2), between(colour, [0.0; 3], 0.3));
        let (from, to) = if door < x + 0.3 * wide {
            (x + 0.5 * wide, x + 0.93 * wide)
        } else {
            (x + 0.08 * wide, x + 0.5 * wide)
        };
        self.rect(0.87, (from, -0.8), (to, -0.38), glass);
        self.line(0.87, &[(from + 0.05, -0.45), (from + 0.2, -0.75)], 1.0, [0.9, 0.93, 0.95]);
        if self.chance.once_in(2) {
            let n = 5_u32;
            for idx in 0..n {
                let (a, b) =
                    (x + wide * idx as f32 / n as f32, x + wide * (idx + 1) as f32 / n as f32);
                let stripe = if idx % 2 == 0 { colour } else { [0.94, 0.93, 0.9] };
                self.shape(
                    0.88,
                    &[(a, -1.0), (b, -1.0), (b, -0.82), (0.5 * (a + b), -0.78), (a, -0.82)],
                    stripe,
                );
            }
        } else {
            self.rect(0.87, (x + 0.1 * wide, -1.02), (x + 0.9 * wide, -0.88), colour);
            for idx in 0..5_u32 {
                let at = x + wide * (0.2 + 0.13 * idx as f32);
                let (a, b) = (self.chance.between(-0.99, -0.95), self.chance.between(-0.95, -0.91));
                self.line(
                    0.87,
                    &[(at, a), (at + 0.06, b), (at + 0.08, a)],
                    1.2,
                    [0.97, 0.95, 0.88],
                );
            }
        }
    }

    fn lantern(&mut self, x: f32) {
        let iron: Rgb = [0.14, 0.15, 0.17];
        self.rect(0.97, (x - 0.03, -1.9), (x + 0.03, 0.05), iron);
        let side = self.chance.one_of([-1.0, 1.0]);
        self.line(0.97, &[(x, -1.88), (x + side * 0.2, -2.0), (x + side * 0.4, -1.93)], 2.5, iron);
        let lit = matches!(self.hour, Hour::Night | Hour::Dusk);
        self.shape(
            0.97,
            &[
                (x + side * 0.3, -1.92),
                (x + side * 0.5, -1.92),
                (x + side * 0.46, -1.72),
                (x + side * 0.34, -1.72),
            ],
            if lit { LIT } else { [0.8, 0.82, 0.8] },
        );
        if lit {
            self.soft(0.97, (x + side * 0.4, -1.7), (1.0, 0.9), (LIT, 0.5));
        }
    }

    fn bin(&mut self, x: f32) {
        let tin = self.look.tone(100.0, 0.4, 0.45);
        self.shaded(
            0.98,
            &[(x - 0.15, -0.4), (x + 0.15, -0.4), (x + 0.12, 0.05), (x - 0.12, 0.05)],
            (between(tin, [1.0; 3], 0.25), between(tin, [0.0; 3], 0.2)),
        );
        self.rect(0.98, (x - 0.18, -0.46), (x + 0.18, -0.39), tin);
        for dx in [-0.07, 0.0, 0.07] {
            self.line(
                0.98,
                &[(x + dx, -0.35), (x + 0.85 * dx, 0.0)],
                0.7,
                between(tin, [0.0; 3], 0.4),
            );
        }
    }

    /// Over the roofs of a town.
    pub(super) fn roofs(&mut self) {
        self.sky();
        self.skyline(0.2, (-0.3, 1.4));
        self.skyline(0.4, (-0.1, 0.9));
        for _ in 0..5 {
            let (x, y) = (self.chance.between(-3.2, 3.2), self.chance.between(-0.7, -0.25));
            self.gable((x, y));
        }
        let tile = self.look.tone(170.0, 0.7, 0.42);
        let wide = HALF_WIDE + 2.0;
        self.shaded(
            0.95,
            &[(-wide, -0.15), (wide, -0.15), (wide, FRONT), (-wide, FRONT)],
            (tile, between(tile, [0.0; 3], 0.35)),
        );
        for row in 0..5_u32 {
            let y = -0.1 + 0.14 * row as f32 * (1.0 + 0.15 * row as f32);
            let step = 0.24 + 0.03 * row as f32;
            for idx in -9..=9 {
                let x = step * (idx as f32 + 0.5 * (row % 2) as f32);
                self.line(
                    0.95,
                    &[
                        (x, y),
                        (x + 0.1 * step, y + 0.08),
                        (x + 0.5 * step, y + 0.11),
                        (x + 0.9 * step, y + 0.08),
                        (x + step, y),
                    ],
                    0.8,
                    between(tile, [0.0; 3], 0.45),
                );
            }
        }
        for _ in 0..=self.chance.below(3) {
            let x = self.chance.between(-2.8, 2.8);
            let (half, high) = (self.chance.between(0.12, 0.3), self.chance.between(0.5, 1.2));
            let brick = self.wall_colour();
            self.shaded(
                0.95,
                &[(x - half, -high), (x + half, -high), (x + half, 0.0), (x - half, 0.0)],
                (brick, between(brick, [0.0; 3], 0.3)),
            );
            self.rect(
                0.95,
                (x - half - 0.06, -high - 0.1),
                (x + half + 0.06, -high),
                between(brick, [1.0; 3], 0.25),
            );
            for row in 0..6_u32 {
                let y = -high + high * (row as f32 + 0.6) / 6.5;
                self.line(
                    0.95,
                    &[(x - half, y), (x + half, y)],
                    0.5,
                    between(brick, [0.0; 3], 0.35),
                );
            }
        }
        if self.chance.once_in(2) {
            let (a, b) = (self.chance.between(-1.9, -1.2), self.chance.between(-1.9, -1.2));
            self.line(
                0.7,
                &[(-wide, a), (0.0, 0.5 * (a + b) + 0.25), (wide, b)],
                0.8,
                [0.1, 0.1, 0.12],
            );
        }
    }

    fn gable(&mut self, (x, y): (f32, f32)) {
        let wall = self.wall_colour();
        let roof = self.look.tone(165.0, 0.8, 0.34);
        let (half, high) = (self.chance.between(0.35, 0.8), self.chance.between(0.3, 0.7));
        self.shape(
            0.65,
            &[
                (x - 0.8 * half, 0.5),
                (x - 0.8 * half, y),
                (x, y - 0.85 * high),
                (x + 0.8 * half, y),
                (x + 0.8 * half, 0.5),
            ],
            wall,
        );
        self.shape(
            0.65,
            &[
                (x - half, y + 0.06),
                (x, y - high),
                (x + half, y + 0.06),
                (x + 0.85 * half, y + 0.1),
                (x, y - 0.82 * high),
                (x - 0.85 * half, y + 0.1),
            ],
            roof,
        );
        let glass = self.glass();
        self.rect(0.65, (x - 0.12, y - 0.25 * high), (x + 0.12, y - 0.25 * high + 0.22), glass);
    }
}
