//! Vendors and beneficiaries against the lists: each match is a fact cited at the row of the table in
//! which the name stands.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{Complaint, Fact, Observation, Place, Reader, RunId};
use subtier_screening::{DEFAULT_MIN_SCORE, Query, Screener};
use subtier_store::{Case, UnitOutput};

use super::context::StoredSource;
use super::inputs::Inputs;
use crate::failure::Failure;

/// Counted up when the same name and list may give another match.
const VERSION: u32 = 1;

/// Matches kept for one name.
const MATCHES_MAX: usize = 10;

/// Lists with what could not be read of them.
pub(crate) struct Lists {
    screener: Screener,
    complaints: Vec<Complaint>,
}

impl Lists {
    pub(crate) fn load(inputs: &Inputs) -> Self {
        let (lists, complaints) =
            subtier_screening::Lists::load(inputs.lists.as_deref(), inputs.strict_dates);
        Self { screener: Screener::new(lists), complaints }
    }

    /// Name and hash of each file, for the run.
    pub(crate) fn hashes(&self) -> Vec<(String, String)> {
        let sources = self.screener.lists().sources().iter();
        sources.map(|source| (source.file_name.clone(), source.hash.clone())).collect()
    }

    pub(crate) fn sources(&self) -> Vec<StoredSource> {
        let lists = self.screener.lists();
        let of = |name: &str| lists.lists().iter().find(|list| list.name == name);
        let stored = |source: &subtier_screening::ListSource| StoredSource {
            name: source.name.clone(),
            date: source.date,
            file: Some(source.file_name.clone()),
            hash: Some(source.hash.clone()),
            note: of(&source.name).and_then(note),
        };
        lists.sources().iter().map(stored).collect()
    }
}

/// What a reader must know of a list.
fn note(list: &subtier_screening::List) -> Option<String> {
    let embedded = "an extract compiled into the program: the published SEK network alone; whoever \
                    is not on it was not screened";
    let latin = "this copy holds no names in Han or Hangul script: a name that is known only so was \
                 not found by it";
    let notes: Vec<_> = list
        .embedded
        .then_some(embedded)
        .into_iter()
        .chain((!list.native_names).then_some(latin))
        .collect();
    (!notes.is_empty()).then(|| notes.join("; "))
}

/// Screens all vendors and beneficiaries as one unit of the run; gives its name.
pub(crate) fn screen(
    case: &mut Case,
    run: RunId,
    lists: &Lists,
    observations: &[Observation],
) -> Result<String, Failure> {
    let unit = format!("screening-{VERSION}/{run}");
    if case.unit_done(&unit)? {
        return Ok(unit);
    }
    let mut output = UnitOutput::new(unit.clone());
    output.complaints.clone_from(&lists.complaints);
    for (query, is_vendor, seen) in queries(observations) {
        for found in lists.screener.screen(&query, MATCHES_MAX, DEFAULT_MIN_SCORE) {
            output.observations.push(Observation::new(
                seen.evidence,
                whole_row(&seen.place),
                &seen.quote,
                Reader { name: "screening".to_owned(), version: VERSION },
                found.to_fact(&query, is_vendor),
            ));
        }
    }
    case.commit(output)?;
    Ok(unit)
}

fn whole_row(place: &Place) -> Place {
    if let Place::Row { row, .. } = place {
        Place::Row { row: *row, column: None }
    } else {
        place.clone()
    }
}

/// Who is to be looked up: every vendor, and every beneficiary that is not its contractor by name.
fn queries(observations: &[Observation]) -> Vec<(Query, bool, &Observation)> {
    let mut queries = Vec::new();
    let mut known = BTreeSet::new();
    let mut beneficiaries: BTreeMap<&str, &Observation> = BTreeMap::new();
    for observation in observations {
        if let Fact::Vendor(vendor) = &observation.fact {
            known
                .extend(std::iter::once(vendor.name.as_str()).chain(vendor.native_name.as_deref()));
            queries.push((Query::of_vendor(vendor), true, observation));
        }
        if let Fact::Payment(payment) = &observation.fact {
            beneficiaries
                .entry(payment.beneficiary.trim())
                .and_modify(|first| {
                    if observation.place < first.place {
                        *first = observation;
                    }
                })
                .or_insert(observation);
        }
    }
    for (name, observation) in beneficiaries {
        if !name.is_empty() && !known.contains(name) {
            queries.push((Query::of_name(name, name), false, observation));
        }
    }
    queries.sort_by(|a, b| (&a.0.id, a.1).cmp(&(&b.0.id, b.1)));
    queries
}
