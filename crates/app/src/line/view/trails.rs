//! The trails of a case in its view: who put and fetched each file at hand, and which drawings passed from hand to hand.
//!
//! In: the observations and evidence of a run. Out: rows of the report. Never: a finding; that a drawing was fetched elsewhere is what
//! an exchange server is for.

use std::collections::BTreeMap;

use subtier_model::{AddressOrigin, Evidence, EvidenceId, Fact, Observation};
use subtier_origins::behaviour;
use subtier_review::{Touched, Trail};
use subtier_touches::{CaseTouch, CaseTrail, CaseTrails};

/// Trails kept in the view; those with a file at hand come first.
const TRAILS_MAX: usize = 500;

/// Touches told of one asset.
const TOUCHES_MAX: usize = 100;

/// The trails, and where addresses are.
pub(super) struct Trails<'a> {
    trails: CaseTrails<'a>,
    origins: BTreeMap<&'a str, &'a AddressOrigin>,
}

impl<'a> Trails<'a> {
    pub(super) fn new(
        observations: &'a [Observation],
        evidence: &BTreeMap<EvidenceId, Evidence>,
    ) -> Self {
        let origins = observations.iter().filter_map(|one| {
            let Fact::AddressOrigin(origin) = &one.fact else { return None };
            Some((origin.ip.as_str(), origin))
        });
        let path_of = |one: &Observation| {
            evidence.get(&one.evidence).map_or(String::new(), |item| item.path.clone())
        };
        Self {
            trails: CaseTrails::new(observations, evidence, path_of),
            origins: origins.collect(),
        }
    }

    /// Who touched a file on servers.
    pub(super) fn touched_by(&self, file: EvidenceId) -> Vec<Touched> {
        let Some((trail, by)) = self.trails.of_file(file) else { return Vec::new() };
        self.touched(trail, Some(by))
    }

    fn touched(&self, trail: &CaseTrail<'_>, by: Option<&str>) -> Vec<Touched> {
        let row = |one: &CaseTouch<'_>| Touched {
            deed: one.touch.deed.clone(),
            account: one.touch.account.clone(),
            ip: one.touch.ip.clone(),
            country: self.origin(one).and_then(|origin| origin.country.clone()),
            masked: self.origin(one).is_some_and(is_masked),
            first: one.touch.first,
            last: one.touch.last,
            times: one.touch.times,
            observation: one.observation.id,
            by: by.map(str::to_owned),
        };
        trail.touches.iter().take(TOUCHES_MAX).map(row).collect()
    }

    fn origin(&self, one: &CaseTouch<'_>) -> Option<&'a AddressOrigin> {
        self.origins.get(one.touch.ip.as_deref()?).copied()
    }

    /// The country of an address; none behind a known exit, where the place is unknown.
    fn country(&self, ip: &str) -> Option<&'a str> {
        let origin = self.origins.get(ip).filter(|origin| !is_masked(origin))?;
        origin.country.as_deref()
    }

    /// The trails to be followed, those with a file at hand first.
    pub(super) fn to_follow(&self, evidence: &BTreeMap<EvidenceId, Evidence>) -> Vec<Trail> {
        let told = self.trails.trails.iter().filter_map(|trail| {
            let because = trail.handed_on(|ip| self.country(ip))?;
            let path = |id: &EvidenceId| evidence.get(id).map(|item| item.path.clone());
            let files: Vec<String> = trail.files.iter().filter_map(path).collect();
            let touched_by = self.touched(trail, None);
            Some(Trail { asset: trail.asset.title(), files, because, touched_by })
        });
        let mut told: Vec<Trail> = told.collect();
        told.sort_by_key(|trail| trail.files.is_empty());
        told.truncate(TRAILS_MAX);
        told
    }
}

/// A row of the range table outweighs any label.
fn is_masked(origin: &AddressOrigin) -> bool {
    origin.range.is_none() && behaviour::is_masked(&origin.labels)
}
