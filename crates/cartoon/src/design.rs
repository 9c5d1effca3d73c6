//! The design of a character: proportions, face, hair, clothes, colours.
//!
//! In: the look of the show and the character's number. Out: what every drawing of that character shares.
//! Lengths are in heads: one is the height of the head.

use crate::chance::Chance;
use crate::palette::{Look, Rgb, hue};

/// How hair is worn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hair {
    None,
    Short,
    Spiky,
    Bob,
    Long,
    Tail,
    Twin,
    Bun,
    Curly,
    Crest,
}

/// What is worn on the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hat {
    None,
    Cap,
    Brim,
    Pointed,
    Beanie,
    Bow,
    Horns,
    Antenna,
}

/// What ears are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ears {
    Human,
    Cat,
    Long,
    Round,
    None,
}

/// What eyes are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Eyes {
    Dot,
    Oval,
    Iris,
    Large,
    Half,
}

/// What the nose is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nose {
    None,
    Corner,
    Round,
    Long,
    Snout,
}

/// What is worn on the upper body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Top {
    Shirt,
    Striped,
    Jacket,
    Coat,
    Dress,
    Overall,
    Robe,
}

/// What is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prop {
    None,
    Staff,
    Bag,
    Ball,
    Book,
    Sword,
    Flower,
    Umbrella,
}

/// Marks of a face, each there or not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Marks {
    /// Which: bit 0 glasses, 1 freckles, 2 blush, 3 beard, 4 scar, 5 moustache, 6 scarf, 7 belt, 8 tail, 9 cape.
    bits: u32,
}

impl Marks {
    pub(crate) const GLASSES: u32 = 0;
    pub(crate) const FRECKLES: u32 = 1;
    pub(crate) const BLUSH: u32 = 2;
    pub(crate) const BEARD: u32 = 3;
    pub(crate) const SCAR: u32 = 4;
    pub(crate) const MOUSTACHE: u32 = 5;
    pub(crate) const SCARF: u32 = 6;
    pub(crate) const BELT: u32 = 7;
    pub(crate) const TAIL: u32 = 8;
    pub(crate) const CAPE: u32 = 9;

    /// Whether the character has that mark.
    pub(crate) const fn has(self, mark: u32) -> bool {
        self.bits >> mark & 1 == 1
    }
}

/// Proportions, all in heads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measures {
    pub(crate) head_wide: f32,
    pub(crate) crown: f32,
    pub(crate) cheek: f32,
    pub(crate) jaw: f32,
    pub(crate) chin: f32,
    pub(crate) eye_wide: f32,
    pub(crate) eye_high: f32,
    pub(crate) eye_gap: f32,
    pub(crate) eye_level: f32,
    pub(crate) brow: f32,
    pub(crate) nose: f32,
    pub(crate) mouth_wide: f32,
    pub(crate) mouth_level: f32,
    pub(crate) hair_full: f32,
    pub(crate) hair_long: f32,
    pub(crate) neck: f32,
    pub(crate) torso: f32,
    pub(crate) shoulder: f32,
    pub(crate) waist: f32,
    pub(crate) hip: f32,
    pub(crate) arm: f32,
    pub(crate) arm_wide: f32,
    pub(crate) leg: f32,
    pub(crate) leg_wide: f32,
    pub(crate) hand: f32,
    pub(crate) foot: f32,
}

impl Measures {
    fn each(&mut self) -> [&mut f32; 26] {
        [
            &mut self.head_wide,
            &mut self.crown,
            &mut self.cheek,
            &mut self.jaw,
            &mut self.chin,
            &mut self.eye_wide,
            &mut self.eye_high,
            &mut self.eye_gap,
            &mut self.eye_level,
            &mut self.brow,
            &mut self.nose,
            &mut self.mouth_wide,
            &mut self.mouth_level,
            &mut self.hair_full,
            &mut self.hair_long,
            &mut self.neck,
            &mut self.torso,
            &mut self.shoulder,
            &mut self.waist,
            &mut self.hip,
            &mut self.arm,
            &mut self.arm_wide,
            &mut self.leg,
            &mut self.leg_wide,
            &mut self.hand,
            &mut self.foot,
        ]
    }
}

/// Colours of one character.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Colours {
    pub(crate) skin: Rgb,
    pub(crate) hair: Rgb,
    pub(crate) iris: Rgb,
    pub(crate) top: Rgb,
    pub(crate) trim: Rgb,
    pub(crate) bottom: Rgb,
    pub(crate) shoe: Rgb,
    pub(crate) prop: Rgb,
}

/// What every drawing of a character shares.
#[derive(Debug, Clone)]
pub(crate) struct Design {
    pub(crate) measures: Measures,
    pub(crate) colours: Colours,
    pub(crate) hair: Hair,
    pub(crate) fringe: u32,
    pub(crate) n_spikes: u32,
    pub(crate) hat: Hat,
    pub(crate) ears: Ears,
    pub(crate) eyes: Eyes,
    pub(crate) nose: Nose,
    pub(crate) top: Top,
    pub(crate) sleeve: f32,
    pub(crate) trouser: f32,
    pub(crate) pattern: u32,
    pub(crate) prop: Prop,
    pub(crate) marks: Marks,
    pub(crate) square: f32,
    /// Height of the head on the stage.
    pub(crate) head: f32,
}

