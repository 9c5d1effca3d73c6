//! An SQLite database, read page by page: tables and their rows, no SQL (SQLite database file format, sqlite.org/fileformat2.html).
//!
//! In: the bytes of a database. Out: the columns of each table as its definition names them, and rows as values. Never: an index, a
//! view, a trigger, a journal; a page read twice for one table; more taken out of overflowing rows than twice the database.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeSet;

/// How a database begins (1.3).
const SIGNATURE: &[u8] = b"SQLite format 3\0";

/// Bytes before the first page's own header (1.3).
const FILE_HEAD: usize = 100;

/// Tables that are looked at.
const TABLES_MAX: usize = 2000;

/// Columns of one table; SQLite itself allows 2000 unless built otherwise (limits.html).
const COLUMNS_MAX: usize = 2000;

/// Rows of all tables together.
const ROWS_MAX: usize = 2_000_000;

/// Levels of a tree of pages; the largest databases have fewer than 20.
const DEPTH_MAX: usize = 40;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Number(f64),
    Text(Cow<'a, str>),
    Blob(&'a [u8]),
}

impl Value<'_> {
    pub(super) const fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Null | Self::Text(_) | Self::Blob(_) => None,
        }
    }
}

/// A table by its definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    root: u32,
}

impl Table {
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }
}

/// A database.
#[derive(Debug)]
pub(super) struct Database<'a> {
    bytes: &'a [u8],
    page_bytes: usize,
    /// Bytes of a page without those reserved at its end.
    usable: usize,
    encoding: u32,
    /// Bytes of rows that may still be taken.
    left: Cell<usize>,
    /// Pages of trees that may still be read, and rows visited: each page is of one table.
    pages_left: Cell<usize>,
    rows_left: Cell<usize>,
}

fn be(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let slice = bytes.get(at..at.checked_add(length)?)?;
    Some(slice.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

fn size(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    usize::try_from(be(bytes, at, length)?).ok()
}

/// A number of one to nine bytes, and its length (1.6).
fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut number = 0u64;
    for (index, byte) in bytes.get(at..)?.iter().take(9).enumerate() {
        if index == 8 {
            return Some((number << 8 | u64::from(*byte), 9));
        }
        number = number << 7 | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Some((number, index + 1));
        }
    }
    None
}

