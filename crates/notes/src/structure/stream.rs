//! The blocks of a document as streams: tables, running text, comments, markers.
//!
//! In: blocks in reading order. Out: drafts in the same order; each stream has a number, so that nothing is paired over
//! its edge by mere position. Never: text that was struck out, but for a request that its translation was written over;
//! text that only a preview repeats.

use std::collections::{BTreeMap, BTreeSet};

use subtier_blocks::{Block, BlockKind, Document, Fields};
use subtier_model::Place;

use super::around::Around;
use super::author::sender;
use super::chat::Chat;
use super::draft::{
    Draft, Ground, Held, NOTES_MAX, Reading, Shot, drafts as drafts_of, reading, reading_in,
};
use super::halves::script_of;
use super::headers::{Role, headings, role_of};
use super::legend::{Legend, legend};
use super::lines::{Line, Lines};
use super::pair::pair;
use super::recognised::Known;
use super::reference::Key;
use super::sheet::Setting;
use super::status::given;
use super::table::{LooseCell, loose, table};

/// Blocks among which the paragraph that a comment is attached to is looked for.
const ANCHORS_MAX: usize = 20_000;
/// Columns of a line of plain text.
const COLUMNS_MAX: usize = 64;

/// Which stream a block belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stream<'a> {
    Table(u32),
    Marker,
    Comment,
    Skipped,
    Lines(BlockKind, &'a str),
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
        (kind, None) => Stream::Lines(kind, part_of(&block.place)),
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
    let (sender, subject) = (sent_by(document), subject(document));
    let legend = legend(document);
    let comments = document.blocks.iter().filter_map(|block| block.anchor.as_deref());
    let commented: BTreeSet<&str> = comments.take(ANCHORS_MAX).map(str::trim).collect();
    let (mut number, mut signed) = (0, sender.clone());
    while let Some(first) = blocks.first() {
        let stream = stream_of(first);
        let len =
            blocks.iter().position(|block| stream_of(block) != stream).unwrap_or(blocks.len());
        let (these, rest) = blocks.split_at(len.max(1));
        blocks = rest;
        number += 1;
        match stream {
            Stream::Table(table_number) => {
                let cells = tables.remove(&table_number).unwrap_or_default();
                let setting =
                    Setting { name: None, around, legend: &legend, signed: signed.as_ref() };
                table(&cells, setting, number, &mut out);
            }
            Stream::Marker => {
                for block in these.iter().take(NOTES_MAX) {
                    marker(block, around, number, &mut out);
                }
            }
            Stream::Comment => {
                let anchors = anchors.get_or_insert_with(|| anchored(document));
                for block in these.iter().take(NOTES_MAX) {
                    comment(block, (around, anchors, &mut budget), number, &mut out);
                }
            }
            Stream::Lines(kind, _) => {
                let known = if kind == BlockKind::Recognised { known } else { &[] };
                let (sender, subject) = (sender.as_ref(), subject.as_ref());
                let with =
                    With { around, known, sender, subject, anchors: &commented, legend: &legend };
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
    /// Who sent the message that it stands in.
    sender: Option<&'a Held<String>>,
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
        Ground { author: with.sender.cloned(), shot: with.subject.cloned(), ..Ground::default() };
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
        let (name, text) = block.text.split_once(':')?;
        let mut shots = reading(text).shots.into_iter();
        let only = shots.next().filter(|_| shots.next().is_none());
        let value = only.filter(|_| name.trim().eq_ignore_ascii_case("subject"))?;
        Some(Held { value, place: block.place.clone(), why: Some("subject of the message") })
    })
}

/// Whether the author of a change asks for it: not who renders, nor an account that everybody has.
fn is_somebody(author: &str) -> bool {
    const NOBODY: &[&str] = &[
        "译员",
        "译者",
        "翻译",
        "번역",
        "번역원",
        "번역자",
        "翻訳",
        "translator",
        "user",
        "author",
        "admin",
        "administrator",
        "微软用户",
        "사용자",
        "ユーザー",
        "unknown",
    ];
    !NOBODY.contains(&author.trim().to_lowercase().as_str())
}

/// The cells of a line in columns: by `|`, tabs, or two blanks and more.
fn split_columns(line: &str) -> Vec<&str> {
    let trimmed = line.trim();
    let parts: Vec<&str> = if let Some(inner) = trimmed.strip_prefix('|') {
        inner.strip_suffix('|').unwrap_or(inner).split('|').collect()
    } else if line.contains('\t') {
        line.split('\t').collect()
    } else if trimmed.contains('|') {
        trimmed.split('|').collect()
    } else {
        trimmed.split("  ").filter(|part| !part.trim().is_empty()).collect()
    };
    parts.into_iter().take(COLUMNS_MAX).map(str::trim).collect()
}

fn is_rule(line: &str) -> bool {
    line.contains("--") && line.chars().all(|sign| matches!(sign, '|' | '-' | ':' | '+' | ' '))
}

/// How many lines from here on make a table: headings, and lines in columns below them.
fn columned(lines: &[(&str, &Block)]) -> usize {
    let Some((first, _)) =
        lines.first().filter(|(line, _)| line.contains(['|', '\t']) || line.contains("  "))
    else {
        return 0;
    };
    let header = split_columns(first);
    let numbered = (0_u32..).zip(header.iter().copied());
    if header.len() < 2 || headings(numbered).is_none() {
        return 0;
    }
    let is_row = |line: &str| is_rule(line) || split_columns(line).len() >= 2;
    lines.iter().take_while(|(line, _)| is_row(line)).count()
}

/// The label and the value of a line such as `镜头：SC050`.
fn label(line: &str) -> Option<(Role, &str, &str)> {
    let (label, value) = line.trim().split_once([':', '：'])?;
    Some((role_of(label)?, label, value.trim()))
}

/// How many lines from here on are labels with values, blank lines between them, and whether they are records: they name
/// shots and requests.
fn labelled(lines: &[(&str, &Block)]) -> (usize, bool) {
    let is_label = |line: &str| line.trim().is_empty() || label(line).is_some();
    if lines.first().and_then(|(line, _)| label(line)).is_none() {
        return (0, false);
    }
    let run = lines.iter().take_while(|(line, _)| is_label(line));
    let roles: Vec<Role> = run.clone().filter_map(|(line, _)| Some(label(line)?.0)).collect();
    let has = |role: Role| roles.contains(&role);
    (run.count(), roles.len() > 2 && has(Role::Shot) && has(Role::Request))
}

/// Labels and values as two columns.
fn labels<'a>(lines: &[(&'a str, &'a Block)]) -> Vec<LooseCell<'a>> {
    let rows = (0_u32..).zip(lines);
    rows.filter_map(|(row, (line, block))| {
        let (_, label, value) = label(line)?;
        let cell = |column, text| LooseCell { row, column, text, place: &block.place };
        Some([cell(0, label), cell(1, value)])
    })
    .flatten()
    .collect()
}

fn cells<'a>(lines: &[(&'a str, &'a Block)]) -> Vec<LooseCell<'a>> {
    let is_spaced = lines.first().is_some_and(|(line, _)| !line.contains(['|', '\t']));
    let starts: Vec<usize> = lines
        .first()
        .map(|(line, _)| spaced_columns(line))
        .unwrap_or_default()
        .into_iter()
        .map(|(at, _)| at)
        .collect();
    let rows = (0_u32..).zip(lines.iter().filter(|(line, _)| !is_rule(line)));
    rows.flat_map(|(row, (line, block))| {
        let columns: Vec<(u32, &str)> = if is_spaced {
            spaced_columns(line)
                .into_iter()
                .map(|(at, text)| (nearest(&starts, at), text))
                .collect()
        } else {
            (0_u32..).zip(split_columns(line)).collect()
        };
        columns.into_iter().map(move |(column, text)| LooseCell {
            row,
            column,
            text,
            place: &block.place,
        })
    })
    .collect()
}

/// The parts of a line between two blanks and more, each with the width of what stands before it.
fn spaced_columns(line: &str) -> Vec<(usize, &str)> {
    let width =
        |text: &str| text.chars().map(|sign| if sign.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let mut found = Vec::new();
    let mut at = 0;
    for part in line.split("  ").take(SPACED_PARTS_MAX) {
        let text = part.trim();
        if !text.is_empty() {
            found.push((at + width(part) - width(part.trim_start()), text));
        }
        at += width(part) + 2;
    }
    found
}

/// The column whose heading begins nearest to a part.
fn nearest(starts: &[usize], at: usize) -> u32 {
    let best = (0_u32..).zip(starts).min_by_key(|(_, start)| start.abs_diff(at));
    best.map_or(0, |(column, _)| column)
}

/// Stretches of blanks in one line that are looked at.
const SPACED_PARTS_MAX: usize = 512;

/// The first paragraph of the body that begins with a text, for what comments are attached to.
fn anchored(document: &Document) -> BTreeMap<&str, &Block> {
    let body = document.blocks.iter().filter(|block| block.kind.is_body()).take(ANCHORS_MAX);
    let mut found = BTreeMap::new();
    for block in body {
        found.entry(block.text.trim()).or_insert(block);
    }
    found
}

/// The one shot of the paragraphs in which a commented stretch of text stands, and where it stands there; `None` where
/// they name several. `budget` bounds the bytes searched in one document.
fn around_anchor(
    anchor: &str,
    body: &BTreeMap<&str, &Block>,
    budget: &mut usize,
) -> Option<Held<Shot>> {
    let mut found: Option<Held<Shot>> = None;
    for (text, block) in body {
        if *budget < text.len() {
            return None;
        }
        *budget -= text.len();
        if !text.contains(anchor) {
            continue;
        }
        let Some(shot) = reading(text).shots.into_iter().next() else { continue };
        if found.as_ref().is_some_and(|found| found.value.key != shot.key) {
            return None;
        }
        let why = Some("paragraph of the commented text");
        found.get_or_insert_with(|| Held { value: shot, place: block.place.clone(), why });
    }
    found
}

/// Bytes of text searched for what the comments of one document are attached to.
const ANCHOR_BYTES_MAX: usize = 64 << 20;

/// A comment: a note by itself, whose shot may stand in the text it is attached to.
fn comment(
    block: &Block,
    with: (&Around, &BTreeMap<&str, &Block>, &mut usize),
    number: usize,
    out: &mut Vec<Draft>,
) {
    let (around, anchors, budget) = with;
    let held =
        |value: &String| Held { value: value.clone(), place: block.place.clone(), why: None };
    let mut ground = Ground {
        author: block.author.as_ref().map(held),
        time: block.time.as_ref().map(held),
        ..Ground::default()
    };
    if let Some(anchor) = &block.anchor {
        let read = reading(anchor);
        let place = anchors.get(anchor.trim()).map_or(&block.place, |block| &block.place).clone();
        let why = Some("commented text");
        ground.shot =
            read.shots.first().map(|shot| Held { value: shot.clone(), place: place.clone(), why });
        ground.frames = read.frames.map(|value| Held { value, place, why });
        if ground.shot.is_none() && !anchor.trim().is_empty() {
            ground.shot = around_anchor(anchor.trim(), anchors, budget);
        }
    }
    if ground.shot.is_none() {
        ground.shot.clone_from(&around.shot);
    }
    of_parts(&block.text, &ground, (&block.place, number), out);
}

/// A marker or note of an export.
fn marker(block: &Block, around: &Around, number: usize, out: &mut Vec<Draft>) {
    let fields = block.fields.as_deref().cloned().unwrap_or_default();
    let place = &block.place;
    let held = |value: &String| Held { value: value.clone(), place: place.clone(), why: None };
    let status = fields.status.as_deref().and_then(given);
    let ground = Ground {
        shot: shot_of(&fields, place).or_else(|| around.shot.clone()),
        frames: fields.frame.map(|first| Held {
            value: (first, fields.frame_out.filter(|last| *last > first)),
            place: place.clone(),
            why: None,
        }),
        timecode: fields.timecode.as_ref().map(held),
        author: block.author.as_ref().map(held),
        time: block.time.as_ref().map(held),
        status: status.map(|value| Held { value, place: place.clone(), why: None }),
        more_frames: Vec::new(),
        more_shots: Vec::new(),
    };
    let before = out.len();
    of_parts(&block.text, &ground, (place, number), out);
    let says_nothing = out.len() == before && (status.is_some() || fields.drawing.is_some());
    if says_nothing {
        let word = fields.status.as_deref().unwrap_or_default();
        let read = Reading { body: word, ..Reading::default() };
        out.extend(drafts_of(&read, &ground, place, number));
    }
}

fn shot_of(fields: &Fields, place: &Place) -> Option<Held<Shot>> {
    let held = |value| Held { value, place: place.clone(), why: None };
    if let Some(name) = &fields.shot {
        let read = reading(name);
        let plain =
            || Shot { text: name.trim().to_owned(), key: plain_key(name), production: None };
        let mut shot = read.shots.first().cloned().unwrap_or_else(plain);
        if shot.production.is_none() {
            shot.production = fields.asset.as_deref().and_then(|asset| reading(asset).production);
        }
        return Some(held(shot));
    }
    reading(fields.asset.as_deref()?).shots.into_iter().next().map(held)
}

/// The key of a name that no form of code fits: its signs.
fn plain_key(name: &str) -> Key {
    Key {
        numbers: name.trim().chars().take(64).map(|sign| i64::from(u32::from(sign))).collect(),
        suffix: None,
    }
}

/// The notes of a text that is one already: lines of one language together.
fn of_parts(text: &str, ground: &Ground, at: (&Place, usize), out: &mut Vec<Draft>) {
    let mut parts: Vec<String> = Vec::new();
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        match parts.last_mut() {
            Some(last) if script_of(last) == script_of(line) || script_of(line).is_none() => {
                last.push('\n');
                last.push_str(line);
            }
            _ => parts.push(line.to_owned()),
        }
    }
    let has_shot = ground.shot.is_some();
    let made =
        parts.iter().flat_map(|part| drafts_of(&reading_in(part, has_shot), ground, at.0, at.1));
    out.extend(pair(made.collect()));
}
