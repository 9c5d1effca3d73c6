//! Members of one container on their way to evidence. Their names are decoded together, because a set
//! tells its encoding better than one name; a large container gives several sets, so that what waits
//! for its names stays small. Where a set ends follows from the container alone.

use std::collections::BTreeSet;

use subtier_model::{IdHasher, Place, Timestamp};
use subtier_store::Case;

use crate::Error;
use crate::budget::Reached;
use crate::gather::{Container, Content, Gathering, Item};
use crate::names::{RawName, leads_outside, path_below, shown_names};

/// Members of one set.
const SET_ITEMS_MAX: usize = 20_000;

/// Bytes that the rows of one set will have, roughly.
const SET_BYTES_MAX: usize = 32 << 20;

/// A member of a container before its name is decoded.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: RawName,
    pub(crate) modified: Option<Timestamp>,
    pub(crate) size: u64,
    pub(crate) content: Content,
    /// What is to be complained of.
    pub(crate) faults: Vec<String>,
}

/// Members of one container that wait for their names.
#[derive(Debug)]
pub(crate) struct MemberSet<'a> {
    container: &'a Container,
    members: Vec<Member>,
    bytes: usize,
    /// Hashes of the names of all members so far.
    seen: BTreeSet<[u8; 16]>,
}

impl Member {
    fn row_bytes(&self, container: &Container) -> usize {
        let path = container.path.len() + self.name.len();
        let faults: usize = self.faults.iter().map(|fault| fault.len() + path).sum();
        self.content.row_bytes() + 3 * path + faults
    }
}

impl<'a> MemberSet<'a> {
    pub(crate) const fn new(container: &'a Container) -> Self {
        Self { container, members: Vec::new(), bytes: 0, seen: BTreeSet::new() }
    }

    /// Counts one entry of the container; `false` where the limits leave none.
    pub(crate) fn may_grow(&self, gathering: &mut Gathering) -> bool {
        let reached = if gathering.budget.name_bytes_left() == 0 {
            Reached::Names
        } else if !gathering.budget.take_member() {
            Reached::Members
        } else {
            return true;
        };
        gathering.reached(reached, self.container.id, &self.container.path);
        false
    }

    /// Adds a member; a full set becomes evidence at once.
    pub(crate) fn push(
        &mut self,
        case: &mut Case,
        gathering: &mut Gathering,
        member: Member,
    ) -> Result<(), Error> {
        self.bytes += member.row_bytes(self.container);
        self.members.push(member);
        if self.members.len() >= SET_ITEMS_MAX || self.bytes >= SET_BYTES_MAX {
            self.empty(case, gathering)?;
        }
        Ok(())
    }

    /// Makes evidence of all that still wait.
    pub(crate) fn finish(
        mut self,
        case: &mut Case,
        gathering: &mut Gathering,
    ) -> Result<(), Error> {
        self.empty(case, gathering)
    }

    fn empty(&mut self, case: &mut Case, gathering: &mut Gathering) -> Result<(), Error> {
        let members = std::mem::take(&mut self.members);
        self.bytes = 0;
        let names: Vec<&RawName> = members.iter().map(|member| &member.name).collect();
        for (shown, member) in shown_names(&names).into_iter().zip(members) {
            let entry = shown.text.clone();
            let mut faults = member.faults;
            if leads_outside(&entry) {
                let reason =
                    "its name points outside the archive; it was kept under the archive only";
                faults.push(reason.to_owned());
            }
            if !self.seen.insert(IdHasher::new("subtier member name 1").text(&entry).finish()) {
                faults.push("the name stands in the archive more than once".to_owned());
            }
            let container = self.container;
            let name = path_below(&container.path, shown);
            if name.is_cut {
                gathering.reached(Reached::LongName, container.id, &container.path);
            }
            for fault in faults {
                let place = Place::Entry(entry.clone());
                gathering.complain(Some(container.id), &container.path, place, fault);
            }
            gathering.add(Item {
                name,
                parent: Some(container.id),
                modified: member.modified,
                size: member.size,
                content: member.content,
                from: container.path.clone(),
                depth: container.depth + 1,
            });
            gathering.commit_part_if_full(case)?;
        }
        Ok(())
    }
}
