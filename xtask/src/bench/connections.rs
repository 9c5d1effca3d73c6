//! `cargo xtask bench connections`: how many lines and bytes of each format are read in a second of CPU time.
//!
//! Out: a table of Markdown for `benches/RESULTS.md`. `crates/connections/examples/rate.rs` repeats the sample of each
//! format until it is large and reads it in its own process; only the reading is timed.
#![expect(clippy::disallowed_methods, reason = "the benchmark runs programs as a user does")]

use std::process::Command;

use super::measure::build_example;

/// Runs the measurement.
pub(crate) fn run() -> Result<(), String> {
    let rate = build_example("subtier-connections", "rate")?;
    let output =
        Command::new(&rate).output().map_err(|error| format!("run {}: {error}", rate.display()))?;
    if !output.status.success() {
        return Err(format!("run {}: {}", rate.display(), output.status));
    }
    print!("{}", String::from_utf8_lossy(&output.stdout));
    Ok(())
}
