//! The `rhythm` objects: for each account of the logs read when its people work, and whose holidays
//! they keep; then, where the account is shared, the same for each of its people.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use serde::Serialize;
use subtier_actors::{Identity, SharingVerdict, Trace, TraceId, Traces, Visit, link, sharing};
use subtier_connections::{ClientKind, LogReading, SightingCount};
use subtier_rhythm::{
    CalendarVerdict, ClockBasis, Daylight, DaylightRule, Rhythm, RhythmReader, Starts,
    embedded_calendars,
};

use crate::failure::Failure;
use crate::out::{Out, Reader};

/// Sessions of one account that are looked at for sharing and for its people; all count for its hours.
const VISITS_MAX: usize = 16_384;

/// Sessions gathered over all files.
#[derive(Default)]
pub(crate) struct Rhythms {
    accounts: BTreeMap<String, Account>,
}

/// The sessions of one account.
#[derive(Default)]
struct Account {
    starts: Starts,
    visits: Vec<(Visit, ClockBasis)>,
}

/// Of whom an object speaks.
struct Named<'a> {
    actor: &'a str,
    of: Option<&'a str>,
    shared: bool,
}

#[derive(Serialize)]
struct CalendarLine<'a> {
    country: &'a str,
    log_ratio: Option<f64>,
    informative: bool,
}

#[derive(Serialize)]
struct RhythmLine<'a> {
    kind: &'static str,
    actor: &'a str,
    of: Option<&'a str>,
    people: usize,
    sessions: usize,
    machine_sessions: usize,
    offset_hours: Option<f64>,
    offset_hours_low: Option<f64>,
    offset_hours_high: Option<f64>,
    verdict: &'static str,
    week: Option<&'static str>,
    daylight: Option<&'static str>,
    shared: bool,
    rivals: &'a [String],
    calendar: Option<&'a str>,
    calendars: Vec<CalendarLine<'a>>,
}

impl Rhythms {
    /// Adds the sessions of one log.
    pub(crate) fn add(&mut self, reading: &LogReading) {
        let mut agents: BTreeMap<(&str, IpAddr), BTreeSet<&str>> = BTreeMap::new();
        for used in &reading.agents {
            for ip in &used.ips {
                agents.entry((&used.account, *ip)).or_default().insert(&used.agent);
            }
        }
        let mut seen_at: BTreeMap<(&str, IpAddr), &SightingCount> = BTreeMap::new();
        for seen in &reading.sightings {
            seen_at.extend(seen.ip.map(|ip| ((seen.account.as_str(), ip), seen)));
        }
        for session in &reading.sessions {
            let account = self.accounts.entry(session.account.clone()).or_default();
            let basis = if session.clock_assumed { ClockBasis::Assumed } else { ClockBasis::Known };
            let start = session.start.secs();
            account.starts.push(start, basis);
            if account.visits.len() >= VISITS_MAX {
                continue;
            }
            let at = session.ip.map(|ip| (session.account.as_str(), ip));
            // An address with several agents, keys or the like does not say which of them a session had.
            let agent = at.and_then(|at| agents.get(&at)).filter(|agents| agents.len() == 1);
            let agent = agent.and_then(|agents| agents.first()).map(|agent| (*agent).to_owned());
            let seen = at.and_then(|at| seen_at.get(&at)).copied();
            let known_by = |kind| seen.and_then(|seen| only(seen.values(kind)));
            let visit = Visit {
                account: session.account.clone(),
                start,
                end: session.end.secs(),
                address: session.ip,
                identity: Identity {
                    ssh_key: known_by(ClientKind::SshKey),
                    certificate: known_by(ClientKind::Certificate),
                    access_key: known_by(ClientKind::AccessKey),
                    computer: known_by(ClientKind::Computer),
                    ja4: known_by(ClientKind::Ja4),
                    agent,
                },
                folders: Vec::new(),
                place: None,
                declared_egress: false,
            };
            account.visits.push((visit, basis));
        }
    }

