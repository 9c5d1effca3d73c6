//! Clocks of a package held against each other: the local time of the zip and the UTC of the properties.
//!
//! In: times as written. Out: signals that state both clocks. A difference is told only where both look like the same save: whole
//! quarters of an hour within the zones of the earth. What it means is not decided here.

use jiff::Timestamp;
use subtier_model::Place;

use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_blocks::zones::{seconds_of, zone_between};

/// Parts are packed at most so long after the properties were written.
const SAVE_SECS_MAX: i64 = 60;

/// The zip counts in steps of two seconds and may round down (APPNOTE 4.4.6).
const STEP_SECS: i64 = 2;

/// The offset between a local and a UTC clock in the words of a zone; `None` where they agree or belong to different saves.
fn offset_between(local: &str, utc: Timestamp, late_secs_max: i64) -> Option<String> {
    zone_between(seconds_of(local)?, utc.as_second(), &(-STEP_SECS..=late_secs_max))
}

/// Holds the latest local time of the parts against the UTC of the last change.
pub(super) fn compare_with_modified(
    latest: &str,
    modified: &str,
    place: &Place,
    writing: &mut Writing,
) {
    let Ok(utc) = modified.parse::<Timestamp>() else { return };
    if let Some(offset) = offset_between(latest, utc, SAVE_SECS_MAX) {
        let words =
            format!("{offset}: zip {latest} local, last change {modified} as the properties say");
        writing.signal(SignalKind::ClockDifference, words, place.clone());
    }
}

/// The offset between the local time of a part and the UTC that the packer wrote beside it.
pub(super) fn offset_of_extra(local: &str, utc_secs: u32) -> Option<String> {
    let utc = Timestamp::from_second(i64::from(utc_secs)).ok()?;
    offset_between(local, utc, STEP_SECS)
}

/// Says that offset with both clocks.
pub(super) fn tell_extra(
    part: &str,
    local: &str,
    utc_secs: u32,
    offset: &str,
    writing: &mut Writing,
) {
    if let Ok(utc) = Timestamp::from_second(i64::from(utc_secs)) {
        let words =
            format!("{offset}: zip {local} local, {utc} in the extra field of the same part");
        writing.signal(SignalKind::ClockDifference, words, Place::Entry(part.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offset(local: &str, utc: &str) -> Option<String> {
        offset_between(local, utc.parse().unwrap(), SAVE_SECS_MAX)
    }

    #[test]
    fn clocks_of_one_save_give_the_zone() {
        assert_eq!(offset("2024-01-16T21:05:12", "2024-01-16T12:05:10Z").unwrap(), "+09:00");
        assert_eq!(offset("2016-01-16T20:35:12", "2016-01-16T12:05:13Z").unwrap(), "+08:30");
        assert_eq!(offset("2024-01-16T07:05:12", "2024-01-16T12:05:10Z").unwrap(), "-05:00");
    }

    #[test]
    fn clocks_of_different_saves_give_nothing() {
        assert_eq!(offset("2024-01-16T12:05:12", "2024-01-16T12:05:10Z"), None);
        assert_eq!(offset("2024-01-16T21:12:12", "2024-01-16T12:05:10Z"), None);
        assert_eq!(offset("2024-01-17T21:05:12", "2024-01-16T12:05:10Z"), None);
        assert_eq!(offset("1980-01-01T00:00:00", "2024-01-16T12:05:10Z"), None);
    }
}
