//! A compound file: the file system within a file in which Office before 2007, Hancom and Outlook keep their streams.
//!
//! In: the bytes of the document. Out: the paths and lengths of its streams, and a stream's bytes. Every chain is
//! followed no further than the file is long and every sector of a table is read once, so that neither a loop nor a
//! table that names the same sector again and again costs more than the file itself. It never writes, and what is damaged
//! is read as far as it goes. (The crate `cfb` 0.16 reads a table sector as often as it is named, 127 times the file at
//! worst, and refuses the whole file for one bad entry; tests let it write.) Format: \[MS-CFB\].

use std::cell::Cell;
use std::rc::Rc;

use crate::little::{slice_up_to, u8_at, u16_at, u32_at, u64_at, utf16};
use subtier_blocks::Limits;

/// The first eight bytes (\[MS-CFB\] 2.2).
pub const SIGNATURE: &[u8; 8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Storages within storages that are followed; Office nests about six deep.
const STORAGE_DEPTH_MAX: usize = 64;
/// Sector numbers from here on are marks, not sectors (\[MS-CFB\] 2.1).
const SECTOR_MAX: u32 = 0xFFFF_FFFA;
const NO_STREAM: u32 = 0xFFFF_FFFF;
const DIRECTORY_ENTRY_BYTES: usize = 128;
/// Table sectors named in the header (\[MS-CFB\] 2.2).
const HEADER_DIFAT: usize = 109;
/// Bytes of a path that are kept, 31 signs a level.
const PATH_BYTES_MAX: usize = 400;

/// A stream by its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamEntry {
    /// The names of its storages and its own, with `/` between; control signs stand as they are.
    pub path: String,
    /// Its bytes as stated, but no more than the file has.
    pub len: u64,
    start: u32,
}

#[derive(Debug)]
struct Core<'a> {
    bytes: &'a [u8],
    sector_bytes: usize,
    mini_bytes: usize,
    mini_cutoff: u64,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    /// Sectors in which the small streams lie.
    mini_sectors: Vec<u32>,
    left: Cell<u64>,
    reached: Cell<bool>,
}

/// A compound file, or one storage of it seen as one.
#[derive(Debug, Clone)]
pub struct Compound<'a> {
    core: Rc<Core<'a>>,
    streams: Vec<StreamEntry>,
    fault: Option<String>,
}

