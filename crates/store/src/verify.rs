//! `verify`: names whatever in a case folder no longer is what it was.
//!
//! Looks at every custody line, every blob (SHA-256, BLAKE3, size), the pages of `case.db` and its
//! rows against the digests in custody, every catalogued table and the files written last. Changes
//! nothing. What is missing from custody's end is known from `case.db`; who changes both at once,
//! with all hashes made anew, is only found by a custody head that was kept elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};
use subtier_model::{Blake3Hash, Decision, Evidence, EvidenceId, Holding, Sha256Hash};

use crate::custody::{self, Chain};
use crate::database::{Database, is_damage};
use crate::folder::Folder;
use crate::{CustodyEvent, Error, digest, records, runs, work};

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

/// Looks at a whole case folder. While a run writes to it, it is [`Error::Busy`].
pub fn verify(dir: &Path) -> Result<Verification, Error> {
    let folder = Folder::new(dir);
    folder.refuse_what_is_no_case()?;
    let _no_writer = folder.lock_to_read()?;
    let mut found = Verification::default();
    let chain = check_custody(&folder, &mut found)?;
    check_written_files(&folder, &chain, &mut found);
    match read_case_db(&folder, &chain, &mut found) {
        Err(Error::Database { source, .. }) if is_damage(&source) => {
            found.push("case.db", source.to_string());
        }
        other => other?,
    }
    check_blobs(&folder, &taken(&chain), &mut found)?;
    check_tables(&folder, &mut found)?;
    found.damage.sort();
    found.damage.dedup();
    Ok(found)
}

impl Verification {
    fn push(&mut self, file: impl Into<String>, reason: impl Into<String>) {
        self.damage.push(Damage { file: file.into(), reason: reason.into() });
    }
}

