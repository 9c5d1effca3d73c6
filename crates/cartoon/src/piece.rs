//! One drawn thing: a line, with or without colour inside.
//!
//! In: points that a curve goes through, in frame heights from the frame's centre. Out: the same, ready for any pass.

use crate::palette::Rgb;
use crate::plane::Point;

/// What a piece is to the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Without it the drawing is another one.
    Main,
    /// A fold, a freckle, a button: another hand may leave it out.
    Detail,
    /// Construction: only in roughs.
    Guide,
}

/// What fills a piece.
#[derive(Debug, Clone)]
pub(crate) struct Ink {
    /// The colour, or that at the beginning of a gradient.
    pub(crate) colour: Rgb,
    /// Another colour and the two places the gradient runs between.
    pub(crate) to: Option<(Rgb, Point, Point)>,
    /// How rough the paint is; zero for cel paint.
    pub(crate) texture: f32,
}

/// One drawn thing.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// Points the line goes through.
    pub(crate) points: Vec<Point>,
    /// Whether the line ends where it began.
    pub(crate) closed: bool,
    /// Whether the line goes straight from point to point.
    pub(crate) straight: bool,
    /// The paint inside.
    pub(crate) ink: Option<Ink>,
    /// Width of the line, one being usual; zero for none.
    pub(crate) line: f32,
    /// Colour of the line, where it is not the show's.
    pub(crate) line_colour: Option<Rgb>,
    /// What it is to the drawing.
    pub(crate) role: Role,
}

impl Piece {
    /// A closed curve with paint inside.
    pub(crate) const fn painted(points: Vec<Point>, colour: Rgb) -> Self {
        let ink = Some(Ink { colour, to: None, texture: 0.0 });
        Self {
            points,
            closed: true,
            straight: false,
            ink,
            line: 1.0,
            line_colour: None,
            role: Role::Main,
        }
    }

    /// An open line.
    pub(crate) const fn lined(points: Vec<Point>, line: f32, role: Role) -> Self {
        Self { points, closed: false, straight: false, ink: None, line, line_colour: None, role }
    }

    /// The same with another width of line.
    pub(crate) const fn line(mut self, line: f32) -> Self {
        self.line = line;
        self
    }

    /// The same in another role.
    pub(crate) const fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// The same with a line of its own colour.
    pub(crate) const fn line_colour(mut self, colour: Rgb) -> Self {
        self.line_colour = Some(colour);
        self
    }
}
