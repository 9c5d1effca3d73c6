//! Documents among the evidence: each is read in a process of its own; those of one folder make one unit or more.
//!
//! In: evidence and where its bytes lie. Out: units with notes, signals, norms and complaints; last a unit with the families
//! of the whole case. Never: a part of an office document read as a document of its own, an access log read as a note.

pub(super) mod facts;
mod families;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::path::PathBuf;

use subtier_blocks::Limits;
use subtier_documents::READER_VERSION;
use subtier_model::{Complaint, ContentKind, Evidence, EvidenceId, IdHasher, Place, RunId};
use subtier_names::encoding::{Likelihoods, likelihoods};
use subtier_notes::NOTES_VERSION;
use subtier_readers::{Item, Known, Readers, Reading};
use subtier_store::{Case, UnitOutput};

use super::committed::Committed;
use super::logs::{bytes_of, unread};
use super::pictures::is_picture;
use crate::failure::Failure;
use crate::out::say;

pub(crate) use families::find as find_families;

/// Counted up when the same reading may give other rows here.
const VERSION: u32 = 1;

/// Documents of one unit: what a killed run may have to read again.
const UNIT_DOCUMENTS_MAX: usize = 256;

/// Bytes of a text by which its encoding is judged.
const HEAD_BYTES: usize = 64 << 10;

type Locations = BTreeMap<EvidenceId, PathBuf>;

/// Reads every document but the access logs.
pub(crate) fn read(
    case: &mut Case,
    evidence: &[Evidence],
    locations: &Locations,
    logs: &BTreeSet<EvidenceId>,
) -> Result<Committed, Failure> {
    let mut documents = Committed::default();
    let mut readers = None;
    for folder in by_folder(evidence, logs).values() {
        let name = name_of(folder);
        let mut encodings = None;
        for (number, part) in folder.chunks(UNIT_DOCUMENTS_MAX).enumerate() {
            let unit =
                format!("documents-{READER_VERSION}.{NOTES_VERSION}.{VERSION}/{name}-{number}");
            if case.unit_done(&unit)? {
                documents.units.push(unit);
                continue;
            }
            let encodings = *encodings.get_or_insert_with(|| encodings_of(case, folder, locations));
            let readers = match &mut readers {
                Some(readers) => readers,
                // There are no pictures among them, so nothing is looked for.
                None => readers.insert(Readers::new(say)?),
            };
            let (output, missing) = read_part(case, readers, part, (locations, Some(encodings)));
            documents.commit(case, unit, output, missing)?;
        }
    }
    Ok(documents)
}

/// The documents of each folder, in the order of their paths.
fn by_folder<'a>(
    evidence: &'a [Evidence],
    logs: &BTreeSet<EvidenceId>,
) -> BTreeMap<&'a str, Vec<&'a Evidence>> {
    let packages: BTreeSet<EvidenceId> = evidence
        .iter()
        .filter(|item| item.kind == ContentKind::OfficeZip)
        .map(|item| item.id)
        .collect();
    let mut folders: BTreeMap<&str, Vec<&Evidence>> = BTreeMap::new();
    for item in evidence {
        let is_part = item.parent.is_some_and(|parent| packages.contains(&parent));
        let is_document = match item.kind {
            ContentKind::Text => !is_part && !logs.contains(&item.id),
            ContentKind::OfficeZip | ContentKind::Ole | ContentKind::Pdf => true,
            ContentKind::Empty
            | ContentKind::Zip
            | ContentKind::Tar
            | ContentKind::Gzip
            | ContentKind::Zstd
            | ContentKind::Xz
            | ContentKind::Bzip2
            | ContentKind::Jpeg
            | ContentKind::Png
            | ContentKind::Gif
            | ContentKind::Tiff
            | ContentKind::Psd
            | ContentKind::Riff
            | ContentKind::IsoMedia
            | ContentKind::Sqlite
            | ContentKind::Pcap
            | ContentKind::Binary => false,
        };
        if is_document {
            let folder = item.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            folders.entry(folder).or_default().push(item);
        }
    }
    for folder in folders.values_mut() {
        folder.sort_by(|one, other| (&one.path, one.id).cmp(&(&other.path, other.id)));
    }
    folders
}

