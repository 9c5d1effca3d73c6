//! The double-byte encodings as tables from code to sign and back.
//!
//! In: bytes. Out: the signs that they stand for, one after another, without allocating. The tables are taken from
//! `encoding_rs` (WHATWG Encoding Standard) and from `kps9566`. A code without a sign is said to be odd, never skipped.

use std::sync::OnceLock;

use crate::encoding::Encoding;
use crate::kps9566;

/// A code that stands for nothing.
const NONE: u16 = 0xFFFF;
/// A code that stands for a sign beyond the Basic Multilingual Plane, or for two.
const BEYOND: u16 = 0xFFFE;

const LEAD_FIRST: u8 = 0x81;
const TRAIL_FIRST: u8 = 0x40;
const LEADS: usize = 0xFE - 0x81 + 1;
const TRAILS: usize = 0xFF - 0x40 + 1;
/// Four-byte codes of the Basic Multilingual Plane: 81308130 to 8431A439 (GB 18030-2005).
const FOUR_BYTE_CODES: usize = 39_420;

/// What stands at the head of some bytes, and how many they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// An ASCII byte.
    Ascii(u8),
    /// A sign, as a UTF-16 unit.
    Sign(u16, usize),
    /// A sign beyond the Basic Multilingual Plane, or two at once.
    Beyond(usize),
    /// A byte that stands for nothing.
    Odd,
    /// The beginning of a code whose rest is missing.
    Cut,
}

/// One double-byte encoding.
pub(crate) struct Codes {
    encoding: Encoding,
    signs: Vec<u16>,
    /// Signs of one byte above ASCII.
    singles: Vec<u16>,
}

impl Codes {
    /// The table of an encoding; `None` for the forms of Unicode.
    pub(crate) fn of(encoding: Encoding) -> Option<&'static Self> {
        static TABLES: [OnceLock<Codes>; 6] = [const { OnceLock::new() }; 6];
        let at = match encoding {
            Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => return None,
            Encoding::Gb18030 => 0,
            Encoding::Big5 => 1,
            Encoding::Cp949 => 2,
            Encoding::Kps9566 => 3,
            Encoding::ShiftJis => 4,
            Encoding::EucJp => 5,
        };
        TABLES.get(at).map(|table| table.get_or_init(|| Self::new(encoding)))
    }

    fn new(encoding: Encoding) -> Self {
        let Some(known) = known(encoding) else {
            let signs = codes().map(|[lead, trail]| match kps9566::char_of(lead, trail) {
                Some(sign) => u16::try_from(u32::from(sign)).unwrap_or(BEYOND),
                None => NONE,
            });
            return Self { encoding, signs: signs.collect(), singles: vec![NONE; 128] };
        };
        // A line feed is part of no code, so that all codes are read in one go.
        let bytes: Vec<u8> = codes().flat_map(|[lead, trail]| [lead, trail, b'\n']).collect();
        let singles: Vec<u8> = (0x80..=0xFF).flat_map(|byte| [byte, b'\n']).collect();
        let read =
            |bytes: &[u8]| -> Vec<u16> { signs(&known.decode_without_bom_handling(bytes).0) };
        Self { encoding, signs: read(&bytes), singles: read(&singles) }
    }

    /// What stands at the head of the bytes; `None` at their end.
    #[inline]
    pub(crate) fn step(&self, bytes: &[u8]) -> Option<Step> {
        let (&lead, rest) = bytes.split_first()?;
        if lead.is_ascii() {
            return Some(Step::Ascii(lead));
        }
        let single = self.singles.get(usize::from(lead - 0x80)).copied().unwrap_or(NONE);
        if single != NONE {
            return Some(Step::Sign(single, 1));
        }
        let Some(&trail) = rest.first() else { return Some(Step::Cut) };
        let sign = cell(lead, trail).and_then(|cell| self.signs.get(cell)).copied();
        Some(match sign.unwrap_or(NONE) {
            NONE => self.longer(lead, rest),
            BEYOND => Step::Beyond(2),
            sign => Step::Sign(sign, 2),
        })
    }

    /// Codes of three and four bytes.
    fn longer(&self, lead: u8, rest: &[u8]) -> Step {
        match (self.encoding, lead, rest) {
            (Encoding::EucJp, 0x8F, [0xA1..=0xFE, 0xA1..=0xFE, ..]) => Step::Beyond(3),
            (Encoding::EucJp, 0x8F, [0xA1..=0xFE])
            | (Encoding::Gb18030, 0x81..=0xFE, [b'0'..=b'9'] | [b'0'..=b'9', 0x81..=0xFE]) => {
                Step::Cut
            }
            (
                Encoding::Gb18030,
                0x81..=0xFE,
                [second @ b'0'..=b'9', third @ 0x81..=0xFE, fourth @ b'0'..=b'9', ..],
            ) => four_bytes([lead, *second, *third, *fourth]),
            _ => Step::Odd,
        }
    }

    /// Appends the code of a sign; `None` where it has none of one or two bytes (four in GB 18030).
    pub(crate) fn encode(&self, sign: char, bytes: &mut Vec<u8>) -> Option<()> {
        if let Ok(byte) = u8::try_from(sign)
            && byte.is_ascii()
        {
            bytes.push(byte);
            return Some(());
        }
        let unit = u16::try_from(u32::from(sign)).ok()?;
        match self.back().get(usize::from(unit)).copied().unwrap_or(0) {
            0 if self.encoding == Encoding::Gb18030 => {
                let at =
                    four_byte_places().get(usize::from(unit)).copied().filter(|at| *at != NONE)?;
                bytes.extend(four_byte_code(usize::from(at))?);
            }
            0 => return None,
            code @ 0x80..=0xFF => bytes.push(code.to_le_bytes()[0]),
            code => bytes.extend(code.to_be_bytes()),
        }
        Some(())
    }

    /// The code of each sign, 0 where there is none; of two codes the first in the rows of the standard set.
    fn back(&self) -> &'static [u16] {
        static TABLES: [OnceLock<Vec<u16>>; 6] = [const { OnceLock::new() }; 6];
        let at = match self.encoding {
            Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be | Encoding::Gb18030 => 0,
            Encoding::Big5 => 1,
            Encoding::Cp949 => 2,
            Encoding::Kps9566 => 3,
            Encoding::ShiftJis => 4,
            Encoding::EucJp => 5,
        };
        let Some(table) = TABLES.get(at) else { return &[] };
        table.get_or_init(|| {
            let mut back = vec![0u16; 0x1_0000];
            let doubles = codes().map(u16::from_be_bytes).zip(self.signs.iter().copied());
            let singles = (0x80u16..=0xFF).zip(self.singles.iter().copied());
            // The rows of Hong Kong before A1 repeat signs of Big5 proper (WHATWG Encoding, index Big5 pointer).
            let is_repeat = |code: u16| self.encoding == Encoding::Big5 && code < 0xA100;
            let proper = doubles.clone().filter(|(code, _)| !is_repeat(*code));
            for (code, sign) in singles.chain(proper).chain(doubles) {
                let slot = back.get_mut(usize::from(sign)).filter(|_| sign < BEYOND);
                if let Some(slot) = slot.filter(|slot| **slot == 0) {
                    *slot = code;
                }
            }
            back
        })
    }
}

