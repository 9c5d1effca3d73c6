//! How a character stands at one moment, and the movements between such moments.
//!
//! In: a kind of movement, chance, a share of the shot's time. Out: angles in degrees and shares from 0 to 1.

use crate::chance::Chance;
use crate::plane::sine_cosine;

/// How a character stands.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pose {
    /// Steps forward, in heads.
    pub(crate) forward: f32,
    /// Height above the ground, in heads.
    pub(crate) lift: f32,
    /// Lean of the upper body.
    pub(crate) lean: f32,
    /// Lean of the head.
    pub(crate) tilt: f32,
    /// Where the face looks: 0 to the front, 1 to the side.
    pub(crate) turn: f32,
    /// Whether the face looks down or up.
    pub(crate) nod: f32,
    /// Upper arm and lower arm on the near side; zero hangs, 90 points forward.
    pub(crate) near_arm: (f32, f32),
    /// The same on the far side.
    pub(crate) far_arm: (f32, f32),
    /// Thigh and shin on the near side.
    pub(crate) near_leg: (f32, f32),
    /// The same on the far side.
    pub(crate) far_leg: (f32, f32),
    /// How open the mouth is.
    pub(crate) mouth: f32,
    /// Corners of the mouth: 1 up, -1 down.
    pub(crate) smile: f32,
    /// How closed the eyes are.
    pub(crate) blink: f32,
    /// Brows: 1 up outside, -1 frowning.
    pub(crate) brow: f32,
    /// Where the eyes look.
    pub(crate) gaze: (f32, f32),
    /// How hair and cloth swing.
    pub(crate) sway: f32,
}

fn mix(from: f32, to: f32, share: f32) -> f32 {
    from + (to - from) * share
}

fn mix_two(from: (f32, f32), to: (f32, f32), share: f32) -> (f32, f32) {
    (mix(from.0, to.0, share), mix(from.1, to.1, share))
}

impl Pose {
    /// A pose as it is met: mostly quiet legs, arms anywhere.
    pub(crate) fn any(chance: &mut Chance) -> Self {
        let wild = chance.one_of([0.4, 0.7, 1.0, 1.0, 1.4]);
        let crouch =
            if chance.once_in(4) { chance.between(15.0, 60.0) } else { chance.between(0.0, 12.0) };
        Self {
            forward: 0.0,
            lift: if chance.once_in(10) { chance.between(0.2, 0.8) } else { 0.0 },
            lean: chance.about(22.0 * wild),
            tilt: chance.about(24.0 * wild),
            turn: chance.between(-0.35, 1.0),
            nod: chance.about(0.9),
            near_arm: (chance.between(-50.0, 120.0) * wild, chance.between(0.0, 110.0)),
            far_arm: (chance.between(-60.0, 120.0) * wild, chance.between(0.0, 110.0)),
            near_leg: (
                chance.between(-25.0, 30.0) * wild + crouch,
                -chance.between(0.0, 15.0) - 1.8 * crouch,
            ),
            far_leg: (
                chance.between(-25.0, 30.0) * wild + crouch,
                -chance.between(0.0, 15.0) - 1.8 * crouch,
            ),
            mouth: if chance.once_in(2) { chance.share() } else { 0.0 },
            smile: chance.about(1.3),
            blink: if chance.once_in(7) { 1.0 } else { chance.between(0.0, 0.3) },
            brow: chance.about(1.3),
            gaze: (chance.about(1.0), chance.about(0.7)),
            sway: chance.about(1.0),
        }
    }

    /// Returns the pose between this and another.
    pub(crate) fn towards(&self, to: &Self, share: f32) -> Self {
        Self {
            forward: mix(self.forward, to.forward, share),
            lift: mix(self.lift, to.lift, share),
            lean: mix(self.lean, to.lean, share),
            tilt: mix(self.tilt, to.tilt, share),
            turn: mix(self.turn, to.turn, share),
            nod: mix(self.nod, to.nod, share),
            near_arm: mix_two(self.near_arm, to.near_arm, share),
            far_arm: mix_two(self.far_arm, to.far_arm, share),
            near_leg: mix_two(self.near_leg, to.near_leg, share),
            far_leg: mix_two(self.far_leg, to.far_leg, share),
            mouth: mix(self.mouth, to.mouth, share),
            smile: mix(self.smile, to.smile, share),
            blink: mix(self.blink, to.blink, share),
            brow: mix(self.brow, to.brow, share),
            gaze: mix_two(self.gaze, to.gaze, share),
            sway: mix(self.sway, to.sway, share),
        }
    }

