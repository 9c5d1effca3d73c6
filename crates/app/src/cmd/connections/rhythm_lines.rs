//! The `rhythm` objects: for each account of the logs read when its people work, and whose holidays
//! they keep; then, where the account is shared, the same for each of its people; at the end the same for
//! each declared vendor, as the team of all who were seen under its accounts or from its networks.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use serde::Serialize;
use subtier_actors::{Identity, Sharing, SharingReason, SharingVerdict, Visit, people, sharing};
use subtier_advisory::Declared;
use subtier_connections::{ClientKind, LogReading, SessionRun, SightingCount};
use subtier_rhythm::{
    CalendarVerdict, ClockBasis, Daylight, DaylightRule, Rhythm, RhythmReader, Starts,
    embedded_calendars,
};

use crate::failure::Failure;
use crate::out::{Out, Reader};

/// Sessions of one account, or of a vendor's undeclared accounts, that are looked at for sharing and for people;
/// all sessions of an account count for its hours.
const VISITS_MAX: usize = 16_384;

/// Sessions gathered over all files.
pub(crate) struct Rhythms<'d> {
    declared: &'d Declared<'d>,
    accounts: BTreeMap<String, Account>,
    /// By vendor: sessions from its networks under accounts that nobody declares.
    guests: BTreeMap<&'d str, Sessions>,
}

/// The sessions of one account.
#[derive(Default)]
struct Account {
    starts: Starts,
    sessions: Sessions,
}

/// Sessions with how their clocks are known.
#[derive(Default)]
struct Sessions {
    visits: Vec<Visit>,
    bases: Vec<ClockBasis>,
}

/// Of whom an object speaks.
#[derive(Clone, Copy)]
struct Named<'a> {
    actor: &'a str,
    of: Option<&'a str>,
    vendors: &'a BTreeSet<&'a str>,
    accounts: &'a BTreeSet<&'a str>,
    sharing: Option<&'a SharingLine>,
}

/// Whether an account is used by more than one person.
#[derive(Serialize)]
struct SharingLine {
    verdict: &'static str,
    because: Vec<String>,
    rivals: Vec<&'static str>,
    /// Vendors whose declared networks take the signs away.
    suppressed_by: BTreeSet<String>,
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
    account_vendors: &'a BTreeSet<&'a str>,
    accounts: &'a BTreeSet<&'a str>,
    sharing: Option<&'a SharingLine>,
}

