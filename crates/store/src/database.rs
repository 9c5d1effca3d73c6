//! Opening `case.db` and `work.db`: schema, flushing, and the triggers that keep rows as they are.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags, Params, Row, Transaction};

use crate::Error;

/// An open SQLite file that knows its path, for errors.
#[derive(Debug)]
pub(crate) struct Database {
    connection: Connection,
    path: PathBuf,
}

/// Schema of `case.db`, format 1 (docs/formats.md). `said` is JSON of the type of that name in
/// crates/model; for a completed run it is what the program needs to lay out its report again.
/// Rows are only ever added.
const CASE_SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS evidence(unit TEXT NOT NULL, id BLOB NOT NULL, path TEXT NOT NULL,
  said TEXT NOT NULL, PRIMARY KEY(unit, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS observation(unit TEXT NOT NULL, id BLOB NOT NULL,
  said TEXT NOT NULL, PRIMARY KEY(unit, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS complaint(unit TEXT NOT NULL, id BLOB NOT NULL, path TEXT NOT NULL,
  said TEXT NOT NULL, PRIMARY KEY(unit, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entity(run BLOB NOT NULL, id BLOB NOT NULL, said TEXT NOT NULL,
  PRIMARY KEY(run, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS link(run BLOB NOT NULL, id BLOB NOT NULL, said TEXT NOT NULL,
  PRIMARY KEY(run, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS finding(run BLOB NOT NULL, place INTEGER NOT NULL, id BLOB NOT NULL,
  revision BLOB NOT NULL, said TEXT NOT NULL, PRIMARY KEY(run, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS completed_run(seq INTEGER PRIMARY KEY AUTOINCREMENT, run BLOB NOT NULL,
  said TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS decision(seq INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE,
  finding BLOB NOT NULL, said TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS audit(seq INTEGER PRIMARY KEY AUTOINCREMENT, prev TEXT NOT NULL,
  hash TEXT NOT NULL, said TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS custody_head(lines INTEGER PRIMARY KEY, hash TEXT NOT NULL);
";

/// Tables of `case.db` in which no row may be changed or deleted.
pub(crate) const APPEND_ONLY: &[&str] = &[
    "evidence",
    "observation",
    "complaint",
    "entity",
    "link",
    "finding",
    "completed_run",
    "decision",
    "audit",
    "custody_head",
];

/// Schema of `work.db`, format 1. It may be deleted; all units then run again.
const WORK_SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS unit(name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS table_file(path TEXT PRIMARY KEY, unit TEXT NOT NULL,
  rows INTEGER NOT NULL, bytes INTEGER NOT NULL, blake3 TEXT NOT NULL) WITHOUT ROWID;
";

impl Database {
    /// Opens `case.db` for writing, making it where it is missing.
    pub(crate) fn open_case(path: &Path) -> Result<Self, Error> {
        let database = Self::open(path, "FULL", CASE_SCHEMA)?;
        for table in APPEND_ONLY {
            for what in ["UPDATE", "DELETE"] {
                let trigger = format!(
                    "CREATE TRIGGER IF NOT EXISTS {table}_no_{what} BEFORE {what} ON {table} \
                     BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
                );
                database.execute(&trigger, [])?;
            }
        }
        Ok(database)
    }

    /// Opens `work.db` for writing, making it where it is missing.
    pub(crate) fn open_work(path: &Path) -> Result<Self, Error> {
        Self::open(path, "NORMAL", WORK_SCHEMA)
    }

    fn open(path: &Path, synchronous: &str, schema: &str) -> Result<Self, Error> {
        let error = |source| Error::Database { path: path.to_owned(), source };
        let connection = Connection::open(path).map_err(error)?;
        connection.pragma_update(None, "journal_mode", "WAL").map_err(error)?;
        connection.pragma_update(None, "synchronous", synchronous).map_err(error)?;
        connection.pragma_update(None, "user_version", 1).map_err(error)?;
        connection.execute_batch(schema).map_err(error)?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Opens a database for reading alone, also from a medium that cannot be written to.
    pub(crate) fn open_to_read(path: &Path) -> Result<Self, Error> {
        let error = |source| Error::Database { path: path.to_owned(), source };
        let open = |name: &Path, flags: OpenFlags| {
            let flags = flags | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = Connection::open_with_flags(name, flags)?;
            connection.query_row("PRAGMA schema_version", [], |_| Ok(()))?;
            Ok(connection)
        };
        let connection = match open(path, OpenFlags::empty()) {
            Ok(connection) => connection,
            // Without a log beside it the file is whole, and SQLite may read it as it lies.
            Err(failure) if is_damage(&failure) || has_log(path) => return Err(error(failure)),
            Err(_) => open(&immutable(path), OpenFlags::SQLITE_OPEN_URI).map_err(error)?,
        };
        Ok(Self { connection, path: path.to_owned() })
    }

    fn error(&self) -> impl FnOnce(rusqlite::Error) -> Error + '_ {
        |source| Error::Database { path: self.path.clone(), source }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn execute(&self, sql: &str, values: impl Params) -> Result<usize, Error> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(values))
            .map_err(self.error())
    }

    /// Runs `work` in one transaction: all of it lasts, or nothing.
    pub(crate) fn transaction(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), Error> {
        let path = self.path.clone();
        let error = |source| Error::Database { path, source };
        let transaction = self.connection.transaction();
        transaction
            .and_then(|transaction| {
                work(&transaction)?;
                transaction.commit()
            })
            .map_err(error)
    }

    /// Collects the rows of a query.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        let mut statement = self.connection.prepare_cached(sql).map_err(self.error())?;
        let rows = statement.query_map(values, read).map_err(self.error())?;
        rows.collect::<rusqlite::Result<_>>().map_err(self.error())
    }

    /// SQLite's own check of its pages and indexes; `None` where all is well.
    pub(crate) fn integrity_fault(&self) -> Result<Option<String>, Error> {
        let rows = self.rows("PRAGMA integrity_check", [], |row| row.get::<_, String>(0))?;
        Ok(rows.into_iter().find(|row| row != "ok"))
    }

    /// Folds the log into the main file, so that a copy of the folder needs no `-wal` file.
    pub(crate) fn checkpoint(&self) {
        let fold = "PRAGMA wal_checkpoint(TRUNCATE)";
        // A reader that is busy only means that the log stays; nothing is lost by it.
        self.connection.query_row(fold, [], |_| Ok(())).ok();
    }
}

/// Whether SQLite says that the bytes are no sound database, and not that it cannot get at them.
pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

fn has_log(path: &Path) -> bool {
    let log = path.with_extension("db-wal");
    log.metadata().is_ok_and(|metadata| metadata.len() > 0)
}

/// The name under which SQLite takes a file that nobody writes to (<https://www.sqlite.org/uri.html>).
fn immutable(path: &Path) -> PathBuf {
    let name = path.to_string_lossy();
    let name = name.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    PathBuf::from(format!("file:{name}?immutable=1"))
}

/// Text of JSON for a `said` column.
pub(crate) fn said<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("a model value holds only text, numbers and lists")
}

/// Reads a `said` column back.
pub(crate) fn heard<T: serde::de::DeserializeOwned>(text: &str, path: &Path) -> Result<T, Error> {
    serde_json::from_str(text)
        .map_err(|error| Error::Damaged { path: path.to_owned(), reason: error.to_string() })
}
