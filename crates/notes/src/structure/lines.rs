//! Running text: headings, lists, chats, and lines that follow each other.
//!
//! In: lines in reading order. Out: drafts. A line is a note when it names a shot, frame or time code and says something,
//! when it stands under a heading or in a file that names its shot, or when it asks for a change. Never: a note out of a
//! line in another language than the one above unless `pair.rs` finds it to be its translation.

mod bare;
mod speakers;

use bare::Bare;
use subtier_model::Place;

use super::around::Around;
use super::author::prefix;
use super::chat::Chat;
use super::clauses::clauses;
use super::draft::{
    Draft, Frames, Ground, HEADING, Held, Reading, Shot, drafts, reading, reading_in,
};
use super::halves::{Script, script_of};
use super::idle::{
    file_with_status, is_contact, is_inventory, is_log, is_progress, is_promise, is_schedule,
    is_summary,
};
use super::lists::status_list;
use super::marks::{Item, is_label, list_item, without_label, without_same_mark};
use super::names::is_nick;
use super::recognised::{Known, mend};
use super::status::{given, is_acknowledgement, said};
use super::titles::{is_title, is_title_of_shot, status_head};
use crate::Status;

/// What a line is read with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) place: &'a Place,
    /// Shots to mend misread codes by; empty where the text was not recognised in a picture.
    pub(super) known: &'a [Known],
    /// A comment is attached to it.
    pub(super) is_anchor: bool,
}

/// Reads lines one after the other.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    around: &'a Around,
    /// What every line begins with.
    base: Ground,
    speaker: Ground,
    heading: Option<Held<Shot>>,
    /// Further shots of the heading.
    heading_more: Vec<Shot>,
    heading_frames: Option<Held<Frames>>,
    heading_timecode: Option<Held<String>>,
    /// The status that a heading gives to what follows, and its word.
    section: Option<(Held<Status>, String)>,
    /// Where the last note stood, its shot and its text.
    last: Option<Last>,
    /// What of the text is a chat.
    chat: Chat,
    /// A time that stands on a line of its own; the name follows.
    lone_time: Option<Held<String>>,
    is_chat: bool,
    stream: usize,
}

#[derive(Debug)]
struct Last {
    place: Place,
    shot: Option<Held<Shot>>,
    text: String,
    script: Option<Script>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(around: &'a Around, base: Ground, stream: usize) -> Self {
        Self {
            around,
            base,
            speaker: Ground::default(),
            heading: None,
            heading_more: Vec::new(),
            heading_frames: None,
            heading_timecode: None,
            section: None,
            last: None,
            chat: Chat::default(),
            lone_time: None,
            is_chat: false,
            stream,
        }
    }

    /// Takes what of the lines is a chat.
    pub(super) fn with_chat(self, chat: Chat) -> Self {
        Self { chat, ..self }
    }

    /// Keeps a line that was struck out as what the next or last one may have been written over.
    pub(super) fn struck(&self, text: &str, place: &Place, out: &mut Vec<Draft>) {
        let (_, text) = list_item(text.trim());
        let read = reading(text);
        if script_of(text).is_none() || is_label(text) {
            return;
        }
        let mut ground = self.base.clone();
        if read.shots.is_empty() {
            let last = || self.last.as_ref().and_then(|last| last.shot.clone());
            ground.shot = self.shot_here(&ground).or_else(last);
        }
        let made = drafts(&read, &ground, place, self.stream);
        out.extend(made.into_iter().map(|mut draft| {
            draft.is_tentative = true;
            draft.is_struck = true;
            draft
        }));
    }

