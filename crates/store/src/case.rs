//! The case: its one writer, and what can be read from it.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtier_model::{
    CaseId, Clock, Complaint, Date, Decision, Entity, Evidence, EvidenceId, Finding, IdHasher,
    Link, Observation, RunId, Sha256Hash,
};

use crate::custody::Custody;
use crate::database::Database;
use crate::folder::{Folder, read_small};
use crate::{
    AccessTable, BlobWriter, CustodyEvent, CustodyHead, Error, RunResult, UnitOutput, blob,
    derived, digest, records, runs, table, work,
};

/// The file that says what a case is.
const CASE_FILE: &str = "case.toml";

/// Format of the case folder that this program writes.
const FORMAT: u32 = 1;

/// What `case.toml` holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFile {
    /// Format version of the folder.
    pub format: u32,
    /// Drawn when the case was made; enters nothing that is compared across cases.
    pub id: CaseId,
    /// Title for the report.
    pub title: String,
    /// When the case was made, RFC 3339 in UTC.
    pub created: String,
    /// The day from which duties run.
    pub known_since: Option<Date>,
}

/// A case folder. With [`Case::open_or_create`] it is the one writer, until it is dropped.
pub struct Case {
    folder: Folder,
    file: CaseFile,
    database: Database,
    writer: Option<Writer>,
    clock: Arc<dyn Clock>,
}

/// What only the writer holds; the lock goes with it.
struct Writer {
    work: Database,
    custody: Custody,
    _lock: File,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Case").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Case {
    /// Opens a case for writing, or makes one in a missing or empty folder.
    ///
    /// Takes the writer's lock, empties `tmp`, mends a custody line that a crash cut short.
    pub fn open_or_create(dir: &Path, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let folder = Folder::new(dir);
        if !folder.case_file().exists() && !folder.is_new()? {
            return Err(Error::NotACase { path: dir.to_owned() });
        }
        folder.refuse_links()?;
        std::fs::create_dir_all(dir).map_err(Error::io("create", dir))?;
        folder.refuse_network_file_system()?;
        let lock = folder.lock()?;
        folder.make()?;
        folder.empty_tmp()?;
        // Looked at again under the lock: another run may have made the case in between.
        if !folder.case_file().exists() {
            write_new_case_file(&folder, clock.as_ref())?;
        }
        let file = read_case_file(&folder)?;
        let database = Database::open_case(&folder.case_db())?;
        let work = Database::open_work(&folder.work_db())?;
        let sql = "SELECT coalesce(max(lines), 0) FROM custody_head";
        let recorded = database.rows(sql, [], |row| row.get::<_, i64>(0))?;
        let recorded = recorded.first().map_or(0, |lines| lines.cast_unsigned());
        let custody = Custody::open(&folder.custody(), recorded, clock.now())?;
        let is_first = custody.head().lines == 0;
        let writer = Some(Writer { work, custody, _lock: lock });
        let mut case = Self { folder, file, database, writer, clock };
        if is_first {
            let sha256 = hash_file(&case.folder.case_file())?;
            case.record(&[file_written(CASE_FILE, sha256)])?;
        }
        Ok(case)
    }

    /// Opens a case for reading alone, beside a writer if there is one.
    pub fn open(dir: &Path, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let folder = Folder::new(dir);
        folder.refuse_what_is_no_case()?;
        let file = read_case_file(&folder)?;
        let database = Database::open_to_read(&folder.case_db())?;
        Ok(Self { folder, file, database, writer: None, clock })
    }

    /// What `case.toml` holds.
    pub const fn file(&self) -> &CaseFile {
        &self.file
    }

    /// Writes title and first day of knowledge into `case.toml`; what is `None` stays as it is.
    pub fn describe(
        &mut self,
        title: Option<&str>,
        known_since: Option<Date>,
    ) -> Result<(), Error> {
        let mut file = self.file.clone();
        file.title = title.map_or(file.title, str::to_owned);
        file.known_since = known_since.or(file.known_since);
        if file == self.file {
            return Ok(());
        }
        let text = toml::to_string(&file).expect("case.toml holds only text and numbers");
        self.write_file(CASE_FILE, text.as_bytes())?;
        self.file = file;
        Ok(())
    }

    /// The folder of the case, which intake must not take in.
    pub fn root(&self) -> &Path {
        self.folder.root()
    }

    fn writer(&mut self) -> Result<&mut Writer, Error> {
        let path = self.folder.root().to_owned();
        self.writer.as_mut().ok_or(Error::ReadOnly { path })
    }

