//! Pictures that prove the matches of a case, for its report.
//!
//! In: the best match of each file, the references. Out: a derived file a match. Never: more than the report can show; a complaint: a
//! match whose picture cannot be made stands by its figures.

use std::collections::BTreeMap;

use subtier_model::{Evidence, EvidenceId, Fact, Observation, PictureMatch, Sha256Hash};
use subtier_readers::{Encoding, PROOF_VERSION, Prover, Side};
use subtier_source::Hashing;
use subtier_store::Case;

use super::{Judging, Locations};
use crate::failure::Failure;
use crate::line::logs::bytes_of;
use crate::line::references::References;

/// Proofs of one case: beyond what the report shows.
const PROOFS_MAX: usize = 100;

/// Bytes of the largest proof that is kept; one takes some 60,000.
const PROOF_BYTES_MAX: usize = 1 << 20;

/// The surest match of each file; of equal ones, that of its earliest moment.
pub(crate) fn best_matches(observations: &[Observation]) -> BTreeMap<EvidenceId, &PictureMatch> {
    let mut best: BTreeMap<EvidenceId, &PictureMatch> = BTreeMap::new();
    let rank = |found: &PictureMatch| {
        let at = std::cmp::Reverse(found.at_millis);
        (found.probability_millionths, found.n_inliers, at)
    };
    for one in observations {
        let Fact::PictureMatch(found) = &one.fact else { continue };
        if best.get(&one.evidence).is_none_or(|known| rank(known) < rank(found)) {
            best.insert(one.evidence, found);
        }
    }
    best
}

/// The kind of derived files that proofs are.
pub(crate) fn proof_kind() -> String {
    format!("proof-{PROOF_VERSION}")
}

/// The hash under which the proof of a match is kept: of the file and all that was found.
pub(crate) fn proof_key(of: &Sha256Hash, found: &PictureMatch) -> Sha256Hash {
    let mut hashing = Hashing::new();
    hashing.update(b"subtier proof 1");
    hashing.update(of.to_string().as_bytes());
    hashing.update(&serde_json::to_vec(found).unwrap_or_default());
    hashing.finish().0
}

/// Makes the proofs that are not there yet.
pub(super) fn prove(
    case: &mut Case,
    (evidence, matches): (&[Evidence], &[Observation]),
    references: &References,
    judging: &Judging<'_>,
) -> Result<(), Failure> {
    let best = best_matches(matches);
    let mut items: Vec<(&Evidence, &PictureMatch)> =
        evidence.iter().filter_map(|item| Some((item, *best.get(&item.id)?))).collect();
    items.sort_by(|(one, _), (other, _)| (&one.path, one.id).cmp(&(&other.path, other.id)));
    let mut prover = None;
    for (item, found) in items.into_iter().take(PROOFS_MAX) {
        let Some(hash) = item.sha256 else { continue };
        let key = proof_key(&hash, found);
        if case.derived(&proof_kind(), &key).is_some() {
            continue;
        }
        let prover = match &mut prover {
            Some(prover) => prover,
            None => prover.insert(Prover::new(judging.films)?),
        };
        let drawn = draw(case, prover, (item, found), (references, judging.locations));
        if let Some(jpeg) = drawn.filter(|jpeg| jpeg.len() <= PROOF_BYTES_MAX) {
            case.keep_derived(&proof_kind(), &key, &jpeg)?;
        }
    }
    Ok(())
}

fn draw(
    case: &Case,
    prover: &mut Prover<'_>,
    (item, found): (&Evidence, &PictureMatch),
    (references, locations): (&References, &Locations),
) -> Option<Vec<u8>> {
    let file = bytes_of(case, (item, locations)).ok()?;
    let reference = references.locate(&found.production, &found.reference)?;
    let there = subtier_source::open(reference.path).ok()?;
    let query = Side { file: &file, name: &item.path, at_millis: found.at_millis };
    let reference = Side { file: &there, name: &found.reference, at_millis: reference.at_millis };
    prover.prove(&query, &reference, (&found.warp_millionths, Encoding::Jpeg)).ok()
}
