#![doc = include_str!("../README.md")]
//!
//! Files: `load` (a folder to lists) by `sdn`, `remarks`, `un`, `own`, `embedded`; `words`, `similar` and `index` (candidates);
//! `pairing`,
//! `align` and `model` (features and their weights); `naming` (two names); `screener` (the answer) by `numbers`, `telling`,
//! `circumstances`, `explain`.

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
mod model;
mod naming;
mod numbers;
mod own;
mod pairing;
mod query;
mod remarks;
mod screener;
mod sdn;
mod similar;
mod telling;
mod un;
mod words;

pub use batch::{Pair, read_batch, read_pairs};
pub use entry::{
    BirthDate, Entry, EntryKind, List, ListSource, ListedAddress, ListedId, ListedName, NameQuality,
};
pub use load::Lists;
pub use naming::Comparison;
pub use query::{Match, Query, Weighed};
pub use screener::{DEFAULT_MIN_SCORE, LIMIT_MAX, Purpose, Screener};
