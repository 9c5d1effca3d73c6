//! tesseract, where it is found: text out of pictures, by a process without network.
//!
//! In: a picture as PNG. Out: its lines with their places; the Latin codes of one line. Never: a picture as it was found; the
//! reader decodes it first and hands on pixels.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use subtier_documents::{RecognisedLine, recognised_lines};
use subtier_source::{ChildConfig, Confinement, confine, run_tool};

use crate::failure::Failure;
use crate::out::{Out, say};

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

/// Bytes of what it may print when it is asked about itself.
const ABOUT_BYTES_MAX: u64 = 1 << 20;

/// The one variable of the user's environment that the program is given: where its languages lie (tesseract(1)).
const LANGUAGES_VARIABLE: &str = "TESSDATA_PREFIX";

/// tesseract as it is on this machine.
#[derive(Debug, Clone)]
pub(crate) struct Recogniser {
    tool: Tool,
    languages: String,
    /// Languages it was not given, for the complaint.
    pub(crate) missing: Vec<&'static str>,
}

/// The recogniser, looked for when it is first wanted; where there is none, the reason in words.
#[derive(Debug, Default)]
pub(crate) struct SharedRecogniser(OnceLock<Result<Recogniser, String>>);

impl SharedRecogniser {
    /// Looks for the program on the search path.
    pub(crate) fn recogniser(&self) -> Result<&Recogniser, String> {
        self.0.get_or_init(Recogniser::find).as_ref().map_err(Clone::clone)
    }
}

/// An outside program, run by this one.
#[derive(Debug, Clone)]
struct Tool {
    this_program: PathBuf,
    /// Without one, what the system does not offer is asked.
    program: Option<PathBuf>,
    environment: Vec<(OsString, OsString)>,
}

impl Tool {
    fn run(
        &self,
        arguments: &[OsString],
        input: &[u8],
        (seconds_max, bytes_max): (u64, u64),
    ) -> Result<String, String> {
        let mut all: Vec<OsString> = vec![TOOL_COMMAND.into()];
        all.extend(self.program.iter().map(OsString::from));
        all.extend(arguments.iter().cloned());
        let config = ChildConfig {
            program: self.this_program.clone(),
            arguments: all,
            environment: self.environment.clone(),
            seconds_max,
            answer_bytes_max: bytes_max,
        };
        let said = run_tool(&config, input).map_err(|failure| format!("{PROGRAM}: {failure}"))?;
        Ok(String::from_utf8_lossy(&said).into_owned())
    }
}

impl Recogniser {
    /// Fails in words where the program is not there, does not run, or knows none of the languages.
    fn find() -> Result<Self, String> {
        let program =
            on_path(PROGRAM).ok_or_else(|| format!("there is no {PROGRAM} on this machine"))?;
        let this_program =
            std::env::current_exe().map_err(|error| format!("find this program: {error}"))?;
        let tool = Tool { this_program, program: Some(program), environment: environment() };
        warn_unconfined(&tool);
        let known = tool.run(&["--list-langs".into()], &[], (LINE_SECONDS_MAX, ABOUT_BYTES_MAX))?;
        let has = |language: &&&str| known.lines().any(|line| line.trim() == **language);
        let (found, missing): (Vec<&str>, Vec<&str>) =
            LANGUAGES.iter().copied().partition(|one| has(&one));
        if found.is_empty() {
            return Err(format!("{PROGRAM} knows none of {} here", LANGUAGES.join(", ")));
        }
        Ok(Self { tool, languages: found.join("+"), missing })
    }

    /// Such as `tesseract 5.3.0, chi_sim+kor+eng`: other words, other readings.
    pub(crate) fn version(&self) -> Result<String, String> {
        let limits = (LINE_SECONDS_MAX, ABOUT_BYTES_MAX);
        let version = self.tool.run(&["--version".into()], &[], limits)?;
        let first = version.lines().next().unwrap_or(PROGRAM).trim();
        Ok(format!("{first}, {}", self.languages))
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
        let said = self.tool.run(&all, png, (seconds_max, OUTPUT_BYTES_MAX));
        said.map_err(|reason| format!("its text was not recognised: {reason}"))
    }
}

/// Says what the system does not offer, as it is said of the readers. The tool itself cannot: what it prints is data.
fn warn_unconfined(tool: &Tool) {
    let asking = Tool { program: None, ..tool.clone() };
    let reason = asking.run(&[], &[], (LINE_SECONDS_MAX, ABOUT_BYTES_MAX));
    let reason = reason.unwrap_or_else(|reason| reason);
    if !reason.trim().is_empty() {
        say(&format!(
            "warning: {PROGRAM} is run with limits of memory, files and time alone, and could reach a network: {}",
            reason.trim()
        ));
    }
}

/// The environment of the program: its own, and where its languages lie.
#[expect(
    clippy::disallowed_methods,
    reason = "where the user keeps the languages of the program is not known otherwise"
)]
fn environment() -> Vec<(OsString, OsString)> {
    // One thread each: as many pictures as there are cores are read at once.
    let mut environment: Vec<(OsString, OsString)> =
        [("OMP_THREAD_LIMIT", "1"), ("LC_ALL", "C"), ("PATH", "/usr/bin:/bin")]
            .map(|(name, value)| (name.into(), value.into()))
            .to_vec();
    if let Ok(folder) = std::env::var(LANGUAGES_VARIABLE) {
        environment.push((LANGUAGES_VARIABLE.into(), folder.into()));
    }
    environment
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

/// What the hidden subcommand does: it limits itself and becomes the program. Without a program it says what the system does
/// not offer of the limits.
#[expect(
    clippy::disallowed_methods,
    reason = "nothing is started: this process becomes the program"
)]
pub(crate) fn become_tool(program: Option<&Path>, arguments: &[OsString]) -> Result<(), Failure> {
    let name = program.unwrap_or(Path::new(TOOL_COMMAND)).display();
    let failure = |error: std::io::Error| Failure::user(format!("run {name}: {error}"));
    let unconfined = confine(Confinement::Tool, MEMORY_BYTES_MAX).map_err(failure)?;
    let Some(program) = program else {
        let mut out = Out::new();
        out.line(&unconfined.unwrap_or_default())?;
        return out.finish();
    };
    Err(failure(Command::new(program).args(arguments).exec()))
}
