//! Custody: what was done with the evidence, one line each, every line holding the SHA-256 of the
//! line before, so that no line can be changed, moved or taken out without a trace.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtier_model::{
    Blake3Hash, DecisionId, Evidence, EvidenceId, Holding, RunId, Sha256Hash, Timestamp,
    write_visible_json,
};

use crate::Error;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum CustodyEvent {
    /// A file of the case is about to be put under its name.
    FilePending {
        /// `case.toml`, or a file below `reports/`.
        file: String,
        /// Of the file.
        sha256: Sha256Hash,
    },
    /// It was put there.
    FileWritten {
        /// `case.toml`, or a file below `reports/`.
        file: String,
        /// Of the file.
        sha256: Sha256Hash,
        /// Version of the program.
        program: String,
    },
    /// Intake began on a source.
    IntakeStarted {
        /// Where, as the user named it.
        source: String,
    },
    /// An item was taken in.
    Taken {
        /// The item.
        evidence: Box<Evidence>,
        /// Where its bytes lay.
        from: String,
    },
    /// Intake of a source ended.
    IntakeFinished {
        /// Where, as the user named it.
        source: String,
        /// Items.
        items: u64,
        /// Complaints.
        complaints: u64,
    },
    /// The rows of a unit follow.
    UnitCommitted {
        /// Its name.
        unit: String,
        /// Digest of its rows.
        rows: Blake3Hash,
    },
    /// The rows of a run follow.
    RunCompleted {
        /// The run.
        run: RunId,
        /// Findings it made.
        findings: u64,
        /// Digest of its rows.
        rows: Blake3Hash,
    },
    /// A decision follows.
    Decided {
        /// The decision.
        decision: DecisionId,
    },
    /// A run was killed after it had written the lines from this one on and before it had written
    /// their rows: what was taken in was taken in, but no unit, run or decision follows from them.
    Undone {
        /// Number of the first of these lines.
        from: u64,
    },
    /// A line cut by a crash was taken off the end.
    TornLineRemoved {
        /// The bytes that stood there, as text.
        text: String,
    },
}

impl CustodyEvent {
    /// The item that was taken in, where that is what happened.
    pub(crate) fn taken(&self) -> Option<&Evidence> {
        match self {
            Self::Taken { evidence, .. } => Some(evidence),
            Self::FilePending { .. }
            | Self::FileWritten { .. }
            | Self::IntakeStarted { .. }
            | Self::IntakeFinished { .. }
            | Self::UnitCommitted { .. }
            | Self::RunCompleted { .. }
            | Self::Decided { .. }
            | Self::Undone { .. }
            | Self::TornLineRemoved { .. } => None,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Line {
    n: u64,
    at: String,
    prev: Sha256Hash,
    event: CustodyEvent,
}

/// The end of the chain: what a report prints so that a later change can be noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustodyHead {
    /// Lines so far.
    pub lines: u64,
    /// SHA-256 of the last line, all zeros before the first.
    pub hash: Sha256Hash,
}

impl CustodyHead {
    const START: Self = Self { lines: 0, hash: Sha256Hash([0; 32]) };
}

/// The open chain.
#[derive(Debug)]
pub(crate) struct Custody {
    file: File,
    head: CustodyHead,
    /// Items whose lines were written by a run that was killed before their rows were.
    ahead: BTreeSet<EvidenceId>,
}

/// A chain as it was read.
#[derive(Debug)]
pub(crate) struct Chain {
    pub(crate) head: CustodyHead,
    /// Head after each line that was asked for.
    pub(crate) hashes: Vec<Sha256Hash>,
    pub(crate) events: Vec<CustodyEvent>,
    /// Bytes after the last whole line.
    pub(crate) torn: Option<(u64, Vec<u8>)>,
    /// First fault, with its line.
    pub(crate) broken: Option<(u64, String)>,
}

fn hash_line(line: &[u8]) -> Sha256Hash {
    Sha256Hash(Sha256::digest(line).into())
}

/// Reads the whole chain; stops at the first fault.
pub(crate) fn read(path: &Path) -> Result<Chain, Error> {
    let mut chain = Chain {
        head: CustodyHead::START,
        hashes: Vec::new(),
        events: Vec::new(),
        torn: None,
        broken: None,
    };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(chain),
        Err(error) => return Err(Error::io("open", path)(error)),
    };
    let mut reader = BufReader::new(file);
    let (mut bytes, mut offset) = (Vec::new(), 0);
    loop {
        bytes.clear();
        let count = reader.read_until(b'\n', &mut bytes).map_err(Error::io("read", path))?;
        if count == 0 {
            return Ok(chain);
        }
        if bytes.pop_if(|last| *last == b'\n').is_none() {
            chain.torn = Some((offset, bytes));
            return Ok(chain);
        }
        offset += count as u64;
        if let Err(reason) = chain.follow(&bytes) {
            chain.broken = Some((chain.head.lines + 1, reason));
            return Ok(chain);
        }
    }
}

impl Chain {
    /// Where items held by reference lay, as the last line about each says.
    pub(crate) fn locations(self) -> BTreeMap<EvidenceId, PathBuf> {
        let mut found = BTreeMap::new();
        for event in self.events {
            if let CustodyEvent::Taken { evidence, from } = event
                && evidence.holding == Holding::Referenced
            {
                found.insert(evidence.id, location(&from));
            }
        }
        found
    }

