//! The relations of a part: which other parts it uses, and as what.
//!
//! In: the `_rels` part beside it. Out: targets within the package by kind, as the last word of their type: the strict
//! and the transitional variant differ only before it. Targets outside are left to those who tell them; none is opened.

use std::collections::BTreeMap;

use crate::package::Package;
use crate::package::relations::{Relation, relations_of};

/// Bytes read of a part that only names others.
pub(super) const SMALL_PART_BYTES_MAX: u64 = 16 << 20;

/// Relations kept of one part; a slide has some hundred at most.
const RELATIONS_MAX: usize = 20_000;

/// The relations of one part.
#[derive(Debug, Default)]
pub(super) struct Relations {
    rows: Vec<Relation>,
    by_id: BTreeMap<String, usize>,
}

impl Relations {
    /// Reads the relations of a part; those of the package for an empty name.
    pub(super) fn of(package: &mut Package<'_>, part: &str) -> Self {
        let mut rows = relations_of(package, part);
        rows.retain(|row| !row.is_external);
        rows.truncate(RELATIONS_MAX);
        let by_id = rows.iter().map(|row| row.id.clone()).zip(0..).collect();
        Self { rows, by_id }
    }

    /// Targets of one kind, in order.
    pub(super) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.rows.iter().filter(move |row| row.kind == kind).map(|row| row.target.as_str())
    }

    /// The target of an id.
    pub(super) fn target(&self, id: &str) -> Option<&str> {
        let row = self.rows.get(*self.by_id.get(id)?)?;
        Some(&row.target)
    }
}
