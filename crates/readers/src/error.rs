//! Why the readers themselves could not be run; what a file does to them is no error but its outcome.
//!
//! In: what was attempted and what the system said. Out: one line of words. Never: the content of a file.

/// A failure of the system, in words.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {error}")]
pub struct Error {
    what: String,
    error: std::io::Error,
}

impl Error {
    pub(crate) fn new(what: impl Into<String>, error: std::io::Error) -> Self {
        Self { what: what.into(), error }
    }
}
