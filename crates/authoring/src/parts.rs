//! The parts of a project file that is a zip, opened under limits, and the clocks of its directory.
//!
//! In: the bytes of the file. Out: parts by name; when they were packed, with the zone where a packer wrote both clocks. Never: a
//! part unpacked further than the limits allow.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use subtier_blocks::SignalKind;
use subtier_blocks::zones::{seconds_of, zone_between};
use subtier_footage::{Held, Telling};
use subtier_model::Place;
use subtier_sectors::little::u16_at;
use zip::ZipArchive;
use zip::extra_fields::ExtraField;

use crate::packed::Capped;
use crate::told;

/// The first bytes of a zip that is not empty (APPNOTE 4.3.7).
pub(crate) const SIGNATURE: &[u8] = b"PK\x03\x04";

/// Unpacked bytes of all parts of one project that are read.
const UNPACKED_MAX: u64 = 1 << 30;

/// Minutes of packing, and zones, that are told.
const TIMES_MAX: usize = 20;

/// The zip counts in steps of two seconds and may round down (APPNOTE 4.4.6).
const STEP_SECS: std::ops::RangeInclusive<i64> = -2..=2;

/// A zip.
pub(crate) struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'a> Parts<'a> {
    /// Opens the directory; says why where that is impossible.
    pub(crate) fn open(held: &Held<'a>, telling: &mut Telling) -> Option<Self> {
        if let Some((start, end)) = held.unheld() {
            let reason = "these bytes of a large file were not read, and without them its parts cannot be opened";
            telling.fault(Place::Bytes { start, end }, reason);
            return None;
        }
        let opened = ZipArchive::new(Cursor::new(held.head()));
        match opened {
            Ok(archive) if archive.len() <= telling.limits().parts_max => {
                Some(Self { archive, left: UNPACKED_MAX })
            }
            Ok(archive) => {
                let reason = format!("it has {} parts, more than the limit", archive.len());
                telling.fault(Place::Whole, reason);
                None
            }
            Err(error) => {
                telling.fault(Place::Whole, format!("its parts cannot be opened: {error}"));
                None
            }
        }
    }

    /// Names of all parts, in the order of the directory.
    pub(crate) fn names(&self) -> Vec<String> {
        self.archive.file_names().flatten().map(std::borrow::Cow::into_owned).collect()
    }

    /// A part up to `bytes_max`; what was had before a fault is kept, and the fault said.
    pub(crate) fn bytes(
        &mut self,
        name: &str,
        bytes_max: u64,
        telling: &mut Telling,
    ) -> Option<Vec<u8>> {
        let index = self.archive.index_for_name(name)?;
        let place = Place::Entry(name.to_owned());
        let bytes_max = bytes_max.min(self.left);
        if bytes_max == 0 {
            telling.fault(place, "it was not read: the limit of unpacked bytes of one project");
            return None;
        }
        let part = match self.archive.by_index(index) {
            Ok(part) => part,
            Err(error) => {
                telling.fault(place, format!("it cannot be opened: {error}"));
                return None;
            }
        };
        let packed_bytes = part.compressed_size();
        let mut capped = Capped::new(part, packed_bytes, telling.limits());
        let mut bytes = Vec::new();
        if let Err(error) = capped.by_ref().take(bytes_max).read_to_end(&mut bytes) {
            telling.fault(place, format!("it cannot be unpacked to its end: {error}"));
        } else if capped.is_reached() || bytes.len() as u64 >= bytes_max {
            telling.fault(place, format!("only its first {} bytes were read", bytes.len()));
        }
        self.left = self.left.saturating_sub(bytes.len() as u64);
        Some(bytes)
    }

    /// Says when parts were packed, and the zone of the packer where both clocks of one part give it.
    /// Gives back the latest of the local times.
    pub(crate) fn tell_clocks(&mut self, telling: &mut Telling) -> Option<String> {
        let (mut minutes, mut zones) = (BTreeSet::new(), BTreeSet::new());
        let mut latest: Option<String> = None;
        for index in 0..self.archive.len() {
            let Ok(part) = self.archive.by_index_raw(index) else { continue };
            let Some(local) = part.last_modified().filter(zip::DateTime::is_valid) else {
                continue;
            };
            let local = format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
                local.year(),
                local.month(),
                local.day(),
                local.hour(),
                local.minute(),
                local.second()
            );
            // The first date that the field can hold stands for none.
            if local.starts_with("1980-01-01") {
                continue;
            }
            let name = String::from_utf8_lossy(part.name_raw()).into_owned();
            if latest.as_ref().is_none_or(|latest| *latest < local) {
                latest = Some(local.clone());
            }
            let minute = local.get(..16).unwrap_or(&local).to_owned();
            if minutes.len() < TIMES_MAX && minutes.insert(minute) {
                telling.signal(SignalKind::PartTime, &local, Place::Entry(name.clone()));
            }
            let utc = part.extra_data_fields().find_map(utc_of);
            if let Some(utc) = utc
                && let Some(zone) =
                    seconds_of(&local).and_then(|local| zone_between(local, utc, &STEP_SECS))
                && zones.len() < TIMES_MAX
                && zones.insert(zone.clone())
                && let Some(time) = told::utc(utc)
            {
                let words = format!(
                    "{zone}: zip {local} local, {time} in the extra field of the same part"
                );
                telling.signal(SignalKind::ClockDifference, words, Place::Entry(name));
            }
        }
        latest
    }
}

