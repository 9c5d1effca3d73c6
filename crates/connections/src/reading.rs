//! What came out of reading one log: the file in figures, who was seen from where with what and when,
//! refused logins, complaints. Everything is sorted, every text is without secrets, and each fact
//! names the line that stands first for it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use subtier_lines::access::ClientKind;
use subtier_lines::format::Format;
use subtier_lines::secret;
use subtier_model::{Date, Place, Timestamp};

use crate::addresses::Addresses;
use crate::counts::Mark;
use crate::formats::FORMATS;
use crate::lease::Leases;
use crate::tally::{BasisTally, COMPLAINTS_MAX, ForeignTally, Tally, split_key};

/// Complaints that the figures of a file name.
const COMPLAINED_SHOWN_MAX: usize = 20;

impl FileSummary {
    /// Returns the place of a line or record, counted from 1.
    pub const fn place(&self, number: u64) -> Place {
        if self.has_records { Place::Record(number) } else { Place::Line(number) }
    }
}

/// A line that a fact rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Line, counted from 1.
    pub line: u64,
    /// The line's format.
    pub format: Format,
    /// The line, secrets removed.
    pub quote: String,
}

/// A line that could not be read, or not in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complained {
    /// Line, counted from 1.
    pub line: u64,
    /// Why, as a lower-case fragment.
    pub reason: String,
}

/// A log in figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSummary {
    /// The name of the format with most accesses; `none` without any access.
    pub format: &'static str,
    /// All formats with accesses, most accesses first.
    pub formats: Vec<&'static str>,
    /// Why the format is `none`, in words.
    pub reason: Option<String>,
    /// Lines of the file, or its records.
    pub lines: u64,
    /// Whether places are records: objects of one JSON document, or packets.
    pub has_records: bool,
    /// Lines that are accesses.
    pub accesses: u64,
    /// Lines understood that are no access.
    pub skipped: u64,
    /// Lines complained of, accesses with a fault among them.
    pub complaints: u64,
    /// Accesses that are complained of: `accesses + skipped + complaints - faulty = lines`.
    pub faulty: u64,
    /// The first complaints.
    pub complained: Vec<Complained>,
    /// `explicit`, `assumed` or `none`.
    pub time_basis: &'static str,
    /// `explicit`, `recovered` or `none`.
    pub year_basis: &'static str,
    /// The earliest instant.
    pub first: Option<Timestamp>,
    /// The latest instant.
    pub last: Option<Timestamp>,
    /// Accesses of each day in UTC, in order.
    pub days: Vec<(Date, u64)>,
}

/// One account from one address, as far as it was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SightingCount {
    /// As logged.
    pub account: String,
    /// `None` where the log names no address.
    pub ip: Option<IpAddr>,
    /// Accesses.
    pub accesses: u64,
    /// The earliest instant.
    pub first: Option<Timestamp>,
    /// The latest instant.
    pub last: Option<Timestamp>,
    /// What its clients were known by beside account and address.
    pub clients: BTreeMap<ClientKind, BTreeSet<String>>,
    /// The line that stands first.
    pub witness: Witness,
    /// The line that stands last.
    pub last_line: u64,
}

impl SightingCount {
    /// Returns the values of one kind that its clients were known by, sorted.
    pub fn values(&self, kind: ClientKind) -> impl Iterator<Item = &str> {
        self.clients.get(&kind).into_iter().flatten().map(String::as_str)
    }
}

/// One account with one agent, as far as it was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentUse {
    /// As logged.
    pub account: String,
    /// The agent's name for itself.
    pub agent: String,
    /// Accesses with it.
    pub accesses: u64,
    /// Addresses it came from, sorted.
    pub ips: Vec<IpAddr>,
    /// The line that stands first.
    pub witness: Witness,
}

/// A run of accesses of one account from one address without a pause of 30 minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRun {
    /// As logged.
    pub account: String,
    /// `None` where the log names no address.
    pub ip: Option<IpAddr>,
    /// First access.
    pub start: Timestamp,
    /// Last access.
    pub end: Timestamp,
    /// Accesses in it.
    pub accesses: u64,
    /// Bytes that moved.
    pub bytes: u64,
    /// Whether the clock's zone was assumed to be UTC.
    pub clock_assumed: bool,
    /// The line that stands first.
    pub witness: Witness,
}

/// Refused logins of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedLogins {
    /// Attempts; a repeated message counts as often as it was repeated.
    pub attempts: u64,
    /// Distinct addresses.
    pub addresses: u64,
    /// Distinct account names tried.
    pub accounts: u64,
    /// The addresses with most attempts, at most ten, most first.
    pub most: Vec<(IpAddr, u64)>,
    /// The line that stands first.
    pub witness: Witness,
}

