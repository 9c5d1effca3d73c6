//! Fonts: those a file names, what stood in for them, and the code pages they declare.
//!
//! In: font tables, themes and styles of a package. Out: signals. Of a theme's fonts for single scripts only those are told that differ
//! from the themes Office comes with, since every file repeats them.

use subtier_model::Place;

use crate::package::{Package, has_ending};
use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_blocks::windows;
use subtier_xml::{Step, Xml};

/// Fonts of one part that are looked at.
const FONTS_MAX: usize = 5000;

/// Says a font.
pub(crate) fn font(name: &str, place: &Place, writing: &mut Writing) {
    writing.signal(SignalKind::Font, name, place.clone());
}

/// Says the East Asian code pages of the bits that a font declares (`w:sig` repeats them as csb0: ECMA-376 part 1, 17.8.3.13).
pub(crate) fn code_pages(bits: u32, place: &Place, writing: &mut Writing) {
    for code_page in windows::code_pages_of_font(bits) {
        let words = windows::code_page_in_words(code_page);
        writing.signal(SignalKind::FontCodePage, words, place.clone());
    }
}

/// Says the East Asian code page of a character set (`ST_UcharHexNumber` of `w:charset`, `charset` of xlsx).
fn charset(number: Option<u16>, place: &Place, writing: &mut Writing) {
    let code_page = number.and_then(windows::code_page_of_character_set);
    if let Some(code_page) = code_page.filter(|code_page| windows::is_east_asian(*code_page)) {
        let words = windows::code_page_in_words(code_page);
        writing.signal(SignalKind::FontCodePage, words, place.clone());
    }
}

type Take = fn(&Xml<std::io::Cursor<Vec<u8>>>, &mut State, &Place, &mut Writing);

/// What is remembered between the elements of one part.
#[derive(Debug, Default)]
struct State {
    font: String,
    scheme: &'static str,
}

/// Reads the fonts of OOXML.
pub(super) fn read_ooxml(package: &mut Package<'_>, writing: &mut Writing) {
    for name in package.names() {
        let take: Take = if has_ending(&name, "/fontTable.xml") {
            font_table
        } else if name.contains("/theme/theme") && has_ending(&name, ".xml") {
            theme
        } else if has_ending(&name, "xl/styles.xml") {
            sheet_styles
        } else {
            continue;
        };
        read_part(package, &name, take, writing);
    }
}

/// Reads the fonts of ODF.
pub(super) fn read_odf(package: &mut Package<'_>, writing: &mut Writing) {
    for name in ["styles.xml", "content.xml"] {
        read_part(package, name, font_face, writing);
    }
}

fn read_part(package: &mut Package<'_>, part: &str, take: Take, writing: &mut Writing) {
    let Some(mut xml) = package.small_xml(part, super::PART_BYTES_MAX) else { return };
    let place = Place::Words(part.to_owned());
    let mut state = State::default();
    let mut count = 0;
    while let Ok(step) = xml.step() {
        match step {
            Step::Eof => return,
            // Behind the fonts stands the text, and in styles of a sheet thousands of other things.
            Step::Start if matches!(xml.name(), "body" | "cellXfs") => return,
            Step::Start if count < FONTS_MAX => {
                count += usize::from(matches!(xml.name(), "font" | "font-face"));
                take(&xml, &mut state, &place, writing);
            }
            Step::Start | Step::End | Step::Text => {}
        }
    }
}

fn font_table(
    xml: &Xml<std::io::Cursor<Vec<u8>>>,
    state: &mut State,
    place: &Place,
    writing: &mut Writing,
) {
    match xml.name() {
        "font" => {
            state.font = xml.attribute("name").unwrap_or_default();
            font(&state.font, place, writing);
        }
        "altName" => {
            let other = xml.attribute("val").unwrap_or_default();
            if !other.is_empty() && other != state.font {
                let words = format!("{} = {other}", state.font);
                writing.signal(SignalKind::SubstitutedFont, words, place.clone());
            }
        }
        "charset" => {
            let number = xml.attribute("val").and_then(|hex| u16::from_str_radix(&hex, 16).ok());
            charset(number, place, writing);
        }
        "sig" => {
            let bits = xml.attribute("csb0").and_then(|hex| u32::from_str_radix(&hex, 16).ok());
            code_pages(bits.unwrap_or(0), place, writing);
        }
        _ => {}
    }
}

fn sheet_styles(
    xml: &Xml<std::io::Cursor<Vec<u8>>>,
    _state: &mut State,
    place: &Place,
    writing: &mut Writing,
) {
    match xml.name() {
        "name" => font(&xml.attribute("val").unwrap_or_default(), place, writing),
        "charset" => {
            let number = xml.attribute("val").and_then(|number| number.parse().ok());
            charset(number, place, writing);
        }
        _ => {}
    }
}

/// Fonts that the themes of Office 2007 to 365 give East Asian scripts (read from files these programs wrote).
const OFFICE_SCRIPT_FONTS: [(&str, &[&str]); 4] = [
    (
        "Jpan",
        &[
            "ＭＳ Ｐゴシック",
            "ＭＳ ゴシック",
            "ＭＳ 明朝",
            "ＭＳ Ｐ明朝",
            "游ゴシック",
            "游ゴシック Light",
            "游明朝",
            "Yu Gothic",
            "Yu Gothic Light",
        ],
    ),
    ("Hang", &["맑은 고딕", "Malgun Gothic"]),
    ("Hans", &["宋体", "等线", "等线 Light", "DengXian", "DengXian Light"]),
    ("Hant", &["新細明體", "新细明体", "PMingLiU"]),
];

fn theme(
    xml: &Xml<std::io::Cursor<Vec<u8>>>,
    state: &mut State,
    place: &Place,
    writing: &mut Writing,
) {
    let face = || xml.attribute("typeface").filter(|face| !face.is_empty());
    match xml.name() {
        "majorFont" => state.scheme = "major",
        "minorFont" => state.scheme = "minor",
        "fmtScheme" => state.scheme = "",
        script @ ("latin" | "ea") if !state.scheme.is_empty() => {
            if let Some(face) = face() {
                let words = format!("{} {script}: {face}", state.scheme);
                writing.signal(SignalKind::ThemeFont, words, place.clone());
            }
        }
        "font" if !state.scheme.is_empty() => {
            let script = xml.attribute("script").unwrap_or_default();
            let known = OFFICE_SCRIPT_FONTS.iter().find(|(name, _)| *name == script);
            if let (Some((_, usual)), Some(face)) = (known, face())
                && !usual.contains(&face.as_str())
            {
                let words = format!("{} {script}: {face}", state.scheme);
                writing.signal(SignalKind::ThemeFont, words, place.clone());
            }
        }
        _ => {}
    }
}

fn font_face(
    xml: &Xml<std::io::Cursor<Vec<u8>>>,
    _state: &mut State,
    place: &Place,
    writing: &mut Writing,
) {
    if xml.name() == "font-face" {
        // ODF 1.3 part 3, 19.532: a family may be a list, and quoted.
        let family = xml.attribute("font-family").or_else(|| xml.attribute("name"));
        let family = family.unwrap_or_default();
        font(family.trim().trim_matches(['\'', '"']), place, writing);
    }
}
