//! Tables in plain text: lines in columns by bars, tabs or blanks, and records of labels and values.
//!
//! In: lines. Out: how many of them make a table from here on, and their cells. Never: a table without a row of headings.

use subtier_blocks::Block;

use super::headers::{Role, headings, role_of};
use super::table::LooseCell;

/// Columns of a line of plain text.
const COLUMNS_MAX: usize = 64;

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
pub(super) fn columned(lines: &[(&str, &Block)]) -> usize {
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
pub(super) fn label(line: &str) -> Option<(Role, &str)> {
    let (label, value) = line.trim().split_once([':', '：'])?;
    Some((role_of(label)?, value.trim()))
}

/// How many lines from here on are labels with values, blank lines between them, and whether they are records: they name
/// shots and requests.
pub(super) fn labelled(lines: &[(&str, &Block)]) -> (usize, bool) {
    let is_label = |line: &str| line.trim().is_empty() || label(line).is_some();
    if lines.first().and_then(|(line, _)| label(line)).is_none() {
        return (0, false);
    }
    let run = lines.iter().take_while(|(line, _)| is_label(line));
    let roles: Vec<Role> = run.clone().filter_map(|(line, _)| Some(label(line)?.0)).collect();
    let has = |role: Role| roles.contains(&role);
    (run.count(), roles.len() > 2 && has(Role::Shot) && has(Role::Request))
}

/// Labels and values as cells.
pub(super) fn labels<'a>(lines: &[(&'a str, &'a Block)]) -> Vec<LooseCell<'a>> {
    let rows = (0_u32..).zip(lines);
    rows.filter_map(|(row, (line, block))| {
        label(line)?;
        Some(LooseCell { row, column: 0, text: line, place: &block.place })
    })
    .collect()
}

pub(super) fn cells<'a>(lines: &[(&'a str, &'a Block)]) -> Vec<LooseCell<'a>> {
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
