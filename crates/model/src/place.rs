//! Where in a piece of evidence a fact stands, in words a person can follow.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::CellName;

/// A place within one piece of evidence. Written as `line 8899`, `bytes 10..34`, `row 3 column ids`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The whole item.
    Whole,
    /// A line, counted from 1.
    Line(u64),
    /// A record where records are not lines, counted from 1.
    Record(u64),
    /// Bytes from `start` up to but without `end`.
    Bytes {
        /// First byte, from 0.
        start: u64,
        /// First byte after.
        end: u64,
    },
    /// An entry of an archive, under the name that stands there.
    Entry(String),
    /// A row of a table (the header is row 1, as a spreadsheet shows it), with the column's name.
    Row {
        /// Row, counted from 1.
        row: u64,
        /// Column name, where one cell is meant.
        column: Option<String>,
    },
    /// A paragraph of a part of a document, counted from 1; the part is empty where there is only one.
    Paragraph {
        /// The part, such as `word/document.xml`.
        part: String,
        /// Paragraph, counted from 1.
        number: u64,
    },
    /// A cell of a sheet or table.
    Cell {
        /// The sheet's name, or the table's number in words, such as `table 2`; its cells share it.
        sheet: Arc<str>,
        /// The cell as a spreadsheet names it, such as `C5`.
        cell: CellName,
    },
    /// A line of a page, both counted from 1.
    Page {
        /// The page.
        page: u64,
        /// The line on it; `None` means the whole page.
        line: Option<u64>,
    },
    /// A place that only words can give, such as `local header extra of [Content_Types].xml`.
    Words(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("whole file"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Record(record) => write!(f, "record {record}"),
            Self::Bytes { start, end } => write!(f, "bytes {start}..{end}"),
            Self::Entry(name) => write!(f, "entry {name}"),
            Self::Row { row, column: None } => write!(f, "row {row}"),
            Self::Row { row, column: Some(column) } => write!(f, "row {row} column {column}"),
            Self::Paragraph { part, number } if part.is_empty() => write!(f, "paragraph {number}"),
            Self::Paragraph { part, number } => write!(f, "{part} paragraph {number}"),
            Self::Cell { sheet, cell } => write!(f, "{sheet} cell {cell}"),
            Self::Page { page, line: None } => write!(f, "page {page}"),
            Self::Page { page, line: Some(line) } => write!(f, "page {page} line {line}"),
            Self::Words(words) => f.write_str(words),
        }
    }
}