impl<'a> Database<'a> {
    /// Opens one; the reason in words where it is none.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        if !bytes.starts_with(SIGNATURE) {
            return Err("it is no SQLite database".to_owned());
        }
        let page_bytes = match size(bytes, 16, 2) {
            Some(1) => 65_536,
            Some(page) if page.is_power_of_two() && page >= 512 => page,
            page => return Err(format!("its pages are said to have {page:?} bytes")),
        };
        let reserved = usize::from(bytes.get(20).copied().unwrap_or(0));
        let usable = page_bytes.saturating_sub(reserved);
        if usable < 480 {
            return Err("too much of its pages is reserved".to_owned());
        }
        let encoding = u32::try_from(be(bytes, 56, 4).unwrap_or(1)).unwrap_or(1);
        let left = Cell::new(bytes.len().saturating_mul(2));
        let pages_left = Cell::new(bytes.len() / page_bytes * 2 + TABLES_MAX);
        let rows_left = Cell::new(ROWS_MAX);
        Ok(Self { bytes, page_bytes, usable, encoding, left, pages_left, rows_left })
    }

    /// The tables of the schema (2.6), and why they may not be all.
    pub(super) fn tables(&self) -> (Vec<Table>, Option<String>) {
        let columns = ["type", "name", "tbl_name", "rootpage", "sql"].map(str::to_owned).to_vec();
        let schema = Table { name: "sqlite_schema".to_owned(), columns, root: 1 };
        let mut tables = Vec::new();
        let reason = self.rows(&schema, TABLES_MAX, &mut |row| {
            let [Value::Text(kind), Value::Text(name), _, Value::Number(root), Value::Text(sql)] =
                row
            else {
                return;
            };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a number beyond those of pages is clamped and leads to no page"
            )]
            let root = *root as u32;
            if kind == "table" && root > 0 && !name.starts_with("sqlite_") {
                tables.push(Table { name: name.to_string(), columns: columns_of(sql), root });
            }
        });
        (tables, reason)
    }

    /// Visits the rows of a table; why they may not be all.
    pub(super) fn rows(
        &self,
        table: &Table,
        rows_max: usize,
        visit: &mut dyn FnMut(&[Value<'_>]),
    ) -> Option<String> {
        let mut seen = BTreeSet::new();
        let mut pages = vec![(table.root, 0)];
        let (mut n_rows, mut reason) = (0, None);
        while let Some((number, depth)) = pages.pop() {
            if depth > DEPTH_MAX || !seen.insert(number) {
                reason = Some(format!("page {number} is met twice or too deep"));
                continue;
            }
            let Some(pages_left) = self.pages_left.get().checked_sub(1) else {
                return Some("more pages than there are belong to its tables".to_owned());
            };
            self.pages_left.set(pages_left);
            let Some((page, head)) = self.page(number) else {
                reason = Some(format!("page {number} is missing"));
                continue;
            };
            let kind = page.get(head).copied();
            let n_cells = size(page, head + 3, 2).unwrap_or(0);
            match kind {
                Some(0x05) => {
                    let cells = (0..n_cells).filter_map(|cell| {
                        let at = size(page, head + 12 + cell * 2, 2)?;
                        u32::try_from(be(page, at, 4)?).ok()
                    });
                    let last = be(page, head + 8, 4).and_then(|last| u32::try_from(last).ok());
                    let from = pages.len();
                    pages.extend(cells.chain(last).map(|child| (child, depth + 1)));
                    if let Some(children) = pages.get_mut(from..) {
                        children.reverse();
                    }
                }
                Some(0x0D) => {
                    for cell in 0..n_cells {
                        let rows_left = self.rows_left.get();
                        if n_rows >= rows_max || rows_left == 0 {
                            return Some(format!("only its first {n_rows} rows were read"));
                        }
                        self.rows_left.set(rows_left - 1);
                        n_rows += 1;
                        let at = size(page, head + 8 + cell * 2, 2);
                        let payload = at.and_then(|at| self.payload(page, at));
                        match payload.as_deref().and_then(|payload| self.values(payload)) {
                            Some(values) => visit(&values),
                            None => reason = Some(format!("a row of page {number} cannot be read")),
                        }
                    }
                }
                _ => reason = Some(format!("page {number} is none of a table")),
            }
        }
        reason
    }

    /// A page, and where its header begins.
    fn page(&self, number: u32) -> Option<(&'a [u8], usize)> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        let start = index.checked_mul(self.page_bytes)?;
        // The last page of a database that is cut is read as far as it goes.
        let end = start.checked_add(self.page_bytes)?.min(self.bytes.len());
        let page = self.bytes.get(start..end)?;
        Some((page, if number == 1 { FILE_HEAD } else { 0 }))
    }

    /// What a cell of a leaf holds, with what overflows onto other pages (1.6, 1.7).
    fn payload(&self, page: &'a [u8], at: usize) -> Option<Cow<'a, [u8]>> {
        let (length, skipped) = varint(page, at)?;
        let (_row, row_bytes) = varint(page, at + skipped)?;
        let length = usize::try_from(length).ok()?;
        self.left.set(self.left.get().checked_sub(length)?);
        let start = at + skipped + row_bytes;
        let local_max = self.usable - 35;
        if length <= local_max {
            return page.get(start..start.checked_add(length)?).map(Cow::Borrowed);
        }
        let local_min = (self.usable - 12) * 32 / 255 - 23;
        let local = local_min + (length - local_min) % (self.usable - 4);
        let local = if local <= local_max { local } else { local_min };
        let mut bytes = page.get(start..start.checked_add(local)?)?.to_vec();
        let mut next = be(page, start + local, 4)?;
        let mut seen = BTreeSet::new();
        while bytes.len() < length {
            // Pages that lead in a circle hold no row.
            if !seen.insert(next) {
                return None;
            }
            let (overflow, _) = self.page(u32::try_from(next).ok()?)?;
            let room = (length - bytes.len()).min(self.usable - 4);
            bytes.extend(overflow.get(4..4 + room)?);
            next = be(overflow, 0, 4)?;
        }
        Some(Cow::Owned(bytes))
    }

    /// The values of a row (2.1).
    fn values<'p>(&self, payload: &'p [u8]) -> Option<Vec<Value<'p>>> {
        let (head_bytes, mut at) = varint(payload, 0)?;
        let head_bytes = usize::try_from(head_bytes).ok()?;
        let mut body = head_bytes;
        let mut values = Vec::new();
        while at < head_bytes && values.len() < COLUMNS_MAX {
            let (kind, skipped) = varint(payload, at)?;
            at += skipped;
            let length = match kind {
                0 | 8 | 9 => 0,
                1..=4 => usize::try_from(kind).ok()?,
                5 => 6,
                6 | 7 => 8,
                10 | 11 => return None,
                kind => usize::try_from((kind - 12) / 2).ok()?,
            };
            let content = payload.get(body..body.checked_add(length)?)?;
            body += length;
            values.push(match kind {
                0 => Value::Null,
                1..=6 => Value::Number(integer(content)),
                7 => Value::Number(f64::from_bits(be(content, 0, 8)?)),
                8 => Value::Number(0.0),
                9 => Value::Number(1.0),
                kind if kind % 2 == 0 => Value::Blob(content),
                _ => Value::Text(self.text(content)),
            });
        }
        Some(values)
    }

    fn text<'p>(&self, content: &'p [u8]) -> Cow<'p, str> {
        let units = |of: fn([u8; 2]) -> u16| {
            let units =
                content.chunks_exact(2).filter_map(|pair| Some(of(pair.try_into().ok()?)));
            char::decode_utf16(units).map(|sign| sign.unwrap_or('\u{FFFD}')).collect::<String>()
        };
        match self.encoding {
            2 => Cow::Owned(units(u16::from_le_bytes)),
            3 => Cow::Owned(units(u16::from_be_bytes)),
            _ => String::from_utf8_lossy(content),
        }
    }
}

