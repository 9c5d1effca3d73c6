//! Leases: which address inside a tunnel belonged to which outside, from when until when, as the log of a
//! VPN server tells it. What another log says of the inside can then be said of the outside.

use std::collections::BTreeMap;
use std::net::IpAddr;

use subtier_model::Timestamp;

use subtier_lines::clock::When;
use subtier_lines::text::Text;

/// Leases kept of one log; those beyond are counted.
const LEASES_MAX: usize = 1 << 20;

/// A line that begins or ends a lease.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leased<'a> {
    pub(crate) when: When,
    /// `None` where all that the outside had ends.
    pub(crate) inner: Option<IpAddr>,
    pub(crate) outer: IpAddr,
    pub(crate) account: Option<Text<'a>>,
}

/// One address inside, given to one outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The address inside the tunnel.
    pub inner: IpAddr,
    /// The address that the tunnel came from.
    pub outer: IpAddr,
    /// For whom, as logged.
    pub account: Option<String>,
    /// When it was given.
    pub start: Timestamp,
    /// When it ended; `None` where the log does not tell.
    pub end: Option<Timestamp>,
}

/// Leases by the address inside, each in the order of their beginnings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leases {
    by_inner: BTreeMap<IpAddr, Vec<Lease>>,
    /// Which address inside an outside got last, with the account it is for.
    open: BTreeMap<(IpAddr, Option<String>), IpAddr>,
    n_kept: usize,
}

impl Leases {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_inner.is_empty()
    }

    /// Returns all of them, by address inside and beginning.
    pub fn iter(&self) -> impl Iterator<Item = &Lease> {
        self.by_inner.values().flatten()
    }

    /// Adds those of another log.
    pub fn extend(&mut self, other: &Self) {
        for lease in other.iter() {
            self.push(lease.clone());
        }
    }

    /// Returns the lease that an address inside had at an instant.
    pub fn find(&self, inner: IpAddr, at: Timestamp) -> Option<&Lease> {
        let of_inner = self.by_inner.get(&inner)?;
        let begun = of_inner.partition_point(|lease| lease.start <= at);
        let lease = of_inner.get(begun.checked_sub(1)?)?;
        lease.end.is_none_or(|end| at <= end).then_some(lease)
    }

    /// Takes what a line says, at its instant.
    pub(crate) fn note(&mut self, leased: &Leased<'_>, at: Timestamp) {
        let account = leased.account.map(|account| account.read().into_owned());
        let Some(inner) = leased.inner else {
            let inner = self.open.remove(&(leased.outer, account));
            let last = inner.and_then(|inner| self.by_inner.get_mut(&inner)?.last_mut());
            if let Some(lease) = last.filter(|lease| lease.outer == leased.outer) {
                lease.end.get_or_insert(at);
            }
            return;
        };
        self.open.insert((leased.outer, account.clone()), inner);
        self.push(Lease { inner, outer: leased.outer, account, start: at, end: None });
    }

    fn push(&mut self, lease: Lease) {
        if self.n_kept >= LEASES_MAX {
            return;
        }
        let of_inner = self.by_inner.entry(lease.inner).or_default();
        let place = of_inner.partition_point(|other| other.start <= lease.start);
        // What is given anew ends what was there before.
        if let Some(before) = place.checked_sub(1).and_then(|before| of_inner.get_mut(before)) {
            before.end = Some(before.end.map_or(lease.start, |end| end.min(lease.start)));
        }
        of_inner.insert(place, lease);
        self.n_kept += 1;
    }
}
