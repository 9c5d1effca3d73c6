//! What one file is to a production, and why.
//!
//! In: what its bytes, its pixels, its name and its neighbours say. Out: a verdict of the outside contract, or none, with every
//! reason. Never: work because a file is there; a production by its name alone called work; a picture called unrelated where there
//! was no reference to hold it against, nor a drawing, which may be missed.

use std::collections::BTreeSet;

use subtier_model::{AssetJudged, PictureMatch, StageSeen};
use subtier_shots::{Names, Task};

use crate::film::place_of;

/// All that is known of one file.
pub(crate) struct Subject<'a> {
    /// What its path says.
    pub(crate) names: &'a Names<'a>,
    /// Production and names of references with the same bytes.
    pub(crate) copy_of: Option<(Option<String>, String)>,
    /// The reference it shows, and the stage of that.
    pub(crate) found: Option<(&'a PictureMatch, Option<&'a StageSeen>)>,
    /// Sentences about the other moments of a film that show references.
    pub(crate) also: &'a [String],
    /// The stage its pixels show.
    pub(crate) stage: Option<&'a StageSeen>,
    /// Why there is nothing to recognise.
    pub(crate) blank: Option<&'a str>,
    /// Whether it was held against references, and against how many.
    pub(crate) n_references: Option<usize>,
    /// Productions of the references.
    pub(crate) productions: &'a BTreeSet<&'a str>,
    /// Sentences about its neighbours: versions of one day, requests about its shot.
    pub(crate) beside: &'a [String],
}

/// Stages at which somebody still draws or paints.
const WORK: [&str; 7] = ["rough", "key", "in-between", "clean-up", "colour", "layout", LINES];

/// Lines on paper, where the pixels leave open which stage they are of: work, but no stage to name.
const LINES: &str = "lines";

/// Stages at which a drawing is nothing but lines.
const DRAWN: [&str; 6] = ["rough", "key", "in-between", "clean-up", "layout", LINES];

const WORK_IN_PROGRESS: &str = "work_in_progress";
const COPY: &str = "reference_or_finished_copy";
const UNRELATED: &str = "unrelated";

