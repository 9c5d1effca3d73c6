//! Touches: gathered by path, within a bound that does not depend on the order in which they come.
//!
//! In: touches of any number of logs. Out: trails of assets, and how many touches are beyond the bound. Never: more kept than
//! `COST_MAX`. What is kept is a beginning of one fixed order: paths that name a shot, then the others, each by their text. The
//! path that stands last goes first, and what has gone never comes back, so every path that stays was there from its first touch.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use subtier_model::{IdHasher, Place};
use subtier_shots::Naming;

use crate::path::{Beyond, PathTouches};
use crate::touch::{Log, LogId, Touch};
use crate::trail::Trails;
use crate::visitors::{Point, Visitor};

/// What all that is kept may cost, in bytes counted roughly: some 160,000 drawings that passed through three hands each.
pub const COST_MAX: usize = 160 << 20;

/// Bytes of a path that are kept: as many as `shots` reads. A longer one is told by its end and a hash.
pub const PATH_BYTES_MAX: usize = 4_096;

/// What a path costs beside its text.
const PATH_COST: usize = 512;

/// What a visitor costs.
const VISITOR_COST: usize = 160;

/// Bytes of an account that are kept; a longer one is cut.
const ACCOUNT_BYTES_MAX: usize = 512;

/// Accounts that are looked up again; one beyond them is kept with each of its touches.
const ACCOUNTS_MAX: usize = 65_536;

type Paths = BTreeMap<Box<str>, PathTouches>;

/// Touches by path.
#[derive(Debug)]
pub struct Touches {
    /// Paths that name a shot, and the others.
    paths: [Paths; 2],
    /// The path from which on none is kept, with which of the two it is of.
    floor: Option<(usize, Box<str>)>,
    logs: Vec<Arc<Log>>,
    accounts: BTreeSet<Arc<str>>,
    naming: Naming,
    cost: usize,
    cost_max: usize,
    beyond: Beyond,
}

impl Touches {
    /// Nothing yet; keeps up to a cost, [`COST_MAX`] unless a test wants less.
    pub fn new(cost_max: usize) -> Self {
        Self {
            paths: [Paths::new(), Paths::new()],
            floor: None,
            logs: Vec::new(),
            accounts: BTreeSet::new(),
            naming: Naming::default(),
            cost: 0,
            cost_max,
            beyond: Beyond::default(),
        }
    }

    /// Names a log, with how its places are told; its touches follow. Touches of one instant stand in the order of these names.
    pub fn log(&mut self, name: &str, place: fn(u64) -> Place) -> LogId {
        self.logs.push(Arc::new(Log { name: name.to_owned(), place }));
        LogId(self.logs.len() - 1)
    }

    /// Takes one touch.
    pub fn add(&mut self, log: LogId, touch: &Touch<'_>) {
        let shortened = shortened(touch.path);
        let path = shortened.as_deref().unwrap_or(touch.path);
        let Some(rank) = self.rank_of(path) else {
            self.beyond.touches = self.beyond.touches.saturating_add(u64::from(touch.times));
            return;
        };
        let visitor = if touch.is_refused { None } else { self.visitor(log, touch) };
        let Some(paths) = self.paths.get_mut(rank) else { return };
        if !paths.contains_key(path) {
            let cost = PATH_COST + path.len();
            self.cost += cost;
            paths.insert(path.into(), PathTouches { cost, ..PathTouches::default() });
        }
        let Some(kept) = paths.get_mut(path) else { return };
        kept.first = kept.first.into_iter().chain(touch.ts).min();
        kept.last = kept.last.max(touch.ts);
        match (visitor, kept.deeds.get_mut(touch.deed as usize)) {
            (Some(visitor), Some(visitors)) => {
                let cost = visitors.add(visitor) * VISITOR_COST;
                kept.cost += cost;
                self.cost += cost;
            }
            _ => kept.refused = kept.refused.saturating_add(u64::from(touch.times)),
        }
        while self.cost > self.cost_max && self.drop_last() {}
    }

    /// Which of the two a path is of; nothing where it stands beyond what is kept.
    fn rank_of(&self, path: &str) -> Option<usize> {
        if let Some(rank) = self.paths.iter().position(|paths| paths.contains_key(path)) {
            return Some(rank);
        }
        let rank = usize::from(self.naming.read(path).shot.is_none());
        let is_beyond = |floor: &(usize, Box<str>)| (rank, path) >= (floor.0, &*floor.1);
        (!self.floor.as_ref().is_some_and(is_beyond)).then_some(rank)
    }

    fn visitor(&mut self, log: LogId, touch: &Touch<'_>) -> Option<Visitor> {
        let log = Arc::clone(self.logs.get(log.0)?);
        Some(Visitor {
            account: touch.account.map(|account| self.account(account)),
            ip: touch.ip,
            first: Point { ts: touch.ts, log, line: touch.line },
            last: touch.ts,
            times: u64::from(touch.times),
        })
    }

    fn account(&mut self, account: &str) -> Arc<str> {
        let account = account.get(..account.floor_char_boundary(ACCOUNT_BYTES_MAX)).unwrap_or("");
        if let Some(known) = self.accounts.get(account) {
            return Arc::clone(known);
        }
        let account: Arc<str> = account.into();
        if self.accounts.len() < ACCOUNTS_MAX {
            self.accounts.insert(Arc::clone(&account));
        }
        account
    }

    /// Drops the path that stands last; returns whether there was one.
    fn drop_last(&mut self) -> bool {
        let last = |(rank, paths): (usize, &mut Paths)| Some((rank, paths.pop_last()?));
        let Some((rank, (path, dropped))) = self.paths.iter_mut().enumerate().rev().find_map(last)
        else {
            return false;
        };
        self.cost = self.cost.saturating_sub(dropped.cost);
        self.beyond.touches = self.beyond.touches.saturating_add(dropped.accesses());
        self.floor = Some((rank, path));
        true
    }

    /// Joins the paths of each asset; productions are learnt from all paths kept.
    pub fn into_trails(self) -> Trails {
        let paths = || self.paths.iter().flatten();
        let naming = Naming::learn(paths().map(|(path, _)| &**path));
        Trails::join(&naming, paths().map(|(path, touches)| (&**path, touches)), self.beyond)
    }
}

/// A path that is too long, told by its end and by a hash of the whole.
fn shortened(path: &str) -> Option<String> {
    if path.len() <= PATH_BYTES_MAX {
        return None;
    }
    let hash = IdHasher::new("subtier long path 1").text(path).finish();
    let hex = format!("{:032x}", u128::from_be_bytes(hash));
    let from = path.ceil_char_boundary(path.len() - PATH_BYTES_MAX + hex.len() + 8);
    Some(format!("…{hex}…{}", path.get(from..).unwrap_or("")))
}
