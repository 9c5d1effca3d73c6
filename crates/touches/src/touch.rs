//! Touch: one access that read, wrote or deleted what stands at a path.
//!
//! In: nothing. Out: the words in which an access is given to `Touches`. Never: a path with a query in it; who reads the log
//! takes secrets out before.

use std::net::IpAddr;

use subtier_lines::access::Access;
use subtier_lines::action::Action;
use subtier_model::{Place, Timestamp};

/// What a touch did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// Content or a name was written.
    Put,
    /// Content was read.
    Fetched,
    /// Content or a name was deleted.
    Deleted,
}

impl Deed {
    /// Every deed.
    pub const ALL: [Self; 3] = [Self::Put, Self::Fetched, Self::Deleted];

    /// Returns its word in output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Put => "put",
            Self::Fetched => "fetched",
            Self::Deleted => "deleted",
        }
    }
}

/// A log.
#[derive(Debug)]
pub struct Log {
    /// Its name, or its path as evidence.
    pub name: String,
    /// How its places are told.
    pub(crate) place: fn(u64) -> Place,
}

impl PartialEq for Log {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Log {}

/// The log that a touch stands in, as `Touches::log` named it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogId(pub(crate) usize);

/// One access that read, wrote or deleted.
#[derive(Debug, Clone, Copy)]
pub struct Touch<'a> {
    /// The path without query.
    pub path: &'a str,
    /// What it did.
    pub deed: Deed,
    /// Whether the server refused it or found nothing there: then nothing moved.
    pub is_refused: bool,
    /// The account, as logged.
    pub account: Option<&'a str>,
    /// Where it came from.
    pub ip: Option<IpAddr>,
    /// When.
    pub ts: Option<Timestamp>,
    /// The number of its line or record.
    pub line: u64,
    /// How often it happened.
    pub times: u32,
}

impl<'a> Touch<'a> {
    /// The touch of an access, by the number of its line or record, with its path and account; none where it did not read,
    /// write or delete, or where no path stands.
    pub fn of_access(
        line: u64,
        access: &Access<'_>,
        (path, account): (Option<&'a str>, Option<&'a str>),
    ) -> Option<Self> {
        let deed = match access.action() {
            Action::Read => Deed::Fetched,
            Action::Write => Deed::Put,
            Action::Delete => Deed::Deleted,
            Action::List | Action::Login | Action::Fail | Action::Other => return None,
        };
        // Answers from 400 on say that nothing was done (RFC 9110 §15.5, §15.6).
        let is_refused = !access.is_admitted() || access.status.is_some_and(|status| status >= 400);
        let (ip, ts, times) = (access.ip, access.ts, access.times);
        Some(Self { path: path?, deed, is_refused, account, ip, ts, line, times })
    }
}