impl<'a> Compound<'a> {
    /// Opens one; the reason in words where there is no directory to be had.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, String> {
        if !bytes.starts_with(SIGNATURE) {
            return Err("it is no compound file".to_owned());
        }
        let shift = u16_at(bytes, 30).unwrap_or_default();
        // Sectors have 512 bytes in version 3 and 4096 in version 4 ([MS-CFB] 2.2).
        let sector_bytes = match shift {
            9 => 512,
            12 => 4096,
            _ => return Err(format!("its sectors are said to have 2^{shift} bytes")),
        };
        let mini_bytes = match u16_at(bytes, 32) {
            Some(6) => 64,
            _ => return Err("its small sectors are not of 64 bytes".to_owned()),
        };
        let mut core = Core {
            bytes,
            sector_bytes,
            mini_bytes,
            mini_cutoff: u64::from(u32_at(bytes, 56).unwrap_or(4096)),
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini_sectors: Vec::new(),
            left: Cell::new(limits.unpacked_bytes_max),
            reached: Cell::new(false),
        };
        core.read_fat();
        let directory = core.chain(u32_at(bytes, 48).unwrap_or(NO_STREAM));
        let entries: Vec<&[u8]> = directory
            .iter()
            .flat_map(|sector| core.sector(*sector).chunks_exact(DIRECTORY_ENTRY_BYTES))
            .collect();
        let Some(root) = entries.first().filter(|root| u8_at(root, 66) == Some(5)) else {
            return Err("its directory cannot be read".to_owned());
        };
        core.mini_sectors = core.chain(u32_at(root, 116).unwrap_or(NO_STREAM));
        let mini_fat = core.chain(u32_at(bytes, 60).unwrap_or(NO_STREAM));
        core.mini_fat = mini_fat.iter().flat_map(|sector| numbers(core.sector(*sector))).collect();
        let mut compound = Self { core: Rc::new(core), streams: Vec::new(), fault: None };
        compound.walk(&entries, limits.parts_max);
        Ok(compound)
    }

    /// Every stream, sorted by path.
    pub fn streams(&self) -> &[StreamEntry] {
        &self.streams
    }

    /// What is wrong with the directory, in words.
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// Whether reading ended early at the limit of unpacked bytes.
    pub fn limit_reached(&self) -> bool {
        self.core.reached.get()
    }

    /// Whether there is such a stream; capitals do not count ([MS-CFB] 2.6.4).
    pub fn has(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// The bytes of a stream up to `bytes_max`, as many as can be had; `None` where there is no such stream.
    pub fn read(&mut self, path: &str, bytes_max: u64) -> Option<Vec<u8>> {
        let entry = self.find(path)?;
        let asked = entry.len.min(bytes_max);
        let len = asked.min(self.core.left.get());
        if len < asked {
            self.core.reached.set(true);
        }
        let bytes = self.core.stream(entry, usize::try_from(len).ok()?);
        self.core.left.set(self.core.left.get().saturating_sub(bytes.len() as u64));
        Some(bytes)
    }

    /// A storage seen as a compound file of its own.
    #[must_use]
    pub fn below(&self, storage: &str) -> Self {
        let inner = |path: &str| -> Option<String> {
            Some(path.strip_prefix(storage)?.strip_prefix('/')?.to_owned())
        };
        Self {
            core: Rc::clone(&self.core),
            streams: self
                .streams
                .iter()
                .filter_map(|entry| {
                    Some(StreamEntry { path: inner(&entry.path)?, ..entry.clone() })
                })
                .collect(),
            fault: None,
        }
    }

    fn find(&self, path: &str) -> Option<&StreamEntry> {
        match self.streams.binary_search_by(|entry| entry.path.as_str().cmp(path)) {
            Ok(index) => self.streams.get(index),
            Err(_) => self.streams.iter().find(|entry| entry.path.eq_ignore_ascii_case(path)),
        }
    }

    /// Walks the tree of the directory, each entry once.
    fn walk(&mut self, entries: &[&[u8]], entries_max: usize) {
        let mut seen = vec![false; entries.len()];
        let mut n_storages = 0usize;
        let child = entries.first().and_then(|root| u32_at(root, 76)).unwrap_or(NO_STREAM);
        let mut stack = vec![(child, String::new(), 0usize)];
        while let Some((index, parent, depth)) = stack.pop() {
            let Ok(index) = usize::try_from(index) else { continue };
            let Some(entry) = entries.get(index) else { continue };
            match seen.get_mut(index) {
                Some(seen) if !*seen => *seen = true,
                _ => {
                    self.fault = Some("its directory runs in a circle".to_owned());
                    continue;
                }
            }
            if self.streams.len() + n_storages >= entries_max {
                self.fault = Some(format!("only its first {entries_max} streams are looked at"));
                break;
            }
            for sibling in [68, 72] {
                let sibling = u32_at(entry, sibling).unwrap_or(NO_STREAM);
                if sibling != NO_STREAM {
                    stack.push((sibling, parent.clone(), depth));
                }
            }
            let path = joined(&parent, &name_of(entry));
            match u8_at(entry, 66) {
                Some(1) => {
                    let child = u32_at(entry, 76).unwrap_or(NO_STREAM);
                    if depth < STORAGE_DEPTH_MAX && path.len() <= PATH_BYTES_MAX {
                        if child != NO_STREAM {
                            stack.push((child, path.clone(), depth + 1));
                        }
                    } else {
                        self.fault =
                            Some(format!("storages deeper than {STORAGE_DEPTH_MAX} are not read"));
                    }
                    n_storages += 1;
                }
                Some(2) => self.push_stream(entry, path),
                _ => {}
            }
        }
        self.streams.sort_by(|a, b| a.path.cmp(&b.path));
    }

    fn push_stream(&mut self, entry: &[u8], path: String) {
        // Version 3 has 32 bits of length; the upper half may hold anything ([MS-CFB] 2.6.1).
        let stated = match self.core.sector_bytes {
            512 => u64::from(u32_at(entry, 120).unwrap_or_default()),
            _ => u64_at(entry, 120).unwrap_or_default(),
        };
        let len = stated.min(self.core.bytes.len() as u64);
        if len < stated {
            self.fault = Some("a stream is said to be longer than the file".to_owned());
        }
        self.streams.push(StreamEntry {
            path,
            len,
            start: u32_at(entry, 116).unwrap_or(NO_STREAM),
        });
    }
}

