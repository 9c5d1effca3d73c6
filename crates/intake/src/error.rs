//! What ends an intake. Whatever is wrong with the evidence itself is a complaint and ends nothing;
//! an error is a source that is not there, or a case folder that cannot be written.

use std::io;
use std::path::PathBuf;

/// A failure of intake.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The user named a path that cannot be found.
    #[error("take in {path}: {source}")]
    NoSource {
        /// As the user named it.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The user named the case folder itself.
    #[error("take in {path}: it is the folder of this case")]
    CaseFolder {
        /// As the user named it.
        path: PathBuf,
    },
    /// A copy cannot be written.
    #[error("copy into the case folder at {path}: {source}")]
    Copy {
        /// Where the copy was being written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The case folder refused.
    #[error(transparent)]
    Store(#[from] subtier_store::Error),
}
