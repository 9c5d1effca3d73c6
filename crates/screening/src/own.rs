//! A list of one's own: a CSV with the columns `id,name,aliases,type,country,birth_date,ids`.
//!
//! In: rows with a header. Out: entries. Only `id` and `name` are needed; the order of columns
//! is free, unknown columns are passed over. Lists inside a cell are separated by `;`.

use subtier_names::{id_types, ids};

use crate::csv_rows::{Refused, Rows};
use crate::dates;
use crate::entry::{Entry, EntryKind, ListedAddress, ListedId, NameQuality};

/// Whether the header names the columns of such a list.
pub(crate) fn is_own(rows: &Rows) -> bool {
    column(rows, "id").is_some() && column(rows, "name").is_some()
}

fn column(rows: &Rows, name: &str) -> Option<usize> {
    let (_, header) = rows.rows.first()?;
    header.iter().position(|cell| cell.eq_ignore_ascii_case(name))
}

/// Reads the entries, or refuses the list.
pub(crate) fn read(rows: &Rows, list: usize, source: usize) -> Result<Vec<Entry>, Refused> {
    let mut entries = Vec::new();
    for (line, row) in rows.rows.iter().skip(1) {
        let cell = |name: &str| {
            column(rows, name).and_then(|idx| row.get(idx)).map(String::as_str).unwrap_or_default()
        };
        let (uid, name) = (cell("id"), cell("name"));
        if uid.is_empty() || name.is_empty() {
            return Err(Refused::at(*line, "a row without id or name"));
        }
        let mut entry = Entry::new((list, source), uid, kind(cell("type")), name);
        for alias in cells(cell("aliases")) {
            entry.add_name(alias, NameQuality::Alias, source);
        }
        if !cell("country").is_empty() {
            entry.addresses.push(ListedAddress {
                street: String::new(),
                city: String::new(),
                country: cell("country").to_owned(),
                source,
            });
        }
        entry.birth_dates.extend(cells(cell("birth_date")).filter_map(dates::birth));
        entry.ids.extend(cells(cell("ids")).filter_map(|id| number(id, cell("country"))));
        entries.push(entry);
    }
    Ok(entries)
}

fn cells(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty())
}

/// `TYPE VALUE`; the entry's country is taken for the one that issued it.
fn number(text: &str, country: &str) -> Option<ListedId> {
    let (kind, value) = id_types::split(text)?;
    let country = Some(country.to_owned()).filter(|country| !country.is_empty());
    Some(ListedId { identifier: ids::parse_id(&kind, &value), country })
}

fn kind(text: &str) -> EntryKind {
    match text.to_ascii_lowercase().as_str() {
        "person" | "individual" => EntryKind::Person,
        "organisation" | "organization" | "company" | "entity" | "legalentity" => {
            EntryKind::Organisation
        }
        "vessel" | "aircraft" => EntryKind::Vehicle,
        _ => EntryKind::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv_rows;

    #[test]
    fn columns_are_found_by_their_names_in_any_order() {
        let text =
            "name;id;ids;aliases;type\n\"A\";7;\"USCC 913101040936933514;INN 1\";\"B;C\";company\n";
        let rows = csv_rows::read(text).unwrap();
        assert!(is_own(&rows));
        let entries = read(&rows, 0, 0).unwrap();
        assert_eq!(entries.len(), 1);
        let entry = &entries[0];
        assert_eq!((entry.uid.as_str(), entry.names.len(), entry.ids.len()), ("7", 3, 2));
        assert_eq!(entry.kind, EntryKind::Organisation);
    }

    #[test]
    fn a_row_without_a_name_refuses_the_list() {
        let rows = csv_rows::read("id,name\n1,A\n2,\n").unwrap();
        assert_eq!(read(&rows, 0, 0).unwrap_err().line, Some(3));
    }
}