/// The table of an encoding in `encoding_rs`.
pub(crate) const fn known(encoding: Encoding) -> Option<&'static encoding_rs::Encoding> {
    Some(match encoding {
        Encoding::Utf8 => encoding_rs::UTF_8,
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
        Encoding::Gb18030 => encoding_rs::GB18030,
        Encoding::Big5 => encoding_rs::BIG5,
        Encoding::Cp949 => encoding_rs::EUC_KR,
        Encoding::ShiftJis => encoding_rs::SHIFT_JIS,
        Encoding::EucJp => encoding_rs::EUC_JP,
        Encoding::Kps9566 => return None,
    })
}

fn codes() -> impl Iterator<Item = [u8; 2]> + Clone {
    (LEAD_FIRST..=0xFE).flat_map(|lead| (TRAIL_FIRST..=0xFF).map(move |trail| [lead, trail]))
}

#[inline]
fn cell(lead: u8, trail: u8) -> Option<usize> {
    let row = usize::from(lead.checked_sub(LEAD_FIRST)?);
    let column = usize::from(trail.checked_sub(TRAIL_FIRST)?);
    (row < LEADS).then_some(row * TRAILS + column)
}

/// The sign of each line; [`NONE`] where a line holds U+FFFD or the signs of two codes.
fn signs(text: &str) -> Vec<u16> {
    let mut signs = Vec::with_capacity(text.len() / 4);
    let mut line = NONE;
    let mut count = 0;
    for sign in text.chars() {
        if sign == '\n' {
            signs.push(line);
            (line, count) = (NONE, 0);
            continue;
        }
        count += 1;
        line = match sign {
            char::REPLACEMENT_CHARACTER => NONE,
            _ if count == 1 => u16::try_from(u32::from(sign)).unwrap_or(BEYOND),
            // A single-byte sign or an odd byte, and an ASCII sign or another one: two codes, not one.
            _ if line == NONE || sign.is_ascii() || (0xFF61..=0xFF9F).contains(&line) => NONE,
            _ => BEYOND,
        };
    }
    signs
}

