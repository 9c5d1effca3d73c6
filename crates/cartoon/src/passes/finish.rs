//! The finished picture: painted place, coloured cast, shadow, light, softness, grain.

use super::{LINE_WIDTH, Sitting};
use crate::canvas::{Canvas, Stroke};
use crate::chance::{Chance, folded};
use crate::lettering;
use crate::palette::{Rgb, between, lit};
use crate::piece::{Ink, Role};
use crate::plane::{Point, pt};
use crate::set::{Layer, layers};

/// Pieces smaller than this, in frame heights, get no shadow tone.
const SHADED_FROM: f32 = 0.05;

impl Sitting<'_> {
    /// Draws the composite.
    pub(super) fn composite(&mut self) {
        if self.staging.is_flat(self.frame) {
            let colour = Chance::new(&[self.staging.show, u64::from(self.staging.shot)]).one_of([
                [0.0; 3],
                [1.0; 3],
                self.staging.look.tone(0.0, 1.0, 0.5),
            ]);
            self.canvas.grade(|_, _, _| colour);
            return;
        }
        self.background();
        self.contact();
        self.people();
        self.light();
        self.canvas.soften(0.3);
        let grain =
            folded(&[self.staging.show, u64::from(self.staging.shot), u64::from(self.frame)]);
        self.canvas.grain(0.035, grain);
    }

    fn background(&mut self) {
        let staging = self.staging;
        let key = (staging.show, staging.place);
        let things = layers(key, &staging.look, self.moment.camera, staging.hour);
        let light = staging.hour.light();
        for layer in &things {
            match layer {
                Layer::Soft(centre, size, colour, alpha) => {
                    self.canvas.glow(*centre, *size, (lit(*colour, light), *alpha));
                }
                Layer::Drawn(piece) => {
                    if self.is_outside(&piece.points) {
                        continue;
                    }
                    let points = self.fine(piece);
                    if let Some(ink) = &piece.ink {
                        let to = ink.to.map(|(to, from, until)| (lit(to, light), from, until));
                        let ink = Ink { colour: lit(ink.colour, light), to, ..*ink };
                        self.canvas.fill(&points, &ink, 1.0);
                    }
                    if piece.line > 0.0 {
                        let colour = lit(piece.line_colour.unwrap_or(staging.look.line), light);
                        let width = 0.6 * LINE_WIDTH * piece.line;
                        let stroke = Stroke { width, colour, alpha: 0.8, tooth: 0.4, taper: 0.0 };
                        self.canvas.stroke(&points, stroke);
                    }
                }
            }
        }
        // A lens near somebody leaves what is behind them soft.
        if self.moment.camera.high < 0.75 {
            self.canvas.soften(0.9);
        }
    }

    fn is_outside(&self, points: &[Point]) -> bool {
        let half = self.canvas.half_wide() + 0.05;
        let mut low = pt(f32::MAX, f32::MAX);
        let mut high = pt(f32::MIN, f32::MIN);
        for point in points {
            low = pt(low.x.min(point.x), low.y.min(point.y));
            high = pt(high.x.max(point.x), high.y.max(point.y));
        }
        // Curves bulge past the points they go through, by less than a third of their size.
        let slack = 0.3 * ((high.x - low.x) + (high.y - low.y)).max(0.0);
        low.x - slack > half
            || high.x + slack < -half
            || low.y - slack > 0.55
            || high.y + slack < -0.55
    }

    /// Shadows that feet cast on the ground.
    fn contact(&mut self) {
        let view = self.moment.camera.placing(1.0);
        for actor in &self.staging.actors {
            let pose = actor.action.at(self.moment.time, self.moment.drawing);
            let x = actor.feet.x + actor.facing * pose.forward * actor.design.head;
            let wide = 0.9 * actor.design.head / self.moment.camera.high;
            let centre = view.at(pt(x, actor.feet.y + 0.02));
            self.canvas.glow(centre, (wide, 0.22 * wide), ([0.05, 0.04, 0.1], 0.55));
        }
    }

    fn people(&mut self) {
        let look = &self.staging.look;
        let light = between(self.staging.hour.light(), [1.0; 3], 0.35);
        let shadow = look.shadow;
        let side = look.light_side;
        self.cast(Some(lit(look.line, light)), |canvas, piece, points| {
            let Some(ink) = &piece.ink else { return };
            canvas.fill(points, &Ink { colour: lit(ink.colour, light), ..ink.clone() }, 1.0);
            let size = extent(points);
            if size > SHADED_FROM && piece.role == Role::Main {
                let away = pt(side, -0.7) * (0.1 * size.min(0.4));
                canvas.shade(points, away, shadow);
            }
        });
    }

    /// Light from one side, darker corners, sometimes something dark and soft at the front.
    fn light(&mut self) {
        let side = self.staging.look.light_side;
        let warm = match self.staging.hour {
            crate::set::Hour::Night => [0.35, 0.45, 0.8],
            crate::set::Hour::Dusk => [1.0, 0.6, 0.3],
            crate::set::Hour::Day | crate::set::Hour::Grey => [1.0, 0.97, 0.85],
        };
        self.canvas.grade(|x, y, colour| {
            let near = (0.5 * (x * side + 1.0) * 0.5 * (1.0 - y)).clamp(0.0, 1.0);
            let corner = 1.0 - 0.1 * (x * x + y * y);
            between(colour, warm, 0.14 * near).map(|channel| channel * corner)
        });
        let mut chance = Chance::new(&[self.staging.show, 0xF0, u64::from(self.staging.shot)]);
        if chance.once_in(4) {
            let corner = pt(
                chance.one_of([-1.0, 1.0]) * self.canvas.half_wide(),
                chance.one_of([-0.5, 0.5]),
            );
            let size = (chance.between(0.25, 0.6), chance.between(0.2, 0.5));
            self.canvas.glow(corner, size, (self.staging.look.tone(90.0, 0.8, 0.12), 0.85));
        }
    }

    /// Draws the frame as it is broadcast.
    pub(super) fn finished(&mut self) {
        self.composite();
        let look = &self.staging.look;
        let tint: Rgb = look.tone(20.0, 0.4, 0.9);
        self.canvas.grade(|_, _, colour| {
            lit(colour, tint).map(|c| c * c * (3.0 - 2.0 * c.clamp(0.0, 1.0)) * 0.35 + c * 0.68)
        });
        let half = self.canvas.half_wide();
        let name: String = station(self.staging.show);
        let paint: Rgb = [0.97, 0.97, 0.97];
        self.letters(&name, (pt(half - 0.2, -0.45), 0.007), (paint, 0.6));
        let mut chance = Chance::new(&[
            look.hue as u64,
            u64::from(self.staging.shot),
            u64::from(self.frame / 40),
        ]);
        if chance.once_in(2) {
            let words: String = (0..3 + chance.below(3)).map(|_| word(&mut chance) + " ").collect();
            let wide = words.len() as f32 * 6.0 * 0.0065;
            let start = pt(-0.5 * wide, 0.37);
            self.letters(&words, (start + pt(0.003, 0.003), 0.0065), ([0.0; 3], 0.9));
            self.letters(&words, (start, 0.0065), (paint, 1.0));
        }
    }

    /// Writes text: its upper left corner and the size of a dot, its colour and how much that covers.
    pub(super) fn letters(
        &mut self,
        text: &str,
        (start, dot): (Point, f32),
        (colour, alpha): (Rgb, f32),
    ) {
        write(&mut self.canvas, text, (start, dot), (colour, alpha));
    }
}

