//! What touched one path, and what is beyond the bounds.
//!
//! In: nothing. Out: the words between `kept`, which gathers by path, and `trail`, which joins the paths of an asset.

use subtier_model::Timestamp;

use crate::visitors::Visitors;

/// All that touched one path.
#[derive(Debug, Default)]
pub(crate) struct PathTouches {
    pub(crate) deeds: [Visitors; 3],
    pub(crate) refused: u64,
    pub(crate) first: Option<Timestamp>,
    pub(crate) last: Option<Timestamp>,
    /// What keeping it costs.
    pub(crate) cost: usize,
}

impl PathTouches {
    /// Returns how many touches it has.
    pub(crate) fn accesses(&self) -> u64 {
        self.deeds.iter().fold(self.refused, |sum, visitors| sum.saturating_add(visitors.times))
    }
}

/// What was read but is not in the trails, because there is a bound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Beyond {
    /// Touches of paths that are not kept.
    pub touches: u64,
}

impl Beyond {
    /// Returns what must be said of it; nothing where nothing is beyond.
    pub fn reason(&self) -> Option<String> {
        (self.touches > 0).then(|| {
            format!(
                "{} accesses are in no asset: they name more paths than are kept; those that name a shot are kept first",
                self.touches
            )
        })
    }
}
