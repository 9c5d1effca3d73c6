//! tesseract, where it is found: text out of pictures, by a process without network.
//!
//! In: a picture as PNG. Out: its lines with their places; the Latin codes of one line. Never: a picture as it was found; the
//! reader decodes it first and hands on pixels.

use std::ffi::OsString;
use std::sync::OnceLock;

use subtier_documents::{RecognisedLine, recognised_lines};

use crate::Warn;
use crate::outside::{ABOUT_BYTES_MAX, ABOUT_SECONDS_MAX, Outside};

/// The program.
const PROGRAM: &str = "tesseract";

/// The languages of the notes of this trade, in the order that read mixed lines best (2,400 lines of Chinese and Korean in turn:
/// no sign wrong in this order, 0.8 % the other way round).
const LANGUAGES: &[&str] = &["chi_sim", "kor", "eng"];

/// What a code of a shot is made of; nothing else is to be read in a line that holds one.
const CODE_SIGNS: &str = "tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.#f ";

/// Seconds for one picture. A full page takes seven.
const SECONDS_MAX: u64 = 60;

/// Seconds for one line of a picture, which takes a tenth of one.
const LINE_SECONDS_MAX: u64 = 5;

/// Bytes of what it prints for one picture.
const OUTPUT_BYTES_MAX: u64 = 64 << 20;

/// The one variable of the user's environment that the program is given: where its languages lie (tesseract(1)).
const LANGUAGES_VARIABLE: &str = "TESSDATA_PREFIX";

/// tesseract as it is on this machine.
#[derive(Debug, Clone)]
pub struct Recogniser {
    tool: Outside,
    languages: String,
    /// Languages it was not given, for the complaint.
    pub missing: Vec<&'static str>,
}

/// The recogniser, looked for when it is first wanted; where there is none, the reason in words.
#[derive(Debug)]
pub struct SharedRecogniser {
    warn: Warn,
    found: OnceLock<Result<Recogniser, String>>,
}

impl SharedRecogniser {
    /// Nothing is looked for yet.
    pub const fn new(warn: Warn) -> Self {
        Self { warn, found: OnceLock::new() }
    }

    /// Looks for the program on the search path.
    pub fn recogniser(&self) -> Result<&Recogniser, String> {
        self.found.get_or_init(|| Recogniser::find(self.warn)).as_ref().map_err(Clone::clone)
    }

    /// Says what the person at the terminal is to know.
    pub(crate) fn warn(&self, text: &str) {
        (self.warn)(text);
    }
}

impl Recogniser {
    /// Fails in words where the program is not there, does not run, or knows none of the languages.
    fn find(warn: Warn) -> Result<Self, String> {
        let tool = Outside::find(PROGRAM, environment(), warn)?;
        let known =
            tool.run(&["--list-langs".into()], &[], (ABOUT_SECONDS_MAX, ABOUT_BYTES_MAX))?;
        let has = |language: &&&str| known.lines().any(|line| line.trim() == **language);
        let (found, missing): (Vec<&str>, Vec<&str>) =
            LANGUAGES.iter().copied().partition(|one| has(&one));
        if found.is_empty() {
            return Err(format!("{PROGRAM} knows none of {} here", LANGUAGES.join(", ")));
        }
        Ok(Self { tool, languages: found.join("+"), missing })
    }

    /// Such as `tesseract 5.3.0, chi_sim+kor+eng`: other words, other readings.
    pub fn version(&self) -> Result<String, String> {
        let limits = (ABOUT_SECONDS_MAX, ABOUT_BYTES_MAX);
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

/// The environment of the program beside the usual: where its languages lie.
#[expect(
    clippy::disallowed_methods,
    reason = "where the user keeps the languages of the program is not known otherwise"
)]
fn environment() -> Vec<(OsString, OsString)> {
    // One thread each: as many pictures as there are cores are read at once.
    let mut environment: Vec<(OsString, OsString)> = vec![("OMP_THREAD_LIMIT".into(), "1".into())];
    if let Ok(folder) = std::env::var(LANGUAGES_VARIABLE) {
        environment.push((LANGUAGES_VARIABLE.into(), folder.into()));
    }
    environment
}
