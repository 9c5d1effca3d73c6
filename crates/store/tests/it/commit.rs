//! What is committed comes back; doing it again, or after a kill, changes nothing.

use std::fs;
use std::sync::Arc;

use subtier_model::{Decision, Ruling, RunInputs, Timestamp};
use subtier_store::{Case, CustodyEvent, Error, verify};
use subtier_testkit::FakeClock;

use crate::fixture::{finding, item, observation, open, output, whole_case};

#[test]
fn a_committed_unit_comes_back_from_another_process() {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    let case = Case::open(dir.path(), Arc::new(FakeClock::default())).unwrap();
    let evidence = case.evidence().unwrap();
    assert_eq!(evidence, [item("a.log", b"one"), item("b.log", b"two")]);
    let units = case.units("intake-1/").unwrap();
    assert_eq!(units, ["intake-1/a.log", "intake-1/b.log"]);
    assert_eq!(case.observations(&units).unwrap().len(), 2);
    assert_eq!(case.complaints(&units).unwrap().len(), 2);
    let (run, context) = case.last_run().unwrap().unwrap();
    assert_eq!((run, context.as_str()), (RunInputs::default().id(), "context"));
    assert_eq!(case.evidence_of(&units).unwrap(), evidence);
    assert_eq!(case.findings(run).unwrap(), [finding(&observation(&item("a.log", b"one")))]);
}

#[test]
fn a_unit_that_is_done_twice_leaves_no_double_rows() {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    let mut case = open(dir.path());
    assert!(case.unit_done("intake-1/a.log").unwrap());
    assert!(!case.unit_done("intake-1/c.log").unwrap());
    let again = output(&case, "a.log", b"one");
    case.commit(again).unwrap();
    assert_eq!(case.evidence().unwrap().len(), 2);
    drop(case);
    assert_eq!(verify(dir.path()).unwrap().damage, []);
}

#[test]
fn without_work_db_all_units_run_again_onto_the_same_names() {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    fs::remove_file(dir.path().join("work.db")).unwrap();
    fs::remove_dir_all(dir.path().join("tables")).unwrap();
    let mut case = open(dir.path());
    assert!(!case.unit_done("intake-1/a.log").unwrap());
    let again = output(&case, "a.log", b"one");
    case.commit(again).unwrap();
    assert_eq!(case.evidence().unwrap().len(), 2);
    drop(case);
    let found = verify(dir.path()).unwrap();
    assert_eq!((found.damage, found.tables), (vec![], 1));
}

#[test]
fn a_line_cut_by_a_crash_is_mended_and_said() {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    let custody = dir.path().join("evidence/custody.jsonl");
    let mut bytes = fs::read(&custody).unwrap();
    bytes.extend_from_slice(b"{\"n\":99,\"at");
    fs::write(&custody, bytes).unwrap();
    drop(open(dir.path()));
    assert!(fs::read_to_string(&custody).unwrap().contains("torn_line_removed"));
    assert_eq!(verify(dir.path()).unwrap().damage, []);
}

#[test]
fn left_overs_of_a_killed_run_are_removed_and_no_part_of_the_case() {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    fs::write(dir.path().join("tmp/blob-77"), b"half").unwrap();
    drop(open(dir.path()));
    assert_eq!(fs::read_dir(dir.path().join("tmp")).unwrap().count(), 0);
}

#[test]
fn a_second_writer_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let _first = open(dir.path());
    let second = Case::open_or_create(dir.path(), Arc::new(FakeClock::default()));
    assert!(matches!(second, Err(Error::Busy { .. })));
}

#[test]
fn a_folder_with_other_things_is_not_taken_for_a_case() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["holiday.jpg", "tmp", "reports"] {
        let folder = dir.path().join(name);
        fs::create_dir_all(folder.join(name)).unwrap();
        fs::write(folder.join(name).join("thesis.txt"), b"x").unwrap();
        let opened = Case::open_or_create(&folder, Arc::new(FakeClock::default()));
        assert!(matches!(opened, Err(Error::NotACase { .. })), "{name}");
        assert_eq!(fs::read(folder.join(name).join("thesis.txt")).unwrap(), b"x");
    }
}

#[test]
fn a_link_in_the_place_of_a_part_of_the_case_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (case, victim) = (dir.path().join("case"), dir.path().join("victim"));
    fs::create_dir(&victim).unwrap();
    fs::write(victim.join("blob-1"), b"x").unwrap();
    whole_case(&case);
    fs::remove_dir(case.join("tmp")).unwrap();
    std::os::unix::fs::symlink(&victim, case.join("tmp")).unwrap();
    let opened = Case::open_or_create(&case, Arc::new(FakeClock::default()));
    assert!(matches!(opened, Err(Error::Linked { .. })));
    assert_eq!(fs::read(victim.join("blob-1")).unwrap(), b"x");
}

#[test]
fn what_somebody_else_put_into_tmp_stays() {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    fs::create_dir(dir.path().join("tmp/mine")).unwrap();
    fs::write(dir.path().join("tmp/letter.txt"), b"x").unwrap();
    drop(open(dir.path()));
    assert!(dir.path().join("tmp/mine").exists() && dir.path().join("tmp/letter.txt").exists());
}

