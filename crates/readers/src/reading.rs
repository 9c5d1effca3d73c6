//! One document read as a whole: its text, notes, signals and norm. Runs in the child process that reads.
//!
//! In: a document as its reader gave it, and what is known of it. Out: a `Reading`, as long as one may be. Never: a text or note left
//! out without a word.

use subtier_blocks::{Document, Fault};
use subtier_model::Place;
use subtier_notes::{Note, Surroundings};

use crate::protocol::{GlossedNote, Known, Reading};

/// Notes of one document that are kept; a cut list of a whole season has some tens of thousands.
const NOTES_MAX: usize = 200_000;

/// Bytes of the notes of one document as JSON, with their glosses: beyond what that cut list comes to. A repeated word that the
/// gloss explains each time makes ten times the text.
const NOTES_JSON_BYTES_MAX: usize = 64 << 20;

/// Bytes of the text as JSON: twice what is read of one document, since a control sign takes six.
const TEXT_JSON_BYTES_MAX: usize = 128 << 20;

/// What a document says.
pub(crate) fn reading(known: &Known, document: Document) -> Reading {
    let texts = || document.blocks.iter().map(|block| block.text.as_str());
    let mut faults = document.faults.clone();
    let around = Surroundings { path: &known.path, known_shots: &known.shots };
    let notes = match known.access_log {
        Some(_) => Vec::new(),
        None => kept_notes(subtier_notes::notes(&document, around), &mut faults),
    };
    let text = document.text();
    let characters = text.chars().count() as u64;
    let text = known.with_text.then(|| kept_text(text, TEXT_JSON_BYTES_MAX, &mut faults));
    Reading {
        format: document.format.name().to_owned(),
        access_log: known.access_log.clone(),
        encoding: document.encoding.clone(),
        encoding_rivals: document.encoding_rivals.clone(),
        languages: subtier_language::languages(texts()),
        characters,
        notes,
        dialect: subtier_language::dialect(texts()),
        sketch: subtier_families::sketch(&document),
        text,
        signals: document.signals,
        faults,
    }
}

/// The notes with their glosses, as far as the limits go.
fn kept_notes(notes: Vec<Note>, faults: &mut Vec<Fault>) -> Vec<GlossedNote> {
    let n_notes = notes.len();
    let mut left = NOTES_JSON_BYTES_MAX;
    let mut kept = Vec::new();
    for note in notes.into_iter().take(NOTES_MAX) {
        let note = glossed(note);
        let length = serde_json::to_vec(&note).map_or(0, |json| json.len());
        let Some(rest) = left.checked_sub(length) else { break };
        left = rest;
        kept.push(note);
    }
    if kept.len() < n_notes {
        let reason =
            format!("only its first {} notes are kept: the limit of one document", kept.len());
        faults.push(Fault { place: Place::Whole, reason });
    }
    kept
}

/// The text, as far as its JSON is no longer than allowed.
fn kept_text(mut text: String, json_bytes_max: usize, faults: &mut Vec<Fault>) -> String {
    let mut left = json_bytes_max;
    let end = text.char_indices().find_map(|(at, sign)| {
        let Some(rest) = left.checked_sub(json_bytes(sign)) else { return Some(at) };
        left = rest;
        None
    });
    if let Some(end) = end {
        text.truncate(end);
        let reason =
            format!("only the first {end} bytes of its text are kept: the limit of one answer");
        faults.push(Fault { place: Place::Whole, reason });
    }
    text
}

/// Bytes that a sign takes in JSON, at most.
const fn json_bytes(sign: char) -> usize {
    match sign {
        '"' | '\\' => 2,
        '\0'..='\u{1F}' => 6,
        _ => sign.len_utf8(),
    }
}

fn glossed(note: Note) -> GlossedNote {
    let gloss = note
        .lang
        .and_then(|lang| subtier_language::gloss(&note.request, lang))
        .map(|gloss| gloss.text);
    GlossedNote { note, gloss }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_grows_in_json_is_cut_and_said_to_be() {
        let mut faults = Vec::new();
        let text = "\u{1}\u{2}\"말".repeat(10);
        assert_eq!(kept_text(text.clone(), 170, &mut faults), text);
        assert_eq!(faults, []);
        let cut = kept_text(text.clone(), 169, &mut faults);
        assert_eq!(cut.len(), text.len() - 3);
        assert!(serde_json::to_string(&cut).unwrap().len() <= 169 + 2);
        assert!(faults[0].reason.starts_with("only the first 57 bytes"), "{faults:?}");
    }
}
