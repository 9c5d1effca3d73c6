//! `subtier run-tool PROGRAM`: an outside program without network and with limits. Not for people.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;
use subtier_readers::become_tool;

use super::Ending;
use crate::failure::Failure;
use crate::out::Out;

/// Becomes an outside program that has no network.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The program; without one, what the system does not offer of the limits is printed.
    program: Option<PathBuf>,
    /// Its arguments.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    let unconfined = become_tool(arguments.program.as_deref(), &arguments.arguments)?;
    let mut out = Out::new();
    out.line(&unconfined)?;
    out.finish().map(|()| Ending::Done)
}
