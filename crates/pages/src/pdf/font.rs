//! A font of a page: how its codes become text, and how wide they are.
//!
//! In: the font's dictionary (ISO 32000-1, 9.5 to 9.10). Out: the glyphs of a string, each with its text and width. What a
//! font says of Unicode goes before its encoding, and that before the table of the embedded font file.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object};

use super::cmap::CharacterMap;
use super::file::File;
use super::predefined::Predefined;
use super::{simple, truetype};

/// Widths of one composite font that are kept: a code has two bytes.
const WIDTHS_MAX: usize = 65_536;
/// Bytes of a table of glyph numbers: two for each of 65,536.
const GLYPH_TABLE_BYTES_MAX: usize = 131_072;
/// Width of a glyph of which a composite font says nothing (ISO 32000-1, table 117).
const DEFAULT_WIDTH: f64 = 1000.0;

/// A font.
pub(crate) struct Font {
    /// Its name without the prefix of a subset.
    pub(crate) name: String,
    /// Whether text runs from top to bottom.
    pub(crate) is_vertical: bool,
    /// What of the size one unit of width is.
    unit: f64,
    to_unicode: Option<CharacterMap>,
    coding: Coding,
}

enum Coding {
    Simple { texts: Vec<String>, widths: Vec<f64> },
    Composite(Composite),
}

struct Composite {
    codes: Codes,
    widths: BTreeMap<u32, f64>,
    default_width: f64,
    /// What glyphs of the embedded font file stand for.
    signs: BTreeMap<u16, char>,
    /// Glyph of the font file by glyph number of the font, two bytes each; empty where they are the same.
    glyphs: Vec<u8>,
    /// The character collection, such as `Adobe-GB1`.
    collection: String,
}

enum Codes {
    Identity,
    Predefined(Predefined),
    Embedded(CharacterMap),
    Unknown(String),
}

/// One glyph of a string.
pub(crate) struct Glyph<'a> {
    /// What it stands for; empty where that is not known.
    pub(crate) text: &'a str,
    /// Its width as a part of the font's size.
    pub(crate) width: f64,
    /// Whether the spacing of words is added to it.
    pub(crate) is_space: bool,
    /// Whether it should stand for something and is not known to.
    pub(crate) is_unknown: bool,
}

impl Font {
    /// Reads a font.
    pub(crate) fn read(file: &File, font: &Dictionary) -> Self {
        let to_unicode = file
            .stream(font, b"ToUnicode")
            .and_then(|stream| file.unpack(stream).ok())
            .map(|bytes| CharacterMap::read(&bytes));
        let kind = file.name(font, b"Subtype");
        let coding = if kind == "Type0" {
            Coding::Composite(Composite::read(file, font))
        } else {
            let texts = simple::texts(file, font);
            let widths = simple::widths(file, font, &texts);
            Coding::Simple { texts, widths }
        };
        let is_vertical = match &coding {
            Coding::Simple { .. } => false,
            Coding::Composite(composite) => composite.is_vertical(&file.name(font, b"Encoding")),
        };
        let unit = if kind == "Type3" { type3_unit(file, font) } else { 0.001 };
        Self {
            name: plain_name(&file.name(font, b"BaseFont")).to_owned(),
            is_vertical,
            unit,
            to_unicode,
            coding,
        }
    }

