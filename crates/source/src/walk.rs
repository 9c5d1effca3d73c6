//! A walk over a folder that is always the same: sorted by the bytes of the names, bounded in
//! depth and number, without recursion, and never through a link. Folders are opened relative to
//! the folder that holds them, so that a link put in their place during the walk leads nowhere; files
//! are to be opened by [`crate::open_below`], of which the same holds. Entries come out with their kind
//! as the file system states it; no file is opened.

use std::collections::BinaryHeap;
use std::ffi::{CStr, CString, OsStr};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, Dir, Mode, OFlags, Stat};
use rustix::io::Errno;

use crate::found::{Found, found};
use crate::{Error, Folder};

const OPEN_FLAGS: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::NONBLOCK)
    .union(OFlags::CLOEXEC);

/// How far a walk goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WalkLimits {
    /// Folders within folders. One open descriptor is held for each.
    pub depth_max: usize,
    /// Entries in all.
    pub entries_max: usize,
}

/// A folder as the file system knows it, whatever path leads there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FolderKey {
    device: u64,
    inode: u64,
}

/// One entry of a walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkEntry {
    /// Below the folder walked over; empty for that folder itself.
    pub path: PathBuf,
    /// What it is.
    pub found: Found,
}

/// A walk. Entries of a folder come after the folder, sorted by the bytes of their names.
#[derive(Debug)]
pub struct Walk {
    frames: Vec<Frame>,
    limits: WalkLimits,
    leave_out: Vec<FolderKey>,
    entries_left: usize,
    waiting: Option<WalkEntry>,
}

#[derive(Debug)]
struct Frame {
    folder: OwnedFd,
    path: PathBuf,
    names: std::vec::IntoIter<CString>,
}

impl FolderKey {
    /// Looks a folder up; `None` where there is none.
    pub fn of(path: &Path) -> Option<Self> {
        rustix::fs::stat(path).ok().map(|stat| Self::from_stat(&stat))
    }

    #[expect(clippy::unnecessary_cast, reason = "the fields differ in width between systems")]
    fn from_stat(stat: &Stat) -> Self {
        Self { device: stat.st_dev as u64, inode: stat.st_ino as u64 }
    }
}

impl Walk {
    /// Starts a walk over a folder. `leave_out` names folders not to be entered.
    pub fn new(root: &Path, limits: WalkLimits, leave_out: Vec<FolderKey>) -> Result<Self, Error> {
        Self::over(&Folder::open(root)?, limits, leave_out)
    }

    /// Starts a walk over an open folder.
    pub fn over(
        root: &Folder,
        limits: WalkLimits,
        leave_out: Vec<FolderKey>,
    ) -> Result<Self, Error> {
        let error = |errno: Errno| Error::Read {
            path: root.path().to_owned(),
            source: io::Error::from(errno),
        };
        let folder = rustix::fs::openat(root, ".", OPEN_FLAGS, Mode::empty()).map_err(error)?;
        let mut walk = Self {
            frames: Vec::new(),
            limits,
            leave_out,
            entries_left: limits.entries_max,
            waiting: None,
        };
        let stat = rustix::fs::fstat(&folder).map_err(error)?;
        let path = PathBuf::new();
        if walk.leave_out.contains(&FolderKey::from_stat(&stat)) {
            walk.waiting = Some(WalkEntry { path, found: Found::LeftOut });
        } else if let Some(found) = walk.enter(folder, path.clone()) {
            walk.waiting = Some(WalkEntry { path, found });
        }
        Ok(walk)
    }

    /// Reads the names of a folder and goes into it; says what kept it from reading all of them.
    fn enter(&mut self, folder: OwnedFd, path: PathBuf) -> Option<Found> {
        let unreadable =
            |errno: Errno| Found::Unreadable { reason: io::Error::from(errno).to_string() };
        let mut trouble = None;
        // The first names by their bytes, so that a cut does not depend on the order of the listing;
        // the last of them lies on top.
        let mut names: BinaryHeap<CString> = BinaryHeap::new();
        match Dir::read_from(&folder) {
            Ok(listing) => {
                for entry in listing {
                    match entry {
                        Ok(entry) if is_dots(entry.file_name()) => {}
                        Ok(entry) => {
                            names.push(entry.file_name().to_owned());
                            if names.len() > self.entries_left {
                                names.pop();
                                trouble = Some(Found::TooMany);
                            }
                        }
                        Err(errno) => {
                            trouble = Some(unreadable(errno));
                            break;
                        }
                    }
                }
            }
            Err(errno) => trouble = Some(unreadable(errno)),
        }
        self.entries_left -= names.len();
        let names = names.into_sorted_vec();
        self.frames.push(Frame { folder, path, names: names.into_iter() });
        trouble
    }

    /// Looks at one name of the folder on top.
    fn look(&mut self, name: &CStr) -> Option<WalkEntry> {
        let frame = self.frames.last()?;
        let path = frame.path.join(OsStr::from_bytes(name.to_bytes()));
        let stat = match rustix::fs::statat(&frame.folder, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => stat,
            Err(errno) => {
                let reason = io::Error::from(errno).to_string();
                return Some(WalkEntry { path, found: Found::Unreadable { reason } });
            }
        };
        let mut found = found(frame.folder.as_fd(), name, &stat);
        if found == Found::Folder {
            found = self.look_at_folder(name, &path, &stat);
        }
        Some(WalkEntry { path, found })
    }

