//! The committed samples, and what most tests ask of a document.

#![expect(clippy::disallowed_methods, reason = "tests read samples")]

use subtier_blocks::{BlockKind, Document, Limits, Request, SignalKind};
use subtier_documents::read;

/// The bytes of a sample.
pub(crate) fn bytes_of(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/samples/{name}", env!("CARGO_MANIFEST_DIR")))
        .expect("a committed sample")
}

/// Bytes, read as a document of this name.
pub(crate) fn read_as(bytes: &[u8], name: &str) -> Document {
    read(&Request { bytes, name, folder: None, limits: Limits::STANDARD })
}

/// A sample, read.
pub(crate) fn sample(name: &str) -> Document {
    read_as(&bytes_of(name), name)
}

/// A sample in which nothing is damaged, read.
pub(crate) fn whole_sample(name: &str) -> Document {
    let document = sample(name);
    assert_eq!(document.faults, [], "{name}");
    document
}

/// The text of all blocks of a kind.
pub(crate) fn texts(document: &Document, kind: BlockKind) -> Vec<&str> {
    let of_kind = document.blocks.iter().filter(|block| block.kind == kind);
    of_kind.map(|block| block.text.as_str()).collect()
}

/// The text of all blocks of a kind, each with its place.
pub(crate) fn lines(document: &Document, kind: BlockKind) -> Vec<String> {
    let of_kind = document.blocks.iter().filter(|block| block.kind == kind);
    of_kind.map(|block| format!("{}: {}", block.place, block.text)).collect()
}

/// The values of all signals of a kind.
pub(crate) fn values(document: &Document, kind: SignalKind) -> Vec<&str> {
    let of_kind = document.signals.iter().filter(|signal| signal.kind == kind);
    of_kind.map(|signal| signal.value.as_str()).collect()
}

/// All signals.
pub(crate) fn signals(document: &Document) -> Vec<(SignalKind, &str)> {
    document.signals.iter().map(|signal| (signal.kind, signal.value.as_str())).collect()
}
