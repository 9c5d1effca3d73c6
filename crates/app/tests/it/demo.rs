//! The demo: the known truth is found, twice the same bytes, and nothing is damaged.

use std::fs;

use subtier_testkit::run_command;

use crate::SUBTIER;

#[test]
fn the_demo_finds_its_known_truth_and_accuses_nobody_else() {
    let dir = tempfile::tempdir().unwrap();
    let case = dir.path().join("case");
    let run = run_command(SUBTIER, &["demo", "--case", case.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(!run.stdout.contains("MISSED") && !run.stdout.contains("WRONG"), "{}", run.stdout);
    assert_eq!(run.stdout.lines().filter(|line| line.starts_with("found")).count(), 12);
    let report = fs::read_to_string(case.join("reports/report.html")).unwrap();
    assert!(report.contains("default-src &#39;none&#39;") || report.contains("default-src 'none'"));
    let verify = run_command(SUBTIER, &["verify", case.to_str().unwrap()]);
    assert_eq!(verify.code, Some(0), "{}", verify.stdout);
}

#[test]
fn two_case_folders_give_the_same_findings_to_the_byte() {
    let dir = tempfile::tempdir().unwrap();
    let mut findings = Vec::new();
    for name in ["one", "a longer name"] {
        let case = dir.path().join(name);
        run_command(SUBTIER, &["demo", "--case", case.to_str().unwrap()]);
        findings.push(fs::read(case.join("reports/findings.json")).unwrap());
        // And once more in the same folder, where everything is done already.
        run_command(SUBTIER, &["demo", "--case", case.to_str().unwrap()]);
        findings.push(fs::read(case.join("reports/findings.json")).unwrap());
    }
    findings.dedup();
    assert_eq!(findings.len(), 1);
}
