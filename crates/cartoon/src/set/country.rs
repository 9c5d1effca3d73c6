//! Hills, woods, coasts.

use super::{FRONT, HALF_WIDE, Place};
use crate::palette::{Rgb, between};

impl Place<'_> {
    fn green(&mut self, lightness: f32) -> Rgb {
        let turn = self.chance.between(-25.0, 25.0);
        let own = self.look.tone(60.0 + turn, 1.0, lightness);
        between(own, crate::palette::hue(95.0 + turn, 0.45, lightness), 0.6)
    }

    /// Open country with a path, trees and perhaps a house or a fence.
    pub(super) fn hills(&mut self) {
        self.sky();
        for (depth, level, rise) in [(0.15, -0.75, 0.9), (0.3, -0.55, 0.5), (0.5, -0.35, 0.3)] {
            let far = self.green(0.62 - 0.3 * depth);
            let haze = self.look.tone(-20.0, 0.5, 0.8);
            let colour = between(far, haze, 0.75 - depth);
            self.ridge(depth, (level, rise), (colour, between(colour, haze, 0.3)));
        }
        for _ in 0..3 + self.chance.below(5) {
            let x = self.chance.between(-HALF_WIDE, HALF_WIDE);
            let size = self.chance.between(0.5, 1.1);
            self.tree(0.6, (x, -0.25), size);
        }
        let ground = self.green(0.42);
        self.ground((between(ground, [1.0, 1.0, 0.7], 0.2), between(ground, [0.0; 3], 0.25)));
        if self.chance.once_in(2) {
            let x = self.chance.between(-1.5, 1.5);
            let path = self.look.tone(140.0, 0.5, 0.72);
            let bend = self.chance.about(1.0);
            self.curved(
                0.95,
                &[
                    (x, -0.22),
                    (x + 0.12, -0.22),
                    (x + bend + 0.5, 0.1),
                    (x + 1.2, FRONT),
                    (x - 0.8, FRONT),
                    (x + bend, 0.1),
                ],
                (path, between(path, [0.3, 0.2, 0.1], 0.2)),
            );
        }
        if self.chance.once_in(2) {
            self.fence();
        }
        for _ in 0..=self.chance.below(3) {
            let x = self.chance.between(-3.0, 3.0);
            let size = self.chance.between(1.2, 2.3);
            self.tree(0.9, (x, -0.1), size);
        }
        for _ in 0..self.chance.below(5) {
            let (x, y) = (self.chance.between(-3.0, 3.0), self.chance.between(-0.1, 0.3));
            self.rock((x, y));
        }
        self.tufts(26, between(ground, [0.05, 0.1, 0.0], 0.45));
    }

    fn ground(&mut self, colours: (Rgb, Rgb)) {
        let wide = HALF_WIDE + 2.0;
        let (a, b) = (self.chance.about(0.1), self.chance.about(0.1));
        self.curved(
            0.95,
            &[
                (-wide, -0.2 + a),
                (-1.5, -0.22 + b),
                (1.5, -0.2 - a),
                (wide, -0.22 - b),
                (wide, FRONT),
                (-wide, FRONT),
            ],
            colours,
        );
        let (light, dark) = colours;
        self.dabs(0.97, ((-3.5, -0.1), (3.5, 0.7)), between(light, [1.0, 1.0, 0.8], 0.3));
        self.dabs(0.97, ((-3.5, 0.0), (3.5, 0.8)), between(dark, [0.0, 0.0, 0.1], 0.3));
    }

    fn rock(&mut self, (x, y): (f32, f32)) {
        let size = self.chance.between(0.08, 0.3);
        let stone = self.look.tone(180.0, 0.2, 0.55);
        let top = self.chance.between(0.5, 0.9);
        self.shaded(
            0.98,
            &[
                (x - size, y),
                (x - 0.7 * size, y - top * size),
                (x + 0.1 * size, y - size),
                (x + 0.8 * size, y - 0.6 * top * size),
                (x + size, y),
            ],
            (stone, between(stone, [0.0; 3], 0.35)),
        );
    }

    fn fence(&mut self) {
        let wood = self.look.tone(150.0, 0.4, 0.5);
        let (from, to) = (self.chance.between(-3.5, -1.0), self.chance.between(0.5, 3.5));
        for y in [-0.42, -0.28] {
            self.rect(0.92, (from, y), (to, y + 0.05), wood);
        }
        let n = 6 + self.chance.below(8);
        for idx in 0..=n {
            let x = from + (to - from) * idx as f32 / n as f32;
            self.rect(0.92, (x - 0.03, -0.52), (x + 0.03, -0.12), between(wood, [1.0; 3], 0.12));
        }
    }

    fn tree(&mut self, depth: f32, (x, foot): (f32, f32), high: f32) {
        let bark = self.look.tone(150.0, 0.4, 0.3);
        let wide = 0.06 * high;
        let top = foot - 0.6 * high;
        self.shaded(
            depth,
            &[(x - wide, foot), (x - 0.6 * wide, top), (x + 0.6 * wide, top), (x + wide, foot)],
            (bark, between(bark, [0.0; 3], 0.3)),
        );
        let leaf = self.green(0.38 + 0.1 * (1.0 - depth));
        let lit = between(leaf, [1.0, 1.0, 0.6], 0.3);
        if self.chance.once_in(3) {
            for level in 0..3 {
                let (y, half) = (
                    foot - high * (0.25 + 0.22 * level as f32),
                    high * (0.3 - 0.06 * level as f32),
                );
                self.shaded(
                    depth,
                    &[(x - half, y), (x, y - 0.42 * high), (x + half, y), (x, y + 0.04 * high)],
                    (lit, leaf),
                );
            }
            return;
        }
        for _ in 0..3 + self.chance.below(3) {
            let centre =
                (x + self.chance.about(0.28 * high), foot - high * self.chance.between(0.62, 0.95));
            let size = high * self.chance.between(0.16, 0.27);
            self.crown(depth, centre, (size, (lit, leaf)));
        }
    }

    fn crown(&mut self, depth: f32, (x, y): (f32, f32), (size, colours): (f32, (Rgb, Rgb))) {
        let points: Vec<(f32, f32)> = (0..12)
            .map(|idx| {
                let (s, c) = crate::plane::sine_cosine(30.0 * idx as f32);
                let puff =
                    size * if idx % 2 == 0 { 1.12 } else { 0.92 } * self.chance.between(0.9, 1.1);
                (x + puff * c, y + 0.85 * puff * s)
            })
            .collect();
        self.curved(depth, &points, colours);
    }

    /// Trunks before trunks.
    pub(super) fn wood(&mut self) {
        self.sky();
        let deep = self.green(0.3);
        let haze = self.look.tone(20.0, 0.7, 0.7);
        for depth in [0.25, 0.45, 0.65] {
            let colour = between(between(deep, [0.1, 0.08, 0.1], 0.3), haze, 0.75 - depth);
            self.ridge(depth, (-0.3, 0.35), (colour, deep));
            for _ in 0..9 {
                let x = self.chance.between(-HALF_WIDE, HALF_WIDE);
                let wide = self.chance.between(0.04, 0.11) * (0.5 + depth);
                let lean = self.chance.about(0.3);
                self.shape(
                    depth,
                    &[
                        (x - wide, 0.0),
                        (x - 0.7 * wide + lean, SKY_OF_WOOD),
                        (x + 0.7 * wide + lean, SKY_OF_WOOD),
                        (x + wide, 0.0),
                    ],
                    colour,
                );
            }
        }
        self.soft(0.3, (self.look.light_side, -1.3), (1.6, 1.2), ([1.0, 1.0, 0.75], 0.45));
        let ground = between(deep, self.look.tone(150.0, 0.5, 0.4), 0.5);
        self.ground((between(ground, [1.0, 1.0, 0.7], 0.25), between(ground, [0.0; 3], 0.4)));
        for _ in 0..3 + self.chance.below(3) {
            let x = self.chance.between(-3.4, 3.4);
            self.trunk(x);
        }
        for _ in 0..8 {
            let centre = (self.chance.between(-3.5, 3.5), self.chance.between(-2.6, -1.9));
            let size = self.chance.between(0.3, 0.7);
            self.crown(0.85, centre, (size, (between(deep, haze, 0.2), deep)));
        }
        self.tufts(30, between(ground, [0.0, 0.05, 0.0], 0.5));
    }

    fn trunk(&mut self, x: f32) {
        let bark = self.look.tone(140.0, 0.4, 0.32);
        let wide = self.chance.between(0.12, 0.3);
        let lean = self.chance.about(0.4);
        let foot = self.chance.between(-0.15, 0.0);
        self.curved(
            0.95,
            &[
                (x - 1.7 * wide, foot),
                (x - wide, foot - 0.3),
                (x - 0.8 * wide + lean, SKY_OF_WOOD),
                (x + 0.8 * wide + lean, SKY_OF_WOOD),
                (x + wide, foot - 0.3),
                (x + 1.7 * wide, foot + 0.03),
            ],
            (bark, between(bark, [0.0; 3], 0.4)),
        );
        for _ in 0..5 {
            let (sx, sy) = (x + self.chance.about(0.7 * wide), self.chance.between(-1.8, -0.3));
            self.line(
                0.95,
                &[(sx, sy), (sx + 0.03, sy + 0.12), (sx, sy + 0.26)],
                0.8,
                between(bark, [0.0; 3], 0.5),
            );
        }
        if self.chance.once_in(2) {
            let y = self.chance.between(-1.5, -0.8);
            let side = self.chance.one_of([-1.0, 1.0]);
            self.shape(
                0.95,
                &[
                    (x, y),
                    (x + side * 0.5, y - 0.3),
                    (x + side * 0.9, y - 0.38),
                    (x + side * 0.5, y - 0.22),
                    (x, y + 0.12),
                ],
                bark,
            );
            self.bowed();
        }
    }

    /// Sea, sand, cliffs, perhaps a ship.
    pub(super) fn coast(&mut self) {
        self.sky();
        let sea = self.look.tone(-10.0, 1.1, 0.42);
        let wide = HALF_WIDE + 2.0;
        let level = self.chance.between(-0.85, -0.55);
        self.shaded(
            0.2,
            &[(-wide, level), (wide, level), (wide, FRONT), (-wide, FRONT)],
            (between(sea, [1.0; 3], 0.35), sea),
        );
        for _ in 0..22 {
            let (x, y) = (self.chance.between(-3.0, 3.0), self.chance.between(level + 0.05, 0.2));
            let long = self.chance.between(0.08, 0.4);
            self.line(
                0.35,
                &[(x, y), (x + 0.5 * long, y - 0.02), (x + long, y)],
                1.0,
                between(sea, [1.0; 3], 0.6),
            );
        }
        let ship = self.chance.between(-2.0, 2.0);
        if self.chance.once_in(2) {
            self.ship((ship, level + 0.06));
        }
        let stone = self.look.tone(150.0, 0.35, 0.5);
        for side in [-1.0, 1.0] {
            if self.chance.once_in(2) {
                let (x, high) =
                    (side * self.chance.between(1.2, 2.6), self.chance.between(0.6, 1.7));
                self.shaded(
                    0.5,
                    &[
                        (x, 0.1),
                        (x + side * 0.1, -0.5 * high),
                        (x + side * 0.3, -0.55 * high),
                        (x + side * 0.4, -high),
                        (x + side * 1.2, -1.1 * high),
                        (side * wide, -high),
                        (side * wide, 0.2),
                    ],
                    (between(stone, [1.0; 3], 0.2), between(stone, [0.0; 3], 0.25)),
                );
            }
        }
        let sand = self.look.tone(150.0, 0.6, 0.76);
        self.curved(
            0.9,
            &[
                (-wide, -0.05),
                (-2.0, -0.16),
                (0.0, -0.06),
                (2.0, -0.18),
                (wide, -0.1),
                (wide, FRONT),
                (-wide, FRONT),
            ],
            (between(sand, [1.0; 3], 0.4), between(sand, [0.4, 0.3, 0.2], 0.2)),
        );
        self.dabs(0.97, ((-3.0, 0.0), (3.0, 0.7)), between(sand, [0.4, 0.3, 0.2], 0.3));
        for _ in 0..3 + self.chance.below(4) {
            let (x, y) = (self.chance.between(-3.0, 3.0), self.chance.between(-0.05, 0.5));
            self.rock((x, y));
        }
        if self.chance.once_in(2) {
            let x = self.chance.between(-2.5, 2.5);
            self.tree(0.9, (x, 0.0), 1.9);
        }
        self.tufts(8, between(sand, [0.2, 0.3, 0.1], 0.5));
    }

    fn ship(&mut self, (x, y): (f32, f32)) {
        let size = self.chance.between(0.15, 0.4);
        let hull = self.look.tone(180.0, 0.8, 0.4);
        self.shape(
            0.3,
            &[
                (x - size, y - 0.25 * size),
                (x + 1.1 * size, y - 0.3 * size),
                (x + 0.7 * size, y),
                (x - 0.8 * size, y),
            ],
            hull,
        );
        self.line(0.3, &[(x, y - 0.2 * size), (x, y - 1.5 * size)], 1.2, hull);
        self.shape(
            0.3,
            &[
                (x + 0.04, y - 1.4 * size),
                (x + 0.8 * size, y - 0.4 * size),
                (x + 0.04, y - 0.35 * size),
            ],
            [0.95, 0.93, 0.88],
        );
        self.shape(
            0.3,
            &[
                (x - 0.04, y - 1.2 * size),
                (x - 0.6 * size, y - 0.4 * size),
                (x - 0.04, y - 0.35 * size),
            ],
            [0.9, 0.88, 0.84],
        );
    }
}

/// Where trunks leave the picture.
const SKY_OF_WOOD: f32 = -3.6;