/// The name of a folder's units: all of its documents, since each may speak for the encoding of the others.
fn name_of(folder: &[&Evidence]) -> RunId {
    let mut hasher = IdHasher::new("subtier documents unit 1");
    for item in folder {
        hasher.field(item.id.as_bytes());
    }
    RunId::from_bytes(hasher.finish())
}

/// What the texts of a folder say together of their encoding.
fn encodings_of(case: &Case, folder: &[&Evidence], locations: &Locations) -> Likelihoods {
    let mut sum = Likelihoods::default();
    for item in folder.iter().filter(|item| item.kind == ContentKind::Text) {
        let mut head = vec![0; HEAD_BYTES];
        let read =
            bytes_of(case, (item, locations)).ok().and_then(|file| file.read_at(&mut head, 0).ok());
        head.truncate(read.unwrap_or(0));
        sum.add(&likelihoods(&head));
    }
    sum
}

/// Reads some documents or pictures; gives their rows, and complaints of those whose bytes are not to be had.
pub(super) fn read_part(
    case: &Case,
    readers: &mut Readers,
    part: &[&Evidence],
    (locations, encodings): (&Locations, Option<Likelihoods>),
) -> (UnitOutput, Vec<Complaint>) {
    let missing = RefCell::new(BTreeMap::new());
    let requests = part.iter().map(|item| match all_bytes(case, item, locations) {
        Ok(bytes) => {
            Ok(Item { known: known(item, encodings), bytes, is_picture: is_picture(item.kind) })
        }
        Err(Trouble::Missing(reason)) => {
            missing.borrow_mut().insert(item.id, reason);
            Err(String::new())
        }
        Err(Trouble::TooLarge(reason)) => Err(reason),
    });
    let mut output = UnitOutput::new("");
    let mut complaints = Vec::new();
    let mut items = part.iter();
    let all = readers.read_each(requests, |reading| {
        let Some(item) = items.next() else { return Ok::<(), Infallible>(()) };
        match (reading, missing.borrow_mut().remove(&item.id)) {
            (_, Some(reason)) => complaints.push(unread(item, reason)),
            (Ok(reading), None) => add(&mut output, item, &reading),
            (Err(reason), None) => output.complaints.push(unread(item, reason)),
        }
        Ok(())
    });
    let Ok(()) = all;
    (output, complaints)
}

fn known(item: &Evidence, encodings: Option<Likelihoods>) -> Known {
    Known {
        path: item.path.clone(),
        folder: encodings.filter(|_| item.kind == ContentKind::Text).map(|sum| sum.0),
        shots: Vec::new(),
        with_text: false,
        access_log: None,
    }
}

/// Why there are no bytes.
enum Trouble {
    /// They are not to be had now.
    Missing(String),
    /// There are more than the limit.
    TooLarge(String),
}

fn all_bytes(case: &Case, item: &Evidence, locations: &Locations) -> Result<Vec<u8>, Trouble> {
    let limit = Limits::STANDARD.document_bytes_max;
    if item.size > limit {
        let reason = format!(
            "not read as a document: it has {} bytes, more than the limit of {limit}",
            item.size
        );
        return Err(Trouble::TooLarge(reason));
    }
    let file = bytes_of(case, (item, locations)).map_err(Trouble::Missing)?;
    // Its hash was taken before; so it must not change now.
    file.whole()
        .map_err(|error| Trouble::Missing(format!("its bytes can no longer be read: {error}")))
}

fn add(output: &mut UnitOutput, item: &Evidence, reading: &Reading) {
    output.observations.extend(facts::observations(item.id, reading));
    let faults = reading.faults.iter();
    output.complaints.extend(faults.map(|fault| {
        Complaint::new(Some(item.id), &item.path, fault.place.clone(), fault.reason.clone())
    }));
    // A text may be anything, a compound file is not always a document, and a zip may only begin like one.
    if item.kind == ContentKind::Pdf && reading.format == "none" && reading.faults.is_empty() {
        let reason =
            "it says that it is a document, but is of no kind that is read here".to_owned();
        output.complaints.push(Complaint::new(Some(item.id), &item.path, Place::Whole, reason));
    }
}
