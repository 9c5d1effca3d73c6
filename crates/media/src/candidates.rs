//! Which references a picture is compared with.
//!
//! In: the look of a picture, the codes and outlines of all references. Out: some dozens of references, each with the
//! places at which the picture may lie on it. Three searches propose many (copies, windows, lines held); a glance
//! at each says which are worth the geometry. Never: more than a few references that look alike.

use std::collections::BTreeMap;

use crate::descriptor::Code;
use crate::gallery::{Gallery, How};
use crate::index::Near;
use crate::look::{Look, VIEWS};
use crate::outline::Held;
use crate::pdq;
use crate::verify::{Prepared, Proposal, Sight, glance};
use crate::windows::{WINDOWS, Window};

/// Codes near to each view of a picture that are looked at.
const NEAR_MAX: usize = 200;

/// The same of views within frames and bezels.
const FRAMED_MAX: usize = 60;

/// References that hold a drawing's lines that are looked at.
const HELD_MAX: usize = 600;

/// References that are placed: a drawing shares less with its finish than a copy, and is looked for longer.
const PLACED_MAX: usize = 90;
const PLACED_ON_PAPER_MAX: usize = 240;

/// Proposals of each search that are tried for one reference.
const PROPOSALS_MAX: usize = 3;

/// Bits below which two references look alike, as frames of one shot do; and how many such are placed.
const ALIKE_MAX: u32 = 34;
const ALIKE_PLACED: usize = 4;

/// A reference that may be shown.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) reference: u32,
    /// Which search had it foremost.
    pub(crate) how: How,
    /// Places in the lists of the searches and of the glance, the better one.
    rank: usize,
    pub(crate) proposals: Vec<Proposal>,
}

impl Gallery {
    /// The references worth the geometry, best first.
    pub(crate) fn candidates(&self, query: &Look, prepared: &Prepared) -> Vec<Candidate> {
        let mut all = self.proposed(query);
        let mut order: Vec<(f32, usize)> = Vec::with_capacity(all.len());
        for (place, candidate) in all.iter().enumerate() {
            let value = self.look(candidate.reference as usize).map_or(f32::MIN, |look| {
                glance(prepared, &Sight::new(&look.edges), &candidate.proposals)
            });
            order.push((value, place));
        }
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (rank, (_, place)) in order.into_iter().enumerate() {
            if let Some(candidate) = all.get_mut(place) {
                // A place in a search's list is worth half as much as one by the glance.
                candidate.rank = rank.min(2 * candidate.rank);
            }
        }
        all.sort_by_key(|candidate| (candidate.rank, candidate.how, candidate.reference));
        let n_most = if query.on_paper { PLACED_ON_PAPER_MAX } else { PLACED_MAX };
        self.varied(all, n_most)
    }

    /// What the searches propose, in the order of references.
    fn proposed(&self, query: &Look) -> Vec<Candidate> {
        let mut all: BTreeMap<u32, Candidate> = BTreeMap::new();
        let mut add = |reference: u32, rank: usize, how: How, proposal: Proposal| {
            let candidate = all.entry(reference).or_insert(Candidate {
                reference,
                rank,
                how,
                proposals: Vec::new(),
            });
            if rank < candidate.rank {
                (candidate.rank, candidate.how) = (rank, how);
            }
            let n_most = if how == How::Lines { PROPOSALS_MAX + 2 } else { PROPOSALS_MAX };
            if candidate.proposals.len() < n_most {
                candidate.proposals.push(proposal);
            }
        };
        let whole = Window { left: 0.0, top: 0.0, side: 1.0 };
        for (is_mirrored, near) in self.copies(query) {
            for (rank, near) in near.into_iter().enumerate() {
                let proposal = Proposal { view: whole, window: whole, is_mirrored };
                add(near.origin.reference, rank, How::Copy, proposal);
            }
        }
        for (rank, (proposal, reference)) in self.layouts(query) {
            add(reference, rank, How::Layout, proposal);
        }
        for list in self.outlines.holding(&query.edges, query.on_paper, HELD_MAX) {
            for (rank, held) in list.into_iter().enumerate() {
                add(held.reference, rank, How::Lines, moved(&held));
            }
        }
        all.into_values().collect()
    }

    /// Leaves out the fifth of those that look alike, so that one long shot does not fill the list.
    fn varied(&self, order: Vec<Candidate>, n_most: usize) -> Vec<Candidate> {
        let code = |reference: u32| {
            self.look(reference as usize).and_then(|look| look.codes.first().copied().flatten())
        };
        let mut taken: Vec<Candidate> = Vec::new();
        for candidate in order {
            let own = code(candidate.reference);
            let n_alike = taken
                .iter()
                .filter(|other| match (code(other.reference), own) {
                    (Some(a), Some(b)) => pdq::distance(&a, &b) <= ALIKE_MAX,
                    _ => false,
                })
                .count();
            if n_alike < ALIKE_PLACED {
                taken.push(candidate);
            }
            if taken.len() == n_most {
                break;
            }
        }
        taken
    }

    fn copies(&self, query: &Look) -> Vec<(bool, Vec<Near>)> {
        let [plain, mirrored, ..] = &query.pdq.turned;
        let found = self.hashes.nearest(&[*plain, *mirrored], 6);
        [false, true].into_iter().zip(found).collect()
    }

    /// The nearest windows of all views together, with their place in that order.
    fn layouts(&self, query: &Look) -> Vec<(usize, (Proposal, u32))> {
        let mut found = Vec::new();
        for (idx, (view, codes)) in VIEWS.iter().zip(&query.views).enumerate() {
            // A view that frames and bezels leave shows a whole picture, not a cut one.
            let index = if idx == 0 { &self.codes } else { &self.wholes };
            let asked: Vec<(bool, Code)> = [false, true]
                .into_iter()
                .zip(codes)
                .filter_map(|(m, code)| Some((m, (*code)?)))
                .collect();
            let codes: Vec<Code> = asked.iter().map(|(_, code)| *code).collect();
            let n_most = if idx == 0 { NEAR_MAX } else { FRAMED_MAX };
            for ((is_mirrored, _), near) in asked.iter().zip(index.nearest(&codes, n_most)) {
                found.extend(near.into_iter().map(|near| (near, *view, *is_mirrored)));
            }
        }
        found.sort_by_key(|(near, _, is_mirrored)| (*near, *is_mirrored));
        let mut rank = BTreeMap::new();
        let mut out = Vec::new();
        for (near, view, is_mirrored) in found {
            let next = rank.len();
            let place = *rank.entry(near.origin.reference).or_insert(next);
            if let Some(window) = WINDOWS.get(usize::from(near.origin.window)) {
                out.push((
                    place,
                    (Proposal { view, window: *window, is_mirrored }, near.origin.reference),
                ));
            }
        }
        out
    }
}

/// What a moved outline says about where the picture lies.
fn moved(held: &Held) -> Proposal {
    let side = held.moved.scale;
    let window = Window {
        left: 0.5 - side / 2.0 + held.moved.right / 32.0,
        top: 0.5 - side / 2.0 + held.moved.down / 18.0,
        side,
    };
    let view = Window { left: 0.0, top: 0.0, side: 1.0 };
    Proposal { view, window, is_mirrored: held.moved.is_mirrored }
}
