//! Pictures, films and project files among the evidence: each is looked at in a process of its own, then held against references.
//!
//! In: evidence and where its bytes lie; the references. Out: units with what each file is and tells, looks and thumbnails as
//! derived files, which reference each picture shows, what each file is to a production, what files share. Never: bytes looked at
//! twice, under whatever paths they lie; an access log searched as an unknown file.

mod judged;
mod proved;
mod shared;
mod verdict;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::path::PathBuf;

use subtier_model::{
    Complaint, ContentKind, Evidence, EvidenceId, Fact, IdHasher, MediaRead, Observation, Place,
    Reader, RunId, Sha256Hash,
};
use subtier_readers::{Films, Readers, SIGHT_VERSION, Sight, THUMBNAIL_SIDE, is_film, view};
use subtier_store::{Case, UnitOutput};

use super::committed::Committed;
use super::documents::facts::signals;
use super::logs::{bytes_of, unread};
use crate::failure::Failure;
use crate::film::{self, FILM_VERSION, FilmLook};
use crate::kept::{Kept, thumbnail_kind};
use crate::out::say;

pub(crate) use judged::{Judging, judge, pictures};
pub(crate) use shared::find as find_shared;
pub(crate) use verdict::{Subject, verdict_of};

/// Counted up when the same sight may give other rows here.
const VERSION: u32 = 1;

/// Files of one unit: what a killed run may have to look at again.
const UNIT_FILES_MAX: usize = 128;

/// Bytes of the largest text that may be a project file.
const TEXT_BYTES_MAX: u64 = 32 << 20;

type Locations = BTreeMap<EvidenceId, PathBuf>;

/// Looks at every file that may be a picture, a film or a project file, and searches those of no known kind.
pub(crate) fn read(
    case: &mut Case,
    evidence: &[Evidence],
    (locations, logs): (&Locations, &BTreeSet<EvidenceId>),
    films: &Films,
) -> Result<Committed, Failure> {
    let mut media = Committed::default();
    let files = first_of_each(evidence, logs);
    let mut readers = None;
    for part in files.chunks(UNIT_FILES_MAX) {
        let unit = unit_of(part, films);
        if case.unit_done(&unit)? {
            media.units.push(unit);
            continue;
        }
        let readers = match &mut readers {
            Some(readers) => readers,
            // No text is recognised, so nothing is looked for.
            None => readers.insert(Readers::new(say)?),
        };
        let (output, missing) = look_at(case, (readers, films), part, locations)?;
        media.commit(case, unit, output, missing)?;
    }
    Ok(media)
}

/// Whether a file is one that is looked at, and whether it is searched where nobody knows its format.
fn is_looked_at(item: &Evidence, logs: &BTreeSet<EvidenceId>) -> Option<bool> {
    match item.kind {
        ContentKind::Jpeg
        | ContentKind::Png
        | ContentKind::Gif
        | ContentKind::Tiff
        | ContentKind::Psd
        | ContentKind::Riff
        | ContentKind::IsoMedia
        | ContentKind::Sqlite
        | ContentKind::Binary => Some(true),
        // Some project files are archives, packed, compound files or text; all others of these kinds are read elsewhere.
        ContentKind::Zip | ContentKind::Gzip | ContentKind::Zstd | ContentKind::Ole => Some(false),
        ContentKind::Text => {
            (item.size <= TEXT_BYTES_MAX && !logs.contains(&item.id)).then_some(false)
        }
        ContentKind::Empty
        | ContentKind::OfficeZip
        | ContentKind::Tar
        | ContentKind::Xz
        | ContentKind::Bzip2
        | ContentKind::Pdf
        | ContentKind::Pcap => None,
    }
}

fn first_of_each<'a>(evidence: &'a [Evidence], logs: &BTreeSet<EvidenceId>) -> Vec<&'a Evidence> {
    let mut files: Vec<&Evidence> =
        evidence.iter().filter(|item| is_looked_at(item, logs).is_some()).collect();
    files.sort_by(|one, other| (&one.path, one.id).cmp(&(&other.path, other.id)));
    let mut seen = BTreeSet::new();
    files.retain(|item| item.sha256.is_some_and(|hash| seen.insert(hash)));
    files
}

fn unit_of(part: &[&Evidence], films: &Films) -> String {
    let mut hasher = IdHasher::new("subtier media unit 1");
    // Another ffmpeg takes other frames, and where there is none, none.
    if part.iter().any(|item| may_be_film(item)) {
        hasher.number(u64::from(FILM_VERSION)).text(&films.version());
    }
    for item in part {
        hasher.field(item.id.as_bytes());
    }
    format!("media-{SIGHT_VERSION}.{VERSION}/{}", RunId::from_bytes(hasher.finish()))
}

/// Whether a file may turn out to be a film.
const fn may_be_film(item: &Evidence) -> bool {
    matches!(item.kind, ContentKind::Riff | ContentKind::IsoMedia | ContentKind::Binary)
}

