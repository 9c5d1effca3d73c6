//! The summary of an HWP document: title, people, times, the version of the program and its system.
//!
//! In: the stream `HwpSummaryInformation`, a property set with numbers of its own. Out: signals. Hancom writes the time of
//! creation twice, in UTC and in words in the time of the machine, so that its zone shows. Format: HWP 5.0 revision 1.3,
//! 3.2.4.

use subtier_model::Place;

use super::super::properties::{Value, filetime, filetime_secs, sections};
use super::super::zone_signal;
use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_blocks::zones::{seconds_of, tell_offset, time_in_words, zone_between};
use subtier_sectors::Compound;

const STREAM: &str = "\u{5}HwpSummaryInformation";
const STREAM_BYTES_MAX: u64 = 1 << 20;

/// Reads it.
pub(super) fn read(compound: &mut Compound<'_>, writing: &mut Writing) {
    let Some(bytes) = compound.read(STREAM, STREAM_BYTES_MAX) else { return };
    let place = Place::Words("stream HwpSummaryInformation".to_owned());
    let Some(section) = sections(&bytes).into_iter().next() else { return };
    let mut created_secs = None;
    let mut local = None;
    let mut words = String::new();
    for (id, value) in &section.values {
        match (id, value) {
            (9, Value::Text(text)) => version(text, writing, &place),
            (20, Value::Text(text)) => {
                local = time_in_words(text);
                words.clone_from(text);
                writing.signal(SignalKind::Created, text.clone(), place.clone());
            }
            (12, Value::FileTime(time)) => {
                created_secs = filetime_secs(*time);
                time_signal(SignalKind::Created, *time, writing, &place);
            }
            (13, Value::FileTime(time)) => {
                time_signal(SignalKind::Modified, *time, writing, &place);
            }
            (11, Value::FileTime(time)) => time_signal(SignalKind::Printed, *time, writing, &place),
            (2, Value::Text(text)) => {
                writing.signal(SignalKind::Title, text.clone(), place.clone());
            }
            (4, Value::Text(text)) => {
                writing.signal(SignalKind::Author, text.clone(), place.clone());
            }
            (8, Value::Text(text)) => {
                writing.signal(SignalKind::LastModifiedBy, text.clone(), place.clone());
            }
            _ => {}
        }
    }
    if let (Some(local), Some(utc)) = (local, created_secs) {
        let place = Place::Words(format!("{place}, date in words beside time of creation"));
        // Whole minutes are compared.
        let minutes = seconds_of(&local).map(|secs| secs.div_euclid(60) * 60);
        if let Some(secs) = minutes {
            zone_signal(secs, utc, writing, &place);
        }
        half_hour(&words, &local, utc, (&place, writing));
    }
}

/// Seconds by which the time in words, of whole seconds, may miss that of the property.
const LATE_SECS: std::ops::RangeInclusive<i64> = -60..=60;

/// Says the zone that follows from both clocks, above all where it is the one that only North Korea had.
fn half_hour(words: &str, local: &str, utc_secs: i64, (place, writing): (&Place, &mut Writing)) {
    let Some(local_secs) = seconds_of(local) else { return };
    let zone = zone_between(local_secs, utc_secs, &LATE_SECS);
    let mut parts = local.split(['-', 'T']);
    let mut number = || parts.next()?.parse::<i16>().ok();
    let day =
        (|| Some((number()?, i8::try_from(number()?).ok()?, i8::try_from(number()?).ok()?)))();
    if let Some(zone) = zone.filter(|zone| zone == "+08:30") {
        tell_offset(&zone, day, words, (place, writing));
    }
}

fn time_signal(kind: SignalKind, time: u64, writing: &mut Writing, place: &Place) {
    writing.signal(kind, filetime(time).unwrap_or_default(), place.clone());
}

/// `9, 1, 1, 5656 WIN32LEWindows_10`: the version of the program, then its system.
fn version(text: &str, writing: &mut Writing, place: &Place) {
    let at = text.find(|sign: char| sign.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, system) = text.split_at_checked(at).unwrap_or((text, ""));
    writing.signal(SignalKind::HancomVersion, number.trim(), place.clone());
    writing.signal(SignalKind::OperatingSystem, system.trim(), place.clone());
}

#[cfg(test)]
mod tests {
    use super::*;
    use subtier_blocks::{Format, Limits};

    fn half_hours(words: &str, utc_secs: i64) -> usize {
        let mut writing = Writing::new(Format::Hwp, Limits::STANDARD);
        let local = time_in_words(words).unwrap();
        half_hour(words, &local, utc_secs, (&Place::Whole, &mut writing));
        let signals = writing.finish().signals;
        signals.iter().filter(|signal| signal.kind == SignalKind::HalfHourZone).count()
    }

    #[test]
    fn half_an_hour_tells_only_in_its_years() {
        // 21:05:12 at +08:30 is 12:35:12 in UTC.
        assert_eq!(half_hours("2016년 1월 16일 토요일 오후 9:05:12", 1_452_947_712), 1);
        assert_eq!(half_hours("2024년 1월 16일 화요일 오후 9:05:12", 1_705_408_512), 0);
        // The same words at +09:00.
        assert_eq!(half_hours("2016년 1월 16일 토요일 오후 9:05:12", 1_452_945_912), 0);
    }
}