#[test]
fn a_kill_between_a_report_and_its_custody_line_is_no_damage() {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    let mut case = open(dir.path());
    let sha256 = item("x", b"newer").sha256.unwrap();
    let file = "reports/findings.json".to_owned();
    case.record(&[CustodyEvent::FilePending { file, sha256 }]).unwrap();
    drop(case);
    assert_eq!(verify(dir.path()).unwrap().damage, []);
    fs::write(dir.path().join("reports/findings.json"), b"newer").unwrap();
    assert_eq!(verify(dir.path()).unwrap().damage, []);
}

#[test]
fn a_case_of_a_newer_format_is_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    let path = dir.path().join("case.toml");
    let newer = fs::read_to_string(&path).unwrap().replace("format = 1", "format = 2");
    fs::write(&path, newer).unwrap();
    let opened = Case::open_or_create(dir.path(), Arc::new(FakeClock::default()));
    assert!(opened.unwrap_err().to_string().contains("format 2"));
}

#[test]
fn decisions_are_kept_with_the_state_they_were_made_on() {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    let mut case = open(dir.path());
    let finding = case.findings(case.last_run().unwrap().unwrap().0).unwrap().remove(0);
    let state = (finding.id, finding.revision);
    let at = Timestamp::from_secs(1_713_744_100);
    let decision = Decision::new(state, Ruling::Dismissed, "counsel", at, "an old password");
    case.decide(&decision).unwrap();
    case.decide(&decision).unwrap();
    assert_eq!(case.decisions().unwrap(), [decision]);
}

#[test]
fn a_blob_is_stored_once_and_read_only() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let mut case = open(dir.path());
    for path in ["a.log", "copy of a.log"] {
        let unit = output(&case, path, b"one");
        case.commit(unit).unwrap();
    }
    let item = item("a.log", b"one");
    let path = case.blob_path(&item.sha256.unwrap());
    assert_eq!(fs::read(&path).unwrap(), b"one");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o444);
    drop(case);
    assert_eq!(verify(dir.path()).unwrap().blobs, 1);
}

#[test]
fn title_and_first_day_of_knowledge_can_be_set_and_are_in_custody() {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    let mut case = open(dir.path());
    case.describe(Some("Lantern"), "2024-01-05".parse().ok()).unwrap();
    case.describe(None, None).unwrap();
    drop(case);
    let case = open(dir.path());
    assert_eq!(case.file().title, "Lantern");
    assert_eq!(case.file().known_since, "2024-01-05".parse().ok());
    drop(case);
    assert_eq!(verify(dir.path()).unwrap().damage, []);
}

#[test]
fn a_unit_that_was_killed_before_its_rows_and_never_done_again_is_no_damage() {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    let mut case = open(dir.path());
    let unit = output(&case, "c.log", b"three");
    case.commit(unit).unwrap();
    drop(case);
    // Takes the rows of the last commit away again, as if the run had been killed before them.
    let rows = rusqlite::Connection::open(dir.path().join("case.db")).unwrap();
    for table in ["evidence", "observation", "complaint", "custody_head"] {
        rows.execute_batch(&format!("DROP TRIGGER {table}_no_DELETE")).unwrap();
    }
    for table in ["evidence", "observation", "complaint"] {
        rows.execute(&format!("DELETE FROM {table} WHERE unit = 'intake-1/c.log'"), []).unwrap();
    }
    let last = "DELETE FROM custody_head WHERE lines = (SELECT max(lines) FROM custody_head)";
    rows.execute(last, []).unwrap();
    drop(rows);
    assert_eq!(verify(dir.path()).unwrap().damage, []);
    let mut case = open(dir.path());
    let unit = output(&case, "d.log", b"four");
    case.commit(unit).unwrap();
    drop(case);
    assert_eq!(verify(dir.path()).unwrap().damage, []);
}

#[test]
fn derived_files_come_back_whole_or_not_at_all_and_may_be_deleted() {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    let mut case = open(dir.path());
    let hash = item("a.log", b"one").sha256.unwrap();
    assert_eq!(case.derived("look-1", &hash), None);
    case.keep_derived("look-1", &hash, b"seen").unwrap();
    case.keep_derived("look-1", &hash, b"seen again").unwrap();
    assert_eq!(case.derived("look-1", &hash).as_deref(), Some(b"seen again".as_slice()));
    assert_eq!(case.derived("look-2", &hash), None);
    let name = hash.to_string();
    let shelf: String = name.chars().take(2).collect();
    let path = dir.path().join("derived/look-1").join(shelf).join(&name);
    let mut bytes = fs::read(&path).unwrap();
    bytes[0] ^= 1;
    fs::write(&path, &bytes).unwrap();
    assert_eq!(case.derived("look-1", &hash), None);
    fs::remove_dir_all(dir.path().join("derived")).unwrap();
    assert_eq!(case.derived("look-1", &hash), None);
    case.keep_derived("look-1", &hash, b"seen").unwrap();
    drop(case);
    assert_eq!(verify(dir.path()).unwrap().damage, []);
}
