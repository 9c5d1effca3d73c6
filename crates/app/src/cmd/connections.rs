//! `subtier connections FILE...`: what access logs say of who connected, from where and when.

mod origin_lines;
mod rhythm_lines;

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;
use subtier_connections::{
    Access, BLOCK_BYTES, Client, FileSummary, Format, Leases, LogReading, Pattern, ReadConfig,
    for_each_access, has_records, read_log, sniff_file,
};
use subtier_model::Place;
use subtier_origins::NetworkData;

use self::origin_lines::Origins;
use self::rhythm_lines::Rhythms;
use super::Ending;
use crate::failure::Failure;
use crate::line::real;
use crate::out::{Out, Reader, say};

/// Reads access logs: who, from where, when. Stores nothing.
///
/// Exit 2: a line could not be read, or a file is no known log.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub(crate) struct Arguments {
    /// Print JSON Lines: one object for each file, access, origin and rhythm asked for.
    #[arg(long)]
    json: bool,
    /// Print every access.
    #[arg(long)]
    rows: bool,
    /// Print every address with where it is, by whom, how sure.
    #[arg(long)]
    origins: bool,
    /// Print for every account when its people work and whose holidays they keep.
    #[arg(long)]
    rhythm: bool,
    /// A pattern for lines of a format of one's own (TOML; see docs/connections.md).
    #[arg(long, value_name = "FILE")]
    format: Option<PathBuf>,
    /// A folder with network data.
    #[arg(long, value_name = "DIR")]
    geo: Option<PathBuf>,
    /// Logs.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

#[derive(Serialize)]
struct FileLine<'a> {
    kind: &'static str,
    path: &'a str,
    format: &'a str,
    formats: &'a [&'static str],
    lines: u64,
    accesses: u64,
    skipped: u64,
    complaints: u64,
    complained: Vec<ComplainedLine<'a>>,
    time_basis: &'a str,
    year_basis: &'a str,
    first: Option<String>,
    last: Option<String>,
    says: Option<&'a str>,
}

#[derive(Serialize)]
struct ComplainedLine<'a> {
    place: String,
    reason: &'a str,
}

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
}

#[derive(Serialize)]
struct ClientLine<'a> {
    kind: &'static str,
    value: &'a str,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    let geo = arguments.geo.as_deref().map(real).transpose()?;
    for path in &arguments.files {
        real(path)?;
    }
    let pattern = arguments.format.as_deref().map(read_pattern).transpose()?;
    let leases = read_leases(&arguments.files)?;
    let mut out = Out::new();
    let mut complaints = 0;
    let mut origins = None;
    if arguments.origins {
        let (network, faults) = NetworkData::load(geo.as_deref());
        for fault in &faults {
            say(&format!("{}: {}: {}", fault.path, fault.place, fault.reason));
        }
        complaints += faults.len();
        origins = Some(Origins::new(network));
    }
    let mut rhythms = arguments.rhythm.then(Rhythms::default);
    for file in &arguments.files {
        let path = file.to_string_lossy();
        let source = subtier_source::open(&real(file)?)?;
        let config = ReadConfig {
            modified: Some(source.modified()),
            block_bytes: BLOCK_BYTES,
            pattern: pattern.as_ref(),
            leases: Some(&leases),
        };
        let reading = if arguments.rows {
            with_rows(&source, &config, &mut out, arguments.json)?
        } else {
            read_log(&source, &config)?
        };
        let summary = &reading.summary;
        if let Some(reason) = &summary.reason {
            say(&format!("{path}: no log of a known format: {reason}"));
            complaints += 1;
        }
        complaints += usize::try_from(summary.complaints).unwrap_or(usize::MAX);
        if matches!(print_file(&mut out, &path, summary, arguments.json)?, Reader::Gone) {
            return Ok(Ending::with_complaints(complaints));
        }
        if let Some(origins) = &mut origins {
            origins.add(&reading);
        }
        if let Some(rhythms) = &mut rhythms {
            rhythms.add(&reading);
        }
    }
    if let Some(origins) = origins {
        origins.print(&mut out, arguments.json)?;
    }
    if let Some(rhythms) = rhythms {
        rhythms.print(&mut out, arguments.json)?;
    }
    out.finish()?;
    Ok(Ending::with_complaints(complaints))
}

