#![doc = include_str!("../README.md")]

mod asset;
mod kept;
mod line;
mod path;
mod touch;
mod trail;
mod visitors;

pub use asset::Asset;
pub use kept::{COST_MAX, PATH_BYTES_MAX, Touches};
pub use line::{AssetLine, VisitorLine};
pub use path::Beyond;
pub use touch::{Deed, Log, LogId, Touch};
pub use trail::{Trail, Trails};
pub use visitors::{Point, VISITORS_MAX, Visitor, Visitors};
