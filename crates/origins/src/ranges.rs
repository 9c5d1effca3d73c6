//! The range table (`data/ranges.tsv`) and the addresses that belong to nobody outside
//! (`data/special-addresses.tsv`).
//!
//! In: an address and the day of the sighting. Out: the row it lies in, graded for that day.
//! Never: an autonomous system; one of those that carry North Korea's traffic is among the largest of
//! China and would touch millions of uninvolved users.

use std::net::IpAddr;

use subtier_model::{Date, RangeGrade, RangeRow};

use crate::intervals::Span;
use crate::table::rows;

const RANGES: &str = include_str!("../../../data/ranges.tsv");
const SPECIAL: &str = include_str!("../../../data/special-addresses.tsv");

/// Name of the range table among the sources.
pub(crate) const RANGE_TABLE: &str = "range table";
/// Name of the special addresses among the sources.
pub(crate) const SPECIAL_TABLE: &str = "special-purpose addresses";
/// RFC 6890, which collects them, is of April 2013; the newest row is RFC 9637 of August 2024.
pub(crate) const SPECIAL_DATE: &str = "2024-08";

/// One row with what the model does not keep.
#[derive(Debug, Clone)]
struct Entry {
    span: Span,
    /// `None` where the source does not settle the country.
    country: Option<[u8; 2]>,
    dated: String,
    row: RangeRow,
}

/// What the range table says of an address on a day.
#[derive(Debug, Clone)]
pub(crate) struct RangeAnswer {
    /// The row, its grade lowered where the day is not known to lie within its dates.
    pub(crate) row: RangeRow,
    /// Whether the day is not known to lie outside the row's dates, so that what the row says of
    /// the country stands above every database.
    pub(crate) stands: bool,
    /// The country, where the source settles it.
    pub(crate) country: Option<[u8; 2]>,
    /// The date of the source.
    pub(crate) dated: String,
}

/// The dated, sourced ranges.
#[derive(Debug)]
pub(crate) struct RangeTable {
    entries: Vec<Entry>,
}

impl RangeTable {
    /// The table that is compiled in.
    pub(crate) fn embedded() -> Self {
        Self::parse(RANGES)
    }

    /// BLAKE3 of the table that is compiled in.
    pub(crate) fn embedded_hash() -> String {
        blake3::hash(RANGES.as_bytes()).to_hex().to_string()
    }

    fn parse(text: &str) -> Self {
        Self { entries: rows(text).filter_map(entry).collect() }
    }

    /// The date of the newest source in the table.
    pub(crate) fn date(&self) -> &str {
        self.entries.iter().map(|entry| entry.dated.as_str()).max().unwrap_or_default()
    }

    /// Whether the address lies in a row, on whatever day.
    pub(crate) fn contains(&self, ip: IpAddr) -> bool {
        self.entries.iter().any(|entry| entry.span.contains(ip))
    }

    /// What the table says of the address on that day.
    pub(crate) fn find(&self, ip: IpAddr, at: Option<Date>) -> Option<RangeAnswer> {
        let entry = self.entries.iter().find(|entry| entry.span.contains(ip))?;
        let mut row = entry.row.clone();
        // A day that is not known may be any day.
        let (first, last) = match at {
            Some(day) => (day.first_epoch_day(), day.last_epoch_day()),
            None => (i64::MIN, i64::MAX),
        };
        let from = row.from.map_or(i64::MIN, Date::first_epoch_day);
        let until = row.until.map_or(i64::MAX, Date::last_epoch_day);
        if first < from || until < last {
            row.grade = RangeGrade::Medium;
        }
        let stands = first <= until && from <= last;
        Some(RangeAnswer { row, stands, country: entry.country, dated: entry.dated.clone() })
    }
}

fn entry(
    [range, country, grade, from, until, dated, what, source_title, source_address]: [&str; 9],
) -> Option<Entry> {
    let date = |text: &str| match text {
        "" => Some(None),
        text => text.parse::<Date>().ok().map(Some),
    };
    let row = RangeRow {
        range: range.to_owned(),
        what: what.to_owned(),
        grade: match grade {
            "strong" => RangeGrade::Strong,
            "medium" => RangeGrade::Medium,
            _ => return None,
        },
        from: date(from)?,
        until: date(until)?,
        source_title: source_title.to_owned(),
        source_address: source_address.to_owned(),
    };
    let country = <[u8; 2]>::try_from(country.as_bytes()).ok();
    Some(Entry { span: Span::parse(range).ok()?, country, dated: dated.to_owned(), row })
}

