//! What is open while a text flows: paragraphs, cells, tables and stories, and what is known of each.
//!
//! In: pieces of text with their marks. Out: the text of a paragraph, the joined text of a cell or story, tallies.

use std::collections::BTreeMap;
use std::rc::Rc;

use subtier_blocks::{BlockKind, Cell};

/// Something that is open.
#[derive(Debug)]
pub(super) enum Frame {
    Paragraph(Box<Paragraph>),
    Cell(Box<CellFrame>),
    Table(Box<Table>),
    Story(Box<Story>),
}

impl Frame {
    /// Whether paragraphs belong to it.
    pub(super) const fn is_container(&self) -> bool {
        matches!(self, Self::Cell(_) | Self::Story(_))
    }
}

/// Who changed something, and when, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct By {
    /// Who.
    pub(crate) author: Option<String>,
    /// When.
    pub(crate) time: Option<String>,
}

impl By {
    /// A stretch of text with who put it in and when.
    pub(super) fn said_of(&self, text: &str) -> String {
        let author = self.author.as_deref().unwrap_or("somebody");
        match self.time.as_deref() {
            Some(time) => format!("{author} at {time}: {text}"),
            None => format!("{author}: {text}"),
        }
    }
}

/// What a change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChangeKind {
    /// Text was put in.
    Inserted,
    /// Text was taken out.
    Deleted,
}

/// A change that is open.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(super) kind: ChangeKind,
    pub(super) by: Rc<By>,
    pub(super) id: Option<String>,
}

impl Change {
    /// A change by somebody at a time.
    pub(crate) fn new(kind: ChangeKind, author: Option<String>, time: Option<String>) -> Self {
        let author = author.filter(|author| !author.trim().is_empty());
        Self { kind, by: Rc::new(By { author, time }), id: None }
    }

    /// The same, with an id by which its end names it.
    pub(crate) fn with_id(mut self, id: String) -> Self {
        self.id = Some(id);
        self
    }
}

/// What a piece of text is to its paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    Plain,
    Inserted(Rc<By>),
    Deleted(Rc<By>),
    Hidden,
}

/// A piece of text that is not plain.
#[derive(Debug)]
pub(super) struct Stretch {
    pub(super) mark: Mark,
    pub(super) text: String,
}

/// A paragraph being read.
#[derive(Debug)]
pub(super) struct Paragraph {
    /// Its place among the blocks; `None` where its text joins that of a cell or story.
    pub(super) slot: Option<u64>,
    pub(super) number: u64,
    /// What a reader sees.
    pub(super) text: String,
    pub(super) stretches: Vec<Stretch>,
    pub(super) languages: Tally,
}

impl Paragraph {
    pub(super) const fn new(slot: Option<u64>, number: u64) -> Self {
        Self {
            slot,
            number,
            text: String::new(),
            stretches: Vec::new(),
            languages: Tally(BTreeMap::new()),
        }
    }

    pub(super) fn push(&mut self, text: &str, mark: Mark) {
        if matches!(mark, Mark::Plain | Mark::Inserted(_)) {
            self.text.push_str(text);
        }
        if mark == Mark::Plain {
            return;
        }
        match self.stretches.last_mut().filter(|last| last.mark == mark) {
            Some(last) => last.text.push_str(text),
            None => self.stretches.push(Stretch { mark, text: text.to_owned() }),
        }
    }

    /// Who put in all of its text.
    pub(super) fn author_of_all(&self) -> Option<Rc<By>> {
        let mut of_all: Option<&Rc<By>> = None;
        let mut n_signs = 0;
        for stretch in &self.stretches {
            let Mark::Inserted(by) = &stretch.mark else { continue };
            if of_all.is_some_and(|of_all| of_all.author != by.author) {
                return None;
            }
            of_all = of_all.or(Some(by));
            n_signs += signs(&stretch.text);
        }
        let is_all = n_signs > 0 && n_signs == signs(&self.text);
        of_all.filter(|_| is_all).cloned()
    }
}

fn signs(text: &str) -> usize {
    text.chars().filter(|sign| !sign.is_whitespace()).count()
}

/// Paragraphs joined to one text.
#[derive(Debug, Default)]
pub(super) struct Joined {
    text: String,
    n_paragraphs: usize,
    pub(super) languages: Tally,
}

