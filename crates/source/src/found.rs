//! Found: what one entry of a folder is, looked at without opening it and never through a link.

use std::ffi::{CStr, CString, OsStr, OsString};
use std::io;
use std::os::fd::BorrowedFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use rustix::fs::{AtFlags, FileType, Stat};
use rustix::io::Errno;
use subtier_model::Timestamp;

/// What tells a file from all others and from itself before a change, whatever its name: device, inode
/// and time of last change of either bytes or entry, which no program can set back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FileStamp {
    device: u64,
    inode: u64,
    changed_secs: i64,
    changed_nanos: i64,
}

/// What an entry is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A regular file.
    File {
        /// Its size in bytes.
        size: u64,
        /// Its time of last change.
        modified: Timestamp,
        /// Which file it is.
        stamp: FileStamp,
    },
    /// A folder, whose entries follow.
    Folder,
    /// A symbolic link, not followed.
    Link {
        /// What it points to, as it stands.
        target: OsString,
    },
    /// A block or character device.
    Device,
    /// A named pipe.
    Pipe,
    /// A socket.
    Socket,
    /// An entry that cannot be looked at, or a folder that cannot be read.
    Unreadable {
        /// What the system said.
        reason: String,
    },
    /// A folder deeper than [`crate::WalkLimits::depth_max`], not entered.
    TooDeep,
    /// A folder in which [`crate::WalkLimits::entries_max`] was reached; of its names those were kept that come
    /// first by their bytes.
    TooMany,
    /// The folder that the caller wanted left out.
    LeftOut,
}

impl FileStamp {
    #[expect(
        clippy::unnecessary_cast,
        clippy::useless_conversion,
        reason = "the fields differ in width between systems"
    )]
    fn from_stat(stat: &Stat) -> Self {
        Self {
            device: stat.st_dev as u64,
            inode: stat.st_ino as u64,
            changed_secs: i64::from(stat.st_ctime),
            changed_nanos: i64::try_from(stat.st_ctime_nsec).unwrap_or(0),
        }
    }

    /// All that it holds, to be fed to a hash.
    pub const fn numbers(&self) -> [u64; 4] {
        let (secs, nanos) = (self.changed_secs.cast_unsigned(), self.changed_nanos.cast_unsigned());
        [self.device, self.inode, secs, nanos]
    }
}

/// Looks at one entry of a folder.
pub(crate) fn look_at(folder: BorrowedFd<'_>, name: &OsStr) -> Result<Found, Errno> {
    let stat = rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
    let name = CString::new(name.as_bytes()).map_err(|_| Errno::INVAL)?;
    Ok(found(folder, &name, &stat))
}

/// What an entry with this state is.
pub(crate) fn found(folder: BorrowedFd<'_>, name: &CStr, stat: &Stat) -> Found {
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Found::File {
            size: u64::try_from(stat.st_size).unwrap_or(0),
            modified: modified(stat),
            stamp: FileStamp::from_stat(stat),
        },
        FileType::Directory => Found::Folder,
        FileType::Symlink => match rustix::fs::readlinkat(folder, name, Vec::new()) {
            Ok(target) => Found::Link { target: OsString::from_vec(target.into_bytes()) },
            Err(errno) => Found::Unreadable { reason: io::Error::from(errno).to_string() },
        },
        FileType::Fifo => Found::Pipe,
        FileType::Socket => Found::Socket,
        FileType::CharacterDevice | FileType::BlockDevice | FileType::Unknown => Found::Device,
    }
}

#[expect(clippy::useless_conversion, reason = "the fields differ in width between systems")]
fn modified(stat: &Stat) -> Timestamp {
    let micros = i64::try_from(stat.st_mtime_nsec).unwrap_or(0) / 1_000;
    let secs = i64::from(stat.st_mtime);
    Timestamp::from_micros(secs.saturating_mul(1_000_000).saturating_add(micros))
}
