//! Drawings in pencil on paper: roughs, keys, in-betweens.

use super::{LINE_WIDTH, Sitting, finish};
use crate::canvas::Stroke;
use crate::chance::{Chance, folded, mixed};
use crate::curve::wavered;
use crate::palette::Rgb;
use crate::piece::{Ink, Piece, Role};
use crate::plane::{Placing, Point, pt};
use crate::set::{Layer, layers};
use crate::staging::Stray;

const LEAD: Rgb = [0.24, 0.24, 0.26];
const RED: Rgb = [0.82, 0.22, 0.2];
const BLUE: Rgb = [0.25, 0.4, 0.8];

/// A pencil: colour and how hard it is pressed.
#[derive(Clone, Copy)]
struct Pencil {
    colour: Rgb,
    press: f32,
    width: f32,
}

impl Sitting<'_> {
    /// Whether the show is drawn on punched paper, as against a screen.
    fn is_on_paper(&self) -> bool {
        !Chance::new(&[self.staging.show, 0x9A9E]).once_in(3)
    }

    /// Lays the sheet: its tone, tooth, peg holes and the field's frame. Returns where the frame lies on it.
    fn sheet_of_paper(&mut self) -> (Rgb, Placing) {
        let mut chance = Chance::new(&[self.staging.show, 0x9A9F]);
        let whole = Placing::new(pt(0.0, 0.0), 0.0, (1.0, 1.0));
        if !self.is_on_paper() {
            let tone = chance.one_of([[1.0; 3], [0.97, 0.97, 0.98], [0.93, 0.93, 0.93]]);
            self.canvas.grade(|_, _, _| tone);
            return (tone, whole);
        }
        let tone =
            [chance.between(0.9, 0.97), chance.between(0.88, 0.94), chance.between(0.78, 0.92)];
        self.canvas.grade(|x, _, _| tone.map(|c| c - 0.02 * x));
        self.canvas.tooth(0.035);
        let size = chance.between(0.8, 0.92);
        let down = self.peg_side();
        // Sheets are never scanned quite straight.
        let mut scan = Chance::new(&[self.touch.seed, 0x5CA9]);
        let place = Placing::new(
            pt(scan.about(0.008), -0.03 * down + scan.about(0.008)),
            scan.about(0.7),
            (size, size),
        );
        let half = self.canvas.half_wide();
        let corners = [(-half, -0.5), (half, -0.5), (half, 0.5), (-half, 0.5), (-half, -0.5)];
        let frame: Vec<Point> = corners.iter().map(|&(x, y)| place.at(pt(x, y))).collect();
        self.pencil(&frame, Pencil { colour: BLUE, press: 0.35, width: 0.4 }, 0.0);
        (tone, place)
    }

    /// Which edge is punched: -0.5 above, 0.5 below.
    fn peg_side(&self) -> f32 {
        if Chance::new(&[self.staging.show, 0x9E6]).once_in(2) { 0.5 } else { -0.5 }
    }

    /// Punches the peg holes: a round one between two long ones.
    fn holes(&mut self) {
        if !self.is_on_paper() {
            return;
        }
        let dark = Ink { colour: [0.22, 0.21, 0.2], to: None, texture: 0.0 };
        let y = self.peg_side() * 0.95;
        for (x, wide) in [(-0.38, 0.05), (0.0, 0.016), (0.38, 0.05)] {
            let corner = |sx: f32, sy: f32| pt(x + sx * wide, y + sy * 0.012);
            let hole = [corner(-1.0, -1.0), corner(1.0, -1.0), corner(1.0, 1.0), corner(-1.0, 1.0)];
            let round = crate::curve::smooth(&hole, true, self.canvas.step());
            self.canvas.fill(&round, &dark, 1.0);
        }
    }

    fn pencil(&mut self, points: &[Point], pencil: Pencil, taper: f32) {
        let width = LINE_WIDTH * pencil.width;
        let stroke = Stroke {
            width,
            colour: pencil.colour,
            alpha: pencil.press,
            tooth: 0.3 + 0.3 * (1.0 - pencil.press),
            taper,
        };
        self.canvas.stroke(points, stroke);
    }

    /// Returns the cast as drawn on the sheet, by a hand that is still looking for the form.
    fn sketched(&self, place: &Placing, off: f32) -> Vec<Piece> {
        let stray = self.stray().or_else(|| {
            (off > 0.0).then(|| Stray {
                seed: mixed(self.staging.show),
                measures: 0.022 * off,
                degrees: 1.4 * off,
                shift: 0.006 * off,
            })
        });
        let mut pieces: Vec<Piece> =
            self.staging.figures(&self.moment, stray).into_iter().flatten().collect();
        for point in pieces.iter_mut().flat_map(|piece| piece.points.iter_mut()) {
            *point = place.at(*point);
        }
        pieces
    }

    /// Draws a rough.
    pub(super) fn rough(&mut self) {
        let (tone, place) = self.sheet_of_paper();
        if self.staging.is_flat(self.frame) {
            return;
        }
        if Chance::new(&[self.staging.show, 0xB6, u64::from(self.staging.shot)]).once_in(3) {
            self.layout(&place);
        }
        let paper = Ink { colour: tone, to: None, texture: 0.0 };
        let pieces = self.sketched(&place, 1.0);
        let guide = if self.staging.show.is_multiple_of(2) { BLUE } else { RED };
        for (idx, piece) in pieces.iter().enumerate().filter(|(_, p)| p.role == Role::Guide) {
            let points = self.traced(piece, idx);
            self.pencil(&points, Pencil { colour: guide, press: 0.4, width: 0.75 }, 0.5);
        }
        for (idx, piece) in pieces.iter().enumerate() {
            if piece.role == Role::Guide || self.touch.omits(piece, idx) {
                continue;
            }
            let points = self.fine(piece);
            if piece.ink.is_some() {
                // What lies behind is drawn through, and only half rubbed out.
                self.canvas.fill(&points, &paper, 0.66);
            }
            self.tries(&points, piece, idx);
        }
        for (idx, piece) in pieces.iter().enumerate().filter(|(_, p)| p.role == Role::Guide) {
            let points = self.traced(piece, idx);
            self.pencil(&points, Pencil { colour: guide, press: 0.34, width: 0.7 }, 0.5);
        }
        self.margin(true);
    }

    /// Draws one line several times, none of them quite right.
    fn tries(&mut self, points: &[Point], piece: &Piece, idx: usize) {
        let mut chance = Chance::new(&[self.touch.seed, idx as u64, 0x712]);
        let n_tries =
            if piece.role == Role::Detail { 1 + chance.below(2) } else { 2 + chance.below(3) };
        for _ in 0..n_tries {
            let seed = chance.number();
            let reach = chance.between(0.0035, 0.0105);
            let mut line = wavered(points, reach, 0.07, seed);
            let slip = pt(chance.about(0.005), chance.about(0.005));
            for point in &mut line {
                *point = *point + slip;
            }
            if piece.closed && line.len() > 4 {
                // A ring is begun anywhere and drawn past its beginning.
                let start = chance.below(line.len() as u32) as usize;
                line.rotate_left(start);
                let past = line.len() / 6;
                line.extend_from_within(..past);
            }
            let press = chance.between(0.35, 0.75);
            let width = chance.between(0.6, 1.1) * piece.line.max(0.4);
            self.pencil(&line, Pencil { colour: LEAD, press, width }, 0.6);
        }
    }

    /// Draws the main lines of the place.
    fn layout(&mut self, place: &Placing) {
        let staging = self.staging;
        let things =
            layers((staging.show, staging.place), &staging.look, self.moment.camera, staging.hour);
        for (idx, layer) in things.iter().enumerate() {
            let Layer::Drawn(piece) = layer else { continue };
            if piece.ink.is_none() || self.is_tiny(piece) {
                continue;
            }
            let fine: Vec<Point> = self.fine(piece).iter().map(|&p| place.at(p)).collect();
            let line = wavered(&fine, 0.003, 0.1, self.touch.seed ^ mixed(idx as u64 + 999));
            self.pencil(&line, Pencil { colour: LEAD, press: 0.3, width: 0.6 }, 0.2);
        }
    }

    fn is_tiny(&self, piece: &Piece) -> bool {
        let xs = piece.points.iter().map(|p| p.x);
        let (low, high) = xs.fold((f32::MAX, f32::MIN), |(l, h), x| (l.min(x), h.max(x)));
        high - low < 0.12 || low > self.canvas.half_wide() || high < -self.canvas.half_wide()
    }

    /// Draws a key: firm pencil, shadow lines in colour, chart and number.
    pub(super) fn key(&mut self) {
        let (tone, place) = self.sheet_of_paper();
        if self.staging.is_flat(self.frame) {
            return;
        }
        let paper = Ink { colour: tone, to: None, texture: 0.0 };
        let pieces = self.sketched(&place, 0.4);
        for (idx, piece) in pieces.iter().enumerate() {
            if piece.role == Role::Guide || self.touch.omits(piece, idx) {
                continue;
            }
            let points = self.traced(piece, idx);
            if piece.ink.is_some() {
                self.canvas.fill(&points, &paper, 0.97);
                self.parting(&points, idx);
            }
            let width = 0.95 * piece.line.max(0.4) * self.touch.weight;
            self.pencil(&points, Pencil { colour: LEAD, press: 0.95, width }, 0.5);
            if idx % 5 == 0 {
                let again = wavered(&points, 0.0025, 0.09, self.touch.seed ^ 3);
                self.pencil(&again, Pencil { colour: LEAD, press: 0.35, width: 0.6 }, 0.7);
            }
        }
        self.margin(true);
    }

    /// Draws where the shadow tone of a shape begins.
    fn parting(&mut self, points: &[Point], idx: usize) {
        let n = points.len().max(1) as f32;
        let centre = points.iter().fold(pt(0.0, 0.0), |sum, &p| sum + p) * (1.0 / n);
        let size = points.iter().map(|&p| (p - centre).length()).fold(0.0, f32::max);
        if size < 0.045 {
            return;
        }
        let side = self.staging.look.light_side;
        let dark: Vec<Point> = points
            .iter()
            .filter(|&&p| (p.x - centre.x) * side < -0.25 * size)
            .map(|&p| p.towards(centre, 0.3))
            .collect();
        let colour = if idx.is_multiple_of(4) { RED } else { BLUE };
        if dark.len() > 3 {
            self.pencil(&dark, Pencil { colour, press: 0.75, width: 0.6 }, 0.5);
        }
    }

    /// Draws an in-between: a bare line and its number.
    pub(super) fn in_between(&mut self) {
        let (tone, place) = self.sheet_of_paper();
        if self.staging.is_flat(self.frame) {
            return;
        }
        let paper = Ink { colour: tone, to: None, texture: 0.0 };
        for (idx, piece) in self.sketched(&place, 0.2).iter().enumerate() {
            if piece.role == Role::Guide || self.touch.omits(piece, idx) {
                continue;
            }
            let points = self.traced(piece, idx);
            if piece.ink.is_some() {
                self.canvas.fill(&points, &paper, 1.0);
            }
            let width = 0.72 * piece.line.max(0.4);
            self.pencil(&points, Pencil { colour: [0.36, 0.36, 0.38], press: 0.85, width }, 0.3);
        }
        self.margin(false);
    }

    /// Writes what stands at the margin: number, and for keys a ring, a timing chart, a note.
    fn margin(&mut self, is_key: bool) {
        self.holes();
        let half = self.canvas.half_wide();
        let number = format!("{}{}", if is_key { "A" } else { "" }, self.moment.drawing + 1);
        let corner = pt(half - 0.17, -0.47);
        self.letters(&number, (corner, 0.0055), (LEAD, 0.75));
        if !is_key {
            return;
        }
        let wide = number.len() as f32 * 0.02;
        let ring: Vec<Point> = (0..=12)
            .map(|idx| crate::plane::sine_cosine(31.0 * idx as f32))
            .map(|(s, c)| corner + pt(0.5 * wide + (0.02 + 0.6 * wide) * c, 0.02 + 0.036 * s))
            .collect();
        let pencil = Pencil { colour: LEAD, press: 0.7, width: 0.7 };
        let fine = crate::curve::smooth(&ring, false, self.canvas.step());
        self.pencil(&fine, pencil, 0.3);
        let key = folded(&[
            self.staging.show,
            u64::from(self.staging.shot),
            u64::from(self.moment.drawing / 4),
        ]);
        let mut chance = Chance::new(&[key]);
        if chance.once_in(3) {
            return;
        }
        self.chart(&mut chance, (half, pencil));
        if chance.once_in(2) {
            let text = finish::word(&mut chance);
            let y = chance.between(-0.46, 0.4);
            self.letters(&text, (pt(-half + 0.03, y), 0.0045), (RED, 0.7));
            self.scribble(pt(-half + 0.03, y + 0.05), &mut chance);
        }
    }

    fn chart(&mut self, chance: &mut Chance, (half, pencil): (f32, Pencil)) {
        let (x, top, low) = (
            half - chance.between(0.06, 0.14),
            chance.between(-0.35, -0.2),
            chance.between(0.0, 0.25),
        );
        let line = [pt(x, top), pt(x + chance.about(0.006), 0.5 * (top + low)), pt(x, low)];
        let fine = crate::curve::smooth(&line, false, self.canvas.step());
        self.pencil(&fine, pencil, 0.1);
        let n = 3 + chance.below(4);
        for idx in 0..=n {
            let t = idx as f32 / n as f32;
            let y = top + (low - top) * if n.is_multiple_of(2) { t } else { t * t };
            let wide = if idx == 0 || idx == n { 0.03 } else { 0.018 };
            self.pencil(&[pt(x - wide, y), pt(x + wide, y + chance.about(0.004))], pencil, 0.2);
            let text = format!("{}", self.moment.drawing / 4 * 4 + idx + 1);
            self.letters(
                &text,
                (pt(x - wide - 0.03 - 0.015 * text.len() as f32, y - 0.01), 0.003),
                (LEAD, 0.7),
            );
        }
    }

    /// A line of writing nobody can read.
    fn scribble(&mut self, start: Point, chance: &mut Chance) {
        let mut at = start;
        let mut points = Vec::new();
        for _ in 0..10 + chance.below(14) {
            points.push(at + pt(0.0, chance.about(0.012)));
            at = at + pt(chance.between(0.004, 0.011), 0.0);
        }
        let fine = crate::curve::smooth(&points, false, self.canvas.step());
        self.pencil(&fine, Pencil { colour: RED, press: 0.6, width: 0.5 }, 0.2);
    }
}
