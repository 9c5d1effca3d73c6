//! The user's file of titles: one production under whatever names it goes.
//!
//! In: TOML, one production a line, `LNT = ["The Little Lantern", "小灯笼"]`. Out: titles ready to be looked up, and the hash of the file
//! for the run. Never: a title that two productions claim; it is left out and said.

use std::io::Read as _;
use std::path::Path;

use subtier_model::{Complaint, Place};
use subtier_shots::Aliases;
use subtier_source::Hashing;

use crate::failure::Failure;

/// Bytes of the largest file of titles.
const BYTES_MAX: u64 = 4 << 20;

/// Titles of productions.
#[derive(Debug, Default)]
pub(crate) struct Titles {
    pub(crate) aliases: Aliases,
    /// None where there is no file.
    pub(crate) hash: Option<String>,
}

impl Titles {
    /// Reads the file, where there is one; what cannot be understood is the user's mistake.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Self::default()) };
        let failure = |what: &str| Failure::user(format!("read {}: {what}", path.display()));
        let file = subtier_source::open(path)?;
        if file.size() > BYTES_MAX {
            return Err(failure(&format!("it is larger than {BYTES_MAX} bytes")));
        }
        let mut bytes = Vec::new();
        let read = file.section(0, BYTES_MAX).read_to_end(&mut bytes);
        read.map_err(|error| failure(&error.to_string()))?;
        let text = std::str::from_utf8(&bytes).map_err(|_| failure("it is not UTF-8"))?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let aliases = Aliases::read(text).map_err(|error| failure(&on_one_line(&error)))?;
        let mut hashing = Hashing::new();
        hashing.update(&bytes);
        Ok(Self { aliases, hash: Some(hashing.finish().0.to_string()) })
    }

    /// The production of a title; the title itself where the file does not know it.
    pub(crate) fn code<'a>(&'a self, title: &'a str) -> &'a str {
        self.aliases.code(title).unwrap_or(title)
    }

    /// Titles that more than one production claims.
    pub(crate) fn complaints(&self) -> Vec<Complaint> {
        let each = self.aliases.ambiguous().map(|title| {
            let reason =
                format!("the title {title:?} stands with more than one production; it is left out");
            Complaint::new(None, "titles of productions", Place::Whole, reason)
        });
        each.collect()
    }
}

/// Where and why, without the lines of the file that the reader draws in between.
fn on_one_line(error: &subtier_shots::Error) -> String {
    let text = error.to_string();
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default().to_owned();
    match lines.next_back() {
        Some(last) => format!("{first}: {last}"),
        None => first,
    }
}