/// What custody says was taken in, each item as its last line has it.
fn taken(chain: &Chain) -> BTreeMap<EvidenceId, &Evidence> {
    chain.events.iter().filter_map(CustodyEvent::taken).map(|item| (item.id, item)).collect()
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

/// `case.toml` and the reports, against the hashes that custody holds of them: the one that was
/// written last, or one that was about to be written when a run was killed.
fn check_written_files(folder: &Folder, chain: &Chain, found: &mut Verification) {
    let mut sound: BTreeMap<&str, Vec<Sha256Hash>> = BTreeMap::new();
    for event in &chain.events {
        match event {
            CustodyEvent::FileWritten { file, sha256, .. } => {
                sound.insert(file, vec![*sha256]);
            }
            CustodyEvent::FilePending { file, sha256 } => {
                // Before the first was written there may be none.
                sound.entry(file).or_default().push(*sha256);
            }
            CustodyEvent::Taken { .. }
            | CustodyEvent::IntakeStarted { .. }
            | CustodyEvent::IntakeFinished { .. }
            | CustodyEvent::UnitCommitted { .. }
            | CustodyEvent::RunCompleted { .. }
            | CustodyEvent::Decided { .. }
            | CustodyEvent::Undone { .. }
            | CustodyEvent::TornLineRemoved { .. } => {}
        }
    }
    let ever_written = |file: &str| {
        let written = |event: &CustodyEvent| matches!(event, CustodyEvent::FileWritten { file: written, .. } if written == file);
        chain.events.iter().any(written)
    };
    for (file, sound) in sound {
        match hash(&folder.root().join(file)) {
            Ok(hashes) if sound.contains(&hashes.sha256) => {}
            Ok(_) => found.push(file, "its bytes are not those that were written"),
            Err(_) if !ever_written(file) => {}
            Err(error) => found.push(file, error.to_string()),
        }
    }
}

/// All that is held of the rows: SQLite's own sums, the audit chain, the length of custody, and the
/// digests of units, runs and decisions.
fn read_case_db(folder: &Folder, chain: &Chain, found: &mut Verification) -> Result<(), Error> {
    if chain.head.lines == 0 && !folder.case_db().exists() {
        return Ok(());
    }
    let database = Database::open_to_read(&folder.case_db())?;
    if let Some(fault) = database.integrity_fault()? {
        found.push("case.db", fault);
    }
    if let Some(line) = runs::audit_fault(&database)? {
        found.push("case.db", format!("the audit chain is broken at line {line}"));
    }
    let recorded = check_heads(&database, chain, found)?;
    let (mut units, mut held_runs) = (BTreeMap::new(), BTreeMap::new());
    for event in with_rows(chain, recorded) {
        if let CustodyEvent::UnitCommitted { unit, rows } = event {
            units.insert(unit.as_str(), *rows);
        }
        if let CustodyEvent::RunCompleted { run, rows, .. } = event {
            held_runs.insert(*run, *rows);
        }
    }
    for (unit, rows) in &units {
        if digest::of_unit(&database, unit)? != *rows {
            found.push("case.db", format!("the rows of {unit} are not those that were written"));
        }
    }
    for (run, rows) in held_runs {
        if digest::of_run(&database, run)? != rows {
            found.push("case.db", format!("the rows of run {run} are not those that were written"));
        }
    }
    // A row of a unit that custody does not know was put in by somebody else, unless the unit was
    // being committed when a run was killed.
    let pending: BTreeSet<_> = chain.events.iter().filter_map(unit_of).collect();
    for unit in records::units(&database, "")? {
        if !pending.contains(unit.as_str()) {
            found.push("case.db", format!("rows of {unit}, of which custody knows nothing"));
        }
    }
    check_decisions(&database, chain, found)
}

/// The events whose rows must be there: those up to the line that the rows know, but for what a later
/// run found undone.
fn with_rows(chain: &Chain, recorded: u64) -> impl Iterator<Item = &CustodyEvent> {
    let mut undone = Vec::new();
    for (line, event) in (1..).zip(&chain.events) {
        if let CustodyEvent::Undone { from } = event {
            undone.push(*from..line);
        }
    }
    let numbered = (1..=recorded).zip(&chain.events);
    numbered.filter_map(move |(line, event)| {
        (!undone.iter().any(|lines| lines.contains(&line))).then_some(event)
    })
}

fn unit_of(event: &CustodyEvent) -> Option<&str> {
    match event {
        CustodyEvent::UnitCommitted { unit, .. } => Some(unit),
        CustodyEvent::FilePending { .. }
        | CustodyEvent::FileWritten { .. }
        | CustodyEvent::Taken { .. }
        | CustodyEvent::IntakeStarted { .. }
        | CustodyEvent::IntakeFinished { .. }
        | CustodyEvent::RunCompleted { .. }
        | CustodyEvent::Decided { .. }
        | CustodyEvent::Undone { .. }
        | CustodyEvent::TornLineRemoved { .. } => None,
    }
}

/// Each head that a row remembers, against the chain; gives how many lines the rows know.
fn check_heads(database: &Database, chain: &Chain, found: &mut Verification) -> Result<u64, Error> {
    let heads =
        database.rows("SELECT lines, hash FROM custody_head ORDER BY lines", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
    let mut recorded = 0;
    for (lines, hash) in heads {
        let index = usize::try_from(lines).ok().and_then(|lines| lines.checked_sub(1));
        let there = index.and_then(|index| chain.hashes.get(index)).map(ToString::to_string);
        if there.as_deref() != Some(hash.as_str()) {
            found.push(CUSTODY, format!("line {lines} is missing or not the one that was written"));
            break;
        }
        recorded = lines.cast_unsigned();
    }
    Ok(recorded)
}

fn check_decisions(
    database: &Database,
    chain: &Chain,
    found: &mut Verification,
) -> Result<(), Error> {
    let decided: BTreeSet<_> = chain
        .events
        .iter()
        .filter_map(|event| match event {
            CustodyEvent::Decided { decision } => Some(*decision),
            CustodyEvent::FilePending { .. }
            | CustodyEvent::FileWritten { .. }
            | CustodyEvent::Taken { .. }
            | CustodyEvent::IntakeStarted { .. }
            | CustodyEvent::IntakeFinished { .. }
            | CustodyEvent::UnitCommitted { .. }
            | CustodyEvent::RunCompleted { .. }
            | CustodyEvent::Undone { .. }
            | CustodyEvent::TornLineRemoved { .. } => None,
        })
        .collect();
    for (id, decision) in runs::decision_rows(database)? {
        let state = (decision.finding, decision.revision);
        let Decision { ruling, by, at, reason, .. } = decision.clone();
        let again = Decision::new(state, ruling, by, at, reason);
        if again.id.as_bytes() != &id || again != decision || !decided.contains(&again.id) {
            found.push("case.db", format!("the decision {} was changed or put in", decision.id));
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
    evidence: &BTreeMap<EvidenceId, &Evidence>,
    found: &mut Verification,
) -> Result<(), Error> {
    let mut expected: BTreeMap<Sha256Hash, &Evidence> = BTreeMap::new();
    for item in evidence.values() {
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
fn check_tables(folder: &Folder, found: &mut Verification) -> Result<(), Error> {
    if !folder.work_db().exists() {
        return Ok(());
    }
    let tables = Database::open_to_read(&folder.work_db()).and_then(|work| work::tables(&work));
    let tables = match tables {
        Err(Error::Database { source, .. }) if is_damage(&source) => {
            found.push("work.db", source.to_string());
            return Ok(());
        }
        other => other?,
    };
    for table in tables {
        let file = format!("tables/{}", table.path);
        match hash(&folder.root().join(&file)) {
            Ok(hashes) if hashes.blake3.to_string() == table.blake3 => found.tables += 1,
            Ok(_) => found.push(file, "its bytes are not those that were written"),
            Err(error) => found.push(file, error.to_string()),
        }
    }
    Ok(())
}
