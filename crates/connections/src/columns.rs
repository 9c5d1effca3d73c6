//! Columns: what the last header of a file said of the lines below it. Such lines cannot be read
//! without their header, so a log with headers is read in order, by one worker.

use crate::{w3c, zeek};

/// The columns of the lines below.
#[derive(Debug, Clone, Default)]
pub(crate) enum Columns {
    /// No header was met.
    #[default]
    None,
    /// Of a log in the W3C form.
    W3c(w3c::Header),
    /// Of a log of Zeek.
    Zeek(zeek::Header),
}

/// Most columns of a header that are looked at; `CloudFront` has 33.
pub(crate) const COLUMNS_MAX: usize = 256;
