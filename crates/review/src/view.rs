//! View: what one report is made from, as plain owned data.
//!
//! The caller fills it from the store. Nothing in it is computed here, and nothing here may hold a
//! clock, a host or the path of the case folder, since findings.json must be the same everywhere.

mod documents;

use std::collections::BTreeMap;

use subtier_model::{
    AddressOrigin, Complaint, Date, Decision, Entity, Evidence, EvidenceId, Finding, Link,
    Observation, ObservationId, RunId, Timestamp,
};

pub use documents::{
    Count, Direction, DocumentNorm, Documents, FamilyOfDocuments, FolderRequests, RequestRow,
    SignalMeaning, SignalsOfDocument,
};

/// A case as the report and findings.json show it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseView {
    /// Title of the case.
    pub title: String,
    /// The day the case became known, where it was stated.
    pub known_since: Option<Date>,
    /// The run that made the findings.
    pub run: RunId,
    /// Version of the program, such as `0.1.0`.
    pub program: String,
    /// Findings in the order in which they are to be read.
    pub findings: Vec<Finding>,
    /// At least every observation that a finding, entity or link cites.
    pub observations: BTreeMap<ObservationId, Observation>,
    /// At least every item that an observation names; all items, for their count.
    pub evidence: BTreeMap<EvidenceId, Evidence>,
    /// Who.
    pub entities: Vec<Entity>,
    /// What ties whom to whom.
    pub links: Vec<Link>,
    /// What the files are, where it was judged.
    pub assets: Vec<Asset>,
    /// Assets that passed from hand to hand, those at hand first.
    pub trails: Vec<Trail>,
    /// What could not be read, all of it.
    pub complaints: Vec<Complaint>,
    /// Sanctions lists that were used, the embedded extract too.
    pub lists: Vec<DataSource>,
    /// Network data that were used, the embedded table too.
    pub geo: Vec<DataSource>,
    /// Addresses from which accounts were seen.
    pub origins: Vec<Origin>,
    /// Accesses per UTC day, one entry a log.
    pub days: Vec<LogDays>,
    /// What documents ask for and tell; `None` where none was read.
    pub documents: Option<Documents>,
    /// Rules that were applied and made no finding.
    pub not_found: Vec<NotFound>,
    /// The last line of the custody chain.
    pub custody: Option<CustodyHead>,
    /// What persons ruled.
    pub decisions: Vec<Decision>,
    /// The day to which ages of lists are counted; without it no age is printed.
    pub as_of: Option<Date>,
}

/// What a file is. A file that was not judged has no such verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AssetVerdict {
    /// Somebody worked on it.
    WorkInProgress,
    /// Reference or a finished copy; no evidence of work.
    ReferenceOrFinishedCopy,
    /// Has nothing to do with a production.
    Unrelated,
}

impl AssetVerdict {
    /// The word of the outside contract.
    pub const fn word(self) -> &'static str {
        match self {
            Self::WorkInProgress => "work_in_progress",
            Self::ReferenceOrFinishedCopy => "reference_or_finished_copy",
            Self::Unrelated => "unrelated",
        }
    }

    /// The verdict of a word of the outside contract.
    pub fn of_word(word: &str) -> Option<Self> {
        let all = [Self::WorkInProgress, Self::ReferenceOrFinishedCopy, Self::Unrelated];
        all.into_iter().find(|verdict| verdict.word() == word)
    }
}

/// One judged file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its path as evidence.
    pub path: String,
    /// What it is; `None` where that could not be told.
    pub verdict: Option<AssetVerdict>,
    /// The production it belongs to, where that is known.
    pub production: Option<String>,
    /// The reasons, one an entry.
    pub because: Vec<String>,
    /// What tells the production: `bytes`, `picture` or `name`.
    pub basis: Option<String>,
    /// The shot, as it stands in a name.
    pub shot: Option<String>,
    /// The stage of work.
    pub stage: Option<String>,
    /// A small JPEG of it, or of it and the reference it shows laid over each other, for the report alone.
    pub picture: Option<Vec<u8>>,
    /// Who put, fetched and deleted it on servers, by their logs, in the order of time.
    pub touched_by: Vec<Touched>,
}

/// What one account did with one asset from one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// `put`, `fetched` or `deleted`.
    pub deed: String,
    /// As logged.
    pub account: Option<String>,
    /// RFC 5952 text.
    pub ip: Option<String>,
    /// Where the address is, where that is known.
    pub country: Option<String>,
    /// Whether the address is a known exit, behind which the place is unknown.
    pub masked: bool,
    /// First instant.
    pub first: Option<Timestamp>,
    /// Last instant.
    pub last: Option<Timestamp>,
    /// How often.
    pub times: u64,
    /// What says so.
    pub observation: ObservationId,
    /// By what the file is known to be that asset.
    pub by: Option<String>,
}

/// An asset that was put by one account and then fetched by another, or from another country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    /// Its names in one line, or its path.
    pub asset: String,
    /// Files of the evidence that are it.
    pub files: Vec<String>,
    /// Why it is to be followed.
    pub because: String,
    /// Who touched it, in the order of time.
    pub touched_by: Vec<Touched>,
}

/// A list or a file of network data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataSource {
    /// Such as `OFAC SDN`.
    pub name: String,
    /// Its own date; `None` means `date unknown`.
    pub date: Option<Date>,
    /// Name of the file; `None` for what is embedded.
    pub file: Option<String>,
    /// BLAKE3 of its bytes, in hex.
    pub hash: Option<String>,
    /// What a reader must know of it: embedded, parts of other dates.
    pub note: Option<String>,
}

/// An address with who was seen from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Where the address is, by whom, how precisely.
    pub origin: AddressOrigin,
    /// Accounts seen from it.
    pub accounts: Vec<String>,
    /// Accesses from it.
    pub accesses: u64,
    /// First instant, where a log has a clock.
    pub first: Option<Timestamp>,
    /// Last instant.
    pub last: Option<Timestamp>,
}

/// Accesses of one log per UTC day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogDays {
    /// Path of the log as evidence.
    pub path: String,
    /// Full dates in order, days without access may be left out.
    pub days: Vec<(Date, u64)>,
    /// Whether its times name a zone: `explicit`, `assumed` (read as UTC) or `none` (no clock).
    pub time_basis: String,
    /// Whether its times name a year: `explicit`, `recovered` or `none`.
    pub year_basis: String,
}

/// A rule that was applied and made no finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound {
    /// Rule id.
    pub rule: String,
    /// What the rule looks for.
    pub title: String,
    /// What it was applied to, in words, such as `12 sessions of accounts`.
    pub looked_at: String,
}

/// The end of the custody chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustodyHead {
    /// Hash of the last line.
    pub hash: String,
    /// Lines of the chain.
    pub lines: u64,
}
