//! Files kept inside a compound file, and the paths from which they came.
//!
//! In: a compound file. Out: signals that name what is embedded, macros among it, and the storages that hold a document
//! of their own. A packaged file still says under which path it lay on the machine of the person who put it in. Nothing
//! is unpacked, run or followed.

use std::collections::BTreeSet;

use subtier_model::Place;

use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_sectors::{Compound, native};

/// Packaged files that are looked at.
const EMBEDDED_MAX: usize = 256;

/// Says what is embedded; returns the storages that hold a document of their own, outermost first.
pub(crate) fn read(compound: &mut Compound<'_>, writing: &mut Writing) -> Vec<String> {
    let mut storages: Vec<String> = Vec::new();
    let mut natives: Vec<String> = Vec::new();
    let mut has_macros = false;
    for entry in compound.streams() {
        let (storage, name) = entry.path.rsplit_once('/').unwrap_or(("", &entry.path));
        let upper = name.to_ascii_uppercase();
        match upper.as_str() {
            "_VBA_PROJECT" | "DIR" if storage.to_ascii_uppercase().ends_with("VBA") => {
                has_macros = true;
            }
            _ if storage.is_empty() => {}
            _ if name.eq_ignore_ascii_case(native::STREAM) => natives.push(entry.path.clone()),
            "WORDDOCUMENT" | "WORKBOOK" | "BOOK" | "POWERPOINT DOCUMENT" => {
                storages.push(storage.to_owned());
            }
            "PACKAGE" | "CONTENTS" | "EMBEDDEDODF" => {
                let place = Place::Words(format!("stream {}", entry.path));
                let value = format!("{storage} ({} bytes)", entry.len);
                writing.signal(SignalKind::Embedded, value, place);
            }
            _ => {}
        }
    }
    if has_macros {
        writing.signal(SignalKind::Macro, "VBA project", Place::Whole);
    }
    for path in natives.iter().take(EMBEDDED_MAX) {
        if let Some(bytes) = compound.read(path, native::HEAD_BYTES_MAX) {
            native::tell(&bytes, &Place::Words(format!("stream {path}")), writing);
        }
    }
    let storages: BTreeSet<String> = storages.into_iter().collect();
    for storage in &storages {
        let place = Place::Words(format!("storage {storage}"));
        writing.signal(SignalKind::Embedded, storage.clone(), place);
    }
    // A document within an embedded document is met when that one is read.
    let is_inner = |storage: &str| {
        storage
            .match_indices('/')
            .any(|(at, _)| storage.get(..at).is_some_and(|up| storages.contains(up)))
    };
    storages.iter().filter(|storage| !is_inner(storage)).cloned().collect()
}
