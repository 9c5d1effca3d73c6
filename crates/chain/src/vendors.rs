//! `vendors.csv`: the chain as the user has it on file. Bytes in; rows with their faults out. A row
//! without an id, or with one that stood there before, is left out and complained of; any other
//! fault costs only its cell. Never guesses what a cell may have meant.

use std::collections::BTreeMap;

use subtier_model::{Place, Vendor};

use crate::cells;
use crate::declared::Chain;
use crate::row::{Fault, Row};
use crate::sheet::{Cells, Columns, Faults, open};

/// The columns, as the outside contract names them.
const COLUMNS: Columns = Columns {
    known: &[
        "id",
        "name",
        "native_name",
        "role",
        "country",
        "city",
        "parent",
        "tier",
        "may_subcontract",
        "ids",
        "addresses",
        "languages",
        "utc_offset",
        "networks",
        "accounts",
        "starts",
        "ends",
    ],
    required: &["id", "name"],
};

/// Reads a vendor list.
pub fn read(bytes: &[u8]) -> (Vec<Row<Vendor>>, Vec<Fault>) {
    let mut faults = Faults::default();
    let Some(sheet) = open(bytes, COLUMNS, &mut faults) else {
        faults.push(Place::Whole, "no header row with the columns of a vendor list");
        return (Vec::new(), faults.finish());
    };
    let mut rows: Vec<Row<Vendor>> = Vec::new();
    let mut first_rows = BTreeMap::new();
    for raw in &sheet.rows {
        let vendor = vendor(&mut sheet.cells(raw, &mut faults));
        if vendor.id.is_empty() {
            continue;
        }
        if let Some(first) = first_rows.get(&vendor.id) {
            let reason =
                format!("id {:?} stands in row {first} already; this row is left out", vendor.id);
            faults.at(raw.row, Some("id"), reason);
            continue;
        }
        first_rows.insert(vendor.id.clone(), raw.row);
        check_dates(&vendor, raw.row, &mut faults);
        rows.push(Row { row: raw.row, quote: raw.text.clone(), value: vendor });
    }
    let chain = Chain::new(rows.iter().map(|row| row.value.clone()));
    for fault in chain.faults() {
        let row = first_rows.get(&fault.vendor).copied().unwrap_or(sheet.header_row);
        faults.at(row, Some(fault.column), fault.reason);
    }
    (rows, faults.finish())
}

fn vendor(cells: &mut Cells<'_>) -> Vendor {
    Vendor {
        id: cells.required("id"),
        name: cells.required("name"),
        native_name: cells.optional("native_name"),
        role: cells.optional("role"),
        country: cells.read("country", cells::country),
        city: cells.optional("city"),
        parent: cells.optional("parent"),
        tier: cells.read("tier", cells::count),
        may_subcontract: cells.read("may_subcontract", cells::yes_or_no),
        ids: cells.read_list("ids", cells::identifier),
        addresses: cells.list("addresses"),
        languages: cells.list("languages"),
        utc_offset_minutes: cells.read("utc_offset", cells::utc_offset_minutes),
        networks: cells.read_list("networks", cells::network),
        accounts: cells.list("accounts"),
        starts: cells.read("starts", cells::date),
        ends: cells.read("ends", cells::date),
    }
}

