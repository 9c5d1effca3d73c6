//! Tables and sheets: where the headings stand, whether it is a table of notes at all, records of labels and values.
//!
//! In: the cells of one table. Out: drafts, row by row as `sheet.rs` reads them, or line by line where it is no table of
//! notes. Never: a heading out of a row that holds notes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use subtier_blocks::Block;
use subtier_model::Place;

use super::around::Around;
use super::author::signature;
use super::cells::{CellText, Row, held, rows, shot_cells};
use super::columns::{SAMPLE_ROWS_MAX, roles};
use super::draft::{Draft, Ground, Held, NOTES_MAX, Shot, reading};
use super::headers::{Columns, Role, headings, is_of_goods, is_second_row, role_of};
use super::lines::{Line, Lines};
use super::marks::list_item;
use super::names::is_name_cell;
use super::reference::{is_shot, scan};
use super::sheet::{Setting, Sheet};
use super::view::View;

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
pub(super) fn table(blocks: &[&Block], setting: Setting<'_>, stream: usize, out: &mut Vec<Draft>) {
    let rows = rows(blocks);
    let sheet = blocks.first().and_then(|block| block.sheet());
    read_rows(&rows, Setting { name: sheet, ..setting }, stream, out);
}

/// Reads cells of plain text.
pub(super) fn loose(
    cells: &[LooseCell<'_>],
    setting: Setting<'_>,
    stream: usize,
    out: &mut Vec<Draft>,
) {
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
    read_rows(&rows, setting, stream, out);
}

/// The rows by whose content columns are judged.
fn sampled<'r>(rows: &'r [Row<'_>]) -> Vec<BTreeMap<u32, &'r str>> {
    rows.iter().take(SAMPLE_ROWS_MAX).map(|row| texts(row).collect()).collect()
}

fn texts<'r>(row: &'r Row<'_>) -> impl Iterator<Item = (u32, &'r str)> {
    row.iter().map(|(column, cell)| (*column, cell.text.as_ref()))
}

fn read_rows(rows: &[Row<'_>], around: Setting<'_>, stream: usize, out: &mut Vec<Draft>) {
    if records(rows, around, stream, out) {
        return;
    }
    let header = header_of(rows);
    let (headings, body) = header.map_or((Columns::new(), 0), |at| header_at(rows, at));
    let body = rows.get(body..).unwrap_or_default();
    let is_of_goods = header.is_none()
        && rows.iter().take(HEADER_ROWS_MAX).any(|row| is_of_goods(texts(row).map(|cell| cell.1)));
    if is_of_goods {
        as_lines(rows, around.around, stream, out);
        return;
    }
    let columns = roles(&headings, &sampled(body), around.legend);
    if columns.is_empty() {
        as_lines(rows, around.around, stream, out);
        return;
    }
    let mut sheet = Sheet::new(columns, around, stream);
    let head = rows.get(..header.unwrap_or(0)).unwrap_or_default();
    sheet.signed = signed(head).or(sheet.signed);
    sheet.named.0 = headed(head).or(sheet.named.0);
    for (row, below) in body.iter().zip(1..) {
        if out.len() >= NOTES_MAX {
            return;
        }
        // Headings bear no digits; rows of notes mostly do.
        let may_repeat =
            texts(row).all(|(_, text)| !text.contains(|sign: char| sign.is_ascii_digit()));
        if may_repeat && let Some(again) = headings_of(row) {
            let rest = body.get(below..).unwrap_or_default();
            let end = rest.iter().take(SAMPLE_ROWS_MAX).position(|row| headings_of(row).is_some());
            let rest = end.and_then(|end| rest.get(..end)).unwrap_or(rest);
            sheet.columns = roles(&again, &sampled(rest), around.legend);
            continue;
        }
        sheet.row(row, out);
    }
}

/// The row of headings: the first one that names what is asked, else the first one whose cells are mostly known headings.
fn header_of(rows: &[Row<'_>]) -> Option<usize> {
    let head = || rows.iter().take(HEADER_ROWS_MAX);
    let is_about_notes = |row: &Row<'_>| {
        headings_of(row).is_some_and(|columns| columns.values().any(|role| role.is_about_notes()))
    };
    head().position(is_about_notes).or_else(|| head().position(|row| headings_of(row).is_some()))
}

fn headings_of(row: &Row<'_>) -> Option<Columns> {
    headings(texts(row))
}

/// The columns by the header that begins at a row, and the first row below it.
fn header_at(rows: &[Row<'_>], at: usize) -> (Columns, usize) {
    let Some(row) = rows.get(at) else { return (Columns::new(), at) };
    let mut columns = headings(texts(row)).unwrap_or_default();
    // A heading holds for every column that it is merged over.
    let mut covered = BTreeSet::new();
    for (column, cell) in row {
        let Some(role) = columns.get(column).copied() else { continue };
        for under in (column + 1..column.saturating_add(span_of(cell))).take(SPAN_MAX) {
            columns.entry(under).or_insert(role);
            covered.insert(under);
        }
    }
    let Some(second) = rows.get(at + 1) else { return (columns, at + 1) };
    let goes_on = second.iter().any(|(column, cell)| {
        cell.is_merged && columns.contains_key(column) && role_of(&cell.text).is_some()
    });
    let is_divided = !covered.is_empty() && headings_of(second).is_some();
    if !goes_on && !is_divided && !is_second_row(texts(second)) {
        return (columns, at + 1);
    }
    for (column, text) in texts(second) {
        // What only numbers or divides leaves the first column of a merged heading to it: `カット` over `No.` and `尺`.
        let is_first = covered.contains(&(column + 1)) && !covered.contains(&column);
        let role = role_of(text).filter(|role| !(is_first && *role == Role::Other));
        columns.extend(role.map(|role| (column, role)));
    }
    (columns, at + 2)
}

/// Columns that one merged heading may cover.
const SPAN_MAX: usize = 64;

/// Who signs above the header of a table: `质检：曹敏`, or a label and the name in the next cell.
fn signed(rows: &[Row<'_>]) -> Option<Held<String>> {
    let own = |cell: &CellText<'_>| signature(&cell.text).map(|name| held(cell, name.to_owned()));
    let beside = || {
        labelled(rows, Role::Author).find_map(|cell| {
            is_name_cell(&cell.text).then(|| held(cell, cell.text.trim().to_owned()))
        })
    };
    rows.iter().flat_map(|row| row.values()).find_map(own).or_else(beside)
}

/// The cells behind the label of a role.
fn labelled<'r, 'c: 'r>(rows: &'r [Row<'c>], role: Role) -> impl Iterator<Item = &'r CellText<'c>> {
    let pairs = rows.iter().flat_map(|row| row.values().zip(row.values().skip(1)));
    pairs.filter(move |(label, _)| role_of(&label.text) == Some(role)).map(|(_, value)| value)
}

/// The one shot that cells above the header of a table name: `镜号：SC012`, or a label and the shot in the next cell.
fn headed(rows: &[Row<'_>]) -> Option<Held<Shot>> {
    let whole = rows.iter().flat_map(|row| row.values()).flat_map(|cell| {
        let read = reading(&cell.text);
        let shots = if read.says() { Vec::new() } else { read.shots };
        shots.into_iter().map(|shot| held(cell, shot))
    });
    let mut found = whole.chain(labelled(rows, Role::Shot).flat_map(shot_cells));
    let first = found.next()?;
    let is_one = found.all(|shot| shot.value.key == first.value.key);
    is_one.then(|| first.with_why("head of the sheet"))
}

/// A table that is none of notes. Where it only lays out text, a row to a cell, its cells are read as lines that follow
/// each other; elsewhere a cell stands by itself, since the number beside it may be a price, and only who signs in a row of
/// one cell holds for such rows below.
fn as_lines(rows: &[Row<'_>], around: &Around, stream: usize, out: &mut Vec<Draft>) {
    let is_single =
        |row: &Row<'_>| texts(row).filter(|(_, text)| !text.trim().is_empty()).count() <= 1;
    let is_layout = rows.iter().all(is_single);
    let new = || Lines::new(around, Ground::default(), stream);
    let mut lines = new();
    for row in rows {
        for cell in row.values().filter(|cell| !cell.is_merged) {
            if out.len() >= NOTES_MAX {
                return;
            }
            if !is_single(row) {
                lines = new();
            }
            for text in cell.text.split('\n') {
                let signs = is_single(row) && signature(text).is_some();
                if !is_layout && !signs && !begins_with_reference(text, around) {
                    continue;
                }
                lines.line(Line { text, place: cell.place, known: &[], is_anchor: false }, out);
            }
        }
    }
}

/// Whether a text begins with what it refers to; without a shot `24프레임` may be a unit of prices.
fn begins_with_reference(text: &str, around: &Around) -> bool {
    let found = scan(&View::of(list_item(text).1));
    let has_shot = found.references.iter().take(found.lead).any(|found| is_shot(&found.what));
    has_shot || (found.lead > 0 && around.is_about_notes)
}

/// A table of labels and values, of one shot below the other or side by side: `镜头号 | SC911`, `意见 | …`. Says whether it
/// was one.
fn records(rows: &[Row<'_>], around: Setting<'_>, stream: usize, out: &mut Vec<Draft>) -> bool {
    let roles: Vec<Option<Role>> =
        rows.iter().map(|row| row.values().next().and_then(|cell| role_of(&cell.text))).collect();
    let n_roles = roles.iter().flatten().count();
    let place = |wanted: Role| roles.iter().position(|role| *role == Some(wanted));
    if n_roles < 2 || n_roles * 2 <= rows.len() || place(Role::Request).is_none() {
        return false;
    }
    let shots = place(Role::Shot).and_then(|at| rows.get(at));
    let beside = shots.map(side_by_side).unwrap_or_default();
    let mut sheet = Sheet::new(Columns::new(), around, stream);
    sheet.signed = signed_once(rows, &roles).or(sheet.signed);
    if beside.len() > 1 {
        for column in beside {
            let values = rows.iter().map(|row| covering(row, column));
            stacked(&mut sheet, roles.iter().zip(values), out);
        }
        return true;
    }
    let is_narrow = rows.iter().all(|row| row.len() <= 3);
    let is_record = is_narrow && (shots.is_some() || header_of(rows).is_none());
    if is_record {
        stacked(&mut sheet, roles.iter().zip(rows.iter().map(|row| row.values().nth(1))), out);
    }
    is_record
}

/// The columns whose first cell names a shot, where they stand side by side behind a label.
fn side_by_side(shots: &Row<'_>) -> Vec<u32> {
    let values = shots.iter().skip(1).take_while(|(_, cell)| !shot_cells(cell).is_empty());
    values.map(|(column, _)| *column).collect()
}

/// The cell that stands in a column of a row or is merged over it.
fn covering<'r, 'c>(row: &'r Row<'c>, column: u32) -> Option<&'r CellText<'c>> {
    let (at, cell) = row.range(..=column).next_back()?;
    (column < at.saturating_add(span_of(cell))).then_some(cell)
}

/// How many columns a cell covers.
fn span_of(cell: &CellText<'_>) -> u32 {
    cell.block.and_then(|block| block.cell.as_ref()).map_or(1, |cell| cell.columns)
}

/// Reads records that stand one below the other, each begun by its shot or by what begins the first one.
fn stacked<'r, 'c: 'r>(
    sheet: &mut Sheet<'_>,
    fields: impl Iterator<Item = (&'r Option<Role>, Option<&'r CellText<'c>>)>,
    out: &mut Vec<Draft>,
) {
    let mut record: Row<'_> = Row::new();
    let mut seen: Vec<Role> = Vec::new();
    sheet.columns.clear();
    for (role, value) in fields {
        let (Some(role), Some(value)) = (*role, value) else { continue };
        let is_again = role == Role::Shot || seen.first() == Some(&role);
        if is_again && seen.contains(&role) {
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
}

/// Who signs for all records: named once, before the first shot.
fn signed_once(rows: &[Row<'_>], roles: &[Option<Role>]) -> Option<Held<String>> {
    let mut authors = (0..roles.len()).filter(|idx| roles.get(*idx) == Some(&Some(Role::Author)));
    let only = authors.next().filter(|_| authors.next().is_none())?;
    let shot = roles.iter().position(|role| *role == Some(Role::Shot))?;
    let cell = rows.get(only).filter(|_| only < shot)?.values().nth(1)?;
    Some(held(cell, cell.text.trim().to_owned())).filter(|name| !name.value.is_empty())
}