/// All that came out of reading one log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogReading {
    /// The file in figures.
    pub summary: FileSummary,
    /// Complaints, in the order of the lines, as many as are kept.
    pub complaints: Vec<Complained>,
    /// Complaints beyond those.
    pub n_complaints_beyond: u64,
    /// By account, then address.
    pub sightings: Vec<SightingCount>,
    /// By account, then agent.
    pub agents: Vec<AgentUse>,
    /// By account, then address, then start.
    pub sessions: Vec<SessionRun>,
    /// `None` where no login was refused.
    pub refused: Option<RefusedLogins>,
    /// Every address, with account or without.
    pub addresses: Addresses,
    /// Which address inside a tunnel belonged to which outside, where it is the log of a VPN server.
    pub leases: Leases,
    /// The smallest of the largest segments that an address takes, where packets were captured.
    pub segments: BTreeMap<IpAddr, u16>,
}

/// Finds the line of a position.
pub(crate) enum LineNumbers {
    /// Positions are lines.
    Exact,
    /// Positions are block and line of the block; here stand the lines before each block.
    Blocks(Vec<u64>),
}

impl LineNumbers {
    /// From the lines of each block, in order.
    pub(crate) fn from_blocks(lines: &[(u64, u64)]) -> Self {
        let before = lines.iter().scan(0, |sum, (_, n_lines)| {
            *sum += n_lines;
            Some(*sum - n_lines)
        });
        Self::Blocks(before.collect())
    }

    fn line(&self, pos: u64) -> u64 {
        match self {
            Self::Exact => pos,
            Self::Blocks(before) => {
                let (block, line) = crate::block::split_pos(pos);
                let before = usize::try_from(block).ok().and_then(|block| before.get(block));
                before.copied().unwrap_or(0) + line + 1
            }
        }
    }

    fn witness(&self, mark: Option<Mark>) -> Witness {
        let mark = mark.expect("whatever is counted has a line that stands first");
        Witness { line: self.line(mark.pos), format: mark.format, quote: secret::quote(&mark.raw) }
    }
}

impl LogReading {
    /// Makes the result of what was counted.
    pub(crate) fn settle(mut tally: Tally, lines: &LineNumbers) -> Self {
        let complaints: Vec<Complained> = std::mem::take(&mut tally.complaints)
            .into_iter()
            .take(COMPLAINTS_MAX)
            .map(|(pos, reason)| Complained { line: lines.line(pos), reason: reason.into_owned() })
            .collect();
        let n_complaints = tally.unread + tally.faulty;
        let refused = std::mem::take(&mut tally.refused);
        let refused = (refused.attempts > 0).then(|| RefusedLogins {
            attempts: refused.attempts,
            addresses: refused.addresses.len() as u64,
            accounts: refused.accounts.len() as u64,
            most: refused.most(),
            witness: lines.witness(refused.first),
        });
        let addresses = tally.take_addresses();
        let summary = summarise(&mut tally, &complaints);
        let agents = settle_agents(&mut tally, lines);
        let (sightings, sessions) = settle_pairs(&mut tally, lines);
        Self {
            summary,
            n_complaints_beyond: n_complaints.saturating_sub(complaints.len() as u64),
            complaints,
            sightings,
            agents,
            sessions,
            refused,
            addresses,
            leases: std::mem::take(&mut tally.leases),
            segments: std::mem::take(&mut tally.segments),
        }
    }
}

fn instants(ends: Option<(i64, i64)>) -> (Option<Timestamp>, Option<Timestamp>) {
    ends.map(|(first, last)| (Timestamp::from_micros(first), Timestamp::from_micros(last))).unzip()
}

