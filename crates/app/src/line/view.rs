//! The view of a case that a report is laid out from, gathered from the store alone.

mod assets;
mod documents;
mod trails;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use subtier_model::{Clock, Fact, Observation, RunId, Sighting, Timestamp};
use subtier_review::{CaseView, CustodyHead, LogDays, Origin};
use subtier_store::{Case, Error};

use self::trails::Trails;
use super::context::Context;
use crate::clock::SystemClock;
use crate::failure::Failure;

/// The run completed last; a case without one is the user's mistake.
pub(crate) fn last_run(case: &Case) -> Result<RunId, Failure> {
    Ok(stored_run(case)?.0)
}

fn stored_run(case: &Case) -> Result<(RunId, Context), Failure> {
    let Some((run, text)) = case.last_run()? else {
        let root = case.root().display();
        return Err(Failure::user(format!(
            "read {root}: no run was completed; run `subtier investigate`"
        )));
    };
    let damaged = |error: serde_json::Error| Error::Damaged {
        path: PathBuf::from(case.root()).join("case.db"),
        reason: error.to_string(),
    };
    Ok((run, serde_json::from_str(&text).map_err(damaged)?))
}

/// Gathers the view of the run completed last.
///
/// Ages of lists are counted to this day; they stand in the report alone, never in findings.json.
pub(crate) fn view_of_last_run(case: &Case) -> Result<CaseView, Failure> {
    let (run, context) = stored_run(case)?;
    let evidence: BTreeMap<_, _> =
        case.evidence_of(&context.units)?.into_iter().map(|item| (item.id, item)).collect();
    let observations = case.observations(&context.units)?;
    let path_of = |observation: &Observation| {
        evidence.get(&observation.evidence).map(|item| item.path.clone()).unwrap_or_default()
    };
    let mut days = Vec::new();
    for observation in &observations {
        if let Fact::LogSummary(summary) = &observation.fact {
            days.push(LogDays {
                path: path_of(observation),
                days: summary.days.clone(),
                time_basis: summary.time_basis.clone(),
                year_basis: summary.year_basis.clone(),
            });
        }
    }
    days.sort_by(|a, b| a.path.cmp(&b.path));
    let head = case.custody_head()?;
    let trails = Trails::new(&observations, &evidence);
    Ok(CaseView {
        title: case.file().title.clone(),
        known_since: case.file().known_since,
        run,
        program: context.program.clone(),
        findings: case.findings(run)?,
        entities: case.entities(run)?,
        links: case.links(run)?,
        assets: assets::assets(case, (&observations, &evidence), &trails),
        trails: trails.to_follow(&evidence),
        complaints: case.complaints(&context.units)?,
        lists: context.lists(),
        geo: context.network(),
        origins: origins(&observations),
        days,
        documents: documents::documents(&observations, &evidence),
        not_found: context.not_found(),
        custody: Some(CustodyHead { hash: head.hash.to_string(), lines: head.lines }),
        decisions: case.decisions()?,
        as_of: Some(SystemClock.now().date()),
        observations: observations.into_iter().map(|one| (one.id, one)).collect(),
        evidence,
    })
}

/// Each located address with the accounts that were seen from it.
fn origins(observations: &[Observation]) -> Vec<Origin> {
    let mut sightings: BTreeMap<&str, Vec<&Sighting>> = BTreeMap::new();
    for observation in observations {
        if let Fact::Sighting(sighting) = &observation.fact {
            sightings.entry(&sighting.ip).or_default().push(sighting);
        }
    }
    let mut origins = Vec::new();
    for observation in observations {
        if let Fact::AddressOrigin(origin) = &observation.fact {
            let seen = sightings.remove(origin.ip.as_str()).unwrap_or_default();
            let accounts: BTreeSet<_> = seen.iter().map(|one| one.account.clone()).collect();
            let instants = |pick: fn(&Sighting) -> Option<Timestamp>| {
                seen.iter().filter_map(move |one| pick(one))
            };
            origins.push(Origin {
                origin: origin.clone(),
                accounts: accounts.into_iter().collect(),
                accesses: seen.iter().map(|one| one.accesses).sum(),
                first: instants(|one| one.first).min(),
                last: instants(|one| one.last).max(),
            });
        }
    }
    origins.sort_by(|a, b| (&a.accounts, &a.origin.ip).cmp(&(&b.accounts, &b.origin.ip)));
    origins
}
