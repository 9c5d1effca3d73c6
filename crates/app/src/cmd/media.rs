//! `subtier media FILE...`: which production a picture is from, what stage it is, what files tell of their making.

mod lines;

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::path::{Path, PathBuf};

use clap::Args;
use subtier_blocks::Fault;
use subtier_media::look::Look;
use subtier_model::{AssetJudged, Complaint, Place};
use subtier_readers::{Encoding, Films, Prover, Readers, Side, Sight, is_film, view};
use subtier_shots::{Names, Naming};
use subtier_source::{Found as Entry, Walk, WalkLimits};

use super::Ending;
use crate::failure::Failure;
use crate::film::{self, FilmLook, SceneFound, best_of};
use crate::line::{Reference, References, Subject, Titles, real, verdict_of};
use crate::out::{Out, Reader, say, write_new};
use crate::recognition::{Drawing, Found, ReferenceGallery, row_of};
use lines::{line_of, print_text};

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
    /// A folder with reference pictures and films of a production; may be given several times.
    #[arg(long, value_name = "PRODUCTION=DIR")]
    reference: Vec<Reference>,
    /// Titles of productions: TOML, one production a line, `LNT = ["The Little Lantern", "小灯笼"]`.
    #[arg(long, value_name = "FILE")]
    aliases: Option<PathBuf>,
    /// Write the picture that proves each match into this folder, as PNG; nothing is overwritten.
    #[arg(long, value_name = "DIR")]
    proof: Option<PathBuf>,
}

/// Proofs that one run writes.
const PROOFS_MAX: usize = 10_000;

/// Signs of a file's name in that of its proof.
const NAME_CHARS_MAX: usize = 60;

/// How far a folder is walked.
const LIMITS: WalkLimits = WalkLimits { depth_max: 200, entries_max: 10_000_000 };

/// One file that was looked at.
struct Looked {
    name: String,
    path: PathBuf,
    hash: Option<subtier_model::Sha256Hash>,
    sight: Sight,
    look: Option<Look>,
    /// The frames, where it is a film.
    film: Option<FilmLook>,
}

/// What references a file shows.
#[derive(Default)]
struct Shown {
    found: Option<Found>,
    /// Each scene that shows one, where it is a film; `found` is then the best of them.
    scenes: Vec<SceneFound>,
}

impl Shown {
    fn best(&self) -> Option<&Found> {
        self.found.as_ref().or_else(|| best_of(&self.scenes).map(|scene| &scene.found))
    }

    /// The other scenes of a film, in words.
    fn also(&self) -> Vec<String> {
        let best = best_of(&self.scenes).map(|scene| scene.found.fact.at_millis);
        let others = self.scenes.iter().filter(|scene| Some(scene.found.fact.at_millis) != best);
        let in_words = others.map(|scene| {
            let fact = &scene.found.fact;
            format!("at {} it shows {}/{}", scene.place(), fact.production, fact.reference)
        });
        in_words.collect()
    }
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
    let titles = Titles::read(arguments.aliases.as_deref())?;
    let films = Films::new(say);
    let mut references = References::read(&folders, &titles);
    let recognition = references.recognition(None, &films)?;
    let said: Vec<Complaint> =
        references.complaints.iter().chain(&titles.complaints()).cloned().collect();
    complaints += complain(&said);
    let looked = look_at(&files, !folders.is_empty(), &films)?;
    complaints += complain(&unseen(&looked, &films));
    let shown = recognise(&looked, &recognition);
    let proofs = match &arguments.proof {
        Some(folder) => write_proofs(folder, &looked, &shown, (&references, &films))?,
        None => BTreeMap::new(),
    };
    let naming = Naming::learn(looked.iter().map(|one| one.name.as_str()))
        .with_aliases(titles.aliases.clone());
    let productions = references.productions();
    let mut out = Out::new();
    for (idx, (one, shown)) in looked.iter().zip(&shown).enumerate() {
        let names = naming.read(&one.name);
        let judged = judge(one, (&names, shown), (&references, &recognition), &productions);
        for fault in &one.sight.faults {
            say(&format!("{}: {}: {}", one.name, fault.place, fault.reason));
            complaints += 1;
        }
        let line = line_of(one, (&names, shown), &judged, proofs.get(&idx).map(String::as_str));
        let reader = if arguments.json { out.json(&line)? } else { print_text(&mut out, &line)? };
        if matches!(reader, Reader::Gone) {
            return Ok(Ending::with_complaints(complaints));
        }
    }
    out.finish()?;
    Ok(Ending::with_complaints(complaints))
}

/// Says what could not be had; gives how many there are.
fn complain(complaints: &[Complaint]) -> usize {
    for complaint in complaints {
        say(&format!("{}: {}", complaint.path, complaint.reason));
    }
    complaints.len()
}

