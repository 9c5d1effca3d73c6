//! The passes: the same pieces as pencil, line, colour, or finished picture.
//!
//! In: a staged shot, frame, pass, hand, size. Out: pixels. Lines of clean-up, colour and composite are the same lines.

use crate::canvas::{Canvas, Stroke, Tile};
use crate::chance::{Chance, folded, mixed};
use crate::curve::{smooth, straight, wavered};
use crate::palette::Rgb;
use crate::pass::{Hand, Pass};
use crate::picture::Picture;
use crate::piece::{Piece, Role};
use crate::plane::Point;
use crate::staging::{Moment, Staging, Stray};

mod finish;
mod paper;
mod sheets;

/// Usual width of a line, in frame heights.
const LINE_WIDTH: f32 = 0.0048;
const WHITE: Rgb = [1.0, 1.0, 1.0];
const BLACK: Rgb = [0.05, 0.05, 0.05];

/// A frame being drawn.
struct Sitting<'a> {
    staging: &'a Staging,
    moment: Moment,
    frame: u32,
    hand: Hand,
    touch: Touch,
    canvas: Canvas<'a>,
}

/// How a hand leads its line.
#[derive(Debug, Clone, Copy)]
struct Touch {
    /// Names this drawing of this hand.
    seed: u64,
    /// Width of line, one being usual.
    weight: f32,
    /// How far the line wavers, in frame heights.
    reach: f32,
    /// How long one waver is, in frame heights.
    wave: f32,
    /// One detail in so many is left out; zero for none.
    omits: u32,
}

impl Touch {
    fn new(staging: &Staging, moment: &Moment, hand: Hand) -> Self {
        let drawing = [staging.show, u64::from(staging.shot), u64::from(moment.drawing)];
        let mut habit = Chance::new(&[staging.show, 0x4A9D, u64::from(hand.0)]);
        let seed = folded(&[folded(&drawing), u64::from(hand.0)]);
        if hand.0 == 0 {
            let weight = staging.look.line_width;
            return Self { seed, weight, reach: 0.0012, wave: 0.08, omits: 0 };
        }
        Self {
            seed,
            weight: staging.look.line_width * habit.between(0.6, 1.6),
            reach: habit.between(0.002, 0.005),
            wave: habit.between(0.04, 0.1),
            omits: 3 + habit.below(4),
        }
    }

    fn omits(&self, piece: &Piece, idx: usize) -> bool {
        let lot = mixed(self.seed ^ (idx as u64).wrapping_mul(77));
        piece.role == Role::Detail && self.omits > 0 && lot.is_multiple_of(u64::from(self.omits))
    }
}

/// Draws one frame; the size has been bounded by the caller.
pub(crate) fn draw(
    (staging, tile): (&Staging, &Tile),
    (frame, pass, hand): (u32, Pass, Hand),
    size: (u32, u32),
) -> Picture {
    let moment = staging.moment(frame);
    let mut sitting = Sitting {
        staging,
        moment,
        frame,
        hand,
        touch: Touch::new(staging, &moment, hand),
        canvas: Canvas::new(size, WHITE, tile),
    };
    match pass {
        Pass::Rough => sitting.rough(),
        Pass::Key => sitting.key(),
        Pass::InBetween => sitting.in_between(),
        Pass::Clean => sitting.clean(),
        Pass::Colour => sitting.colour(),
        Pass::Composite => sitting.composite(),
        Pass::Finished => sitting.finished(),
        Pass::Sheet => sitting.sheet(),
        Pass::TimeSheet => sitting.time_sheet(),
    }
    sitting.canvas.picture()
}

impl Sitting<'_> {
    /// How far this hand strays from the one that drew the show.
    fn stray(&self) -> Option<Stray> {
        (self.hand.0 != 0).then(|| Stray {
            seed: mixed(u64::from(self.hand.0) ^ 0x57A1),
            measures: 0.05,
            degrees: 3.5,
            shift: 0.014,
        })
    }

    /// Returns the line of a piece as this hand traces it.
    fn traced(&self, piece: &Piece, idx: usize) -> Vec<Point> {
        let touch = self.touch;
        let fine = self.fine(piece);
        wavered(&fine, touch.reach, touch.wave, touch.seed ^ mixed(idx as u64))
    }

    fn fine(&self, piece: &Piece) -> Vec<Point> {
        let step = self.canvas.step();
        if piece.straight {
            // Straight sides need points only for a hand to waver on.
            straight(&piece.points, piece.closed, 5.0 * step)
        } else {
            smooth(&piece.points, piece.closed, step)
        }
    }

    /// Draws the cast: `paint` gives what fills a piece.
    fn cast(&mut self, line: Option<Rgb>, paint: impl Fn(&mut Canvas<'_>, &Piece, &[Point])) {
        let figures = self.staging.figures(&self.moment, self.stray());
        for (idx, piece) in figures.iter().flatten().enumerate() {
            if piece.role == Role::Guide || self.touch.omits(piece, idx) {
                continue;
            }
            let points = self.traced(piece, idx);
            paint(&mut self.canvas, piece, &points);
            let colour = piece.line_colour.or(line).unwrap_or(self.staging.look.line);
            self.ink(&points, piece, colour);
        }
    }

    /// Draws one line in ink.
    fn ink(&mut self, points: &[Point], piece: &Piece, colour: Rgb) {
        if piece.line <= 0.0 {
            return;
        }
        let width = LINE_WIDTH * piece.line * self.touch.weight;
        let taper = if piece.closed { 0.0 } else { 0.7 };
        self.canvas.stroke(points, Stroke { width, colour, alpha: 0.96, tooth: 0.0, taper });
    }

    fn clean(&mut self) {
        if self.staging.is_flat(self.frame) {
            return;
        }
        self.cast(Some(BLACK), |canvas, piece, points| {
            if let Some(ink) = &piece.ink {
                // Pupils are inked full.
                let is_black = ink.colour.iter().all(|&channel| channel < 0.1);
                let colour = if is_black { BLACK } else { WHITE };
                canvas.fill(points, &crate::piece::Ink { colour, to: None, texture: 0.0 }, 1.0);
            }
        });
    }

    fn colour(&mut self) {
        if self.staging.is_flat(self.frame) {
            return;
        }
        self.cast(None, |canvas, piece, points| {
            if let Some(ink) = &piece.ink {
                canvas.fill(points, ink, 1.0);
            }
        });
    }
}
