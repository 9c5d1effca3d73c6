//! What `subtier media` prints of one file, as JSON and for people.
//!
//! In: what was seen and judged. Out: one object or some lines. Never: a judgement.

use serde::Serialize;
use subtier_model::AssetJudged;
use subtier_shots::Names;

use super::{Looked, Shown};
use crate::failure::Failure;
use crate::film::SceneFound;
use crate::out::{Out, Reader};
use crate::recognition::Found;

#[derive(Serialize)]
pub(super) struct Line<'a> {
    path: &'a str,
    format: &'a str,
    production: Option<&'a str>,
    shot: Option<&'a str>,
    frame: Option<i64>,
    probability: Option<f64>,
    stage: Option<&'a str>,
    signals: Vec<SignalLine<'a>>,
    season: Option<&'a str>,
    episode: Option<&'a str>,
    sequence: Option<&'a str>,
    task: Option<&'a str>,
    version: Option<&'a str>,
    take: Option<&'a str>,
    cel: Option<&'a str>,
    login: Option<&'a str>,
    basis: Option<&'a str>,
    verdict: Option<&'a str>,
    because: &'a [String],
    #[serde(rename = "match")]
    found: Option<MatchLine<'a>>,
    scenes: Vec<SceneLine<'a>>,
    proof: Option<&'a str>,
    blank: Option<&'a str>,
    shown: Option<&'a str>,
    width: Option<u32>,
    height: Option<u32>,
    duration_ms: Option<u64>,
    complaints: Vec<ComplaintLine<'a>>,
}

#[derive(Serialize)]
struct MatchLine<'a> {
    reference: &'a str,
    how: &'a str,
    mirrored: bool,
    inliers: u32,
    points: u32,
    warp: Vec<f64>,
    because: &'a [String],
}

/// A scene of a film that shows a reference.
#[derive(Serialize)]
struct SceneLine<'a> {
    place: String,
    millis: Option<u64>,
    frame: Option<u64>,
    production: &'a str,
    shot: Option<&'a str>,
    reference_frame: Option<i64>,
    probability: f64,
    frames: usize,
    #[serde(rename = "match")]
    found: MatchLine<'a>,
}

#[derive(Serialize)]
struct SignalLine<'a> {
    kind: &'static str,
    value: &'a str,
    place: String,
}

#[derive(Serialize)]
struct ComplaintLine<'a> {
    place: String,
    reason: &'a str,
}

/// The object of one file.
pub(super) fn line_of<'a>(
    one: &'a Looked,
    (names, shown): (&'a Names<'_>, &'a Shown),
    judged: &'a AssetJudged,
    proof: Option<&'a str>,
) -> Line<'a> {
    let found = shown.best();
    let value =
        |named: &'a Option<subtier_shots::Named<'_>>| named.as_ref().map(|one| one.value.as_ref());
    let sight = &one.sight;
    let number = |named: &Option<subtier_shots::Named<'_>>| {
        named.as_ref().and_then(subtier_shots::Named::number).map(i64::from)
    };
    Line {
        path: &one.name,
        format: &sight.format,
        production: judged.production.as_deref(),
        shot: judged.shot.as_deref(),
        frame: number(&names.frame).or_else(|| found.and_then(|found| found.frame)),
        probability: found.map(|found| f64::from(found.fact.probability_millionths) / 1e6),
        stage: judged.stage.as_deref(),
        signals: sight
            .signals
            .iter()
            .map(|one| SignalLine {
                kind: one.kind.name(),
                value: &one.value,
                place: one.place.to_string(),
            })
            .collect(),
        season: value(&names.season),
        episode: value(&names.episode),
        sequence: value(&names.sequence),
        task: value(&names.task),
        version: value(&names.version),
        take: value(&names.take),
        cel: value(&names.cel),
        login: value(&names.login),
        basis: judged.basis.as_deref(),
        verdict: judged.verdict.as_deref(),
        because: &judged.because,
        found: found.map(match_line),
        scenes: shown.scenes.iter().map(scene_line).collect(),
        proof,
        blank: sight.blank.as_deref(),
        shown: sight.shown.as_deref(),
        width: sight.size.map(|(width, _)| width),
        height: sight.size.map(|(_, height)| height),
        duration_ms: sight.duration_ms,
        complaints: sight
            .faults
            .iter()
            .map(|fault| ComplaintLine { place: fault.place.to_string(), reason: &fault.reason })
            .collect(),
    }
}

fn scene_line(scene: &SceneFound) -> SceneLine<'_> {
    let fact = &scene.found.fact;
    SceneLine {
        place: scene.place(),
        millis: fact.at_millis,
        frame: fact.at_frame,
        production: &fact.production,
        shot: fact.shot.as_deref(),
        reference_frame: scene.found.frame,
        probability: f64::from(fact.probability_millionths) / 1e6,
        frames: scene.n_frames,
        found: match_line(&scene.found),
    }
}

fn match_line(found: &Found) -> MatchLine<'_> {
    let fact = &found.fact;
    #[expect(clippy::cast_precision_loss, reason = "a move of some hundred samples in millionths")]
    let warp = fact.warp_millionths.iter().map(|number| *number as f64 / 1e6).collect();
    MatchLine {
        reference: &fact.reference,
        how: &fact.how,
        mirrored: fact.is_mirrored,
        inliers: fact.n_inliers,
        points: fact.n_points,
        warp,
        because: &fact.because,
    }
}

/// The same for people: what it is, where it is from, why, its signals.
pub(super) fn print_text(out: &mut Out, line: &Line<'_>) -> Result<Reader, Failure> {
    let known = [line.production, line.shot, line.stage];
    let known: Vec<&str> = known.into_iter().flatten().collect();
    let known = if known.is_empty() { "nothing known".to_owned() } else { known.join(" ") };
    let basis = line.basis.map_or(String::new(), |basis| format!(" (by {basis})"));
    let verdict = line.verdict.map_or(String::new(), |verdict| format!("; {verdict}"));
    let mut reader =
        out.line(&format!("{}: {}; {known}{basis}{verdict}", line.path, line.format))?;
    for reason in line.because {
        reader = out.line(&format!("  {reason}"))?;
    }
    for signal in &line.signals {
        reader = out.line(&format!("  {:<20} {} ({})", signal.kind, signal.value, signal.place))?;
    }
    Ok(reader)
}
