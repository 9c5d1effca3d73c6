//! Trace: all sessions of one account from one address with one identity, summed up while a log is
//! read, so that memory follows the distinct clients and not the lines. What a trace keeps of folders
//! and times has a bound.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use crate::visit::{Identity, Visit};

/// Traces that are kept; sessions of further ones are counted as dropped.
const TRACES_MAX: usize = 65_536;

/// Folders kept of one trace.
const FOLDERS_MAX: usize = 64;

/// Times kept of one trace.
const SPANS_MAX: usize = 512;

/// Hours of a day.
pub(crate) const HOURS: usize = 24;

/// The number of a trace, in the order of account, address and identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TraceId(pub usize);

/// What is common to the sessions of a trace.
type Key = (String, Option<IpAddr>, Identity);

/// All sessions of one account from one address with one identity.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trace {
    /// The account.
    pub account: String,
    /// The address.
    pub address: Option<IpAddr>,
    /// What the client shows.
    pub identity: Identity,
    /// Sessions.
    pub sessions: u64,
    /// Whether the address is a declared corporate egress.
    pub declared_egress: bool,
    pub(crate) folders: BTreeSet<String>,
    pub(crate) hours: [u32; HOURS],
    /// Start and end, in seconds, of the first sessions.
    pub(crate) spans: BTreeSet<(i64, i64)>,
}

/// The traces of a log while it is read.
#[derive(Debug, Clone, Default)]
pub struct Traces {
    by_key: BTreeMap<Key, Trace>,
    dropped: u64,
}

impl Traces {
    /// Returns no traces.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one session.
    pub fn push(&mut self, visit: &Visit) {
        let key = (visit.account.clone(), visit.address, visit.identity.clone());
        if self.by_key.len() >= TRACES_MAX && !self.by_key.contains_key(&key) {
            self.dropped = self.dropped.saturating_add(1);
            return;
        }
        let trace = self.by_key.entry(key).or_insert_with(|| Trace {
            account: visit.account.clone(),
            address: visit.address,
            identity: visit.identity.clone(),
            ..Trace::default()
        });
        trace.add(visit);
    }

    /// Returns how many sessions were dropped since there were too many traces.
    pub const fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Returns the traces in order; a [`TraceId`] is a place in it.
    pub fn into_traces(self) -> Vec<Trace> {
        self.by_key.into_values().collect()
    }
}

impl Trace {
    fn add(&mut self, visit: &Visit) {
        self.sessions = self.sessions.saturating_add(1);
        self.declared_egress |= visit.declared_egress;
        for folder in &visit.folders {
            self.folders.insert(folder.clone());
            // The first in order stay, so that the order of sessions does not matter.
            if self.folders.len() > FOLDERS_MAX {
                self.folders.pop_last();
            }
        }
        let hour = usize::try_from(visit.start.div_euclid(3_600).rem_euclid(24)).unwrap_or(0);
        if let Some(count) = self.hours.get_mut(hour) {
            *count = count.saturating_add(1);
        }
        self.spans.insert((visit.start, visit.end.max(visit.start)));
        if self.spans.len() > SPANS_MAX {
            self.spans.pop_last();
        }
    }
}