fn write(
    canvas: &mut Canvas<'_>,
    text: &str,
    (start, dot): (Point, f32),
    (colour, alpha): (Rgb, f32),
) {
    let ink = Ink { colour, to: None, texture: 0.0 };
    for (column, row) in lettering::dots(text) {
        let at = start + pt(column as f32 * dot, row as f32 * dot);
        let corners = [at, at + pt(dot, 0.0), at + pt(dot, dot), at + pt(0.0, dot)];
        canvas.fill(&corners, &ink, alpha);
    }
}

fn extent(points: &[Point]) -> f32 {
    let (mut low, mut high) = (pt(1e9, 1e9), pt(-1e9, -1e9));
    for point in points {
        low = pt(low.x.min(point.x), low.y.min(point.y));
        high = pt(high.x.max(point.x), high.y.max(point.y));
    }
    (high.x - low.x).min(high.y - low.y).max(0.0)
}

/// Returns letters that spell nothing.
pub(super) fn word(chance: &mut Chance) -> String {
    (0..=chance.below(3))
        .map(|_| {
            let consonant =
                chance.one_of(['B', 'D', 'G', 'K', 'L', 'M', 'N', 'P', 'R', 'S', 'T', 'V']);
            let vowel = chance.one_of(['A', 'E', 'I', 'O', 'U']);
            [consonant, vowel].iter().collect::<String>()
        })
        .collect()
}

fn station(show: u64) -> String {
    let mut chance = Chance::new(&[show, 0x57A7]);
    word(&mut chance).chars().take(4).collect()
}
