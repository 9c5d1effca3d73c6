//! All references, and which of them a picture shows.
//!
//! In: the looks of references; the look of a picture. Out: matches, surest first, each with its
//! probability, the way it was found and the geometry that proves it. Three searches propose (copies,
//! windows, lines held), geometry decides. Never: a match without geometry; an order that hangs on
//! the number of threads.

use std::collections::BTreeMap;

use crate::descriptor::Code;
use crate::fuse::{self, Evidence, Kind, Noise};
use crate::index::{Index, Origin};
use crate::look::Look;
use crate::outline::Outlines;
use crate::pdq;
use crate::verify::{Fit, Placed, Prepared, Sight, Warp, place, verify};

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

/// Matches less probable than this are not told.
pub const PROBABILITY_TOLD_MIN: f32 = 0.001;

/// Evidence from which a drawing's match is tried with the other drawings of its row, and how many such are.
const SUPPORT_FROM: f32 = -5.0;
const SHARED_MAX: usize = 16;

/// Placed references that are verified: those that lie best, and the foremost of each search.
const VERIFIED_MAX: usize = 40;
const VERIFIED_ON_PAPER_MAX: usize = 128;

/// The references of all productions, ready to be searched.
#[derive(Debug, Default)]
pub struct Gallery {
    looks: Vec<Look>,
    /// The codes of all windows, and those of the first one, the whole.
    pub(crate) codes: Index,
    pub(crate) wholes: Index,
    pub(crate) hashes: Index,
    pub(crate) outlines: Outlines,
}

impl Gallery {
    /// Takes the references; a match names them by their place here.
    #[must_use]
    pub fn new(looks: Vec<Look>) -> Self {
        let each = || (0_u32..).zip(&looks);
        let codes = each().flat_map(|(reference, look)| {
            let codes = (0_u8..).zip(&look.codes);
            codes.filter_map(move |(window, code)| Some((Origin { reference, window }, (*code)?)))
        });
        let first = |reference: u32, code: Code| (Origin { reference, window: 0 }, code);
        let wholes = each().filter_map(|(reference, look)| {
            let [whole, ..] = look.codes;
            Some(first(reference, whole?))
        });
        let hashes = each().map(|(reference, look)| {
            let [hash, ..] = look.pdq.turned;
            first(reference, hash)
        });
        let mut outlines = Outlines::default();
        for look in &looks {
            outlines.push(&look.edges);
        }
        Self {
            codes: Index::new(codes),
            wholes: Index::new(wholes),
            hashes: Index::new(hashes),
            outlines,
            looks,
        }
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
        matches.retain(|found| found.probability >= PROBABILITY_TOLD_MIN);
        matches
    }

    /// Every reference that was compared, surest first.
    pub fn compared(&self, query: &Look) -> Vec<Match> {
        self.compare(query).matches
    }

    /// What the drawings of one row may show, each in its order, surest first: what one drawing shows is also tried
    /// with the others, at the same place, since drawings of one shot lie alike on its frames.
    pub fn compared_in_row(&self, queries: &[&Look]) -> Vec<Vec<Match>> {
        let mut row: Vec<Asked> = queries.iter().map(|query| self.compare(query)).collect();
        for (reference, how, warp) in shared(&row) {
            let Some(look) = self.looks.get(reference) else { continue };
            let other = Prepared::new(&look.edges);
            for asked in &mut row {
                if asked.matches.iter().any(|found| found.reference == reference) {
                    continue;
                }
                let at = Placed { value: 0.0, warp };
                if let Some(fit) = verify(&asked.prepared, &other, &at) {
                    let distance = hash_distance(asked.query, look);
                    asked.matches.push(asked.matched((reference, how), &fit, distance));
                }
            }
        }
        row.into_iter()
            .map(|mut asked| {
                sort(&mut asked.matches);
                asked.matches
            })
            .collect()
    }