    /// Reads one line.
    pub(super) fn line(&mut self, line: Line<'_>, out: &mut Vec<Draft>) {
        let text = line.text.trim().trim_start_matches(['>', ' ', '＞']);
        if text.is_empty() {
            return;
        }
        let mended = mend(text, line.known);
        let text = mended.as_deref().unwrap_or(text);
        if is_log(text) || is_contact(text) {
            return;
        }
        let text = match self.speaker(text, line.place) {
            Some(rest) => {
                self.heading = None;
                rest
            }
            None => text,
        };
        let (item, text) = list_item(text);
        if text.is_empty() || is_acknowledgement(text) {
            return;
        }
        if is_label(text) {
            self.heading = None;
            self.section = None;
            return;
        }
        if self.signed(text, line.place) {
            return;
        }
        if let Some(quoted) = quoted(text) {
            let held = |value| Held { value, place: line.place.clone(), why: Some(HEADING) };
            self.heading = reading(quoted).shots.into_iter().next().map(held);
            return;
        }
        let before = out.len();
        for clause in clauses(text) {
            self.read(clause, item, &line, out);
        }
        for draft in out.iter_mut().skip(before) {
            draft.number = item.number();
        }
        self.remember(out.get(before..).unwrap_or_default(), line.place);
    }

    fn remember(&mut self, made: &[Draft], place: &Place) {
        let Some(draft) = made.last() else { return };
        let shot = draft.note.shot.clone().zip(draft.key.clone()).map(|(text, key)| Held {
            value: Shot { text, key, production: draft.note.production.clone() },
            place: place.clone(),
            why: None,
        });
        if draft.is_tentative {
            if let Some(last) = &mut self.last {
                last.place = place.clone();
            }
            return;
        }
        self.last = Some(Last {
            place: place.clone(),
            shot,
            text: draft.note.request.clone(),
            script: draft.script,
        });
    }

    fn ground(&self) -> Ground {
        let mut ground = self.base.clone();
        if self.speaker.author.is_some() {
            ground.author.clone_from(&self.speaker.author);
            ground.time.clone_from(&self.speaker.time);
        }
        if ground.status.is_none() {
            ground.status = self.section.as_ref().map(|(status, _)| status.clone());
        }
        ground
    }

    fn read(&mut self, text: &str, item: Item, line: &Line<'_>, out: &mut Vec<Draft>) {
        let place = line.place;
        let mut ground = self.ground();
        let mut text = without_label(text);
        if let Some(speaker) = prefix(text) {
            ground.author =
                Some(Held { value: speaker.name.to_owned(), place: place.clone(), why: None });
            text = speaker.rest;
        }
        if let Some((status, rest)) = ticked(text) {
            ground.status = Some(Held { value: status, place: place.clone(), why: None });
            text = rest;
        }
        let (is_repeated, text) = without_same_mark(text);
        if is_repeated {
            self.repeat(text, ground, place, out);
            return;
        }
        if let Some(list) = status_list(text) {
            ground.status = Some(Held { value: list.status, place: place.clone(), why: None });
            for item in list.items {
                let made = drafts(&reading(item), &ground, place, self.stream);
                out.extend(made.into_iter().map(|draft| worded(draft, &list.word)));
            }
            return;
        }
        if let Some((name, status)) = file_with_status(text) {
            ground.status = Some(Held { value: status, place: place.clone(), why: None });
            out.extend(drafts(&reading(name), &ground, place, self.stream));
            return;
        }
        let mut read = reading(text);
        if read.shots.is_empty() && self.shot_here(&ground).is_some() {
            read = reading_in(text, true);
        }
        if is_schedule(text) || is_promise(text) || is_summary(text) {
            return;
        }
        if !read.shots.is_empty() {
            self.with_shot(&read, &ground, place, out);
        } else if read.refers() {
            self.with_frames(&read, ground, place, out);
        } else if !self.is_section(text, place) {
            let is_item = item != Item::None;
            let bare = Bare { read: &read, text, is_item, is_anchor: line.is_anchor, place };
            self.bare(&bare, ground, out);
        }
    }

