//! The limits that keep a hostile source from taking all time, memory and disk. Each has a name;
//! reaching one is one complaint that says the name, and the run goes on with the next item.

use subtier_source::WalkLimits;

/// How much is taken out of one item of a source, and how far a walk goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Containers within containers below one item.
    pub depth_max: usize,
    /// Members below one item, at all depths together, folders among them.
    pub members_max: u64,
    /// Bytes of names and words below one item: paths, as often as they are written down, complaints
    /// and marks. Looked at before each member; those that wait for their names then may exceed it by
    /// some tens of megabytes.
    pub name_bytes_max: u64,
    /// Unpacked bytes below one item that are always allowed, however small it is.
    pub unpacked_bytes_floor: u64,
    /// Unpacked bytes below one item for each of its own bytes, above the floor.
    pub unpacked_ratio_max: u64,
    /// Unpacked bytes below one item that are never exceeded, save that an item may always give
    /// twice its own size.
    pub unpacked_bytes_max: u64,
    /// Bytes of holes above which a file counts as sparse: it is not copied and not hashed.
    pub hole_bytes_max: u64,
    /// Folders within folders.
    pub folder_depth_max: usize,
    /// Entries of one source.
    pub entries_max: usize,
}

impl Limits {
    /// What holds unless a caller has a reason.
    ///
    /// Real dumps nest three or four containers deep and logs pack about 20 to 1; deflate itself
    /// can reach 1032 to 1 (zlib Technical Details), which is where bombs begin. A path in a dump has
    /// some 100 bytes, so that as many members as there may be leave most of their bytes unused.
    pub const STANDARD: Self = Self {
        depth_max: 16,
        members_max: 250_000,
        name_bytes_max: 512 << 20,
        unpacked_bytes_floor: 1 << 30,
        unpacked_ratio_max: 100,
        unpacked_bytes_max: 512 << 30,
        hole_bytes_max: 1 << 30,
        folder_depth_max: 200,
        entries_max: 10_000_000,
    };

    /// Bytes that may be unpacked below an item of this size.
    pub(crate) fn unpacked_bytes(&self, size: u64) -> u64 {
        let ceiling = self.unpacked_bytes_max.max(size.saturating_mul(2));
        size.saturating_mul(self.unpacked_ratio_max).max(self.unpacked_bytes_floor).min(ceiling)
    }

    pub(crate) const fn walk(&self) -> WalkLimits {
        WalkLimits { depth_max: self.folder_depth_max, entries_max: self.entries_max }
    }

    /// The numbers, for the name of a unit: other limits are other work.
    pub(crate) fn numbers(&self) -> [u64; 9] {
        [
            self.depth_max as u64,
            self.members_max,
            self.name_bytes_max,
            self.unpacked_bytes_floor,
            self.unpacked_ratio_max,
            self.unpacked_bytes_max,
            self.hole_bytes_max,
            self.folder_depth_max as u64,
            self.entries_max as u64,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_items_may_always_give_twice_their_size() {
        let limits =
            Limits { unpacked_bytes_floor: 10, unpacked_bytes_max: 1000, ..Limits::STANDARD };
        assert_eq!(limits.unpacked_bytes(0), 10);
        assert_eq!(limits.unpacked_bytes(5), 500);
        assert_eq!(limits.unpacked_bytes(100), 1000);
        assert_eq!(limits.unpacked_bytes(5000), 10_000);
    }
}
