//! The cells of one sheet in one pass (ECMA-376 part 1, 18.3).
//!
//! In: the XML of a worksheet. Out: each cell that holds something, as it is shown, with what the sheet says of merged ranges and
//! page headers. Memory follows what is kept, never the size of the sheet; an address far away costs nothing.

use std::borrow::Cow;
use std::io::Read;

use super::header::portions;
use super::merges::Merges;
use super::plain_cells::{LEVELS, PlainCell, plain_cell, plain_row};
use super::strings::{RichText, plain};
use super::workbook::{Book, is_true};
use subtier_blocks::Limits;
use subtier_blocks::cell_address::{COLUMNS_MAX, ROWS_MAX, address_of};
use subtier_cells::{NumberFormat, general, iso};
use subtier_xml::{Step, Xml, unescape};

/// What a sheet holds.
#[derive(Debug, Default)]
pub(crate) struct SheetContent {
    /// Cells that hold something, in the order of the file.
    pub(crate) cells: Vec<SheetCell>,
    /// Merged ranges.
    pub(crate) merges: Merges,
    /// Page headers and footers: what each is, and its text.
    pub(crate) headers: Vec<(String, String)>,
}

/// One cell.
#[derive(Debug)]
pub(crate) struct SheetCell {
    row: u32,
    column: u32,
    /// What it shows; what it holds where it shows nothing.
    pub(crate) text: String,
    /// Whether its row, its column or its format hides it.
    pub(crate) is_hidden: bool,
}

impl SheetCell {
    /// Row and column.
    pub(crate) const fn at(&self) -> (u32, u32) {
        (self.row, self.column)
    }
}

/// Ranges of hidden columns that are kept.
const HIDDEN_COLUMNS_MAX: usize = 20_000;

/// Page headers and footers are six at most (ECMA-376 part 1, 18.3.1.46), each in three portions.
const HEADERS_MAX: usize = 18;

/// How many cells a sheet of so many bytes may have; room for them that is not needed costs nothing.
pub(super) fn about_count(n_bytes: u64) -> usize {
    /// Few cells that hold something take less: `<c r="A1"><v>1</v></c>`.
    const CELL_BYTES: u64 = 24;
    /// Beyond it room is made as it is needed, since the size is only what the package states.
    const CELLS_MAX: u64 = 1 << 20;
    usize::try_from((n_bytes / CELL_BYTES).min(CELLS_MAX)).unwrap_or(0)
}

/// Reads a sheet; the reason in words where it ends early.
pub(super) fn read<R: Read>(
    xml: &mut Xml<R>,
    book: &Book,
    limits: &Limits,
    content: &mut SheetContent,
) -> Result<(), String> {
    let mut scan = Scan {
        book,
        content,
        hidden_columns: Vec::new(),
        row: Row { number: 0, is_hidden: false },
        next_row: 0,
        next_column: 0,
        cell: None,
        within: Within::Nothing,
        value: String::new(),
        rich: RichText::default(),
        text_bytes: 0,
    };
    loop {
        scan.plain_cells(xml, limits);
        if scan.is_full(limits) {
            return Ok(());
        }
        let step = xml.step()?;
        match step {
            Step::Eof => return Ok(()),
            Step::Start => scan.start(xml),
            Step::End => scan.end(xml.name()),
            Step::Text if scan.within == Within::Value => {
                if scan.value.len() <= VALUE_BYTES_MAX {
                    scan.value.push_str(xml.text());
                }
            }
            Step::Text => {}
        }
        if scan.within == Within::Inline {
            scan.rich.take(step, xml);
        }
    }
}

/// Bytes of one stored value or page header that are kept; a formula's text has at most 32,767 signs.
const VALUE_BYTES_MAX: usize = 1 << 18;

/// Which text is being gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    Value,
    Inline,
}

/// The row being read.
#[derive(Debug, Clone, Copy)]
struct Row {
    number: u32,
    is_hidden: bool,
}

/// The cell being read.
#[derive(Debug, Clone, Copy)]
struct Open {
    column: u32,
    row: u32,
    style: usize,
    kind: Kind,
}

/// How a cell's value is stored (ECMA-376 part 1, 18.18.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Shared,
    Text,
    Boolean,
    Date,
}

struct Scan<'a> {
    book: &'a Book,
    content: &'a mut SheetContent,
    hidden_columns: Vec<(u32, u32)>,
    row: Row,
    next_row: u32,
    next_column: u32,
    cell: Option<Open>,
    within: Within,
    value: String,
    rich: RichText,
    text_bytes: usize,
}

