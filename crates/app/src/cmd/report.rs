//! `subtier report CASE`: the report of the last complete run, written again.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use subtier_review::{Lang, report_html};
use subtier_store::Case;

use super::Ending;
use crate::clock::SystemClock;
use crate::failure::Failure;
use crate::line;
use crate::out::say;

/// Writes the report of the last complete run again, in another language if asked.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The case folder.
    case: PathBuf,
    /// Whom it is for.
    #[arg(long = "for", value_enum, default_value = "html")]
    reader: Reader,
    /// Language: en or de.
    #[arg(long, default_value = "en", value_parser = Lang::from_str)]
    lang: Lang,
}

/// Kinds of report.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Reader {
    /// A page that opens from disk without network.
    Html,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    let mut case = Case::open_or_create(&existing(arguments)?, Arc::new(SystemClock))?;
    let view = line::view_of_last_run(&case)?;
    let path = match arguments.reader {
        Reader::Html => {
            case.write_report("report.html", report_html(&view, arguments.lang).as_bytes())?
        }
    };
    say(&format!("report: {}", path.display()));
    Ok(Ending::Done)
}

/// A report is written only into a case that is there.
fn existing(arguments: &Arguments) -> Result<PathBuf, Failure> {
    drop(Case::open(&arguments.case, Arc::new(SystemClock))?);
    Ok(arguments.case.clone())
}
