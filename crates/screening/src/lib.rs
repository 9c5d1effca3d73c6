#![doc = include_str!("../README.md")]
//!
//! Files: `load` (a folder to lists) by `sdn`, `remarks`, `un`, `own`, `embedded`; `index` and
//! `align` (candidates and scores); `screener` (the answer) by `numbers`, `telling`, `circumstances`,
//! `explain`.

mod align;
mod batch;
mod circumstances;
mod country;
mod csv_rows;
mod dates;
mod embedded;
mod entry;
mod explain;
mod found;
mod index;
mod load;
mod numbers;
mod own;
mod query;
mod remarks;
mod screener;
mod sdn;
mod similar;
mod telling;
mod un;

pub use batch::{Pair, read_batch, read_pairs};
pub use entry::{
    BirthDate, Entry, EntryKind, List, ListSource, ListedAddress, ListedId, ListedName, NameQuality,
};
pub use load::Lists;
pub use query::{Match, Query};
pub use screener::{Comparison, DEFAULT_MIN_SCORE, LIMIT_MAX, Screener};
