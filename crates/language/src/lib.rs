#![doc = include_str!("../README.md")]
//!

mod dialect;
mod gloss;
mod language;

pub use dialect::{Dialect, Norm, dialect};
pub use gloss::{Gloss, gloss};
pub use language::{Lang, LanguageRun, language_of, languages, runs};
