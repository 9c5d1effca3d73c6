//! Numbers and texts out of bytes of a file.
//!
//! In: bytes that may be anything. Out: a number, a text in whatever encoding explains it, a place. Never: a length out of a file
//! is believed before the bytes are there.

use std::io::Read;

use flate2::read::ZlibDecoder;
use sha2::{Digest, Sha256};
use subtier_model::Place;
use subtier_names::encoding::decode;

/// Bytes of one text.
const TEXT_BYTES_MAX: usize = 64 << 10;

/// Which byte of a number stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// The lowest.
    Little,
    /// The highest.
    Big,
}

impl Order {
    /// Two bytes as a number.
    pub(crate) fn u16(self, bytes: &[u8], at: usize) -> Option<u16> {
        let bytes = piece::<2>(bytes, at)?;
        Some(if self == Self::Little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    }

    /// Four bytes as a number.
    pub(crate) fn u32(self, bytes: &[u8], at: usize) -> Option<u32> {
        let bytes = piece::<4>(bytes, at)?;
        Some(if self == Self::Little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }

    /// Eight bytes as a number.
    pub(crate) fn u64(self, bytes: &[u8], at: usize) -> Option<u64> {
        let bytes = piece::<8>(bytes, at)?;
        Some(if self == Self::Little {
            u64::from_le_bytes(bytes)
        } else {
            u64::from_be_bytes(bytes)
        })
    }
}

fn piece<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

/// Two bytes, the highest first.
pub(crate) fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Order::Big.u16(bytes, at)
}

/// Four bytes, the highest first.
pub(crate) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Order::Big.u32(bytes, at)
}

/// Eight bytes, the highest first.
pub(crate) fn be64(bytes: &[u8], at: usize) -> Option<u64> {
    Order::Big.u64(bytes, at)
}

/// Two bytes, the lowest first.
pub(crate) fn le16(bytes: &[u8], at: usize) -> Option<u16> {
    Order::Little.u16(bytes, at)
}

/// Four bytes, the lowest first.
pub(crate) fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Order::Little.u32(bytes, at)
}

/// A length of a file as a length in memory.
pub(crate) fn size(length: u64) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}

/// The bytes from `start`, `length` of them.
pub(crate) const fn place(start: u64, length: usize) -> Place {
    Place::Bytes { start, end: start.saturating_add(length as u64) }
}

/// The bytes from `at`, up to `length` of them, as many as are there.
pub(crate) fn up_to(bytes: &[u8], at: usize, length: usize) -> &[u8] {
    let end = at.saturating_add(length).min(bytes.len());
    bytes.get(at..end).unwrap_or(&[])
}

/// What stands before the first zero byte.
pub(crate) fn before_nul(bytes: &[u8]) -> &[u8] {
    let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
    up_to(bytes, 0, end)
}

/// A text that ends at its first zero byte, in UTF-8 or the older encoding that explains it best; without white space around it.
pub(crate) fn text(bytes: &[u8]) -> String {
    let bytes = before_nul(up_to(bytes, 0, TEXT_BYTES_MAX));
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => decode(bytes, None).text,
    };
    tidy(&text)
}

/// A text in UTF-16 that ends at its first zero.
pub(crate) fn utf16(bytes: &[u8], order: Order) -> String {
    let units = up_to(bytes, 0, TEXT_BYTES_MAX).chunks_exact(2);
    let units = units.filter_map(|unit| order.u16(unit, 0)).take_while(|unit| *unit != 0);
    tidy(&char::decode_utf16(units).map(|sign| sign.unwrap_or('\u{FFFD}')).collect::<String>())
}

/// Without signs that no person sees, and white space around.
fn tidy(text: &str) -> String {
    let is_seen = |sign: &char| !sign.is_control() || matches!(sign, '\n' | '\t');
    text.trim_matches(|sign: char| sign.is_whitespace() || sign.is_control() || sign == '\u{FEFF}')
        .chars()
        .filter(is_seen)
        .collect()
}

/// What is packed with deflate in a zlib frame, up to `bytes_max`; what was unpacked before damage is kept.
pub(crate) fn inflate(packed: &[u8], bytes_max: usize) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut reader = ZlibDecoder::new(packed).take(bytes_max as u64);
    // Damage ends the reading; what came before it stays.
    let _damage = reader.read_to_end(&mut plain).err();
    plain
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// SHA-256 as hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
