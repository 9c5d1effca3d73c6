//! Action: what an access did, in the words of the outside contract.

/// What an access did, in the words of the outside contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Names were listed.
    List,
    /// Content was read.
    Read,
    /// Content or a name was written.
    Write,
    /// Content or a name was deleted.
    Delete,
    /// Somebody logged in.
    Login,
    /// A login was refused.
    Fail,
    /// Anything else.
    Other,
}

impl Action {
    /// Returns the word of the outside contract.
    #[inline]
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Read => "read",
            Self::Write => "write",
            Self::Delete => "delete",
            Self::Login => "login",
            Self::Fail => "fail",
            Self::Other => "other",
        }
    }
}
