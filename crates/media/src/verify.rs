//! Whether two pictures show one drawing: the geometry behind a match.
//!
//! In: two looks and where the search saw them agree. Out: the warp that lays one over the other and
//! how much of each is explained by the other at three tolerances, beyond what the same lines would
//! explain when laid a little beside. `fuse` makes a probability of it. Never: pixels.
#![expect(clippy::indexing_slicing, reason = "three tolerances in arrays of three")]

mod align;
mod map;
mod warp;

pub use warp::Warp;

use crate::edges::Edges;
use crate::windows::Window;
use align::{align, middle_stretch, turned};
use map::{Map, Mover, bits, spread};

/// Where the search saw a query in a reference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proposal {
    /// Part of the query.
    pub view: Window,
    /// Part of the reference.
    pub window: Window,
    /// Whether the query is mirrored.
    pub is_mirrored: bool,
}

/// How well two pictures lie on each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// From the query's edge grid to the reference's.
    pub warp: Warp,
    /// Share of the query's lines found in the reference beyond chance: within 2, 4 and 8 samples.
    pub forth: [f32; 3],
    /// Share of the reference's lines, where the query covers it, found in the query beyond chance.
    pub back: [f32; 3],
    /// Standard deviations by which `forth` at 4 samples is beyond chance.
    pub surprise: f32,
    /// Share of the query's lines that fall on the reference.
    pub inside: f32,
    /// Share of the reference's lines that the query covers.
    pub covered: f32,
    /// Share of the query's tiles with lines whose lines are mostly found.
    pub spread: f32,
    /// Size of the query on the reference.
    pub scale: f32,
    /// Longer by shorter of how it is stretched.
    pub squeeze: f32,
    /// Whether left becomes right.
    pub is_mirrored: bool,
    /// Points of the query that lie on a line of the reference.
    pub n_inliers: u32,
    /// Points of the query that lie on the reference.
    pub n_points: u32,
}

/// Points that each step looks at, spread over the picture.
const GLANCE_POINTS: usize = 128;
const COARSE_POINTS: usize = 96;
const ALIGN_POINTS: usize = 320;
const SCORE_POINTS: usize = 600;

/// The lines of a picture, seen coarsely: enough to place another picture on it.
pub struct Sight {
    width: f32,
    height: f32,
    /// Cells of four samples, reach one: within about six samples.
    coarse: Map,
    densities: [f32; 8],
}

impl Sight {
    /// Takes the edge points of a picture.
    pub fn new(edges: &Edges) -> Self {
        let coarse = Map::new(edges, 4, 1);
        Self {
            width: f32::from(edges.width),
            height: f32::from(edges.height),
            densities: coarse.densities(),
            coarse,
        }
    }
}

/// One picture made ready for comparisons.
pub struct Prepared {
    width: f32,
    height: f32,
    /// Spread over the picture: any first part of them is so too.
    points: Vec<Mover>,
    /// Cells of two samples, no reach: what alignment looks for.
    lines: Map,
    /// Within two, four and eight samples.
    near: [Map; 3],
}

impl Prepared {
    /// Prepares the edge points of a picture.
    pub fn new(edges: &Edges) -> Self {
        Self {
            width: f32::from(edges.width),
            height: f32::from(edges.height),
            points: spread(edges, SCORE_POINTS),
            lines: Map::new(edges, 2, 0),
            near: [Map::new(edges, 1, 1), Map::new(edges, 2, 1), Map::new(edges, 4, 1)],
        }
    }

    fn first(&self, n_most: usize) -> &[Mover] {
        self.points.get(..n_most).unwrap_or(&self.points)
    }
}

/// A rough place of the query on the reference, and how much of it was found there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Deviations beyond chance.
    pub value: f32,
    /// From the query's edge grid to the reference's.
    pub warp: Warp,
}

/// How well a query lies at one of the proposals or a step beside it, at a hundredth of what [`place`] costs.
pub fn glance(query: &Prepared, reference: &Sight, proposals: &[Proposal]) -> f32 {
    let values = proposals.iter().flat_map(|proposal| {
        let (start, _) = start(query, reference, proposal);
        GLANCES.iter().map(move |(x, y)| {
            let at = Similar { x: start.x + x, y: start.y + y, ..start };
            coarse_value(query.first(GLANCE_POINTS), reference, at)
        })
    });
    values.max_by(f32::total_cmp).unwrap_or(f32::MIN)
}

/// Lays the query over the reference near each proposal and keeps the best place.
pub fn place(query: &Prepared, reference: &Sight, proposals: &[Proposal]) -> Option<Placed> {
    let places = proposals.iter().map(|proposal| coarse(query, reference, proposal));
    places.max_by(|a, b| a.value.total_cmp(&b.value)).filter(|placed| placed.value > 0.0)
}

