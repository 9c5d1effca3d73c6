#![doc = include_str!("../README.md")]
//!
//! [`vendors::read`] and [`payments::read`] turn bytes into rows; [`declared::Chain`] is the tree the
//! vendor list draws; [`tie::tie`] turns observations of all systems into entities and links.

mod cells;
mod decode;
mod sheet;
mod split;

pub mod declared;
pub mod payments;
pub mod row;
pub mod tie;
pub mod vendors;
