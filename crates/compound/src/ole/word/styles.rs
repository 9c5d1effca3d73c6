//! The default style of a Word binary: in which languages text is that says nothing else.
//!
//! In: the style sheet. Out: the two languages of the style "Normal". Format: \[MS-DOC\] 2.9.271 (STSH), 2.9.258 (STD).

use std::collections::BTreeSet;

use super::formatting::{CharacterFormat, apply};
use subtier_sectors::little::{slice_up_to, u16_at};

/// The languages of the first style: other and East Asian text; 0 where nothing is said.
pub(crate) fn default_languages(sheet: &[u8]) -> (u16, u16) {
    languages(sheet).unwrap_or_default()
}

fn languages(sheet: &[u8]) -> Option<(u16, u16)> {
    let head_bytes = usize::from(u16_at(sheet, 0)?);
    let head = slice_up_to(sheet, 2, head_bytes);
    // The fixed part of a style has the length that the head states (2.9.272, cbSTDBaseInFile).
    let fixed_bytes = usize::from(u16_at(head, 2)?);
    let style_at = 2 + head_bytes;
    let style = slice_up_to(sheet, style_at + 2, usize::from(u16_at(sheet, style_at)?));
    let name_units = usize::from(u16_at(style, fixed_bytes)?);
    // The name with its length and its NUL, then the formatting of paragraphs, then that of characters.
    let at = fixed_bytes + 2 + name_units * 2 + 2;
    let paragraph_bytes = usize::from(u16_at(style, at)?);
    let at = at + 2 + paragraph_bytes.next_multiple_of(2);
    let list = slice_up_to(style, at + 2, usize::from(u16_at(style, at)?));
    let mut format = CharacterFormat::default();
    apply(list, &mut format, &mut BTreeSet::new());
    Some((format.language, format.asian_language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_style_sheet_is_read(sheet: Vec<u8>) {
            let _languages = default_languages(&sheet);
        }
    }
}
