//! Evidence: an item as it was found, known by the hash of its bytes and its path.

use serde::{Deserialize, Serialize};

use crate::hex::hex_type;
use crate::{EvidenceId, IdHasher, Timestamp};

macro_rules! hash_type {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(pub [u8; 32]);

        hex_type!($name);
    )*};
}

hash_type! {
    /// SHA-256 of the bytes: the name of a blob, and what a court or another tool compares.
    Sha256Hash;
    /// BLAKE3 of the bytes: a second, independent and much faster check of the same bytes.
    Blake3Hash;
}

/// How the case holds the bytes of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holding {
    /// A copy lies in the case folder under its SHA-256.
    Copied,
    /// The bytes stayed where they were; the custody line says where.
    Referenced,
    /// Only the entry is known: a link, a device, a folder that could not be read.
    EntryOnly,
}

/// What the first bytes of an item say it is; never its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name is the field's own name of the format")]
pub enum ContentKind {
    Empty,
    Text,
    Zip,
    OfficeZip,
    Tar,
    Gzip,
    Zstd,
    Xz,
    Bzip2,
    Ole,
    Pdf,
    Jpeg,
    Png,
    Gif,
    Tiff,
    Psd,
    Riff,
    IsoMedia,
    Sqlite,
    Pcap,
    Binary,
}

/// One item of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Hash of bytes and path.
    pub id: EvidenceId,
    /// Path within what was taken in, `/` between folders, `!/` into a container; readable text.
    pub path: String,
    /// The last part of the name as bytes in hex, where it is not UTF-8; else `None`.
    pub name_bytes: Option<String>,
    /// The encoding in which the name was made readable, such as `GBK`, where it is not UTF-8.
    pub name_encoding: Option<String>,
    /// The container it came out of.
    pub parent: Option<EvidenceId>,
    /// Size in bytes.
    pub size: u64,
    /// `None` where the bytes could not all be read; a complaint then says why.
    pub sha256: Option<Sha256Hash>,
    /// `None` exactly where `sha256` is.
    pub blake3: Option<Blake3Hash>,
    /// By content.
    pub kind: ContentKind,
    /// How the case holds the bytes.
    pub holding: Holding,
    /// The item's own time of last change, where it has one.
    pub modified: Option<Timestamp>,
}

impl Evidence {
    /// The id of an item: its bytes' hash (or, without one, its size) and its path.
    pub fn id_of(path: &str, size: u64, sha256: Option<&Sha256Hash>) -> EvidenceId {
        let mut hasher = IdHasher::new("subtier evidence 1");
        match sha256 {
            Some(hash) => hasher.field(&hash.0),
            None => hasher.text("no hash").number(size),
        };
        EvidenceId::from_bytes(hasher.text(path).finish())
    }
}
