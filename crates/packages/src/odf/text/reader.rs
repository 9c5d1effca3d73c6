//! One part of an `OpenDocument` text or presentation, element by element.
//!
//! In: the steps of its XML. Out: paragraphs, tables, boxes, notes and annotations for the flow.

use std::io::Read;

use super::super::styles::Styles;
use super::changes::Insertions;
use crate::flow::{ChangeKind, Flow, Story};
use crate::steps::Steps;
use subtier_blocks::{BlockKind, SignalKind};
use subtier_xml::Xml;

/// Spaces that one `text:s` stands for at most; a line has some hundred.
const SPACES_MAX: usize = 1000;

/// Rows or columns that one repeated element stands for, as far as it holds text.
const REPEATS_MAX: u32 = 1 << 20;

/// Bytes of a name or time.
const WORDS_BYTES_MAX: usize = 1000;

/// What is read of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reads {
    Styles,
    Body,
    Headers,
}

/// Reads a part.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a state of its own; none is an argument"
)]
pub(super) struct Reader<'a> {
    reads: Reads,
    styles: &'a mut Styles,
    insertions: Insertions,
    /// Text counts only within the body, or within a header.
    is_on: bool,
    in_header: bool,
    /// Whether the text so far ends with a space, so that further white space adds none.
    after_space: bool,
    paragraph_hides: bool,
    spans: Vec<bool>,
    /// Whether the slide is not shown.
    page_hides: bool,
    /// Sections that are open, and whether each hides.
    sections: Vec<bool>,
    n_paragraphs_open: usize,
    ruby: Option<String>,
    in_ruby_text: bool,
    annotation: Option<String>,
    in_notes: bool,
    /// What the presentation uses the open frame for.
    frame_class: Option<String>,
}

impl Steps for Reader<'_> {
    fn start<R: Read>(&mut self, xml: &mut Xml<R>, flow: &mut Flow<'_>) -> Result<(), String> {
        if !self.is_on {
            match (self.reads, xml.name()) {
                (Reads::Body, "body") => self.is_on = true,
                (
                    Reads::Headers,
                    "header" | "footer" | "header-left" | "footer-left" | "header-first"
                    | "footer-first",
                ) => {
                    self.is_on = true;
                    self.in_header = true;
                    flow.begin_story(Story::by_paragraph(BlockKind::PageHeader));
                }
                _ => self.styles.start(xml),
            }
            return Ok(());
        }
        match xml.name() {
            "p" | "h" => self.begin_paragraph(xml, flow),
            "span" => {
                let hides = self.styles.hides("text", xml.value("style-name").as_deref());
                let outer = self.spans.last().copied().unwrap_or(self.paragraph_hides);
                self.spans.push(hides.unwrap_or(outer));
                self.set_hidden(flow);
            }
            "s" => {
                let count = xml.value("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.push(&" ".repeat(SPACES_MAX.min(count)), flow);
            }
            "tab" => self.push("\t", flow),
            "line-break" => {
                self.push("\n", flow);
                self.after_space = true;
            }
            "table" | "table-row" | "table-cell" | "covered-table-cell" => {
                Self::start_of_table(xml, flow);
            }
            "annotation" => self.begin_annotation(xml, flow),
            "annotation-end" => flow.end_anchor(&xml.value("name").unwrap_or_default()),
            "creator" | "date" if self.annotation.is_some() => {
                let is_author = xml.name() == "creator";
                let text = xml.inner_text(WORDS_BYTES_MAX)?;
                if is_author && !text.trim().is_empty() {
                    flow.signal(SignalKind::CommentAuthor, &text);
                }
                let Some(story) = flow.story() else { return Ok(()) };
                let field = if is_author { &mut story.author } else { &mut story.time };
                *field = Some(text).filter(|text| !text.trim().is_empty());
            }
            "change-start" => {
                let change = self.insertions.change(&xml.value("change-id").unwrap_or_default());
                if let Some(change) = change {
                    flow.begin_change(change);
                }
            }
            "change-end" => {
                let id = xml.attribute("change-id");
                flow.end_change(ChangeKind::Inserted, id.as_deref());
            }
            "tracked-changes" => self.insertions.read(xml, flow)?,
            _ => self.start_of_rare(xml, flow)?,
        }
        Ok(())
    }

    fn text(&mut self, text: &str, flow: &mut Flow<'_>) {
        if !self.is_on || self.n_paragraphs_open == 0 {
            return;
        }
        let mut plain = String::with_capacity(text.len());
        for sign in text.chars() {
            // Only these four are white space of XML; an ideographic space stays.
            let is_space = matches!(sign, ' ' | '\t' | '\n' | '\r');
            if is_space && self.after_space {
                continue;
            }
            plain.push(if is_space { ' ' } else { sign });
            self.after_space = is_space;
        }
        if self.in_ruby_text {
            if let Some(ruby) = &mut self.ruby {
                ruby.push_str(&plain);
            }
            return;
        }
        flow.text(&plain);
    }

    fn end<R: Read>(&mut self, xml: &Xml<R>, flow: &mut Flow<'_>) {
        if !self.is_on {
            self.styles.end(xml.name());
            return;
        }
        match xml.name() {
            "p" | "h" => {
                self.n_paragraphs_open = self.n_paragraphs_open.saturating_sub(1);
                flow.end_paragraph();
                self.paragraph_hides = false;
                self.after_space = false;
            }
            "span" => {
                self.spans.pop();
                self.set_hidden(flow);
            }
            "table" => flow.end_table(),
            "table-cell" | "covered-table-cell" => flow.end_cell(),
            "text-box" | "note-body" | "custom-shape" | "rect" | "ellipse" | "circle"
            | "connector" | "polygon" | "polyline" | "caption" | "measure" | "regular-polygon" => {
                flow.end_story();
            }
            "frame" => self.frame_class = None,
            "notes" => self.in_notes = false,
            "annotation" => {
                let name = self.annotation.take().unwrap_or_default();
                if !name.is_empty() {
                    flow.begin_anchor(&name, true);
                }
                flow.end_story();
            }
            "section" => {
                self.sections.pop();
            }
            "page" => self.page_hides = false,
            "ruby-text" => self.in_ruby_text = false,
            "ruby" => {
                let reading = self.ruby.take().filter(|reading| !reading.is_empty());
                if let Some(reading) = reading {
                    self.push(&format!("({reading})"), flow);
                }
            }
            "body" if self.reads == Reads::Body => self.is_on = false,
            name if self.in_header && name.starts_with(['h', 'f']) => self.end_header(name, flow),
            _ => {}
        }
    }
}

