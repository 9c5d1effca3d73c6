//! Instants in UTC and calendar dates, with the clock passed in from outside.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An instant: microseconds since 1970-01-01T00:00:00 UTC, leap seconds not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From microseconds since the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// From whole seconds since the epoch.
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(1_000_000))
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    pub const fn secs(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// The calendar date in UTC.
    pub fn date(self) -> Date {
        Date::from_epoch_days(self.secs().div_euclid(86_400))
    }

    /// Writes into `text`; `None` outside the years 0 to 9999, which RFC 3339 cannot say.
    fn write_rfc3339(self, text: &mut [u8; 27]) -> Option<&str> {
        let (secs, micros) = (self.secs(), self.0.rem_euclid(1_000_000));
        let (year, month, day) = civil_from_days(secs.div_euclid(86_400));
        if !(0..=9999).contains(&year) {
            return None;
        }
        let second = secs.rem_euclid(86_400);
        *text = *b"0000-00-00T00:00:00.000000Z";
        for (start, len, number) in [
            (0, 4, year),
            (5, 2, month),
            (8, 2, day),
            (11, 2, second / 3_600),
            (14, 2, second / 60 % 60),
            (17, 2, second % 60),
            (20, 6, micros),
        ] {
            let mut rest = number.unsigned_abs();
            for digit in text.get_mut(start..start + len)?.iter_mut().rev() {
                *digit = b'0' + u8::try_from(rest % 10).ok()?;
                rest /= 10;
            }
        }
        let zeros = text.get(20..26)?.iter().rev().take_while(|digit| **digit == b'0').count();
        // Without any fraction the dot goes too.
        let end = text.len() - if micros == 0 { 7 } else { zeros };
        *text.get_mut(end - 1)? = b'Z';
        std::str::from_utf8(text.get(..end)?).ok()
    }
}

/// Writes RFC 3339 in UTC with `Z`, with as many fraction digits as are needed.
///
/// Written out here and not left to a library, since a log of a gigabyte has a million of them.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 27];
        match self.write_rfc3339(&mut text) {
            Some(text) => f.write_str(text),
            None => write!(f, "{} microseconds", self.0),
        }
    }
}

/// Text that is not a date `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read date {text:?}: YYYY, YYYY-MM or YYYY-MM-DD is expected")]
pub struct ParseDateError {
    /// The text as it was given.
    pub text: String,
}

/// A calendar date that may lack its day or its month, as list dates and dates of birth do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date {
    year: i16,
    month: u8,
    day: u8,
}

impl Date {
    /// A full date; `None` where the calendar has no such day.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let (m, d) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        jiff::civil::Date::new(year, m, d).ok()?;
        Some(Self { year, month, day })
    }

    /// A date of which only year and month, or only the year (`month` 0), are known.
    pub fn partial(year: i16, month: u8) -> Option<Self> {
        (month <= 12 && (-9999..=9999).contains(&year)).then_some(Self { year, month, day: 0 })
    }

    /// The date that lies so many days after 1970-01-01.
    pub fn from_epoch_days(days: i64) -> Self {
        let (year, month, day) = civil_from_days(days);
        let year = i16::try_from(year).unwrap_or(if year < 0 { i16::MIN } else { i16::MAX });
        let small = |number: i64| u8::try_from(number).unwrap_or(1);
        Self { year, month: small(month), day: small(day) }
    }

    /// Days since 1970-01-01 of the first day this date can mean.
    pub fn first_epoch_day(self) -> i64 {
        days_from_civil(self.year.into(), self.month.max(1).into(), self.day.max(1).into())
    }

    /// Days since 1970-01-01 of the last day this date can mean.
    pub fn last_epoch_day(self) -> i64 {
        match (self.month, self.day) {
            (0, _) | (12, 0) => days_from_civil(i64::from(self.year) + 1, 1, 1) - 1,
            (month, 0) => days_from_civil(self.year.into(), i64::from(month) + 1, 1) - 1,
            _ => self.first_epoch_day(),
        }
    }

    /// The year.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month from 1, or `None` where only the year is known.
    pub fn month(self) -> Option<u8> {
        (self.month > 0).then_some(self.month)
    }

    /// The day of the month from 1, or `None` where it is not known.
    pub fn day(self) -> Option<u8> {
        (self.day > 0).then_some(self.day)
    }
}

