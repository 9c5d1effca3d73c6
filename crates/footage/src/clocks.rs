//! Times in the shapes of picture and film formats, and what two clocks of one file tell.
//!
//! In: numbers and texts of a file. Out: times such as `2024-01-16T21:05:12`, with `Z` only where the format says UTC. Never: the
//! clock of this machine.

use jiff::Timestamp;
use subtier_blocks::{SignalKind, zones};
use subtier_model::Place;

use crate::Telling;

/// Seconds from 1904 to 1970 (ISO/IEC 14496-12, 8.2.2: since midnight, 1 January 1904, in UTC).
const SECS_1904_TO_1970: i64 = 2_082_844_800;

/// Seconds since 1970 in UTC as a time.
pub(crate) fn of_1970(secs: i64) -> Option<String> {
    Timestamp::from_second(secs).ok().map(|time| time.to_string())
}

/// Seconds since 1904 in UTC as a time; zero is none.
pub(crate) fn of_1904(secs: u64) -> Option<String> {
    if secs == 0 {
        return None;
    }
    of_1970(i64::try_from(secs).ok()?.checked_sub(SECS_1904_TO_1970)?)
}

/// Six numbers as a time; `None` where they are none.
pub(crate) fn of_parts(parts: [u32; 6]) -> Option<String> {
    let [year, month, day, hour, minute, second] = parts;
    let is_day = (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    (is_day && hour < 24 && minute < 60 && second < 61)
        .then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"))
}

/// `2024:01:16 21:05:12` of Exif (CIPA DC-008, 4.6.4) and the many shapes near it; what stands behind the seconds is kept.
pub(crate) fn of_exif(written: &str) -> Option<String> {
    let written = written.trim();
    let mut parts = [0u32; 6];
    let mut rest = written;
    for part in &mut parts {
        let begin = rest.find(|sign: char| sign.is_ascii_digit())?;
        rest = rest.get(begin..)?;
        let end = rest.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(rest.len());
        *part = rest.get(..end)?.parse().ok()?;
        rest = rest.get(end..)?;
    }
    Some(of_parts(parts)? + rest.trim())
}

/// `Mon Mar 10 15:04:43 2003`, as the C library writes times (ISO/IEC 9899, `asctime`) and cameras put them into AVI.
pub(crate) fn of_c(written: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let mut words = written.split_ascii_whitespace();
    let (_day_of_week, month, day) = (words.next()?, words.next()?, words.next()?);
    let (clock, year) = (words.next()?, words.next()?);
    let month = MONTHS.iter().position(|name| month.eq_ignore_ascii_case(name))?;
    let mut parts = clock.split(':').map(|part| part.parse().ok());
    let mut part = || parts.next().flatten();
    let month = u32::try_from(month + 1).ok()?;
    of_parts([year.parse().ok()?, month, day.parse().ok()?, part()?, part()?, part()?])
}

/// Says the zone that follows from a local clock beside one of UTC, and how they differ.
pub(crate) fn compare(local: &str, utc: &str, words: &str, place: &Place, telling: &mut Telling) {
    let Some(difference) = zones::clock_difference(local, utc) else { return };
    if difference.len() == "+09:00".len() {
        telling.signal(SignalKind::ZoneOffset, difference.clone(), place.clone());
        // Whether it is the half hour that one country alone had is decided where offsets are.
        telling.zone(&format!("{}{difference}", local.get(..19).unwrap_or(local)), place);
    }
    telling.signal(SignalKind::ClockDifference, format!("{difference}: {words}"), place.clone());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_the_shapes_of_formats() {
        assert_eq!(of_1904(3_788_000_000).as_deref(), Some("2024-01-13T14:13:20Z"));
        assert_eq!(of_1904(0), None);
        assert_eq!(of_1904(u64::MAX), None);
        assert_eq!(of_exif("2024:01:16 21:05:12").as_deref(), Some("2024-01-16T21:05:12"));
        assert_eq!(
            of_exif("2024-01-16T21:05:12+09:00").as_deref(),
            Some("2024-01-16T21:05:12+09:00")
        );
        assert_eq!(of_c("Mon Mar 10 15:04:43 2003\n").as_deref(), Some("2003-03-10T15:04:43"));
        assert_eq!(of_c("TUE OCT 27 12:14:00"), None);
        assert_eq!(of_exif("0000:00:00 00:00:00"), None);
        assert_eq!(of_exif("    :  :     :  :  "), None);
    }
}
