//! Unpacking under limits: gzip, zlib, zstd and LZMA, no further than a ratio to what is packed and a sum allow.
//!
//! In: packed bytes. Out: a reader of what is unpacked that ends early at a limit and says so. Never: memory that a size in the
//! file asks for.

use std::io::{self, Read};

use flate2::bufread::{MultiGzDecoder, ZlibDecoder};
use lzma_rust2::LzmaReader;

use subtier_blocks::Limits;

/// Unpacked bytes that may always be had, whatever the packed size.
const UNPACKED_FLOOR: u64 = 1 << 20;

/// Unpacked bytes of one part of a project file; a project of a feature film unpacks to some 300 MB of XML.
const UNPACKED_MAX: u64 = 1 << 30;

/// Largest window of a zstd frame, as a power of two: what programs write without being asked for more (`zstd.h`,
/// `ZSTD_WINDOWLOG_LIMIT_DEFAULT`).
const ZSTD_WINDOW_LOG_MAX: u32 = 27;

/// Largest dictionary of LZMA; `xz -9` asks for as much (xz(1)).
const LZMA_DICTIONARY_MAX: u32 = 64 << 20;

/// A reader that gives no more than it may.
#[derive(Debug)]
pub(crate) struct Capped<R> {
    inner: R,
    left: u64,
    reached: bool,
}

impl<R: Read> Capped<R> {
    /// Begins, with what is allowed for so many packed bytes.
    pub(crate) fn new(inner: R, packed_bytes: u64, limits: &Limits) -> Self {
        let by_ratio = packed_bytes.saturating_mul(limits.unpacked_ratio_max);
        let most = UNPACKED_MAX.min(limits.unpacked_bytes_max);
        Self { inner, left: by_ratio.max(UNPACKED_FLOOR).min(most), reached: false }
    }

    /// Whether there was more than it may give.
    pub(crate) const fn is_reached(&self) -> bool {
        self.reached
    }
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            self.reached |= !buffer.is_empty() && self.inner.read(&mut [0])? > 0;
            return Ok(0);
        }
        let room = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let Some(buffer) = buffer.get_mut(..room) else { return Ok(0) };
        let count = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(count as u64);
        Ok(count)
    }
}

/// What gzip holds (RFC 1952).
pub(crate) fn gunzip<'a>(packed: &'a [u8], limits: &Limits) -> Capped<impl Read + use<'a>> {
    Capped::new(MultiGzDecoder::new(packed), packed.len() as u64, limits)
}

/// What zlib holds (RFC 1950).
pub(crate) fn unzlib<'a>(packed: &'a [u8], limits: &Limits) -> Capped<impl Read + use<'a>> {
    Capped::new(ZlibDecoder::new(packed), packed.len() as u64, limits)
}

/// What zstd frames hold (RFC 8878).
pub(crate) fn unzstd<'a>(
    packed: &'a [u8],
    limits: &Limits,
) -> io::Result<Capped<impl Read + use<'a>>> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(packed)?;
    decoder.window_log_max(ZSTD_WINDOW_LOG_MAX)?;
    Ok(Capped::new(decoder, packed.len() as u64, limits))
}

/// What LZMA holds, with its properties as they stand before it: one byte and the size of the dictionary.
pub(crate) fn unlzma<'a>(
    packed: &'a [u8],
    (properties, dictionary): (u8, u32),
    limits: &Limits,
) -> io::Result<Capped<impl Read + use<'a>>> {
    let dictionary = dictionary.min(LZMA_DICTIONARY_MAX);
    let decoder = LzmaReader::new_with_props(packed, u64::MAX, properties, dictionary, None)?;
    Ok(Capped::new(decoder, packed.len() as u64, limits))
}

/// All that can be had up to `bytes_max`, and why it is not all where it is not.
pub(crate) fn read_all<R: Read>(
    reader: &mut Capped<R>,
    bytes_max: u64,
) -> (Vec<u8>, Option<String>) {
    let mut bytes = Vec::new();
    let failed = reader.by_ref().take(bytes_max).read_to_end(&mut bytes).err();
    let reason = match failed {
        Some(error) => Some(format!("it cannot be unpacked to its end: {error}")),
        None if reader.is_reached() => Some("it unpacks to more than the limit".to_owned()),
        None => None,
    };
    (bytes, reason)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_bomb_ends_at_the_ratio() {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(&vec![0; 8 << 20]).unwrap();
        let packed = packed.finish().unwrap();
        let (bytes, reason) = read_all(&mut unzlib(&packed, &Limits::STANDARD), u64::MAX);
        assert!(bytes.len() < 4 << 20 && bytes.len() as u64 >= UNPACKED_FLOOR);
        assert!(reason.is_some());
        let packed = zstd::encode_all(&vec![0; 8 << 20][..], 3).unwrap();
        let (bytes, reason) = read_all(&mut unzstd(&packed, &Limits::STANDARD).unwrap(), u64::MAX);
        assert_eq!(bytes.len() as u64, UNPACKED_FLOOR);
        assert!(reason.is_some());
    }

    proptest! {
        #[test]
        fn any_bytes_are_unpacked_or_refused(bytes: Vec<u8>, properties: u8, dictionary: u32) {
            let limits = Limits::STANDARD;
            read_all(&mut gunzip(&bytes, &limits), 1 << 20);
            read_all(&mut unzlib(&bytes, &limits), 1 << 20);
            if let Ok(mut reader) = unzstd(&bytes, &limits) {
                read_all(&mut reader, 1 << 20);
            }
            if let Ok(mut reader) = unlzma(&bytes, (properties, dictionary.min(1 << 22)), &limits) {
                read_all(&mut reader, 1 << 20);
            }
        }
    }
}
