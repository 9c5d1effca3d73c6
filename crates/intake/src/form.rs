//! Which kinds of content are containers, and how their members are reached: the one table of it.

use subtier_model::ContentKind;
use subtier_source::Packing;

/// How a container holds its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// By a directory and local headers.
    Zip,
    /// One after the other.
    Tar,
    /// One stream, which may be a tar.
    Packed(Packing),
}

impl Form {
    /// `None` for what is no container.
    pub(crate) const fn of(kind: ContentKind) -> Option<Self> {
        match kind {
            ContentKind::Zip | ContentKind::OfficeZip => Some(Self::Zip),
            ContentKind::Tar => Some(Self::Tar),
            ContentKind::Gzip => Some(Self::Packed(Packing::Gzip)),
            ContentKind::Zstd => Some(Self::Packed(Packing::Zstd)),
            ContentKind::Xz => Some(Self::Packed(Packing::Xz)),
            ContentKind::Bzip2 => Some(Self::Packed(Packing::Bzip2)),
            ContentKind::Empty
            | ContentKind::Text
            | ContentKind::Ole
            | ContentKind::Pdf
            | ContentKind::Jpeg
            | ContentKind::Png
            | ContentKind::Gif
            | ContentKind::Tiff
            | ContentKind::Psd
            | ContentKind::Riff
            | ContentKind::IsoMedia
            | ContentKind::Sqlite
            | ContentKind::Pcap
            | ContentKind::Binary => None,
        }
    }
}
