//! The extract of the SEK Studio network that is compiled in, so that something can be said
//! where no list is given.
//!
//! In: `data/sek.tsv`, facts with their source and list date. Out: 14 entries. It is no list:
//! it speaks only where no SDN is given, and says so in each match.

use subtier_model::Date;

use crate::entry::{Entry, EntryKind, ListSource, ListedAddress, NameQuality};
use crate::remarks;

/// The name under which it speaks.
pub(crate) const NAME: &str = "OFAC SDN (embedded extract)";

const TABLE: &str = include_str!("../../../data/sek.tsv");

/// Reads the table; one source for each list date in it.
pub(crate) fn read(list: usize, first_source: usize) -> (Vec<Entry>, Vec<ListSource>) {
    let mut sources: Vec<ListSource> = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    let hash = blake3::hash(TABLE.as_bytes()).to_hex().to_string();
    for row in TABLE.lines().filter(|row| !row.starts_with('#')) {
        let mut cells = row.split('\t');
        let (Some(uid), Some(date), Some(field), Some(value)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let date: Option<Date> = date.parse().ok();
        let source = if let Some(idx) = sources.iter().position(|source| source.date == date) {
            idx
        } else {
            sources.push(ListSource {
                name: NAME.to_owned(),
                date,
                hash: hash.clone(),
                file_name: format!("embedded sek.tsv, rows of {}", crate::entry::date_words(date)),
                entries: 0,
            });
            sources.len() - 1
        };
        if field == "kind" {
            let kind = if value == "person" { EntryKind::Person } else { EntryKind::Organisation };
            entries.push(Entry::new((list, first_source + source), uid, kind, ""));
        }
        let counted = matches!(field, "kind" | "alias" | "address");
        if let Some(source) = sources.get_mut(source).filter(|_| counted) {
            source.entries += 1;
        }
        if let Some(entry) = entries.iter_mut().find(|entry| entry.uid == uid) {
            fill(entry, field, value, first_source + source);
        }
    }
    (entries, sources)
}

fn fill(entry: &mut Entry, field: &str, value: &str, source: usize) {
    match field {
        "name" => {
            if let Some(name) = entry.names.first_mut() {
                value.clone_into(&mut name.text);
            }
        }
        "programme" => entry.programmes.push(value.to_owned()),
        "remarks" => remarks::read(entry, value),
        "alias" => entry.add_name(value, NameQuality::Alias, source),
        "address" => {
            let mut parts = value.split('|').map(str::to_owned);
            let mut part = || parts.next().unwrap_or_default();
            let (street, city, country) = (part(), part(), part());
            entry.addresses.push(ListedAddress { street, city, country, source });
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use subtier_names::ids::Check;

    #[test]
    fn the_extract_is_whole_and_every_number_in_it_is_right() {
        let (entries, sources) = read(0, 0);
        assert_eq!(entries.len(), 14);
        assert_eq!(sources.len(), 2);
        let linked = entries.iter().filter(|e| e.linked_to == ["SEK STUDIO"]).count();
        assert_eq!(linked, 12, "entries linked to SEK STUDIO itself");
        for entry in &entries {
            assert!(!entry.name().is_empty(), "{}", entry.uid);
            for id in &entry.ids {
                assert_ne!(id.identifier.check, Check::Invalid, "{} {}", entry.uid, id.identifier);
            }
        }
    }

    #[test]
    fn every_row_names_its_source() {
        for row in TABLE.lines().filter(|row| !row.starts_with('#')) {
            let cells: Vec<_> = row.split('\t').collect();
            assert_eq!(cells.len(), 5, "{row}");
            assert!(cells[4].starts_with("OFAC"), "{row}");
        }
    }
}
