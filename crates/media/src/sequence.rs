//! Votes over the drawings of one folder or clip.
//!
//! In: the matches of each drawing, in order, and which shot a reference is of. Out: the shots they
//! are of together, surest first. Drawings of one folder are seen as one witness each, but not as
//! independent ones: their evidence is added and then damped. A shot whose references follow in the
//! order of the drawings gains. Never: a shot on one drawing's word alone surer than that drawing.

use std::collections::BTreeMap;

use crate::gallery::Match;

/// What the drawings say together about one shot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vote {
    /// The shot, as the caller numbers them.
    pub group: u32,
    /// That the drawings are of it.
    pub probability: f32,
    /// Drawings that speak for it.
    pub n_drawings: usize,
    /// Share of neighbouring drawings whose references stand in the same order, either way.
    pub in_order: f32,
}

/// The numbers below are set by hand, not fitted. A drawing that does not show the shot speaks against it this much.
const SILENCE: f32 = -1.2;

/// What a drawing can say at most, and at least when it speaks at all.
const WORD_MAX: f32 = 4.0;

/// Evidence with which a shot begins: most folders are of no shot of the gallery.
const START: f32 = -5.0;

/// What drawings in the right order add.
const ORDER: f32 = 1.5;

/// Adds up the matches of drawings; `group_of` tells the shot of a reference.
#[expect(clippy::cast_precision_loss, reason = "some thousand drawings")]
pub fn vote(drawings: &[Vec<Match>], group_of: impl Fn(usize) -> u32) -> Vec<Vote> {
    let mut words: BTreeMap<u32, Vec<(usize, f32, usize)>> = BTreeMap::new();
    for (drawing, matches) in drawings.iter().enumerate() {
        let mut best: BTreeMap<u32, (f32, usize)> = BTreeMap::new();
        for found in matches {
            let entry =
                best.entry(group_of(found.reference)).or_insert((f32::MIN, found.reference));
            if found.evidence.sum > entry.0 {
                *entry = (found.evidence.sum, found.reference);
            }
        }
        for (group, (sum, reference)) in best {
            words.entry(group).or_default().push((drawing, sum, reference));
        }
    }
    let mut said: Vec<(f32, Vote)> = words
        .into_iter()
        .map(|(group, said)| {
            let places: Vec<usize> = said.iter().map(|(_, _, reference)| *reference).collect();
            let pairs = places.windows(2).count().max(1) as f32;
            let rising =
                places.windows(2).filter(|pair| matches!(pair, [a, b] if a <= b)).count() as f32;
            let falling =
                places.windows(2).filter(|pair| matches!(pair, [a, b] if a >= b)).count() as f32;
            let in_order = if places.len() < 2 { 0.0 } else { rising.max(falling) / pairs };
            let spoken: f32 =
                said.iter().map(|(_, sum, _)| (sum + 5.0).clamp(SILENCE, 5.0 + WORD_MAX)).sum();
            let silent = (drawings.len() - said.len()) as f32 * SILENCE;
            let order = if places.len() < 3 { 0.0 } else { ORDER * (2.0 * in_order - 1.0) };
            let together = START + (spoken + silent) * damping(drawings.len()) + order;
            let best = said.iter().map(|(_, sum, _)| *sum).fold(f32::MIN, f32::max);
            let sum = if said.len() == 1 { together.min(best) } else { together };
            (sum, Vote { group, probability: 0.0, n_drawings: said.len(), in_order })
        })
        .collect();
    said.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.group.cmp(&b.1.group)));
    share_out(&said)
}

/// One folder is of one shot or of none: what the shots claim is shared out among them and nothing.
fn share_out(said: &[(f32, Vote)]) -> Vec<Vote> {
    let most = said.first().map_or(0.0, |(sum, _)| sum.max(0.0));
    let part = |sum: f32| f64::from(sum - most).exp();
    let all: f64 = part(0.0) + said.iter().map(|(sum, _)| part(*sum)).sum::<f64>();
    let probability = |sum: f32| ((part(sum) / all * 10_000.0).round() / 10_000.0) as f32;
    said.iter().map(|(sum, vote)| Vote { probability: probability(*sum), ..*vote }).collect()
}

/// Drawings of one folder share background and hand: eight count as some four.
#[expect(clippy::cast_precision_loss, reason = "some thousand drawings")]
fn damping(n_drawings: usize) -> f32 {
    let n = n_drawings.max(1) as f32;
    (n.sqrt() * 1.4 / n).min(1.0)
}
