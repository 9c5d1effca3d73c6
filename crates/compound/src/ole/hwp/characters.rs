//! The characters of a paragraph: text, and the control characters among it.
//!
//! In: the bytes of a record of text, UTF-16. Out: the text as a reader sees it, and for each control that has a record of
//! its own whether it opens a field, and around which text. Format: HWP 5.0 revision 1.3, 3.2.3, table 6 (control
//! characters): some are one unit long, some eight of which six are not text.

use std::ops::Range;

use subtier_sectors::little::u16_at;

/// Units of a control character that is not a sign by itself.
const CONTROL_UNITS: usize = 8;

/// A paragraph's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Characters {
    pub(super) text: String,
    /// One for each control with a record of its own, in order: the text of the field it opens.
    pub(super) controls: Vec<Option<Range<usize>>>,
}

/// Takes the text apart.
pub(super) fn characters(bytes: &[u8]) -> Characters {
    let mut found = Characters::default();
    let mut open: Vec<usize> = Vec::new();
    let mut run: Vec<u16> = Vec::new();
    let mut unit_idx = 0;
    while let Some(unit) = u16_at(bytes, unit_idx * 2) {
        unit_idx += 1;
        if unit >= 32 {
            run.push(unit);
            continue;
        }
        flush(&mut run, &mut found.text);
        match unit {
            10 => found.text.push('\n'),
            24 => found.text.push('-'),
            30 => found.text.push('\u{A0}'),
            31 => found.text.push(' '),
            // The end of the paragraph, and characters without a meaning.
            0 | 13 | 25..=29 => {}
            _ => {
                unit_idx += CONTROL_UNITS - 1;
                control(unit, &mut found, &mut open);
            }
        }
    }
    flush(&mut run, &mut found.text);
    let end = found.text.len();
    for index in open {
        close(&mut found.controls, index, end);
    }
    found
}

fn control(unit: u16, found: &mut Characters, open: &mut Vec<usize>) {
    let at = found.text.len();
    match unit {
        9 => found.text.push('\t'),
        4 => {
            if let Some(index) = open.pop() {
                close(&mut found.controls, index, at);
            }
        }
        3 => {
            open.push(found.controls.len());
            found.controls.push(Some(at..at));
        }
        5..=8 | 19 | 20 => {}
        _ => found.controls.push(None),
    }
}

fn close(controls: &mut [Option<Range<usize>>], index: usize, end: usize) {
    if let Some(Some(range)) = controls.get_mut(index) {
        range.end = end;
    }
}

fn flush(run: &mut Vec<u16>, text: &mut String) {
    let signs = char::decode_utf16(run.drain(..));
    text.extend(signs.map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(parts: &[&[u16]]) -> Vec<u8> {
        parts.concat().into_iter().flat_map(u16::to_le_bytes).collect()
    }

    const fn wide(unit: u16) -> [u16; 8] {
        [unit, 0x6C65, 0x2577, 0, 0, 0, 0, unit]
    }

    #[test]
    fn control_characters_are_left_out_and_breaks_kept() {
        let bytes = units(&[&wide(2), &[0x955C], &wide(9), &[0xD55C, 10, 24, 30, 31, 13]]);
        let found = characters(&bytes);
        assert_eq!(found.text, "镜\t한\n-\u{A0} ");
        assert_eq!(found.controls, [None]);
    }

    #[test]
    fn a_field_knows_its_text() {
        let bytes = units(&[&[0x61], &wide(3), &[0xD55C], &wide(11), &wide(4), &[0x62, 13]]);
        let found = characters(&bytes);
        assert_eq!(found.text, "a한b");
        assert_eq!(found.controls, [Some(1..4), None]);
    }

    #[test]
    fn a_control_that_is_cut_ends_the_text() {
        let found = characters(&units(&[&[0x61, 3, 1, 2]]));
        assert_eq!((found.text.as_str(), found.controls.len()), ("a", 1));
    }
}
