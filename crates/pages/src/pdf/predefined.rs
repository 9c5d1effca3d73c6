//! The predefined character maps of East Asian fonts, by name.
//!
//! In: the name that a font gives as its encoding (ISO 32000-1, table 118). Out: how to take codes off a string and what
//! each stands for. All of them are legacy encodings or Unicode, so no table of glyph numbers is needed. Those of CNS
//! 11643, Johab and GB/T 12345 are not read.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS};

/// A predefined character map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Predefined {
    form: Form,
    /// Whether text runs from top to bottom.
    pub(crate) is_vertical: bool,
    /// Whether Latin letters have the widths of glyphs 1 to 95 of the collection, instead of half a sign each.
    is_proportional: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    Utf8,
    Utf16,
    Utf32,
    Legacy(&'static Encoding),
    /// Two bytes of seven bits each: the legacy encoding without its high bits.
    SevenBit(&'static Encoding),
}

/// The legacy ones by their name without `-H` and `-V`, and whether their Latin letters are proportional
/// (Adobe Technical Notes 5078, 5079, 5080 and 5093).
const LEGACY: &[(&str, &Encoding, bool)] = &[
    ("GB-EUC", GB18030, false),
    ("GBpc-EUC", GB18030, true),
    ("GBK-EUC", GB18030, false),
    ("GBKp-EUC", GB18030, true),
    ("GBK2K", GB18030, true),
    ("B5pc", BIG5, true),
    ("ETen-B5", BIG5, false),
    ("ETenms-B5", BIG5, true),
    ("HKscs-B5", BIG5, true),
    ("HKdla-B5", BIG5, true),
    ("HKdlb-B5", BIG5, true),
    ("HKgccs-B5", BIG5, true),
    ("HKm314-B5", BIG5, true),
    ("HKm471-B5", BIG5, true),
    ("90ms-RKSJ", SHIFT_JIS, false),
    ("90msp-RKSJ", SHIFT_JIS, true),
    ("90pv-RKSJ", SHIFT_JIS, true),
    ("83pv-RKSJ", SHIFT_JIS, true),
    ("Add-RKSJ", SHIFT_JIS, false),
    ("Ext-RKSJ", SHIFT_JIS, false),
    ("RKSJ", SHIFT_JIS, false),
    ("EUC", EUC_JP, false),
    ("KSC-EUC", EUC_KR, false),
    ("KSCpc-EUC", EUC_KR, true),
    ("KSCms-UHC", EUC_KR, true),
    ("KSCms-UHC-HW", EUC_KR, false),
];

/// Those of seven bits.
const SEVEN_BIT: &[(&str, &Encoding)] = &[
    ("GB", GB18030),
    ("KSC", EUC_KR),
    ("H", EUC_JP),
    ("V", EUC_JP),
    ("Add", EUC_JP),
    ("Ext", EUC_JP),
];

impl Predefined {
    /// Returns the map of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let is_vertical = name == "V" || name.ends_with("-V");
        let base = name.strip_suffix("-H").or_else(|| name.strip_suffix("-V")).unwrap_or(name);
        let (form, is_proportional) = form(base)?;
        Some(Self { form, is_vertical, is_proportional })
    }

    /// The number of bytes of the first code of a string.
    pub(crate) fn code_length(self, bytes: &[u8]) -> usize {
        let first = bytes.first().copied().unwrap_or_default();
        let second = bytes.get(1).copied().unwrap_or_default();
        match self.form {
            Form::Utf8 => match first {
                0xC0..=0xDF => 2,
                0xE0..=0xEF => 3,
                0xF0..=0xFF => 4,
                _ => 1,
            },
            Form::Utf16 if (0xD8..=0xDB).contains(&first) => 4,
            Form::Utf16 | Form::SevenBit(_) => 2,
            Form::Utf32 => 4,
            Form::Legacy(encoding) if encoding == SHIFT_JIS => match first {
                0x81..=0x9F | 0xE0..=0xFC => 2,
                _ => 1,
            },
            Form::Legacy(encoding) if encoding == EUC_JP => match first {
                0x8F => 3,
                0x8E | 0xA1..=0xFE => 2,
                _ => 1,
            },
            Form::Legacy(encoding) => match first {
                0x81..=0xFE if encoding == GB18030 && second.is_ascii_digit() => 4,
                0x81..=0xFE => 2,
                _ => 1,
            },
        }
    }

    /// Appends what one code stands for; says whether it stands for anything.
    pub(crate) fn push_text(self, code: &[u8], text: &mut String) -> bool {
        let before = text.len();
        match self.form {
            Form::Utf8 => text.push_str(&String::from_utf8_lossy(code)),
            Form::Utf16 => {
                let units = code.as_chunks::<2>().0.iter().map(|unit| u16::from_be_bytes(*unit));
                text.extend(char::decode_utf16(units).map(|sign| sign.unwrap_or('\u{FFFD}')));
            }
            Form::Utf32 => {
                let code = code.iter().fold(0_u32, |code, byte| code << 8 | u32::from(*byte));
                text.push(char::from_u32(code).unwrap_or('\u{FFFD}'));
            }
            Form::Legacy(encoding) => {
                text.push_str(&encoding.decode_without_bom_handling(code).0);
            }
            Form::SevenBit(encoding) => {
                let code: Vec<u8> = code.iter().map(|byte| byte | 0x80).collect();
                text.push_str(&encoding.decode_without_bom_handling(&code).0);
            }
        }
        !text.get(before..).unwrap_or_default().contains('\u{FFFD}')
    }

    /// The glyph number of a Latin letter where the collection has it proportional: its place in ASCII from 1, which
    /// holds for Adobe-GB1, -CNS1, -Japan1 and -Korea1 alike.
    pub(crate) fn latin_glyph(self, sign: char) -> Option<u32> {
        let place = u32::from(sign).checked_sub(0x1F)?;
        (self.is_proportional && (1..=95).contains(&place)).then_some(place)
    }
}