/// Pulls a placed query onto the reference's lines and says how well it lies.
pub fn verify(query: &Prepared, reference: &Prepared, placed: &Placed) -> Option<Fit> {
    let size = (reference.width, reference.height);
    let aligned = align(query.first(ALIGN_POINTS), placed.warp, &reference.lines, size);
    let fits = [placed.warp, aligned].map(|warp| score(query, reference, warp));
    fits.into_iter().flatten().max_by(|a, b| merit(a).total_cmp(&merit(b)))
}

fn merit(fit: &Fit) -> f32 {
    let all: f32 = fit.forth.iter().chain(&fit.back).sum();
    all * (0.5 + 0.5 * fit.inside.min(1.0)) + 0.02 * fit.surprise.min(30.0)
}

/// Factors of scale and shifts in samples that are tried around a proposal, then around the best of them.
const WIDE: Search = Search { scales: &[0.86, 1.0, 1.16], step: 8.0, n_steps: 2 };
const FINE: Search = Search { scales: &[0.93, 1.0, 1.07], step: 4.0, n_steps: 1 };

/// Steps beside a proposal that a glance takes, in samples.
const GLANCES: [(f32, f32); 9] = [
    (0.0, 0.0),
    (6.0, 0.0),
    (-6.0, 0.0),
    (0.0, 6.0),
    (0.0, -6.0),
    (4.5, 4.5),
    (-4.5, 4.5),
    (4.5, -4.5),
    (-4.5, -4.5),
];

struct Search {
    scales: &'static [f32],
    step: f32,
    n_steps: i32,
}

/// A scaling (negative across when mirrored) and a shift.
#[derive(Clone, Copy)]
struct Similar {
    sign: f32,
    scale: f32,
    x: f32,
    y: f32,
}

impl Similar {
    /// The same with another scale around a place of the query, and shifted.
    fn changed(self, factor: f32, (from_x, from_y): (f32, f32), (dx, dy): (f32, f32)) -> Self {
        let lost = (1.0 - factor) * self.scale;
        Self {
            scale: self.scale * factor,
            x: self.x + self.sign * lost * from_x + dx,
            y: self.y + lost * from_y + dy,
            ..self
        }
    }
}

/// The scaling and shift that a proposal says, and the place of the query in the middle of it.
fn start(query: &Prepared, reference: &Sight, proposal: &Proposal) -> (Similar, (f32, f32)) {
    let (view, window) = (&proposal.view, &proposal.window);
    let sign = if proposal.is_mirrored { -1.0 } else { 1.0 };
    let middle = |at: f32, side: f32, length: f32| (at + side / 2.0) * length;
    // A mirrored view stands at the mirrored place.
    let left = if proposal.is_mirrored { 1.0 - view.left - view.side } else { view.left };
    let from = (middle(left, view.side, query.width), middle(view.top, view.side, query.height));
    let wide = window.side * reference.width / (view.side * query.width);
    let high = window.side * reference.height / (view.side * query.height);
    // The mean of both, since pictures are scaled alike both ways.
    let scale = (wide * high).sqrt();
    let x = middle(window.left, window.side, reference.width) - sign * scale * from.0;
    let y = middle(window.top, window.side, reference.height) - scale * from.1;
    (Similar { sign, scale, x, y }, from)
}

/// The scale and shift around a proposal at which most of the strongest points are found.
fn coarse(query: &Prepared, reference: &Sight, proposal: &Proposal) -> Placed {
    let (start, from) = start(query, reference, proposal);
    let points = query.first(COARSE_POINTS);
    let mut best = (coarse_value(points, reference, start), start);
    for search in [WIDE, FINE] {
        let around = best.1;
        for factor in search.scales {
            for row in -search.n_steps..=search.n_steps {
                for column in -search.n_steps..=search.n_steps {
                    let shift = (search.step * column as f32, search.step * row as f32);
                    let tried = around.changed(*factor, from, shift);
                    let value = coarse_value(points, reference, tried);
                    if value > best.0 {
                        best = (value, tried);
                    }
                }
            }
        }
    }
    let found = best.1;
    Placed {
        value: coarse_value(query.first(ALIGN_POINTS), reference, found),
        warp: Warp::scaled(found.sign * found.scale, found.scale, found.x, found.y),
    }
}

fn coarse_value(points: &[Mover], reference: &Sight, at: Similar) -> f32 {
    let (mut found, mut chance, mut weights, mut all) = (0.0, 0.0, 0.0, 0.0);
    for point in points {
        let (x, y) = (point.x * at.sign * at.scale + at.x, point.y * at.scale + at.y);
        let way = if at.sign < 0.0 { (16 - point.way) & 15 } else { point.way };
        all += point.weight;
        if x >= 0.0 && y >= 0.0 && x < reference.width && y < reference.height {
            let density = reference.densities.get(usize::from(way / 2)).copied().unwrap_or(0.0);
            weights += point.weight;
            chance += density * point.weight;
            if reference.coarse.at(x, y) & bits(way) != 0 {
                found += point.weight;
            }
        }
    }
    if weights < 0.35 * all {
        return f32::MIN;
    }
    (found - chance) / (0.3 * all + weights).sqrt()
}