    fn follow(&mut self, bytes: &[u8]) -> Result<(), String> {
        let line: Line = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if line.n != self.head.lines + 1 {
            return Err(format!("numbered {} where {} is due", line.n, self.head.lines + 1));
        }
        if line.prev != self.head.hash {
            return Err("does not hold the hash of the line before".to_owned());
        }
        self.head = CustodyHead { lines: line.n, hash: hash_line(bytes) };
        self.hashes.push(self.head.hash);
        self.events.push(line.event);
        Ok(())
    }
}

impl Custody {
    /// Opens the chain for appending. `recorded` is how many lines the rows of `case.db` know.
    pub(crate) fn open(path: &Path, recorded: u64, now: Timestamp) -> Result<Self, Error> {
        let chain = read(path)?;
        if let Some((line, reason)) = chain.broken {
            let reason = format!("line {line} {reason}; run `subtier verify`");
            return Err(Error::Damaged { path: path.to_owned(), reason });
        }
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .map_err(Error::io("open", path))?;
        let known = usize::try_from(recorded).unwrap_or(usize::MAX);
        let ahead = chain.events.iter().skip(known).filter_map(CustodyEvent::taken);
        let ahead: Vec<_> = ahead.map(|evidence| evidence.id).collect();
        let mut custody = Self { file, head: chain.head, ahead: ahead.into_iter().collect() };
        if custody.head.lines > recorded {
            custody.append(&[CustodyEvent::Undone { from: recorded + 1 }], now, path)?;
        }
        if let Some((offset, bytes)) = chain.torn {
            custody.file.set_len(offset).map_err(Error::io("mend", path))?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            custody.append(&[CustodyEvent::TornLineRemoved { text }], now, path)?;
        }
        Ok(custody)
    }

    pub(crate) const fn head(&self) -> CustodyHead {
        self.head
    }

    /// Appends lines and flushes them.
    pub(crate) fn append(
        &mut self,
        events: &[CustodyEvent],
        now: Timestamp,
        path: &Path,
    ) -> Result<(), Error> {
        let mut text = Vec::new();
        let mut head = self.head;
        for event in events {
            if let CustodyEvent::Taken { evidence, .. } = event
                && self.ahead.remove(&evidence.id)
            {
                continue;
            }
            let event = event.clone();
            let line = Line { n: head.lines + 1, at: now.to_string(), prev: head.hash, event };
            let start = text.len();
            write_visible_json(&mut text, &line).map_err(|error| Error::Damaged {
                path: path.to_owned(),
                reason: error.to_string(),
            })?;
            head = CustodyHead { lines: line.n, hash: hash_line(text.get(start..).unwrap_or(&[])) };
            text.push(b'\n');
        }
        if text.is_empty() {
            return Ok(());
        }
        self.file.write_all(&text).map_err(Error::io("append to", path))?;
        self.file.sync_data().map_err(Error::io("flush", path))?;
        self.head = head;
        Ok(())
    }
}

/// What stands before the bytes of a location that is not UTF-8, in hex.
const HEX: &str = "hex:";

/// A location as custody writes it: the path, or its bytes in hex where it is not UTF-8.
pub fn location_text(path: &Path) -> String {
    match path.to_str() {
        Some(text) if !text.starts_with(HEX) => text.to_owned(),
        _ => {
            let bytes = path.as_os_str().as_bytes();
            bytes.iter().fold(HEX.to_owned(), |text, byte| text + &format!("{byte:02x}"))
        }
    }
}

/// The location that [`location_text`] wrote.
fn location(text: &str) -> PathBuf {
    let bytes: Option<Vec<u8>> = text.strip_prefix(HEX).and_then(|hex| {
        let pairs = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
        pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
    });
    match bytes {
        Some(bytes) => PathBuf::from(OsString::from_vec(bytes)),
        None => PathBuf::from(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_come_back_whatever_their_bytes() {
        for bytes in [b"/a/plain".as_slice(), b"/a/\xd0\xde\xb8\xc4.txt", b"hex:00"] {
            let path = PathBuf::from(OsString::from_vec(bytes.to_vec()));
            assert_eq!(location(&location_text(&path)), path);
        }
    }
}
