//! Measures the reader at length, on the plans that tuned it and on those held apart:
//! `cargo run --release -p subtier-rhythm --example accuracy [TEAMS]`. The tests run the same with fewer teams.

#![expect(
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::missing_docs_in_private_items,
    reason = "prints a table for people"
)]

#[path = "../tests/it/measure.rs"]
mod measure;
#[path = "../tests/it/people.rs"]
mod people;

use measure::{Trial, calendars, share, zones};
use people::{HELD_APART, TUNING};
use subtier_rhythm::{RhythmReader, embedded_calendars};

fn main() {
    let n = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1_000);
    let only_tuning = std::env::args().nth(2).is_some();
    let reader = RhythmReader::new(vec![]);
    let sets: &[(&str, &[people::Plan], u64)] =
        &[("tuning", TUNING, 1), ("held apart", HELD_APART, 2)];
    println!(
        "set, people x sessions | answered, within 1 h, within 2 h, covered | width | jumps right, wrong"
    );
    for (name, plans, seed) in sets.iter().take(if only_tuning { 1 } else { 2 }) {
        for (n_people, n_sessions, polling) in [
            (1, 30, 0.0),
            (1, 100, 0.0),
            (1, 300, 0.0),
            (3, 30, 0.0),
            (5, 30, 0.0),
            (5, 30, 0.3),
            (8, 30, 0.0),
            (5, 150, 0.0),
        ] {
            let trial = Trial { plans, n_people, n_sessions, polling, seed: *seed };
            let score = zones(&reader, &trial, n);
            let of = score.answered;
            println!(
                "{name} {n_people}x{n_sessions} polling {polling} | {:.3} {:.3} {:.3} {:.3} | {:.2} | {} {}",
                share(of, score.n),
                share(score.within_1, of),
                share(score.within_2, of),
                share(score.covered, of),
                score.width / f64::from(u32::try_from(of.max(1)).unwrap()),
                score.jumps_right,
                score.jumps_wrong
            );
        }
    }
    println!("plan, people x sessions | answered, within 1 h, within 2 h, covered | bias");
    for plan in TUNING.chunks(1).chain(HELD_APART.chunks(1)).take(if only_tuning { 5 } else { 99 })
    {
        for (n_people, n_sessions) in [(1, 100), (5, 30)] {
            let trial = Trial { plans: plan, n_people, n_sessions, polling: 0.0, seed: 3 };
            let score = zones(&reader, &trial, n / 3);
            let of = score.answered;
            println!(
                "{} {n_people}x{n_sessions} | {:.3} {:.3} {:.3} {:.3} | {:.2}",
                plan[0].name,
                share(of, score.n),
                share(score.within_1, of),
                share(score.within_2, of),
                share(score.covered, of),
                score.error / f64::from(u32::try_from(of.max(1)).unwrap())
            );
        }
    }
    let loaded = embedded_calendars();
    let reader = RhythmReader::new(loaded.clone());
    println!("set, country | n, informative, right of informative | said rightly, said wrongly");
    for (name, plans, seed) in sets {
        for country in [Some("CN"), Some("KP"), Some("KR"), Some("JP"), None] {
            let score = calendars(&reader, &loaded, country, (plans, *seed, n / 2));
            println!(
                "{name} {} | {} {:.3} {:.3} | {:.3} {:.4}",
                country.unwrap_or("not loaded"),
                score.n,
                share(score.informative, score.n),
                share(score.right, score.informative),
                share(score.kept_right, score.n),
                share(score.kept_wrong, score.n)
            );
        }
    }
}
