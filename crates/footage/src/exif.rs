//! Exif and TIFF: directories of tags in either byte order, and in the wide form of `BigTIFF`.
//!
//! In: a TIFF file, or the same structure inside another format, with the byte at which it begins. Out: signals. Each directory is
//! read once, however they point to each other. Never: pixels.

mod tags;

use std::collections::BTreeSet;

use crate::bytes::{self, Order, place, size};
use crate::{Held, Telling};
use tags::Found;

/// Directories of one file; real ones have one a page, pyramids and raw pictures some dozen.
const DIRECTORIES_MAX: usize = 256;

/// Entries of one directory; TIFF allows 65,535, real files have some hundred.
const ENTRIES_MAX: u64 = 2000;

/// Bytes of one value that are looked at.
const VALUE_BYTES_MAX: usize = 64 << 20;

/// Bytes of values that may always be looked at, however short the file.
const VALUES_FLOOR: u64 = 1 << 20;

/// What a directory is for, which decides what its tags mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Directory {
    /// The pictures of the chain; the first has number 0.
    Picture(usize),
    /// CIPA DC-008, 4.6.3: private Exif tags.
    Exif,
    /// The same: GPS.
    Gps,
}

/// One entry as it stands there.
#[derive(Debug, Clone, Copy)]
struct Entry<'a> {
    tag: u16,
    kind: u16,
    value: &'a [u8],
    at: u64,
}

/// Directories within the bytes of a file or block.
#[derive(Debug, Clone, Copy)]
struct Tiff<'a> {
    held: Held<'a>,
    /// Where the bytes begin in the file.
    base: u64,
    order: Order,
    is_wide: bool,
}

/// Whether the bytes begin as TIFF (TIFF 6.0, section 2) or `BigTIFF` do.
pub(crate) fn is_tiff(held: &Held<'_>, _name: &str) -> bool {
    let marks: [&[u8]; 4] = [b"II\x2A\0", b"MM\0\x2A", b"II\x2B\0", b"MM\0\x2B"];
    marks.iter().any(|mark| held.head().starts_with(mark))
}

/// Reads a TIFF file.
pub(crate) fn read(held: &Held<'_>, telling: &mut Telling) {
    read_at(held, 0, telling);
}

/// Reads the Exif block of another format, which begins at byte `base` of the file.
pub(crate) fn block(bytes: &[u8], base: u64, telling: &mut Telling) {
    // Some writers keep the mark that JPEG puts before the block.
    let mark = b"Exif\0\0";
    let (bytes, base) = match bytes.strip_prefix(mark) {
        Some(rest) => (rest, base + mark.len() as u64),
        None => (bytes, base),
    };
    read_at(&Held::whole(bytes), base, telling);
}

fn read_at(held: &Held<'_>, base: u64, telling: &mut Telling) {
    let front = held.head();
    let order = match front.get(..2) {
        Some(b"II") => Order::Little,
        Some(b"MM") => Order::Big,
        _ => return telling.fault(place(base, 2), "Exif does not begin with its byte order"),
    };
    let is_wide = order.u16(front, 2) == Some(43);
    let tiff = Tiff { held: *held, base, order, is_wide };
    let first = if is_wide { order.u64(front, 8) } else { order.u32(front, 4).map(u64::from) };
    let Some(first) = first else {
        return telling.fault(place(base, front.len()), "the first directory of tags is cut off");
    };
    let mut found = Found::new();
    tiff.read_all(first, &mut found, telling);
    found.tell(telling);
}

