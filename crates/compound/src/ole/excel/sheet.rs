//! One sheet of an Excel binary.
//!
//! In: its records and what the workbook holds for all sheets. Out: its cells in order of rows, then text boxes, headers
//! and comments. Format: \[MS-XLS\] 2.1.7.20.5 (worksheet substream).

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{CellName, Place};

use super::globals::{Book, SheetEntry, printer};
use super::records::{CONTINUE, Record, Segments, continued, records};
use super::{BEGIN, targets};
use subtier_blocks::Writing;
use subtier_blocks::{Block, BlockKind, Cell, SignalKind};
use subtier_sectors::little::{size_at, u8_at, u16_at, u32_at, u64_at};

/// Substreams within a sheet: charts have one of their own.
const DEPTH_MAX: usize = 16;
/// Columns that one record may hide or a range may span (\[MS-XLS\] 2.5.50).
const COLUMNS_MAX: u16 = 256;
/// Merged ranges that are kept.
const MERGED_MAX: usize = 100_000;
/// Objects whose text is kept.
const OBJECTS_MAX: usize = 100_000;
/// Signs of a cell that are given as what its comment is attached to.
const ANCHOR_SIGNS_MAX: usize = 500;
/// An object that is a comment (\[MS-XLS\] 2.5.143, ot).
const COMMENT_OBJECT: u16 = 0x19;

/// A comment before its text is known.
#[derive(Debug)]
struct Comment {
    row: u32,
    column: u32,
    object: u16,
    author: Option<String>,
    /// In BIFF5 the record holds the text.
    text: Option<String>,
}

/// The text of an object.
#[derive(Debug, Default)]
struct Object {
    is_comment: bool,
    text: String,
}

/// What is gathered of a sheet.
#[derive(Debug, Default)]
struct Sheet {
    cells: Vec<(u32, u32, String)>,
    text_bytes: usize,
    /// By first cell: rows and columns spanned.
    merged: BTreeMap<(u32, u32), (u32, u32)>,
    hidden_rows: BTreeSet<u32>,
    hidden_columns: BTreeSet<u32>,
    comments: Vec<Comment>,
    objects: BTreeMap<u16, Object>,
    headers: Vec<String>,
    object: u16,
    /// The cell whose formula has a string as its result.
    awaits_string: Option<(u32, u32)>,
}

/// Reads a sheet; returns how many bytes it takes.
pub(crate) fn read(
    stream: &[u8],
    book: &Book,
    entry: &SheetEntry,
    index: u32,
    writing: &mut Writing,
) -> usize {
    let mut end = entry.at;
    let mut sheet = Sheet::default();
    let mut depth = 0usize;
    let mut has_end = false;
    for record in records(stream, entry.at) {
        end = record.next;
        match record.kind {
            BEGIN => depth += 1,
            0x0A => depth = depth.saturating_sub(1),
            _ if depth == 1 => {
                sheet.cell(book, &record);
                sheet.layout(stream, &record);
                sheet.beside(stream, book, &record, entry, writing);
            }
            _ => {}
        }
        has_end = depth == 0;
        let limits = writing.limits();
        if has_end
            || depth > DEPTH_MAX
            || sheet.cells.len() >= limits.blocks_max
            || sheet.text_bytes >= limits.text_bytes_max
        {
            break;
        }
    }
    if !has_end {
        let place = Place::Words(format!("sheet {}", entry.name));
        writing.fault(place, "it ends early; what stands before is kept");
    }
    sheet.write(entry, index, writing);
    end - entry.at
}

impl Sheet {
    fn push(&mut self, row: u32, column: u32, text: String) {
        self.text_bytes = self.text_bytes.saturating_add(text.len());
        self.cells.push((row, column, text));
    }

    /// The records that hold the value of a cell.
    fn cell(&mut self, book: &Book, record: &Record<'_>) {
        let data = record.data;
        if record.kind == 0x207 || record.kind == 0x07 {
            if let (Some((row, column)), Some(text)) =
                (self.awaits_string.take(), book.strings.long(data, 0))
            {
                self.push(row, column, text);
            }
            return;
        }
        let (Some(row), Some(column), Some(format)) =
            (u16_at(data, 0), u16_at(data, 2), u16_at(data, 4))
        else {
            return;
        };
        let (row, column) = (u32::from(row), u32::from(column));
        let text = match record.kind {
            // LABELSST, LABEL, RSTRING, NUMBER, RK, BOOLERR.
            0xFD => size_at(data, 6).and_then(|index| book.table.get(index)).cloned(),
            0x204 | 0xD6 => book.strings.long(data, 6),
            0x203 => u64_at(data, 6).map(|bits| book.shown(f64::from_bits(bits), format)),
            0x27E => u32_at(data, 6).map(|number| book.shown(compact(number), format)),
            0x205 => {
                let value = u8_at(data, 6).unwrap_or_default();
                Some(if u8_at(data, 7) == Some(1) { error(value) } else { truth(value) })
            }
            0x06 | 0x206 | 0x406 => self.formula(book, data, (row, column), format),
            // MULRK: several numbers with their formats in six bytes each.
            0xBD => {
                for (number, column) in
                    data.get(4..).unwrap_or_default().chunks_exact(6).zip(column..)
                {
                    if let (Some(format), Some(value)) = (u16_at(number, 0), u32_at(number, 2)) {
                        self.push(row, column, book.shown(compact(value), format));
                    }
                }
                None
            }
            _ => None,
        };
        if let Some(text) = text {
            self.push(row, column, text);
        }
    }

