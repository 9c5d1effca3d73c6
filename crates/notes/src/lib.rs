#![doc = include_str!("../README.md")]
//!

/// Counted up whenever the same document may give other notes.
pub const NOTES_VERSION: u32 = 3;

mod note;
mod structure;

pub use note::{Field, FieldPlace, Note, Status};
pub use structure::{Surroundings, notes};
