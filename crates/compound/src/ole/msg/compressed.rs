//! RTF as Outlook packs it.
//!
//! In: the bytes of the property. Out: the RTF, and whether its check sum holds. What is unpacked is at most what the head
//! announces, and never more than about nine times the packed bytes, as two bytes stand for 17 at most. Format:
//! \[MS-OXRTFCP\].

use subtier_sectors::little::u32_at;

/// `LZFu` and `MELA`: packed and not (\[MS-OXRTFCP\] 2.1.3.1.1).
const PACKED: u32 = 0x7546_5A4C;
const PLAIN: u32 = 0x414C_454D;
const HEAD_BYTES: usize = 16;
/// Bytes back to which a reference may reach (2.1.3.1.2).
const WINDOW_BYTES: usize = 4096;
/// What the window holds at the beginning (2.1.2.1).
const FIRST: &[u8; 207] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

/// RTF, unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rtf {
    pub(super) bytes: Vec<u8>,
    /// What is wrong with it.
    pub(super) fault: Option<&'static str>,
}

/// Unpacks it; `None` where the head is none.
pub(super) fn unpack(bytes: &[u8]) -> Option<Rtf> {
    let announced = usize::try_from(u32_at(bytes, 4)?).ok()?;
    let body = bytes.get(HEAD_BYTES..)?;
    // The size in the head counts from the second field on.
    let len = usize::try_from(u32_at(bytes, 0)?).ok()?.saturating_sub(HEAD_BYTES - 4);
    let body = body.get(..len).unwrap_or(body);
    match u32_at(bytes, 8)? {
        PLAIN => {
            let plain = body.get(..announced).unwrap_or(body);
            let fault = (plain.len() < announced).then_some("it is cut");
            Some(Rtf { bytes: plain.to_vec(), fault })
        }
        PACKED => {
            let bytes_found = inflate(body, announced);
            let fault = if Some(check_sum(body)) != u32_at(bytes, 12) {
                Some("its check sum does not hold")
            } else if bytes_found.len() < announced {
                Some("it is cut")
            } else {
                None
            };
            Some(Rtf { bytes: bytes_found, fault })
        }
        _ => None,
    }
}

/// 2.2.2.1: a byte of eight marks, then for each a byte, or two bytes of place (12 bits) and length less two (4 bits).
fn inflate(body: &[u8], bytes_max: usize) -> Vec<u8> {
    let mut window = [b' '; WINDOW_BYTES];
    for (place, byte) in window.iter_mut().zip(FIRST) {
        *place = *byte;
    }
    let mut at = FIRST.len();
    let mut out = Vec::new();
    let mut put = |byte: u8, window: &mut [u8; WINDOW_BYTES], at: &mut usize| {
        if let Some(place) = window.get_mut(*at) {
            *place = byte;
        }
        *at = (*at + 1) % WINDOW_BYTES;
        out.push(byte);
        out.len() < bytes_max
    };
    let mut rest = body.iter().copied();
    'all: while let Some(marks) = rest.next() {
        for bit in 0..8 {
            let Some(first) = rest.next() else { break 'all };
            if marks & 1 << bit == 0 {
                if !put(first, &mut window, &mut at) {
                    break 'all;
                }
                continue;
            }
            let Some(second) = rest.next() else { break 'all };
            let from = usize::from(first) << 4 | usize::from(second >> 4);
            // A reference to the place of writing ends it.
            if from == at {
                break 'all;
            }
            for step in 0..usize::from(second & 0xF) + 2 {
                let byte = window.get((from + step) % WINDOW_BYTES).copied().unwrap_or(b' ');
                if !put(byte, &mut window, &mut at) {
                    break 'all;
                }
            }
        }
    }
    out.truncate(bytes_max);
    out
}

/// The check sum (2.1.3.2): CRC-32 that begins with 0 and is not turned over at its end.
fn check_sum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| {
        let index = usize::from(sum.to_le_bytes().first().copied().unwrap_or_default() ^ byte);
        CRC.get(index).copied().unwrap_or_default() ^ (sum >> 8)
    })
}

#[expect(
    clippy::indexing_slicing,
    reason = "computed at compile time, where an index outside is an error"
)]
const CRC: [u32; 256] = {
    let mut table = [0; 256];
    let mut number = 0u32;
    while number < 256 {
        let mut value = number;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 0 { value >> 1 } else { 0xEDB8_8320 ^ (value >> 1) };
            bit += 1;
        }
        table[number as usize] = value;
        number += 1;
    }
    table
};

#[cfg(test)]
pub(crate) mod build {
    /// Packs without any reference.
    pub(crate) fn packed(text: &[u8]) -> Vec<u8> {
        let mut body = Vec::new();
        let mut chunks = text.chunks(8).peekable();
        while let Some(chunk) = chunks.next() {
            let end = super::FIRST.len() + text.len();
            let is_short = chunk.len() < 8;
            body.push(if is_short { 1 << chunk.len() } else { 0 });
            body.extend(chunk);
            if chunks.peek().is_none() {
                if !is_short {
                    body.push(1);
                }
                let at = u16::try_from(end % 4096).expect("less than 4096") << 4;
                body.extend(at.to_be_bytes());
            }
        }
        let size = |len: usize| u32::try_from(len).expect("samples are small").to_le_bytes();
        let mut bytes = size(body.len() + 12).to_vec();
        bytes.extend(size(text.len()));
        bytes.extend(super::PACKED.to_le_bytes());
        bytes.extend(super::check_sum(&body).to_le_bytes());
        bytes.extend(body);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_examples_of_the_specification_are_unpacked() {
        // [MS-OXRTFCP] 3.1.1 and 3.2.
        let simple = b"\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0rcpg125B2\x0a\xf3 hel\x09\0 bw\x05\xb0ld}\x0a\x80\x0f\xa0";
        let rtf = unpack(simple).unwrap();
        assert_eq!(
            String::from_utf8(rtf.bytes).unwrap(),
            "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
        );
        assert_eq!(rtf.fault, None);
        let again = b"\x1a\0\0\0\x1c\0\0\0LZFu\xe2\xd4KQA\0\x04 WXYZ\x0dn}\x01\x0e\xb0";
        let rtf = unpack(again).unwrap();
        assert_eq!(rtf.bytes, b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
    }

    #[test]
    fn a_wrong_check_sum_and_a_cut_are_said() {
        let mut bytes = build::packed(b"{\\rtf1 a}");
        assert_eq!(unpack(&bytes).unwrap(), Rtf { bytes: b"{\\rtf1 a}".to_vec(), fault: None });
        bytes[12] ^= 1;
        assert!(unpack(&bytes).unwrap().fault.unwrap().contains("sum"));
        assert_eq!(unpack(b"LZFu"), None);
    }

    proptest! {
        #[test]
        fn what_was_packed_comes_back(text: Vec<u8>) {
            prop_assume!(!text.is_empty());
            prop_assert_eq!(unpack(&build::packed(&text)).unwrap().bytes, text);
        }

        #[test]
        fn any_body_stays_within_its_bound(body: Vec<u8>, announced: u32) {
            let mut bytes = u32::MAX.to_le_bytes().to_vec();
            bytes.extend(announced.to_le_bytes());
            bytes.extend(PACKED.to_le_bytes());
            bytes.extend([0; 4]);
            bytes.extend(&body);
            let rtf = unpack(&bytes).unwrap();
            prop_assert!(rtf.bytes.len() <= body.len() * 9);
        }
    }
}