    /// The result of a formula as it was stored (\[MS-XLS\] 2.5.133).
    fn formula(
        &mut self,
        book: &Book,
        data: &[u8],
        cell: (u32, u32),
        format: u16,
    ) -> Option<String> {
        if u16_at(data, 12)? != 0xFFFF {
            return Some(book.shown(f64::from_bits(u64_at(data, 6)?), format));
        }
        let value = u8_at(data, 8)?;
        match u8_at(data, 6)? {
            0 => {
                self.awaits_string = Some(cell);
                None
            }
            1 => Some(truth(value)),
            2 => Some(error(value)),
            _ => None,
        }
    }

    /// The records that say how cells are laid out.
    fn layout(&mut self, stream: &[u8], record: &Record<'_>) {
        let data = record.data;
        match record.kind {
            // ROW: the bit for no height (2.4.221).
            0x208 => {
                if let (Some(row), Some(flags)) = (u16_at(data, 0), u16_at(data, 12))
                    && flags & 0x20 != 0
                {
                    self.hidden_rows.insert(u32::from(row));
                }
            }
            0x7D => {
                if let (Some(first), Some(last), Some(flags)) =
                    (u16_at(data, 0), u16_at(data, 2), u16_at(data, 8))
                    && flags & 1 != 0
                {
                    let last = last.min(COLUMNS_MAX);
                    self.hidden_columns.extend((first..=last).map(u32::from));
                }
            }
            0xE5 => {
                for range in data.get(2..).unwrap_or_default().chunks_exact(8) {
                    let number = |at: usize| u16_at(range, at).map_or(0, u32::from);
                    let (row, last_row) = (number(0), number(2));
                    let (column, last_column) = (number(4), number(6));
                    if last_row >= row && last_column >= column && self.merged.len() < MERGED_MAX {
                        let span = (last_row - row + 1, last_column - column + 1);
                        self.merged.insert((row, column), span);
                    }
                }
            }
            0x5D => {
                // The first part of an object holds its kind and number (2.5.143).
                self.object = u16_at(data, 6).unwrap_or_default();
                if self.objects.len() < OBJECTS_MAX {
                    let is_comment = u16_at(data, 4) == Some(COMMENT_OBJECT);
                    let object = Object { is_comment, text: String::new() };
                    self.objects.insert(self.object, object);
                }
            }
            0x1B6 => {
                let count = usize::from(u16_at(data, 10).unwrap_or_default());
                let segments = continued(stream, &Record { kind: CONTINUE, ..*record });
                let mut segments = Segments::new(segments.into_iter().skip(1).collect());
                let text = if count == 0 { None } else { segments.text(count) };
                if let (Some(text), Some(object)) = (text, self.objects.get_mut(&self.object)) {
                    self.text_bytes = self.text_bytes.saturating_add(text.len());
                    object.text = text;
                }
            }
            _ => {}
        }
    }

