//! Stories: the body and what stands apart from it, as paragraphs and tables.
//!
//! In: text as it comes, ends of paragraphs, cells and rows. Out: blocks. A paragraph or cell is one block with all text
//! that is seen; it is an [`BlockKind::Inserted`] block only where all of it was put in. Text that was taken out or is
//! hidden is a block of its own. Comments, notes, boxes and headers are one block each and come after the body.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::Place;

use super::table::Row;
use subtier_blocks::windows::language_in_words;
use subtier_blocks::{Block, BlockKind};

/// Cells of a table that wait for its end; a larger one is told in parts.
const CELLS_MAX: usize = 100_000;
/// Cells of a row; Word ends at 63.
const ROW_CELLS_MAX: usize = 1_000;

/// How a run of text was changed or hidden.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// What it is, where it is not plain.
    pub(crate) kind: MarkKind,
    /// Who changed it.
    pub(crate) author: Option<String>,
    /// When.
    pub(crate) time: Option<String>,
}

/// The kinds of marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// Seen and unchanged.
    #[default]
    Plain,
    /// Put in.
    Inserted,
    /// Taken out.
    Deleted,
    /// Not seen.
    Hidden,
}

/// A paragraph that grows.
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    inserted: Option<Mark>,
    is_partly_plain: bool,
    apart: Vec<(Mark, String)>,
    languages: BTreeMap<u16, u64>,
}

/// A story that grows.
#[derive(Debug)]
pub(crate) struct Story {
    /// What its blocks are.
    kind: BlockKind,
    paragraph: Paragraph,
    /// Paragraphs of a story that is one block, or of the cell.
    joined: Option<String>,
    rows: Vec<Row>,
    row: Row,
    n_cells: usize,
    n_tables: u32,
    n_paragraphs: u64,
    /// Who wrote it.
    pub(crate) author: Option<String>,
    /// When.
    pub(crate) time: Option<String>,
    /// The text it is attached to.
    pub(crate) anchor: Option<String>,
}

impl Story {
    /// Begins.
    pub(crate) fn new(kind: BlockKind) -> Self {
        Self {
            kind,
            paragraph: Paragraph::default(),
            joined: None,
            rows: Vec::new(),
            row: Row::default(),
            n_cells: 0,
            n_tables: 0,
            n_paragraphs: 0,
            author: None,
            time: None,
            anchor: None,
        }
    }

    /// What its blocks are.
    pub(crate) const fn kind(&self) -> BlockKind {
        self.kind
    }

    /// Adds text.
    pub(crate) fn push(&mut self, text: &str, mark: &Mark, language: u16) {
        let n_signs = text.chars().filter(|sign| !sign.is_whitespace()).count();
        let paragraph = &mut self.paragraph;
        match mark.kind {
            MarkKind::Deleted | MarkKind::Hidden => {
                match paragraph.apart.last_mut() {
                    Some((last, stretch)) if last == mark => stretch.push_str(text),
                    _ => paragraph.apart.push((mark.clone(), text.to_owned())),
                }
                return;
            }
            MarkKind::Inserted => {
                paragraph.inserted.get_or_insert_with(|| mark.clone());
            }
            MarkKind::Plain => paragraph.is_partly_plain |= n_signs > 0,
        }
        paragraph.text.push_str(text);
        let counted = paragraph.languages.entry(language).or_default();
        *counted = counted.saturating_add(u64::try_from(n_signs).unwrap_or(0));
    }

    /// Ends a paragraph, within a cell or outside of one.
    pub(crate) fn end_paragraph(&mut self, is_in_table: bool, blocks: &mut Vec<Block>) {
        if self.kind != BlockKind::Paragraph || is_in_table {
            self.join(blocks);
            return;
        }
        self.end_table(blocks);
        self.n_paragraphs += 1;
        let place = Place::Paragraph { part: String::new(), number: self.n_paragraphs };
        let paragraph = std::mem::take(&mut self.paragraph);
        let mut block = Block::new(BlockKind::Paragraph, paragraph.text, place.clone());
        block.lang = most(&paragraph.languages);
        if let Some(mark) = paragraph.inserted.filter(|_| !paragraph.is_partly_plain) {
            block.kind = BlockKind::Inserted;
            block.author = mark.author;
            block.time = mark.time;
        }
        blocks.push(block);
        push_apart(paragraph.apart, &place, blocks);
    }

