//! What the glyphs of an embedded TrueType font stand for, by the font's own table read backwards.
//!
//! In: the font file. Out: a sign for each glyph that has one (OpenType 1.9, table `cmap`, formats 4 and 12). Needed where
//! a font numbers its glyphs and says nothing of Unicode.

use std::collections::BTreeMap;

/// Codes of one font that are looked at.
const CODES_MAX: usize = 300_000;

/// Returns the sign of each glyph; the smallest where a glyph has several.
pub(crate) fn signs(font: &[u8]) -> BTreeMap<u16, char> {
    let mut signs = BTreeMap::new();
    let Some(cmap) = table(font, *b"cmap") else { return signs };
    let n_tables = u16_at(cmap, 2).unwrap_or(0);
    for number in 0..usize::from(n_tables.min(64)) {
        let record = 4 + number * 8;
        let (Some(platform), Some(encoding), Some(offset)) =
            (u16_at(cmap, record), u16_at(cmap, record + 2), u32_at(cmap, record + 4))
        else {
            break;
        };
        if !matches!((platform, encoding), (0, _) | (3, 1 | 10)) {
            continue;
        }
        let part =
            usize::try_from(offset).ok().and_then(|offset| cmap.get(offset..)).unwrap_or_default();
        match u16_at(part, 0) {
            Some(4) => segments(part, &mut signs),
            Some(12) => groups(part, &mut signs),
            _ => {}
        }
    }
    signs
}

fn table(font: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    let n_tables = u16_at(font, 4)?;
    (0..usize::from(n_tables.min(256))).find_map(|number| {
        let record = 12 + number * 16;
        if font.get(record..record + 4)? != tag {
            return None;
        }
        let offset = usize::try_from(u32_at(font, record + 8)?).ok()?;
        let length = usize::try_from(u32_at(font, record + 12)?).ok()?;
        let rest = font.get(offset..)?;
        rest.get(..length.min(rest.len()))
    })
}

fn segments(part: &[u8], signs: &mut BTreeMap<u16, char>) {
    let bytes = usize::from(u16_at(part, 6).unwrap_or(0)) & !1;
    let mut codes_left = CODES_MAX;
    for segment in (0..bytes).step_by(2) {
        let range_at = 16 + 3 * bytes + segment;
        let (Some(last), Some(first), Some(delta), Some(range)) = (
            u16_at(part, 14 + segment),
            u16_at(part, 16 + bytes + segment),
            u16_at(part, 16 + 2 * bytes + segment),
            u16_at(part, range_at),
        ) else {
            return;
        };
        for (code, place) in (first..=last).zip(0_usize..) {
            if codes_left == 0 {
                return;
            }
            codes_left -= 1;
            let glyph = if range == 0 {
                code.wrapping_add(delta)
            } else {
                match u16_at(part, range_at + usize::from(range) + 2 * place) {
                    Some(0) | None => 0,
                    Some(glyph) => glyph.wrapping_add(delta),
                }
            };
            keep(signs, glyph, u32::from(code));
        }
    }
}

fn groups(part: &[u8], signs: &mut BTreeMap<u16, char>) {
    let mut codes_left = CODES_MAX;
    for group in part.get(16..).unwrap_or_default().as_chunks::<12>().0 {
        let (Some(first), Some(last), Some(glyph)) =
            (u32_at(group, 0), u32_at(group, 4), u32_at(group, 8))
        else {
            return;
        };
        for (code, glyph) in (first..=last).zip(glyph..) {
            let Ok(glyph) = u16::try_from(glyph) else { break };
            if codes_left == 0 {
                return;
            }
            codes_left -= 1;
            keep(signs, glyph, code);
        }
    }
}

fn keep(signs: &mut BTreeMap<u16, char>, glyph: u16, code: u32) {
    if glyph != 0
        && let Some(sign) = char::from_u32(code).filter(|sign| *sign != '\u{FFFF}')
    {
        let kept = signs.entry(glyph).or_insert(sign);
        *kept = (*kept).min(sign);
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_be_bytes(*bytes))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn font() -> Vec<u8> {
        let mut font = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        font.extend(b"cmap\0\0\0\0\0\0\0\x1C\0\0\0\x40");
        // One table (3, 1) of format 4 with the segments U+0041..U+0042 and U+4FEE, and the last one.
        font.extend([0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12]);
        font.extend([0, 4, 0, 40, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0]);
        font.extend([0, 0x42, 0x4F, 0xEE, 0xFF, 0xFF, 0, 0]);
        font.extend([0, 0x41, 0x4F, 0xEE, 0xFF, 0xFF]);
        font.extend([0xFF, 0xC4, 0xB0, 0x19, 0, 1]);
        font.extend([0, 0, 0, 0, 0, 0]);
        font
    }

    #[test]
    fn glyphs_are_read_back_to_signs() {
        let expected = BTreeMap::from([(5, 'A'), (6, 'B'), (7, '修')]);
        assert_eq!(signs(&font()), expected);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            signs(&bytes);
        }

        #[test]
        fn a_damaged_font_is_read(at in 0..80_usize, byte: u8) {
            let mut font = font();
            if let Some(place) = font.get_mut(at) {
                *place = byte;
            }
            signs(&font);
        }
    }
}
