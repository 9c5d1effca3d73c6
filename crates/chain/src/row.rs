//! Rows of a user's table with what a reader needs to check them: the row number as a spreadsheet
//! shows it (the header is row 1) and the raw text that stands there. Turns them into observations
//! and complaints. Never reads a file.

use subtier_model::{Complaint, EvidenceId, Fact, Observation, Payment, Place, Reader, Vendor};

/// Counted up whenever the same bytes may give other rows.
const READER_VERSION: u32 = 2;

/// One row, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<T> {
    /// Row number, counted from 1 with the header.
    pub row: u64,
    /// The raw text of the row.
    pub quote: String,
    /// What it says.
    pub value: T,
}

/// What could not be read, and where: the two halves of a [`Complaint`].
pub type Fault = (Place, String);

/// Turns the rows of a vendor list into observations.
pub fn observe_vendors(rows: &[Row<Vendor>], evidence: EvidenceId) -> Vec<Observation> {
    observe(rows, evidence, "chain/vendors", Fact::Vendor)
}

/// Turns the rows of a payments table into observations.
pub fn observe_payments(rows: &[Row<Payment>], evidence: EvidenceId) -> Vec<Observation> {
    observe(rows, evidence, "chain/payments", Fact::Payment)
}

/// Turns faults into complaints about one piece of evidence.
pub fn complain(faults: Vec<Fault>, evidence: EvidenceId, path: &str) -> Vec<Complaint> {
    faults
        .into_iter()
        .map(|(place, reason)| Complaint::new(Some(evidence), path, place, reason))
        .collect()
}

fn observe<T: Clone>(
    rows: &[Row<T>],
    evidence: EvidenceId,
    reader: &str,
    fact: impl Fn(T) -> Fact,
) -> Vec<Observation> {
    rows.iter()
        .map(|row| {
            let reader = Reader { name: reader.to_owned(), version: READER_VERSION };
            let place = Place::Row { row: row.row, column: None };
            Observation::new(evidence, place, &row.quote, reader, fact(row.value.clone()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_observation_cites_the_row_and_its_raw_text() {
        let evidence = EvidenceId::from_bytes([7; 16]);
        let (rows, faults) = crate::vendors::read(b"id,name,tier\nx,\"Ltd, Co\",soon\n");
        let observations = observe_vendors(&rows, evidence);
        assert_eq!(observations[0].place.to_string(), "row 2");
        assert_eq!(observations[0].quote, "x,\"Ltd, Co\",soon");
        let complaints = complain(faults, evidence, "vendors.csv");
        assert_eq!(complaints[0].place.to_string(), "row 2 column tier");
        assert_eq!(complaints[0].evidence, Some(evidence));
    }
}
