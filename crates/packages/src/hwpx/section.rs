//! One section of an HWPX document, element by element.
//!
//! In: the steps of its XML (KS X 6101, 10). Out: paragraphs, tables, boxes, notes, memos and changes for the flow. A memo
//! is a field with text of its own; the text between its begin and end is what it is attached to.

use std::io::Read;

use super::TrackedChanges;
use crate::flow::{ChangeKind, Flow, Story};
use crate::steps::Steps;
use subtier_blocks::{BlockKind, SignalKind};
use subtier_xml::Xml;

/// Rows and columns of the largest table.
const CELLS_MAX: u32 = 1 << 20;

/// Bytes of a name or time.
const WORDS_BYTES_MAX: usize = 1000;

/// What a part holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Body,
    MasterPage,
}

/// Reads a section.
pub(super) struct Section<'a> {
    changes: &'a TrackedChanges,
    /// Elements of text that are open: `hp:t`, and the words of a reading.
    in_text: usize,
    in_reading: bool,
    reading: String,
    /// Memos that are open, by depth, with the id that their end names.
    memos: Vec<(usize, String)>,
    /// Depths of stories of other fields than memos.
    stories: Vec<usize>,
}

impl Steps for Section<'_> {
    fn start<R: Read>(&mut self, xml: &mut Xml<R>, flow: &mut Flow<'_>) -> Result<(), String> {
        match xml.name() {
            "p" => flow.begin_paragraph(),
            "t" | "mainText" => self.in_text += 1,
            "tab" if self.in_text > 0 => flow.text("\t"),
            "lineBreak" => flow.text("\n"),
            "hyphen" => flow.text("-"),
            "nbSpace" => flow.text("\u{A0}"),
            "fwSpace" => flow.text("\u{3000}"),
            "tbl" => flow.begin_table(),
            "tr" => {
                if let Some(table) = flow.table() {
                    table.begin_row();
                }
            }
            "tc" => {
                let at = flow.table().map(|table| {
                    let column = table.column;
                    table.column = column.saturating_add(1);
                    (table.row, column)
                });
                if let Some((row, column)) = at {
                    flow.begin_cell(row, column);
                }
            }
            "cellAddr" | "cellSpan" => place_cell(xml, flow),
            "insertBegin" | "deleteBegin" => {
                let change = xml.value("TcId").and_then(|id| self.changes.0.get(&*id).cloned());
                if let Some(change) = change {
                    flow.begin_change(change);
                }
            }
            "insertEnd" => flow.end_change(ChangeKind::Inserted, xml.value("TcId").as_deref()),
            "deleteEnd" => flow.end_change(ChangeKind::Deleted, xml.value("TcId").as_deref()),
            "linesegarray" | "secPr" | "shapeComment" | "script" | "metaTag" => {
                xml.skip()?;
            }
            _ => self.start_of_story(xml, flow)?,
        }
        Ok(())
    }

    fn text(&mut self, text: &str, flow: &mut Flow<'_>) {
        if self.in_reading {
            self.reading.push_str(text);
        } else if self.in_text > 0 {
            flow.text(text);
        }
    }

    fn end<R: Read>(&mut self, xml: &Xml<R>, flow: &mut Flow<'_>) {
        match xml.name() {
            "p" => flow.end_paragraph(),
            "t" | "mainText" => self.in_text = self.in_text.saturating_sub(1),
            "subText" => {
                self.in_reading = false;
                if !self.reading.is_empty() {
                    let reading = std::mem::take(&mut self.reading);
                    flow.text(&format!("({reading})"));
                }
            }
            "tc" => flow.end_cell(),
            "tbl" => flow.end_table(),
            "fieldBegin" => {
                // The element that ends was one deeper than what is open now.
                if self.memos.last().is_some_and(|(depth, _)| *depth == xml.depth() + 1)
                    && let Some((_, id)) = self.memos.pop()
                {
                    flow.begin_anchor(&id, true);
                    flow.end_story();
                }
            }
            "drawText" | "footNote" | "endNote" | "header" | "footer" | "hiddenComment"
            | "memo"
                if self.stories.last().is_some_and(|depth| *depth == xml.depth() + 1) =>
            {
                self.stories.pop();
                flow.end_story();
            }
            _ => {}
        }
    }
}

