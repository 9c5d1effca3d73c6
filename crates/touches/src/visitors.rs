//! Visitors: who did one thing to one asset, from which addresses, how often, first and last when.
//!
//! In: touches of one deed, in any order. Out: the first of all; for each account and address its first and last time. Never: more
//! than `VISITORS_MAX` pairs of account and address; those that stand later in order are only counted.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use subtier_model::{Place, Timestamp};

use crate::touch::Log;

/// Pairs of account and address kept for one path and one deed; a drawing passes through fewer hands, a page that
/// anybody reads has more.
pub const VISITORS_MAX: usize = 32;

/// Where in which log something stands, and when it happened.
///
/// In the order of time; what has no time comes last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// When.
    pub ts: Option<Timestamp>,
    /// The log.
    pub log: Arc<Log>,
    /// The number of its line or record.
    pub line: u64,
}

impl Point {
    fn order(&self) -> (bool, Option<Timestamp>, &str, u64) {
        (self.ts.is_none(), self.ts, &self.log.name, self.line)
    }

    /// Returns its place in the log.
    pub fn place(&self) -> Place {
        (self.log.place)(self.line)
    }

    /// Whether it comes before another.
    pub fn is_before(&self, other: &Self) -> bool {
        self.order() < other.order()
    }
}

/// One account from one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// The account, as logged.
    pub account: Option<Arc<str>>,
    /// Where it came from.
    pub ip: Option<IpAddr>,
    /// The first time.
    pub first: Point,
    /// The last time that the log has a clock for.
    pub last: Option<Timestamp>,
    /// How often.
    pub times: u64,
}

type Key = (Option<Arc<str>>, Option<IpAddr>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Stay {
    first: Point,
    last: Option<Timestamp>,
    times: u64,
}

/// Who did one thing to one asset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visitors {
    /// How often it was done, by all of them.
    pub times: u64,
    /// The first of all, also where it is beyond those kept.
    first: Option<Visitor>,
    by_whom: BTreeMap<Key, Stay>,
}

impl Visitors {
    pub(crate) const fn new() -> Self {
        Self { times: 0, first: None, by_whom: BTreeMap::new() }
    }

    /// Takes one touch; returns by how much more is kept.
    pub(crate) fn add(&mut self, visitor: Visitor) -> usize {
        self.times = self.times.saturating_add(visitor.times);
        let is_first = |first: &Visitor| {
            let (one, other) = (&visitor.first, &first.first);
            let name = |visitor: &Visitor| (visitor.account.clone(), visitor.ip);
            one.is_before(other) || (!other.is_before(one) && name(&visitor) < name(first))
        };
        if self.first.as_ref().is_none_or(is_first) {
            self.first = Some(visitor.clone());
        }
        let before = self.by_whom.len();
        self.stay(visitor);
        if self.by_whom.len() > VISITORS_MAX {
            self.by_whom.pop_last();
        }
        self.by_whom.len() - before
    }

    fn stay(&mut self, visitor: Visitor) {
        let key = (visitor.account, visitor.ip);
        let Some(stay) = self.by_whom.get_mut(&key) else {
            let Visitor { first, last, times, .. } = visitor;
            self.by_whom.insert(key, Stay { first, last, times });
            return;
        };
        stay.times = stay.times.saturating_add(visitor.times);
        stay.last = stay.last.max(visitor.last);
        if visitor.first.is_before(&stay.first) {
            stay.first = visitor.first;
        }
    }

    /// Adds those of another path of the same asset.
    pub(crate) fn absorb(&mut self, other: &Self) {
        let times = self.times.saturating_add(other.times);
        if let Some(first) = &other.first {
            let is_first = |own: &Visitor| first.first.is_before(&own.first);
            if self.first.as_ref().is_none_or(is_first) {
                self.first = Some(first.clone());
            }
        }
        for visitor in other.kept() {
            self.stay(visitor);
        }
        self.times = times;
    }

    fn kept(&self) -> impl Iterator<Item = Visitor> {
        self.by_whom.iter().map(|((account, ip), stay)| Visitor {
            account: account.clone(),
            ip: *ip,
            first: stay.first.clone(),
            last: stay.last,
            times: stay.times,
        })
    }

    /// Returns the first of all.
    pub const fn first(&self) -> Option<&Visitor> {
        self.first.as_ref()
    }

    /// Returns the first of all and those kept, in the order of their first time.
    pub fn in_order(&self) -> Vec<Visitor> {
        let mut visitors: Vec<Visitor> = self.kept().collect();
        let is_kept = |first: &&Visitor| {
            visitors.iter().any(|one| (&one.account, one.ip) == (&first.account, first.ip))
        };
        visitors.extend(self.first.iter().find(|first| !is_kept(first)).cloned());
        visitors.sort_by(|one, other| one.first.order().cmp(&other.first.order()));
        visitors
    }

    /// Returns how many touches are of visitors beyond those kept.
    pub fn beyond(&self) -> u64 {
        let kept = self.by_whom.values().fold(0_u64, |sum, stay| sum.saturating_add(stay.times));
        self.times.saturating_sub(kept)
    }
}
