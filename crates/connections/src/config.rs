//! How a log is read: what the caller knows of it (its own time, the form of its lines, the tunnels that
//! its addresses come through) and how large its blocks are. Decides nothing by itself.

use subtier_model::Timestamp;

use crate::lease::Leases;
use crate::pattern::Pattern;

/// Bytes of a block: fits into the second-level cache of a core beside the tables.
pub const BLOCK_BYTES: usize = 256 * 1024;

/// How a log is read.
#[derive(Debug, Clone, Copy)]
pub struct ReadConfig<'c> {
    /// The file's own time of last change, for years that the log does not name.
    pub modified: Option<Timestamp>,
    /// Bytes of a block, [`BLOCK_BYTES`] unless a test wants others.
    pub block_bytes: usize,
    /// How lines of the user's own format are read.
    pub pattern: Option<&'c Pattern>,
    /// Which address inside a tunnel belonged to which outside, by the logs of VPN servers.
    pub leases: Option<&'c Leases>,
}

impl ReadConfig<'_> {
    /// Known formats only, and no tunnels.
    pub const fn new(modified: Option<Timestamp>, block_bytes: usize) -> Self {
        Self { modified, block_bytes, pattern: None, leases: None }
    }
}
