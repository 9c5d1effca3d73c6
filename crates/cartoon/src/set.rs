//! The places of a show: rooms, streets, hills, woods, coasts, roofs.
//!
//! In: the show, the number of the place, the camera. Out: what is painted, from the back to the front.
//! The same place seen by another camera is the same place: several shots of a show share it, as in production.

use crate::camera::Camera;
use crate::chance::Chance;
use crate::palette::{Look, Rgb, between, hue};
use crate::piece::{Ink, Piece, Role};
use crate::plane::{Point, pt};

mod country;
mod indoors;
mod town;

/// Half the width of what is built; cameras stay inside.
const HALF_WIDE: f32 = 5.0;
/// Highest and lowest that is painted.
const SKY: f32 = -4.0;
const FRONT: f32 = 1.6;

/// One thing of a place.
#[derive(Debug, Clone)]
pub(crate) enum Layer {
    /// A shape or line.
    Drawn(Piece),
    /// A soft spot of paint or light: centre, half width and height, colour, how much it covers.
    Soft(Point, (f32, f32), Rgb, f32),
}

/// When it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hour {
    Day,
    Dusk,
    Night,
    Grey,
}

impl Hour {
    /// Returns what light of that hour multiplies colours by.
    pub(crate) const fn light(self) -> Rgb {
        match self {
            Self::Day => [1.0, 1.0, 0.98],
            Self::Dusk => [1.0, 0.82, 0.7],
            Self::Night => [0.5, 0.56, 0.8],
            Self::Grey => [0.86, 0.9, 0.94],
        }
    }
}

/// A place being painted.
pub(crate) struct Place<'a> {
    look: &'a Look,
    camera: Camera,
    chance: Chance,
    hour: Hour,
    layers: Vec<Layer>,
    line: f32,
}

/// Returns what is painted of a place.
pub(crate) fn layers(key: (u64, u32), look: &Look, camera: Camera, hour: Hour) -> Vec<Layer> {
    let (show, number) = key;
    let mut chance = Chance::new(&[show, 0x5E7, u64::from(number)]);
    let kind = (number + Chance::new(&[show, 0x5E8]).below(6)) % 6;
    let line = if look.places_have_lines {
        (1.4 / camera.high.max(0.1)).sqrt().clamp(0.3, 1.4)
    } else {
        0.0
    };
    // The first numbers of a stream decide most: one is thrown away.
    chance.number();
    let mut place = Place { look, camera, chance, hour, layers: Vec::new(), line };
    match kind {
        0 => place.room(),
        1 => place.street(),
        2 => place.hills(),
        3 => place.wood(),
        4 => place.coast(),
        _ => place.roofs(),
    }
    place.layers
}