impl<'a> Core<'a> {
    /// The bytes of a sector; short or empty where the file ends before it.
    fn sector(&self, number: u32) -> &'a [u8] {
        let at = usize::try_from(number)
            .ok()
            .and_then(|number| number.checked_add(1)?.checked_mul(self.sector_bytes));
        at.map_or(&[], |at| slice_up_to(self.bytes, at, self.sector_bytes))
    }

    /// Reads the table of sectors: each of its sectors once, however often it is named.
    fn read_fat(&mut self) {
        let sectors_max = self.bytes.len() / self.sector_bytes;
        let mut seen = vec![false; sectors_max + 1];
        let mut is_new = |number: u32| {
            let slot = usize::try_from(number).ok().and_then(|number| seen.get_mut(number));
            slot.is_some_and(|slot| !std::mem::replace(slot, true))
        };
        let mut tables: Vec<u32> = numbers(slice_up_to(self.bytes, 76, HEADER_DIFAT * 4))
            .filter(|number| is_new(*number))
            .collect();
        let mut next = u32_at(self.bytes, 68).unwrap_or(NO_STREAM);
        let per_sector = self.sector_bytes / 4 - 1;
        while next < SECTOR_MAX && is_new(next) {
            let sector = self.sector(next);
            tables.extend(numbers(sector).take(per_sector).filter(|number| is_new(*number)));
            next = u32_at(sector, per_sector * 4).unwrap_or(NO_STREAM);
        }
        for table in tables {
            let sector = self.sector(table);
            self.fat.extend(numbers(sector));
            // A table cut off by the end of the file keeps the places of those that follow.
            let missing = (self.sector_bytes - sector.len()) / 4;
            self.fat.extend(std::iter::repeat_n(NO_STREAM, missing));
        }
    }

    /// The sectors of a chain; a loop ends it.
    fn chain(&self, start: u32) -> Vec<u32> {
        let sectors_max = self.bytes.len() / self.sector_bytes + 1;
        follow(&self.fat, start, sectors_max).collect()
    }

    fn stream(&self, entry: &StreamEntry, len: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        if entry.len < self.mini_cutoff {
            let per_sector = self.sector_bytes / self.mini_bytes;
            for mini in follow(&self.mini_fat, entry.start, len / self.mini_bytes + 1) {
                let Ok(mini) = usize::try_from(mini) else { break };
                let Some(sector) = self.mini_sectors.get(mini / per_sector) else { break };
                let at = mini % per_sector * self.mini_bytes;
                bytes.extend_from_slice(slice_up_to(self.sector(*sector), at, self.mini_bytes));
            }
        } else {
            for sector in follow(&self.fat, entry.start, len / self.sector_bytes + 1) {
                bytes.extend_from_slice(self.sector(sector));
            }
        }
        bytes.truncate(len);
        bytes
    }
}

/// The numbers of a chain through a table, at most `steps_max`.
fn follow(table: &[u32], start: u32, steps_max: usize) -> impl Iterator<Item = u32> + '_ {
    let is_sector = |number: &u32| *number < SECTOR_MAX;
    std::iter::successors(Some(start).filter(is_sector), move |number| {
        table.get(usize::try_from(*number).ok()?).copied().filter(is_sector)
    })
    .take(steps_max)
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(|four| u32_at(four, 0).unwrap_or(NO_STREAM))
}

