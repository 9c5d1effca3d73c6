//! What the crate promises, measured on made-up people and on made-up logs of known days.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod accuracy;
mod calendars;
mod measure;
mod people;
mod refusals;
