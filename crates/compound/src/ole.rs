//! Compound files: Word, Excel and `PowerPoint` before 2007, WPS Office, Hancom HWP 5 and Outlook messages.
//!
//! In: the bytes of a document. Out: which of these it is by the streams it holds, its text, and what its property sets
//! and streams tell of its maker. Documents embedded in it are read too, to a bounded depth. What is encrypted is said to
//! be so and left; macros are named, never run or read.

mod embedded;
mod excel;
mod hwp;
mod msg;
mod properties;
mod slides;
mod word;

#[cfg(test)]
mod build;

use subtier_model::Place;

use subtier_blocks::Writing;
use subtier_blocks::zones::zone_between;
use subtier_blocks::{Format, Limits, Request, SignalKind};
use subtier_sectors::{Compound, SIGNATURE};

/// Documents within documents that are read.
const EMBEDDED_DEPTH_MAX: usize = 3;
/// Embedded documents that are read, over all depths.
const EMBEDDED_DOCUMENTS_MAX: usize = 64;
const WPS_STREAM: &str = "WpsCustomData";
/// The longest of the streams that only mark a format.
const MARK_BYTES_MAX: u64 = 64;
/// Seconds by which a local time of whole minutes may miss the moment of the same save.
const LATE_SECS: std::ops::RangeInclusive<i64> = -60..=60;

/// Whether the bytes are of this family, and which of it.
pub(crate) fn is_it(bytes: &[u8], name: &str) -> Option<Format> {
    if excel::is_bare(bytes) {
        return Some(Format::Xls);
    }
    if !bytes.starts_with(SIGNATURE) {
        return None;
    }
    let mut compound = Compound::open(bytes, &Limits::STANDARD).ok()?;
    format_of(&mut compound, name)
}

/// Reads it.
pub(crate) fn read(request: &Request<'_>, writing: &mut Writing) {
    if excel::is_bare(request.bytes) {
        excel::read_bare(request.bytes, writing);
        return;
    }
    let mut compound = match Compound::open(request.bytes, writing.limits()) {
        Ok(compound) => compound,
        Err(reason) => return writing.fault(Place::Whole, reason),
    };
    if let Some(fault) = compound.fault() {
        writing.fault(Place::Whole, fault.to_owned());
    }
    let Some(format) = format_of(&mut compound, request.name) else { return };
    writing.set_format(format);
    let mut budget = EMBEDDED_DOCUMENTS_MAX;
    read_as(format, &mut compound, writing, &mut budget, 0);
    if compound.limit_reached() {
        writing.fault(Place::Whole, "its streams are longer than the limit of unpacked bytes");
    }
}

/// What a compound file is by its streams.
fn format_of(compound: &mut Compound<'_>, name: &str) -> Option<Format> {
    if let Some(mark) = compound.read("FileHeader", MARK_BYTES_MAX)
        && mark.starts_with(b"HWP Document File")
    {
        return Some(Format::Hwp);
    }
    let has_extension = |extension: &str| {
        name.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(extension))
    };
    if compound.has("__properties_version1.0") {
        return Some(Format::Msg);
    }
    if compound.has("WordDocument") {
        let is_wps = compound.has(WPS_STREAM)
            || (has_extension("wps") && properties::peek(compound).wps_build.is_some());
        return Some(if is_wps { Format::Wps } else { Format::Doc });
    }
    if compound.has("Workbook") || compound.has("Book") {
        let properties = properties::peek(compound);
        let application = properties.application.unwrap_or_default();
        // Excel keeps the build of WPS Office in a file that it saves again.
        let is_wps = application.starts_with("WPS")
            || (properties.wps_build.is_some()
                && (has_extension("et") || !application.starts_with("Microsoft")));
        return Some(if is_wps { Format::Et } else { Format::Xls });
    }
    if compound.has("PowerPoint Document") {
        return Some(Format::Ppt);
    }
    // An encrypted package does not say what is in it ([MS-OFFCRYPTO] 2.3.4.4); its name may.
    if compound.has("EncryptedPackage") {
        return Some(match () {
            () if has_extension("xlsx") || has_extension("xlsm") => Format::Xlsx,
            () if has_extension("pptx") => Format::Pptx,
            () => Format::Docx,
        });
    }
    None
}

