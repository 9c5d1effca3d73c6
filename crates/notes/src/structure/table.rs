//! Tables and sheets: columns by their headings or by what they hold, merged and blank cells, marks of repetition.
//!
//! In: the cells of one table. Out: drafts, row by row. Never: a bare number as a frame or shot unless the heading of its
//! column says so.

use std::borrow::Cow;
use std::collections::BTreeMap;

use subtier_blocks::Block;
use subtier_model::Place;

use super::around::{Around, of_sheet};
use super::author::signature;
use super::cells::{CellText, Row, frame_cells, held, items, named, rows, shot_cell, within};
use super::clock::whole_time_code;
use super::columns::{SAMPLE_ROWS_MAX, by_content, typed, with_request};
use super::draft::{Draft, Frames, Ground, Held, NOTES_MAX, Shot, drafts, reading};
use super::halves::{is_alike, script_of, weight};
use super::headers::{Columns, Role, headings, is_second_row, role_of};
use super::lines::{Line, Lines};
use super::marks::{is_same_mark, list_item};
use super::status::{given, is_only_status, said, stated};
use super::view::View;
use crate::{Field, Status};

/// Rows at the head of a table among which its headings are looked for.
const HEADER_ROWS_MAX: usize = 30;

/// Lines of plain text that stand in columns, as cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct LooseCell<'a> {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) text: &'a str,
    pub(super) place: &'a Place,
}

/// Reads the cells of one table.
pub(super) fn table(blocks: &[&Block], around: &Around, stream: usize, out: &mut Vec<Draft>) {
    let rows = rows(blocks);
    let sheet = blocks.first().and_then(|block| block.sheet());
    read_rows(&rows, (sheet, around), stream, out);
}

