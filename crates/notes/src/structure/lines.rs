//! Running text: headings, lists, chats, and lines that follow each other.
//!
//! In: lines in reading order. Out: drafts. A line is a note when it names a shot, frame or time code and says something,
//! when it stands under a heading or in a file that names its shot, or when it asks for a change. Never: a note out of a
//! line in another language than the one above unless `pair.rs` finds it to be its translation.

use std::collections::BTreeSet;

use subtier_model::Place;

use super::around::Around;
use super::author::{
    Speaker, chat_head, is_nick, lone_name, lone_time, prefix, sender, signature, time_and_nick,
};
use super::draft::{Draft, Frames, Ground, Held, Reading, Shot, drafts, reading};
use super::halves::{Script, script_of, words};
use super::idle::{file_with_status, is_inventory, is_log};
use super::marks::{Item, LABEL_COLONS, is_label, list_item, without_label, without_same_mark};
use super::recognised::{Known, mend};
use super::status::{is_acknowledgement, said};
use crate::Status;

/// Signs of a line that may be a note without naming a shot itself; longer ones are prose.
const BARE_SIGNS_MAX: usize = 200;

/// What a line is read with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) place: &'a Place,
    /// Shots to mend misread codes by; empty where the text was not recognised in a picture.
    pub(super) known: &'a [Known],
}

/// A line that names nothing.
struct Bare<'a> {
    read: &'a Reading<'a>,
    text: &'a str,
    is_item: bool,
    place: &'a Place,
}

/// Reads lines one after the other.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    around: &'a Around,
    /// What every line begins with.
    base: Ground,
    speaker: Ground,
    heading: Option<Held<Shot>>,
    heading_frames: Option<Held<Frames>>,
    heading_timecode: Option<Held<String>>,
    section: Option<Held<Status>>,
    /// Where the last note stood, its shot and its text.
    last: Option<Last>,
    /// Names that come back beside a time: nicknames of a chat.
    nicks: BTreeSet<String>,
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
            heading_frames: None,
            heading_timecode: None,
            section: None,
            last: None,
            nicks: BTreeSet::new(),
            lone_time: None,
            is_chat: false,
            stream,
        }
    }

    /// Takes the nicknames of the chat that the lines may be.
    pub(super) fn with_nicks(self, nicks: BTreeSet<String>) -> Self {
        Self { nicks, ..self }
    }

    /// Who speaks from this line on, where it is the head of a message; the rest of the line.
    fn speaker<'t>(&mut self, text: &'t str, place: &Place) -> Option<&'t str> {
        let held = |value: &str| Held { value: value.to_owned(), place: place.clone(), why: None };
        if let Some(time) = self.lone_time.take().filter(|_| is_nick(text)) {
            self.speaker.author = Some(held(text));
            self.speaker.time = Some(time);
            self.is_chat = true;
            return Some("");
        }
        if let Some(time) = lone_time(text) {
            self.lone_time = Some(held(time));
            return Some("");
        }
        let nick = || {
            time_and_nick(text)
                .filter(|(found, is_sure)| *is_sure || self.nicks.contains(found.name))
                .map(|(found, _)| found)
        };
        let alone = || {
            let name = lone_name(text).filter(|_| self.is_chat)?;
            Some(Speaker { name, time: None, rest: "" })
        };
        let found = nick().or_else(|| chat_head(text)).or_else(alone)?;
        self.speaker.author = Some(held(found.name));
        self.speaker.time = found.time.map(held);
        self.is_chat = true;
        Some(found.rest)
    }

    /// Who signs from this line on; says whether the line is nothing else.
    fn signed(&mut self, text: &str, place: &Place) -> bool {
        let held = |value: &str| Held { value: value.to_owned(), place: place.clone(), why: None };
        if let Some(name) = sender(text) {
            self.speaker.author = Some(held(name));
            return true;
        }
        let Some(name) = signature(text) else { return false };
        self.base.author = Some(held(name).with_why("line above"));
        !reading(text).refers()
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
        if is_log(text) {
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
        let before = out.len();
        self.read(text, item, line.place, out);
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
            ground.status.clone_from(&self.section);
        }
        ground
    }

    fn read(&mut self, text: &str, item: Item, place: &Place, out: &mut Vec<Draft>) {
        let mut ground = self.ground();
        let mut text = without_label(text);
        if let Some(speaker) = prefix(text) {
            ground.author =
                Some(Held { value: speaker.name.to_owned(), place: place.clone(), why: None });
            text = speaker.rest;
        }
        let (is_repeated, text) = without_same_mark(text);
        if is_repeated {
            self.repeat(text, ground, place, out);
            return;
        }
        if let Some((status, items)) = status_list(text) {
            ground.status = Some(Held { value: status, place: place.clone(), why: None });
            for item in items {
                out.extend(drafts(&reading(item), &ground, place, self.stream));
            }
            return;
        }
        if let Some((name, status)) = file_with_status(text) {
            ground.status = Some(Held { value: status, place: place.clone(), why: None });
            out.extend(drafts(&reading(name), &ground, place, self.stream));
            return;
        }
        let read = reading(text);
        if !read.shots.is_empty() {
            self.with_shot(&read, &ground, place, out);
        } else if read.refers() {
            self.with_frames(&read, ground, place, out);
        } else if !self.is_section(text, place) {
            self.bare(&Bare { read: &read, text, is_item: item != Item::None, place }, ground, out);
        }
    }

    fn with_shot(
        &mut self,
        read: &Reading<'_>,
        ground: &Ground,
        place: &Place,
        out: &mut Vec<Draft>,
    ) {
        let held = |shot: &Shot| Held {
            value: shot.clone(),
            place: place.clone(),
            why: Some("heading above"),
        };
        if is_inventory(read.body)
            || (is_acknowledgement(read.body) && said(read.body).status.is_none())
        {
            return;
        }
        if read.says() && !is_title(read.body) {
            if let Some((true, rest)) = Some(without_same_mark(read.body)) {
                let above = self.last.as_ref().map(|last| last.text.clone()).unwrap_or_default();
                let body = if rest.is_empty() { above.as_str() } else { rest };
                let whole = Reading {
                    body,
                    shots: read.shots.clone(),
                    production: read.production.clone(),
                    frames: read.frames,
                    more_frames: read.more_frames.clone(),
                    timecode: read.timecode.clone(),
                    time: None,
                };
                out.extend(drafts(&whole, ground, place, self.stream));
            } else {
                out.extend(drafts(read, ground, place, self.stream));
            }
            self.heading = None;
            self.heading_frames = None;
            self.heading_timecode = None;
            return;
        }
        if self.section.is_some() {
            out.extend(drafts(read, ground, place, self.stream));
        }
        self.heading = read.shots.first().map(held);
        let why = Some("heading above");
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
        if read.says() {
            out.extend(drafts(read, &ground, place, self.stream));
        } else if ground.shot.is_some() {
            self.heading_frames = read.frames.map(|frames| Held {
                value: frames,
                place: place.clone(),
                why: Some("heading above"),
            });
        }
    }

    /// `通过：`, `返修镜头:` – the status of what follows; `中文：` – nothing.
    fn is_section(&mut self, text: &str, place: &Place) -> bool {
        let Some(head) = text.strip_suffix([':', '：']) else { return false };
        if head.chars().count() > 14 {
            return false;
        }
        self.section = said(head).status.map(|value| Held {
            value,
            place: place.clone(),
            why: Some("heading above"),
        });
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

    /// A line that names nothing.
    fn bare(&mut self, line: &Bare<'_>, mut ground: Ground, out: &mut Vec<Draft>) {
        let Bare { read, text, is_item, place } = *line;
        let script = script_of(text);
        let is_ask = said(text).is_ask;
        let is_thin = script == Some(Script::Latin) && words(text) < 2;
        let has_words = (script.is_some() && !is_thin) || said(text).status.is_some();
        if text.chars().count() > BARE_SIGNS_MAX || !has_words || read.time.is_some() {
            return;
        }
        if let Some(shot) = self.shot_here(&ground) {
            ground.shot = Some(shot);
            ground.frames = self.heading_frames.clone().or(ground.frames);
            ground.timecode = self.heading_timecode.clone().or(ground.timecode);
            out.extend(drafts(read, &ground, place, self.stream));
            return;
        }
        let near = self.last.as_ref().filter(|last| is_next(&last.place, place));
        let is_other = near
            .is_some_and(|last| script.is_some() && last.script.is_some() && last.script != script);
        if !(is_other || is_ask && (near.is_some() || is_item || self.around.is_about_notes)) {
            return;
        }
        ground.shot =
            near.and_then(|last| last.shot.clone()).map(|shot| shot.with_why("line above"));
        let mut made = drafts(read, &ground, place, self.stream);
        for draft in &mut made {
            draft.is_tentative = is_other && !is_ask;
        }
        out.extend(made);
    }
}