fn check_dates(vendor: &Vendor, row: u64, faults: &mut Faults) {
    if let (Some(starts), Some(ends)) = (vendor.starts, vendor.ends)
        && ends.last_epoch_day() < starts.first_epoch_day()
    {
        faults.at(row, Some("ends"), format!("the contract ends on {ends}, before it starts"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn faults(text: &str) -> Vec<String> {
        let (_, faults) = read(text.as_bytes());
        faults.into_iter().map(|(place, reason)| format!("{place}: {reason}")).collect()
    }

    #[test]
    fn every_column_is_read() {
        let text = "id;name;native_name;role;country;city;parent;tier;may_subcontract;ids;addresses;\
            languages;utc_offset;networks;accounts;starts;ends\n\
            s;Studio;;;us;;;0;;;;;;;;;\n\
            v;Name;이름;ink;kr;Seoul;s;1;No;\"USCC 91X; INN 77\";\"a st 1; b st 2\";\"ko;en\";+05:30;\
            \"192.0.2.0/24;2001:db8::1\";\"one;two\";2023-03-01;2024-01\n";
        let (rows, faults) = read(text.as_bytes());
        assert_eq!(faults, []);
        let vendor = &rows[1].value;
        assert_eq!(rows[1].row, 3);
        assert_eq!(vendor.native_name.as_deref(), Some("이름"));
        assert_eq!(vendor.country.as_deref(), Some("KR"));
        assert_eq!((vendor.tier, vendor.may_subcontract), (Some(1), Some(false)));
        assert_eq!(vendor.ids[1], ("INN".to_owned(), "77".to_owned()));
        assert_eq!(vendor.addresses, ["a st 1", "b st 2"]);
        assert_eq!(vendor.utc_offset_minutes, Some(330));
        assert_eq!(vendor.networks, ["192.0.2.0/24", "2001:db8::1"]);
        assert_eq!(vendor.accounts, ["one", "two"]);
        assert_eq!(vendor.ends.unwrap().to_string(), "2024-01");
    }

    #[test]
    fn a_bad_cell_is_complained_of_and_the_row_is_kept() {
        let text = "id,name,country,tier,utc_offset,networks,starts,ends\n\
            a,A,Korea,one,CST,office,1/2/2023,2023-02-30\n";
        let (rows, _) = read(text.as_bytes());
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].value.country, None);
        let said = faults(text);
        for column in ["country", "tier", "utc_offset", "networks", "starts", "ends"] {
            let place = format!("row 2 column {column}: ");
            assert!(said.iter().any(|fault| fault.starts_with(&place)), "{column}: {said:?}");
        }
        assert_eq!(said.len(), 6);
    }

    #[test]
    fn a_second_row_of_one_id_and_a_row_without_id_are_left_out_in_words() {
        let (rows, _) = read(b"id,name\na,A\na,B\n,C\n");
        assert_eq!(rows.len(), 1);
        let said = faults("id,name\na,A\na,B\n,C\n");
        assert_eq!(
            said[0],
            "row 3 column id: id \"a\" stands in row 2 already; this row is left out"
        );
        assert_eq!(said[1], "row 4 column id: the cell is empty");
    }

    #[test]
    fn unknown_parents_cycles_and_wrong_tiers_are_complained_of_by_row() {
        let said = faults("id,name,parent,tier\ns,S,,0\na,A,nobody,1\nb,B,c,1\nc,C,b,1\nd,D,s,3\n");
        assert_eq!(said.len(), 4, "{said:?}");
        assert!(said[0].starts_with("row 3 column parent: "), "{said:?}");
        assert!(said[1].starts_with("row 4 column parent: "), "{said:?}");
        assert!(said[2].starts_with("row 5 column parent: "), "{said:?}");
        assert!(said[3].starts_with("row 6 column tier: "), "{said:?}");
    }

    #[test]
    fn what_is_no_vendor_list_gives_no_rows_and_a_fault() {
        for text in ["", "\n\n", "PK\u{3}\u{4}", "date,payer\n2023-01-01,x\n"] {
            let (rows, faults) = read(text.as_bytes());
            assert!(rows.is_empty() && !faults.is_empty(), "{text:?}");
        }
    }

    #[test]
    fn a_contract_that_ends_before_it_starts_is_complained_of() {
        let said =
            faults("id,name,starts,ends\na,A,2024-02-01,2024-01-31\nb,B,2024-02-01,2024-02\n");
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with("row 2 column ends"), "{said:?}");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            let _read = read(&bytes);
        }

        #[test]
        fn any_cells_are_read(cells in "[a-z0-9,;\"\\n: -]{0,200}") {
            let (rows, _) = read(format!("id,name,parent,tier,utc_offset,starts\n{cells}").as_bytes());
            prop_assert!(rows.iter().all(|row| !row.value.id.is_empty()));
        }
    }
}
