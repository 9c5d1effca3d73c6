//! Server configurations among the evidence, read for what is open without a password.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use subtier_exposure::CONFIG_BYTES_MAX;
use subtier_model::{Complaint, ContentKind, Evidence, EvidenceId, IdHasher, RunId};
use subtier_store::{Case, UnitOutput};

use super::logs::{bytes_of, unread};
use crate::failure::Failure;

/// Counted up when the same configuration may give other facts.
const VERSION: u32 = 1;

/// What reading the configurations gave.
pub(crate) struct Servers {
    pub(crate) unit: String,
    /// Texts whose bytes could not be had.
    pub(crate) complaints: Vec<Complaint>,
}

/// Reads every text that is a server configuration, as one unit.
pub(crate) fn read(
    case: &mut Case,
    evidence: &[Evidence],
    locations: &BTreeMap<EvidenceId, PathBuf>,
) -> Result<Servers, Failure> {
    let texts: Vec<_> = evidence
        .iter()
        .filter(|item| item.kind == ContentKind::Text && item.size <= CONFIG_BYTES_MAX as u64)
        .collect();
    let unit = unit_of(&texts);
    let mut complaints = Vec::new();
    if case.unit_done(&unit)? {
        return Ok(Servers { unit, complaints });
    }
    let mut output = UnitOutput::new(unit.clone());
    for item in texts {
        let mut bytes = Vec::new();
        let read = bytes_of(case, (item, locations)).and_then(|file| {
            let read = file.take(CONFIG_BYTES_MAX as u64).read_to_end(&mut bytes);
            read.map_err(|error| format!("its bytes can no longer be read: {error}"))
        });
        if let Err(reason) = read {
            complaints.push(unread(item, reason));
            continue;
        }
        if let Some(configuration) = subtier_exposure::read_config(&bytes) {
            let (observations, faults) =
                subtier_exposure::observe(configuration, item.id, &item.path);
            output.observations.extend(observations);
            output.complaints.extend(faults);
        }
    }
    // What could not be read today may be there tomorrow, so the unit is not done then.
    if complaints.is_empty() || !output.observations.is_empty() {
        case.commit(output)?;
    }
    Ok(Servers { unit, complaints })
}

fn unit_of(texts: &[&Evidence]) -> String {
    let mut hasher = IdHasher::new("subtier exposure unit 1");
    for item in texts {
        hasher.field(item.id.as_bytes());
    }
    format!("exposure-{VERSION}/{}", RunId::from_bytes(hasher.finish()))
}
