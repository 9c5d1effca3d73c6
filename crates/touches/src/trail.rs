//! Trail: all that was done to one asset, over all its paths and all logs.
//!
//! In: what touched each path. Out: one trail for each asset, in the order of the assets; the trail that a file at hand
//! belongs to. Never: a trail for a file by a file name that several assets share.

use std::collections::BTreeMap;

use subtier_model::Timestamp;
use subtier_shots::Naming;

use crate::asset::Asset;
use crate::path::{Beyond, PathTouches};
use crate::touch::Deed;
use crate::visitors::Visitors;

/// All that was done to one asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    /// What was touched.
    pub asset: Asset,
    /// Its paths in the logs, in order.
    pub paths: Vec<Box<str>>,
    /// Who put, fetched and deleted it.
    deeds: [Visitors; 3],
    /// Touches that the server refused, or where nothing was.
    pub refused: u64,
    /// The first touch that a log has a clock for, refused ones too.
    pub first: Option<Timestamp>,
    /// The last one.
    pub last: Option<Timestamp>,
}

impl Trail {
    const fn new(asset: Asset) -> Self {
        let deeds = [const { Visitors::new() }; 3];
        Self { asset, paths: Vec::new(), deeds, refused: 0, first: None, last: None }
    }

    /// Returns who did one thing to it.
    pub const fn by(&self, deed: Deed) -> &Visitors {
        let [put, fetched, deleted] = &self.deeds;
        match deed {
            Deed::Put => put,
            Deed::Fetched => fetched,
            Deed::Deleted => deleted,
        }
    }

    /// Returns how many touches it has, refused ones too.
    pub fn accesses(&self) -> u64 {
        self.deeds.iter().fold(self.refused, |sum, visitors| sum.saturating_add(visitors.times))
    }

    fn absorb(&mut self, path: &str, touches: &PathTouches) {
        self.paths.push(path.into());
        for (own, other) in self.deeds.iter_mut().zip(&touches.deeds) {
            own.absorb(other);
        }
        self.refused = self.refused.saturating_add(touches.refused);
        self.first = self.first.into_iter().chain(touches.first).min();
        self.last = self.last.max(touches.last);
    }
}

/// The trails of all assets.
#[derive(Debug, PartialEq, Eq)]
pub struct Trails {
    /// In the order of their assets.
    pub trails: Vec<Trail>,
    /// What is in none of them.
    pub beyond: Beyond,
}

impl Trails {
    pub(crate) fn join<'p>(
        naming: &Naming,
        paths: impl Iterator<Item = (&'p str, &'p PathTouches)>,
        beyond: Beyond,
    ) -> Self {
        let mut trails: BTreeMap<Asset, Trail> = BTreeMap::new();
        for (path, touches) in paths {
            let asset = Asset::of(path, &naming.read(path));
            let trail = trails.entry(asset).or_insert_with_key(|asset| Trail::new(asset.clone()));
            trail.absorb(path, touches);
        }
        let mut trails: Vec<Trail> = trails.into_values().collect();
        for trail in &mut trails {
            trail.paths.sort_unstable();
        }
        Self { trails, beyond }
    }
}
