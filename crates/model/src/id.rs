//! Ids: 128 bits of BLAKE3 over what a thing says, written as 32 hex digits.
//!
//! Each id has its own type and its own domain label, so that an id of one kind never equals an
//! id of another, and fields are length-prefixed, so that no two field lists hash alike.
//! No clock, host, absolute path or case folder may be fed to an [`IdHasher`].

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Text that is not an id: 32 lower-case hex digits are expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read id {text:?}: 32 lower-case hex digits are expected")]
pub struct ParseIdError {
    /// The text as it was given.
    pub text: String,
}

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

fn parse_hex(text: &str) -> Result<[u8; 16], ParseIdError> {
    let error = || ParseIdError { text: text.to_owned() };
    let digits = text.as_bytes();
    if digits.len() != 32 || digits.iter().any(u8::is_ascii_uppercase) {
        return Err(error());
    }
    let mut id = [0; 16];
    for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
        let pair = std::str::from_utf8(pair).map_err(|_| error())?;
        *byte = u8::from_str_radix(pair, 16).map_err(|_| error())?;
    }
    Ok(id)
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

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = ParseIdError;
            fn try_from(text: String) -> Result<Self, ParseIdError> {
                text.parse()
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;
            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                parse_hex(text).map(Self)
            }
        }
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
