//! Rows of a sheet with their cells and comments.
//!
//! In: cells as they pass. Out: blocks, row after row, repeated ones written out up to a bound. An address far away costs nothing.

use std::io::Read;
use std::sync::Arc;

use subtier_model::{CellName, Place};

use super::gathering::Gathered;
use super::repeats;
use crate::package_signals::comment_author;
use subtier_blocks::Writing;
use subtier_blocks::cell_address::{COLUMNS_MAX, ROWS_MAX};
use subtier_blocks::{Block, BlockKind, Cell};
use subtier_xml::Xml;

/// Cells of one sheet that are written out because they are repeated.
const REPEATED_CELLS_MAX: usize = 200_000;

/// Cells with text of one row that are kept.
const CELLS_MAX: usize = COLUMNS_MAX as usize;

/// A sheet while it is read.
#[derive(Debug)]
pub(super) struct Sheet {
    number: u32,
    /// Its name.
    pub(super) name: Arc<str>,
    /// Whether it is not shown.
    pub(super) is_hidden: bool,
    /// The column that the next column element speaks of.
    pub(super) next_column: u32,
    /// First and one after the last of columns that are not shown.
    pub(super) hidden_columns: Vec<(u32, u32)>,
    /// The row that comes next.
    pub(super) next_row: u32,
    repeated: usize,
}

impl Sheet {
    /// A sheet of which nothing was read.
    pub(super) const fn new(number: u32, name: Arc<str>, is_hidden: bool) -> Self {
        Self {
            number,
            name,
            is_hidden,
            next_column: 0,
            hidden_columns: Vec::new(),
            next_row: 0,
            repeated: 0,
        }
    }

    /// The place of a cell.
    pub(super) fn place(&self, row: u32, column: u32) -> Place {
        Place::Cell { sheet: self.name.clone(), cell: CellName::at(row, column) }
    }

    fn hides(&self, column: u32) -> bool {
        self.hidden_columns.iter().any(|(first, end)| (*first..*end).contains(&column))
    }
}

/// A row being read.
#[derive(Debug)]
pub(super) struct Row {
    count: u32,
    is_hidden: bool,
    next_column: u32,
    cells: Vec<RowCell>,
    open: Option<RowCell>,
}

#[derive(Debug)]
struct RowCell {
    column: u32,
    count: u32,
    rows: u32,
    columns: u32,
    is_covered: bool,
    /// What it shows; until its paragraphs are read, what its attributes say.
    text: String,
    notes: Vec<Gathered>,
}

impl Row {
    /// A row that stands there `count` times.
    pub(super) const fn new(count: u32, is_hidden: bool) -> Self {
        Self { count, is_hidden, next_column: 0, cells: Vec::new(), open: None }
    }

    /// The column of the cell that is open.
    pub(super) fn column(&self) -> Option<u32> {
        self.open.as_ref().map(|cell| cell.column)
    }

    /// Begins a cell.
    pub(super) fn start_cell<R: Read>(&mut self, xml: &Xml<R>) {
        let count = repeats(xml, "number-columns-repeated");
        self.open = Some(RowCell {
            column: self.next_column,
            count,
            rows: repeats(xml, "number-rows-spanned").min(ROWS_MAX),
            columns: repeats(xml, "number-columns-spanned").min(COLUMNS_MAX),
            is_covered: xml.name() == "covered-table-cell",
            text: value(xml),
            notes: Vec::new(),
        });
        self.next_column = self.next_column.saturating_add(count);
    }

    /// Ends a cell with the text of its paragraphs.
    pub(super) fn end_cell(&mut self, text: String) {
        let Some(mut cell) = self.open.take() else { return };
        if !text.is_empty() {
            cell.text = text;
        }
        let is_blank = cell.text.trim().is_empty() && cell.notes.is_empty();
        if !is_blank && cell.column < COLUMNS_MAX && self.cells.len() < CELLS_MAX {
            self.cells.push(cell);
        }
    }

