//! A note: one change request as a director or checker wrote it.
//!
//! Words only. Every field that was found or inherited says where it stands.

use serde::{Deserialize, Serialize};
use subtier_model::Place;

use subtier_language::Lang;

/// What became of a shot, or what is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Noted, nothing more is said.
    Open,
    /// To be done again.
    Retake,
    /// Passed.
    Approved,
    /// Changed as asked.
    Done,
    /// Waiting for approval.
    Wfa,
}

impl Status {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Retake => "retake",
            Self::Approved => "approved",
            Self::Done => "done",
            Self::Wfa => "wfa",
        }
    }
}

/// Which field of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the field of `Note` of that name")]
pub enum Field {
    Shot,
    Production,
    Frame,
    Timecode,
    Author,
    Time,
    Request,
    Translation,
    Status,
}

/// Where a field was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldPlace {
    /// The field.
    pub field: Field,
    /// Where.
    pub place: Place,
    /// Why it holds here though it stands elsewhere, such as `same as above`, `merged cell`, `sheet name`, `file name`,
    /// `folder name`; `None` where it stands with the note itself.
    pub inherited: Option<String>,
}

/// One change request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The shot as it stands in the source, without production and episode before it, such as `SC012`. A scene that stands
    /// in a column of its own is no part of it.
    pub shot: Option<String>,
    /// The production and episode that stand before the shot or in the names around it, such as `LNT_EP301`.
    pub production: Option<String>,
    /// First frame. Each frame of a list (`第5、8、12帧`) makes a note of its own, as each shot of a list does.
    pub frame: Option<i64>,
    /// Last frame of a range.
    pub frame_out: Option<i64>,
    /// Time code as written.
    pub timecode: Option<String>,
    /// Who asks, where it is said.
    pub author: Option<String>,
    /// When, as written.
    pub time: Option<String>,
    /// Language of the request; `None` where it has no words.
    pub lang: Option<Lang>,
    /// The request without the references that the fields above hold.
    pub request: String,
    /// The same request in another language, as written by the author or translator.
    pub translation: Option<String>,
    /// Language of the translation.
    pub translation_lang: Option<Lang>,
    /// What became of it.
    pub status: Status,
    /// Where it stands.
    pub place: Place,
    /// Where its fields stand.
    pub places: Vec<FieldPlace>,
}