impl<'a> Tiff<'a> {
    fn read_all(&self, first: u64, found: &mut Found, telling: &mut Telling) {
        let mut seen = BTreeSet::new();
        let mut n_pictures = 0;
        // Values of an honest file do not lie upon each other; those of a hostile one may all be the same long piece.
        let mut left = self.held.length().saturating_mul(2).max(VALUES_FLOOR);
        let mut waiting = vec![(first, Directory::Picture(0))];
        while let Some((at, directory)) = waiting.pop() {
            let whole = place(self.base.saturating_add(at), 0);
            if at == 0 {
                continue;
            }
            if !seen.insert(at) {
                if matches!(directory, Directory::Picture(1..usize::MAX)) {
                    telling.fault(whole, "the chain of directories of tags leads back into itself");
                }
                continue;
            }
            if seen.len() > DIRECTORIES_MAX {
                let reason = format!("only {DIRECTORIES_MAX} directories of tags are read");
                return telling.fault(whole, reason);
            }
            let Some((entries, next)) = self.entries(at, telling) else { continue };
            for entry in &entries {
                let Some(rest) = left.checked_sub(entry.value.len() as u64) else {
                    return telling
                        .fault(whole, "values of tags lie upon each other; no more are read");
                };
                left = rest;
                found.take(directory, entry, self.order, telling);
                for (at, directory) in self.pointers(directory, entry) {
                    if waiting.len() < DIRECTORIES_MAX {
                        waiting.push((at, directory));
                    }
                }
            }
            self.thumbnail(&entries, telling);
            if matches!(directory, Directory::Picture(_)) {
                n_pictures += 1;
                waiting.insert(0, (next, Directory::Picture(n_pictures)));
            }
        }
    }

    /// The entries of the directory at a byte, and where the next of its chain is.
    fn entries(&self, at: u64, telling: &mut Telling) -> Option<(Vec<Entry<'a>>, u64)> {
        let head_bytes = if self.is_wide { 8 } else { 2 };
        let entry_bytes = if self.is_wide { 20 } else { 12 };
        let Some(front) = self.held.get(at, head_bytes) else {
            telling.fault(
                place(self.base.saturating_add(at), 0),
                "a directory of tags lies beyond the bytes that are there",
            );
            return None;
        };
        let count = if self.is_wide {
            self.order.u64(front, 0)?
        } else {
            u64::from(self.order.u16(front, 0)?)
        };
        if count > ENTRIES_MAX {
            let reason =
                format!("a directory says that it has {count} tags; {ENTRIES_MAX} are read");
            telling.fault(place(self.base + at, head_bytes), reason);
        }
        let mut entries = Vec::new();
        for number in 0..count.min(ENTRIES_MAX) {
            let entry_at = at + head_bytes as u64 + number * entry_bytes;
            let Some(raw) = self.held.get(entry_at, size(entry_bytes)) else {
                telling.fault(place(self.base + entry_at, 0), "a directory of tags is cut off");
                return Some((entries, 0));
            };
            entries.extend(self.entry(raw, entry_at));
        }
        let next_at = at + head_bytes as u64 + count.min(ENTRIES_MAX) * entry_bytes;
        let next = self.held.get(next_at, if self.is_wide { 8 } else { 4 });
        let next = next.and_then(|raw| self.offset(raw)).unwrap_or(0);
        Some((entries, if count > ENTRIES_MAX { 0 } else { next }))
    }

    fn offset(&self, raw: &[u8]) -> Option<u64> {
        if self.is_wide { self.order.u64(raw, 0) } else { self.order.u32(raw, 0).map(u64::from) }
    }

