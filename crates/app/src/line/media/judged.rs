//! Every file of the evidence held against the references, and judged.
//!
//! In: looks, references, notes and names. Out: one unit a folder with the references its pictures show, then one unit with what
//! each file is to a production. Never: a file judged that is neither picture, film nor project file, unless its bytes are those of
//! a reference.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{
    AssetJudged, ChangeRequest, Complaint, Evidence, EvidenceId, Fact, IdHasher, MediaRead,
    Observation, PictureMatch, Place, Reader, RunId, Sha256Hash, StageSeen,
};
use subtier_readers::{Films, is_film};
use subtier_shots::{Names, Naming, ShotKey};
use subtier_store::{Case, UnitOutput};

use super::proved::{best_matches, proof_key, proof_kind, prove};
use super::{Locations, Subject, film_again, look_again, verdict_of};
use crate::failure::Failure;
use crate::film;
use crate::kept::thumbnail_kind;
use crate::line::references::References;
use crate::line::titles::Titles;
use crate::recognition::{Drawing, RECOGNITION_VERSION, ReferenceGallery, row_of};

/// Counted up when the same matches, names and notes may give other verdicts.
const VERSION: u32 = 2;

/// Pictures that a report is given; it shows fewer.
const PICTURES_MAX: usize = 200;

/// What judging needs beside the evidence.
pub(crate) struct Judging<'a> {
    pub(crate) films: &'a Films,
    pub(crate) titles: &'a Titles,
    /// Where the bytes of referenced evidence lie.
    pub(crate) locations: &'a Locations,
}

/// What stands beside each file of the case.
struct Known<'a> {
    evidence: &'a [Evidence],
    /// What the bytes of a hash are.
    media: BTreeMap<Sha256Hash, &'a MediaRead>,
    naming: Naming,
    /// Change requests by folder.
    notes: BTreeMap<&'a str, Vec<&'a ChangeRequest>>,
    /// Hash of all of it.
    hash: RunId,
}

impl<'a> Known<'a> {
    fn new(
        (evidence, observations): (&'a [Evidence], &'a [Observation]),
        judging: &Judging<'_>,
    ) -> Self {
        let items: BTreeMap<EvidenceId, &Evidence> =
            evidence.iter().map(|item| (item.id, item)).collect();
        let mut known = Self {
            evidence,
            media: BTreeMap::new(),
            naming: Naming::learn(evidence.iter().map(|item| item.path.as_str()))
                .with_aliases(judging.titles.aliases.clone()),
            notes: BTreeMap::new(),
            hash: RunId::from_bytes([0; 16]),
        };
        let mut hasher = IdHasher::new("subtier judged 1");
        hasher.text(judging.titles.hash.as_deref().unwrap_or(""));
        for item in evidence {
            let day = item.modified.map_or(String::new(), |at| at.date().to_string());
            hasher.field(item.id.as_bytes()).text(&day);
        }
        for one in observations {
            let Some(item) = items.get(&one.evidence) else { continue };
            if let (Fact::Media(read), Some(hash)) = (&one.fact, item.sha256) {
                hasher.field(one.id.as_bytes());
                known.media.insert(hash, read);
            } else if let Fact::Note(note) = &one.fact {
                hasher.field(one.id.as_bytes());
                known.notes.entry(folder(&item.path)).or_default().push(note);
            }
        }
        known.hash = RunId::from_bytes(hasher.finish());
        known
    }

    fn is_film(&self, item: &Evidence) -> bool {
        self.media(item).is_some_and(|read| is_film(&read.format))
    }

    /// What a file is, under whatever path its bytes were looked at.
    fn media(&self, item: &Evidence) -> Option<&'a MediaRead> {
        self.media.get(&item.sha256?).copied()
    }
}