/// Year, month and day so many days after 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level
/// Date Algorithms", `civil_from_days`).
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let z = days.saturating_add(719_468);
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era.saturating_mul(400) + i64::from(month <= 2);
    (year, month, day)
}

/// Days since 1970-01-01 (Howard Hinnant, `days_from_civil`).
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let mp = if month > 2 { month - 3 } else { month + 9 };
    let doy = (153 * mp + 2) / 5 + day - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    era * 146_097 + doe - 719_468
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        let mut known = [self.month, self.day].into_iter().take_while(|part| *part > 0);
        known.try_for_each(|part| write!(f, "-{part:02}"))
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = ParseDateError;
    fn try_from(text: String) -> Result<Self, ParseDateError> {
        text.parse()
    }
}

impl FromStr for Date {
    type Err = ParseDateError;
    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        let error = || ParseDateError { text: text.to_owned() };
        let mut parts = text.trim().splitn(3, '-');
        let mut part = |len: usize| -> Result<Option<i16>, ParseDateError> {
            let Some(digits) = parts.next() else { return Ok(None) };
            if digits.len() != len || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return Err(error());
            }
            digits.parse().map(Some).map_err(|_| error())
        };
        let year = part(4)?.ok_or_else(error)?;
        let month = part(2)?.map(|m| u8::try_from(m).map_err(|_| error())).transpose()?;
        let day = part(2)?.map(|d| u8::try_from(d).map_err(|_| error())).transpose()?;
        match (month, day) {
            (Some(month), Some(day)) => Self::new(year, month, day).ok_or_else(error),
            (Some(0), None) => Err(error()),
            (Some(month), None) => Self::partial(year, month).ok_or_else(error),
            (None, _) => Self::partial(year, 0).ok_or_else(error),
        }
    }
}

/// Where the time of a custody line or a decision comes from; tests pass a fixed one.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn instants_are_written_in_utc() {
        assert_eq!(Timestamp::from_secs(1_704_067_608).to_string(), "2024-01-01T00:06:48Z");
    }

    #[test]
    fn partial_dates_cover_what_they_can_mean() {
        let month: Date = "2024-02".parse().unwrap();
        assert_eq!(month.last_epoch_day() - month.first_epoch_day(), 28);
        let last: Date = "2024-02-29".parse().unwrap();
        assert_eq!(month.last_epoch_day(), last.first_epoch_day());
        assert!("2023-02-29".parse::<Date>().is_err());
        assert!("2023-2-9".parse::<Date>().is_err());
    }

    #[test]
    fn fractions_are_written_as_far_as_they_go() {
        let text = |micros| Timestamp::from_micros(micros).to_string();
        assert_eq!(text(1), "1970-01-01T00:00:00.000001Z");
        assert_eq!(text(500_000), "1970-01-01T00:00:00.5Z");
        assert_eq!(text(-1), "1969-12-31T23:59:59.999999Z");
        assert_eq!(text(i64::MAX), "9223372036854775807 microseconds");
    }

    proptest! {
        #[test]
        fn instants_are_written_as_the_library_writes_them(
            secs in -62_135_596_800i64..253_402_300_799,
            micros in 0i64..1_000_000,
        ) {
            let instant = Timestamp::from_micros(secs * 1_000_000 + micros);
            let library = jiff::Timestamp::from_microsecond(instant.micros()).unwrap();
            prop_assert_eq!(instant.to_string(), library.to_string());
        }

        #[test]
        fn days_and_dates_are_inverse(days in -700_000i64..2_000_000) {
            let date = Date::from_epoch_days(days);
            prop_assert_eq!(date.first_epoch_day(), days);
            prop_assert_eq!(date.to_string().parse::<Date>(), Ok(date));
        }
    }
}
