#![doc = include_str!("../README.md")]
//!
#![expect(
    clippy::many_single_char_names,
    clippy::similar_names,
    reason = "coordinates, channels and coefficients have the names that formulas give them"
)]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "places become pixels and numbers become shares; `as` between floats and integers saturates"
)]

mod camera;
mod canvas;
mod chance;
/// What copying does to a picture.
pub mod copying;
mod coverage;
mod curve;
mod design;
mod figure;
mod lettering;
mod palette;
mod pass;
mod passes;
mod picture;
mod piece;
mod plane;
mod pose;
mod set;
mod show;
mod staging;

pub use pass::{Hand, Pass};
pub use picture::{PIXELS_MAX, Picture};
pub use show::{Shot, Show};
