//! Plain text: notes as editors save them, in whatever encoding.
//!
//! In: the bytes, and what the texts of the folder say of their encoding. Out: one paragraph a line with its number, the
//! encoding and its rivals, and what the bytes tell of the editor: mark, line ends, punctuation. A text longer than the
//! limit is read up to it. It takes what the other families left and what is no binary; it never changes a line.

mod habits;

use subtier_model::Place;
use subtier_names::encoding::{self, Decoded, Encoding};

use habits::Habits;
use subtier_blocks::Writing;
use subtier_blocks::{BlockKind, Format, Request, SignalKind};

/// Bytes by which a text is told from a binary.
const HEAD_BYTES: usize = 16 << 10;
/// One control sign in so many is too much for a text; what is compressed has one in nine.
const SIGNS_FOR_A_CONTROL: usize = 50;
/// Control signs that a damaged text may always have.
const CONTROLS_FLOOR: usize = 2;
/// Signs of UTF-16 without a mark of which nine in ten must be of a script that notes are written in.
const PLAUSIBLE_PER_TEN: usize = 9;
/// Bytes of UTF-16 for each byte of text that is kept: two for a Latin letter. No other encoding takes more than UTF-8.
const UTF16_FOR_TEXT: usize = 2;

/// Whether the bytes are of this family, and which of it.
pub(crate) fn is_it(bytes: &[u8], _name: &str) -> Option<Format> {
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    (!head.is_empty() && (is_bytewise_text(head) || is_utf16(head))).then_some(Format::Text)
}

/// Whether so few of the bytes are control signs as in texts of all encodings but UTF-16.
fn is_bytewise_text(head: &[u8]) -> bool {
    let body = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let controls = body.iter().filter(|byte| is_control(char::from(**byte))).count();
    let high = body.iter().filter(|byte| !byte.is_ascii()).count();
    is_few(controls, body.len()) && (controls == 0 || high + controls < body.len())
}

fn is_utf16(head: &[u8]) -> bool {
    let whole = head.get(..head.len() & !1).unwrap_or(head);
    let Decoded { text, encoding, odd_bytes, .. } = encoding::decode(whole, None);
    if !matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be) {
        return false;
    }
    let n_signs = text.chars().count();
    let controls = text.chars().filter(|sign| is_control(*sign)).count();
    let plausible = text.chars().filter(|sign| is_of_notes(*sign)).count();
    n_signs > 0
        && is_few(controls, n_signs)
        && is_few(odd_bytes, n_signs)
        && plausible * 10 >= n_signs * PLAUSIBLE_PER_TEN
}

/// Whether so few are no reason against a text: one in fifty, and in a short text two where most signs are none.
const fn is_few(count: usize, of: usize) -> bool {
    count * SIGNS_FOR_A_CONTROL <= of || (count <= CONTROLS_FLOOR && count * 2 < of)
}

/// Control signs that no editor writes; tabs, line ends, form feeds, escapes and the end mark of DOS are none.
const fn is_control(sign: char) -> bool {
    matches!(sign, '\0'..='\u{8}' | '\u{E}'..='\u{19}' | '\u{1C}'..='\u{1F}' | '\u{7F}')
}

/// Signs of the scripts and marks in which notes are written.
const fn is_of_notes(sign: char) -> bool {
    matches!(sign,
        '\t' | '\n' | '\r' | ' '..='~' | '\u{A0}'..='\u{24F}' | '\u{370}'..='\u{52F}' | '\u{2010}'..='\u{2027}'
        | '\u{2190}'..='\u{21FF}' | '\u{2460}'..='\u{24FF}' | '\u{25A0}'..='\u{26FF}' | '\u{3000}'..='\u{318E}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FEFF}' | '\u{FF01}'..='\u{FF9F}')
}

