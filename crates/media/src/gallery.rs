//! All references, and which of them a picture shows.
//!
//! In: the looks of references; the look of a picture. Out: matches, surest first, each with its
//! probability, the way it was found and the geometry that proves it. Three searches propose (copies,
//! windows, lines held), geometry decides. Never: a match without geometry; an order that hangs on
//! the number of threads.

use std::collections::BTreeMap;

use crate::fuse::{self, Evidence};
use crate::index::{Index, Near, Origin};
use crate::look::{Look, VIEWS};
use crate::outline::{Held, Outlines};
use crate::pdq;
use crate::verify::{Fit, Placed, Prepared, Proposal, Warp, place, verify};
use crate::windows::{WINDOWS, Window};

/// Which search proposed a match first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Meta's hash: a copy that was resized, compressed or recoloured.
    Copy,
    /// The layout of edges in a window: also cut, framed, photographed.
    Layout,
    /// Its lines are held by the reference: a drawing and its finish.
    Lines,
}

/// One reference that a picture shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// Number of the reference, in the order in which they were given.
    pub reference: usize,
    /// That they show one drawing: between 0 and 1, in steps of 1/10000.
    pub probability: f32,
    /// How it was found.
    pub how: How,
    /// From the picture's edge grid to the reference's.
    pub warp: Warp,
    /// Points of the picture on lines of the reference.
    pub n_inliers: u32,
    /// Points of the picture that lie on the reference.
    pub n_points: u32,
    /// What the probability was made of.
    pub evidence: Evidence,
}

/// Codes near to each view of a picture that are looked at.
const NEAR_MAX: usize = 100;

/// References that hold a drawing's lines that are looked at.
const HELD_MAX: usize = 60;

/// References that are placed, and of these the best that are verified.
const CANDIDATES_MAX: usize = 90;
const VERIFIED_MAX: usize = 32;

/// Proposals that are tried for one reference.
const PROPOSALS_MAX: usize = 3;

/// Bits below which two references look alike, as frames of one shot do; and how many such are verified.
const ALIKE_MAX: u32 = 34;
const ALIKE_VERIFIED: usize = 4;

/// The references of all productions, ready to be searched.
#[derive(Debug, Default)]
pub struct Gallery {
    looks: Vec<Look>,
    codes: Index,
    hashes: Index,
    outlines: Outlines,
}

#[derive(Debug, Clone)]
struct Candidate {
    /// Place in the lists of the searches, best first.
    rank: usize,
    how: How,
    proposals: Vec<Proposal>,
}

impl Gallery {
    /// Takes the references; a match names them by their place here.
    #[must_use]
    pub fn new(looks: Vec<Look>) -> Self {
        let mut gallery = Self::default();
        for (reference, look) in (0_u32..).zip(&looks) {
            for (window, code) in (0_u8..).zip(&look.codes) {
                if let Some(code) = code {
                    gallery.codes.push(Origin { reference, window }, code);
                }
            }
            let [hash, ..] = &look.pdq.turned;
            gallery.hashes.push(Origin { reference, window: 0 }, hash);
            gallery.outlines.push(&look.edges);
        }
        gallery.looks = looks;
        gallery
    }

    /// References in it.
    pub fn len(&self) -> usize {
        self.looks.len()
    }

    /// Whether there is nothing to compare with.
    pub fn is_empty(&self) -> bool {
        self.looks.is_empty()
    }

    /// The look of a reference.
    pub fn look(&self, reference: usize) -> Option<&Look> {
        self.looks.get(reference)
    }

    /// The references that the picture may show, surest first; what is below one in a thousand is left out.
    pub fn recognise(&self, query: &Look) -> Vec<Match> {
        let mut matches: Vec<Match> = self.compared(query);
        matches.retain(|found| found.probability >= 0.001);
        matches
    }