fn unseen(looked: &[Looked], films: &Films) -> Vec<Complaint> {
    let formats = || looked.iter().filter(|one| one.film.is_none()).map(|one| &*one.sight.format);
    if !formats().any(is_film) {
        return Vec::new();
    }
    let reason = films.ffmpeg().err().and_then(|reason| film::unseen(formats(), &reason));
    let complaint = reason.map(|reason| Complaint::new(None, "all films", Place::Whole, reason));
    complaint.into_iter().collect()
}

/// Finds the references that each file shows.
fn recognise(looked: &[Looked], recognition: &ReferenceGallery) -> Vec<Shown> {
    let drawings: Vec<Drawing<'_>> = looked
        .iter()
        .filter_map(|one| Some(Drawing { row: row_of(&one.name), look: one.look.as_ref()? }))
        .collect();
    let mut found = recognition.recognise(&drawings).into_iter();
    let each = looked.iter().map(|one| match (&one.look, &one.film) {
        (Some(_), _) => Shown { found: found.next().flatten(), scenes: Vec::new() },
        (None, Some(film)) => Shown { found: None, scenes: film.recognise(recognition) },
        (None, None) => Shown::default(),
    });
    each.collect()
}

/// Writes the picture that proves the best match of each file; gives its name by the place of the file.
fn write_proofs(
    folder: &Path,
    looked: &[Looked],
    shown: &[Shown],
    (references, films): (&References, &Films),
) -> Result<BTreeMap<usize, String>, Failure> {
    let mut prover = Prover::new(films)?;
    let mut written = BTreeMap::new();
    for (idx, (one, shown)) in looked.iter().zip(shown).enumerate() {
        let Some(fact) = shown.best().map(|found| &found.fact) else { continue };
        if written.len() >= PROOFS_MAX {
            say(&format!("only the first {PROOFS_MAX} matches are proved: the limit of one run"));
            break;
        }
        let Some(reference) = references.locate(&fact.production, &fact.reference) else {
            continue;
        };
        let (here, there) =
            (subtier_source::open(&one.path)?, subtier_source::open(reference.path)?);
        let query = Side { file: &here, name: &one.name, at_millis: fact.at_millis };
        let name = &fact.reference;
        let reference = Side { file: &there, name, at_millis: reference.at_millis };
        match prover.prove(&query, &reference, (&fact.warp_millionths, Encoding::Png)) {
            Ok(png) => {
                let name = proof_name(idx + 1, &one.name);
                write_new(&folder.join(&name), &png)?;
                written.insert(idx, name);
            }
            Err(reason) => say(&format!("{}: its match is not drawn: {reason}", one.name)),
        }
    }
    Ok(written)
}

/// The name of a proof: the number of the file and its name, of letters and digits alone.
fn proof_name(number: usize, path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |sign: char| if sign.is_alphanumeric() { sign } else { '_' };
    let name: String = name.chars().take(NAME_CHARS_MAX).map(plain).collect();
    format!("{number:05}-{name}.png")
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
fn look_at(
    files: &[(String, PathBuf)],
    with_hashes: bool,
    films: &Films,
) -> Result<Vec<Looked>, Failure> {
    let views = files.iter().map(|(name, path)| {
        let opened = subtier_source::open(path).map_err(|error| error.to_string())?;
        view(&opened, name, (true, 0))
    });
    let mut looked = Vec::new();
    let mut named = files.iter();
    let mut readers = Readers::new(say)?;
    let all = readers.see_each(views, |seen| {
        let Some((name, path)) = named.next() else { return Ok::<(), Infallible>(()) };
        let mut sight = seen.unwrap_or_else(unread);
        let look = sight.look.take().as_deref().and_then(Look::from_bytes);
        let hash = with_hashes.then(|| References::hash_of(path)).flatten();
        let (name, path) = (name.clone(), path.clone());
        looked.push(Looked { name, path, hash, sight, look, film: None });
        Ok(())
    });
    let Ok(()) = all;
    for one in looked.iter_mut().filter(|one| is_film(&one.sight.format)) {
        if let (Ok(ffmpeg), Ok(file)) = (films.ffmpeg(), subtier_source::open(&one.path)) {
            one.film = Some(film::look(ffmpeg, &mut readers, &file, &mut one.sight));
        }
    }
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
    (names, shown): (&Names<'_>, &Shown),
    (references, recognition): (&References, &ReferenceGallery),
    productions: &BTreeSet<&str>,
) -> AssetJudged {
    let has_look = one.look.is_some() || one.film.as_ref().is_some_and(FilmLook::has_look);
    verdict_of(&Subject {
        names,
        copy_of: one.hash.and_then(|hash| references.copy_of(&hash)),
        found: shown.best().map(|found| (&found.fact, found.reference_stage.as_ref())),
        also: &shown.also(),
        stage: one.sight.stage.as_ref(),
        blank: one.sight.blank.as_deref(),
        n_references: has_look.then_some(recognition.len()),
        productions,
        beside: &[],
    })
}
