//! `subtier connections FILE...`: what access logs say of who connected, from where and when.

mod origin_lines;

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use subtier_connections::{
    Access, BLOCK_BYTES, FileSummary, LogReading, ReadConfig, for_each_access, read_log,
};
use subtier_origins::NetworkData;

use self::origin_lines::Origins;
use super::Ending;
use crate::failure::Failure;
use crate::line::real;
use crate::out::{Out, Reader, say};

/// Reads access logs: who, from where, when. Stores nothing.
///
/// Exit 2: a line could not be read, or a file is no known log.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Print JSON Lines: one object for each file, access and origin asked for.
    #[arg(long)]
    json: bool,
    /// Print every access.
    #[arg(long)]
    rows: bool,
    /// Print every address with where it is, by whom, how sure.
    #[arg(long)]
    origins: bool,
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
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    let geo = arguments.geo.as_deref().map(real).transpose()?;
    for path in &arguments.files {
        real(path)?;
    }
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
    for file in &arguments.files {
        let path = file.to_string_lossy();
        let source = subtier_source::open(&real(file)?)?;
        let config = ReadConfig::new(Some(source.modified()), BLOCK_BYTES);
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
    }
    if let Some(origins) = origins {
        origins.print(&mut out, arguments.json)?;
    }
    out.finish()?;
    Ok(Ending::with_complaints(complaints))
}

/// Reads a log and prints its accesses as they come.
fn with_rows(
    source: &subtier_source::Opened,
    config: &ReadConfig,
    out: &mut Out,
    json: bool,
) -> Result<LogReading, Failure> {
    let mut state = Ok(Reader::Listening);
    let reading = for_each_access(source, config, |line, access| {
        if matches!(state, Ok(Reader::Listening)) {
            state = print_access(out, line, access, json);
        }
    })?;
    state.map(|_| reading)
}

fn print_access(
    out: &mut Out,
    line: u64,
    access: &Access<'_>,
    json: bool,
) -> Result<Reader, Failure> {
    let (account, path, agent) = (access.account(), access.path(), access.agent());
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
        place: format!("line {line}"),
        times: access.times,
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
    let complained = summary
        .complained
        .iter()
        .map(|one| ComplainedLine { place: format!("line {}", one.line), reason: &one.reason });
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
