//! Styles of a workbook, as far as they decide what a cell shows: the number format of each (ECMA-376 part 1, 18.8).
//!
//! In: `styles.xml`. Out: one format a style. A style that says nothing sensible shows numbers as they are.

use std::collections::BTreeMap;
use std::rc::Rc;

use subtier_cells::NumberFormat;
use subtier_xml::{Step, Xml};

/// Styles that are kept; Excel allows 65,490 (Excel specifications and limits).
const STYLES_MAX: usize = 100_000;

/// Formats of one's own that are kept.
const FORMATS_MAX: usize = 10_000;

/// The formats of the styles, in order.
#[derive(Debug, Default)]
pub(crate) struct Styles(Vec<Rc<NumberFormat>>);

impl Styles {
    /// The format of a style.
    pub(crate) fn format(&self, style: usize) -> &NumberFormat {
        static GENERAL: NumberFormat = NumberFormat::GENERAL;
        self.0.get(style).map_or(&GENERAL, Rc::as_ref)
    }

    /// Reads the styles; what stands behind a fault is left out.
    pub(crate) fn read<R: std::io::Read>(xml: &mut Xml<R>) -> Self {
        let mut codes: BTreeMap<u32, Rc<NumberFormat>> = BTreeMap::new();
        let mut styles = Vec::new();
        let general = Rc::new(NumberFormat::GENERAL);
        let mut is_cell_styles = false;
        while let Ok(step) = xml.step() {
            match (step, xml.name()) {
                (Step::Eof, _) => break,
                (Step::Start | Step::End, "cellXfs") => is_cell_styles = step == Step::Start,
                (Step::Start, "numFmt") if codes.len() < FORMATS_MAX => {
                    let number = xml.attribute("numFmtId").and_then(|id| id.trim().parse().ok());
                    if let (Some(number), Some(code)) = (number, xml.attribute("formatCode")) {
                        codes.insert(number, Rc::new(NumberFormat::new(&code)));
                    }
                }
                (Step::Start, "xf") if is_cell_styles && styles.len() < STYLES_MAX => {
                    let number: Option<u32> =
                        xml.attribute("numFmtId").and_then(|id| id.trim().parse().ok());
                    let format = number.and_then(|number| format_of(number, &mut codes));
                    styles.push(format.unwrap_or_else(|| Rc::clone(&general)));
                }
                _ => {}
            }
        }
        Self(styles)
    }
}

/// The format of a number: the file's own, else a built-in one.
fn format_of(number: u32, codes: &mut BTreeMap<u32, Rc<NumberFormat>>) -> Option<Rc<NumberFormat>> {
    if let Some(format) = codes.get(&number) {
        return Some(Rc::clone(format));
    }
    let format = Rc::new(NumberFormat::built_in(number)?);
    codes.insert(number, Rc::clone(&format));
    Some(format)
}
