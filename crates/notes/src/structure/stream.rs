//! The blocks of a document as streams: tables, running text, comments, markers.
//!
//! In: blocks in reading order. Out: drafts in the same order; each stream has a number, so that nothing is paired over
//! its edge by mere position. Never: text that was struck out, but for a request that its translation was written over;
//! text that only a preview repeats.

use std::collections::{BTreeMap, BTreeSet};

use subtier_blocks::{Block, BlockKind, Document};
use subtier_model::Place;

use super::around::Around;
use super::attached::{ANCHOR_BYTES_MAX, anchored, comment, marker};
use super::author::sender;
use super::chat::Chat;
use super::commented::Commented;
use super::draft::{Draft, Ground, Held, NOTES_MAX, Shot, reading};
use super::legend::{Legend, legend};
use super::lines::{Line, Lines};
use super::plain::{cells, columned, labelled, labels};
use super::recognised::Known;
use super::sheet::Setting;
use super::table::{loose, table};
use super::view::is_in;

/// Blocks among which the paragraph that a comment is attached to is looked for.
pub(super) const ANCHORS_MAX: usize = 20_000;

/// Which stream a block belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stream<'a> {
    Table(u32),
    Marker,
    Comment,
    Skipped,
    Lines(BlockKind, &'a str),
}

/// Text that is read in one go: what stands in boxes on a slide and what is said to it goes with its title.
const fn story(kind: BlockKind) -> BlockKind {
    if matches!(kind, BlockKind::TextBox | BlockKind::SpeakerNote) {
        return BlockKind::Paragraph;
    }
    kind
}

/// Whether a block goes on with what a stream began.
fn goes_on(stream: &Stream<'_>, block: &Block) -> bool {
    let is_said = block.kind == BlockKind::SpeakerNote;
    stream_of(block) == *stream
        || (is_said && matches!(stream, Stream::Lines(BlockKind::Paragraph, _)))
}

fn stream_of(block: &Block) -> Stream<'_> {
    match (block.kind, &block.cell) {
        (BlockKind::Preview, _) => Stream::Skipped,
        (BlockKind::Comment, _) => Stream::Comment,
        (BlockKind::Marker, _) => Stream::Marker,
        (_, Some(cell)) => Stream::Table(cell.table),
        (BlockKind::Inserted | BlockKind::Deleted, None) => {
            Stream::Lines(BlockKind::Paragraph, part_of(&block.place))
        }
        (kind, None) => Stream::Lines(story(kind), part_of(&block.place)),
    }
}

fn part_of(place: &Place) -> &str {
    match place {
        Place::Paragraph { part, .. } => part,
        Place::Whole
        | Place::Line(_)
        | Place::Record(_)
        | Place::Bytes { .. }
        | Place::Entry(_)
        | Place::Row { .. }
        | Place::Cell { .. }
        | Place::Page { .. }
        | Place::Words(_) => "",
    }
}

/// The blocks of each table, which text boxes and comments may stand between.
fn tables(document: &Document) -> BTreeMap<u32, Vec<&Block>> {
    let mut found: BTreeMap<u32, Vec<&Block>> = BTreeMap::new();
    for block in &document.blocks {
        if let Stream::Table(number) = stream_of(block) {
            found.entry(number).or_default().push(block);
        }
    }
    found
}

/// Makes the drafts of a document.
pub(super) fn drafts(document: &Document, around: &Around, known: &[Known]) -> Vec<Draft> {
    let mut out = Vec::new();
    let mut blocks: &[Block] = &document.blocks;
    let mut tables = tables(document);
    let mut anchors = None;
    let mut budget = ANCHOR_BYTES_MAX;
    let subject = subject(document);
    let legend = legend(document);
    let mut commented = Commented::of(document);
    let (mut number, mut signed) = (0, sent_by(document));
    while let Some(first) = blocks.first() {
        let stream = stream_of(first);
        let len = blocks.iter().position(|block| !goes_on(&stream, block)).unwrap_or(blocks.len());
        let (these, rest) = blocks.split_at(len.max(1));
        blocks = rest;
        number += 1;
        match stream {
            Stream::Table(table_number) => {
                let cells = tables.remove(&table_number).unwrap_or_default();
                let setting =
                    Setting { name: None, around, legend: &legend, signed: signed.as_ref() };
                let before = out.len();
                table(&cells, setting, number, &mut out);
                commented.take(&cells, (before, &out));
            }
            Stream::Marker => {
                for block in these.iter().take(NOTES_MAX) {
                    marker(block, around, number, &mut out);
                }
            }
            Stream::Comment => {
                let anchors = anchors.get_or_insert_with(|| anchored(document));
                for block in these.iter().take(NOTES_MAX) {
                    if commented.on_row(block, (around, number), &mut out) {
                        continue;
                    }
                    comment(block, (around, anchors, &mut budget), number, &mut out);
                }
            }
            Stream::Lines(kind, _) => {
                let known = if kind == BlockKind::Recognised { known } else { &[] };
                let (signs, subject) = (signed.as_ref(), subject.as_ref());
                let (anchors, legend) = (&commented.texts, &legend);
                let with = With { around, known, signs, subject, anchors, legend };
                signed = text(these, with, number, &mut out).or(signed);
            }
            Stream::Skipped => {}
        }
        if out.len() >= NOTES_MAX {
            out.truncate(NOTES_MAX);
            break;
        }
    }
    out
}

