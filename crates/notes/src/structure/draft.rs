//! A note in the making, and how one line of text becomes one.
//!
//! In: a line and what holds where it stands (shot of the heading, sheet, row; author; status). Out: drafts, one for each
//! shot named and each pair of halves. Never: a decision over several lines; that is `pair.rs`.

use subtier_model::Place;

use super::author::{prefix, without_address};
use super::halves::{Script, halves, pairs_of, script_of};
use super::headers::{Role, role_of};
use super::listing::{is_compared, is_list};
use super::reference::{Key, Reference, What, scan_in};
use super::remainder::body;
use super::status::{said, stated};
use super::view::View;
use crate::{Field, FieldPlace, Note, Status};

/// Notes kept of one document; a sheet of a whole series has some ten thousand.
pub(super) const NOTES_MAX: usize = 200_000;

/// Why a field holds that stands in a line above which is nothing else.
pub(super) const HEADING: &str = "heading above";

/// Shots that one line may name for the same request.
const SHOTS_OF_LINE_MAX: usize = 50;

/// A value that holds for a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held<T> {
    pub(super) value: T,
    pub(super) place: Place,
    /// Why it holds where it does not stand.
    pub(super) why: Option<&'static str>,
}

impl<T> Held<T> {
    pub(super) fn with_why(self, why: &'static str) -> Self {
        Self { why: Some(why), ..self }
    }
}

/// A shot as written, with its key and what stands before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shot {
    pub(super) text: String,
    pub(super) key: Key,
    pub(super) production: Option<String>,
}

/// First and last frame.
pub(super) type Frames = (i64, Option<i64>);

/// What holds where a line stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Ground {
    pub(super) shot: Option<Held<Shot>>,
    /// Further shots of a list; each makes a note of its own.
    pub(super) more_shots: Vec<Shot>,
    pub(super) frames: Option<Held<Frames>>,
    /// Further frames of a list; each makes a note of its own.
    pub(super) more_frames: Vec<Frames>,
    pub(super) timecode: Option<Held<String>>,
    pub(super) author: Option<Held<String>>,
    pub(super) time: Option<Held<String>>,
    pub(super) status: Option<Held<Status>>,
}

/// A note in the making.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) note: Note,
    pub(super) key: Option<Key>,
    /// The shot stands with the note itself.
    pub(super) owns_shot: bool,
    pub(super) status: Option<Status>,
    pub(super) script: Option<Script>,
    /// Its number in a list.
    pub(super) number: Option<i64>,
    /// Which table, comment list or run of lines it is of.
    pub(super) stream: usize,
    /// Counts only as a translation of another.
    pub(super) is_tentative: bool,
    /// Was struck out while changes were tracked; counts only as what its translation was written over.
    pub(super) is_struck: bool,
}

/// What one line refers to.
#[derive(Debug, Default, Clone)]
pub(super) struct Reading<'a> {
    pub(super) shots: Vec<Shot>,
    pub(super) production: Option<String>,
    pub(super) frames: Option<Frames>,
    /// Further frames listed beside the first.
    pub(super) more_frames: Vec<Frames>,
    pub(super) timecode: Option<String>,
    pub(super) time: Option<String>,
    /// The text without the references at its head.
    pub(super) body: &'a str,
}

impl Reading<'_> {
    /// Whether the text names a shot, frame or time code.
    pub(super) fn refers(&self) -> bool {
        !self.shots.is_empty() || self.frames.is_some() || self.timecode.is_some()
    }

    /// Whether something besides references is said.
    pub(super) fn says(&self) -> bool {
        self.body.chars().any(char::is_alphanumeric)
            || self.body.contains(['○', '◎', '◯', '×', '〇', '√', '✓', '✔', '☑', '✅', '❌'])
    }
}

/// Reads one line.
pub(super) fn reading(text: &str) -> Reading<'_> {
    reading_in(text, false)
}

/// Reads one line of which it is known whether a shot holds for it from elsewhere: behind a shot `f8` is a frame.
pub(super) fn reading_in(text: &str, has_shot: bool) -> Reading<'_> {
    let view = View::of(text);
    let found = scan_in(&view, has_shot);
    let mut read = Reading { body: body(&view, &found), ..Reading::default() };
    let lead = found.references.get(..found.lead).unwrap_or_default();
    let shots = shots_of(&view, lead);
    let shots = if shots.is_empty() { shots_of(&view, &found.references) } else { shots };
    let production =
        shots.first().and_then(|first| production_before(&view, &found.references, first.from));
    let alone = || found.references.iter().find(|found| found.what == What::Production);
    read.production =
        production.or_else(|| alone().map(|found| view.written(found.from, found.to).to_owned()));
    for shot in shots {
        let (What::Shot(key) | What::Scene(key)) = &shot.what else { continue };
        let text = view.written(shot.from, shot.to).trim().to_owned();
        read.shots.push(Shot { text, key: key.clone(), production: read.production.clone() });
    }
    let place = |is_it: fn(&What) -> bool| {
        let first = lead.iter().find(|found| is_it(&found.what));
        first.or_else(|| found.references.iter().find(|found| is_it(&found.what)))
    };
    if let Some(first) = place(|what| matches!(what, What::Frames { .. })) {
        let mut listed = listed_from(&view, &found.references, first).into_iter();
        read.frames = listed.next();
        read.more_frames = listed.collect();
    }
    read.timecode = place(|what| matches!(what, What::Timecode))
        .map(|found| view.written(found.from, found.to).to_owned());
    read.time = lead
        .iter()
        .find(|found| matches!(found.what, What::Time))
        .map(|found| view.written(found.from, found.to).to_owned());
    read
}

