//! How well traces are linked to people over changing addresses.

use std::collections::BTreeMap;

use subtier_actors::{Actors, Feature, Trace, Traces, link};

use crate::people::{Dice, Shown, crowd};

/// Pairs of sessions that are linked rightly, wrongly, and missed.
#[derive(Default, Debug)]
struct Pairs {
    right: f64,
    wrong: f64,
    missed: f64,
}

impl Pairs {
    fn f1(&self) -> f64 {
        2.0 * self.right / (2.0 * self.right + self.wrong + self.missed)
    }
}

fn linked(seed: u64, shown: Shown) -> (Actors, Vec<Trace>, Pairs) {
    let crowd = crowd(12, shown, &mut Dice::new(seed));
    let mut traces = Traces::new();
    for (visit, _) in &crowd {
        traces.push(visit);
    }
    let traces = traces.into_traces();
    let actors = link(&traces);
    let mut person_of = BTreeMap::new();
    for (person, members) in actors.people().iter().enumerate() {
        for trace in members {
            let trace = &traces[trace.0];
            person_of.insert((&trace.account, trace.address, &trace.identity), person);
        }
    }
    let found: Vec<(usize, i64)> = crowd
        .iter()
        .map(|(visit, who)| (person_of[&(&visit.account, visit.address, &visit.identity)], *who))
        .collect();
    let mut pairs = Pairs::default();
    for (at, one) in found.iter().enumerate() {
        for other in &found[at + 1..] {
            match (one.0 == other.0, one.1 == other.1) {
                (true, true) => pairs.right += 1.0,
                (true, false) => pairs.wrong += 1.0,
                (false, true) => pairs.missed += 1.0,
                (false, false) => {}
            }
        }
    }
    (actors, traces, pairs)
}

fn all(seeds: std::ops::Range<u64>, shown: Shown) -> Pairs {
    let mut sum = Pairs::default();
    for seed in seeds {
        let pairs = linked(seed, shown).2;
        sum.right += pairs.right;
        sum.wrong += pairs.wrong;
        sum.missed += pairs.missed;
    }
    sum
}

#[test]
fn keys_hold_people_together_over_changing_addresses() {
    let pairs = all(1_000..1_020, Shown::Keys);
    println!("with keys: F1 {:.3}", pairs.f1());
    assert!(pairs.f1() >= 0.95, "{:.3} {pairs:?}", pairs.f1());
}

#[test]
fn programs_folders_and_hours_link_most_sessions() {
    let pairs = all(1_000..1_020, Shown::Program);
    println!("without keys: F1 {:.3}", pairs.f1());
    assert!(pairs.f1() >= 0.8, "{:.3} {pairs:?}", pairs.f1());
}

#[test]
fn every_join_says_why_and_can_be_taken_back() {
    let (mut actors, traces, _) = linked(2_000, Shown::Keys);
    let before = actors.people();
    assert!(!actors.merges().is_empty());
    for merge in actors.merges() {
        let sum: f64 = merge.because.iter().map(|reason| reason.bits).sum();
        assert!(merge.bits >= 3.0 && (sum - merge.bits).abs() < 1e-9);
        assert!(merge.because.iter().any(|reason| reason.feature != Feature::Account));
    }
    for merge_idx in 0..actors.merges().len() {
        assert!(actors.undo(merge_idx));
    }
    assert_eq!(actors.people().len(), traces.len());
    for merge_idx in 0..actors.merges().len() {
        assert!(actors.apply(merge_idx));
    }
    assert_eq!(actors.people(), before);
}
