//! Decompression under a limit: so many bytes out and no more, whatever the input claims.
//!
//! Bytes that came before a limit, a cut or a fault are handed out as they are; after them reading
//! ends as at the end of a file, and [`Capped::ending`] says which of the ends it was.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use lzma_rust2::XzReader;

/// Most memory an xz stream may ask for. `xz -9` needs 65 MiB (xz(1), table of presets).
const XZ_MEMORY_MAX_KIB: u32 = 256 * 1024;

/// Packed bytes read at a time.
const READ_AHEAD_BYTES: usize = 128 * 1024;

/// The xz decoder drops what one call had unpacked before a fault; so one call asks for this much.
const XZ_READ_BYTES_MAX: u64 = 4096;

/// Largest window a zstd frame may ask for, as a power of two. The reference decoder's own limit
/// (zstd.h, `ZSTD_WINDOWLOG_LIMIT_DEFAULT`).
const ZSTD_WINDOW_LOG_MAX: u32 = 27;

/// How bytes are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// As they are.
    Stored,
    /// A bare deflate stream, as in a zip.
    Deflate,
    /// One or more gzip members.
    Gzip,
    /// One or more zstd frames.
    Zstd,
    /// One or more xz streams.
    Xz,
    /// One or more bzip2 streams.
    Bzip2,
}

/// How reading ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// All of it was read.
    Complete,
    /// The limit was reached and there was more.
    Limit,
    /// The packed bytes end in the middle.
    Cut,
    /// The packed bytes are not what they should be.
    Damaged(String),
}

/// A reader of packed bytes that hands out at most so many.
pub struct Capped<'a> {
    decoder: Box<dyn Read + 'a>,
    left: u64,
    read_bytes_max: u64,
    bytes_out: u64,
    used: Rc<Cell<u64>>,
    ending: Option<Ending>,
}

/// Counts the packed bytes that a decoder really used, not those read ahead for it.
struct Counted<R> {
    inner: R,
    used: Rc<Cell<u64>>,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.used.set(self.used.get().saturating_add(count as u64));
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.used.set(self.used.get().saturating_add(count as u64));
        self.inner.consume(count);
    }
}

impl std::fmt::Debug for Capped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Capped")
            .field("bytes_out", &self.bytes_out)
            .field("left", &self.left)
            .field("ending", &self.ending)
            .finish_non_exhaustive()
    }
}

impl<'a> Capped<'a> {
    /// Reads `packed` and hands out at most `limit` bytes.
    pub fn new(packing: Packing, packed: impl Read + 'a, limit: u64) -> Self {
        let used = Rc::new(Cell::new(0));
        let inner = BufReader::with_capacity(READ_AHEAD_BYTES, packed);
        let packed = Counted { inner, used: Rc::clone(&used) };
        let (decoder, ending) = match guarded(|| decoder(packing, packed)) {
            Ok(decoder) => (decoder, None),
            Err(error) => (Box::new(io::empty()) as Box<dyn Read>, Some(end_of(&error))),
        };
        let read_bytes_max = if packing == Packing::Xz { XZ_READ_BYTES_MAX } else { u64::MAX };
        Self { decoder, left: limit, read_bytes_max, bytes_out: 0, used, ending }
    }

    /// Bytes handed out so far.
    pub const fn bytes_out(&self) -> u64 {
        self.bytes_out
    }

    /// Packed bytes that were used; after a bare deflate stream, where it ends.
    pub fn bytes_used(&self) -> u64 {
        self.used.get()
    }

    /// How reading ended; `None` while it has not.
    pub const fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    /// At the limit: whether there would have been more.
    fn end_at_limit(&mut self) -> Ending {
        let mut one = [0];
        loop {
            return match unpack(self.decoder.as_mut(), &mut one) {
                Ok(0) => Ending::Complete,
                Ok(_) => Ending::Limit,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => end_of(&error),
            };
        }
    }
}

/// Reads; a decoder that panics on hostile bytes is a fault of those bytes and ends no run.
fn unpack(decoder: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    guarded(|| decoder.read(buffer))
}

/// Runs what a decoder does. What is said of a panic is the panic hook's, which is the program's.
fn guarded<T>(act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    catch_unwind(AssertUnwindSafe(act))
        .unwrap_or_else(|_| Err(io::Error::other("the decoder gave up on these bytes")))
}

fn decoder<'a>(packing: Packing, packed: impl BufRead + 'a) -> io::Result<Box<dyn Read + 'a>> {
    Ok(match packing {
        Packing::Stored => Box::new(packed),
        Packing::Deflate => Box::new(DeflateDecoder::new(packed)),
        Packing::Gzip => Box::new(MultiGzDecoder::new(packed)),
        Packing::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(packed)?;
            decoder.window_log_max(ZSTD_WINDOW_LOG_MAX)?;
            Box::new(decoder)
        }
        Packing::Xz => Box::new(XzReader::new_mem_limit(packed, true, XZ_MEMORY_MAX_KIB)),
        Packing::Bzip2 => Box::new(MultiBzDecoder::new(packed)),
    })
}

fn end_of(error: &io::Error) -> Ending {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        Ending::Cut
    } else {
        Ending::Damaged(error.to_string())
    }
}

