//! What goes between this program and the process that reads: questions and answers, as JSON.
//!
//! In: nothing. Out: the shapes of both, and of what a caller hands over and is given. Never: a number of a file that was not read
//! by the child.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use subtier_blocks::{Fault, Signal};
use subtier_documents::{RecognisedLine, Region};
use subtier_families::Sketch;
use subtier_language::{Dialect, Lang};
use subtier_model::StageSeen;
use subtier_notes::Note;

/// One document or picture to be read.
pub struct Item {
    /// What is known of it.
    pub known: Known,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it is a picture, whose text is to be recognised.
    pub is_picture: bool,
}

/// One file to be looked at.
pub struct View {
    /// What is known of it.
    pub glance: Glance,
    /// Its bytes, or both ends of it.
    pub bytes: Vec<u8>,
}

/// What is known of a document before it is read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Known {
    /// Its path with `/` between folders.
    pub path: String,
    /// What the texts of its folder say of their encoding.
    pub folder: Option<[i64; 9]>,
    /// Shots known from the names of other files, to mend what recognition misread.
    pub shots: Vec<String>,
    /// Whether the text itself is wanted.
    pub with_text: bool,
    /// The format of the access log that it is: its lines are no change requests, whatever they look like.
    pub access_log: Option<String>,
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
pub struct GlossedNote {
    /// The note.
    pub note: Note,
    /// Its request in English out of word lists; none where no word is known.
    pub gloss: Option<String>,
}

/// What one document says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reading {
    /// The format's word.
    pub format: String,
    /// As it was known: the format of the access log that it is.
    pub access_log: Option<String>,
    /// The encoding of a plain text.
    pub encoding: Option<String>,
    /// Encodings that read it as well.
    pub encoding_rivals: Vec<String>,
    /// Its languages, the most frequent first.
    pub languages: Vec<Lang>,
    /// Characters of text.
    pub characters: u64,
    /// The text, where it was wanted.
    pub text: Option<String>,
    /// Its change requests.
    pub notes: Vec<GlossedNote>,
    /// What the file says of its maker.
    pub signals: Vec<Signal>,
    /// The norm of its Korean.
    pub dialect: Dialect,
    /// What it shares with its family.
    pub sketch: Sketch,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

/// What is known of a file before it is looked at.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Glance {
    /// Its name without folders.
    pub name: String,
    /// Bytes of the whole file.
    pub length: u64,
    /// How many of the bytes handed over are the file's end, where not all of it is handed over.
    pub tail_bytes: usize,
    /// Whether bytes of an unknown format are searched for what stands in any file.
    pub is_carved: bool,
    /// Samples on the longer side of the thumbnail that is wanted; none where 0.
    pub thumbnail_side: usize,
}

/// What one file shows and tells.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sight {
    /// `none` where it is of no format known here.
    pub format: String,
    /// Samples across and down.
    pub size: Option<(u32, u32)>,
    /// Milliseconds that it lasts.
    pub duration_ms: Option<u64>,
    /// What the file says of its maker.
    pub signals: Vec<Signal>,
    /// What could not be read.
    pub faults: Vec<Fault>,
    /// What was looked at, where it is a picture kept inside the file.
    pub shown: Option<String>,
    /// Why there is nothing to recognise.
    pub blank: Option<String>,
    /// The look, as its own bytes.
    pub look: Option<Vec<u8>>,
    /// As JPEG.
    pub thumbnail: Option<Vec<u8>>,
    /// The stage of work it shows.
    pub stage: Option<StageSeen>,
}

/// What a proof is written as.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub enum Encoding {
    /// Exact, for a folder of the user.
    Png,
    /// Small, for the case and its report.
    Jpeg,
}

/// What the process that draws is told; the two small pictures follow as bytes, the query first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Proving {
    pub(crate) query_look: Vec<u8>,
    pub(crate) reference_look: Vec<u8>,
    pub(crate) warp_millionths: Vec<i64>,
    pub(crate) query_bytes: usize,
    pub(crate) encoding: Encoding,
}

/// What goes back to the program.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Reply {
    /// Why the child could not be kept from the rest of the system, where that is so.
    pub(crate) unconfined: Option<String>,
    /// The answer, or why there is none.
    pub(crate) answer: Result<Answer, String>,
}
