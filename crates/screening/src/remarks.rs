//! The remarks column of the SDN list: weak aliases, dates, places, numbers and ties.
//!
//! In: the remarks of one entry. Out: the entry, filled. What is no fact about identity
//! (risk sentences, websites, established dates) is passed over.

use subtier_names::ids;

use crate::dates;
use crate::entry::{Entry, ListedAddress, ListedId, NameQuality};

/// Items of one remarks cell that are read.
const ITEMS_MAX: usize = 2_000;

/// How numbers begin in the remarks, longest first where one begins another, with the type
/// under which `names::ids` knows them. Read off the list of January 2023.
const NUMBERS: &[(&str, &str)] = &[
    ("Unified Social Credit Code (USCC)", "USCC"),
    ("Unified Social Credit Code", "USCC"),
    ("Organization Code", "Organization Code"),
    ("Business Registration Document #", "registration number"),
    ("Business Registration Number", "registration number"),
    ("Business Number", "registration number"),
    ("Public Registration Number", "registration number"),
    ("Commercial Registry Number", "registration number"),
    ("Chamber of Commerce Number", "registration number"),
    ("Company Number", "registration number"),
    ("UK Company Number", "registration number"),
    ("Economic Register Number (CBLS)", "registration number"),
    ("Legal Entity Number", "registration number"),
    ("Trade License No.", "registration number"),
    ("Registration Number", "registration number"),
    ("Registration ID", "registration number"),
    ("Registered Charity No.", "registration number"),
    ("File Number", "registration number"),
    ("Folio Mercantil No.", "registration number"),
    ("Matricula Mercantil No", "registration number"),
    ("C.R. No.", "registration number"),
    ("RUC #", "tax id"),
    ("RTN", "tax id"),
    ("R.F.C.", "tax id"),
    ("NIT #", "tax id"),
    ("Tax ID No.", "tax id"),
    ("V.A.T. Number", "tax id"),
    ("Fiscal Code", "tax id"),
    ("Italian Fiscal Code", "tax id"),
    ("Numero de Identidad", "national id"),
    ("National ID No.", "national id"),
    ("National Foreign ID Number", "national id"),
    ("Identification Number", "identification number"),
    ("Identity Card", "national id"),
    ("Personal ID Card", "national id"),
    ("Residency Number", "national id"),
    ("Citizen's Card Number", "national id"),
    ("Cedula No.", "national id"),
    ("C.U.R.P.", "national id"),
    ("C.U.I.T.", "tax id"),
    ("D.N.I.", "national id"),
    ("N.I.E.", "national id"),
    ("SSN", "national id"),
    ("Driver's License No.", "national id"),
    ("Turkish Identification Number", "national id"),
    ("Stateless Person ID Card", "passport"),
    ("Diplomatic Passport", "passport"),
    ("Passport", "passport"),
    ("Vessel Registration Identification IMO", "IMO"),
    ("Vessel Registration Identification", "other"),
    ("MMSI", "other"),
    ("SWIFT/BIC", "other"),
    ("D-U-N-S Number", "other"),
    ("Aircraft Manufacturer's Serial Number (MSN)", "other"),
];

/// Reads the remarks of an entry into it.
pub(crate) fn read(entry: &mut Entry, remarks: &str) {
    let source = entry.source;
    for item in remarks.trim().trim_end_matches('.').split(';').take(ITEMS_MAX) {
        let item = item.trim();
        let item = item.strip_prefix("alt. ").unwrap_or(item);
        if let Some(alias) = quoted_alias(item) {
            entry.add_name(alias, NameQuality::WeakAlias, source);
        } else if let Some(date) = item.strip_prefix("DOB ") {
            entry.birth_dates.extend(dates::birth(date));
        } else if let Some(place) = item.strip_prefix("POB ") {
            entry.addresses.push(birth_place(place, source));
        } else if let Some(country) =
            item.strip_prefix("nationality ").or_else(|| item.strip_prefix("citizen "))
        {
            entry.nationalities.push(country.trim().to_owned());
        } else if let Some(name) = item.strip_prefix("Linked To: ") {
            entry.linked_to.push(name.trim().trim_end_matches('.').to_owned());
        } else {
            entry.ids.extend(number(item));
        }
    }
}

