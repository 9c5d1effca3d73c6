//! What is counted while lines are read: for the file, for each address, for each account at an
//! address, for each account with an agent. Two tallies of two parts of a log add up to that of the
//! whole, whichever part was read first. Memory follows the distinct addresses, accounts and
//! sessions, not the lines.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use subtier_lines::access::{Access, ClientKind};
use subtier_lines::clock::{DAY_MICROS, When};
use subtier_lines::format::Format;

use crate::addresses::{AddressTables, Addresses};
use crate::combined::Nameless;
use crate::counts::{Extent, Mark, address_key, address_of_key};
use crate::formats::FORMATS;
use crate::lease::Leases;
use crate::refused::Refused;
use crate::session::{Sessions, Span};
use crate::table::IdTable;

/// Complaints kept with their reason; those beyond are counted.
pub(crate) const COMPLAINTS_MAX: usize = 1_000;

/// The number that stands for the address of an account whose address is not known.
const NO_ADDRESS: u32 = u32::MAX;

/// What is counted for an account at an address.
#[derive(Debug, Clone, Default)]
pub(crate) struct PairTally {
    pub(crate) accesses: u64,
    pub(crate) extent: Extent,
    pub(crate) clients: BTreeMap<ClientKind, BTreeSet<String>>,
    pub(crate) sessions: Sessions,
    pub(crate) first: Option<Mark>,
    pub(crate) last_pos: u64,
}

/// What is counted for an account at an address with an agent.
#[derive(Debug, Clone, Default)]
pub(crate) struct UseTally {
    pub(crate) accesses: u64,
    pub(crate) first: Option<Mark>,
}

/// Lines of no known format, by what they look like.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ForeignTally {
    pub(crate) json: u64,
    pub(crate) json_with_client: u64,
    pub(crate) binary: u64,
    pub(crate) text: u64,
}

/// How the times of the accesses are known.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct BasisTally {
    pub(crate) explicit: u64,
    pub(crate) assumed: u64,
    pub(crate) recovered: u64,
}

/// All counts of a part of a log.
#[derive(Clone, Default)]
pub(crate) struct Tally {
    pub(crate) formats: [u64; FORMATS.len()],
    pub(crate) lines: u64,
    pub(crate) has_records: bool,
    pub(crate) skipped: u64,
    /// Lines complained of that are no access.
    pub(crate) unread: u64,
    /// Lines complained of that are an access.
    pub(crate) faulty: u64,
    pub(crate) complaints: Vec<(u64, Cow<'static, str>)>,
    pub(crate) foreign: ForeignTally,
    pub(crate) basis: BasisTally,
    pub(crate) extent: Extent,
    days: Days,
    addresses: AddressTables,
    /// Of other parts of the log.
    other_addresses: Addresses,
    pending: Pending,
    pub(crate) accounts: IdTable<Vec<u8>, ()>,
    pub(crate) agents: IdTable<Vec<u8>, ()>,
    pub(crate) places: IdTable<u128, ()>,
    pub(crate) pairs: IdTable<u64, PairTally>,
    pub(crate) uses: IdTable<u64, UseTally>,
    pub(crate) refused: Refused,
    /// Of VPN servers; their logs are read by one worker.
    pub(crate) leases: Leases,
    /// Of captures: the smallest of the largest segments that an address takes.
    pub(crate) segments: BTreeMap<IpAddr, u16>,
}

/// The names that another part numbered.
struct Names {
    accounts: IdTable<Vec<u8>, ()>,
    places: IdTable<u128, ()>,
    agents: IdTable<Vec<u8>, ()>,
}

/// Accesses of which the addresses have not been counted yet: many are looked up at once.
#[derive(Debug, Clone, Default)]
struct Pending {
    address: u32,
    run: Run,
    addresses: Vec<u32>,
    runs: Vec<Run>,
    ids: Vec<u32>,
}

/// Lines above each other from one address; more than half of the lines of a web log are in one.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    n: u64,
    extent: Extent,
}

impl Pending {
    #[inline]
    fn push_run(&mut self) {
        if self.run.n > 0 {
            self.addresses.push(self.address);
            self.runs.push(std::mem::take(&mut self.run));
        }
    }
}

/// Runs that are looked up at once: enough to keep the memory busy, few enough for the caches (measured).
const PENDING_MAX: usize = 1024;

/// Accesses of each day; the day of the line before is kept at hand.
#[derive(Debug, Clone, Default)]
struct Days {
    by_day: BTreeMap<i64, u64>,
    current: i64,
    n_current: u64,
}

impl Days {
    #[inline]
    fn count(&mut self, ts: i64) {
        if ts.wrapping_sub(self.current).cast_unsigned() >= DAY_MICROS.cast_unsigned() {
            self.turn_to(ts.div_euclid(DAY_MICROS).saturating_mul(DAY_MICROS));
        }
        self.n_current += 1;
    }

