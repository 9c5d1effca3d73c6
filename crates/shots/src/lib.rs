#![doc = include_str!("../README.md")]
//!

mod aliases;
mod atoms;
mod drawing;
mod fields;
mod layout;
mod names;
mod naming;
mod parts;
mod piece;
mod production;
mod scan;
mod settle;
mod shot_key;
mod siblings;
mod task;
mod words;

pub use aliases::{Aliases, Error, title_key};
pub use names::{LeftOut, NamePlace, Named, Names};
pub use naming::Naming;
pub use shot_key::ShotKey;
pub use siblings::Learnt;
pub use task::Task;
