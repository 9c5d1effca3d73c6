//! `subtier investigate`: the whole line in one command.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use clap::Args;
use subtier_model::Date;
use subtier_review::Lang;
use subtier_store::Case;

use super::Ending;
use crate::clock::SystemClock;
use crate::failure::Failure;
use crate::line::{self, Inputs, Outcome, Reference};
use crate::out::say;

/// Takes in a dump, reads its logs, screens vendors and payments, and writes the report.
///
/// Can be stopped at any moment and started again with the same command. Without PATH it vets the
/// vendors alone. Exit 2 means: done, but some evidence could not be read; the report says which.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The case folder; made where it is missing.
    #[arg(long, value_name = "DIR")]
    case: PathBuf,
    /// Vendor list.
    #[arg(long, value_name = "F.csv")]
    vendors: Option<PathBuf>,
    /// Payments.
    #[arg(long, value_name = "F.csv")]
    payments: Option<PathBuf>,
    /// A folder with reference pictures and films of a production; may be given several times.
    #[arg(long, value_name = "PRODUCTION=DIR")]
    reference: Vec<Reference>,
    /// Titles of productions: TOML, one production a line, `LNT = ["The Little Lantern", "小灯笼"]`.
    #[arg(long, value_name = "FILE")]
    aliases: Option<PathBuf>,
    /// A folder with sanctions lists as published.
    #[arg(long, value_name = "DIR")]
    lists: Option<PathBuf>,
    /// Refuse list parts whose dates differ.
    #[arg(long)]
    strict_dates: bool,
    /// A folder with network data.
    #[arg(long, value_name = "DIR")]
    geo: Option<PathBuf>,
    /// Language of the report: en or de.
    #[arg(long, default_value = "en", value_parser = Lang::from_str)]
    lang: Lang,
    /// Title of the case, for the report.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The day from which duties run, for the report.
    #[arg(long, value_name = "YYYY-MM-DD")]
    known_since: Option<Date>,
    /// Leave all files where they are and keep only their hashes.
    #[arg(long)]
    by_reference: bool,
    /// Files and folders to take in.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

pub(crate) fn run(arguments: Arguments) -> Result<Ending, Failure> {
    let mut inputs = Inputs {
        sources: arguments.paths,
        by_reference: arguments.by_reference,
        vendors: arguments.vendors,
        payments: arguments.payments,
        references: arguments.reference,
        aliases: arguments.aliases,
        lists: arguments.lists,
        strict_dates: arguments.strict_dates,
        network: arguments.geo,
        lang: arguments.lang,
    };
    if inputs.is_empty() {
        return Err(Failure::user("investigate nothing: name a dump, a vendor list or payments"));
    }
    inputs.resolve(&arguments.case)?;
    let mut case = Case::open_or_create(&arguments.case, Arc::new(SystemClock))?;
    case.describe(arguments.title.as_deref(), arguments.known_since)?;
    let outcome = line::investigate(&mut case, &inputs)?;
    tell(&outcome);
    Ok(Ending::with_complaints(outcome.complaints))
}

/// Says on stderr what was found and where the report lies.
pub(crate) fn tell(outcome: &Outcome) {
    for finding in &outcome.findings {
        say(&format!("{:<9} {:<4} {}", finding.verdict.word(), finding.rule, finding.title));
    }
    say(&format!(
        "{} findings; {} things could not be read or were not as they should be",
        outcome.findings.len(),
        outcome.complaints
    ));
    say(&format!("report: {}", outcome.report.display()));
}
