//! The body: paragraphs, tables, boxes, notes, headers and comments out of the tree of records.
//!
//! In: the records of the sections. Out: blocks; what stands apart from the body comes after it. A paragraph is followed by
//! the records of its controls one deeper, a control by lists of paragraphs, and so on; the depth has ten bits, and what
//! surrounds a record is kept with it, so that none is searched for. Format: HWP 5.0 revision 1.3, 4.3.

use std::collections::BTreeMap;
use std::ops::Range;

use subtier_model::{CellName, Place};

use super::characters::characters;
use super::record::{Record, Records, tag};
use subtier_blocks::Writing;
use subtier_blocks::paths::external_path;
use subtier_blocks::{Block, BlockKind, Cell, SignalKind};
use subtier_sectors::little::{slice_at, u16_at, u32_at, utf16};

/// Blocks that wait for the end of the body.
const APART_MAX: usize = 200_000;
/// Memos whose fields are kept until their text comes.
const MEMOS_MAX: usize = 100_000;
/// Bytes kept of a text that a memo is attached to, and of its author.
const ANCHOR_BYTES_MAX: usize = 1000;

/// Names of controls (4.3.10, table 127 and following).
mod control {
    pub(super) const TABLE: u32 = name(*b"tbl ");
    pub(super) const SHAPE: u32 = name(*b"gso ");
    pub(super) const HEADER: u32 = name(*b"head");
    pub(super) const FOOTER: u32 = name(*b"foot");
    pub(super) const FOOTNOTE: u32 = name(*b"fn  ");
    pub(super) const ENDNOTE: u32 = name(*b"en  ");
    pub(super) const COMMENT: u32 = name(*b"tcmt");
    pub(super) const SECTION: u32 = name(*b"secd");
    pub(super) const RUBY: u32 = name(*b"tdut");
    pub(super) const HYPERLINK: u32 = name(*b"%hlk");
    pub(super) const UNKNOWN_FIELD: u32 = name(*b"%unk");
    pub(super) const MEMO: u32 = name(*b"%%me");

    const fn name(name: [u8; 4]) -> u32 {
        u32::from_be_bytes(name)
    }
}

/// The field to which a memo is attached.
#[derive(Debug, Default)]
struct MemoField {
    author: Option<String>,
    anchor: Option<String>,
}

/// A list of paragraphs that is open.
#[derive(Debug)]
struct Story {
    block: Block,
    n_paragraphs: u64,
}

#[derive(Debug)]
enum Kind {
    Paragraph { text: String, controls: Vec<Option<Range<usize>>>, n_controls: usize },
    Control { name: u32, table: u32, has_table: bool },
    List(Box<Story>),
}

/// A record whose own records follow, and the nearest control, list and story apart around what is in it.
#[derive(Debug)]
struct Frame {
    level: u16,
    kind: Kind,
    control: Option<usize>,
    list: Option<usize>,
    apart: Option<BlockKind>,
}

/// The body being read.
#[derive(Debug)]
pub(super) struct Body<'w> {
    writing: &'w mut Writing,
    part: String,
    frames: Vec<Frame>,
    apart: Vec<Block>,
    n_paragraphs: u64,
    n_tables: u32,
    n_of: BTreeMap<&'static str, u64>,
    memos: BTreeMap<u32, MemoField>,
    /// The memo whose list of paragraphs comes next.
    next_memo: Option<u32>,
}

impl<'w> Body<'w> {
    pub(super) const fn new(writing: &'w mut Writing) -> Self {
        Self {
            writing,
            part: String::new(),
            frames: Vec::new(),
            apart: Vec::new(),
            n_paragraphs: 0,
            n_tables: 0,
            n_of: BTreeMap::new(),
            memos: BTreeMap::new(),
            next_memo: None,
        }
    }

    /// Whether no more is kept.
    pub(super) const fn is_full(&self) -> bool {
        self.writing.is_full()
    }

    /// Reads a section.
    pub(super) fn section(&mut self, part: &str, bytes: &[u8]) {
        part.clone_into(&mut self.part);
        self.n_paragraphs = 0;
        self.n_of.clear();
        let mut records = Records::new(bytes);
        for record in records.by_ref() {
            if self.writing.is_full() {
                break;
            }
            self.record(record);
        }
        self.close_to(0, 0);
        if records.is_cut() {
            let place = Place::Words(format!("stream {part}"));
            self.writing.fault(place, "it ends within a record; what follows is lost");
        }
    }

    /// Writes what stands apart; returns whether there was any text.
    pub(super) fn finish(self) -> bool {
        for block in self.apart {
            self.writing.block(block);
        }
        !self.writing.blocks().is_empty()
    }