/// The frames listed from one reference on.
fn listed_from(view: &View<'_>, references: &[Reference], first: &Reference) -> Vec<Frames> {
    let mut found = Vec::new();
    let mut before: Option<&Reference> = None;
    for next in references.iter().skip_while(|next| next.from < first.from) {
        let What::Frames { first, last } = next.what else { break };
        if before.is_some_and(|before| !is_list(view, before, next)) {
            break;
        }
        if !found.contains(&(first, last)) {
            found.push((first, last));
        }
        before = Some(next);
    }
    found
}

/// The first shot of some references with those listed beside it; shots only compared with are passed over.
fn shots_of<'r>(view: &View<'_>, references: &'r [Reference]) -> Vec<&'r Reference> {
    let mut found: Vec<&Reference> = Vec::new();
    let mut last: Option<&Reference> = None;
    for reference in references {
        if matches!(reference.what, What::Shot(_) | What::Scene(_)) {
            let is_next = last.is_some_and(|last| is_list(view, last, reference));
            let is_first = found.is_empty() && !is_compared(view, reference);
            if (is_first || (!found.is_empty() && is_next)) && found.len() < SHOTS_OF_LINE_MAX {
                found.push(reference);
            }
        }
        last = Some(reference);
    }
    found
}

/// The production written directly before a shot, joined where it has two parts.
fn production_before(view: &View<'_>, references: &[Reference], shot: usize) -> Option<String> {
    let before: Vec<&Reference> = references
        .iter()
        .take_while(|found| found.from < shot)
        .filter(|found| found.what == What::Production)
        .collect();
    let (first, last) = (before.first()?, before.last()?);
    Some(view.written(first.from, last.to).trim().to_owned())
}

/// Makes the drafts of one line that is known to be a note.
pub(super) fn drafts(
    read: &Reading<'_>,
    ground: &Ground,
    place: &Place,
    stream: usize,
) -> Vec<Draft> {
    let mut ground = ground.clone();
    let mut body = without_address(read.body);
    if let Some(speaker) = prefix(body) {
        ground.author =
            Some(Held { value: speaker.name.to_owned(), place: place.clone(), why: None });
        body = speaker.rest;
    }
    let body = without_closer(without_heading(body));
    let parts = halves(body);
    let more = if read.frames.is_some() { &read.more_frames } else { &ground.more_frames };
    let held = ground.shot.iter().map(|held| &held.value).chain(&ground.more_shots);
    let owned: Vec<Option<&Shot>> = match (read.shots.is_empty(), ground.more_shots.is_empty()) {
        (true, true) => vec![None],
        (true, false) => held.map(Some).collect(),
        (false, _) => read.shots.iter().map(Some).collect(),
    };
    let mut found = Vec::new();
    for shot in owned {
        for pair in pairs_of(&parts) {
            let mut draft = blank(place, stream);
            set_text(&mut draft, pair, read, place);
            set_ground(&mut draft, shot, read, &ground);
            let again = more.iter().map(|(first, last)| {
                let mut again = draft.clone();
                again.note.frame = Some(*first);
                again.note.frame_out = *last;
                again
            });
            let again: Vec<Draft> = again.collect();
            found.push(draft);
            found.extend(again);
        }
    }
    found
}

/// Takes a closing bracket off whose opening one stood among the references: `SC011（f8 漏色）`.
fn without_closer(body: &str) -> &str {
    let trimmed = body.trim_end_matches([')', '）', ']', '】']);
    if trimmed.contains(['(', '（', '[', '【']) { body } else { trimmed.trim_end() }
}

/// Takes off what only says that a request follows: `导演意见：`.
fn without_heading(body: &str) -> &str {
    match body.split_once([':', '：']) {
        Some((head, rest))
            if role_of(head) == Some(Role::Request)
                && said(head).status.is_none()
                && rest.chars().any(char::is_alphanumeric) =>
        {
            rest.trim_start()
        }
        _ => body,
    }
}

