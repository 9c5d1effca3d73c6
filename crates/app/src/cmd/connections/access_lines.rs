//! The `access` objects: every access of a log, as it comes, with whose its account and its address are
//! declared to be.

use std::collections::BTreeSet;

use serde::Serialize;
use subtier_advisory::Declared;
use subtier_connections::{Access, Client};
use subtier_model::Place;

use crate::failure::Failure;
use crate::out::{Out, Reader};

#[derive(Serialize)]
struct AccessLine<'a> {
    kind: &'static str,
    ts: Option<String>,
    ip: Option<String>,
    account: Option<&'a str>,
    action: &'static str,
    path: Option<&'a str>,
    status: Option<u16>,
    bytes: Option<u64>,
    agent: Option<&'a str>,
    place: String,
    times: u32,
    client: Option<ClientLine<'a>>,
    forwarded: Option<&'a str>,
    inner_ip: Option<String>,
    account_vendors: BTreeSet<&'a str>,
    ip_vendors: BTreeSet<&'a str>,
}

#[derive(Serialize)]
struct ClientLine<'a> {
    kind: &'static str,
    value: &'a str,
}

/// Prints the accesses of one log until nobody reads any more.
pub(super) struct Rows<'o, 'd> {
    out: &'o mut Out,
    json: bool,
    declared: &'o Declared<'d>,
    place: fn(u64) -> Place,
    state: Result<Reader, Failure>,
}

impl<'o, 'd> Rows<'o, 'd> {
    pub(super) const fn new(
        out: &'o mut Out,
        json: bool,
        declared: &'o Declared<'d>,
        place: fn(u64) -> Place,
    ) -> Self {
        Self { out, json, declared, place, state: Ok(Reader::Listening) }
    }

    /// Prints one access, by the number of its line or record.
    pub(super) fn print(&mut self, number: u64, access: &Access<'_>) {
        if matches!(self.state, Ok(Reader::Listening)) {
            let place = (self.place)(number);
            self.state = self.print_one(&place, access);
        }
    }

    /// Gives what went wrong.
    pub(super) fn end(self) -> Result<(), Failure> {
        self.state.map(drop)
    }

    fn print_one(&mut self, place: &Place, access: &Access<'_>) -> Result<Reader, Failure> {
        let (account, path, agent) = (access.account(), access.path(), access.agent());
        let (client, forwarded) = (access.client(), access.forwarded());
        let known_as = client.map(Client::value);
        let row = AccessLine {
            kind: "access",
            ts: access.ts.map(|ts| ts.to_string()),
            ip: access.ip.map(|ip| ip.to_string()),
            account: account.as_deref(),
            action: access.action().name(),
            path: path.as_deref(),
            status: access.status,
            bytes: access.bytes,
            agent: agent.as_deref(),
            place: place.to_string(),
            times: access.times,
            client: client
                .zip(known_as.as_deref())
                .map(|(client, value)| ClientLine { kind: client.kind.name(), value }),
            forwarded: forwarded.as_deref(),
            inner_ip: access.inner_ip().map(|ip| ip.to_string()),
            account_vendors: account
                .as_deref()
                .map_or_else(BTreeSet::new, |account| self.declared.owners(account)),
            ip_vendors: access.ip.map_or_else(BTreeSet::new, |ip| self.declared.network_owners(ip)),
        };
        if self.json {
            return self.out.json(&row);
        }
        let dash = |text: Option<&str>| text.unwrap_or("-").to_owned();
        self.out.line(&format!(
            "{} {} {} {} {} ({})",
            dash(row.ts.as_deref()),
            dash(row.ip.as_deref()),
            dash(row.account),
            row.action,
            dash(row.path),
            row.place
        ))
    }
}
