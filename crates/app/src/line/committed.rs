//! What one stage of the line committed.

use subtier_model::Complaint;
use subtier_store::{Case, UnitOutput};

use crate::failure::Failure;

/// Units of one stage, and what it could not have.
#[derive(Default)]
pub(crate) struct Committed {
    /// Names of the units.
    pub(crate) units: Vec<String>,
    /// Evidence whose bytes could not be had.
    pub(crate) complaints: Vec<Complaint>,
}

impl Committed {
    /// Commits what was read. What could not be had today may be there tomorrow; so the unit is then another one.
    pub(super) fn commit(
        &mut self,
        case: &mut Case,
        unit: String,
        mut output: UnitOutput,
        missing: Vec<Complaint>,
    ) -> Result<(), Failure> {
        output.unit =
            if missing.is_empty() { unit } else { format!("{unit}-without-{}", missing.len()) };
        self.units.push(output.unit.clone());
        self.complaints.extend(missing);
        Ok(case.commit(output)?)
    }
}
