//! Targa: its footer, extension area and the words before its pixels (Truevision TGA file format specification, version 2.0).

use subtier_blocks::SignalKind;

use crate::bytes::{le16, le32, place, text, up_to};
use crate::{Held, Telling, clocks};

const FOOTER: &[u8] = b"TRUEVISION-XFILE.\0";

/// Bytes of the extension area.
const EXTENSION_BYTES: usize = 495;

/// Tags of the developer area.
const TAGS_MAX: usize = 100;

/// Whether it ends with the footer of version 2, or is named so and begins with a possible header: version 1 has no mark.
pub(crate) fn is_tga(held: &Held<'_>, name: &str) -> bool {
    let has_footer = footer(held).is_some();
    let is_named = name.rsplit('.').next().is_some_and(|end| {
        ["tga", "vda", "icb", "vst"].iter().any(|known| end.eq_ignore_ascii_case(known))
    });
    let front = held.head();
    let is_possible = matches!(front.get(1), Some(0 | 1))
        && matches!(front.get(2), Some(0..=3 | 9..=11))
        && matches!(front.get(16), Some(1 | 8 | 15 | 16 | 24 | 32));
    is_possible && (has_footer || is_named)
}

/// The footer: where the extension and the developer area begin.
fn footer<'a>(held: &Held<'a>) -> Option<&'a [u8]> {
    let footer = held.get(held.length().checked_sub(26)?, 26)?;
    footer.ends_with(FOOTER).then_some(footer)
}

/// Reads a Targa picture.
pub(crate) fn read(held: &Held<'_>, telling: &mut Telling) {
    let front = held.head();
    if let (Some(width), Some(height)) = (le16(front, 12), le16(front, 14)) {
        telling.size(u32::from(width), u32::from(height));
    }
    let words_bytes = front.first().map_or(0, |length| usize::from(*length));
    telling.signal(
        SignalKind::Comment,
        text(up_to(front, 18, words_bytes)),
        place(18, words_bytes),
    );
    let Some(footer) = footer(held) else { return };
    let (extension_at, developer_at) = (le32(footer, 0).unwrap_or(0), le32(footer, 4).unwrap_or(0));
    if extension_at != 0 {
        match held.get(u64::from(extension_at), EXTENSION_BYTES) {
            Some(area) => extension(area, u64::from(extension_at), telling),
            None => {
                telling.fault(place(u64::from(extension_at), 0), "the extension area is not there");
            }
        }
    }
    if developer_at != 0 {
        developer(held, u64::from(developer_at), telling);
    }
}

/// The extension area (the same, fields 10 to 18): each text is cut at its zero byte.
fn extension(area: &[u8], base: u64, telling: &mut Telling) {
    let mut said = |kind, at: usize, length: usize| {
        let words = text(up_to(area, at, length));
        telling.signal(kind, words, place(base + at as u64, length));
    };
    said(SignalKind::Author, 2, 41);
    for line in 0..4 {
        said(SignalKind::Comment, 43 + line * 81, 81);
    }
    said(SignalKind::Title, 379, 41);
    // Month, day, year, hour, minute, second of the saving.
    let number = |at| le16(area, at).map_or(0, u32::from);
    let parts = [number(371), number(367), number(369), number(373), number(375), number(377)];
    if let Some(time) = clocks::of_parts(parts) {
        telling.signal(SignalKind::Modified, time, place(base + 367, 12));
    }
    let [hours, minutes, secs] = [number(420), number(422), number(424)];
    if hours + minutes + secs > 0 {
        let words = format!("worked on for {hours:02}:{minutes:02}:{secs:02}");
        telling.signal(SignalKind::Revision, words, place(base + 420, 6));
    }
    let program = text(up_to(area, 426, 41));
    let version = number(467);
    if !program.is_empty() {
        let letter = area.get(469).copied().filter(u8::is_ascii_alphanumeric).map(char::from);
        let letter = letter.map(String::from).unwrap_or_default();
        let words = match version {
            0 => program,
            _ => format!("{program} {}.{:02}{letter}", version / 100, version % 100),
        };
        telling.signal(SignalKind::Application, words, place(base + 426, 44));
    }
}

/// The developer area: numbers of tags that belong to programs, and how long each is.
fn developer(held: &Held<'_>, at: u64, telling: &mut Telling) {
    let Some(count) = held.get(at, 2).and_then(|raw| le16(raw, 0)) else {
        return telling.fault(place(at, 2), "the developer area is not there");
    };
    for index in 0..usize::from(count).min(TAGS_MAX) {
        let row_at = at + 2 + index as u64 * 10;
        let Some(row) = held.get(row_at, 10) else { return };
        let (tag, length) = (le16(row, 0).unwrap_or(0), le32(row, 6).unwrap_or(0));
        let words = format!("developer tag {tag} of {length} bytes");
        telling.signal(SignalKind::Comment, words, place(row_at, 10));
    }
}
