//! Entity and Link: who, and what ties whom to whom, each with the observations that say so.

use serde::{Deserialize, Serialize};

use crate::{EntityId, IdHasher, LinkId, ObservationId};

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// A row of the vendor list; its key is its id there.
    Vendor,
    /// An account on a server.
    Account,
    /// A network address.
    Address,
    /// A person or company that is no vendor: a beneficiary, a listed party.
    Party,
    /// A folder or container of the evidence; its key is its path.
    Folder,
    /// What a path names: production, episode, shot, stage, version; its key is those names.
    Asset,
}

/// Who, with what says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Hash of kind and key.
    pub id: EntityId,
    /// What it is.
    pub kind: EntityKind,
    /// Stable key: vendor id, account name, address, party name, path.
    pub key: String,
    /// Name to show.
    pub name: String,
    /// At least one.
    pub because: Vec<ObservationId>,
}

impl Entity {
    /// Makes an entity from a first observation and further ones, sorted and without doubles.
    pub fn new(
        kind: EntityKind,
        key: impl Into<String>,
        name: impl Into<String>,
        first: ObservationId,
        more: impl IntoIterator<Item = ObservationId>,
    ) -> Self {
        let key = key.into();
        Self {
            id: Self::id_of(kind, &key),
            kind,
            key,
            name: name.into(),
            because: cited(first, more),
        }
    }

    /// The id of an entity.
    pub fn id_of(kind: EntityKind, key: &str) -> EntityId {
        let mut hasher = IdHasher::new("subtier entity 1");
        EntityId::from_bytes(hasher.number(kind as u64).text(key).finish())
    }
}

/// Whether a link was told or seen; the difference between the two graphs is the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// By contract or vendor list.
    Declared,
    /// By what happened.
    Observed,
}

/// What a link says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Contracts work to.
    Contracts,
    /// Uses this account.
    Uses,
    /// Was seen from this address.
    SeenFrom,
    /// Paid money to.
    Paid,
    /// Is matched with this list entry.
    MatchedWith,
    /// Holds files with the same licence, machine, palette or document as files of this one.
    SharesWith,
    /// Put this asset on a server.
    Put,
    /// Fetched this asset from a server.
    Fetched,
}

/// A tie between two entities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Hash of ends, kind and layer.
    pub id: LinkId,
    /// From whom.
    pub from: EntityId,
    /// To whom.
    pub to: EntityId,
    /// What it says.
    pub kind: LinkKind,
    /// Told or seen.
    pub layer: Layer,
    /// At least one.
    pub because: Vec<ObservationId>,
}

impl Link {
    /// Makes a link between two ends from a first observation and further ones.
    pub fn new(
        (from, to): (EntityId, EntityId),
        kind: LinkKind,
        layer: Layer,
        first: ObservationId,
        more: impl IntoIterator<Item = ObservationId>,
    ) -> Self {
        let mut hasher = IdHasher::new("subtier link 1");
        hasher.field(from.as_bytes()).field(to.as_bytes());
        hasher.number(kind as u64).number(layer as u64);
        let id = LinkId::from_bytes(hasher.finish());
        Self { id, from, to, kind, layer, because: cited(first, more) }
    }
}

fn cited(
    first: ObservationId,
    more: impl IntoIterator<Item = ObservationId>,
) -> Vec<ObservationId> {
    let mut because: Vec<_> = std::iter::once(first).chain(more).collect();
    because.sort_unstable();
    because.dedup();
    because
}
