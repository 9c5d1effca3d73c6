//! Bytes of a table to text. A byte order mark decides; then UTF-8; then UTF-16 without a mark; then
//! the code page of a spreadsheet on a Chinese, Korean or western machine, which is a guess and is
//! said to be one. Never fails: what no encoding reads becomes a replacement character and a fault.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use subtier_names::decode::PERCENT_ESCAPED;

/// The most bytes read of one table; a hundred thousand vendors fit in.
pub(crate) const TABLE_BYTES_MAX: usize = 64 << 20;

/// Bytes looked at to tell UTF-16 without a mark.
const SNIFF_BYTES: usize = 4096;

/// Text, and what is to be complained of about it.
pub(crate) fn decode(bytes: &[u8]) -> (String, Vec<String>) {
    let mut faults = Vec::new();
    let head = bytes.get(..TABLE_BYTES_MAX).unwrap_or(bytes);
    if head.len() < bytes.len() {
        faults.push(format!(
            "the table is larger than {TABLE_BYTES_MAX} bytes; the rest is not read"
        ));
    }
    let (text, name) = match known_encoding(head) {
        Some(encoding) => {
            let (text, malformed) = encoding.decode_with_bom_removal(head);
            if malformed {
                let name = encoding.name();
                faults.push(format!("some bytes are not {name}; they show as \u{fffd}"));
            }
            return (text.into_owned(), faults);
        }
        None => guessed(head),
    };
    faults.push(match name {
        PERCENT_ESCAPED => "some bytes are in no known encoding; they show as %XX".to_owned(),
        name => format!("the text is not UTF-8 and has no mark; read as {name}, which is a guess"),
    });
    (text, faults)
}

/// The encoding, where a mark or the bytes themselves leave no doubt.
fn known_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding);
    }
    // The cut at the limit may fall within a character; that is malformed, not another encoding.
    let utf8 =
        std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true);
    if utf8 && !bytes.contains(&0) {
        return Some(UTF_8);
    }
    utf16_without_mark(bytes).or(utf8.then_some(UTF_8))
}

/// A table's header is ASCII, so that every second byte of UTF-16 is zero there.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..SNIFF_BYTES).unwrap_or(bytes);
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let pairs = head.len() / 2;
    match (zeros(0), zeros(1)) {
        (even, odd) if odd > even && odd * 4 > pairs => Some(UTF_16LE),
        (even, odd) if even > odd && even * 4 > pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// The text in the code page it reads best in, and that code page's name.
///
/// Multi-byte scripts write their bytes above 0x7F in runs of two and more, a western code page writes
/// single ones between ASCII letters.
fn guessed(bytes: &[u8]) -> (String, &'static str) {
    let (mut single, mut run_bytes) = (0_usize, 0_usize);
    for run in bytes.split(u8::is_ascii).filter(|run| !run.is_empty()) {
        if run.len() == 1 {
            single += 1;
        } else {
            run_bytes += run.len();
        }
    }
    let western = || {
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
        (text.into_owned(), WINDOWS_1252.name())
    };
    if single * 2 > run_bytes {
        return western();
    }
    match subtier_names::decode::file_names(&[bytes]).pop() {
        Some(read) => (read.text, read.encoding.unwrap_or(PERCENT_ESCAPED)),
        None => western(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{EUC_KR, GB18030};
    use proptest::prelude::*;

    const CHINESE: &str = "id,name\nx,辽东星数字艺术有限公司\n";
    const KOREAN: &str = "id,name\nx,한빛애니메이션\n";

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn encodings_of_spreadsheets_are_read() {
        let cases: [(Vec<u8>, &str, bool); 8] = [
            (CHINESE.as_bytes().to_vec(), CHINESE, false),
            ([b"\xef\xbb\xbf", KOREAN.as_bytes()].concat(), KOREAN, false),
            (utf16(&format!("\u{feff}{CHINESE}"), u16::to_le_bytes), CHINESE, false),
            (utf16(&format!("\u{feff}{CHINESE}"), u16::to_be_bytes), CHINESE, false),
            (utf16(KOREAN, u16::to_le_bytes), KOREAN, false),
            (GB18030.encode(CHINESE).0.into_owned(), CHINESE, true),
            (EUC_KR.encode(KOREAN).0.into_owned(), KOREAN, true),
            (b"id,name\nx,M\xfcller & S\xf6hne\n".to_vec(), "id,name\nx,Müller & Söhne\n", true),
        ];
        for (bytes, text, guessed) in cases {
            let (decoded, faults) = decode(&bytes);
            assert_eq!(decoded, text);
            assert_eq!(!faults.is_empty(), guessed, "{text}: {faults:?}");
        }
    }

    #[test]
    fn a_damaged_utf8_text_is_not_taken_for_another_encoding() {
        let damaged = [CHINESE.as_bytes(), b"y,\xe8\xbe,z\n"].concat();
        let (text, faults) = decode(&damaged);
        assert!(text.starts_with(CHINESE), "{text}");
        assert_eq!(faults.len(), 1);
    }

    proptest! {
        #[test]
        fn any_bytes_become_text(bytes: Vec<u8>) {
            let _text = decode(&bytes);
        }
    }
}
