//! Tables: Parquet files written aside, flushed, put under their names and catalogued.

use std::fs;
use std::path::PathBuf;

use crate::Error;
use crate::folder::{Folder, remove_unfinished, sync_dir};

/// A whole table file that waits for its commit.
#[derive(Debug)]
pub struct StagedTable {
    pub(crate) aside: PathBuf,
    pub(crate) file: TableFile,
}

/// A table file as the catalogue knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableFile {
    /// Below `tables/`, such as `accesses/4f….parquet`.
    pub(crate) path: String,
    pub(crate) rows: u64,
    pub(crate) bytes: u64,
    pub(crate) blake3: String,
}

impl Drop for StagedTable {
    fn drop(&mut self) {
        remove_unfinished(&self.aside).ok();
    }
}

/// Puts flushed table files under their names; a file of the same unit is replaced by its equal.
pub(crate) fn place(folder: &Folder, tables: &[StagedTable]) -> Result<(), Error> {
    for table in tables {
        let target = folder.tables().join(&table.file.path);
        let kind = target.parent().expect("a table lies in the folder of its kind").to_owned();
        fs::create_dir_all(&kind).map_err(Error::io("create", &kind))?;
        fs::rename(&table.aside, &target).map_err(Error::io("rename to", &target))?;
        sync_dir(&kind)?;
    }
    if tables.is_empty() { Ok(()) } else { sync_dir(&folder.tables()) }
}
