//! Whatever is changed behind the back of a case is named by its file.

use std::fs;
use std::path::{Path, PathBuf};

use subtier_store::verify;

use crate::fixture::whole_case;

/// Damages a whole case and gives the files that `verify` names.
fn check(damage: impl FnOnce(&Path)) -> Vec<String> {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    assert_eq!(verify(dir.path()).unwrap().damage, []);
    damage(dir.path());
    let mut files: Vec<_> =
        verify(dir.path()).unwrap().damage.into_iter().map(|damage| damage.file).collect();
    files.dedup();
    files
}

fn first_file_below(dir: &Path) -> PathBuf {
    let mut entries: Vec<_> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    let first = entries.remove(0);
    if first.is_dir() { first_file_below(&first) } else { first }
}

#[expect(clippy::permissions_set_readonly_false, reason = "a test forges a read-only blob")]
fn flip(path: &Path, at: usize) {
    let mut permissions = fs::metadata(path).unwrap().permissions();
    permissions.set_readonly(false);
    fs::set_permissions(path, permissions).unwrap();
    let mut bytes = fs::read(path).unwrap();
    *bytes.get_mut(at).unwrap() ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_changed_byte_in_a_blob_is_named() {
    let named = check(|dir| flip(&first_file_below(&dir.join("evidence/blobs")), 0));
    assert_eq!(named.len(), 1);
    assert!(named[0].starts_with("evidence/blobs/"), "{named:?}");
}

#[test]
fn a_missing_blob_is_named() {
    let named =
        check(|dir| fs::remove_file(first_file_below(&dir.join("evidence/blobs"))).unwrap());
    assert!(named[0].starts_with("evidence/blobs/"), "{named:?}");
}

#[test]
fn every_changed_byte_of_the_custody_chain_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    let custody = dir.path().join("evidence/custody.jsonl");
    let sound = fs::read(&custody).unwrap();
    for at in (0..sound.len()).step_by(13) {
        let mut changed = sound.clone();
        changed[at] ^= 1;
        fs::write(&custody, changed).unwrap();
        let damage = verify(dir.path()).unwrap().damage;
        assert!(damage.iter().any(|d| d.file == "evidence/custody.jsonl"), "byte {at}");
    }
}

#[test]
fn a_custody_chain_cut_at_its_end_is_noticed() {
    let named = check(|dir| {
        let custody = dir.join("evidence/custody.jsonl");
        let text = fs::read_to_string(&custody).unwrap();
        let kept: Vec<_> = text.lines().take(2).collect();
        fs::write(&custody, kept.join("\n") + "\n").unwrap();
    });
    assert!(named.contains(&"evidence/custody.jsonl".to_owned()), "{named:?}");
}

#[test]
fn a_changed_table_report_or_case_file_is_named() {
    for file in ["tables/accesses", "reports", "case.toml"] {
        let named = check(|dir| {
            let path = dir.join(file);
            flip(&if path.is_dir() { first_file_below(&path) } else { path }, 2);
        });
        assert!(named.iter().any(|named| named.starts_with(file)), "{file}: {named:?}");
    }
}

/// Changes rows behind the triggers.
fn force(dir: &Path, table: &str, change: &str) {
    let rows = rusqlite::Connection::open(dir.join("case.db")).unwrap();
    let drop = format!("DROP TRIGGER {table}_no_UPDATE; DROP TRIGGER {table}_no_DELETE");
    rows.execute_batch(&drop).unwrap();
    assert!(rows.execute(change, []).unwrap() > 0, "{change}");
}

#[test]
fn rows_cannot_be_changed_through_sql() {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    let rows = rusqlite::Connection::open(dir.path().join("case.db")).unwrap();
    for table in ["evidence", "observation", "complaint", "finding", "completed_run", "audit"] {
        for change in [format!("DELETE FROM {table}"), format!("UPDATE {table} SET rowid = 7")] {
            let refused = rows.execute(&change, []).is_err();
            let empty: bool = table == "audit";
            assert!(refused || empty, "{change}");
        }
    }
}

#[test]
fn a_row_that_is_changed_taken_out_or_put_in_is_named() {
    for (table, change) in [
        ("observation", "UPDATE observation SET said = replace(said, '192.0.2.1', '192.0.2.2')"),
        ("observation", "DELETE FROM observation"),
        ("evidence", "DELETE FROM evidence WHERE path = 'a.log'"),
        ("evidence", "UPDATE evidence SET said = replace(said, 'copied', 'referenced')"),
        ("complaint", "DELETE FROM complaint"),
        ("finding", "DELETE FROM finding"),
        ("finding", "UPDATE finding SET said = replace(said, 'noted', 'strong')"),
        ("completed_run", "UPDATE completed_run SET said = 'other'"),
        (
            "complaint",
            "INSERT INTO complaint SELECT 'intake-1/forged', id, path, said FROM complaint",
        ),
    ] {
        assert_eq!(check(|dir| force(dir, table, change)), ["case.db"], "{change}");
    }
}

#[test]
fn all_rows_and_blobs_taken_out_together_are_named() {
    let named = check(|dir| {
        force(dir, "evidence", "DELETE FROM evidence");
        fs::remove_dir_all(dir.join("evidence/blobs")).unwrap();
        fs::create_dir(dir.join("evidence/blobs")).unwrap();
    });
    assert_eq!(named.iter().filter(|file| file.starts_with("evidence/blobs/")).count(), 2);
}

#[test]
fn a_forged_decision_is_named() {
    let named = check(|dir| {
        let forge = "INSERT INTO decision(id, finding, said) SELECT zeroblob(16), id, \
            '{\"id\":\"00000000000000000000000000000000\",\"finding\":\"00000000000000000000000000000000\",\
            \"revision\":\"00000000000000000000000000000000\",\"ruling\":\"dismissed\",\"by\":\"x\",\"at\":1,\
            \"reason\":\"\"}' FROM finding";
        force(dir, "decision", forge);
    });
    assert_eq!(named, ["case.db"]);
}

#[test]
fn beside_a_writer_nothing_is_said_to_be_damaged() {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    let _writer = crate::fixture::open(dir.path());
    assert!(matches!(verify(dir.path()), Err(subtier_store::Error::Busy { .. })));
}

#[test]
fn a_sound_case_that_cannot_be_written_to_is_sound() {
    let dir = tempfile::tempdir().unwrap();
    whole_case(dir.path());
    let copy = dir.path().join("case.db");
    let mut permissions = fs::metadata(&copy).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&copy, permissions).unwrap();
    assert_eq!(verify(dir.path()).unwrap().damage, []);
}

#[test]
fn a_case_db_that_is_no_database_is_named_and_the_blobs_are_still_looked_at() {
    let named = check(|dir| {
        fs::write(dir.join("case.db"), b"not a database, but long enough to be read as one")
            .unwrap();
        fs::remove_file(first_file_below(&dir.join("evidence/blobs"))).unwrap();
    });
    assert!(named.contains(&"case.db".to_owned()), "{named:?}");
    assert!(named.iter().any(|file| file.starts_with("evidence/blobs/")), "{named:?}");
}
