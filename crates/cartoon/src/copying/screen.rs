//! The picture photographed from a screen.
//!
//! In: a picture. Out: a photo of the same size in which the screen stands askew.

use super::cut::sampled;
use crate::chance::{Chance, mixed, share};
use crate::picture::Picture;
use crate::plane::{Point, pt, sine_cosine};

/// A projective map of the plane: nine numbers, row by row.
#[derive(Clone, Copy)]
struct Projection([f32; 9]);

impl Projection {
    /// Returns where a point of the quadrilateral lies in the unit square. The corners go round from the upper left.
    ///
    /// After Heckbert, Fundamentals of Texture Mapping and Image Warping, 1989, section 2.2.3.
    fn from_corners([a, b, c, d]: [Point; 4]) -> Self {
        let (e, f, g) = (b - c, d - c, a - b + c - d);
        let det = e.x * f.y - f.x * e.y;
        let det = if det.abs() < 1e-6 { 1e-6 } else { det };
        let h = (g.x * f.y - f.x * g.y) / det;
        let i = (e.x * g.y - g.x * e.y) / det;
        let (m0, m1, m2) = (b.x - a.x + h * b.x, d.x - a.x + i * d.x, a.x);
        let (m3, m4, m5) = (b.y - a.y + h * b.y, d.y - a.y + i * d.y, a.y);
        // The adjoint maps back; its scale does not matter.
        Self([
            m4 - m5 * i,
            m2 * i - m1,
            m1 * m5 - m2 * m4,
            m5 * h - m3,
            m0 - m2 * h,
            m2 * m3 - m0 * m5,
            m3 * i - m4 * h,
            m1 * h - m0 * i,
            m0 * m4 - m1 * m3,
        ])
    }

    fn at(&self, p: Point) -> Point {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let w = g * p.x + h * p.y + i;
        let w = if w.abs() < 1e-9 { 1e-9 } else { w };
        pt((a * p.x + b * p.y + c) / w, (d * p.x + e * p.y + f) / w)
    }
}

/// What a camera, a room and a screen add.
struct Setting {
    back: Projection,
    cast: [f32; 3],
    glare: Point,
    glare_size: f32,
    glare_light: f32,
    waves: [(f32, f32, f32); 2],
    moire: f32,
    blur: f32,
    noise: f32,
    vignette: f32,
    room: f32,
    bezel: f32,
}

impl Setting {
    fn new(chance: &mut Chance) -> Self {
        let mut corner = |x: f32, y: f32| {
            // The screen fills most of the photo; at times its edges are out of it.
            let inward = chance.between(-0.015, 0.085);
            let (sx, sy) = (if x < 0.5 { 1.0 } else { -1.0 }, if y < 0.5 { 1.0 } else { -1.0 });
            pt(x + sx * (inward + chance.about(0.02)), y + sy * (inward + chance.about(0.03)))
        };
        let corners = [corner(0.0, 0.0), corner(1.0, 0.0), corner(1.0, 1.0), corner(0.0, 1.0)];
        let mut wave = || {
            let (angle, often) = (chance.between(0.0, 180.0), chance.between(14.0, 60.0));
            let (sine, cosine) = sine_cosine(angle);
            (often * cosine, often * sine, chance.between(0.0, 360.0))
        };
        let waves = [wave(), wave()];
        Self {
            back: Projection::from_corners(corners),
            cast: [
                chance.between(0.86, 1.06),
                chance.between(0.92, 1.04),
                chance.between(0.84, 1.1),
            ],
            glare: pt(chance.share(), chance.share()),
            glare_size: chance.between(0.1, 0.35),
            glare_light: chance.between(0.0, 130.0),
            waves,
            moire: chance.between(0.01, 0.07),
            blur: chance.between(0.6, 1.3),
            noise: chance.between(4.0, 16.0),
            vignette: chance.between(0.1, 0.4),
            room: chance.between(10.0, 90.0),
            bezel: chance.between(0.01, 0.05),
        }
    }

    /// Colour of what is not screen: the dark frame of the monitor, then the room.
    fn beside(&self, place: Point) -> [f32; 3] {
        let out = (-place.x).max(place.x - 1.0).max(-place.y).max(place.y - 1.0);
        if out < self.bezel {
            [14.0, 14.0, 16.0]
        } else {
            [self.room, 0.95 * self.room, 0.85 * self.room]
        }
    }

    fn moire_at(&self, place: Point) -> f32 {
        let mut light = 1.0;
        for (x, y, start) in self.waves {
            // The pattern bends with the glass.
            let bent = 360.0 * (x * place.x + y * place.y + 2.0 * place.x * place.y) + start;
            light *= 1.0 + self.moire * sine_cosine(bent).0;
        }
        light
    }
}

/// Returns a telephone's photo of the picture on a monitor: perspective, soft focus, moire, a colour cast, light that falls off,
/// glare, noise, and what is seen of the monitor's frame and the room.
pub fn photographed(picture: &Picture, seed: u64) -> Picture {
    let setting = Setting::new(&mut Chance::new(&[seed, 0x5C4E]));
    let (width, height) = (picture.width as f32, picture.height as f32);
    let soft = setting.blur * height / 270.0;
    let grain = mixed(seed ^ 0x9015E);
    Picture::by((picture.width, picture.height), |x, y| {
        let photo = pt((x as f32 + 0.5) / width, (y as f32 + 0.5) / height);
        let place = setting.back.at(photo);
        let inside = place.x >= 0.0 && place.x < 1.0 && place.y >= 0.0 && place.y < 1.0;
        let mut colour = setting.beside(place);
        if inside {
            let (sx, sy) = (place.x * width, place.y * height);
            colour = [0.0; 3];
            for (dx, dy) in [(-soft, -soft), (soft, -soft), (-soft, soft), (soft, soft), (0.0, 0.0)]
            {
                for (sum, channel) in colour.iter_mut().zip(sampled(picture, sx + dx, sy + dy)) {
                    *sum += 0.2 * f32::from(channel);
                }
            }
            let light = setting.moire_at(place);
            colour = colour.map(|channel| 8.0 + 0.93 * channel * light);
        }
        let from = photo - setting.glare;
        let near =
            1.0 - (from.x * from.x + from.y * from.y) / (setting.glare_size * setting.glare_size);
        let glare = setting.glare_light * near.max(0.0) * near.max(0.0);
        let (cx, cy) = (2.0 * photo.x - 1.0, 2.0 * photo.y - 1.0);
        let fall = 1.0 - setting.vignette * 0.5 * (cx * cx + cy * cy);
        let idx = u64::from(y) << 32 | u64::from(x);
        let mut out = [0; 3];
        let lit = out.iter_mut().zip(colour).zip(setting.cast);
        for (channel, ((value, colour), cast)) in (0_u64..).zip(lit) {
            let lot = share(mixed(grain ^ mixed(idx.wrapping_mul(3).wrapping_add(channel))));
            let spot = (lot - 0.5) * setting.noise;
            *value = ((colour * cast + glare) * fall + spot).clamp(0.0, 255.0) as u8;
        }
        out
    })
}
