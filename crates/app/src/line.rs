//! The line: the one place that knows the order of the stages.
//!
//! evidence -> observations -> entities and links -> findings -> report. Each stage reads from the
//! store what stands to its left and commits its own under units of work with deterministic names,
//! so that a run that is killed anywhere resumes without loss or double rows.

mod committed;
mod context;
mod documents;
mod inputs;
mod logs;
mod media;
mod network;
mod pictures;
mod references;
mod screening;
mod servers;
mod tables;
mod titles;
mod view;

use std::path::PathBuf;

use subtier_advisory::{CaseFacts, rules_hash};
use subtier_model::{Finding, Observation, RunId, RunInputs};
use subtier_readers::Films;
use subtier_review::{findings_json, report_html};
use subtier_store::{Case, RunResult};

pub(crate) use inputs::{Inputs, Reference, real};
pub(crate) use media::{Subject, verdict_of};
pub(crate) use pictures::is_picture;
pub(crate) use references::References;
pub(crate) use tables::table_bytes;
pub(crate) use titles::Titles;
pub(crate) use view::{last_run, view_of_last_run};

use crate::failure::Failure;
use crate::out::say;
use crate::progress::Bar;
use context::Context;
use media::Judging;

/// What an investigation came to.
pub(crate) struct Outcome {
    /// In the order in which they are to be read.
    pub(crate) findings: Vec<Finding>,
    /// What could not be read.
    pub(crate) complaints: usize,
    /// The report.
    pub(crate) report: PathBuf,
}

/// Runs the whole line on a case.
pub(crate) fn investigate(case: &mut Case, inputs: &Inputs) -> Result<Outcome, Failure> {
    let mut units = take_in(case, inputs)?;
    let evidence = case.evidence_of(&units)?;
    let tables = tables::take_in(case, inputs)?;
    let network = network::Network::load(inputs.network.as_deref());
    let lists = screening::Lists::load(inputs);
    let titles = Titles::read(inputs.aliases.as_deref())?;
    let mut references = References::read(&inputs.references, &titles);
    let films = Films::new(say);
    units.extend(tables.units.iter().cloned());
    let locations = case.locations()?;
    let logs = logs::read(case, &network, &evidence, &locations)?;
    units.extend(logs.units);
    let documents = documents::read(case, &evidence, &locations, &logs.evidence)?;
    units.extend(documents.units);
    let pictures = pictures::read(case, &evidence, &locations)?;
    units.extend(pictures.units);
    let media = media::read(case, &evidence, (&locations, &logs.evidence), &films)?;
    units.extend(media.units);
    let servers = servers::read(case, &evidence, &locations)?;
    units.push(servers.unit);
    let observations = case.observations(&units)?;
    units.extend(documents::find_families(case, &observations, &evidence)?);
    units.extend(media::find_shared(case, &observations, &evidence)?);
    let held = (evidence.as_slice(), observations.as_slice());
    let judging = Judging { films: &films, titles: &titles, locations: &locations };
    units.extend(media::judge(case, held, &mut references, &judging)?);
    let mut unread = logs.complaints;
    unread.extend(documents.complaints);
    unread.extend(pictures.complaints);
    unread.extend(media.complaints);
    unread.extend(servers.complaints);
    unread.extend(references.complaints.iter().cloned());
    unread.extend(titles.complaints());

    let run = RunInputs {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        rules: rules_hash(),
        lists: lists.hashes(),
        network: network.hashes(),
        vendors: tables.vendors_hash.clone(),
        payments: tables.payments_hash.clone(),
        references: references.hashes(),
        aliases: titles.hash.clone(),
        file_times: logs::file_times(&observations, &evidence),
        unread: unread.iter().map(|one| (one.path.clone(), one.reason.clone())).collect(),
        evidence: evidence.iter().map(|item| item.id).chain(tables.evidence).collect(),
    }
    .id();

    units.push(network::locate(case, run, &network, (&observations, unread))?);
    units.push(screening::screen(case, run, &lists, &observations)?);

    let observations = case.observations(&units)?;
    let context = Context::new(units, &lists, &network);
    let findings = conclude(case, run, &observations, context)?;
    let (report, complaints) = write_reports(case, inputs)?;
    Ok(Outcome { findings, complaints, report })
}

/// Takes in the sources; what was taken in before is passed over. The sources that are named decide
/// what a run rests on, so without one it rests on no dump.
fn take_in(case: &mut Case, inputs: &Inputs) -> Result<Vec<String>, Failure> {
    if inputs.sources.is_empty() {
        return Ok(Vec::new());
    }
    subtier_intake::run(case, &inputs.intake(), &Bar::new())
        .map(|summary| summary.units)
        .map_err(|error| Failure::user(error.to_string()))
}

/// Ties entities, applies the rules and completes the run.
fn conclude(
    case: &mut Case,
    run: RunId,
    observations: &[Observation],
    mut context: Context,
) -> Result<Vec<Finding>, Failure> {
    let evidence = case.evidence_of(&context.units)?;
    let (entities, links) = subtier_chain::tie::tie(observations);
    let outcome = subtier_advisory::run(&CaseFacts::new(observations, &evidence));
    context.looked_for(&outcome.looked_for);
    let findings = outcome.findings;
    let context = context.to_text();
    case.complete_run(&RunResult {
        run,
        entities: &entities,
        links: &links,
        findings: &findings,
        context: &context,
    })?;
    Ok(findings)
}

/// Lays out `findings.json` and `report.html` from what is stored; gives where the report lies and
/// how many complaints stand in it.
fn write_reports(case: &mut Case, inputs: &Inputs) -> Result<(PathBuf, usize), Failure> {
    let view = view_of_last_run(case)?;
    case.write_report("findings.json", findings_json(&view).as_bytes())?;
    let report = case.write_report("report.html", report_html(&view, inputs.lang).as_bytes())?;
    Ok((report, view.complaints.len()))
}
