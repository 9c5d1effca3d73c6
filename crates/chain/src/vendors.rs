//! `vendors.csv`: the chain as the user has it on file. Bytes in; rows with their faults out. A row
//! without an id is left out and complained of; one with an id that stood there before adds its
//! identifiers, accounts, networks and addresses to the first; any other fault costs only its cell.
//! Never guesses what a cell may have meant.

use std::collections::BTreeMap;

use subtier_model::{Place, Vendor};
use subtier_names::fold::company_key;
use subtier_names::ids::{Check, parse_id};

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
    let mut first_of_id: BTreeMap<String, usize> = BTreeMap::new();
    for raw in &sheet.rows {
        let vendor = vendor(&mut sheet.cells(raw, &mut faults));
        if vendor.id.is_empty() {
            continue;
        }
        check_numbers(&vendor, raw.row, &mut faults);
        if let Some(first) = first_of_id.get(&vendor.id).and_then(|idx| rows.get_mut(*idx)) {
            faults.at(raw.row, Some("id"), second_row(first, &vendor));
            first.quote = format!("{}\n{}", first.quote, raw.text);
            merge(&mut first.value, vendor);
            continue;
        }
        first_of_id.insert(vendor.id.clone(), rows.len());
        check_dates(&vendor, raw.row, &mut faults);
        rows.push(Row { row: raw.row, quote: raw.text.clone(), value: vendor });
    }
    check_accounts(&rows, &mut faults);
    let chain = Chain::new(rows.iter().map(|row| row.value.clone()));
    for fault in chain.faults() {
        let row = first_of_id.get(&fault.vendor).and_then(|idx| rows.get(*idx));
        let row = row.map_or(sheet.header_row, |row| row.row);
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

/// What is said of a second row of one id.
fn second_row(first: &Row<Vendor>, second: &Vendor) -> String {
    let (row, name) = (first.row, &first.value.name);
    let other = if company_key(name) == company_key(&second.name) {
        String::new()
    } else {
        format!(" for {name:?}")
    };
    format!(
        "id {:?} stands in row {row} already{other}; of this row only identifiers, accounts, \
         networks and addresses are added to it",
        second.id
    )
}

fn merge(first: &mut Vendor, second: Vendor) {
    fn add<T: PartialEq>(to: &mut Vec<T>, from: Vec<T>) {
        for item in from {
            if !to.contains(&item) {
                to.push(item);
            }
        }
    }
    add(&mut first.ids, second.ids);
    add(&mut first.accounts, second.accounts);
    add(&mut first.networks, second.networks);
    add(&mut first.addresses, second.addresses);
}

/// Complains of numbers whose check digit is wrong; they are kept, for a forgery tells something too.
fn check_numbers(vendor: &Vendor, row: u64, faults: &mut Faults) {
    for (kind, value) in &vendor.ids {
        let number = parse_id(kind, value);
        if number.check == Check::Invalid {
            let reason = format!("{number}: a typing error or a forgery; it proves nothing");
            faults.at(row, Some("ids"), reason);
        }
    }
}

/// Complains of accounts that stand with two vendors: what such an account did is nobody's.
fn check_accounts(rows: &[Row<Vendor>], faults: &mut Faults) {
    let mut owners: BTreeMap<String, &Row<Vendor>> = BTreeMap::new();
    for row in rows {
        for account in &row.value.accounts {
            let first = *owners.entry(account.to_lowercase()).or_insert(row);
            if first.value.id != row.value.id {
                let (id, at) = (&first.value.id, first.row);
                let reason = format!("account {account:?} is also that of {id:?} in row {at}");
                faults.at(row.row, Some("accounts"), reason);
            }
        }
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
            v;Name;이름;ink;kr;Seoul;s;1;No;\"USCC 913101040936933514; INN 7743531082\";\"a st 1; b st 2\";\"ko;en\";+05:30;\
            \"192.0.2.0/24;2001:db8::1\";\"one;two\";2023-03-01;2024-01\n";
        let (rows, faults) = read(text.as_bytes());
        assert_eq!(faults, []);
        let vendor = &rows[1].value;
        assert_eq!(rows[1].row, 3);
        assert_eq!(vendor.native_name.as_deref(), Some("이름"));
        assert_eq!(vendor.country.as_deref(), Some("KR"));
        assert_eq!((vendor.tier, vendor.may_subcontract), (Some(1), Some(false)));
        assert_eq!(vendor.ids[1], ("INN".to_owned(), "7743531082".to_owned()));
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
    fn a_second_row_of_one_id_adds_to_the_first_and_is_complained_of() {
        let text = "id,name,country,ids,accounts,networks,addresses\n\
            a,A Co.,KR,INN 7743531082,one,192.0.2.0/24,x 1\n\
            a,\"A Co., Ltd.\",CN,UEN 201836948N;INN 7743531082,two;one,192.0.2.9,y 2\n";
        let (rows, _) = read(text.as_bytes());
        assert_eq!(rows.len(), 1);
        let vendor = &rows[0].value;
        assert_eq!((vendor.name.as_str(), vendor.country.as_deref()), ("A Co.", Some("KR")));
        let kinds: Vec<&str> = vendor.ids.iter().map(|id| id.0.as_str()).collect();
        assert_eq!(kinds, ["INN", "UEN"]);
        assert_eq!(vendor.accounts, ["one", "two"]);
        assert_eq!(vendor.networks, ["192.0.2.0/24", "192.0.2.9"]);
        assert_eq!(vendor.addresses, ["x 1", "y 2"]);
        assert!(rows[0].quote.contains("A Co.,KR") && rows[0].quote.contains("Ltd."));
        assert_eq!(
            faults(text),
            ["row 3 column id: id \"a\" stands in row 2 already; of this row only identifiers, \
              accounts, networks and addresses are added to it"]
        );
        let said = faults("id,name\na,A\na,B\n,C\n");
        assert!(said[0].contains("already for \"A\"; of this row"), "{said:?}");
        assert_eq!(said[1], "row 4 column id: the cell is empty");
    }

    #[test]
    fn an_account_of_two_vendors_is_complained_of() {
        let said = faults("id,name,accounts\na,A,x\nb,B,y;X\nc,C,z\na,A,x;y\n");
        assert_eq!(said.len(), 3, "{said:?}");
        assert_eq!(said[1], "row 3 column accounts: account \"y\" is also that of \"a\" in row 2");
        assert_eq!(said[2], "row 3 column accounts: account \"X\" is also that of \"a\" in row 2");
    }

    #[test]
    fn a_wrong_check_digit_is_complained_of_and_the_number_kept() {
        let text = "id,name,ids\na,A,USCC 91500118582829839H\nb,B,913101040936933514\n\
            c,C,PRC ID 31010619740406283x\n";
        let (rows, _) = read(text.as_bytes());
        assert_eq!(rows[0].value.ids.len(), 1);
        assert_eq!(rows[1].value.ids, [(String::new(), "913101040936933514".to_owned())]);
        assert_eq!(rows[2].value.ids[0].0, "PRC ID");
        assert_eq!(
            faults(text),
            ["row 2 column ids: USCC 91500118582829839H (check digit wrong): a typing error or a \
              forgery; it proves nothing"]
        );
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
