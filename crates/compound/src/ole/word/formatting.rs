//! Formatting of characters and paragraphs in a Word binary, as far as it tells who wrote a text, when and what it is.
//!
//! In: the stream `WordDocument` and the tables of its formatted pages. Out: runs by byte: deleted, inserted, hidden, by
//! whom and when, in which language, in which table cell. How a text looks is left aside. Format: \[MS-DOC\] 2.6 (property
//! modifiers), 2.9.34 (`ChpxFkp`), 2.9.174 (`PapxFkp`).

use std::collections::BTreeSet;
use std::rc::Rc;

use subtier_sectors::little::{size_at, slice_at, slice_up_to, u8_at, u16_at, u32_at};

/// A formatted page has 512 bytes (\[MS-DOC\] 2.9.34).
const PAGE_BYTES: usize = 512;
/// Runs of a document that are kept; a document of 10,000 pages has about 1,000,000.
const RUNS_MAX: usize = 2_000_000;
/// Bytes of a place and offset of a paragraph (\[MS-DOC\] 2.9.23, `BxPap`).
const PARAGRAPH_OFFSET_BYTES: usize = 13;
/// Editing sessions that are kept.
const SESSIONS_MAX: usize = 10_000;
/// Columns of a row (\[MS-DOC\] 2.9.247, itcMac).
const COLUMNS_MAX: usize = 63;

/// A stretch of bytes formatted alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run<F> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) format: F,
}

/// Who changed a text and when: number in the table of authors, packed time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) author: u16,
    pub(crate) time: u32,
}

/// What is kept of the formatting of characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct CharacterFormat {
    pub(crate) is_deleted: bool,
    pub(crate) is_inserted: bool,
    pub(crate) is_hidden: bool,
    pub(crate) inserted: Change,
    pub(crate) deleted: Change,
    /// Language of text that is not East Asian; 0 where nothing is said.
    pub(crate) language: u16,
    /// Language of East Asian text; 0 where nothing is said.
    pub(crate) asian_language: u16,
    /// The sign that stands for a character of a symbol font; 0 for none.
    pub(crate) symbol: u16,
}

/// What is kept of the formatting of paragraphs.
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own in the format")]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ParagraphFormat {
    pub(crate) is_in_table: bool,
    pub(crate) ends_row: bool,
    pub(crate) ends_inner_cell: bool,
    pub(crate) ends_inner_row: bool,
    /// Tables within tables.
    pub(crate) depth: u32,
    pub(crate) row: Option<Rc<RowShape>>,
}

/// The columns of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RowShape {
    /// Edges of the cells, one more than cells.
    pub(crate) edges: Vec<i16>,
    pub(crate) cells: Vec<Merged>,
}

/// How a cell is merged with others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Merged {
    /// It goes on from the cell on its left.
    pub(crate) with_left: bool,
    /// It goes on from the cell above.
    pub(crate) with_above: bool,
}

/// The runs of one kind in order of their bytes.
pub(crate) fn find<F>(runs: &[Run<F>], byte: usize) -> Option<&Run<F>> {
    let index = runs.partition_point(|run| run.start <= byte);
    runs.get(index.checked_sub(1)?).filter(|run| byte < run.end)
}

/// Runs of characters; the editing sessions in which they were typed are collected.
pub(crate) fn characters(
    word: &[u8],
    table: &[u8],
    sessions: &mut BTreeSet<u32>,
) -> Vec<Run<CharacterFormat>> {
    let mut runs = Vec::new();
    for page in pages(word, table) {
        let count = usize::from(u8_at(page, PAGE_BYTES - 1).unwrap_or_default());
        for index in 0..count {
            let (Some(start), Some(end)) = (size_at(page, index * 4), size_at(page, index * 4 + 4))
            else {
                break;
            };
            let mut format = CharacterFormat::default();
            let offset = usize::from(u8_at(page, (count + 1) * 4 + index).unwrap_or_default()) * 2;
            if offset > 0 {
                let len = usize::from(u8_at(page, offset).unwrap_or_default());
                apply(slice_up_to(page, offset + 1, len), &mut format, sessions);
            }
            if end > start && runs.len() < RUNS_MAX {
                runs.push(Run { start, end, format });
            }
        }
    }
    runs.sort_by_key(|run| run.start);
    runs
}

/// Runs of paragraphs.
pub(crate) fn paragraphs(word: &[u8], table: &[u8]) -> Vec<Run<ParagraphFormat>> {
    let mut runs = Vec::new();
    for page in pages(word, table) {
        let count = usize::from(u8_at(page, PAGE_BYTES - 1).unwrap_or_default());
        for index in 0..count {
            let (Some(start), Some(end)) = (size_at(page, index * 4), size_at(page, index * 4 + 4))
            else {
                break;
            };
            let offset = (count + 1) * 4 + index * PARAGRAPH_OFFSET_BYTES;
            let offset = usize::from(u8_at(page, offset).unwrap_or_default()) * 2;
            // An odd length is counted in words; 0 means that the next byte holds it (2.9.175).
            let (at, len) = match u8_at(page, offset).map(usize::from) {
                Some(0) => {
                    (offset + 2, usize::from(u8_at(page, offset + 1).unwrap_or_default()) * 2)
                }
                Some(words) => (offset + 1, words * 2 - 1),
                None => (0, 0),
            };
            let list =
                if offset == 0 { &[] } else { slice_up_to(page, at + 2, len.saturating_sub(2)) };
            if end > start && runs.len() < RUNS_MAX {
                runs.push(Run { start, end, format: paragraph(list) });
            }
        }
    }
    runs.sort_by_key(|run| run.start);
    runs
}

