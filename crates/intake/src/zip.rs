//! Records of a zip: central directory, local headers and their extra fields (PKWARE APPNOTE.TXT
//! 6.3.10; Info-ZIP `extrafld.txt`). Names stay bytes, doubled names stay doubled, and a directory that
//! claims more than there is ends where it ends. Nothing is unpacked here.

use std::io::{BufReader, Read};
use std::ops::Range;

use memchr::memmem;
use subtier_model::Timestamp;
use subtier_source::{Opened, Section};

use crate::mark::{GROWTH_HINT, LOOK_BACK_BYTES};
use crate::names::RawName;

const LOCAL_SIGNATURE: &[u8] = b"PK\x03\x04";
const CENTRAL_SIGNATURE: &[u8] = b"PK\x01\x02";
const END_SIGNATURE: &[u8] = b"PK\x05\x06";
const END64_SIGNATURE: &[u8] = b"PK\x06\x06";
const LOCATOR64_SIGNATURE: &[u8] = b"PK\x06\x07";

const LOCAL_BYTES: usize = 30;
const CENTRAL_BYTES: usize = 46;
const END_BYTES: usize = 22;
const LOCATOR64_BYTES: usize = 20;
const COMMENT_BYTES_MAX: usize = 65_535;

/// How far before the end of the file the end record may begin: its comment, and the marks that a
/// Red Star machine puts behind everything.
const END_WINDOW_BYTES: u64 = (END_BYTES + COMMENT_BYTES_MAX + LOOK_BACK_BYTES) as u64;

/// A size or offset that stands in the zip64 extra field instead.
const IN_ZIP64: u64 = 0xffff_ffff;

const FLAG_ENCRYPTED: u16 = 1;
const FLAG_SIZES_FOLLOW: u16 = 1 << 3;
const FLAG_UTF8: u16 = 1 << 11;

const EXTRA_ZIP64: u16 = 0x0001;
const EXTRA_NTFS: u16 = 0x000a;
const EXTRA_TIMES: u16 = 0x5455;
const EXTRA_UNICODE_PATH: u16 = 0x7075;

/// "Made by" UNIX, which gives the upper half of the attributes its meaning, and a link there.
const MADE_BY_UNIX: u8 = 3;
const UNIX_KIND_MASK: u64 = 0o170_000;
const UNIX_LINK: u64 = 0o120_000;

/// One member as a header states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) name: RawName,
    pub(crate) flags: u16,
    pub(crate) method: u16,
    pub(crate) crc32: u32,
    pub(crate) packed_size: u64,
    pub(crate) size: u64,
    pub(crate) header_at: u64,
    pub(crate) is_link: bool,
    pub(crate) modified: Option<Timestamp>,
}

/// Where a local header's parts lie in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LocalHeader {
    pub(crate) entry: Entry,
    pub(crate) extra_at: u64,
    pub(crate) data_at: u64,
    extra: Vec<u8>,
}

/// The central directory: its entries, read one after the other.
#[derive(Debug)]
pub(crate) struct Directory<'a> {
    reader: BufReader<Section<'a>>,
    first: Option<Entry>,
    /// Number of its entries, by its end record.
    stated: u64,
    /// Number of those read.
    listed: u64,
    /// How many bytes stand before the archive, which its offsets do not know.
    shift: u64,
}

impl Entry {
    pub(crate) const fn is_encrypted(&self) -> bool {
        self.flags & FLAG_ENCRYPTED != 0
    }

    /// Whether a local header leaves size and checksum to what follows the data.
    pub(crate) const fn sizes_follow(&self) -> bool {
        self.flags & FLAG_SIZES_FOLLOW != 0
    }

    pub(crate) fn is_folder(&self) -> bool {
        self.size == 0 && self.name.bytes.ends_with(b"/")
    }
}

fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let field = bytes.get(at..at.checked_add(width)?)?;
    Some(field.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}

fn number16(bytes: &[u8], at: usize) -> Option<u16> {
    number(bytes, at, 2).and_then(|number| u16::try_from(number).ok())
}

