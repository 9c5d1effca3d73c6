//! `subtier media FILE...`: which production a picture is from, what stage it is, what files tell of their making.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde::Serialize;
use subtier_blocks::Fault;
use subtier_media::look::Look;
use subtier_model::{AssetJudged, Place};
use subtier_shots::{Names, Naming};
use subtier_source::{Found as Entry, Walk, WalkLimits};

use super::Ending;
use crate::ends::view;
use crate::failure::Failure;
use crate::line::{Reference, References, Subject, real, verdict_of};
use crate::out::{Out, Reader, say};
use crate::readers::Readers;
use crate::recognition::{Drawing, Found, ReferenceGallery};
use crate::sight::Sight;

/// Looks at pictures, films and project files: production and shot by the picture itself, stage of work, and what they tell of
/// the seat, machine, person and program that made them.
///
/// Each is read in a process of its own, with limits and without network. Folders are walked through; every file gets its line.
/// Containers are opened by `investigate`, not here.
///
/// Exit 2: something could not be read; what and why stands on standard error and in `complaints`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files of any format, and folders.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Print JSON Lines: one object a file.
    #[arg(long)]
    json: bool,
    /// A folder with reference pictures of a production; may be given several times.
    #[arg(long, value_name = "PRODUCTION=DIR")]
    reference: Vec<Reference>,
}

/// How far a folder is walked.
const LIMITS: WalkLimits = WalkLimits { depth_max: 200, entries_max: 10_000_000 };

#[derive(Serialize)]
struct Line<'a> {
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

/// One file that was looked at.
struct Looked {
    name: String,
    hash: Option<subtier_model::Sha256Hash>,
    sight: Sight,
    look: Option<Look>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    let mut folders = arguments.reference.clone();
    for reference in &mut folders {
        reference.folder = real(&reference.folder)?;
        if !reference.folder.is_dir() {
            let folder = reference.folder.display();
            return Err(Failure::user(format!("read {folder}: it is no folder")));
        }
    }
    let mut complaints = 0;
    let mut files = Vec::new();
    for file in &arguments.files {
        complaints += add_files(file, &mut files)?;
    }
    let mut references = References::read(&folders);
    let recognition = references.recognition(None)?;
    for complaint in &references.complaints {
        say(&format!("{}: {}", complaint.path, complaint.reason));
        complaints += 1;
    }
    let looked = look_at(&files, !folders.is_empty())?;
    let drawings: Vec<Drawing<'_>> = looked
        .iter()
        .filter_map(|one| Some(Drawing { path: &one.name, look: one.look.as_ref()? }))
        .collect();
    let mut found = recognition.recognise(&drawings).into_iter();
    let naming = Naming::learn(looked.iter().map(|one| one.name.as_str()));
    let productions = references.productions();
    let mut out = Out::new();
    for one in &looked {
        let found = one.look.as_ref().and_then(|_| found.next().flatten());
        let names = naming.read(&one.name);
        let judged =
            judge(one, (&names, found.as_ref()), (&references, &recognition), &productions);
        for fault in &one.sight.faults {
            say(&format!("{}: {}: {}", one.name, fault.place, fault.reason));
            complaints += 1;
        }
        let line = line_of(one, &names, found.as_ref(), &judged);
        let reader = if arguments.json { out.json(&line)? } else { print_text(&mut out, &line)? };
        if matches!(reader, Reader::Gone) {
            return Ok(Ending::with_complaints(complaints));
        }
    }
    out.finish()?;
    Ok(Ending::with_complaints(complaints))
}

/// Adds a file, or the files of a folder, under the name the user gave; gives how many entries could not be read.
fn add_files(named: &Path, files: &mut Vec<(String, PathBuf)>) -> Result<usize, Failure> {
    let path = real(named)?;
    if !path.is_dir() {
        files.push((named.to_string_lossy().into_owned(), path));
        return Ok(0);
    }
    let walk = Walk::new(&path, LIMITS, Vec::new())
        .map_err(|error| Failure::user(format!("read {}: {error}", path.display())))?;
    let mut complaints = 0;
    for entry in walk {
        let name = named.join(&entry.path);
        match entry.found {
            Entry::Folder => {}
            Entry::File { .. } => {
                files.push((name.to_string_lossy().into_owned(), path.join(&entry.path)));
            }
            Entry::Link { .. }
            | Entry::Device
            | Entry::Pipe
            | Entry::Socket
            | Entry::Unreadable { .. }
            | Entry::TooDeep
            | Entry::TooMany
            | Entry::LeftOut => {
                say(&format!("{}: it is no file that can be read; left out", name.display()));
                complaints += 1;
            }
        }
    }
    Ok(complaints)
}

/// Looks at all files; one that could not be read still gets its line, so that none is missing.
fn look_at(files: &[(String, PathBuf)], with_hashes: bool) -> Result<Vec<Looked>, Failure> {
    let views = files.iter().map(|(name, path)| {
        let opened = subtier_source::open(path).map_err(|error| error.to_string())?;
        view(&opened, name, (true, false))
    });
    let mut looked = Vec::new();
    let mut named = files.iter();
    let all = Readers::new(&Arc::default())?.see_each(views, |seen| {
        let Some((name, path)) = named.next() else { return Ok::<(), Infallible>(()) };
        let mut sight = seen.unwrap_or_else(unread);
        let look = sight.look.take().as_deref().and_then(Look::from_bytes);
        let hash = with_hashes.then(|| References::hash_of(path)).flatten();
        looked.push(Looked { name: name.clone(), hash, sight, look });
        Ok(())
    });
    let Ok(()) = all;
    Ok(looked)
}

fn unread(reason: String) -> Sight {
    Sight {
        format: "none".to_owned(),
        size: None,
        duration_ms: None,
        signals: Vec::new(),
        faults: vec![Fault { place: Place::Whole, reason }],
        shown: None,
        blank: None,
        look: None,
        thumbnail: None,
        stage: None,
    }
}

fn judge(
    one: &Looked,
    (names, found): (&Names<'_>, Option<&Found>),
    (references, recognition): (&References, &ReferenceGallery),
    productions: &BTreeSet<&str>,
) -> AssetJudged {
    verdict_of(&Subject {
        names,
        copy_of: one.hash.and_then(|hash| references.copy_of(&hash)),
        found: found.map(|found| (&found.fact, found.reference_stage.as_ref())),
        stage: one.sight.stage.as_ref(),
        blank: one.sight.blank.as_deref(),
        n_references: one.look.is_some().then_some(recognition.len()),
        productions,
        beside: &[],
    })
}

fn line_of<'a>(
    one: &'a Looked,
    names: &'a Names<'_>,
    found: Option<&'a Found>,
    judged: &'a AssetJudged,
) -> Line<'a> {
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
fn print_text(out: &mut Out, line: &Line<'_>) -> Result<Reader, Failure> {
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