    fn with_shot(
        &mut self,
        read: &Reading<'_>,
        ground: &Ground,
        place: &Place,
        out: &mut Vec<Draft>,
    ) {
        let held =
            |shot: &Shot| Held { value: shot.clone(), place: place.clone(), why: Some(HEADING) };
        if is_inventory(read.body)
            || is_progress(read.body)
            || (is_acknowledgement(read.body) && said(read.body).status.is_none())
        {
            return;
        }
        let (mut ground, mut body) = (ground.clone(), read.body);
        if let Some((status, rest)) = ticked(read.body) {
            ground.status = Some(Held { value: status, place: place.clone(), why: None });
            body = rest;
        }
        let read = &Reading { body, ..read.clone() };
        let ground = &ground;
        let n_colons = read.body.matches([':', '：', ',', '，']).count();
        let heads = read.body.ends_with([':', '：']) && n_colons == 1;
        if read.says() && !heads && !is_title_of_shot(read.body) {
            if let (true, rest) = without_same_mark(read.body) {
                let above = self.last.as_ref().map(|last| last.text.clone()).unwrap_or_default();
                let body = if rest.is_empty() { above.as_str() } else { rest };
                let whole = Reading { body, time: None, ..read.clone() };
                out.extend(drafts(&whole, ground, place, self.stream));
            } else {
                out.extend(drafts(read, ground, place, self.stream));
            }
            self.heading = None;
            self.heading_frames = None;
            self.heading_timecode = None;
            return;
        }
        if let Some((_, word)) = &self.section {
            let made = drafts(read, ground, place, self.stream);
            out.extend(made.into_iter().map(|draft| worded(draft, word)));
        }
        self.heading = read.shots.first().map(held);
        self.heading_more = read.shots.iter().skip(1).cloned().collect();
        let why = Some(HEADING);
        self.heading_frames = read.frames.map(|value| Held { value, place: place.clone(), why });
        self.heading_timecode =
            read.timecode.clone().map(|value| Held { value, place: place.clone(), why });
    }

    /// The shot that holds where a line names none.
    fn shot_here(&self, ground: &Ground) -> Option<Held<Shot>> {
        let heading = self.heading.clone().or_else(|| ground.shot.clone());
        heading.or_else(|| self.around.shot.clone())
    }

    fn with_frames(
        &mut self,
        read: &Reading<'_>,
        mut ground: Ground,
        place: &Place,
        out: &mut Vec<Draft>,
    ) {
        ground.shot = self.shot_here(&ground);
        if self.heading.is_some() {
            ground.more_shots.clone_from(&self.heading_more);
        }
        if read.says() {
            out.extend(drafts(read, &ground, place, self.stream));
        } else if ground.shot.is_some() {
            self.heading_frames = read.frames.map(|frames| Held {
                value: frames,
                place: place.clone(),
                why: Some(HEADING),
            });
        }
    }

    /// `通过：`, `返修镜头:`, `【승인】` – the status of what follows; another heading ends it.
    fn is_section(&mut self, text: &str, place: &Place) -> bool {
        let is_marked = text.ends_with([':', '：'])
            || (text.starts_with(['[', '【', '<', '〈', '■', '='])
                && text.ends_with([']', '】', '>', '〉', '=']));
        if !is_marked {
            return false;
        }
        let status = status_head(text).map(|(word, value)| {
            let held = Held { value, place: place.clone(), why: Some(HEADING) };
            (held, word)
        });
        if status.is_none() && !text.ends_with([':', '：']) && !is_title(text) {
            return false;
        }
        self.section = status;
        self.heading = None;
        true
    }

    fn repeat(&mut self, text: &str, mut ground: Ground, place: &Place, out: &mut Vec<Draft>) {
        let Some(last) = &self.last else { return };
        ground.shot = last.shot.clone().map(|shot| shot.with_why("same as above"));
        let read = reading(text);
        if read.says() {
            out.extend(drafts(&read, &ground, place, self.stream));
        }
    }
}

/// What a message answers, which a chat sets above it: `「张导：SC018 手太大」`.
fn quoted(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('「')?.strip_suffix('」')?;
    let (name, said) = inner.split_once([':', '：'])?;
    is_nick(name.trim()).then_some(said)
}

/// The status of a tick or cross before a text, and the text: `✗ 手太短`.
fn ticked(text: &str) -> Option<(Status, &str)> {
    let sign = text.chars().next().filter(|sign| "✗✘×✓✔√☑✅❌".contains(*sign))?;
    let rest = text.strip_prefix(sign)?.trim_start_matches(['\u{FE0F}', ' ']);
    let status = given(text.strip_suffix(rest)?.trim())?;
    rest.chars().any(char::is_alphanumeric).then_some((status, rest))
}

/// A draft whose only words are those of the list that it stands in.
fn worded(mut draft: Draft, word: &str) -> Draft {
    if draft.note.request.is_empty() {
        word.clone_into(&mut draft.note.request);
    }
    draft
}