fn blank(place: &Place, stream: usize) -> Draft {
    let note = Note {
        shot: None,
        production: None,
        frame: None,
        frame_out: None,
        timecode: None,
        author: None,
        time: None,
        lang: None,
        request: String::new(),
        translation: None,
        translation_lang: None,
        status: Status::Open,
        place: place.clone(),
        places: Vec::new(),
    };
    Draft {
        note,
        key: None,
        owns_shot: false,
        status: None,
        script: None,
        number: None,
        stream,
        is_tentative: false,
        is_struck: false,
    }
}

impl Draft {
    /// Says where a field was read.
    pub(super) fn mark(&mut self, field: Field, place: &Place, why: Option<&str>) {
        self.note.places.push(FieldPlace {
            field,
            place: place.clone(),
            inherited: why.map(str::to_owned),
        });
    }
}

fn set_text(draft: &mut Draft, pair: (&str, Option<&str>), read: &Reading<'_>, place: &Place) {
    let (request, translation) = pair;
    without_lead(request, read).clone_into(&mut draft.note.request);
    draft.script = script_of(&draft.note.request);
    if !draft.note.request.is_empty() {
        draft.mark(Field::Request, place, None);
    }
    if let Some(translation) =
        translation.map(|text| without_lead(text, read)).filter(|text| !text.is_empty())
    {
        draft.note.translation = Some(translation.to_owned());
        draft.mark(Field::Translation, place, None);
    }
    draft.status = stated(request).or_else(|| translation.and_then(stated));
}

/// A half without the references at its own head, where they repeat those of the line.
fn without_lead<'a>(half: &'a str, read: &Reading<'_>) -> &'a str {
    let inner = reading(half);
    let is_same = inner.frames.is_none_or(|frames| read.frames == Some(frames))
        && inner.shots.iter().all(|shot| read.shots.iter().any(|own| own.key == shot.key));
    if inner.refers() && is_same && inner.says() { inner.body } else { half.trim() }
}

fn set_ground(draft: &mut Draft, shot: Option<&Shot>, read: &Reading<'_>, ground: &Ground) {
    let place = draft.note.place.clone();
    match (shot, &ground.shot) {
        (Some(shot), held) => {
            let from_ground = held.as_ref().filter(|held| held.value.key == shot.key);
            draft.note.shot = Some(shot.text.clone());
            draft.key = Some(shot.key.clone());
            draft.owns_shot = true;
            draft.note.production.clone_from(&shot.production);
            if draft.note.production.is_none() {
                draft.note.production = from_ground.and_then(|held| held.value.production.clone());
            }
            let is_listed = read.shots.is_empty() || ground.more_shots.contains(shot);
            let held = held.as_ref().filter(|held| is_listed || held.value == *shot);
            let (place, why) = held.map_or((&place, None), |held| (&held.place, held.why));
            draft.mark(Field::Shot, place, why);
        }
        (None, Some(held)) => {
            draft.note.shot = Some(held.value.text.clone());
            draft.key = Some(held.value.key.clone());
            draft.owns_shot = matches!(held.why, None | Some(HEADING));
            draft.note.production.clone_from(&held.value.production);
            draft.mark(Field::Shot, &held.place, held.why);
        }
        (None, None) => draft.note.production.clone_from(&read.production),
    }
    let own = |value| Held { value, place: place.clone(), why: None };
    if let Some(frames) = read.frames.map(own).or_else(|| ground.frames.clone()) {
        draft.note.frame = Some(frames.value.0);
        draft.note.frame_out = frames.value.1;
        draft.mark(Field::Frame, &frames.place, frames.why);
    }
    set_rest(draft, read, ground, &place);
}

fn set_rest(draft: &mut Draft, read: &Reading<'_>, ground: &Ground, place: &Place) {
    let own = |value: &String| Held { value: value.clone(), place: place.clone(), why: None };
    if let Some(timecode) = read.timecode.as_ref().map(own).or_else(|| ground.timecode.clone()) {
        draft.mark(Field::Timecode, &timecode.place, timecode.why);
        draft.note.timecode = Some(timecode.value);
    }
    if let Some(author) = ground.author.clone() {
        draft.mark(Field::Author, &author.place, author.why);
        draft.note.author = Some(author.value);
    }
    if let Some(time) = ground.time.clone().or_else(|| read.time.as_ref().map(own)) {
        draft.mark(Field::Time, &time.place, time.why);
        draft.note.time = Some(time.value);
    }
    if let Some(status) =
        ground.status.as_ref().filter(|held| held.why.is_none() || draft.status.is_none())
    {
        draft.status = Some(status.value);
        draft.mark(Field::Status, &status.place.clone(), status.why);
    } else if draft.status.is_some() {
        draft.mark(Field::Status, place, None);
    }
}
