//! The text of shapes, tables, diagrams and charts (`DrawingML`).
//!
//! In: a part. Out: its paragraphs for the flow.

use std::io::Read;

use crate::flow::{Flow, Story};
use crate::package::Package;
use crate::steps::{self, Steps};
use subtier_blocks::BlockKind;
use subtier_xml::Xml;

/// What a part with shapes is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slide {
    Shown,
    Notes,
}

/// Reads a slide or its notes.
pub(super) fn read_slide(package: &mut Package<'_>, part: &str, slide: Slide, flow: &mut Flow<'_>) {
    flow.begin_part(part);
    if !package.has(part) {
        flow.fault("the slide is missing");
    }
    steps::read_part(package, part, &mut Shapes::new(slide), flow);
}

/// Reads all text of a diagram or chart.
pub(in super::super) fn read_part(
    package: &mut Package<'_>,
    part: &str,
    story: Story,
    flow: &mut Flow<'_>,
) {
    flow.begin_part(part);
    flow.begin_story(story);
    let mut shapes = Shapes { in_shape: true, ..Shapes::new(Slide::Shown) };
    steps::read_part(package, part, &mut shapes, flow);
    flow.end_story();
}

/// Reads shapes.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a state of its own; none is an argument"
)]
struct Shapes {
    slide: Slide,
    /// Whether the slide is not shown.
    is_hidden: bool,
    shape_is_hidden: bool,
    in_text: bool,
    in_shape: bool,
    /// Whether a story is open for the text of a shape.
    in_story: bool,
    /// The kind of placeholder that the shape is.
    placeholder: Option<String>,
    /// Values of a chart: names of rows and categories.
    in_chart_text: bool,
    /// Whether the categories of a chart were read: each of its rows repeats them.
    has_categories: bool,
    n_bytes: u64,
    alternatives: Vec<u64>,
    language: Option<String>,
}

impl Steps for Shapes {
    fn start<R: Read>(&mut self, xml: &mut Xml<R>, flow: &mut Flow<'_>) -> Result<(), String> {
        match xml.name() {
            "sld" => self.is_hidden = xml.value("show").is_some_and(|show| is_off(&show)),
            "sp" | "cxnSp" => {
                self.in_shape = true;
                self.shape_is_hidden = false;
                self.placeholder = None;
            }
            "ph" => self.placeholder = Some(xml.attribute("type").unwrap_or_default()),
            "cNvPr" => {
                let is_hidden = xml.value("hidden").is_some_and(|hidden| !is_off(&hidden));
                self.shape_is_hidden = is_hidden;
                super::super::path_of_picture(xml, flow);
            }
            "txBody" => return self.begin_shape(xml, flow),
            "p" => flow.begin_paragraph(),
            "t" => self.in_text = true,
            "rPr" => {
                self.language = xml.attribute("lang");
                xml.skip()?;
            }
            "pPr" | "endParaRPr" | "bodyPr" | "lstStyle" | "tblPr" | "tblGrid" => xml.skip()?,
            "br" => self.push("\n", flow),
            "tbl" => flow.begin_table(),
            "tr" => {
                if let Some(table) = flow.table() {
                    table.begin_row();
                }
            }
            "tc" => self.begin_cell(xml, flow)?,
            "AlternateContent" => self.alternatives.push(self.n_bytes),
            "Choice" | "Fallback"
                if self.alternatives.last().is_some_and(|before| *before != self.n_bytes) =>
            {
                xml.skip()?;
            }
            "cat" if self.has_categories => xml.skip()?,
            "cat" => self.has_categories = true,
            "strCache" => self.in_chart_text = true,
            "v" if self.in_chart_text => {
                flow.begin_paragraph();
                self.in_text = true;
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str, flow: &mut Flow<'_>) {
        if self.in_text {
            self.push(text, flow);
        }
    }

    fn end<R: Read>(&mut self, xml: &Xml<R>, flow: &mut Flow<'_>) {
        match xml.name() {
            "t" => self.in_text = false,
            "p" => flow.end_paragraph(),
            "r" | "fld" => self.language = None,
            "tc" => {
                flow.end_cell();
                flow.set_hidden(false);
            }
            "tbl" => flow.end_table(),
            "txBody" if self.in_story => {
                flow.end_story();
                self.in_story = false;
            }
            "sp" | "cxnSp" => self.in_shape = false,
            "AlternateContent" => {
                self.alternatives.pop();
            }
            "strCache" => self.in_chart_text = false,
            "v" if self.in_chart_text => {
                self.in_text = false;
                flow.end_paragraph();
            }
            _ => {}
        }
    }
}

impl Shapes {
    const fn new(slide: Slide) -> Self {
        Self {
            slide,
            is_hidden: false,
            shape_is_hidden: false,
            in_text: false,
            in_shape: false,
            in_story: false,
            placeholder: None,
            in_chart_text: false,
            has_categories: false,
            n_bytes: 0,
            alternatives: Vec::new(),
            language: None,
        }
    }

    /// Begins the text of a shape, or of a cell.
    fn begin_shape<R: Read>(
        &mut self,
        xml: &mut Xml<R>,
        flow: &mut Flow<'_>,
    ) -> Result<(), String> {
        if !self.in_shape || flow.cell().is_some() {
            return Ok(());
        }
        let story = match (self.slide, self.placeholder.as_deref()) {
            // Number, date, header and footer of a page of notes, and the picture of the slide.
            (Slide::Notes, Some("sldNum" | "dt" | "hdr" | "ftr" | "sldImg")) => return xml.skip(),
            (Slide::Notes, _) => Story::whole(BlockKind::SpeakerNote),
            (Slide::Shown, _) if self.is_hidden || self.shape_is_hidden => {
                Story::by_paragraph(BlockKind::Hidden)
            }
            (Slide::Shown, Some("sldNum" | "dt" | "hdr" | "ftr")) => {
                Story::by_paragraph(BlockKind::PageHeader)
            }
            (Slide::Shown, Some(_)) => Story::by_paragraph(BlockKind::Paragraph),
            (Slide::Shown, None) => Story::whole(BlockKind::TextBox),
        };
        flow.begin_story(story);
        self.in_story = true;
        Ok(())
    }

    /// Begins a cell; one that only continues another is passed over (ECMA-376 part 1, 21.1.3.18).
    fn begin_cell<R: Read>(&mut self, xml: &mut Xml<R>, flow: &mut Flow<'_>) -> Result<(), String> {
        let is_on = |name| xml.value(name).is_some_and(|value| !is_off(&value));
        let is_continued = is_on("hMerge") || is_on("vMerge");
        let span =
            |name| xml.value(name).and_then(|span| span.parse().ok()).unwrap_or(1_u32).max(1);
        let (columns, rows) = (span("gridSpan"), span("rowSpan"));
        let Some(table) = flow.table() else { return Ok(()) };
        let (row, column) = (table.row, table.column);
        table.column = column.saturating_add(1);
        if is_continued {
            return xml.skip();
        }
        flow.begin_cell(row, column);
        flow.set_hidden(self.is_hidden || self.shape_is_hidden);
        if let Some(cell) = flow.cell() {
            (cell.rows, cell.columns) = (rows, columns);
        }
        Ok(())
    }

    fn push(&mut self, text: &str, flow: &mut Flow<'_>) {
        self.n_bytes += text.len() as u64;
        flow.text(text);
        if let Some(language) = &self.language {
            let n_signs = text.chars().filter(|sign| !sign.is_whitespace()).count() as u64;
            flow.typed(language, n_signs);
        }
    }
}

fn is_off(value: &str) -> bool {
    matches!(value, "0" | "false" | "off")
}