    /// Whether a unit was committed before, here or in a run that was killed.
    pub fn unit_done(&self, unit: &str) -> Result<bool, Error> {
        match &self.writer {
            Some(writer) => work::is_done(&writer.work, unit),
            None => Ok(false),
        }
    }

    /// Starts a copy of evidence bytes in `tmp`.
    pub fn stage_blob(&self) -> Result<BlobWriter, Error> {
        BlobWriter::new(&self.folder)
    }

    /// Starts the accesses table of one log in `tmp`.
    pub fn stage_accesses(&self, evidence: EvidenceId) -> Result<AccessTable, Error> {
        AccessTable::new(&self.folder, evidence)
    }

    /// Commits all that one unit gave. Doing it again changes nothing.
    pub fn commit(&mut self, mut output: UnitOutput) -> Result<(), Error> {
        let (now, folder) = (self.clock.now(), self.folder.clone());
        let writer = self.writer()?;
        if !output.blobs.is_empty() || !output.tables.is_empty() {
            let tmp = folder.tmp();
            let dir = File::open(&tmp).map_err(Error::io("open", &tmp))?;
            rustix::fs::syncfs(&dir).map_err(|errno| Error::io("flush", &tmp)(errno.into()))?;
        }
        blob::shelve(&folder, &output.blobs)?;
        table::place(&folder, &output.tables)?;
        let rows = digest::of_output(&output);
        let mut lines = std::mem::take(&mut output.custody);
        lines.push(CustodyEvent::UnitCommitted { unit: output.unit.clone(), rows });
        writer.custody.append(&lines, now, &folder.custody())?;
        let head = writer.custody.head();
        records::add(&mut self.database, &output, head)?;
        let tables: Vec<_> = output.tables.iter().map(|table| table.file.clone()).collect();
        work::finish(&mut self.writer()?.work, &output.unit, &tables)
    }

    /// Keeps what was worked out of the bytes of this hash, under a kind such as `look`; what is there is replaced.
    pub fn keep_derived(&mut self, kind: &str, of: &Sha256Hash, bytes: &[u8]) -> Result<(), Error> {
        self.writer()?;
        derived::write(&self.folder, kind, of, bytes)
    }

    /// What was kept of a kind; `None` where it is missing or damaged and must be worked out anew.
    pub fn derived(&self, kind: &str, of: &Sha256Hash) -> Option<Vec<u8>> {
        derived::read(&self.folder, kind, of)
    }

    /// Appends custody lines that belong to no unit.
    pub fn record(&mut self, events: &[CustodyEvent]) -> Result<(), Error> {
        let (now, path) = (self.clock.now(), self.folder.custody());
        let custody = &mut self.writer()?.custody;
        custody.append(events, now, &path)?;
        let head = custody.head();
        self.database.transaction(|rows| records::record_head(rows, head))
    }

    /// Stores all that a run made and marks it as the last complete run.
    pub fn complete_run(&mut self, result: &RunResult<'_>) -> Result<(), Error> {
        let (run, findings) = (result.run, result.findings.len() as u64);
        let rows = digest::of_result(result);
        let (now, path) = (self.clock.now(), self.folder.custody());
        let line = CustodyEvent::RunCompleted { run, findings, rows };
        self.writer()?.custody.append(&[line], now, &path)?;
        let head = self.writer()?.custody.head();
        runs::complete(&mut self.database, result, head)
    }

    /// Writes a file into `reports/` and its hash into custody.
    pub fn write_report(&mut self, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
        self.write_file(&format!("reports/{name}"), bytes)
    }

    /// Writes a file of the case. Custody holds its hash before it is put under its name and once
    /// more after, so that a kill in between leaves a state that is known to be sound.
    fn write_file(&mut self, file: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
        let path = self.folder.root().join(file);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let aside = self.folder.write_aside(&name, bytes)?;
        let sha256 = Sha256Hash(Sha256::digest(bytes).into());
        self.record(&[CustodyEvent::FilePending { file: file.to_owned(), sha256 }])?;
        self.folder.put(&aside, &path)?;
        self.record(&[file_written(file, sha256)])?;
        Ok(path)
    }

    /// Marks units as done that gave nothing, many at once.
    pub fn mark_done(&mut self, units: &[String]) -> Result<(), Error> {
        work::mark_done(&mut self.writer()?.work, units)
    }

    /// Adds a person's decision. It is never changed or taken back, only followed by another.
    pub fn decide(&mut self, decision: &Decision) -> Result<(), Error> {
        let (now, path) = (self.clock.now(), self.folder.custody());
        let custody = &mut self.writer()?.custody;
        custody.append(&[CustodyEvent::Decided { decision: decision.id }], now, &path)?;
        let head = custody.head();
        runs::decide(&mut self.database, decision, head)
    }