    /// Hands out the glyphs of a string in order.
    pub(crate) fn glyphs(&self, bytes: &[u8], mut each: impl FnMut(&Glyph<'_>)) {
        let mut text = String::new();
        match &self.coding {
            Coding::Simple { texts, widths } => {
                for byte in bytes {
                    text.clear();
                    let place = usize::from(*byte);
                    if !self.push_unicode(u32::from(*byte), &mut text) {
                        text.push_str(texts.get(place).map_or("", String::as_str));
                    }
                    let width = widths.get(place).copied().unwrap_or_default() * self.unit;
                    each(&Glyph { text: &text, width, is_space: *byte == b' ', is_unknown: false });
                }
            }
            Coding::Composite(composite) => {
                let mut rest = bytes;
                while let Some((code, length)) = composite.next_code(rest) {
                    let taken = rest.get(..length).unwrap_or(rest);
                    rest = rest.get(length.max(1)..).unwrap_or_default();
                    text.clear();
                    let is_known = self.push_unicode(code, &mut text)
                        || composite.push_text(code, taken, &mut text);
                    let width = composite.width(code, &text) * self.unit;
                    let is_space = length == 1 && code == 0x20;
                    each(&Glyph { text: &text, width, is_space, is_unknown: !is_known });
                }
            }
        }
    }

    /// Why glyphs of it cannot be read.
    pub(crate) fn reason(&self) -> String {
        let Coding::Composite(composite) = &self.coding else { return String::new() };
        let name = &self.name;
        match &composite.codes {
            Codes::Unknown(encoding) => {
                format!("the character map {encoding} of the font {name} is not known here")
            }
            Codes::Identity | Codes::Predefined(_) | Codes::Embedded(_) => {
                let collection = match composite.collection.as_str() {
                    "" | "Adobe-Identity" => String::new(),
                    collection => format!(" of the collection {collection}"),
                };
                format!(
                    "the font {name} numbers its glyphs{collection} and does not say what they stand for"
                )
            }
        }
    }

    fn push_unicode(&self, code: u32, text: &mut String) -> bool {
        let Some(map) = self.to_unicode.as_ref().filter(|map| map.has_texts()) else {
            return false;
        };
        let before = text.len();
        if !map.push_text(code, text) {
            return false;
        }
        let added = text.get(before..).unwrap_or_default();
        // Writers map glyphs of which they know nothing to U+0000 or U+FFFD.
        let is_text = !added.contains(['\0', '\u{FFFD}']);
        if !is_text {
            text.truncate(before);
        }
        is_text
    }
}

impl Composite {
    fn read(file: &File, font: &Dictionary) -> Self {
        let descendant = file
            .array(font, b"DescendantFonts")
            .and_then(|fonts| file.resolve(fonts.first()?)?.as_dict().ok());
        let codes = match file.get(font, b"Encoding") {
            Some(Object::Stream(stream)) => {
                Codes::Embedded(CharacterMap::read(&file.unpack(stream).unwrap_or_default()))
            }
            Some(Object::Name(name)) => {
                let name = String::from_utf8_lossy(name);
                match Predefined::named(&name) {
                    Some(map) => Codes::Predefined(map),
                    None if name.starts_with("Identity") => Codes::Identity,
                    None => Codes::Unknown(name.into_owned()),
                }
            }
            _ => Codes::Identity,
        };
        let mut composite = Self {
            codes,
            widths: BTreeMap::new(),
            default_width: DEFAULT_WIDTH,
            signs: BTreeMap::new(),
            glyphs: Vec::new(),
            collection: String::new(),
        };
        if let Some(descendant) = descendant {
            composite.descend(file, descendant);
        }
        composite
    }

    fn descend(&mut self, file: &File, descendant: &Dictionary) {
        self.default_width = file.number(descendant, b"DW").unwrap_or(DEFAULT_WIDTH);
        if let Some(widths) = file.array(descendant, b"W") {
            self.widths = composite_widths(file, widths);
        }
        self.collection = collection(file, descendant);
        let font_file = file
            .dictionary(descendant, b"FontDescriptor")
            .and_then(|descriptor| file.stream(descriptor, b"FontFile2"));
        // The table of the font file is read only where nothing else says what a glyph stands for.
        if let Some(stream) = font_file.filter(|_| !matches!(self.codes, Codes::Predefined(_))) {
            self.signs = truetype::signs(&file.unpack(stream).unwrap_or_default());
            self.glyphs = file
                .stream(descendant, b"CIDToGIDMap")
                .and_then(|stream| file.unpack(stream).ok())
                .unwrap_or_default();
            self.glyphs.truncate(GLYPH_TABLE_BYTES_MAX);
        }
    }

    fn is_vertical(&self, encoding: &str) -> bool {
        match &self.codes {
            Codes::Predefined(map) => map.is_vertical,
            Codes::Embedded(map) => map.is_vertical,
            Codes::Identity | Codes::Unknown(_) => encoding.ends_with("-V"),
        }
    }

