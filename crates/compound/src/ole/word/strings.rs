//! String tables of a Word binary: authors, saves, paths, fonts.
//!
//! In: a table of the table stream. Out: its strings, and what they tell of the maker. Format: \[MS-DOC\] 2.2.4 (STTB).

use subtier_model::Place;

use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_blocks::paths::{external_path, template_path};
use subtier_blocks::windows;
use subtier_sectors::little::{slice_at, slice_up_to, u8_at, u16_at, u32_at, utf16, utf16_to_nul};

/// Strings of a table that are kept.
const STRINGS_MAX: usize = 10_000;

/// A string with what its table keeps beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) text: String,
    pub(crate) extra: Vec<u8>,
}

/// The strings of an extended table: two bytes a code unit (\[MS-DOC\] 2.2.4).
pub(crate) fn strings(table: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    if u16_at(table, 0) != Some(0xFFFF) {
        return entries;
    }
    let count = usize::from(u16_at(table, 2).unwrap_or_default());
    let extra_bytes = usize::from(u16_at(table, 4).unwrap_or_default());
    let mut at = 6usize;
    for _ in 0..count.min(STRINGS_MAX) {
        let Some(len) = u16_at(table, at).map(|len| usize::from(len) * 2) else { break };
        let Some(raw) = slice_at(table, at + 2, len) else { break };
        let extra = slice_up_to(table, at + 2 + len, extra_bytes).to_vec();
        entries.push(Entry { text: utf16(raw), extra });
        at += 2 + len + extra_bytes;
    }
    entries
}

/// Strings that follow each other with their length before them (\[MS-DOC\] 2.9.354, Xst).
pub(crate) fn sequence(table: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    let mut at = 0usize;
    while let Some(len) = u16_at(table, at).map(|len| usize::from(len) * 2) {
        let Some(raw) = slice_at(table, at + 2, len) else { break };
        if texts.len() >= STRINGS_MAX {
            break;
        }
        texts.push(utf16(raw));
        at += 2 + len;
    }
    texts
}

/// Who saved the file and where it lay, the last ten times (\[MS-DOC\] 2.9.296, `SttbSavedBy`): author and path in turn.
pub(crate) fn saved_by(table: &[u8], writing: &mut Writing) {
    let entries = strings(table);
    for (pair, number) in entries.chunks(2).zip(1..) {
        let place = Place::Words(format!("list of saves, entry {number}"));
        if let [author, path] = pair {
            writing.signal(SignalKind::LastModifiedBy, author.text.clone(), place.clone());
            // A path of a list of saves is where the document itself lay: it tells of an account or at least a drive.
            writing.signal(SignalKind::UserPath, path.text.clone(), place);
        }
    }
}

/// What the document is bound to (\[MS-DOC\] 2.9.283, `SttbfAssoc`).
pub(crate) fn associations(table: &[u8], writing: &mut Writing) {
    for (entry, index) in strings(table).iter().zip(0..) {
        let place = Place::Words(format!("associated string {index}"));
        let text = &entry.text;
        match index {
            1 => template_path(text, &place, writing),
            2 => writing.signal(SignalKind::Title, text.clone(), place),
            6 => writing.signal(SignalKind::Author, text.clone(), place),
            7 => writing.signal(SignalKind::LastModifiedBy, text.clone(), place),
            8 | 9 => external_path(text, &place, writing),
            _ => {}
        }
    }
}

/// Bytes of a font entry before its names (\[MS-DOC\] 2.9.80, FFN), counted from its length byte.
const FONT_NAMES_AT: usize = 40;
/// Place of the code pages among them (2.9.82, FONTSIGNATURE: 16 bytes of Unicode ranges, then the code pages).
const FONT_CODE_PAGES_AT: usize = 32;
/// The fonts of the document with the names of their stand-ins.
pub(crate) fn fonts(table: &[u8], writing: &mut Writing) {
    let count = usize::from(u16_at(table, 0).unwrap_or_default());
    let mut at = 4usize;
    for index in 1..=count.min(STRINGS_MAX) {
        let Some(len) = u8_at(table, at).map(usize::from) else { break };
        let font = slice_up_to(table, at, len + 1);
        at += len + 1;
        let names = slice_up_to(font, FONT_NAMES_AT, font.len());
        let name = utf16_to_nul(names);
        let place = Place::Words(format!("font {index}"));
        let other_at = usize::from(u8_at(font, 5).unwrap_or_default()) * 2;
        if other_at > 0 {
            let other = utf16_to_nul(slice_up_to(names, other_at, names.len()));
            if !other.is_empty() {
                let value = format!("{name} (else {other})");
                writing.signal(SignalKind::SubstitutedFont, value, place.clone());
            }
        }
        let code_pages = u32_at(font, FONT_CODE_PAGES_AT).unwrap_or_default();
        // A font of all code pages, such as Arial Unicode, tells nothing.
        let declared: Vec<u16> = windows::code_pages_of_font(code_pages).collect();
        if let [only] = declared.as_slice() {
            let only = windows::code_page_in_words(*only);
            writing.signal(SignalKind::FontCodePage, format!("{name}: {only}"), place.clone());
        }
        writing.signal(SignalKind::Font, name, place);
    }
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "samples are small")]
pub(crate) mod build {
    /// Writes an extended table.
    pub(crate) fn strings(texts: &[&str]) -> Vec<u8> {
        let mut table = vec![0xFF, 0xFF];
        table.extend((texts.len() as u16).to_le_bytes());
        table.extend([0, 0]);
        for text in texts {
            table.extend((text.encode_utf16().count() as u16).to_le_bytes());
            table.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_blocks::{Format, Limits};

    #[test]
    fn the_list_of_saves_names_people_and_paths() {
        let table = build::strings(&["王芳", r"C:\Users\wang\返修.doc", "user", r"A:\x.doc"]);
        let mut writing = Writing::new(Format::Doc, Limits::STANDARD);
        saved_by(&table, &mut writing);
        let signals: Vec<_> =
            writing.finish().signals.into_iter().map(|s| (s.kind, s.value)).collect();
        let want = [
            (SignalKind::LastModifiedBy, "王芳"),
            (SignalKind::UserPath, r"C:\Users\wang\返修.doc"),
            (SignalKind::LastModifiedBy, "user"),
            (SignalKind::UserPath, r"A:\x.doc"),
        ];
        assert_eq!(signals, want.map(|(kind, value)| (kind, value.to_owned())));
    }

    proptest! {
        #[test]
        fn any_table_is_read(table: Vec<u8>) {
            let mut writing = Writing::new(Format::Doc, Limits::STANDARD);
            fonts(&table, &mut writing);
            saved_by(&table, &mut writing);
            associations(&table, &mut writing);
            let _texts = sequence(&table);
        }
    }
}
