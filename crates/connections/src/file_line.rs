//! The `file` object of the outside contract, and the same as lines of text.
//!
//! In: the summary of a log. Out: what is printed of it. Never: what a line held, beyond the reason why it is complained of.

use serde::Serialize;

use crate::reading::{Complained, FileSummary};

/// What is told of one log.
#[derive(Debug, Serialize)]
pub struct FileLine<'a> {
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

#[derive(Debug, Serialize)]
struct ComplainedLine<'a> {
    place: String,
    reason: &'a str,
}

impl<'a> FileLine<'a> {
    /// What is told of a log that lies at a path.
    pub fn of(path: &'a str, summary: &'a FileSummary) -> Self {
        let complained = |one: &'a Complained| ComplainedLine {
            place: summary.place(one.line).to_string(),
            reason: &one.reason,
        };
        Self {
            kind: "file",
            path,
            format: summary.format,
            formats: &summary.formats,
            lines: summary.lines,
            accesses: summary.accesses,
            skipped: summary.skipped,
            complaints: summary.complaints,
            complained: summary.complained.iter().map(complained).collect(),
            time_basis: summary.time_basis,
            year_basis: summary.year_basis,
            first: summary.first.map(|ts| ts.to_string()),
            last: summary.last.map(|ts| ts.to_string()),
            says: summary.reason.as_deref(),
        }
    }
}

impl FileSummary {
    /// The same in words: one line, and one for each complaint.
    pub fn text(&self, path: &str) -> Vec<String> {
        let (format, lines, accesses) = (self.format, self.lines, self.accesses);
        let (skipped, complaints) = (self.skipped, self.complaints);
        let mut text = vec![format!(
            "{path}: {format}, {lines} lines, {accesses} accesses, {skipped} skipped, {complaints} complained of"
        )];
        let complained = |one: &Complained| format!("  {}: {}", self.place(one.line), one.reason);
        text.extend(self.complained.iter().map(complained));
        text
    }
}
