//! The `origin` objects: every address of the logs read, once, with where it is and who came from it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use serde::Serialize;
use subtier_advisory::Declared;
use subtier_connections::{Instants, LogReading, push_address, push_number};
use subtier_model::{
    AddressOrigin, GeoStatement, NetworkLabel, Precision, Timestamp, write_visible_json,
};
use subtier_origins::NetworkData;
use subtier_origins::behaviour::{self, Behaviour, Visit};

use crate::failure::Failure;
use crate::out::{Out, Reader};

/// Addresses gathered over all files.
pub(crate) struct Origins<'d> {
    network: NetworkData,
    declared: &'d Declared<'d>,
    seen: Vec<Seen>,
    accounts: BTreeMap<IpAddr, BTreeSet<String>>,
    visits: Vec<(Timestamp, String, IpAddr)>,
    behaviours: BTreeMap<IpAddr, BTreeSet<Behaviour>>,
}

/// One address in one file.
struct Seen {
    ip: IpAddr,
    accesses: u64,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
}

#[derive(Serialize)]
struct OriginLine<'a> {
    kind: &'static str,
    ip: &'a str,
    country: Option<&'a str>,
    region: Option<&'a str>,
    city: Option<&'a str>,
    precision: Precision,
    radius_km: Option<u32>,
    sources: &'a [GeoStatement],
    sources_agree: bool,
    asn: Option<u32>,
    network: Option<&'a str>,
    labels: &'a [NetworkLabel],
    rung: &'a str,
    masked: bool,
    behaviour: Vec<BehaviourLine>,
    suppressed: Vec<SuppressedLine>,
    ip_vendors: &'a BTreeSet<&'a str>,
    accounts: &'a BTreeSet<String>,
    accesses: u64,
    first: Option<String>,
    last: Option<String>,
}

/// What an address does that its declaration explains.
#[derive(Serialize)]
struct SuppressedLine {
    kind: &'static str,
    says: String,
    because: String,
}

/// What an address does that no list tells.
#[derive(Serialize)]
struct BehaviourLine {
    kind: &'static str,
    says: String,
}

impl<'d> Origins<'d> {
    pub(crate) const fn new(network: NetworkData, declared: &'d Declared<'d>) -> Self {
        Self {
            network,
            declared,
            seen: Vec::new(),
            accounts: BTreeMap::new(),
            visits: Vec::new(),
            behaviours: BTreeMap::new(),
        }
    }

    /// Adds the addresses of one log.
    pub(crate) fn add(&mut self, reading: &LogReading) {
        self.seen.extend(reading.addresses.sorted().into_iter().map(|count| Seen {
            ip: count.ip,
            accesses: count.accesses,
            first: count.first,
            last: count.last,
        }));
        let runs = reading.sessions.iter().filter_map(|run| run.ip.map(|ip| (run, ip)));
        let visits: Vec<Visit<'_>> = runs
            .clone()
            .map(|(run, ip)| Visit { start: run.start, account: &run.account, ip })
            .collect();
        for (ip, shown) in behaviour::of_visits(&visits) {
            self.behaviours.entry(ip).or_default().extend(shown);
        }
        for (ip, mss) in &reading.segments {
            self.behaviours.entry(*ip).or_default().extend(behaviour::of_segment(*mss));
        }
        // Logs whose clocks were assumed cannot be held against each other.
        let of_all = runs.filter(|(run, _)| !run.clock_assumed);
        self.visits.extend(of_all.map(|(run, ip)| (run.start, run.account.clone(), ip)));
        for sighting in &reading.sightings {
            if let Some(ip) = sighting.ip {
                self.accounts.entry(ip).or_default().insert(sighting.account.clone());
            }
        }
    }

