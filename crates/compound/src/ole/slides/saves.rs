//! The saves of a `PowerPoint` binary: where each object stands after the last of them.
//!
//! In: the stream and what the stream `Current User` says of the last save. Out: the place of each object, newest first.
//! Each save names the one before; a chain is followed only backwards, so it ends. Format: \[MS-PPT\] 2.3.3
//! (`UserEditAtom`), 2.3.4 (`PersistDirectoryAtom`).

use std::collections::BTreeMap;

use super::records::{Record, record_at};
use subtier_sectors::little::{size_at, u32_at};

const USER_EDIT: u16 = 0x0FF5;
const DIRECTORY: u16 = 0x1772;
const DOCUMENT: u16 = 0x03E8;
/// Saves that are followed.
const SAVES_MAX: usize = 10_000;
/// Objects that are kept; an object number has 20 bits (\[MS-PPT\] 2.3.5).
const OBJECTS_MAX: usize = 1 << 20;

/// Entries of directories that are read: directories may lie over each other.
const ENTRIES_MAX: usize = 8 << 20;

/// Where the objects stand.
#[derive(Debug, Default)]
pub(crate) struct Saves {
    /// How many saves the file holds.
    pub(crate) count: usize,
    objects: BTreeMap<u32, usize>,
    document: u32,
    entries: usize,
}

impl Saves {
    /// Follows the saves from the last one.
    pub(crate) fn read(stream: &[u8], user: &[u8]) -> Self {
        let mut saves = Self::default();
        let mut next = size_at(user, 16);
        while let Some(at) = next {
            let Some(edit) = record_at(stream, at).filter(|edit| edit.kind == USER_EDIT) else {
                break;
            };
            if saves.count == 0 {
                saves.document = u32_at(edit.data, 16).unwrap_or_default();
            }
            saves.count += 1;
            if let Some(directory) = size_at(edit.data, 12).and_then(|at| record_at(stream, at)) {
                saves.add(&directory);
            }
            next = size_at(edit.data, 8)
                .filter(|before| *before != 0 && *before < at && saves.count < SAVES_MAX);
        }
        saves
    }

    fn add(&mut self, directory: &Record<'_>) {
        if directory.kind != DIRECTORY {
            return;
        }
        let mut at = 0usize;
        while let Some(head) = u32_at(directory.data, at).filter(|_| self.entries < ENTRIES_MAX) {
            // The first object's number in 20 bits, then how many follow.
            let (first, count) = (head & 0xF_FFFF, head >> 20);
            at += 4;
            self.entries += 1;
            for object in (first..).take(usize::try_from(count).unwrap_or_default()) {
                let Some(place) = size_at(directory.data, at) else { return };
                at += 4;
                self.entries += 1;
                if self.entries > ENTRIES_MAX {
                    return;
                }
                if self.objects.len() < OBJECTS_MAX {
                    self.objects.entry(object).or_insert(place);
                }
            }
        }
    }

    /// An object by its number.
    pub(crate) fn object<'s>(&self, stream: &'s [u8], object: u32) -> Option<Record<'s>> {
        record_at(stream, *self.objects.get(&object)?)
    }

    /// The object that holds the document.
    pub(crate) fn document<'s>(&self, stream: &'s [u8]) -> Option<Record<'s>> {
        self.object(stream, self.document).filter(|record| record.kind == DOCUMENT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_end(stream: Vec<u8>, user: Vec<u8>) {
            let _saves = Saves::read(&stream, &user);
        }

        #[test]
        fn a_directory_that_promises_much_is_read_as_far_as_it_goes(head: u32, places: Vec<u32>) {
            let mut data = head.to_le_bytes().to_vec();
            data.extend(places.iter().flat_map(|place| place.to_le_bytes()));
            let mut saves = Saves::default();
            saves.add(&Record { kind: DIRECTORY, instance: 0, is_container: false, data: &data });
            prop_assert!(saves.objects.len() <= places.len());
        }
    }
}