impl<'a> Section<'a> {
    /// Begins a part.
    pub(super) const fn new(changes: &'a TrackedChanges) -> Self {
        Self {
            changes,
            in_text: 0,
            in_reading: false,
            reading: String::new(),
            memos: Vec::new(),
            stories: Vec::new(),
        }
    }

    fn start_of_story<R: Read>(
        &mut self,
        xml: &mut Xml<R>,
        flow: &mut Flow<'_>,
    ) -> Result<(), String> {
        match xml.name() {
            "drawText" => self.begin_story(BlockKind::TextBox, xml, flow),
            "footNote" | "endNote" => self.begin_story(BlockKind::Footnote, xml, flow),
            "header" | "footer" => self.begin_story(BlockKind::PageHeader, xml, flow),
            "hiddenComment" | "memo" => self.begin_story(BlockKind::Comment, xml, flow),
            "fieldBegin" => {
                if xml.value("type").is_some_and(|kind| kind.eq_ignore_ascii_case("MEMO")) {
                    let id = xml.attribute("id").unwrap_or_default();
                    self.memos.push((xml.depth(), id));
                    flow.begin_story(Story::whole(BlockKind::Comment));
                } else {
                    // What another field holds is its command; its result stands after it.
                    xml.skip()?;
                }
            }
            "fieldEnd" => flow.end_anchor(&xml.value("beginIDRef").unwrap_or_default()),
            "parameters" if self.memos.is_empty() => xml.skip()?,
            "stringParam" | "integerParam" | "booleanParam" | "unsignedintegerParam" => {
                self.parameter(xml, flow)?;
            }
            "textart" => {
                let text = xml.attribute("text").unwrap_or_default();
                flow.begin_story(Story::whole(BlockKind::TextBox));
                flow.text(&text);
                flow.end_story();
            }
            // Signs drawn over each other, such as a number in a circle.
            "compose" => flow.text(&xml.attribute("composeText").unwrap_or_default()),
            "subText" => {
                self.in_reading = true;
                self.reading.clear();
            }
            _ => {}
        }
        Ok(())
    }

    fn begin_story<R>(&mut self, kind: BlockKind, xml: &Xml<R>, flow: &mut Flow<'_>)
    where
        R: Read,
    {
        self.stories.push(xml.depth());
        flow.begin_story(Story::whole(kind));
    }

    /// A memo names its author and time among its parameters.
    fn parameter<R: Read>(&mut self, xml: &mut Xml<R>, flow: &mut Flow<'_>) -> Result<(), String> {
        let name = xml.attribute("name").unwrap_or_default();
        let value = xml.inner_text(WORDS_BYTES_MAX)?;
        if value.trim().is_empty() || self.memos.is_empty() {
            return Ok(());
        }
        let is_author = name == "Author";
        if is_author {
            flow.signal(SignalKind::CommentAuthor, &value);
        }
        let Some(story) = flow.story() else { return Ok(()) };
        match name.as_str() {
            "Author" => story.author = Some(value),
            "CreateDateTime" => story.time = Some(value),
            _ => {}
        }
        Ok(())
    }
}

/// The place of the open cell, and how far it spans; both stand after its text.
fn place_cell<R: Read>(xml: &Xml<R>, flow: &mut Flow<'_>) {
    let number = |name| {
        let value = xml.value(name).and_then(|value| value.trim().parse::<u32>().ok());
        value.map(|value| value.min(CELLS_MAX))
    };
    let Some(cell) = flow.cell() else { return };
    if xml.name() == "cellAddr" {
        cell.row = number("rowAddr").unwrap_or(cell.row);
        cell.column = number("colAddr").unwrap_or(cell.column);
    } else {
        cell.rows = number("rowSpan").unwrap_or(1).max(1);
        cell.columns = number("colSpan").unwrap_or(1).max(1);
    }
}
