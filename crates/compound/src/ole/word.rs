//! Word binaries: the text of a `.doc` or `.wps` file and what its tables tell of the people who wrote it.
//!
//! In: a compound file with the stream `WordDocument`. Out: paragraphs, table cells, notes, headers, comments with author
//! and time, text that was put in, taken out or hidden; and signals: who saved it where, languages typed, fonts, printer,
//! editing sessions. Word 6 and 95 are read too, without formatting. It never follows a field or runs a macro. Format:
//! \[MS-DOC\].

mod comments;
mod early;
mod fib;
mod formatting;
mod gathered;
mod layout;
mod pieces;
mod strings;
mod styles;
mod table;

use std::collections::BTreeSet;

use subtier_model::Place;

use super::properties::Properties;
use super::{encrypted, zone_signal};
use fib::{Fib, STORIES, Story, Table};
use gathered::{Characters, Totals};
use layout::Layout;
use subtier_blocks::Writing;
use subtier_blocks::paths::external_path;
use subtier_blocks::windows;
use subtier_blocks::{BlockKind, SignalKind};
use subtier_sectors::Compound;
use subtier_sectors::little::{size_at, to_nul, u32_at};

/// Bytes of the main stream that are read: places in it have 32 bits, and pictures have a stream of their own.
const STREAM_BYTES_MAX: u64 = 512 << 20;

/// What is read of a document before its text.
#[derive(Debug)]
struct Parts {
    word: Vec<u8>,
    tables: Vec<u8>,
    fib: Fib,
}

impl Parts {
    fn table(&self, table: Table) -> &[u8] {
        self.fib.table(&self.word, &self.tables, table)
    }
}

/// Reads it.
pub(crate) fn read(compound: &mut Compound<'_>, properties: &Properties, writing: &mut Writing) {
    let place = Place::Words("stream WordDocument".to_owned());
    let Some(word) = compound.read("WordDocument", STREAM_BYTES_MAX) else { return };
    let Some(fib) = Fib::read(&word) else {
        return writing.fault(place, "it does not begin as a document of Word");
    };
    if fib.is_encrypted {
        return encrypted(writing, "stream WordDocument");
    }
    if let Some(tag) = windows::language_in_words(fib.language) {
        writing.signal(SignalKind::DocumentLanguage, format!("program: {tag}"), place.clone());
        let code_page = windows::code_page_in_words(windows::code_page_of_language(fib.language));
        writing.signal(SignalKind::CodePage, code_page, place.clone());
    }
    if fib.is_early() {
        return early::read(&word, &fib, writing);
    }
    if let Some(tag) = windows::language_in_words(fib.asian_language) {
        writing.signal(SignalKind::DocumentLanguage, format!("East Asian text: {tag}"), place);
    }
    let tables = compound.read(fib.table_stream, STREAM_BYTES_MAX).unwrap_or_default();
    let parts = Parts { word, tables, fib };
    text(&parts, writing);
    table_signals(&parts, properties, writing);
}

fn text(parts: &Parts, writing: &mut Writing) {
    let mut text = pieces::read(&parts.word, parts.table(Table::Pieces));
    if text.pieces.is_empty() {
        // Without a piece table the text lies in one stretch ([MS-DOC] 2.5.2, fcMin of old writers).
        let (start, end) = parts.fib.text;
        text.push(&parts.word, start, end.saturating_sub(start), 1);
        if !text.units.is_empty() {
            writing.fault(Place::Whole, "the piece table is missing; the text was guessed");
        }
    }
    if text.is_cut {
        writing.fault(Place::Whole, "the piece table promises more text than there is");
    }
    let mut sessions = BTreeSet::new();
    let runs =
        formatting::characters(&parts.word, parts.table(Table::CharacterRuns), &mut sessions);
    let paragraphs = formatting::paragraphs(&parts.word, parts.table(Table::ParagraphRuns));
    let defaults = styles::default_languages(parts.table(Table::Styles));
    let authors: Vec<String> = strings::strings(parts.table(Table::RevisionAuthors))
        .into_iter()
        .map(|entry| entry.text)
        .collect();
    let characters = Characters::new(&text, &runs, defaults, |list, format| {
        if let Some(list) = list.checked_sub(1).and_then(|index| text.lists.get(index)) {
            formatting::apply(list, format, &mut BTreeSet::new());
        }
    });
    let mut totals = Totals::default();
    let mut n_tables = 0;
    for story in STORIES {
        let Some((part, kind)) = part_of(story) else { continue };
        let (start, end) = parts.fib.range(story);
        let mut layout = Layout::new(part, kind, &authors, n_tables);
        let rest = characters.gather(start..end, &mut totals, |mark, unit, gathered| {
            let format = text.byte_of(unit).and_then(|byte| formatting::find(&paragraphs, byte));
            layout.mark(mark, format.map(|run| &run.format), gathered, writing);
        });
        n_tables = layout.finish(&rest, writing);
    }
    comments::read(parts, &characters, &mut totals, writing);
    text_signals(&totals, &sessions, &authors, writing);
    let place = Place::Words("default style".to_owned());
    for tag in [defaults.0, defaults.1].into_iter().filter_map(windows::language_in_words) {
        writing.signal(SignalKind::DocumentLanguage, tag, place.clone());
    }
}

