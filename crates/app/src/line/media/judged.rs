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
use subtier_shots::{Names, Naming, ShotKey};
use subtier_store::{Case, UnitOutput};

use super::{Locations, Subject, look_again, verdict_of};
use crate::failure::Failure;
use crate::kept::thumbnail_kind;
use crate::line::references::References;
use crate::recognition::{Drawing, RECOGNITION_VERSION, ReferenceGallery};

/// Counted up when the same matches, names and notes may give other verdicts.
const VERSION: u32 = 1;

/// Thumbnails that a report is given; it shows fewer.
const THUMBNAILS_MAX: usize = 200;

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
    fn new(evidence: &'a [Evidence], observations: &'a [Observation]) -> Self {
        let items: BTreeMap<EvidenceId, &Evidence> =
            evidence.iter().map(|item| (item.id, item)).collect();
        let mut known = Self {
            evidence,
            media: BTreeMap::new(),
            naming: Naming::learn(evidence.iter().map(|item| item.path.as_str())),
            notes: BTreeMap::new(),
            hash: RunId::from_bytes([0; 16]),
        };
        let mut hasher = IdHasher::new("subtier judged 1");
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
    locations: &Locations,
) -> Result<Vec<String>, Failure> {
    let known = Known::new(evidence, observations);
    let has_pictures = known.media.values().any(|read| read.has_look);
    let recognition = if references.productions().is_empty() || !has_pictures {
        None
    } else {
        Some(references.recognition(Some(case))?)
    };
    let mut units = Vec::new();
    if let Some(recognition) = &recognition {
        units = recognise(case, &known, recognition, locations)?;
    }
    let matches = case.observations(&units)?;
    units.push(judge_all(case, &known, references, (recognition.as_ref(), &matches))?);
    Ok(units)
}

fn recognise(
    case: &mut Case,
    known: &Known<'_>,
    recognition: &ReferenceGallery,
    locations: &Locations,
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
        }
        let unit =
            format!("recognition-{RECOGNITION_VERSION}/{}", RunId::from_bytes(hasher.finish()));
        if !case.unit_done(&unit)? {
            let output = recognise_folder(case, unit.clone(), (items, recognition), locations)?;
            case.commit(output)?;
        }
        units.push(unit);
    }
    Ok(units)
}

fn recognise_folder(
    case: &mut Case,
    unit: String,
    (items, recognition): (&[(&Evidence, Sha256Hash)], &ReferenceGallery),
    locations: &Locations,
) -> Result<UnitOutput, Failure> {
    let mut looks = Vec::new();
    for (item, hash) in items {
        let kept = look_again(case, item, hash, locations)?;
        looks.extend(kept.and_then(|kept| kept.look).map(|look| (*item, look)));
    }
    let drawings: Vec<Drawing<'_>> =
        looks.iter().map(|(item, look)| Drawing { path: &item.path, look }).collect();
    let mut output = UnitOutput::new(unit);
    for ((item, _), found) in looks.iter().zip(recognition.recognise(&drawings)) {
        let Some(found) = found else { continue };
        let quote = format!("shows {}/{}", found.fact.production, found.fact.reference);
        let reader = Reader { name: "media/recognition".to_owned(), version: RECOGNITION_VERSION };
        let fact = Fact::PictureMatch(found.fact);
        output.observations.push(Observation::new(item.id, Place::Whole, &quote, reader, fact));
    }
    Ok(output)
}

