//! The vendor table beside logs: whose each account and each address is declared to be. Says what of the
//! table cannot be read; decides nothing about the logs.

use std::path::Path;

use subtier_chain::row::observe_vendors;
use subtier_model::{EvidenceId, Observation};

use crate::failure::Failure;
use crate::line::{real, table_bytes};
use crate::out::say;

/// The rows of a vendor table.
#[derive(Default)]
pub(super) struct VendorTable {
    pub(super) rows: Vec<Observation>,
    /// Cells and rows that could not be read; each was said.
    pub(super) n_faults: usize,
}

impl VendorTable {
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let (bytes, _) = table_bytes(&real(path)?)?;
        let (rows, faults) = subtier_chain::vendors::read(&bytes);
        for (place, reason) in &faults {
            say(&format!("{}: {place}: {reason}", path.display()));
        }
        // Nothing is stored, so the table is no evidence and its rows are cited by nobody.
        let nowhere = EvidenceId::from_bytes([0; 16]);
        Ok(Self { rows: observe_vendors(&rows, nowhere), n_faults: faults.len() })
    }
}
