//! What a caller decides: the sources, how their bytes are held, the limits, and where progress
//! is shown. Intake itself prints nothing.

use std::path::PathBuf;

use crate::Limits;

/// Files above this size are kept by reference unless the caller says otherwise: 16 GiB.
pub const REFERENCE_ABOVE_BYTES: u64 = 16 << 30;

/// How the bytes of files are held. Members of containers are always copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldingPolicy {
    /// Copied into the case.
    Copy {
        /// Files larger than this stay where they are.
        reference_above_bytes: u64,
    },
    /// Left where they are and hashed.
    Reference,
}

/// One intake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Folders and files, in the order in which they were named.
    pub sources: Vec<PathBuf>,
    /// How bytes are held.
    pub holding: HoldingPolicy,
    /// How far it goes.
    pub limits: Limits,
}

/// Where progress is shown.
pub trait Progress {
    /// A source was walked over: so many files with so many bytes are to come.
    fn begin(&self, source: &str, files: u64, bytes: u64);
    /// So many files and bytes more are done.
    fn advance(&self, files: u64, bytes: u64);
    /// A container is being opened, which may take a while without any [`Progress::advance`].
    fn opening(&self, path: &str);
    /// The source is done.
    fn finish(&self);
}

/// Shows nothing.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _source: &str, _files: u64, _bytes: u64) {}
    fn advance(&self, _files: u64, _bytes: u64) {}
    fn opening(&self, _path: &str) {}
    fn finish(&self) {}
}
