//! A picture shows one shot at most: what speaks for one shot speaks against the others.
//!
//! In: the matches of one picture, each weighed as if its reference were the only one, and the shot of each reference. Out: the
//! same matches with the probability that the picture shows their shot and none of the other shots. Shots of one production share
//! its characters, so that a drawing of a shot which is not there resembles all of them alike, and none of them is believed.
//! Never: another order; references of one shot against each other.

use std::collections::BTreeMap;

use crate::fuse;
use crate::gallery::Match;

/// Gives each match its probability among all shots: its odds by those of every other shot's best match, and of none.
/// `shot_of` numbers the shot of a reference.
pub fn weigh(matches: &mut [Match], shot_of: impl Fn(usize) -> u32) {
    let mut best: BTreeMap<u32, f64> = BTreeMap::new();
    for found in matches.iter() {
        let odds = best.entry(shot_of(found.reference)).or_insert(0.0);
        *odds = odds.max(f64::from(found.evidence.sum).exp());
    }
    let all: f64 = best.values().sum();
    for found in matches.iter_mut() {
        let own = best.get(&shot_of(found.reference)).copied().unwrap_or(0.0);
        let odds = f64::from(found.evidence.sum).exp();
        found.probability = fuse::rounded(odds / (1.0 + odds + (all - own).max(0.0)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fuse::{Evidence, N_FEATURES};
    use crate::gallery::How;
    use crate::verify::Warp;

    fn matched(reference: usize, sum: f32) -> Match {
        let evidence = Evidence { features: [0.0; N_FEATURES], sum };
        let probability = fuse::probability(&evidence);
        let warp = Warp::scaled(1.0, 1.0, 0.0, 0.0);
        Match { reference, probability, how: How::Copy, warp, n_inliers: 0, n_points: 0, evidence }
    }

    fn weighed(mut matches: Vec<Match>, shot_of: impl Fn(usize) -> u32) -> Vec<f32> {
        weigh(&mut matches, shot_of);
        matches.iter().map(|found| found.probability).collect()
    }

    fn each_its_own(reference: usize) -> u32 {
        u32::try_from(reference).unwrap()
    }

    #[test]
    fn a_drawing_that_resembles_all_shots_shows_none_of_them() {
        let matches = vec![matched(0, 0.23), matched(1, -0.66), matched(2, -1.57)];
        assert!(matches[0].probability > fuse::MATCH_MIN);
        let found = weighed(matches, each_its_own);
        assert!(found[0] < fuse::MATCH_MIN, "{found:?}");
    }

    #[test]
    fn a_sure_shot_stays_sure_beside_others_that_resemble_it() {
        let found = weighed(vec![matched(0, 12.0), matched(1, 3.0), matched(2, 2.9)], each_its_own);
        assert!(found[0] > 0.999, "{found:?}");
        assert!(found[1] < 0.001, "{found:?}");
    }

    #[test]
    fn frames_of_one_shot_do_not_speak_against_each_other() {
        let matches = vec![matched(0, 2.0), matched(1, 1.9), matched(2, -8.0)];
        let alone: Vec<f32> = matches.iter().map(|found| found.probability).collect();
        let found = weighed(matches, |reference| u32::from(reference == 2));
        assert!((found[0] - alone[0]).abs() < 0.001 && (found[1] - alone[1]).abs() < 0.001);
    }

    #[test]
    fn the_shots_of_a_picture_are_at_most_one() {
        let sums = [9.0, 8.5, 0.0, -30.0, 60.0, 60.0];
        let found = weighed(
            sums.iter().enumerate().map(|(at, sum)| matched(at, *sum)).collect(),
            each_its_own,
        );
        assert!(found.iter().sum::<f32>() <= 1.001, "{found:?}");
        assert!(found.iter().all(|p| (0.0..=1.0).contains(p)));
    }
}
