//! One document read as a whole: its text, notes, signals and norm. Runs in the child process that reads.
//!
//! In: a request as the program sends it: what is known of the document, then its bytes. Out: a `Reading`, or why there is
//! none. Never: a file opened; the child could not.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};
use subtier_blocks::{Document, Fault, Limits, Request, Signal};
use subtier_documents::{RecognisedLine, Region};
use subtier_families::Sketch;
use subtier_language::{Dialect, Lang};
use subtier_model::Place;
use subtier_names::encoding::Likelihoods;
use subtier_notes::{Note, Surroundings};

use crate::proofs::{self, Proving};
use crate::sight::{Glance, Sight, sight};

/// What is known of a document before it is read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Known {
    /// Its path with `/` between folders.
    pub(crate) path: String,
    /// What the texts of its folder say of their encoding.
    pub(crate) folder: Option<[i64; 9]>,
    /// Shots known from the names of other files, to mend what recognition misread.
    pub(crate) shots: Vec<String>,
    /// Whether the text itself is wanted.
    pub(crate) with_text: bool,
}

/// What is asked of the child.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Task {
    /// Read the document.
    Read(Known),
    /// Say whether the picture shows writing, and give it as recognition is to see it.
    Look,
    /// Give lines of the picture as pictures of their own.
    Cut(Vec<Region>),
    /// Make a document of what recognition read.
    Take(Known, Recognised),
    /// Say what a picture, film or project file shows and tells.
    See(Glance),
    /// Draw two pictures over each other.
    Prove(Proving),
}

/// What recognition read in a picture.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Recognised {
    pub(crate) lines: Vec<RecognisedLine>,
    /// The second reading of some lines.
    pub(crate) codes: BTreeMap<usize, String>,
    /// Pictures in the file that were not looked at.
    pub(crate) n_more: u64,
}

/// What the child answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// To `Read` and `Take`.
    Reading(Box<Reading>),
    /// To `Look`, `Cut` and `Prove`.
    Pictures(Pictures),
    /// To `See`.
    Sight(Box<Sight>),
}

/// Pictures for recognition, or one that proves it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Pictures {
    /// As PNG, a proof also as JPEG; none where no writing shows.
    pub(crate) pictures: Vec<Vec<u8>>,
    /// Pictures in the same file that were not looked at.
    pub(crate) n_more: u64,
}

/// A note with its gloss.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct GlossedNote {
    pub(crate) note: Note,
    pub(crate) gloss: Option<String>,
}

/// What one document says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Reading {
    pub(crate) format: String,
    pub(crate) encoding: Option<String>,
    pub(crate) encoding_rivals: Vec<String>,
    pub(crate) languages: Vec<Lang>,
    /// Characters of text.
    pub(crate) characters: u64,
    /// The text, where it was wanted.
    pub(crate) text: Option<String>,
    pub(crate) notes: Vec<GlossedNote>,
    pub(crate) signals: Vec<Signal>,
    pub(crate) dialect: Dialect,
    pub(crate) sketch: Sketch,
    pub(crate) faults: Vec<Fault>,
}

/// Notes of one document that are kept; a cut list of a whole season has some tens of thousands.
const NOTES_MAX: usize = 200_000;

/// Bytes of the notes of one document as JSON, with their glosses: beyond what that cut list comes to. A repeated word that the
/// gloss explains each time makes ten times the text.
const NOTES_JSON_BYTES_MAX: usize = 64 << 20;

/// Bytes of the text as JSON: twice what is read of one document, since a control sign takes six.
const TEXT_JSON_BYTES_MAX: usize = 128 << 20;

/// What goes back to the program.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Reply {
    /// Why the child could not be kept from the rest of the system, where that is so.
    pub(crate) unconfined: Option<String>,
    /// The answer, or why there is none.
    pub(crate) answer: Result<Answer, String>,
}

/// Answers one request of the program with the JSON of a [`Reply`].
pub(crate) fn answer(request: &[u8], unconfined: Option<&String>) -> Vec<u8> {
    let answered = catch_unwind(AssertUnwindSafe(|| carry_out(request)));
    let answer = answered.unwrap_or_else(|_| {
        Err("the reader failed on it, which is a fault of the program".to_owned())
    });
    serde_json::to_vec(&Reply { unconfined: unconfined.cloned(), answer }).unwrap_or_default()
}

/// Takes a request apart: the length of the task, the task, the bytes.
fn carry_out(request: &[u8]) -> Result<Answer, String> {
    let (length, rest) = request.split_at_checked(8).ok_or("the request is cut")?;
    let length = length.try_into().map_or(0, u64::from_le_bytes);
    let length = usize::try_from(length).map_err(|error| error.to_string())?;
    let (task, bytes) = rest.split_at_checked(length).ok_or("the request is cut")?;
    let task: Task = serde_json::from_slice(task).map_err(|error| error.to_string())?;
    match task {
        Task::Read(known) => {
            let document = subtier_documents::read(&Request {
                bytes,
                name: known.path.rsplit('/').next().unwrap_or(""),
                folder: known.folder.map(Likelihoods),
                limits: Limits::STANDARD,
            });
            Ok(Answer::Reading(Box::new(reading(&known, document))))
        }
        Task::Look => {
            let pictures = subtier_documents::written_picture(bytes)?.into_iter().collect();
            let n_more = subtier_documents::pictures_in(bytes).saturating_sub(1);
            Ok(Answer::Pictures(Pictures { pictures, n_more }))
        }
        Task::Cut(regions) => {
            let pictures = subtier_documents::lines_of_picture(bytes, &regions)?;
            Ok(Answer::Pictures(Pictures { pictures, n_more: 0 }))
        }
        Task::Prove(proving) => {
            let pictures = vec![proofs::draw(&proving, bytes)?];
            Ok(Answer::Pictures(Pictures { pictures, n_more: 0 }))
        }
        Task::See(glance) => Ok(Answer::Sight(Box::new(sight(&glance, bytes)?))),
        Task::Take(known, Recognised { lines, codes, n_more }) => {
            let mut document = subtier_documents::recognised_document(&lines, &codes);
            if n_more > 0 {
                let reason = format!(
                    "only the first picture in it was looked at for text; it holds {n_more} more"
                );
                document.faults.push(Fault { place: Place::Whole, reason });
            }
            Ok(Answer::Reading(Box::new(reading(&known, document))))
        }
    }
}

/// What a document says.
fn reading(known: &Known, document: Document) -> Reading {
    let texts = || document.blocks.iter().map(|block| block.text.as_str());
    let mut faults = document.faults.clone();
    let around = Surroundings { path: &known.path, known_shots: &known.shots };
    let notes = kept_notes(subtier_notes::notes(&document, around), &mut faults);
    let text = document.text();
    let characters = text.chars().count() as u64;
    let text = known.with_text.then(|| kept_text(text, TEXT_JSON_BYTES_MAX, &mut faults));
    Reading {
        format: document.format.name().to_owned(),
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

    #[test]
    fn pictures_that_were_not_looked_at_are_said() {
        let known =
            Known { path: "a.gif".to_owned(), folder: None, shots: Vec::new(), with_text: false };
        let recognised = Recognised { lines: Vec::new(), codes: BTreeMap::new(), n_more: 6 };
        let task = serde_json::to_vec(&Task::Take(known, recognised)).unwrap();
        let length = (task.len() as u64).to_le_bytes();
        let answer = carry_out(&[&length[..], &task].concat()).unwrap();
        let said = serde_json::to_string(&answer).unwrap();
        assert!(said.contains("it holds 6 more"), "{said}");
    }
}