    fn look_at_folder(&mut self, name: &CStr, path: &Path, stat: &Stat) -> Found {
        if self.leave_out.contains(&FolderKey::from_stat(stat)) {
            return Found::LeftOut;
        }
        if self.frames.len() >= self.limits.depth_max {
            return Found::TooDeep;
        }
        let Some(frame) = self.frames.last() else { return Found::TooDeep };
        match rustix::fs::openat(&frame.folder, name, OPEN_FLAGS, Mode::empty()) {
            Ok(folder) => self.enter(folder, path.to_owned()).unwrap_or(Found::Folder),
            Err(errno) => Found::Unreadable { reason: io::Error::from(errno).to_string() },
        }
    }
}

fn is_dots(name: &CStr) -> bool {
    matches!(name.to_bytes(), b"." | b"..")
}

impl Iterator for Walk {
    type Item = WalkEntry;

    fn next(&mut self) -> Option<WalkEntry> {
        if let Some(entry) = self.waiting.take() {
            return Some(entry);
        }
        while let Some(frame) = self.frames.last_mut() {
            match frame.names.next() {
                Some(name) => return self.look(&name),
                None => drop(self.frames.pop()),
            }
        }
        None
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests make folders to walk over")]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::found::FileStamp;
    use subtier_model::Timestamp;

    const LIMITS: WalkLimits = WalkLimits { depth_max: 8, entries_max: 100 };

    fn paths(walk: Walk) -> Vec<(String, Found)> {
        walk.map(|entry| {
            let mut found = entry.found;
            if let Found::File { modified, stamp, .. } = &mut found {
                (*modified, *stamp) = (Timestamp::from_secs(0), FileStamp::default());
            }
            (entry.path.to_string_lossy().into_owned(), found)
        })
        .collect()
    }

    #[test]
    fn entries_come_sorted_and_links_are_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("b")).unwrap();
        fs::write(dir.path().join("b/z"), b"zz").unwrap();
        fs::write(dir.path().join("a"), b"").unwrap();
        symlink("/", dir.path().join("c")).unwrap();
        let (modified, stamp) = (Timestamp::from_secs(0), FileStamp::default());
        let expected = [
            ("a".to_owned(), Found::File { size: 0, modified, stamp }),
            ("b".to_owned(), Found::Folder),
            ("b/z".to_owned(), Found::File { size: 2, modified, stamp }),
            ("c".to_owned(), Found::Link { target: "/".into() }),
        ];
        assert_eq!(paths(Walk::new(dir.path(), LIMITS, Vec::new()).unwrap()), expected);
    }

    #[test]
    fn a_folder_too_deep_is_named_and_not_entered() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("1/2/3/4/5")).unwrap();
        let limits = WalkLimits { depth_max: 3, ..LIMITS };
        let found = paths(Walk::new(dir.path(), limits, Vec::new()).unwrap());
        assert_eq!(found.last().unwrap(), &("1/2/3".to_owned(), Found::TooDeep));
    }

    #[test]
    fn of_too_many_entries_the_first_by_name_are_kept_and_it_is_said_once() {
        let dir = tempfile::tempdir().unwrap();
        // Not in the order of their names, as a file system may list them.
        for n in 0..50 {
            fs::write(dir.path().join(format!("{:02}", n * 37 % 50)), b"").unwrap();
        }
        let limits = WalkLimits { entries_max: 5, ..LIMITS };
        let found = paths(Walk::new(dir.path(), limits, Vec::new()).unwrap());
        let names: Vec<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(names, ["", "00", "01", "02", "03", "04"]);
        assert_eq!(found[0].1, Found::TooMany);
    }

    #[test]
    fn two_files_never_have_one_stamp() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), b"1").unwrap();
        fs::write(dir.path().join("b"), b"1").unwrap();
        let stamp = |name: &str| {
            let folder = Folder::open(dir.path()).unwrap();
            let found = folder.look(Path::new(name)).unwrap();
            if let Found::File { stamp, .. } = found { Some(stamp.numbers()) } else { None }
        };
        assert_ne!(stamp("a"), stamp("b"));
        assert!(stamp("a").is_some() && stamp("a") == stamp("a"));
    }

    #[test]
    fn the_folder_left_out_is_named_and_not_entered() {
        let dir = tempfile::tempdir().unwrap();
        let case = dir.path().join("case");
        fs::create_dir(&case).unwrap();
        fs::write(case.join("case.toml"), b"").unwrap();
        let leave_out = vec![FolderKey::of(&case).unwrap()];
        let found = paths(Walk::new(dir.path(), LIMITS, leave_out.clone()).unwrap());
        assert_eq!(found, [("case".to_owned(), Found::LeftOut)]);
        let found = paths(Walk::new(&case, LIMITS, leave_out).unwrap());
        assert_eq!(found, [(String::new(), Found::LeftOut)]);
    }
}
