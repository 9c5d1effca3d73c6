//! Fonts of one byte a code: what each byte stands for, and how wide it is.
//!
//! In: the font's dictionary. Out: 256 texts (ISO 32000-1, 9.6.6 and annex D) and 256 widths. Names of glyphs that
//! mean nothing outside their font give no text.

use lopdf::{Dictionary, Object, dictionary};

use super::file::File;

/// Widths of U+0020 to U+007E in Helvetica (Adobe Core 14 AFM), for fonts that state none.
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/// The same in Times-Roman.
const TIMES: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];
/// Width of a sign of which nothing is known.
const WIDTH_UNKNOWN: f64 = 556.0;
/// Elements of a list of differences that are looked at.
const DIFFERENCES_MAX: usize = 2_000;

/// Returns what each byte stands for.
pub(crate) fn texts(file: &File, font: &Dictionary) -> Vec<String> {
    let encoding = file.get(font, b"Encoding");
    let dictionary = encoding.and_then(|encoding| encoding.as_dict().ok());
    let base = match dictionary {
        Some(dictionary) => file.get(dictionary, b"BaseEncoding"),
        None => encoding,
    };
    let is_true_type = file
        .get(font, b"Subtype")
        .is_some_and(|kind| kind.as_name().is_ok_and(|kind| kind == b"TrueType"));
    // A TrueType font without an encoding follows its own table; most of those are Windows fonts.
    let fallback: &[u8] = if is_true_type { b"WinAnsiEncoding" } else { b"StandardEncoding" };
    let base = base.and_then(|base| base.as_name().ok()).unwrap_or(fallback);
    let mut texts = named_encoding(file, base);
    if let Some(differences) =
        dictionary.and_then(|dictionary| file.array(dictionary, b"Differences"))
    {
        differ(file, &mut texts, differences);
    }
    texts
}

/// Returns how wide each byte is, in thousandths of the font's size.
pub(crate) fn widths(file: &File, font: &Dictionary, texts: &[String]) -> Vec<f64> {
    let missing = file
        .dictionary(font, b"FontDescriptor")
        .and_then(|descriptor| file.number(descriptor, b"MissingWidth"))
        .unwrap_or(0.0);
    let Some(stated) = file.array(font, b"Widths") else {
        return texts.iter().map(|text| core_width(&file.name(font, b"BaseFont"), text)).collect();
    };
    let first = file.number(font, b"FirstChar").unwrap_or(0.0);
    (0..256_u16)
        .map(|code| {
            let place = f64::from(code) - first;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked to be 0 to 255"
            )]
            let place = (0.0..256.0).contains(&place).then_some(place as usize);
            place
                .and_then(|place| stated.get(place))
                .and_then(|width| file.as_number(width))
                .unwrap_or(missing)
        })
        .collect()
}

fn core_width(name: &str, text: &str) -> f64 {
    if name.contains("Courier") {
        return 600.0;
    }
    let table = if name.contains("Times") { &TIMES } else { &HELVETICA };
    text.chars()
        .next()
        .and_then(|sign| table.get(usize::try_from(u32::from(sign).checked_sub(0x20)?).ok()?))
        .map_or(WIDTH_UNKNOWN, |width| f64::from(*width))
}

fn named_encoding(file: &File, name: &[u8]) -> Vec<String> {
    let font = dictionary! { "Type" => "Font", "Encoding" => Object::Name(name.to_vec()) };
    let encoding = font.get_font_encoding(file.document()).ok();
    (0..=255_u8)
        .map(|byte| {
            let text =
                encoding.as_ref().and_then(|encoding| encoding.bytes_to_string(&[byte]).ok());
            text.filter(|text| !text.contains('\u{FFFD}')).unwrap_or_default()
        })
        .collect()
}

fn differ(file: &File, texts: &mut [String], differences: &[Object]) {
    let mut code = 0_usize;
    for item in differences.iter().take(DIFFERENCES_MAX) {
        if let Ok(name) = item.as_name() {
            if let Some(text) = texts.get_mut(code) {
                *text = glyph_text(file, name).unwrap_or_default();
            }
            code = code.saturating_add(1);
        } else if let Some(number) = file.as_number(item) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the cast saturates"
            )]
            let number = number as usize;
            code = number;
        }
    }
}

/// Returns what a glyph's name stands for (Adobe Glyph List Specification, section 2).
fn glyph_text(file: &File, name: &[u8]) -> Option<String> {
    let name = str::from_utf8(name).ok()?;
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    if name == "notdef" {
        return None;
    }
    let text: String = name.split('_').filter_map(|part| component_text(file, part)).collect();
    (!text.is_empty()).then_some(text)
}

fn component_text(file: &File, name: &str) -> Option<String> {
    if let Some(text) = listed_name(file, name) {
        return Some(text);
    }
    if let Some(hex) = name.strip_prefix("uni").filter(|hex| hex.len() >= 4 && hex.len() % 4 == 0) {
        return hex.as_bytes().chunks(4).map(scalar).collect();
    }
    let hex = name.strip_prefix('u').filter(|hex| (4..=6).contains(&hex.len()))?;
    scalar(hex.as_bytes()).map(String::from)
}

fn scalar(hex: &[u8]) -> Option<char> {
    char::from_u32(u32::from_str_radix(str::from_utf8(hex).ok()?, 16).ok()?)
}

/// Looks a name up in the Adobe Glyph List, which lopdf holds behind its fonts only.
fn listed_name(file: &File, name: &str) -> Option<String> {
    let differences = vec![Object::Integer(0), Object::Name(name.as_bytes().to_vec())];
    let font = dictionary! {
        "Type" => "Font",
        "Encoding" => dictionary! { "Differences" => Object::Array(differences) },
    };
    let encoding = font.get_font_encoding(file.document()).ok()?;
    let text = encoding.bytes_to_string(&[0]).ok()?;
    (!text.is_empty() && !text.contains(['\0', '\u{FFFD}'])).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(font: &Dictionary, byte: usize, expected: &str) {
        let file = File::empty();
        assert_eq!(texts(&file, font)[byte], expected);
    }

    #[test]
    fn base_encodings_are_those_of_the_standard() {
        for (name, expected) in
            [("WinAnsiEncoding", "Ä"), ("MacRomanEncoding", "ƒ"), ("StandardEncoding", "¥")]
        {
            let byte = if name == "StandardEncoding" { 0xA5 } else { 0xC4 };
            check(&dictionary! { "Encoding" => name }, byte, expected);
        }
    }

    #[test]
    fn names_of_glyphs_stand_for_text() {
        for (name, expected) in [
            ("Adieresis", "Ä"),
            ("uni4FEE6539", "修改"),
            ("u2003E", "𠀾"),
            ("f_i", "fi"),
            ("a.sc", "a"),
            ("g12", ""),
            (".notdef", ""),
        ] {
            let differences = vec![Object::Integer(65), Object::Name(name.into())];
            let font = dictionary! { "Encoding" => dictionary! { "Differences" => differences } };
            check(&font, 65, expected);
            check(&font, 66, "B");
        }
    }
}