/// The special addresses.
#[derive(Debug)]
pub(crate) struct SpecialAddresses {
    spans: Vec<(Span, &'static str)>,
}

impl SpecialAddresses {
    /// The table that is compiled in.
    pub(crate) fn embedded() -> Self {
        let spans =
            rows(SPECIAL).filter_map(|[range, says]| Some((Span::parse(range).ok()?, says)));
        Self { spans: spans.collect() }
    }

    /// What the address is, such as `inside (RFC 1918)`.
    pub(crate) fn find(&self, ip: IpAddr) -> Option<&'static str> {
        self.spans.iter().find(|(span, _)| span.contains(ip)).map(|(_, says)| *says)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::expected;

    fn find(ip: &str, at: &str) -> Option<RangeAnswer> {
        RangeTable::embedded().find(ip.parse().unwrap(), at.parse().ok())
    }

    #[test]
    fn every_row_of_the_tables_is_read_and_has_a_source() {
        let table = RangeTable::embedded();
        assert_eq!(table.entries.len(), expected(RANGES));
        assert_eq!(SpecialAddresses::embedded().spans.len(), expected(SPECIAL));
        for entry in &table.entries {
            assert!(entry.row.source_address.starts_with("https://"), "{entry:?}");
            assert!(!entry.row.source_title.is_empty() && !entry.dated.is_empty(), "{entry:?}");
        }
    }

    #[test]
    fn allocation_is_strong_to_its_last_address_and_not_beyond() {
        for ip in ["175.45.176.0", "175.45.176.1", "175.45.178.21", "175.45.179.255"] {
            assert_eq!(find(ip, "2023-05-01").unwrap().row.grade, RangeGrade::Strong, "{ip}");
            assert_eq!(find(ip, "").unwrap().row.grade, RangeGrade::Strong, "{ip} without a day");
        }
        for ip in ["175.45.175.255", "175.45.180.0", "2002:af2d:b000::1"] {
            assert!(find(ip, "2023-05-01").is_none(), "{ip}");
        }
    }

    #[test]
    fn ranges_reported_in_2017_are_medium() {
        let row = find("210.52.109.77", "2023-05-01").unwrap().row;
        assert!(
            row.what.starts_with("CN address assigned to KPTC") && row.what.contains("2017 source")
        );
        assert_eq!(row.grade, RangeGrade::Medium);
        assert!(find("210.52.110.1", "2023-05-01").is_none());
        let answer = find("77.94.35.9", "2023-05-01").unwrap();
        assert_eq!((answer.row.grade, answer.dated.as_str()), (RangeGrade::Medium, "2017"));
        assert_eq!(answer.country, None);
    }

    #[test]
    fn strong_row_counts_as_strong_only_within_its_dates() {
        let text = "c\n192.0.2.0/24\tKP\tstrong\t2017-04\t2017-07\t2017\tw\tt\thttps://a\n";
        let table = RangeTable::parse(text);
        let grade = |day: &str| {
            let answer = table.find("192.0.2.7".parse().unwrap(), day.parse().ok()).unwrap();
            (answer.row.grade, answer.stands)
        };
        assert_eq!(grade("2017-04-01"), (RangeGrade::Strong, true));
        assert_eq!(grade("2017-07-31"), (RangeGrade::Strong, true));
        assert_eq!(grade("2017-03-31"), (RangeGrade::Medium, false));
        assert_eq!(grade("2017-08-01"), (RangeGrade::Medium, false));
        assert_eq!(grade("2017"), (RangeGrade::Medium, true), "the year reaches beyond");
        assert_eq!(grade(""), (RangeGrade::Medium, true), "the day is not known");
    }

    #[test]
    fn private_and_documentation_addresses_are_named_by_their_rfc() {
        let special = SpecialAddresses::embedded();
        for (ip, says) in [
            ("10.1.2.3", Some("inside (RFC 1918)")),
            ("172.31.255.255", Some("inside (RFC 1918)")),
            ("172.32.0.0", None),
            ("100.64.0.1", Some("inside (RFC 6598)")),
            ("127.0.0.1", Some("inside (RFC 1122)")),
            ("198.51.100.7", Some("documentation (RFC 5737)")),
            ("::1", Some("inside (RFC 4291)")),
            ("fd00::1", Some("inside (RFC 4193)")),
            ("8.8.8.8", None),
        ] {
            assert_eq!(special.find(ip.parse().unwrap()), says, "{ip}");
        }
    }
}
