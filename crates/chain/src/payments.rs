//! `payments.csv`: who was paid for whose work. Bytes in; rows with their faults out. The beneficiary
//! stays as the bank has it, the amount as it is written. Never compares names: that is a rule's work.

use std::collections::BTreeSet;

use subtier_model::{Payment, Place, Vendor};

use crate::cells;
use crate::row::{Fault, Row};
use crate::sheet::{Columns, Faults, open};

/// The columns, as the outside contract names them.
const COLUMNS: Columns = Columns {
    known: &[
        "date",
        "payer",
        "contractor",
        "beneficiary",
        "bank_country",
        "amount",
        "currency",
        "reference",
    ],
    required: &["payer", "contractor", "beneficiary"],
};

/// Reads a payments table.
pub fn read(bytes: &[u8]) -> (Vec<Row<Payment>>, Vec<Fault>) {
    let mut faults = Faults::default();
    let Some(sheet) = open(bytes, COLUMNS, &mut faults) else {
        faults.push(Place::Whole, "no header row with the columns of a payments table");
        return (Vec::new(), faults.finish());
    };
    let mut rows = Vec::new();
    for raw in &sheet.rows {
        let mut cells = sheet.cells(raw, &mut faults);
        let payment = Payment {
            date: cells.read("date", cells::date),
            payer: cells.required("payer"),
            contractor: cells.required("contractor"),
            beneficiary: cells.required("beneficiary"),
            bank_country: cells.read("bank_country", cells::country),
            amount: cells.optional("amount"),
            currency: cells.read("currency", cells::currency),
            reference: cells.optional("reference"),
        };
        // Complained of where it is none, and kept as written all the same.
        let _checked: Option<String> = cells.read("amount", cells::amount);
        rows.push(Row { row: raw.row, quote: raw.text.clone(), value: payment });
    }
    (rows, faults.finish())
}

/// Returns the faults of payments whose payer or contractor is no vendor of the list.
pub fn check_vendors(payments: &[Row<Payment>], vendors: &[Row<Vendor>]) -> Vec<Fault> {
    let ids: BTreeSet<&str> = vendors.iter().map(|row| row.value.id.as_str()).collect();
    let mut faults = Faults::default();
    for payment in payments {
        let cells = [("payer", &payment.value.payer), ("contractor", &payment.value.contractor)];
        for (column, id) in cells {
            if !id.is_empty() && !ids.contains(id.as_str()) {
                let reason = format!("{id:?} is no id of the vendor list");
                faults.at(payment.row, Some(column), reason);
            }
        }
    }
    faults.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_payment_is_read_as_the_bank_has_it() {
        let text = "date,payer,contractor,beneficiary,bank_country,amount,currency,reference\n\
            2023-10-12,h,l,\"Everlasting, Ltd\",hk,\"9,800\",usd,HB-2 settling\n";
        let (rows, faults) = read(text.as_bytes());
        assert_eq!(faults, []);
        let payment = &rows[0].value;
        assert_eq!(payment.beneficiary, "Everlasting, Ltd");
        assert_eq!(payment.bank_country.as_deref(), Some("HK"));
        assert_eq!(payment.amount.as_deref(), Some("9,800"));
        assert_eq!(payment.currency.as_deref(), Some("USD"));
        assert_eq!(payment.reference.as_deref(), Some("HB-2 settling"));
    }

    #[test]
    fn bad_cells_and_unknown_vendors_are_complained_of_and_the_row_is_kept() {
        let text = "date,payer,contractor,beneficiary,amount\n12.10.2023,h,l,,nine\n";
        let (rows, faults) = read(text.as_bytes());
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].value.amount.as_deref(), Some("nine"));
        let places: Vec<String> = faults.iter().map(|(place, _)| place.to_string()).collect();
        let expected = ["row 2 column date", "row 2 column beneficiary", "row 2 column amount"];
        assert_eq!(places, expected);
        let (vendors, _) = crate::vendors::read(b"id,name\nh,Hanbit\n");
        let unknown = check_vendors(&rows, &vendors);
        assert_eq!(unknown.len(), 1);
        assert_eq!(unknown[0].0.to_string(), "row 2 column contractor");
    }

    #[test]
    fn a_missing_column_is_complained_of_once() {
        let (rows, faults) = read(b"date,payer,beneficiary\n2023-01-01,a,B\n2023-01-02,a,B\n");
        assert_eq!(rows.len(), 2);
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].0.to_string(), "row 1 column contractor");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            let _read = read(&bytes);
        }
    }
}
