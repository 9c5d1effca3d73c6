//! Refused logins of one log, counted: attempts, addresses, account names. Holds no line but the
//! first, and no word of what was tried as a password.

use std::net::IpAddr;

use subtier_lines::access::Access;

use crate::counts::{Mark, address_key, address_of_key};
use crate::table::IdTable;

/// How many addresses are named.
pub(crate) const MOST_MAX: usize = 10;

/// The counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refused {
    pub(crate) attempts: u64,
    pub(crate) addresses: IdTable<u128, u64>,
    pub(crate) accounts: IdTable<Vec<u8>, ()>,
    pub(crate) first: Option<Mark>,
}

impl Refused {
    /// Counts one line.
    pub(crate) fn count(&mut self, access: &Access<'_>, mark: impl FnOnce() -> Mark) {
        self.attempts += u64::from(access.times);
        if let Some(ip) = access.ip {
            *self.addresses.entry(&address_key(ip)).1 += u64::from(access.times);
        }
        if let Some(account) = access.account() {
            let _known = self.accounts.entry(account.as_bytes());
        }
        if self.first.is_none() {
            self.first = Some(mark());
        }
    }

    /// Adds the counts of another part of the log.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.attempts += other.attempts;
        for (address, attempts) in other.addresses.iter() {
            *self.addresses.entry(address).1 += attempts;
        }
        for (account, ()) in other.accounts.iter() {
            let _known = self.accounts.entry(account.as_slice());
        }
        self.first = Mark::first_of_options(self.first.take(), other.first);
    }

    /// Returns the addresses with most attempts, most first, then by address.
    pub(crate) fn most(&self) -> Vec<(IpAddr, u64)> {
        let mut most: Vec<(IpAddr, u64)> = self
            .addresses
            .iter()
            .map(|(address, attempts)| (address_of_key(*address), *attempts))
            .collect();
        most.sort_unstable_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
        most.truncate(MOST_MAX);
        most
    }
}
