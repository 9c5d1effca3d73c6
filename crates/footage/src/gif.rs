//! GIF: comments and XMP (`GIF89a` specification; XMP part 3, 1.1.4).

use subtier_blocks::SignalKind;

use crate::bytes::{le16, place, text};
use crate::{Held, Telling, icc, photoshop, xmp};

/// Blocks of one file; each frame has some three.
const BLOCKS_MAX: usize = 1_000_000;

/// Bytes of one comment or profile.
const JOINED_MAX: usize = 16 << 20;

/// The trailer that lets readers of sub-blocks pass over a packet of XMP: 1, FF down to 0, 0.
const XMP_TRAILER_BYTES: usize = 258;

/// Whether the bytes begin as GIF.
pub(crate) fn is_gif(held: &Held<'_>, _name: &str) -> bool {
    held.head().starts_with(b"GIF87a") || held.head().starts_with(b"GIF89a")
}

/// Reads a GIF.
pub(crate) fn read(held: &Held<'_>, telling: &mut Telling) {
    let front = held.head();
    if let (Some(width), Some(height)) = (le16(front, 6), le16(front, 8)) {
        telling.size(u32::from(width), u32::from(height));
    }
    let mut at = 13 + colours(front.get(10).copied());
    for _ in 0..BLOCKS_MAX {
        let next = match front.get(at..).unwrap_or(&[]) {
            // Trailer, or nothing more.
            [0x3B, ..] => return,
            [0x2C, rest @ ..] => skip(front, at + 11 + colours(rest.get(8).copied())),
            [0x21, 0xFE, ..] => comment(front, at + 2, telling),
            [0x21, 0xFF, 11, ..] => application(front, at, telling),
            [0x21, _, ..] => skip(front, at + 2),
            _ => None,
        };
        match next {
            Some(next) => at = next,
            None => return telling.fault(place(at as u64, 0), "it ends before its trailer"),
        }
    }
    telling.fault(place(at as u64, 0), format!("only its first {BLOCKS_MAX} blocks are read"));
}

/// Bytes of a table of colours, by the flags before it.
fn colours(flags: Option<u8>) -> usize {
    flags.filter(|flags| flags & 0x80 != 0).map_or(0, |flags| 3 << ((flags & 7) + 1))
}

/// Goes past sub-blocks.
fn skip(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(length),
        }
    }
}

/// What sub-blocks hold together, and where they end.
fn joined(bytes: &[u8], mut at: usize) -> Option<(Vec<u8>, usize)> {
    let mut joined = Vec::new();
    loop {
        match usize::from(*bytes.get(at)?) {
            0 => return Some((joined, at + 1)),
            length => {
                let block = bytes.get(at + 1..at + 1 + length)?;
                if joined.len() < JOINED_MAX {
                    joined.extend_from_slice(block);
                }
                at += 1 + length;
            }
        }
    }
}

fn comment(bytes: &[u8], at: usize, telling: &mut Telling) -> Option<usize> {
    let (comment, next) = joined(bytes, at)?;
    telling.signal(SignalKind::Comment, text(&comment), place(at as u64, next - at));
    Some(next)
}

fn application(bytes: &[u8], at: usize, telling: &mut Telling) -> Option<usize> {
    let data_at = at + 14;
    match bytes.get(at + 3..data_at)? {
        b"XMP DataXMP" => {
            let next = skip(bytes, data_at)?;
            let end = next.saturating_sub(XMP_TRAILER_BYTES).max(data_at);
            xmp(bytes.get(data_at..end)?, data_at as u64, telling);
            Some(next)
        }
        b"ICCRGBG1012" => {
            let (profile, next) = joined(bytes, data_at)?;
            icc::profile(&profile, data_at as u64, telling);
            Some(next)
        }
        b"MGK8BIM0000" => {
            let (resources, next) = joined(bytes, data_at)?;
            photoshop::resources(&resources, data_at as u64, telling);
            Some(next)
        }
        _ => skip(bytes, data_at),
    }
}
