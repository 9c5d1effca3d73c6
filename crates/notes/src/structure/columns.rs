//! What columns hold, by their headings and by their content.
//!
//! In: what headings say, if there are any, and the first rows below. Out: the role of each column. A heading that is known
//! stands unless every cell contradicts it; what no known heading names is told by what its cells are: shots, frames, time
//! codes, people, statuses, words of one language. Never: a column of bare numbers as shots; a request out of a column of
//! few, short words that come again and again.

use std::collections::{BTreeMap, BTreeSet};

use super::clock::whole_time_code;
use super::draft::reading;
use super::halves::{Script, is_alike, script_of, weight};
use super::headers::{Columns, Role};
use super::legend::{Legend, folded};
use super::marks::is_same_mark;
use super::names::{is_name_cell, is_person};
use super::status::is_only_status;
use super::view::{View, digits};

/// Rows by whose content a column is judged.
pub(super) const SAMPLE_ROWS_MAX: usize = 50;
/// Signs of a cell on average from which a column may hold requests.
const REQUEST_SIGNS_MIN: usize = 3;

/// What one cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Shot,
    Frames,
    /// `12-30` without a unit.
    Range,
    Number,
    Timecode,
    Person,
    Status,
    Text(Script),
    Other,
}

fn kind_of(text: &str, legend: &Legend) -> Kind {
    if legend.contains_key(&folded(text)) || is_only_status(text) {
        return Kind::Status;
    }
    let view = View::of(text);
    if let Some(first) = digits(&view, 0) {
        let gap = view.skip_blanks(first.end);
        if first.end >= view.len() {
            return Kind::Number;
        }
        let last = view.one_of(gap, &["-", "~"]).map(|len| view.skip_blanks(gap + len));
        if last.and_then(|at| digits(&view, at)).is_some_and(|last| last.end >= view.len()) {
            return Kind::Range;
        }
    }
    if whole_time_code(&view) {
        return Kind::Timecode;
    }
    let read = reading(text);
    if read.refers() && !read.says() {
        let is_shot = !read.shots.is_empty();
        return if is_shot { Kind::Shot } else { Kind::Frames };
    }
    if is_person(text) {
        return Kind::Person;
    }
    script_of(text).filter(|_| read.time.is_none()).map_or(Kind::Other, Kind::Text)
}

/// What the cells of one column are on the whole.
#[derive(Debug, Default)]
struct Profile {
    kinds: BTreeMap<Kind, usize>,
    filled: usize,
    signs: usize,
    texts: BTreeSet<String>,
    names: usize,
    /// Cells that name shots.
    shots: usize,
    /// Cells with a digit in them.
    numbered: usize,
}

impl Profile {
    fn add(&mut self, text: &str, legend: &Legend) {
        let text = text.trim();
        if text.is_empty() || is_same_mark(text) {
            return;
        }
        self.filled += 1;
        self.signs += text.chars().count();
        self.names += usize::from(is_name_cell(text));
        self.shots += usize::from(!reading(text).shots.is_empty());
        self.numbered += usize::from(text.contains(|sign: char| sign.is_numeric()));
        *self.kinds.entry(kind_of(text, legend)).or_default() += 1;
        self.texts.insert(text.to_owned());
    }

    /// Whether more than three cells of five are of some kinds.
    fn mostly(&self, is_it: fn(Kind) -> bool) -> bool {
        let n: usize =
            self.kinds.iter().filter(|(kind, _)| is_it(**kind)).map(|(_, times)| times).sum();
        n * 5 > self.filled * 3
    }

    /// The script that most of its words are in.
    fn script(&self) -> Option<Script> {
        let scripts = self.kinds.iter().filter_map(|(kind, times)| {
            let Kind::Text(script) = kind else { return None };
            Some((*times, *script))
        });
        scripts.max().map(|(_, script)| script)
    }

    /// Whether its cells may be requests: words that differ from row to row and are no names.
    fn says(&self) -> bool {
        let is_worded = self.script().is_some()
            && self.mostly(|kind| matches!(kind, Kind::Text(_) | Kind::Status));
        is_worded
            && self.texts.len() * 2 > self.filled
            && self.signs >= self.filled * REQUEST_SIGNS_MIN
    }
}

/// The first rows of a table, column by column.
pub(super) type Sample<'a> = [BTreeMap<u32, &'a str>];

