#![doc = include_str!("../README.md")]
//!
//! Files, each using only those before it: `entry` and `query` (what is listed, asked and answered); `sdn`, `un`, `own`, `published` by `tree`, `tables`, `embedded` by
//! `remarks`, `family`, `loading`, `ofac` (parts joined), `text` and `load` (a folder to lists); `model` and `align` (features and their weights); `prepared` and `found` (plain data);
//! `words`, `similar` and `index` (candidates); `pairing`, `explain` and `naming` (two names); `telling`, `circumstances` and
//! `numbers` (the judgement); `screener` (the answer).

mod align;
mod batch;
mod circumstances;
mod country;
mod csv_rows;
mod dates;
mod embedded;
mod entry;
mod explain;
mod family;
mod found;
mod index;
mod load;
mod loading;
mod model;
mod naming;
mod numbers;
mod ofac;
mod own;
mod pairing;
mod prepared;
mod published;
mod query;
mod remarks;
mod screener;
mod sdn;
mod similar;
mod tables;
mod telling;
mod text;
mod tree;
mod un;
mod words;

pub use batch::{Pair, read_batch, read_pairs};
pub use entry::{
    BirthDate, Entry, EntryKind, List, ListSource, ListedAddress, ListedId, ListedName, Lists,
    NameQuality,
};
pub use query::{Comparison, Match, Query, Weighed};
pub use screener::{DEFAULT_MIN_SCORE, LIMIT_MAX, Purpose, Screener};
