//! Which format the beginning of a file has, by reading it as a log.

use subtier_lines::format::Format;
use subtier_source::Opened;

use crate::config::{BLOCK_BYTES, ReadConfig};
use crate::engine::read_log_bytes;
use crate::error::Error;
use crate::formats::FORMATS;

/// Bytes at the beginning of a file that show whether it is a log, and which.
pub const SNIFF_BYTES: usize = 64 << 10;

/// How much of a file is looked at to see whether it is a log.
const SNIFF_LINES_MAX: usize = 256;

/// Says which format the beginning of a file has, by its lines: that of most accesses, if at least
/// half of the lines are understood. The last line may be cut and is left out where there are others.
pub fn sniff(head: &[u8]) -> Option<Format> {
    let is_capture = subtier_packets::capture::is_capture(head);
    let whole = memchr::memrchr(b'\n', head).filter(|_| !is_capture);
    let head = whole.and_then(|end| head.get(..=end)).unwrap_or(head);
    let last = memchr::memchr_iter(b'\n', head).nth(SNIFF_LINES_MAX).filter(|_| !is_capture);
    let head = last.and_then(|end| head.get(..=end)).unwrap_or(head);
    let config = ReadConfig::new(None, BLOCK_BYTES);
    let summary = read_log_bytes(head, &config).summary;
    let n_unread = summary.complaints - summary.faulty;
    let row = FORMATS.iter().find(|row| row.name == summary.format)?;
    (summary.accesses + summary.skipped >= n_unread).then_some(row.format)
}

/// Says which format an open file has, by its first [`SNIFF_BYTES`], as [`sniff`] does.
///
/// # Errors
/// Where the file cannot be read.
pub fn sniff_file(source: &Opened) -> Result<Option<Format>, Error> {
    let mut head = vec![0; SNIFF_BYTES];
    let count = source.read_at(&mut head, 0)?;
    head.truncate(count);
    Ok(sniff(&head))
}
