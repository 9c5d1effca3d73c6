//! Which files `subtier notes` is to read: those named, and those in the folders named.
//!
//! In: paths as the user wrote them. Out: files with the path to show, a folder's sorted by the bytes of their names; what is no file
//! that can be read, and why. Never: a link followed within a folder.

use std::path::{Path, PathBuf};

use subtier_source::{Found, Walk, WalkLimits};

use super::super::Ending;
use crate::failure::Failure;
use crate::line::real;

/// How far a folder is walked over.
const LIMITS: WalkLimits = WalkLimits { depth_max: 200, entries_max: 10_000_000 };

/// A file to be read.
pub(super) struct NamedFile {
    /// Its path as the user wrote it or would write it.
    pub(super) shown: String,
    /// Where it really lies.
    pub(super) path: PathBuf,
}

/// The files, and what cannot be read: its path, and why.
#[derive(Default)]
pub(super) struct Listed {
    pub(super) files: Vec<NamedFile>,
    pub(super) unread: Vec<(String, String)>,
    /// Paths named that do not exist, which is the user's mistake; the others are read all the same.
    pub(super) n_missing: usize,
}

impl Listed {
    /// Lists files.
    pub(super) fn new(paths: &[PathBuf]) -> Self {
        let mut listed = Self::default();
        for named in paths {
            let shown = named.to_string_lossy().into_owned();
            match real(named) {
                Err(failure) => {
                    listed.unread.push((shown, format!("failed to {failure}")));
                    listed.n_missing += 1;
                }
                Ok(path) if path.is_dir() => {
                    if let Err(failure) = listed.add_folder(named, &path) {
                        listed.unread.push((shown, format!("not readable: {failure}")));
                    }
                }
                Ok(path) => listed.files.push(NamedFile { shown, path }),
            }
        }
        listed
    }

    /// How the run ends, once all that could be read was.
    pub(super) fn ending(&self, complaints: usize) -> Result<Ending, Failure> {
        match self.n_missing {
            0 => Ok(Ending::with_complaints(complaints)),
            n_missing => Err(Failure::user(format!(
                "read {n_missing} of the files named, which cannot be found"
            ))),
        }
    }

    fn add_folder(&mut self, named: &Path, folder: &Path) -> Result<(), Failure> {
        for entry in Walk::new(folder, LIMITS, Vec::new())? {
            let shown = named.join(&entry.path).to_string_lossy().into_owned();
            let reason = match entry.found {
                Found::File { .. } => {
                    self.files.push(NamedFile { shown, path: folder.join(&entry.path) });
                    continue;
                }
                Found::Folder | Found::LeftOut => continue,
                Found::Link { target } => {
                    format!("not read: a link to {}, which is not followed", target.display())
                }
                Found::Device => "not read: a device".to_owned(),
                Found::Pipe => "not read: a named pipe".to_owned(),
                Found::Socket => "not read: a socket".to_owned(),
                Found::Unreadable { reason } => format!("not readable: {reason}"),
                Found::TooDeep => {
                    format!(
                        "not read: it lies deeper than the limit of {} folders",
                        LIMITS.depth_max
                    )
                }
                Found::TooMany => format!(
                    "only some of what it holds was read: there are more than the limit of {} entries",
                    LIMITS.entries_max
                ),
            };
            self.unread.push((shown, reason));
        }
        Ok(())
    }
}
