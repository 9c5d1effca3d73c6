//! Measures the language rule on texts of known language, and its speed.
//!
//! `cargo run --release -p subtier-language --example language_bar -- FILE...`: each file has one line a line and a name that starts with `zh-`,
//! `ko-`, `ja-` or `en-`. Lines under four characters are left out.
#![allow(missing_docs, reason = "a program")]
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measuring tool, never shipped"
)]

use std::time::Instant;

use subtier_language::language_of;

#[allow(clippy::cast_precision_loss, reason = "counts")]
fn main() {
    let show = std::env::args().any(|arg| arg == "--show");
    for path in std::env::args().skip(1).filter(|arg| !arg.starts_with("--")) {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap_or_default()).into_owned();
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let wanted = name.split('-').next().unwrap_or_default().to_owned();
        let lines: Vec<&str> = text.lines().filter(|line| line.chars().count() >= 4).collect();
        let right = |line: &&&str| language_of(line).is_some_and(|lang| lang.code() == wanted);
        let n_right = lines.iter().filter(right).count();
        if show {
            for line in lines.iter().filter(|line| !right(line)).take(15) {
                println!("  {:?} {line}", language_of(line));
            }
        }
        let begun = Instant::now();
        let mut n = 0_u64;
        while begun.elapsed().as_millis() < 500 {
            for line in &lines {
                n += u64::from(language_of(line).is_some()) | 1;
            }
        }
        let rate = n as f64 / begun.elapsed().as_secs_f64();
        println!(
            "{name}: {n_right} of {} ({:.4}), {:.2} M lines/s",
            lines.len(),
            n_right as f64 / lines.len().max(1) as f64,
            rate / 1e6
        );
    }
}
