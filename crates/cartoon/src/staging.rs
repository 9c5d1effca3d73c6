//! Who stands where in a shot, what they do and what the camera does.
//!
//! In: the numbers of show and shot. Out: the pieces of every character at a frame. Never: two shots staged alike but by chance.

use crate::camera::Camera;
use crate::chance::{Chance, folded};
use crate::design::Design;
use crate::palette::Look;
use crate::piece::Piece;
use crate::plane::{Placing, Point, pt};
use crate::pose::{Action, Pose};
use crate::set::Hour;

/// One character in a shot.
#[derive(Debug, Clone)]
pub(crate) struct Actor {
    pub(crate) number: u32,
    pub(crate) design: Design,
    pub(crate) action: Action,
    /// Where the feet are on the stage.
    pub(crate) feet: Point,
    /// 1 when the character faces right, -1 left.
    pub(crate) facing: f32,
}

impl Actor {
    /// Where the top of the head is in the middle of the action.
    fn crown(&self) -> f32 {
        let pose = self.action.at(0.5, 0);
        -(self.design.high() - self.design.head * crate::figure::sunk(&self.design, &pose))
    }
}

/// Everything of a shot but its pixels.
#[derive(Debug, Clone)]
pub(crate) struct Staging {
    pub(crate) show: u64,
    pub(crate) shot: u32,
    pub(crate) look: Look,
    pub(crate) place: u32,
    pub(crate) hour: Hour,
    pub(crate) actors: Vec<Actor>,
    from: Camera,
    to: Camera,
    /// Frames each drawing is held.
    pub(crate) hold: u32,
    /// Frames at the beginning that are flat.
    pub(crate) n_flat: u32,
    pub(crate) n_frames: u32,
}

/// How much of a character is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Framing {
    Close,
    Medium,
    Full,
    Long,
}

/// One moment of a shot.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    /// Number of the drawing that is held.
    pub(crate) drawing: u32,
    /// Share of the shot's time.
    pub(crate) time: f32,
    pub(crate) camera: Camera,
}

/// How a hand differs from the one that drew the show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stray {
    /// Names the hand.
    pub(crate) seed: u64,
    /// How far proportions may be off, as a share.
    pub(crate) measures: f32,
    /// How far angles may be off, in degrees.
    pub(crate) degrees: f32,
    /// How far the whole may be shifted, in frame heights.
    pub(crate) shift: f32,
}

impl Staging {
    /// The staging of a shot.
    pub(crate) fn new(show: u64, shot: u32) -> Self {
        let mut of_show = Chance::new(&[show, 0xCA57]);
        let (n_characters, n_places) = (4 + of_show.below(5), 5 + of_show.below(5));
        let look = Look::new(show);
        let mut chance = Chance::new(&[show, 0x5407, u64::from(shot)]);
        let framing = chance.one_of([
            Framing::Close,
            Framing::Medium,
            Framing::Medium,
            Framing::Full,
            Framing::Long,
        ]);
        let n_actors = match framing {
            Framing::Close => 1,
            Framing::Medium => 1 + chance.below(2),
            Framing::Full | Framing::Long => 1 + chance.below(3),
        };
        let first = chance.below(n_characters);
        let actors: Vec<Actor> = (0..n_actors)
            .map(|idx| actor(show, (first + idx * 2 + idx) % n_characters, &look, &mut chance))
            .collect();
        let place = chance.below(n_places);
        let hour = Chance::new(&[show, 0x4012, u64::from(place), u64::from(shot / 8)]).one_of([
            Hour::Day,
            Hour::Day,
            Hour::Dusk,
            Hour::Night,
            Hour::Grey,
        ]);
        let mut staging = Self {
            show,
            shot,
            look,
            place,
            hour,
            actors,
            from: Camera { centre: pt(0.0, 0.0), high: 1.0, roll: 0.0 },
            to: Camera { centre: pt(0.0, 0.0), high: 1.0, roll: 0.0 },
            hold: chance.one_of([1, 2, 2, 2, 3]),
            n_flat: if chance.once_in(12) { 1 + chance.below(4) } else { 0 },
            n_frames: 24 + 4 * chance.below(25),
        };
        staging.block(framing, &mut chance);
        staging
    }

