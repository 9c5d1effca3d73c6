//! UUIDs and fonts by the signs around them.

use crate::bytes::up_to;

/// Signs of the name of a font (PostScript names have at most 63: Adobe technical note 5902).
const FONT_SIGNS_MAX: usize = 63;

/// Signs between a key and its value.
const BETWEEN_MAX: usize = 6;

/// A UUID whose first hyphen stands here (RFC 9562, 4), in signs of one byte or, with a stride of two, of UTF-16; where it begins.
pub(super) fn uuid(bytes: &[u8], hyphen: usize, stride: usize) -> Option<(usize, String)> {
    let is_hyphen = |nth: usize| bytes.get(hyphen + nth * stride) == Some(&b'-');
    if !(is_hyphen(5) && is_hyphen(10) && is_hyphen(15)) {
        return None;
    }
    let begin = hyphen.checked_sub(8 * stride)?;
    let whole = bytes.get(begin..begin + 36 * stride)?;
    let signs: Vec<u8> = whole.iter().copied().step_by(stride).collect();
    let is_one = signs.iter().enumerate().all(|(nth, sign)| match nth {
        8 | 13 | 18 | 23 => *sign == b'-',
        _ => sign.is_ascii_hexdigit(),
    });
    let is_part_of_more = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(|sign| sign.is_ascii_hexdigit() || *sign == b'-')
    };
    let before = begin.checked_sub(stride);
    if !is_one || is_part_of_more(before) || is_part_of_more(Some(begin + 36 * stride)) {
        return None;
    }
    let words = String::from_utf8(signs).ok()?;
    // Those of one digit alone name nothing (RFC 9562, 5.9 and 5.10).
    let first = words.chars().next()?;
    let is_blank = words.chars().all(|sign| sign == first || sign == '-');
    (!is_blank).then_some((begin, words))
}

/// The name behind a key such as `FontName` or `font-family`; where it begins.
pub(super) fn font(bytes: &[u8], key: usize) -> Option<(usize, String)> {
    let key_bytes = if bytes.get(key) == Some(&b'F') { 8 } else { 11 };
    let behind = up_to(bytes, key + key_bytes, BETWEEN_MAX + FONT_SIGNS_MAX);
    let is_between =
        |sign: &u8| matches!(sign, b' ' | b'/' | b'(' | b'"' | b'\'' | b':' | b'=' | b'>' | b'\t');
    let between = behind.iter().take_while(|sign| is_between(sign)).count();
    if between == 0 || between > BETWEEN_MAX {
        return None;
    }
    let name = behind.get(between..)?;
    let is_name = |sign: &u8| {
        sign.is_ascii_alphanumeric()
            || matches!(sign, b'-' | b'_' | b'+' | b' ' | b',')
            || *sign >= 0x80
    };
    let length = name.iter().take_while(|sign| is_name(sign)).count();
    let text = std::str::from_utf8(name.get(..length)?).ok()?.trim();
    // `def` and the like stand behind keys that are no names.
    let is_one = text.chars().count() >= 3
        && text.chars().next().is_some_and(char::is_alphabetic)
        && text != "def";
    is_one.then(|| (key + key_bytes + between, text.to_owned()))
}
