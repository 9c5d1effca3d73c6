//! The text of a run by the code page of its font and of the file.
//!
//! In: bytes and code pages as RTF states them. Out: text. Bytes under a font that says nothing, or says "Western" where
//! they are none, are read in the code page of the file.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};
use subtier_blocks::windows::encoding_of;

/// Reads the bytes of a run.
pub(crate) fn decode(bytes: &[u8], of_font: Option<u16>, of_file: u16) -> String {
    let file = encoding_of(of_file).unwrap_or(WINDOWS_1252);
    let font = of_font.and_then(encoding_of);
    // Programs of East Asian systems write their own code page under fonts that they call Western.
    if font.is_none_or(|font| font == WINDOWS_1252)
        && !file.is_single_byte()
        && let Some(text) = file.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return text.into_owned();
    }
    let encoding = font.unwrap_or(file);
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map_or_else(|| decode_in_parts(encoding, bytes), Cow::into_owned)
}

/// Reads what is readable; a byte that is not is U+FFFD. Only a space that does not break stands alone in all East Asian
/// code pages of Windows (best-fit tables of code pages 932, 936, 949 and 950 at unicode.org).
fn decode_in_parts(encoding: &'static Encoding, bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut rest = bytes;
    while let Some(first) = rest.first() {
        let read = [1, 2, 4].into_iter().find_map(|length| {
            let part = rest.get(..length)?;
            let sign = encoding.decode_without_bom_handling_and_without_replacement(part)?;
            Some((sign, length))
        });
        if let Some((sign, length)) = read {
            text.push_str(&sign);
            rest = rest.get(length..).unwrap_or_default();
        } else {
            text.push(if *first == 0xA0 { '\u{A0}' } else { '\u{FFFD}' });
            rest = rest.get(1..).unwrap_or_default();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{EUC_KR, GB18030};

    #[test]
    fn bytes_are_read_by_their_font_then_by_their_file() {
        let gbk = GB18030.encode("修改").0;
        let korean = EUC_KR.encode("수정").0;
        for (bytes, font, file, expected) in [
            (&gbk, Some(936), 1252, "修改"),
            (&gbk, Some(1252), 936, "修改"),
            (&gbk, None, 936, "修改"),
            (&korean, Some(949), 936, "수정"),
        ] {
            assert_eq!(decode(bytes, font, file), expected);
        }
        assert_eq!(decode(b"\xE9", Some(1252), 936), "é");
        assert_eq!(decode(b"\xBC\xF6\xA0\xFFa", Some(949), 949), "수\u{A0}\u{FFFD}a");
    }
}
