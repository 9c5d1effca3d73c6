//! Measures what one start costs while a log is read: `cargo run --release -p subtier-rhythm --example pushes`.

#![expect(clippy::print_stdout, clippy::cast_precision_loss, reason = "prints a figure for people")]

use std::time::Instant;

use subtier_rhythm::{ClockBasis, Starts};

const PEOPLE: usize = 1_000;
const PUSHES: u64 = 20_000_000;

fn main() {
    for (name, step) in [("in order", 7_000_i64), ("in disorder", 86_400 * 911)] {
        let mut people = vec![Starts::new(); PEOPLE];
        let begin = Instant::now();
        let mut secs = 1_500_000_000_i64;
        for _ in 0..PUSHES / PEOPLE as u64 {
            for starts in &mut people {
                starts.push(secs, ClockBasis::Known);
                secs = 1_500_000_000 + (secs - 1_500_000_000 + step) % 200_000_000;
            }
        }
        let nanos = begin.elapsed().as_nanos() as f64 / PUSHES as f64;
        let kept: usize = people.iter().map(|starts| starts.minutes().len()).sum();
        println!("{name}: {nanos:.1} ns a start, {kept} kept");
    }
}
