//! A table of a page while it is read: which cell comes next, past the cells that span into its row.
//!
//! In: the starts and ends of rows and cells. Out: a block a cell, with row, column and what it spans. Spans are cut to what
//! the standard allows, and no grid is laid out, so that a cell that claims millions of columns costs nothing.

use subtier_model::{CellName, Place};

use subtier_blocks::{Block, BlockKind, Cell};

/// Rows and columns that a cell may span (html.spec.whatwg.org, 4.9.11).
const ROWS_MAX: u32 = 65_534;
const COLUMNS_MAX: u32 = 1000;

/// Columns of a table in which spans are minded.
const MINDED_COLUMNS_MAX: usize = 4096;

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    number: u32,
    row: u32,
    column: u32,
    has_rows: bool,
    /// For each column the first row that no cell above spans into.
    free_from: Vec<u32>,
    cell: Option<OpenCell>,
}

/// A cell whose end has not come.
#[derive(Debug)]
pub(super) struct OpenCell {
    pub(super) text: String,
    pub(super) lang: Option<String>,
    /// Whether another table stands in it, so that it is layout where it has no text of its own.
    pub(super) holds_table: bool,
    cell: Cell,
}

impl Table {
    pub(super) const fn new(number: u32) -> Self {
        Self { number, row: 0, column: 0, has_rows: false, free_from: Vec::new(), cell: None }
    }

    /// The open cell.
    pub(super) const fn cell(&mut self) -> Option<&mut OpenCell> {
        self.cell.as_mut()
    }

    /// Begins a row; the open cell must have ended.
    pub(super) fn start_row(&mut self) {
        if self.has_rows {
            self.row = self.row.saturating_add(1);
        }
        self.has_rows = true;
        self.column = 0;
    }

    /// Begins a cell; the one before must have ended.
    pub(super) fn start_cell(&mut self, rows: Option<u32>, columns: Option<u32>) {
        self.has_rows = true;
        let rows = rows.unwrap_or(1).clamp(1, ROWS_MAX);
        let columns = columns.unwrap_or(1).clamp(1, COLUMNS_MAX);
        let start = usize::try_from(self.column).unwrap_or(usize::MAX);
        let n_taken = self.free_from.iter().skip(start).take_while(|row| **row > self.row).count();
        self.column = self.column.saturating_add(u32::try_from(n_taken).unwrap_or(u32::MAX));
        let cell = Cell {
            table: self.number,
            is_sheet: false,
            row: self.row,
            column: self.column,
            rows,
            columns,
        };
        self.column = self.column.saturating_add(columns);
        let end = usize::try_from(self.column).unwrap_or(usize::MAX).min(MINDED_COLUMNS_MAX);
        if self.free_from.len() < end {
            self.free_from.resize(end, 0);
        }
        let below = self.row.saturating_add(rows);
        let from = usize::try_from(cell.column).unwrap_or(usize::MAX);
        for free in self.free_from.iter_mut().take(end).skip(from) {
            *free = below;
        }
        self.cell = Some(OpenCell { text: String::new(), lang: None, holds_table: false, cell });
    }

    /// Ends the open cell.
    pub(super) fn end_cell(&mut self, part: Option<&str>) -> Option<Block> {
        let open = self.cell.take()?;
        if open.holds_table && open.text.trim().is_empty() {
            return None;
        }
        let sheet = format!("table {}", u64::from(self.number) + 1);
        let name = CellName::at(open.cell.row, open.cell.column);
        let place = match part {
            Some(part) => Place::Words(format!("{part} {sheet} cell {name}")),
            None => Place::Cell { sheet: sheet.into(), cell: name },
        };
        let mut block = Block::new(BlockKind::Cell, open.text.trim().to_owned(), place);
        block.lang = open.lang;
        block.cell = Some(open.cell);
        Some(block)
    }
}
