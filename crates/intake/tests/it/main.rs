//! Whole intakes of made-up dumps, hostile ones above all, into a real case folder.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what stands outside of test functions here serves them alone, and a test may panic"
)]

mod archives;
mod bombs;
mod cuts;
mod folders;
mod marks;
mod resume;
mod support;
