//! Notes as structure: which request, for which shot and frames, by whom, in which state, and its translation.
//!
//! In: a document as it was read, the names around it, shots that are known. Out: its notes in order, every field with
//! its place. Never: a shot or frame out of a date, version, size or count; a pair over two shots; more than a bounded
//! number of notes, and one pass over the text whatever it holds.

mod accounts;
mod around;
mod attached;
mod author;
mod cells;
mod chat;
mod clauses;
mod clock;
mod code;
mod columns;
mod commented;
mod draft;
mod evidence;
mod fitting;
mod frame_words;
mod frames;
mod halves;
mod headers;
mod idle;
mod legend;
mod lines;
mod listing;
mod lists;
mod marks;
mod names;
mod pair;
mod plain;
mod recognised;
mod reference;
mod remainder;
mod sheet;
mod spaced;
mod spoken;
mod status;
mod stream;
mod table;
mod titles;
mod view;

use subtier_blocks::Document;

use crate::{Field, FieldPlace, Note, Status};
use around::Around;
use draft::Draft;
use subtier_language::language_of;

/// What stands around a document.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// Its path with `/` between folders, the file's name last.
    pub path: &'a str,
    /// Shots known from elsewhere, to mend what recognition misread; may be empty.
    pub known_shots: &'a [String],
}

/// Finds the notes of a document.
pub fn notes(document: &Document, around: Surroundings<'_>) -> Vec<Note> {
    let names = Around::of(around.path);
    let drafts = stream::drafts(document, &names, &recognised::known(around.known_shots));
    pair::pair(drafts).into_iter().map(|draft| finished(draft, &names)).collect()
}

/// A draft with its languages, its status and what the names around it add.
fn finished(draft: Draft, names: &Around) -> Note {
    let mut note = draft.note;
    note.lang = language_of(&note.request);
    note.translation_lang = note.translation.as_deref().and_then(language_of);
    // Two texts in one language are one request in two parts.
    if note.lang.is_some() && note.lang == note.translation_lang {
        if let Some(more) = note.translation.take() {
            note.request.push('\n');
            note.request.push_str(&more);
        }
        note.translation_lang = None;
    }
    if note.production.is_none()
        && let Some(production) = &names.production
    {
        note.production = Some(production.value.clone());
        note.places.push(FieldPlace {
            field: Field::Production,
            place: production.place.clone(),
            inherited: production.why.map(str::to_owned),
        });
    }
    note.status = draft.status.unwrap_or(Status::Open);
    if let Some(status) = names.status.as_ref().filter(|_| draft.status.is_none()) {
        note.status = status.value;
        note.places.push(FieldPlace {
            field: Field::Status,
            place: status.place.clone(),
            inherited: status.why.map(str::to_owned),
        });
    }
    note.places.sort_by_key(|place| place.field);
    note
}
