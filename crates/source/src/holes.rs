//! Which ranges of a file hold data and which are holes that take no room on the disk, asked of
//! the file system by `SEEK_DATA` and `SEEK_HOLE` (lseek(2)). A file system that cannot tell
//! answers with one range over the whole file. No byte is read.

use std::ops::Range;

use rustix::fs::SeekFrom;
use rustix::io::Errno;

use crate::Opened;

/// The ranges of a file that hold data, first to last. See [`data_ranges`].
#[derive(Debug)]
pub struct DataRanges<'a> {
    opened: &'a Opened,
    at: u64,
}

/// Returns the ranges that hold data. The position of the open file moves; [`Opened::read_at`] and
/// [`Opened::section`] do not care.
pub fn data_ranges(opened: &Opened) -> DataRanges<'_> {
    DataRanges { opened, at: 0 }
}

impl Iterator for DataRanges<'_> {
    type Item = Range<u64>;

    fn next(&mut self) -> Option<Range<u64>> {
        let size = self.opened.size();
        if self.at >= size {
            return None;
        }
        let start = match rustix::fs::seek(self.opened.file(), SeekFrom::Data(self.at)) {
            Ok(start) => start.min(size),
            // No data from here to the end.
            Err(Errno::NXIO) => size,
            // The file system cannot tell.
            Err(_) => self.at,
        };
        if start >= size {
            self.at = size;
            return None;
        }
        let end = rustix::fs::seek(self.opened.file(), SeekFrom::Hole(start)).unwrap_or(size);
        // A range of no length would never end the iteration.
        let end = if end <= start { size } else { end.min(size) };
        self.at = end;
        Some(start..end)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, SeekFrom, Write};

    use super::*;

    #[test]
    fn a_full_file_is_one_range() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"full").unwrap();
        let opened = crate::open(file.path()).unwrap();
        let mut ranges = data_ranges(&opened);
        assert_eq!((ranges.next(), ranges.next()), (Some(0..4), None));
    }

    #[test]
    fn holes_are_left_out_where_the_file_system_has_them() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.as_file_mut().set_len(64 << 20).unwrap();
        file.seek(SeekFrom::Start(32 << 20)).unwrap();
        file.write_all(b"data").unwrap();
        file.as_file_mut().sync_all().unwrap();
        let opened = crate::open(file.path()).unwrap();
        let ranges: Vec<_> = data_ranges(&opened).collect();
        assert!(ranges.iter().any(|range| range.contains(&(32 << 20))), "{ranges:?}");
        assert!(ranges.iter().all(|range| range.end <= 64 << 20), "{ranges:?}");
    }

    #[test]
    fn an_empty_file_has_no_range() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let opened = crate::open(file.path()).unwrap();
        assert_eq!(data_ranges(&opened).count(), 0);
    }
}
