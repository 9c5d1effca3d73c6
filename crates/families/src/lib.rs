#![doc = include_str!("../README.md")]
//!

/// Counted up whenever the same documents may give other sketches or families.
pub const FAMILIES_VERSION: u32 = 1;

mod family;

pub use family::{Family, FamilyKind, Sketch, families, sketch};
