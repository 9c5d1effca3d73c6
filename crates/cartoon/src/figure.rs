//! A character drawn in a pose: the pieces of it, from the back to the front.
//!
//! In: a design, a pose, where it stands in the frame. Out: pieces. Lengths are in heads, the feet at zero, y down.

use crate::design::{Design, Marks, Top};
use crate::palette::Rgb;
use crate::piece::{Piece, Role};
use crate::plane::{Placing, Point, pt, sine_cosine};
use crate::pose::Pose;

mod clothes;
mod face;
mod hair;
mod hats;
mod limbs;
mod props;

/// A character being drawn.
pub(crate) struct Figure<'a> {
    design: &'a Design,
    pose: &'a Pose,
    /// Line width, for the figure's size in the frame.
    line: f32,
    pieces: Vec<Piece>,
}

/// Joints of a pose, in heads from the point on the ground.
struct Joints {
    hip: Point,
    chest: Point,
    neck: Point,
    near_shoulder: Point,
    far_shoulder: Point,
    near_hip: Point,
    far_hip: Point,
}

/// Returns the pieces of a character whose feet stand at the origin of `place`; one unit of it is a head.
pub(crate) fn pieces(design: &Design, pose: &Pose, place: &Placing) -> Vec<Piece> {
    let size = (place.at(pt(1.0, 0.0)) - place.at(pt(0.0, 0.0))).length();
    let line = (size / 0.25).sqrt().clamp(0.45, 1.7);
    let mut figure = Figure { design, pose, line, pieces: Vec::new() };
    let joints = figure.joints();
    let body = Placing::new(pt(0.0, 0.0), 0.0, (1.0, 1.0));
    let head = figure.head_placing(&joints);
    let marks = design.marks;
    if marks.has(Marks::CAPE) {
        figure.cape(&joints);
    }
    if marks.has(Marks::TAIL) {
        figure.tail(&joints);
    }
    figure.hair_behind(&head);
    figure.arm(false, &joints);
    if design.top != Top::Robe {
        figure.leg(false, &joints);
        figure.leg(true, &joints);
    }
    figure.torso(&joints);
    if marks.has(Marks::SCARF) {
        figure.scarf(&joints);
    }
    figure.head(&head);
    figure.arm(true, &joints);
    figure.guides(&joints, &head);
    let place = place.within(&body);
    for piece in &mut figure.pieces {
        for point in &mut piece.points {
            *point = place.at(*point);
        }
    }
    figure.pieces
}

/// Returns how much lower than upright the hip is, in heads.
pub(crate) fn sunk(design: &Design, pose: &Pose) -> f32 {
    design.measures.leg - stand(design, pose) - pose.lift
}

/// Returns how high the hip stands over the lower foot, in heads.
fn stand(design: &Design, pose: &Pose) -> f32 {
    let half = 0.5 * design.measures.leg;
    let reach = |(thigh, shin): (f32, f32)| {
        let (_, upper) = sine_cosine(thigh);
        let (_, lower) = sine_cosine(thigh + shin);
        half * (upper + lower)
    };
    reach(pose.near_leg).max(reach(pose.far_leg))
}

impl Figure<'_> {
    fn joints(&self) -> Joints {
        let m = &self.design.measures;
        let stand = stand(self.design, self.pose);
        let hip = pt(self.pose.forward, -stand - self.pose.lift);
        let (sine, cosine) = sine_cosine(self.pose.lean);
        let up = pt(sine, -cosine);
        let chest = hip + up * (m.torso * 0.9);
        let neck = hip + up * (m.torso + m.neck);
        let side = pt(cosine, sine);
        let narrow = 1.0 - 0.45 * self.pose.turn.abs();
        Joints {
            hip,
            chest,
            neck,
            near_shoulder: chest - side * (0.86 * m.shoulder * narrow),
            far_shoulder: chest + side * (0.86 * m.shoulder * narrow),
            near_hip: hip - pt(0.5 * m.hip * narrow, 0.0),
            far_hip: hip + pt(0.5 * m.hip * narrow, 0.0),
        }
    }

    fn head_placing(&self, joints: &Joints) -> Placing {
        let lean = self.pose.lean * 0.4 + self.pose.tilt;
        let base = Placing::new(joints.neck, lean, (1.0, 1.0));
        base.within(&Placing::new(pt(0.03 * self.pose.turn, -0.47), 0.0, (1.0, 1.0)))
    }

    /// A painted shape of the figure, in the axes of `place`.
    fn shape(&mut self, place: &Placing, points: &[(f32, f32)], colour: Rgb) {
        let points = points.iter().map(|&(x, y)| place.at(pt(x, y))).collect();
        self.pieces.push(Piece::painted(points, colour).line(self.line));
    }

    /// A shape through points of the body.
    fn form(&mut self, points: Vec<Point>, colour: Rgb) {
        self.pieces.push(Piece::painted(points, colour).line(self.line));
    }

    /// A line that another hand may leave out.
    fn detail(&mut self, place: &Placing, points: &[(f32, f32)], width: f32) {
        let points = points.iter().map(|&(x, y)| place.at(pt(x, y))).collect();
        self.pieces.push(Piece::lined(points, self.line * width, Role::Detail));
    }

    /// A line that belongs to the expression.
    fn mark(&mut self, place: &Placing, points: &[(f32, f32)], width: f32) {
        let points = points.iter().map(|&(x, y)| place.at(pt(x, y))).collect();
        self.pieces.push(Piece::lined(points, self.line * width, Role::Main));
    }

    /// An ellipse in the axes of `place`.
    fn round(
        &mut self,
        place: &Placing,
        centre: (f32, f32),
        (wide, high): (f32, f32),
        colour: Rgb,
    ) {
        let points: Vec<(f32, f32)> = ring(8)
            .map(|(sine, cosine)| (centre.0 + wide * cosine, centre.1 + high * sine))
            .collect();
        self.shape(place, &points, colour);
    }

    fn guides(&mut self, joints: &Joints, head: &Placing) {
        let mut guide = |points: Vec<Point>, closed: bool| {
            let mut piece = Piece::lined(points, 0.7, Role::Guide);
            piece.closed = closed;
            self.pieces.push(piece);
        };
        let m = &self.design.measures;
        let wide = 0.52 * m.head_wide;
        guide(ring(8).map(|(s, c)| head.at(pt(wide * c, 0.52 * s - 0.04))).collect(), true);
        let bow = 0.3 * self.pose.turn;
        let line = |points: [(f32, f32); 3]| points.map(|(x, y)| head.at(pt(x, y))).to_vec();
        guide(line([(bow * 0.5, -0.6), (bow, 0.0), (bow * 0.5, 0.6)]), false);
        let level = m.eye_level + 0.1 * self.pose.nod;
        guide(
            line([(-wide * 1.1, level), (0.0, level + 0.1 * self.pose.nod), (wide * 1.1, level)]),
            false,
        );
        guide(vec![joints.neck, joints.chest.towards(joints.hip, 0.5), joints.hip], false);
        guide(vec![joints.near_shoulder, joints.far_shoulder], false);
        guide(vec![joints.near_hip, joints.far_hip], false);
        let middle = joints.chest.towards(joints.hip, 0.3);
        guide(
            ring(8).map(|(s, c)| middle + pt(m.shoulder * c, 0.42 * m.torso * s)).collect(),
            true,
        );
    }
}

/// Returns sine and cosine of `n` angles around.
fn ring(n: u32) -> impl Iterator<Item = (f32, f32)> {
    (0..n).map(move |idx| sine_cosine(360.0 * idx as f32 / n as f32))
}
