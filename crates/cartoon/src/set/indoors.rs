//! Rooms: wall, floor, window, door, furniture.

use super::{FRONT, HALF_WIDE, Hour, Place};
use crate::palette::{Rgb, between};

const FLOOR: f32 = -0.2;

impl Place<'_> {
    /// A room with what stands in it.
    pub(super) fn room(&mut self) {
        let turn = self.chance.between(-60.0, 60.0);
        let lightness = self.chance.between(0.5, 0.8);
        let wall = self.look.tone(turn, 0.6, lightness);
        let wide = HALF_WIDE + 2.0;
        self.shaded(
            0.9,
            &[(-wide, -4.0), (wide, -4.0), (wide, FLOOR), (-wide, FLOOR)],
            (between(wall, [0.0; 3], 0.25), wall),
        );
        self.bare();
        self.wallpaper(between(wall, [1.0; 3], 0.18));
        self.dabs(0.9, ((-3.0, -2.0), (3.0, -0.4)), between(wall, [0.2, 0.1, 0.2], 0.2));
        self.floor();
        let skirting = between(wall, [1.0; 3], 0.4);
        self.rect(0.92, (-wide, FLOOR - 0.1), (wide, FLOOR), skirting);
        let mut x = -3.2 + self.chance.share() * 0.5;
        while x < 3.2 {
            let thing = self.chance.below(8);
            x += self.thing(thing, x) + self.chance.between(0.12, 0.5);
        }
        if self.chance.once_in(2) {
            let (x, tone) = (self.chance.between(-1.0, 1.0), self.look.tone(120.0, 0.8, 0.5));
            self.curved(
                1.0,
                &[(x - 1.1, 0.1), (x, -0.03), (x + 1.1, 0.1), (x, 0.3)],
                (tone, between(tone, [1.0; 3], 0.25)),
            );
            self.curved(
                1.0,
                &[(x - 0.8, 0.1), (x, 0.02), (x + 0.8, 0.1), (x, 0.22)],
                (between(tone, [1.0; 3], 0.4), tone),
            );
        }
        if self.chance.once_in(2) {
            let x = self.chance.between(-1.2, 1.2);
            self.lamp(x);
        }
    }

    fn wallpaper(&mut self, colour: Rgb) {
        match self.chance.below(4) {
            0 => {
                let step = self.chance.between(0.18, 0.5);
                let n = (2.0 * HALF_WIDE / step) as u32;
                for idx in 0..n {
                    let x = -HALF_WIDE + step * idx as f32;
                    self.shape(
                        0.9,
                        &[(x, -4.0), (x + 0.4 * step, -4.0), (x + 0.4 * step, FLOOR), (x, FLOOR)],
                        colour,
                    );
                    self.bare();
                }
            }
            1 => {
                let high = self.chance.between(-1.0, -0.55);
                self.rect(
                    0.9,
                    (-7.0, high),
                    (7.0, FLOOR),
                    between(colour, self.look.tone(150.0, 0.5, 0.4), 0.6),
                );
                for idx in 0..22 {
                    let x = -HALF_WIDE + 0.46 * idx as f32;
                    self.line(0.9, &[(x, high), (x, FLOOR)], 0.7, between(colour, [0.0; 3], 0.5));
                }
            }
            2 => {
                for idx in 0..66_u32 {
                    let (row, column) = ((idx / 11) as f32, (idx % 11) as f32);
                    let x = -3.3 + 0.62 * column + 0.31 * (row % 2.0);
                    let y = -2.2 + 0.36 * row;
                    self.shape(
                        0.9,
                        &[(x, y - 0.06), (x + 0.06, y), (x, y + 0.06), (x - 0.06, y)],
                        colour,
                    );
                    self.bare();
                }
            }
            _ => {}
        }
    }

    fn floor(&mut self) {
        let wood = self.look.tone(140.0, 0.7, 0.48);
        let wide = HALF_WIDE + 2.0;
        self.shaded(
            0.95,
            &[(-wide, FLOOR), (wide, FLOOR), (wide, FRONT), (-wide, FRONT)],
            (between(wood, [0.0; 3], 0.2), between(wood, [1.0; 3], 0.15)),
        );
        let dark = between(wood, [0.0; 3], 0.4);
        for idx in -14..=14 {
            let x = idx as f32;
            self.line(0.95, &[(0.35 * x, FLOOR), (0.9 * x, FRONT)], 0.6, dark);
        }
        if self.chance.once_in(2) {
            for y in [-0.1, 0.03, 0.22, 0.5] {
                self.line(0.95, &[(-wide, y), (wide, y)], 0.6, dark);
            }
        }
    }

    /// Draws one thing at the wall; returns how wide it is.
    fn thing(&mut self, thing: u32, x: f32) -> f32 {
        match thing {
            0 | 1 => self.window(x),
            2 => self.door(x),
            3 => self.shelf(x),
            4 => self.pictures(x),
            5 => self.table(x),
            6 => self.cupboard(x),
            _ => self.plant(x),
        }
    }

    fn window(&mut self, x: f32) -> f32 {
        let (wide, high) = (self.chance.between(0.7, 1.3), self.chance.between(0.6, 1.0));
        let top = -1.25 - 0.5 * high;
        let frame = self.look.tone(160.0, 0.4, 0.82);
        let sky = match self.hour {
            Hour::Day => ([0.6, 0.8, 0.97], [0.9, 0.97, 1.0]),
            Hour::Dusk => ([0.6, 0.4, 0.6], [1.0, 0.75, 0.5]),
            Hour::Night => ([0.07, 0.09, 0.2], [0.15, 0.2, 0.4]),
            Hour::Grey => ([0.65, 0.7, 0.75], [0.85, 0.88, 0.9]),
        };
        self.rect(0.9, (x - 0.07, top - 0.07), (x + wide + 0.07, top + high + 0.07), frame);
        self.shaded(
            0.9,
            &[(x, top), (x + wide, top), (x + wide, top + high), (x, top + high)],
            sky,
        );
        let hill = between(sky.0, self.look.tone(80.0, 0.8, 0.35), 0.5);
        let peak = self.chance.share() * wide;
        self.shape(
            0.9,
            &[
                (x, top + high),
                (x, top + 0.75 * high),
                (x + peak, top + 0.5 * high),
                (x + wide, top + 0.8 * high),
                (x + wide, top + high),
            ],
            hill,
        );
        self.bare();
        let n = 1 + self.chance.below(3);
        for idx in 1..=n {
            let bar = x + wide * idx as f32 / (n + 1) as f32;
            self.rect(0.9, (bar - 0.02, top), (bar + 0.02, top + high), frame);
        }
        self.rect(0.9, (x, top + 0.45 * high), (x + wide, top + 0.5 * high), frame);
        if self.chance.once_in(2) {
            let cloth = self.look.tone(200.0, 0.9, 0.6);
            for side in [0.0, 1.0] {
                let (edge, inward) = (x + wide * side, 1.0 - 2.0 * side);
                let (outer, inner) = (edge - 0.2 * inward, edge + 0.2 * wide * inward);
                let waist = edge + 0.06 * wide * inward;
                self.shape(
                    0.9,
                    &[
                        (outer, top - 0.15),
                        (inner, top - 0.15),
                        (waist, top + 0.6 * high),
                        (inner, top + high + 0.15),
                        (outer, top + high + 0.15),
                    ],
                    cloth,
                );
                self.bowed();
            }
        }
        self.soft(
            0.95,
            (x + 0.5 * wide, 0.15),
            (wide, 0.25),
            ([1.0, 1.0, 0.85], if self.hour == Hour::Day { 0.35 } else { 0.1 }),
        );
        wide
    }

    fn door(&mut self, x: f32) -> f32 {
        let (wide, top) = (self.chance.between(0.6, 0.8), self.chance.between(-1.7, -1.45));
        let wood = self.look.tone(170.0, 0.6, 0.45);
        self.rect(
            0.9,
            (x - 0.06, top - 0.06),
            (x + wide + 0.06, FLOOR),
            between(wood, [1.0; 3], 0.3),
        );
        self.rect(0.9, (x, top), (x + wide, FLOOR), wood);
        let dark = between(wood, [0.0; 3], 0.3);
        for (from, to) in [(0.08, 0.42), (0.52, 0.9)] {
            let (a, b) = (top + (FLOOR - top) * from, top + (FLOOR - top) * to);
            self.rect(0.9, (x + 0.1, a), (x + wide - 0.1, b), dark);
        }
        self.rect(0.9, (x + wide - 0.09, -0.85), (x + wide - 0.04, -0.79), [0.9, 0.8, 0.4]);
        wide
    }

    fn shelf(&mut self, x: f32) -> f32 {
        let (wide, top) = (self.chance.between(0.7, 1.3), self.chance.between(-1.9, -1.1));
        let wood = self.look.tone(150.0, 0.5, 0.38);
        self.rect(0.92, (x, top), (x + wide, FLOOR), wood);
        let n = 2 + self.chance.below(3);
        let high = (FLOOR - top) / n as f32;
        for row in 0..n {
            let low = top + high * (row + 1) as f32 - 0.04;
            self.rect(
                0.92,
                (x + 0.05, low - high + 0.08),
                (x + wide - 0.05, low),
                between(wood, [0.0; 3], 0.45),
            );
            let mut at = x + 0.07;
            while at < x + wide - 0.15 {
                let thick = self.chance.between(0.04, 0.11);
                let tall = high * self.chance.between(0.4, 0.8);
                let (turn, light) =
                    (self.chance.between(0.0, 360.0), self.chance.between(0.3, 0.75));
                let back = self.look.tone(turn, 0.8, light);
                self.rect(0.92, (at, low - tall), (at + thick, low), back);
                at += thick + if self.chance.once_in(4) { 0.12 } else { 0.0 };
            }
        }
        wide
    }

    fn pictures(&mut self, x: f32) -> f32 {
        let n = 1 + self.chance.below(3);
        let mut at = x;
        for _ in 0..n {
            let (wide, high) = (self.chance.between(0.25, 0.6), self.chance.between(0.25, 0.6));
            let top = self.chance.between(-1.7, -1.2);
            let turn = self.chance.between(0.0, 360.0);
            let frame = self.look.tone(turn, 0.5, 0.3);
            let inside = self.look.tone(turn + 120.0, 0.7, 0.7);
            self.rect(0.9, (at, top), (at + wide, top + high), frame);
            self.rect(0.9, (at + 0.05, top + 0.05), (at + wide - 0.05, top + high - 0.05), inside);
            let (cx, cy) = (at + 0.5 * wide, top + 0.5 * high);
            let r = 0.3 * wide.min(high);
            self.curved(
                0.9,
                &[(cx - r, cy), (cx, cy - r), (cx + r, cy), (cx, cy + r)],
                (frame, inside),
            );
            at += wide + 0.1;
        }
        at - x
    }

    fn table(&mut self, x: f32) -> f32 {
        let (wide, top) = (self.chance.between(0.8, 1.6), self.chance.between(-0.75, -0.55));
        let wood = self.look.tone(130.0, 0.7, 0.42);
        for leg in [x + 0.06, x + wide - 0.14] {
            self.rect(0.97, (leg, top), (leg + 0.08, -0.05), between(wood, [0.0; 3], 0.25));
        }
        self.shaded(
            0.97,
            &[
                (x - 0.05, top - 0.06),
                (x + wide + 0.05, top - 0.06),
                (x + wide + 0.1, top + 0.04),
                (x - 0.1, top + 0.04),
            ],
            (between(wood, [1.0; 3], 0.25), wood),
        );
        for _ in 0..=self.chance.below(3) {
            let (at, high) =
                (x + self.chance.between(0.1, 0.8) * wide, self.chance.between(0.08, 0.35));
            let turn = self.chance.between(0.0, 360.0);
            let colour = self.look.tone(turn, 0.9, 0.6);
            self.curved(
                0.97,
                &[
                    (at - 0.07, top - 0.06),
                    (at - 0.09, top - 0.06 - 0.5 * high),
                    (at - 0.04, top - 0.06 - high),
                    (at + 0.04, top - 0.06 - high),
                    (at + 0.09, top - 0.06 - 0.5 * high),
                    (at + 0.07, top - 0.06),
                ],
                (between(colour, [1.0; 3], 0.3), colour),
            );
        }
        wide
    }

    fn cupboard(&mut self, x: f32) -> f32 {
        let (wide, top) = (self.chance.between(0.6, 1.2), self.chance.between(-1.4, -0.7));
        let wood = self.look.tone(-40.0, 0.5, 0.55);
        self.shaded(
            0.93,
            &[(x, top), (x + wide, top), (x + wide, -0.12), (x, -0.12)],
            (between(wood, [1.0; 3], 0.2), between(wood, [0.0; 3], 0.2)),
        );
        let n = 2 + self.chance.below(3);
        for idx in 0..n {
            let y = top + 0.06 + (-0.2 - top) * idx as f32 / n as f32;
            self.rect(
                0.93,
                (x + 0.06, y),
                (x + wide - 0.06, y + (-0.26 - top) / n as f32 - 0.02),
                wood,
            );
            self.rect(
                0.93,
                (x + 0.5 * wide - 0.05, y + 0.06),
                (x + 0.5 * wide + 0.05, y + 0.09),
                between(wood, [0.0; 3], 0.6),
            );
        }
        wide
    }

    fn plant(&mut self, x: f32) -> f32 {
        let pot = self.look.tone(190.0, 0.9, 0.5);
        let leaf = between(self.look.tone(60.0, 0.8, 0.35), [0.2, 0.5, 0.25], 0.6);
        for _ in 0..6 + self.chance.below(5) {
            let (dx, high) = (self.chance.about(0.4), self.chance.between(0.3, 0.8));
            let (px, py) = (x + 0.2, -0.45);
            self.shape(
                0.96,
                &[
                    (px - 0.02, py),
                    (px + 0.4 * dx - 0.06, py - 0.6 * high),
                    (px + dx, py - high),
                    (px + 0.5 * dx + 0.07, py - 0.5 * high),
                    (px + 0.02, py),
                ],
                leaf,
            );
            self.bowed();
        }
        self.shape(0.96, &[(x, -0.5), (x + 0.4, -0.5), (x + 0.33, -0.1), (x + 0.07, -0.1)], pot);
        0.45
    }

    fn lamp(&mut self, x: f32) {
        let shade = self.look.tone(100.0, 0.9, 0.7);
        self.line(0.95, &[(x, -3.0), (x, -1.95)], 1.0, [0.15, 0.13, 0.13]);
        self.shape(
            0.95,
            &[(x - 0.1, -1.98), (x + 0.1, -1.98), (x + 0.3, -1.75), (x - 0.3, -1.75)],
            shade,
        );
        self.soft(0.95, (x, -1.7), (0.9, 0.7), ([1.0, 0.93, 0.7], 0.4));
    }
}
