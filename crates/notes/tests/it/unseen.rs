//! Documents written before the reader was looked at, and what a person reads in them.
//!
//! Five lots and a held one, each measured before it was worked on; the first figures are what documents of a new shape got then.
//! Figures are recall / precision of references (shot, frames, time code), of pairs, and the share of right statuses:
//!
//! * `lot1.txt`, 70 documents of one writer: 0.836 / 0.798, 0.656 / 0.724, 0.805 of the odd and 0.864 / 0.869,
//!   0.976 / 0.889, 0.853 of the even numbers, which were held out while the odd ones were worked on
//! * `lot2.txt`, 40 documents of two writers who knew the rules of labelling but not the reader: 0.917 / 0.911,
//!   0.831 / 0.762, 0.934
//! * `lot3.txt`, 100 documents in four parts, written while the reader was worked on, each part measured once before:
//!   0.961 / 0.925, 0.824 / 0.824, 0.968; 0.905 / 0.972, 0.929 / 1.000, 0.894; 0.944 / 0.884, 0.944 / 0.944, 0.968;
//!   1.000 / 0.939, 0.917 / 1.000, 0.987
//! * `lot4.txt`, 60 documents of two writers: 0.976 / 0.973, 0.956 / 0.967, 0.957
//! * `lot5.txt`, 80 documents of two writers who never saw the reader, their labels gone over before it was run:
//!   0.951 / 0.973, 1.000 / 1.000, 0.995 of the one, 0.900 / 0.939, 0.886 / 0.975, 0.945 of the other,
//!   0.924 / 0.955, 0.947 / 0.989, 0.970 together
//! * `held.txt`, 40 documents of the writers of the second lot, their labels gone over by a third person, never worked on:
//!   0.893 / 0.852, 0.925 / 0.831, 0.867 before lots 2 to 4 were worked on, **0.959 / 0.965, 0.962 / 0.962, 0.975** now
//!
//! Wanted are 0.98 / 0.99 of references, 0.95 of pairs, 0.97 of statuses. Of the held lot, references miss that.
//!
//! Expectations of the first lot that the rules of labelling contradict were set right: a status column wins over the
//! words, references are cut out of a request at its head and in brackets at its end only, a mere status is its request,
//! remarks count where the request is empty, talk about schedules is no note, notes come in the order of the document. How
//! long a cut is (`尺`) is no time code.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that fails here names its document"
)]

use crate::score::Score;
use crate::sheet::{line, read};

/// Documents and the notes that a person reads in them: `=== NUMBER PATH`, the document in the form of `sheet.rs`, `---`,
/// the notes as `sheet::line` writes them.
const LOTS: [(&str, &str); 6] = [
    ("lot1", include_str!("lot1.txt")),
    ("lot2", include_str!("lot2.txt")),
    ("lot3", include_str!("lot3.txt")),
    ("lot4", include_str!("lot4.txt")),
    ("lot5", include_str!("lot5.txt")),
    (HELD, include_str!("held.txt")),
];

/// The lot whose failures nobody looks at: they are not printed.
const HELD: &str = "held";

fn measure(name: &str) -> Score {
    let (_, lot) = LOTS.iter().find(|(lot, _)| *lot == name).unwrap();
    let mut score = Score::default();
    for part in lot.split("=== ").skip(1) {
        let (head, rest) = part.split_once('\n').unwrap();
        let (number, path) = head.split_once(' ').unwrap();
        let (text, expected) = rest.split_once("\n---\n").unwrap();
        let expected: Vec<String> =
            expected.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
        let found: Vec<String> = read(path, text).iter().map(line).collect();
        if expected != found && name != HELD {
            println!("{number} {path}");
            for line in expected.iter().filter(|line| !found.contains(line)) {
                println!("    wanted {line}");
            }
            for line in found.iter().filter(|line| !expected.contains(line)) {
                println!("    found  {line}");
            }
        }
        score.add(&expected, &found);
    }
    println!("{name}: {}", score.text());
    score
}

fn assert_bars(score: &Score) {
    assert!(score.reference.recall() >= 0.98 && score.reference.precision() >= 0.99);
    assert!(score.pair.recall() >= 0.95 && score.pair.precision() >= 0.95);
    assert!(score.status.recall() >= 0.97 && score.author.precision() >= 0.99);
}

#[test]
fn the_first_lot_meets_the_bars() {
    assert_bars(&measure("lot1"));
}

#[test]
fn the_second_lot_meets_the_bars() {
    assert_bars(&measure("lot2"));
}

#[test]
fn the_third_lot_meets_the_bars() {
    assert_bars(&measure("lot3"));
}

#[test]
fn the_fourth_lot_meets_the_bars() {
    assert_bars(&measure("lot4"));
}

#[test]
fn the_fifth_lot_meets_the_bars() {
    assert_bars(&measure("lot5"));
}

#[test]
fn the_held_lot_is_read_as_well_as_it_was() {
    let score = measure(HELD);
    assert!(score.reference.recall() >= 0.95 && score.reference.precision() >= 0.96);
    assert!(score.pair.recall() >= 0.95 && score.pair.precision() >= 0.95);
    assert!(score.status.recall() >= 0.97);
}
