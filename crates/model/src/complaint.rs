//! Complaint: what could not be read, where, and why.

use serde::{Deserialize, Serialize};

use crate::{ComplaintId, EvidenceId, IdHasher, Place};

/// One thing that could not be read. Stored and counted like an observation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    /// Hash of path, place and reason.
    pub id: ComplaintId,
    /// The evidence it is about, where it became evidence.
    pub evidence: Option<EvidenceId>,
    /// The path of the file or entry.
    pub path: String,
    /// Where in it.
    pub place: Place,
    /// Why, as a lower-case fragment without a full stop.
    pub reason: String,
}

impl Complaint {
    /// Makes a complaint; its id follows from what it says.
    pub fn new(
        evidence: Option<EvidenceId>,
        path: impl Into<String>,
        place: Place,
        reason: impl Into<String>,
    ) -> Self {
        let (path, reason) = (path.into(), reason.into());
        let mut hasher = IdHasher::new("subtier complaint 1");
        hasher.text(&path).text(&place.to_string()).text(&reason);
        let id = ComplaintId::from_bytes(hasher.finish());
        Self { id, evidence, path, place, reason }
    }
}