/// The folder of a path; the container where it is a member.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Finds what the pictures show and judges every file; gives the names of the units.
pub(crate) fn judge(
    case: &mut Case,
    (evidence, observations): (&[Evidence], &[Observation]),
    references: &mut References,
    judging: &Judging<'_>,
) -> Result<Vec<String>, Failure> {
    let known = Known::new((evidence, observations), judging);
    let has_pictures = known.media.values().any(|read| read.has_look);
    let recognition = if references.productions().is_empty() || !has_pictures {
        None
    } else {
        Some(references.recognition(Some(case), judging.films)?)
    };
    let mut units = Vec::new();
    if let Some(recognition) = &recognition {
        units = recognise(case, &known, recognition, judging)?;
    }
    let matches = case.observations(&units)?;
    let found = (recognition.as_ref(), matches.as_slice());
    units.push(judge_all(case, &known, (references, judging), found)?);
    prove(case, (evidence, &matches), references, judging)?;
    Ok(units)
}

fn recognise(
    case: &mut Case,
    known: &Known<'_>,
    recognition: &ReferenceGallery,
    judging: &Judging<'_>,
) -> Result<Vec<String>, Failure> {
    let mut folders: BTreeMap<&str, Vec<(&Evidence, Sha256Hash)>> = BTreeMap::new();
    for item in known.evidence {
        if let (Some(read), Some(hash)) = (known.media(item), item.sha256)
            && read.has_look
        {
            folders.entry(folder(&item.path)).or_default().push((item, hash));
        }
    }
    let mut units = Vec::new();
    for items in folders.values_mut() {
        items.sort_by(|(one, _), (other, _)| (&one.path, one.id).cmp(&(&other.path, other.id)));
        let mut hasher = IdHasher::new("subtier recognition unit 1");
        hasher.field(recognition.hash.as_bytes());
        for (item, _) in items.iter() {
            hasher.field(item.id.as_bytes());
            if known.is_film(item) {
                hasher.text(&judging.films.version());
            }
        }
        let unit =
            format!("recognition-{RECOGNITION_VERSION}/{}", RunId::from_bytes(hasher.finish()));
        if !case.unit_done(&unit)? {
            let output =
                recognise_folder(case, (unit.clone(), known), (items, recognition), judging)?;
            case.commit(output)?;
        }
        units.push(unit);
    }
    Ok(units)
}

