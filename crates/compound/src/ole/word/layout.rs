//! Paragraphs and cells of a Word binary, laid out as blocks.
//!
//! In: gathered text with the mark that ends it. Out: blocks with their places. The visible text of a paragraph stays
//! whole and stands once: it is an insertion where all of it was put in while changes were tracked. What was taken out
//! or is hidden follows it in blocks of its own.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use subtier_model::{CellName, Place};

use super::formatting::{Change, ParagraphFormat};
use super::gathered::Gathered;
use super::table::Table;
use subtier_blocks::Writing;
use subtier_blocks::{Block, BlockKind, Cell};

/// The mark of a cell or the end of a row (\[MS-DOC\] 2.4.3).
const CELL_MARK: u16 = 7;

/// One story being laid out.
#[derive(Debug)]
pub(crate) struct Layout<'a> {
    part: &'static str,
    kind: BlockKind,
    authors: &'a [String],
    table: Table,
    n_tables: u32,
    number: u64,
}

impl<'a> Layout<'a> {
    /// Begins a story; `n_tables` tables stood before it.
    pub(crate) fn new(
        part: &'static str,
        kind: BlockKind,
        authors: &'a [String],
        n_tables: u32,
    ) -> Self {
        Self { part, kind, authors, table: Table::default(), n_tables, number: 0 }
    }

    /// Takes what was gathered up to a mark.
    pub(crate) fn mark(
        &mut self,
        mark: u16,
        format: Option<&ParagraphFormat>,
        gathered: &mut Gathered,
        writing: &mut Writing,
    ) {
        if writing.is_full() {
            *gathered = Gathered::default();
            return;
        }
        let is_in_table = format.is_some_and(|format| format.is_in_table);
        if mark == CELL_MARK {
            // Where formatting is lost, an empty cell after others is taken for the end of the row.
            let ends_row = match format {
                Some(format) => format.ends_row,
                None => gathered.seen.is_empty() && self.table.has_open_row(),
            };
            if ends_row {
                self.table.end_row(format.and_then(|format| format.row.clone()));
                *gathered = Gathered::default();
            } else {
                self.table.push_cell(std::mem::take(gathered));
            }
            return;
        }
        if is_in_table {
            // Cells of a table within a cell stand in that cell's text, one row a line.
            let ends_cell = format.is_some_and(|format| format.ends_inner_cell);
            let ends_row = format.is_some_and(|format| format.ends_inner_row);
            gathered.break_with(if ends_cell && !ends_row { '\t' } else { '\n' });
            return;
        }
        self.flush_table(writing);
        self.number += 1;
        self.paragraph(&std::mem::take(gathered), writing);
    }

    /// Ends the story; returns how many tables stood up to here.
    pub(crate) fn finish(mut self, rest: &Gathered, writing: &mut Writing) -> u32 {
        self.flush_table(writing);
        self.number += 1;
        self.paragraph(rest, writing);
        self.n_tables
    }

    fn paragraph(&self, gathered: &Gathered, writing: &mut Writing) {
        let place = Place::Paragraph { part: self.part.to_owned(), number: self.number };
        let kind = match (self.kind, gathered.inserted) {
            (BlockKind::Paragraph, Some(_)) => BlockKind::Inserted,
            (kind, _) => kind,
        };
        self.blocks(kind, gathered, &place, None, writing);
    }

    fn flush_table(&mut self, writing: &mut Writing) {
        if self.table.is_empty() {
            return;
        }
        let kind = if self.kind == BlockKind::Paragraph { BlockKind::Cell } else { self.kind };
        let number = self.n_tables;
        self.n_tables += 1;
        for placed in self.table.finish() {
            let place = Place::Cell {
                sheet: format!("table {}", number + 1).into(),
                cell: CellName::at(placed.row, placed.column),
            };
            let cell = Cell {
                table: number,
                is_sheet: false,
                row: placed.row,
                column: placed.column,
                rows: placed.rows,
                columns: placed.columns,
            };
            self.blocks(kind, &placed.gathered, &place, Some(&cell), writing);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a block")]
    fn blocks(
        &self,
        kind: BlockKind,
        gathered: &Gathered,
        place: &Place,
        cell: Option<&Cell>,
        writing: &mut Writing,
    ) {
        let block = |kind: BlockKind, text: &str, change: Option<Change>| {
            let text = if cell.is_some() { text.trim_end_matches('\n') } else { text };
            let mut block = Block::new(kind, text.to_owned(), place.clone());
            block.cell = cell.cloned();
            if let Some(change) = change {
                block.author = self.authors.get(usize::from(change.author)).cloned();
                block.time = time(change.time);
            }
            block
        };
        let mut seen = block(kind, &gathered.seen, gathered.inserted);
        seen.lang = gathered.language();
        writing.block(seen);
        writing.block(block(BlockKind::Hidden, &gathered.hidden, None));
        for deletion in &gathered.deleted {
            writing.block(block(BlockKind::Deleted, &deletion.text, Some(deletion.change)));
        }
    }
}

/// A packed local time (\[MS-DOC\] 2.9.70, DTTM) as it stands there, without a zone.
pub(crate) fn time(packed: u32) -> Option<String> {
    date_time(packed).map(|at| at.to_string())
}

/// A packed local time as seconds since 1970 of a clock that shows it.
pub(crate) fn time_secs(packed: u32) -> Option<i64> {
    date_time(packed)?.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp().as_second())
}

fn date_time(packed: u32) -> Option<DateTime> {
    let bits = |from: u32, count: u32| i8::try_from(packed >> from & ((1 << count) - 1)).ok();
    let year = i16::try_from(1900 + (packed >> 20 & 0x1FF)).ok()?;
    DateTime::new(year, bits(16, 4)?, bits(11, 5)?, bits(6, 5)?, bits(0, 6)?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_times_are_local_times() {
        let packed = 5 | 21 << 6 | 16 << 11 | 1 << 16 | 124 << 20;
        assert_eq!(time(packed).as_deref(), Some("2024-01-16T21:05:00"));
        assert_eq!(time(0), None);
        assert_eq!(time(u32::MAX), None);
    }

    #[test]
    fn cells_are_named_as_in_a_spreadsheet() {}
}