impl Joined {
    /// Takes the text of a paragraph.
    pub(super) fn push(&mut self, paragraph: &mut Paragraph) {
        if self.n_paragraphs == 0 {
            self.text = std::mem::take(&mut paragraph.text);
        } else {
            self.text.push('\n');
            self.text.push_str(&paragraph.text);
        }
        self.n_paragraphs += 1;
        self.languages.add_all(&paragraph.languages);
    }

    /// Its text without the empty paragraphs before and after.
    pub(super) fn take_text(&mut self) -> String {
        let mut text = std::mem::take(&mut self.text);
        text.truncate(text.trim_end_matches('\n').len());
        if text.starts_with('\n') {
            text = text.trim_start_matches('\n').to_owned();
        }
        text
    }
}

/// A cell being read.
#[derive(Debug)]
pub(super) struct CellFrame {
    pub(super) slot: u64,
    pub(super) cell: Cell,
    pub(super) joined: Joined,
}

impl CellFrame {
    pub(super) fn new(slot: u64, cell: Cell) -> Self {
        Self { slot, cell, joined: Joined::default() }
    }
}

/// A table being read.
#[derive(Debug)]
pub(crate) struct Table {
    pub(super) number: u32,
    /// The row that is open, from 0.
    pub(crate) row: u32,
    /// The column of the next cell, from 0.
    pub(crate) column: u32,
    /// Cells that others below may go on with, by column.
    pub(super) merges: BTreeMap<u32, u64>,
    n_rows: u32,
}

impl Table {
    pub(super) const fn new(number: u32) -> Self {
        Self { number, row: 0, column: 0, merges: BTreeMap::new(), n_rows: 0 }
    }

    /// Begins the next row.
    pub(crate) fn begin_row(&mut self) {
        self.row = self.n_rows;
        self.column = 0;
        self.n_rows = self.n_rows.saturating_add(1);
    }

    /// The row that is open stands for several.
    pub(crate) fn repeat_row(&mut self, count: u32) {
        self.n_rows = self.row.saturating_add(count.max(1));
    }
}

/// A text that stands apart.
#[derive(Debug)]
pub(crate) struct Story {
    pub(super) kind: BlockKind,
    /// Whether its paragraphs make one block.
    pub(super) is_joined: bool,
    pub(super) slot: Option<u64>,
    pub(super) number: u64,
    pub(super) joined: Joined,
    /// Who wrote it.
    pub(crate) author: Option<String>,
    /// When, as written.
    pub(crate) time: Option<String>,
    /// What it is attached to.
    pub(crate) anchor: Option<String>,
    /// Its status as written.
    pub(crate) status: Option<String>,
}

impl Story {
    /// A story that makes one block.
    pub(crate) fn whole(kind: BlockKind) -> Self {
        Self {
            kind,
            is_joined: true,
            slot: None,
            number: 0,
            joined: Joined::default(),
            author: None,
            time: None,
            anchor: None,
            status: None,
        }
    }

    /// A story of which each paragraph makes a block.
    pub(crate) fn by_paragraph(kind: BlockKind) -> Self {
        Self { is_joined: false, ..Self::whole(kind) }
    }
}

/// How many signs there are of each language.
#[derive(Debug, Default)]
pub(super) struct Tally(BTreeMap<String, u64>);

impl Tally {
    pub(super) fn add(&mut self, language: &str, n_signs: u64, languages_max: usize) {
        if let Some(count) = self.0.get_mut(language) {
            *count = count.saturating_add(n_signs);
        } else if self.0.len() < languages_max {
            self.0.insert(language.to_owned(), n_signs);
        }
    }

    fn add_all(&mut self, other: &Self) {
        for (language, n_signs) in &other.0 {
            self.add(language, *n_signs, usize::MAX);
        }
    }

    /// The language of most signs.
    pub(super) fn most(&self) -> Option<String> {
        self.0
            .iter()
            .rev()
            .max_by_key(|(_, n_signs)| **n_signs)
            .map(|(language, _)| language.clone())
    }

    /// The languages, those of most signs first.
    pub(super) fn sorted(&self) -> Vec<(String, u64)> {
        let mut all: Vec<_> = self.0.iter().map(|(key, count)| (key.clone(), *count)).collect();
        all.sort_by_key(|(_, n_signs)| std::cmp::Reverse(*n_signs));
        all
    }
}