impl<'d> Rhythms<'d> {
    pub(crate) const fn new(declared: &'d Declared<'d>) -> Self {
        Self { declared, accounts: BTreeMap::new(), guests: BTreeMap::new() }
    }

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
            let basis = if session.clock_assumed { ClockBasis::Assumed } else { ClockBasis::Known };
            let own = self.accounts.entry(session.account.clone()).or_default();
            own.starts.push(session.start.secs(), basis);
            let vendors =
                session.ip.map_or_else(BTreeSet::new, |ip| self.declared.network_owners(ip));
            // A session from a network of two vendors is nobody's, and so is an account of two.
            let host = vendors.first().copied();
            let host =
                host.filter(|_| vendors.len() == 1 && !self.declared.declares(&session.account));
            let guests = host.map(|vendor| self.guests.entry(vendor).or_default());
            let guests = guests.filter(|guests| guests.visits.len() < VISITS_MAX);
            let is_kept = own.sessions.visits.len() < VISITS_MAX;
            if !is_kept && guests.is_none() {
                continue;
            }
            let at = session.ip.map(|ip| (session.account.as_str(), ip));
            // An address with several agents, keys or the like does not say which of them a session had.
            let agent = at.and_then(|at| agents.get(&at)).filter(|agents| agents.len() == 1);
            let agent = agent.and_then(|agents| agents.first()).copied();
            let seen = at.and_then(|at| seen_at.get(&at)).copied();
            let mut visit = visit_of(session, agent, seen);
            visit.declared_egress = !vendors.is_empty();
            if let Some(guests) = guests {
                guests.push(visit.clone(), basis);
            }
            if is_kept {
                own.sessions.push(visit, basis);
            }
        }
    }

    /// Prints the objects in the order of the accounts, then of the vendors.
    pub(crate) fn print(&self, out: &mut Out, json: bool) -> Result<(), Failure> {
        let reader = RhythmReader::new(embedded_calendars());
        let mut teams: BTreeMap<&str, BTreeSet<&str>> =
            self.guests.keys().map(|vendor| (*vendor, BTreeSet::new())).collect();
        for (name, account) in &self.accounts {
            if let Some(owner) = self.declared.owner(name) {
                teams.entry(owner.fact.id.as_str()).or_default().insert(name);
            }
            if matches!(self.print_account(out, &reader, (name, account), json)?, Reader::Gone) {
                return Ok(());
            }
        }
        for (vendor, accounts) in teams {
            let mut all = Sessions::default();
            let own = accounts.iter().filter_map(|name| self.accounts.get(*name));
            for sessions in own.map(|own| &own.sessions).chain(self.guests.get(vendor)) {
                all.visits.extend(sessions.visits.iter().cloned());
                all.bases.extend(&sessions.bases);
            }
            let accounts = all.visits.iter().map(|visit| visit.account.as_str()).collect();
            let rhythm = reader.read(&all.people().iter().collect::<Vec<_>>());
            let actor = format!("vendor:{vendor}");
            let vendors = BTreeSet::from([vendor]);
            let team = Named {
                actor: &actor,
                of: None,
                vendors: &vendors,
                accounts: &accounts,
                sharing: None,
            };
            if matches!(print_one(out, &team, &rhythm, json)?, Reader::Gone) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Prints one account, and where it is shared each of its people.
    fn print_account(
        &self,
        out: &mut Out,
        reader: &RhythmReader,
        (name, account): (&str, &Account),
        json: bool,
    ) -> Result<Reader, Failure> {
        let actor = format!("account:{name}");
        let found = sharing(&account.sessions.visits).into_iter().next();
        let is_shared = found.as_ref().is_some_and(|found| found.verdict == SharingVerdict::Shared);
        let people = if is_shared { account.sessions.people() } else { Vec::new() };
        let team: Vec<&Starts> =
            if people.is_empty() { vec![&account.starts] } else { people.iter().collect() };
        let sharing = found.map(|found| self.sharing_line(&found, &account.sessions));
        let whole = Named {
            actor: &actor,
            of: None,
            vendors: &self.declared.owners(name),
            accounts: &BTreeSet::from([name]),
            sharing: sharing.as_ref(),
        };
        let mut state = print_one(out, &whole, &reader.read(&team), json)?;
        for (number, starts) in (1..).zip(&people) {
            if matches!(state, Reader::Gone) {
                break;
            }
            let own = format!("{actor}/{number}");
            let one = Named { actor: &own, of: Some(&actor), sharing: None, ..whole };
            state = print_one(out, &one, &reader.read(&[starts]), json)?;
        }
        Ok(state)
    }

    fn sharing_line(&self, found: &Sharing, sessions: &Sessions) -> SharingLine {
        let mut suppressed_by = BTreeSet::new();
        if found.verdict == SharingVerdict::Suppressed {
            let addresses: BTreeSet<IpAddr> =
                sessions.visits.iter().filter_map(|visit| visit.address).collect();
            let vendors = addresses.iter().flat_map(|ip| self.declared.network_owners(*ip));
            suppressed_by.extend(vendors.map(str::to_owned));
        }
        SharingLine {
            verdict: found.verdict.name(),
            because: found.because.iter().map(SharingReason::says).collect(),
            rivals: found.rivals.clone(),
            suppressed_by,
        }
    }
}

impl Sessions {
    fn push(&mut self, visit: Visit, basis: ClockBasis) {
        self.visits.push(visit);
        self.bases.push(basis);
    }

    /// Returns the starts of each person.
    fn people(&self) -> Vec<Starts> {
        let persons = people(&self.visits);
        let n_people = persons.iter().flatten().max().map_or(0, |last| last + 1);
        let mut starts = vec![Starts::new(); n_people];
        for ((visit, basis), person) in self.visits.iter().zip(&self.bases).zip(persons) {
            if let Some(starts) = person.and_then(|person| starts.get_mut(person)) {
                starts.push(visit.start, *basis);
            }
        }
        starts
    }
}

/// What a session shows of who came.
fn visit_of(session: &SessionRun, agent: Option<&str>, seen: Option<&SightingCount>) -> Visit {
    let known_by = |kind| seen.and_then(|seen| only(seen.values(kind)));
    Visit {
        account: session.account.clone(),
        start: session.start.secs(),
        end: session.end.secs(),
        address: session.ip,
        identity: Identity {
            ssh_key: known_by(ClientKind::SshKey),
            certificate: known_by(ClientKind::Certificate),
            access_key: known_by(ClientKind::AccessKey),
            computer: known_by(ClientKind::Computer),
            ja4: known_by(ClientKind::Ja4),
            agent: agent.map(str::to_owned),
        },
        folders: Vec::new(),
        place: None,
        declared_egress: false,
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
    &Named { actor, of, vendors, accounts, sharing }: &Named<'_>,
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
        shared: sharing.is_some_and(|one| one.verdict == SharingVerdict::Shared.name()),
        rivals: &rhythm.rivals,
        calendar: (!rhythm.calendars.is_empty()).then(|| calendar_word(&rhythm.calendar)),
        calendars: calendars.collect(),
        account_vendors: vendors,
        accounts,
        sharing,
    })
}
