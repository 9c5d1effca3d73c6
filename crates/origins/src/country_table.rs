//! The embedded country table: flat sorted arrays, searched without any decoding.
//!
//! In: `data/country.bin` (see `country_format`). Out: the country of an address, or nobody.
//! Never: more than a country, and no answer of its own about addresses inside a network.

use std::net::IpAddr;

use crate::country_format::{self, Boundaries, Provenance};

/// The table as the project tool made it from the package that its header names.
pub(crate) const EMBEDDED: &[u8] = include_bytes!("../../../data/country.bin");

/// Number of different upper halves of a v4 address.
const TOPS: usize = 1 << 16;

/// Boundaries with an index over the upper 16 bits of v4.
#[derive(Debug)]
pub(crate) struct CountryTable {
    boundaries: Boundaries,
    /// For each upper half, how many boundaries lie below its first address; one more at the end.
    tops: Vec<u32>,
}

impl CountryTable {
    /// Decodes a stored table.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, &'static str> {
        country_format::decode(bytes).map(|(_, boundaries)| Self::new(boundaries))
    }

    /// Decodes the table that is compiled in.
    pub(crate) fn embedded() -> Self {
        Self::decode(EMBEDDED).expect("the table is compiled in and a test decodes it")
    }

    fn new(boundaries: Boundaries) -> Self {
        let mut tops = Vec::with_capacity(TOPS + 1);
        let mut below = 0_u32;
        let mut starts = boundaries.v4_starts.iter().peekable();
        for top in 0..=u32::from(u16::MAX) {
            while starts.next_if(|&&start| start < top << 16).is_some() {
                below += 1;
            }
            tops.push(below);
        }
        tops.push(below + u32::try_from(starts.count()).unwrap_or(u32::MAX));
        Self { boundaries, tops }
    }

    /// ISO 3166-1 alpha-2 of the address.
    pub(crate) fn country(&self, ip: IpAddr) -> Option<[u8; 2]> {
        let id = match ip {
            IpAddr::V4(ip) => self.v4(u32::from(ip))?,
            IpAddr::V6(ip) => {
                let ip = u128::from(ip);
                let after = self.boundaries.v6_starts.partition_point(|&start| start <= ip);
                *self.boundaries.v6_ids.get(after.checked_sub(1)?)?
            }
        };
        self.boundaries.countries.get(usize::from(id).checked_sub(1)?).copied()
    }

    fn v4(&self, ip: u32) -> Option<u8> {
        let top = usize::try_from(ip >> 16).ok()?;
        let low = usize::try_from(*self.tops.get(top)?).ok()?;
        let high = usize::try_from(*self.tops.get(top + 1)?).ok()?;
        let run = self.boundaries.v4_starts.get(low..high)?;
        let after = low + run.partition_point(|&start| start <= ip);
        self.boundaries.v4_ids.get(after.checked_sub(1)?).copied()
    }
}

/// The header of the embedded table, read without decoding the table.
pub(crate) fn embedded_provenance() -> Provenance {
    country_format::provenance(EMBEDDED).expect("the table is compiled in and a test decodes it")
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use super::*;
    use proptest::prelude::*;

    fn provenance() -> Provenance {
        let text = "x".to_owned();
        Provenance {
            package: text.clone(),
            version: text.clone(),
            date: text.clone(),
            licence: text,
        }
    }

    fn countries() -> Vec<[u8; 2]> {
        vec![*b"CN", *b"KP", *b"KR"]
    }

    #[test]
    fn embedded_table_knows_addresses_of_known_sites() {
        let table = CountryTable::embedded();
        for (ip, country) in [
            ("59.45.32.9", Some(*b"CN")),
            ("212.128.4.9", Some(*b"ES")),
            ("211.45.66.10", Some(*b"KR")),
            ("175.45.178.21", Some(*b"KP")),
            ("175.45.179.255", Some(*b"KP")),
            ("10.0.0.1", None),
            ("255.255.255.255", None),
            ("2001:200::1", Some(*b"AU")),
            ("ff02::1", None),
            ("::", None),
        ] {
            assert_eq!(table.country(ip.parse().unwrap()), country, "{ip}");
        }
        assert_eq!(embedded_provenance().package, "@ip-location-db/geo-whois-asn-country-mmdb");
        assert!(EMBEDDED.len() < 2_500_000);
    }

    #[test]
    fn cut_or_changed_tables_are_refused_in_words() {
        let mut boundaries = Boundaries { countries: countries(), ..Boundaries::default() };
        boundaries.v4_starts = vec![5, 9];
        boundaries.v4_ids = vec![1, 0];
        let bytes = country_format::encode(&provenance(), &boundaries).unwrap();
        assert!(CountryTable::decode(&bytes).is_ok());
        for end in 0..bytes.len() {
            assert!(CountryTable::decode(&bytes[..end]).is_err(), "cut at {end}");
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert!(CountryTable::decode(&longer).is_err());
        *longer.iter_mut().rev().nth(1).unwrap() = 200;
        assert!(CountryTable::decode(&longer[..bytes.len()]).is_err(), "country number 200");
    }

    proptest! {
        #[test]
        fn flat_table_answers_as_a_slow_scan(
            v4 in proptest::collection::btree_map(any::<u32>(), 0_u8..=3, 0..60),
            v6 in proptest::collection::btree_map(0..u128::MAX, 0_u8..=3, 0..60),
            asked4 in proptest::collection::vec(any::<u32>(), 20),
            asked6 in proptest::collection::vec(any::<u128>(), 20),
        ) {
            let boundaries = Boundaries {
                countries: countries(),
                v4_starts: v4.keys().copied().collect(),
                v4_ids: v4.values().copied().collect(),
                v6_starts: v6.keys().copied().collect(),
                v6_ids: v6.values().copied().collect(),
            };
            let bytes = country_format::encode(&provenance(), &boundaries).unwrap();
            let table = CountryTable::decode(&bytes).unwrap();
            let name = |id: u8| usize::from(id).checked_sub(1).map(|idx| countries()[idx]);
            // Besides random addresses, both sides of each boundary.
            let edges4 = v4.keys().flat_map(|s| [*s, s.wrapping_sub(1), s.wrapping_add(1)]);
            for ip in edges4.chain(asked4) {
                let slow = v4.iter().rev().find(|(start, _)| **start <= ip).and_then(|(_, id)| name(*id));
                prop_assert_eq!(table.country(Ipv4Addr::from(ip).into()), slow);
            }
            let edges6 = v6.keys().flat_map(|s| [*s, s.wrapping_sub(1), s.wrapping_add(1)]);
            for ip in edges6.chain(asked6) {
                let slow = v6.iter().rev().find(|(start, _)| **start <= ip).and_then(|(_, id)| name(*id));
                prop_assert_eq!(table.country(Ipv6Addr::from(ip).into()), slow);
            }
        }

        #[test]
        fn no_bytes_panic(
            tail in proptest::collection::vec(any::<u8>(), 0..200),
            counts in (0_u32..50, 0_u32..50),
        ) {
            drop(CountryTable::decode(&tail));
            let header = format!(
                "subtier country table 1; package p; version v; date d; licence l; v4 {}; v6 {}; countries CN\n",
                counts.0, counts.1
            );
            let mut bytes = header.into_bytes();
            bytes.extend(tail);
            drop(CountryTable::decode(&bytes));
        }
    }
}
