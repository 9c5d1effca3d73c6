//! Tracked changes of a spreadsheet: the values that were in cells before (ODF 1.3 part 3, 9.9).
//!
//! In: elements as they pass. Out: one deleted block a value, with who changed it and when.

use std::io::Read;

use subtier_model::{CellName, Place};

use crate::package_signals::comment_author;
use subtier_blocks::Writing;
use subtier_blocks::{Block, BlockKind};
use subtier_xml::Xml;

/// Changes of one document that are kept.
const CHANGES_MAX: usize = 100_000;

#[derive(Debug, Clone, Default)]
struct Change {
    table: usize,
    row: u32,
    column: u32,
    author: Option<String>,
    time: Option<String>,
    text: String,
}

/// The changes so far.
#[derive(Debug)]
pub(super) struct Changes {
    open: Option<Change>,
    is_address_set: bool,
    done: Vec<Change>,
}

impl Changes {
    /// None yet.
    pub(super) const fn new() -> Self {
        Self { open: None, is_address_set: false, done: Vec::new() }
    }

    /// An element begins.
    pub(super) fn start<R: Read>(&mut self, name: &str, xml: &Xml<R>) {
        match name {
            "cell-content-change" | "deletion" | "movement" => {
                self.open = Some(Change::default());
                self.is_address_set = false;
            }
            // The first address of a change is its own.
            "cell-address" if !self.is_address_set => {
                let number =
                    |name| xml.attribute(name).and_then(|number| number.trim().parse().ok());
                if let Some(open) = self.open.as_mut() {
                    open.column = number("column").unwrap_or(0);
                    open.row = number("row").unwrap_or(0);
                    open.table =
                        number("table").and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
                    self.is_address_set = true;
                }
            }
            _ => {}
        }
    }

    /// An element ends; `leaf` is the author or time that it held.
    pub(super) fn end(&mut self, name: &str, leaf: Option<String>) {
        let Some(open) = self.open.as_mut() else { return };
        match name {
            "creator" => open.author = leaf,
            "date" => open.time = leaf,
            "cell-content-change" | "deletion" | "movement" => self.open = None,
            _ => {}
        }
    }

    /// A value from before the change that is open.
    pub(super) fn add(&mut self, text: String) {
        if let Some(open) = &self.open
            && self.done.len() < CHANGES_MAX
        {
            self.done.push(Change { text, ..open.clone() });
        }
    }

    /// Writes them, with the names of the sheets.
    pub(super) fn write(&mut self, sheets: &[String], writing: &mut Writing) {
        for change in std::mem::take(&mut self.done) {
            let sheet = sheets.get(change.table).cloned().unwrap_or_default();
            let place =
                Place::Cell { sheet: sheet.into(), cell: CellName::at(change.row, change.column) };
            if let Some(author) = &change.author {
                comment_author(author, &place, writing);
            }
            let mut block = Block::new(BlockKind::Deleted, change.text, place);
            (block.author, block.time) = (change.author, change.time);
            writing.block(block);
        }
    }
}
