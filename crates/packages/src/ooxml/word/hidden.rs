//! Styles that hide their text.
//!
//! In: `word/styles.xml`. Out: the ids of the styles that are hidden themselves or by the style that they are based on.

use std::collections::{BTreeMap, BTreeSet};

use super::properties::is_on;
use crate::package::Package;
use subtier_xml::Step;

/// Bytes read of the styles; Word writes about 30 kB, templates of agencies up to some MB.
const STYLES_BYTES_MAX: u64 = 32 << 20;

/// Styles looked at.
const STYLES_MAX: usize = 20_000;

/// Styles that a style may be based on, one on the other; a longer chain is a circle.
const BASES_MAX: usize = 64;

/// The styles that hide.
#[derive(Debug, Default)]
pub(super) struct HiddenStyles(BTreeSet<String>);

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    hides: Option<bool>,
}

impl HiddenStyles {
    /// Reads them.
    pub(super) fn read(package: &mut Package<'_>, part: &str) -> Self {
        let bytes = package.bytes(part, STYLES_BYTES_MAX);
        // Most documents hide nothing. In UTF-16 every other byte is zero.
        let is_wide = bytes.iter().take(4).any(|byte| matches!(byte, 0 | 0xFE | 0xFF));
        if !is_wide && memchr::memmem::find(&bytes, b"vanish").is_none() {
            return Self::default();
        }
        let mut xml = package.xml_of(bytes);
        let mut styles: BTreeMap<String, Style> = BTreeMap::new();
        let mut style: Option<(String, Style)> = None;
        while let Ok(step) = xml.step() {
            match (step, xml.name()) {
                (Step::Eof, _) => break,
                (Step::Start, "style") => {
                    style = xml.attribute("styleId").map(|id| (id, Style::default()));
                }
                (Step::Start, "basedOn") => {
                    if let Some((_, style)) = &mut style {
                        style.based_on = xml.attribute("val");
                    }
                }
                (Step::Start, "vanish") => {
                    if let Some((_, style)) = &mut style {
                        style.hides = Some(is_on(xml.value("val").as_deref()));
                    }
                }
                // Formats of parts of a table do not hide all of it.
                (Step::Start, "tblStylePr") => {
                    if xml.skip().is_err() {
                        break;
                    }
                }
                (Step::End, "style") if styles.len() < STYLES_MAX => {
                    styles.extend(style.take());
                }
                (Step::Start | Step::End | Step::Text, _) => {}
            }
        }
        if styles.values().all(|style| style.hides != Some(true)) {
            return Self::default();
        }
        Self(styles.keys().filter(|id| hides(&styles, id)).cloned().collect())
    }

    /// Whether a style hides its text.
    pub(super) fn has(&self, style: &str) -> bool {
        self.0.contains(style)
    }
}

fn hides(styles: &BTreeMap<String, Style>, id: &str) -> bool {
    let mut at = styles.get(id);
    for _ in 0..BASES_MAX {
        let Some(style) = at else { return false };
        if let Some(hides) = style.hides {
            return hides;
        }
        at = style.based_on.as_deref().and_then(|base| styles.get(base));
    }
    false
}
