//! What readers of documents say: what a document is, what it asks for, what it tells of its maker.

use serde::{Deserialize, Serialize};

use crate::{EvidenceId, Place};

/// What one document is and how much it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRead {
    /// By its name in the outside contract.
    pub format: String,
    /// Encoding of its text, where the format does not say it.
    pub encoding: Option<String>,
    /// Other encodings that would read it about as well.
    pub encoding_rivals: Vec<String>,
    /// BCP 47, most first.
    pub languages: Vec<String>,
    /// Characters of text.
    pub characters: u64,
    /// Change requests found in it.
    pub notes: u64,
    /// What is kept of its text to compare it with others, as JSON of the reader; empty where there is too little.
    pub sketch: String,
}

/// One change request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeRequest {
    /// The shot as it stands in the source.
    pub shot: Option<String>,
    /// Production and episode, where they are said.
    pub production: Option<String>,
    /// First frame.
    pub frame: Option<i64>,
    /// Last frame of a range.
    pub frame_out: Option<i64>,
    /// Time code as written.
    pub timecode: Option<String>,
    /// Who asks, where it is said.
    pub author: Option<String>,
    /// When, as written.
    pub time: Option<String>,
    /// Language of the request (BCP 47).
    pub lang: Option<String>,
    /// The request as written.
    pub request: String,
    /// The same in another language, as written.
    pub translation: Option<String>,
    /// Language of the translation (BCP 47).
    pub translation_lang: Option<String>,
    /// English words out of our list.
    pub gloss: Option<String>,
    /// `open`, `retake`, `approved`, `done` or `wfa`.
    pub status: String,
}

/// All that one document tells of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSignals {
    /// The kind by its name in the outside contract.
    pub signal: String,
    /// What it says, each where it stands.
    pub values: Vec<SignalValue>,
    /// Further values that are not kept.
    pub more: u64,
}

/// One value of a signal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignalValue {
    /// As it stands there.
    pub value: String,
    /// Where.
    pub place: Place,
}

/// Which norm the Korean of one document follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KoreanNorm {
    /// `North Korean or Yanbian norm`, `South Korean norm`, `undecided` or `insufficient text`.
    pub verdict: String,
    /// Odds for the northern norm, natural logarithm in thousandths.
    pub score_thousandths: i64,
    /// The words that speak for it, each with its rule.
    pub words: Vec<String>,
    /// Hangul syllables looked at.
    pub syllables: u64,
    /// Lines looked at.
    pub lines: u64,
}

/// Documents that share their text or their lineage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentFamily {
    /// `same_text` or `same_lineage`.
    pub basis: String,
    /// Its members, at least two, in the order of their paths.
    pub members: Vec<EvidenceId>,
    /// The lowest share of equal text between neighbours, in thousandths.
    pub alike_thousandths: u16,
    /// What they share, in words.
    pub because: String,
}
