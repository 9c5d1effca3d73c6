//! One key for a shot, wherever it is written: `SC012` in a note, `sc12` in a path, `カット012` in the name of a reference.
//!
//! In: the names of a path, or a code as a note writes it. Out: numbers without leading zeros, a letter in capitals.
//! Never: equality where one side says less; `meets` compares what both say.

use crate::fields::{Reading, read_fields};
use crate::layout::Layout;
use crate::names::{Named, Names};
use crate::parts::Parts;
use crate::scan::scan;
use crate::settle::settle;

/// A shot by its numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShotKey {
    /// Code of the production, in lower case.
    pub production: Option<String>,
    /// Season.
    pub season: Option<u32>,
    /// Episode.
    pub episode: Option<u32>,
    /// Sequence, or the scene that holds the shot.
    pub sequence: Option<u32>,
    /// Shot.
    pub shot: u32,
    /// The letter of a shot put in later (`12A`).
    pub suffix: Option<char>,
}

impl ShotKey {
    /// The key of a path's names; none where no shot with a number is named.
    pub fn of_names(names: &Names<'_>) -> Option<Self> {
        let shot = names.shot.as_ref()?;
        let number = |named: &Option<Named<'_>>| named.as_ref().and_then(Named::number);
        Some(Self {
            production: names.production.as_ref().map(|named| named.value.to_lowercase()),
            season: number(&names.season),
            episode: number(&names.episode),
            sequence: number(&names.sequence),
            shot: shot.number()?,
            suffix: shot.value.chars().last().filter(char::is_ascii_alphabetic),
        })
    }

    /// The key of a code as it is written in a note, a cut list or a log: `SC012`, `SC018_C002`, `컷 12`, `第十二镜`.
    pub fn read(code: &str) -> Option<Self> {
        let folded = crate::naming::folded(code);
        let text = folded.as_deref().unwrap_or(code);
        // Without an ending, so that `SC.12` keeps its number.
        let parts = Parts { names: vec![text], has_file: false, ending: "" };
        let mut names = Names::default();
        let mut pieces = scan(&parts);
        settle(&parts, &mut pieces, &mut names);
        let reading = Reading { parts, pieces, layout: Layout::default() };
        read_fields(&reading, &mut names);
        Self::of_names(&names)
    }

    /// Whether two keys may be one shot: the shot and its letter are the same, and nothing that both say differs.
    pub fn meets(&self, other: &Self) -> bool {
        fn agree<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
            match (one, other) {
                (Some(one), Some(other)) => one == other,
                _ => true,
            }
        }
        self.shot == other.shot
            && self.suffix == other.suffix
            && agree(self.production.as_ref(), other.production.as_ref())
            && agree(self.season.as_ref(), other.season.as_ref())
            && agree(self.episode.as_ref(), other.episode.as_ref())
            && agree(self.sequence.as_ref(), other.sequence.as_ref())
    }
}

impl Names<'_> {
    /// The key by which a shot is found again in notes, logs and reference pictures.
    pub fn shot_key(&self) -> Option<ShotKey> {
        ShotKey::of_names(self)
    }
}
