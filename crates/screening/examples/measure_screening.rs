//! What `cargo xtask bench screening` runs: pairs compared, or names screened, with the CPU time of the matching alone.
//!
//! In: a folder of lists, `pairs` or `names`, and a CSV. Out: tab-separated lines, one a row; on standard error the CPU seconds
//! of reading the lists with the index, and of the matching. It decides nothing.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measuring program"
)]

use std::fmt::Write as _;
use std::path::Path;

use subtier_screening::{Lists, Query, Screener, Weighed, read_batch, read_pairs};

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, lists, what, file] = arguments.as_slice() else {
        return Err("use measure_screening LISTS pairs|names FILE.csv".to_owned());
    };
    let before = cpu_ticks();
    let (lists, _) = Lists::load(Some(Path::new(lists)).filter(|path| path.is_dir()), false);
    let screener = Screener::new(lists);
    let bytes = std::fs::read(file).map_err(|error| format!("read {file}: {error}"))?;
    let loaded = cpu_ticks();
    let mut out = String::new();
    if what == "pairs" {
        for pair in read_pairs(&bytes)? {
            let found = screener.compare(&pair.a, &pair.b, pair.is_person);
            let _ = writeln!(out, "{}\t{}", found.score_thousandths, features(&found.features));
        }
    } else {
        for query in read_batch(&bytes)? {
            out.push_str(&best(&screener, &query));
        }
    }
    let done = cpu_ticks();
    print!("{out}");
    eprintln!("{:.2} {:.2}", secs(loaded - before), secs(done - loaded));
    Ok(())
}

/// Below it nothing decides: 1 % of the names on no list score higher.
const MIN_SCORE: u16 = 300;

/// Entry, score and features of the three best matches.
fn best(screener: &Screener, query: &Query) -> String {
    let mut line = query.id.clone();
    for found in screener.screen(query, 3, MIN_SCORE) {
        let _ = write!(
            line,
            "\t{} {} {}",
            found.list.uid,
            found.score_thousandths,
            features(&found.features)
        );
    }
    line.push('\n');
    line
}

fn features(features: &[Weighed]) -> String {
    let parts: Vec<String> = features.iter().map(|f| format!("{}={}", f.name, f.value)).collect();
    parts.join(",")
}

/// User and system time of this process in ticks of a hundredth of a second (proc(5), fields 14 and 15).
fn cpu_ticks() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
}

#[expect(clippy::cast_precision_loss, reason = "a few million ticks")]
fn secs(ticks: u64) -> f64 {
    ticks as f64 / 100.0
}
