//! Time zones: those that a time states, and those that follow from two clocks of one event.
//!
//! In: times as written, or seconds. Out: offsets such as `+08:30`, as signals or words. A difference is a zone where it is one of the
//! Earth's; what it means is not decided here. Never: the clock or the zone of this machine is asked.

use std::ops::RangeInclusive;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use subtier_model::Place;

use crate::{SignalKind, Writing};

/// Minutes by which the clocks of the Earth differ from UTC at most (IANA time zone database: Etc/GMT+12, Pacific/Kiritimati).
const OFFSET_MINUTES: RangeInclusive<i64> = -12 * 60..=14 * 60;

/// Offsets are whole quarters of an hour (the same: Asia/Kathmandu +05:45, Australia/Eucla +08:45).
const QUARTER_SECS: i64 = 15 * 60;

/// The first and the last day, as year, month and day, on which North Korea alone had [`HALF_HOUR`]: clocks went back on 15 August
/// 2015 and forward on 4 May 2018 at 23:30, so that both days count whole (the same, 2018e: Asia/Pyongyang).
const HALF_HOUR_DAYS: RangeInclusive<(i16, i8, i8)> = (2015, 8, 15)..=(2018, 5, 4);
const HALF_HOUR: &str = "+08:30";

/// Says the offset that a time states, and whether it is the one that only North Korea used on that day.
pub fn tell_offset(
    offset: &str,
    day: Option<(i16, i8, i8)>,
    written: &str,
    (place, writing): (&Place, &mut Writing),
) {
    writing.signal(SignalKind::ZoneOffset, offset, place.clone());
    if offset == HALF_HOUR && day.is_some_and(|day| HALF_HOUR_DAYS.contains(&day)) {
        writing.signal(SignalKind::HalfHourZone, written, place.clone());
    }
}

/// Says the offset of a time as ISO 8601, XMP or PDF write it: `2016-01-16T21:05:12+08:30`, `D:20160116210512+08'30'` (ISO 32000-1,
/// 7.9.4; XMP part 1, 8.2.1.4). A time without an offset says nothing.
pub fn tell_zone(written: &str, place: &Place, writing: &mut Writing) {
    if let Some((offset_minutes, local)) = stated(written) {
        let day = (local.year(), local.month(), local.day());
        tell_offset(&offset_in_words(offset_minutes), Some(day), written, (place, writing));
    }
}

/// Offset and local time of a time that states both.
fn stated(written: &str) -> Option<(i64, DateTime)> {
    let written = written.trim();
    let written = written.strip_prefix("D:").unwrap_or(written);
    let sign_at = written.rfind(['+', '-'])?;
    let (local, offset) = written.split_at_checked(sign_at)?;
    let digits: String = local.chars().filter(char::is_ascii_digit).collect();
    // A date alone, such as 2024-01-16, ends in what looks like an offset.
    if digits.len() < 12 {
        return None;
    }
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i8>().ok();
    let year = digits.get(..4)?.parse().ok()?;
    let second = part(12..14).unwrap_or(0).min(59);
    let local =
        DateTime::new(year, part(4..6)?, part(6..8)?, part(8..10)?, part(10..12)?, second, 0)
            .ok()?;
    let offset_digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let hours: i64 = offset_digits.get(..2)?.parse().ok()?;
    let minutes: i64 = offset_digits.get(2..4).and_then(|part| part.parse().ok()).unwrap_or(0);
    if hours > 14 || minutes > 59 {
        return None;
    }
    let size = hours * 60 + minutes;
    Some((if offset.starts_with('-') { -size } else { size }, local))
}

/// An offset such as `+08:30`.
fn offset_in_words(minutes: i64) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let size = minutes.unsigned_abs();
    format!("{sign}{:02}:{:02}", size / 60, size % 60)
}

/// The zone by which a local clock differs from UTC; `None` where they agree, or differ by no zone.
///
/// `late_secs` says by how many seconds the local clock may run behind or before that of the zone for both to be of one event.
pub fn zone_between(
    local_secs: i64,
    utc_secs: i64,
    late_secs: &RangeInclusive<i64>,
) -> Option<String> {
    let behind_earliest = local_secs.checked_sub(utc_secs)?.checked_sub(*late_secs.start())?;
    let minutes = behind_earliest.div_euclid(QUARTER_SECS) * (QUARTER_SECS / 60);
    let late = behind_earliest.rem_euclid(QUARTER_SECS) + late_secs.start();
    let is_zone = minutes != 0 && OFFSET_MINUTES.contains(&minutes) && late_secs.contains(&late);
    is_zone.then(|| offset_in_words(minutes))
}

/// By how much two clocks of one moment differ: a zone, or `+70 s, no zone`; `None` where either is no time or they agree.
///
/// Word writes the local time into `w:date` with a `Z` behind it that is not true, and in newer builds the true one beside
/// it (\[MS-DOCX\], `w16du:dateUtc`), so what stands behind the seconds is left out of account.
pub fn clock_difference(local: &str, utc: &str) -> Option<String> {
    /// Both are of the same moment; one of them may be rounded to a minute.
    const LATE_SECS: RangeInclusive<i64> = -30..=30;
    let (local, utc) = (seconds_of(local)?, seconds_of(utc)?);
    if local == utc {
        return None;
    }
    let zone = zone_between(local, utc, &LATE_SECS);
    Some(zone.unwrap_or_else(|| format!("{:+} s, no zone", local.saturating_sub(utc))))
}

