//! One document read as a whole: its text, notes, signals and norm. Runs in the child process that reads.
//!
//! In: a request as the program sends it: what is known of the document, then its bytes. Out: a `Reading`, or why there is
//! none. Never: a file opened; the child could not.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};
use subtier_blocks::{Document, Fault, Limits, Request, Signal};
use subtier_documents::{RecognisedLine, Region};
use subtier_language::{Dialect, Lang};
use subtier_names::encoding::Likelihoods;
use subtier_notes::{Note, Sketch, Surroundings};

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
    /// Make a document of what recognition read, and of its second reading of some lines.
    Take(Known, Vec<RecognisedLine>, BTreeMap<usize, String>),
}

/// What the child answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// To `Read` and `Take`.
    Reading(Box<Reading>),
    /// To `Look` and `Cut`: pictures as PNG, none where no writing shows.
    Pictures(Vec<Vec<u8>>),
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
            Ok(Answer::Pictures(subtier_documents::written_picture(bytes)?.into_iter().collect()))
        }
        Task::Cut(regions) => {
            Ok(Answer::Pictures(subtier_documents::lines_of_picture(bytes, &regions)?))
        }
        Task::Take(known, lines, codes) => {
            let document = subtier_documents::recognised_document(&lines, &codes);
            Ok(Answer::Reading(Box::new(reading(&known, document))))
        }
    }
}

/// What a document says.
fn reading(known: &Known, document: Document) -> Reading {
    let texts = || document.blocks.iter().map(|block| block.text.as_str());
    let text = document.text();
    let around = Surroundings { path: &known.path, known_shots: &known.shots };
    let mut notes = subtier_notes::notes(&document, around);
    let mut faults = document.faults.clone();
    if notes.len() >= NOTES_MAX {
        notes.truncate(NOTES_MAX);
        faults.push(Fault {
            place: subtier_model::Place::Whole,
            reason: format!("only its first {NOTES_MAX} notes are kept: the limit of one document"),
        });
    }
    Reading {
        format: document.format.name().to_owned(),
        encoding: document.encoding.clone(),
        encoding_rivals: document.encoding_rivals.clone(),
        languages: subtier_language::languages(texts()),
        characters: text.chars().count() as u64,
        notes: notes.into_iter().map(glossed).collect(),
        dialect: subtier_language::dialect(texts()),
        sketch: subtier_notes::sketch(&document),
        text: known.with_text.then_some(text),
        signals: document.signals,
        faults,
    }
}

fn glossed(note: Note) -> GlossedNote {
    let gloss = note
        .lang
        .and_then(|lang| subtier_language::gloss(&note.request, lang))
        .map(|gloss| gloss.text);
    GlossedNote { note, gloss }
}
