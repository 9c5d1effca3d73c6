#![doc = include_str!("../README.md")]
//!
//! A unit of work is committed in one order: blobs, tables, custody, rows in `case.db`, the unit's
//! row in `work.db`. Each step can be done twice without harm, so a killed run resumes anywhere.

mod access_table;
mod blob;
mod case;
mod custody;
mod database;
mod derived;
mod digest;
mod error;
mod folder;
mod records;
mod runs;
mod table;
mod unit;
mod verify;
mod work;

pub use access_table::{AccessRow, AccessTable};
pub use blob::{BlobWriter, StagedBlob};
pub use case::{Case, CaseFile};
pub use custody::{CustodyEvent, CustodyHead, location_text};
pub use error::Error;
pub use runs::RunResult;
pub use table::StagedTable;
pub use unit::UnitOutput;
pub use verify::{Damage, Verification, verify};
