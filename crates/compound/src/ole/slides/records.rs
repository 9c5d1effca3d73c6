//! The records of a `PowerPoint` binary: a tree of containers.
//!
//! In: bytes. Out: records side by side, or all of a tree in order. A record is no longer than what it stands in, so that
//! a tree takes no more steps than it has bytes. Format: \[MS-PPT\] 2.3.1 (`RecordHeader`).

use subtier_sectors::little::{size_at, slice_up_to, u16_at};

/// Containers within containers; drawings nest groups.
const DEPTH_MAX: usize = 64;
/// A container whose header does not say so: tags that programs leave (\[MS-PPT\] 2.11.24, `BinaryTagDataBlob`).
const TAG_DATA: u16 = 0x138B;
/// Text boxes of drawings, which some writers do not mark as containers (\[MS-PPT\] 2.9.76).
const TEXT_BOX: u16 = 0xF00D;

/// A record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Record<'a> {
    pub(crate) kind: u16,
    pub(crate) instance: u16,
    pub(crate) is_container: bool,
    pub(crate) data: &'a [u8],
}

/// The record at a byte.
pub(crate) fn record_at(bytes: &[u8], at: usize) -> Option<Record<'_>> {
    let head = u16_at(bytes, at)?;
    let kind = u16_at(bytes, at.checked_add(2)?)?;
    let len = size_at(bytes, at.checked_add(4)?)?;
    Some(Record {
        kind,
        instance: head >> 4,
        is_container: head & 0xF == 0xF || matches!(kind, TAG_DATA | TEXT_BOX),
        data: slice_up_to(bytes, at.checked_add(8)?, len),
    })
}

/// Records side by side.
pub(crate) fn children(bytes: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let mut at = 0usize;
    std::iter::from_fn(move || {
        let record = record_at(bytes, at)?;
        at += 8 + record.data.len();
        Some(record)
    })
}

/// Calls `each` for every record of a tree in order; it says whether to go into a container.
pub(crate) fn walk<'a>(bytes: &'a [u8], each: &mut dyn FnMut(&Record<'a>) -> bool) {
    let mut stack: Vec<&'a [u8]> = vec![bytes];
    while let Some(rest) = stack.pop() {
        let Some(record) = record_at(rest, 0) else { continue };
        stack.push(rest.get(8 + record.data.len()..).unwrap_or_default());
        if each(&record) && record.is_container && stack.len() < DEPTH_MAX {
            stack.push(record.data);
        }
    }
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "samples are small")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_tree_takes_no_more_steps_than_bytes(bytes: Vec<u8>) {
            let mut steps = 0usize;
            walk(&bytes, &mut |_| { steps += 1; true });
            prop_assert!(steps <= bytes.len());
        }

        #[test]
        fn containers_of_any_depth_are_walked(depth in 0usize..300) {
            let mut bytes = Vec::new();
            for _ in 0..depth {
                let mut outer = vec![0x0F, 0, 0xEE, 3];
                outer.extend((bytes.len() as u32).to_le_bytes());
                outer.extend(&bytes);
                bytes = outer;
            }
            let mut steps = 0usize;
            walk(&bytes, &mut |_| { steps += 1; true });
            prop_assert!(steps <= depth);
        }
    }
}
