//! Spreadsheets in `OpenDocument` (ODF 1.3 part 3, 9): the cells of each table as a person sees them.
//!
//! In: the package. Out: one block a cell with text, sheet after sheet; its comments and shapes; then values that tracked changes took
//! away, and page headers. Cells of hidden sheets, rows and columns and cells under a merged one are [`BlockKind::Hidden`] with their
//! cell. Repeated cells and rows are written out up to a bound.

mod changes;
mod gathering;
mod headers;
mod row;

use std::collections::BTreeSet;
use std::io::Read;

use subtier_model::Place;

use crate::package::Package;
use subtier_blocks::BlockKind;
use subtier_blocks::Writing;
use subtier_blocks::paths::external_path;
use subtier_xml::{Step, Xml};

use changes::Changes;
use gathering::{Gathering, Sink};
use row::{Row, Sheet};

/// Table styles that are remembered.
const STYLES_MAX: usize = 100_000;

/// Ranges of hidden columns of one sheet that are remembered.
const HIDDEN_COLUMNS_MAX: usize = 20_000;

/// Reads the spreadsheet of a package.
pub(crate) fn read(package: &mut Package<'_>, writing: &mut Writing) {
    let part = "content.xml";
    let place = || Place::Words(part.to_owned());
    let depth_max = writing.limits().depth_max;
    match package.part(part) {
        None => writing.fault(place(), "the package has no content"),
        Some(Err(reason)) => writing.fault(place(), reason),
        Some(Ok(bytes)) => {
            let mut scan = Scan::new();
            if let Err(reason) = scan.read(&mut Xml::new(bytes, depth_max), writing) {
                writing.fault(place(), format!("what follows was not read: {reason}"));
            }
            scan.finish(writing);
        }
    }
    if let Some(reason) = package.ending() {
        writing.fault(place(), reason);
    }
    headers::read(package, writing);
}

/// What is known while the content passes by.
struct Scan {
    /// The style being defined, and those that hide a sheet.
    style: String,
    hiding_styles: BTreeSet<String>,
    /// Names of the sheets so far.
    names: Vec<String>,
    sheet: Option<Sheet>,
    /// Tables within tables, and tables that only repeat another file.
    inner_tables: usize,
    row: Option<Row>,
    gathering: Gathering,
    changes: Changes,
}

impl Scan {
    const fn new() -> Self {
        Self {
            style: String::new(),
            hiding_styles: BTreeSet::new(),
            names: Vec::new(),
            sheet: None,
            inner_tables: 0,
            row: None,
            gathering: Gathering::new(),
            changes: Changes::new(),
        }
    }

    fn read<R: Read>(&mut self, xml: &mut Xml<R>, writing: &mut Writing) -> Result<(), String> {
        while !writing.is_full() {
            match xml.step()? {
                Step::Eof => break,
                Step::Text => self.gathering.take_text(xml.text()),
                Step::Start => {
                    if !self.start_table(xml) {
                        self.start_in_cell(xml, writing);
                    }
                }
                Step::End => self.end(xml.name(), writing),
            }
        }
        Ok(())
    }

    fn finish(&mut self, writing: &mut Writing) {
        // A sheet that was cut off keeps what was read of its last row.
        self.end_row(writing);
        self.changes.write(&self.names, writing);
    }

    /// Takes an element of the table itself in; whether it was one.
    fn start_table<R: Read>(&mut self, xml: &Xml<R>) -> bool {
        match xml.name() {
            "style" => self.style = xml.attribute("name").unwrap_or_default(),
            "table-properties" => {
                let hides = xml.attribute("display").is_some_and(|display| display == "false");
                if hides && self.hiding_styles.len() < STYLES_MAX {
                    self.hiding_styles.insert(self.style.clone());
                }
            }
            "table" if self.sheet.is_some() || self.gathering.is_inside() => self.inner_tables += 1,
            "table" => self.start_sheet(xml),
            _ if self.inner_tables > 0 => return true,
            "table-column" => self.start_column(xml),
            "table-row" if self.sheet.is_some() => {
                let is_hidden = is_collapsed(xml);
                self.row = Some(Row::new(repeats(xml, "number-rows-repeated"), is_hidden));
            }
            "table-cell" | "covered-table-cell" => {
                if let Some(row) = self.row.as_mut() {
                    row.start_cell(xml);
                    self.gathering.begin(Sink::Cell);
                }
            }
            _ => return false,
        }
        true
    }

