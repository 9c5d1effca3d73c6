//! The demo: a made-up dump, and what is known to be true of it.

mod archive;
mod dump;
mod truth;

pub(crate) use dump::make;
pub(crate) use truth::compare;
