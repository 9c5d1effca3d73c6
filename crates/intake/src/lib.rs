#![doc = include_str!("../README.md")]
//!
//! The way of a file: `survey` finds it, `batch` puts it into a unit, `item` reads it once through
//! `pass`, `gather` makes evidence of it, and if it is a container `container` opens it and its
//! members go the same way, from a queue and not by recursion.

mod batch;
mod budget;
mod config;
mod container;
mod error;
mod form;
mod gather;
mod item;
mod limits;
mod mark;
mod members;
mod names;
mod packed;
mod pass;
mod run;
mod survey;
mod tar;
mod tar_members;
mod zip;
mod zip_members;

pub use batch::PREFIX as UNIT_PREFIX;
pub use config::{Config, HoldingPolicy, Progress, REFERENCE_ABOVE_BYTES, Silent};
pub use error::Error;
pub use limits::Limits;
pub use mark::{append_mark, local_header_extra, mark, trails_in};
pub use run::{Summary, run};
