//! Tests of the crate from outside, on texts of our own that tuned nothing.

mod dialect;
mod gloss;
mod language;