/// Seconds of `YYYY-MM-DDTHH:MM:SS` since 1970; what stands behind is left out.
pub fn seconds_of(time: &str) -> Option<i64> {
    let time = time.get(..19)?.parse::<DateTime>().ok()?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}

/// What Hancom Office writes: `2023년 2월 7일 화요일 오후 7:20:23` as `2023-02-07T19:20:23`; the same of the Chinese and Japanese versions.
pub fn time_in_words(words: &str) -> Option<String> {
    let mut numbers = words
        .split(|sign: char| !sign.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| digits.parse::<u32>().ok().filter(|number| *number < 10_000));
    let mut next = || numbers.next().flatten();
    let (year, month, day) = (next()?, next()?, next()?);
    let (hour, minute, second) = (next()?, next()?, next()?);
    let is = |marks: [&str; 3]| marks.iter().any(|mark| words.contains(mark));
    let hour = match hour {
        12 if is(["오전", "午前", "上午"]) => 0,
        1..12 if is(["오후", "午後", "下午"]) => hour + 12,
        hour => hour,
    };
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, Limits};
    use proptest::prelude::*;

    fn told(written: &str) -> Vec<(SignalKind, String)> {
        let mut writing = Writing::new(Format::Pdf, Limits::STANDARD);
        tell_zone(written, &Place::Whole, &mut writing);
        writing.finish().signals.into_iter().map(|signal| (signal.kind, signal.value)).collect()
    }

    fn check(written: &str, expected: &[(SignalKind, &str)]) {
        let told = told(written);
        let told: Vec<_> = told.iter().map(|(kind, value)| (*kind, value.as_str())).collect();
        assert_eq!(told, expected, "{written}");
    }

    #[test]
    fn a_stated_offset_is_told() {
        check("D:20240116210512+09'00'", &[(SignalKind::ZoneOffset, "+09:00")]);
        check("D:20240116210512-03'30", &[(SignalKind::ZoneOffset, "-03:30")]);
        check("2024-01-16T21:05:12+08:00", &[(SignalKind::ZoneOffset, "+08:00")]);
        check("2024-01-16T21:05+08:00", &[(SignalKind::ZoneOffset, "+08:00")]);
        check("2024-01-16T21:05:12.250+08:00", &[(SignalKind::ZoneOffset, "+08:00")]);
    }

    #[test]
    fn the_half_hour_counts_on_its_days_alone() {
        for inside in [
            "D:20150815000000+08'30'",
            "D:20160301120000+08'30'",
            "D:20180504235959+08'30'",
            "2016-01-16T21:05:12+08:30",
        ] {
            let both = [(SignalKind::ZoneOffset, "+08:30"), (SignalKind::HalfHourZone, inside)];
            check(inside, &both);
        }
        for outside in
            ["D:20180505000000+08'30'", "D:20150814235959+08'30'", "2020-01-16T21:05:12+08:30"]
        {
            check(outside, &[(SignalKind::ZoneOffset, "+08:30")]);
        }
    }

    #[test]
    fn a_date_without_an_offset_says_nothing() {
        for written in [
            "D:20240116210512Z",
            "D:20240116",
            "2024-01-16",
            "2020-01-16T21:05:12Z",
            "16.01.2024 - 12",
            "",
            "TT+é9:1",
            "D:20249916210512+09'00'",
        ] {
            check(written, &[]);
        }
    }

    #[test]
    fn a_zone_is_told_from_a_clock_that_is_wrong() {
        let of = |local| clock_difference(local, "2024-01-16T13:05:00Z");
        assert_eq!(of("2024-01-16T21:05:00Z").as_deref(), Some("+08:00"));
        assert_eq!(of("2024-01-16T21:35:20Z").as_deref(), Some("+08:30"));
        assert_eq!(of("2024-01-16T05:05:00Z").as_deref(), Some("-08:00"));
        assert_eq!(of("2024-01-16T13:06:10Z").as_deref(), Some("+70 s, no zone"));
        assert_eq!(of("2024-01-19T13:05:00Z").as_deref(), Some("+259200 s, no zone"));
        assert_eq!(of("2024-01-16T13:05:00Z"), None);
        assert_eq!(of("yesterday"), None);
    }

    #[test]
    fn clocks_give_a_zone_where_they_are_of_one_event() {
        let of = |difference| zone_between(difference, 0, &(-2..=60));
        assert_eq!(of(9 * 3600 + 2).as_deref(), Some("+09:00"));
        assert_eq!(of(8 * 3600 + 1799).as_deref(), Some("+08:30"));
        assert_eq!(of(-5 * 3600).as_deref(), Some("-05:00"));
        for none in [0, 2, -1, 9 * 3600 + 61, 32 * 3600, -13 * 3600, i64::MAX, i64::MIN] {
            assert_eq!(of(none), None, "{none}");
        }
    }

    #[test]
    fn times_in_words_are_read_before_and_after_noon() {
        for (words, time) in [
            ("2024년 1월 16일 화요일 오후 9:05:12", "2024-01-16T21:05:12"),
            ("2024년 1월 16일 화요일 오전 12:05:12", "2024-01-16T00:05:12"),
            ("2024年1月16日 下午 12:05:12", "2024-01-16T12:05:12"),
        ] {
            assert_eq!(time_in_words(words).as_deref(), Some(time));
        }
        assert_eq!(time_in_words("어제"), None);
    }

    proptest! {
        #[test]
        fn any_text_and_any_clocks_are_read(written: String, local: i64, utc: i64) {
            told(&written);
            clock_difference(&written, &written);
            time_in_words(&written);
            zone_between(local, utc, &(-60..=60));
        }
    }
}
