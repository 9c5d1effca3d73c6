//! Accuracy of the crate on material that was not used to tune it.
#![expect(
    clippy::unwrap_used,
    reason = "what stands outside of test functions here serves them alone, and a test may panic"
)]

mod alphabets;
mod encoding;
