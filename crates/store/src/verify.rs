//! `verify`: names whatever in a case folder no longer is what it was.
//!
//! Looks at every blob (SHA-256, BLAKE3, size), every custody line, the pages and rows of
//! `case.db`, every catalogued table and the reports written last. Changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};
use subtier_model::{Blake3Hash, Evidence, Finding, Holding, Observation, Sha256Hash};

use crate::custody::{self, Chain};
use crate::database::{Database, heard};
use crate::folder::Folder;
use crate::{CustodyEvent, Error, records, runs, work};

/// One thing that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Damage {
    /// File within the case folder.
    pub file: String,
    /// What is wrong with it.
    pub reason: String,
}

/// What `verify` looked at and found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Blobs read again.
    pub blobs: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Custody lines.
    pub custody_lines: u64,
    /// Tables read again.
    pub tables: u64,
    /// Items held by reference, whose bytes are not in the folder and were not looked at.
    pub referenced: u64,
    /// What is wrong, by file.
    pub damage: Vec<Damage>,
}

/// Looks at a whole case folder.
pub fn verify(dir: &Path) -> Result<Verification, Error> {
    let folder = Folder::new(dir);
    if !folder.case_file().exists() {
        return Err(Error::NotACase { path: dir.to_owned() });
    }
    let mut found = Verification::default();
    let chain = check_custody(&folder, &mut found)?;
    check_written_files(&folder, &chain, &mut found);
    let evidence = match Database::open_to_read(&folder.case_db()) {
        Ok(database) => match check_rows(&database, &chain, &mut found) {
            Ok(evidence) => evidence,
            Err(error) => {
                found.push("case.db", error.to_string());
                taken(&chain)
            }
        },
        Err(error) => {
            found.push("case.db", error.to_string());
            taken(&chain)
        }
    };
    check_blobs(&folder, &evidence, &mut found)?;
    check_tables(&folder, &mut found);
    found.damage.sort();
    found.damage.dedup();
    Ok(found)
}

impl Verification {
    fn push(&mut self, file: impl Into<String>, reason: impl Into<String>) {
        self.damage.push(Damage { file: file.into(), reason: reason.into() });
    }
}

/// What custody says was taken in, for when the rows cannot be read.
fn taken(chain: &Chain) -> Vec<Evidence> {
    let taken = chain.events.iter().filter_map(|event| match event {
        CustodyEvent::Taken { evidence, .. } => Some(evidence.as_ref().clone()),
        CustodyEvent::CaseFileWritten { .. }
        | CustodyEvent::IntakeStarted { .. }
        | CustodyEvent::IntakeFinished { .. }
        | CustodyEvent::RunCompleted { .. }
        | CustodyEvent::ReportWritten { .. }
        | CustodyEvent::TornLineRemoved { .. } => None,
    });
    taken.collect()
}

const CUSTODY: &str = "evidence/custody.jsonl";

fn check_custody(folder: &Folder, found: &mut Verification) -> Result<Chain, Error> {
    let chain = custody::read(&folder.custody())?;
    found.custody_lines = chain.head.lines;
    if let Some((line, reason)) = &chain.broken {
        found.push(CUSTODY, format!("line {line} {reason}"));
    }
    if chain.torn.is_some() {
        found.push(CUSTODY, "the last line is cut; the next run mends it".to_owned());
    }
    Ok(chain)
}

/// `case.toml` and the reports, against the hashes that custody holds of them.
fn check_written_files(folder: &Folder, chain: &Chain, found: &mut Verification) {
    let mut written: BTreeMap<String, Sha256Hash> = BTreeMap::new();
    for event in &chain.events {
        match event {
            CustodyEvent::CaseFileWritten { sha256, .. } => {
                written.insert("case.toml".to_owned(), *sha256);
            }
            CustodyEvent::ReportWritten { file, sha256 } => {
                written.insert(format!("reports/{file}"), *sha256);
            }
            CustodyEvent::Taken { .. }
            | CustodyEvent::IntakeStarted { .. }
            | CustodyEvent::IntakeFinished { .. }
            | CustodyEvent::RunCompleted { .. }
            | CustodyEvent::TornLineRemoved { .. } => {}
        }
    }
    for (file, sha256) in written {
        match hash(&folder.root().join(&file)) {
            Ok(hashes) if hashes.sha256 == sha256 => {}
            Ok(_) => found.push(file, "its bytes are not those that were written"),
            Err(error) => found.push(file, error.to_string()),
        }
    }
}