    fn turn_to(&mut self, midnight: i64) {
        if self.n_current > 0 {
            *self.by_day.entry(self.current).or_default() += self.n_current;
        }
        (self.current, self.n_current) = (midnight, 0);
    }

    fn absorb(&mut self, other: Self) {
        for (day, n) in other.into_days() {
            *self.by_day.entry(day).or_default() += n;
        }
    }

    fn into_days(mut self) -> BTreeMap<i64, u64> {
        self.turn_to(self.current);
        self.by_day
    }
}

impl Tally {
    /// Counts an access without account.
    #[inline]
    pub(crate) fn nameless(&mut self, nameless: &Nameless) {
        self.count_format(nameless.format);
        self.days.count(nameless.micros);
        let run = &mut self.pending.run;
        if run.n > 0 && self.pending.address == nameless.address {
            run.n += 1;
            run.extent.count(nameless.micros);
            return;
        }
        self.pending.push_run();
        self.pending.address = nameless.address;
        self.pending.run.n = 1;
        self.pending.run.extent.count(nameless.micros);
        if self.pending.runs.len() == PENDING_MAX {
            self.count_runs();
        }
    }

    /// Counts what has been put off.
    pub(crate) fn count_pending(&mut self) {
        self.pending.push_run();
        self.count_runs();
    }

    fn count_runs(&mut self) {
        let Pending { addresses, runs, ids, .. } = &mut self.pending;
        self.addresses.v4.ids(addresses, ids);
        for (id, run) in ids.iter().zip(runs.iter()) {
            if let Some(tally) = self.addresses.v4.get_mut(*id) {
                tally.accesses += run.n;
                tally.extent.absorb(run.extent);
            }
            self.basis.explicit += run.n;
            self.extent.absorb(run.extent);
        }
        addresses.clear();
        runs.clear();
    }

    #[inline]
    fn count_format(&mut self, format: Format) {
        if let Some(count) = self.formats.get_mut(format as usize) {
            *count += 1;
        }
    }

    /// Counts an access that stands at a place in the log.
    pub(crate) fn access(&mut self, pos: u64, raw: &[u8], access: &Access<'_>) {
        self.count_format(access.format);
        if let Some(fault) = access.fault {
            self.faulty += 1;
            self.complain(pos, Cow::Borrowed(fault));
        }
        let ts = access.ts.map(subtier_model::Timestamp::micros);
        if let Some(ts) = ts {
            match access.when {
                When::At { zoned: true, .. } => self.basis.explicit += 1,
                When::At { .. } | When::Unknown => self.basis.assumed += 1,
                When::Yearless(_) => self.basis.recovered += 1,
            }
            self.extent.count(ts);
            self.days.count(ts);
        }
        if let Some(ip) = access.ip {
            let tally = match ip {
                IpAddr::V4(ip) => self.addresses.v4.entry(&u32::from(ip)).1,
                IpAddr::V6(ip) => self.addresses.v6.entry(&u128::from(ip)).1,
            };
            tally.accesses += 1;
            if let Some(ts) = ts {
                tally.extent.count(ts);
            }
        }
        if access.is_refused() {
            self.refused.count(access, || Mark::new(pos, access, raw));
        } else if access.has_account() && access.is_admitted() {
            self.account_access(pos, raw, access);
        }
    }

    /// Counts an access of an account that was let in.
    fn account_access(&mut self, pos: u64, raw: &[u8], access: &Access<'_>) {
        let Some(account) = access.account() else { return };
        let (account, ()) = self.accounts.entry(account.as_bytes());
        let place = access.ip.map_or(NO_ADDRESS, |ip| self.places.entry(&address_key(ip)).0);
        let (pair_id, pair) = self.pairs.entry(&joined_key(account, place));
        let mark = || Mark::new(pos, access, raw);
        pair.accesses += 1;
        pair.last_pos = pair.last_pos.max(pos);
        if pair.first.is_none() {
            pair.first = Some(mark());
        }
        if let Some(ts) = access.ts.map(subtier_model::Timestamp::micros) {
            let (bytes, clock_assumed) = (access.bytes.unwrap_or(0), access.clock_assumed());
            pair.extent.count(ts);
            if !pair.sessions.extend_last(ts, bytes, clock_assumed) {
                let span = Span { end: ts, accesses: 1, bytes, clock_assumed, first: mark() };
                pair.sessions.insert(ts, span);
            }
        }
        if let Some(client) = access.client() {
            let known = pair.clients.entry(client.kind).or_default();
            let value = client.value();
            if !known.contains(&*value) {
                known.insert(value.into_owned());
            }
        }
        if let Some(agent) = access.agent() {
            let (agent, ()) = self.agents.entry(agent.as_bytes());
            let used = self.uses.entry(&joined_key(pair_id, agent)).1;
            used.accesses += 1;
            if used.first.is_none() {
                used.first = Some(mark());
            }
        }
    }

