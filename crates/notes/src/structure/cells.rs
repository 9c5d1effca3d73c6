//! The cells of a table: what each holds for its row, and what stands in it.
//!
//! In: the blocks of one table. Out: rows in which merged cells hold where they cover; the shot, the frames and the items
//! of one cell. Never: a reading of headings; that is `headers.rs`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use subtier_blocks::{Block, BlockKind};
use subtier_model::Place;

use super::draft::{Frames, Held, Shot, reading};
use super::frame_words::RANGE;
use super::halves::{Script, script_of};
use super::marks::{Item, list_item};
use super::reference::Key;
use super::view::{View, digits};

/// Columns in which merged cells are held open at once.
const MERGED_MAX: usize = 256;

/// One cell as it holds for a row.
#[derive(Debug, Clone)]
pub(super) struct CellText<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) place: &'a Place,
    pub(super) block: Option<&'a Block>,
    pub(super) is_merged: bool,
    /// What stood there before it was struck out while changes were tracked.
    pub(super) struck: Option<&'a str>,
}

pub(super) type Row<'a> = BTreeMap<u32, CellText<'a>>;

/// The rows of a table, with what merged cells hold in each row they cover.
pub(super) fn rows<'a>(blocks: &[&'a Block]) -> Vec<Row<'a>> {
    let mut by_row: BTreeMap<u32, Row<'a>> = BTreeMap::new();
    let mut open: BTreeMap<u32, (u32, &'a Block)> = BTreeMap::new();
    let mut struck: BTreeMap<(u32, u32), &'a str> = BTreeMap::new();
    for block in blocks {
        let Some(cell) = &block.cell else { continue };
        if block.kind == BlockKind::Deleted {
            struck.entry((cell.row, cell.column)).or_insert(&block.text);
            continue;
        }
        match by_row.entry(cell.row).or_default().entry(cell.column) {
            Entry::Vacant(entry) => {
                let text = Cow::Borrowed(block.text.as_str());
                entry.insert(CellText {
                    text,
                    place: &block.place,
                    block: Some(block),
                    is_merged: false,
                    struck: None,
                });
            }
            // Inserted text and text boxes are blocks of their own within a cell.
            Entry::Occupied(mut entry) => {
                let text = entry.get_mut().text.to_mut();
                text.push('\n');
                text.push_str(&block.text);
            }
        }
    }
    for ((row, column), text) in struck {
        let cell = by_row.get_mut(&row).and_then(|row| row.get_mut(&column));
        if let Some(cell) = cell {
            cell.struck = Some(text);
        }
    }
    for (row_idx, row) in &mut by_row {
        for cell in row.values().filter_map(|cell| cell.block) {
            if let Some(at) = cell.cell.as_ref().filter(|at| at.rows > 1 && open.len() < MERGED_MAX)
            {
                open.insert(at.column, (at.row.saturating_add(at.rows), cell));
            }
        }
        open.retain(|_, (end, _)| *end > *row_idx);
        for (column, (_, block)) in &open {
            let is_blank = row.get(column).is_none_or(|cell| cell.text.trim().is_empty());
            if is_blank {
                let text = CellText {
                    text: Cow::Borrowed(&block.text),
                    place: &block.place,
                    block: None,
                    is_merged: true,
                    struck: None,
                };
                row.insert(*column, text);
            }
        }
    }
    by_row.into_values().collect()
}

/// A value with the place of its cell.
pub(super) fn held<T>(cell: &CellText<'_>, value: T) -> Held<T> {
    Held { value, place: cell.place.clone(), why: cell.is_merged.then_some("merged cell") }
}

/// A cell's text as items: lines of one language belong together unless they are numbered.
pub(super) fn items(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut last: Option<Script> = None;
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        let script = script_of(line);
        let is_item = list_item(line).0 != Item::None || reading(line).frames.is_some();
        match found.last_mut() {
            Some(before) if !is_item && (script.is_none() || script == last) => {
                before.push('\n');
                before.push_str(line);
            }
            _ => {
                found.push(line.to_owned());
                last = script;
            }
        }
    }
    found
}

/// The shots of a cell that is said to hold some: references, or bare numbers or codes.
pub(super) fn shot_cells(cell: &CellText<'_>) -> Vec<Held<Shot>> {
    let text = cell.text.trim();
    let read = reading(text);
    if !read.shots.is_empty() && text.chars().count() <= SHOT_CELL_SIGNS_MAX {
        return read.shots.into_iter().map(|shot| held(cell, shot)).collect();
    }
    let parts = text.split(SHOTS_BETWEEN).map(str::trim);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).take(SHOTS_OF_CELL_MAX).collect();
    parts.into_iter().map_while(bare_shot).map(|shot| held(cell, shot)).collect()
}

