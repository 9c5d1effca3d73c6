//! Pictures among the evidence: where writing shows, it is recognised and read as a document.
//!
//! In: evidence and where its bytes lie. Out: units with the notes that stand in pictures; a complaint that counts the pictures
//! where there is no recogniser. Equal pictures are read once, under their first path.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use subtier_documents::READER_VERSION;
use subtier_model::{Complaint, ContentKind, Evidence, EvidenceId, IdHasher, Place, RunId};
use subtier_notes::NOTES_VERSION;
use subtier_readers::{Readers, SharedRecogniser};
use subtier_store::Case;

use super::committed::Committed;
use super::documents::read_part;
use crate::failure::Failure;
use crate::out::say;

/// Counted up when the same picture may give other rows here.
const VERSION: u32 = 1;

/// Pictures of one unit: some minutes of recognition at most are lost with a killed run.
const UNIT_PICTURES_MAX: usize = 32;

/// Whether content of this kind is a picture whose text can be recognised.
pub(crate) const fn is_picture(kind: ContentKind) -> bool {
    matches!(kind, ContentKind::Jpeg | ContentKind::Png | ContentKind::Gif | ContentKind::Tiff)
}

/// Reads the text of every picture that shows some.
pub(crate) fn read(
    case: &mut Case,
    evidence: &[Evidence],
    locations: &BTreeMap<EvidenceId, PathBuf>,
) -> Result<Committed, Failure> {
    let mut documents = Committed::default();
    let pictures = first_of_each(evidence);
    if pictures.is_empty() {
        return Ok(documents);
    }
    let recognition = Arc::new(SharedRecogniser::new(say));
    let recogniser = recognition.recogniser().and_then(|found| Ok((found, found.version()?)));
    let missing = recogniser.as_ref().map(|(found, _)| found.missing.as_slice());
    documents.complaints.extend(what_is_missing(missing, pictures.len()));
    let Ok((_, version)) = recogniser else { return Ok(documents) };
    let mut readers = None;
    for part in pictures.chunks(UNIT_PICTURES_MAX) {
        let unit = unit_of(part, &version);
        if case.unit_done(&unit)? {
            documents.units.push(unit);
            continue;
        }
        let readers = match &mut readers {
            Some(readers) => readers,
            None => readers.insert(Readers::with_recogniser(&recognition)?),
        };
        let (output, missing) = read_part(case, readers, part, (locations, None));
        documents.commit(case, unit, output, missing)?;
    }
    Ok(documents)
}

fn first_of_each(evidence: &[Evidence]) -> Vec<&Evidence> {
    let mut pictures: Vec<&Evidence> =
        evidence.iter().filter(|item| is_picture(item.kind)).collect();
    pictures.sort_by(|one, other| (&one.path, one.id).cmp(&(&other.path, other.id)));
    let mut seen = BTreeSet::new();
    pictures.retain(|item| item.sha256.is_none_or(|hash| seen.insert(hash)));
    pictures
}

fn unit_of(part: &[&Evidence], version: &str) -> String {
    let mut hasher = IdHasher::new("subtier pictures unit 1");
    hasher.text(version);
    for item in part {
        hasher.field(item.id.as_bytes());
    }
    format!(
        "pictures-{READER_VERSION}.{NOTES_VERSION}.{VERSION}/{}",
        RunId::from_bytes(hasher.finish())
    )
}

/// Says once what recognition lacks, for all pictures.
fn what_is_missing(languages: Result<&[&str], &String>, n_pictures: usize) -> Option<Complaint> {
    let reason = match languages {
        Err(reason) => format!("the text in {n_pictures} pictures was not looked for: {reason}"),
        Ok([]) => return None,
        Ok(missing) => format!(
            "the text in {n_pictures} pictures was looked for without {}: tesseract has not been given these languages here",
            missing.join(", ")
        ),
    };
    Some(Complaint::new(None, "all pictures", Place::Whole, reason))
}
