//! The layout of a case folder, and the few file operations that make a write last: written aside,
//! flushed, renamed, the folder flushed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
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
    pub(crate) fn derived(&self) -> PathBuf {
        self.root.join("derived")
    }
    pub(crate) fn reports(&self) -> PathBuf {
        self.root.join("reports")
    }
    fn lock_file(&self) -> PathBuf {
        self.root.join("LOCK")
    }
    pub(crate) fn tmp(&self) -> PathBuf {
        self.root.join("tmp")
    }

    pub(crate) fn blob_path(&self, sha256: &Sha256Hash) -> PathBuf {
        let name = sha256.to_string();
        self.blobs().join(name.chars().take(2).collect::<String>()).join(name)
    }

    /// Whether a case may be made here: the folder is missing, empty, or holds only what a first
    /// start left that was killed before `case.toml` was written, which its lock file shows.
    pub(crate) fn is_new(&self) -> Result<bool, Error> {
        let entries = match fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
            Err(error) => return Err(Error::io("list", &self.root)(error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            names.push(entry.map_err(Error::io("list", &self.root))?.file_name());
        }
        if names.is_empty() {
            return Ok(true);
        }
        let ours = names.iter().all(|name| LAYOUT.iter().any(|ours| name == *ours));
        let lock = self.lock_file();
        let locked_by_us = lock.symlink_metadata().is_ok_and(|lock| lock.is_file())
            && (read_small(&lock)? == LOCK_WORDS
                || (names.len() == 1 && read_small(&lock)?.is_empty()));
        Ok(ours && locked_by_us)
    }

    /// Refuses a path that is no case to read from.
    pub(crate) fn refuse_what_is_no_case(&self) -> Result<(), Error> {
        match (self.root.exists(), self.case_file().exists()) {
            (true, true) => self.refuse_links(),
            (true, false) => Err(Error::NotACase { path: self.root.clone() }),
            (false, _) => Err(Error::Missing { path: self.root.clone() }),
        }
    }

    /// Refuses a folder in which a part of the layout is a link: it would lead writes outside.
    pub(crate) fn refuse_links(&self) -> Result<(), Error> {
        let below = ["evidence/blobs", "evidence/custody.jsonl"];
        for name in LAYOUT.iter().chain(&below) {
            let path = self.root.join(name);
            if path.symlink_metadata().is_ok_and(|part| part.is_symlink()) {
                return Err(Error::Linked { path });
            }
        }
        Ok(())
    }

    pub(crate) fn make(&self) -> Result<(), Error> {
        for dir in [self.blobs(), self.tables(), self.derived(), self.reports(), self.tmp()] {
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
        let path = self.lock_file();
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .custom_flags(NOFOLLOW)
            .open(&path)
            .map_err(Error::io("open", &path))?;
        self.flock(&file, FlockOperation::NonBlockingLockExclusive)?;
        if file.metadata().map_err(Error::io("look at", &path))?.len() == 0 {
            file.write_all(LOCK_WORDS).map_err(Error::io("write", &path))?;
        }
        Ok(file)
    }

    /// Takes a reader's lock that no writer may hold beside; `None` where there is no lock file.
    pub(crate) fn lock_to_read(&self) -> Result<Option<File>, Error> {
        let path = self.lock_file();
        match File::open(&path) {
            Ok(file) => {
                self.flock(&file, FlockOperation::NonBlockingLockShared)?;
                Ok(Some(file))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io("open", path)(error)),
        }
    }

    fn flock(&self, file: &File, how: FlockOperation) -> Result<(), Error> {
        match rustix::fs::flock(file, how) {
            Ok(()) => Ok(()),
            Err(rustix::io::Errno::WOULDBLOCK) => Err(Error::Busy { path: self.root.clone() }),
            Err(errno) => Err(Error::io("lock", self.lock_file())(errno.into())),
        }
    }

    /// Removes what a killed run left half written, by the names that are given out here. Nothing in
    /// `tmp` was ever part of the case; what somebody else put there stays.
    pub(crate) fn empty_tmp(&self) -> Result<(), Error> {
        let tmp = self.tmp();
        for entry in fs::read_dir(&tmp).map_err(Error::io("list", &tmp))? {
            let entry = entry.map_err(Error::io("list", &tmp))?;
            let is_file = entry.file_type().map_err(Error::io("look at", entry.path()))?.is_file();
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_file && (name.starts_with(BLOB) || name.starts_with(TABLE) || name.ends_with(NEW))
            {
                remove_unfinished(&entry.path())?;
            }
        }
        Ok(())
    }

    /// Writes a small file aside and flushes it.
    pub(crate) fn write_aside(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
        let aside = self.tmp().join(format!("{name}{NEW}"));
        remove_unfinished(&aside)?;
        let mut file = create_new(&aside)?;
        file.write_all(bytes).map_err(Error::io("write", &aside))?;
        file.sync_all().map_err(Error::io("flush", &aside))?;
        Ok(aside)
    }

    /// Puts a file that was written aside under its name, so that there is either the old or the
    /// new one, whole.
    pub(crate) fn put(&self, aside: &Path, path: &Path) -> Result<(), Error> {
        fs::rename(aside, path).map_err(Error::io("rename to", path))?;
        sync_dir(path.parent().unwrap_or(&self.root))
    }
}

/// Everything that may lie in a case folder on its first level; `demo` is where the demo puts its dump.
const LAYOUT: &[&str] = &[
    "LOCK",
    "case.toml",
    "case.db",
    "case.db-shm",
    "case.db-wal",
    "demo",
    "derived",
    "evidence",
    "reports",
    "tables",
    "tmp",
    "work.db",
    "work.db-shm",
    "work.db-wal",
];

/// What our lock file holds, so that a folder somebody else made is never taken for ours.
const LOCK_WORDS: &[u8] = b"the writer of this subtier case holds a lock on this file\n";

/// Names in `tmp`.
pub(crate) const BLOB: &str = "blob-";
pub(crate) const TABLE: &str = "accesses-";
pub(crate) const NEW: &str = ".new";

#[expect(clippy::cast_possible_wrap, reason = "the flag is a low bit")]
const NOFOLLOW: i32 = rustix::fs::OFlags::NOFOLLOW.bits() as i32;

/// Creates a file in `tmp` that is not there yet, never through a link.
pub(crate) fn create_new(path: &Path) -> Result<File, Error> {
    OpenOptions::new()
        .create_new(true)
        .read(true)
        .write(true)
        .custom_flags(NOFOLLOW)
        .mode(0o644)
        .open(path)
        .map_err(Error::io("create", path))
}

/// Removes a file in `tmp` that never became part of the case.
#[expect(clippy::disallowed_methods, reason = "left-overs in tmp are no evidence")]
pub(crate) fn remove_unfinished(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
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