    /// Puts the actors side by side and the camera before them.
    fn block(&mut self, framing: Framing, chance: &mut Chance) {
        let middle = chance.between(-1.6, 1.6);
        let n = self.actors.len() as f32;
        let tallest = self.actors.iter().map(|a| a.design.high()).fold(0.0, f32::max);
        let head = self.actors.first().map_or(0.3, |a| a.design.head);
        // The middle of the shot decides what is seen of a crouch or a jump.
        let heads: Vec<f32> = self.actors.iter().map(Actor::crown).collect();
        let crown = heads.iter().copied().fold(0.0, f32::min);
        let lead = heads.first().copied().unwrap_or(-1.0);
        let (high, level) = match framing {
            Framing::Close => {
                let high = head * chance.between(1.5, 2.4);
                (high, lead + head * 0.55 + high * chance.between(-0.02, 0.12))
            }
            Framing::Medium => {
                // Whoever is smaller must not be lost below.
                let lowest = heads.iter().copied().fold(f32::MIN, f32::max);
                let high =
                    (tallest * chance.between(0.55, 0.8)).max(1.35 * (lowest - crown) + head * 1.9);
                (high, crown + high * chance.between(0.38, 0.46))
            }
            Framing::Full => {
                let high = tallest.max(-crown) * chance.between(1.15, 1.45);
                (high, 0.5 * crown + high * chance.about(0.05))
            }
            Framing::Long => {
                let high = tallest.max(-crown) * chance.between(1.7, 2.4);
                (high, 0.08 * high - 0.36 * high)
            }
        };
        let gap = (high * 1.7 / (n + 0.4)).min(high * 0.85).max(0.5 * head);
        for (idx, actor) in self.actors.iter_mut().enumerate() {
            let off = (idx as f32 - 0.5 * (n - 1.0)) * gap;
            actor.feet = pt(middle + off + chance.about(0.12 * high), chance.about(0.06));
            // Two who talk face each other.
            let inward = if off < 0.0 { 1.0 } else { -1.0 };
            actor.facing =
                if n > 1.5 && !chance.once_in(4) { inward } else { chance.one_of([1.0, -1.0]) };
        }
        let off = if n > 1.5 { 0.1 } else { 0.38 };
        let centre = pt(middle + chance.about(off * high), level);
        self.from =
            Camera { centre, high, roll: if chance.once_in(6) { chance.about(9.0) } else { 0.0 } };
        self.to = self.from;
        match chance.below(6) {
            0 => self.to.centre.x += chance.one_of([-1.0, 1.0]) * high * chance.between(0.15, 0.5),
            1 => self.to.high *= chance.one_of([0.75, 0.85, 1.2, 1.35]),
            2 => self.to.centre.y -= high * chance.between(-0.1, 0.2),
            _ => {}
        }
    }

    /// Whether the frame shows one flat colour and no drawing.
    pub(crate) const fn is_flat(&self, frame: u32) -> bool {
        frame < self.n_flat
    }

    /// Returns the moment of a frame; frames after the last are the last.
    pub(crate) fn moment(&self, frame: u32) -> Moment {
        let frame = frame.min(self.n_frames - 1);
        let drawing = frame / self.hold;
        let last = (self.n_frames - 1).max(1) as f32;
        let time = (drawing * self.hold) as f32 / last;
        // The camera moves on every frame, drawings do not.
        let t = frame as f32 / last;
        let camera = Camera {
            centre: self.from.centre.towards(self.to.centre, t),
            high: self.from.high + (self.to.high - self.from.high) * t,
            roll: self.from.roll,
        };
        Moment { drawing, time, camera }
    }

    /// Whether somebody's key drawing stands at that moment.
    pub(crate) fn is_key(&self, moment: &Moment) -> bool {
        self.actors.iter().any(|actor| actor.action.is_key(moment.time))
    }

    /// Returns the pieces of each character, nearest last.
    pub(crate) fn figures(&self, moment: &Moment, stray: Option<Stray>) -> Vec<Vec<Piece>> {
        let view = moment.camera.placing(1.0);
        let mut order: Vec<&Actor> = self.actors.iter().collect();
        order.sort_by(|a, b| a.feet.y.total_cmp(&b.feet.y).then(a.number.cmp(&b.number)));
        order
            .into_iter()
            .map(|actor| {
                let mut pose = actor.action.at(moment.time, moment.drawing);
                let (mut design, mut slip) =
                    (actor.design.clone(), Placing::new(pt(0.0, 0.0), 0.0, (1.0, 1.0)));
                if let Some(stray) = stray {
                    (design, pose, slip) = self.strayed(actor, &pose, moment, stray);
                }
                let size = design.head;
                let place = Placing::new(actor.feet, 0.0, (size * actor.facing, size));
                crate::figure::pieces(&design, &pose, &slip.within(&view.within(&place)))
            })
            .collect()
    }

    fn strayed(
        &self,
        actor: &Actor,
        pose: &Pose,
        moment: &Moment,
        stray: Stray,
    ) -> (Design, Pose, Placing) {
        // Proportions are a habit of the hand; angles differ from drawing to drawing.
        let mut habit = Chance::new(&[stray.seed, self.show, u64::from(actor.number)]);
        let key = folded(&[self.show, u64::from(self.shot), u64::from(moment.drawing)]);
        let mut chance = Chance::new(&[stray.seed, key, u64::from(actor.number)]);
        let design = actor.design.redrawn(&mut habit, stray.measures);
        let pose = pose.redrawn(&mut chance, stray.degrees);
        let size = 1.0 + chance.about(0.6 * stray.measures);
        let shift = pt(chance.about(stray.shift), chance.about(stray.shift));
        (design, pose, Placing::new(shift, chance.about(0.5 * stray.degrees), (size, size)))
    }
}

fn actor(show: u64, number: u32, look: &Look, chance: &mut Chance) -> Actor {
    Actor {
        number,
        design: Design::new(show, number, look),
        action: Action::any(chance),
        feet: pt(0.0, 0.0),
        facing: 1.0,
    }
}
