//! A show by its number: its characters, its shots, their frames.

use crate::canvas::Tile;
use crate::pass::{Hand, Pass};
use crate::passes;
use crate::picture::{PIXELS_MAX, Picture};
use crate::staging::Staging;

/// One production.
#[derive(Debug, Clone)]
pub struct Show {
    /// Decides everything.
    pub number: u64,
}

/// One shot of a show: a background, characters, a motion.
#[derive(Debug, Clone)]
pub struct Shot {
    /// Frames in it, at least one.
    pub n_frames: u32,
    staging: Staging,
    tile: Tile,
}

impl Show {
    /// The show of that number.
    pub const fn new(number: u64) -> Self {
        Self { number }
    }

    /// The shot of that number.
    pub fn shot(&self, number: u32) -> Shot {
        let staging = Staging::new(self.number, number);
        Shot { n_frames: staging.n_frames, staging, tile: Tile::new(self.number) }
    }
}

impl Shot {
    /// Draws the frame in a pass by a hand, `width` by `height` pixels.
    ///
    /// A frame after the last is the last. A size above [`PIXELS_MAX`] is refused: the picture then has no pixels.
    pub fn draw(&self, frame: u32, pass: Pass, hand: Hand, (width, height): (u32, u32)) -> Picture {
        let n_pixels = u64::from(width) * u64::from(height);
        if n_pixels == 0 || n_pixels > PIXELS_MAX {
            return Picture { width: 0, height: 0, rgb: Vec::new() };
        }
        passes::draw((&self.staging, &self.tile), (frame, pass, hand), (width, height))
    }

    /// Number of the drawing that a frame shows; frames with the same number hold the same drawing.
    pub fn drawing(&self, frame: u32) -> u32 {
        self.staging.moment(frame).drawing
    }

    /// Whether the frame's drawing is a key, as against one between two keys.
    pub fn is_key(&self, frame: u32) -> bool {
        self.staging.is_key(&self.staging.moment(frame))
    }

    /// Whether the frame is flat: no drawing on it, one colour in the composite.
    pub fn is_flat(&self, frame: u32) -> bool {
        self.staging.is_flat(frame)
    }

    /// Number of the place it is set in; shots of one show with the same number share their background.
    pub const fn place(&self) -> u32 {
        self.staging.place
    }
}
