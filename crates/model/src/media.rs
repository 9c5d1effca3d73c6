//! What readers of pictures, films and project files say: what a file is, which reference it shows, what several files share.

use serde::{Deserialize, Serialize};

use crate::{EvidenceId, Timestamp};

/// What one picture, film or project file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaRead {
    /// By its name in the outside contract.
    pub format: String,
    /// Pixels across and down, where the file says them.
    pub size: Option<(u32, u32)>,
    /// Length in milliseconds, where the file is a film.
    pub duration_ms: Option<u64>,
    /// What was looked at where the file itself is no picture that is decoded: `preview`, `thumbnail`, `merged image`.
    pub shown: Option<String>,
    /// Why there is nothing to recognise in it, where that is so.
    pub blank: Option<String>,
    /// Whether a look of it was taken, so that it can be held against references.
    pub has_look: bool,
    /// The stage of work that its pixels show.
    pub stage: Option<StageSeen>,
}

/// A stage of work that pixels show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageSeen {
    /// `rough`, `key`, `in-between`, `clean-up`, `colour`, `composite`, `sheet` or `time sheet`; `lines` where it is one of the first
    /// four and which is open.
    pub stage: String,
    /// Why, one reason an entry.
    pub because: Vec<String>,
}

/// A reference picture that a file shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureMatch {
    /// The production, as the user names it.
    pub production: String,
    /// The reference below its folder.
    pub reference: String,
    /// The shot by the name of the reference, as it stands there.
    pub shot: Option<String>,
    /// Where the file is a film: milliseconds from its beginning to the frame that shows it.
    pub at_millis: Option<u64>,
    /// The number of that frame, counted from 0, where the film has a constant rate.
    pub at_frame: Option<u64>,
    /// That both show one drawing, in millionths.
    pub probability_millionths: u32,
    /// Which search found it: `copy`, `layout` or `lines`; `sequence` where only its neighbours made it sure.
    pub how: String,
    /// Whether it is mirrored.
    pub is_mirrored: bool,
    /// Points of the picture that lie on lines of the reference.
    pub n_inliers: u32,
    /// Points of the picture that were laid on the reference.
    pub n_points: u32,
    /// From the picture's grid to the reference's: nine numbers of a plane's move, row by row, in millionths.
    pub warp_millionths: Vec<i64>,
    /// In words, one reason an entry.
    pub because: Vec<String>,
}

/// What one file is to a production.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetJudged {
    /// `work_in_progress`, `reference_or_finished_copy` or `unrelated`; `None` where it cannot be told.
    pub verdict: Option<String>,
    /// The production.
    pub production: Option<String>,
    /// What tells the production: `bytes`, `picture` or `name`.
    pub basis: Option<String>,
    /// The shot, as it stands in the name of the file or reference.
    pub shot: Option<String>,
    /// The stage of work.
    pub stage: Option<String>,
    /// The reasons, one an entry.
    pub because: Vec<String>,
}

/// What one account did with one asset from one address, by one log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetTouch {
    /// The names of the asset in one line; `None` where no shot is named.
    pub asset: Option<String>,
    /// Its paths in the log, in order; at most the first few.
    pub paths: Vec<String>,
    /// `put`, `fetched` or `deleted`.
    pub deed: String,
    /// As logged; `None` where the log names none.
    pub account: Option<String>,
    /// RFC 5952 text.
    pub ip: Option<String>,
    /// How often.
    pub times: u64,
    /// First instant, where the log has a clock.
    pub first: Option<Timestamp>,
    /// Last instant.
    pub last: Option<Timestamp>,
}

/// One value of a signal that files in different folders share: the same seat, machine, palette or document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedSignal {
    /// The kind by its name in the outside contract.
    pub signal: String,
    /// The value.
    pub value: String,
    /// Files that hold it, in the order of their paths; at most the first some hundred.
    pub members: Vec<EvidenceId>,
    /// Their folders, at least two, sorted.
    pub folders: Vec<String>,
    /// Files that hold it, all counted.
    pub n_files: u64,
}