fn recognise_folder(
    case: &mut Case,
    (unit, known): (String, &Known<'_>),
    (items, recognition): (&[(&Evidence, Sha256Hash)], &ReferenceGallery),
    judging: &Judging<'_>,
) -> Result<UnitOutput, Failure> {
    let mut looks = Vec::new();
    let mut output = UnitOutput::new(unit);
    for (item, hash) in items {
        if known.is_film(item) {
            let film = film_again(case, (item, hash), judging)?.unwrap_or_default();
            for scene in film.recognise(recognition) {
                let place = Place::Words(scene.place());
                output.observations.push(seen_in(item, place, scene.found.fact));
            }
            continue;
        }
        let kept = look_again(case, (item, hash), judging.locations)?;
        looks.extend(kept.and_then(|kept| kept.look).map(|look| (*item, look)));
    }
    let drawings: Vec<Drawing<'_>> =
        looks.iter().map(|(item, look)| Drawing { row: row_of(&item.path), look }).collect();
    for ((item, _), found) in looks.iter().zip(recognition.recognise(&drawings)) {
        let found = found.map(|found| seen_in(item, Place::Whole, found.fact));
        output.observations.extend(found);
    }
    Ok(output)
}

fn seen_in(item: &Evidence, place: Place, found: PictureMatch) -> Observation {
    let quote = format!("shows {}/{}", found.production, found.reference);
    let reader = Reader { name: "media/recognition".to_owned(), version: RECOGNITION_VERSION };
    Observation::new(item.id, place, &quote, reader, Fact::PictureMatch(found))
}

fn judge_all(
    case: &mut Case,
    known: &Known<'_>,
    (references, judging): (&References, &Judging<'_>),
    (recognition, matches): (Option<&ReferenceGallery>, &[Observation]),
) -> Result<String, Failure> {
    let mut hasher = IdHasher::new("subtier assets unit 1");
    hasher.field(known.hash.as_bytes());
    let unseen = unseen_films(known, judging.films);
    hasher.text(unseen.as_ref().map_or("", |complaint| complaint.reason.as_str()));
    for one in matches {
        hasher.field(one.id.as_bytes());
    }
    for (name, hash) in references.hashes() {
        hasher.text(&name).text(&hash);
    }
    let unit =
        format!("assets-{VERSION}.{RECOGNITION_VERSION}/{}", RunId::from_bytes(hasher.finish()));
    if case.unit_done(&unit)? {
        return Ok(unit);
    }
    let found = best_matches(matches);
    let also = moments(matches, &found);
    let mut output = UnitOutput::new(unit.clone());
    let versions = Versions::new(known);
    let productions = references.productions();
    for item in known.evidence {
        let n_references = recognition.map(ReferenceGallery::len);
        let asked = (references, &productions, n_references);
        let also = also.get(&item.id).map_or(&[][..], Vec::as_slice);
        let shown = found.get(&item.id).copied();
        let shown = shown.and_then(|found| Some((found, recognition?.stage_of(found))));
        let judged = judge_one(known, (item, &versions), asked, (shown, also));
        let Some(judged) = judged else { continue };
        let reader = Reader { name: "media/verdict".to_owned(), version: VERSION };
        let quote = judged.verdict.clone().unwrap_or_else(|| "no verdict".to_owned());
        let fact = Fact::Asset(judged);
        output.observations.push(Observation::new(item.id, Place::Whole, &quote, reader, fact));
    }
    output.complaints.extend(unseen);
    case.commit(output)?;
    Ok(unit)
}

/// Says once that the frames of films were not looked at, where there is nothing to take them with.
fn unseen_films(known: &Known<'_>, films: &Films) -> Option<Complaint> {
    let reason = films.ffmpeg().err()?;
    let formats =
        known.media.values().filter(|read| !read.has_look).map(|read| read.format.as_str());
    let reason = film::unseen(formats, &reason)?;
    Some(Complaint::new(None, "all films", Place::Whole, reason))
}

/// Moments of a film that are put into words.
const MOMENTS_MAX: usize = 40;

/// The other references that a film shows, each with its moment.
fn moments(
    matches: &[Observation],
    best: &BTreeMap<EvidenceId, &PictureMatch>,
) -> BTreeMap<EvidenceId, Vec<String>> {
    let mut all: BTreeMap<EvidenceId, Vec<(u64, String)>> = BTreeMap::new();
    for one in matches {
        let Fact::PictureMatch(found) = &one.fact else { continue };
        let is_best = best.get(&one.evidence).is_some_and(|best| *best == found);
        if let Some(millis) = found.at_millis.filter(|_| !is_best) {
            let text =
                format!("at {} it shows {}/{}", one.place, found.production, found.reference);
            all.entry(one.evidence).or_default().push((millis, text));
        }
    }
    let in_words = |mut moments: Vec<(u64, String)>| {
        moments.sort();
        let n_more = moments.len().saturating_sub(MOMENTS_MAX);
        let more = (n_more > 0).then(|| format!("and {n_more} moments more"));
        moments.into_iter().take(MOMENTS_MAX).map(|(_, text)| text).chain(more).collect()
    };
    all.into_iter().map(|(id, moments)| (id, in_words(moments))).collect()
}

fn judge_one(
    known: &Known<'_>,
    (item, versions): (&Evidence, &Versions),
    (references, productions, n_references): (&References, &BTreeSet<&str>, Option<usize>),
    (found, also): (Option<(&PictureMatch, Option<&StageSeen>)>, &[String]),
) -> Option<AssetJudged> {
    let media = known.media(item);
    let copy_of = item.sha256.and_then(|hash| references.copy_of(&hash));
    // The small picture of its first page, which office programs put into a document, is no asset.
    let is_front =
        item.path.contains("!/docProps/thumbnail.") || item.path.contains("!/Thumbnails/");
    if is_front || media.is_none() && copy_of.is_none() {
        return None;
    }
    let names = known.naming.read(&item.path);
    let beside = versions.beside(known, item, &names);
    let has_look = media.is_some_and(|read| read.has_look);
    let judged = verdict_of(&Subject {
        names: &names,
        copy_of,
        found,
        also,
        stage: media.and_then(|read| read.stage.as_ref()),
        blank: media.and_then(|read| read.blank.as_deref()),
        n_references: n_references.filter(|_| has_look),
        productions,
        beside: &beside,
    });
    // What nothing is known of is not worth a row.
    (judged.verdict.is_some() || judged.production.is_some()).then_some(judged)
}

/// What lies in the folders of drawings.
#[derive(Default)]
struct Versions {
    /// The versions of each drawing in its folder, with the days of their last change.
    of_drawing: BTreeMap<(String, String), BTreeMap<String, Option<String>>>,
    /// Folders with a time sheet.
    with_sheet: BTreeSet<String>,
}

/// The stage of a time sheet, in the words of the outside contract.
const TIME_SHEET: &str = "time sheet";

/// Formats of time sheets.
const SHEET_FORMATS: [&str; 2] = ["xdts", "tdts"];

impl Versions {
    fn new(known: &Known<'_>) -> Self {
        let mut versions = Self::default();
        for item in known.evidence {
            let Some(read) = known.media(item) else { continue };
            let names = known.naming.read(&item.path);
            if let Some((drawing, version)) = drawing_of(&item.path, &names) {
                let day = item.modified.map(|at| at.date().to_string());
                versions.of_drawing.entry(drawing).or_default().insert(version, day);
            }
            let shows = read.stage.as_ref().map(|seen| seen.stage.as_str());
            if SHEET_FORMATS.contains(&read.format.as_str()) || shows == Some(TIME_SHEET) {
                versions.with_sheet.insert(folder(&item.path).to_owned());
            }
        }
        versions
    }

    /// What stands beside a file that bears on whether it is work.
    fn beside(&self, known: &Known<'_>, item: &Evidence, names: &Names<'_>) -> Vec<String> {
        let mut said = Vec::new();
        let drawing = drawing_of(&item.path, names);
        if let Some(versions) = drawing.and_then(|(drawing, _)| self.of_drawing.get(&drawing))
            && versions.len() > 1
        {
            let days: BTreeSet<&str> = versions.values().filter_map(Option::as_deref).collect();
            let one_day = if days.len() == 1 { ", all of one day" } else { "" };
            said.push(format!("{} versions of it lie in its folder{one_day}", versions.len()));
        }
        let is_sheet = known.media(item).and_then(|read| read.stage.as_ref());
        if self.with_sheet.contains(folder(&item.path))
            && is_sheet.is_none_or(|seen| seen.stage != TIME_SHEET)
        {
            said.push("a time sheet lies in its folder".to_owned());
        }
        if let Some(key) = names.shot_key() {
            let about = |note: &&&ChangeRequest| {
                note.shot.as_deref().and_then(ShotKey::read).is_some_and(|shot| shot.meets(&key))
            };
            let count =
                known.notes.get(folder(&item.path)).into_iter().flatten().filter(about).count();
            if count > 0 {
                let requests = if count == 1 { "change request" } else { "change requests" };
                said.push(format!("{count} {requests} about its shot in its folder"));
            }
        }
        said
    }
}

/// Which drawing a file is a version of, and its version.
fn drawing_of(path: &str, names: &Names<'_>) -> Option<((String, String), String)> {
    let version = names.version.as_ref().or(names.take.as_ref())?;
    let key = names.shot_key()?;
    let rest = [&names.task, &names.cel, &names.frame]
        .map(|named| named.as_ref().map_or("", |named| named.value.as_ref()));
    Some((
        (folder(path).to_owned(), format!("{key:?} {}", rest.join(" "))),
        version.value.clone().into_owned(),
    ))
}

/// The pictures of judged files, for the report: what proves the match, else the file itself small.
pub(crate) fn pictures(
    case: &Case,
    (evidence, observations): (&BTreeMap<EvidenceId, Evidence>, &[Observation]),
    judged: &[(EvidenceId, bool)],
) -> BTreeMap<EvidenceId, Vec<u8>> {
    let best = best_matches(observations);
    let worth = judged.iter().filter(|(_, is_matched)| *is_matched).take(PICTURES_MAX);
    worth
        .filter_map(|(id, _)| {
            let hash = evidence.get(id)?.sha256?;
            let proof = best
                .get(id)
                .and_then(|found| case.derived(&proof_kind(), &proof_key(&hash, found)));
            Some((*id, proof.or_else(|| case.derived(&thumbnail_kind(), &hash))?))
        })
        .collect()
}
