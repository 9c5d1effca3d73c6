//! Notes out of a tree of JSON values: which objects are notes, the tool says; where they stand, this file does.
//!
//! In: the values of an export. Out: one marker a note, with the pointer to its object as place (RFC 6901). What stands
//! around a note (the clip, version or task of which it is) is handed down to it. Never: a string lost because no object
//! turned out to be a note; then all strings are kept, as of any other JSON.

use subtier_model::Place;

use super::json::{Json, push_key};
use super::{ftrack, kitsu, shotgrid, syncsketch};

use subtier_blocks::Writing;
use subtier_blocks::kept_name;
use subtier_blocks::{Block, BlockKind, Fields, Format, SignalKind};

/// Bytes from which on a name is looked at whether it is too long.
const LONG_BYTES: usize = 255;

/// What the objects around a note say of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Around {
    pub(super) asset: Option<String>,
    pub(super) shot: Option<String>,
    pub(super) rate: Option<String>,
}

/// A note as its tool writes it.
#[derive(Debug, Default)]
pub(super) struct Note {
    pub(super) text: String,
    pub(super) author: Option<String>,
    pub(super) time: Option<String>,
    pub(super) frame: Option<i64>,
    pub(super) status: Option<String>,
    pub(super) drawing: Option<String>,
    /// Names of files attached to it.
    pub(super) attachments: Vec<String>,
}

/// How one tool writes its notes.
pub(super) struct Tool {
    /// Whether an object is a note; `key` is the name under which it or its list stands.
    pub(super) is_note: fn(value: &Json, key: &str) -> bool,
    /// What an object says of the notes in it.
    pub(super) around: fn(value: &Json, around: &mut Around),
    /// Reads a note.
    pub(super) note: fn(value: &Json) -> Note,
}

/// Writes the notes of an export, or all its strings where it has none.
pub(super) fn read(value: &Json, format: Format, writing: &mut Writing) {
    let tools = [
        (Format::Kitsu, &kitsu::TOOL),
        (Format::ShotGrid, &shotgrid::TOOL),
        (Format::Ftrack, &ftrack::TOOL),
        (Format::SyncSketch, &syncsketch::TOOL),
    ];
    if let Some((_, tool)) = tools.into_iter().find(|(known, _)| *known == format) {
        let mut walk = Walk { tool, pointer: String::new(), writing };
        walk.value(value, "", &Around::default());
        if !walk.writing.blocks().is_empty() {
            return;
        }
        writing.set_format(Format::Json);
    }
    strings(value, &mut String::new(), writing);
}

/// The name of a person, however the tools write one.
pub(super) fn person(value: Option<&Json>) -> Option<String> {
    let value = value?;
    if let Some(name) = value.text() {
        return Some(name.to_owned());
    }
    if let Some(name) = value.first_text(&["full_name", "name", "display_name"]) {
        return Some(name.to_owned());
    }
    let names = [value.text_at("first_name"), value.text_at("last_name")];
    let full = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    if !full.is_empty() {
        return Some(full);
    }
    value.first_text(&["username", "login", "email"]).map(str::to_owned)
}

/// The names of attached files.
pub(super) fn file_names(list: Option<&Json>) -> Vec<String> {
    list.map_or(&[][..], Json::list)
        .iter()
        .filter_map(|file| file.first_text(&["name", "original_name", "filename", "this_file"]))
        .map(str::to_owned)
        .collect()
}

struct Walk<'a> {
    tool: &'a Tool,
    pointer: String,
    writing: &'a mut Writing,
}

impl Walk<'_> {
    /// The parser has bounded the depth.
    fn value(&mut self, value: &Json, key: &str, around: &Around) {
        if self.writing.is_full() {
            return;
        }
        let pointer_bytes = self.pointer.len();
        for (index, value) in value.list().iter().enumerate() {
            push_key(&mut self.pointer, &index.to_string());
            self.value(value, key, around);
            self.pointer.truncate(pointer_bytes);
        }
        if value.pairs().is_empty() {
            return;
        }
        let mut around = around.clone();
        (self.tool.around)(value, &mut around);
        for known in [&mut around.asset, &mut around.shot, &mut around.rate] {
            if let Some(long) = known.as_ref().filter(|known| known.len() > LONG_BYTES) {
                *known = Some(kept_name(long));
            }
        }
        if (self.tool.is_note)(value, key) {
            self.write((self.tool.note)(value), &around);
        }
        for (key, value) in value.pairs() {
            push_key(&mut self.pointer, key);
            self.value(value, key, &around);
            self.pointer.truncate(pointer_bytes);
        }
    }

    fn write(&mut self, note: Note, around: &Around) {
        let place = place(&self.pointer);
        for name in note.attachments {
            self.writing.signal(SignalKind::Embedded, name, place.clone());
        }
        if let Some(author) = &note.author {
            self.writing.signal(SignalKind::CommentAuthor, author.as_str(), place.clone());
        }
        let fields = Fields {
            asset: around.asset.clone(),
            shot: around.shot.clone(),
            frame: note.frame,
            rate: around.rate.clone(),
            status: note.status,
            drawing: note.drawing,
            ..Fields::default()
        };
        let is_empty = note.text.trim().is_empty()
            && fields.status.is_none()
            && fields.frame.is_none()
            && fields.drawing.is_none();
        if is_empty {
            return;
        }
        let mut block = Block::new(BlockKind::Marker, note.text, place);
        block.author = note.author;
        block.time = note.time;
        block.fields = Some(Box::new(fields));
        self.writing.block(block);
    }
}

/// The place of a pointer.
pub(crate) fn place(pointer: &str) -> Place {
    if pointer.is_empty() { Place::Whole } else { Place::Words(pointer.to_owned()) }
}

fn strings(value: &Json, pointer: &mut String, writing: &mut Writing) {
    if writing.is_full() {
        return;
    }
    if let Some(text) = value.text() {
        writing.text(BlockKind::Paragraph, text, place(pointer));
    }
    let pointer_bytes = pointer.len();
    for (index, value) in value.list().iter().enumerate() {
        push_key(pointer, &index.to_string());
        strings(value, pointer, writing);
        pointer.truncate(pointer_bytes);
    }
    for (key, value) in value.pairs() {
        push_key(pointer, key);
        strings(value, pointer, writing);
        pointer.truncate(pointer_bytes);
    }
}
