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
use super::plain::label;
use super::reference::{is_shot, scan};
use super::sheet::{Setting, Sheet};
use super::status::is_only_status;
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
    // Remarks on goods and prices ask for nothing.
    let asks = headings.values().any(|role| role.is_about_notes() && *role != Role::Remark);
    let is_of_goods = !asks
        && rows.iter().take(HEADER_ROWS_MAX).any(|row| is_of_goods(texts(row).map(|cell| cell.1)));
    if is_of_goods {
        as_lines(rows, around.around, stream, out);
        return;
    }
    if header.is_none() && matrix(rows, around, stream, out) {
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
        |row: &Row<'_>| texts(row).filter(|(_, text)| !text.trim().is_empty()).nth(1).is_none();
    let is_layout = rows.iter().all(is_single);
    let new = || Lines::new(around, Ground::default(), stream);
    let mut lines = new();
    for row in rows {
        let is_single = is_single(row);
        for cell in row.values().filter(|cell| !cell.is_merged) {
            if out.len() >= NOTES_MAX {
                return;
            }
            if !is_single {
                lines = new();
            }
            for text in cell.text.split('\n') {
                let signs = is_single && signature(text).is_some();
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

/// A table of labels and values, of one shot below the other or side by side: `镜头号 | SC911`, `意见 | …`, two by two in a
/// row or in one cell (`镜号：SC911`) too. Says whether it was one.
fn records(rows: &[Row<'_>], around: Setting<'_>, stream: usize, out: &mut Vec<Draft>) -> bool {
    let roles: Vec<Option<Role>> =
        rows.iter().map(|row| row.values().next().and_then(|cell| role_of(&cell.text))).collect();
    let n_roles = roles.iter().flatten().count();
    let place = |wanted: Role| roles.iter().position(|role| *role == Some(wanted));
    let shots = place(Role::Shot).and_then(|at| rows.get(at));
    let beside = shots.map(side_by_side).unwrap_or_default();
    let mut sheet = Sheet::new(Columns::new(), around, stream);
    if beside.len() > 1 && n_roles * 2 > rows.len() && place(Role::Request).is_some() {
        for column in beside {
            let values = rows.iter().map(|row| covering(row, column).cloned());
            let fields = roles.iter().zip(values);
            stacked(&mut sheet, fields.filter_map(|(role, value)| (*role).zip(value)), out);
        }
        return true;
    }
    let fields: Vec<Vec<(Role, CellText<'_>)>> = rows.iter().map(fields).collect();
    let n_rows = fields.iter().filter(|row| !row.is_empty()).count();
    let has = |wanted: Role| fields.iter().flatten().any(|(role, _)| *role == wanted);
    let is_narrow = || rows.iter().all(|row| row.len() <= 3) && header_of(rows).is_none();
    let is_record = n_rows >= 2
        && n_rows * 2 > rows.len()
        && has(Role::Request)
        && (has(Role::Shot) || is_narrow());
    if is_record {
        sheet.signed = signed_once(&fields).or(sheet.signed);
        stacked(&mut sheet, fields.into_iter().flatten(), out);
    }
    is_record
}

/// The labels of a row with the value of each, in the next cell or behind a colon in the same one.
fn fields<'c>(row: &Row<'c>) -> Vec<(Role, CellText<'c>)> {
    let is_value =
        |cell: &&CellText<'_>| role_of(&cell.text).is_none() || is_only_status(&cell.text);
    let mut found = Vec::new();
    let mut cells = row.values().peekable();
    while let Some(cell) = cells.next() {
        let (role, value) = if let Some((role, value)) = label(&cell.text) {
            let text = Cow::Owned(value.to_owned());
            (role, CellText { text, ..cell.clone() })
        } else if let Some(role) = role_of(&cell.text)
            && let Some(value) = cells.next_if(|value| is_value(value))
        {
            (role, value.clone())
        } else {
            continue;
        };
        // How many frames a shot has is no reference.
        let counts = role == Role::Frame
            && cell.text.contains(['数', '수'])
            && !value.text.contains(['-', '~', '～', '〜']);
        let is_name = role == Role::Status && is_name_cell(&value.text);
        let role = if is_name { Role::Author } else { role };
        found.extend((!counts).then_some((role, value)));
    }
    found
}

/// The columns whose first cell names a shot, where they stand side by side behind a label.
fn side_by_side(shots: &Row<'_>) -> Vec<u32> {
    let values = shots.iter().skip(1).take_while(|(_, cell)| !shot_cells(cell).is_empty());
    values.map(|(column, _)| *column).collect()
}

/// A table of what is said of each shot of its first row, one part of the work a row: `| SC101 | SC102`, `上色 | 漏色 |`. Says
/// whether it was one.
fn matrix(rows: &[Row<'_>], around: Setting<'_>, stream: usize, out: &mut Vec<Draft>) -> bool {
    let Some((first, below)) = rows.split_first() else { return false };
    let is_shot = |cell: &CellText<'_>| {
        let read = reading(&cell.text);
        !read.shots.is_empty() && !read.says()
    };
    let mut heads = first.values();
    let is_corner = heads.next().is_some_and(|cell| !is_shot(cell));
    let is_matrix = is_corner && first.len() > 2 && heads.all(is_shot);
    let is_named = || below.iter().flat_map(|row| row.values().skip(1)).all(|cell| !is_shot(cell));
    if !is_matrix || !is_named() {
        return false;
    }
    let mut sheet = Sheet::new(Columns::new(), around, stream);
    sheet.columns.extend([(0, Role::Shot), (1, Role::Request)]);
    for (column, shot) in first.iter().skip(1) {
        let said = below.iter().filter_map(|row| row.get(column));
        for cell in said.filter(|cell| !cell.text.trim().is_empty()) {
            sheet.row(&Row::from([(0, shot.clone()), (1, cell.clone())]), out);
        }
    }
    true
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
fn stacked<'c>(
    sheet: &mut Sheet<'_>,
    fields: impl Iterator<Item = (Role, CellText<'c>)>,
    out: &mut Vec<Draft>,
) {
    let mut record: Row<'_> = Row::new();
    let mut seen: Vec<Role> = Vec::new();
    sheet.columns.clear();
    for (role, value) in fields {
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
        record.insert(column, value);
    }
    sheet.row(&record, out);
}

/// Who signs for all records: named once, before the first shot.
fn signed_once(fields: &[Vec<(Role, CellText<'_>)>]) -> Option<Held<String>> {
    let mut before = fields.iter().flatten().take_while(|(role, _)| *role != Role::Shot);
    let (_, cell) = before.find(|(role, _)| *role == Role::Author)?;
    let n_authors = fields.iter().flatten().filter(|(role, _)| *role == Role::Author).count();
    Some(held(cell, cell.text.trim().to_owned()))
        .filter(|name| n_authors == 1 && !name.value.is_empty())
}
