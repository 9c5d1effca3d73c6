//! Observation: one fact read from one place by one reader at one version.

use serde::{Deserialize, Serialize};

use crate::{EvidenceId, Fact, IdHasher, ObservationId, Place};

/// What read a fact: its name and the version of its reading. A new version gives new ids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reader {
    /// Such as `connections/openssh`.
    pub name: String,
    /// Counted up whenever the same bytes may give other facts.
    pub version: u32,
}

/// One fact with its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Hash of evidence, place, reader and fact.
    pub id: ObservationId,
    /// Where it was read.
    pub evidence: EvidenceId,
    /// Where in it.
    pub place: Place,
    /// The words that stand there, secrets removed, cut to [`Observation::QUOTE_MAX_CHARS`].
    pub quote: String,
    /// Who read it.
    pub reader: Reader,
    /// What it says.
    pub fact: Fact,
}

impl Observation {
    /// The longest quote kept, in characters; a line of a log in which it stands is this long at most
    /// in practice, and the evidence itself holds the rest.
    pub const QUOTE_MAX_CHARS: usize = 500;

    /// Makes an observation; its id follows from what it says.
    pub fn new(
        evidence: EvidenceId,
        place: Place,
        quote: &str,
        reader: Reader,
        fact: Fact,
    ) -> Self {
        let quote: String = quote.chars().take(Self::QUOTE_MAX_CHARS).collect();
        let said = serde_json::to_string(&fact).expect("a fact holds only text, numbers and lists");
        let mut hasher = IdHasher::new("subtier observation 1");
        hasher.field(evidence.as_bytes()).text(&place.to_string()).text(&quote);
        hasher.text(&reader.name).number(reader.version.into()).text(&said);
        let id = ObservationId::from_bytes(hasher.finish());
        Self { id, evidence, place, quote, reader, fact }
    }
}
