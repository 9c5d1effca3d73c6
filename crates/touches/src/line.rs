//! The `asset` object of the outside contract, and the same as one line of text.
//!
//! In: a trail. Out: what is printed of it. Never: more paths or visitors than are named here.

use serde::Serialize;

use crate::asset::Asset;
use crate::touch::Deed;
use crate::trail::Trail;
use crate::visitors::{Visitor, Visitors};

/// Paths of one asset that are printed; `n_paths` tells how many there are.
const PATHS_SHOWN: usize = 16;

/// Pairs of account and address that are printed for one deed; `puts`, `fetches` and `deletes` tell how often it was done.
const VISITORS_SHOWN: usize = 256;

/// What is told of one asset.
#[derive(Debug, Serialize)]
pub struct AssetLine<'a> {
    kind: &'static str,
    production: Option<&'a str>,
    episode: Option<&'a str>,
    sequence: Option<&'a str>,
    shot: Option<&'a str>,
    task: Option<&'a str>,
    version: Option<&'a str>,
    paths: &'a [Box<str>],
    n_paths: usize,
    put: Vec<VisitorLine>,
    fetched: Vec<VisitorLine>,
    deleted: Vec<VisitorLine>,
    puts: u64,
    fetches: u64,
    deletes: u64,
    refused: u64,
    accesses: u64,
    first: Option<String>,
    last: Option<String>,
}

/// What one account did from one address.
#[derive(Debug, Serialize)]
pub struct VisitorLine {
    account: Option<String>,
    ip: Option<String>,
    ts: Option<String>,
    log: String,
    place: String,
    last: Option<String>,
    times: u64,
}

impl<'a> AssetLine<'a> {
    /// What is told of a trail.
    pub fn of(trail: &'a Trail) -> Self {
        let Asset { production, episode, sequence, shot, task, version, .. } = &trail.asset;
        let of = |deed| visitor_lines(trail.by(deed));
        Self {
            kind: "asset",
            production: production.as_deref(),
            episode: episode.as_deref(),
            sequence: sequence.as_deref(),
            shot: shot.as_deref(),
            task: task.as_deref(),
            version: version.as_deref(),
            paths: trail.paths.get(..PATHS_SHOWN).unwrap_or(&trail.paths),
            n_paths: trail.paths.len(),
            put: of(Deed::Put),
            fetched: of(Deed::Fetched),
            deleted: of(Deed::Deleted),
            puts: trail.by(Deed::Put).times,
            fetches: trail.by(Deed::Fetched).times,
            deletes: trail.by(Deed::Deleted).times,
            refused: trail.refused,
            accesses: trail.accesses(),
            first: trail.first.map(|ts| ts.to_string()),
            last: trail.last.map(|ts| ts.to_string()),
        }
    }
}

fn visitor_lines(visitors: &Visitors) -> Vec<VisitorLine> {
    visitors.in_order().iter().take(VISITORS_SHOWN).map(VisitorLine::of).collect()
}

impl VisitorLine {
    fn of(visitor: &Visitor) -> Self {
        Self {
            account: visitor.account.as_deref().map(str::to_owned),
            ip: visitor.ip.map(|ip| ip.to_string()),
            ts: visitor.first.ts.map(|ts| ts.to_string()),
            log: visitor.first.log.name.clone(),
            place: visitor.first.place().to_string(),
            last: visitor.last.map(|ts| ts.to_string()),
            times: visitor.times,
        }
    }
}

impl Trail {
    /// The same in words, on one line.
    pub fn text(&self) -> String {
        let mut text = vec![format!("{}: {} accesses", self.asset.title(), self.accesses())];
        for deed in Deed::ALL {
            text.extend(visitor_lines(self.by(deed)).into_iter().map(|one| {
                let dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
                let (account, ip, ts) = (dash(one.account), dash(one.ip), dash(one.ts));
                format!("{} {account} {ip} {ts} ({} {})", deed.name(), one.log, one.place)
            }));
        }
        text.join("; ")
    }
}
