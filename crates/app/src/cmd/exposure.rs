//! `subtier exposure --config FILE...`: what a server configuration leaves open.

use std::io::Read;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::Ending;
use subtier_exposure::CONFIG_BYTES_MAX;

use crate::failure::Failure;
use crate::line::real;
use crate::out::{Out, Reader, say};

/// Says of each path of an nginx or Apache configuration whether it can be listed without a password.
///
/// Exit 2: a file is no such configuration, or a line of it cannot be read.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Configuration files.
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    config: Vec<PathBuf>,
    /// Print JSON Lines: one object a path.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Line<'a> {
    target: &'a str,
    path: &'a str,
    verdict: &'a str,
    because: &'a str,
    server: &'a str,
    site: &'a str,
    place: String,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    let mut out = Out::new();
    let mut complaints = 0;
    for file in &arguments.config {
        let target = file.to_string_lossy();
        let mut bytes = Vec::new();
        subtier_source::open(&real(file)?)?
            .take(CONFIG_BYTES_MAX as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::user(format!("read {target}: {error}")))?;
        let Some(configuration) = subtier_exposure::read_config(&bytes) else {
            say(&format!("{target}: it is no nginx or Apache configuration"));
            complaints += 1;
            continue;
        };
        for (line, reason) in &configuration.complaints {
            say(&format!("{target}: line {line}: {reason}"));
            complaints += 1;
        }
        for found in &configuration.paths {
            let listing = &found.listing;
            let line = Line {
                target: &target,
                path: &listing.path,
                verdict: &listing.verdict,
                because: &listing.because,
                server: &listing.server,
                site: &listing.site,
                place: format!("line {}", found.line),
            };
            let reader = if arguments.json {
                out.json(&line)?
            } else {
                out.line(&format!("{:<7} {} ({})", line.verdict, line.path, line.because))?
            };
            if matches!(reader, Reader::Gone) {
                return Ok(Ending::with_complaints(complaints));
            }
        }
    }
    out.finish()?;
    Ok(Ending::with_complaints(complaints))
}
