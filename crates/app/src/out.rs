//! Printing: data to stdout, everything else to stderr; a closed pipe is success.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use serde::Serialize;
use subtier_model::write_visible_json;
use subtier_review::visible;

use crate::failure::Failure;

/// Standard output, buffered. [`Out::finish`] flushes.
pub(crate) struct Out(io::BufWriter<io::StdoutLock<'static>>);

/// Whether anybody still reads.
pub(crate) enum Reader {
    Listening,
    Gone,
}

impl Out {
    pub(crate) fn new() -> Self {
        Self(io::BufWriter::with_capacity(1 << 16, io::stdout().lock()))
    }

    /// Prints one line of text; signs that would steer a terminal are shown by their numbers.
    pub(crate) fn line(&mut self, text: &str) -> Result<Reader, Failure> {
        heard(writeln!(self.0, "{}", visible(text)))
    }

    /// Prints one line of JSON as it is: [`write_visible_json`] made it, in which nothing would steer a terminal.
    pub(crate) fn json_text(&mut self, text: &str) -> Result<Reader, Failure> {
        heard(writeln!(self.0, "{text}"))
    }

    /// Prints one object as one line of JSON.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> Result<Reader, Failure> {
        let result = write_visible_json(&mut self.0, value).map_err(io::Error::from);
        heard(result.and_then(|()| self.0.write_all(b"\n")))
    }

    /// Flushes what is buffered.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        heard(self.0.flush()).map(drop)
    }
}

fn heard(result: io::Result<()>) -> Result<Reader, Failure> {
    match result {
        Ok(()) => Ok(Reader::Listening),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Reader::Gone),
        Err(error) => Err(Failure::user(format!("write to standard output: {error}"))),
    }
}

/// Says something to the person at the terminal.
pub(crate) fn say(text: &str) {
    // Where stderr is closed there is nobody to tell.
    writeln!(io::stderr().lock(), "{}", visible(text)).ok();
}

/// Writes a new file with its folders; a file that is there already is left as it is if it holds
/// the same bytes, else it is an error, so that nothing is overwritten.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let error = |what: &str, error: &io::Error| {
        Failure::user(format!("{what} {}: {error}", path.display()))
    };
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|e| error("create the folder of", &e))?;
    }
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(bytes).map_err(|e| error("write", &e)),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            let mut there = Vec::new();
            let file = subtier_source::open(path)?;
            Read::take(file, bytes.len() as u64 + 1)
                .read_to_end(&mut there)
                .map_err(|e| error("read", &e))?;
            if there == bytes {
                return Ok(());
            }
            // Half written by a run that was killed: what is missing is added, nothing else.
            match bytes.strip_prefix(there.as_slice()) {
                Some(rest) => OpenOptions::new()
                    .append(true)
                    .open(path)
                    .and_then(|mut file| file.write_all(rest))
                    .map_err(|e| error("write", &e)),
                None => Err(Failure::user(format!(
                    "write {}: a file with other content is there; choose another folder",
                    path.display()
                ))),
            }
        }
        Err(e) => Err(error("create", &e)),
    }
}