impl Place<'_> {
    /// A shape of points at a depth, filled with one colour.
    fn shape(&mut self, depth: f32, points: &[(f32, f32)], colour: Rgb) {
        self.shaded(depth, points, (colour, colour));
    }

    /// A shape filled with a colour that turns into another downwards.
    fn shaded(&mut self, depth: f32, points: &[(f32, f32)], (from, to): (Rgb, Rgb)) {
        let placing = self.camera.placing(depth);
        let (top, low) = points
            .iter()
            .fold((f32::MAX, f32::MIN), |(top, low), &(_, y)| (top.min(y), low.max(y)));
        let middle = points.iter().map(|p| p.0).sum::<f32>() / points.len().max(1) as f32;
        let way = Some((to, placing.at(pt(middle, top)), placing.at(pt(middle, low))));
        self.add(depth, points, Ink { colour: from, to: way, texture: self.look.texture });
    }

    fn add(&mut self, depth: f32, points: &[(f32, f32)], ink: Ink) {
        let placing = self.camera.placing(depth);
        let points: Vec<Point> = points.iter().map(|&(x, y)| placing.at(pt(x, y))).collect();
        let colour = ink.colour;
        let mut piece = Piece::painted(points, colour).line(self.line * (0.4 + 0.5 * depth));
        // Lines of places are the paint's own colour, darker, so that people stand out.
        piece.line_colour = Some(between(colour, self.look.line, 0.65));
        piece.ink = Some(ink);
        piece.straight = true;
        self.layers.push(Layer::Drawn(piece));
    }

    /// Changes what was drawn last.
    fn last(&mut self, change: impl FnOnce(&mut Piece)) {
        if let Some(Layer::Drawn(piece)) = self.layers.last_mut() {
            change(piece);
        }
    }

    /// Takes the line of what was drawn last away.
    fn bare(&mut self) {
        self.last(|piece| piece.line = 0.0);
    }

    /// Makes the sides of what was drawn last curved.
    fn bowed(&mut self) {
        self.last(|piece| piece.straight = false);
    }

    /// The same with curved sides.
    fn curved(&mut self, depth: f32, points: &[(f32, f32)], colours: (Rgb, Rgb)) {
        self.shaded(depth, points, colours);
        self.bowed();
    }

    fn rect(&mut self, depth: f32, (left, top): (f32, f32), (right, low): (f32, f32), colour: Rgb) {
        self.shape(depth, &[(left, top), (right, top), (right, low), (left, low)], colour);
    }

    /// An open line.
    fn line(&mut self, depth: f32, points: &[(f32, f32)], width: f32, colour: Rgb) {
        let placing = self.camera.placing(depth);
        let points: Vec<Point> = points.iter().map(|&(x, y)| placing.at(pt(x, y))).collect();
        let width = width * (1.4 / self.camera.high.max(0.1)).sqrt();
        let piece = Piece::lined(points, width, Role::Detail).line_colour(colour);
        self.layers.push(Layer::Drawn(piece));
    }

    /// A soft spot.
    fn soft(
        &mut self,
        depth: f32,
        centre: (f32, f32),
        (wide, high): (f32, f32),
        paint: (Rgb, f32),
    ) {
        let placing = self.camera.placing(depth);
        let scale = (placing.at(pt(1.0, 0.0)) - placing.at(pt(0.0, 0.0))).length();
        let middle = placing.at(pt(centre.0, centre.1));
        self.layers.push(Layer::Soft(middle, (wide * scale, high * scale), paint.0, paint.1));
    }

    /// Dabs of paint over an area, as a brush leaves them.
    fn dabs(&mut self, depth: f32, (low, high): ((f32, f32), (f32, f32)), colour: Rgb) {
        for _ in 0..14 {
            let centre = (self.chance.between(low.0, high.0), self.chance.between(low.1, high.1));
            let size = (self.chance.between(0.15, 0.7), self.chance.between(0.04, 0.2));
            let alpha = self.chance.between(0.12, 0.45);
            self.soft(depth, centre, size, (colour, alpha));
        }
    }

    /// Sky with what hangs in it.
    fn sky(&mut self) {
        let (top, low) = match self.hour {
            Hour::Day => (self.look.tone(-30.0, 1.0, 0.55), self.look.tone(10.0, 0.6, 0.87)),
            Hour::Dusk => (hue(265.0, 0.4, 0.45), hue(25.0 + 0.1 * self.look.hue, 0.85, 0.72)),
            Hour::Night => (hue(232.0, 0.55, 0.13), hue(215.0 + 0.1 * self.look.hue, 0.5, 0.36)),
            Hour::Grey => (hue(210.0, 0.15, 0.6), hue(200.0, 0.12, 0.8)),
        };
        let wide = HALF_WIDE + 3.0;
        self.shaded(0.0, &[(-wide, SKY), (wide, SKY), (wide, 1.0), (-wide, 1.0)], (top, low));
        self.bare();
        let disc = (self.chance.between(-1.8, 1.8), self.chance.between(-1.9, -1.0));
        let (size, seen) = (self.chance.between(0.09, 0.28), !self.chance.once_in(3));
        if seen && self.hour != Hour::Grey {
            self.soft(0.0, disc, (size * 4.0, size * 4.0), ([1.0, 0.95, 0.8], 0.45));
            let points: Vec<(f32, f32)> = (0..12)
                .map(|idx| crate::plane::sine_cosine(30.0 * idx as f32))
                .map(|(s, c)| (disc.0 + size * c, disc.1 + size * s))
                .collect();
            self.curved(0.0, &points, ([1.0, 0.97, 0.86], [1.0, 0.9, 0.7]));
        }
        for _ in 0..self.chance.below(5) {
            self.cloud(low);
        }
    }

    fn cloud(&mut self, tint: Rgb) {
        let (x, y) = (self.chance.between(-2.4, 2.4), self.chance.between(-2.0, -1.1));
        let (wide, high) = (self.chance.between(0.3, 0.9), self.chance.between(0.1, 0.24));
        let n = 4 + self.chance.below(4);
        let mut points = vec![(x - wide, y)];
        for idx in 0..n {
            let t = idx as f32 / (n - 1) as f32;
            let puff = high * self.chance.between(0.6, 1.2) * (1.0 + 2.0 * t * (1.0 - t));
            points.push((x - wide * 0.85 + 1.7 * wide * t, y - puff));
            points.push((x - wide * 0.85 + 1.7 * wide * (t + 0.5 / n as f32), y - 0.55 * puff));
        }
        points.push((x + wide, y));
        self.curved(0.1, &points, (between(tint, [1.0; 3], 0.75), between(tint, [1.0; 3], 0.3)));
    }

    /// A row of humps or peaks from one side to the other.
    fn ridge(&mut self, depth: f32, (level, rise): (f32, f32), colours: (Rgb, Rgb)) {
        let peaked = self.chance.once_in(2);
        let n = 7 + self.chance.below(8);
        let wide = HALF_WIDE + 2.0;
        let mut points = vec![(-wide, FRONT)];
        for idx in 0..=n {
            let x = -wide + 2.0 * wide * (idx as f32 + self.chance.about(0.3)) / n as f32;
            let high = if idx % 2 == 0 {
                self.chance.between(0.4, 1.0)
            } else {
                self.chance.between(0.0, 0.45)
            };
            points.push((x, level - rise * high));
        }
        points.push((wide, FRONT));
        self.shaded(depth, &points, colours);
        self.last(|piece| piece.straight = peaked);
    }

    /// Tufts of grass or pebbles on the ground.
    fn tufts(&mut self, n: u32, colour: Rgb) {
        for _ in 0..n {
            let (x, y) =
                (self.chance.between(-HALF_WIDE, HALF_WIDE), self.chance.between(-0.15, 0.7));
            let size = self.chance.between(0.03, 0.12) * (1.0 + y);
            self.line(
                1.0,
                &[(x - 0.5 * size, y - size), (x, y), (x + 0.2 * size, y - 1.2 * size)],
                0.8,
                colour,
            );
            self.line(1.0, &[(x, y), (x + 0.7 * size, y - 0.8 * size)], 0.8, colour);
        }
    }
}