impl Read for Capped<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.ending.is_some() || buffer.is_empty() {
            return Ok(0);
        }
        if self.left == 0 {
            self.ending = Some(self.end_at_limit());
            return Ok(0);
        }
        let room = self.left.min(self.read_bytes_max);
        let room = usize::try_from(room).unwrap_or(usize::MAX).min(buffer.len());
        let Some(room) = buffer.get_mut(..room) else { return Ok(0) };
        match unpack(self.decoder.as_mut(), room) {
            Ok(0) => self.ending = Some(Ending::Complete),
            Ok(count) => {
                self.left = self.left.saturating_sub(count as u64);
                self.bytes_out = self.bytes_out.saturating_add(count as u64);
                return Ok(count);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(error) => self.ending = Some(end_of(&error)),
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;

    const PACKINGS: [Packing; 6] = [
        Packing::Stored,
        Packing::Deflate,
        Packing::Gzip,
        Packing::Zstd,
        Packing::Xz,
        Packing::Bzip2,
    ];

    fn pack(packing: Packing, bytes: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        match packing {
            Packing::Stored => packed.extend_from_slice(bytes),
            Packing::Deflate => {
                let level = flate2::Compression::default();
                let mut encoder = flate2::write::DeflateEncoder::new(&mut packed, level);
                encoder.write_all(bytes).unwrap();
                encoder.finish().unwrap();
            }
            Packing::Gzip => {
                let level = flate2::Compression::default();
                let mut encoder = flate2::write::GzEncoder::new(&mut packed, level);
                encoder.write_all(bytes).unwrap();
                encoder.finish().unwrap();
            }
            Packing::Zstd => packed = zstd::encode_all(bytes, 3).unwrap(),
            Packing::Xz => {
                let options = lzma_rust2::XzOptions::with_preset(1);
                let mut writer = lzma_rust2::XzWriter::new(&mut packed, options).unwrap();
                writer.write_all(bytes).unwrap();
                writer.finish().unwrap();
            }
            Packing::Bzip2 => {
                let level = bzip2::Compression::fast();
                let mut encoder = bzip2::write::BzEncoder::new(&mut packed, level);
                encoder.write_all(bytes).unwrap();
                encoder.finish().unwrap();
            }
        }
        packed
    }

    fn read(packing: Packing, packed: &[u8], limit: u64) -> (Vec<u8>, Ending) {
        let mut capped = Capped::new(packing, packed, limit);
        let mut out = Vec::new();
        capped.read_to_end(&mut out).unwrap();
        assert_eq!(capped.bytes_out(), out.len() as u64);
        (out, capped.ending().unwrap().clone())
    }

    fn sample() -> Vec<u8> {
        (0..200_000u32).flat_map(|n| (n.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()).collect()
    }

    #[test]
    fn several_members_are_read_as_one() {
        for packing in PACKINGS {
            let mut packed = pack(packing, b"first ");
            if packing != Packing::Deflate {
                packed.extend(pack(packing, b"second"));
                let expected = (b"first second".to_vec(), Ending::Complete);
                assert_eq!(read(packing, &packed, 100), expected, "{packing:?}");
            }
        }
    }

    #[test]
    fn a_limit_is_told_from_an_end() {
        for packing in PACKINGS {
            let packed = pack(packing, b"0123456789");
            let limited = (b"01234".to_vec(), Ending::Limit);
            assert_eq!(read(packing, &packed, 5), limited, "{packing:?}");
            let complete = (b"0123456789".to_vec(), Ending::Complete);
            assert_eq!(read(packing, &packed, 10), complete, "{packing:?}");
        }
    }

    #[test]
    fn what_came_before_a_cut_is_kept() {
        let sample = sample();
        for packing in PACKINGS.into_iter().filter(|packing| *packing != Packing::Stored) {
            let packed = pack(packing, &sample);
            let half = packed.len() * 9 / 10;
            let (out, ending) = read(packing, &packed[..half], u64::MAX);
            assert_eq!(ending, Ending::Cut, "{packing:?}");
            assert!(sample.starts_with(&out), "{packing:?}");
            // bzip2 works in blocks of 100 kB and more, xz in chunks.
            assert!(out.len() > sample.len() / 3, "{packing:?} {}", out.len());
        }
    }

    #[test]
    fn the_end_of_a_bare_stream_is_known() {
        let mut packed = pack(Packing::Deflate, b"some text");
        let end = packed.len() as u64;
        packed.extend_from_slice(b"PK\x07\x08 what follows");
        let mut capped = Capped::new(Packing::Deflate, packed.as_slice(), 100);
        io::copy(&mut capped, &mut io::sink()).unwrap();
        assert_eq!((capped.bytes_used(), capped.ending()), (end, Some(&Ending::Complete)));
    }

    #[test]
    fn damage_is_said_and_is_no_end() {
        for packing in [Packing::Gzip, Packing::Zstd, Packing::Xz, Packing::Bzip2] {
            let (_, ending) = read(packing, b"this was never packed at all", 100);
            assert!(matches!(ending, Ending::Damaged(_)), "{packing:?} {ending:?}");
        }
    }

    #[test]
    fn a_decoder_that_panics_is_a_fault_of_its_bytes() {
        struct Panicking;
        impl Read for Panicking {
            fn read(&mut self, _buffer: &mut [u8]) -> io::Result<usize> {
                // As `panic!`, without a word of the hook on stderr.
                std::panic::resume_unwind(Box::new("a bug"))
            }
        }
        for packing in PACKINGS {
            let mut capped = Capped::new(packing, Panicking, 100);
            let mut out = Vec::new();
            capped.read_to_end(&mut out).unwrap();
            let ending = capped.ending().unwrap();
            assert!(matches!(ending, Ending::Damaged(_)), "{packing:?} {ending:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_end_within_the_limit(bytes: Vec<u8>, pick in 0usize..6, keep in 0usize..64) {
            let packing = PACKINGS[pick];
            let (out, _) = read(packing, &bytes, 1000);
            prop_assert!(out.len() <= 1000);
            let mut packed = pack(packing, b"some text some text some text");
            packed.truncate(keep);
            packed.extend_from_slice(&bytes);
            let (out, _) = read(packing, &packed, 1000);
            prop_assert!(out.len() <= 1000);
        }
    }
}