fn read_as(
    format: Format,
    compound: &mut Compound<'_>,
    writing: &mut Writing,
    budget: &mut usize,
    depth: usize,
) {
    if compound.has(WPS_STREAM) {
        let place = Place::Words(format!("stream {WPS_STREAM}"));
        writing.signal(SignalKind::WpsStream, WPS_STREAM, place);
    }
    #[expect(clippy::wildcard_enum_match_arm, reason = "only the formats that format_of returns")]
    match format {
        Format::Hwp => return hwp::read(compound, writing),
        Format::Msg => return msg::read(compound, writing),
        Format::Docx | Format::Xlsx | Format::Pptx => {
            return encrypted(writing, "stream EncryptedPackage");
        }
        _ => {}
    }
    let properties = properties::read(compound, writing);
    #[expect(clippy::wildcard_enum_match_arm, reason = "only the formats that format_of returns")]
    match format {
        Format::Doc | Format::Wps => word::read(compound, &properties, writing),
        Format::Ppt => slides::read(compound, writing),
        _ => excel::read(compound, &properties, writing),
    }
    for storage in embedded::read(compound, writing) {
        if depth >= EMBEDDED_DEPTH_MAX || *budget == 0 {
            let place = Place::Words(format!("storage {storage}"));
            writing.fault(place, "it is embedded too deep, or one of too many, and was not read");
            break;
        }
        *budget -= 1;
        let mut inner = compound.below(&storage);
        if let Some(format) = format_of(&mut inner, "") {
            read_as(format, &mut inner, writing, budget, depth + 1);
        }
    }
}

/// Says that the content is encrypted.
fn encrypted(writing: &mut Writing, place: &str) {
    let place = Place::Words(place.to_owned());
    writing.signal(SignalKind::Encrypted, "encrypted with a password", place.clone());
    writing.fault(place, "the content is encrypted and was not read");
}

/// Compares a local time of a file with the same moment in UTC, and says the difference where it is that of a zone.
///
/// Both clocks are those of the machine that saved the file, so that the difference is its zone; a local time has no seconds.
fn zone_signal(local_secs: i64, utc_secs: i64, writing: &mut Writing, place: &Place) {
    let utc_minute_secs = utc_secs.div_euclid(60) * 60;
    let Some(zone) = zone_between(local_secs, utc_minute_secs, &LATE_SECS) else { return };
    let local = jiff::Timestamp::from_second(local_secs).map(|at| at.to_string());
    let utc = jiff::Timestamp::from_second(utc_secs).map(|at| at.to_string());
    if let (Ok(local), Ok(utc)) = (local, utc) {
        let value = format!("{zone} ({} beside {utc})", local.trim_end_matches('Z'));
        writing.signal(SignalKind::ClockDifference, value, place.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(local: i64, utc: i64) -> Vec<String> {
        let mut writing = Writing::new(Format::Doc, Limits::STANDARD);
        zone_signal(local, utc, &mut writing, &Place::Whole);
        writing.finish().signals.into_iter().map(|signal| signal.value).collect()
    }

    #[test]
    fn a_local_time_beside_the_same_in_utc_is_a_zone() {
        let utc = 1_705_406_706;
        let want = ["+08:30 (2024-01-16T20:35:00 beside 2024-01-16T12:05:06Z)"];
        assert_eq!(zone(utc - 6 + 30_600, utc), want);
        assert_eq!(zone(utc - 6, utc), [""; 0], "UTC, or a program that does not know zones");
        assert_eq!(zone(utc + 30 * 3600, utc), [""; 0], "two different moments");
        assert_eq!(zone(utc + 400, utc), [""; 0], "two different moments");
    }
}
