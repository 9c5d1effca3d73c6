//! The limits of reading one document. Reaching one is a fault that names it; what was read before is kept.

/// How much is taken out of one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one document; a larger one is not read.
    pub document_bytes_max: u64,
    /// Unpacked bytes of all its parts together.
    pub unpacked_bytes_max: u64,
    /// Unpacked bytes for each packed byte of a part, above 1 MiB.
    pub unpacked_ratio_max: u64,
    /// Bytes of text kept.
    pub text_bytes_max: usize,
    /// Blocks kept.
    pub blocks_max: usize,
    /// Signals kept; equal ones count once.
    pub signals_max: usize,
    /// Faults kept.
    pub faults_max: usize,
    /// Elements within elements, groups within groups, messages within messages.
    pub depth_max: usize,
    /// Parts of a package, streams of a compound file, objects of a PDF that are looked at.
    pub parts_max: usize,
}

impl Limits {
    /// What holds unless a caller has a reason.
    ///
    /// Deflate reaches 1032 to 1 (zlib Technical Details); sheets of real productions pack up to about 40 to 1. A note of
    /// 64 MB of text is beyond any that a person wrote.
    pub const STANDARD: Self = Self {
        document_bytes_max: 512 << 20,
        unpacked_bytes_max: 4 << 30,
        unpacked_ratio_max: 200,
        text_bytes_max: 64 << 20,
        blocks_max: 2_000_000,
        signals_max: 10_000,
        faults_max: 100,
        depth_max: 256,
        parts_max: 100_000,
    };
}
