//! Linking and sharing, measured on made-up people: those in `people`, by seeds that tuned nothing.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "tests"
)]

mod linking;
mod people;
mod shared;
