//! Tests of the crate from outside.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "what stands outside of test functions here serves them alone, and a test may panic"
)]

mod cases;
mod check;
mod generated;
mod hostile;
mod tables;
