//! A second run finds what the first had done; an interrupted one ends where a whole one does.
#![expect(clippy::disallowed_methods, reason = "tests make the files that are taken in")]

use std::fs;

use subtier_intake::{Config, HoldingPolicy, Limits};

use crate::support::{Bench, SMALL, Taken, zip_of};

fn fill(bench: &Bench) {
    for n in 0..300 {
        bench.file(format!("d/{n:03}.txt"), format!("file {n}").as_bytes());
    }
    bench.file("e.zip", &zip_of(&[("in.txt", b"in")]));
}

fn said(taken: &Taken) -> (Vec<String>, Vec<String>) {
    (taken.items(), taken.complained())
}

#[test]
fn a_second_run_does_nothing_again() {
    let bench = Bench::new();
    fill(&bench);
    let first = bench.take();
    let (said_first, units) = (said(&first), first.summary.units.clone());
    let head = first.case.custody_head().unwrap();
    assert_eq!(first.summary.done_before, 0);
    drop(first);
    let second = bench.take();
    assert_eq!(said(&second), said_first);
    assert_eq!(second.summary.units, units);
    assert_eq!(second.summary.done_before, units.len() as u64);
    assert_eq!(second.case.custody_head().unwrap(), head);
}

#[test]
fn after_the_work_was_lost_the_same_rows_come_again() {
    let bench = Bench::new();
    fill(&bench);
    let first = bench.take();
    let said_first = said(&first);
    drop(first);
    for name in ["work.db", "work.db-wal", "work.db-shm"] {
        let path = bench.case_dir().join(name);
        if path.exists() {
            fs::rename(&path, bench.dir.path().join(name)).unwrap();
        }
    }
    let second = bench.take();
    assert_eq!(second.summary.done_before, 0);
    assert_eq!(said(&second), said_first);
    drop(second);
    let verification = subtier_store::verify(&bench.case_dir()).unwrap();
    assert_eq!(verification.damage, []);
}

#[test]
fn other_bytes_with_the_same_name_size_and_time_are_taken_in() {
    let bench = Bench::new();
    let take = |holder: &str| {
        let config = Config {
            sources: vec![bench.dir.path().join(holder).join("dump")],
            holding: HoldingPolicy::Copy { reference_above_bytes: u64::MAX },
            limits: SMALL,
        };
        bench.take_config(&config)
    };
    for (holder, bytes) in [("e1", b"first "), ("e2", b"second")] {
        let dump = bench.dir.path().join(holder).join("dump");
        fs::create_dir_all(&dump).unwrap();
        fs::write(dump.join("a.log"), bytes).unwrap();
        let file = fs::File::options().write(true).open(dump.join("a.log")).unwrap();
        file.set_modified(std::time::UNIX_EPOCH).unwrap();
    }
    drop(take("e1"));
    let second = take("e2");
    assert_eq!(second.summary.done_before, 0);
    assert_eq!(second.evidence.len(), 2);
    // Written over in place, with the time set back.
    let path = bench.dir.path().join("e2/dump/a.log");
    drop(second);
    fs::write(&path, b"third!").unwrap();
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_modified(std::time::UNIX_EPOCH).unwrap();
    assert_eq!(take("e2").evidence.len(), 3);
    let custody = fs::read_to_string(bench.case_dir().join("evidence/custody.jsonl")).unwrap();
    for what in ["intake_started", "intake_finished"] {
        // The third intake began as the second and ended as no other.
        let n_said = if what == "intake_started" { 2 } else { 3 };
        assert_eq!(custody.matches(what).count(), n_said, "{what}");
    }
}

#[test]
fn an_interrupted_part_of_a_container_is_not_taken_twice() {
    let bench = Bench::new();
    let name = "n".repeat(4000);
    let names: Vec<String> = (0..3000).map(|n| format!("{n:04}")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    bench.file("long.zip", &zip_of(&[(name.as_str(), &zip_of(&members))]));
    let limits = Limits { members_max: 4000, name_bytes_max: 1 << 30, ..SMALL };
    let first = bench.take_with(limits);
    let parts = first.summary.units.iter().filter(|unit| unit.matches('/').count() == 2).count();
    assert!(parts > 0 && parts < 10, "{parts}");
    assert_eq!(first.evidence.len(), 3002);
    let (said_first, units) = (said(&first), first.summary.units.clone());
    drop(first);
    for name in ["work.db", "work.db-wal", "work.db-shm"] {
        let path = bench.case_dir().join(name);
        if path.exists() {
            fs::rename(&path, bench.dir.path().join(name)).unwrap();
        }
    }
    let second = bench.take_with(limits);
    assert_eq!((said(&second), &second.summary.units), (said_first, &units));
    drop(second);
    let third = bench.take_with(limits);
    assert_eq!(third.summary.units, units);
    drop(third);
    assert_eq!(subtier_store::verify(&bench.case_dir()).unwrap().damage, []);
}

#[test]
fn a_file_more_is_taken_in_beside_the_rest() {
    let bench = Bench::new();
    fill(&bench);
    drop(bench.take());
    bench.file("f.txt", b"new");
    let second = bench.take();
    assert_eq!(second.bytes("dump/f.txt"), b"new");
    assert!(second.summary.done_before > 0);
    assert_eq!(second.evidence.len(), 303);
}
