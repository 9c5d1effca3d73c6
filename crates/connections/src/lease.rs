//! Leases: which address inside a tunnel belonged to which outside, from when until when, as the log of a
//! VPN server tells it. What another log says of the inside can then be said of the outside.

use std::collections::BTreeMap;
use std::net::IpAddr;

use subtier_model::Timestamp;

use subtier_lines::clock::When;
use subtier_lines::text::Text;

/// Leases kept of one log; those beyond are counted.
const LEASES_MAX: usize = 1 << 20;

/// Seconds for which a lease holds whose end the log does not tell. `OpenVPN` makes new keys with each client every
/// 3,600 seconds unless told otherwise (`--reneg-sec` in its manual,
/// <https://github.com/OpenVPN/openvpn/blob/release/2.6/doc/man-sections/renegotiation.rst>), so that a client is known to be there
/// no longer than that; an assumption, on the side of joining too little.
const OPEN_SECS_MAX: i64 = 3_600;

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
    /// When it ended; `None` where the log does not tell: then it holds for an hour.
    pub end: Option<Timestamp>,
}

/// Leases by the address inside, each in the order of their beginnings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leases {
    by_inner: BTreeMap<IpAddr, Vec<Lease>>,
    /// Which address inside an outside got last, with the account it is for.
    open: BTreeMap<(IpAddr, Option<String>), IpAddr>,
    n_kept: usize,
    /// Those of the logs of other servers, which may give the same addresses inside to others.
    others: Vec<Self>,
}

impl Leases {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_inner.is_empty() && self.others.iter().all(Self::is_empty)
    }

    /// Returns all of its own log, by address inside and beginning.
    pub fn iter(&self) -> impl Iterator<Item = &Lease> {
        self.by_inner.values().flatten()
    }

    /// Adds those of another part of the same log.
    pub fn extend(&mut self, other: &Self) {
        for lease in other.iter() {
            self.push(lease.clone());
        }
    }

    /// Adds the log of another server. Two servers may give out the same addresses inside, so neither ends what the
    /// other gave. A log beyond the bound of leases is left out.
    pub fn add_log(&mut self, other: Self) {
        let n_others: usize = self.others.iter().map(|one| one.n_kept).sum();
        if self.n_kept + n_others + other.n_kept <= LEASES_MAX {
            self.others.push(other);
        }
    }

    /// Returns the lease that an address inside had at an instant; none where two servers gave it to two outsides at
    /// that instant, since nothing tells which of them the other log stands behind.
    pub fn find(&self, inner: IpAddr, at: Timestamp) -> Option<&Lease> {
        let of_each = std::iter::once(self).chain(&self.others);
        let mut found = of_each.filter_map(|log| log.find_in_own(inner, at));
        let first = found.next()?;
        found.all(|lease| lease.outer == first.outer).then_some(first)
    }

    fn find_in_own(&self, inner: IpAddr, at: Timestamp) -> Option<&Lease> {
        let of_inner = self.by_inner.get(&inner)?;
        let begun = of_inner.partition_point(|lease| lease.start <= at);
        let lease = of_inner.get(begun.checked_sub(1)?)?;
        let open_until = lease.start.micros().saturating_add(OPEN_SECS_MAX * 1_000_000);
        (at <= lease.end.unwrap_or(Timestamp::from_micros(open_until))).then_some(lease)
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