/// The stage of work that a name says, in the words of the outside contract.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other stage goes by its own word")]
fn stage_by_name(names: &Names<'_>) -> Option<&'static str> {
    let task = names.stage()?;
    Some(match task {
        Task::Rough => "rough",
        Task::Key | Task::SecondKey => "key",
        Task::Inbetween => "in-between",
        Task::Cleanup => "clean-up",
        Task::Colour => "colour",
        Task::Compositing => "composite",
        Task::Design => "sheet",
        Task::Sheet => "time sheet",
        Task::Finished | Task::Rendering => "finished",
        other => other.id(),
    })
}

/// Judges one file.
pub(crate) fn verdict_of(subject: &Subject<'_>) -> AssetJudged {
    let by_name = stage_by_name(subject.names);
    let mut judged = AssetJudged {
        verdict: None,
        production: None,
        basis: None,
        shot: token(subject.names.shot.as_ref().map(|named| &named.token)),
        stage: stage(subject.stage, by_name),
        because: Vec::new(),
    };
    if let Some((production, names)) = &subject.copy_of {
        judged.verdict = Some(COPY.to_owned());
        judged.production.clone_from(production);
        judged.basis = Some("bytes".to_owned());
        judged.because.push(format!("its bytes are those of the reference {names}"));
        return judged;
    }
    match subject.found {
        Some((found, reference_stage)) => shown(&mut judged, subject, (found, reference_stage)),
        None => not_shown(&mut judged, subject),
    }
    judged.stage = judged.stage.filter(|stage| stage != LINES);
    judged
}

fn token(token: Option<&std::borrow::Cow<'_, str>>) -> Option<String> {
    token.map(|token| token.clone().into_owned())
}

/// The name knows which kind of line drawing it is better than pixels do; that something is painted pixels know better.
fn stage(seen: Option<&StageSeen>, by_name: Option<&str>) -> Option<String> {
    let is_lines = |stage: &str| DRAWN.contains(&stage);
    match (seen, by_name) {
        (Some(seen), Some(name)) if is_lines(&seen.stage) && is_lines(name) => {
            Some(name.to_owned())
        }
        (Some(seen), Some("finished")) if seen.stage == "composite" => Some("finished".to_owned()),
        (Some(seen), _) => Some(seen.stage.clone()),
        (None, name) => name.map(str::to_owned),
    }
}

fn say_stage(judged: &mut AssetJudged, subject: &Subject<'_>) {
    if let Some(seen) = subject.stage {
        let stage = match seen.stage.as_str() {
            LINES => "a stage of lines on paper".to_owned(),
            stage => format!("the stage {stage}"),
        };
        judged.because.push(format!("its pixels show {stage}: {}", seen.because.join(", ")));
    }
    if let (Some(named), Some(task)) = (stage_by_name(subject.names), &subject.names.task) {
        judged.because.push(format!("its name says {} ({})", task.token, named));
    }
}

/// It shows a reference: work where it is at an earlier stage than that, else a copy.
fn shown(
    judged: &mut AssetJudged,
    subject: &Subject<'_>,
    (found, reference_stage): (&PictureMatch, Option<&StageSeen>),
) {
    judged.production = Some(found.production.clone());
    judged.basis = Some("picture".to_owned());
    judged.shot = found.shot.clone().or_else(|| judged.shot.take());
    let at = found
        .at_millis
        .map_or(String::new(), |millis| format!("at {} ", place_of(millis, found.at_frame)));
    judged.because.push(format!(
        "{at}it shows {}/{} with probability {}.{:04}",
        found.production,
        found.reference,
        found.probability_millionths / 1_000_000,
        found.probability_millionths % 1_000_000 / 100
    ));
    judged.because.extend(found.because.iter().cloned());
    judged.because.extend(subject.also.iter().cloned());
    say_stage(judged, subject);
    let by_pixels = subject.stage.map(|seen| seen.stage.as_str());
    let is_work = judged.stage.as_deref().is_some_and(|stage| WORK.contains(&stage))
        // A name alone makes no picture work that is painted to the end.
        && by_pixels.is_none_or(|stage| WORK.contains(&stage));
    let is_as_reference =
        reference_stage.is_some_and(|seen| Some(seen.stage.as_str()) == by_pixels);
    let is_finished = matches!(judged.stage.as_deref(), Some("composite" | "finished"));
    if is_work && !is_as_reference {
        judged.because.push("it is at a stage of work, not a copy of what is finished".to_owned());
        judged.because.extend(subject.beside.iter().cloned());
        judged.verdict = Some(WORK_IN_PROGRESS.to_owned());
    } else if is_as_reference || is_finished {
        judged.because.push("it is at the stage of the reference itself: a copy of it, or of what it was copied from".to_owned());
        if subject.beside.is_empty() {
            judged.verdict = Some(COPY.to_owned());
        } else {
            judged.because.extend(subject.beside.iter().cloned());
            judged
                .because
                .push("whether it is a copy or work on the last stage is left open".to_owned());
        }
    } else {
        judged.because.push("its stage of work cannot be told".to_owned());
    }
}

/// It shows no reference: what its name says is said as that; a painted picture without any tie is unrelated, a drawing left open.
fn not_shown(judged: &mut AssetJudged, subject: &Subject<'_>) {
    let named = subject.names.production.as_ref();
    let known = named.and_then(|named| {
        let is_it = |production: &&&str| production.eq_ignore_ascii_case(&named.value);
        subject.productions.iter().find(is_it).copied()
    });
    judged.production =
        known.map(str::to_owned).or_else(|| named.map(|named| named.value.clone().into_owned()));
    judged.basis = judged.production.as_ref().map(|_| "name".to_owned());
    let compared = subject.n_references.filter(|count| *count > 0);
    if let Some(reason) = subject.blank {
        judged.because.push(format!("nothing to recognise: {reason}"));
    } else if let Some(count) = compared {
        judged.because.push(format!("it shows none of the {count} reference pictures"));
    }
    match (&judged.production, compared, subject.blank) {
        (Some(production), ..) => {
            judged.because.push(format!("{production} by name only"));
            say_stage(judged, subject);
            judged.because.extend(subject.beside.iter().cloned());
        }
        (None, Some(_), None) => {
            judged.because.push("no name of a production stands in its path".to_owned());
            // Some drawings of every hundred are not recognised, and their finish may not be among the references.
            if judged.stage.as_deref().is_some_and(|stage| DRAWN.contains(&stage)) {
                say_stage(judged, subject);
                judged.because.push("whose drawing it is stays open".to_owned());
            } else {
                judged.verdict = Some(UNRELATED.to_owned());
            }
        }
        (None, ..) => {}
    }
}

#[cfg(test)]
mod tests {
    use subtier_shots::Naming;

    use super::*;

    fn seen(stage: &str) -> StageSeen {
        StageSeen { stage: stage.to_owned(), because: vec!["a reason".to_owned()] }
    }

    fn found() -> PictureMatch {
        PictureMatch {
            production: "LNT".to_owned(),
            reference: "SC012_comp.jpg".to_owned(),
            shot: Some("SC012".to_owned()),
            at_millis: None,
            at_frame: None,
            probability_millionths: 999_900,
            how: "lines".to_owned(),
            is_mirrored: false,
            n_inliers: 90,
            n_points: 100,
            warp_millionths: vec![0; 9],
            because: Vec::new(),
        }
    }

    /// The verdict and stage of a picture that shows a finished reference.
    fn judged(
        path: &str,
        stage: Option<&str>,
        beside: &[&str],
    ) -> (Option<String>, Option<String>) {
        let naming = Naming::learn([path]);
        let names = naming.read(path);
        let (found, reference, stage) = (found(), seen("composite"), stage.map(seen));
        let beside: Vec<String> = beside.iter().map(|one| (*one).to_owned()).collect();
        let judged = verdict_of(&Subject {
            names: &names,
            copy_of: None,
            found: Some((&found, Some(&reference))),
            also: &[],
            stage: stage.as_ref(),
            blank: None,
            n_references: Some(4),
            productions: &BTreeSet::from(["LNT"]),
            beside: &beside,
        });
        (judged.verdict, judged.stage)
    }

    #[test]
    fn lines_whose_stage_is_open_are_work_and_no_stage_is_named() {
        assert_eq!(
            judged("x/a.jpg", Some("lines"), &[]),
            (Some(WORK_IN_PROGRESS.to_owned()), None)
        );
        let named = judged("x/LNT_SC012_genga.jpg", Some("lines"), &[]);
        assert_eq!(named, (Some(WORK_IN_PROGRESS.to_owned()), Some("key".to_owned())));
    }

    #[test]
    fn what_is_finished_is_never_work_by_its_name_or_its_neighbours() {
        let copy = (Some(COPY.to_owned()), Some("composite".to_owned()));
        assert_eq!(judged("x/a.jpg", Some("composite"), &[]), copy);
        let (verdict, _) = judged("x/LNT_SC012_key_v02.jpg", Some("composite"), &[]);
        assert_ne!(verdict.as_deref(), Some(WORK_IN_PROGRESS));
        let (verdict, _) =
            judged("x/a.jpg", Some("composite"), &["3 versions of it lie in its folder"]);
        assert_eq!(verdict, None, "left open where its neighbours are work");
    }

    #[test]
    fn a_stage_that_neither_pixels_nor_name_tell_gives_no_verdict() {
        assert_eq!(judged("x/a.jpg", None, &[]), (None, None));
    }
}
