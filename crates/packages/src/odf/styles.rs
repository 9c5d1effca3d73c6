//! Styles of `OpenDocument`, as far as they decide whether text is seen.
//!
//! In: the styles of `styles.xml` and the automatic ones of `content.xml`. Out: which of them hide text or a slide, by
//! themselves or through their parent.

use std::collections::BTreeMap;
use std::io::Read;

use subtier_xml::Xml;

/// Styles kept.
const STYLES_MAX: usize = 50_000;

/// Parents followed; a longer chain is a circle.
const PARENTS_MAX: usize = 64;

/// The styles by family and name.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    open: Option<(String, Style)>,
}

#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    hides: Option<bool>,
}

impl Styles {
    /// An element begins that may be a style or one of its properties.
    pub(super) fn start<R: Read>(&mut self, xml: &Xml<R>) {
        match xml.name() {
            "style" => {
                let family = xml.attribute("family").unwrap_or_default();
                let key = |name: &str| format!("{family} {name}");
                let parent = xml.value("parent-style-name").map(|parent| key(&parent));
                self.open =
                    xml.value("name").map(|name| (key(&name), Style { parent, hides: None }));
            }
            // OpenDocument 1.3 part 3, 20.191: text:display is true, none or condition.
            "text-properties" => self.set_hides(xml.value("display").map(|is| is == "none")),
            "section-properties" => self.set_hides(xml.value("display").map(|is| is == "none")),
            // 20.364: presentation:visibility of a page.
            "drawing-page-properties" => {
                self.set_hides(xml.value("visibility").map(|is| is == "hidden"));
            }
            _ => {}
        }
    }

    fn set_hides(&mut self, hides: Option<bool>) {
        if let (Some(hides), Some((_, style))) = (hides, &mut self.open) {
            style.hides = Some(hides);
        }
    }

    /// An element ends.
    pub(super) fn end(&mut self, name: &str) {
        if name == "style" && self.styles.len() < STYLES_MAX {
            self.styles.extend(self.open.take());
        }
    }

    /// What a style says, by itself or through its parents.
    pub(super) fn hides(&self, family: &str, name: Option<&str>) -> Option<bool> {
        let mut at = self.styles.get(&format!("{family} {}", name?));
        for _ in 0..PARENTS_MAX {
            let style = at?;
            if style.hides.is_some() {
                return style.hides;
            }
            at = self.styles.get(style.parent.as_deref()?);
        }
        None
    }
}
