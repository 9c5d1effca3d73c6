//! Comments of a Word binary: text, author, time and what they are attached to.
//!
//! In: the tables of comments and the characters of the document. Out: comment blocks. Format: \[MS-DOC\] 2.8.7
//! (`PlcfandRef`), 2.9.5 (`ATRDPre10`), 2.9.4 (`AtrdExtra`), 2.9.281 (`SttbfAtnBkmk`).

use std::collections::BTreeMap;

use subtier_model::Place;

use super::Parts;
use super::fib::{Story, Table};
use super::gathered::{Characters, Totals};
use super::layout::time;
use super::positions;
use super::strings::{sequence, strings};
use subtier_blocks::Writing;
use subtier_blocks::{Block, BlockKind, SignalKind};
use subtier_sectors::little::{size_at, slice_at, slice_up_to, u16_at, u32_at, utf16};

/// Bytes of what is kept of a comment beside its text.
const MARK_BYTES: usize = 30;
/// Bytes of a time entry.
const TIME_BYTES: usize = 18;
/// Code units of a text that a comment is attached to.
const ANCHOR_UNITS_MAX: usize = 500;
/// Comments that are read.
const COMMENTS_MAX: usize = 100_000;
/// The number that says that a comment is attached to a place only.
const NO_BOOKMARK: u32 = 0xFFFF_FFFF;

/// Reads every comment.
pub(crate) fn read(
    parts: &Parts,
    characters: &Characters<'_>,
    totals: &mut Totals,
    writing: &mut Writing,
) {
    let (base, end) = parts.fib.range(Story::Comments);
    if base == end {
        return;
    }
    let marks = parts.table(Table::CommentMarks);
    let (_, entries_at) = positions(marks, MARK_BYTES);
    let (texts, _) = positions(parts.table(Table::CommentTexts), 0);
    let owners = sequence(parts.table(Table::CommentOwners));
    let anchors = anchors(parts);
    let times = parts.table(Table::CommentTimes);
    for (pair, index) in texts.windows(2).zip(0..COMMENTS_MAX) {
        let [from, to] = pair else { continue };
        let (from, to) = (base.saturating_add(*from), base.saturating_add(*to).min(end));
        let mark = slice_up_to(marks, entries_at + index * MARK_BYTES, MARK_BYTES);
        if from >= to || mark.is_empty() || writing.is_full() {
            continue;
        }
        let gathered = characters.flat(from..to, totals);
        let place = Place::Paragraph { part: "comments".to_owned(), number: index as u64 + 1 };
        let mut block =
            Block::new(BlockKind::Comment, gathered.seen.trim_start().to_owned(), place.clone());
        block.lang = gathered.language();
        block.author = author(mark, &owners);
        block.time = u32_at(times, index * TIME_BYTES).and_then(time);
        let tag = u32_at(mark, 26).unwrap_or(NO_BOOKMARK);
        if let Some((from, to)) = anchors.get(&tag) {
            let to = (*to).min(from.saturating_add(ANCHOR_UNITS_MAX));
            // What a comment is attached to was counted with the text.
            let anchor = characters.flat(*from..to, &mut Totals::default()).seen;
            block.anchor = Some(anchor).filter(|anchor| !anchor.is_empty());
        }
        if let Some(author) = &block.author {
            writing.signal(SignalKind::CommentAuthor, author.clone(), place);
        }
        writing.block(block);
    }
}

/// The author by number, else the initials.
fn author(mark: &[u8], owners: &[String]) -> Option<String> {
    let number = usize::from(u16_at(mark, 20)?);
    let initials = || {
        let len = usize::from(u16_at(mark, 0)?).min(9) * 2;
        slice_at(mark, 2, len).map(utf16)
    };
    owners.get(number).cloned().or_else(initials).filter(|author| !author.is_empty())
}

/// The bookmarks of comments by number: first and end code unit.
fn anchors(parts: &Parts) -> BTreeMap<u32, (usize, usize)> {
    let starts = parts.table(Table::CommentStarts);
    let (firsts, entries_at) = positions(starts, 4);
    let (ends, _) = positions(parts.table(Table::CommentEnds), 0);
    strings(parts.table(Table::CommentBookmarks))
        .iter()
        .zip(0usize..)
        .filter_map(|(entry, index)| {
            let tag = u32_at(&entry.extra, 2).filter(|tag| *tag != NO_BOOKMARK)?;
            let end = size_at(starts, entries_at + index * 4)? & 0xFFFF;
            Some((tag, (*firsts.get(index)?, *ends.get(end)?)))
        })
        .collect()
}