fn number32(bytes: &[u8], at: usize) -> Option<u32> {
    number(bytes, at, 4).and_then(|number| u32::try_from(number).ok())
}

/// Reads bytes at a place; fewer than asked for only at the end of the file.
fn read(opened: &Opened, at: u64, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    let count = opened.read_at(&mut bytes, at).unwrap_or(0);
    bytes.truncate(count);
    bytes
}

/// Finds the central directory; `None` where there is none.
pub(crate) fn directory(opened: &Opened) -> Option<Directory<'_>> {
    let window_at = opened.size().saturating_sub(END_WINDOW_BYTES);
    let window = read(opened, window_at, usize::try_from(END_WINDOW_BYTES).ok()?);
    memmem::rfind_iter(&window, END_SIGNATURE).find_map(|at| {
        let end = window.get(at..at + END_BYTES)?;
        let end_at = window_at + at as u64;
        let DirectoryPlace { start, size, stated, shift } = directory_place(opened, end, end_at)?;
        let section = opened.section(start, start.checked_add(size)?);
        let mut reader = BufReader::with_capacity(1 << 16, section);
        let first = read_central(&mut reader);
        (first.is_some() || stated == 0).then_some(Directory {
            reader,
            first,
            stated,
            listed: 0,
            shift,
        })
    })
}

impl Directory<'_> {
    /// What is wrong with it, to be asked after the last entry.
    pub(crate) fn fault(&self) -> Option<String> {
        let Self { stated, listed, .. } = self;
        (listed < stated).then(|| {
            format!("damaged: its central directory states {stated} members and lists {listed}")
        })
    }
}

impl Iterator for Directory<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let mut entry = self.first.take().or_else(|| read_central(&mut self.reader))?;
        self.listed += 1;
        entry.header_at = entry.header_at.saturating_add(self.shift);
        Some(entry)
    }
}

/// Where the directory that an end record speaks of lies.
struct DirectoryPlace {
    start: u64,
    size: u64,
    /// Number of its entries.
    stated: u64,
    /// How many bytes stand before the archive, which its offsets do not know.
    shift: u64,
}

fn directory_place(opened: &Opened, end: &[u8], end_at: u64) -> Option<DirectoryPlace> {
    let (mut stated, mut size) = (number(end, 10, 2)?, number(end, 12, 4)?);
    let (mut start, mut directory_end) = (number(end, 16, 4)?, end_at);
    let locator_at = end_at.checked_sub(LOCATOR64_BYTES as u64);
    let locator = locator_at.map(|at| read(opened, at, LOCATOR64_BYTES)).unwrap_or_default();
    if locator.starts_with(LOCATOR64_SIGNATURE) {
        let end64_at = number(&locator, 8, 8)?;
        let end64 = read(opened, end64_at, 56);
        if end64.starts_with(END64_SIGNATURE) {
            (stated, size) = (number(&end64, 32, 8)?, number(&end64, 40, 8)?);
            (start, directory_end) = (number(&end64, 48, 8)?, end64_at);
        }
    }
    let begins = |at: u64| read(opened, at, 4) == CENTRAL_SIGNATURE;
    let mut shift = 0;
    if stated > 0 && !begins(start) {
        // Something stands before the archive, such as a program that unpacks it.
        let found = directory_end.checked_sub(size).filter(|start| begins(*start))?;
        shift = found.checked_sub(start)?;
        start = found;
    }
    Some(DirectoryPlace { start, size, stated, shift })
}

