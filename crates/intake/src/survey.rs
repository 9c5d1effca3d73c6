//! The first walk over a source: what is there, under which names, and how much. Files come out to be
//! taken in; links, devices, pipes, sockets and what cannot be read come out as entries with the
//! words that say why they were not.

use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use subtier_source::{Folder, FolderKey, Found, Walk, WalkEntry};

use crate::item::FoundFile;
use crate::names::{PathNames, ShownName, path_in_source, shown_target};
use crate::{Error, Limits};

/// What a source that is the root of the file system is called.
const ROOT_NAME: &str = "root";

/// What a walk over one source found.
#[derive(Debug)]
pub(crate) struct Survey {
    pub(crate) files: Vec<FoundFile>,
    pub(crate) others: Vec<Other>,
    pub(crate) bytes: u64,
    /// Whether the folder of the case lies in the source and was not entered.
    pub(crate) left_out: bool,
}

/// An entry that is no file to be read.
#[derive(Debug)]
pub(crate) struct Other {
    pub(crate) name: ShownName,
    pub(crate) from: PathBuf,
    pub(crate) reason: String,
    /// Whether it is an item of its own, or only words on a folder.
    pub(crate) is_item: bool,
}

/// A source with the name under which its items stand.
#[derive(Debug)]
pub(crate) struct Source {
    /// As the user named it.
    pub(crate) given: PathBuf,
    /// Where it is.
    pub(crate) root: PathBuf,
    /// The first part of its items' paths.
    pub(crate) name: String,
}

/// Finds the sources and names them: the last part of the path, and `~2` behind it where an earlier
/// one has that name.
pub(crate) fn name_sources(given: &[PathBuf]) -> Result<Vec<Source>, Error> {
    let mut sources: Vec<Source> = Vec::new();
    for path in given {
        let error = |source: io::Error| Error::NoSource { path: path.clone(), source };
        let root = path.canonicalize().map_err(error)?;
        let last = root.file_name().unwrap_or(OsStr::new(ROOT_NAME));
        let last = Path::new(last);
        let shown = PathNames::of(std::iter::once(last)).show(last).text;
        let is_taken = |name: &str| sources.iter().any(|source| source.name == name);
        let mut name = shown.clone();
        let mut count = 2;
        while is_taken(&name) {
            name = format!("{shown}~{count}");
            count += 1;
        }
        sources.push(Source { given: path.clone(), root, name });
    }
    Ok(sources)
}

impl Source {
    /// Walks over the source. `case_root` is left out wherever it lies.
    pub(crate) fn survey(&self, case_root: &Path, limits: &Limits) -> Result<Survey, Error> {
        let error = |source: io::Error| Error::NoSource { path: self.given.clone(), source };
        let is_folder = self.root.symlink_metadata().map_err(error)?.is_dir();
        // A file stands below the folder that holds it.
        let holder = if is_folder { None } else { self.root.parent() }.unwrap_or(&self.root);
        let folder = Folder::open(holder).map_err(|failure| error(io_error(failure)))?;
        let mut survey =
            Survey { files: Vec::new(), others: Vec::new(), bytes: 0, left_out: false };
        let entries = if is_folder {
            let leave_out: Vec<FolderKey> = FolderKey::of(case_root).into_iter().collect();
            if FolderKey::of(&self.root).is_some_and(|key| leave_out.contains(&key)) {
                return Err(Error::CaseFolder { path: self.given.clone() });
            }
            match Walk::over(&folder, limits.walk(), leave_out) {
                Ok(walk) => walk.collect(),
                Err(failure) => vec![unreadable(failure)],
            }
        } else {
            let found = folder.look(self.file_name());
            vec![match found {
                Ok(found) => WalkEntry { path: PathBuf::new(), found },
                Err(failure) => unreadable(failure),
            }]
        };
        let names = PathNames::of(entries.iter().map(|entry| entry.path.as_path()));
        let folder = Rc::new(folder);
        for entry in entries {
            self.sort_in(&mut survey, &folder, entry, &names);
        }
        Ok(survey)
    }

    fn file_name(&self) -> &Path {
        Path::new(self.root.file_name().unwrap_or_default())
    }

    fn sort_in(
        &self,
        survey: &mut Survey,
        folder: &Rc<Folder>,
        entry: WalkEntry,
        names: &PathNames,
    ) {
        let name = path_in_source(&self.name, names.show(&entry.path));
        let is_root = entry.path.as_os_str().is_empty();
        let (reason, is_item) = match entry.found {
            Found::Folder => return,
            Found::LeftOut => {
                survey.left_out = true;
                return;
            }
            Found::File { size, modified, stamp } => {
                survey.bytes = survey.bytes.saturating_add(size);
                let below = if is_root { self.file_name().to_owned() } else { entry.path };
                let folder = Rc::clone(folder);
                survey.files.push(FoundFile { folder, below, name, size, modified, stamp });
                return;
            }
            Found::Link { target } => (
                format!("a symbolic link to {}, not followed", shown_target(target.as_bytes())),
                true,
            ),
            Found::Device => ("a device, never opened".to_owned(), true),
            Found::Pipe => ("a pipe, never opened".to_owned(), true),
            Found::Socket => ("a socket, never opened".to_owned(), true),
            Found::Unreadable { reason } => (format!("cannot be read: {reason}"), true),
            Found::TooDeep => {
                ("not entered: it lies deeper than the limit for folders".to_owned(), false)
            }
            Found::TooMany => {
                let reason = "not read to its end: the limit for entries of a source is reached";
                (reason.to_owned(), false)
            }
        };
        // Joining nothing would put a slash behind a file.
        let from = if is_root { self.root.clone() } else { self.root.join(&entry.path) };
        survey.others.push(Other { name, from, reason, is_item });
    }
}

fn io_error(failure: subtier_source::Error) -> io::Error {
    match failure {
        subtier_source::Error::Read { source, .. } => source,
        subtier_source::Error::NotRegular { what, .. } => io::Error::other(format!("it is {what}")),
    }
}

fn unreadable(failure: subtier_source::Error) -> WalkEntry {
    let found = Found::Unreadable { reason: io_error(failure).to_string() };
    WalkEntry { path: PathBuf::new(), found }
}
