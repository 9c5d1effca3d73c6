//! Decision: what a person ruled on one state of a finding. Only ever added.

use serde::{Deserialize, Serialize};

use crate::{DecisionId, FindingId, IdHasher, RevisionId, Timestamp};

/// What was ruled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// The finding holds.
    Confirmed,
    /// An innocent explanation was found.
    Dismissed,
    /// Left open, with a note.
    Open,
}

/// One ruling of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Hash of all it says.
    pub id: DecisionId,
    /// The finding.
    pub finding: FindingId,
    /// The state of the finding that the person saw.
    pub revision: RevisionId,
    /// What was ruled.
    pub ruling: Ruling,
    /// Who ruled.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why, in the person's words.
    pub reason: String,
}

impl Decision {
    /// Makes a decision on one state (id and revision) of a finding.
    pub fn new(
        (finding, revision): (FindingId, RevisionId),
        ruling: Ruling,
        by: impl Into<String>,
        at: Timestamp,
        reason: impl Into<String>,
    ) -> Self {
        let (by, reason) = (by.into(), reason.into());
        let mut hasher = IdHasher::new("subtier decision 1");
        hasher.field(finding.as_bytes()).field(revision.as_bytes()).number(ruling as u64);
        hasher.text(&by).text(&at.to_string()).text(&reason);
        let id = DecisionId::from_bytes(hasher.finish());
        Self { id, finding, revision, ruling, by, at, reason }
    }
}