/// A signed number of one to eight bytes.
#[expect(clippy::cast_precision_loss, reason = "sizes and flags; larger numbers are not asked for")]
fn integer(content: &[u8]) -> f64 {
    let first = content.first().copied().unwrap_or(0);
    let filler = if first & 0x80 == 0 { 0 } else { -1i64 };
    content.iter().fold(filler, |number, byte| number << 8 | i64::from(*byte)) as f64
}

/// The names of the columns in `CREATE TABLE name (column type …, …)`.
fn columns_of(sql: &str) -> Vec<String> {
    let Some((_, body)) = sql.split_once('(') else { return Vec::new() };
    let (mut depth, mut start, mut columns) = (0usize, 0, Vec::new());
    let mut add = |definition: &str| {
        let word = definition.split_whitespace().next().unwrap_or("");
        let name = word.trim_matches(|sign| matches!(sign, '"' | '`' | '[' | ']' | '\''));
        let is_rule = ["PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT"]
            .iter()
            .any(|rule| name.eq_ignore_ascii_case(rule));
        if !name.is_empty() && !is_rule && columns.len() < COLUMNS_MAX {
            columns.push(name.to_owned());
        }
    };
    for (at, sign) in body.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' if depth == 0 => {
                add(body.get(start..at).unwrap_or(""));
                break;
            }
            ')' => depth -= 1,
            ',' if depth == 0 => {
                add(body.get(start..at).unwrap_or(""));
                start = at + 1;
            }
            _ => {}
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_all(bytes: &[u8]) -> usize {
        let Ok(database) = Database::open(bytes) else { return 0 };
        let mut count = 0;
        for table in database.tables().0 {
            drop(database.rows(&table, 1000, &mut |row| count += row.len()));
        }
        count
    }

    #[test]
    fn columns_are_named_by_the_definition() {
        let sql = "CREATE TABLE Layer(_PW_ID INTEGER PRIMARY KEY, \"LayerName\" TEXT DEFAULT (a,b), x REAL, UNIQUE (x))";
        assert_eq!(columns_of(sql), ["_PW_ID", "LayerName", "x"]);
        assert!(columns_of("CREATE TABLE x").is_empty());
    }

    #[test]
    fn numbers_of_any_length_are_read() {
        assert_eq!(varint(&[0x81, 0x01], 0), Some((129, 2)));
        assert_eq!(varint(&[0xFF; 9], 0), Some((u64::MAX, 9)));
        assert_eq!(varint(&[0x80; 3], 0), None);
    }

    #[test]
    fn a_page_that_leads_to_itself_is_read_once() {
        // One page that is an inner page with itself as the only child.
        let mut bytes = SIGNATURE.to_vec();
        bytes.resize(512, 0);
        bytes[16..18].copy_from_slice(&512u16.to_be_bytes());
        bytes[100] = 0x05;
        bytes[108..112].copy_from_slice(&1u32.to_be_bytes());
        let database = Database::open(&bytes).unwrap();
        let (tables, reason) = database.tables();
        assert!(tables.is_empty() && reason.is_some());
    }

    proptest! {
        #[test]
        fn any_pages_are_read(content: Vec<u8>, n_pages in 1usize..4) {
            let mut bytes = SIGNATURE.to_vec();
            bytes.extend([2, 0]);
            bytes.resize(FILE_HEAD, 0);
            bytes.push(0x0D);
            bytes.extend(&content);
            bytes.resize(512 * n_pages, 0x0D);
            read_all(&bytes);
        }
    }
}
