//! Opening one regular file for reading: never through a link at the last step, never a device or
//! pipe that could block, never mapped into memory (a file that shrinks kills the process).

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::{FileExt, FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use subtier_model::Timestamp;

use crate::Error;

/// Flags that read a file, never through a link and never waiting.
pub(crate) const FILE_FLAGS: OFlags =
    OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);

/// An open regular file.
#[derive(Debug)]
pub struct Opened {
    file: File,
    path: PathBuf,
    metadata: Metadata,
}

/// Opens a regular file for reading.
///
/// A link, device, pipe or socket is an [`Error::NotRegular`]; opening never blocks.
pub fn open(path: &Path) -> Result<Opened, Error> {
    let file = rustix::fs::open(path, FILE_FLAGS, Mode::empty())
        .map(File::from)
        .map_err(|errno| file_error(path.to_owned(), errno))?;
    match file.metadata() {
        Ok(metadata) => opened(file, path.to_owned(), metadata),
        Err(source) => Err(Error::Read { path: path.to_owned(), source }),
    }
}

/// What an error of opening a file says.
pub(crate) fn file_error(path: PathBuf, errno: Errno) -> Error {
    match errno {
        Errno::LOOP => Error::NotRegular { path, what: "a symbolic link" },
        Errno::NXIO => Error::NotRegular { path, what: "a socket" },
        errno => Error::Read { path, source: errno.into() },
    }
}

/// Takes what was opened where it is a regular file.
pub(crate) fn opened(file: File, path: PathBuf, metadata: Metadata) -> Result<Opened, Error> {
    let kind = metadata.file_type();
    let what = match () {
        () if kind.is_file() => return Ok(Opened { file, path, metadata }),
        () if kind.is_dir() => "a folder",
        () if kind.is_fifo() => "a pipe",
        () if kind.is_socket() => "a socket",
        () => "a device",
    };
    Err(Error::NotRegular { path, what })
}

impl Opened {
    /// Size in bytes at the time of opening.
    pub fn size(&self) -> u64 {
        self.metadata.len()
    }

    /// Bytes that the file takes up on the disk; far below [`Opened::size`] where it has holes.
    pub fn allocated(&self) -> u64 {
        self.metadata.blocks().saturating_mul(512)
    }

    /// Time of last change.
    pub fn modified(&self) -> Timestamp {
        let micros = self.metadata.mtime_nsec().div_euclid(1_000);
        Timestamp::from_micros(
            self.metadata.mtime().saturating_mul(1_000_000).saturating_add(micros),
        )
    }

    /// The path it was opened under.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file itself, for system calls such as reflinks.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Fills `buffer` from `offset`; returns how many bytes stood there, fewer only at the end.
    pub fn read_at(&self, buffer: &mut [u8], offset: u64) -> Result<usize, Error> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.file.read_at(rest, offset.saturating_add(filled as u64)) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => return Err(Error::Read { path: self.path.clone(), source }),
            }
        }
        Ok(filled)
    }
}

/// A range of an open file, read in order without moving the file's own position.
#[derive(Debug, Clone, Copy)]
pub struct Section<'a> {
    opened: &'a Opened,
    at: u64,
    end: u64,
}

impl Opened {
    /// Returns the bytes from `start` up to `end`, or up to the end of the file if that is nearer.
    pub const fn section(&self, start: u64, end: u64) -> Section<'_> {
        Section { opened: self, at: start, end }
    }

    /// Whether size or time of last change are now others than at the time of opening.
    pub fn has_changed(&self) -> bool {
        match self.file.metadata() {
            Ok(now) => {
                now.len() != self.metadata.len()
                    || now.mtime() != self.metadata.mtime()
                    || now.mtime_nsec() != self.metadata.mtime_nsec()
            }
            Err(_) => true,
        }
    }
}

impl Opened {
    /// Returns all bytes that the file had when it was opened; fails where it was changed while it was read.
    pub fn whole(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.section(0, self.size()).read_to_end(&mut bytes)?;
        if self.has_changed() || bytes.len() as u64 != self.size() {
            return Err(io::Error::other("it changed while it was read"));
        }
        Ok(bytes)
    }
}

impl Section<'_> {
    /// Where the next byte will be read from.
    pub const fn at(&self) -> u64 {
        self.at
    }
}

impl Read for Section<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let room = left.min(buffer.len());
        let Some(room) = buffer.get_mut(..room).filter(|room| !room.is_empty()) else {
            return Ok(0);
        };
        let count = self.opened.file.read_at(room, self.at)?;
        self.at = self.at.saturating_add(count as u64);
        Ok(count)
    }
}

impl Read for Opened {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write the files that they open")]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_grows_or_shrinks_while_it_is_read_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.txt");
        std::fs::write(&path, b"SC012").unwrap();
        let opened = open(&path).unwrap();
        assert_eq!(opened.whole().unwrap(), b"SC012");
        for other in [b"SC012 SC013".as_slice(), b"SC"] {
            std::fs::write(&path, other).unwrap();
            let said = opened.whole().unwrap_err().to_string();
            assert_eq!(said, "it changed while it was read");
        }
    }
}