/// `返修镜头：SC005、SC009` – a status and the shots that have it; what is said of one shot may stand in brackets behind it.
fn status_list(text: &str) -> Option<(Status, Vec<&str>)> {
    let (head, list) = text.split_once(LABEL_COLONS)?;
    if head.chars().count() > 10 || list.trim().is_empty() || reading(head).refers() {
        return None;
    }
    let status = said(head).status?;
    let read = reading(list);
    if !read.shots.is_empty() && !read.says() {
        return Some((status, vec![list]));
    }
    let items = items_of(list);
    let is_item = |item: &&str| {
        let read = reading(item);
        let words = item.find(['(', '（']).unwrap_or(item.len());
        !read.shots.is_empty() && item.get(..words).is_some_and(|head| !reading(head).says())
    };
    (items.len() <= LIST_ITEMS_MAX && items.iter().all(is_item)).then_some((status, items))
}

/// Shots of one list with a status.
const LIST_ITEMS_MAX: usize = 200;

/// The items of a list, cut where no bracket is open.
fn items_of(list: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut depth, mut from) = (0_usize, 0);
    for (at, sign) in list.char_indices() {
        match sign {
            '(' | '（' => depth = depth.saturating_add(1),
            ')' | '）' => depth = depth.saturating_sub(1),
            '、' | ',' | '，' | ';' | '；' if depth == 0 => {
                found.extend(list.get(from..at));
                from = at + sign.len_utf8();
            }
            _ => {}
        }
    }
    found.extend(list.get(from..));
    found.into_iter().map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// Whether what follows a shot only says what the text below is.
fn is_title(text: &str) -> bool {
    const TITLES: &[&str] = &[
        "说明",
        "意见",
        "记录",
        "列表",
        "清单",
        "修改表",
        "返修表",
        "一览",
        "分镜",
        "目录",
        "의견",
        "노트",
        "목록",
        "설명",
        "수정표",
        "一覧",
        "リスト",
        "メモ",
        "notes",
        "list",
        "storyboard",
    ];
    let text = text.trim_end_matches([':', '：']).to_lowercase();
    text.chars().count() <= 12 && TITLES.iter().any(|title| text.ends_with(title))
}

/// Whether two places follow each other directly.
fn is_next(last: &Place, place: &Place) -> bool {
    match (last, place) {
        (Place::Line(last), Place::Line(next)) => next.saturating_sub(*last) <= 2,
        (Place::Paragraph { part, number }, Place::Paragraph { part: next_part, number: next }) => {
            part == next_part && next.saturating_sub(*number) <= 2
        }
        _ => true,
    }
}