/// Says the zone where the latest local time of packing and the UTC of the last change look like one save.
pub(crate) fn compare_clocks(local: &str, utc: i64, place: &Place, telling: &mut Telling) {
    /// Parts are packed at most so long after the change was noted, as in documents.
    const SAVE_SECS: std::ops::RangeInclusive<i64> = -2..=60;
    let zone = seconds_of(local).and_then(|local| zone_between(local, utc, &SAVE_SECS));
    if let (Some(zone), Some(time)) = (zone, told::utc(utc)) {
        let words = format!("{zone}: zip {local} local, last change {time}");
        telling.signal(SignalKind::ClockDifference, words, place.clone());
    }
}

/// The time in UTC beside the local one: of Info-ZIP in seconds since 1970, of NTFS in tenths of microseconds since 1601 (APPNOTE
/// 4.5.5).
fn utc_of(field: &ExtraField) -> Option<i64> {
    /// Seconds from 1601 to 1970 (\[MS-DTYP\] 2.3.3).
    const BETWEEN: i64 = 11_644_473_600;
    if let ExtraField::ExtendedTimestamp(times) = field {
        return times.mod_time().map(i64::from);
    }
    let ExtraField::Ntfs(times) = field else { return None };
    i64::try_from(times.mtime() / 10_000_000).ok()?.checked_sub(BETWEEN)
}

/// Whether the first part is stored, is called `mimetype`, and begins so, as `OpenDocument` and its kin lay down (`OpenDocument` 1.3
/// part 2, 3.3).
pub(crate) fn has_mimetype(held: &Held<'_>, mimetype: &str) -> bool {
    /// Where a part's head says the lengths of its name and of its extra fields, and its own length (APPNOTE 4.3.7).
    const NAME_LENGTH_AT: usize = 26;
    const EXTRA_LENGTH_AT: usize = 28;
    const PART_HEAD: usize = 30;
    let head = held.head();
    let behind = || {
        let name_end = PART_HEAD + usize::from(u16_at(head, NAME_LENGTH_AT)?);
        let is_named = head.get(PART_HEAD..name_end)? == b"mimetype";
        let start = name_end + usize::from(u16_at(head, EXTRA_LENGTH_AT)?);
        head.get(start..).filter(|_| is_named)
    };
    head.starts_with(SIGNATURE)
        && behind().is_some_and(|content| content.starts_with(mimetype.as_bytes()))
}

/// Whether a name ends so, without regard to the case of ASCII letters.
pub(crate) fn has_ending(name: &str, ending: &str) -> bool {
    let start = name.len().checked_sub(ending.len());
    let end = start.and_then(|start| name.as_bytes().get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(ending.as_bytes()))
}

/// Whether a zip names a part that ends so, in its directory at the end.
pub(crate) fn has_part(held: &Held<'_>, ending: &str) -> bool {
    /// Bytes at the end in which the directory is looked for by name alone.
    const DIRECTORY_BYTES: usize = 1 << 20;
    let bytes = if held.tail().1.is_empty() { held.head() } else { held.tail().1 };
    let last = bytes.get(bytes.len().saturating_sub(DIRECTORY_BYTES)..).unwrap_or(&[]);
    held.head().starts_with(SIGNATURE) && memchr::memmem::find(last, ending.as_bytes()).is_some()
}
