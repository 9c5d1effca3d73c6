//! Tests of the crate from outside.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "tests count pixels of small pictures"
)]

mod copies;
mod likeness;
mod passes;
mod sizes;
