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

#[test]
fn rows_cannot_be_changed_through_sql_and_a_forced_change_is_named() {
    let named = check(|dir| {
        let rows = rusqlite::Connection::open(dir.join("case.db")).unwrap();
        let change = "UPDATE observation SET said = replace(said, '192.0.2.1', '192.0.2.2')";
        assert!(rows.execute(change, []).is_err());
        rows.execute_batch("DROP TRIGGER observation_no_UPDATE").unwrap();
        assert_eq!(rows.execute(change, []).unwrap(), 2);
    });
    assert_eq!(named, ["case.db"]);
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
