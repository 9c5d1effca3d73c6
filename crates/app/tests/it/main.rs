//! The program as a user meets it: exit codes, the outside contract, the demo, kills.
#![expect(clippy::disallowed_methods, reason = "tests read what the program wrote")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod contract;
mod demo;
mod films;
mod kill;
mod logs;
mod media;
mod notes;
mod rhythm;
mod vendors;

/// The binary under test.
const SUBTIER: &str = env!("CARGO_BIN_EXE_subtier");
