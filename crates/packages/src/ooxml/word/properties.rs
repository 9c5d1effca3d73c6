//! The properties of runs, paragraphs, rows and cells, as far as they decide what text is.
//!
//! In: XML that stands at the start of a properties element. Out: what it says; the reader stands behind its end then.
//! What a change of properties keeps of the former ones is left out.

use std::io::Read;

use super::hidden::HiddenStyles;
use subtier_xml::{Step, Xml};

/// Whether a property that is on or off is on (ECMA-376 part 1, 22.9.2.7: on where there is no value).
pub(super) fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off"))
}

/// What the properties of a run say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RunProperties {
    pub(super) is_hidden: bool,
    /// Language of the signs of alphabets.
    pub(super) language: Option<String>,
    /// Language of East Asian signs.
    pub(super) east_asian: Option<String>,
}

impl RunProperties {
    /// Reads `w:rPr` (ECMA-376 part 1, 17.3.2.28).
    pub(super) fn read<R: Read>(xml: &mut Xml<R>, hidden: &HiddenStyles) -> Result<Self, String> {
        let mut run = Self::default();
        let mut by_itself = None;
        each_child(xml, |xml| match xml.name() {
            "vanish" => by_itself = Some(is_on(xml.value("val").as_deref())),
            "rStyle" => run.is_hidden |= xml.value("val").is_some_and(|style| hidden.has(&style)),
            "lang" => {
                run.language = xml.attribute("val");
                run.east_asian = xml.attribute("eastAsia");
            }
            _ => {}
        })?;
        run.is_hidden = by_itself.unwrap_or(run.is_hidden);
        Ok(run)
    }
}

/// Whether `w:pPr` names a style that hides.
pub(super) fn paragraph_hides<R: Read>(
    xml: &mut Xml<R>,
    hidden: &HiddenStyles,
) -> Result<bool, String> {
    let mut hides = false;
    each_child(xml, |xml| {
        if xml.name() == "pStyle" {
            hides = xml.value("val").is_some_and(|style| hidden.has(&style));
        }
    })?;
    Ok(hides)
}

/// Columns before the first cell of a row: `w:trPr` (ECMA-376 part 1, 17.4.15).
pub(super) fn columns_before<R: Read>(xml: &mut Xml<R>) -> Result<u32, String> {
    let mut before = 0;
    each_child(xml, |xml| {
        if xml.name() == "gridBefore" {
            before = number(xml.value("val").as_deref()).unwrap_or(0);
        }
    })?;
    Ok(before)
}

/// What the properties of a cell say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct CellProperties {
    /// Columns that it spans.
    pub(super) columns: u32,
    /// Whether it is part of a vertical merge, and whether it begins it.
    pub(super) merge: Option<bool>,
}

impl CellProperties {
    /// Reads `w:tcPr` (ECMA-376 part 1, 17.4.17 and 17.4.84).
    pub(super) fn read<R: Read>(xml: &mut Xml<R>) -> Result<Self, String> {
        let mut cell = Self { columns: 1, merge: None };
        each_child(xml, |xml| match xml.name() {
            "gridSpan" => cell.columns = number(xml.value("val").as_deref()).unwrap_or(1).max(1),
            "vMerge" => cell.merge = Some(xml.value("val").is_some_and(|val| val == "restart")),
            _ => {}
        })?;
        Ok(cell)
    }
}

/// Columns of the widest table; Word allows 63 (support.microsoft.com, "Word specifications and limits"), others more.
const COLUMNS_MAX: u32 = 1 << 14;

fn number(value: Option<&str>) -> Option<u32> {
    value?.trim().parse::<u32>().ok().map(|number| number.min(COLUMNS_MAX))
}

/// Calls `found` at each child of the element that began, and goes past its end.
fn each_child<R: Read>(xml: &mut Xml<R>, mut found: impl FnMut(&mut Xml<R>)) -> Result<(), String> {
    let inside = xml.depth();
    loop {
        match xml.step()? {
            Step::Start if xml.depth() == inside + 1 => found(xml),
            Step::End if xml.depth() < inside => return Ok(()),
            Step::Eof => return Ok(()),
            Step::Start | Step::End | Step::Text => {}
        }
    }
}
