//! `subtier findings CASE`: the findings of the last complete run.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use subtier_store::Case;

use super::Ending;
use crate::clock::SystemClock;
use crate::failure::Failure;
use crate::line;
use crate::out::{Out, Reader};

/// Prints the findings of the last complete run of a case.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The case folder.
    case: PathBuf,
    /// Print JSON Lines: one finding a line, as in findings.json.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    let case = Case::open(&arguments.case, Arc::new(SystemClock))?;
    let mut out = Out::new();
    if arguments.json {
        let view = line::view_of_last_run(&case)?;
        for text in subtier_review::findings_jsonl(&view).lines() {
            if matches!(out.json_text(text)?, Reader::Gone) {
                break;
            }
        }
    } else {
        let run = line::last_run(&case)?;
        for finding in case.findings(run)? {
            let text =
                format!("{:<9} {:<4} {}", finding.verdict.word(), finding.rule, finding.title);
            if matches!(out.line(&text)?, Reader::Gone) {
                break;
            }
        }
    }
    out.finish()?;
    Ok(Ending::Done)
}
