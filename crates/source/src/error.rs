//! What can go wrong in reading, always with the path in it.

use std::io;
use std::path::PathBuf;

/// A failure of reading one file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error("read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A link, device, pipe or socket where a file is expected.
    #[error("read {path}: it is {what}, not a regular file")]
    NotRegular {
        /// The path.
        path: PathBuf,
        /// What it is, with its article.
        what: &'static str,
    },
}
