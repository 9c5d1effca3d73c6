//! A log as it lies there: packed or not, lines or records. Packed bytes are unpacked as they are read,
//! so that memory does not follow the size; records are cut out of one JSON document in the same way.

use std::io::{self, Read};
use std::ops::ControlFlow;

use subtier_source::{Capped, Ending, Packing};

use crate::Error;
use crate::block::{BlockReader, ByteSource, LINE_BYTES_MAX};
use crate::records::Splitter;

/// Bytes that are unpacked of one log: a week of a large server, and an end for what unpacks for ever.
const UNPACKED_BYTES_MAX: u64 = 1 << 40;

/// Bytes at the beginning that tell what a log is.
const HEAD_BYTES: usize = 4_096;

/// First bytes of packed streams (RFC 1952, RFC 8878, the xz file format 1.2.0, bzip2).
const PACKED: [(&[u8], Packing); 4] = [
    (b"\x1f\x8b", Packing::Gzip),
    (b"\x28\xb5\x2f\xfd", Packing::Zstd),
    (b"\xfd7zXZ\x00", Packing::Xz),
    (b"BZh", Packing::Bzip2),
];

/// What a log is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Lines.
    Lines,
    /// Objects of one JSON document, which may go over several lines.
    Objects,
    /// Captured packets.
    Packets,
}

/// A log and what it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Log<'s, S> {
    source: &'s S,
    pub(crate) packing: Packing,
    pub(crate) shape: Shape,
}

/// The next piece of a log.
pub(crate) enum Piece<'a> {
    /// Whole lines.
    Lines(&'a [u8]),
    /// One record.
    Record(&'a [u8]),
    /// The log could not be read beyond here; the reason.
    Trouble(String),
}

/// Whether to go on.
pub(crate) type Flow = ControlFlow<()>;

impl<'s, S: ByteSource> Log<'s, S> {
    /// Looks at the beginning of a log.
    pub(crate) fn open(source: &'s S) -> Result<Self, Error> {
        let mut head = vec![0; HEAD_BYTES];
        let n_bytes = source.read_at(&mut head, 0)?;
        head.truncate(n_bytes);
        let packing = PACKED.iter().find(|(magic, _)| head.starts_with(magic));
        let packing = packing.map_or(Packing::Stored, |(_, packing)| *packing);
        let mut log = Self { source, packing, shape: Shape::Lines };
        if packing != Packing::Stored {
            head.clear();
            let mut stream = log.stream();
            // What cannot be unpacked is said when it is read.
            let _n_bytes = stream.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head);
        }
        log.shape = shape(&head);
        Ok(log)
    }

    /// Whether its lines may be read in any order.
    pub(crate) fn has_blocks(&self) -> bool {
        self.packing == Packing::Stored && self.shape == Shape::Lines
    }

    /// Unpacks it from the beginning.
    pub(crate) fn stream(&self) -> Capped<'s> {
        Capped::new(self.packing, From { source: self.source, offset: 0 }, UNPACKED_BYTES_MAX)
    }

    /// Gives all pieces in order, as long as `take` wants more.
    pub(crate) fn walk(
        &self,
        block_bytes: usize,
        take: &mut dyn FnMut(Piece<'_>) -> Flow,
    ) -> Result<(), Error> {
        match self.shape {
            Shape::Lines if self.packing == Packing::Stored => {
                let mut reader = BlockReader::new(self.source, block_bytes);
                for block in 0..reader.n_blocks() {
                    if take(Piece::Lines(reader.read(block)?)).is_break() {
                        break;
                    }
                }
            }
            Shape::Lines => self.walk_lines(block_bytes.max(1), take),
            Shape::Objects => self.walk_objects(block_bytes.max(1), take),
            // Packets have a reader of their own.
            Shape::Packets => {}
        }
        Ok(())
    }

    fn walk_lines(&self, block_bytes: usize, take: &mut dyn FnMut(Piece<'_>) -> Flow) {
        let mut stream = self.stream();
        let mut buffer = Vec::new();
        loop {
            let n_kept = buffer.len();
            let wanted = n_kept.saturating_add(block_bytes);
            let n_read = fill(&mut stream, &mut buffer, wanted);
            let fresh = buffer.get(n_kept..).unwrap_or_default();
            let end = memchr::memrchr(b'\n', fresh).map(|at| n_kept + at + 1);
            if n_read == 0 {
                break;
            }
            let Some(end) = end else {
                // Of a line longer than any, the beginning is enough to say so.
                buffer.truncate(LINE_BYTES_MAX + 1);
                continue;
            };
            if take(Piece::Lines(buffer.get(..end).unwrap_or_default())).is_break() {
                return;
            }
            buffer.drain(..end);
        }
        if !buffer.is_empty() && take(Piece::Lines(&buffer)).is_break() {
            return;
        }
        if let Some(reason) = reason(&stream) {
            let _flow = take(Piece::Trouble(reason));
        }
    }

    fn walk_objects(&self, block_bytes: usize, take: &mut dyn FnMut(Piece<'_>) -> Flow) {
        let mut stream = self.stream();
        let (mut splitter, mut buffer) = (Splitter::default(), Vec::new());
        loop {
            buffer.clear();
            if fill(&mut stream, &mut buffer, block_bytes) == 0 {
                break;
            }
            if splitter.push(&buffer, &mut |record| take(Piece::Record(record))).is_break() {
                return;
            }
        }
        if splitter.finish(&mut |record| take(Piece::Record(record))).is_break() {
            return;
        }
        if let Some(reason) = reason(&stream) {
            let _flow = take(Piece::Trouble(reason));
        }
    }
}

/// Why a stream ended before its end.
pub(crate) fn reason(stream: &Capped<'_>) -> Option<String> {
    match stream.ending() {
        None | Some(Ending::Complete) => None,
        Some(Ending::Limit) => Some(format!("more than {UNPACKED_BYTES_MAX} bytes unpacked")),
        Some(Ending::Cut) => Some("the packed bytes end in the middle".to_owned()),
        Some(Ending::Damaged(what)) => Some(format!("the packed bytes are damaged: {what}")),
    }
}

/// Reads until the buffer has as many bytes as wanted, or the stream ends; returns how many came.
fn fill(stream: &mut impl Read, buffer: &mut Vec<u8>, wanted: usize) -> usize {
    let n_before = buffer.len();
    let room = wanted.saturating_sub(n_before) as u64;
    // A stream says at its end what was wrong with it.
    let _outcome = stream.take(room).read_to_end(buffer);
    buffer.len() - n_before
}

/// Reads a source from a place on.
struct From<'s, S> {
    source: &'s S,
    offset: u64,
}

impl<S: ByteSource> Read for From<'_, S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read_at(buffer, self.offset);
        let n_bytes = read.map_err(|error| io::Error::other(error.to_string()))?;
        self.offset += n_bytes as u64;
        Ok(n_bytes)
    }
}

/// What a log is made of, by its beginning.
fn shape(head: &[u8]) -> Shape {
    if subtier_packets::capture::is_capture(head) {
        return Shape::Packets;
    }
    let head = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head).trim_ascii_start();
    if Splitter::is_wrapped(head) { Shape::Objects } else { Shape::Lines }
}