/// Shifts at which the same lines are laid beside, in samples.
const BESIDE: [(f32, f32); 8] = [
    (20.0, 0.0),
    (-20.0, 0.0),
    (0.0, 20.0),
    (0.0, -20.0),
    (15.0, 15.0),
    (-15.0, 15.0),
    (15.0, -15.0),
    (-15.0, -15.0),
];

/// Least share of the query's lines that must fall on the reference.
const INSIDE_MIN: f32 = 0.3;

fn score(query: &Prepared, reference: &Prepared, warp: Warp) -> Option<Fit> {
    let stretch = middle_stretch(&query.points, &warp);
    let back_warp = warp.inverse()?;
    let forth = explained(&query.points, &warp, reference);
    let back = explained(&reference.points, &back_warp, query);
    if forth.inside < INSIDE_MIN || forth.n_points < 30 || back.n_points < 30 {
        return None;
    }
    Some(Fit {
        warp,
        forth: forth.beyond,
        back: back.beyond,
        surprise: forth.surprise,
        inside: forth.inside,
        covered: back.inside,
        spread: forth.spread,
        scale: stretch.scale,
        squeeze: stretch.squeeze,
        is_mirrored: stretch.is_mirrored,
        n_inliers: forth.n_found,
        n_points: forth.n_points,
    })
}

struct Explained {
    beyond: [f32; 3],
    surprise: f32,
    inside: f32,
    spread: f32,
    n_found: u32,
    n_points: u32,
}

/// How many of the moved points lie on lines of the other picture, at their place and beside it.
fn explained(points: &[Mover], warp: &Warp, other: &Prepared) -> Explained {
    let stretch = middle_stretch(points, warp);
    let (mut found, mut beside) = ([0.0_f32; 3], [0.0_f32; 3]);
    let (mut weights, mut all) = (0.0, 0.0);
    let (mut n_found, mut n_points) = (0, 0);
    let mut tiles = [(0.0_f32, 0.0_f32); 64];
    for point in points {
        all += point.weight;
        let (x, y) = warp.apply(point.x, point.y);
        if x < 0.0 || y < 0.0 || x >= other.width || y >= other.height {
            continue;
        }
        weights += point.weight;
        n_points += 1;
        let ways = bits(turned(point.way, &stretch));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a tile of 32 samples"
        )]
        let tile = tiles.get_mut((point.y / 32.0) as usize * 8 + (point.x / 32.0) as usize);
        let is_found = other.near.each_ref().map(|map| map.at(x, y) & ways != 0);
        if let Some((found, weights)) = tile {
            *weights += point.weight;
            *found += if is_found[1] { point.weight } else { 0.0 };
        }
        n_found += u32::from(is_found[1]);
        for (idx, map) in other.near.iter().enumerate() {
            if is_found.get(idx) == Some(&true) {
                found[idx] += point.weight;
            }
            let n_beside =
                BESIDE.iter().filter(|(dx, dy)| map.at(x + dx, y + dy) & ways != 0).count();
            beside[idx] += point.weight * n_beside as f32 / BESIDE.len() as f32;
        }
    }
    let share = |sum: f32| sum / weights.max(1e-3);
    let beyond = std::array::from_fn(|idx| {
        let (found, beside) = (share(found[idx]), share(beside[idx]));
        (found - beside) / (1.0 - beside).max(0.05)
    });
    let (at, by) = (share(found[1]), share(beside[1]).clamp(0.01, 0.99));
    // Neighbouring points are of one line: a third of them is taken for independent.
    let surprise = (at - by) * (n_points as f32 / 3.0).sqrt() / (by * (1.0 - by)).sqrt();
    let full = tiles.iter().filter(|(_, weights)| *weights > 2.0);
    let n_full = full.clone().count().max(1);
    let n_good = full.filter(|(found, weights)| found / weights > 0.55).count();
    Explained {
        beyond,
        surprise,
        inside: weights / all.max(1e-3),
        spread: n_good as f32 / n_full as f32,
        n_found,
        n_points,
    }
}

/// Where each point of a picture falls on another.
pub struct Inliers {
    /// All points, in their order.
    pub points: Vec<Inlier>,
}

/// One point, here and there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inlier {
    /// On the edge grid of the picture.
    pub from: (f32, f32),
    /// On the edge grid of the reference.
    pub to: (f32, f32),
    /// Whether a line of the reference of the same way is there, within some four samples.
    pub is_found: bool,
}

impl Inliers {
    /// Moves all points of the query by the warp.
    pub fn new(query: &Edges, reference: &Edges, warp: &Warp) -> Self {
        let near = Map::new(reference, 2, 1);
        let movers: Vec<Mover> = query.points.iter().map(|point| Mover::of(*point)).collect();
        let stretch = middle_stretch(&movers, warp);
        let points = movers.iter().map(|mover| {
            let to = warp.apply(mover.x, mover.y);
            let is_found = near.at(to.0, to.1) & bits(turned(mover.way, &stretch)) != 0;
            Inlier { from: (mover.x, mover.y), to, is_found }
        });
        Self { points: points.collect() }
    }
}
