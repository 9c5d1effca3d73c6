//! Spreadsheets in Office Open XML (ECMA-376 part 1, 18): the cells of each sheet as a person sees them.
//!
//! In: the package. Out: one block a cell that shows something, sheet after sheet in the order of their tabs; then the sheet's text
//! boxes, comments and page headers. Cells of hidden sheets, rows and columns, cells under a merged one and cells whose format shows
//! nothing are [`BlockKind::Hidden`] with their cell. Formulas are never read, only what they gave when the file was saved.

mod cells;
mod comments;
mod drawing;
mod header;
mod merges;
mod plain_cells;
mod strings;
mod styles;
mod workbook;

use std::ops::Range;

use subtier_model::{CellName, Place};

use crate::package::Package;
use crate::package::relations::{Relation, relations_of};
use subtier_blocks::Writing;
use subtier_blocks::{Block, BlockKind, Cell};
use subtier_xml::Xml;

use cells::{SheetCell, SheetContent};
use comments::Persons;
use merges::{Covering, Merges};
use workbook::{Book, SheetEntry};

/// Reads the workbook of a package.
pub(crate) fn read(package: &mut Package<'_>, writing: &mut Writing) {
    let book = match workbook::read(package, writing) {
        Ok(book) => book,
        Err(reason) => return writing.fault(Place::Whole, reason),
    };
    let persons = comments::persons(package, &book.relations);
    for (number, sheet) in book.sheets.iter().enumerate() {
        if writing.is_full() {
            break;
        }
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let sheet = Sheet { number, entry: sheet, book: &book };
        sheet.read(package, &persons, writing);
    }
}

/// One sheet being read.
struct Sheet<'a> {
    number: u32,
    entry: &'a SheetEntry,
    book: &'a Book,
}

impl Sheet<'_> {
    fn read(&self, package: &mut Package<'_>, persons: &Persons, writing: &mut Writing) {
        let relations = relations_of(package, &self.entry.part);
        let content = self.content(package, writing);
        let cells = self.write_cells(content.cells, &content.merges, writing);
        for part in parts_of(&relations, "drawing") {
            drawing::read(package, part, &self.entry.name, writing);
        }
        for part in parts_of(&relations, "vmlDrawing") {
            drawing::read_vml(package, part, &self.entry.name, writing);
        }
        for mut comment in comments::read(package, &relations, persons, writing) {
            let at = (comment.row, comment.column);
            comment.block.anchor = cells.text_at(at, writing);
            comment.block.cell = Some(self.cell(at, (1, 1)));
            comment.block.place = self.place(at);
            if let Some(author) = &comment.block.author {
                let place = comment.block.place.clone();
                crate::package_signals::comment_author(author, &place, writing);
            }
            writing.block(comment.block);
        }
        for (name, text) in content.headers {
            let place = Place::Words(format!("{} {name}", self.entry.name));
            writing.text(BlockKind::PageHeader, text, place);
        }
    }

    fn content(&self, package: &mut Package<'_>, writing: &mut Writing) -> SheetContent {
        let place = || Place::Words(self.entry.part.clone());
        let (depth_max, limits) = (writing.limits().depth_max, *writing.limits());
        let mut content = SheetContent::default();
        match package.part(&self.entry.part) {
            None => writing.fault(place(), "the sheet is not in the package"),
            Some(Err(reason)) => writing.fault(place(), reason),
            Some(Ok(bytes)) => {
                content.cells.reserve(cells::about_count(bytes.size()));
                let mut xml = Xml::new(bytes, depth_max);
                let end = cells::read(&mut xml, self.book, &limits, &mut content);
                if let Err(reason) = end {
                    writing.fault(place(), format!("what follows was not read: {reason}"));
                }
            }
        }
        if let Some(reason) = package.ending() {
            writing.fault(place(), reason);
        }
        content
    }

    /// Writes the cells in the order of rows and columns; returns where they stand, for what is attached to them.
    fn write_cells(
        &self,
        mut cells: Vec<SheetCell>,
        merges: &Merges,
        writing: &mut Writing,
    ) -> Written {
        if !cells.is_sorted_by_key(SheetCell::at) {
            cells.sort_by_key(SheetCell::at);
        }
        let first = writing.blocks().len();
        writing.reserve(cells.len());
        let mut sweep = merges.sweep();
        for cell in cells {
            if writing.is_full() {
                break;
            }
            let at = cell.at();
            let (span, is_covered) = match sweep.look(at) {
                Covering::Free => ((1, 1), false),
                Covering::First { rows, columns } => ((rows, columns), false),
                Covering::Under => ((1, 1), true),
            };
            let is_hidden = cell.is_hidden || is_covered || self.entry.is_hidden;
            let kind = if is_hidden { BlockKind::Hidden } else { BlockKind::Cell };
            let mut block = Block::new(kind, cell.text, self.place(at));
            block.cell = Some(self.cell(at, span));
            writing.block(block);
        }
        Written(first..writing.blocks().len())
    }

    fn place(&self, (row, column): (u32, u32)) -> Place {
        Place::Cell { sheet: self.entry.name.clone(), cell: CellName::at(row, column) }
    }

    fn cell(&self, (row, column): (u32, u32), (rows, columns): (u32, u32)) -> Cell {
        Cell { table: self.number, is_sheet: true, row, column, rows, columns }
    }
}

/// Where the cells of a sheet stand among the blocks, in the order of rows and columns.
struct Written(Range<usize>);

impl Written {
    fn text_at(&self, at: (u32, u32), writing: &Writing) -> Option<String> {
        let blocks = writing.blocks().get(self.0.clone())?;
        let place = |block: &Block| block.cell.as_ref().map(|cell| (cell.row, cell.column));
        let number = blocks.binary_search_by_key(&Some(at), place).ok()?;
        blocks.get(number).map(|block| block.text.clone())
    }
}

/// The parts inside that a kind of relation points to.
fn parts_of<'a>(relations: &'a [Relation], kind: &'a str) -> impl Iterator<Item = &'a str> {
    let inside = relations.iter().filter(move |one| one.kind == kind && !one.is_external);
    inside.map(|one| one.target.as_str())
}