    /// Ends a cell.
    pub(crate) fn end_cell(&mut self, blocks: &mut Vec<Block>) {
        if self.kind != BlockKind::Paragraph {
            self.join(blocks);
            return;
        }
        let lang = most(&self.paragraph.languages);
        self.join(blocks);
        self.row.push(self.joined.take().unwrap_or_default(), lang);
        if self.row.len() >= ROW_CELLS_MAX {
            self.end_row(&[], blocks);
        }
    }

    /// Ends a row.
    pub(crate) fn end_row(
        &mut self,
        definitions: &[super::table::Definition],
        blocks: &mut Vec<Block>,
    ) {
        if self.kind != BlockKind::Paragraph {
            return;
        }
        let mut row = std::mem::take(&mut self.row);
        row.define(definitions);
        self.n_cells = self.n_cells.saturating_add(row.len().max(1));
        self.rows.push(row);
        if self.n_cells >= CELLS_MAX {
            self.end_table(blocks);
        }
    }

    /// Ends the story.
    pub(crate) fn end(mut self, blocks: &mut Vec<Block>) {
        if self.kind == BlockKind::Paragraph {
            if !self.row.is_empty() {
                self.end_row(&[], blocks);
            }
            // What a cell without its end holds is a paragraph.
            if let Some(joined) = self.joined.take() {
                let rest = std::mem::replace(&mut self.paragraph.text, joined);
                if !rest.is_empty() {
                    self.paragraph.text.push('\n');
                    self.paragraph.text.push_str(&rest);
                }
            }
            self.end_paragraph(false, blocks);
            return;
        }
        self.join(blocks);
        let Some(text) = self.joined else { return };
        let text = text.trim_end_matches('\n').to_owned();
        let mut block = Block::new(self.kind, text, apart_place(self.kind));
        block.author = self.author;
        block.time = self.time;
        block.anchor = self.anchor;
        blocks.push(block);
    }

    fn join(&mut self, blocks: &mut Vec<Block>) {
        let paragraph = std::mem::take(&mut self.paragraph);
        push_apart(paragraph.apart, &apart_place(self.kind), blocks);
        match &mut self.joined {
            Some(joined) => {
                if !joined.is_empty() {
                    joined.push('\n');
                }
                joined.push_str(&paragraph.text);
            }
            None => self.joined = Some(paragraph.text),
        }
    }

    fn end_table(&mut self, blocks: &mut Vec<Block>) {
        if self.rows.is_empty() {
            return;
        }
        super::table::push_cells(std::mem::take(&mut self.rows), self.n_tables, blocks);
        self.n_cells = 0;
        self.n_tables = self.n_tables.saturating_add(1);
    }
}

fn push_apart(apart: Vec<(Mark, String)>, place: &Place, blocks: &mut Vec<Block>) {
    for (mark, text) in apart {
        let kind =
            if mark.kind == MarkKind::Deleted { BlockKind::Deleted } else { BlockKind::Hidden };
        let mut block = Block::new(kind, text, place.clone());
        block.author = mark.author;
        block.time = mark.time;
        blocks.push(block);
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "stories are of few kinds")]
fn apart_place(kind: BlockKind) -> Place {
    let words = match kind {
        BlockKind::Comment => "comment",
        BlockKind::Footnote => "note",
        BlockKind::TextBox => "text box",
        BlockKind::PageHeader => "header or footer",
        _ => "table",
    };
    Place::Words(words.to_owned())
}

fn most(languages: &BTreeMap<u16, u64>) -> Option<String> {
    let (number, n_signs) =
        languages.iter().max_by_key(|(number, n_signs)| (**n_signs, u16::MAX - **number))?;
    if *n_signs == 0 { None } else { language_in_words(*number) }
}

/// Drops headers and footers that say the same again, as files with left and right pages have them.
pub(crate) fn without_repeats(blocks: &mut Vec<Block>) {
    let mut seen = BTreeSet::new();
    blocks.retain(|block| block.kind != BlockKind::PageHeader || seen.insert(block.text.clone()));
}
