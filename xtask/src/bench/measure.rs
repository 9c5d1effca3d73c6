//! What every benchmark needs: the programs built, their CPU time, a figure with its spread.
#![expect(clippy::disallowed_methods, reason = "the benchmark runs programs as a user does")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub(crate) fn spread(figures: &mut [f64]) -> String {
    figures.sort_by(f64::total_cmp);
    let median = figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN);
    let (min, max) = (figures.first().copied(), figures.last().copied());
    format!("{median:.2} ({:.2}–{:.2})", min.unwrap_or(f64::NAN), max.unwrap_or(f64::NAN))
}

/// User plus system seconds of a shell command with its children.
pub(crate) fn cpu_secs(command: &str) -> Result<f64, String> {
    let script = format!("TIMEFORMAT='%U %S'; time {{ {command} ; }} >/dev/null 2>&1");
    let output = Command::new("bash")
        .args(["-c", &script])
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("run bash: {error}"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    let last = text.lines().last().unwrap_or_default();
    let figures: Vec<f64> = last.split(' ').filter_map(|figure| figure.parse().ok()).collect();
    // Exit 2 means that something could not be read, which a made-up log may hold.
    if figures.len() != 2 || !matches!(output.status.code(), Some(0 | 2)) {
        return Err(format!("run {command}: {}, {text}", output.status));
    }
    Ok(figures.iter().sum())
}

/// Builds the release binary; gives its path.
pub(crate) fn build() -> Result<PathBuf, String> {
    let status = Command::new("cargo")
        .args(["build", "--release", "--quiet"])
        .status()
        .map_err(|error| format!("run cargo: {error}"))?;
    if !status.success() {
        return Err("build the release binary".to_owned());
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    Ok(target.join("release/subtier"))
}

/// Builds a program that measures in its own process; it lies beside the binary.
pub(crate) fn build_example(package: &str, example: &str) -> Result<PathBuf, String> {
    let status = Command::new("cargo")
        .args(["build", "--release", "--quiet", "-p", package, "--example", example])
        .status()
        .map_err(|error| format!("run cargo: {error}"))?;
    if !status.success() {
        return Err(format!("build the example {example}"));
    }
    let target = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned());
    Ok(Path::new(&target).join("release/examples").join(example))
}
