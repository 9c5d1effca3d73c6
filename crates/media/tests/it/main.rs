//! Tests of the crate from outside.
#![expect(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::similar_names,
    clippy::unwrap_used,
    reason = "tests make small numbers and expect what they made"
)]

mod bombs;
mod decoded;
mod hostile;
mod recognised;
mod stage;
mod yardstick;
