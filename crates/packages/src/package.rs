//! A package: the zip in which office documents keep their parts, opened under limits.
//!
//! In: the bytes of the document. Out: its parts by name, each inflated no further than the limits allow. A part that
//! asks for more ends early, and [`Package::ending`] says so.

pub(crate) mod relations;

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::rc::Rc;

use zip::ZipArchive;
use zip::extra_fields::ExtraField;

use subtier_blocks::Limits;
use subtier_xml::{Xml, as_utf8};

/// A package.
#[derive(Debug)]
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Numbers of the parts by [`key`].
    index: BTreeMap<String, usize>,
    limits: Limits,
    left: Rc<Cell<u64>>,
    reached: Rc<Cell<bool>>,
    ended: Rc<Cell<bool>>,
}

/// What the directory says of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PartEntry {
    /// Its name as raw bytes.
    pub(crate) name: Vec<u8>,
    /// Whether the name is said to be UTF-8 (bit 11).
    pub(crate) is_utf8: bool,
    /// Local time of last change as `YYYY-MM-DDTHH:MM:SS`, where the DOS field holds a date.
    pub(crate) modified: Option<String>,
    /// Seconds since 1970 in UTC, where the packer wrote them beside the local time (extra field 0x5455 of Info-ZIP).
    pub(crate) modified_utc: Option<u32>,
    /// Unpacked bytes as stated.
    pub(crate) size: u64,
    /// Whether the part is encrypted (bit 0).
    pub(crate) is_encrypted: bool,
    /// Whether the name stands a second time in UTF-8 (extra field 0x7075 of Info-ZIP).
    pub(crate) has_unicode_path: bool,
}

/// Bit 11 of the flags: name and comment are UTF-8 (zip APPNOTE 4.4.4).
const FLAG_UTF8: u16 = 1 << 11;

/// Unpacked bytes that a part may always have, whatever its packed size.
const PART_BYTES_FLOOR: u64 = 1 << 20;

impl<'a> Package<'a> {
    /// Opens the directory; the reason in words where there is none.
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, String> {
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| format!("the package cannot be opened: {error}"))?;
        if archive.len() > limits.parts_max {
            return Err(format!(
                "the package has {} parts, more than the limit of {}",
                archive.len(),
                limits.parts_max
            ));
        }
        let names = archive.file_names().enumerate();
        let index = names.filter_map(|(index, name)| Some((key(&name.ok()?), index))).collect();
        let left = Rc::new(Cell::new(limits.unpacked_bytes_max));
        let (reached, ended) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
        Ok(Self { archive, index, limits: *limits, left, reached, ended })
    }

    /// Names of all parts, in the order of the directory.
    pub(crate) fn names(&self) -> Vec<String> {
        self.archive.file_names().flatten().map(Cow::into_owned).collect()
    }

    /// What the directory says of each part, in its order.
    pub(crate) fn entries(&mut self) -> Vec<PartEntry> {
        (0..self.archive.len()).filter_map(|index| self.entry(index)).collect()
    }

    fn entry(&mut self, index: usize) -> Option<PartEntry> {
        let part = self.archive.by_index_raw(index).ok()?;
        let modified = part.last_modified().filter(zip::DateTime::is_valid).map(|at| {
            format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
                at.year(),
                at.month(),
                at.day(),
                at.hour(),
                at.minute(),
                at.second()
            )
        });
        let modified_utc = part.extra_data_fields().find_map(|field| {
            let ExtraField::ExtendedTimestamp(times) = field else { return None };
            times.mod_time()
        });
        let has_unicode_path =
            part.extra_data_fields().any(|field| matches!(field, ExtraField::UnicodePath(_)));
        Some(PartEntry {
            name: part.name_raw().to_vec(),
            is_utf8: part.flags().as_u16() & FLAG_UTF8 != 0,
            modified,
            modified_utc,
            size: part.size(),
            is_encrypted: part.encrypted(),
            has_unicode_path,
        })
    }

    /// Whether there is a part of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.index.contains_key(&key(name))
    }

    /// A part being inflated; `None` where there is none, the reason where it cannot be.
    pub(crate) fn part(&mut self, name: &str) -> Option<Result<PartBytes<impl Read>, String>> {
        let index = *self.index.get(&key(name))?;
        self.ended.set(false);
        let part = match self.archive.by_index(index) {
            Ok(part) => part,
            Err(error) => return Some(Err(error.to_string())),
        };
        let ratio = part.compressed_size().saturating_mul(self.limits.unpacked_ratio_max);
        let part_left = ratio.max(PART_BYTES_FLOOR);
        Some(Ok(PartBytes {
            size: part.size(),
            inner: part,
            part_left,
            left: Rc::clone(&self.left),
            reached: Rc::clone(&self.reached),
            ended: Rc::clone(&self.ended),
        }))
    }

    /// The bytes of a part up to `bytes_max`; empty where there is none or it cannot be inflated.
    pub(crate) fn bytes(&mut self, name: &str, bytes_max: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        if let Some(Ok(part)) = self.part(name) {
            let size = part.size().min(bytes_max).min(PART_BYTES_FLOOR);
            bytes.reserve(usize::try_from(size).unwrap_or(0));
            // What came before a fault is kept.
            let _ = part.take(bytes_max).read_to_end(&mut bytes).is_ok();
        }
        bytes
    }

    /// A small part as XML, UTF-16 too; `None` where there is none.
    pub(crate) fn small_xml(&mut self, name: &str, bytes_max: u64) -> Option<Xml<Cursor<Vec<u8>>>> {
        self.has(name).then(|| {
            let bytes = self.bytes(name, bytes_max);
            self.xml_of(bytes)
        })
    }

    /// The bytes of a small part as XML, UTF-16 too.
    pub(crate) fn xml_of(&self, bytes: Vec<u8>) -> Xml<Cursor<Vec<u8>>> {
        let bytes = match as_utf8(&bytes) {
            Cow::Borrowed(_) => bytes,
            Cow::Owned(bytes) => bytes,
        };
        Xml::new(Cursor::new(bytes), self.limits.depth_max)
    }

    /// Whether a limit of unpacked bytes ended any part early.
    pub(crate) fn limit_reached(&self) -> bool {
        self.reached.get()
    }

    /// Why the part that was opened last ended before its end, if a limit of unpacked bytes did that.
    pub(crate) fn ending(&self) -> Option<String> {
        self.ended.get().then(|| {
            format!(
                "the part unpacks to more than the limit of {} times its size or {} bytes in all; what follows was not read",
                self.limits.unpacked_ratio_max, self.limits.unpacked_bytes_max
            )
        })
    }
}

