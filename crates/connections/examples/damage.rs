//! Damaged lines of each format, a million unless said: bytes changed, cut, doubled and mixed with those of
//! other formats. Every line must be accounted for; the first that is not ends the run with its bytes.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement, not the program"
)]

use std::fs;
use std::path::Path;
use std::time::Instant;

use subtier_connections::{BLOCK_BYTES, FORMATS, ReadConfig, for_each_access_in_bytes};

/// Lines of one format, unless the first argument says otherwise.
const LINES: usize = 1_000_000;

/// Lines of one log: so many as make columns, processes and leases matter to each other.
const LINES_OF_LOG: usize = 2_000;

/// A xorshift generator (Marsaglia 2003): the same numbers everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(0) % limit.max(1)
    }
}

fn main() -> Result<(), String> {
    let wanted = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(LINES);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let samples: Vec<(&str, Vec<u8>)> = FORMATS
        .iter()
        .filter_map(|row| {
            let sample = fs::read(folder.join(format!("{}.log", row.name))).ok()?;
            Some((row.name, sample))
        })
        .collect();
    let others: Vec<&[u8]> =
        samples.iter().flat_map(|(_, sample)| sample.split(|byte| *byte == b'\n')).collect();
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for (name, sample) in &samples {
        let own: Vec<&[u8]> = sample.split(|byte| *byte == b'\n').collect();
        let (begun, mut n_lines, mut n_accesses) = (Instant::now(), 0, 0);
        while n_lines < wanted {
            let mut log = Vec::new();
            for _ in 0..LINES_OF_LOG {
                let of = if numbers.below(20) == 0 { &others } else { &own };
                let line = of.get(numbers.below(of.len())).copied().unwrap_or_default();
                push_damaged(&mut log, line, &mut numbers);
            }
            let config = ReadConfig::new(None, BLOCK_BYTES);
            let reading = for_each_access_in_bytes(&log, &config, |_, access| {
                let _texts = (access.account(), access.path(), access.agent(), access.forwarded());
            });
            let summary = &reading.summary;
            if summary.accesses + summary.skipped + summary.complaints - summary.faulty
                != summary.lines
            {
                return Err(format!(
                    "{name}: a line is lost of {:?}",
                    String::from_utf8_lossy(&log)
                ));
            }
            n_lines += LINES_OF_LOG;
            n_accesses += summary.accesses;
        }
        let secs = begun.elapsed().as_secs_f64();
        println!("{name}: {n_lines} damaged lines, {n_accesses} accesses, {secs:.1} s");
    }
    Ok(())
}

/// Appends a line with up to four bytes changed, cut here and there, or doubled.
fn push_damaged(log: &mut Vec<u8>, line: &[u8], numbers: &mut Numbers) {
    let start = log.len();
    log.extend_from_slice(line);
    match numbers.below(8) {
        0 => log.truncate(start + numbers.below(line.len() + 1)),
        1 => {
            let from = numbers.below(line.len() + 1);
            log.extend_from_slice(line.get(from..).unwrap_or_default());
        }
        _ => {}
    }
    for _ in 0..numbers.below(5) {
        let at = start + numbers.below(log.len() - start);
        let byte = u8::try_from(numbers.below(256)).unwrap_or(0);
        if let Some(place) = log.get_mut(at) {
            *place = byte;
        }
    }
    log.push(b'\n');
}