impl<'a> Reader<'a> {
    /// Begins a part.
    pub(super) fn new(reads: Reads, styles: &'a mut Styles) -> Self {
        Self {
            reads,
            styles,
            insertions: Insertions::default(),
            is_on: false,
            in_header: false,
            after_space: true,
            paragraph_hides: false,
            spans: Vec::new(),
            page_hides: false,
            sections: Vec::new(),
            n_paragraphs_open: 0,
            ruby: None,
            in_ruby_text: false,
            annotation: None,
            in_notes: false,
            frame_class: None,
        }
    }

    fn start_of_rare<R: Read>(
        &mut self,
        xml: &mut Xml<R>,
        flow: &mut Flow<'_>,
    ) -> Result<(), String> {
        match xml.name() {
            "frame" => self.frame_class = xml.attribute("class"),
            "text-box" => return self.begin_box(xml, flow),
            // OpenDocument 1.3 part 3, 10.3 and 10.6: shapes that hold text themselves.
            "custom-shape" | "rect" | "ellipse" | "circle" | "connector" | "polygon"
            | "polyline" | "caption" | "measure" | "regular-polygon" => {
                flow.begin_story(Story::whole(BlockKind::TextBox));
            }
            "note-body" => flow.begin_story(Story::whole(BlockKind::Footnote)),
            "notes" => self.in_notes = true,
            "page" => {
                let style = xml.attribute("style-name");
                self.page_hides =
                    self.styles.hides("drawing-page", style.as_deref()).unwrap_or(false);
            }
            "section" => {
                let by_display = xml.value("display").is_some_and(|display| display == "none");
                let style = self.styles.hides("section", xml.value("style-name").as_deref());
                self.sections.push(by_display || style.unwrap_or(false));
            }
            // OpenDocument 1.3 part 3, 7.7.9 and 7.7.10: shown by a condition; what they hide stands in an attribute.
            "hidden-text" => {
                let text = xml.attribute("string-value").unwrap_or_default();
                flow.set_hidden(true);
                self.push(&text, flow);
                self.set_hidden(flow);
                xml.skip()?;
            }
            "hidden-paragraph" => {
                self.paragraph_hides |= xml.value("is-hidden").is_some_and(|is| is == "true");
                self.set_hidden(flow);
            }
            "ruby" => self.ruby = Some(String::new()),
            "ruby-text" => self.in_ruby_text = self.ruby.is_some(),
            // The number of a note, shapes that only repeat the slide, and what is no text of the document.
            "note-citation" | "page-thumbnail" | "sequence-decls" | "user-field-decls"
            | "variable-decls" | "scripts" | "forms" | "binary-data" | "event-listeners"
            | "header-decl" | "footer-decl" | "date-time-decl" | "desc" | "title" | "math"
                if xml.full_name() != "text:title" =>
            {
                xml.skip()?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Begins a box by what the presentation uses it for (`OpenDocument` 1.3 part 3, 19.389).
    fn begin_box<R: Read>(&mut self, xml: &mut Xml<R>, flow: &mut Flow<'_>) -> Result<(), String> {
        let class = self.frame_class.as_deref();
        let is_margin = matches!(class, Some("header" | "footer" | "date-time" | "page-number"));
        let story = match class {
            _ if self.in_notes && is_margin => return xml.skip(),
            _ if self.in_notes => Story::whole(BlockKind::SpeakerNote),
            _ if is_margin => Story::by_paragraph(BlockKind::PageHeader),
            Some("title" | "subtitle" | "outline" | "text") => {
                Story::by_paragraph(BlockKind::Paragraph)
            }
            _ => Story::whole(BlockKind::TextBox),
        };
        flow.begin_story(story);
        Ok(())
    }

    fn begin_paragraph<R: Read>(&mut self, xml: &Xml<R>, flow: &mut Flow<'_>) {
        flow.begin_paragraph();
        self.n_paragraphs_open += 1;
        self.after_space = true;
        let style = xml.value("style-name");
        self.paragraph_hides = self.styles.hides("paragraph", style.as_deref()).unwrap_or(false)
            || self.sections.contains(&true)
            || self.page_hides;
        self.set_hidden(flow);
    }

    fn set_hidden(&self, flow: &mut Flow<'_>) {
        flow.set_hidden(self.spans.last().copied().unwrap_or(self.paragraph_hides));
    }

    fn start_of_table<R: Read>(xml: &Xml<R>, flow: &mut Flow<'_>) {
        let number = |name| {
            let value = xml.value(name).and_then(|value| value.parse::<u32>().ok());
            value.unwrap_or(1).clamp(1, REPEATS_MAX)
        };
        match xml.name() {
            "table" => flow.begin_table(),
            "table-row" => {
                if let Some(table) = flow.table() {
                    table.begin_row();
                    table.repeat_row(number("number-rows-repeated"));
                }
            }
            name => {
                // Repeated cells are copies; the text stands in the first, the others keep their columns.
                let repeated = number("number-columns-repeated");
                let Some(table) = flow.table() else { return };
                let (row, column) = (table.row, table.column);
                table.column = column.saturating_add(repeated);
                flow.begin_cell(row, column);
                if let (Some(cell), true) = (flow.cell(), name == "table-cell") {
                    cell.columns = number("number-columns-spanned");
                    cell.rows = number("number-rows-spanned");
                }
            }
        }
    }

    fn begin_annotation<R: Read>(&mut self, xml: &Xml<R>, flow: &mut Flow<'_>) {
        let mut story = Story::whole(BlockKind::Comment);
        // LibreOffice's own extension: loext:resolved.
        let is_done = xml.value("resolved").is_some_and(|resolved| resolved == "true");
        story.status = is_done.then(|| "done".to_owned());
        flow.begin_story(story);
        self.annotation = Some(xml.attribute("name").unwrap_or_default());
    }

    fn push(&mut self, text: &str, flow: &mut Flow<'_>) {
        self.after_space = false;
        flow.text(text);
    }

    fn end_header(&mut self, name: &str, flow: &mut Flow<'_>) {
        if name.starts_with("header") || name.starts_with("footer") {
            flow.end_story();
            self.in_header = false;
            self.is_on = false;
        }
    }
}
