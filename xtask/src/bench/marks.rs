//! `cargo xtask bench marks [GIB]`: the search for watermarks over bytes that hold none: false marks, and how fast one core is.
//!
//! In: how many GiB, 100 unless said. Out: a line of Markdown for `benches/RESULTS.md`. The bytes are made in memory by
//! `crates/intake/examples/mark_search.rs`, which says what they are; only the search is timed.
#![expect(clippy::disallowed_methods, reason = "the benchmark runs programs as a user does")]

use std::process::Command;

use super::measure::build_example;

const GIB: &str = "100";

/// Runs the search.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let gib = arguments.first().map_or(GIB, String::as_str);
    gib.parse::<u64>().map_err(|error| format!("{gib:?} is no number of GiB: {error}"))?;
    let search = build_example("subtier-intake", "mark_search")?;
    let output = Command::new(&search)
        .arg(gib)
        .output()
        .map_err(|error| format!("run {}: {error}", search.display()))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let figures: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [n_bytes, secs, n_false] = figures.as_slice() else {
        return Err(format!("run {}: it printed {text:?}", search.display()));
    };
    println!("| what | bytes | CPU s of the search | GB/s a core | false marks | bar |");
    println!("|---|---|---|---|---|---|");
    println!(
        "| watermark search, made-up bytes | {n_bytes} | {secs:.1} | **{:.2}** | **{n_false}** | at least 1 GB/s, none |",
        n_bytes / secs / 1e9
    );
    Ok(())
}