    fn start_sheet<R: Read>(&mut self, xml: &Xml<R>) {
        let name = xml.attribute("name").unwrap_or_default();
        let style = xml.attribute("style-name").unwrap_or_default();
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let is_hidden = self.hiding_styles.contains(&style);
        self.sheet = Some(Sheet::new(number, name.as_str().into(), is_hidden));
        self.names.push(name);
    }

    fn start_column<R: Read>(&mut self, xml: &Xml<R>) {
        let Some(sheet) = self.sheet.as_mut() else { return };
        let count = repeats(xml, "number-columns-repeated");
        let first = sheet.next_column;
        sheet.next_column = first.saturating_add(count);
        if is_collapsed(xml) && sheet.hidden_columns.len() < HIDDEN_COLUMNS_MAX {
            sheet.hidden_columns.push((first, sheet.next_column));
        }
    }

    /// Takes an element of the text in.
    fn start_in_cell<R: Read>(&mut self, xml: &Xml<R>, writing: &mut Writing) {
        match xml.name() {
            "annotation" => self.gathering.begin(Sink::Annotation),
            "change-track-table-cell" => self.gathering.begin(Sink::Previous),
            name if is_shape(name) => self.gathering.begin(Sink::Shape),
            "a" | "image" | "table-source" | "object" => {
                let target = xml.attribute("href").unwrap_or_default();
                if target.contains("://") || target.starts_with("file:") {
                    external_path(&target, &Place::Words("content.xml".to_owned()), writing);
                }
            }
            "s" => {
                let count = xml.attribute("c").and_then(|count| count.trim().parse().ok());
                self.gathering.spaces(count.unwrap_or(1));
            }
            name => {
                self.changes.start(name, xml);
                self.gathering.start(name);
            }
        }
    }

    fn end(&mut self, name: &str, writing: &mut Writing) {
        match name {
            "table" if self.inner_tables > 0 => self.inner_tables -= 1,
            "table" => {
                self.end_row(writing);
                self.sheet = None;
            }
            _ if self.inner_tables > 0 => {}
            "table-row" => self.end_row(writing),
            "table-cell" | "covered-table-cell" => {
                if let (Some(row), Some(text)) = (self.row.as_mut(), self.gathering.end(Sink::Cell))
                {
                    row.end_cell(text.text);
                }
            }
            "annotation" => {
                if let (Some(note), Some(row)) =
                    (self.gathering.end(Sink::Annotation), self.row.as_mut())
                {
                    row.add_note(note);
                }
            }
            "change-track-table-cell" => {
                if let Some(text) = self.gathering.end(Sink::Previous) {
                    self.changes.add(text.text);
                }
            }
            name if is_shape(name) => {
                if let Some(text) = self.gathering.end(Sink::Shape) {
                    self.write_shape(text.text, writing);
                }
            }
            name => {
                let leaf = self.gathering.finish(name);
                self.changes.end(name, leaf);
            }
        }
    }

    fn end_row(&mut self, writing: &mut Writing) {
        if let (Some(row), Some(sheet)) = (self.row.take(), self.sheet.as_mut()) {
            row.write(sheet, writing);
        }
        self.gathering.reset();
    }

    fn write_shape(&self, text: String, writing: &mut Writing) {
        let Some(sheet) = &self.sheet else { return };
        let kind = if sheet.is_hidden { BlockKind::Hidden } else { BlockKind::TextBox };
        let column = self.row.as_ref().and_then(Row::column);
        let place = column.map_or_else(
            || Place::Words(format!("{} shapes", sheet.name)),
            |column| sheet.place(sheet.next_row, column),
        );
        writing.text(kind, text, place);
    }
}

/// How often a row or cell stands there.
fn repeats<R: Read>(xml: &Xml<R>, name: &str) -> u32 {
    let count = xml.attribute(name).and_then(|count| count.trim().parse().ok());
    count.unwrap_or(1).max(1)
}

/// Whether a row or column is not shown (ODF 1.3 part 3, 19.749: `collapse`, `filter`).
fn is_collapsed<R: Read>(xml: &Xml<R>) -> bool {
    xml.attribute("visibility").is_some_and(|visibility| visibility != "visible")
}

/// Whether an element is a shape that may hold text (ODF 1.3 part 3, 10.3 and 10.6).
fn is_shape(name: &str) -> bool {
    matches!(
        name,
        "custom-shape"
            | "text-box"
            | "rect"
            | "ellipse"
            | "circle"
            | "caption"
            | "line"
            | "polyline"
            | "polygon"
            | "regular-polygon"
            | "path"
            | "connector"
            | "measure"
    )
}