fn name_of(entry: &[u8]) -> String {
    let len = usize::from(u16_at(entry, 64).unwrap_or_default()).min(64).saturating_sub(2);
    utf16(slice_up_to(entry, 0, len)).trim_end_matches('\0').to_owned()
}

fn joined(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}/{name}") }
}

/// A small file for tests: version 3 with streams below and above the cutoff, storages one deep.
#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "samples are small")]
pub(crate) mod build {
    use std::collections::BTreeMap;

    /// Writes a compound file of streams; each path has at most one `/`.
    pub(crate) fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
        let mut storages: BTreeMap<&str, Vec<(&str, &[u8])>> = BTreeMap::new();
        for (path, bytes) in streams {
            let (storage, name) = path.split_once('/').unwrap_or(("", path));
            storages.entry(storage).or_default().push((name, bytes));
        }
        let root_streams = storages.remove("").unwrap_or_default();
        let mut sectors: Vec<Vec<u8>> = Vec::new();
        let mut fat: Vec<u32> = Vec::new();
        // All streams are stored in full sectors: the cutoff of the header is 0.
        let mut add = |bytes: &[u8]| -> u32 {
            let first = sectors.len() as u32;
            let chunks: Vec<&[u8]> = bytes.chunks(512).collect();
            for (index, chunk) in chunks.iter().enumerate() {
                let mut sector = chunk.to_vec();
                sector.resize(512, 0);
                sectors.push(sector);
                let is_last = index + 1 == chunks.len();
                fat.push(if is_last { 0xFFFF_FFFE } else { sectors.len() as u32 });
            }
            if chunks.is_empty() { 0xFFFF_FFFE } else { first }
        };
        let mut entries: Vec<Vec<u8>> = vec![entry("Root Entry", 5, 0xFFFF_FFFE, 0)];
        let mut top: Vec<usize> = Vec::new();
        for (name, bytes) in &root_streams {
            top.push(entries.len());
            entries.push(entry(name, 2, add(bytes), bytes.len()));
        }
        for (storage, inner) in &storages {
            top.push(entries.len());
            let at = entries.len();
            entries.push(entry(storage, 1, 0, 0));
            let mut children = Vec::new();
            for (name, bytes) in inner {
                children.push(entries.len());
                entries.push(entry(name, 2, add(bytes), bytes.len()));
            }
            link(&mut entries, at, &children);
        }
        link(&mut entries, 0, &top);
        let directory = add(&entries.concat());
        let mut file = super::SIGNATURE.to_vec();
        file.resize(512, 0);
        file[24..34].copy_from_slice(&[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
        let n_tables = (sectors.len() + 1).div_ceil(127);
        let first_table = sectors.len() as u32;
        file[44..48].copy_from_slice(&(n_tables as u32).to_le_bytes());
        file[48..52].copy_from_slice(&directory.to_le_bytes());
        file[60..64].copy_from_slice(&0xFFFF_FFFEu32.to_le_bytes());
        file[68..72].copy_from_slice(&0xFFFF_FFFEu32.to_le_bytes());
        for index in 0..109 {
            let at = 76 + index * 4;
            let table = if index < n_tables { first_table + index as u32 } else { 0xFFFF_FFFF };
            file[at..at + 4].copy_from_slice(&table.to_le_bytes());
        }
        fat.resize(first_table as usize + n_tables, 0xFFFF_FFFD);
        fat.resize(n_tables * 128, 0xFFFF_FFFF);
        file.extend(sectors.concat());
        file.extend(fat.iter().flat_map(|number| number.to_le_bytes()));
        file
    }

    fn link(entries: &mut [Vec<u8>], parent: usize, children: &[usize]) {
        let first = children.first().map_or(0xFFFF_FFFF, |child| *child as u32);
        entries[parent][76..80].copy_from_slice(&first.to_le_bytes());
        for pair in children.windows(2) {
            entries[pair[0]][72..76].copy_from_slice(&(pair[1] as u32).to_le_bytes());
        }
    }

    fn entry(name: &str, kind: u8, start: u32, len: usize) -> Vec<u8> {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let name_bytes = entry.len() as u16 + 2;
        entry.resize(128, 0);
        entry[64..66].copy_from_slice(&name_bytes.to_le_bytes());
        entry[66] = kind;
        entry[68..80].fill(0xFF);
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&(len as u32).to_le_bytes());
        entry
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample() -> Vec<u8> {
        let long = vec![7u8; 70_000];
        build::compound(&[("One", b"first"), ("Long", &long), ("Inner/Two", b"second")])
    }

    #[test]
    fn streams_are_found_by_path_whatever_their_capitals() {
        let bytes = sample();
        let mut compound = Compound::open(&bytes, &Limits::STANDARD).unwrap();
        let paths: Vec<_> = compound.streams().iter().map(|entry| entry.path.as_str()).collect();
        assert_eq!(paths, ["Inner/Two", "Long", "One"]);
        assert_eq!(compound.read("one", 100).unwrap(), b"first");
        assert_eq!(compound.read("Inner/Two", 3).unwrap(), b"sec");
        assert_eq!(compound.read("Long", u64::MAX).unwrap().len(), 70_000);
        assert_eq!(compound.below("Inner").read("Two", 9).unwrap(), b"second");
        assert!(compound.read("Three", 9).is_none());
    }

    #[test]
    fn files_of_another_writer_are_read() {
        use std::io::{Cursor, Write};
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_storage("/Inner").unwrap();
        let long = vec![7u8; 70_000];
        let streams: [(&str, &[u8]); 3] =
            [("One", b"first"), ("Inner/Two", b"second"), ("Long", &long)];
        for (path, bytes) in streams {
            file.create_stream(format!("/{path}")).unwrap().write_all(bytes).unwrap();
        }
        let bytes = file.into_inner().into_inner();
        let mut compound = Compound::open(&bytes, &Limits::STANDARD).unwrap();
        for (path, bytes) in streams {
            assert_eq!(compound.read(path, u64::MAX).unwrap(), bytes, "{path}");
        }
    }

    #[test]
    fn a_table_sector_named_many_times_is_read_once() {
        let mut bytes = sample();
        let first: [u8; 4] = bytes[76..80].try_into().unwrap();
        for index in 0..109 {
            bytes[76 + index * 4..80 + index * 4].copy_from_slice(&first);
        }
        let compound = Compound::open(&bytes, &Limits::STANDARD);
        assert!(compound.is_ok_and(|compound| compound.core.fat.len() == 128));
    }

    #[test]
    fn a_stream_that_runs_in_a_circle_ends_with_the_file() {
        let mut bytes = sample();
        // Sector 1, in the middle of the long stream, points at itself.
        let fat = bytes.len() - 2 * 512;
        bytes[fat + 8..fat + 12].copy_from_slice(&2u32.to_le_bytes());
        let mut compound = Compound::open(&bytes, &Limits::STANDARD).unwrap();
        assert_eq!(compound.read("Long", u64::MAX).unwrap().len(), 70_000);
    }

    #[test]
    fn the_budget_of_unpacked_bytes_holds_over_all_streams() {
        let bytes = sample();
        let limits = Limits { unpacked_bytes_max: 100_000, ..Limits::STANDARD };
        let mut compound = Compound::open(&bytes, &limits).unwrap();
        assert_eq!(compound.read("Long", u64::MAX).unwrap().len(), 70_000);
        assert_eq!(compound.read("Long", u64::MAX).unwrap().len(), 30_000);
        assert!(compound.limit_reached());
    }

    proptest! {
        #[test]
        fn damaged_files_are_read_as_far_as_they_go(at in 0usize..4096, byte: u8, cut in 0usize..80_000) {
            let mut bytes = sample();
            let at = at.min(bytes.len() - 1);
            bytes[at] = byte;
            bytes.truncate(bytes.len().saturating_sub(cut));
            if let Ok(mut compound) = Compound::open(&bytes, &Limits::STANDARD) {
                let paths: Vec<_> = compound.streams().iter().map(|e| e.path.clone()).collect();
                for path in paths {
                    prop_assert!(compound.read(&path, u64::MAX).unwrap().len() <= bytes.len());
                }
            }
        }
    }
}