    fn compare<'a>(&self, query: &'a Look) -> Asked<'a> {
        let prepared = Prepared::new(&query.edges);
        let mut placed: Vec<(u32, How, Placed, usize)> = Vec::new();
        for (rank, candidate) in self.candidates(query, &prepared).into_iter().enumerate() {
            let Some(look) = self.looks.get(candidate.reference as usize) else { continue };
            if let Some(at) = place(&prepared, &Sight::new(&look.edges), &candidate.proposals) {
                placed.push((candidate.reference, candidate.how, at, rank));
            }
        }
        placed.sort_by(|a, b| b.2.value.total_cmp(&a.2.value).then(a.0.cmp(&b.0)));
        // What a search had foremost is compared closely even where the rough placing thinks little of it.
        for (place, (.., rank)) in placed.iter_mut().enumerate() {
            *rank = place.min(2 * *rank);
        }
        placed.sort_by_key(|(.., rank)| *rank);
        let mut fits: Vec<(usize, How, Fit, u32)> = Vec::new();
        let n_most = if query.on_paper { VERIFIED_ON_PAPER_MAX } else { VERIFIED_MAX };
        for (reference, how, at, _) in placed.iter().take(n_most) {
            let Some(look) = self.looks.get(*reference as usize) else { continue };
            if let Some(fit) = verify(&prepared, &Prepared::new(&look.edges), at) {
                fits.push((*reference as usize, *how, fit, hash_distance(query, look)));
            }
        }
        let noise = Noise::of(fits.iter().map(|(_, _, fit, _)| fit));
        let mut asked = Asked { query, prepared, noise, matches: Vec::new() };
        let matches = fits.iter().map(|(reference, how, fit, distance)| {
            asked.matched((*reference, *how), fit, *distance)
        });
        asked.matches = matches.collect();
        sort(&mut asked.matches);
        asked
    }
}

/// A picture that was compared with some dozens of references.
struct Asked<'a> {
    query: &'a Look,
    prepared: Prepared,
    noise: Noise,
    matches: Vec<Match>,
}

impl Asked<'_> {
    fn matched(&self, (reference, how): (usize, How), fit: &Fit, distance: u32) -> Match {
        let kind = if self.query.on_paper { Kind::Paper } else { Kind::Picture };
        let evidence = Evidence::new(fit, distance, &self.noise, kind);
        Match {
            reference,
            probability: fuse::probability(&evidence),
            how,
            warp: fit.warp,
            n_inliers: fit.n_inliers,
            n_points: fit.n_points,
            evidence,
        }
    }
}

fn sort(matches: &mut [Match]) {
    matches.sort_by(|a, b| {
        b.evidence.sum.total_cmp(&a.evidence.sum).then(a.reference.cmp(&b.reference))
    });
}

/// The references that most speaks for over all drawings of a row, with the place of the drawing that shows it best.
fn shared(row: &[Asked<'_>]) -> Vec<(usize, How, Warp)> {
    let mut support: BTreeMap<usize, (f32, Match)> = BTreeMap::new();
    for found in row.iter().flat_map(|asked| &asked.matches) {
        let entry = support.entry(found.reference).or_insert((0.0, *found));
        entry.0 += (found.evidence.sum - SUPPORT_FROM).max(0.0);
        if found.evidence.sum > entry.1.evidence.sum {
            entry.1 = *found;
        }
    }
    let mut order: Vec<(f32, Match)> =
        support.into_values().filter(|(sum, _)| *sum > 0.0).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.reference.cmp(&b.1.reference)));
    order
        .iter()
        .take(SHARED_MAX)
        .map(|(_, found)| (found.reference, found.how, found.warp))
        .collect()
}

/// The smaller distance of the picture and its mirror image.
fn hash_distance(query: &Look, reference: &Look) -> u32 {
    let [there, ..] = &reference.pdq.turned;
    query.pdq.turned.iter().take(2).map(|here| pdq::distance(here, there)).min().unwrap_or(256)
}
