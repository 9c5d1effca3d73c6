//! A table with a header: which column stands where, and the cells of a row by the name of their
//! column. Header names in any case and order; a column that is missing is empty in every row, one
//! that is not known is complained of once. Never fails.

use std::collections::BTreeMap;

use subtier_model::Place;

use crate::decode::decode;
use crate::row::Fault;
use crate::split::{RawRow, Split, split};

/// The most faults named one by one; the rest is counted.
const FAULTS_MAX: usize = 1_000;

/// The columns a table may have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Columns {
    /// All of them.
    pub(crate) known: &'static [&'static str],
    /// Those without which a row says nothing.
    pub(crate) required: &'static [&'static str],
}

/// A table, split and with its header understood.
#[derive(Debug)]
pub(crate) struct Sheet {
    positions: BTreeMap<&'static str, usize>,
    n_columns: usize,
    /// Rows below the header.
    pub(crate) rows: Vec<RawRow>,
    /// The header's row number.
    pub(crate) header_row: u64,
}

/// Faults in order, the first thousand by name.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    named: Vec<Fault>,
    unnamed: u64,
}

impl Faults {
    /// Adds one.
    pub(crate) fn push(&mut self, place: Place, reason: impl Into<String>) {
        if self.named.len() < FAULTS_MAX {
            self.named.push((place, reason.into()));
        } else {
            self.unnamed += 1;
        }
    }

    /// Adds one about a cell, or about a row where `column` is `None`.
    pub(crate) fn at(&mut self, row: u64, column: Option<&str>, reason: impl Into<String>) {
        self.push(Place::Row { row, column: column.map(ToOwned::to_owned) }, reason);
    }

    /// Returns the faults, with one more that counts those not named.
    pub(crate) fn finish(mut self) -> Vec<Fault> {
        if self.unnamed > 0 {
            self.named.push((Place::Whole, format!("{} further faults", self.unnamed)));
        }
        self.named
    }
}

/// Reads the header of a table. `None` where there is none, which is a fault of its own.
pub(crate) fn open(bytes: &[u8], columns: Columns, faults: &mut Faults) -> Option<Sheet> {
    let (text, decode_faults) = decode(bytes);
    for reason in decode_faults {
        faults.push(Place::Whole, reason);
    }
    let split = split_as_told(&text, columns);
    if split.cut {
        faults.push(Place::Whole, "the table has more rows than are read");
    }
    for row in &split.stray_quotes {
        faults.at(*row, None, "a quote opens or closes nothing; the row is read line by line");
    }
    let mut rows = split.rows.into_iter();
    let header = rows.find(|row| !is_separator_line(row))?;
    let mut sheet = Sheet {
        positions: BTreeMap::new(),
        n_columns: header.cells.len(),
        rows: rows.collect(),
        header_row: header.row,
    };
    sheet.understand(&header, columns, faults);
    let found = sheet.positions.len();
    for column in columns.required.iter().filter(|c| !sheet.positions.contains_key(*c)) {
        faults.at(header.row, Some(column), "the column is missing");
    }
    (found > 0).then_some(sheet)
}

/// Splits at the delimiter with which the header has most known columns; a comma wins a draw.
fn split_as_told(text: &str, columns: Columns) -> Split {
    let known_columns = |split: &Split| {
        let header = split.rows.iter().find(|row| !is_separator_line(row));
        header.map_or(0, |row| row.cells.iter().filter(|c| known(c, columns).is_some()).count())
    };
    // The header alone decides, so that a large table is split once.
    let head: String = text.lines().take(20).flat_map(|line| [line, "\n"]).collect();
    let mut best = (known_columns(&split(&head, ',')), ',');
    for delimiter in [';', '\t'] {
        let count = known_columns(&split(&head, delimiter));
        if count > best.0 {
            best = (count, delimiter);
        }
    }
    split(text, best.1)
}

/// Excel's own first line `sep=;`.
fn is_separator_line(row: &RawRow) -> bool {
    row.row == 1 && row.text.to_ascii_lowercase().starts_with("sep=")
}

fn known(cell: &str, columns: Columns) -> Option<&'static str> {
    let name = cell.to_lowercase().replace([' ', '-'], "_");
    columns.known.iter().find(|column| **column == name).copied()
}

impl Sheet {
    fn understand(&mut self, header: &RawRow, columns: Columns, faults: &mut Faults) {
        for (position, cell) in header.cells.iter().enumerate() {
            match known(cell, columns) {
                Some(column) if self.positions.contains_key(column) => {
                    faults.at(
                        header.row,
                        Some(column),
                        "the column stands there twice; the first is read",
                    );
                }
                Some(column) => {
                    self.positions.insert(column, position);
                }
                None if cell.is_empty() => {}
                None => faults.at(header.row, Some(cell), "the column is not known and not read"),
            }
        }
    }

