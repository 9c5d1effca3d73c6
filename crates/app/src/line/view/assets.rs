//! The judged files in the view of a case, work first, with their small pictures.
//!
//! In: the observations and evidence of a run, the derived files of the case. Out: one row a file. Never: a judgement.

use std::collections::BTreeMap;

use subtier_model::{AssetJudged, Evidence, EvidenceId, Fact, Observation};
use subtier_review::{Asset, AssetVerdict};
use subtier_store::Case;

use super::trails::Trails;
use crate::line::media::pictures;

/// Gathers the rows: work before copies, what is open, and what is unrelated; by path within each.
pub(super) fn assets(
    case: &Case,
    (observations, evidence): (&[Observation], &BTreeMap<EvidenceId, Evidence>),
    trails: &Trails<'_>,
) -> Vec<Asset> {
    let judged = observations.iter().filter_map(|one| {
        let Fact::Asset(judged) = &one.fact else { return None };
        Some((one.evidence, judged))
    });
    let path = |id: EvidenceId| evidence.get(&id).map_or("", |item| item.path.as_str());
    let verdict = |judged: &AssetJudged| judged.verdict.as_deref().and_then(AssetVerdict::of_word);
    let mut judged: Vec<(EvidenceId, &AssetJudged)> = judged.collect();
    judged.sort_by_key(|(id, judged)| {
        let rank = match verdict(judged) {
            Some(AssetVerdict::WorkInProgress) => 0,
            Some(AssetVerdict::ReferenceOrFinishedCopy) => 1,
            None => 2,
            Some(AssetVerdict::Unrelated) => 3,
        };
        (rank, path(*id), *id)
    });
    let is_matched = |judged: &AssetJudged| judged.basis.as_deref() == Some("picture");
    let worth: Vec<_> = judged.iter().map(|(id, judged)| (*id, is_matched(judged))).collect();
    let mut pictures = pictures(case, (evidence, observations), &worth);
    let row = |(id, judged): (EvidenceId, &AssetJudged)| Asset {
        path: path(id).to_owned(),
        verdict: verdict(judged),
        production: judged.production.clone(),
        because: judged.because.clone(),
        basis: judged.basis.clone(),
        shot: judged.shot.clone(),
        stage: judged.stage.clone(),
        picture: pictures.remove(&id),
        touched_by: trails.touched_by(id),
    };
    judged.into_iter().map(row).collect()
}
