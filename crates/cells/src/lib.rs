#![doc = include_str!("../README.md")]
//!

mod number_format;

pub use number_format::{NumberFormat, general, iso};
