//! Access logs among the evidence: each becomes one unit with its facts, its complaints and its table.

mod range_sightings;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::path::PathBuf;

use subtier_connections::{
    Access, BLOCK_BYTES, LogReading, READER_VERSION, ReadConfig, for_each_access, has_records,
    push_address, quote_lines, read_log, sniff_file,
};
use subtier_model::{
    Complaint, ContentKind, Evidence, EvidenceId, Fact, Holding, Observation, Place, Timestamp,
};
use subtier_source::Opened;
use subtier_store::{AccessRow, AccessTable, Case, UnitOutput};

use subtier_touches::{COST_MAX, LogId, LogTouches, Touch, Touches};

use self::range_sightings::RangeSightings;
use super::network::Network;
use crate::failure::Failure;

/// Counted up when the same log may give other rows here.
const VERSION: u32 = 2;

/// Texts that are no log are noted as done in groups of so many.
const NO_LOGS_NOTED: usize = 256;

/// What reading the logs gave.
#[derive(Default)]
pub(crate) struct Logs {
    /// Names of the units of logs.
    pub(crate) units: Vec<String>,
    /// Evidence that is a log, under every path of the same bytes.
    pub(crate) evidence: BTreeSet<EvidenceId>,
    /// Texts whose bytes could not be had.
    pub(crate) complaints: Vec<Complaint>,
}

/// Reads every text that is an access log.
pub(crate) fn read(
    case: &mut Case,
    network: &Network,
    evidence: &[Evidence],
    locations: &BTreeMap<EvidenceId, PathBuf>,
) -> Result<Logs, Failure> {
    let (mut logs, mut seen, mut no_logs) = (Logs::default(), BTreeSet::new(), Vec::new());
    let mut hashes = BTreeSet::new();
    for item in evidence {
        // The same bytes under another path are the same accesses.
        let may_be_log = matches!(item.kind, ContentKind::Text | ContentKind::Pcap);
        if !may_be_log || !item.sha256.is_none_or(|hash| seen.insert(hash)) {
            continue;
        }
        let modified = item.modified.map_or(0, Timestamp::micros);
        let unit = format!("connections-{READER_VERSION}.{VERSION}/{}-{modified}", item.id);
        let no_log = format!("no-log/{unit}");
        if case.unit_done(&no_log)? {
            continue;
        }
        if !case.unit_done(&unit)? {
            match read_one(case, network, (item, locations), &unit) {
                Ok(Some(output)) => case.commit(output)?,
                Ok(None) => {
                    no_logs.push(no_log);
                    if no_logs.len() >= NO_LOGS_NOTED {
                        case.mark_done(&std::mem::take(&mut no_logs))?;
                    }
                    continue;
                }
                Err(Trouble::Unread(reason)) => {
                    logs.complaints.push(unread(item, reason));
                    continue;
                }
                Err(Trouble::Failed(failure)) => return Err(failure),
            }
        }
        logs.units.push(unit);
        hashes.extend(item.sha256);
        logs.evidence.insert(item.id);
    }
    case.mark_done(&no_logs)?;
    let copies =
        evidence.iter().filter(|item| item.sha256.is_some_and(|hash| hashes.contains(&hash)));
    logs.evidence.extend(copies.map(|item| item.id));
    Ok(logs)
}

/// The complaint that the bytes of an item could not be had again.
pub(crate) fn unread(item: &Evidence, reason: String) -> Complaint {
    Complaint::new(Some(item.id), &item.path, Place::Whole, reason)
}

/// Times of last change of logs whose years were recovered with their help: they are an input of
/// the run like the bytes themselves.
pub(crate) fn file_times(
    observations: &[Observation],
    evidence: &[Evidence],
) -> Vec<(String, String)> {
    let recovered: BTreeSet<EvidenceId> = observations
        .iter()
        .filter(|one| matches!(&one.fact, Fact::LogSummary(log) if log.year_basis == "recovered"))
        .map(|one| one.evidence)
        .collect();
    let logs = evidence.iter().filter(|item| recovered.contains(&item.id));
    let time = |item: &Evidence| item.modified.map_or("none".to_owned(), |at| at.to_string());
    logs.map(|item| (item.id.to_string(), time(item))).collect()
}

