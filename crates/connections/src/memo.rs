//! Memo: what a reader keeps from line to line. It belongs to one worker and one file; nothing in it
//! changes what a line means, but for the columns that a header named.

use subtier_lines::clock::Before;
use subtier_lines::json::Tape;

use crate::columns::Columns;

/// What is kept from line to line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memo {
    /// What the last header of the file said of the lines below it.
    pub(crate) columns: Columns,
    /// Memory that is filled again.
    pub(crate) tape: Tape,
    /// Date, zone and host of the line before.
    pub(crate) before: Before,
}
