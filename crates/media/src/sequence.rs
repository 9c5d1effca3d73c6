//! Votes of the drawings of one row: one folder or clip, in order.
//!
//! In: the matches of each drawing, in order, and which shot a reference is of. Out: the shots they
//! are of together, surest first. What each drawing says for a shot is added up, beside what they say
//! for the next best shot, how many speak, and whether the references follow in the order of the drawings;
//! the weights were fitted on made-up shows that no test uses (`cargo xtask bench media --fit`).
//! Never: a shot on one drawing's word alone surer than that drawing.

use std::collections::BTreeMap;

use crate::gallery::Match;

/// Numbers that are weighed.
pub const N_FEATURES: usize = 6;

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
    /// The numbers, in the order of [`WEIGHTS`].
    pub features: [f32; N_FEATURES],
}

/// The logarithm of odds at which a drawing says nothing, and what it can say more or less.
const NOTHING: f32 = -5.0;
const WORD_MAX: f32 = 10.0;
const WORD_MIN: f32 = -3.0;

/// A drawing speaks for a shot from here on.
const SPEAKS_FROM: f32 = 1.0;

/// Weights of [`Vote::features`].
pub const WEIGHTS: [f32; N_FEATURES] = [-1.788, -0.101, 1.046, -0.378, -1.222, 0.495];

/// What each drawing says about one shot.
struct Heard {
    group: u32,
    /// For each drawing that was compared with it the word and the reference, in order.
    words: Vec<(f32, usize)>,
    /// Sum of the words, those of silent drawings included.
    sum: f32,
}

/// Adds up the matches of drawings; `group_of` tells the shot of a reference.
pub fn vote(drawings: &[Vec<Match>], group_of: impl Fn(usize) -> u32) -> Vec<Vote> {
    let heard = hear(drawings, group_of);
    let mut sums: Vec<f32> = heard.iter().map(|heard| heard.sum).collect();
    sums.sort_by(|a, b| b.total_cmp(a));
    let (first, second) = (sums.first().copied(), sums.get(1).copied());
    let mut votes: Vec<(f32, Vote)> = heard
        .iter()
        .map(|heard| {
            let silence = WORD_MIN * count(drawings.len());
            let rival = if first == Some(heard.sum) { second } else { first };
            said(heard, drawings.len(), rival.unwrap_or(silence))
        })
        .collect();
    votes.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.group.cmp(&b.1.group)));
    votes.into_iter().map(|(_, vote)| vote).collect()
}

fn hear(drawings: &[Vec<Match>], group_of: impl Fn(usize) -> u32) -> Vec<Heard> {
    let mut words: BTreeMap<u32, Vec<(f32, usize)>> = BTreeMap::new();
    for matches in drawings {
        let mut best: BTreeMap<u32, (f32, usize)> = BTreeMap::new();
        for found in matches {
            let entry =
                best.entry(group_of(found.reference)).or_insert((f32::MIN, found.reference));
            if found.evidence.sum > entry.0 {
                *entry = (found.evidence.sum, found.reference);
            }
        }
        for (group, (sum, reference)) in best {
            let word = (sum - NOTHING).clamp(WORD_MIN, WORD_MAX);
            words.entry(group).or_default().push((word, reference));
        }
    }
    let heard = words.into_iter().map(|(group, words)| {
        let silent = count(drawings.len() - words.len()) * WORD_MIN;
        let sum = words.iter().map(|(word, _)| word).sum::<f32>() + silent;
        Heard { group, words, sum }
    });
    heard.collect()
}

/// What is said for a shot beside its best rival.
fn said(heard: &Heard, n_drawings: usize, rival: f32) -> (f32, Vote) {
    let n = count(n_drawings.max(1));
    let n_speaking = heard.words.iter().filter(|(word, _)| *word >= SPEAKS_FROM).count();
    let in_order = in_order(&heard.words);
    let best = heard.words.iter().map(|(word, _)| *word).fold(WORD_MIN, f32::max);
    // Drawings of one row share background and hand: their words count by the root of their number.
    let features = [
        1.0,
        heard.sum / n.sqrt(),
        (heard.sum - rival).clamp(-20.0, 20.0) / n.sqrt(),
        count(n_speaking) / n,
        if n_speaking < 3 { 0.5 } else { in_order },
        best,
    ];
    let together: f32 = features.iter().zip(&WEIGHTS).map(|(value, weight)| value * weight).sum();
    let sum = if n_speaking <= 1 { together.min(best + NOTHING) } else { together };
    let probability = probability(sum);
    (sum, Vote { group: heard.group, probability, n_drawings: n_speaking, in_order, features })
}

/// Share of neighbouring words whose references rise, or fall, whichever is more.
fn in_order(words: &[(f32, usize)]) -> f32 {
    let places: Vec<usize> =
        words.iter().filter(|(word, _)| *word >= SPEAKS_FROM).map(|(_, place)| *place).collect();
    let share = |is_so: fn(&[usize]) -> bool| {
        count(places.windows(2).filter(|pair| is_so(pair)).count())
            / count(places.len().saturating_sub(1).max(1))
    };
    let rising = share(|pair| matches!(pair, [a, b] if a <= b));
    rising.max(share(|pair| matches!(pair, [a, b] if a >= b)))
}

fn count(n: usize) -> f32 {
    n as f32
}

/// The logistic of the sum, rounded so that the last bits of a machine's `exp` do not show.
fn probability(sum: f32) -> f32 {
    let value = 1.0 / (1.0 + (-f64::from(sum)).exp());
    ((value * 10_000.0).round() / 10_000.0) as f32
}