    fn entry(&self, raw: &'a [u8], at: u64) -> Option<Entry<'a>> {
        let (tag, kind) = (self.order.u16(raw, 0)?, self.order.u16(raw, 2)?);
        let (count, inline) = if self.is_wide {
            (self.order.u64(raw, 4)?, raw.get(12..20)?)
        } else {
            (u64::from(self.order.u32(raw, 4)?), raw.get(8..12)?)
        };
        // TIFF 6.0, section 2 (types 1 to 12); BigTIFF (16 to 18); Exif 3.0 (129, UTF-8).
        let bytes_each = match kind {
            1 | 2 | 6 | 7 | 129 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 | 16..=18 => 8,
            _ => return None,
        };
        let length = size(count.checked_mul(bytes_each)?);
        if length <= inline.len() {
            return Some(Entry {
                tag,
                kind,
                value: inline.get(..length)?,
                at: self.base.saturating_add(at),
            });
        }
        let at = self.offset(inline)?;
        let value = self.held.get(at, length.min(VALUE_BYTES_MAX))?;
        Some(Entry { tag, kind, value, at: self.base.saturating_add(at) })
    }

    /// The directories that an entry points to: `SubIFDs` (TIFF technical note 1), Exif and GPS.
    fn pointers(&self, from: Directory, entry: &Entry<'_>) -> Vec<(u64, Directory)> {
        let to = match (from, entry.tag) {
            (Directory::Picture(_), 0x014A) => Directory::Picture(usize::MAX),
            (_, 0x8769) => Directory::Exif,
            (_, 0x8825) => Directory::Gps,
            _ => return Vec::new(),
        };
        let bytes_each = if matches!(entry.kind, 16 | 18) { 8 } else { 4 };
        let numbers = entry.value.chunks_exact(bytes_each).take(DIRECTORIES_MAX);
        let number = |raw: &[u8]| match bytes_each {
            8 => self.order.u64(raw, 0),
            _ => self.order.u32(raw, 0).map(u64::from),
        };
        numbers.filter_map(number).map(|at| (at, to)).collect()
    }

    /// A JPEG beside the picture (CIPA DC-008, 4.5.5: `JPEGInterchangeFormat`).
    fn thumbnail(&self, entries: &[Entry<'_>], telling: &mut Telling) {
        let number = |tag| {
            let entry = entries.iter().find(|entry| entry.tag == tag)?;
            self.order.u32(entry.value, 0)
        };
        let (Some(at), Some(length)) = (number(0x0201), number(0x0202)) else { return };
        let picture = self.held.get(u64::from(at), size(u64::from(length)));
        if let Some(picture) = picture.filter(|picture| picture.starts_with(&[0xFF, 0xD8])) {
            telling.preview("thumbnail", picture);
        }
    }
}

impl Entry<'_> {
    /// Its text.
    fn text(&self) -> String {
        bytes::text(self.value)
    }

    /// Its first number.
    fn number(&self, order: Order) -> Option<u32> {
        match self.kind {
            3 | 8 => order.u16(self.value, 0).map(u32::from),
            1 | 6 | 7 => self.value.first().map(|byte| u32::from(*byte)),
            _ => order.u32(self.value, 0),
        }
    }

    /// A fraction of it, by its index.
    fn fraction(&self, index: usize, order: Order) -> Option<f64> {
        let over = order.u32(self.value, index.checked_mul(8)?)?;
        let under = order.u32(self.value, index.checked_mul(8)?.checked_add(4)?)?;
        (under != 0).then(|| f64::from(over) / f64::from(under))
    }
}

/// Who wrote a maker's own notes, by the mark they begin with; what stands in them is not read.
fn maker_of(notes: &[u8]) -> Option<&'static str> {
    // Marks as the documentation of exiftool lists them (lib/Image/ExifTool/MakerNotes.pm).
    const MARKS: [(&[u8], &str); 16] = [
        (b"Apple iOS\0", "Apple"),
        (b"AOC\0", "Pentax"),
        (b"EPSON\0", "Epson"),
        (b"FUJIFILM", "Fujifilm"),
        (b"KDK", "Kodak"),
        (b"LEICA\0", "Leica"),
        (b"MINOL\0", "Minolta"),
        (b"Nikon\0", "Nikon"),
        (b"OLYMP\0", "Olympus"),
        (b"OLYMPUS\0", "Olympus"),
        (b"OM SYSTEM\0", "OM System"),
        (b"PENTAX \0", "Pentax"),
        (b"Panasonic\0", "Panasonic"),
        (b"QVC\0", "Casio"),
        (b"SIGMA\0", "Sigma"),
        (b"SONY", "Sony"),
    ];
    MARKS.iter().find(|(mark, _)| notes.starts_with(mark)).map(|(_, maker)| *maker)
}

#[cfg(test)]
mod tests;
