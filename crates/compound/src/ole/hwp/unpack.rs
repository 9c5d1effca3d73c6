//! Streams unpacked: inflated, and where the document was locked for distribution, decrypted before.
//!
//! In: the bytes of a stream. Out: its records, as many as can be had, and what went wrong. How much is inflated is bounded
//! by the bytes that are there and by the budget of the document. The key of a document locked for distribution stands in
//! its own first record, so that any reader can open it; one locked with a password is left alone.

use std::io::Read;

use aes::Aes128;
use aes::cipher::{Block, BlockCipherDecrypt, KeyInit};
use flate2::read::DeflateDecoder;

use super::record::{Records, tag};
use subtier_blocks::Limits;
use subtier_sectors::little::{slice_at, u32_at};

/// Bytes of one unpacked stream; the longest section of a real report seen held 3 MB.
const STREAM_BYTES_MAX: u64 = 256 << 20;
/// A stream may always unpack to this much.
const FREE_BYTES: u64 = 1 << 20;

/// A stream, unpacked.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Unpacked {
    pub(super) bytes: Vec<u8>,
    pub(super) fault: Option<String>,
}

/// Inflates a stream that has no head of its own (HWP 5.0, 3.2: zlib's raw form).
pub(super) fn inflate(packed: &[u8], limits: &Limits, left: &mut u64) -> Unpacked {
    let by_ratio = (packed.len() as u64).saturating_mul(limits.unpacked_ratio_max).max(FREE_BYTES);
    let bytes_max = by_ratio.min(STREAM_BYTES_MAX).min(*left);
    let mut bytes = Vec::new();
    let end = DeflateDecoder::new(packed).take(bytes_max.saturating_add(1)).read_to_end(&mut bytes);
    let mut fault = end.err().map(|error| format!("it is not packed as it should be: {error}"));
    if bytes.len() as u64 > bytes_max {
        fault = Some(format!("only the first {bytes_max} bytes are unpacked: the limit"));
        bytes.truncate(usize::try_from(bytes_max).unwrap_or(usize::MAX));
    }
    *left = left.saturating_sub(bytes.len() as u64);
    Unpacked { bytes, fault }
}

/// Decrypts a section locked for distribution; `None` where its first record does not hold a key.
///
/// Laid down in Hancom's paper on the structure of documents for distribution, revision 1.2: 256 bytes of which the first
/// four seed the random numbers that hide the rest, and the key 4 to 19 bytes into them.
pub(super) fn unlock(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut records = Records::new(bytes);
    let first = records.next().filter(|record| record.tag == tag::DISTRIBUTE_DOC_DATA)?;
    let hidden = slice_at(first.bytes, 0, 256)?;
    let seed = u32_at(hidden, 0)?;
    let mut random = Random(seed);
    let mut shown = Vec::with_capacity(hidden.len());
    let (mut mask, mut n_left) = (0, 0);
    for byte in hidden {
        if n_left == 0 {
            mask = random.next() & 0xFF;
            n_left = (random.next() & 0xF) + 1;
        }
        n_left -= 1;
        shown.push(byte ^ u8::try_from(mask).ok()?);
    }
    let key_at = 4 + usize::try_from(seed & 0xF).ok()?;
    let key: [u8; 16] = slice_at(&shown, key_at, 16)?.try_into().ok()?;
    let cipher = Aes128::new(&key.into());
    let mut open = Vec::with_capacity(records.rest().len());
    for chunk in records.rest().chunks_exact(16) {
        let sixteen: [u8; 16] = chunk.try_into().ok()?;
        let mut block: Block<Aes128> = sixteen.into();
        cipher.decrypt_block(&mut block);
        open.extend_from_slice(&block);
    }
    Some(open)
}

/// The random numbers of Microsoft's C library, which the format builds on.
struct Random(u32);

impl Random {
    const fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(214_013).wrapping_add(2_531_011);
        (self.0 >> 16) & 0x7FFF
    }
}

#[cfg(test)]
pub(crate) mod build {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::DeflateEncoder;

    /// Packs a stream.
    pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).expect("memory takes all");
        encoder.finish().expect("memory takes all")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_unpacks_to_too_much_is_cut_and_said() {
        let packed = build::deflate(&vec![0; 4 << 20]);
        let mut left = u64::MAX;
        let unpacked = inflate(&packed, &Limits::STANDARD, &mut left);
        assert_eq!(unpacked.bytes.len(), 1 << 20);
        assert!(unpacked.fault.unwrap().contains("limit"));
        let mut left = 10;
        assert_eq!(inflate(&packed, &Limits::STANDARD, &mut left).bytes.len(), 10);
        assert_eq!(left, 0);
    }

    #[test]
    fn what_is_damaged_is_kept_as_far_as_it_goes() {
        let text: Vec<u8> = (0..20_000u32).flat_map(u32::to_le_bytes).collect();
        let packed = build::deflate(&text);
        let mut left = u64::MAX;
        let unpacked = inflate(&packed[..packed.len() / 2], &Limits::STANDARD, &mut left);
        assert!(unpacked.fault.is_some());
        assert!(!unpacked.bytes.is_empty() && text.starts_with(&unpacked.bytes));
    }

    #[test]
    fn a_section_without_a_key_is_left() {
        assert_eq!(unlock(b""), None);
        assert_eq!(unlock(&super::super::record::build::record(0x1C, 0, &[0; 100])), None);
    }
}