    /// The cells of one row, by column.
    pub(crate) fn cells<'a>(&'a self, row: &'a RawRow, faults: &'a mut Faults) -> Cells<'a> {
        if row.cells.iter().skip(self.n_columns).any(|cell| !cell.is_empty()) {
            faults.at(
                row.row,
                None,
                "the row has more cells than the header; the rest is not read",
            );
        }
        Cells { sheet: self, row, faults }
    }
}

/// One row, read cell by cell; what cannot be read goes to the faults.
pub(crate) struct Cells<'a> {
    sheet: &'a Sheet,
    row: &'a RawRow,
    faults: &'a mut Faults,
}

impl Cells<'_> {
    /// The text of a cell, empty where there is none.
    pub(crate) fn text(&self, column: &str) -> &str {
        let position = self.sheet.positions.get(column);
        position.and_then(|position| self.row.cells.get(*position)).map_or("", String::as_str)
    }

    /// The text of a cell that must not be empty; an empty one is complained of.
    pub(crate) fn required(&mut self, column: &str) -> String {
        let text = self.text(column).to_owned();
        if text.is_empty() && self.sheet.positions.contains_key(column) {
            self.faults.at(self.row.row, Some(column), "the cell is empty");
        }
        text
    }

    /// The text of a cell, where there is one.
    pub(crate) fn optional(&self, column: &str) -> Option<String> {
        Some(self.text(column).to_owned()).filter(|text| !text.is_empty())
    }

    /// The items of a cell, separated by `;`.
    pub(crate) fn list(&self, column: &str) -> Vec<String> {
        let items = self.text(column).split(';').map(str::trim);
        items.filter(|item| !item.is_empty()).map(ToOwned::to_owned).collect()
    }

    /// A cell's meaning; an empty cell has none, and a bad one is complained of.
    pub(crate) fn read<T>(
        &mut self,
        column: &str,
        meaning: fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.optional(column)?;
        self.kept(column, meaning(&text))
    }

    /// The meanings of the items of a cell; a bad item is complained of and left out.
    pub(crate) fn read_list<T>(
        &mut self,
        column: &str,
        meaning: fn(&str) -> Result<T, String>,
    ) -> Vec<T> {
        let items = self.list(column);
        items.iter().filter_map(|item| self.kept(column, meaning(item))).collect()
    }

    fn kept<T>(&mut self, column: &str, result: Result<T, String>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(reason) => {
                self.faults.at(self.row.row, Some(column), reason);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: Columns = Columns { known: &["id", "bank_country", "ids"], required: &["id"] };

    fn check(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
        let mut faults = Faults::default();
        let sheet = open(text.as_bytes(), COLUMNS, &mut faults);
        let mut rows = Vec::new();
        for row in sheet.iter().flat_map(|sheet| &sheet.rows) {
            let cells = sheet.as_ref().unwrap().cells(row, &mut faults);
            rows.push(COLUMNS.known.iter().map(|column| cells.text(column).to_owned()).collect());
        }
        let said = faults.finish().into_iter().map(|(place, reason)| format!("{place}: {reason}"));
        (rows, said.collect())
    }

    #[test]
    fn columns_are_found_by_name_in_any_order_and_case() {
        for text in ["IDS,Bank Country,Id\nx,KR,1\n", "sep=;\nids;BANK_COUNTRY;id\nx;KR;1\n"] {
            let (rows, faults) = check(text);
            assert_eq!(rows, [["1", "KR", "x"]], "{text}");
            assert_eq!(faults, [""; 0]);
        }
    }

    #[test]
    fn an_unknown_column_is_complained_of_once_and_a_missing_one_is_empty() {
        let (rows, faults) = check("id\tshoe size\n1\t43\n2\t44\n");
        assert_eq!(rows, [["1", "", ""], ["2", "", ""]]);
        assert_eq!(faults, ["row 1 column shoe size: the column is not known and not read"]);
    }

    #[test]
    fn a_row_longer_than_the_header_is_complained_of() {
        let (rows, faults) = check("id,ids\n1,x,more\n2,y,\n");
        assert_eq!(rows.len(), 2);
        assert_eq!(faults.len(), 1);
        assert!(faults[0].starts_with("row 2: "), "{faults:?}");
    }

    #[test]
    fn faults_beyond_the_limit_are_counted() {
        let mut faults = Faults::default();
        for row in 0..1_005 {
            faults.at(row, None, "bad");
        }
        let faults = faults.finish();
        assert_eq!(faults.len(), 1_001);
        assert_eq!(faults.last().unwrap().1, "5 further faults");
    }
}
