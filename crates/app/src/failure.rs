//! Failures as the user meets them: what kind, in which words, with which exit code.

use std::fmt;

/// Whose fault a failure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The user's: exit 1.
    User,
    /// A bug of ours: exit 70 (`EX_SOFTWARE` of sysexits.h).
    Bug,
}

/// A failure that ends the program.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: Kind,
    text: String,
}

impl Failure {
    /// A mistake of the user, said in words.
    pub(crate) fn user(text: impl Into<String>) -> Self {
        Self { kind: Kind::User, text: text.into() }
    }

    /// Something that must not happen.
    pub(crate) fn bug(text: impl Into<String>) -> Self {
        Self { kind: Kind::Bug, text: text.into() }
    }

    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<subtier_source::Error> for Failure {
    fn from(error: subtier_source::Error) -> Self {
        Self::user(error.to_string())
    }
}

impl From<subtier_readers::Error> for Failure {
    fn from(error: subtier_readers::Error) -> Self {
        Self::user(error.to_string())
    }
}

impl From<subtier_store::Error> for Failure {
    fn from(error: subtier_store::Error) -> Self {
        use subtier_store::Error;
        match error {
            Error::Io { .. }
            | Error::Busy { .. }
            | Error::NetworkFileSystem { .. }
            | Error::NotACase { .. }
            | Error::Missing { .. }
            | Error::Linked { .. }
            | Error::ReadOnly { .. }
            | Error::Damaged { .. }
            | Error::Database { .. } => Self::user(error.to_string()),
            Error::Table { .. } => Self::bug(error.to_string()),
        }
    }
}

impl From<subtier_connections::Error> for Failure {
    fn from(error: subtier_connections::Error) -> Self {
        Self::user(error.to_string())
    }
}