fn form(base: &str) -> Option<(Form, bool)> {
    if base.starts_with("Uni") {
        let is_proportional = !base.ends_with("-HW");
        let form = if base.contains("UCS2") || base.contains("UTF16") {
            Form::Utf16
        } else if base.contains("UTF32") {
            Form::Utf32
        } else if base.contains("UTF8") {
            Form::Utf8
        } else {
            return None;
        };
        return Some((form, is_proportional));
    }
    let legacy = LEGACY.iter().find(|(name, ..)| *name == base);
    if let Some((_, encoding, is_proportional)) = legacy {
        return Some((Form::Legacy(encoding), *is_proportional));
    }
    let (_, encoding) = SEVEN_BIT.iter().find(|(name, _)| *name == base)?;
    Some((Form::SevenBit(encoding), false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decode(name: &str, mut bytes: &[u8]) -> String {
        let map = Predefined::named(name).expect("a known map");
        let mut text = String::new();
        while !bytes.is_empty() {
            let (code, rest) = bytes.split_at(map.code_length(bytes).min(bytes.len()));
            map.push_text(code, &mut text);
            bytes = rest;
        }
        text
    }

    #[test]
    fn legacy_maps_are_read_by_their_encoding() {
        for (name, encoding, text) in [
            ("GBK-EUC-H", GB18030, "SC012 修改意见€"),
            ("GBK2K-V", GB18030, "修改𠀾 ok"),
            ("ETen-B5-H", BIG5, "修改意見 12"),
            ("90ms-RKSJ-H", SHIFT_JIS, "修正ｶｯﾄ C010"),
            ("EUC-H", EUC_JP, "修正カット ｶ"),
            ("KSCms-UHC-HW-V", EUC_KR, "컷 12 똠방"),
        ] {
            assert_eq!(decode(name, &encoding.encode(text).0), text, "{name}");
        }
    }

    #[test]
    fn unicode_maps_and_seven_bit_maps_are_read() {
        let utf16: Vec<u8> = "컷𠀾A".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode("UniKS-UTF16-H", &utf16), "컷𠀾A");
        assert_eq!(decode("UniGB-UTF8-H", "修a".as_bytes()), "修a");
        let seven: Vec<u8> = EUC_JP.encode("修正").0.iter().map(|byte| byte & 0x7F).collect();
        assert_eq!(decode("H", &seven), "修正");
    }

    #[test]
    fn other_names_are_not_known() {
        for name in ["Identity-H", "KSC-Johab-H", "CNS-EUC-H", "GBT-EUC-H", ""] {
            assert_eq!(Predefined::named(name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>, row in 0..LEGACY.len()) {
            decode(LEGACY[row].0, &bytes);
            decode("UniGB-UTF16-H", &bytes);
            decode("UniGB-UTF32-H", &bytes);
        }
    }
}
