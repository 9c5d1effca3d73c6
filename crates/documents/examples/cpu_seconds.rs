//! CPU seconds of reading documents, for `cargo xtask bench notes`: what the readers alone take, without notes and printing.
//!
//! In: files. Out: a line each: the least of several rounds after a warm-up, the characters of its text, the path; just as
//! `benches/kreuzberg_seconds.py` prints them. Linux only, since the clock is that of `/proc/self/schedstat`.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement at the command line, of files that its user made"
)]

use std::fs;
use std::hint::black_box;
use std::io;

use subtier_blocks::{Limits, Request};

/// Rounds of which the least counts, as other programs on the machine can only add to it.
const ROUNDS: usize = 7;

/// Nanoseconds of one round: the clock advances by some milliseconds at a time, so that a small document is read many times.
const ROUND_NANOS: u64 = 200_000_000;

fn main() -> io::Result<()> {
    for path in std::env::args().skip(1) {
        let bytes = fs::read(&path)?;
        let request =
            Request { bytes: &bytes, name: &path, folder: None, limits: Limits::STANDARD };
        let read = || subtier_documents::read(black_box(&request)).text();
        // The first time warms up.
        let n_characters = read().chars().count();
        let mut least = u64::MAX;
        for _ in 0..ROUNDS {
            let (begin, mut n_times, mut took) = (nanos()?, 0, 0);
            while took < ROUND_NANOS {
                black_box(read());
                n_times += 1;
                took = nanos()?.saturating_sub(begin);
            }
            least = least.min(took / n_times);
        }
        let (secs, nanos) = (least / 1_000_000_000, least % 1_000_000_000);
        println!("{secs}.{nanos:09} {n_characters} {path}");
    }
    Ok(())
}

/// Nanoseconds that this process has run, which has one thread (Linux, Documentation/scheduler/sched-stats.rst).
fn nanos() -> io::Result<u64> {
    let stat = fs::read_to_string("/proc/self/schedstat")?;
    let first = stat.split_ascii_whitespace().next().and_then(|nanos| nanos.parse().ok());
    first.ok_or_else(|| io::Error::other("no time in /proc/self/schedstat"))
}
