//! Files and addresses that a workbook refers to.
//!
//! In: records of links. Out: signals with the paths; none is followed. Format: \[MS-XLS\] 2.4.271 (`SupBook`), 2.5.277
//! (`VirtualPath`), 2.4.140 (`HLink`); \[MS-OSHARED\] 2.3.7.1 (hyperlink object).

use subtier_model::Place;

use super::records::Strings;
use subtier_blocks::Writing;
use subtier_blocks::paths::external_path;
use subtier_blocks::windows;
use subtier_sectors::little::{
    size_at, slice_at, slice_up_to, to_nul, u8_at, u16_at, utf16_to_nul,
};

/// Another workbook.
pub(crate) fn book(data: &[u8], writing: &mut Writing) {
    let Some(count) = u16_at(data, 2) else { return };
    // This workbook itself, and add-in functions.
    if matches!(count, 0x0401 | 0x3A01) || count > 0xFF {
        return;
    }
    let strings = Strings { is_unicode: true, code_page: windows::UTF16 };
    if let Some(path) = strings.of(data, 4, usize::from(count)) {
        path_signal(&decoded(&path), writing);
    }
}

/// Another workbook in BIFF5.
pub(crate) fn early_book(data: &[u8], strings: Strings, writing: &mut Writing) {
    // 3 and 2 in the place of a path mean this workbook.
    if let Some(path) = strings.short(data, 0).filter(|path| path.starts_with('\u{1}')) {
        path_signal(&decoded(&path), writing);
    }
}

fn path_signal(path: &str, writing: &mut Writing) {
    let place = Place::Words("workbook record SUPBOOK".to_owned());
    external_path(path, &place, writing);
}

/// A path written with signs for its parts.
fn decoded(path: &str) -> String {
    let mut text = String::new();
    let mut signs = path.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            // Before a drive letter, or an at sign for a share.
            '\u{1}' => match signs.next_if(|next| !next.is_control()) {
                Some('@') => text.push_str(r"\\"),
                Some(drive) if text.is_empty() && drive.is_ascii_alphabetic() => {
                    // Only a path that was begun so has a drive; else it is the file's first letter.
                    text.push(drive);
                }
                Some(other) => text.push(other),
                None => {}
            },
            '\u{3}' if text.len() == 1 => text.push_str(r":\"),
            '\u{2}' | '\u{3}' => text.push('\\'),
            '\u{4}' => text.push_str(r"..\"),
            // Before an address, with its length.
            '\u{5}' => {
                signs.next();
            }
            '\u{6}'..='\u{8}' => {}
            _ => text.push(sign),
        }
    }
    text
}

/// File of the file system, as its number stands in bytes (\[MS-OSHARED\] 2.3.7.8).
const FILE_MONIKER: [u8; 16] = [3, 3, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46];
/// Address (\[MS-OSHARED\] 2.3.7.6).
const ADDRESS_MONIKER: [u8; 16] =
    [0xE0, 0xC9, 0xEA, 0x79, 0xF9, 0xBA, 0xCE, 0x11, 0x8C, 0x82, 0, 0xAA, 0, 0x4B, 0xA9, 0x0B];

/// A link of a cell.
pub(crate) fn link(data: &[u8], place: &Place, writing: &mut Writing) {
    if let Some(target) = target(data) {
        external_path(&target, place, writing);
    }
}

fn target(data: &[u8]) -> Option<String> {
    // Eight bytes of cells, sixteen of a class, four of a version.
    let flags = size_at(data, 28)?;
    let mut at = 32usize;
    // Text shown and target frame stand before.
    for flag in [0x10, 0x80] {
        if flags & flag != 0 {
            at = at.checked_add(4)?.checked_add(size_at(data, at)?.checked_mul(2)?)?;
        }
    }
    if flags & 1 == 0 {
        return None;
    }
    if flags & 0x100 != 0 {
        let len = size_at(data, at)?.checked_mul(2)?;
        return Some(utf16_to_nul(slice_at(data, at + 4, len)?));
    }
    let moniker = slice_at(data, at, 16)?;
    if moniker == ADDRESS_MONIKER {
        let len = size_at(data, at + 16)?;
        return Some(utf16_to_nul(slice_up_to(data, at + 20, len)));
    }
    if moniker == FILE_MONIKER {
        let n_up = usize::from(u16_at(data, at + 16)?).min(16);
        let len = size_at(data, at + 18)?;
        let path = windows::text_in_code_page(to_nul(slice_at(data, at + 22, len)?), None);
        // The path in Unicode may stand behind it: 24 bytes, its length in all and in bytes, a key.
        let wide_at = at + 22 + len + 24;
        let wide = size_at(data, wide_at).filter(|len| *len > 0).and_then(|_| {
            let len = size_at(data, wide_at + 4)?;
            Some(utf16_to_nul(slice_at(data, wide_at + 10, len)?))
        });
        let path = wide.unwrap_or(path);
        // A path with a drive goes up from nowhere.
        let n_up = if path.contains(':') { 0 } else { n_up };
        return Some(r"..\".repeat(n_up) + &path);
    }
    u8_at(data, at).map(|_| "link of an unknown kind".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn encoded_paths_are_read() {
        assert_eq!(decoded("\u{1}\u{1}D\u{3}镜头\u{3}表.xls"), r"D:\镜头\表.xls");
        assert_eq!(decoded("\u{1}\u{1}@srv\u{3}share\u{3}a.xls"), r"\\srv\share\a.xls");
        assert_eq!(decoded("\u{1}\u{4}a.xls"), r"..\a.xls");
        assert_eq!(decoded("\u{1}a.xls"), "a.xls");
    }

    proptest! {
        #[test]
        fn any_link_is_read(data: Vec<u8>) {
            let _target = target(&data);
        }
    }
}