/// A name as parts are compared: without regard to the case of ASCII letters (ECMA-376 part 2, 6.2.2.3), to a slash at the
/// beginning, and with the backslashes that some packers on Windows write.
fn key(name: &str) -> String {
    let mut key = name.strip_prefix('/').unwrap_or(name).replace('\\', "/");
    key.make_ascii_lowercase();
    key
}

/// Whether a name ends so, without regard to the case of ASCII letters.
pub(crate) fn has_ending(name: &str, ending: &str) -> bool {
    let start = name.len().checked_sub(ending.len());
    let end = start.and_then(|start| name.as_bytes().get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(ending.as_bytes()))
}

/// The bytes of a part, no more than the limits allow.
#[derive(Debug)]
pub(crate) struct PartBytes<R> {
    /// Unpacked bytes as stated, which may be wrong.
    size: u64,
    inner: R,
    part_left: u64,
    left: Rc<Cell<u64>>,
    reached: Rc<Cell<bool>>,
    ended: Rc<Cell<bool>>,
}

impl<R> PartBytes<R> {
    /// Unpacked bytes as stated, no more than may be read.
    pub(crate) fn size(&self) -> u64 {
        self.size.min(self.part_left).min(self.left.get())
    }
}

impl<R: Read> Read for PartBytes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let room = usize::try_from(self.part_left.min(self.left.get())).unwrap_or(usize::MAX);
        if room == 0 {
            // A part that ends exactly at the limit did not pass it.
            let is_over = !buffer.is_empty() && self.inner.read(&mut [0])? > 0;
            self.reached.set(self.reached.get() || is_over);
            self.ended.set(self.ended.get() || is_over);
            return Ok(0);
        }
        let room = room.min(buffer.len());
        let Some(buffer) = buffer.get_mut(..room) else { return Ok(0) };
        let count = self.inner.read(buffer)?;
        self.part_left = self.part_left.saturating_sub(count as u64);
        self.left.set(self.left.get().saturating_sub(count as u64));
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn names_are_found_whatever_their_case_and_slashes() {
        let zip = zip_of(&[("XL\\Workbook.xml", b"x")]);
        let mut package = Package::open(&zip, &Limits::STANDARD).unwrap();
        assert!(package.has("/xl/workbook.xml"));
        assert_eq!(package.bytes("xl/workbook.xml", 10), b"x");
        assert!(!package.has("xl/other.xml"));
    }

    #[test]
    fn a_part_that_unpacks_to_too_much_ends_and_says_so() {
        let zip = zip_of(&[("bomb", &vec![0; 3 << 20]), ("small", b"x")]);
        let mut package = Package::open(&zip, &Limits::STANDARD).unwrap();
        assert_eq!(package.bytes("bomb", 4 << 20).len(), 1 << 20);
        assert!(package.ending().is_some() && package.limit_reached());
        assert_eq!(package.bytes("small", 10), b"x");
        assert!(package.ending().is_none() && package.limit_reached());
    }

    #[test]
    fn a_part_that_ends_at_the_limit_is_whole() {
        let zip = zip_of(&[("whole", &vec![0; 1 << 20])]);
        let mut package = Package::open(&zip, &Limits::STANDARD).unwrap();
        assert_eq!(package.bytes("whole", 4 << 20).len(), 1 << 20);
        assert!(!package.limit_reached());
    }

    #[test]
    fn the_directory_tells_times_and_flags() {
        let zip = zip_of(&[("宋体.xml", b"x"), ("a.xml", b"y")]);
        let mut package = Package::open(&zip, &Limits::STANDARD).unwrap();
        let entries = package.entries();
        assert_eq!(entries.iter().map(|entry| entry.is_utf8).collect::<Vec<_>>(), [true, false]);
        assert!(entries.iter().all(|entry| !entry.is_encrypted && entry.modified.is_some()));
    }
}
