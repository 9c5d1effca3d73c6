//! The rows by topic. Each file holds its rows first and their functions below.
//!
//! In: the facts of a case. Out: drafts. Never: a verdict above the row's ceiling (the engine sees to it).

pub(crate) mod address;
pub(crate) mod declaration;
pub(crate) mod document;
pub(crate) mod exposure;
pub(crate) mod log;
pub(crate) mod media;
pub(crate) mod notes;
pub(crate) mod payment;
pub(crate) mod range;
pub(crate) mod screening;
pub(crate) mod travel;