fn read_central(reader: &mut impl Read) -> Option<Entry> {
    let mut fixed = [0; CENTRAL_BYTES];
    reader.read_exact(&mut fixed).ok()?;
    if !fixed.starts_with(CENTRAL_SIGNATURE) {
        return None;
    }
    let mut part = |at: usize| {
        let mut bytes = vec![0; usize::from(number16(&fixed, at)?)];
        reader.read_exact(&mut bytes).ok()?;
        Some(bytes)
    };
    let (name, extra, _comment) = (part(28)?, part(30)?, part(32)?);
    let mut entry = Entry {
        name: RawName::new(name),
        // The directory always states the sizes.
        flags: number16(&fixed, 8)? & !FLAG_SIZES_FOLLOW,
        method: number16(&fixed, 10)?,
        crc32: number32(&fixed, 16)?,
        packed_size: number(&fixed, 20, 4)?,
        size: number(&fixed, 24, 4)?,
        header_at: number(&fixed, 42, 4)?,
        is_link: false,
        modified: None,
    };
    let attributes = number(&fixed, 40, 2)?;
    entry.is_link = fixed.get(5) == Some(&MADE_BY_UNIX) && attributes & UNIX_KIND_MASK == UNIX_LINK;
    apply_extra(&mut entry, &extra);
    Some(entry)
}

/// Reads the local header that stands at a place, if one does.
pub(crate) fn local_header(opened: &Opened, at: u64) -> Option<LocalHeader> {
    let fixed = read(opened, at, LOCAL_BYTES);
    if fixed.len() < LOCAL_BYTES || !fixed.starts_with(LOCAL_SIGNATURE) {
        return None;
    }
    let name_at = at.checked_add(LOCAL_BYTES as u64)?;
    let name = read(opened, name_at, usize::from(number16(&fixed, 26)?));
    let extra_at = name_at + name.len() as u64;
    let extra = read(opened, extra_at, usize::from(number16(&fixed, 28)?));
    let data_at = extra_at + extra.len() as u64;
    let mut entry = Entry {
        name: RawName::new(name),
        flags: number16(&fixed, 6)?,
        method: number16(&fixed, 8)?,
        crc32: number32(&fixed, 14)?,
        packed_size: number(&fixed, 18, 4)?,
        size: number(&fixed, 22, 4)?,
        header_at: at,
        is_link: false,
        modified: None,
    };
    apply_extra(&mut entry, &extra);
    Some(LocalHeader { entry, extra_at, data_at, extra })
}

impl LocalHeader {
    /// Bytes that it has.
    pub(crate) fn bytes(&self) -> u64 {
        (LOCAL_BYTES + self.entry.name.len() + self.extra.len()) as u64
    }

    /// The places in the file where it leaves room to grow.
    pub(crate) fn growth_hints(&self) -> impl Iterator<Item = Range<u64>> {
        let fields = extra_fields(&self.extra).filter(|(id, ..)| *id == GROWTH_HINT);
        fields.map(|(_, at, field)| {
            let start = self.extra_at.saturating_add(at as u64);
            start..start.saturating_add(field.len() as u64)
        })
    }
}

/// Finds where the next local header begins, from a place on; the directory or the end ends it.
pub(crate) fn next_header(opened: &Opened, from: u64) -> Option<u64> {
    /// A data descriptor, and what little some writers leave between members.
    const GAP_BYTES: usize = 64;
    let gap = read(opened, from, GAP_BYTES);
    memmem::find(&gap, LOCAL_SIGNATURE).map(|at| from.saturating_add(at as u64))
}

/// The fields of an extra part: id, where its content begins in the part, content.
fn extra_fields(extra: &[u8]) -> impl Iterator<Item = (u16, usize, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (id, length) = (number16(extra, at)?, usize::from(number16(extra, at + 2)?));
        let start = at + 4;
        let content = extra.get(start..extra.len().min(start + length))?;
        at = start + length;
        Some((id, start, content))
    })
}

fn apply_extra(entry: &mut Entry, extra: &[u8]) {
    for (id, _, content) in extra_fields(extra) {
        match id {
            EXTRA_ZIP64 => apply_zip64(entry, content),
            EXTRA_TIMES => entry.modified = unix_time(content).or(entry.modified),
            EXTRA_NTFS => entry.modified = entry.modified.or_else(|| ntfs_time(content)),
            EXTRA_UNICODE_PATH => apply_unicode_path(entry, content),
            _ => {}
        }
    }
}

