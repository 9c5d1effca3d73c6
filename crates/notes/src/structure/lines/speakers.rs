//! Who speaks or signs in running text: heads of messages, `质检：曹敏` above what follows.
//!
//! In: a line. Out: what the reader of lines keeps of it, and whether the line is nothing else. Never: a name out of
//! running text; that is left to `author.rs` and `chat.rs`.

use subtier_model::Place;

use super::super::author::{Speaker, lone_name, sender, signature};
use super::super::chat::lone_time;
use super::super::draft::{Held, reading};
use super::super::names::is_nick;
use super::super::titles::is_title;
use super::Lines;

impl Lines<'_> {
    /// Who speaks from this line on, where it is the head of a message; the rest of the line.
    pub(super) fn speaker<'t>(&mut self, text: &'t str, place: &Place) -> Option<&'t str> {
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
        let alone = || {
            let name = lone_name(text).filter(|_| self.is_chat)?;
            Some(Speaker { name, time: None, rest: "" })
        };
        let found = self.chat.head(text).or_else(alone)?;
        self.speaker.author = Some(held(found.name));
        self.speaker.time = found.time.map(held);
        self.is_chat = true;
        Some(found.rest)
    }

    /// Who signs from this line on; says whether the line is nothing else.
    pub(super) fn signed(&mut self, text: &str, place: &Place) -> bool {
        let held = |value: &str| Held { value: value.to_owned(), place: place.clone(), why: None };
        if let Some(name) = sender(text) {
            self.speaker.author = Some(held(name));
            return true;
        }
        let Some(name) = signature(text) else { return false };
        self.base.author = Some(held(name).with_why("line above"));
        let before = text.split(name).next().unwrap_or_default();
        let before = before.trim_end_matches([':', '：', ' ']);
        let title = before.rsplit_once([' ', '\u{3000}', '-']).map_or("", |(title, _)| title);
        !reading(text).refers() || is_title(title)
    }

    /// Who signs for all that follows.
    pub(in super::super) fn signs(&self) -> Option<&Held<String>> {
        self.base.author.as_ref()
    }
}
