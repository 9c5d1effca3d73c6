//! How many lines and bytes of each format are read in a second of CPU time: each sample is repeated until
//! it is large, and read as `subtier connections` reads a log. Called by `cargo xtask bench connections`.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measurement, not the program"
)]

use std::fs;
use std::path::Path;

use subtier_connections::{BLOCK_BYTES, FORMATS, ReadConfig, read_log_bytes};

/// Bytes that a sample is repeated to.
const LOG_BYTES: usize = 48 << 20;

/// Rounds, of which the best counts.
const ROUNDS: usize = 3;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    println!("| format | lines | MB | CPU s, best of {ROUNDS} | lines a second | MB a second |");
    println!("|---|---|---|---|---|---|");
    for row in FORMATS {
        let path = folder.join(format!("{}.log", row.name));
        let Ok(sample) = fs::read(&path) else { continue };
        let log = repeated(&sample);
        let config = ReadConfig::new(None, BLOCK_BYTES);
        let (mut best, mut lines) = (f64::INFINITY, 0);
        for _ in 0..ROUNDS {
            let before = cpu_secs();
            lines = read_log_bytes(&log, &config).summary.lines;
            best = best.min(cpu_secs() - before);
        }
        let megabytes = log.len() as f64 / 1e6;
        let (line_rate, byte_rate) = (lines as f64 / best, megabytes / best);
        println!(
            "| {} | {lines} | {megabytes:.0} | {best:.2} | {line_rate:.0} | {byte_rate:.0} |",
            row.name
        );
    }
}

/// The sample many times; of one document, its records many times.
fn repeated(sample: &[u8]) -> Vec<u8> {
    let n_times = LOG_BYTES / sample.len().max(1);
    let (begin, end) = (b"{\"Records\":[".as_slice(), b"]}\n".as_slice());
    match sample.strip_prefix(begin).and_then(|rest| rest.strip_suffix(end)) {
        Some(records) => [begin, &[records, b","].concat().repeat(n_times), b"{}", end].concat(),
        None => sample.repeat(n_times),
    }
}

/// User and system time of this process in seconds (proc(5), `/proc/self/stat`, in hundredths).
fn cpu_secs() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind = stat.rsplit_once(") ").map_or("", |(_, behind)| behind);
    let mut fields = behind.split(' ').skip(11);
    let mut next = || fields.next().and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (next() + next()) / 100.0
}
