//! The flow of a text with its tables, boxes and notes, as the readers of word processing and slides meet it.
//!
//! In: what begins and ends, and the text in between. Out: blocks in the order in which a person meets them: a cell or box
//! stands where it begins, the cells of a table within a cell come after that cell. Every text is held once:
//! * a paragraph or cell stays whole, with what was put in while changes were tracked; it is an [`BlockKind::Inserted`]
//!   block only where one author put in all of it, otherwise each stretch is a signal with its author and time;
//! * what was taken out, and what is hidden, are blocks of their own beside it.
//!
//! Never: more text held than the limit of a document.

mod frames;

use std::collections::{BTreeMap, VecDeque};
use std::io::Read;
use std::rc::Rc;
use std::sync::Arc;

use subtier_model::{CellName, Place};

use frames::{CellFrame, Frame, Mark, Paragraph, Stretch, Table, Tally};
pub(crate) use frames::{Change, ChangeKind, Story};
use subtier_blocks::Writing;
use subtier_blocks::{Block, BlockKind, Cell, Fields, SignalKind};
use subtier_xml::Xml;

/// Bytes kept of the text that a comment is attached to.
const ANCHOR_BYTES_MAX: usize = 1000;

/// Comments whose text may be open at a time; more overlap only where somebody wants it.
const OPEN_ANCHORS_MAX: usize = 64;

/// Anchors kept for comments that come in a later part.
const ANCHORS_MAX: usize = 20_000;

/// Blocks held back while an anchor is open, so that its comment can still be completed.
const HELD_FOR_ANCHOR_MAX: usize = 1000;

/// Blocks held back until the table or box in which they stand ends; a larger table is written in portions, and a cell
/// that goes on over more rows than one portion is said to end with it.
const HELD_MAX: usize = 50_000;

/// Languages told apart in one document.
const LANGUAGES_MAX: usize = 200;

/// Text that flows into a document.
#[derive(Debug)]
pub(crate) struct Flow<'w> {
    writing: &'w mut Writing,
    part: String,
    n_paragraphs: u64,
    n_tables: u32,
    frames: Vec<Frame>,
    /// Blocks that wait for their end, in order; the first is number `first_slot`.
    slots: VecDeque<Option<Block>>,
    first_slot: u64,
    held_bytes: usize,
    /// The table whose cell came last, and its name.
    table_name: Option<(u32, Arc<str>)>,
    changes: Vec<Change>,
    is_hidden: bool,
    open_anchors: Vec<OpenAnchor>,
    anchors: BTreeMap<String, String>,
    languages: Tally,
}

#[derive(Debug)]
struct OpenAnchor {
    id: String,
    text: String,
    /// The comment that it belongs to, where that came first.
    slot: Option<u64>,
}

impl<'w> Flow<'w> {
    /// Begins a flow.
    pub(crate) fn new(writing: &'w mut Writing) -> Self {
        Self {
            writing,
            part: String::new(),
            n_paragraphs: 0,
            n_tables: 0,
            frames: Vec::new(),
            slots: VecDeque::new(),
            first_slot: 0,
            held_bytes: 0,
            table_name: None,
            changes: Vec::new(),
            is_hidden: false,
            open_anchors: Vec::new(),
            anchors: BTreeMap::new(),
            languages: Tally::default(),
        }
    }

    /// Goes on with another part; paragraphs are counted anew. What was open is closed.
    pub(crate) fn begin_part(&mut self, part: &str) {
        self.end_all();
        part.clone_into(&mut self.part);
        self.n_paragraphs = 0;
    }

    /// The document that is being written.
    pub(crate) const fn writing(&mut self) -> &mut Writing {
        self.writing
    }

    /// Whether no more text is kept.
    pub(crate) fn is_full(&self) -> bool {
        let limits = self.writing.limits();
        self.writing.is_full() || self.held_bytes > limits.text_bytes_max
    }

    /// Where the text stands that comes next.
    pub(crate) fn place(&self) -> Place {
        Place::Paragraph { part: self.part.clone(), number: self.n_paragraphs.max(1) }
    }