/// Bytes of a pattern's file that are read.
const PATTERN_BYTES_MAX: u64 = 1 << 20;

/// Reads the pattern of a format of one's own.
fn read_pattern(path: &Path) -> Result<Pattern, Failure> {
    let source = subtier_source::open(&real(path)?)?;
    let mut text = String::new();
    let read = source.take(PATTERN_BYTES_MAX).read_to_string(&mut text);
    let pattern = match read {
        Ok(_) => Pattern::parse(&text),
        Err(error) => Err(error.to_string()),
    };
    pattern.map_err(|reason| Failure::user(format!("read {}: {reason}", path.display())))
}

/// Reads the logs of VPN servers among the files, for the others: an address inside a tunnel is then
/// known by where the tunnel came from.
fn read_leases(files: &[PathBuf]) -> Result<Leases, Failure> {
    let mut leases = Leases::default();
    // A log of its own says nothing of addresses inside.
    for file in files.iter().filter(|_| files.len() > 1) {
        let source = subtier_source::open(&real(file)?)?;
        if sniff_file(&source)? == Some(Format::Openvpn) {
            let config = ReadConfig::new(Some(source.modified()), BLOCK_BYTES);
            leases.extend(&read_log(&source, &config)?.leases);
        }
    }
    Ok(leases)
}

/// Reads a log and prints its accesses as they come.
fn with_rows(
    source: &subtier_source::Opened,
    config: &ReadConfig<'_>,
    out: &mut Out,
    json: bool,
) -> Result<LogReading, Failure> {
    let mut state = Ok(Reader::Listening);
    let has_records = has_records(source)?;
    let reading = for_each_access(source, config, |number, access| {
        if matches!(state, Ok(Reader::Listening)) {
            let place = if has_records { Place::Record(number) } else { Place::Line(number) };
            state = print_access(out, &place, access, json);
        }
    })?;
    state.map(|_| reading)
}

fn print_access(
    out: &mut Out,
    place: &Place,
    access: &Access<'_>,
    json: bool,
) -> Result<Reader, Failure> {
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
    };
    if json {
        return out.json(&row);
    }
    let dash = |text: Option<&str>| text.unwrap_or("-").to_owned();
    out.line(&format!(
        "{} {} {} {} {} ({})",
        dash(row.ts.as_deref()),
        dash(row.ip.as_deref()),
        dash(row.account),
        row.action,
        dash(row.path),
        row.place
    ))
}

fn print_file(
    out: &mut Out,
    path: &str,
    summary: &FileSummary,
    json: bool,
) -> Result<Reader, Failure> {
    let complained = summary.complained.iter().map(|one| ComplainedLine {
        place: summary.place(one.line).to_string(),
        reason: &one.reason,
    });
    if json {
        return out.json(&FileLine {
            kind: "file",
            path,
            format: summary.format,
            formats: &summary.formats,
            lines: summary.lines,
            accesses: summary.accesses,
            skipped: summary.skipped,
            complaints: summary.complaints,
            complained: complained.collect(),
            time_basis: summary.time_basis,
            year_basis: summary.year_basis,
            first: summary.first.map(|ts| ts.to_string()),
            last: summary.last.map(|ts| ts.to_string()),
            says: summary.reason.as_deref(),
        });
    }
    out.line(&format!(
        "{path}: {}, {} lines, {} accesses, {} skipped, {} complained of",
        summary.format, summary.lines, summary.accesses, summary.skipped, summary.complaints
    ))?;
    for one in complained {
        out.line(&format!("  {}: {}", one.place, one.reason))?;
    }
    Ok(Reader::Listening)
}