    /// Prints the objects in the order of the accounts.
    pub(crate) fn print(&self, out: &mut Out, json: bool) -> Result<(), Failure> {
        let reader = RhythmReader::new(embedded_calendars());
        for (name, account) in &self.accounts {
            let actor = format!("account:{name}");
            let people = account.people();
            let team: Vec<&Starts> =
                if people.is_empty() { vec![&account.starts] } else { people.iter().collect() };
            let shared = !people.is_empty();
            let rhythm = reader.read(&team);
            let whole = Named { actor: &actor, of: None, shared };
            if matches!(print_one(out, &whole, &rhythm, json)?, Reader::Gone) {
                return Ok(());
            }
            for (number, starts) in (1..).zip(&people) {
                let rhythm = reader.read(&[starts]);
                let own = format!("{actor}/{number}");
                let one = Named { actor: &own, of: Some(&actor), shared: false };
                if matches!(print_one(out, &one, &rhythm, json)?, Reader::Gone) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

impl Account {
    /// Returns the starts of each person of a shared account; none where it is not known to be shared.
    fn people(&self) -> Vec<Starts> {
        let visits: Vec<Visit> = self.visits.iter().map(|(visit, _)| visit.clone()).collect();
        if !sharing(&visits).iter().any(|found| found.verdict == SharingVerdict::Shared) {
            return Vec::new();
        }
        let mut traces = Traces::new();
        for visit in &visits {
            traces.push(visit);
        }
        let traces = traces.into_traces();
        let mut person_of: BTreeMap<(Option<IpAddr>, &Identity), usize> = BTreeMap::new();
        let people = link(&traces).people();
        for (person, members) in people.iter().enumerate() {
            for TraceId(trace_idx) in members {
                if let Some(Trace { address, identity, .. }) = traces.get(*trace_idx) {
                    person_of.insert((*address, identity), person);
                }
            }
        }
        let mut starts = vec![Starts::new(); people.len()];
        for (visit, basis) in &self.visits {
            let person = person_of.get(&(visit.address, &visit.identity));
            if let Some(starts) = person.and_then(|person| starts.get_mut(*person)) {
                starts.push(visit.start, *basis);
            }
        }
        starts
    }
}

/// The one value, where there is no other.
fn only<'a>(mut values: impl Iterator<Item = &'a str>) -> Option<String> {
    values.next().filter(|_| values.next().is_none()).map(str::to_owned)
}

fn daylight_word(daylight: Daylight) -> Option<&'static str> {
    match daylight {
        Daylight::Jumps(DaylightRule::Europe, _) => Some("europe"),
        Daylight::Jumps(DaylightRule::NorthAmerica, _) => Some("north_america"),
        Daylight::Jumps(DaylightRule::Australia, _) => Some("australia"),
        Daylight::Steady(_) => Some("steady"),
        Daylight::Unknown => None,
    }
}

fn calendar_word(calendar: &CalendarVerdict) -> &str {
    match calendar {
        CalendarVerdict::Kept(country) => country,
        CalendarVerdict::Undecided => "undecided",
        CalendarVerdict::NotInformative => "not_informative",
        CalendarVerdict::NotLoaded => "not_loaded",
    }
}

fn print_one(
    out: &mut Out,
    &Named { actor, of, shared }: &Named<'_>,
    rhythm: &Rhythm,
    json: bool,
) -> Result<Reader, Failure> {
    if !json {
        let hours = rhythm.offset.map_or_else(String::new, |offset| {
            format!(" UTC{:+} to UTC{:+}", offset.low, offset.high)
        });
        let (verdict, sessions) = (rhythm.verdict.name(), rhythm.sessions);
        return out.line(&format!("{actor}: {verdict}{hours}, {sessions} sessions of people"));
    }
    let calendars = rhythm.calendars.iter().map(|fit| CalendarLine {
        country: &fit.country,
        log_ratio: fit.log_ratio,
        informative: fit.informative,
    });
    out.json(&RhythmLine {
        kind: "rhythm",
        actor,
        of,
        people: rhythm.people,
        sessions: rhythm.sessions,
        machine_sessions: rhythm.machine_sessions,
        offset_hours: rhythm.offset.map(|offset| offset.hours),
        offset_hours_low: rhythm.offset.map(|offset| offset.low),
        offset_hours_high: rhythm.offset.map(|offset| offset.high),
        verdict: rhythm.verdict.name(),
        week: rhythm.week,
        daylight: daylight_word(rhythm.daylight),
        shared,
        rivals: &rhythm.rivals,
        calendar: (!rhythm.calendars.is_empty()).then(|| calendar_word(&rhythm.calendar)),
        calendars: calendars.collect(),
    })
}