    fn record(&mut self, record: Record<'_>) {
        self.close_to(record.level, record.tag);
        match record.tag {
            tag::PARA_HEADER => self.paragraph(record.level),
            tag::PARA_TEXT => self.text(record.bytes),
            tag::CTRL_HEADER => self.control(record),
            tag::LIST_HEADER => self.list(record),
            tag::TABLE => {
                if let Some(Frame { kind: Kind::Control { has_table, .. }, .. }) =
                    self.frames.last_mut()
                {
                    *has_table = true;
                }
            }
            // 4.3.9.3: four bytes, then the equation as it is typed.
            tag::EQUATION => self.aside(text_after_length(record.bytes, 4)),
            tag::MEMO_LIST => self.next_memo = u32_at(record.bytes, 0),
            _ => {}
        }
    }

    /// Ends what does not hold a record of this level; the paragraphs of a list stand as deep as the list itself.
    fn close_to(&mut self, level: u16, tag: u16) {
        while let Some(top) = self.frames.last() {
            let is_own = tag == tag::PARA_HEADER && matches!(top.kind, Kind::List(_));
            if top.level < level || (top.level == level && is_own) {
                return;
            }
            if let Some(Frame { kind: Kind::List(story), .. }) = self.frames.pop() {
                self.end(*story);
            }
        }
    }

    fn end(&mut self, story: Story) {
        let mut block = story.block;
        let text = block.text.trim_matches('\n');
        if text.len() < block.text.len() {
            block.text = String::from(text);
        }
        if is_apart(block.kind) {
            if self.apart.len() < APART_MAX {
                self.apart.push(block);
            } else {
                let reason = format!("only the first {APART_MAX} notes and headers are kept");
                self.writing.fault(block.place, reason);
            }
        } else {
            self.writing.block(block);
        }
    }

    fn push(&mut self, level: u16, kind: Kind) {
        let (mut control, mut list, mut apart) =
            self.frames.last().map_or((None, None, None), |top| (top.control, top.list, top.apart));
        match &kind {
            Kind::Control { .. } => control = Some(self.frames.len()),
            Kind::List(story) => {
                list = Some(self.frames.len());
                apart = Some(story.block.kind).filter(|kind| is_apart(*kind)).or(apart);
            }
            Kind::Paragraph { .. } => {}
        }
        self.frames.push(Frame { level, kind, control, list, apart });
    }

    /// The innermost list of paragraphs that is open.
    fn story(&mut self) -> Option<&mut Story> {
        let index = self.frames.last()?.list?;
        match &mut self.frames.get_mut(index)?.kind {
            Kind::List(story) => Some(story),
            Kind::Paragraph { .. } | Kind::Control { .. } => None,
        }
    }

    fn paragraph(&mut self, level: u16) {
        if let Some(story) = self.story() {
            if story.n_paragraphs > 0 {
                story.block.text.push('\n');
            }
            story.n_paragraphs += 1;
        } else {
            self.n_paragraphs += 1;
        }
        let kind = Kind::Paragraph { text: String::new(), controls: Vec::new(), n_controls: 0 };
        self.push(level, kind);
    }

    fn text(&mut self, bytes: &[u8]) {
        let found = characters(bytes);
        if let Some(story) = self.story() {
            story.block.text.push_str(&found.text);
        } else {
            let place = self.paragraph_place();
            self.writing.text(BlockKind::Paragraph, found.text.clone(), place);
        }
        if let Some(Frame { kind: Kind::Paragraph { text, controls, .. }, .. }) =
            self.frames.last_mut()
            && found.controls.iter().any(Option::is_some)
        {
            *text = found.text;
            *controls = found.controls;
        }
    }

    fn paragraph_place(&self) -> Place {
        Place::Paragraph { part: self.part.clone(), number: self.n_paragraphs }
    }

    /// Text of a control that has no list of paragraphs.
    fn aside(&mut self, text: Option<String>) {
        let Some(text) = text else { return };
        if let Some(story) = self.story() {
            story.block.text.push_str(&text);
        } else {
            let place = self.paragraph_place();
            self.writing.text(BlockKind::TextBox, text, place);
        }
    }

    fn control(&mut self, record: Record<'_>) {
        let name = u32_at(record.bytes, 0).unwrap_or_default();
        let range = match self.frames.last_mut() {
            Some(Frame { kind: Kind::Paragraph { controls, n_controls, .. }, .. }) => {
                *n_controls += 1;
                controls.get(*n_controls - 1).cloned().flatten()
            }
            _ => None,
        };
        let mut table = 0;
        match name {
            control::TABLE => {
                table = self.n_tables;
                self.n_tables = self.n_tables.saturating_add(1);
            }
            control::HYPERLINK => self.hyperlink(record.bytes),
            control::MEMO | control::UNKNOWN_FIELD => self.memo_field(record.bytes, range),
            // 4.3.10.12: the text below, then the small text above it.
            control::RUBY => {
                let below = text_after_length(record.bytes, 4);
                let at = below.as_ref().map_or(0, |text| 6 + text.encode_utf16().count() * 2);
                let above = text_after_length(record.bytes, at).unwrap_or_default();
                self.aside(below.map(|below| format!("{below} ({above})")));
            }
            _ => {}
        }
        self.push(record.level, Kind::Control { name, table, has_table: false });
    }