fn profiles(rows: &Sample<'_>, legend: &Legend) -> BTreeMap<u32, Profile> {
    let mut found: BTreeMap<u32, Profile> = BTreeMap::new();
    for (column, text) in rows.iter().flatten() {
        found.entry(*column).or_default().add(text, legend);
    }
    found
}

/// The roles of the columns; `headings` is empty where there are none.
pub(super) fn roles(headings: &Columns, rows: &Sample<'_>, legend: &Legend) -> Columns {
    let profiles = profiles(rows, legend);
    let mut columns = headings.clone();
    corrected(&mut columns, &profiles);
    let is_headed = !headings.is_empty();
    for (column, profile) in profiles.iter().filter(|(column, _)| !headings.contains_key(column)) {
        let role = referring(profile, &columns).or_else(|| {
            let is_author = profile.mostly(|kind| kind == Kind::Person);
            (!is_headed && is_author && !has(&columns, &[Role::Author])).then_some(Role::Author)
        });
        columns.extend(role.map(|role| (*column, role)));
    }
    let refers = has(&columns, &[Role::Shot, Role::Asset, Role::Frame, Role::Timecode]);
    let asks = has(&columns, &[Role::Request, Role::Translation, Role::Status]);
    if !refers && (!is_headed || !asks) {
        return Columns::new();
    }
    with_status(&mut columns, &profiles);
    with_texts(&mut columns, &profiles, rows);
    let is_about_notes = columns.values().any(|role| role.is_about_notes());
    if is_about_notes { columns } else { Columns::new() }
}

fn has(columns: &Columns, wanted: &[Role]) -> bool {
    columns.values().any(|role| wanted.contains(role))
}

/// Sets right what headings of more than one use say: a column of checks that holds names says who checked, one named
/// after who asks may hold what is asked, frames may be given as time codes, no shot is without a number, and the items
/// that rows begin with may be shots.
fn corrected(columns: &mut Columns, profiles: &BTreeMap<u32, Profile>) {
    let has_author = has(columns, &[Role::Author]);
    let has_request = has(columns, &[Role::Request]);
    for (column, role) in columns.iter_mut() {
        let is_named =
            profiles.get(column).is_none_or(|found| found.filled == 0 || found.numbered > 0);
        if matches!(role, Role::Shot | Role::Asset) && !is_named {
            *role = Role::Other;
        }
    }
    let first = profiles.iter().find(|(_, profile)| profile.filled > 0);
    let names_shots = first.filter(|(_, first)| first.shots * 5 > first.filled * 3);
    if let Some((column, _)) =
        names_shots.filter(|(column, _)| columns.get(column) == Some(&Role::Other))
        && !has(columns, &[Role::Shot, Role::Asset, Role::Scene])
    {
        columns.insert(*column, Role::Asset);
    }
    for (column, role) in columns.iter_mut() {
        let Some(profile) = profiles.get(column).filter(|profile| profile.filled > 0) else {
            continue;
        };
        let is_names = profile.names == profile.filled;
        let is_timed = profile.mostly(|kind| kind == Kind::Timecode);
        let is_text = profile.says() && profile.mostly(|kind| matches!(kind, Kind::Text(_)));
        if *role == Role::Status && is_names {
            *role = if has_author { Role::Other } else { Role::Author };
        } else if matches!(*role, Role::Status | Role::Author)
            && !has_request
            && !is_names
            && is_text
        {
            *role = Role::Request;
        } else if *role == Role::Frame && is_timed {
            *role = Role::Timecode;
        } else if *role == Role::FrameOut && is_timed {
            *role = Role::Other;
        }
    }
}

/// What a column refers to by its cells.
fn referring(profile: &Profile, columns: &Columns) -> Option<Role> {
    let role = if profile.mostly(|kind| kind == Kind::Shot) {
        Role::Shot
    } else if profile.mostly(|kind| kind == Kind::Timecode) {
        Role::Timecode
    } else if profile.mostly(|kind| kind == Kind::Frames) || is_frames(profile, columns) {
        Role::Frame
    } else {
        return None;
    };
    let is_taken = has(columns, &[role]) || (role == Role::Shot && has(columns, &[Role::Asset]));
    (!is_taken).then_some(role)
}

/// Bare numbers are frames where some are ranges and another column names the shots.
fn is_frames(profile: &Profile, columns: &Columns) -> bool {
    has(columns, &[Role::Shot, Role::Asset])
        && profile.kinds.contains_key(&Kind::Range)
        && profile.mostly(|kind| matches!(kind, Kind::Range | Kind::Number | Kind::Frames))
}