/// What running text is read with.
#[derive(Clone, Copy)]
struct With<'a> {
    around: &'a Around,
    known: &'a [Known],
    /// Who sent the message that it stands in, or signs above it.
    signs: Option<&'a Held<String>>,
    /// The shot of its subject.
    subject: Option<&'a Held<Shot>>,
    /// What comments are attached to.
    anchors: &'a BTreeSet<&'a str>,
    legend: &'a Legend,
}

impl<'a> With<'a> {
    /// What a table among the lines is read with.
    const fn setting(self, signed: Option<&'a Held<String>>) -> Setting<'a> {
        Setting { name: None, around: self.around, legend: self.legend, signed }
    }
}

/// Who sent a message, by its head.
fn sent_by(document: &Document) -> Option<Held<String>> {
    let heads = document.blocks.iter().filter(|block| block.kind == BlockKind::MessageHeader);
    heads.take(HEADS_MAX).find_map(|block| {
        let value = sender(&block.text)?.to_owned();
        Some(Held { value, place: block.place.clone(), why: Some("head of the message") })
    })
}

/// Lines of the head of a message that are looked at.
const HEADS_MAX: usize = 1_000;

/// Running text; lines in columns are read as a table. Says who signs for what follows.
fn text(
    blocks: &[Block],
    with: With<'_>,
    number: usize,
    out: &mut Vec<Draft>,
) -> Option<Held<String>> {
    if blocks.first().is_some_and(|block| block.kind == BlockKind::MessageHeader) {
        return None;
    }
    let lines: Vec<(&str, &Block)> = blocks
        .iter()
        .flat_map(|block| block.text.split('\n').map(move |line| (line, block)))
        .collect();
    let base =
        Ground { author: with.signs.cloned(), shot: with.subject.cloned(), ..Ground::default() };
    let chat = Chat::of(lines.iter().map(|(line, _)| *line));
    let mut running = Lines::new(with.around, base, number).with_chat(chat);
    let (mut at, mut unlabelled) = (0, 0);
    while let Some((line, block)) = lines.get(at).filter(|_| out.len() < NOTES_MAX) {
        let (n_labelled, is_records) = if at < unlabelled {
            (0, false)
        } else {
            labelled(lines.get(at..).unwrap_or_default())
        };
        unlabelled = unlabelled.max(at + n_labelled);
        if is_records {
            let cells = labels(lines.get(at..at + n_labelled).unwrap_or_default());
            loose(&cells, with.setting(running.signs()), number, out);
            at += n_labelled;
            continue;
        }
        let n_rows = columned(lines.get(at..).unwrap_or_default());
        if n_rows > 1 {
            let cells = cells(lines.get(at..at + n_rows).unwrap_or_default());
            loose(&cells, with.setting(running.signs()), number, out);
            at += n_rows;
            continue;
        }
        let before = out.len();
        if block.kind == BlockKind::Deleted {
            running.struck(line, &block.place, out);
        } else {
            let is_anchor = with.anchors.contains(line.trim());
            let line = Line { text: line, place: &block.place, known: with.known, is_anchor };
            running.line(line, out);
        }
        for draft in out.iter_mut().skip(before).filter(|draft| draft.note.author.is_none()) {
            draft.note.author = block.author.clone().filter(|author| is_somebody(author));
            draft.note.time = draft.note.time.take().or_else(|| block.time.clone());
        }
        at += 1;
    }
    running.signs().cloned()
}

/// The shot that the subject of a message names, where it is one; it holds for what names none. A subject itself asks for
/// nothing.
fn subject(document: &Document) -> Option<Held<Shot>> {
    let heads = document.blocks.iter().filter(|block| block.kind == BlockKind::MessageHeader);
    heads.take(HEADS_MAX).find_map(|block| {
        let (name, text) = block.text.split_once([':', '：'])?;
        let mut shots = reading(text).shots.into_iter();
        let only = shots.next().filter(|_| shots.next().is_none());
        let value = only.filter(|_| is_in(SUBJECTS, &name.trim().to_lowercase()))?;
        Some(Held { value, place: block.place.clone(), why: Some("subject of the message") })
    })
}

/// How the line of a subject begins.
const SUBJECTS: &str = "subject|主题|主旨|标题|제목|件名";

/// Whether the author of a change asks for it: not who renders, nor an account that everybody has.
fn is_somebody(author: &str) -> bool {
    const NOBODY: &str = "译员|译者|翻译|번역|번역원|번역자|翻訳|translator|user|author|admin|administrator|\
         微软用户|사용자|ユーザー|unknown";
    !is_in(NOBODY, &author.trim().to_lowercase())
}
