//! Small counts that tallies are made of: the line that stands first, first and last instant, and
//! addresses as numbers.

use std::net::{IpAddr, Ipv6Addr};

use subtier_lines::access::Access;
use subtier_lines::format::Format;
use subtier_lines::secret::QUOTE_BYTES_MAX;

/// A line that is kept as a witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) pos: u64,
    pub(crate) format: Format,
    pub(crate) raw: Box<[u8]>,
}

impl Mark {
    pub(crate) fn new(pos: u64, access: &Access<'_>, raw: &[u8]) -> Self {
        let raw = access.without_secret_columns(raw);
        let raw = raw.get(..QUOTE_BYTES_MAX).unwrap_or(&raw).into();
        Self { pos, format: access.format, raw }
    }

    /// Returns the one that stands first in the log.
    pub(crate) fn first_of(self, other: Self) -> Self {
        if other.pos < self.pos { other } else { self }
    }

    /// Returns the one that stands first in the log, if there is any.
    pub(crate) fn first_of_options(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        match (one, other) {
            (Some(one), Some(other)) => Some(one.first_of(other)),
            (one, other) => one.or(other),
        }
    }
}

/// First and last instant; empty until one is counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    first: i64,
    last: i64,
}

impl Default for Extent {
    fn default() -> Self {
        Self { first: i64::MAX, last: i64::MIN }
    }
}

impl Extent {
    #[inline]
    pub(crate) fn count(&mut self, ts: i64) {
        self.first = self.first.min(ts);
        self.last = self.last.max(ts);
    }

    pub(crate) fn absorb(&mut self, other: Self) {
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }

    /// Returns both ends, if any instant was counted.
    pub(crate) fn ends(self) -> Option<(i64, i64)> {
        (self.first <= self.last).then_some((self.first, self.last))
    }
}

/// What is counted for an address.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct AddressTally {
    pub(crate) accesses: u64,
    pub(crate) extent: Extent,
}

impl AddressTally {
    /// Adds the counts of the same address in another part.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.accesses += other.accesses;
        self.extent.absorb(other.extent);
    }
}

/// An address as a number; IPv4 as its mapped IPv6 address.
pub(crate) fn address_key(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().into(),
        IpAddr::V6(address) => address.into(),
    }
}

/// The address of such a number.
pub(crate) fn address_of_key(key: u128) -> IpAddr {
    let address = Ipv6Addr::from(key);
    address.to_ipv4_mapped().map_or(IpAddr::V6(address), IpAddr::V4)
}
