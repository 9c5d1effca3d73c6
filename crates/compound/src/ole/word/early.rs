//! Word 6 and 95: text in the code page of the program, without formatting.
//!
//! In: the stream `WordDocument`. Out: the same stories as of later versions. Positions count bytes there, so that each
//! story is decoded as a whole. Format: Microsoft Word 6.0 binary file format, FIB and complex part; observed.

use subtier_model::Place;

use super::fib::{Fib, STORIES};
use super::gathered::{Characters, Totals};
use super::layout::Layout;
use super::part_of;
use super::pieces::{Piece, Text};
use subtier_blocks::Writing;
use subtier_blocks::windows;
use subtier_sectors::little::{size_at, slice_up_to, u8_at, u16_at};

/// Place of the piece table in the file information block.
const PIECES_AT: usize = 0x160;

/// Reads it.
pub(crate) fn read(word: &[u8], fib: &Fib, writing: &mut Writing) {
    let bytes = if fib.is_fast_saved { pieced(word) } else { None };
    let bytes = bytes.unwrap_or_else(|| {
        let (start, end) = fib.text;
        slice_up_to(word, start, end.saturating_sub(start)).to_vec()
    });
    let code_page = windows::code_page_of_language(fib.language);
    if let Some(name) = encoding_name(code_page) {
        writing.set_encoding(name, Vec::new());
    }
    let mut n_tables = 0;
    for story in STORIES {
        let Some((part, kind)) = part_of(story) else { continue };
        let (start, end) = fib.range(story);
        let own = slice_up_to(&bytes, start, end.saturating_sub(start));
        if own.len() < end.saturating_sub(start) {
            writing.fault(Place::Whole, "the text is shorter than its header says");
        }
        let units: Vec<u16> = decoded(own, code_page).encode_utf16().collect();
        let end = units.len();
        let piece = Piece { start: 0, end, at: 0, unit_bytes: 1, list: 0 };
        let text = Text { units, pieces: vec![piece], ..Text::default() };
        let characters = Characters::new(&text, &[], (0, 0), |_, _| {});
        let mut layout = Layout::new(part, kind, &[], n_tables);
        let mut totals = Totals::default();
        let rest = characters.gather(0..end, &mut totals, |mark, _, gathered| {
            layout.mark(mark, None, gathered, writing);
        });
        n_tables = layout.finish(&rest, writing);
    }
}

/// The text of a file that was saved by adding to it; one byte a sign.
fn pieced(word: &[u8]) -> Option<Vec<u8>> {
    let table = slice_up_to(word, size_at(word, PIECES_AT)?, size_at(word, PIECES_AT + 4)?);
    let mut at = 0usize;
    while u8_at(table, at)? == 1 {
        at += 3 + usize::from(u16_at(table, at + 1)?);
    }
    let table = slice_up_to(table, at + 5, size_at(table, at + 1)?);
    let n_pieces = table.len().saturating_sub(4) / 12;
    let mut bytes = Vec::new();
    for index in 0..n_pieces {
        let (start, end) = (size_at(table, index * 4)?, size_at(table, index * 4 + 4)?);
        let from = size_at(table, (n_pieces + 1) * 4 + index * 8 + 2)?;
        let room = word.len().saturating_sub(bytes.len());
        let len = end.saturating_sub(start).min(room);
        bytes.extend_from_slice(slice_up_to(word, from, len));
    }
    Some(bytes)
}

fn decoded(bytes: &[u8], code_page: u16) -> String {
    // Marks such as 07 and 13 are signs below a space in every one of these code pages.
    windows::text_in_code_page(bytes, Some(code_page))
}

/// The encoding by its name in the outside contract, which knows no Western code page.
const fn encoding_name(code_page: u16) -> Option<&'static str> {
    match code_page {
        932 => Some("shift_jis"),
        936 => Some("gb18030"),
        949 => Some("cp949"),
        950 => Some("big5"),
        _ => None,
    }
}
