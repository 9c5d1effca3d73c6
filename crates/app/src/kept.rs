//! What is kept in a case of a file that was looked at, so that it need not be looked at again.
//!
//! In: a sight. Out: bytes for the derived files of a case, and back. Never: bytes of another version taken for this one; their
//! kind carries it.

use serde::{Deserialize, Serialize};
use subtier_media::look::Look;
use subtier_model::{Sha256Hash, StageSeen};
use subtier_readers::{SIGHT_VERSION, Sight};
use subtier_store::Case;

use crate::failure::Failure;

/// The look of a picture with the stage it shows.
pub(crate) struct Kept {
    pub(crate) stage: Option<StageSeen>,
    /// None where there is nothing to recognise.
    pub(crate) look: Option<Look>,
}

/// The first line of the file.
#[derive(Serialize, Deserialize)]
struct Head {
    stage: Option<StageSeen>,
}

impl Kept {
    /// What is worth keeping of a sight.
    pub(crate) fn of(sight: &Sight) -> Self {
        let look = sight.look.as_deref().and_then(Look::from_bytes);
        Self { stage: sight.stage.clone(), look }
    }

    fn to_bytes(&self) -> Vec<u8> {
        let head = Head { stage: self.stage.clone() };
        let mut bytes = serde_json::to_vec(&head).unwrap_or_default();
        bytes.push(b'\n');
        bytes.extend(self.look.iter().flat_map(Look::to_bytes));
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let (head, look) = bytes.split_at_checked(end)?;
        let head: Head = serde_json::from_slice(head).ok()?;
        let look = match look.get(1..)? {
            [] => None,
            look => Some(Look::from_bytes(look)?),
        };
        Some(Self { stage: head.stage, look })
    }

    /// Keeps it for the bytes of this hash.
    pub(crate) fn keep(&self, case: &mut Case, of: &Sha256Hash) -> Result<(), Failure> {
        Ok(case.keep_derived(&look_kind(), of, &self.to_bytes())?)
    }

    /// What was kept for the bytes of this hash.
    pub(crate) fn find(case: &Case, of: &Sha256Hash) -> Option<Self> {
        Self::from_bytes(&case.derived(&look_kind(), of)?)
    }
}

fn look_kind() -> String {
    format!("look-{SIGHT_VERSION}")
}

/// The kind of thumbnails.
pub(crate) fn thumbnail_kind() -> String {
    format!("thumbnail-{SIGHT_VERSION}")
}
