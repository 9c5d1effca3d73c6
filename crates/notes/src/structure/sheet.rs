//! One sheet read row by row: what each row says of which shot, with what it takes over from the row before.
//!
//! In: rows and the roles of their columns. Out: drafts; the request of a row is the text of its request columns, a column
//! of remarks counts only where that is empty, and the word of a status column is no part of it. Never: a bare number as a
//! frame or shot unless its column holds them.

use super::around::{Around, of_sheet};
use super::cells::{CellText, Row, frame_cells, held, items, named, shot_cells, within};
use super::clock::whole_time_code;
use super::draft::{Draft, Frames, Ground, Held, Shot, drafts, reading, reading_in};
use super::halves::{is_alike, script_of, weight};
use super::headers::{Columns, Role, role_of};
use super::legend::{Legend, folded};
use super::marks::{is_same_mark, list_item};
use super::pair::pair;
use super::status::{given, is_only_status, said, stated};
use super::view::View;
use crate::{Field, Status};

/// Where a sheet stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    /// Its name.
    pub(super) name: Option<&'a str>,
    pub(super) around: &'a Around,
    /// What the signs of its statuses stand for.
    pub(super) legend: &'a Legend,
    /// Who signs in the text above.
    pub(super) signed: Option<&'a Held<String>>,
}

