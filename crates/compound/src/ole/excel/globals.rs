//! What a workbook holds for all of its sheets.
//!
//! In: the records before the first sheet. Out: the sheets in order, the table of strings, number formats, and signals
//! of the people and machines that saved it. Format: \[MS-XLS\] 2.1.7.20.3 (globals substream).

use std::collections::BTreeMap;
use std::sync::Arc;

use subtier_model::Place;

use super::records::{Record, Segments, Strings, continued, records};
use super::{BIFF8, targets};
use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_blocks::windows;
use subtier_cells::NumberFormat;
use subtier_sectors::little::{size_at, slice_up_to, u8_at, u16_at, utf16_to_nul};

/// A sheet as the workbook lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SheetEntry {
    pub(crate) name: Arc<str>,
    /// The byte at which it begins.
    pub(crate) at: usize,
    pub(crate) is_hidden: bool,
}

/// What holds for all sheets.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Book {
    pub(crate) strings: Strings,
    pub(crate) sheets: Vec<SheetEntry>,
    n_sheets_left_out: usize,
    /// The table of strings.
    pub(crate) table: Vec<String>,
    pub(crate) is_1904: bool,
    pub(crate) is_encrypted: bool,
    /// Number format by cell format.
    cell_formats: Vec<u16>,
    formats: BTreeMap<u16, NumberFormat>,
}

/// Sheets that are listed.
const SHEETS_MAX: usize = 10_000;
/// Cell formats that are kept; Excel allows 4,050 (\[MS-XLS\] 2.2.6.1.1).
const CELL_FORMATS_MAX: usize = 65_536;
/// Number formats that are kept; Excel allows 250 (Excel specifications and limits).
const FORMATS_MAX: usize = 4_096;

impl Book {
    /// Reads the records up to the end of the globals.
    pub(crate) fn read(stream: &[u8], code_page: Option<u16>, writing: &mut Writing) -> Self {
        let version = u16_at(stream, 4).unwrap_or(BIFF8);
        let mut book = Self {
            strings: Strings { is_unicode: version >= BIFF8, code_page: code_page.unwrap_or(1252) },
            sheets: Vec::new(),
            n_sheets_left_out: 0,
            table: Vec::new(),
            is_1904: false,
            is_encrypted: false,
            cell_formats: Vec::new(),
            formats: BTreeMap::new(),
        };
        if u16_at(stream, 6) == Some(0x10) {
            // A file of a single sheet has no globals.
            book.sheets.push(SheetEntry { name: "Sheet1".into(), at: 0, is_hidden: false });
            return book;
        }
        for record in records(stream, 0) {
            match record.kind {
                0x0A => break,
                // FILEPASS: what follows is encrypted but for a few records (2.4.117).
                0x2F => {
                    book.is_encrypted = true;
                    break;
                }
                0xFC => book.read_table(stream, &record),
                _ => {
                    book.read_format(&record);
                    book.read_signal(stream, &record, writing);
                }
            }
        }
        if book.n_sheets_left_out > 0 {
            let reason = format!(
                "only the first {SHEETS_MAX} sheets are read; it has {} more",
                book.n_sheets_left_out
            );
            writing.fault(Place::Words("BOUNDSHEET".to_owned()), reason);
        }
        book
    }

    /// A number as the format of its cell shows it.
    pub(crate) fn shown(&self, value: f64, cell_format: u16) -> String {
        let number = self.cell_formats.get(usize::from(cell_format));
        let format = number.and_then(|number| self.formats.get(number));
        format.unwrap_or(&NumberFormat::GENERAL).show(value, self.is_1904)
    }

    fn read_table(&mut self, stream: &[u8], record: &Record<'_>) {
        let mut segments = Segments::new(continued(stream, record));
        // Two counts stand first; the strings themselves say when they end.
        if segments.skip(8).is_none() {
            return;
        }
        while let Some(text) = segments.rich_text() {
            self.table.push(text);
        }
    }

    fn read_format(&mut self, record: &Record<'_>) {
        let data = record.data;
        match record.kind {
            0x42 if !self.strings.is_unicode => {
                self.strings.code_page = u16_at(data, 0).unwrap_or(1252);
            }
            0x22 => self.is_1904 = u16_at(data, 0) == Some(1),
            0x85 => self.read_sheet(data),
            0xE0 if self.cell_formats.len() < CELL_FORMATS_MAX => {
                let number = u16_at(data, 2).unwrap_or_default();
                self.cell_formats.push(number);
                // A format of the file's own comes before the cell formats (2.1.7.20.3).
                if !self.formats.contains_key(&number)
                    && let Some(format) = NumberFormat::built_in(number.into())
                {
                    self.formats.insert(number, format);
                }
            }
            0x41E if self.formats.len() < FORMATS_MAX => {
                let text = if self.strings.is_unicode {
                    self.strings.long(data, 2)
                } else {
                    self.strings.short(data, 2)
                };
                if let (Some(number), Some(text)) = (u16_at(data, 0), text) {
                    self.formats.insert(number, NumberFormat::new(&text));
                }
            }
            _ => {}
        }
    }

