//! The rule table at the level of `run`: facts in, findings out.
//!
//! For each rule one case that fires and cases that must not; the whole of a small investigation; the summary;
//! and that the order of observations does not matter.

mod build;
mod lists;
mod logs;
mod media;
mod notes;
mod papers;
mod summary;
mod whole;