/// The formatted pages that a table names, no more than the stream has.
fn pages<'w>(word: &'w [u8], table: &'w [u8]) -> impl Iterator<Item = &'w [u8]> {
    // n + 1 places of four bytes, then n page numbers of which 22 bits count (2.9.183, PnFkpChpx).
    let n_pages = table.len().saturating_sub(4) / 8;
    (0..n_pages).take(word.len() / PAGE_BYTES + 1).filter_map(move |index| {
        let number = u32_at(table, (n_pages + 1) * 4 + index * 4)? & 0x003F_FFFF;
        slice_at(word, usize::try_from(number).ok()?.checked_mul(PAGE_BYTES)?, PAGE_BYTES)
    })
}

/// The modifications of a list: number and operand (\[MS-DOC\] 2.6.1, 2.2.5.1).
fn modifications(list: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = 0usize;
    std::iter::from_fn(move || {
        let number = u16_at(list, at)?;
        at += 2;
        let len = match number >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            // The table definition counts its length in two bytes, one too many (2.6.3, sprmTDefTable).
            _ if number == 0xD608 => usize::from(u16_at(list, at)?) + 1,
            _ => usize::from(u8_at(list, at)?) + 1,
        };
        let operand = slice_up_to(list, at, len);
        at += len;
        Some((number, operand))
    })
}

/// Applies a list to the formatting of characters (\[MS-DOC\] 2.6.1).
pub(crate) fn apply(list: &[u8], format: &mut CharacterFormat, sessions: &mut BTreeSet<u32>) {
    for (number, operand) in modifications(list) {
        let short = u16_at(operand, 0).unwrap_or_default();
        let long = u32_at(operand, 0).unwrap_or_default();
        // A toggle of 0x80 means as the style, 0x81 the opposite.
        let is_on = matches!(operand.first(), Some(1 | 0x81));
        match number {
            0x0800 => format.is_deleted = is_on,
            0x0801 => format.is_inserted = is_on,
            0x083C => format.is_hidden = is_on,
            0x4804 => format.inserted.author = short,
            0x6805 => format.inserted.time = long,
            0x4863 => format.deleted.author = short,
            0x6864 => format.deleted.time = long,
            0x486D | 0x4873 => format.language = short,
            0x486E | 0x4874 => format.asian_language = short,
            0x6A09 => format.symbol = u16_at(operand, 2).unwrap_or_default(),
            0x6815..=0x6817 if long != 0 && sessions.len() < SESSIONS_MAX => {
                sessions.insert(long);
            }
            _ => {}
        }
    }
}

/// \[MS-DOC\] 2.6.2 and 2.6.3.
fn paragraph(list: &[u8]) -> ParagraphFormat {
    let mut format = ParagraphFormat::default();
    for (number, operand) in modifications(list) {
        let is_on = operand.first() == Some(&1);
        match number {
            0x2416 => format.is_in_table = is_on,
            0x2417 => format.ends_row = is_on,
            0x244B => format.ends_inner_cell = is_on,
            0x244C => format.ends_inner_row = is_on,
            0x6649 => format.depth = u32_at(operand, 0).unwrap_or_default(),
            0xD608 => format.row = row_shape(operand).map(Rc::new),
            _ => {}
        }
    }
    format.is_in_table |= format.depth > 0;
    format
}

/// \[MS-DOC\] 2.9.322 (TDefTableOperand): length, number of cells, their edges, 20 bytes a cell (TC80).
fn row_shape(operand: &[u8]) -> Option<RowShape> {
    let n_cells = usize::from(u8_at(operand, 2)?).min(COLUMNS_MAX);
    let edges = (0..=n_cells)
        .map(|index| Some(u16_at(operand, 3 + index * 2)?.cast_signed()))
        .collect::<Option<Vec<i16>>>()?;
    let cells_at = 3 + (n_cells + 1) * 2;
    let cells = (0..n_cells)
        .map(|index| {
            let flags = u16_at(operand, cells_at + index * 20).unwrap_or_default();
            // horzMerge: 1 goes on from the left; vertMerge: 1 goes on from above (2.9.317, TCGRF).
            Merged { with_left: flags & 3 == 1, with_above: flags >> 5 & 3 == 1 }
        })
        .collect();
    Some(RowShape { edges, cells })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_list_says_who_deleted_a_text_and_in_which_language_it_is() {
        let list = [
            &[0x00, 0x08, 1][..],
            &[0x63, 0x48, 2, 0],
            &[0x64, 0x68, 9, 0, 0, 0],
            &[0x74, 0x48, 0x12, 0x04],
            &[0x16, 0x68, 7, 0, 0, 0],
        ]
        .concat();
        let mut format = CharacterFormat::default();
        let mut sessions = BTreeSet::new();
        apply(&list, &mut format, &mut sessions);
        let deleted = Change { author: 2, time: 9 };
        let want = CharacterFormat {
            is_deleted: true,
            deleted,
            asian_language: 0x0412,
            ..CharacterFormat::default()
        };
        assert_eq!(format, want);
        assert_eq!(sessions, BTreeSet::from([7]));
    }

    proptest! {
        #[test]
        fn any_list_is_read(list: Vec<u8>) {
            let _format = paragraph(&list);
            apply(&list, &mut CharacterFormat::default(), &mut BTreeSet::new());
        }

        #[test]
        fn any_page_is_read(page in prop::collection::vec(any::<u8>(), 1024), table: Vec<u8>) {
            let _runs = characters(&page, &table, &mut BTreeSet::new());
            let _runs = paragraphs(&page, &table);
            let zero = [0; 12];
            let _runs = characters(&page, &zero, &mut BTreeSet::new());
            let _runs = paragraphs(&page, &zero);
        }
    }
}
