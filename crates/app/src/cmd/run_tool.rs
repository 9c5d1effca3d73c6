//! `subtier run-tool PROGRAM`: an outside program without network and with limits. Not for people.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

use super::Ending;
use crate::failure::Failure;
use crate::recogniser::become_tool;

/// Becomes an outside program that has no network.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The program; an empty word stands for none and prints what the system does not offer.
    program: PathBuf,
    /// Its arguments.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    become_tool(&arguments.program, &arguments.arguments).map(|()| Ending::Done)
}
