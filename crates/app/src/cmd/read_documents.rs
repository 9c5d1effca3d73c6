//! `subtier read-documents`: the process that reads documents for `notes` and `investigate`. Not for people.

use clap::Args;
use subtier_readers::run_reader;

use super::Ending;
use crate::failure::Failure;

/// Answers requests of the program itself on standard input.
#[derive(Debug, Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_arguments: &Arguments) -> Result<Ending, Failure> {
    run_reader()?;
    Ok(Ending::Done)
}