    /// 4.3.10.15: the address to its first `;`, with `\` before signs that mean something.
    fn hyperlink(&mut self, bytes: &[u8]) {
        let Some(command) = text_after_length(bytes, 9) else { return };
        let mut target = String::new();
        let mut signs = command.chars();
        while let Some(sign) = signs.next() {
            match sign {
                ';' => break,
                '\\' => target.extend(signs.next()),
                _ => target.push(sign),
            }
        }
        let place = self.paragraph_place();
        external_path(target.trim(), &place, self.writing);
    }

    /// The command of a memo's field is `MEMO/shape/number/id/id/author/`, as Hancom Office 2024 writes it; the
    /// specification leaves it open.
    fn memo_field(&mut self, bytes: &[u8], range: Option<Range<usize>>) {
        let Some(command) = text_after_length(bytes, 9) else { return };
        let Some(parts) = command.strip_prefix("MEMO/") else { return };
        let parts: Vec<&str> = parts.splitn(6, '/').collect();
        let Some(number) = parts.get(1).and_then(|number| number.parse().ok()) else { return };
        let author = parts.get(4).filter(|author| !author.is_empty()).map(|author| cut(author));
        let anchor = match self.frames.last() {
            Some(Frame { kind: Kind::Paragraph { text, .. }, .. }) => {
                range.and_then(|range| text.get(range)).filter(|text| !text.is_empty()).map(cut)
            }
            _ => None,
        };
        if self.memos.len() < MEMOS_MAX {
            self.memos.entry(number).or_insert(MemoField { author, anchor });
        }
    }

    fn list(&mut self, record: Record<'_>) {
        let (control, apart) =
            self.frames.last().map_or((None, None), |top| (top.control, top.apart));
        let mut block = if let Some(number) = self.next_memo.take() {
            self.memo(number)
        } else {
            let frame = control.and_then(|index| self.frames.get(index));
            match frame.map(|frame| &frame.kind) {
                Some(Kind::Control { name: control::TABLE, table, has_table: true }) => {
                    cell(*table, record.bytes)
                }
                Some(Kind::Control { name, .. }) => self.story_of(*name),
                _ => self.story_of(0),
            }
        };
        // A table or box in a header or note is a part of it.
        if let Some(kind) = apart {
            block.kind = kind;
            block.cell = None;
        }
        self.push(record.level, Kind::List(Box::new(Story { block, n_paragraphs: 0 })));
    }

    fn story_of(&mut self, name: u32) -> Block {
        let (kind, words) = match name {
            control::HEADER => (BlockKind::PageHeader, "header"),
            control::FOOTER => (BlockKind::PageHeader, "footer"),
            control::SECTION => (BlockKind::PageHeader, "master page"),
            control::FOOTNOTE => (BlockKind::Footnote, "footnote"),
            control::ENDNOTE => (BlockKind::Footnote, "endnote"),
            control::COMMENT => (BlockKind::Comment, "hidden comment"),
            control::TABLE => (BlockKind::Paragraph, "caption of table"),
            control::SHAPE => (BlockKind::TextBox, "text box"),
            _ => (BlockKind::TextBox, "list"),
        };
        let number = self.n_of.entry(words).or_default();
        *number += 1;
        let place = Place::Words(format!("{} {words} {number}", self.part));
        Block::new(kind, String::new(), place)
    }

    fn memo(&mut self, number: u32) -> Block {
        let place = Place::Words(format!("{} memo {number}", self.part));
        let mut block = Block::new(BlockKind::Comment, String::new(), place.clone());
        if let Some(field) = self.memos.remove(&number) {
            if let Some(author) = &field.author {
                self.writing.signal(SignalKind::CommentAuthor, author.clone(), place);
            }
            block.author = field.author;
            block.anchor = field.anchor;
        }
        block
    }
}

const fn is_apart(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::PageHeader | BlockKind::Footnote | BlockKind::Comment)
}

fn cut(text: &str) -> String {
    text.get(..text.floor_char_boundary(ANCHOR_BYTES_MAX)).unwrap_or(text).to_owned()
}

/// A cell by its list: its address and spans follow the head of the list (4.3.9.1, table 82; the head has eight bytes in
/// every file seen, where the specification says six).
fn cell(table: u32, bytes: &[u8]) -> Block {
    let number = |at: usize| u32::from(u16_at(bytes, at).unwrap_or_default());
    let (column, row) = (number(8), number(10));
    let (columns, rows) = (number(12).max(1), number(14).max(1));
    let sheet = format!("table {}", u64::from(table) + 1);
    let place = Place::Cell { sheet: sheet.into(), cell: CellName::at(row, column) };
    let mut block = Block::new(BlockKind::Cell, String::new(), place);
    block.cell = Some(Cell { table, is_sheet: false, row, column, rows, columns });
    block
}

/// A text after its length in units.
fn text_after_length(bytes: &[u8], at: usize) -> Option<String> {
    let len = usize::from(u16_at(bytes, at)?) * 2;
    let raw = slice_at(bytes, at.checked_add(2)?, len)?;
    Some(utf16(raw))
}
