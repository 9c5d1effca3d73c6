#![doc = include_str!("../README.md")]
//!

/// Counted up whenever the same document may give other notes, norms or sketches.
pub const NOTES_VERSION: u32 = 3;

mod family;
mod note;
mod structure;

pub use family::{Family, FamilyKind, Sketch, families, sketch};
pub use note::{Field, FieldPlace, Note, Status};
pub use structure::{Surroundings, notes};
