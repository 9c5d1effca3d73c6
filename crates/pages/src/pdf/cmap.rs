//! Character maps that stand in the file: codes to Unicode (`ToUnicode`) and codes to glyph numbers.
//!
//! In: the decoded stream (Adobe Technical Notes 5014 and 5411; ISO 32000-1, 9.7.5 and 9.10.3). Out: ranges. Ranges stay
//! ranges, so that no few bytes become many entries; a map that another one is based on (`usecmap`) is not read.

use std::collections::BTreeMap;

use super::lexer::{Lexer, Token};

/// Entries of one map that are kept. The largest character collection, Adobe-GB1, has about 30,000 glyphs.
const ENTRIES_MAX: usize = 200_000;
/// UTF-16 bytes that one code may stand for.
const TARGET_BYTES_MAX: usize = 512;
/// Ranges that may lie within a wider one before that is no longer found.
const OVERLAPS_MAX: usize = 8;

/// A character map.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct CharacterMap {
    /// First and last code and the number of bytes of a code.
    spaces: Vec<(u32, u32, u8)>,
    /// By last code: first code and what it stands for; later codes of a range count its last unit up.
    texts: BTreeMap<u32, (u32, Vec<u16>)>,
    /// By last code: first code and its glyph number.
    glyphs: BTreeMap<u32, (u32, u32)>,
    /// Whether text runs from top to bottom.
    pub(crate) is_vertical: bool,
}

impl CharacterMap {
    /// Reads a map.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut operands: Vec<Token<'_>> = Vec::new();
        let mut entries = 0_usize;
        for token in Lexer::new(bytes) {
            let Token::Word(word) = token else {
                entries += 1;
                if entries > ENTRIES_MAX * 3 {
                    break;
                }
                operands.push(token);
                continue;
            };
            match word {
                b"endcodespacerange" => map.add_spaces(&operands),
                b"endbfchar" => map.add_characters(&operands),
                b"endbfrange" => map.add_ranges(&operands),
                b"endcidrange" => map.add_glyph_ranges(&operands),
                b"endcidchar" => map.add_glyphs(&operands),
                b"def" => {
                    if let [.., Token::Name(name), Token::Number(value)] = operands.as_slice()
                        && name == b"WMode"
                    {
                        map.is_vertical = *value > 0.5;
                    }
                }
                _ => {}
            }
            operands.clear();
        }
        map
    }

    /// Takes the next code off the bytes: the code and its number of bytes, by the code spaces of the map.
    pub(crate) fn next_code(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        let mut code = 0;
        for (byte, n_bytes) in bytes.iter().take(4).zip(1_usize..) {
            code = code << 8 | u32::from(*byte);
            let is_code = |(first, last, length): &(u32, u32, u8)| {
                usize::from(*length) == n_bytes && is_within(code, *first, *last, *length)
            };
            if self.spaces.iter().any(is_code) {
                return Some((code, n_bytes));
            }
        }
        let shortest =
            self.spaces.iter().map(|(_, _, length)| usize::from(*length)).min().unwrap_or(2);
        let taken = bytes.get(..shortest.min(bytes.len())).filter(|taken| !taken.is_empty())?;
        Some((taken.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)), taken.len()))
    }

    /// Appends what a code stands for; says whether it stands for anything.
    pub(crate) fn push_text(&self, code: u32, text: &mut String) -> bool {
        let mut near = self.texts.range(code..).take(OVERLAPS_MAX);
        let found = near.find_map(|(_, (first, units))| Some((code.checked_sub(*first)?, units)));
        let Some((further, units)) = found else { return false };
        let Some((last, before)) = units.split_last() else { return true };
        let counted = u32::from(*last).saturating_add(further);
        if before.is_empty() || further == 0 || counted <= 0xFFFF {
            let last = u16::try_from(counted).unwrap_or(0xFFFD);
            let units = before.iter().copied().chain([last]);
            text.extend(char::decode_utf16(units).map(|sign| sign.unwrap_or('\u{FFFD}')));
        }
        true
    }

    /// The glyph number of a code; 0 where it has none.
    pub(crate) fn glyph(&self, code: u32) -> u32 {
        self.glyphs
            .range(code..)
            .take(OVERLAPS_MAX)
            .find_map(|(_, (first, glyph))| Some(glyph.saturating_add(code.checked_sub(*first)?)))
            .unwrap_or(0)
    }

    /// Whether it says what codes stand for.
    pub(crate) fn has_texts(&self) -> bool {
        !self.texts.is_empty()
    }

    fn add_spaces(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Text(first), Token::Text(last)] = pair
                && let Ok(length @ 1..=4) = u8::try_from(last.len())
                && self.spaces.len() < 100
            {
                self.spaces.push((code(first), code(last), length));
            }
        }
    }

    fn add_characters(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Text(first), Token::Text(target)] = pair {
                self.add_text(code(first), code(first), target);
            }
        }
    }

    fn add_ranges(&mut self, operands: &[Token<'_>]) {
        let mut operands = operands.iter();
        while let Some(first) = operands.next() {
            let (Token::Text(first), Some(Token::Text(last))) = (first, operands.next()) else {
                continue;
            };
            match operands.next() {
                Some(Token::Text(target)) => self.add_text(code(first), code(last), target),
                Some(Token::ArrayStart) => {
                    for (code, target) in (code(first)..).zip(operands.by_ref()) {
                        let Token::Text(target) = target else { break };
                        self.add_text(code, code, target);
                    }
                }
                _ => {}
            }
        }
    }

    fn add_text(&mut self, first: u32, last: u32, target: &[u8]) {
        if last < first || target.len() > TARGET_BYTES_MAX || self.texts.len() >= ENTRIES_MAX {
            return;
        }
        // One byte alone is met in files of careless writers and means the code below U+0100.
        let units = match target {
            [byte] => vec![u16::from(*byte)],
            _ => target.as_chunks::<2>().0.iter().map(|unit| u16::from_be_bytes(*unit)).collect(),
        };
        self.texts.insert(last, (first, units));
    }

    fn add_glyph_ranges(&mut self, operands: &[Token<'_>]) {
        for triple in operands.chunks_exact(3) {
            if let [Token::Text(first), Token::Text(last), Token::Number(glyph)] = triple
                && self.glyphs.len() < ENTRIES_MAX
            {
                self.glyphs.insert(code(last), (code(first), whole(*glyph)));
            }
        }
    }

    fn add_glyphs(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Text(one), Token::Number(glyph)] = pair
                && self.glyphs.len() < ENTRIES_MAX
            {
                self.glyphs.insert(code(one), (code(one), whole(*glyph)));
            }
        }
    }
}

