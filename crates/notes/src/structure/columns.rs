//! What columns hold by their content, where no heading says it.
//!
//! In: the first rows of a table. Out: the role of each column that shows one: whole cells that are shots, frames, time
//! codes, names of people; of the rest, words. Never: a column of bare numbers as frames or shots.

use std::collections::BTreeMap;

use super::author::{is_name_cell, is_person};
use super::clock::whole_time_code;
use super::draft::reading;
use super::halves::{Script, script_of};
use super::headers::{Columns, Role};
use super::status::is_only_status;
use super::view::View;

/// Rows by whose content a column without heading is judged.
pub(super) const SAMPLE_ROWS_MAX: usize = 50;

/// Sets right what headings of more than one use say: a column of nothing but statuses holds them, and a column of
/// checks that holds names says who checked.
pub(super) fn by_content(columns: &mut Columns, rows: &[BTreeMap<u32, &str>]) {
    let all = |column: u32, is_it: fn(&str) -> bool| {
        let mut cells = rows
            .iter()
            .filter_map(|row| row.get(&column))
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
            .peekable();
        cells.peek().is_some() && cells.all(is_it)
    };
    let statuses: Vec<u32> = columns
        .iter()
        .filter(|(_, role)| **role == Role::Status)
        .map(|(column, _)| *column)
        .collect();
    let has_author = columns.values().any(|role| *role == Role::Author);
    for column in statuses.iter().filter(|column| all(**column, is_name_cell)) {
        columns.insert(*column, if has_author { Role::Other } else { Role::Author });
    }
    if columns.values().any(|role| *role == Role::Status) {
        return;
    }
    let may_be = |role: Option<&Role>| {
        role.is_none_or(|role| matches!(role, Role::Request | Role::Remark | Role::Other))
    };
    let mut numbers: Vec<u32> = rows.iter().flat_map(|row| row.keys().copied()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let requests = columns.values().filter(|role| **role == Role::Request).count();
    let found = numbers.into_iter().rev().find(|column| {
        let role = columns.get(column);
        let is_only_request = role == Some(&Role::Request) && requests == 1;
        may_be(role) && !is_only_request && all(*column, is_only_status)
    });
    if let Some(column) = found {
        columns.insert(column, Role::Status);
    }
}

/// Takes the column of most words for the request, where no heading that is known names one.
pub(super) fn with_request(columns: &mut Columns, rows: &[BTreeMap<u32, &str>]) {
    if columns.values().any(|role| matches!(role, Role::Request | Role::Translation)) {
        return;
    }
    let mut words: BTreeMap<u32, usize> = BTreeMap::new();
    for (column, text) in rows.iter().flatten() {
        if !columns.contains_key(column) && script_of(text).is_some() {
            *words.entry(*column).or_default() += text.chars().count();
        }
    }
    if let Some((column, _)) =
        words.into_iter().max_by_key(|(column, signs)| (*signs, u32::MAX - column))
    {
        columns.insert(column, Role::Request);
    }
}

/// What the columns hold by their content, where no headings say it.
pub(super) fn typed(rows: &[BTreeMap<u32, &str>]) -> Columns {
    let mut columns = Columns::new();
    let mut words: Vec<(u32, Option<Script>, usize)> = Vec::new();
    let mut numbers: Vec<u32> = rows.iter().flat_map(|row| row.keys().copied()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    for column in numbers {
        let cells: Vec<&str> = rows
            .iter()
            .filter_map(|row| row.get(&column))
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
            .collect();
        let mostly = |is_it: fn(&str) -> bool| {
            cells.iter().filter(|text| is_it(text)).count() * 5 > cells.len() * 3
        };
        let has = |role: Role| columns.values().any(|found| *found == role);
        if mostly(is_shot_only) && !has(Role::Shot) {
            columns.insert(column, Role::Shot);
        } else if mostly(is_frames_only) && !has(Role::Frame) {
            columns.insert(column, Role::Frame);
        } else if mostly(|text| whole_time_code(&View::of(text))) && !has(Role::Timecode) {
            columns.insert(column, Role::Timecode);
        } else if mostly(is_person) && !has(Role::Author) {
            columns.insert(column, Role::Author);
        } else {
            let most = cells.iter().filter_map(|text| script_of(text)).max();
            let signs = cells.iter().map(|text| text.chars().count()).sum();
            words.push((column, most, signs));
        }
    }
    if columns.values().any(|role| matches!(role, Role::Shot | Role::Frame | Role::Timecode)) {
        words.retain(|(_, script, _)| script.is_some());
        for (column, script, _) in &words {
            let is_other = words.first().is_some_and(|(_, first, _)| first != script);
            columns.insert(*column, if is_other { Role::Translation } else { Role::Request });
        }
        if words.is_empty() {
            columns.clear();
        }
    } else {
        columns.clear();
    }
    columns
}

fn is_shot_only(text: &str) -> bool {
    let read = reading(text);
    !read.shots.is_empty() && !read.says()
}

fn is_frames_only(text: &str) -> bool {
    let read = reading(text);
    read.frames.is_some() && read.shots.is_empty() && !read.says()
}