fn four_bytes([first, second, third, fourth]: [u8; 4]) -> Step {
    let at = ((usize::from(first - 0x81) * 10 + usize::from(second - b'0')) * 126
        + usize::from(third - 0x81))
        * 10
        + usize::from(fourth - b'0');
    match four_byte_signs().get(at).copied() {
        Some(NONE) => Step::Odd,
        Some(sign) => Step::Sign(sign, 4),
        // 90308130 is U+10000 (GB 18030-2005).
        None if (0x90..=0xE3).contains(&first) => Step::Beyond(4),
        None => Step::Odd,
    }
}

fn four_byte_code(at: usize) -> Option<[u8; 4]> {
    let digit = |value: usize| u8::try_from(value % 10).ok().map(|value| value + b'0');
    let high = |value: usize| u8::try_from(value % 126).ok().map(|value| value + 0x81);
    Some([high(at / 12_600)?, digit(at / 1_260)?, high(at / 10)?, digit(at)?])
}

/// Where each sign stands among the four-byte codes; [`NONE`] where it does not.
fn four_byte_places() -> &'static [u16] {
    static PLACES: OnceLock<Vec<u16>> = OnceLock::new();
    PLACES.get_or_init(|| {
        let mut places = vec![NONE; 0x1_0000];
        for (at, sign) in (0u16..).zip(four_byte_signs()) {
            if let Some(place) = places.get_mut(usize::from(*sign)).filter(|_| *sign < BEYOND) {
                *place = at;
            }
        }
        places
    })
}

fn four_byte_signs() -> &'static [u16] {
    static SIGNS: OnceLock<Vec<u16>> = OnceLock::new();
    SIGNS.get_or_init(|| {
        let bytes: Vec<u8> = (0..FOUR_BYTE_CODES)
            .filter_map(four_byte_code)
            .flat_map(|code| code.into_iter().chain([b'\n']))
            .collect();
        signs(&encoding_rs::GB18030.decode_without_bom_handling(&bytes).0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DOUBLE: [Encoding; 6] = [
        Encoding::Gb18030,
        Encoding::Big5,
        Encoding::Cp949,
        Encoding::Kps9566,
        Encoding::ShiftJis,
        Encoding::EucJp,
    ];

    fn text_of(encoding: Encoding, mut bytes: &[u8]) -> String {
        let codes = Codes::of(encoding).unwrap();
        let mut text = String::new();
        while let Some(step) = codes.step(bytes) {
            let length = match step {
                Step::Ascii(byte) => {
                    text.push(char::from(byte));
                    1
                }
                Step::Sign(unit, length) => {
                    text.push(char::from_u32(u32::from(unit)).unwrap());
                    length
                }
                Step::Beyond(length) => {
                    text.push('?');
                    length
                }
                Step::Odd | Step::Cut => {
                    text.push('\u{FFFD}');
                    1
                }
            };
            bytes = &bytes[length..];
        }
        text
    }

    #[test]
    fn a_text_comes_back_from_every_encoding_that_can_hold_it() {
        for (encoding, text) in [
            (Encoding::Gb18030, "修改 뒤머리 f12"),
            (Encoding::Big5, "修改 後腦"),
            (Encoding::Cp949, "컷 012 똠방"),
            (Encoding::Kps9566, "뒤머리 《수정》"),
            (Encoding::ShiftJis, "原画 ﾘﾃｲｸ カット"),
            (Encoding::EucJp, "原画 ﾘﾃｲｸ カット"),
        ] {
            let mut bytes = Vec::new();
            for sign in text.chars() {
                Codes::of(encoding).unwrap().encode(sign, &mut bytes).unwrap();
            }
            assert_eq!(text_of(encoding, &bytes), text, "{encoding:?}");
            if let Some(known) = known(encoding) {
                assert_eq!(known.decode_without_bom_handling(&bytes).0, text);
            }
        }
    }

    #[test]
    fn four_byte_codes_are_those_of_gb_18030() {
        assert_eq!(text_of(Encoding::Gb18030, b"\x82\x39\xB0\x37"), "뒤");
        assert_eq!(four_byte_signs().len(), FOUR_BYTE_CODES);
    }

    proptest! {
        #[test]
        fn every_step_goes_forward_within_the_bytes(bytes: Vec<u8>) {
            for encoding in DOUBLE {
                let _text = text_of(encoding, &bytes);
            }
        }
    }
}
