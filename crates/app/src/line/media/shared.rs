//! What files in different folders share: the licence or seat they were drawn on, the machine, a palette, a document they come from.
//!
//! In: the signals of all documents, pictures and project files. Out: one unit with the values that stand in more than one folder.
//! Never: a value that a program gives every file of its kind, such as a font or its own name.

use std::collections::{BTreeMap, BTreeSet};

use subtier_blocks::SignalKind;
use subtier_model::{
    Evidence, EvidenceId, Fact, IdHasher, Observation, Place, Reader, RunId, SharedSignal,
};
use subtier_store::{Case, UnitOutput};

use crate::failure::Failure;

/// Counted up when the same signals may give other rows.
const VERSION: u32 = 1;

/// Members and folders of one value that are kept by name.
const MEMBERS_MAX: usize = 200;

/// Values that are kept; a case with more has a pool of machines, not a lead.
const VALUES_MAX: usize = 5_000;

/// Certificates of one file from which on it is a bundle of authorities, as programs and systems bring it: no tie.
const BUNDLE_MIN: usize = 8;

/// Kinds whose value one seat, machine, palette or piece of work gives.
const KINDS: [SignalKind; 11] = [
    SignalKind::Licence,
    SignalKind::Certificate,
    SignalKind::Machine,
    SignalKind::AccountName,
    SignalKind::UserPath,
    SignalKind::PaletteId,
    SignalKind::ColourId,
    SignalKind::MaterialId,
    SignalKind::DocumentId,
    SignalKind::Ancestor,
    SignalKind::RsidRoot,
];

/// Finds what files share, as one unit; none where they share nothing.
pub(crate) fn find(
    case: &mut Case,
    observations: &[Observation],
    evidence: &[Evidence],
) -> Result<Option<String>, Failure> {
    let mut hasher = IdHasher::new("subtier shared unit 1");
    let mut told = false;
    for one in observations.iter().filter(|one| kind_of(&one.fact).is_some()) {
        hasher.field(one.id.as_bytes());
        told = true;
    }
    if !told {
        return Ok(None);
    }
    let unit = format!("shared-{VERSION}/{}", RunId::from_bytes(hasher.finish()));
    if !case.unit_done(&unit)? {
        let mut output = UnitOutput::new(unit.clone());
        output.observations = shared(observations, evidence);
        case.commit(output)?;
    }
    Ok(Some(unit))
}

/// The kind under which values are compared: an ancestor is the identifier of another document.
fn kind_of(fact: &Fact) -> Option<&'static str> {
    let Fact::Signals(signals) = fact else { return None };
    let kind = KINDS.iter().find(|kind| kind.name() == signals.signal)?;
    Some(if *kind == SignalKind::Ancestor { SignalKind::DocumentId } else { *kind }.name())
}

fn shared(observations: &[Observation], evidence: &[Evidence]) -> Vec<Observation> {
    let paths: BTreeMap<EvidenceId, &str> =
        evidence.iter().map(|item| (item.id, item.path.as_str())).collect();
    let mut holders: BTreeMap<(&str, String), BTreeSet<(&str, EvidenceId)>> = BTreeMap::new();
    for one in observations {
        let (Some(kind), Fact::Signals(signals)) = (kind_of(&one.fact), &one.fact) else {
            continue;
        };
        let Some(path) = paths.get(&one.evidence) else { continue };
        if kind == SignalKind::Certificate.name() && signals.values.len() >= BUNDLE_MIN {
            continue;
        }
        for value in &signals.values {
            let value = if kind == SignalKind::UserPath.name() {
                account(&value.value)
            } else {
                Some(value.value.clone())
            };
            if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
                holders.entry((kind, value)).or_default().insert((path, one.evidence));
            }
        }
    }
    let found = holders.into_iter().filter_map(|((kind, value), files)| {
        let folders: BTreeSet<&str> = files.iter().map(|(path, _)| folder(path)).collect();
        let (_, first) = *files.first()?;
        if folders.len() < 2 {
            return None;
        }
        let fact = SharedSignal {
            signal: kind.to_owned(),
            value: value.clone(),
            members: files.iter().take(MEMBERS_MAX).map(|(_, id)| *id).collect(),
            folders: folders.into_iter().take(MEMBERS_MAX).map(str::to_owned).collect(),
            n_files: files.len() as u64,
        };
        let reader = Reader { name: "media/shared".to_owned(), version: VERSION };
        let quote = format!("{kind} {value} in {} files", files.len());
        Some(Observation::new(first, Place::Whole, &quote, reader, Fact::SharedSignal(fact)))
    });
    found.take(VALUES_MAX).collect()
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder.trim_end_matches('!'))
}

/// The part of a path up to the name of the account, such as `C:\Users\li`.
fn account(path: &str) -> Option<String> {
    let mut parts = Vec::new();
    let mut is_next = false;
    for part in path.split(['/', '\\']) {
        parts.push(part);
        if is_next && !part.is_empty() {
            return Some(parts.join("/").to_lowercase());
        }
        is_next = is_next
            || ["users", "home", "documents and settings"].contains(&part.to_lowercase().as_str());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_known_by_its_account() {
        assert_eq!(account(r"C:\Users\Li\work\a.tvg").as_deref(), Some("c:/users/li"));
        assert_eq!(account("/home/kim/x"), Some("/home/kim".to_owned()));
        assert_eq!(account(r"D:\work\a"), None);
    }
}