/// The name of a story and what its text is; comments are read apart, macros hold no text.
const fn part_of(story: Story) -> Option<(&'static str, BlockKind)> {
    Some(match story {
        Story::Main => ("", BlockKind::Paragraph),
        Story::Footnotes => ("footnotes", BlockKind::Footnote),
        Story::Headers => ("headers", BlockKind::PageHeader),
        Story::Endnotes => ("endnotes", BlockKind::Footnote),
        Story::TextBoxes => ("text boxes", BlockKind::TextBox),
        Story::HeaderTextBoxes => ("text boxes of headers", BlockKind::PageHeader),
        Story::Macros | Story::Comments => return None,
    })
}

fn text_signals(
    totals: &Totals,
    sessions: &BTreeSet<u32>,
    authors: &[String],
    writing: &mut Writing,
) {
    let place = Place::Words("formatting of characters".to_owned());
    for (number, count) in &totals.typed {
        if let Some(tag) = windows::language_in_words(*number) {
            let value = format!("{tag}: {count} characters");
            writing.signal(SignalKind::TypedLanguage, value, place.clone());
        }
    }
    for author in totals.authors.keys().filter_map(|author| authors.get(usize::from(*author))) {
        writing.signal(SignalKind::CommentAuthor, author.clone(), place.clone());
    }
    for session in sessions {
        writing.signal(SignalKind::Rsid, format!("{session:08X}"), place.clone());
    }
    let place = Place::Words("fields".to_owned());
    for target in &totals.targets {
        external_path(target, &place, writing);
    }
}

fn table_signals(parts: &Parts, properties: &Properties, writing: &mut Writing) {
    strings::saved_by(parts.table(Table::SavedBy), writing);
    strings::associations(parts.table(Table::Associations), writing);
    strings::fonts(parts.table(Table::Fonts), writing);
    // Names of printer, port and driver, each to its NUL ([MS-DOC] 2.5.6, fcPrDrvr; observed content).
    let printer = to_nul(parts.table(Table::Printer));
    if !printer.is_empty() {
        let code_page = windows::code_page_of_language(parts.fib.language);
        let name = windows::text_in_code_page(printer, Some(code_page));
        writing.signal(SignalKind::Printer, name, Place::Words("printer".to_owned()));
    }
    // The times of the document settings are local ([MS-DOC] 2.7.2, DopBase), those of the properties are UTC.
    let settings = parts.table(Table::DocumentSettings);
    let place = Place::Words("document settings beside property set".to_owned());
    for (at, utc) in [(20, properties.created_secs), (24, properties.modified_secs)] {
        let local = u32_at(settings, at).and_then(layout::time_secs);
        if let (Some(local), Some(utc)) = (local, utc) {
            zone_signal(local, utc, writing, &place);
        }
    }
}

/// The positions of a table of `n` entries of `entry_bytes` after `n + 1` positions (\[MS-DOC\] 2.2.2, PLC), and where the
/// entries begin.
fn positions(table: &[u8], entry_bytes: usize) -> (Vec<usize>, usize) {
    let n_entries = table.len().saturating_sub(4) / (4 + entry_bytes);
    let positions = (0..=n_entries).filter_map(|index| size_at(table, index * 4)).collect();
    (positions, (n_entries + 1) * 4)
}
