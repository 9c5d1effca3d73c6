//! Line: what a reader of a format makes of one line.

use subtier_lines::access::Access;
use subtier_lines::clock::When;

use crate::lease::Leased;
use crate::process::Tied;

/// What a reader makes of one line.
#[derive(Debug)]
pub(crate) enum Line<'a> {
    /// It is not of this format.
    Foreign,
    /// Understood, and no access.
    Skipped(When),
    /// An access.
    Access(Access<'a>),
    /// A line whose meaning hangs on other lines of the same process.
    Tied(Tied<'a>),
    /// It says what the columns of the lines below it are.
    Header,
    /// It says which address inside a tunnel belongs to which outside.
    Leased(Leased<'a>),
    /// It is of this format, but cannot be read.
    Broken(&'static str),
}

impl Line<'_> {
    /// Whether the reader left it to others.
    pub(crate) const fn is_foreign(&self) -> bool {
        matches!(self, Self::Foreign)
    }
}