fn summarise(tally: &mut Tally, complaints: &[Complained]) -> FileSummary {
    let mut formats: Vec<(u64, &'static str)> = FORMATS
        .iter()
        .filter_map(|row| Some((*tally.formats.get(row.format as usize)?, row.name)))
        .filter(|(n_accesses, _)| *n_accesses > 0)
        .collect();
    formats.sort_by_key(|(n_accesses, _)| std::cmp::Reverse(*n_accesses));
    formats.dedup();
    let accesses = tally.formats.iter().sum();
    let (first, last) = instants(tally.extent.ends());
    let BasisTally { explicit, assumed, recovered } = tally.basis;
    FileSummary {
        format: formats.first().map_or("none", |(_, name)| name),
        formats: formats.iter().map(|(_, name)| *name).collect(),
        reason: (accesses == 0).then(|| reason_for_none(tally)),
        lines: tally.lines,
        has_records: tally.has_records,
        accesses,
        skipped: tally.skipped,
        complaints: tally.unread + tally.faulty,
        faulty: tally.faulty,
        complained: complaints.iter().take(COMPLAINED_SHOWN_MAX).cloned().collect(),
        time_basis: match (explicit, assumed + recovered) {
            (0, 0) => "none",
            (_, 0) => "explicit",
            _ => "assumed",
        },
        year_basis: match (explicit + assumed, recovered) {
            (0, 0) => "none",
            (_, 0) => "explicit",
            _ => "recovered",
        },
        first,
        last,
        days: tally
            .take_days()
            .into_iter()
            .map(|(midnight, n)| (Timestamp::from_micros(midnight).date(), n))
            .collect(),
    }
}

/// Says in words why a file is no log that is read.
fn reason_for_none(tally: &Tally) -> String {
    let lines = |n: u64| format!("{n} {}", if n == 1 { "line" } else { "lines" });
    let ForeignTally { json, json_with_client, binary, text } = tally.foreign;
    if tally.lines == 0 {
        return "the file is empty".to_owned();
    }
    let mut parts = Vec::new();
    if json > 0 {
        let none =
            if json == 1 { "without a client address" } else { "none with a client address" };
        parts.push(match json_with_client {
            0 => format!("{} of JSON, {none}", lines(json)),
            n => format!(
                "{} of JSON, {n} with a client address but of a kind that is not read",
                lines(json)
            ),
        });
    }
    for (n, what) in [(binary, "of binary data"), (text, "of text in no known format")] {
        if n > 0 {
            parts.push(format!("{} {what}", lines(n)));
        }
    }
    if tally.skipped > 0 {
        parts.push(format!("{} blank or telling of no access", lines(tally.skipped)));
    }
    let others = tally.unread - (json + binary + text);
    if others > 0 {
        parts.push(format!("{} that cannot be read", lines(others)));
    }
    parts.join("; ")
}

/// Adds up the counts of an account's agents over its addresses.
fn settle_agents(tally: &mut Tally, lines: &LineNumbers) -> Vec<AgentUse> {
    #[derive(Default)]
    struct Sum {
        accesses: u64,
        ips: Vec<IpAddr>,
        first: Option<Mark>,
    }
    let mut sums: BTreeMap<(String, String), Sum> = BTreeMap::new();
    for (key, used) in std::mem::take(&mut tally.uses).into_entries() {
        let (pair, agent) = split_key(key);
        let Some((pair, _)) = tally.pairs.get(pair) else { continue };
        let (account, ip) = tally.pair_names(*pair);
        let agent = tally.agents.get(agent).map(|(agent, ())| agent.as_slice());
        let agent = String::from_utf8_lossy(agent.unwrap_or_default()).into_owned();
        let sum = sums.entry((account, agent)).or_default();
        sum.accesses += used.accesses;
        sum.ips.extend(ip);
        sum.first = Mark::first_of_options(sum.first.take(), used.first);
    }
    sums.into_iter()
        .map(|((account, agent), mut sum)| {
            sum.ips.sort_unstable();
            let witness = lines.witness(sum.first);
            AgentUse { account, agent, accesses: sum.accesses, ips: sum.ips, witness }
        })
        .collect()
}

fn settle_pairs(tally: &mut Tally, lines: &LineNumbers) -> (Vec<SightingCount>, Vec<SessionRun>) {
    let (mut sightings, mut sessions) = (Vec::new(), Vec::new());
    for (key, pair) in std::mem::take(&mut tally.pairs).into_entries() {
        let (account, ip) = tally.pair_names(key);
        let (first, last) = instants(pair.extent.ends());
        for (start, span) in pair.sessions.into_spans() {
            sessions.push(SessionRun {
                account: account.clone(),
                ip,
                start: Timestamp::from_micros(start),
                end: Timestamp::from_micros(span.end),
                accesses: span.accesses,
                bytes: span.bytes,
                clock_assumed: span.clock_assumed,
                witness: lines.witness(Some(span.first)),
            });
        }
        sightings.push(SightingCount {
            account,
            ip,
            accesses: pair.accesses,
            first,
            last,
            clients: pair.clients,
            witness: lines.witness(pair.first),
            last_line: lines.line(pair.last_pos),
        });
    }
    sightings.sort_by(|one, other| (&one.account, one.ip).cmp(&(&other.account, other.ip)));
    sessions.sort_by(|one, other| {
        (&one.account, one.ip, one.start).cmp(&(&other.account, other.ip, other.start))
    });
    (sightings, sessions)
}
