//! A folder that stays open, and the files below it.
//!
//! A path below the folder comes in, an open file goes out. Each part of the path is opened below the
//! part before it and no part may be a link, so that whatever is put on the way while files are being
//! read, nothing outside the folder is reached. The parts need the right to pass, not to list.

use std::ffi::OsStr;
use std::fs::File;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Component, Path, PathBuf};

use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

use crate::Error;
use crate::found::{Found, look_at};
use crate::open::{FILE_FLAGS, Opened, file_error, opened};

/// Flags that let a folder be passed through and nothing else.
const PASS_FLAGS: OFlags =
    OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// A folder held open.
#[derive(Debug)]
pub struct Folder {
    descriptor: OwnedFd,
    path: PathBuf,
}

impl Folder {
    /// Opens a folder; its own path is followed up to its last part, which may be no link.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let error = |errno: Errno| Error::Read { path: path.to_owned(), source: errno.into() };
        let descriptor = rustix::fs::open(path, PASS_FLAGS, Mode::empty()).map_err(error)?;
        Ok(Self { descriptor, path: path.to_owned() })
    }

    /// The path it was opened under.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Looks at one entry below the folder, never through a link and without opening it.
    pub fn look(&self, below: &Path) -> Result<Found, Error> {
        self.at(below, look_at)
    }

    /// Calls `act` with the folder that holds the entry and with the entry's name.
    fn at<T>(
        &self,
        below: &Path,
        act: impl FnOnce(BorrowedFd<'_>, &OsStr) -> Result<T, Errno>,
    ) -> Result<T, Error> {
        let path = || self.path.join(below);
        let no_way = || Error::NotRegular { path: path(), what: "an entry below a link or file" };
        let mut holder: Option<OwnedFd> = None;
        let mut parts = below.components();
        let Some(Component::Normal(name)) = parts.next_back() else { return Err(no_way()) };
        for part in parts {
            let Component::Normal(part) = part else { return Err(no_way()) };
            let from = holder.as_ref().unwrap_or(&self.descriptor);
            match rustix::fs::openat(from, part, PASS_FLAGS, Mode::empty()) {
                Ok(folder) => holder = Some(folder),
                Err(Errno::LOOP | Errno::NOTDIR) => return Err(no_way()),
                Err(errno) => return Err(Error::Read { path: path(), source: errno.into() }),
            }
        }
        let holder = holder.as_ref().unwrap_or(&self.descriptor);
        act(holder.as_fd(), name).map_err(|errno| file_error(path(), errno))
    }
}

impl AsFd for Folder {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.descriptor.as_fd()
    }
}

/// Opens a regular file below a folder for reading.
///
/// A link anywhere below the folder, a device, pipe or socket is an [`Error::NotRegular`]; opening
/// never blocks.
pub fn open_below(folder: &Folder, below: &Path) -> Result<Opened, Error> {
    let descriptor = folder
        .at(below, |holder, name| rustix::fs::openat(holder, name, FILE_FLAGS, Mode::empty()))?;
    let path = folder.path.join(below);
    let file = File::from(descriptor);
    match file.metadata() {
        Ok(metadata) => opened(file, path, metadata),
        Err(source) => Err(Error::Read { path, source }),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests make files to open")]
mod tests {
    use std::fs;
    use std::io::Read;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_file_below_is_opened() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("a/b")).unwrap();
        fs::write(dir.path().join("a/b/c"), b"inside").unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let mut text = String::new();
        open_below(&folder, Path::new("a/b/c")).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "inside");
        assert!(matches!(folder.look(Path::new("a/b/c")), Ok(Found::File { size: 6, .. })));
    }

    #[test]
    fn a_link_put_on_the_way_leads_nowhere() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("root/real")).unwrap();
        fs::create_dir(dir.path().join("outside")).unwrap();
        fs::write(dir.path().join("outside/secret"), b"secret").unwrap();
        symlink("../outside", dir.path().join("root/way")).unwrap();
        symlink("../outside/secret", dir.path().join("root/last")).unwrap();
        let folder = Folder::open(&dir.path().join("root")).unwrap();
        for below in ["way/secret", "last", "../outside/secret", "/etc/passwd", "", "."] {
            let error = open_below(&folder, Path::new(below)).unwrap_err();
            assert!(matches!(error, Error::NotRegular { .. }), "{below}: {error}");
        }
        // The folder stays the one that was opened, whatever takes its name.
        fs::write(dir.path().join("root/real/file"), b"real").unwrap();
        fs::rename(dir.path().join("root"), dir.path().join("moved")).unwrap();
        symlink("outside", dir.path().join("root")).unwrap();
        assert!(open_below(&folder, Path::new("secret")).is_err());
        assert!(open_below(&folder, Path::new("real/file")).is_ok());
    }

    #[test]
    fn a_path_longer_than_the_system_takes_at_once_is_opened() {
        let dir = tempfile::tempdir().unwrap();
        let part = "d".repeat(200);
        let mut holder = rustix::fs::open(dir.path(), PASS_FLAGS, Mode::empty()).unwrap();
        let mut below = PathBuf::new();
        for _ in 0..30 {
            rustix::fs::mkdirat(&holder, &part, Mode::from_raw_mode(0o700)).unwrap();
            holder = rustix::fs::openat(&holder, &part, PASS_FLAGS, Mode::empty()).unwrap();
            below.push(&part);
        }
        let flags = OFlags::CREATE.union(OFlags::WRONLY);
        rustix::fs::openat(&holder, "deep", flags, Mode::from_raw_mode(0o600)).unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        assert!(open_below(&folder, &below.join("deep")).is_ok());
    }
}