impl Scan<'_> {
    fn start<R: Read>(&mut self, xml: &Xml<R>) {
        match xml.name() {
            "c" => self.start_cell(xml),
            "v" if self.cell.is_some() => {
                self.value.clear();
                self.within = Within::Value;
            }
            "is" if self.cell.is_some() => {
                self.rich.clear();
                self.within = Within::Inline;
            }
            "row" => self.start_row(xml.attributes()),
            "col" => self.column(xml),
            "mergeCell" => {
                if let Some(range) = xml.attribute("ref") {
                    self.content.merges.add(&range);
                }
            }
            name if is_header(name) => {
                self.value.clear();
                self.within = Within::Value;
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "c" => self.end_cell(),
            "v" => self.within = Within::Nothing,
            "is" if self.within == Within::Inline => {
                self.within = Within::Nothing;
                self.value.clear();
                self.value.push_str(&self.rich.finished());
            }
            name if is_header(name) && self.within == Within::Value => {
                self.within = Within::Nothing;
                let value = std::mem::take(&mut self.value);
                let portions = portions(&plain(&value)).into_iter();
                let left = HEADERS_MAX.saturating_sub(self.content.headers.len());
                let headers = portions.take(left).map(|text| (name.to_owned(), text));
                self.content.headers.extend(headers);
            }
            _ => {}
        }
    }

    /// Takes the cells and rows that come next as long as they are written plainly.
    fn plain_cells<R: Read>(&mut self, xml: &mut Xml<R>, limits: &Limits) {
        if self.cell.is_some() || self.within != Within::Nothing {
            return;
        }
        let Some(at_hand) = xml.at_hand(LEVELS) else { return };
        let mut rest = at_hand;
        while !self.is_full(limits) {
            let n_bytes = if let Some(cell) = plain_cell(rest) {
                self.next_column = cell.at.1.saturating_add(1);
                self.plain_cell(&cell);
                cell.n_bytes
            } else if let Some((tag, n_bytes)) = plain_row(rest) {
                self.start_row(subtier_xml::attributes(tag));
                n_bytes
            } else {
                break;
            };
            let Some(behind) = rest.get(n_bytes..) else { break };
            rest = behind;
        }
        let n_bytes = at_hand.len() - rest.len();
        xml.pass(n_bytes);
    }

    fn plain_cell(&mut self, cell: &PlainCell<'_>) {
        let PlainCell { at: (row, column), style, kind, value, is_inline, .. } = *cell;
        let open = Open { column, row, style, kind };
        match (value.as_bytes().contains(&b'&'), is_inline) {
            (false, false) => self.put(open, value),
            (true, false) => self.put(open, &unescape(value)),
            (_, true) => self.put(open, &plain(&unescape(value))),
        }
    }

    fn is_full(&self, limits: &Limits) -> bool {
        self.text_bytes > limits.text_bytes_max || self.content.cells.len() > limits.blocks_max
    }

    fn start_row<'a>(&mut self, attributes: impl Iterator<Item = (&'a str, &'a str)>) {
        let (mut number, mut hidden, mut height) = (None, None, None);
        for (name, value) in attributes {
            match name {
                "r" => _ = number.get_or_insert(value),
                "hidden" => _ = hidden.get_or_insert(value),
                "ht" => _ = height.get_or_insert(value),
                _ => {}
            }
        }
        let number = number.and_then(|row| unescape(row).trim().parse::<u32>().ok());
        let number = number.filter(|row| (1..=ROWS_MAX).contains(row)).map(|row| row - 1);
        let number = number.unwrap_or(self.next_row);
        let is_hidden = hidden.is_some_and(|hidden| is_true(&unescape(hidden)))
            || height.is_some_and(|height| is_zero(&unescape(height)));
        self.row = Row { number, is_hidden };
        self.next_row = number.saturating_add(1);
        self.next_column = 0;
    }

    fn start_cell<R: Read>(&mut self, xml: &Xml<R>) {
        let (mut at, mut style, mut kind) = (None, None, None);
        for (name, value) in xml.attributes() {
            match name {
                "r" => _ = at.get_or_insert(value),
                "s" => _ = style.get_or_insert(value),
                "t" => _ = kind.get_or_insert(value),
                _ => {}
            }
        }
        let at = at.and_then(|at| address_of(&unescape(at)));
        let (row, column) = at.unwrap_or((self.row.number, self.next_column));
        self.next_column = column.saturating_add(1);
        let style = style.and_then(|style| unescape(style).parse().ok()).unwrap_or(0);
        let kind = match kind.map(unescape).as_deref() {
            Some("s") => Kind::Shared,
            Some("str" | "inlineStr" | "e") => Kind::Text,
            Some("b") => Kind::Boolean,
            Some("d") => Kind::Date,
            _ => Kind::Number,
        };
        self.value.clear();
        self.within = Within::Nothing;
        let is_inside = column < COLUMNS_MAX && row < ROWS_MAX;
        self.cell = is_inside.then_some(Open { column, row, style, kind });
    }

    fn end_cell(&mut self) {
        self.within = Within::Nothing;
        if let Some(open) = self.cell.take() {
            let value = std::mem::take(&mut self.value);
            self.put(open, &value);
            self.value = value;
        }
    }

    /// Keeps a cell, where it holds something.
    fn put(&mut self, Open { column, row, style, kind }: Open, value: &str) {
        if value.is_empty() {
            return;
        }
        let format = self.book.styles.format(style);
        let held = held(kind, value, self.book);
        if held.trim_start().is_empty() {
            return;
        }
        let shown = shown(kind, &held, format, self.book.is_1904);
        let shows_nothing = shown.as_ref().is_some_and(|shown| shown.trim_start().is_empty());
        let text = shown.filter(|_| !shows_nothing).unwrap_or_else(|| held.into_owned());
        let is_hidden = shows_nothing
            || (self.row.is_hidden && self.row.number == row)
            || self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column));
        self.text_bytes += text.len();
        self.content.cells.push(SheetCell { row, column, text, is_hidden });
    }

    fn column<R: Read>(&mut self, xml: &Xml<R>) {
        let is_hidden = xml.value("hidden").is_some_and(|hidden| is_true(&hidden))
            || xml.value("width").is_some_and(|width| is_zero(&width));
        let number =
            |name| xml.attribute(name).and_then(|column| column.trim().parse::<u32>().ok());
        if let (true, Some(min), Some(max)) = (is_hidden, number("min"), number("max"))
            && self.hidden_columns.len() < HIDDEN_COLUMNS_MAX
        {
            self.hidden_columns.push((min.saturating_sub(1), max.saturating_sub(1)));
        }
    }
}

