//! Merged cells: which cell shows for others, and which lie under it.
//!
//! In: ranges in any order, then the cells of a sheet in the order of rows. Out: for each cell whether it stands free. Merged
//! ranges may not overlap (ECMA-376 part 1, 18.3.1.55); of those that do the one above holds.

use std::collections::BTreeMap;

use subtier_blocks::cell_address::range_of;

/// Merged ranges of one sheet that are kept.
const MERGES_MAX: usize = 200_000;

/// The merged ranges of a sheet, by their first cell.
#[derive(Debug, Default)]
pub(crate) struct Merges(BTreeMap<(u32, u32), (u32, u32)>);

/// How a cell lies to the merged ranges.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Covering {
    /// In none.
    Free,
    /// It is the first of one and shows for all of it.
    First {
        /// Rows of the range.
        rows: u32,
        /// Columns of the range.
        columns: u32,
    },
    /// Another cell shows in its place.
    Under,
}

impl Merges {
    /// Adds a range such as `A1:C5`.
    pub(crate) fn add(&mut self, range: &str) {
        if let Some((first, last)) = range_of(range)
            && first != last
            && self.0.len() < MERGES_MAX
        {
            self.0.insert(first, last);
        }
    }

    /// Begins to look cells up, which must come in the order of rows and columns.
    pub(crate) fn sweep(&self) -> Sweep<'_> {
        Sweep { waiting: self.0.iter().peekable(), open: BTreeMap::new() }
    }
}

/// The ranges that reach into the row that is looked at.
pub(crate) struct Sweep<'a> {
    waiting: std::iter::Peekable<std::collections::btree_map::Iter<'a, (u32, u32), (u32, u32)>>,
    /// By first column: first row, last cell.
    open: BTreeMap<u32, (u32, (u32, u32))>,
}

impl Sweep<'_> {
    /// How a cell lies.
    pub(crate) fn look(&mut self, (row, column): (u32, u32)) -> Covering {
        if self.open.is_empty() && self.waiting.peek().is_none() {
            return Covering::Free;
        }
        while let Some((first, last)) = self.waiting.next_if(|(first, _)| first.0 <= row) {
            if last.0 >= row {
                self.open(*first, *last);
            }
        }
        let found = self.open.range(..=column).next_back();
        let Some((&left, &(top, (bottom, right)))) = found else { return Covering::Free };
        if bottom < row {
            self.open.remove(&left);
            return self.look((row, column));
        }
        if right < column {
            return Covering::Free;
        }
        if (top, left) == (row, column) {
            return Covering::First { rows: bottom - top + 1, columns: right - left + 1 };
        }
        Covering::Under
    }

    fn open(&mut self, (top, left): (u32, u32), last: (u32, u32)) {
        while let Some((&other, &(_, (bottom, right)))) = self.open.range(..=last.1).next_back() {
            if right < left {
                break;
            }
            if bottom >= top {
                return;
            }
            self.open.remove(&other);
        }
        self.open.insert(left, (top, last));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_model::CellName;

    fn merges(ranges: &[&str]) -> Merges {
        let mut merges = Merges::default();
        for range in ranges {
            merges.add(range);
        }
        merges
    }

    #[test]
    fn the_first_cell_shows_for_the_others() {
        let merges = merges(&["B2:C3", "A5:A5", "E1:E9"]);
        let mut sweep = merges.sweep();
        assert_eq!(sweep.look((0, 4)), Covering::First { rows: 9, columns: 1 });
        assert_eq!(sweep.look((1, 0)), Covering::Free);
        assert_eq!(sweep.look((1, 1)), Covering::First { rows: 2, columns: 2 });
        assert_eq!(sweep.look((1, 2)), Covering::Under);
        assert_eq!(sweep.look((2, 1)), Covering::Under);
        assert_eq!(sweep.look((2, 3)), Covering::Free);
        assert_eq!(sweep.look((4, 0)), Covering::Free);
        assert_eq!(sweep.look((8, 4)), Covering::Under);
        assert_eq!(sweep.look((9, 4)), Covering::Free);
    }

    proptest! {
        #[test]
        fn ranges_that_overlap_end(
            ranges: Vec<(u8, u8, u8, u8)>,
            mut cells: Vec<(u32, u32)>,
        ) {
            let mut merges = Merges::default();
            for (top, left, bottom, right) in ranges {
                let first = CellName::at(top.into(), left.into());
                let last = CellName::at(bottom.into(), right.into());
                merges.add(&format!("{first}:{last}"));
            }
            cells.sort_unstable();
            let mut sweep = merges.sweep();
            for at in cells {
                sweep.look(at);
            }
        }
    }
}
