//! Page headers and footers of a spreadsheet in `OpenDocument` (ODF 1.3 part 3, 16.10).
//!
//! In: `styles.xml`. Out: the text of each region that a person wrote. Fields that the program fills in are left out, and so are
//! regions that say no more than that, since `LibreOffice` writes "Page 1" into every file.

use std::collections::BTreeSet;

use subtier_model::Place;

use crate::package::Package;
use crate::page_words::is_page_words;
use subtier_blocks::BlockKind;
use subtier_blocks::Writing;
use subtier_xml::Step;

/// Bytes of the styles that are read.
const STYLES_BYTES_MAX: u64 = 64 << 20;

/// Texts of headers that are kept.
const HEADERS_MAX: usize = 200;

/// A region being read.
#[derive(Debug, Default)]
struct Region {
    text: String,
    paragraphs: usize,
    has_field: bool,
    fields_open: usize,
}

impl Region {
    /// The text where a person wrote it.
    fn text(&self) -> Option<&str> {
        let text = self.text.trim();
        let is_only_field = self.has_field && is_page_words(text);
        (!text.is_empty() && !is_only_field).then_some(text)
    }
}

/// Reads the headers and footers.
pub(super) fn read(package: &mut Package<'_>, writing: &mut Writing) {
    let part = "styles.xml";
    let Some(mut xml) = package.small_xml(part, STYLES_BYTES_MAX) else { return };
    let mut seen = BTreeSet::new();
    let (mut region, mut is_header, mut is_master) = (Region::default(), false, false);
    while let Ok(step) = xml.step() {
        let is_start = step == Step::Start;
        let (name, is_edge) = (xml.name(), step != Step::Text);
        match name {
            _ if step == Step::Eof => return,
            "master-page" if is_edge => is_master = is_start,
            name if is_edge && is_master && is_header_name(name) => {
                write(&mut region, &mut seen, writing);
                is_header =
                    is_start && xml.attribute("display").is_none_or(|shown| shown != "false");
            }
            "region-left" | "region-center" | "region-right" if is_edge => {
                write(&mut region, &mut seen, writing);
            }
            _ if !is_header => {}
            "p" if is_start => {
                region.paragraphs += 1;
                if region.paragraphs > 1 {
                    region.text.push('\n');
                }
            }
            name if is_edge && is_field(name) => {
                region.has_field = true;
                let open = region.fields_open;
                region.fields_open = if is_start { open + 1 } else { open.saturating_sub(1) };
            }
            _ if step == Step::Text && region.paragraphs > 0 && region.fields_open == 0 => {
                region.text.push_str(xml.text());
            }
            _ => {}
        }
    }
}

fn write(region: &mut Region, seen: &mut BTreeSet<String>, writing: &mut Writing) {
    if let Some(text) = region.text()
        && seen.len() < HEADERS_MAX
        && seen.insert(text.to_owned())
    {
        writing.text(BlockKind::PageHeader, text, Place::Words("styles.xml".to_owned()));
    }
    *region = Region::default();
}

fn is_header_name(name: &str) -> bool {
    matches!(
        name,
        "header" | "footer" | "header-left" | "footer-left" | "header-first" | "footer-first"
    )
}

fn is_field(name: &str) -> bool {
    matches!(
        name,
        "sheet-name" | "page-number" | "page-count" | "date" | "time" | "title" | "file-name"
    )
}