    /// Prints one object an address, in the order of the addresses.
    pub(crate) fn print(mut self, out: &mut Out, json: bool) -> Result<(), Failure> {
        self.seen.sort_by_key(|seen| seen.ip);
        self.seen.dedup_by(|next, kept| {
            let same = next.ip == kept.ip;
            if same {
                kept.accesses += next.accesses;
                kept.first = kept.first.into_iter().chain(next.first).min();
                kept.last = kept.last.into_iter().chain(next.last).max();
            }
            same
        });
        let visits: Vec<Visit<'_>> = self
            .visits
            .iter()
            .map(|(start, account, ip)| Visit { start: *start, account, ip: *ip })
            .collect();
        for (ip, shown) in behaviour::of_visits(&visits) {
            self.behaviours.entry(ip).or_default().extend(shown);
        }
        let nobody = BTreeSet::new();
        let mut plain = PlainOrigins::default();
        for seen in &self.seen {
            let accounts = self.accounts.get(&seen.ip);
            let shown = self.behaviours.get(&seen.ip);
            let vendors = self.declared.network_owners(seen.ip);
            if json
                && vendors.is_empty()
                && accounts.is_none()
                && shown.is_none()
                && let Some(country) = self.network.plain_country(seen.ip)
            {
                let line = plain.line(&self.network, seen, country)?;
                if matches!(out.json_text(line)?, Reader::Gone) {
                    return Ok(());
                }
                continue;
            }
            let origin = self.network.origin(seen.ip, seen.first.map(Timestamp::date));
            let users = Users { accounts: accounts.unwrap_or(&nobody), shown, vendors: &vendors };
            if matches!(print_one(out, seen, &origin, &users, json)?, Reader::Gone) {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// Lines of addresses of which nothing but the embedded table speaks. All that differs between two
/// of one country are the address, the count and the instants, so the rest is written once a country.
#[derive(Default)]
struct PlainOrigins {
    /// What stands between the address and the count.
    middles: BTreeMap<Option<[u8; 2]>, String>,
    line: String,
    instants: Instants,
}

impl PlainOrigins {
    fn line(
        &mut self,
        network: &NetworkData,
        seen: &Seen,
        country: Option<[u8; 2]>,
    ) -> Result<&str, Failure> {
        if let Entry::Vacant(place) = self.middles.entry(country) {
            let origin = network.origin(seen.ip, seen.first.map(Timestamp::date));
            let mut whole = Vec::new();
            let users =
                Users { accounts: &BTreeSet::new(), shown: None, vendors: &BTreeSet::new() };
            write_visible_json(&mut whole, &line_of(seen, &origin, &users))
                .map_err(|error| Failure::bug(format!("write an origin: {error}")))?;
            let whole = String::from_utf8_lossy(&whole);
            let after_ip = format!("\"ip\":\"{}\"", origin.ip);
            let middle = whole
                .split_once(&after_ip)
                .and_then(|(_, rest)| rest.split_once("\"accesses\":"))
                .map(|(middle, _)| middle.to_owned());
            let middle = middle.ok_or_else(|| Failure::bug("find the parts of an origin"))?;
            place.insert(middle);
        }
        let middle = self.middles.get(&country).map_or("", String::as_str);
        self.line.clear();
        let line = &mut self.line;
        line.push_str("{\"kind\":\"origin\",\"ip\":\"");
        push_address(line, seen.ip);
        line.push('"');
        line.push_str(middle);
        line.push_str("\"accesses\":");
        push_number(line, seen.accesses);
        for (name, instant) in [(",\"first\":", seen.first), (",\"last\":", seen.last)] {
            line.push_str(name);
            if let Some(instant) = instant {
                line.push('"');
                self.instants.push(line, instant);
                line.push('"');
            } else {
                line.push_str("null");
            }
        }
        line.push('}');
        Ok(line)
    }
}

/// Who came from an address, what that shows, and who declares its network.
struct Users<'a> {
    accounts: &'a BTreeSet<String>,
    shown: Option<&'a BTreeSet<Behaviour>>,
    vendors: &'a BTreeSet<&'a str>,
}

fn print_one(
    out: &mut Out,
    seen: &Seen,
    origin: &AddressOrigin,
    users: &Users<'_>,
    json: bool,
) -> Result<Reader, Failure> {
    if !json {
        let says = origin.sources.iter().map(|source| source.says.as_str()).collect::<Vec<_>>();
        let accounts = users.accounts.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        let accesses = seen.accesses;
        let declared = declared_by(users.vendors).map_or_else(String::new, |by| format!(", {by}"));
        let says = says.join("; ");
        return out.line(&format!("{} {accesses} {accounts} ({says}){declared}", origin.ip));
    }
    out.json(&line_of(seen, origin, users))
}

/// Who declares the network of an address, in words; `None` where nobody does.
fn declared_by(vendors: &BTreeSet<&str>) -> Option<String> {
    let names = vendors.iter().copied().collect::<Vec<_>>().join(", ");
    (!vendors.is_empty()).then(|| format!("in a network that {names} declares"))
}

fn line_of<'a>(seen: &Seen, origin: &'a AddressOrigin, users: &Users<'a>) -> OriginLine<'a> {
    let declared = declared_by(users.vendors);
    // Many accounts on one address are what a declared egress of a company is for.
    let is_explained =
        |one: &&Behaviour| declared.is_some() && matches!(one, Behaviour::ManyAccounts(_));
    let of_origin = behaviour::of_origin(origin);
    let all = of_origin.iter().chain(users.shown.into_iter().flatten());
    let (explained, open): (Vec<&Behaviour>, Vec<&Behaviour>) = all.partition(is_explained);
    let behaviour = open.iter().map(|one| BehaviourLine { kind: one.name(), says: one.says() });
    let suppressed = explained.iter().map(|one| SuppressedLine {
        kind: one.name(),
        says: one.says(),
        because: declared.clone().unwrap_or_default(),
    });
    OriginLine {
        kind: "origin",
        ip: &origin.ip,
        country: origin.country.as_deref(),
        region: origin.region.as_deref(),
        city: origin.city.as_deref(),
        precision: origin.precision,
        radius_km: origin.radius_km,
        sources: &origin.sources,
        sources_agree: origin.sources_agree,
        asn: origin.asn,
        network: origin.network.as_deref(),
        labels: &origin.labels,
        rung: &origin.rung,
        masked: behaviour::is_masked(&origin.labels),
        behaviour: behaviour.collect(),
        suppressed: suppressed.collect(),
        ip_vendors: users.vendors,
        accounts: users.accounts,
        accesses: seen.accesses,
        first: seen.first.map(|ts| ts.to_string()),
        last: seen.last.map(|ts| ts.to_string()),
    }
}
