//! Earlier revisions: what a file still holds of the states in which it was saved before.
//!
//! In: all bytes and the texts of the last state. Out: lines and comments that only an earlier state has, and where each
//! state ends. A program that saves by appending leaves every state whole up to its own `%%EOF` (ISO 32000-1, 7.5.6).

use std::collections::BTreeSet;

use subtier_model::Place;

use super::file::File;
use super::{page, tells};
use subtier_blocks::Writing;
use subtier_blocks::{BlockKind, Limits, SignalKind};

/// Earlier states that are read; of more the last ones are.
const REVISIONS_MAX: usize = 16;
/// Marks of an end that are tried; a file that was attached unpacked has such marks too.
const ENDS_MAX: usize = 64;
/// Bytes that all states together may have; each is read from its start.
const BYTES_MAX: usize = 1 << 30;

/// An earlier state.
struct Revision {
    file: File,
    end: usize,
}

/// Writes down what earlier states hold; `last` are the texts of the last one.
pub(crate) fn read(
    bytes: &[u8],
    linearized_length: u64,
    last: &BTreeSet<String>,
    writing: &mut Writing,
) {
    let limits = *writing.limits();
    let revisions = revisions(bytes, linearized_length, &limits);
    let n_states = revisions.len() + 1;
    let mut told = BTreeSet::new();
    for (revision, number) in revisions.iter().zip(1_usize..) {
        let name = format!("revision {number} of {n_states}");
        let end = revision.end;
        let place = Place::Bytes { start: 0, end: u64::try_from(end).unwrap_or(u64::MAX) };
        writing.signal(SignalKind::EarlierRevision, format!("{name} ends at byte {end}"), place);
        tells::tell(&revision.file, &name, writing);
        page::each(&revision.file, &limits, |blocks| {
            for mut block in blocks {
                if !last.contains(block.text.trim()) && told.insert(block.text.trim().to_owned()) {
                    block.kind = BlockKind::EarlierRevision;
                    block.place = Place::Words(format!("{name}, {}", block.place));
                    writing.block(block);
                }
            }
            !writing.is_full()
        });
    }
}

/// Whether there may be an earlier state at all.
pub(crate) fn may_have_some(bytes: &[u8]) -> bool {
    memchr::memmem::find_iter(bytes, b"%%EOF").take(2).count() > 1
}

fn revisions(bytes: &[u8], linearized_length: u64, limits: &Limits) -> Vec<Revision> {
    let mut ends: Vec<usize> =
        memchr::memmem::find_iter(bytes, b"%%EOF").map(|at| at + b"%%EOF".len()).collect();
    // The last one is the file itself. A file written for the web has one before its first page that ends no state.
    ends.pop();
    ends.retain(|end| {
        u64::try_from(*end).is_ok_and(|end| end.saturating_add(8) >= linearized_length)
    });
    let mut revisions = Vec::new();
    let mut bytes_left = BYTES_MAX;
    for end in ends.into_iter().rev().take(ENDS_MAX) {
        let (Some(state), Some(left)) = (bytes.get(..end), bytes_left.checked_sub(end)) else {
            break;
        };
        bytes_left = left;
        if revisions.len() >= REVISIONS_MAX {
            break;
        }
        if let Some(file) = File::load_revision(state, limits) {
            revisions.push(Revision { file, end });
        }
    }
    revisions.reverse();
    revisions
}
