//! The one pass over the bytes of an item: both hashes, the kind, the watermark and the copy.
//!
//! Bytes come from a reader and go, unchanged and in order, to a sink if there is one. A fault of the
//! reader ends the pass and is told; what came before it is hashed and kept. A fault of the sink is
//! the case folder's and ends the run.

use std::io::{self, Read, Write};

use memchr::memmem;
use subtier_model::{Blake3Hash, ContentKind, Sha256Hash};
use subtier_source::{Hashing, SNIFF_BYTES, sniff};

use crate::mark::{LOOK_BACK_BYTES, Scanner, Trail};

/// Bytes read at a time: enough to make system calls cheap, few enough that the bytes are still in the
/// processor's cache for the second hash, the search and the copy.
const CHUNK_BYTES: usize = 256 * 1024;

/// Name and signature by which a central directory tells an office file (ECMA-376 part 2).
const OFFICE_NAME: &[u8] = b"[Content_Types].xml";
const DIRECTORY_SIGNATURE: &[u8] = b"PK\x01\x02";
const DIRECTORY_NAME_AT: usize = 46;

/// Room for one chunk and for what must be looked back at; used again for item after item.
#[derive(Debug)]
pub(crate) struct Buffer(Vec<u8>);

/// What one pass saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) size: u64,
    pub(crate) sha256: Sha256Hash,
    pub(crate) blake3: Blake3Hash,
    pub(crate) kind: ContentKind,
    /// Watermarks at the end.
    pub(crate) trailer: Option<Trail>,
    /// Watermarks elsewhere, which count only where a zip has its extra fields.
    pub(crate) inner_trails: Vec<Trail>,
    /// Whether there were more of them than are kept.
    pub(crate) has_more_marks: bool,
    /// Why reading ended before the end.
    pub(crate) fault: Option<String>,
}

impl Buffer {
    pub(crate) fn new() -> Self {
        Self(vec![0; LOOK_BACK_BYTES + CHUNK_BYTES])
    }
}

/// Reads all there is. `told` hears of the bytes of each chunk.
pub(crate) fn read_through(
    reader: &mut dyn Read,
    mut sink: Option<&mut dyn Write>,
    buffer: &mut Buffer,
    told: &dyn Fn(u64),
) -> io::Result<Reading> {
    let (mut hashing, mut scanner) = (Hashing::new(), Scanner::new());
    let (mut size, mut kept, mut kind, mut fault) = (0u64, 0usize, ContentKind::Empty, None);
    loop {
        let count =
            fill(reader, buffer.0.get_mut(LOOK_BACK_BYTES..).unwrap_or(&mut []), &mut fault);
        let chunk = buffer.0.get(LOOK_BACK_BYTES..LOOK_BACK_BYTES + count).unwrap_or(&[]);
        if size == 0 {
            kind = sniff(chunk.get(..SNIFF_BYTES).unwrap_or(chunk));
        }
        hashing.update(chunk);
        if let Some(sink) = sink.as_mut() {
            sink.write_all(chunk)?;
        }
        let window_start = LOOK_BACK_BYTES - kept;
        let window = buffer.0.get(window_start..LOOK_BACK_BYTES + count).unwrap_or(&[]);
        scanner.scan(window, size - kept as u64, kept);
        size += count as u64;
        told(count as u64);
        let keep = window.len().min(LOOK_BACK_BYTES);
        let end = LOOK_BACK_BYTES + count;
        buffer.0.copy_within(end - keep..end, LOOK_BACK_BYTES - keep);
        kept = keep;
        if count < CHUNK_BYTES {
            break;
        }
    }
    let tail = buffer.0.get(LOOK_BACK_BYTES - kept..LOOK_BACK_BYTES).unwrap_or(&[]);
    if kind == ContentKind::Zip && names_office(tail) {
        kind = ContentKind::OfficeZip;
    }
    let trailer = scanner.trailer(tail, size);
    let (sha256, blake3) = hashing.finish();
    Ok(Reading {
        size,
        sha256,
        blake3,
        kind,
        trailer,
        inner_trails: scanner.trails,
        has_more_marks: scanner.has_more,
        fault,
    })
}

/// Fills the room; fewer bytes mean the end or a fault.
fn fill(reader: &mut dyn Read, room: &mut [u8], fault: &mut Option<String>) -> usize {
    let mut filled = 0;
    while let Some(rest) = room.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                *fault = Some(error.to_string());
                break;
            }
        }
    }
    filled
}

/// Whether the central directory at the end of a zip names the part that all office files have.
fn names_office(tail: &[u8]) -> bool {
    memmem::find_iter(tail, OFFICE_NAME).any(|at| {
        let header = at.checked_sub(DIRECTORY_NAME_AT).and_then(|start| tail.get(start..));
        header.is_some_and(|header| header.starts_with(DIRECTORY_SIGNATURE))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::append_mark;

    fn read(bytes: &[u8]) -> (Reading, Vec<u8>) {
        let mut copy = Vec::new();
        let mut reader = bytes;
        let reading =
            read_through(&mut reader, Some(&mut copy), &mut Buffer::new(), &|_| {}).unwrap();
        (reading, copy)
    }

    #[test]
    fn the_copy_and_the_marks_hold_at_every_chunk_border() {
        for size in [0, 1, CHUNK_BYTES - 40, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 7] {
            let mut file: Vec<u8> = (0..size).map(|at| u8::try_from(at % 251).unwrap()).collect();
            append_mark(&mut file, "ONE");
            append_mark(&mut file, "TWO");
            let (reading, copy) = read(&file);
            assert_eq!(copy, file);
            assert_eq!(reading.size, file.len() as u64);
            assert_eq!(reading.trailer.unwrap().start, size as u64, "size {size}");
            assert_eq!(reading.inner_trails, []);
            let mut hashing = Hashing::new();
            hashing.update(&file);
            assert_eq!((reading.sha256, reading.blake3), hashing.finish());
        }
    }

    #[test]
    fn what_came_before_a_fault_is_kept() {
        struct Faulty(usize);
        impl Read for Faulty {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                if self.0 == 0 {
                    return Err(io::Error::other("bad sector"));
                }
                let count = self.0.min(buffer.len());
                buffer[..count].fill(b'a');
                self.0 -= count;
                Ok(count)
            }
        }
        let reading = read_through(&mut Faulty(1000), None, &mut Buffer::new(), &|_| {}).unwrap();
        assert_eq!((reading.size, reading.fault.as_deref()), (1000, Some("bad sector")));
    }
}