    /// The end of the custody chain.
    pub fn custody_head(&self) -> Result<CustodyHead, Error> {
        match &self.writer {
            Some(writer) => Ok(writer.custody.head()),
            None => Ok(crate::custody::read(&self.folder.custody())?.head),
        }
    }

    /// All items of evidence, each once, by path and id.
    pub fn evidence(&self) -> Result<Vec<Evidence>, Error> {
        records::evidence(&self.database)
    }

    /// Names of the units that gave rows and begin with `prefix`, in order.
    pub fn units(&self, prefix: &str) -> Result<Vec<String>, Error> {
        records::units(&self.database, prefix)
    }

    /// Observations of the units named, each once, by id.
    pub fn observations(&self, units: &[String]) -> Result<Vec<Observation>, Error> {
        records::observations(&self.database, units)
    }

    /// Complaints of the units named, each once, by path, place and reason.
    pub fn complaints(&self, units: &[String]) -> Result<Vec<Complaint>, Error> {
        records::complaints(&self.database, units)
    }

    /// Items that the units named took in, each once, by path and id.
    pub fn evidence_of(&self, units: &[String]) -> Result<Vec<Evidence>, Error> {
        records::evidence_of(&self.database, units)
    }

    /// Where items held by reference lay when they were taken in.
    pub fn locations(&self) -> Result<BTreeMap<EvidenceId, PathBuf>, Error> {
        Ok(crate::custody::read(&self.folder.custody())?.locations())
    }

    /// The run completed last, with the context it was stored with.
    pub fn last_run(&self) -> Result<Option<(RunId, String)>, Error> {
        runs::last(&self.database)
    }

    /// Findings of a run, in its order.
    pub fn findings(&self, run: RunId) -> Result<Vec<Finding>, Error> {
        runs::findings(&self.database, run)
    }

    /// Entities of a run, by id.
    pub fn entities(&self, run: RunId) -> Result<Vec<Entity>, Error> {
        runs::entities(&self.database, run)
    }

    /// Links of a run, by id.
    pub fn links(&self, run: RunId) -> Result<Vec<Link>, Error> {
        runs::links(&self.database, run)
    }

    /// All decisions, oldest first.
    pub fn decisions(&self) -> Result<Vec<Decision>, Error> {
        runs::decisions(&self.database)
    }

    /// Where the copy of these bytes lies.
    pub fn blob_path(&self, sha256: &Sha256Hash) -> PathBuf {
        self.folder.blob_path(sha256)
    }
}

impl Drop for Case {
    fn drop(&mut self) {
        if let Some(writer) = &self.writer {
            self.database.checkpoint();
            writer.work.checkpoint();
        }
    }
}

fn hash_file(path: &Path) -> Result<Sha256Hash, Error> {
    Ok(Sha256Hash(Sha256::digest(read_small(path)?).into()))
}

fn write_new_case_file(folder: &Folder, clock: &dyn Clock) -> Result<(), Error> {
    let now = clock.now();
    let mut hasher = IdHasher::new("subtier case 1");
    hasher.text(&now.to_string()).number(std::process::id().into());
    hasher.text(&folder.root().to_string_lossy());
    let name = folder.root().file_name().map(|name| name.to_string_lossy().into_owned());
    let file = CaseFile {
        format: FORMAT,
        id: CaseId::from_bytes(hasher.finish()),
        title: name.unwrap_or_default(),
        created: now.to_string(),
        known_since: None,
    };
    let text = toml::to_string(&file).expect("case.toml holds only text and numbers");
    let aside = folder.write_aside(CASE_FILE, text.as_bytes())?;
    folder.put(&aside, &folder.case_file())
}

fn file_written(file: &str, sha256: Sha256Hash) -> CustodyEvent {
    let program = env!("CARGO_PKG_VERSION").to_owned();
    CustodyEvent::FileWritten { file: file.to_owned(), sha256, program }
}

fn read_case_file(folder: &Folder) -> Result<CaseFile, Error> {
    let path = folder.case_file();
    let bytes = read_small(&path)?;
    let damaged = |reason: String| Error::Damaged { path: path.clone(), reason };
    let text = std::str::from_utf8(&bytes).map_err(|error| damaged(error.to_string()))?;
    let file: CaseFile = toml::from_str(text).map_err(|error| damaged(error.to_string()))?;
    if file.format > FORMAT {
        let reason = format!(
            "it has format {}, this program knows formats up to {FORMAT}; use a newer one",
            file.format
        );
        return Err(damaged(reason));
    }
    Ok(file)
}
