//! Ids: 128 bits of BLAKE3 over what a thing says, written as 32 hex digits.
//!
//! Each id has its own type and its own domain label, so that an id of one kind never equals an
//! id of another, and fields are length-prefixed, so that no two field lists hash alike.
//! No clock, host, absolute path or case folder enters an id. The names of units of work, which are
//! hashed the same way and stay in the case, may hold where a file lay.

use serde::{Deserialize, Serialize};

use crate::hex::hex_type;

/// Hashes the fields of one thing, in order, into an id.
#[derive(Debug, Clone)]
pub struct IdHasher(blake3::Hasher);

impl IdHasher {
    /// Starts a hash under a domain label such as `"subtier finding 1"`.
    pub fn new(domain: &str) -> Self {
        let mut hasher = Self(blake3::Hasher::new());
        hasher.field(domain.as_bytes());
        hasher
    }

    /// Adds one field with its length before it.
    pub fn field(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds a text field.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.field(text.as_bytes())
    }

    /// Adds a number field.
    pub fn number(&mut self, number: u64) -> &mut Self {
        self.field(&number.to_le_bytes())
    }

    /// Returns the first 16 bytes of the hash.
    pub fn finish(&self) -> [u8; 16] {
        let mut id = [0; 16];
        for (to, from) in id.iter_mut().zip(self.0.finalize().as_bytes()) {
            *to = *from;
        }
        id
    }
}

macro_rules! id_type {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name([u8; 16]);

        impl $name {
            /// Wraps 16 bytes that an [`IdHasher`] gave, or that were stored.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// Returns the 16 bytes.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        hex_type!($name);
    )*};
}

id_type! {
    /// One piece of evidence: the hash of its bytes and its path.
    EvidenceId;
    /// One observation: what it says, where, by which reader.
    ObservationId;
    /// One complaint: what could not be read, where, and why.
    ComplaintId;
    /// One entity: its kind and its stable key.
    EntityId;
    /// One link: its two ends, kind and layer.
    LinkId;
    /// One finding: its rule and the stable keys of its subjects; stays when its text changes.
    FindingId;
    /// One state of a finding: the hash of all it says.
    RevisionId;
    /// One decision of a person.
    DecisionId;
    /// One run: program, rules, lists, network data, tables, references and evidence set.
    RunId;
    /// One case folder, drawn when it was made; enters nothing that is compared across cases.
    CaseId;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn field_borders_are_part_of_the_hash() {
        let one = IdHasher::new("d").text("ab").text("c").finish();
        let other = IdHasher::new("d").text("a").text("bc").finish();
        assert_ne!(one, other);
    }

    #[test]
    fn wrong_texts_are_no_ids() {
        for text in
            ["", "00", "GG000000000000000000000000000000", "AB000000000000000000000000000000"]
        {
            assert!(text.parse::<FindingId>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn written_ids_read_back(bytes: [u8; 16]) {
            let id = EvidenceId::from_bytes(bytes);
            prop_assert_eq!(id.to_string().parse::<EvidenceId>(), Ok(id));
        }
    }
}
