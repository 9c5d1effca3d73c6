//! Outside programs, where they are found: run by this program itself, which limits itself first and then becomes them.
//!
//! In: the name of a program, its arguments, its input. Out: what it prints. Never: a program with network, with the environment of
//! the user, or one found in the folder one stands in; a file written.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use subtier_source::{
    ChildConfig, ChildFailure, Confinement, Opened, ToolRun, confine, run_tool, run_tool_on,
};

use crate::Warn;
use crate::error::Error;

/// The hidden subcommand that becomes an outside program without network.
pub const TOOL_COMMAND: &str = "run-tool";

/// Address space of a program; tesseract takes some 400 MiB with three languages, ffmpeg some 600 MiB for a film of 8K.
const MEMORY_BYTES_MAX: u64 = 4 << 30;

/// Seconds in which a program says what it is.
pub(crate) const ABOUT_SECONDS_MAX: u64 = 5;

/// Bytes of what it may print when it is asked about itself.
pub(crate) const ABOUT_BYTES_MAX: u64 = 1 << 20;

/// An outside program, run by this one.
#[derive(Debug, Clone)]
pub(crate) struct Outside {
    /// Its name for people.
    name: &'static str,
    this_program: PathBuf,
    /// Without one, what the system does not offer is asked.
    program: Option<PathBuf>,
    environment: Vec<(OsString, OsString)>,
}

impl Outside {
    /// Looks for a program on the search path; fails in words where it is not there.
    pub(crate) fn find(
        name: &'static str,
        more: Vec<(OsString, OsString)>,
        warn: Warn,
    ) -> Result<Self, String> {
        let program = on_path(name).ok_or_else(|| format!("there is no {name} on this machine"))?;
        let this_program =
            std::env::current_exe().map_err(|error| format!("find this program: {error}"))?;
        let mut environment: Vec<(OsString, OsString)> =
            [("LC_ALL", "C"), ("PATH", "/usr/bin:/bin")]
                .map(|(name, value)| (name.into(), value.into()))
                .to_vec();
        environment.extend(more);
        let outside = Self { name, this_program, program: Some(program), environment };
        outside.warn_unconfined(warn);
        Ok(outside)
    }

    /// Runs it once on bytes.
    pub(crate) fn run(
        &self,
        arguments: &[OsString],
        input: &[u8],
        limits: (u64, u64),
    ) -> Result<String, String> {
        let said = run_tool(&self.config(arguments, limits), input)
            .map_err(|failure| format!("{}: {failure}", self.name))?;
        Ok(String::from_utf8_lossy(&said).into_owned())
    }

    /// Runs it once with a file as its standard input.
    pub(crate) fn run_on(
        &self,
        arguments: &[OsString],
        file: &Opened,
        (limits, said_bytes_max): ((u64, u64), u64),
    ) -> Result<ToolRun, ChildFailure> {
        run_tool_on(&self.config(arguments, limits), file, said_bytes_max)
    }

    fn config(&self, arguments: &[OsString], (seconds_max, bytes_max): (u64, u64)) -> ChildConfig {
        let mut all: Vec<OsString> = vec![TOOL_COMMAND.into()];
        all.extend(self.program.iter().map(OsString::from));
        all.extend(arguments.iter().cloned());
        ChildConfig {
            program: self.this_program.clone(),
            arguments: all,
            environment: self.environment.clone(),
            seconds_max,
            answer_bytes_max: bytes_max,
        }
    }

    /// Says what the system does not offer, as it is said of the readers. The tool itself cannot: what it prints is data.
    fn warn_unconfined(&self, warn: Warn) {
        let asking = Self { program: None, ..self.clone() };
        let reason = asking.run(&[], &[], (ABOUT_SECONDS_MAX, ABOUT_BYTES_MAX));
        let reason = reason.unwrap_or_else(|reason| reason);
        if !reason.trim().is_empty() {
            warn(&format!(
                "warning: {} is run with limits of memory, files and time alone, and could reach a network: {}",
                self.name,
                reason.trim()
            ));
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the search path of the user is where his programs are found"
)]
fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var("PATH").ok()?;
    // An empty or relative entry would mean the folder one stands in, which may be the evidence.
    let folders = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
    folders.map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// What the hidden subcommand does: it limits itself and becomes the program. Without a program it gives what the system
/// does not offer of the limits, empty where it offers all.
#[expect(
    clippy::disallowed_methods,
    reason = "nothing is started: this process becomes the program"
)]
pub fn become_tool(program: Option<&Path>, arguments: &[OsString]) -> Result<String, Error> {
    let name = program.unwrap_or(Path::new(TOOL_COMMAND)).display();
    let failure = |error: std::io::Error| Error::new(format!("run {name}"), error);
    let unconfined = confine(Confinement::Tool, MEMORY_BYTES_MAX).map_err(failure)?;
    let Some(program) = program else { return Ok(unconfined.unwrap_or_default()) };
    Err(failure(Command::new(program).args(arguments).exec()))
}