/// Whether each byte of a code lies between the same bytes of two others (Technical Note 5014, 7.1).
fn is_within(code: u32, first: u32, last: u32, length: u8) -> bool {
    code.to_be_bytes()
        .into_iter()
        .zip(first.to_be_bytes().into_iter().zip(last.to_be_bytes()))
        .skip(4_usize.saturating_sub(usize::from(length)))
        .all(|(byte, (first, last))| (first..=last).contains(&byte))
}

fn code(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |code, byte| code << 8 | u32::from(*byte))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
const fn whole(number: f64) -> u32 {
    number as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MAP: &[u8] = b"1 begincodespacerange <00> <7F> <8140> <FEFE> endcodespacerange
        2 beginbfchar <01> <4FEE> <02> <D840DC3E0041> endbfchar
        3 beginbfrange <8140> <8142> <0061> <8150><8151>[<6539> <610F0031>] <8160> <81ff> <FFFE> endbfrange
        1 begincidrange <20> <7e> 1 endcidrange";

    #[test]
    fn codes_stand_for_their_text() {
        let map = CharacterMap::read(MAP);
        for (code, expected) in [
            (1, "修"),
            (2, "𠀾A"),
            (0x8141, "b"),
            (0x8150, "改"),
            (0x8151, "意1"),
            (0x8162, "\u{FFFD}"),
        ] {
            let mut text = String::new();
            assert!(map.push_text(code, &mut text), "{code:X}");
            assert_eq!(text, expected);
        }
        assert!(!map.push_text(3, &mut String::new()));
        assert_eq!((map.glyph(0x41), map.glyph(0x7F)), (34, 0));
    }

    #[test]
    fn code_spaces_say_how_long_a_code_is() {
        let map = CharacterMap::read(MAP);
        assert_eq!(map.next_code(b"A\x81"), Some((0x41, 1)));
        assert_eq!(map.next_code(b"\x81\x40A"), Some((0x8140, 2)));
        assert_eq!(map.next_code(b"\xFF\xFF"), Some((0xFF, 1)));
        assert_eq!(map.next_code(b""), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>, code: u32) {
            let map = CharacterMap::read(&bytes);
            map.push_text(code, &mut String::new());
            map.next_code(&bytes);
        }
    }
}