/// Opens the bytes of an item; the reason in words where they are not to be had or not the same.
pub(crate) fn bytes_of(
    case: &Case,
    (item, locations): (&Evidence, &BTreeMap<EvidenceId, PathBuf>),
) -> Result<Opened, String> {
    let path = match item.holding {
        Holding::Copied => item.sha256.map(|sha256| case.blob_path(&sha256)),
        Holding::Referenced => locations.get(&item.id).cloned(),
        Holding::EntryOnly => None,
    };
    let path = path.ok_or("its bytes were not taken in")?;
    let opened = subtier_source::open(&path).map_err(|error| {
        // The path of the machine stands in custody and must not enter a finding.
        let text = error.to_string();
        let reason = text.rsplit(": ").next().unwrap_or("it cannot be opened");
        format!("its bytes can no longer be read: {reason}")
    })?;
    if opened.size() != item.size {
        return Err("its bytes have changed since it was taken in".to_owned());
    }
    if item.holding == Holding::Referenced
        && let Some(taken) = item.sha256
        && super::references::hash(&opened).ok() != Some(taken)
    {
        return Err("its bytes have changed since it was taken in".to_owned());
    }
    Ok(opened)
}

/// Why a text was not read.
enum Trouble {
    /// Its bytes are not to be had; the run goes on.
    Unread(String),
    /// The case cannot be written.
    Failed(Failure),
}

impl<E: Into<Failure>> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// Reads one text; `None` where it is no access log.
fn read_one(
    case: &Case,
    network: &Network,
    (item, locations): (&Evidence, &BTreeMap<EvidenceId, PathBuf>),
    unit: &str,
) -> Result<Option<UnitOutput>, Trouble> {
    let source = bytes_of(case, (item, locations)).map_err(Trouble::Unread)?;
    let config = ReadConfig::new(item.modified, BLOCK_BYTES);
    // What looks like a log at once is worth a table at once.
    if sniff_file(&source)?.is_none() && !is_log(&read_log(&source, &config)?) {
        return Ok(None);
    }
    let place = if has_records(&source)? { Place::Record } else { Place::Line };
    let mut touches = Touches::new(COST_MAX);
    let mut writing = Writing {
        table: case.stage_accesses(item.id)?,
        range: RangeSightings::new(network),
        failure: None,
        ip_text: IpText::default(),
        log: touches.log(&item.path, place),
        touches,
    };
    let reading = for_each_access(&source, &config, |line, access| writing.add(line, access))?;
    if let Some(failure) = writing.failure {
        return Err(Trouble::Failed(failure));
    }
    if !is_log(&reading) {
        return Ok(None);
    }
    let mut output = UnitOutput::new(unit);
    output.observations = subtier_connections::observations(&reading, item.id);
    output.observations.extend(writing.range.observations(item.id, &source, &reading.summary)?);
    output.complaints = subtier_connections::complaints(&reading, Some(item.id), &item.path);
    let touches = LogTouches::of(&writing.touches.into_trails());
    let left_out = touches.reason().map(|reason| unread(item, reason));
    output.complaints.extend(left_out);
    let quotes = quote_lines(&source, &touches.lines())?;
    output.observations.extend(touches.observations(item.id, &quotes));
    output.tables.push(writing.table.finish()?);
    Ok(Some(output))
}

/// A text in which a line here and there looks like an access is no log.
fn is_log(reading: &LogReading) -> bool {
    let summary = &reading.summary;
    let unread = summary.complaints - summary.faulty;
    summary.accesses > 0 && summary.accesses + summary.skipped >= unread
}

/// The table being written, and what addresses of the range table did.
struct Writing<'a> {
    table: AccessTable,
    range: RangeSightings<'a>,
    failure: Option<Failure>,
    ip_text: IpText,
    touches: Touches,
    log: LogId,
}

impl Writing<'_> {
    fn add(&mut self, line: u64, access: &Access<'_>) {
        if self.failure.is_some() {
            return;
        }
        let (account, path, agent) = (access.account(), access.path(), access.agent());
        self.range.add(line, access, account.as_deref());
        if let Some(touch) = Touch::of_access(line, access, (path.as_deref(), account.as_deref())) {
            self.touches.add(self.log, &touch);
        }
        let row = AccessRow {
            ts: access.ts,
            ip: access.ip.map(|ip| self.ip_text.of(ip)),
            account: account.as_deref(),
            action: access.action().name(),
            path: path.as_deref(),
            status: access.status,
            bytes: access.bytes,
            agent: agent.as_deref(),
            line,
            times: access.times,
        };
        self.failure = self.table.push(&row).err().map(Failure::from);
    }
}

/// The text of the address that came last; neighbouring lines mostly share theirs.
#[derive(Default)]
struct IpText {
    ip: Option<IpAddr>,
    text: String,
}

impl IpText {
    fn of(&mut self, ip: IpAddr) -> &str {
        if self.ip != Some(ip) {
            self.ip = Some(ip);
            self.text.clear();
            push_address(&mut self.text, ip);
        }
        &self.text
    }
}
