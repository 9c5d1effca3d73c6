//! The tables a user brings: `vendors.csv` and `payments.csv`, taken in as evidence and read.

use std::io::{Read, Write};
use std::path::Path;

use subtier_chain::row::{complain, observe_payments, observe_vendors};
use subtier_model::{
    Complaint, ContentKind, Evidence, EvidenceId, Holding, Observation, Timestamp,
};
use subtier_source::Hashing;
use subtier_store::{Case, CustodyEvent, UnitOutput, location_text};

use super::inputs::Inputs;
use crate::failure::Failure;

/// Counted up when the same table may give other facts.
const VERSION: u32 = 1;

/// A table of a hundred thousand vendors or payments stays far below this.
const TABLE_BYTES_MAX: u64 = 256 << 20;

/// What the tables gave.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) units: Vec<String>,
    pub(crate) evidence: Vec<EvidenceId>,
    pub(crate) vendors_hash: Option<String>,
    pub(crate) payments_hash: Option<String>,
}

/// What stands in a table, and what of it cannot be read.
type Reading = (Vec<Observation>, Vec<Complaint>);

/// A kind of table and how it is read.
struct Kind {
    name: &'static str,
    read: fn(&[u8], &Evidence) -> Reading,
}

const VENDORS: Kind = Kind { name: "vendors", read: read_vendors };
const PAYMENTS: Kind = Kind { name: "payments", read: read_payments };

/// Takes in and reads the tables that were given.
pub(crate) fn take_in(case: &mut Case, inputs: &Inputs) -> Result<Tables, Failure> {
    let mut tables = Tables::default();
    if let Some(path) = &inputs.vendors {
        tables.vendors_hash = Some(tables.take_in_one(case, path, &VENDORS)?);
    }
    if let Some(path) = &inputs.payments {
        tables.payments_hash = Some(tables.take_in_one(case, path, &PAYMENTS)?);
    }
    Ok(tables)
}

fn read_vendors(bytes: &[u8], item: &Evidence) -> Reading {
    let (rows, faults) = subtier_chain::vendors::read(bytes);
    (observe_vendors(&rows, item.id), complain(faults, item.id, &item.path))
}

fn read_payments(bytes: &[u8], item: &Evidence) -> Reading {
    let (rows, faults) = subtier_chain::payments::read(bytes);
    (observe_payments(&rows, item.id), complain(faults, item.id, &item.path))
}

/// Reads a table; gives its bytes and its time of last change.
pub(crate) fn table_bytes(path: &Path) -> Result<(Vec<u8>, Timestamp), Failure> {
    let file = subtier_source::open(path)?;
    if file.size() > TABLE_BYTES_MAX {
        let text = format!("read {}: a table is at most {TABLE_BYTES_MAX} bytes", path.display());
        return Err(Failure::user(text));
    }
    let modified = file.modified();
    let mut bytes = Vec::new();
    file.take(TABLE_BYTES_MAX)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::user(format!("read {}: {error}", path.display())))?;
    Ok((bytes, modified))
}

impl Tables {
    /// Takes in one table as one unit; gives its hash.
    fn take_in_one(
        &mut self,
        case: &mut Case,
        path: &Path,
        kind: &Kind,
    ) -> Result<String, Failure> {
        let failed =
            |error: std::io::Error| Failure::user(format!("read {}: {error}", path.display()));
        let (bytes, modified) = table_bytes(path)?;
        let mut hashing = Hashing::new();
        hashing.update(&bytes);
        let (sha256, blake3) = hashing.finish();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let size = bytes.len() as u64;
        let item = Evidence {
            id: Evidence::id_of(&name, size, Some(&sha256)),
            path: name,
            name_bytes: None,
            name_encoding: None,
            parent: None,
            size,
            sha256: Some(sha256),
            blake3: Some(blake3),
            kind: if bytes.is_empty() { ContentKind::Empty } else { ContentKind::Text },
            holding: Holding::Copied,
            modified: Some(modified),
        };
        let unit = format!("table-{VERSION}/{}/{}", kind.name, item.id);
        self.units.push(unit.clone());
        self.evidence.push(item.id);
        if case.unit_done(&unit)? {
            return Ok(sha256.to_string());
        }
        let mut output = UnitOutput::new(unit);
        (output.observations, output.complaints) = (kind.read)(&bytes, &item);
        let mut copy = case.stage_blob()?;
        copy.write_all(&bytes).map_err(failed)?;
        output.blobs.push(copy.seal(sha256)?);
        let from = location_text(path);
        output.custody.push(CustodyEvent::Taken { evidence: Box::new(item.clone()), from });
        output.evidence.push(item);
        case.commit(output)?;
        Ok(sha256.to_string())
    }
}