/// Reads cells of plain text.
pub(super) fn loose(cells: &[LooseCell<'_>], around: &Around, stream: usize, out: &mut Vec<Draft>) {
    let mut rows: BTreeMap<u32, Row<'_>> = BTreeMap::new();
    for cell in cells {
        let text = CellText {
            text: Cow::Borrowed(cell.text),
            place: cell.place,
            block: None,
            is_merged: false,
            struck: None,
        };
        rows.entry(cell.row).or_default().insert(cell.column, text);
    }
    let rows: Vec<Row<'_>> = rows.into_values().collect();
    read_rows(&rows, (None, around), stream, out);
}

/// The rows by whose content columns are judged.
fn sampled<'r>(rows: &'r [Row<'_>]) -> Vec<BTreeMap<u32, &'r str>> {
    rows.iter().take(SAMPLE_ROWS_MAX).map(|row| texts(row).collect()).collect()
}

fn texts<'r>(row: &'r Row<'_>) -> impl Iterator<Item = (u32, &'r str)> {
    row.iter().map(|(column, cell)| (*column, cell.text.as_ref()))
}

fn read_rows(
    rows: &[Row<'_>],
    around: (Option<&str>, &Around),
    stream: usize,
    out: &mut Vec<Draft>,
) {
    let header = rows.iter().take(HEADER_ROWS_MAX).position(|row| headings(texts(row)).is_some());
    let (columns, body) = header.map_or((Columns::new(), 0), |at| header_at(rows, at));
    if header.is_none() && records(rows, around, stream, out) {
        return;
    }
    let mut columns = if columns.is_empty() { typed(&sampled(rows)) } else { columns };
    let body = rows.get(body..).unwrap_or_default();
    if header.is_some() {
        by_content(&mut columns, &sampled(body));
        with_request(&mut columns, &sampled(body));
    }
    if columns.is_empty() {
        as_lines(rows, around.1, stream, out);
        return;
    }
    let mut sheet = Sheet::new(columns, around, stream);
    sheet.signed = signed(rows.get(..header.unwrap_or(0)).unwrap_or_default());
    for row in body {
        if out.len() >= NOTES_MAX {
            return;
        }
        // Headings bear no digits; rows of notes mostly do.
        let may_repeat =
            texts(row).all(|(_, text)| !text.contains(|sign: char| sign.is_ascii_digit()));
        if may_repeat && let Some(again) = headings(texts(row)) {
            sheet.columns = again;
            continue;
        }
        sheet.row(row, out);
    }
}

/// The columns by the header that begins at a row, and the first row below it.
fn header_at(rows: &[Row<'_>], at: usize) -> (Columns, usize) {
    let Some(row) = rows.get(at) else { return (Columns::new(), at) };
    let mut columns = headings(texts(row)).unwrap_or_default();
    // A heading holds for every column that it is merged over.
    for (column, cell) in row {
        let span = cell.block.and_then(|block| block.cell.as_ref()).map_or(1, |cell| cell.columns);
        let Some(role) = columns.get(column).copied().filter(|_| span > 1) else { continue };
        for covered in (column + 1..column.saturating_add(span)).take(SPAN_MAX) {
            columns.entry(covered).or_insert(role);
        }
    }
    let Some(second) = rows.get(at + 1) else { return (columns, at + 1) };
    let goes_on = second.iter().any(|(column, cell)| {
        cell.is_merged && columns.contains_key(column) && role_of(&cell.text).is_some()
    });
    if !goes_on && !is_second_row(texts(second)) {
        return (columns, at + 1);
    }
    for (column, text) in texts(second) {
        columns.extend(role_of(text).map(|role| (column, role)));
    }
    (columns, at + 2)
}

/// Columns that one merged heading may cover.
const SPAN_MAX: usize = 64;

/// Who signs above the header of a table: `质检：曹敏`.
fn signed(rows: &[Row<'_>]) -> Option<Held<String>> {
    let mut cells = rows.iter().flat_map(|row| row.values());
    cells.find_map(|cell| signature(&cell.text).map(|name| held(cell, name.to_owned())))
}

/// A table that is none of notes: its cells are read as lines.
fn as_lines(rows: &[Row<'_>], around: &Around, stream: usize, out: &mut Vec<Draft>) {
    let mut lines = Lines::new(around, Ground::default(), stream);
    for row in rows {
        if out.len() >= NOTES_MAX {
            return;
        }
        for cell in row.values().filter(|cell| !cell.is_merged) {
            for text in cell.text.split('\n') {
                lines.line(Line { text, place: cell.place, known: &[] }, out);
            }
        }
    }
}

/// A table of labels and values: `镜头号 | SC911`, `意见 | …`. Says whether it was one.
fn records(
    rows: &[Row<'_>],
    around: (Option<&str>, &Around),
    stream: usize,
    out: &mut Vec<Draft>,
) -> bool {
    let roles: Vec<Option<Role>> =
        rows.iter().map(|row| row.values().next().and_then(|cell| role_of(&cell.text))).collect();
    let n_roles = roles.iter().flatten().count();
    let has = |wanted: Role| roles.iter().flatten().any(|role| *role == wanted);
    let is_record = n_roles >= 2
        && n_roles * 2 > rows.len()
        && has(Role::Request)
        && rows.iter().all(|row| row.len() <= 3);
    if !is_record {
        return false;
    }
    let mut sheet = Sheet::new(Columns::new(), around, stream);
    let mut record: Row<'_> = Row::new();
    let mut seen: Vec<Role> = Vec::new();
    for (row, role) in rows.iter().zip(roles) {
        let (Some(role), Some(value)) = (role, row.values().nth(1)) else { continue };
        if role == Role::Shot && seen.contains(&role) {
            sheet.row(&record, out);
            record.clear();
            seen.clear();
            sheet.columns.clear();
        }
        let column = u32::try_from(seen.len()).unwrap_or(u32::MAX);
        seen.push(role);
        sheet.columns.insert(column, role);
        record.insert(column, value.clone());
    }
    sheet.row(&record, out);
    true
}

/// A sheet being read, with what the row before held.
struct Sheet<'a> {
    columns: Columns,
    around: &'a Around,
    named: (Option<Held<Shot>>, Option<String>),
    stream: usize,
    shot: Option<Held<Shot>>,
    scene: Option<Held<Shot>>,
    frames: Option<Held<Frames>>,
    author: Option<Held<String>>,
    /// Who signs for the whole sheet.
    signed: Option<Held<String>>,
    status: Option<Held<Status>>,
    request: String,
    translation: String,
}

impl<'a> Sheet<'a> {
    fn new(columns: Columns, around: (Option<&str>, &'a Around), stream: usize) -> Self {
        Self {
            columns,
            around: around.1,
            named: around.0.map(of_sheet).unwrap_or_default(),
            stream,
            shot: None,
            scene: None,
            frames: None,
            author: None,
            signed: None,
            status: None,
            request: String::new(),
            translation: String::new(),
        }
    }

    /// The cells of a role that hold something.
    fn cells<'r, 'c>(&self, row: &'r Row<'c>, role: Role) -> Vec<&'r CellText<'c>> {
        self.columns
            .iter()
            .filter(|(_, found)| **found == role)
            .filter_map(|(column, _)| row.get(column))
            .filter(|cell| !cell.text.trim().is_empty())
            .collect()
    }

    fn row(&mut self, row: &Row<'_>, out: &mut Vec<Draft>) {
        let mut ground = Ground { shot: self.shot_of(row), ..Ground::default() };
        (ground.frames, ground.more_frames) = self.frames_of(row);
        ground.timecode = self
            .cells(row, Role::Timecode)
            .first()
            .filter(|cell| {
                whole_time_code(&View::of(&cell.text)) || reading(&cell.text).timecode.is_some()
            })
            .map(|cell| held(cell, cell.text.trim().to_owned()));
        ground.time =
            self.cells(row, Role::Time).first().map(|cell| held(cell, cell.text.trim().to_owned()));
        ground.author = self.author_of(row);
        ground.status = self.status_of(row);
        let mut requests = self.cells(row, Role::Request);
        let mut others = self.cells(row, Role::Translation);
        let has_words = !requests.is_empty() || !others.is_empty();
        let mut remarks = self.cells(row, Role::Remark);
        if !has_words && !remarks.is_empty() {
            requests.append(&mut remarks);
        }
        let remarks = worded(remarks, &mut ground);
        if requests.is_empty() && !others.is_empty() {
            requests.push(others.remove(0));
        }
        if requests.is_empty() {
            requests.extend(self.cells(row, Role::Status).first());
        }
        if requests.iter().all(|cell| cell.is_merged)
            && ground.shot.is_none()
            && ground.frames.is_none()
        {
            return;
        }
        let Some((first, rest)) = requests.split_first() else { return };
        let is_placed =
            ground.shot.is_some() || ground.frames.is_some() || ground.timecode.is_some();
        let is_signed =
            ground.author.is_some() || ground.status.is_some() || self.around.is_about_notes;
        if !is_placed
            && !is_signed
            && !reading(&first.text).refers()
            && said(&first.text).status.is_none()
        {
            return;
        }
        let before = out.len();
        self.request(first, &ground, out);
        for cell in others {
            let text = if is_same_mark(&cell.text) {
                self.translation.clone()
            } else {
                cell.text.to_string()
            };
            translate(out, before, (cell, &text));
            self.translation = text;
        }
        for cell in rest.iter().filter(|cell| cell.text != first.text) {
            let is_other =
                script_of(&cell.text) != script_of(&first.text) && script_of(&cell.text).is_some();
            if is_other {
                translate(out, before, (cell, &cell.text));
            } else {
                self.request(cell, &ground, out);
            }
        }
        for cell in remarks {
            remark(out, before, cell);
        }
    }

    /// The notes of one cell: one for each item of a list, one for each language otherwise.
    fn request(&mut self, cell: &CellText<'_>, ground: &Ground, out: &mut Vec<Draft>) {
        let text =
            if is_same_mark(&cell.text) { self.request.clone() } else { cell.text.to_string() };
        self.request.clone_from(&text);
        if let Some(struck) = cell.struck.filter(|struck| is_rendered(struck, &text)) {
            let before = out.len();
            self.items(cell, struck, ground, out);
            translate(out, before, (cell, &text));
            return;
        }
        self.items(cell, &text, ground, out);
    }

    fn items(&self, cell: &CellText<'_>, text: &str, ground: &Ground, out: &mut Vec<Draft>) {
        for item in items(text) {
            let (mark, body) = list_item(&item);
            let mut read = reading(body);
            let mut ground = ground.clone();
            if ground.shot.is_some() {
                read.shots.clear();
            } else if read.shots.is_empty() {
                ground.shot.clone_from(&self.around.shot);
            }
            if ground.author.is_none() {
                ground.author = cell
                    .block
                    .and_then(|block| block.author.clone())
                    .map(|author| held(cell, author));
            }
            let mut made = drafts(&read, &ground, cell.place, self.stream);
            for draft in &mut made {
                draft.number = mark.number();
                draft.owns_shot = draft.key.is_some();
            }
            out.extend(made);
        }
    }

    fn shot_of(&mut self, row: &Row<'_>) -> Option<Held<Shot>> {
        let production =
            self.cells(row, Role::Episode).first().map(|cell| cell.text.trim().to_owned());
        let production = production.or_else(|| self.named.1.clone());
        if let Some(cell) =
            self.cells(row, Role::Scene).first().filter(|cell| !is_same_mark(&cell.text))
        {
            self.scene = shot_cell(cell);
        }
        let column = self.columns.values().any(|role| matches!(role, Role::Shot | Role::Asset));
        let cells = self.cells(row, Role::Shot);
        let found =
            cells.first().filter(|cell| !is_same_mark(&cell.text)).and_then(|cell| shot_cell(cell));
        let found =
            found.or_else(|| self.cells(row, Role::Asset).first().and_then(|cell| named(cell)));
        let shot = match found {
            Some(mut shot) => {
                if let Some(scene) = &self.scene {
                    shot.value = within(&scene.value, &shot.value);
                }
                Some(shot)
            }
            None if column && cells.first().is_none_or(|cell| is_same_mark(&cell.text)) => {
                let why = if cells.is_empty() { "blank cell below it" } else { "same as above" };
                self.shot.clone().map(|shot| shot.with_why(why)).or_else(|| self.named.0.clone())
            }
            None if column => None,
            None => self.named.0.clone().or_else(|| self.scene.clone()),
        };
        let mut shot = shot.or_else(|| self.around.shot.clone().filter(|_| !column))?;
        if shot.value.production.is_none() {
            shot.value.production = production;
        }
        self.shot = Some(shot.clone());
        Some(shot)
    }

    /// The frames of a row, and those listed beside the first.
    fn frames_of(&mut self, row: &Row<'_>) -> (Option<Held<Frames>>, Vec<Frames>) {
        let cells = self.cells(row, Role::Frame);
        let Some(cell) = cells.first() else { return (None, Vec::new()) };
        if is_same_mark(&cell.text) {
            let above = self.frames.clone().map(|frames| frames.with_why("same as above"));
            return (above, Vec::new());
        }
        let mut listed = frame_cells(&cell.text).into_iter();
        let Some(mut frames) = listed.next() else { return (None, Vec::new()) };
        let last = self.cells(row, Role::FrameOut);
        if let Some(last) = last.first().and_then(|cell| frame_cells(&cell.text).into_iter().next())
        {
            frames.1 = Some(last.0).filter(|last| *last >= frames.0);
        }
        self.frames = Some(held(cell, frames));
        (self.frames.clone(), listed.collect())
    }

    /// A tick in a column of what is done: what was asked is done; what had passed has passed.
    fn ticked(&self, row: &Row<'_>) -> Option<Held<Status>> {
        let cell = *self.cells(row, Role::Done).first()?;
        let text = cell.text.trim().to_lowercase();
        let is_ticked = matches!(
            text.as_str(),
            "√" | "✓"
                | "✔"
                | "○"
                | "〇"
                | "true"
                | "yes"
                | "y"
                | "x"
                | "v"
                | "是"
                | "1"
                | "done"
                | "完成"
                | "完了"
                | "완료"
                | "済"
        );
        let passed = self
            .cells(row, Role::Request)
            .iter()
            .any(|cell| stated(&cell.text) == Some(Status::Approved));
        (is_ticked && !passed).then(|| Held { why: None, ..held(cell, Status::Done) })
    }

    fn author_of(&mut self, row: &Row<'_>) -> Option<Held<String>> {
        let cells = self.cells(row, Role::Author);
        let Some(cell) = cells.first() else {
            return self.signed.clone().map(|author| author.with_why("head of the sheet"));
        };
        if is_same_mark(&cell.text) {
            return self.author.clone().map(|author| author.with_why("same as above"));
        }
        self.author = Some(held(cell, cell.text.trim().to_owned()));
        self.author.clone()
    }

    fn status_of(&mut self, row: &Row<'_>) -> Option<Held<Status>> {
        let cells = self.cells(row, Role::Status);
        let Some(cell) = cells.first() else { return self.ticked(row) };
        if is_same_mark(&cell.text) {
            return self.status.clone().map(|status| status.with_why("same as above"));
        }
        // `Completed FALSE` of Frame.io only says that nobody ticked the box.
        let status =
            given(&cell.text).filter(|_| !cell.text.trim().eq_ignore_ascii_case("false"))?;
        self.status = Some(Held { why: None, ..held(cell, status) });
        self.status.clone()
    }
}

/// The remarks of a row that add words; one that only says a status is the row's.
fn worded<'r, 'c>(cells: Vec<&'r CellText<'c>>, ground: &mut Ground) -> Vec<&'r CellText<'c>> {
    let (states, words): (Vec<_>, Vec<_>) =
        cells.into_iter().partition(|cell| is_only_status(&cell.text));
    if ground.status.is_none() {
        ground.status = states.first().and_then(|cell| {
            given(&cell.text).map(|status| Held { why: None, ..held(cell, status) })
        });
    }
    words
}

/// Whether a text was written over one in another language that may say the same.
fn is_rendered(struck: &str, text: &str) -> bool {
    let scripts = (script_of(struck), script_of(text));
    scripts.0 != scripts.1
        && scripts.0.is_some()
        && scripts.1.is_some()
        && is_alike(weight(struck), weight(text), 3)
}

/// Sets a remark of the row under its request.
fn remark(out: &mut [Draft], from: usize, cell: &CellText<'_>) {
    let Some(draft) = out.get_mut(from) else { return };
    let text = cell.text.trim();
    let is_other = script_of(text) != draft.script && script_of(text).is_some();
    if is_other {
        translate(out, from, (cell, text));
    } else if draft.note.request.is_empty() {
        text.clone_into(&mut draft.note.request);
    } else {
        draft.note.request.push('\n');
        draft.note.request.push_str(text);
    }
}

fn translate(out: &mut [Draft], from: usize, translation: (&CellText<'_>, &str)) {
    let Some(draft) = out.get_mut(from) else { return };
    let (cell, text) = (translation.0, translation.1.trim());
    let is_other = script_of(text) != draft.script && script_of(text).is_some();
    if draft.note.translation.is_none() && is_other {
        let read = reading(text);
        draft.note.translation =
            Some(if read.refers() && read.says() { read.body } else { text }.to_owned());
        draft.mark(Field::Translation, cell.place, cell.is_merged.then_some("merged cell"));
        if draft.status.is_none() {
            draft.status = said(text).status;
        }
    }
}