/// Whether a height or width is none.
fn is_zero(size: &str) -> bool {
    size.trim().parse::<f64>().is_ok_and(|size| size.abs() < f64::EPSILON)
}

fn is_header(name: &str) -> bool {
    matches!(
        name,
        "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader" | "firstFooter"
    )
}

/// What a cell holds, as text.
fn held<'a>(kind: Kind, value: &'a str, book: &'a Book) -> Cow<'a, str> {
    match kind {
        Kind::Shared => {
            let number = value.trim().parse().ok();
            Cow::Borrowed(number.and_then(|number| book.strings.get(number)).unwrap_or(""))
        }
        Kind::Text => plain(value),
        Kind::Boolean => Cow::Borrowed(match value.trim() {
            "1" | "true" => "TRUE",
            "0" | "false" => "FALSE",
            other => other,
        }),
        Kind::Date | Kind::Number => Cow::Borrowed(value.trim()),
    }
}

/// What a cell shows of what it holds; `None` where it shows just that.
fn shown(kind: Kind, held: &str, format: &NumberFormat, is_1904: bool) -> Option<String> {
    match kind {
        Kind::Shared | Kind::Text if format.is_general() => None,
        Kind::Shared | Kind::Text => Some(format.show_text(held)),
        Kind::Boolean => None,
        Kind::Number if format.is_general() && is_plain_number(held) => None,
        Kind::Number => {
            let number: f64 = held.parse().ok()?;
            Some(if format.is_general() { general(number) } else { format.show(number, is_1904) })
        }
        Kind::Date => Some(match iso_serial(held, is_1904) {
            None => held.replace('T', " "),
            Some(serial) => {
                let written = if format.is_date() { None } else { iso(serial, is_1904) };
                written.unwrap_or_else(|| format.show(serial, is_1904))
            }
        }),
    }
}

/// Whether a number is written as it is shown: no more digits than are kept, without zeros at its ends.
fn is_plain_number(number: &str) -> bool {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "1"));
    let are_digits =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    number.len() <= 15
        && are_digits(whole)
        && are_digits(fraction)
        && (whole.len() == 1 || !whole.starts_with('0'))
        && !fraction.ends_with('0')
        && (whole != "0" || !fraction.starts_with("00000"))
}

/// The serial number of a date that is written out, as the strict variant does (ECMA-376 part 1, 18.17.4).
fn iso_serial(text: &str, is_1904: bool) -> Option<f64> {
    use jiff::civil::{DateTime, date};
    let at: DateTime = text.trim_end_matches('Z').parse().ok()?;
    let epoch = if is_1904 { date(1904, 1, 1) } else { date(1899, 12, 30) };
    let days = (at.date() - epoch).get_days();
    let time = at.time();
    let secs = f64::from(time.hour()) * 3600.0
        + f64::from(time.minute()) * 60.0
        + f64::from(time.second())
        + f64::from(time.subsec_nanosecond()) / 1e9;
    Some(f64::from(days) + secs / 86_400.0)
}

#[cfg(test)]
mod tests;