    /// Adds a comment to the cell that is open.
    pub(super) fn add_note(&mut self, note: Gathered) {
        if let Some(cell) = self.open.as_mut() {
            cell.notes.push(note);
        }
    }

    /// Writes the row as often as it stands there.
    pub(super) fn write(mut self, sheet: &mut Sheet, writing: &mut Writing) {
        self.end_cell(String::new());
        let first = sheet.next_row;
        sheet.next_row = first.saturating_add(self.count);
        if self.cells.is_empty() {
            return;
        }
        for row in first..sheet.next_row.min(ROWS_MAX) {
            for cell in &self.cells {
                if !self.write_cell(cell, (row, row > first), sheet, writing) {
                    return;
                }
            }
        }
    }

    /// Writes a cell as often as it stands in its row; whether there is room for more.
    fn write_cell(
        &self,
        cell: &RowCell,
        (row, is_repeated): (u32, bool),
        sheet: &mut Sheet,
        writing: &mut Writing,
    ) -> bool {
        let end = cell.column.saturating_add(cell.count).min(COLUMNS_MAX);
        for column in cell.column..end {
            if writing.is_full() {
                return false;
            }
            if is_repeated || column > cell.column {
                sheet.repeated += 1;
                if sheet.repeated > REPEATED_CELLS_MAX {
                    let reason =
                        format!("only {REPEATED_CELLS_MAX} repeated cells are written out");
                    writing.fault(sheet.place(row, column), reason);
                    return false;
                }
            }
            if !cell.text.trim().is_empty() {
                writing.block(self.block(cell, (row, column), sheet));
            }
        }
        if !is_repeated {
            write_notes(cell, row, sheet, writing);
        }
        true
    }

    fn block(&self, cell: &RowCell, (row, column): (u32, u32), sheet: &Sheet) -> Block {
        let is_hidden = sheet.is_hidden || self.is_hidden || cell.is_covered || sheet.hides(column);
        let kind = if is_hidden { BlockKind::Hidden } else { BlockKind::Cell };
        let mut block = Block::new(kind, cell.text.clone(), sheet.place(row, column));
        block.cell = Some(cell_of(cell, (row, column), sheet));
        block
    }
}

fn cell_of(cell: &RowCell, (row, column): (u32, u32), sheet: &Sheet) -> Cell {
    Cell {
        table: sheet.number,
        is_sheet: true,
        row,
        column,
        rows: cell.rows,
        columns: cell.columns,
    }
}

fn write_notes(cell: &RowCell, row: u32, sheet: &Sheet, writing: &mut Writing) {
    for note in &cell.notes {
        let place = sheet.place(row, cell.column);
        if let Some(author) = &note.author {
            comment_author(author, &place, writing);
        }
        let mut block = Block::new(BlockKind::Comment, note.text.clone(), place);
        block.author = note.author.clone().filter(|author| !author.trim().is_empty());
        block.time.clone_from(&note.time);
        block.cell = Some(cell_of(cell, (row, cell.column), sheet));
        block.anchor = Some(cell.text.clone()).filter(|text| !text.is_empty());
        writing.block(block);
    }
}

/// What the attributes of a cell say it holds, for writers that leave the text out (ODF 1.3 part 3, 19.387).
fn value<R: Read>(xml: &Xml<R>) -> String {
    match xml.attribute("value-type").as_deref() {
        Some("string") => xml.attribute("string-value").unwrap_or_default(),
        Some("date") => xml.attribute("date-value").unwrap_or_default().replace('T', " "),
        Some("time") => xml.attribute("time-value").unwrap_or_default(),
        Some("boolean") => xml.attribute("boolean-value").unwrap_or_default().to_ascii_uppercase(),
        Some(_) => xml.attribute("value").unwrap_or_default(),
        None => String::new(),
    }
}
