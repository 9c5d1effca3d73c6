//! The fonts of an RTF, and the code page of a run.
//!
//! In: the font table. Out: names as signals, and for each font the code page of the bytes written under it.

use std::collections::BTreeMap;

use subtier_model::Place;

use super::code_page::decode;
use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_blocks::windows::code_page_of_character_set;

/// Fonts of one file.
const FONTS_MAX: usize = 10_000;
/// Character set of fonts of symbols (RTF 1.9.1, `\fcharsetN`).
const SYMBOL_SET: u16 = 2;
/// Bytes of a font's name.
const NAME_BYTES_MAX: usize = 1_000;

/// The fonts, and the one that is being defined.
#[derive(Debug, Default)]
pub(crate) struct Fonts {
    by_number: BTreeMap<i32, Font>,
    /// Number of the font that is being defined.
    pub(crate) defined: i32,
    name: String,
}

#[derive(Debug, Default)]
struct Font {
    set: Option<u16>,
    code_page: Option<u16>,
}

impl Fonts {
    /// Takes a control word of the table; says whether it was one.
    pub(crate) fn set(&mut self, word: &str, value: i32) -> bool {
        if !matches!(word, "f" | "fcharset" | "cpg") {
            return false;
        }
        if word == "f" {
            self.defined = value;
            self.name.clear();
        }
        if self.by_number.len() >= FONTS_MAX && !self.by_number.contains_key(&self.defined) {
            return true;
        }
        let font = self.by_number.entry(self.defined).or_default();
        let number = u16::try_from(value).ok();
        match word {
            "fcharset" => font.set = number,
            "cpg" => font.code_page = number.filter(|code_page| *code_page != 0),
            _ => {}
        }
        true
    }

    /// Adds to the name; a semicolon ends it.
    pub(crate) fn push_name(&mut self, text: &str, writing: &mut Writing) {
        for part in text.split_inclusive(';') {
            if self.name.len() < NAME_BYTES_MAX {
                self.name.push_str(part.trim_end_matches(';'));
            }
            if part.ends_with(';') {
                self.end_name(writing);
            }
        }
    }

    /// Ends the name.
    pub(crate) fn end_name(&mut self, writing: &mut Writing) {
        let name = std::mem::take(&mut self.name);
        writing.signal(SignalKind::Font, name.trim(), Place::Words("fonttbl".to_owned()));
    }

    /// Reads a run under a font; where that says "Western", the font of double-byte text is asked, then the file. Signs
    /// of a font of symbols stand for nothing.
    pub(crate) fn decode(
        &self,
        run: &[u8],
        font: i32,
        double_byte: Option<i32>,
        of_file: u16,
    ) -> String {
        let set = self.by_number.get(&font).and_then(|font| font.set);
        if set == Some(SYMBOL_SET) && font != self.defined {
            return String::new();
        }
        let mut code_page = self.code_page(font);
        if let Some(double_byte) = double_byte
            && code_page.is_none_or(|code_page| code_page == 1252)
        {
            code_page = self.code_page(double_byte).or(code_page);
        }
        decode(run, code_page, of_file)
    }

    fn code_page(&self, font: i32) -> Option<u16> {
        let font = self.by_number.get(&font)?;
        font.code_page.or_else(|| code_page_of_character_set(font.set?))
    }
}