/// The fields stand in this order, each only where the header itself says so.
fn apply_zip64(entry: &mut Entry, content: &[u8]) {
    let mut at = 0;
    for field in [&mut entry.size, &mut entry.packed_size, &mut entry.header_at] {
        if *field == IN_ZIP64
            && let Some(value) = number(content, at, 8)
        {
            *field = value;
            at += 8;
        }
    }
}

/// Holds only while the checksum of the name it stands for is right.
fn apply_unicode_path(entry: &mut Entry, content: &[u8]) {
    let mut crc = flate2::Crc::new();
    crc.update(&entry.name.bytes);
    if entry.flags & FLAG_UTF8 == 0
        && content.first() == Some(&1)
        && number32(content, 1) == Some(crc.sum())
    {
        let text = content.get(5..).map(|text| String::from_utf8(text.to_vec()));
        entry.name.unicode = text.and_then(Result::ok);
    }
}

fn unix_time(content: &[u8]) -> Option<Timestamp> {
    (content.first()? & 1 == 1).then_some(())?;
    number32(content, 1).map(|secs| Timestamp::from_secs(i64::from(secs.cast_signed())))
}

/// 100-nanosecond steps since 1601-01-01.
fn ntfs_time(content: &[u8]) -> Option<Timestamp> {
    /// From 1601-01-01 to 1970-01-01.
    const EPOCH_MICROS: i64 = 11_644_473_600 * 1_000_000;
    ((number16(content, 4)?, number16(content, 6)?) == (1, 24)).then_some(())?;
    let micros = i64::try_from(number(content, 8, 8)? / 10).ok()?;
    Some(Timestamp::from_micros(micros.checked_sub(EPOCH_MICROS)?))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;

    fn opened(bytes: &[u8]) -> Opened {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        subtier_source::open(file.path()).unwrap()
    }

    fn entry(name: &[u8]) -> Entry {
        Entry {
            name: RawName::new(name.to_vec()),
            flags: 0,
            method: 0,
            crc32: 0,
            packed_size: IN_ZIP64,
            size: 5,
            header_at: IN_ZIP64,
            is_link: false,
            modified: None,
        }
    }

    #[test]
    fn zip64_fields_stand_for_those_that_are_full_alone() {
        let mut entry = entry(b"a");
        apply_zip64(&mut entry, &[7, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!((entry.size, entry.packed_size, entry.header_at), (5, (1 << 32) + 7, 9));
    }

    #[test]
    fn a_unicode_name_counts_only_for_the_name_it_was_made_for() {
        let mut crc = flate2::Crc::new();
        crc.update(b"\xb5\xda");
        let content = [&[1][..], &crc.sum().to_le_bytes(), "第".as_bytes()].concat();
        let mut same = entry(b"\xb5\xda");
        apply_unicode_path(&mut same, &content);
        assert_eq!(same.name.unicode.as_deref(), Some("第"));
        let mut renamed = entry(b"other");
        apply_unicode_path(&mut renamed, &content);
        assert_eq!(renamed.name.unicode, None);
    }

    #[test]
    fn times_are_read_where_they_have_a_zone() {
        let mut extra = EXTRA_TIMES.to_le_bytes().to_vec();
        extra.extend([5, 0, 1]);
        extra.extend(1_700_000_000u32.to_le_bytes());
        let mut entry = entry(b"a");
        apply_extra(&mut entry, &extra);
        assert_eq!(entry.modified, Some(Timestamp::from_secs(1_700_000_000)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(
            mut bytes in prop::collection::vec(any::<u8>(), 0..300),
            records in prop::collection::vec((0usize..5, 0usize..300), 0..6),
        ) {
            let signatures = [
                LOCAL_SIGNATURE, CENTRAL_SIGNATURE, END_SIGNATURE, END64_SIGNATURE,
                LOCATOR64_SIGNATURE,
            ];
            for (which, at) in records {
                if let Some(room) = bytes.get_mut(at..at + 4) {
                    room.copy_from_slice(signatures[which]);
                }
            }
            let opened = opened(&bytes);
            directory(&opened).map(|directory| directory.take(10).count());
            for at in 0..bytes.len() as u64 {
                local_header(&opened, at);
            }
        }
    }
}