/// Reads it.
pub(crate) fn read(request: &Request<'_>, writing: &mut Writing) {
    let head = request.bytes.get(..HEAD_BYTES).unwrap_or(request.bytes);
    let for_text = if is_utf16(head) { UTF16_FOR_TEXT } else { 1 };
    let bytes_max = writing.limits().text_bytes_max.saturating_mul(for_text);
    let bytes = request.bytes.get(..bytes_max).unwrap_or(request.bytes);
    let decoded = encoding::decode(bytes, request.folder.as_ref());
    let rivals = decoded.rivals.iter().map(|encoding| encoding.name().to_owned()).collect();
    writing.set_encoding(decoded.encoding.name(), rivals);
    encoding_signals(&decoded, bytes.first().copied(), writing);
    let mut habits = Habits::default();
    let mut odd_line = None;
    for (number, line) in (1..).zip(lines(&decoded.text)) {
        if odd_line.is_none() && line.body.contains(char::REPLACEMENT_CHARACTER) {
            odd_line = Some(number);
        }
        habits.see(&line);
        writing.text(BlockKind::Paragraph, line.body, Place::Line(number));
        if writing.is_full() {
            break;
        }
    }
    habits.tell(writing);
    if decoded.odd_bytes > 0 {
        odd_bytes(&decoded, odd_line, writing);
    }
    if bytes.len() < request.bytes.len() && !writing.is_full() {
        let place = Place::Bytes { start: bytes.len() as u64, end: request.bytes.len() as u64 };
        writing.fault(
            place,
            format!(
                "only the first {} bytes of the text are read: the limit of one document",
                bytes.len()
            ),
        );
    }
}

fn encoding_signals(decoded: &Decoded, first: Option<u8>, writing: &mut Writing) {
    let encoding = if decoded.is_western { "windows-1252" } else { decoded.encoding.name() };
    if encoding != Encoding::Utf8.name() {
        writing.signal(SignalKind::TextEncoding, encoding, Place::Whole);
    }
    if decoded.has_mark {
        // The mark of UTF-8 is also met before texts of other encodings.
        let (name, end) = match (decoded.encoding, first) {
            (Encoding::Utf16Le, Some(0xFF)) => ("utf-16le", 2),
            (Encoding::Utf16Be, Some(0xFE)) => ("utf-16be", 2),
            (Encoding::Gb18030, Some(0x84)) => ("gb18030", 4),
            _ => ("utf-8", 3),
        };
        writing.signal(SignalKind::ByteOrderMark, name, Place::Bytes { start: 0, end });
    }
    if let Some((right, wrong)) = decoded.mojibake {
        let value = format!("{} read as {}", right.name(), wrong.name());
        writing.signal(SignalKind::Mojibake, value, Place::Whole);
    }
}

fn odd_bytes(decoded: &Decoded, line: Option<u64>, writing: &mut Writing) {
    let place = line.map_or(Place::Whole, Place::Line);
    let count = decoded.odd_bytes;
    let reason = if decoded.is_western {
        format!(
            "{count} bytes fit none of the encodings of the trade; the text is read as windows-1252"
        )
    } else {
        format!("{count} bytes stand for nothing in {}, first here", decoded.encoding.name())
    };
    writing.fault(place, reason);
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    CrLf,
    Lf,
    Cr,
    /// The last line of a text that ends without one.
    None,
}

/// A line without its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line<'a> {
    body: &'a str,
    end: LineEnd,
}

/// The lines of a text, whichever of the three line ends they have.
fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let Some(at) = memchr::memchr2(b'\r', b'\n', rest.as_bytes()) else {
            let body = std::mem::take(&mut rest);
            return Some(Line { body, end: LineEnd::None });
        };
        let (body, after) = rest.split_at_checked(at)?;
        let (end, length) = match after.as_bytes() {
            [b'\r', b'\n', ..] => (LineEnd::CrLf, 2),
            [b'\r', ..] => (LineEnd::Cr, 1),
            _ => (LineEnd::Lf, 1),
        };
        rest = after.get(length..)?;
        Some(Line { body, end })
    })
}

#[cfg(test)]
mod tests;