/// A sheet being read, with what the row before held.
pub(super) struct Sheet<'a> {
    pub(super) columns: Columns,
    around: &'a Around,
    legend: &'a Legend,
    /// Shot and production of the sheet's name, or of what stands above its header.
    pub(super) named: (Option<Held<Shot>>, Option<String>),
    stream: usize,
    shot: Option<Held<Shot>>,
    scene: Option<Held<Shot>>,
    frames: Option<Held<Frames>>,
    author: Option<Held<String>>,
    /// Who signs for the whole sheet.
    pub(super) signed: Option<Held<String>>,
    status: Option<Held<Status>>,
    request: String,
    translation: String,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(columns: Columns, setting: Setting<'a>, stream: usize) -> Self {
        Self {
            columns,
            around: setting.around,
            legend: setting.legend,
            named: setting.name.map(of_sheet).unwrap_or_default(),
            stream,
            shot: None,
            scene: None,
            frames: None,
            author: None,
            signed: setting.signed.cloned(),
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

    /// Reads one row.
    pub(super) fn row(&mut self, row: &Row<'_>, out: &mut Vec<Draft>) {
        let is_total = row.values().find(|cell| !cell.text.trim().is_empty()).is_some_and(is_total);
        if is_total {
            return;
        }
        let ground = self.ground(row);
        let (requests, others) = self.texts_of(row);
        let Some((first, rest)) = requests.split_first() else { return };
        let is_placed =
            ground.shot.is_some() || ground.frames.is_some() || ground.timecode.is_some();
        if requests.iter().all(|cell| cell.is_merged) && !is_placed {
            return;
        }
        let is_signed =
            ground.author.is_some() || ground.status.is_some() || self.around.is_about_notes;
        let says = || reading(&first.text).refers() || said(&first.text).status.is_some();
        if !is_placed && !is_signed && !says() {
            return;
        }
        let before = out.len();
        self.request(first, &ground, out);
        for cell in rest {
            join(out, before, cell);
        }
        for cell in others {
            let is_same = is_same_mark(&cell.text);
            let text = if is_same { self.translation.clone() } else { cell.text.to_string() };
            translate(out.get_mut(before..).unwrap_or_default(), cell, &text);
            self.translation = text;
        }
    }

    /// What holds for the whole row.
    fn ground(&mut self, row: &Row<'_>) -> Ground {
        let mut ground = Ground::default();
        (ground.shot, ground.more_shots) = self.shots_of(row);
        (ground.frames, ground.more_frames) = self.frames_of(row);
        let is_timed = |cell: &&&CellText<'_>| {
            whole_time_code(&View::of(&cell.text)) || reading(&cell.text).timecode.is_some()
        };
        let timed = [Role::Timecode, Role::Frame].into_iter().find_map(|role| {
            self.cells(row, role).iter().find(is_timed).map(|cell| (*cell).clone())
        });
        ground.timecode = timed.map(|cell| held(&cell, cell.text.trim().to_owned()));
        let time = self.cells(row, Role::Time);
        ground.time = time.first().map(|cell| held(cell, cell.text.trim().to_owned()));
        ground.author = self.author_of(row);
        ground.status = self.status_of(row);
        if ground.status.is_none() {
            let remarks = self.cells(row, Role::Remark);
            let stated = remarks.iter().find(|cell| is_only_status(&cell.text));
            ground.status = stated.and_then(|cell| {
                given(&cell.text).map(|status| Held { why: None, ..held(cell, status) })
            });
        }
        ground
    }

    /// The cells of the request, and those that hold it in another language.
    fn texts_of<'r, 'c>(&self, row: &'r Row<'c>) -> (Vec<&'r CellText<'c>>, Vec<&'r CellText<'c>>) {
        let mut requests = self.cells(row, Role::Request);
        let mut others = self.cells(row, Role::Translation);
        if requests.is_empty() && !others.is_empty() {
            requests.push(others.remove(0));
        }
        if requests.is_empty() {
            requests = self.cells(row, Role::Remark);
        }
        if requests.is_empty() {
            requests.extend(self.cells(row, Role::Status).last());
        }
        let first = requests.first().map(|cell| (cell.text.clone(), script_of(&cell.text)));
        let Some((text, script)) = first else { return (requests, others) };
        let mut is_first = true;
        requests.retain(|cell| std::mem::take(&mut is_first) || cell.text != text);
        let is_own = |cell: &&CellText<'_>| {
            let other = script_of(&cell.text);
            other == script || other.is_none() || script.is_none()
        };
        let (requests, foreign) = requests.into_iter().partition(is_own);
        others.extend::<Vec<_>>(foreign);
        (requests, others)
    }

    /// The notes of one cell: one for each item of a list, one for each language otherwise.
    fn request(&mut self, cell: &CellText<'_>, ground: &Ground, out: &mut Vec<Draft>) {
        let text =
            if is_same_mark(&cell.text) { self.request.clone() } else { cell.text.to_string() };
        self.request.clone_from(&text);
        if let Some(struck) = cell.struck.filter(|struck| is_rendered(struck, &text)) {
            let before = out.len();
            self.items(cell, struck, ground, out);
            translate(out.get_mut(before..).unwrap_or_default(), cell, &text);
            return;
        }
        self.items(cell, &text, ground, out);
    }

    /// The notes of the items of a cell; one in two languages is paired here, before its neighbours are looked at.
    fn items(&self, cell: &CellText<'_>, text: &str, ground: &Ground, out: &mut Vec<Draft>) {
        let mut found = Vec::new();
        for item in items(text) {
            let (mark, body) = list_item(&item);
            let mut read = reading_in(body, ground.shot.is_some());
            let mut ground = ground.clone();
            if let Some(shot) = &ground.shot {
                read.shots.clear();
                if !ground.more_shots.is_empty() {
                    read.shots.push(shot.value.clone());
                    read.shots.append(&mut ground.more_shots.clone());
                }
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
            found.extend(made);
        }
        out.extend(pair(found));
    }

    /// The shot of a row, and those listed beside it.
    fn shots_of(&mut self, row: &Row<'_>) -> (Option<Held<Shot>>, Vec<Shot>) {
        let cells = self.cells(row, Role::Shot);
        let mut listed = match cells.first().filter(|cell| !is_same_mark(&cell.text)) {
            Some(cell) => shot_cells(cell),
            None => self.cells(row, Role::Asset).first().map_or_else(Vec::new, |cell| named(cell)),
        };
        let more = listed.split_off(listed.len().min(1));
        let shot = self.shot_of(row, listed.pop());
        let Some(shot) = shot else { return (None, Vec::new()) };
        let scene = self.scene.as_ref().map(|scene| &scene.value);
        let further = |other: Held<Shot>| {
            let mut other =
                scene.map_or_else(|| other.value.clone(), |scene| within(scene, &other.value));
            other.production = other.production.or_else(|| shot.value.production.clone());
            other
        };
        let more = more.into_iter().map(further).collect();
        (Some(shot), more)
    }

    fn shot_of(&mut self, row: &Row<'_>, found: Option<Held<Shot>>) -> Option<Held<Shot>> {
        let production =
            self.cells(row, Role::Episode).first().map(|cell| cell.text.trim().to_owned());
        let production = production.or_else(|| self.named.1.clone());
        if let Some(cell) =
            self.cells(row, Role::Scene).first().filter(|cell| !is_same_mark(&cell.text))
        {
            self.scene = shot_cells(cell).into_iter().next();
        }
        let column = self.columns.values().any(|role| matches!(role, Role::Shot | Role::Asset));
        let cells = self.cells(row, Role::Shot);
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
        // Of several rounds the last one counts.
        let cells = self.cells(row, Role::Status);
        let Some(cell) = cells.last() else { return self.ticked(row) };
        if is_same_mark(&cell.text) {
            return self.status.clone().map(|status| status.with_why("same as above"));
        }
        // `Completed FALSE` of Frame.io only says that nobody ticked the box.
        let status = self.legend.get(&folded(&cell.text)).copied();
        let status = status
            .or_else(|| given(&cell.text))
            .filter(|_| !cell.text.trim().eq_ignore_ascii_case("false"))?;
        self.status = Some(Held { why: None, ..held(cell, status) });
        self.status.clone()
    }
}

