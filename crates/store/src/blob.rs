//! Blobs: copies of evidence bytes, written aside and put under their SHA-256 at commit.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use subtier_model::Sha256Hash;

use crate::Error;
use crate::folder::{BLOB, Folder, create_new, remove_unfinished, sync_dir};

static STAGED: AtomicU64 = AtomicU64::new(0);

/// A copy being written; removed again where it is dropped unsealed.
#[derive(Debug)]
pub struct BlobWriter {
    file: File,
    path: PathBuf,
    sealed: bool,
}

/// A whole copy that waits for its commit; removed again where it is dropped uncommitted.
#[derive(Debug)]
pub struct StagedBlob {
    path: PathBuf,
    pub(crate) sha256: Sha256Hash,
}

impl BlobWriter {
    pub(crate) fn new(folder: &Folder) -> Result<Self, Error> {
        let number = STAGED.fetch_add(1, Ordering::Relaxed);
        let path = folder.tmp().join(format!("{BLOB}{number}"));
        Ok(Self { file: create_new(&path)?, path, sealed: false })
    }

    /// Tries to share the bytes of `from` with the file system's help (reflink); `true` means that
    /// all bytes are there and must not be written again. They are still two files afterwards.
    pub fn try_reflink(&mut self, from: &File) -> bool {
        rustix::fs::ioctl_ficlone(&self.file, from).is_ok()
    }

    /// Where the copy lies until it is committed.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Ends the copy under the SHA-256 that the caller computed while writing.
    pub fn seal(mut self, sha256: Sha256Hash) -> Result<StagedBlob, Error> {
        self.file
            .set_permissions(Permissions::from_mode(0o444))
            .map_err(Error::io("protect", &self.path))?;
        self.sealed = true;
        Ok(StagedBlob { path: self.path.clone(), sha256 })
    }
}

impl Write for BlobWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for BlobWriter {
    fn drop(&mut self) {
        if !self.sealed {
            // A left-over is removed at the next start in any case.
            remove_unfinished(&self.path).ok();
        }
    }
}

impl StagedBlob {
    /// Where the copy lies until it is committed.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for StagedBlob {
    fn drop(&mut self) {
        remove_unfinished(&self.path).ok();
    }
}

/// Puts flushed copies under their names, then flushes the shelves they went to.
pub(crate) fn shelve(folder: &Folder, blobs: &[StagedBlob]) -> Result<(), Error> {
    let mut shelves: Vec<PathBuf> = Vec::new();
    for blob in blobs {
        let target = folder.blob_path(&blob.sha256);
        // The same bytes are stored once; a file of another size under the name was damaged since.
        let size = |path: &Path| path.symlink_metadata().map(|metadata| metadata.len()).ok();
        if size(&target).is_some() && size(&target) == size(&blob.path) {
            continue;
        }
        let shelf = target.parent().expect("a blob lies on a shelf").to_owned();
        if !shelf.exists() {
            fs::create_dir_all(&shelf).map_err(Error::io("create", &shelf))?;
        }
        fs::rename(&blob.path, &target).map_err(Error::io("rename to", &target))?;
        shelves.push(shelf);
    }
    shelves.sort_unstable();
    shelves.dedup();
    for shelf in &shelves {
        sync_dir(shelf)?;
    }
    if shelves.is_empty() { Ok(()) } else { sync_dir(&folder.blobs()) }
}