fn judge_all(
    case: &mut Case,
    known: &Known<'_>,
    references: &References,
    (recognition, matches): (Option<&ReferenceGallery>, &[Observation]),
) -> Result<String, Failure> {
    let mut hasher = IdHasher::new("subtier assets unit 1");
    hasher.field(known.hash.as_bytes());
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
    let found: BTreeMap<EvidenceId, &PictureMatch> = matches
        .iter()
        .filter_map(|one| {
            let Fact::PictureMatch(found) = &one.fact else { return None };
            Some((one.evidence, found))
        })
        .collect();
    let mut output = UnitOutput::new(unit.clone());
    let versions = Versions::new(known);
    let productions = references.productions();
    for item in known.evidence {
        let n_references = recognition.map(ReferenceGallery::len);
        let asked = (references, &productions, n_references);
        let judged = judge_one(known, (item, &versions), asked, |id| {
            let found = found.get(&id).copied()?;
            Some((found, recognition?.stage_of(found)))
        });
        let Some(judged) = judged else { continue };
        let reader = Reader { name: "media/verdict".to_owned(), version: VERSION };
        let quote = judged.verdict.clone().unwrap_or_else(|| "no verdict".to_owned());
        let fact = Fact::Asset(judged);
        output.observations.push(Observation::new(item.id, Place::Whole, &quote, reader, fact));
    }
    output.complaints.extend(recognition.and_then(|_| unseen_films(known)));
    case.commit(output)?;
    Ok(unit)
}

/// Formats of films, whose frames are not decoded here.
const FILMS: [&str; 4] = ["quicktime", "avi", "matroska", "mxf"];

/// Says once that the frames of films were not held against the references.
fn unseen_films(known: &Known<'_>) -> Option<Complaint> {
    let is_film = |read: &&&MediaRead| !read.has_look && FILMS.contains(&read.format.as_str());
    let n_films = known.media.values().filter(is_film).count();
    let reason = format!(
        "the frames of {n_films} films were not held against the references: films are not decoded here"
    );
    (n_films > 0).then(|| Complaint::new(None, "all films", Place::Whole, reason))
}

fn judge_one<'a>(
    known: &Known<'_>,
    (item, versions): (&Evidence, &Versions),
    (references, productions, n_references): (&References, &BTreeSet<&str>, Option<usize>),
    found: impl Fn(EvidenceId) -> Option<(&'a PictureMatch, Option<&'a StageSeen>)>,
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
        found: found(item.id),
        stage: media.and_then(|read| read.stage.as_ref()),
        blank: media.and_then(|read| read.blank.as_deref()),
        n_references: n_references.filter(|_| has_look),
        productions,
        beside: &beside,
    });
    // What nothing is known of is not worth a row.
    (judged.verdict.is_some() || judged.production.is_some()).then_some(judged)
}

/// The versions of each drawing in its folder, with the days of their last change.
struct Versions(BTreeMap<(String, String), BTreeMap<String, Option<String>>>);

impl Versions {
    fn new(known: &Known<'_>) -> Self {
        let mut versions = Self(BTreeMap::new());
        for item in known.evidence.iter().filter(|item| known.media(item).is_some()) {
            let names = known.naming.read(&item.path);
            if let Some((drawing, version)) = drawing_of(&item.path, &names) {
                let day = item.modified.map(|at| at.date().to_string());
                versions.0.entry(drawing).or_default().insert(version, day);
            }
        }
        versions
    }

    /// What stands beside a file that bears on whether it is work.
    fn beside(&self, known: &Known<'_>, item: &Evidence, names: &Names<'_>) -> Vec<String> {
        let mut said = Vec::new();
        let drawing = drawing_of(&item.path, names);
        if let Some(versions) = drawing.and_then(|(drawing, _)| self.0.get(&drawing))
            && versions.len() > 1
        {
            let days: BTreeSet<&str> = versions.values().filter_map(Option::as_deref).collect();
            let one_day = if days.len() == 1 { ", all of one day" } else { "" };
            said.push(format!("{} versions of it lie in its folder{one_day}", versions.len()));
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

/// The thumbnails of judged files, for the report.
pub(crate) fn thumbnails(
    case: &Case,
    evidence: &BTreeMap<EvidenceId, Evidence>,
    judged: &[(EvidenceId, bool)],
) -> BTreeMap<EvidenceId, Vec<u8>> {
    let worth = judged.iter().filter(|(_, is_matched)| *is_matched).take(THUMBNAILS_MAX);
    worth
        .filter_map(|(id, _)| {
            let hash = evidence.get(id)?.sha256?;
            Some((*id, case.derived(&thumbnail_kind(), &hash)?))
        })
        .collect()
}
