//! A unit of work: everything that one piece of work gives, committed together.

use subtier_model::{Complaint, Evidence, Observation};

use crate::{CustodyEvent, StagedBlob, StagedTable};

/// What one unit gives. Its name is made of what it works on and the version of the work, never of
/// a clock or counter, so that doing it again gives the same names.
#[derive(Debug)]
pub struct UnitOutput {
    /// The unit's name, such as `intake-1/9f3c…`.
    pub unit: String,
    /// Copies to be put under their hashes.
    pub blobs: Vec<StagedBlob>,
    /// Items.
    pub evidence: Vec<Evidence>,
    /// Facts.
    pub observations: Vec<Observation>,
    /// What could not be read.
    pub complaints: Vec<Complaint>,
    /// Tables.
    pub tables: Vec<StagedTable>,
    /// Lines for the custody chain.
    pub custody: Vec<CustodyEvent>,
}

impl UnitOutput {
    /// An empty output of a unit.
    pub fn new(unit: impl Into<String>) -> Self {
        Self {
            unit: unit.into(),
            blobs: Vec::new(),
            evidence: Vec::new(),
            observations: Vec::new(),
            complaints: Vec::new(),
            tables: Vec::new(),
            custody: Vec::new(),
        }
    }
}