    /// Counts a line that is understood and no access.
    pub(crate) fn skip(&mut self) {
        self.skipped += 1;
    }

    /// Counts a line that cannot be read.
    pub(crate) fn unread(&mut self, pos: u64, reason: Cow<'static, str>) {
        self.unread += 1;
        self.complain(pos, reason);
    }

    fn complain(&mut self, pos: u64, reason: Cow<'static, str>) {
        if self.complaints.len() < COMPLAINTS_MAX {
            self.complaints.push((pos, reason));
        }
    }

    /// Adds the counts of another part of the log.
    pub(crate) fn absorb(&mut self, other: Self) {
        for (count, more) in self.formats.iter_mut().zip(other.formats) {
            *count += more;
        }
        self.lines += other.lines;
        self.skipped += other.skipped;
        self.unread += other.unread;
        self.faulty += other.faulty;
        self.foreign.json += other.foreign.json;
        self.foreign.json_with_client += other.foreign.json_with_client;
        self.foreign.binary += other.foreign.binary;
        self.foreign.text += other.foreign.text;
        self.basis.explicit += other.basis.explicit;
        self.basis.assumed += other.basis.assumed;
        self.basis.recovered += other.basis.recovered;
        self.complaints.extend(other.complaints);
        self.complaints.sort_by_key(|(pos, _)| *pos);
        self.complaints.truncate(COMPLAINTS_MAX);
        self.extent.absorb(other.extent);
        self.days.absorb(other.days);
        self.other_addresses.push(other.addresses);
        self.other_addresses.absorb(other.other_addresses);
        let names = Names { accounts: other.accounts, places: other.places, agents: other.agents };
        self.absorb_pairs(&names, other.pairs, other.uses);
        self.refused.absorb(other.refused);
        self.leases.extend(&other.leases);
    }

    /// Adds what another part knows of accounts; its numbers become ours.
    fn absorb_pairs(
        &mut self,
        names: &Names,
        pairs: IdTable<u64, PairTally>,
        uses: IdTable<u64, UseTally>,
    ) {
        let ours = |ids: &[u32], id: u32| ids.get(id as usize).copied().unwrap_or(NO_ADDRESS);
        let accounts: Vec<u32> =
            names.accounts.iter().map(|(key, ())| self.accounts.entry(key.as_slice()).0).collect();
        let places: Vec<u32> =
            names.places.iter().map(|(key, ())| self.places.entry(key).0).collect();
        let agents: Vec<u32> =
            names.agents.iter().map(|(key, ())| self.agents.entry(key.as_slice()).0).collect();
        let mut pair_ids = Vec::with_capacity(pairs.len());
        for (key, other) in pairs.into_entries() {
            let (account, place) = split_key(key);
            let key = joined_key(ours(&accounts, account), ours(&places, place));
            let (id, pair) = self.pairs.entry(&key);
            pair_ids.push(id);
            pair.accesses += other.accesses;
            pair.extent.absorb(other.extent);
            for (kind, values) in other.clients {
                pair.clients.entry(kind).or_default().extend(values);
            }
            pair.sessions.absorb(other.sessions);
            pair.first = Mark::first_of_options(pair.first.take(), other.first);
            pair.last_pos = pair.last_pos.max(other.last_pos);
        }
        for (key, other) in uses.into_entries() {
            let (pair, agent) = split_key(key);
            let key = joined_key(ours(&pair_ids, pair), ours(&agents, agent));
            let sum = self.uses.entry(&key).1;
            sum.accesses += other.accesses;
            sum.first = Mark::first_of_options(sum.first.take(), other.first);
        }
    }

    /// Returns accesses of each day, by its first microsecond.
    pub(crate) fn take_days(&mut self) -> BTreeMap<i64, u64> {
        std::mem::take(&mut self.days).into_days()
    }

    /// Returns the addresses with their counts.
    pub(crate) fn take_addresses(&mut self) -> Addresses {
        let mut addresses = std::mem::take(&mut self.other_addresses);
        addresses.push(std::mem::take(&mut self.addresses));
        addresses
    }

    /// Returns the account and the address of a pair.
    pub(crate) fn pair_names(&self, key: u64) -> (String, Option<IpAddr>) {
        let (account, place) = split_key(key);
        let account = self.accounts.get(account).map(|(account, ())| account.as_slice());
        let account = String::from_utf8_lossy(account.unwrap_or_default()).into_owned();
        (account, self.places.get(place).map(|(place, ())| address_of_key(*place)))
    }
}

fn joined_key(upper: u32, lower: u32) -> u64 {
    u64::from(upper) << 32 | u64::from(lower)
}

/// Splits what [`joined_key`] joined.
pub(crate) fn split_key(key: u64) -> (u32, u32) {
    (u32::try_from(key >> 32).unwrap_or(0), u32::try_from(key & 0xffff_ffff).unwrap_or(0))
}
