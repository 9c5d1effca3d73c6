//! One box after the other, within what holds it.

use crate::Held;
use crate::bytes::{be32, be64};

/// Boxes of one film; fragments of a long one have some ten thousand.
const BOXES_MAX: usize = 200_000;

/// One box: its name, and where its content begins and ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Atom {
    pub(super) name: [u8; 4],
    pub(super) begin: u64,
    pub(super) end: u64,
}

/// A walk over boxes.
#[derive(Debug)]
pub(super) struct Walk<'a, 'b> {
    pub(super) held: &'b Held<'a>,
    n_boxes: usize,
    /// Where and why it ended first.
    pub(super) fault: Option<(u64, String)>,
}

impl<'a, 'b> Walk<'a, 'b> {
    pub(super) const fn new(held: &'b Held<'a>) -> Self {
        Self { held, n_boxes: 0, fault: None }
    }

    /// The box at a byte (ISO/IEC 14496-12, 4.2); `None` at the end or where there is none.
    pub(super) fn next(&mut self, at: u64, end: u64) -> Option<Atom> {
        if at.checked_add(8)? > end {
            return None;
        }
        self.n_boxes += 1;
        if self.n_boxes > BOXES_MAX {
            return self.end(at, &format!("only {BOXES_MAX} boxes are read"));
        }
        let Some(front) = self.held.get(at, 8) else {
            return self.end(
                at,
                "a box lies in the middle of the file, which is not held, or beyond its end",
            );
        };
        let name = front.get(4..8)?.try_into().ok()?;
        let (head_bytes, length) = match be32(front, 0)? {
            // To the end; in a list of texts, its end.
            0 => (8, end - at),
            1 => (16, be64(self.held.get(at, 16)?, 8)?),
            length => (8, u64::from(length)),
        };
        let atom_end = at.checked_add(length).filter(|_| length >= head_bytes);
        match atom_end {
            Some(atom_end) if atom_end <= end => {
                Some(Atom { name, begin: at + head_bytes, end: atom_end })
            }
            // The last box of a film that was cut tells what is there of it.
            Some(_) => {
                self.end(at, "a box is longer than what holds it");
                (at + head_bytes <= end).then_some(Atom { name, begin: at + head_bytes, end })
            }
            // Four zero bytes end a list of user data (QuickTime File Format, user data atoms), which `length` 0 covers.
            None => self.end(at, "a box is shorter than its head"),
        }
    }

    /// Says that boxes lie deeper than is read.
    pub(super) fn too_deep(&mut self, at: u64, depth_max: usize) {
        self.end(at, &format!("boxes lie deeper than {depth_max}; what is in them is not read"));
    }

    fn end(&mut self, at: u64, reason: &str) -> Option<Atom> {
        self.fault.get_or_insert_with(|| (at, reason.to_owned()));
        None
    }
}
