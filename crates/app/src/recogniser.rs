//! tesseract, where it is found: text out of pictures, by a process without network.
//!
//! In: a picture as PNG. Out: its lines with their places; the Latin codes of one line. Never: a picture as it was found; the
//! reader decodes it first and hands on pixels.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use subtier_documents::{RecognisedLine, recognised_lines};
use subtier_source::{ChildConfig, Confinement, confine, run_tool};

use crate::failure::Failure;

/// The hidden subcommand that becomes an outside program without network.
pub(crate) const TOOL_COMMAND: &str = "run-tool";

/// The program.
const PROGRAM: &str = "tesseract";

/// The languages of the notes of this trade, in the order that read mixed lines best (2,400 lines of Chinese and Korean in turn:
/// no sign wrong in this order, 0.8 % the other way round).
const LANGUAGES: &[&str] = &["chi_sim", "kor", "eng"];

/// What a code of a shot is made of; nothing else is to be read in a line that holds one.
const CODE_SIGNS: &str = "tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.#f ";

/// Address space of the program; it takes some 400 MiB with three languages.
const MEMORY_BYTES_MAX: u64 = 4 << 30;

/// Seconds for one picture. A full page takes seven.
const SECONDS_MAX: u64 = 60;

/// Seconds for one line of a picture, which takes a tenth of one.
const LINE_SECONDS_MAX: u64 = 5;

/// Bytes of what it prints for one picture.
const OUTPUT_BYTES_MAX: u64 = 64 << 20;

/// tesseract as it is on this machine.
#[derive(Debug, Clone)]
pub(crate) struct Recogniser {
    this_program: PathBuf,
    program: PathBuf,
    /// Such as `tesseract 5.3.0, chi_sim+kor+eng`: other words, other readings.
    pub(crate) version: String,
    languages: String,
    /// Languages it was not given, for the complaint.
    pub(crate) missing: Vec<&'static str>,
}

impl Recogniser {
    /// Looks for the program on the search path; `None` where it is not there, does not run, or knows none of the languages.
    pub(crate) fn find() -> Option<Self> {
        let this_program = std::env::current_exe().ok()?;
        let program = on_path(PROGRAM)?;
        let ask = |argument: &str| {
            let config = config_of((&this_program, &program), &[argument.into()], SECONDS_MAX);
            run_tool(&config, &[]).ok().map(|said| String::from_utf8_lossy(&said).into_owned())
        };
        let version = ask("--version")?;
        let known = ask("--list-langs")?;
        let has = |language: &&&str| known.lines().any(|line| line.trim() == **language);
        let (found, missing): (Vec<&str>, Vec<&str>) =
            LANGUAGES.iter().copied().partition(|one| has(&one));
        if found.is_empty() {
            return None;
        }
        let languages = found.join("+");
        let version = format!("{}, {languages}", version.lines().next().unwrap_or(PROGRAM).trim());
        Some(Self { this_program, program, version, languages, missing })
    }

    /// Reads a picture; the reason in words where the program failed.
    pub(crate) fn lines(&self, png: &[u8]) -> Result<Vec<RecognisedLine>, String> {
        // Page segmentation 6: one block of lines, which read notes under a drawing best of the modes tried.
        let arguments = ["-l", &self.languages, "--psm", "6", "tsv"];
        let said = self.run(png, &arguments, SECONDS_MAX)?;
        Ok(recognised_lines(&said))
    }

    /// Reads one line as the code of a shot; empty where Latin is not installed.
    pub(crate) fn code(&self, png: &[u8]) -> Result<String, String> {
        if !self.languages.split('+').any(|language| language == "eng") {
            return Ok(String::new());
        }
        let arguments = ["-l", "eng", "--psm", "7", "-c", CODE_SIGNS];
        let said = self.run(png, &arguments, LINE_SECONDS_MAX)?;
        Ok(said.lines().find(|line| !line.trim().is_empty()).unwrap_or("").trim().to_owned())
    }

    fn run(&self, png: &[u8], arguments: &[&str], seconds_max: u64) -> Result<String, String> {
        let mut all: Vec<OsString> = vec!["stdin".into(), "stdout".into()];
        all.extend(arguments.iter().map(OsString::from));
        let said =
            run_tool(&config_of((&self.this_program, &self.program), &all, seconds_max), png);
        let said =
            said.map_err(|failure| format!("its text was not recognised: tesseract: {failure}"))?;
        Ok(String::from_utf8_lossy(&said).into_owned())
    }
}

fn config_of(
    (this_program, program): (&Path, &Path),
    arguments: &[OsString],
    seconds_max: u64,
) -> ChildConfig {
    let mut all: Vec<OsString> = vec![TOOL_COMMAND.into(), program.into()];
    all.extend(arguments.iter().cloned());
    ChildConfig {
        program: this_program.to_owned(),
        arguments: all,
        seconds_max,
        answer_bytes_max: OUTPUT_BYTES_MAX,
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

/// What the hidden subcommand does: it limits itself and becomes the program.
#[expect(
    clippy::disallowed_methods,
    reason = "nothing is started: this process becomes the program"
)]
pub(crate) fn become_tool(program: &Path, arguments: &[OsString]) -> Result<(), Failure> {
    let failure =
        |error: std::io::Error| Failure::user(format!("run {}: {error}", program.display()));
    confine(Confinement::Tool, MEMORY_BYTES_MAX).map_err(failure)?;
    // One thread each: as many pictures as there are cores are read at once.
    Err(failure(Command::new(program).args(arguments).env("OMP_THREAD_LIMIT", "1").exec()))
}
