//! What is left of the limits of one item while it is being unpacked, and which limits were already
//! complained of: each once for an item, however often it is reached.

use std::collections::BTreeSet;

use crate::Limits;
use crate::names::NAME_BYTES_MAX;

/// A limit that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reached {
    Depth,
    Members,
    Bytes,
    /// Of names and words.
    Names,
    /// Containers that wait to be opened.
    Waiting,
    LongName,
}

/// The rest of the limits.
#[derive(Debug)]
pub(crate) struct Budget {
    limits: Limits,
    bytes_max: u64,
    bytes_left: u64,
    members_left: u64,
    name_bytes_left: u64,
    said: BTreeSet<Reached>,
}

impl Budget {
    pub(crate) fn new(limits: Limits, item_size: u64) -> Self {
        let bytes_max = limits.unpacked_bytes(item_size);
        Self {
            limits,
            bytes_max,
            bytes_left: bytes_max,
            members_left: limits.members_max,
            name_bytes_left: limits.name_bytes_max,
            said: BTreeSet::new(),
        }
    }

    pub(crate) const fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) const fn bytes_left(&self) -> u64 {
        self.bytes_left
    }

    pub(crate) const fn name_bytes_left(&self) -> u64 {
        self.name_bytes_left
    }

    pub(crate) fn spend(&mut self, bytes: u64) {
        self.bytes_left = self.bytes_left.saturating_sub(bytes);
    }

    pub(crate) fn spend_names(&mut self, bytes: u64) {
        self.name_bytes_left = self.name_bytes_left.saturating_sub(bytes);
    }

    /// Counts one member; `false` where none is left.
    pub(crate) fn take_member(&mut self) -> bool {
        let there = self.members_left > 0;
        self.members_left = self.members_left.saturating_sub(1);
        there
    }

    /// Returns the words for a limit the first time it is reached.
    pub(crate) fn say(&mut self, reached: Reached) -> Option<String> {
        self.said.insert(reached).then(|| match reached {
            Reached::Depth => format!(
                "not opened: it lies {} containers deep, which is the limit; what is deeper below \
                 the same item is not opened either",
                self.limits.depth_max
            ),
            Reached::Members => format!(
                "not read to its end: {} members below one item are the limit",
                self.limits.members_max
            ),
            Reached::Bytes => format!(
                "not read to its end: {} unpacked bytes below an item of this size are the limit",
                self.bytes_max
            ),
            Reached::Names => format!(
                "not read to its end: {} bytes of names and words below one item are the limit",
                self.limits.name_bytes_max
            ),
            Reached::Waiting => "not opened: too many containers below the same item wait to be \
                                 opened; those that follow are not opened either"
                .to_owned(),
            Reached::LongName => format!(
                "a name is too long: of a name or path longer than {NAME_BYTES_MAX} bytes the \
                 beginning is shown, and a hash of the whole; here and below the same item"
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_is_said_once() {
        let mut budget = Budget::new(Limits { members_max: 1, ..Limits::STANDARD }, 0);
        assert!(budget.take_member());
        assert!(!budget.take_member());
        assert!(budget.say(Reached::Members).unwrap().contains("1 members"));
        assert_eq!(budget.say(Reached::Members), None);
        assert!(budget.say(Reached::Depth).is_some());
    }
}
