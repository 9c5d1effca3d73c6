//! What a reader makes of one document.
//!
//! In: nothing; these are words only. Out: `Document`, which crosses from the child process that reads to the program
//! that asked as JSON. Never: bytes of the document itself.

use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Serialize};
use subtier_model::Place;

use crate::{Format, Signal};

/// One document, read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// What it is, by content.
    pub format: Format,
    /// The encoding of its text by its name in the outside contract; `None` where the format itself says it.
    pub encoding: Option<String>,
    /// Other encodings that would read it about as well; empty where the encoding is sure.
    pub encoding_rivals: Vec<String>,
    /// Its text, in the order in which a person would read it; what stands apart comes after the body.
    pub blocks: Vec<Block>,
    /// What it tells of its maker.
    pub signals: Vec<Signal>,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

/// Something of a document that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// Why, in words.
    pub reason: String,
}

/// What a block of text is to its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A paragraph or line of the body.
    Paragraph,
    /// A cell of a table or sheet; [`Block::cell`] says which.
    Cell,
    /// A comment; its author and time stand beside it, what it is attached to in [`About::anchor`].
    Comment,
    /// Text that somebody put in while changes were tracked.
    Inserted,
    /// Text that somebody took out while changes were tracked.
    Deleted,
    /// Text in a box or shape.
    TextBox,
    /// Text that a person who opens the document does not see.
    Hidden,
    /// A footnote or endnote.
    Footnote,
    /// A header or footer of the page.
    PageHeader,
    /// What a speaker notes under a slide.
    SpeakerNote,
    /// A marker, note or annotation of a cut list or review tool; [`About::fields`] holds its parts.
    Marker,
    /// The subject, sender and receivers of a message.
    MessageHeader,
    /// Text that only an earlier revision of the file holds.
    EarlierRevision,
    /// A short preview that the program stored beside the body.
    Preview,
    /// Text recognised in a picture.
    Recognised,
}

impl BlockKind {
    /// Whether the block stands in the body that a reader sees, in reading order.
    pub const fn is_body(self) -> bool {
        matches!(
            self,
            Self::Paragraph
                | Self::Cell
                | Self::Inserted
                | Self::TextBox
                | Self::Marker
                | Self::Recognised
        )
    }
}

/// One piece of text with its place, and with what is known [`About`] it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Block {
    /// What it is to the document.
    pub kind: BlockKind,
    /// The text as it stands there; line breaks within a paragraph or cell are `\n`. Never normalised.
    pub text: String,
    /// Where.
    pub place: Place,
    /// Which cell it is.
    pub cell: Option<Cell>,
    /// What few blocks have, read and written through the block itself.
    about: Option<Box<About>>,
}

/// What is known of few blocks. A sheet has millions of them, so that it is kept apart, and only where there is something to keep.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// Who wrote it, where the document says so.
    pub author: Option<String>,
    /// When, as the document writes it.
    pub time: Option<String>,
    /// The language the document declares for most of it (BCP 47).
    pub lang: Option<String>,
    /// The text that a comment is attached to.
    pub anchor: Option<String>,
    /// The parts of a note where the format names them.
    pub fields: Option<Box<Fields>>,
}

impl About {
    const NOTHING: Self = Self { author: None, time: None, lang: None, anchor: None, fields: None };
}

impl Deref for Block {
    type Target = About;

    fn deref(&self) -> &About {
        self.about.as_deref().unwrap_or(&About::NOTHING)
    }
}

impl DerefMut for Block {
    fn deref_mut(&mut self) -> &mut About {
        self.about.get_or_insert_default()
    }
}

impl PartialEq for Block {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, &self.text, &self.place, &self.cell)
            == (other.kind, &other.text, &other.place, &other.cell)
            && **self == **other
    }
}

impl Block {
    /// The name of the sheet that it is a cell of.
    pub fn sheet(&self) -> Option<&str> {
        match (&self.cell, &self.place) {
            (Some(Cell { is_sheet: true, .. }), Place::Cell { sheet, .. }) => Some(sheet),
            _ => None,
        }
    }

    /// A block of which nothing is known but its text and place.
    pub const fn new(kind: BlockKind, text: String, place: Place) -> Self {
        Self { kind, text, place, cell: None, about: None }
    }
}

/// Which cell of which table a block is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Number of the table or sheet within the document, from 0.
    pub table: u32,
    /// Whether the table is a sheet, whose name stands in the block's place.
    pub is_sheet: bool,
    /// Row from 0.
    pub row: u32,
    /// Column from 0.
    pub column: u32,
    /// Rows that it spans, at least 1.
    pub rows: u32,
    /// Columns that it spans, at least 1.
    pub columns: u32,
}

/// The parts of a note that a format names itself; nothing here is guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    /// Name of the asset, clip, version or task.
    pub asset: Option<String>,
    /// Shot as named.
    pub shot: Option<String>,
    /// First frame.
    pub frame: Option<i64>,
    /// Last frame.
    pub frame_out: Option<i64>,
    /// Time code as written.
    pub timecode: Option<String>,
    /// Frames per second as written, such as `24` or `30000/1001`.
    pub rate: Option<String>,
    /// Status as written.
    pub status: Option<String>,
    /// Colour of the marker.
    pub colour: Option<String>,
    /// What is drawn on the picture: shapes and where, in words.
    pub drawing: Option<String>,
}

impl Document {
    /// A document of which nothing was read yet.
    pub const fn new(format: Format) -> Self {
        Self {
            format,
            encoding: None,
            encoding_rivals: Vec::new(),
            blocks: Vec::new(),
            signals: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// All of its text: the body in order, the cells of a row with tabs between them, then what stands apart.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut before: Option<(u32, u32)> = None;
        let mut apart = Vec::new();
        for block in &self.blocks {
            if !block.kind.is_body() {
                apart.push(block);
                continue;
            }
            let row = block.cell.as_ref().map(|cell| (cell.table, cell.row));
            if !text.is_empty() {
                text.push(if row.is_some() && row == before { '\t' } else { '\n' });
            }
            text.push_str(&block.text);
            before = row;
        }
        for block in apart {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&block.text);
        }
        text
    }
}
