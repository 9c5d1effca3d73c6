//! Excel binaries: the cells, comments and text boxes of an `.xls` or `.et` file and what it tells of its maker.
//!
//! In: the workbook stream of a compound file, or a bare one as old reporting programs write. Out: cells as a person sees
//! them, with merged spans; comments with author; hidden sheets, rows and columns as hidden text; and signals: who saved
//! it last, country of program and system, printer, fonts, files it refers to. BIFF8 and BIFF5. It never computes a
//! formula, follows a link or runs a macro. Format: \[MS-XLS\].

mod globals;
mod records;
mod sheet;
mod targets;

use std::collections::BTreeSet;

use subtier_model::Place;

use super::encrypted;
use super::properties::Properties;
use globals::Book;
use subtier_blocks::Writing;
use subtier_sectors::Compound;
use subtier_sectors::little::u16_at;

/// Bytes of the workbook stream that are read: places in it have 32 bits.
const STREAM_BYTES_MAX: u64 = 512 << 20;
/// How often the bytes of the stream may be read as sheets: true sheets do not lie over each other.
const WALKED_FACTOR_MAX: usize = 4;
/// The record that begins a workbook or sheet.
const BEGIN: u16 = 0x0809;
/// BIFF8 and BIFF5 as they stand in that record (\[MS-XLS\] 2.4.21).
const BIFF8: u16 = 0x0600;
const BIFF5: u16 = 0x0500;

/// Whether the bytes are a workbook stream that lies in no compound file.
pub(crate) fn is_bare(bytes: &[u8]) -> bool {
    u16_at(bytes, 0) == Some(BEGIN)
        && matches!(u16_at(bytes, 2), Some(8 | 16))
        && matches!(u16_at(bytes, 4), Some(BIFF5 | BIFF8))
        // Workbook globals or a single sheet.
        && matches!(u16_at(bytes, 6), Some(0x0005 | 0x0010))
}

/// Reads a bare workbook.
pub(crate) fn read_bare(bytes: &[u8], writing: &mut Writing) {
    workbook(bytes, None, writing);
}

/// Reads the workbook of a compound file.
pub(crate) fn read(compound: &mut Compound<'_>, properties: &Properties, writing: &mut Writing) {
    let name = if compound.has("Workbook") { "Workbook" } else { "Book" };
    if let Some(stream) = compound.read(name, STREAM_BYTES_MAX) {
        workbook(&stream, properties.code_page, writing);
    }
}

