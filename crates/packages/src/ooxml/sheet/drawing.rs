//! Text on drawings of a sheet: boxes, shapes and charts (ECMA-376 part 1, 20.5; old ones in VML, part 4, 19).
//!
//! In: a drawing part. Out: one text block a shape, at the cell where it is anchored. Shapes of comments are left out, since comments
//! are read from their own part; so is what a drawing repeats for old programs.

use subtier_model::{CellName, Place};

use super::parts_of;
use super::workbook::is_true;
use crate::package::Package;
use crate::package::relations::relations_of;
use subtier_blocks::BlockKind;
use subtier_blocks::Writing;
use subtier_xml::{Step, Xml};

/// Bytes of one drawing that are read.
const DRAWING_BYTES_MAX: u64 = 64 << 20;

/// Charts of one drawing that are read.
const CHARTS_MAX: usize = 1000;

/// Bytes of the text of one shape that are kept.
const SHAPE_BYTES_MAX: usize = 1 << 20;

/// Reads a drawing and its charts.
pub(super) fn read(package: &mut Package<'_>, part: &str, sheet: &str, writing: &mut Writing) {
    let Some(mut xml) = package.small_xml(part, DRAWING_BYTES_MAX) else { return };
    read_shapes(&mut xml, part, Some(sheet), writing);
    let relations = relations_of(package, part);
    for chart in parts_of(&relations, "chart").take(CHARTS_MAX) {
        if let Some(mut xml) = package.small_xml(chart, DRAWING_BYTES_MAX) {
            read_shapes(&mut xml, chart, None, writing);
        }
    }
}

/// A shape being read.
#[derive(Debug, Default)]
struct Shape {
    text: String,
    is_hidden: bool,
    column: u32,
    row: u32,
}

fn read_shapes<R: std::io::Read>(
    xml: &mut Xml<R>,
    part: &str,
    sheet: Option<&str>,
    writing: &mut Writing,
) {
    let mut shape = Shape::default();
    let (mut gathers, mut from, mut fallback) = (Gathers::Nothing, false, 0_usize);
    loop {
        let step = match xml.step() {
            Ok(Step::Eof) => return,
            Ok(step) => step,
            Err(reason) => return writing.fault(Place::Words(part.to_owned()), reason),
        };
        let is_start = step == Step::Start;
        match (step, xml.name()) {
            (Step::Text, _) => take_text(&mut shape, gathers, xml.text()),
            (Step::Start | Step::End, "Fallback") => {
                fallback = if is_start { fallback + 1 } else { fallback.saturating_sub(1) };
            }
            _ if fallback > 0 => {}
            (_, "from") => from = is_start,
            (_, "col") => gathers = Gathers::when(is_start && from, Gathers::Column),
            (_, "row") => gathers = Gathers::when(is_start && from, Gathers::Row),
            (_, "t") => gathers = Gathers::when(is_start, Gathers::Text),
            (Step::Start, "cNvPr") => {
                shape.is_hidden = xml.attribute("hidden").is_some_and(|hidden| is_true(&hidden));
                let place = Place::Words(part.to_owned());
                for name in ["descr", "title"] {
                    if let Some(words) = xml.attribute(name) {
                        subtier_blocks::paths::path_in_words(&words, &place, writing);
                    }
                }
            }
            (Step::Start, "br") | (Step::End, "p") => shape.text.push('\n'),
            (Step::Start, "txBody" | "rich") => shape.text.clear(),
            (Step::End, "txBody" | "rich") => write(&mut shape, part, sheet, writing),
            _ => {}
        }
    }
}

/// Which text is being gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gathers {
    Nothing,
    Column,
    Row,
    Text,
}

impl Gathers {
    const fn when(holds: bool, what: Self) -> Self {
        if holds { what } else { Self::Nothing }
    }
}

fn take_text(shape: &mut Shape, gathers: Gathers, text: &str) {
    match gathers {
        Gathers::Column => shape.column = text.trim().parse().unwrap_or(0),
        Gathers::Row => shape.row = text.trim().parse().unwrap_or(0),
        Gathers::Text if shape.text.len() < SHAPE_BYTES_MAX => shape.text.push_str(text),
        Gathers::Text | Gathers::Nothing => {}
    }
}

fn write(shape: &mut Shape, part: &str, sheet: Option<&str>, writing: &mut Writing) {
    let kind = if shape.is_hidden { BlockKind::Hidden } else { BlockKind::TextBox };
    let place = sheet.map_or_else(
        || Place::Words(part.to_owned()),
        |sheet| Place::Cell { sheet: sheet.into(), cell: CellName::at(shape.row, shape.column) },
    );
    writing.text(kind, shape.text.trim_end_matches('\n'), place);
    shape.text.clear();
}

/// Reads an old drawing: buttons and boxes, but not the boxes of comments.
pub(super) fn read_vml(package: &mut Package<'_>, part: &str, sheet: &str, writing: &mut Writing) {
    let Some(mut xml) = package.small_xml(part, DRAWING_BYTES_MAX) else { return };
    let (mut text, mut is_text, mut is_note) = (String::new(), false, false);
    // Old drawings are no good XML; what stands behind a fault is left out.
    while let Ok(step) = xml.step() {
        match (step, xml.name()) {
            (Step::Eof, _) => return,
            (Step::Text, _) if is_text && text.len() < SHAPE_BYTES_MAX => {
                text.push_str(xml.text());
            }
            (Step::Start, "shape") => {
                text.clear();
                is_note = false;
            }
            (Step::Start | Step::End, "textbox") => is_text = step == Step::Start,
            (Step::Start, "br") if is_text => text.push('\n'),
            (Step::Start, "ClientData") => {
                is_note = xml.attribute("ObjectType").is_some_and(|kind| kind == "Note");
            }
            (Step::End, "shape") if !is_note => {
                let place = Place::Words(format!("{sheet} {part}"));
                writing.text(BlockKind::TextBox, text.trim(), place);
            }
            _ => {}
        }
    }
}