impl Design {
    /// The character of that number in a show.
    pub(crate) fn new(show: u64, number: u32, look: &Look) -> Self {
        let mut chance = Chance::new(&[show, 0xC4A2, u64::from(number)]);
        let heads = (look.heads * chance.between(0.75, 1.25)).clamp(2.1, 7.2);
        let high = chance.between(0.95, 1.75);
        Self {
            measures: measures(&mut chance, heads, look),
            colours: colours(&mut chance, look),
            hair: chance.one_of([
                Hair::Short,
                Hair::Spiky,
                Hair::Bob,
                Hair::Long,
                Hair::Tail,
                Hair::Twin,
                Hair::Bun,
                Hair::Curly,
                Hair::Crest,
                Hair::None,
            ]),
            fringe: chance.below(5),
            n_spikes: 4 + chance.below(5),
            hat: chance.one_of([
                Hat::None,
                Hat::None,
                Hat::None,
                Hat::Cap,
                Hat::Brim,
                Hat::Pointed,
                Hat::Beanie,
                Hat::Bow,
                Hat::Horns,
                Hat::Antenna,
            ]),
            ears: chance.one_of([
                Ears::Human,
                Ears::Human,
                Ears::Human,
                Ears::Cat,
                Ears::Long,
                Ears::Round,
                Ears::None,
            ]),
            eyes: chance.one_of([Eyes::Dot, Eyes::Oval, Eyes::Iris, Eyes::Large, Eyes::Half]),
            nose: chance.one_of([Nose::None, Nose::Corner, Nose::Round, Nose::Long, Nose::Snout]),
            top: chance.one_of([
                Top::Shirt,
                Top::Striped,
                Top::Jacket,
                Top::Coat,
                Top::Dress,
                Top::Overall,
                Top::Robe,
            ]),
            sleeve: chance.one_of([0.25, 0.45, 0.9, 0.9]),
            trouser: chance.one_of([0.35, 0.6, 0.95, 0.95]),
            pattern: chance.below(6),
            prop: chance.one_of([
                Prop::None,
                Prop::None,
                Prop::Staff,
                Prop::Bag,
                Prop::Ball,
                Prop::Book,
                Prop::Sword,
                Prop::Flower,
                Prop::Umbrella,
            ]),
            marks: Marks { bits: chance.number() as u32 & chance.number() as u32 & 0x3FF },
            square: (look.squareness + chance.about(0.4)).clamp(0.0, 1.0),
            head: high / heads,
        }
    }

    /// The same character as another hand knows it: each proportion a little off.
    pub(crate) fn redrawn(&self, chance: &mut Chance, reach: f32) -> Self {
        let mut other = self.clone();
        for measure in other.measures.each() {
            *measure *= 1.0 + chance.about(reach);
        }
        other
    }

    /// Returns the height from the ground to the top of the head, on the stage.
    pub(crate) fn high(&self) -> f32 {
        let m = &self.measures;
        self.head * (m.leg + m.torso + m.neck + 1.0)
    }
}

fn measures(chance: &mut Chance, heads: f32, look: &Look) -> Measures {
    let body = heads - 1.08;
    let leg = body * chance.between(0.4, 0.58);
    let bulk = chance.between(0.7, 1.5);
    let shoulder = (0.16 * body * bulk + 0.2).min(1.1);
    let eye = look.eyes * chance.between(0.75, 1.25);
    Measures {
        head_wide: chance.between(0.72, 1.2),
        crown: chance.between(0.75, 1.0),
        cheek: chance.between(0.8, 1.05),
        jaw: chance.between(0.45, 0.9),
        chin: chance.between(0.1, 0.45),
        eye_wide: 0.085 * eye * chance.between(0.8, 1.25),
        eye_high: 0.11 * eye * chance.between(0.8, 1.3),
        eye_gap: chance.between(0.17, 0.27),
        eye_level: chance.between(-0.04, 0.12),
        brow: chance.between(0.07, 0.14),
        nose: chance.between(0.05, 0.13),
        mouth_wide: chance.between(0.1, 0.24),
        mouth_level: chance.between(0.27, 0.36),
        hair_full: chance.between(0.06, 0.22),
        hair_long: chance.between(0.5, 2.0),
        neck: chance.between(0.02, 0.18),
        torso: body - leg,
        shoulder,
        waist: shoulder * chance.between(0.6, 1.25),
        hip: shoulder * chance.between(0.65, 1.15),
        arm: (body - leg) * chance.between(0.95, 1.35),
        arm_wide: chance.between(0.07, 0.12) * bulk,
        leg,
        leg_wide: chance.between(0.1, 0.17) * bulk,
        hand: chance.between(0.12, 0.2),
        foot: chance.between(0.22, 0.4),
    }
}

fn colours(chance: &mut Chance, look: &Look) -> Colours {
    let strength = look.strength;
    let mut cloth = |low: f32, top: f32| {
        let turn = chance.between(0.0, 360.0);
        hue(turn, strength * chance.between(0.5, 1.5).min(1.3), chance.between(low, top))
    };
    let (top, trim, bottom, shoe, prop) =
        (cloth(0.35, 0.75), cloth(0.4, 0.9), cloth(0.2, 0.6), cloth(0.15, 0.5), cloth(0.3, 0.7));
    let natural = chance.once_in(2);
    let hair = if natural {
        hue(chance.between(15.0, 45.0), chance.between(0.2, 0.7), chance.between(0.1, 0.6))
    } else {
        hue(chance.between(0.0, 360.0), chance.between(0.3, 0.8), chance.between(0.2, 0.7))
    };
    Colours {
        skin: chance.one_of(look.skin),
        hair,
        iris: hue(chance.between(0.0, 360.0), 0.7, chance.between(0.25, 0.5)),
        top,
        trim,
        bottom,
        shoe,
        prop,
    }
}
