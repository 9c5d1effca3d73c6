#![doc = include_str!("../README.md")]
//!

mod capped;
mod child;
mod confine;
mod error;
mod folder;
mod found;
mod hashing;
mod holes;
mod open;
mod sniff;
mod tool;
mod walk;

pub use capped::{Capped, Ending, Packing};
pub use child::{ChildConfig, ChildFailure, Worker, serve};
pub use confine::{Confinement, confine};
pub use error::Error;
pub use folder::{Folder, open_below};
pub use found::{FileStamp, Found};
pub use hashing::Hashing;
pub use holes::{DataRanges, data_ranges};
pub use open::{Opened, Section, open};
pub use sniff::{SNIFF_BYTES, sniff};
pub use tool::{ToolRun, run_tool, run_tool_on};
pub use walk::{FolderKey, Walk, WalkEntry, WalkLimits};
