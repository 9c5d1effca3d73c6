#![doc = include_str!("../README.md")]
//!
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::many_single_char_names,
    clippy::similar_names,
    reason = "places become cells and counts become shares; `as` saturates; matrices and pixels have one-letter names"
)]

/// Burnt-in text.
pub mod burnin;
mod candidates;
/// Bytes to small pictures.
pub mod decode;
/// Codes of windows.
pub mod descriptor;
/// Oriented edge points.
pub mod edges;
/// Probabilities.
pub mod fuse;
/// All references.
pub mod gallery;
/// Search over codes.
pub mod index;
mod kernel;
/// What is kept of a picture.
pub mod look;
/// Lines that references hold.
pub mod outline;
/// PDQ.
pub mod pdq;
/// One channel.
pub mod plane;
/// Pictures of matches.
pub mod proof;
/// One shot among all.
pub mod rivals;
/// Votes of drawings.
pub mod sequence;
/// Stages of work.
pub mod stage;
/// Bars around pictures.
pub mod trim;
/// Geometry of a match.
pub mod verify;
/// Histograms of windows.
pub mod windows;
