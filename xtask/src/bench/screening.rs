//! `cargo xtask bench screening --data DIR [--python PYTHON] [--peer N]`: the bars of screening, beside nomenklatura's logic-v2.
//!
//! Builds the measuring program and runs `benches/screening_bars.py` with it, which says what it needs; without nomenklatura in that
//! Python use `--peer 0`. Prints Markdown for `benches/RESULTS.md`.
#![expect(clippy::disallowed_methods, reason = "the benchmark runs programs as a user does")]

use std::process::Command;

use super::measure::build_example;

/// Runs the bars.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let option = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let data = option("--data").ok_or("use --data DIR: it holds screening and sanctions")?;
    let python = option("--python").unwrap_or_else(|| "python3".to_owned());
    let measure = build_example("subtier-screening", "measure_screening")?;
    let mut command = Command::new(&python);
    command.arg("benches/screening_bars.py").arg(measure).arg(data);
    if let Some(peer) = option("--peer") {
        command.args(["--peer", &peer]);
    }
    let status = command.status().map_err(|error| format!("run {python}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("run {python}: {status}")) }
}
