//! The layout of a case folder, and the few file operations that make a write last: written aside,
//! flushed, renamed, the folder flushed.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::FlockOperation;
use subtier_model::Sha256Hash;

use crate::Error;

/// Paths of one case folder.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    root: PathBuf,
}

/// File system magics of network file systems (linux/magic.h, fs/smb/client, fs/9p), on which
/// neither `flock` nor the write-ahead log of SQLite can be relied on
/// (<https://www.sqlite.org/wal.html>, "All processes using a database must be on the same host").
const NETWORK_FILE_SYSTEMS: &[(u64, &str)] = &[
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFE53_4D42, "SMB2"),
    (0xFF53_4D42, "CIFS"),
    (0x0102_1997, "9P"),
    (0x5346_414F, "AFS"),
    (0x00C3_6400, "Ceph"),
    (0x0BD0_0BD0, "Lustre"),
];

impl Folder {
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }
    pub(crate) fn case_file(&self) -> PathBuf {
        self.root.join("case.toml")
    }
    pub(crate) fn blobs(&self) -> PathBuf {
        self.root.join("evidence/blobs")
    }
    pub(crate) fn custody(&self) -> PathBuf {
        self.root.join("evidence/custody.jsonl")
    }
    pub(crate) fn tables(&self) -> PathBuf {
        self.root.join("tables")
    }
    pub(crate) fn case_db(&self) -> PathBuf {
        self.root.join("case.db")
    }
    pub(crate) fn work_db(&self) -> PathBuf {
        self.root.join("work.db")
    }
    pub(crate) fn reports(&self) -> PathBuf {
        self.root.join("reports")
    }
    pub(crate) fn tmp(&self) -> PathBuf {
        self.root.join("tmp")
    }

    pub(crate) fn blob_path(&self, sha256: &Sha256Hash) -> PathBuf {
        let name = sha256.to_string();
        self.blobs().join(name.chars().take(2).collect::<String>()).join(name)
    }

    /// Whether the folder is missing or empty, but for a lock file that a killed start left.
    pub(crate) fn is_new(&self) -> Result<bool, Error> {
        let entries = match fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(true),
            Err(error) => return Err(Error::io("list", &self.root)(error)),
        };
        for entry in entries {
            let name = entry.map_err(Error::io("list", &self.root))?.file_name();
            if !STARTED.iter().any(|started| name == *started) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(crate) fn make(&self) -> Result<(), Error> {
        for dir in [self.blobs(), self.tables(), self.reports(), self.tmp()] {
            fs::create_dir_all(&dir).map_err(Error::io("create", &dir))?;
        }
        sync_dir(&self.root.join("evidence"))?;
        sync_dir(&self.root)
    }

    pub(crate) fn refuse_network_file_system(&self) -> Result<(), Error> {
        let system = rustix::fs::statfs(&self.root)
            .map_err(|errno| Error::io("look at", &self.root)(errno.into()))?;
        let magic = u64::from_ne_bytes(system.f_type.to_ne_bytes()) & 0xFFFF_FFFF;
        match NETWORK_FILE_SYSTEMS.iter().find(|(known, _)| *known == magic) {
            Some((_, kind)) => Err(Error::NetworkFileSystem { path: self.root.clone(), kind }),
            None => Ok(()),
        }
    }

    /// Takes the writer's lock; it goes with the process, also when it is killed.
    pub(crate) fn lock(&self) -> Result<File, Error> {
        let path = self.root.join("LOCK");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(Error::io("open", &path))?;
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(file),
            Err(rustix::io::Errno::WOULDBLOCK) => Err(Error::Busy { path: self.root.clone() }),
            Err(errno) => Err(Error::io("lock", path)(errno.into())),
        }
    }

    /// Removes what a killed run left half written. Nothing in `tmp` was ever part of the case.
    pub(crate) fn empty_tmp(&self) -> Result<(), Error> {
        let tmp = self.tmp();
        for entry in fs::read_dir(&tmp).map_err(Error::io("list", &tmp))? {
            let path = entry.map_err(Error::io("list", &tmp))?.path();
            remove_unfinished(&path)?;
        }
        Ok(())
    }

    /// Writes a small file so that it is either the old or the new one, whole.
    pub(crate) fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let aside = self.tmp().join(format!("{name}.new"));
        let mut file = create_new(&aside)?;
        file.write_all(bytes).map_err(Error::io("write", &aside))?;
        file.sync_all().map_err(Error::io("flush", &aside))?;
        fs::rename(&aside, path).map_err(Error::io("rename to", path))?;
        sync_dir(path.parent().unwrap_or(&self.root))
    }
}

/// What may lie in a folder in which a first start was killed before `case.toml` was written.
const STARTED: &[&str] = &["LOCK", "evidence", "tables", "reports", "tmp"];

/// Creates a file aside, replacing a left-over of the same name.
pub(crate) fn create_new(path: &Path) -> Result<File, Error> {
    OpenOptions::new()
        .create(true)
        .truncate(true)
        .read(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .map_err(Error::io("create", path))
}

/// Removes a file in `tmp` that never became part of the case.
#[expect(clippy::disallowed_methods, reason = "left-overs in tmp are no evidence")]
pub(crate) fn remove_unfinished(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::io("remove", path)(error))
        }
        _ => Ok(()),
    }
}

/// Flushes a folder, so that a rename in it lasts.
pub(crate) fn sync_dir(path: &Path) -> Result<(), Error> {
    let dir = File::open(path).map_err(Error::io("open", path))?;
    dir.sync_all().map_err(Error::io("flush", path))
}

/// Reads a whole small file of the case.
pub(crate) fn read_small(path: &Path) -> Result<Vec<u8>, Error> {
    use std::io::Read;
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(Error::io("open", path))?;
    file.take(SMALL_FILE_BYTES_MAX).read_to_end(&mut bytes).map_err(Error::io("read", path))?;
    Ok(bytes)
}

/// More than `case.toml` or a report ever takes.
const SMALL_FILE_BYTES_MAX: u64 = 1 << 30;
