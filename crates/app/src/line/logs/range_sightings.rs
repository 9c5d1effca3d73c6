//! What addresses of the range table did without being let in as an account: accesses that name none,
//! and refused ones. Accesses of accounts that were let in are sightings of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use subtier_connections::{Access, Action, FileSummary, READER_VERSION, quote_lines};
use subtier_model::{EvidenceId, Fact, Observation, RangeSighting, Reader};
use subtier_source::Opened;

use crate::failure::Failure;
use crate::line::network::Network;

/// Pairs of address and account that one log is cited for; the table holds some 1,600 addresses.
const PAIRS_MAX: usize = 5_000;

/// Gathers them while a log is read.
pub(crate) struct RangeSightings<'a> {
    network: &'a Network,
    found: BTreeMap<(IpAddr, Option<String>), (u64, RangeSighting)>,
    /// The address that came last and is not in the table; neighbouring lines mostly share theirs.
    last_outside: Option<IpAddr>,
}

impl<'a> RangeSightings<'a> {
    pub(crate) const fn new(network: &'a Network) -> Self {
        Self { network, found: BTreeMap::new(), last_outside: None }
    }

    pub(crate) fn add(&mut self, line: u64, access: &Access<'_>, account: Option<&str>) {
        let Some(ip) = access.ip else { return };
        let is_refused = !access.is_admitted();
        if (account.is_some() && !is_refused) || self.last_outside == Some(ip) {
            return;
        }
        if !self.network.data.is_in_range_table(ip) {
            self.last_outside = Some(ip);
            return;
        }
        let key = (ip, account.map(str::to_owned));
        if self.found.len() >= PAIRS_MAX && !self.found.contains_key(&key) {
            return;
        }
        let (_, sighting) = self.found.entry(key).or_insert_with(|| {
            let sighting = RangeSighting {
                ip: ip.to_string(),
                account: account.map(str::to_owned),
                accesses: 0,
                writes: 0,
                refused: 0,
                first: None,
                last: None,
                last_line: line,
            };
            (line, sighting)
        });
        let times = u64::from(access.times);
        if is_refused {
            sighting.refused += times;
        } else {
            sighting.accesses += times;
            let writes = matches!(access.action(), Action::Write | Action::Delete);
            sighting.writes += if writes { times } else { 0 };
        }
        sighting.first = sighting.first.into_iter().chain(access.ts).min();
        sighting.last = sighting.last.into_iter().chain(access.ts).max();
        sighting.last_line = line;
    }

    /// The observations, each cited at the line that stands first for it.
    pub(crate) fn observations(
        self,
        evidence: EvidenceId,
        source: &Opened,
        summary: &FileSummary,
    ) -> Result<Vec<Observation>, Failure> {
        let lines: BTreeSet<u64> = self.found.values().map(|(line, _)| *line).collect();
        let quotes = quote_lines(source, &lines)?;
        let observation = |(line, sighting): (u64, RangeSighting)| {
            let name = "connections/range".to_owned();
            let reader = Reader { name, version: READER_VERSION };
            let quote = quotes.get(&line).map_or("", String::as_str);
            let fact = Fact::RangeSighting(sighting);
            Observation::new(evidence, summary.place(line), quote, reader, fact)
        };
        Ok(self.found.into_values().map(observation).collect())
    }
}