/// Signs of the longest cell that names shots.
const SHOT_CELL_SIGNS_MAX: usize = 60;
/// Shots that one cell may list.
const SHOTS_OF_CELL_MAX: usize = 32;

/// Between the shots of a cell that lists some.
const SHOTS_BETWEEN: &[char] = &['、', ',', '，', ';', '；', '\n', '&'];

/// A bare number or code in a cell that is said to hold a shot.
fn bare_shot(text: &str) -> Option<Shot> {
    let read = reading(text);
    // Where the column says that it holds shots, `EP22_0010` is shot 0010 of EP22; elsewhere it may be a day.
    let production = read.production.filter(|head| text.starts_with(head.as_str()));
    let rest = production.as_ref().and_then(|head| text.get(head.len()..)).unwrap_or_default();
    let rest = rest.trim_start_matches(['_', '-', ' ']);
    let (production, text) = if rest.is_empty() { (None, text) } else { (production, rest) };
    let view = View::of(text);
    let numbers: Vec<i64> = (0..view.len())
        .filter(|idx| !view.before(*idx).is_ascii_digit())
        .filter_map(|idx| digits(&view, idx))
        .map(|number| number.value)
        .collect();
    let is_code = text.chars().count() <= 24
        && view.folded().all(|sign| {
            sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.' | '#' | ' ')
        });
    if numbers.is_empty() || !is_code {
        return None;
    }
    let suffix = view.folded().last().filter(char::is_ascii_alphabetic);
    let key = Key { numbers, suffix };
    Some(Shot { text: text.to_owned(), key, production })
}

/// The shots in the name of an asset, clip or task.
pub(super) fn named(cell: &CellText<'_>) -> Vec<Held<Shot>> {
    let mut found: Vec<Held<Shot>> = Vec::new();
    for part in cell.text.split(SHOTS_BETWEEN).take(SHOTS_OF_CELL_MAX) {
        // `MON / ep02 / sq010 / sh0040`
        let last = part.rsplit(" / ").find_map(|part| reading(part).shots.into_iter().next());
        let shot = last
            .filter(|_| part.contains(" / "))
            .or_else(|| reading(part).shots.into_iter().next());
        let is_new = |shot: &Shot| found.iter().all(|held| held.value.key != shot.key);
        found.extend(shot.filter(is_new).map(|shot| held(cell, shot)));
    }
    found
}

/// A shot within a scene of a column of its own: told apart by it, written as it stands.
pub(super) fn within(scene: &Shot, shot: &Shot) -> Shot {
    Shot {
        text: shot.text.clone(),
        key: Key {
            numbers: scene.key.numbers.iter().chain(&shot.key.numbers).copied().collect(),
            suffix: shot.key.suffix,
        },
        production: shot.production.clone(),
    }
}

/// All frames of a cell that is said to hold some; more than one where the whole cell is a list (`5、8、12`).
pub(super) fn frame_cells(text: &str) -> Vec<Frames> {
    let parts =
        text.split(['、', ',', '，', ';', '；', '\n', '&', '和', '及', '와', '과']).map(str::trim);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).take(FRAMES_OF_CELL_MAX).collect();
    let is_bare = |part: &str| {
        part.chars()
            .all(|sign| !sign.is_alphabetic() || "fF第帧格프레임コマ目토막到至".contains(sign))
    };
    let found: Vec<Option<Frames>> = parts.iter().map(|part| frame_cell(part)).collect();
    if parts.len() > 1
        && parts.iter().all(|part| is_bare(part))
        && found.iter().all(Option::is_some)
    {
        return found.into_iter().flatten().collect();
    }
    frame_cell(text).into_iter().collect()
}

/// Frames that one cell may list.
const FRAMES_OF_CELL_MAX: usize = 50;

/// The frames of a cell that is said to hold some.
fn frame_cell(text: &str) -> Option<Frames> {
    if let Some(frames) = reading(text).frames {
        return Some(frames);
    }
    let view = View::of(text);
    let from = view.skip_blanks(0);
    let first = digits(&view, from)?;
    let at = view.skip_blanks(first.end);
    let Some(len) = view.one_of(at, RANGE).or_else(|| view.one_of(at, &["→"])) else {
        return (!matches!(view.at(at), ':' | '/' | '+' | '.' | '年' | '월'))
            .then_some((first.value, None));
    };
    let last = digits(&view, view.skip_blanks(at + len)).filter(|last| last.value >= first.value);
    Some((first.value, last.map(|last| last.value)))
}