/// `a.k.a. 'BNC'`, with or without brackets.
fn quoted_alias(item: &str) -> Option<&str> {
    let item = item.trim_start_matches('(').trim_end_matches(')');
    let rest = ["a.k.a. ", "f.k.a. ", "n.k.a. "].iter().find_map(|mark| item.strip_prefix(mark))?;
    Some(rest.trim().trim_matches(['\'', '"', '.']))
}

/// The last part after a comma is the country.
fn birth_place(place: &str, source: usize) -> ListedAddress {
    let (city, country) = place.rsplit_once(", ").unwrap_or(("", place));
    ListedAddress {
        street: String::new(),
        city: city.trim().to_owned(),
        country: country.trim().to_owned(),
        source,
    }
}

fn number(item: &str) -> Option<ListedId> {
    let (kind, rest) =
        NUMBERS.iter().find_map(|(prefix, kind)| Some((*kind, item.strip_prefix(prefix)?)))?;
    let (value, country) = match rest.split_once('(') {
        Some((value, behind)) => (value, behind.split_once(')').map(|(country, _)| country)),
        None => (rest, None),
    };
    let value = [" expires", " issued"]
        .iter()
        .fold(value, |value, mark| value.split_once(mark).map_or(value, |(value, _)| value));
    let identifier = ids::parse_id(kind, value);
    let country = country.map(|country| country.trim().to_owned());
    (!identifier.value.is_empty()).then_some(ListedId { identifier, country })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::EntryKind;
    use proptest::prelude::*;
    use subtier_names::ids::{Check, IdKind};

    fn entry(remarks: &str) -> Entry {
        let mut entry = Entry::new((0, 0), "1", EntryKind::Person, "X");
        read(&mut entry, remarks);
        entry
    }

    #[test]
    fn numbers_are_read_with_kind_country_and_check() {
        let entry = entry(
            "Passport U8554908 (India) expires 12 Jan 2031; Tax ID No. 7743531082; \
             Business Registration Number 1047796451658; alt. Passport 836210080 (Korea, North); \
             Unified Social Credit Code (USCC) 91350583259861969M (China); Linked To: SEK STUDIO.",
        );
        let got: Vec<_> = entry
            .ids
            .iter()
            .map(|id| (id.identifier.kind, id.identifier.check, id.country.as_deref()))
            .collect();
        assert_eq!(
            got,
            [
                (IdKind::Passport, Check::NotChecked, Some("India")),
                (IdKind::Inn, Check::Valid, None),
                (IdKind::Ogrn, Check::Valid, None),
                (IdKind::Passport, Check::NotChecked, Some("Korea, North")),
                (IdKind::Uscc, Check::Valid, Some("China")),
            ]
        );
        assert_eq!(entry.linked_to, ["SEK STUDIO"]);
    }

    #[test]
    fn weak_aliases_dates_and_places_are_read() {
        let entry = entry(
            "DOB 06 Apr 1974; alt. DOB circa 1975; POB Shanghai, China; nationality China; \
             a.k.a. 'OLD MAN'; (a.k.a. 'KID'); Secondary sanctions risk: sections 510.201.",
        );
        let names: Vec<_> = entry.names.iter().map(|name| name.text.as_str()).collect();
        assert_eq!(names, ["X", "OLD MAN", "KID"]);
        assert_eq!(entry.names[1].quality, NameQuality::WeakAlias);
        assert_eq!(entry.birth_dates.len(), 2);
        assert_eq!(entry.addresses[0].city, "Shanghai");
        assert_eq!(entry.nationalities, ["China"]);
    }

    proptest! {
        #[test]
        fn any_remarks_are_read(remarks in "\\PC{0,200}") {
            let _entry = entry(&remarks);
        }
    }
}