    fn read_sheet(&mut self, data: &[u8]) {
        let (Some(at), Some(state)) = (size_at(data, 0), u8_at(data, 4)) else { return };
        let Some(name) = self.strings.short(data, 6) else { return };
        if self.sheets.len() < SHEETS_MAX {
            self.sheets.push(SheetEntry { name: name.into(), at, is_hidden: state & 3 != 0 });
        } else {
            self.n_sheets_left_out += 1;
        }
    }

    /// The user name; writers other than Excel leave out its count, which is at most 54 (2.4.349).
    fn user_name(&self, data: &[u8]) -> Option<String> {
        if !self.strings.is_unicode {
            return self.strings.short(data, 0);
        }
        if u16_at(data, 0)? > 54 {
            return Some(windows::text_in_code_page(data, Some(self.strings.code_page)));
        }
        self.strings.long(data, 0)
    }

    fn read_signal(&self, stream: &[u8], record: &Record<'_>, writing: &mut Writing) {
        let data = record.data;
        let place = |name: &str| Place::Words(format!("workbook record {name}"));
        match record.kind {
            0x42 => {
                if let Some(code_page) = u16_at(data, 0) {
                    let words = windows::code_page_in_words(code_page);
                    writing.signal(SignalKind::CodePage, words, place("CODEPAGE"));
                }
            }
            // The user name of the program that saved it last, padded with spaces (2.4.349).
            0x5C => {
                let name = self.user_name(data).unwrap_or_default();
                let name = name.trim_end_matches([' ', '\0']).to_owned();
                writing.signal(SignalKind::LastModifiedBy, name, place("WRITEACCESS"));
            }
            // Who reserved the file for writing (2.4.118).
            0x5B => {
                if let Some(name) = self.strings.long(data, 4) {
                    writing.signal(SignalKind::LastModifiedBy, name, place("FILESHARING"));
                }
            }
            0x8C => countries(data, writing),
            0x31 => {
                // 2.4.122: 14 bytes of looks before the name.
                if let Some(name) = self.strings.short(data, 14) {
                    writing.signal(SignalKind::Font, name, place("FONT"));
                }
            }
            0x85 if u8_at(data, 5) == Some(1) => {
                writing.signal(SignalKind::Macro, "Excel 4.0 macro sheet", place("BOUNDSHEET"));
            }
            0x1AE => targets::book(&continued(stream, record).concat(), writing),
            0x17 if !self.strings.is_unicode => {
                targets::early_book(data, self.strings, writing);
            }
            0x4D => printer(&continued(stream, record).concat(), writing),
            _ => {}
        }
    }
}

/// Countries as telephone numbers (\[MS-XLS\] 2.4.63).
const COUNTRIES: &[(u16, &str)] = &[
    (1, "United States"),
    (7, "Russia"),
    (33, "France"),
    (34, "Spain"),
    (39, "Italy"),
    (44, "United Kingdom"),
    (49, "Germany"),
    (60, "Malaysia"),
    (62, "Indonesia"),
    (63, "Philippines"),
    (65, "Singapore"),
    (66, "Thailand"),
    (81, "Japan"),
    (82, "Korea"),
    (84, "Vietnam"),
    (86, "China"),
    (852, "Hong Kong"),
    (853, "Macau"),
    (886, "Taiwan"),
    (91, "India"),
];

/// The country that the program is made for, and the one that the system is set to.
fn countries(data: &[u8], writing: &mut Writing) {
    let (Some(program), Some(system)) = (u16_at(data, 0), u16_at(data, 2)) else { return };
    let named = |number: u16| {
        let row = COUNTRIES.iter().find(|row| row.0 == number);
        row.map_or_else(|| number.to_string(), |row| format!("{number} ({})", row.1))
    };
    let value = format!("program {}, system {}", named(program), named(system));
    let place = Place::Words("workbook record COUNTRY".to_owned());
    writing.signal(SignalKind::SystemCountry, value, place);
}

/// The printer settings of a sheet: two bytes, then the name in 32 units (\[MS-XLS\] 2.4.206; \[MS-RPRN\] 2.2.2.1).
pub(super) fn printer(data: &[u8], writing: &mut Writing) {
    let name = utf16_to_nul(slice_up_to(data, 2, 64));
    let is_name = name.chars().all(|sign| !sign.is_control() && sign != '\u{FFFD}');
    if is_name {
        let place = Place::Words("printer settings".to_owned());
        writing.signal(SignalKind::Printer, name, place);
    }
}
