#![doc = include_str!("../README.md")]

mod asset;
mod case;
mod kept;
mod line;
mod observe;
mod path;
mod touch;
mod trail;
mod visitors;

pub use asset::Asset;
pub use case::{CaseTouch, CaseTrail, CaseTrails};
pub use kept::{COST_MAX, PATH_BYTES_MAX, Touches};
pub use line::{AssetLine, VisitorLine};
pub use observe::{FACTS_MAX, LogTouches, READER_VERSION};
pub use path::Beyond;
pub use touch::{Deed, Log, LogId, Touch};
pub use trail::{Trail, Trails};
pub use visitors::{Point, VISITORS_MAX, Visitor, Visitors};