    /// Every reference that was compared, surest first.
    pub fn compared(&self, query: &Look) -> Vec<Match> {
        let prepared = Prepared::new(&query.edges);
        let mut placed: Vec<(u32, How, Prepared, Placed)> = Vec::new();
        for (reference, candidate) in self.candidates(query) {
            let Some(look) = self.looks.get(reference as usize) else { continue };
            let other = Prepared::new(&look.edges);
            if let Some(at) = place(&prepared, &other, &candidate.proposals) {
                placed.push((reference, candidate.how, other, at));
            }
        }
        placed.sort_by(|a, b| b.3.value.total_cmp(&a.3.value).then(a.0.cmp(&b.0)));
        let mut fits: Vec<(u32, How, Fit, u32)> = Vec::new();
        for (reference, how, other, at) in placed.iter().take(VERIFIED_MAX) {
            let Some(look) = self.looks.get(*reference as usize) else { continue };
            if let Some(fit) = verify(&prepared, other, at) {
                fits.push((*reference, *how, fit, hash_distance(query, look)));
            }
        }
        let noise = fuse::noise(fits.iter().map(|(_, _, fit, _)| fit));
        let mut matches: Vec<Match> = fits
            .into_iter()
            .map(|(reference, how, fit, distance)| {
                let evidence = Evidence::new(&fit, distance, noise);
                Match {
                    reference: reference as usize,
                    probability: fuse::probability(&evidence),
                    how,
                    warp: fit.warp,
                    n_inliers: fit.n_inliers,
                    n_points: fit.n_points,
                    evidence,
                }
            })
            .collect();
        matches.sort_by(|a, b| {
            b.evidence.sum.total_cmp(&a.evidence.sum).then(a.reference.cmp(&b.reference))
        });
        matches
    }

    /// The references that the searches propose, the best of each search first.
    fn candidates(&self, query: &Look) -> Vec<(u32, Candidate)> {
        let mut all: BTreeMap<u32, Candidate> = BTreeMap::new();
        let mut add = |reference: u32, rank: usize, how: How, proposal: Proposal| {
            let candidate =
                all.entry(reference).or_insert(Candidate { rank, how, proposals: Vec::new() });
            if rank < candidate.rank {
                (candidate.rank, candidate.how) = (rank, how);
            }
            if candidate.proposals.len() < PROPOSALS_MAX {
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
        for (rank, held) in self.outlines.holding(&query.edges, HELD_MAX).into_iter().enumerate() {
            add(held.reference, rank, How::Lines, moved(&held));
        }
        let mut order: Vec<(u32, Candidate)> = all.into_iter().collect();
        order.sort_by_key(|(reference, candidate)| (candidate.rank, candidate.how, *reference));
        self.varied(order)
    }

    /// Leaves out the fifth of those that look alike, so that one long shot does not fill the list.
    fn varied(&self, order: Vec<(u32, Candidate)>) -> Vec<(u32, Candidate)> {
        let code = |reference: u32| {
            self.looks
                .get(reference as usize)
                .and_then(|look| look.codes.first().copied().flatten())
        };
        let mut taken: Vec<(u32, Candidate)> = Vec::new();
        for (reference, candidate) in order {
            let n_alike = taken
                .iter()
                .filter(|(other, _)| match (code(*other), code(reference)) {
                    (Some(a), Some(b)) => pdq::distance(&a, &b) <= ALIKE_MAX,
                    _ => false,
                })
                .count();
            if n_alike < ALIKE_VERIFIED {
                taken.push((reference, candidate));
            }
            if taken.len() == CANDIDATES_MAX {
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
        let mut asked = Vec::new();
        for (view, codes) in VIEWS.iter().zip(&query.views) {
            for (is_mirrored, code) in [false, true].into_iter().zip(codes) {
                asked.extend(code.map(|code| (*view, is_mirrored, code)));
            }
        }
        let codes: Vec<_> = asked.iter().map(|(_, _, code)| *code).collect();
        let mut found = Vec::new();
        for ((view, is_mirrored, _), near) in asked.iter().zip(self.codes.nearest(&codes, NEAR_MAX))
        {
            found.extend(near.into_iter().map(|near| (near, *view, *is_mirrored)));
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

/// The smaller distance of the picture and its mirror image.
fn hash_distance(query: &Look, reference: &Look) -> u32 {
    let [there, ..] = &reference.pdq.turned;
    query.pdq.turned.iter().take(2).map(|here| pdq::distance(here, there)).min().unwrap_or(256)
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
