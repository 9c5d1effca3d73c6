//! Families of documents over the whole case: what was read of each is compared with all others.

use std::collections::BTreeMap;

use subtier_families::{FAMILIES_VERSION, Family, FamilyKind, Sketch, families};
use subtier_model::{
    DocumentFamily, Evidence, EvidenceId, Fact, IdHasher, Observation, Place, Reader, RunId,
};
use subtier_store::{Case, UnitOutput};

use crate::failure::Failure;

/// Counted up when the same sketches may give other rows here.
const VERSION: u32 = 1;

/// A sketch as it is stored; empty where the document has nothing to be known by.
pub(super) fn written(sketch: &Sketch) -> String {
    if *sketch == Sketch::default() {
        return String::new();
    }
    serde_json::to_string(sketch).unwrap_or_default()
}

/// Finds the families among what was read, as one unit.
pub(crate) fn find(
    case: &mut Case,
    observations: &[Observation],
    evidence: &[Evidence],
) -> Result<Option<String>, Failure> {
    let sketched = sketched(observations, evidence);
    if sketched.len() < 2 {
        return Ok(None);
    }
    let unit = unit_of(&sketched);
    if !case.unit_done(&unit)? {
        let mut output = UnitOutput::new(unit.clone());
        let named: Vec<(&str, &Sketch)> =
            sketched.iter().map(|(item, sketch)| (item.path.as_str(), sketch)).collect();
        let found = families(&named);
        output.observations =
            found.iter().filter_map(|family| observation(family, &sketched)).collect();
        case.commit(output)?;
    }
    Ok(Some(unit))
}

/// The sketch of every document that has one, in the order of the paths.
fn sketched<'a>(
    observations: &[Observation],
    evidence: &'a [Evidence],
) -> Vec<(&'a Evidence, Sketch)> {
    let mut items: Vec<&Evidence> = evidence.iter().collect();
    items.sort_by(|one, other| (&one.path, one.id).cmp(&(&other.path, other.id)));
    let mut sketches: BTreeMap<EvidenceId, Sketch> = BTreeMap::new();
    for one in observations {
        if let Fact::Document(read) = &one.fact
            && let Ok(sketch) = serde_json::from_str(&read.sketch)
        {
            sketches.insert(one.evidence, sketch);
        }
    }
    items.into_iter().filter_map(|item| Some((item, sketches.remove(&item.id)?))).collect()
}

fn unit_of(sketched: &[(&Evidence, Sketch)]) -> String {
    let mut hasher = IdHasher::new("subtier families unit 1");
    for (item, _) in sketched {
        hasher.field(item.id.as_bytes());
    }
    format!("families-{FAMILIES_VERSION}.{VERSION}/{}", RunId::from_bytes(hasher.finish()))
}

fn observation(family: &Family, sketched: &[(&Evidence, Sketch)]) -> Option<Observation> {
    let members: Vec<EvidenceId> = family
        .members
        .iter()
        .filter_map(|number| sketched.get(*number))
        .map(|(item, _)| item.id)
        .collect();
    let first = *members.first()?;
    let fact = Fact::Family(DocumentFamily {
        basis: match family.kind {
            FamilyKind::SameText => "same_text",
            FamilyKind::SameLineage => "same_lineage",
            FamilyKind::Versions => "versions",
        }
        .to_owned(),
        members,
        alike_thousandths: family.alike_thousandths,
        because: family.because.clone(),
    });
    let reader = Reader { name: "notes/families".to_owned(), version: FAMILIES_VERSION };
    Some(Observation::new(first, Place::Whole, &family.because, reader, fact))
}
