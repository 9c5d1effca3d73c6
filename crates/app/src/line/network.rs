//! Where the addresses of a case are: one answer for each address that an account was seen from, and
//! for each that lies in the range table, cited at the log line where it stands first.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::Path;

use subtier_model::{Complaint, Date, Fact, Observation, ObservationId, Reader, RunId, Timestamp};
use subtier_origins::NetworkData;
use subtier_store::{Case, UnitOutput};

use super::context::StoredSource;
use crate::failure::Failure;

/// Counted up when the same data may give another answer.
const VERSION: u32 = 1;

/// Network data with what could not be read of it.
pub(crate) struct Network {
    pub(crate) data: NetworkData,
    complaints: Vec<Complaint>,
}

impl Network {
    pub(crate) fn load(folder: Option<&Path>) -> Self {
        let (data, complaints) = NetworkData::load(folder);
        Self { data, complaints }
    }

    /// Name and hash of each source, for the run.
    pub(crate) fn hashes(&self) -> Vec<(String, String)> {
        let sources = self.data.sources().iter();
        sources.map(|source| (source.name.clone(), source.hash.clone())).collect()
    }

    pub(crate) fn sources(&self) -> Vec<StoredSource> {
        let stored = |source: &subtier_origins::NetworkSource| StoredSource {
            name: source.name.clone(),
            date: source.date.parse().ok(),
            file: source.file.clone(),
            hash: Some(source.hash.clone()),
            note: source.attribution.clone(),
        };
        self.data.sources().iter().map(stored).collect()
    }
}

/// The log line at which an address is cited.
struct First<'a> {
    observation: &'a Observation,
    date: Option<Date>,
}

/// Locates the addresses as one unit of the run, with what else could not be read in this run; gives
/// its name.
pub(crate) fn locate(
    case: &mut Case,
    run: RunId,
    network: &Network,
    (observations, unread): (&[Observation], Vec<Complaint>),
) -> Result<String, Failure> {
    let unit = format!("origins-{VERSION}/{run}");
    if case.unit_done(&unit)? {
        return Ok(unit);
    }
    let mut output = UnitOutput::new(unit.clone());
    output.complaints.clone_from(&network.complaints);
    output.complaints.extend(unread);
    for (address, first) in first_sightings(observations) {
        let origin = network.data.origin(address, first.date);
        let seen = first.observation;
        output.observations.push(Observation::new(
            seen.evidence,
            seen.place.clone(),
            &seen.quote,
            Reader { name: "connections/origin".to_owned(), version: VERSION },
            Fact::AddressOrigin(origin),
        ));
    }
    case.commit(output)?;
    Ok(unit)
}

/// Each address with the observation that saw it first.
fn first_sightings(observations: &[Observation]) -> BTreeMap<IpAddr, First<'_>> {
    let mut first: BTreeMap<IpAddr, (Option<Timestamp>, ObservationId, &Observation)> =
        BTreeMap::new();
    for observation in observations {
        let Some((ip, instant)) = address_of(&observation.fact) else { continue };
        let Ok(address) = ip.parse::<IpAddr>() else { continue };
        let candidate = (instant, observation.id, observation);
        first
            .entry(address)
            .and_modify(|known| {
                // Dated sightings come before undated ones, earlier before later.
                if (candidate.0.is_none(), candidate.0, candidate.1)
                    < (known.0.is_none(), known.0, known.1)
                {
                    *known = candidate;
                }
            })
            .or_insert(candidate);
    }
    first
        .into_iter()
        .map(|(address, (instant, _, observation))| {
            (address, First { observation, date: instant.map(Timestamp::date) })
        })
        .collect()
}

fn address_of(fact: &Fact) -> Option<(&str, Option<Timestamp>)> {
    match fact {
        Fact::Sighting(sighting) => Some((&sighting.ip, sighting.first)),
        Fact::RangeSighting(sighting) => Some((&sighting.ip, sighting.first)),
        Fact::Touch(touch) => Some((touch.ip.as_deref()?, touch.first)),
        Fact::MarkTrail(_)
        | Fact::LogSummary(_)
        | Fact::AgentSeen(_)
        | Fact::AccountSession(_)
        | Fact::FailedLogins(_)
        | Fact::AddressOrigin(_)
        | Fact::Vendor(_)
        | Fact::Payment(_)
        | Fact::ListMatch(_)
        | Fact::Listing(_)
        | Fact::Document(_)
        | Fact::Note(_)
        | Fact::Signals(_)
        | Fact::KoreanNorm(_)
        | Fact::Family(_)
        | Fact::Media(_)
        | Fact::PictureMatch(_)
        | Fact::Asset(_)
        | Fact::SharedSignal(_) => None,
    }
}
