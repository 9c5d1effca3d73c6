//! What can go wrong in reading logs: only what the system refuses. Content never
//! fails; it becomes a complaint.

/// A failure of reading a log.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file could not be read.
    #[error(transparent)]
    Source(#[from] subtier_source::Error),
}
