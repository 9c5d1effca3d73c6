//! What can go wrong with a case folder, always with the path in it.

use std::io;
use std::path::PathBuf;

/// A failure of the case folder. `app` decides which are the user's.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error("{what} {path}: {source}")]
    Io {
        /// What was tried, such as `create`.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A database refused.
    #[error("use {path}: {source}")]
    Database {
        /// The database file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// A table could not be written.
    #[error("write table {path}: {reason}")]
    Table {
        /// The table file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Another process has the case open for writing.
    #[error("open case {path}: another run is writing to it; wait for it or stop it")]
    Busy {
        /// The case folder.
        path: PathBuf,
    },
    /// SQLite and `flock` do not hold on network file systems.
    #[error(
        "open case {path}: it lies on a network file system ({kind}), where a crash can lose rows; use a local disk"
    )]
    NetworkFileSystem {
        /// The case folder.
        path: PathBuf,
        /// Such as `NFS`.
        kind: &'static str,
    },
    /// The folder exists and is no case.
    #[error("open case {path}: the folder holds other things and no case.toml of a case")]
    NotACase {
        /// The folder.
        path: PathBuf,
    },
    /// There is no folder of that name.
    #[error("open case {path}: there is no such folder")]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// A part of the layout is a link, through which writes would go elsewhere.
    #[error("open case {path}: it is a symbolic link, and a case writes nowhere else")]
    Linked {
        /// The link.
        path: PathBuf,
    },
    /// The case was opened for reading alone.
    #[error("write to case {path}: it was opened for reading alone")]
    ReadOnly {
        /// The case folder.
        path: PathBuf,
    },
    /// Something stored cannot be read back.
    #[error("read {path}: {reason}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl Error {
    pub(crate) fn io(
        what: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { what, path, source }
    }
}
