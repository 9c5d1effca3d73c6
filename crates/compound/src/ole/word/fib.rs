//! The file information block: where in a Word binary everything stands.
//!
//! In: the stream `WordDocument`. Out: its version, language, flags, the lengths of its stories, and the places of the
//! tables in the table stream. Format: \[MS-DOC\] 2.5.

use subtier_sectors::little::{size_at, slice_at, slice_up_to, u16_at};

/// Number of a table among the pairs of place and length (\[MS-DOC\] 2.5.6 to 2.5.9, counted from 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    Styles = 1,
    CommentMarks = 4,
    CommentTexts = 5,
    CharacterRuns = 12,
    ParagraphRuns = 13,
    Fonts = 15,
    Printer = 27,
    DocumentSettings = 31,
    Associations = 32,
    Pieces = 33,
    CommentOwners = 36,
    CommentBookmarks = 37,
    CommentStarts = 42,
    CommentEnds = 43,
    RevisionAuthors = 51,
    SavedBy = 71,
    CommentTimes = 112,
}

/// The stories of a document in the order of their text (\[MS-DOC\] 2.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Story {
    Main,
    Footnotes,
    Headers,
    Macros,
    Comments,
    Endnotes,
    TextBoxes,
    HeaderTextBoxes,
}

/// Every story, in order.
pub(crate) const STORIES: [Story; 8] = [
    Story::Main,
    Story::Footnotes,
    Story::Headers,
    Story::Macros,
    Story::Comments,
    Story::Endnotes,
    Story::TextBoxes,
    Story::HeaderTextBoxes,
];

/// A file information block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fib {
    /// The version of the format: 0xC1 is Word 97.
    pub(crate) version: u16,
    /// The language of the program that wrote the file.
    pub(crate) language: u16,
    /// The language of its East Asian text.
    pub(crate) asian_language: u16,
    /// Whether the text is encrypted.
    pub(crate) is_encrypted: bool,
    /// Whether the file was saved by adding to it.
    pub(crate) is_fast_saved: bool,
    /// Name of the table stream.
    pub(crate) table_stream: &'static str,
    /// First and end byte of the text where there is no piece table.
    pub(crate) text: (usize, usize),
    /// Code units of each story.
    pub(crate) lens: [usize; 8],
    pairs_at: usize,
    n_pairs: usize,
}

/// Versions below have the layout of Word 6 and 95.
const WORD_97: u16 = 0xC1;

impl Fib {
    /// Takes it from the beginning of the stream; `None` where the stream does not begin as one of Word.
    pub(crate) fn read(word: &[u8]) -> Option<Self> {
        let magic = u16_at(word, 0)?;
        // A5EC is Word 97 and later, A5DC Word 6 and 95, A697 and A699 their East Asian editions (observed).
        if !matches!(magic, 0xA5EC | 0xA5DC | 0xA697 | 0xA699) {
            return None;
        }
        let flags = u16_at(word, 10)?;
        let mut fib = Self {
            version: u16_at(word, 2)?,
            language: u16_at(word, 6)?,
            asian_language: 0,
            is_encrypted: flags & 0x0100 != 0,
            is_fast_saved: flags & 0x0004 != 0,
            table_stream: if flags & 0x0200 != 0 { "1Table" } else { "0Table" },
            text: (size_at(word, 24)?, size_at(word, 28)?),
            lens: [0; 8],
            pairs_at: 0,
            n_pairs: 0,
        };
        if fib.is_early() {
            // The lengths stand at 0x34 in Word 6 and 95 (Word 6.0 binary file format, FIB).
            for (slot, index) in fib.lens.iter_mut().zip(0..) {
                *slot = size_at(word, 0x34 + index * 4).unwrap_or_default();
            }
            return Some(fib);
        }
        let words_at = 34;
        let n_words = usize::from(u16_at(word, 32)?);
        let longs_at = words_at + n_words * 2 + 2;
        let n_longs = usize::from(u16_at(word, longs_at - 2)?);
        fib.asian_language = u16_at(word, words_at + 26).unwrap_or_default();
        for (slot, index) in fib.lens.iter_mut().zip(3..) {
            *slot = size_at(word, longs_at + index * 4).unwrap_or_default();
        }
        fib.pairs_at = longs_at + n_longs * 4 + 2;
        fib.n_pairs = usize::from(u16_at(word, fib.pairs_at - 2)?);
        Some(fib)
    }

    /// Whether it is of Word 6 or 95.
    pub(crate) const fn is_early(&self) -> bool {
        self.version < WORD_97
    }

    /// The bytes of a table; empty where there is none.
    pub(crate) fn table<'t>(&self, word: &[u8], tables: &'t [u8], table: Table) -> &'t [u8] {
        let index = table as usize;
        if index >= self.n_pairs {
            return &[];
        }
        let pair = slice_at(word, self.pairs_at + index * 8, 8).unwrap_or_default();
        match (size_at(pair, 0), size_at(pair, 4)) {
            (Some(at), Some(len)) => slice_up_to(tables, at, len),
            _ => &[],
        }
    }

    /// First and end code unit of a story.
    pub(crate) fn range(&self, story: Story) -> (usize, usize) {
        let index = story as usize;
        let start = self.lens.iter().take(index).fold(0usize, |sum, len| sum.saturating_add(*len));
        (start, start.saturating_add(self.lens.get(index).copied().unwrap_or_default()))
    }
}