    /// The same pose as another hand sees it: every angle some degrees off.
    pub(crate) fn redrawn(&self, chance: &mut Chance, degrees: f32) -> Self {
        let mut other = *self;
        for angle in [
            &mut other.lean,
            &mut other.tilt,
            &mut other.near_arm.0,
            &mut other.near_arm.1,
            &mut other.far_arm.0,
            &mut other.far_arm.1,
            &mut other.near_leg.0,
            &mut other.near_leg.1,
            &mut other.far_leg.0,
            &mut other.far_leg.1,
        ] {
            *angle += chance.about(degrees);
        }
        for part in [&mut other.turn, &mut other.nod, &mut other.brow, &mut other.smile] {
            *part += chance.about(degrees * 0.03);
        }
        other
    }
}

/// What a character does in a shot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Motion {
    Still,
    Talk,
    Gesture,
    Walk,
    Wave,
    Jump,
    Turn,
}

/// A movement from pose to pose.
#[derive(Debug, Clone)]
pub(crate) struct Action {
    motion: Motion,
    keys: [Pose; 3],
    /// When the second and third pose begin and end to be reached.
    times: [f32; 4],
    blink_at: f32,
    rounds: f32,
    seed: u64,
}

impl Action {
    /// An action by chance.
    pub(crate) fn any(chance: &mut Chance) -> Self {
        let first = Pose::any(chance);
        let motion = chance.one_of([
            Motion::Still,
            Motion::Talk,
            Motion::Talk,
            Motion::Gesture,
            Motion::Gesture,
            Motion::Walk,
            Motion::Wave,
            Motion::Jump,
            Motion::Turn,
        ]);
        let reach = match motion {
            Motion::Still => 0.08,
            Motion::Talk => 0.25,
            Motion::Wave | Motion::Walk => 0.3,
            Motion::Jump | Motion::Turn => 0.6,
            Motion::Gesture => 1.0,
        };
        let second = first.towards(&Pose::any(chance), reach);
        let third = second.towards(&Pose::any(chance), reach);
        let a = chance.between(0.05, 0.25);
        let b = a + chance.between(0.12, 0.3);
        let c = b + chance.between(0.05, 0.2);
        Self {
            motion,
            keys: [first, second, third],
            times: [a, b, c, c + chance.between(0.12, 0.3)],
            blink_at: chance.between(0.1, 0.9),
            rounds: chance.between(2.0, 5.0),
            seed: chance.number(),
        }
    }

    /// Whether a key drawing stands at that time, not one between two.
    pub(crate) fn is_key(&self, time: f32) -> bool {
        let [a, b, c, d] = self.times;
        time <= a || (time >= b && time <= c) || time >= d
    }

    /// Returns the pose at a share of the shot's time.
    pub(crate) fn at(&self, time: f32, drawing: u32) -> Pose {
        let [first, second, third] = &self.keys;
        let [a, b, c, d] = self.times;
        let mut pose = first.towards(second, eased((time - a) / (b - a)));
        pose = pose.towards(third, eased((time - c) / (d - c)));
        if (time - self.blink_at).abs() < 0.025 {
            pose.blink = 1.0;
        }
        let round = 360.0 * self.rounds * time;
        let (sine, cosine) = sine_cosine(round);
        pose.sway += 0.3 * cosine;
        match self.motion {
            Motion::Still | Motion::Gesture => {}
            Motion::Talk => {
                let open = Chance::new(&[self.seed, u64::from(drawing / 2)]).share();
                pose.mouth = if open < 0.3 { 0.0 } else { open };
                pose.nod += 0.2 * sine;
            }
            Motion::Walk => walk(&mut pose, (sine, cosine), time * self.rounds),
            Motion::Wave => {
                pose.near_arm = (150.0 + 8.0 * cosine, 35.0 * sine);
                pose.mouth = pose.mouth.max(0.5);
            }
            Motion::Jump => {
                let up = (time - a) / (d - a);
                pose.lift += (4.0 * up * (1.0 - up)).max(0.0) * 1.2;
            }
            Motion::Turn => pose.turn = mix(-1.0, 1.0, eased((time - a) / (d - a))),
        }
        pose
    }
}

fn eased(share: f32) -> f32 {
    let t = share.clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

fn walk(pose: &mut Pose, (sine, cosine): (f32, f32), steps: f32) {
    pose.near_leg = (28.0 * sine, -20.0 * (1.0 - cosine));
    pose.far_leg = (-28.0 * sine, -20.0 * (1.0 + cosine));
    pose.near_arm = (-30.0 * sine, 25.0);
    pose.far_arm = (30.0 * sine, 25.0);
    pose.turn = 0.9;
    pose.forward += steps * 1.3;
}
