//! What was found in a folder of lists before it is sorted out.
//!
//! In: lists and parts as they are read, refusals. Out: the same, with a complaint for each refusal. `load` reads into it,
//! `ofac` joins parts in it; it decides nothing.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{Complaint, Date, Place};

use crate::csv_rows::Refused;
use crate::entry::{Entry, Lists};
use crate::family::{CsvPart, holds_most};

/// A list that is one file, not yet taken.
pub(crate) struct Pending {
    /// The publisher's name of it; `None` for a list of one's own, of which there are no copies.
    pub(crate) publisher: Option<String>,
    pub(crate) name: String,
    pub(crate) date: Option<Date>,
    pub(crate) file_name: String,
    pub(crate) hash: String,
    pub(crate) entries: Vec<Entry>,
}

impl Pending {
    pub(crate) fn numbers(&self) -> BTreeSet<String> {
        self.entries.iter().map(|entry| entry.uid.clone()).collect()
    }

    pub(crate) fn is_newer_copy_of(&self, other: &Self) -> bool {
        self.publisher.is_some()
            && self.publisher == other.publisher
            && holds_most(&self.numbers(), &other.numbers())
    }
}

/// What `lists.toml` says of a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    pub(crate) date: Option<Date>,
    pub(crate) name: Option<String>,
}

/// What was found so far.
#[derive(Default)]
pub(crate) struct Loading {
    pub(crate) strict_dates: bool,
    pub(crate) lists: Lists,
    pub(crate) parts: Vec<CsvPart>,
    /// Lists that are the SDN list, by number.
    pub(crate) sdn_lists: Vec<usize>,
    pub(crate) pending: Vec<Pending>,
    /// Files that were refused, each with the list it is a copy of.
    pub(crate) refused: Vec<(String, String)>,
    pub(crate) told: BTreeMap<String, Told>,
    pub(crate) complaints: Vec<Complaint>,
}

impl Loading {
    pub(crate) fn complain(&mut self, file: &str, place: Place, reason: impl Into<String>) {
        self.complaints.push(Complaint::new(None, file, place, reason));
    }

    pub(crate) fn refuse(&mut self, file: &str, refused: &Refused) {
        let place = refused.line.map_or(Place::Whole, Place::Line);
        self.complain(file, place, format!("the list is refused whole: {}", refused.reason));
    }
}