/// Whether a text was written over one in another language that may say the same.
fn is_rendered(struck: &str, text: &str) -> bool {
    let scripts = (script_of(struck), script_of(text));
    scripts.0 != scripts.1
        && scripts.0.is_some()
        && scripts.1.is_some()
        && is_alike(weight(struck), weight(text), 3)
}

/// Whether a cell begins a row of sums.
fn is_total(cell: &CellText<'_>) -> bool {
    role_of(&cell.text) == Some(Role::Total)
}

/// Sets a further request of the row under the first.
fn join(out: &mut [Draft], from: usize, cell: &CellText<'_>) {
    for draft in out.iter_mut().skip(from) {
        draft.note.request.push('\n');
        draft.note.request.push_str(cell.text.trim());
    }
}

/// Gives the notes of a row their translation: item by item where both are lists of one length, else the whole to each
/// note of the first item.
fn translate(made: &mut [Draft], cell: &CellText<'_>, text: &str) {
    let parts = items(text);
    let mut requests: Vec<String> = made.iter().map(|draft| draft.note.request.clone()).collect();
    requests.dedup();
    let is_listed = parts.len() > 1 && parts.len() == requests.len();
    for draft in made {
        let at = requests.iter().position(|request| *request == draft.note.request);
        let part = if is_listed { at.and_then(|at| parts.get(at)) } else { None };
        if at == Some(0) || part.is_some() {
            let text = part.map_or(text, |part| list_item(part).1);
            rendered(draft, cell, text.trim());
        }
    }
}

fn rendered(draft: &mut Draft, cell: &CellText<'_>, text: &str) {
    let is_other = script_of(text) != draft.script && script_of(text).is_some();
    if draft.note.translation.is_some() || !is_other {
        return;
    }
    let read = reading_in(text, draft.key.is_some());
    let text = if read.refers() && read.says() { read.body } else { text };
    draft.note.translation = Some(text.to_owned());
    draft.mark(Field::Translation, cell.place, cell.is_merged.then_some("merged cell"));
    if draft.status.is_none() {
        draft.status = said(text).status;
    }
}