    /// The records that stand beside the cells.
    #[expect(
        clippy::too_many_arguments,
        reason = "the record, what it is read with, and where it goes"
    )]
    fn beside(
        &mut self,
        stream: &[u8],
        book: &Book,
        record: &Record<'_>,
        entry: &SheetEntry,
        writing: &mut Writing,
    ) {
        let data = record.data;
        match record.kind {
            0x1C => self.comment(book, data),
            0x14 | 0x15 => {
                let text = if book.strings.is_unicode {
                    book.strings.long(data, 0)
                } else {
                    book.strings.short(data, 0)
                };
                self.headers.extend(text.map(|text| without_codes(&text)));
            }
            0x1B8 => {
                let place = cell_place(
                    entry,
                    u16_at(data, 0).unwrap_or_default().into(),
                    u16_at(data, 4).unwrap_or_default().into(),
                );
                targets::link(&continued(stream, record).concat(), &place, writing);
            }
            0x4D => printer(&continued(stream, record).concat(), writing),
            _ => {}
        }
    }

    /// \[MS-XLS\] 2.4.179 (Note); in BIFF5 the text itself, in parts if it is long.
    fn comment(&mut self, book: &Book, data: &[u8]) {
        let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { return };
        let mut comment = Comment {
            row: row.into(),
            column: column.into(),
            object: u16_at(data, 6).unwrap_or_default(),
            author: None,
            text: None,
        };
        if book.strings.is_unicode {
            comment.author = book.strings.long(data, 8).filter(|author| !author.trim().is_empty());
        } else {
            let count = data.len().saturating_sub(6);
            let text = book.strings.of(data, 6, count).unwrap_or_default();
            // A row of FFFF goes on with the comment before.
            if row == 0xFFFF {
                if let Some(last) = self.comments.last_mut().and_then(|last| last.text.as_mut()) {
                    last.push_str(&text);
                }
                return;
            }
            comment.text = Some(text);
        }
        if self.comments.len() < OBJECTS_MAX {
            self.comments.push(comment);
        }
    }

    /// Writes all that was gathered.
    fn write(mut self, entry: &SheetEntry, index: u32, writing: &mut Writing) {
        self.cells.sort_by_key(|cell| (cell.0, cell.1));
        let texts: BTreeMap<(u32, u32), String> = self
            .comments
            .iter()
            .filter_map(|comment| {
                let at = (comment.row, comment.column);
                let cell = self.cells.binary_search_by_key(&at, |cell| (cell.0, cell.1)).ok()?;
                let text = &self.cells.get(cell)?.2;
                Some((at, text.chars().take(ANCHOR_SIGNS_MAX).collect()))
            })
            .collect();
        for (row, column, text) in std::mem::take(&mut self.cells) {
            if writing.is_full() {
                return;
            }
            let is_hidden = entry.is_hidden
                || self.hidden_rows.contains(&row)
                || self.hidden_columns.contains(&column);
            let kind = if is_hidden { BlockKind::Hidden } else { BlockKind::Cell };
            let mut block = Block::new(kind, text, cell_place(entry, row, column));
            let (rows, columns) = self.merged.get(&(row, column)).copied().unwrap_or((1, 1));
            block.cell = Some(Cell { table: index, is_sheet: true, row, column, rows, columns });
            writing.block(block);
        }
        let place = Place::Words(format!("sheet {}", entry.name));
        for object in self.objects.values().filter(|object| !object.is_comment) {
            writing.text(BlockKind::TextBox, object.text.clone(), place.clone());
        }
        for header in &self.headers {
            writing.text(BlockKind::PageHeader, header.clone(), place.clone());
        }
        for comment in self.comments {
            if writing.is_full() {
                return;
            }
            let place = cell_place(entry, comment.row, comment.column);
            if let Some(author) = &comment.author {
                writing.signal(SignalKind::CommentAuthor, author.clone(), place.clone());
            }
            let of_object = || self.objects.get(&comment.object).map(|object| object.text.clone());
            let text = comment.text.or_else(of_object).unwrap_or_default();
            let mut block = Block::new(BlockKind::Comment, text, place);
            block.author = comment.author;
            block.anchor = texts.get(&(comment.row, comment.column)).cloned();
            writing.block(block);
        }
    }
}

fn cell_place(entry: &SheetEntry, row: u32, column: u32) -> Place {
    Place::Cell { sheet: entry.name.clone(), cell: CellName::at(row, column) }
}

/// A number in 30 bits (\[MS-XLS\] 2.5.217, `RkNumber`).
fn compact(number: u32) -> f64 {
    let value = if number & 2 == 0 {
        f64::from_bits(u64::from(number & 0xFFFF_FFFC) << 32)
    } else {
        f64::from(number.cast_signed() >> 2)
    };
    if number & 1 == 0 { value } else { value / 100.0 }
}

fn truth(value: u8) -> String {
    if value == 0 { "FALSE" } else { "TRUE" }.to_owned()
}

/// \[MS-XLS\] 2.5.10 (Bes).
fn error(value: u8) -> String {
    match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
    .to_owned()
}

/// The text of a header without the codes for place, font, page and date (\[MS-XLS\] 2.4.136).
fn without_codes(header: &str) -> String {
    let mut text = String::new();
    let mut signs = header.chars().peekable();
    while let Some(sign) = signs.next() {
        if sign != '&' {
            text.push(sign);
            continue;
        }
        match signs.next() {
            Some('&') => text.push('&'),
            Some('"') => while signs.next().is_some_and(|sign| sign != '"') {},
            Some('L' | 'C' | 'R') if !text.is_empty() => text.push('\n'),
            Some(digit) if digit.is_ascii_digit() => {
                while signs.next_if(char::is_ascii_digit).is_some() {}
            }
            _ => {}
        }
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compact_numbers_are_whole_or_hundredths() {
        assert!((compact(45 << 2 | 2) - 45.0).abs() < f64::EPSILON);
        assert!((compact(4550 << 2 | 3) - 45.5).abs() < f64::EPSILON);
        assert!((compact(0x3FF0_0000) - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn headers_lose_their_codes() {
        assert_eq!(
            without_codes("&L&\"宋体,Regular\"&12第三集&C返修表&R&P/&N"),
            "第三集\n返修表\n/"
        );
    }
}
