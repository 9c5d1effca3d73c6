//! The OFAC SDN list as published: `sdn.csv`, `alt.csv`, `add.csv`, joined by uid.
//!
//! In: rows of CSV files. Out: which part a file is, and entries. A header row is allowed, even
//! one whose names are wrong: the columns are known by what stands in them. Column order after
//! OFAC, "Data formats and data schemas: SDN list", 12, 5 and 6 columns.

use std::collections::BTreeMap;

use crate::csv_rows::{Refused, Rows};
use crate::entry::{Entry, EntryKind, ListedAddress, NameQuality};
use crate::remarks;

/// A part of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Primary names with remarks.
    Primaries,
    /// Aliases.
    Aliases,
    /// Addresses.
    Addresses,
}

impl Part {
    /// The name of the published file.
    pub(crate) const fn file(self) -> &'static str {
        match self {
            Self::Primaries => "sdn.csv",
            Self::Aliases => "alt.csv",
            Self::Addresses => "add.csv",
        }
    }

    /// What it holds, in words.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Primaries => "primary names",
            Self::Aliases => "aliases",
            Self::Addresses => "addresses",
        }
    }
}

const TYPES: [&str; 4] = ["", "individual", "vessel", "aircraft"];
const ALIAS_TYPES: [&str; 3] = ["aka", "fka", "nka"];

/// Rows that are looked at to know a file by its content.
const SNIFFED_ROWS: usize = 50;

/// Knows a part by its columns; `None` where it is no part of this list.
pub(crate) fn part_of(rows: &Rows) -> Option<Part> {
    let fits = |test: fn(&[String]) -> bool| {
        let mut sniffed = rows.rows.iter().take(SNIFFED_ROWS).map(|(_, row)| row.as_slice());
        let first = sniffed.next().is_some_and(test);
        let (mut others, mut fitting) = (0, 0);
        for row in sniffed {
            others += 1;
            fitting += usize::from(test(row));
        }
        // The first row may be a header; of the others a damaged one must not hide the list.
        (first && others == 0) || (others > 0 && fitting * 10 >= others * 9)
    };
    match rows.columns {
        12 if fits(|row| is_number(row, 0) && is_one_of(row, 2, &TYPES)) => Some(Part::Primaries),
        5 if fits(|row| {
            is_number(row, 0) && is_number(row, 1) && is_one_of(row, 2, &ALIAS_TYPES)
        }) =>
        {
            Some(Part::Aliases)
        }
        6 if fits(|row| is_number(row, 0) && is_number(row, 1)) => Some(Part::Addresses),
        _ => None,
    }
}

fn cell(row: &[String], idx: usize) -> &str {
    row.get(idx).map(String::as_str).unwrap_or_default()
}

fn is_number(row: &[String], idx: usize) -> bool {
    let cell = cell(row, idx);
    !cell.is_empty() && cell.len() <= 12 && cell.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_one_of(row: &[String], idx: usize, words: &[&str]) -> bool {
    words.contains(&cell(row, idx).to_ascii_lowercase().as_str())
}

/// Rows after the header; a row without a number behind it is damage.
pub(crate) fn data_rows(rows: &Rows) -> Result<&[(u64, Vec<String>)], Refused> {
    let header = rows.rows.first().is_some_and(|(_, row)| !is_number(row, 0));
    let data = rows.rows.get(usize::from(header)..).unwrap_or_default();
    match data.iter().find(|(_, row)| !is_number(row, 0)) {
        Some((line, _)) => Err(Refused::at(*line, "no list number in the first column")),
        None => Ok(data),
    }
}

/// Entries of the primaries, by uid.
pub(crate) fn entries(
    rows: &[(u64, Vec<String>)],
    list: usize,
    source: usize,
) -> BTreeMap<u64, Entry> {
    let mut entries = BTreeMap::new();
    for (_, row) in rows {
        let Ok(uid) = cell(row, 0).parse::<u64>() else { continue };
        let kind = match cell(row, 2).to_ascii_lowercase().as_str() {
            "individual" => EntryKind::Person,
            "vessel" | "aircraft" => EntryKind::Vehicle,
            _ => EntryKind::Organisation,
        };
        let mut entry = Entry::new((list, source), uid.to_string(), kind, cell(row, 1));
        entry.programmes =
            cell(row, 3).split("] [").map(programme).filter(|tag| !tag.is_empty()).collect();
        remarks::read(&mut entry, cell(row, 11));
        entries.insert(uid, entry);
    }
    entries
}

fn programme(tag: &str) -> String {
    tag.trim().trim_matches(['[', ']']).to_owned()
}

/// Adds aliases; returns how many belong to no entry.
pub(crate) fn join_aliases(
    entries: &mut BTreeMap<u64, Entry>,
    rows: &[(u64, Vec<String>)],
    source: usize,
) -> usize {
    let mut orphans = 0;
    for (_, row) in rows {
        let entry = cell(row, 0).parse().ok().and_then(|uid: u64| entries.get_mut(&uid));
        match entry {
            Some(entry) => entry.add_name(cell(row, 3), NameQuality::Alias, source),
            None => orphans += 1,
        }
    }
    orphans
}

/// Adds addresses; returns how many belong to no entry.
pub(crate) fn join_addresses(
    entries: &mut BTreeMap<u64, Entry>,
    rows: &[(u64, Vec<String>)],
    source: usize,
) -> usize {
    let mut orphans = 0;
    for (_, row) in rows {
        let entry = cell(row, 0).parse().ok().and_then(|uid: u64| entries.get_mut(&uid));
        let address = ListedAddress {
            street: cell(row, 2).to_owned(),
            city: cell(row, 3).to_owned(),
            country: cell(row, 4).to_owned(),
            source,
        };
        match entry {
            Some(entry) => {
                let empty = address.city.is_empty() && address.country.is_empty();
                if !(empty && address.street.is_empty()) {
                    entry.addresses.push(address);
                }
            }
            None => orphans += 1,
        }
    }
    orphans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv_rows;

    #[test]
    fn parts_are_known_by_what_stands_in_their_columns() {
        let cases = [
            (
                "ID,Name,Type,Country,Title,F,G,H,I,J,K,Details\n36,A,-0- ,CUBA,,,,,,,,-0- \n",
                Some(Part::Primaries),
            ),
            ("36,A,individual,DPRK3,,,,,,,,-0- \n", Some(Part::Primaries)),
            ("36,12,\"aka\",\"B\",-0- \n", Some(Part::Aliases)),
            (
                "ID,Col_B,Address,City,Country,\n36,25,-0- ,Havana,Cuba,-0- \n",
                Some(Part::Addresses),
            ),
            ("id,name,aliases,type,country,birth_date,ids\n1,A,,,,,\n", None),
            ("a,b,c,d,e,f\nx,y,z,1,2,3\n", None),
        ];
        for (text, want) in cases {
            assert_eq!(part_of(&csv_rows::read(text).unwrap()), want, "{text}");
        }
    }

    #[test]
    fn a_row_without_a_number_is_damage() {
        let rows = csv_rows::read("36,12,aka,B,\nxx,13,aka,C,\n").unwrap();
        assert_eq!(data_rows(&rows).unwrap_err().line, Some(2));
    }
}