    fn next_code(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        let length = match &self.codes {
            Codes::Embedded(map) => return map.next_code(bytes),
            Codes::Predefined(map) => map.code_length(bytes),
            Codes::Identity | Codes::Unknown(_) => 2,
        };
        let taken = bytes.get(..length.min(bytes.len())).filter(|taken| !taken.is_empty())?;
        Some((taken.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)), taken.len()))
    }

    fn push_text(&self, code: u32, bytes: &[u8], text: &mut String) -> bool {
        let number = match &self.codes {
            Codes::Predefined(map) => return map.push_text(bytes, text),
            Codes::Unknown(_) => return false,
            Codes::Identity => code,
            Codes::Embedded(map) => map.glyph(code),
        };
        let glyph = if self.glyphs.is_empty() {
            u16::try_from(number).ok()
        } else {
            let at = usize::try_from(number).unwrap_or(usize::MAX).saturating_mul(2);
            self.glyphs
                .get(at..)
                .and_then(|rest| rest.first_chunk())
                .map(|two| u16::from_be_bytes(*two))
        };
        let sign = glyph.and_then(|glyph| self.signs.get(&glyph));
        text.extend(sign);
        sign.is_some()
    }

    fn width(&self, code: u32, text: &str) -> f64 {
        let number = match &self.codes {
            Codes::Identity | Codes::Unknown(_) => Some(code),
            Codes::Embedded(map) => Some(map.glyph(code)),
            Codes::Predefined(map) => {
                let sign = text.chars().next().filter(char::is_ascii);
                let Some(sign) = sign else { return self.default_width };
                match map.latin_glyph(sign) {
                    Some(number) => self.widths.contains_key(&number).then_some(number),
                    None => None,
                }
            }
        };
        match number {
            Some(number) => self.widths.get(&number).copied().unwrap_or(self.default_width),
            // Latin letters of which nothing is said are half as wide as the signs.
            None => 500.0,
        }
    }
}

/// Returns a font's name without the six letters that mark a subset (ISO 32000-1, 9.6.4).
pub(crate) fn plain_name(name: &str) -> &str {
    match name.split_once('+') {
        Some((prefix, rest))
            if prefix.len() == 6 && prefix.bytes().all(|byte| byte.is_ascii_uppercase()) =>
        {
            rest
        }
        _ => name,
    }
}

/// Returns the character collection of a composite font's descendant, such as `Adobe-GB1`.
pub(crate) fn collection(file: &File, descendant: &Dictionary) -> String {
    let Some(system) = file.dictionary(descendant, b"CIDSystemInfo") else { return String::new() };
    let registry = file.text(system, b"Registry").unwrap_or_default();
    let ordering = file.text(system, b"Ordering").unwrap_or_default();
    if ordering.is_empty() { String::new() } else { format!("{registry}-{ordering}") }
}

fn type3_unit(file: &File, font: &Dictionary) -> f64 {
    file.array(font, b"FontMatrix")
        .and_then(|matrix| file.as_number(matrix.first()?))
        .filter(|unit| unit.is_finite())
        .map_or(0.001, f64::abs)
}

/// Reads widths: `first [w w w]` and `first last w` (ISO 32000-1, 9.7.4.3).
fn composite_widths(file: &File, stated: &[Object]) -> BTreeMap<u32, f64> {
    let mut widths = BTreeMap::new();
    let mut stated = stated.iter();
    let mut steps_left = WIDTHS_MAX * 4;
    while let Some(first) = stated.next().and_then(|first| glyph_number(file, first)) {
        let Some(next) = stated.next().and_then(|next| file.resolve(next)) else { break };
        if let Ok(list) = next.as_array() {
            for (number, width) in (first..).zip(list) {
                steps_left = steps_left.saturating_sub(1);
                if let Some(width) = file.as_number(width)
                    && steps_left > 0
                {
                    widths.insert(number, width);
                }
            }
            continue;
        }
        let (Some(last), Some(width)) =
            (glyph_number(file, next), stated.next().and_then(|width| file.as_number(width)))
        else {
            break;
        };
        for number in first..=last.min(0xFFFF) {
            if steps_left == 0 {
                return widths;
            }
            steps_left -= 1;
            widths.insert(number, width);
        }
    }
    widths
}

fn glyph_number(file: &File, object: &Object) -> Option<u32> {
    let number = file.as_number(object)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked just before"
    )]
    (0.0..=65_535.0).contains(&number).then_some(number as u32)
}