fn look_at(
    case: &mut Case,
    (readers, films): (&mut Readers, &Films),
    part: &[&Evidence],
    locations: &Locations,
) -> Result<(UnitOutput, Vec<Complaint>), Failure> {
    // Files are read from the case and looks are kept in it in turn, while others are looked at.
    let case = RefCell::new(case);
    let missing = RefCell::new(BTreeMap::new());
    let views = part.iter().map(|item| {
        let is_carved = is_looked_at(item, &BTreeSet::new()) == Some(true);
        let opened = bytes_of(&case.borrow(), (item, locations));
        let view = opened.and_then(|file| view(&file, &item.path, (is_carved, THUMBNAIL_SIDE)));
        view.inspect_err(|reason| drop(missing.borrow_mut().insert(item.id, reason.clone())))
    });
    let mut output = UnitOutput::new("");
    let mut complaints = Vec::new();
    let (mut items, mut to_take) = (part.iter(), Vec::new());
    readers.see_each(views, |seen| {
        let Some(item) = items.next() else { return Ok::<(), Failure>(()) };
        match (seen, missing.borrow_mut().remove(&item.id)) {
            (_, Some(reason)) => complaints.push(unread(item, reason)),
            (Ok(sight), None) if is_film(&sight.format) => to_take.push((item, sight)),
            (Ok(sight), None) => {
                add(&mut output, item, &sight, sight.look.is_some());
                keep(&mut case.borrow_mut(), item, &sight)?;
            }
            (Err(reason), None) => output.complaints.push(unread(item, reason)),
        }
        Ok(())
    })?;
    let case = case.into_inner();
    for (item, mut sight) in to_take {
        let film = take_film(case, (readers, films), (item, &mut sight), locations)?;
        add(&mut output, item, &sight, film.is_some_and(|film| film.has_look()));
    }
    Ok((output, complaints))
}

/// The frames of a film, looked at and kept; none where ffmpeg is not found.
fn take_film(
    case: &mut Case,
    (readers, films): (&mut Readers, &Films),
    (item, sight): (&Evidence, &mut Sight),
    locations: &Locations,
) -> Result<Option<FilmLook>, Failure> {
    let Ok(ffmpeg) = films.ffmpeg() else { return Ok(None) };
    let Ok(opened) = bytes_of(case, (item, locations)) else { return Ok(None) };
    let film = film::look(ffmpeg, readers, &opened, sight);
    if let Some(hash) = item.sha256 {
        film.keep(case, &hash)?;
    }
    keep(case, item, sight)?;
    Ok(Some(film))
}

/// Keeps look and thumbnail, where there are any.
fn keep(case: &mut Case, item: &Evidence, sight: &Sight) -> Result<(), Failure> {
    let Some(hash) = item.sha256 else { return Ok(()) };
    if sight.look.is_some() {
        Kept::of(sight).keep(case, &hash)?;
    }
    if let Some(thumbnail) = &sight.thumbnail {
        case.keep_derived(&thumbnail_kind(), &hash, thumbnail)?;
    }
    Ok(())
}

fn add(output: &mut UnitOutput, item: &Evidence, sight: &Sight, has_look: bool) {
    let reader = Reader { name: format!("media/{}", sight.format), version: SIGHT_VERSION };
    if sight.format != "none" {
        let size =
            sight.size.map_or(String::new(), |(width, height)| format!(", {width} x {height}"));
        let fact = Fact::Media(MediaRead {
            format: sight.format.clone(),
            size: sight.size,
            duration_ms: sight.duration_ms,
            shown: sight.shown.clone(),
            blank: sight.blank.clone(),
            has_look,
            stage: sight.stage.clone(),
        });
        let quote = format!("{}{size}", sight.format);
        output.observations.push(Observation::new(
            item.id,
            Place::Whole,
            &quote,
            reader.clone(),
            fact,
        ));
    }
    output.observations.extend(signals(&sight.signals).into_iter().map(|(place, fact)| {
        let values: Vec<&str> = fact.values.iter().map(|one| one.value.as_str()).collect();
        Observation::new(item.id, place, &values.join("; "), reader.clone(), Fact::Signals(fact))
    }));
    output.complaints.extend(sight.faults.iter().map(|fault| {
        Complaint::new(Some(item.id), &item.path, fault.place.clone(), fault.reason.clone())
    }));
}

/// The look of a picture; looked at again where what was kept is gone.
fn look_again(
    case: &mut Case,
    (item, hash): (&Evidence, &Sha256Hash),
    locations: &Locations,
) -> Result<Option<Kept>, Failure> {
    if let Some(kept) = Kept::find(case, hash) {
        return Ok(Some(kept));
    }
    let mut readers = Readers::new(say)?;
    let Some(sight) = see_again(case, &mut readers, item, locations) else { return Ok(None) };
    keep(case, item, &sight)?;
    Ok(Some(Kept::of(&sight)))
}

/// The frames of a film; taken again where what was kept is gone.
fn film_again(
    case: &mut Case,
    (item, hash): (&Evidence, &Sha256Hash),
    judging: &Judging<'_>,
) -> Result<Option<FilmLook>, Failure> {
    if let Some(film) = FilmLook::find(case, hash) {
        return Ok(Some(film));
    }
    let mut readers = Readers::new(say)?;
    let sight = see_again(case, &mut readers, item, judging.locations);
    let Some(mut sight) = sight else { return Ok(None) };
    let tools = (&mut readers, judging.films);
    take_film(case, tools, (item, &mut sight), judging.locations)
}

fn see_again(
    case: &Case,
    readers: &mut Readers,
    item: &Evidence,
    locations: &Locations,
) -> Option<Sight> {
    let opened = bytes_of(case, (item, locations));
    let view = opened.and_then(|file| view(&file, &item.path, (false, THUMBNAIL_SIDE)));
    let mut looked = None;
    let all = readers.see_each(std::iter::once(view), |seen| {
        looked = seen.ok();
        Ok::<(), Infallible>(())
    });
    let Ok(()) = all;
    looked
}
