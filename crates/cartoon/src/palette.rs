//! Colours of a show.
//!
//! In: the show's number. Out: the colours its people, places, paper and lines are made of.

use crate::chance::Chance;

/// Red, green, blue from 0 to 1.
pub(crate) type Rgb = [f32; 3];

/// Returns the colour of a hue in degrees, its strength and its lightness.
pub(crate) fn hue(degrees: f32, strength: f32, lightness: f32) -> Rgb {
    let reach = strength * lightness.min(1.0 - lightness);
    [0.0, 8.0, 4.0].map(|offset| {
        let place = offset + degrees / 30.0;
        let k = place - 12.0 * (place / 12.0).floor();
        lightness - reach * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0)
    })
}

/// Returns the colour between two.
pub(crate) fn between(from: Rgb, to: Rgb, share: f32) -> Rgb {
    let [a, b, c] = from;
    let [d, e, f] = to;
    [a + (d - a) * share, b + (e - b) * share, c + (f - c) * share]
}

/// Returns the colour times another, as light on paint.
pub(crate) fn lit(colour: Rgb, light: Rgb) -> Rgb {
    let [a, b, c] = colour;
    let [d, e, f] = light;
    [a * d, b * e, c * f]
}

/// How a show looks as a whole.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    /// Hue that its places lean to.
    pub(crate) hue: f32,
    /// How strong its colours are.
    pub(crate) strength: f32,
    /// Colour of the finished line.
    pub(crate) line: Rgb,
    /// Width of the finished line, one being usual.
    pub(crate) line_width: f32,
    /// What light in shadow is multiplied by.
    pub(crate) shadow: Rgb,
    /// Where light comes from: -1 left, 1 right.
    pub(crate) light_side: f32,
    /// Whether places are drawn with a line too.
    pub(crate) places_have_lines: bool,
    /// How rough the paint of places is.
    pub(crate) texture: f32,
    /// Skins its people may have, as hues.
    pub(crate) skin: [Rgb; 4],
    /// Heads that a grown person is high.
    pub(crate) heads: f32,
    /// How large eyes are.
    pub(crate) eyes: f32,
    /// How square shapes are.
    pub(crate) squareness: f32,
}

impl Look {
    /// The look of the show of that number.
    pub(crate) fn new(number: u64) -> Self {
        let mut chance = Chance::new(&[number, 0x100C]);
        let line_hue = chance.between(0.0, 360.0);
        let dark = chance.between(0.04, 0.2);
        let fantastic = chance.once_in(4);
        let skin = [0, 1, 2, 3].map(|_| {
            if fantastic {
                let tone = chance.between(0.0, 360.0);
                hue(tone, chance.between(0.3, 0.6), chance.between(0.5, 0.8))
            } else {
                hue(
                    chance.between(16.0, 34.0),
                    chance.between(0.35, 0.8),
                    chance.between(0.38, 0.86),
                )
            }
        });
        let shadow_hue = chance.one_of([230.0, 260.0, 300.0, 200.0, 20.0]);
        Self {
            hue: chance.between(0.0, 360.0),
            strength: chance.between(0.25, 0.75),
            line: hue(line_hue, 0.5, dark),
            line_width: chance.between(0.7, 1.5),
            shadow: hue(shadow_hue, chance.between(0.3, 0.6), chance.between(0.6, 0.8)),
            light_side: chance.one_of([-1.0, 1.0]),
            places_have_lines: !chance.once_in(3),
            texture: chance.between(0.03, 0.11),
            skin,
            heads: chance.between(2.6, 6.0),
            eyes: chance.between(0.6, 1.5),
            squareness: chance.between(0.0, 0.7),
        }
    }

    /// Returns a colour of the show's places: `turn` degrees from its hue.
    pub(crate) fn tone(&self, turn: f32, strength: f32, lightness: f32) -> Rgb {
        hue(self.hue + turn + 360.0, (self.strength * strength).min(1.0), lightness.clamp(0.0, 1.0))
    }
}