fn workbook(stream: &[u8], code_page: Option<u16>, writing: &mut Writing) {
    if u16_at(stream, 0) != Some(BEGIN) {
        let place = Place::Words("workbook stream".to_owned());
        return writing.fault(place, "it does not begin as a workbook of Excel 5 or later");
    }
    let book = Book::read(stream, code_page, writing);
    if book.is_encrypted {
        return encrypted(writing, "workbook stream");
    }
    // A sheet named twice is read once.
    let mut seen = BTreeSet::new();
    let mut walked = 0usize;
    for (entry, index) in book.sheets.iter().zip(0u32..) {
        if writing.is_full() {
            break;
        }
        if !seen.insert(entry.at) {
            continue;
        }
        if walked / WALKED_FACTOR_MAX > stream.len() {
            let place = Place::Words("workbook stream".to_owned());
            writing.fault(place, "its sheets lie over each other; the rest is not read");
            break;
        }
        let place = Place::Words(format!("sheet {}", entry.name));
        match u16_at(stream, entry.at) {
            Some(BEGIN) => walked += sheet::read(stream, &book, entry, index, writing),
            _ => writing.fault(place, "it does not begin where the workbook says"),
        }
    }
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "samples are small")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_blocks::{Block, Format, Limits};

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    }

    fn unicode(text: &str) -> Vec<u8> {
        let count = text.encode_utf16().count() as u16;
        let mut bytes = count.to_le_bytes().to_vec();
        bytes.push(1);
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    }

    /// A workbook of one sheet with what records are given.
    fn book(records: &[Vec<u8>]) -> Vec<u8> {
        let begin = record(BEGIN, &[0, 6, 5, 0, 0, 0, 0, 0]);
        let user = record(0x5C, &unicode("王芳   "));
        let country = record(0x8C, &[86, 0, 82, 0]);
        let mut table = vec![1, 0, 0, 0, 1, 0, 0, 0];
        table.extend(unicode("返修"));
        let table = record(0xFC, &table);
        let mut entry = vec![0; 6];
        entry.push(2);
        entry.push(1);
        entry.extend("컷".encode_utf16().flat_map(u16::to_le_bytes));
        let globals_len =
            begin.len() + user.len() + country.len() + table.len() + 4 + entry.len() + 4;
        entry[6] = 1;
        entry[..4].copy_from_slice(&(globals_len as u32).to_le_bytes());
        let entry = record(0x85, &entry);
        let end = record(0x0A, &[]);
        let sheet = [begin.clone(), records.concat(), end.clone()].concat();
        [begin, user, country, table, entry, end, sheet].concat()
    }

    fn blocks(stream: &[u8]) -> Vec<Block> {
        let mut writing = Writing::new(Format::Xls, Limits::STANDARD);
        workbook(stream, None, &mut writing);
        writing.finish().blocks
    }

    fn sample() -> Vec<u8> {
        let row = |row: u8, column: u8| [row, 0, column, 0, 0, 0];
        let mut formula = row(1, 0).to_vec();
        formula.extend([0, 0, 0, 0, 0, 0, 0xFF, 0xFF]);
        book(&[
            record(0xFD, &[&row(0, 0)[..], &[0, 0, 0, 0]].concat()),
            record(0x27E, &[&row(0, 1)[..], &(45u32 << 2 | 2).to_le_bytes()].concat()),
            record(0x06, &formula),
            record(0x207, &unicode("결과")),
            record(0x205, &[&row(1, 1)[..], &[0x2A, 1]].concat()),
            record(0xE5, &[1, 0, 0, 0, 0, 0, 2, 0, 3, 0]),
        ])
    }

    #[test]
    fn strings_numbers_results_and_errors_are_cells() {
        let cells: Vec<_> = blocks(&sample())
            .into_iter()
            .map(|block| {
                let cell = block.cell.unwrap();
                (block.text, cell.row, cell.column, cell.columns)
            })
            .collect();
        let want = [("返修", 0, 0, 1), ("45", 0, 1, 1), ("결과", 1, 0, 1), ("#N/A", 1, 1, 1)];
        assert_eq!(cells, want.map(|(text, row, column, n)| (text.to_owned(), row, column, n)));
    }

    #[test]
    fn the_last_user_and_the_countries_are_told() {
        let mut writing = Writing::new(Format::Xls, Limits::STANDARD);
        workbook(&sample(), None, &mut writing);
        let signals: Vec<_> = writing.finish().signals.into_iter().map(|s| s.value).collect();
        assert!(signals.contains(&"王芳".to_owned()), "{signals:?}");
        let countries = "program 86 (China), system 82 (Korea)".to_owned();
        assert!(signals.contains(&countries), "{signals:?}");
    }

    #[test]
    fn an_encrypted_workbook_is_said_to_be_so() {
        let stream = [
            record(BEGIN, &[0, 6, 5, 0, 0, 0, 0, 0]),
            record(0x2F, &[1, 0]),
            record(0x5C, &unicode("noise")),
        ]
        .concat();
        let mut writing = Writing::new(Format::Xls, Limits::STANDARD);
        workbook(&stream, None, &mut writing);
        let document = writing.finish();
        assert_eq!(document.faults.len(), 1);
        assert_eq!(document.signals.iter().filter(|s| s.value == "noise").count(), 0);
    }

    proptest! {
        #[test]
        fn any_records_are_read(data: Vec<u8>) {
            let mut stream = record(BEGIN, &[0, 6, 5, 0, 0, 0, 0, 0]);
            stream.extend(data);
            blocks(&stream);
        }

        #[test]
        fn damaged_workbooks_are_read_as_far_as_they_go(
            changes in prop::collection::vec((0usize..400, any::<u8>()), 1..6), cut in 0usize..200,
        ) {
            let mut stream = sample();
            for (at, byte) in changes {
                let at = at % stream.len();
                stream[at] = byte;
            }
            stream.truncate(stream.len().saturating_sub(cut));
            blocks(&stream);
        }
    }
}
