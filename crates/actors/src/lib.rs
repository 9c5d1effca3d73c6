#![doc = include_str!("../README.md")]

mod device;
mod feature;
mod linking;
mod place;
mod shared;
mod team;
mod trace;
mod visit;

pub use feature::{Feature, Reason};
pub use linking::{Actors, Merge, link};
pub use place::{Exit, Place};
pub use shared::{Sharing, SharingReason, SharingVerdict, sharing};
pub use team::people;
pub use trace::{Trace, TraceId, Traces};
pub use visit::{Identity, Visit};
