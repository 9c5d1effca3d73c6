//! The distinct addresses of a log with their counts. Held as the workers counted them, since there
//! may be many; put in order and added up when somebody asks.

use std::fmt;
use std::net::IpAddr;

use subtier_model::Timestamp;

use crate::counts::AddressTally;
use crate::table::IdTable;

/// How often an address comes in a log, with account or without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressCount {
    /// The address.
    pub ip: IpAddr,
    /// Lines that are accesses from it, refused ones too.
    pub accesses: u64,
    /// The earliest instant.
    pub first: Option<Timestamp>,
    /// The latest instant.
    pub last: Option<Timestamp>,
}

/// All addresses of a log.
#[derive(Clone, Default)]
pub struct Addresses {
    parts: Vec<AddressTables>,
}

/// What one worker counted; the same address may be in several.
#[derive(Clone, Default)]
pub(crate) struct AddressTables {
    pub(crate) v4: IdTable<u32, AddressTally>,
    pub(crate) v6: IdTable<u128, AddressTally>,
}

impl Addresses {
    /// Adds what another worker counted.
    pub(crate) fn push(&mut self, tables: AddressTables) {
        self.parts.push(tables);
    }

    /// Adds all of another part of the log.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.parts.extend(other.parts);
    }

    /// Returns each address once, IPv4 first, each kind in the order of the numbers.
    pub fn sorted(&self) -> Vec<AddressCount> {
        let v4 = sorted_tallies(self.parts.iter().map(|part| &part.v4));
        let v6 = sorted_tallies(self.parts.iter().map(|part| &part.v6));
        let mut sorted = Vec::with_capacity(v4.len() + v6.len());
        let v4 = v4.into_iter().map(|(key, tally)| (IpAddr::V4(key.into()), tally));
        let v6 = v6.into_iter().map(|(key, tally)| (IpAddr::V6(key.into()), tally));
        sorted.extend(v4.chain(v6).map(|(ip, tally)| {
            let (first, last) = tally.extent.ends().unzip();
            let [first, last] = [first, last].map(|ts| ts.map(Timestamp::from_micros));
            AddressCount { ip, accesses: tally.accesses, first, last }
        }));
        sorted
    }
}

/// Keys with their tallies in order; those of one key are added up.
fn sorted_tallies<'t, K: Ord + Copy + 't>(
    tables: impl Iterator<Item = &'t IdTable<K, AddressTally>>,
) -> Vec<(K, AddressTally)> {
    let mut tallies: Vec<(K, AddressTally)> =
        tables.flat_map(|table| table.iter().copied()).collect();
    tallies.sort_unstable_by_key(|(key, _)| *key);
    tallies.dedup_by(|(key, tally), (before, sum)| {
        let is_same = key == before;
        if is_same {
            sum.absorb(*tally);
        }
        is_same
    });
    tallies
}

/// Two logs have the same addresses if they have the same counts, in whatever order they came.
impl PartialEq for Addresses {
    fn eq(&self, other: &Self) -> bool {
        self.sorted() == other.sorted()
    }
}

impl Eq for Addresses {}

impl fmt::Debug for Addresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.sorted()).finish()
    }
}