    /// Adds a signal at this place.
    pub(crate) fn signal(&mut self, kind: SignalKind, value: &str) {
        let place = self.place();
        self.writing.signal(kind, value, place);
    }

    /// Says what could not be read of the part.
    pub(crate) fn fault(&mut self, reason: &str) {
        let place = self.place();
        self.writing.fault(place, reason);
    }

    /// Says what was odd about a part that was read.
    pub(crate) fn faults_of<R: Read>(&mut self, xml: &Xml<R>) {
        if xml.is_mended() {
            self.fault("bytes that are no text in the encoding of the part were read as U+FFFD");
        }
        if xml.defines_entities() {
            self.fault("the part defines entities; they were not expanded");
        }
    }

    /// Begins a paragraph.
    pub(crate) fn begin_paragraph(&mut self) {
        self.n_paragraphs += 1;
        let slot = (!self.is_joined()).then(|| self.reserve());
        self.frames.push(Frame::Paragraph(Box::new(Paragraph::new(slot, self.n_paragraphs))));
    }

    /// Ends a paragraph.
    pub(crate) fn end_paragraph(&mut self) {
        self.end(|frame| matches!(frame, Frame::Paragraph(_)));
    }

    /// Whether a paragraph is open that text would go into.
    pub(crate) fn in_paragraph(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Paragraph(_)))
    }

    /// Adds text to the open paragraph; without one it begins one, so that no text is lost.
    pub(crate) fn text(&mut self, text: &str) {
        if text.is_empty() || self.is_full() {
            return;
        }
        if !self.in_paragraph() {
            self.begin_paragraph();
        }
        let mark = self.mark();
        self.held_bytes += text.len();
        if matches!(mark, Mark::Plain | Mark::Inserted(_)) {
            for anchor in &mut self.open_anchors {
                let left = ANCHOR_BYTES_MAX.saturating_sub(anchor.text.len());
                anchor.text.push_str(text.get(..text.floor_char_boundary(left)).unwrap_or(""));
            }
        }
        if let Some(Frame::Paragraph(paragraph)) = self.frames.last_mut() {
            paragraph.push(text, mark);
        }
    }

    /// Counts signs of the open paragraph as typed in a language.
    pub(crate) fn typed(&mut self, language: &str, n_signs: u64) {
        if n_signs == 0 || language.is_empty() {
            return;
        }
        self.languages.add(language, n_signs, LANGUAGES_MAX);
        if let Some(Frame::Paragraph(paragraph)) = self.frames.last_mut() {
            paragraph.languages.add(language, n_signs, LANGUAGES_MAX);
        }
    }

    /// The text that comes next is hidden, or no longer so.
    pub(crate) const fn set_hidden(&mut self, is_hidden: bool) {
        self.is_hidden = is_hidden;
    }

    fn mark(&self) -> Mark {
        let deleted = self.changes.iter().rev().find(|change| change.kind == ChangeKind::Deleted);
        match (deleted, self.is_hidden, self.changes.last()) {
            (Some(change), _, _) => Mark::Deleted(Rc::clone(&change.by)),
            (None, true, _) => Mark::Hidden,
            (None, false, Some(change)) => Mark::Inserted(Rc::clone(&change.by)),
            (None, false, None) => Mark::Plain,
        }
    }

    /// Begins what somebody put in or took out.
    pub(crate) fn begin_change(&mut self, change: Change) {
        if let Some(author) = change.by.author.as_deref() {
            self.signal(SignalKind::CommentAuthor, author);
        }
        if self.changes.len() < self.writing.limits().depth_max {
            self.changes.push(change);
        }
    }

    /// Ends the last change of this kind; with an id, the one that has it.
    pub(crate) fn end_change(&mut self, kind: ChangeKind, id: Option<&str>) {
        let found = self.changes.iter().rposition(|change| {
            change.kind == kind && id.is_none_or(|id| change.id.as_deref() == Some(id))
        });
        if let Some(found) = found {
            self.changes.remove(found);
        }
    }

    /// Begins a table.
    pub(crate) fn begin_table(&mut self) {
        let number = self.n_tables;
        self.n_tables = self.n_tables.saturating_add(1);
        self.frames.push(Frame::Table(Box::new(Table::new(number))));
    }

    /// Ends a table.
    pub(crate) fn end_table(&mut self) {
        self.end(|frame| matches!(frame, Frame::Table(_)));
    }

    /// The innermost table that is open; its rows and columns are counted there.
    pub(crate) fn table(&mut self) -> Option<&mut Table> {
        self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Table(table) => Some(&mut **table),
            Frame::Cell(_) | Frame::Story(_) | Frame::Paragraph(_) => None,
        })
    }

    /// Begins a cell, which may yet be moved by [`Flow::cell`].
    pub(crate) fn begin_cell(&mut self, row: u32, column: u32) {
        let Some(table) = self.table().map(|table| table.number) else { return };
        let cell = Cell { table, is_sheet: false, row, column, rows: 1, columns: 1 };
        let slot = self.reserve();
        self.frames.push(Frame::Cell(Box::new(CellFrame::new(slot, cell))));
    }

    /// The innermost cell that is open.
    pub(crate) fn cell(&mut self) -> Option<&mut Cell> {
        self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Cell(frame) => Some(&mut frame.cell),
            Frame::Table(_) | Frame::Story(_) | Frame::Paragraph(_) => None,
        })
    }

    /// The open cell goes on with the one above: that one spans a row more.
    pub(crate) fn merge_above(&mut self) {
        let Some(column) = self.cell().map(|cell| cell.column) else { return };
        let Some(slot) = self.table().and_then(|table| table.merges.get(&column).copied()) else {
            return;
        };
        let above = self.slot(slot).and_then(Option::as_mut).and_then(|block| block.cell.as_mut());
        if let Some(above) = above {
            above.rows = above.rows.saturating_add(1);
        }
    }

    /// Cells below may go on with the open cell.
    pub(crate) fn begin_merge(&mut self) {
        let slot = self.frames.iter().rev().find_map(|frame| match frame {
            Frame::Cell(frame) => Some((frame.cell.column, frame.slot)),
            Frame::Table(_) | Frame::Story(_) | Frame::Paragraph(_) => None,
        });
        if let (Some((column, slot)), Some(table)) = (slot, self.table()) {
            table.merges.insert(column, slot);
        }
    }

    /// Ends a cell.
    pub(crate) fn end_cell(&mut self) {
        self.end(|frame| matches!(frame, Frame::Cell(_)));
    }

    /// Begins a text that stands apart: a box, note, header or comment.
    pub(crate) fn begin_story(&mut self, mut story: Story) {
        story.slot = story.is_joined.then(|| self.reserve());
        story.number = self.n_paragraphs.saturating_add(1);
        self.frames.push(Frame::Story(Box::new(story)));
    }

    /// The innermost story that is open.
    pub(crate) fn story(&mut self) -> Option<&mut Story> {
        self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Story(story) => Some(&mut **story),
            Frame::Cell(_) | Frame::Table(_) | Frame::Paragraph(_) => None,
        })
    }

    /// Ends a story.
    pub(crate) fn end_story(&mut self) {
        self.end(|frame| matches!(frame, Frame::Story(_)));
    }

    /// Text from here on is what the comment `id` is attached to; `is_this` where the open story is that comment.
    pub(crate) fn begin_anchor(&mut self, id: &str, is_this: bool) {
        let slot = if is_this { self.story().and_then(|story| story.slot) } else { None };
        if self.open_anchors.len() < OPEN_ANCHORS_MAX {
            self.open_anchors.push(OpenAnchor { id: id.to_owned(), text: String::new(), slot });
        }
    }

    /// The text that the comment `id` is attached to ends.
    pub(crate) fn end_anchor(&mut self, id: &str) {
        let Some(found) = self.open_anchors.iter().rposition(|anchor| anchor.id == id) else {
            return;
        };
        let anchor = self.open_anchors.remove(found);
        let text = anchor.text.trim().to_owned();
        if text.is_empty() {
            return;
        }
        match anchor.slot {
            Some(slot) => {
                if let Some(Some(block)) = self.slot(slot) {
                    block.anchor = Some(text);
                }
            }
            None if self.anchors.len() < ANCHORS_MAX => {
                self.anchors.insert(anchor.id, text);
            }
            None => {}
        }
    }

    /// The text that the comment `id` is attached to.
    pub(crate) fn anchor(&self, id: &str) -> Option<&str> {
        self.anchors.get(id).map(String::as_str)
    }

    /// Ends the flow: closes what is open and tells the languages in which runs were typed.
    pub(crate) fn finish(mut self) {
        self.end_all();
        for (language, n_signs) in self.languages.sorted() {
            let value = format!("{language}: {n_signs} characters");
            self.writing.signal(SignalKind::TypedLanguage, value, Place::Whole);
        }
    }

    fn end_all(&mut self) {
        while let Some(frame) = self.frames.pop() {
            self.close(frame);
        }
        self.changes.clear();
        self.is_hidden = false;
        self.open_anchors.clear();
        self.flush();
    }

    /// Closes the innermost frame of a kind, and what is open within it.
    fn end(&mut self, is_it: impl Fn(&Frame) -> bool) {
        let Some(found) = self.frames.iter().rposition(is_it) else { return };
        while self.frames.len() > found {
            let Some(frame) = self.frames.pop() else { break };
            self.close(frame);
        }
        let is_held = !self.open_anchors.is_empty() && self.slots.len() < HELD_FOR_ANCHOR_MAX;
        if self.frames.is_empty() && !is_held {
            self.flush();
        }
    }

    fn close(&mut self, frame: Frame) {
        match frame {
            Frame::Paragraph(paragraph) => self.close_paragraph(*paragraph),
            Frame::Cell(cell) => self.close_cell(*cell),
            Frame::Story(story) => self.close_story(*story),
            Frame::Table(_) => {}
        }
    }

    fn close_paragraph(&mut self, mut paragraph: Paragraph) {
        for anchor in &mut self.open_anchors {
            if !anchor.text.is_empty() && !anchor.text.ends_with('\n') {
                anchor.text.push('\n');
            }
        }
        let author_of_all = paragraph.author_of_all();
        let container = self.frames.iter_mut().rev().find(|frame| frame.is_container());
        let kind = match container {
            Some(Frame::Cell(cell)) => {
                cell.joined.push(&mut paragraph);
                None
            }
            Some(Frame::Story(story)) if story.is_joined => {
                story.joined.push(&mut paragraph);
                None
            }
            Some(Frame::Story(story)) => Some(story.kind),
            _ => Some(BlockKind::Paragraph),
        };
        let whole_by = author_of_all.filter(|_| kind == Some(BlockKind::Paragraph));
        let number = paragraph.number;
        self.close_stretches(paragraph.stretches, number, whole_by.is_some());
        let (Some(kind), Some(slot)) = (kind, paragraph.slot) else { return };
        let place = Place::Paragraph { part: self.part.clone(), number };
        let mut block = Block::new(kind, paragraph.text, place);
        if let Some(lang) = paragraph.languages.most() {
            block.lang = Some(lang);
        }
        if let Some(by) = whole_by {
            block.kind = BlockKind::Inserted;
            block.author.clone_from(&by.author);
            block.time.clone_from(&by.time);
        }
        self.fill(slot, block);
    }

    /// What was put into a paragraph becomes a signal each, what was taken out or is hidden a block.
    fn close_stretches(&mut self, stretches: Vec<Stretch>, number: u64, is_whole: bool) {
        if stretches.is_empty() {
            return;
        }
        let cell = self.innermost_cell();
        let place = match &cell {
            Some(cell) => self.cell_place(cell),
            None => Place::Paragraph { part: self.part.clone(), number },
        };
        for stretch in stretches {
            let (kind, by) = match stretch.mark {
                Mark::Inserted(_) if is_whole => continue,
                Mark::Inserted(by) => {
                    let said = by.said_of(&stretch.text);
                    self.writing.signal(SignalKind::TrackedInsertion, said, place.clone());
                    continue;
                }
                Mark::Deleted(by) => (BlockKind::Deleted, Some(by)),
                Mark::Hidden | Mark::Plain => (BlockKind::Hidden, None),
            };
            let mut block = Block::new(kind, stretch.text, place.clone());
            block.author = by.as_ref().and_then(|by| by.author.clone());
            block.time = by.as_ref().and_then(|by| by.time.clone());
            block.cell.clone_from(&cell);
            self.slots.push_back(Some(block));
        }
    }

    fn close_cell(&mut self, mut frame: CellFrame) {
        // A cell without text would only be a hole: who needs its place sees it in the cells around it.
        let text = frame.joined.take_text();
        if text.trim().is_empty() {
            return;
        }
        let place = self.cell_place(&frame.cell);
        let mut block = Block::new(BlockKind::Cell, text, place);
        if let Some(lang) = frame.joined.languages.most() {
            block.lang = Some(lang);
        }
        block.cell = Some(frame.cell);
        self.fill(frame.slot, block);
    }

    fn close_story(&mut self, mut story: Story) {
        let Some(slot) = story.slot else { return };
        let place = Place::Paragraph { part: self.part.clone(), number: story.number };
        let mut block = Block::new(story.kind, story.joined.take_text(), place);
        block.lang = story.joined.languages.most();
        block.author = story.author;
        block.time = story.time;
        block.anchor = story.anchor;
        block.fields = story
            .status
            .map(|status| Box::new(Fields { status: Some(status), ..Fields::default() }));
        if !block.text.trim().is_empty() {
            self.fill(slot, block);
        }
    }

    fn innermost_cell(&self) -> Option<Cell> {
        self.frames.iter().rev().find(|frame| frame.is_container()).and_then(|frame| match frame {
            Frame::Cell(frame) => Some(frame.cell.clone()),
            Frame::Table(_) | Frame::Story(_) | Frame::Paragraph(_) => None,
        })
    }

    fn is_joined(&self) -> bool {
        self.frames.iter().rev().find(|frame| frame.is_container()).is_some_and(|frame| match frame
        {
            Frame::Cell(_) => true,
            Frame::Story(story) => story.is_joined,
            Frame::Table(_) | Frame::Paragraph(_) => false,
        })
    }

    /// A place among the blocks for one whose text comes later.
    fn reserve(&mut self) -> u64 {
        if self.slots.len() >= HELD_MAX {
            self.flush();
        }
        self.slots.push_back(None);
        self.first_slot + self.slots.len() as u64 - 1
    }

    fn slot(&mut self, slot: u64) -> Option<&mut Option<Block>> {
        let index = usize::try_from(slot.checked_sub(self.first_slot)?).ok()?;
        self.slots.get_mut(index)
    }

    fn fill(&mut self, slot: u64, block: Block) {
        match self.slot(slot) {
            Some(place) => *place = Some(block),
            // Its place went already, since too much came after it.
            None => self.slots.push_back(Some(block)),
        }
    }

    /// A cell in the words of a spreadsheet, as `table 2` and `C5`; the cells of a table share its name.
    fn cell_place(&mut self, cell: &Cell) -> Place {
        let known = self.table_name.take().filter(|(table, _)| *table == cell.table);
        let (_, sheet) = self.table_name.insert(known.unwrap_or_else(|| {
            (cell.table, format!("table {}", u64::from(cell.table) + 1).into())
        }));
        Place::Cell { sheet: Arc::clone(sheet), cell: CellName::at(cell.row, cell.column) }
    }

    fn flush(&mut self) {
        self.first_slot += self.slots.len() as u64;
        for block in self.slots.drain(..).flatten() {
            self.writing.block(block);
        }
        self.held_bytes = 0;
    }
}

#[cfg(test)]
mod tests;