/// Finds the columns of statuses by their cells, the last one first, where no heading names one.
fn with_status(columns: &mut Columns, profiles: &BTreeMap<u32, Profile>) {
    if has(columns, &[Role::Status]) {
        return;
    }
    let n_requests = columns.values().filter(|role| **role == Role::Request).count();
    let found = profiles.iter().rev().filter(|(column, profile)| {
        let may_be = match columns.get(column) {
            None | Some(Role::Remark | Role::Other) => true,
            Some(Role::Request) => n_requests > 1,
            Some(_) => false,
        };
        may_be && profile.filled > 0 && profile.kinds.keys().all(|kind| *kind == Kind::Status)
    });
    let mut found: Vec<u32> = found.map(|(column, _)| *column).collect();
    // Several columns named after parts of the work say how far each is.
    let is_part = |column: &u32| columns.get(column) == Some(&Role::Other);
    if found.iter().filter(|column| is_part(column)).count() > 1 {
        found.retain(|column| !is_part(column));
    }
    // Beside the last one, rounds before it, which no heading says to be anything else.
    let is_round = |(at, column): &(usize, u32)| *at == 0 || !columns.contains_key(column);
    let found: Vec<u32> =
        found.into_iter().enumerate().filter(is_round).map(|(_, column)| column).collect();
    columns.extend(found.into_iter().map(|column| (column, Role::Status)));
}

/// Finds the request and its translation among the columns of words that no heading names, and a translation in a column
/// of remarks.
fn with_texts(columns: &mut Columns, profiles: &BTreeMap<u32, Profile>, rows: &Sample<'_>) {
    let worded = |columns: &Columns| -> Vec<u32> {
        let unnamed = profiles.iter().filter(|(column, _)| !columns.contains_key(column));
        unnamed.filter(|(_, profile)| profile.says()).map(|(column, _)| *column).collect()
    };
    if !has(columns, &[Role::Request]) {
        let rendered =
            columns.iter().find(|(_, role)| **role == Role::Translation).map(|(at, _)| *at);
        let signs = |column: &u32| profiles.get(column).map_or(0, |profile| profile.signs);
        let mut found = worded(columns);
        if let Some(rendered) = rendered {
            found.retain(|column| is_parallel(rows, *column, rendered));
        }
        let most = found.iter().map(signs).max().unwrap_or(0);
        let first = found.into_iter().find(|column| signs(column) * 3 >= most);
        match rendered.zip(first).filter(|(rendered, first)| rendered < first) {
            // What stands first is the request, whatever language its heading names.
            Some((rendered, first)) => {
                columns.extend([(rendered, Role::Request), (first, Role::Translation)]);
            }
            None => columns.extend(first.map(|column| (column, Role::Request))),
        }
    }
    let request = columns.iter().find(|(_, role)| **role == Role::Request).map(|(at, _)| *at);
    let Some(request) = request else { return };
    let script = profiles.get(&request).and_then(Profile::script);
    let remarks = columns.iter().filter(|(_, role)| **role == Role::Remark).map(|(at, _)| *at);
    let mut others: Vec<u32> = remarks.collect();
    others.extend(worded(columns));
    for column in others {
        let other = profiles.get(&column).and_then(Profile::script);
        let is_other = other.is_some() && script.is_some() && other != script;
        if is_other && is_parallel(rows, request, column) {
            columns.insert(column, Role::Translation);
        } else {
            columns.entry(column).or_insert(Role::Remark);
        }
    }
}

/// Whether two columns are filled in the same rows with texts of a like length in two scripts.
fn is_parallel(rows: &Sample<'_>, request: u32, other: u32) -> bool {
    let (mut both, mut alike, mut either) = (0_usize, 0_usize, 0_usize);
    for row in rows {
        let text = |column: u32| row.get(&column).map_or("", |text| text.trim());
        let (first, second) = (text(request), text(other));
        either += usize::from(!first.is_empty() || !second.is_empty());
        if first.is_empty() || second.is_empty() {
            continue;
        }
        both += 1;
        let is_it = script_of(first) != script_of(second)
            && is_only_status(first) == is_only_status(second)
            && is_alike(weight(first), weight(second), 3);
        alike += usize::from(is_it);
    }
    both * 2 > either && alike * 3 > both * 2
}