fn check_rows(
    database: &Database,
    chain: &Chain,
    found: &mut Verification,
) -> Result<Vec<Evidence>, Error> {
    if let Some(fault) = database.integrity_fault()? {
        found.push("case.db", fault);
    }
    if let Some(line) = runs::audit_fault(database)? {
        found.push("case.db", format!("the audit chain is broken at line {line}"));
    }
    let heads =
        database.rows("SELECT lines, hash FROM custody_head ORDER BY lines", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
    for (lines, hash) in heads {
        let index = usize::try_from(lines).ok().and_then(|lines| lines.checked_sub(1));
        let there = index.and_then(|index| chain.hashes.get(index)).map(ToString::to_string);
        if there.as_deref() != Some(hash.as_str()) {
            found.push(CUSTODY, format!("line {lines} is missing or not the one that was written"));
            break;
        }
    }
    check_ids(database, found)?;
    let evidence = records::evidence(database)?;
    for item in &evidence {
        if Evidence::id_of(&item.path, item.size, item.sha256.as_ref()) != item.id {
            found.push("case.db", format!("the evidence row of {} was changed", item.path));
        }
    }
    Ok(evidence)
}

/// Observations and findings, against the ids that hash all they say.
fn check_ids(database: &Database, found: &mut Verification) -> Result<(), Error> {
    let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, [u8; 16]>(0)?, row.get::<_, String>(1)?));
    for (id, said) in database.rows("SELECT id, said FROM observation", [], row)? {
        let row: Observation = heard(&said, database.path())?;
        let again =
            Observation::new(row.evidence, row.place, &row.quote, row.reader.clone(), row.fact);
        if again.id != row.id || row.id.as_bytes() != &id {
            found.push("case.db", format!("the observation {} was changed", row.id));
        }
    }
    for (revision, said) in database.rows("SELECT revision, said FROM finding", [], row)? {
        let row: Finding = heard(&said, database.path())?;
        if !row.is_as_hashed() || row.revision.as_bytes() != &revision {
            found.push("case.db", format!("the finding {} was changed", row.id));
        }
    }
    Ok(())
}

struct Hashes {
    sha256: Sha256Hash,
    blake3: Blake3Hash,
    bytes: u64,
}

fn hash(path: &Path) -> Result<Hashes, Error> {
    let mut file = File::open(path).map_err(Error::io("open", path))?;
    let (mut sha256, mut blake3) = (Sha256::new(), blake3::Hasher::new());
    let mut buffer = vec![0; 1 << 20];
    loop {
        let count = file.read(&mut buffer).map_err(Error::io("read", path))?;
        let Some(chunk) = buffer.get(..count).filter(|chunk| !chunk.is_empty()) else { break };
        sha256.update(chunk);
        blake3.update(chunk);
    }
    Ok(Hashes {
        sha256: Sha256Hash(sha256.finalize().into()),
        bytes: blake3.count(),
        blake3: Blake3Hash(*blake3.finalize().as_bytes()),
    })
}

fn check_blobs(
    folder: &Folder,
    evidence: &[Evidence],
    found: &mut Verification,
) -> Result<(), Error> {
    let mut expected: BTreeMap<Sha256Hash, &Evidence> = BTreeMap::new();
    for item in evidence {
        match (item.holding, item.sha256) {
            (Holding::Copied, Some(sha256)) => drop(expected.insert(sha256, item)),
            (Holding::Referenced, _) => found.referenced += 1,
            (Holding::Copied | Holding::EntryOnly, _) => {}
        }
    }
    let mut seen = BTreeSet::new();
    for shelf in list(&folder.blobs())? {
        for name in list(&folder.blobs().join(&shelf))? {
            let path = folder.blobs().join(&shelf).join(&name);
            let file = format!("evidence/blobs/{shelf}/{name}");
            let hashes = match hash(&path) {
                Ok(hashes) => hashes,
                Err(error) => {
                    found.push(file, error.to_string());
                    continue;
                }
            };
            found.blobs += 1;
            found.bytes += hashes.bytes;
            if hashes.sha256.to_string() != name {
                found.push(file, "its bytes no longer have the SHA-256 it is named by");
            } else if let Some(item) = expected.get(&hashes.sha256)
                && (item.blake3 != Some(hashes.blake3) || item.size != hashes.bytes)
            {
                found.push(file, format!("size or BLAKE3 differ from the row of {}", item.path));
            }
            seen.insert(name);
        }
    }
    for (sha256, item) in expected {
        if !seen.contains(&sha256.to_string()) {
            let shelf: String = sha256.to_string().chars().take(2).collect();
            let reason = format!("missing; it holds the bytes of {}", item.path);
            found.push(format!("evidence/blobs/{shelf}/{sha256}"), reason);
        }
    }
    Ok(())
}

fn list(dir: &Path) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).map_err(Error::io("list", dir))? {
        let entry = entry.map_err(Error::io("list", dir))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort_unstable();
    Ok(names)
}

/// Tables can be made again, so a missing `work.db` is no damage; a changed table is.
fn check_tables(folder: &Folder, found: &mut Verification) {
    if !folder.work_db().exists() {
        return;
    }
    let tables = Database::open_to_read(&folder.work_db()).and_then(|work| work::tables(&work));
    let tables = match tables {
        Ok(tables) => tables,
        Err(error) => {
            found.push("work.db", error.to_string());
            return;
        }
    };
    for table in tables {
        let file = format!("tables/{}", table.path);
        match hash(&folder.root().join(&file)) {
            Ok(hashes) if hashes.blake3.to_string() == table.blake3 => found.tables += 1,
            Ok(_) => found.push(file, "its bytes are not those that were written"),
            Err(error) => found.push(file, error.to_string()),
        }
    }
}
