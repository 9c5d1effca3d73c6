//! Seventy documents written before the reader was looked at, `unseen.txt`: odd numbers tune it, even ones are held out.
//!
//! Figures are recall / precision of references (shot, frames, time code), of pairs, and the share of right statuses:
//!
//! * first run: tuning lot 0.836 / 0.798, 0.656 / 0.724, 0.805; held lot 0.789 / 0.822, 0.854 / 0.796, 0.740
//! * now: tuning lot 0.991 / 1.000, 1.000 / 1.000, 0.994; held lot **0.864 / 0.869, 0.976 / 0.889, 0.853**
//!
//! The held lot was never looked at while the reader was worked on, so its figures are what documents of a new shape get.
//! It misses the bars that are wanted of shots and frames (0.98 / 0.99), of pairs in precision (0.95) and of status (0.97);
//! only the recall of pairs meets its bar. One person wrote both lots and their expected notes. After the first run
//! expectations against a rule that stood before were set right in both lots: a reference in brackets at the end is cut
//! out of the request, a row without words has its status as request, a remark stands under the request of its row, and
//! the author of a tracked deletion is who deleted.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that fails here names its document"
)]

use crate::score::Score;
use crate::sheet::{line, read};

/// Documents and the notes that a person reads in them: `=== NUMBER PATH`, the document in the form of `sheet.rs`, `---`,
/// the notes as `sheet::line` writes them.
const UNSEEN: &str = include_str!("unseen.txt");

struct Sample {
    number: u32,
    path: &'static str,
    text: &'static str,
    expected: Vec<String>,
}

fn samples() -> Vec<Sample> {
    let mut samples = Vec::new();
    for part in UNSEEN.split("=== ").skip(1) {
        let (head, rest) = part.split_once('\n').unwrap();
        let (number, path) = head.split_once(' ').unwrap();
        let (text, expected) = rest.split_once("\n---\n").unwrap();
        let expected = expected.lines().filter(|line| !line.is_empty()).map(str::to_owned);
        samples.push(Sample {
            number: number.parse().unwrap(),
            path,
            text,
            expected: expected.collect(),
        });
    }
    samples
}

fn measure(odd: bool) -> Score {
    let mut score = Score::default();
    let mut n_documents = 0;
    for sample in samples().iter().filter(|sample| (sample.number % 2 == 1) == odd) {
        let found: Vec<String> = read(sample.path, sample.text).iter().map(line).collect();
        if sample.expected != found {
            println!("{} {}", sample.number, sample.path);
            for line in sample.expected.iter().filter(|line| !found.contains(line)) {
                println!("    wanted {line}");
            }
            for line in found.iter().filter(|line| !sample.expected.contains(line)) {
                println!("    found  {line}");
            }
        }
        n_documents += 1;
        score.add(&sample.expected, &found);
    }
    println!("{n_documents} documents: {}", score.text());
    score
}

#[test]
fn the_tuning_lot_meets_the_bars() {
    let score = measure(true);
    assert!(score.reference.recall() >= 0.98 && score.reference.precision() >= 0.99);
    assert!(score.pair.recall() >= 0.95 && score.pair.precision() >= 0.95);
    assert!(score.status.recall() >= 0.97 && score.author.precision() >= 0.99);
}

#[test]
fn the_held_lot_is_read_as_well_as_it_was() {
    let score = measure(false);
    assert!(score.reference.recall() >= 0.86 && score.reference.precision() >= 0.86);
    assert!(score.pair.recall() >= 0.95 && score.pair.precision() >= 0.88);
    assert!(score.status.recall() >= 0.85 && score.author.precision() >= 0.95);
}
