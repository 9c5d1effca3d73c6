#![doc = include_str!("../README.md")]
//!

mod compound;
/// Little-endian numbers and texts.
pub mod little;
/// Files dropped into a document.
pub mod native;

pub use compound::{Compound, SIGNATURE, StreamEntry};
