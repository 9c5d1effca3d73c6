//! Texts and names outside of pages: of properties, comments and bookmarks.
//!
//! In: bytes of a string. Out: text (ISO 32000-1, 7.9.2.2): UTF-16 or UTF-8 with a mark, else `PDFDocEncoding` – or, where
//! East Asian programs wrote their own code page without saying so, that one.

use encoding_rs::{UTF_16BE, UTF_16LE};
use subtier_names::encoding;

/// `PDFDocEncoding` from 0x18 and from 0x80, where it differs from ISO 8859-1 (ISO 32000-1, annex D.2).
const FROM_18: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
const FROM_80: [char; 33] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™',
    'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{9F}', '€',
];

/// Returns the text of a string.
pub(crate) fn text(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xFF, 0xFE, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => unmarked(bytes),
    };
    without_language(&text)
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .trim_end_matches('\0')
        .to_owned()
}

/// Returns a name in readable letters.
pub(crate) fn readable(name: &[u8]) -> String {
    match str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => east_asian(name).unwrap_or_else(|| String::from_utf8_lossy(name).into_owned()),
    }
}

fn unmarked(bytes: &[u8]) -> String {
    if bytes.is_ascii() {
        return bytes.iter().map(|byte| sign(*byte)).collect();
    }
    east_asian(bytes).unwrap_or_else(|| bytes.iter().map(|byte| sign(*byte)).collect())
}

/// Reads a string as unmarked UTF-8 or in an East Asian code page, where all of it makes sense so.
fn east_asian(bytes: &[u8]) -> Option<String> {
    if let Ok(text) = str::from_utf8(bytes) {
        return (!text.is_ascii()).then(|| text.to_owned());
    }
    let decoded = encoding::decode(bytes, None);
    (decoded.odd_bytes == 0 && is_east_asian(&decoded.text, bytes)).then_some(decoded.text)
}

/// Whether a text is East Asian and no Western one read wrongly: `ço` of "François" is a sign of GBK too. A letter with an
/// accent stands between plain ones, so signs must have two high bytes each or be most of the text.
fn is_east_asian(text: &str, bytes: &[u8]) -> bool {
    let foreign = text.chars().filter(|sign| !sign.is_ascii());
    let is_known = |sign: char| matches!(sign, '\u{2010}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF00}'..='\u{FFEF}');
    let n_foreign = foreign.clone().count();
    let n_letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    let n_high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    n_foreign >= 2
        && foreign.into_iter().all(is_known)
        && (n_high == 2 * n_foreign || n_foreign > n_letters)
}

fn sign(byte: u8) -> char {
    let found = match byte {
        0x18..=0x1F => FROM_18.get(usize::from(byte - 0x18)),
        0x80..=0xA0 => FROM_80.get(usize::from(byte - 0x80)),
        _ => None,
    };
    found.copied().unwrap_or_else(|| char::from(byte))
}

/// Drops the codes of languages that stand between escapes (ISO 32000-1, 7.9.2.2).
fn without_language(text: &str) -> String {
    let mut parts = text.split('\u{1B}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    while let Some(code) = parts.next() {
        let is_code = code.len() <= 4 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !is_code {
            plain.push_str(code);
        }
        plain.push_str(parts.next().unwrap_or_default());
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marked_strings_are_read_by_their_mark() {
        assert_eq!(text(b"\xFE\xFF\x4F\xEE\x65\x39"), "修改");
        assert_eq!(text(b"\xFF\xFE\xEE\x4F"), "修");
        assert_eq!(text(b"\xEF\xBB\xBF\xE4\xBF\xAE"), "修");
        assert_eq!(text(b"\xFE\xFF\x00\x1B\x00k\x00o\x00\x1B\xCE\xF7"), "컷");
    }

    #[test]
    fn unmarked_strings_follow_the_encoding_of_the_format() {
        assert_eq!(text(b"a\r\nb\x84"), "a\nb—");
        assert_eq!(text(b"Fran\xE7ois \xA0"), "François €");
    }

    #[test]
    fn an_accent_is_no_sign_of_an_east_asian_code_page() {
        use encoding_rs::{GB18030, SHIFT_JIS, WINDOWS_1252};
        for (encoding, wrongly, text, expected) in [
            (GB18030, None, "微软用户 2", true),
            (SHIFT_JIS, None, "表予.doc", false),
            (SHIFT_JIS, None, "修正表予", true),
            (WINDOWS_1252, Some(GB18030), "François Crête", false),
            (WINDOWS_1252, Some(GB18030), "Größe", false),
        ] {
            let bytes = encoding.encode(text).0;
            let read = wrongly.unwrap_or(encoding).decode_without_bom_handling(&bytes).0;
            assert_eq!(is_east_asian(&read, &bytes), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            text(&bytes);
            readable(&bytes);
        }
    }
}
