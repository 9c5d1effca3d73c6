//! `DocInfo`: the fonts, styles and files that the body refers to.
//!
//! In: the records of the stream. Out: signals: fonts by script and what stands in for them, the language of the first
//! style, files kept outside. Format: HWP 5.0 revision 1.3, 4.2.

use subtier_model::Place;

use super::record::{Records, tag};
use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_blocks::paths::external_path;
use subtier_blocks::windows;
use subtier_sectors::little::{size_at, slice_at, u8_at, u16_at, utf16};

/// The scripts whose fonts are counted apart, in order (4.2.2, table 15).
const SCRIPTS: [&str; 7] = ["Hangul", "Latin", "Hanja", "Japanese", "other", "symbol", "user"];

/// Reads it.
pub(super) fn read(bytes: &[u8], writing: &mut Writing) {
    let mut fonts_by_script = [0usize; 7];
    let (mut n_fonts, mut n_styles, mut n_changes) = (0, 0, 0u64);
    for record in Records::new(bytes) {
        match record.tag {
            // The number of files stands before those of the fonts (4.2.2, table 15).
            tag::ID_MAPPINGS => {
                for (script, count) in fonts_by_script.iter_mut().enumerate() {
                    *count = size_at(record.bytes, 4 + script * 4).unwrap_or_default();
                }
            }
            tag::FACE_NAME => {
                font(record.bytes, &place_of(n_fonts, &fonts_by_script), writing);
                n_fonts += 1;
            }
            tag::BIN_DATA => linked(record.bytes, writing),
            tag::STYLE => {
                n_styles += 1;
                if n_styles == 1 {
                    style(record.bytes, writing);
                }
            }
            tag::TRACK_CHANGE => n_changes += 1,
            _ => {}
        }
    }
    if n_changes > 0 {
        let reason = format!(
            "{n_changes} tracked changes: what was put in or taken out stands among the text and is not told apart"
        );
        writing.fault(Place::Words("stream DocInfo".to_owned()), reason);
    }
}

/// Where a font stands: the lists of the scripts follow each other.
fn place_of(font_idx: usize, fonts_by_script: &[usize; 7]) -> Place {
    let mut left = font_idx;
    for (script, count) in SCRIPTS.iter().zip(fonts_by_script) {
        if left < *count {
            return Place::Words(format!("stream DocInfo, {script} font {}", left + 1));
        }
        left -= count;
    }
    Place::Words(format!("stream DocInfo, font {}", font_idx + 1))
}

/// A font: its name, the one that stands in for it where it is missing (4.2.4).
fn font(bytes: &[u8], place: &Place, writing: &mut Writing) {
    const HAS_SUBSTITUTE: u8 = 0x80;
    let Some((name, after)) = text_at(bytes, 1) else { return };
    if u8_at(bytes, 0).is_some_and(|marks| marks & HAS_SUBSTITUTE != 0)
        && let Some((other, _)) = text_at(bytes, after + 1)
        && !other.is_empty()
    {
        let value = format!("{name} (else {other})");
        writing.signal(SignalKind::SubstitutedFont, value, place.clone());
    }
    writing.signal(SignalKind::Font, name, place.clone());
}

/// A file that the document only links to (4.2.3).
fn linked(bytes: &[u8], writing: &mut Writing) {
    const LINK: u16 = 0;
    if u16_at(bytes, 0).is_none_or(|marks| marks & 0xF != LINK) {
        return;
    }
    let place = Place::Words("stream DocInfo, linked file".to_owned());
    if let Some((path, _)) = text_at(bytes, 2) {
        external_path(&path, &place, writing);
    }
}

/// The language of a style: two names, two bytes, then its number (4.2.10).
fn style(bytes: &[u8], writing: &mut Writing) {
    let number = text_at(bytes, 0)
        .and_then(|(_, after)| text_at(bytes, after))
        .and_then(|(_, after)| u16_at(bytes, after + 2));
    if let Some(tag) = number.and_then(windows::language_in_words) {
        let place = Place::Words("stream DocInfo, first style".to_owned());
        writing.signal(SignalKind::DocumentLanguage, tag, place);
    }
}

/// A text after its length in units, and where it ends.
fn text_at(bytes: &[u8], at: usize) -> Option<(String, usize)> {
    let len = usize::from(u16_at(bytes, at)?) * 2;
    Some((utf16(slice_at(bytes, at + 2, len)?), at + 2 + len))
}
