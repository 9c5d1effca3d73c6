//! Whole logs in, readings and facts out.

mod accounts;
mod identity;
mod packed;
mod pattern;
mod samples;
mod syslog;
mod tunnels;
mod web;

use std::fmt::Write as _;

use subtier_connections::{
    BLOCK_BYTES, LogReading, ReadConfig, for_each_access_in_bytes, read_log_bytes,
};
use subtier_model::Timestamp;

/// 2024-06-01T00:00:00Z, the time of last change of every log here.
const MODIFIED_SECS: i64 = 1_717_200_000;

fn config(block_bytes: usize) -> ReadConfig<'static> {
    ReadConfig::new(Some(Timestamp::from_secs(MODIFIED_SECS)), block_bytes)
}

fn read(log: &str) -> LogReading {
    read_log_bytes(log.as_bytes(), &config(BLOCK_BYTES))
}

/// One access a line: place, time, address, account, action, path, status, bytes, agent.
fn rows(log: &str) -> String {
    rows_of_bytes(log.as_bytes(), &config(BLOCK_BYTES))
}

/// The same, of bytes.
fn rows_of_bytes(log: &[u8], config: &ReadConfig<'_>) -> String {
    let mut rows = String::new();
    let _reading = for_each_access_in_bytes(log, config, |line, access| {
        let dash = || "-".to_owned();
        let fields = [
            access.ts.map_or_else(dash, |ts| ts.to_string()),
            access.ip.map_or_else(dash, |ip| ip.to_string()),
            access.account().map_or_else(dash, Into::into),
            access.action().name().to_owned(),
            access.path().map_or_else(dash, Into::into),
            access.status.map_or_else(dash, |status| status.to_string()),
            access.bytes.map_or_else(dash, |bytes| bytes.to_string()),
            access.agent().map_or_else(dash, Into::into),
        ];
        let times = if access.times > 1 { format!(" x{}", access.times) } else { String::new() };
        let fault = access.fault().map_or_else(String::new, |fault| format!(" ({fault})"));
        let mut more = String::new();
        if let Some(client) = access.client() {
            let _written = write!(more, " | {}={}", client.kind.name(), client.value());
        }
        if let Some(forwarded) = access.forwarded() {
            let _written = write!(more, " | says it is {forwarded}");
        }
        if let Some(inner) = access.inner_ip() {
            let _written = write!(more, " | inside {inner}");
        }
        let denied = if access.is_admitted() { "" } else { " refused" };
        let row = fields.join(" | ");
        let _written = writeln!(rows, "{line}: {row}{more}{times}{denied}{fault}");
    });
    rows
}

/// The figures in which every line is accounted for.
fn figures(reading: &LogReading) -> String {
    let summary = &reading.summary;
    assert_eq!(
        summary.accesses + summary.skipped + summary.complaints - summary.faulty,
        summary.lines
    );
    format!(
        "{} {:?}: {} lines, {} accesses, {} skipped, {} complaints; {} {}",
        summary.format,
        summary.formats,
        summary.lines,
        summary.accesses,
        summary.skipped,
        summary.complaints,
        summary.time_basis,
        summary.year_basis,
    )
}
