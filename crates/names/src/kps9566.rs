//! KPS 9566, the double-byte code of the Democratic People's Republic of Korea.
//!
//! In: bytes. Out: text; where a code has no sign `None` or U+FFFD, as the caller wants it. The table is derived from
//! Unicode's `KPS9566.TXT` (KPS 9566-2003) and stands in `data/kps9566.txt` with its notice; `data/kps9566-2011.txt` holds
//! the 3,842 codes that KPS 9566-2011 adds. It never says who wrote a text.

use std::sync::OnceLock;

const TABLE: &str = include_str!("../data/kps9566.txt");
const ADDED_2011: &str = include_str!("../data/kps9566-2011.txt");

/// First lead byte and number of lead bytes, then first trail byte and number of trail bytes.
const LEAD_FIRST: u8 = 0x81;
const TRAIL_FIRST: u8 = 0x41;
/// One code of the table, AEFF, ends in FF.
const TRAILS: usize = 0xFF - 0x41 + 1;
const LEADS: usize = 0xFE - 0x81 + 1;

/// Returns the sign of a double-byte code.
pub fn char_of(lead: u8, trail: u8) -> Option<char> {
    table().get(cell(lead, trail)?).copied().flatten()
}

/// Reads bytes as KPS 9566; `None` where a byte or code stands for nothing.
pub fn decode(bytes: &[u8]) -> Option<String> {
    let (text, odd_bytes) = decode_lossy(bytes);
    (odd_bytes == 0).then_some(text)
}

/// Reads bytes as KPS 9566, and counts those that stand for nothing: each is U+FFFD.
pub fn decode_lossy(bytes: &[u8]) -> (String, usize) {
    let table = table();
    let mut text = String::with_capacity(bytes.len().saturating_add(bytes.len() / 2));
    let mut odd_bytes = 0;
    let mut bytes = bytes.iter().copied().peekable();
    while let Some(lead) = bytes.next() {
        if lead.is_ascii() {
            text.push(char::from(lead));
            continue;
        }
        let cell = bytes.peek().and_then(|trail| cell(lead, *trail));
        if let Some(sign) = cell.and_then(|cell| table.get(cell).copied().flatten()) {
            text.push(sign);
            bytes.next();
        } else {
            text.push(char::REPLACEMENT_CHARACTER);
            odd_bytes += 1;
        }
    }
    (text, odd_bytes)
}

fn table() -> &'static [Option<char>] {
    static CODES: OnceLock<Vec<Option<char>>> = OnceLock::new();
    CODES.get_or_init(codes)
}

fn cell(lead: u8, trail: u8) -> Option<usize> {
    let row = usize::from(lead.checked_sub(LEAD_FIRST)?);
    let column = usize::from(trail.checked_sub(TRAIL_FIRST)?);
    (row < LEADS && column < TRAILS).then_some(row * TRAILS + column)
}

fn codes() -> Vec<Option<char>> {
    let mut codes = vec![None; LEADS * TRAILS];
    for line in TABLE.lines().chain(ADDED_2011.lines()).filter(|line| !line.starts_with('#')) {
        let Some((first, signs)) = line.split_once('\t') else { continue };
        let Ok(first) = u16::from_str_radix(first, 16) else { continue };
        for (code, sign) in (first..).zip(signs.chars()) {
            let [lead, trail] = code.to_be_bytes();
            if let Some(slot) = cell(lead, trail).and_then(|cell| codes.get_mut(cell)) {
                *slot = Some(sign);
            }
        }
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_byte_is_another_syllable_than_in_cp949() {
        // Measured pairs: KPS 9566 and EUC-KR share only the first of these.
        for (code, sign) in [(0xB0A1u16, '가'), (0xB3DE, '다'), (0xB4B4, '동'), (0xBCE8, '지')]
        {
            let [lead, trail] = code.to_be_bytes();
            assert_eq!(char_of(lead, trail), Some(sign), "{code:04X}");
        }
        assert_eq!(decode(b"EP\xB4\xB4").as_deref(), Some("EP동"));
    }

    #[test]
    fn the_table_is_whole_and_keeps_its_notice() {
        // 16,831 double-byte codes in the table of 2003, 3,842 more in that of 2011.
        assert_eq!(codes().iter().flatten().count(), 16_831 + 3_842);
        assert!(TABLE.contains("Copyright (c) 2011 Unicode, Inc."));
    }

    #[test]
    fn codes_without_a_sign_are_refused() {
        assert_eq!(decode(b"\xB4"), None);
        assert_eq!(decode(b"\x80\x80"), None);
        assert_eq!(decode(b"\xFF\xFF"), None);
    }

    #[test]
    fn the_third_name_of_2011_is_read_too() {
        assert_eq!(
            decode(b"\xA4\xE8\xA4\xEE\xA4\xF0").as_deref(),
            Some("\u{F113}\u{F120}\u{F122}")
        );
    }

    #[test]
    fn an_odd_byte_costs_one_sign_and_not_the_next() {
        assert_eq!(
            decode_lossy(b"\xFF\xB4\xB4\x80x\xB0"),
            ("\u{FFFD}동\u{FFFD}x\u{FFFD}".to_owned(), 3)
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let (text, odd_bytes) = decode_lossy(&bytes);
            prop_assert_eq!(decode(&bytes), (odd_bytes == 0).then_some(text));
        }
    }
}
