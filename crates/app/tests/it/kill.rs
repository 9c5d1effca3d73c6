//! A run that is killed anywhere and started again comes to the same findings, and nothing is damaged.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use subtier_testkit::run_command;

use crate::SUBTIER;

fn start(case: &Path) -> Child {
    Command::new(SUBTIER)
        .args(["demo", "--case"])
        .arg(case)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// A sixteenth of what a whole run writes, as far as [`progress`] counts it.
const STEP_BYTES: u64 = 50_000;

/// How far a run has come: bytes of custody, of the write-ahead log and files below the case.
fn progress(case: &Path) -> u64 {
    let size = |name: &str| case.join(name).metadata().map_or(0, |metadata| metadata.len());
    let entries = |name: &str| fs::read_dir(case.join(name)).map_or(0, |dir| dir.count() as u64);
    size("evidence/custody.jsonl")
        + size("case.db-wal")
        + size("work.db-wal")
        + size("reports/findings.json")
        + 100 * (entries("evidence/blobs") + entries("tmp") + entries("demo"))
}

#[test]
fn a_run_killed_at_any_stage_resumes_to_the_same_findings() {
    let dir = tempfile::tempdir().unwrap();
    let sound = dir.path().join("sound");
    run_command(SUBTIER, &["demo", "--case", sound.to_str().unwrap()]);
    let expected = fs::read(sound.join("reports/findings.json")).unwrap();
    let mut killed = 0;
    for step in 0..16 {
        let case = dir.path().join(format!("case-{step}"));
        let mut child = start(&case);
        // Waits for the run to come a little further than at the step before, by what it has
        // written, not by a clock.
        let target = 1 + step * STEP_BYTES;
        while progress(&case) < target && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        killed += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        let path = case.to_str().unwrap();
        let again = run_command(SUBTIER, &["demo", "--case", path]);
        assert_eq!(again.code, Some(0), "step {step}: {}{}", again.stdout, again.stderr);
        let findings = fs::read(case.join("reports/findings.json")).unwrap();
        assert!(findings == expected, "findings differ after a kill at step {step}");
        let verify = run_command(SUBTIER, &["verify", path]);
        assert_eq!(verify.code, Some(0), "step {step}: {}", verify.stdout);
    }
    assert!(killed >= 8, "only {killed} of 16 runs were killed before their end");
}
