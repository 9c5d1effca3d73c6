#![doc = include_str!("../README.md")]
//!
//! The line runs left to right: [`Evidence`] is taken in, a reader makes [`Observation`]s and
//! [`Complaint`]s of it, stages tie [`Entity`]s with [`Link`]s, a rule makes a [`Finding`], and a
//! person makes a [`Decision`]. Nothing to the left is ever edited by what stands to its right.

mod cell_name;
mod complaint;
mod decision;
mod document;
mod entity;
mod evidence;
mod fact;
mod finding;
mod hex;
mod id;
mod media;
mod observation;
mod place;
mod run;
mod time;
mod vendor;
mod visible_json;

pub use cell_name::CellName;
pub use complaint::Complaint;
pub use decision::{Decision, Ruling};
pub use document::{
    ChangeRequest, DocumentFamily, DocumentRead, DocumentSignals, KoreanNorm, SignalValue,
};
pub use entity::{Entity, EntityKind, Layer, Link, LinkKind};
pub use evidence::{Blake3Hash, ContentKind, Evidence, Holding, Sha256Hash};
pub use fact::{
    AccountSession, AddressOrigin, AgentSeen, Fact, FailedLogins, GeoStatement, ListMatch,
    ListMatchBasis, ListReference, Listing, LogSummary, Mark, MarkTrail, NetworkLabel, Precision,
    RangeGrade, RangeRow, RangeSighting, Sighting,
};
pub use finding::{Citation, Class, Finding, FindingParts, Source, Subject, SubjectKind, Verdict};
pub use hex::ParseIdError;
pub use id::{
    CaseId, ComplaintId, DecisionId, EntityId, EvidenceId, FindingId, IdHasher, LinkId,
    ObservationId, RevisionId, RunId,
};
pub use media::{AssetJudged, AssetTouch, MediaRead, PictureMatch, SharedSignal, StageSeen};
pub use observation::{Observation, Reader};
pub use place::Place;
pub use run::RunInputs;
pub use time::{Clock, Date, ParseDateError, Timestamp};
pub use vendor::{Payment, Vendor};
pub use visible_json::{is_hidden, write_visible_json};
