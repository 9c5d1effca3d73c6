//! Clocks of log lines: the time as it stands in the line, with what is missing from it. A zone is
//! never taken from the machine; a year is never guessed here (see `year`).

use subtier_model::Date;

use crate::address;

/// Microseconds of a day.
pub const DAY_MICROS: i64 = 86_400_000_000;

/// The time of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A full time.
    At {
        /// Microseconds since the epoch.
        micros: i64,
        /// Whether the line names its zone; else it is read as UTC.
        zoned: bool,
    },
    /// A time without year and zone, as syslog writes it.
    Yearless(Yearless),
    /// None that could be read.
    Unknown,
}

impl When {
    /// Whether the zone is an assumption.
    #[inline]
    pub const fn is_assumed(self) -> bool {
        !matches!(self, Self::At { zoned: true, .. })
    }
}

/// Month, day and time of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Yearless {
    /// From 1.
    pub month: u8,
    /// From 1; at most 29 in February.
    pub day: u8,
    /// Since midnight.
    pub micros: i64,
}

impl Yearless {
    /// The instant it means in a year; `None` for 29 February of a year that has none.
    pub fn in_year(self, year: i16) -> Option<i64> {
        let midnight = Date::new(year, self.month, self.day)?.first_epoch_day() * DAY_MICROS;
        Some(midnight + self.micros)
    }
}

/// What was found out about the date, zone and host of the line before, because the next line nearly
/// always has the same.
#[derive(Debug, Clone, Default)]
pub struct Before {
    web_date: [u8; 12],
    web_zone: [u8; 6],
    web_midnight: Option<i64>,
    host: u128,
    host_address: Option<u32>,
}

impl Before {
    /// Reads the IPv4 address that a line begins with; gives it and its length. The next line often
    /// has the same.
    #[inline]
    pub fn host(&mut self, line: &[u8]) -> Option<(u32, usize)> {
        let word = u128::from_le_bytes(*line.first_chunk()?);
        let (host, n_bytes) = address::before_blank(word)?;
        if host != self.host {
            self.host_address = address::parse_v4_word(host, n_bytes);
            self.host = host;
        }
        Some((self.host_address?, n_bytes))
    }

    /// Reads the time of a web server such as `17/May/2015:10:05:03 +0000`.
    #[inline]
    pub fn web_time(&mut self, text: &[u8; 26]) -> Option<i64> {
        let (date, rest) = text.split_first_chunk::<12>()?;
        let (time, rest) = rest.split_first_chunk::<8>()?;
        let zone = rest.first_chunk::<6>()?;
        if *date != self.web_date || *zone != self.web_zone {
            self.web_midnight = web_midnight(date, *zone);
            (self.web_date, self.web_zone) = (*date, *zone);
        }
        Some(self.web_midnight? + i64::from(secs_of_day(*time)?) * 1_000_000)
    }
}

/// Microseconds of the midnight at which the date begins in the zone.
fn web_midnight(date: &[u8; 12], zone: [u8; 6]) -> Option<i64> {
    let [d1, d2, b'/', m1, m2, m3, b'/', y1, y2, y3, y4, b':'] = *date else { return None };
    let [b' ', sign, h1, h2, n1, n2] = zone else { return None };
    let year = i16::try_from(two(y1, y2)? * 100 + two(y3, y4)?).ok()?;
    let day = u8::try_from(two(d1, d2)?).ok()?;
    let date = Date::new(year, month_number([m1, m2, m3])?, day)?;
    Some(date.first_epoch_day() * DAY_MICROS - offset_micros(sign, two(h1, h2)?, two(n1, n2)?)?)
}

/// Microseconds that a zone is ahead of UTC; at most 18 hours, as `java.time` and others allow.
fn offset_micros(sign: u8, hours: u32, minutes: u32) -> Option<i64> {
    let secs = (hours <= 18 && minutes < 60).then_some(i64::from(hours * 3_600 + minutes * 60))?;
    match sign {
        b'+' => Some(secs * 1_000_000),
        b'-' => Some(-secs * 1_000_000),
        _ => None,
    }
}

/// Reads `HH:MM:SS`, all eight bytes at once; a leap second counts as the second before it.
#[inline]
fn secs_of_day(text: [u8; 8]) -> Option<u32> {
    const ZEROS: u64 = u64::from_le_bytes(*b"00:00:00");
    const COLONS: u64 = 0x0000_ff00_00ff_0000;
    // Digits become their value and colons 0; whatever else stands there sets other bits.
    let digits = u64::from_le_bytes(text) ^ ZEROS;
    let too_large = (digits & 0xf0f0_f0f0_f0f0_f0f0)
        | ((digits & 0x0f0f_0f0f_0f0f_0f0f) + 0x0606_0606_0606_0606) & 0x1010_1010_1010_1010;
    if (too_large | (digits & COLONS)) != 0 {
        return None;
    }
    // Each tens digit times ten, plus the ones digit behind it.
    let [hours, _, _, minutes, _, _, secs, _] =
        digits.wrapping_mul(10).wrapping_add(digits >> 8).to_le_bytes();
    let (hours, minutes, secs) = (u32::from(hours), u32::from(minutes), u32::from(secs));
    (hours < 24 && minutes < 60 && secs < 61).then(|| hours * 3_600 + minutes * 60 + secs.min(59))
}

/// Reads two digits.
const fn two(tens: u8, ones: u8) -> Option<u32> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    if tens < 10 && ones < 10 { Some(tens as u32 * 10 + ones as u32) } else { None }
}

/// The number of an English month name of three letters.
pub fn month_number(name: [u8; 3]) -> Option<u8> {
    Some(match &name {
        b"Jan" => 1,
        b"Feb" => 2,
        b"Mar" => 3,
        b"Apr" => 4,
        b"May" => 5,
        b"Jun" => 6,
        b"Jul" => 7,
        b"Aug" => 8,
        b"Sep" => 9,
        b"Oct" => 10,
        b"Nov" => 11,
        b"Dec" => 12,
        _ => return None,
    })
}

/// Reads the head of a BSD syslog line (RFC 3164 §4.1.2) such as `Mar 27 13:06:56 `, also with the
/// year that some writers put behind the day. Gives the time and the rest.
pub fn bsd_time(line: &[u8]) -> Option<(When, &[u8])> {
    let ([m1, m2, m3, b' '], rest) = line.split_first_chunk()? else { return None };
    let month = month_number([*m1, *m2, *m3])?;
    let ([d1, d2, b' '], rest) = rest.split_first_chunk()? else { return None };
    let day = u8::try_from(two(if *d1 == b' ' { b'0' } else { *d1 }, *d2)?).ok()?;
    let (year, rest) = match rest.split_first_chunk() {
        Some(([y1, y2, y3, y4, b' '], after)) => {
            (Some(i16::try_from(two(*y1, *y2)? * 100 + two(*y3, *y4)?).ok()?), after)
        }
        _ => (None, rest),
    };
    let (time, rest) = rest.split_first_chunk::<8>()?;
    let micros = i64::from(secs_of_day(*time)?) * 1_000_000;
    let (fraction, rest) = fraction_micros(rest);
    let time = Yearless { month, day, micros: micros + fraction };
    // 2000 is a leap year: every day that a calendar can have is in it.
    time.in_year(2_000)?;
    let when = match year {
        Some(year) => When::At { micros: time.in_year(year)?, zoned: false },
        None => When::Yearless(time),
    };
    Some((when, rest.strip_prefix(b" ").or(rest.is_empty().then_some(rest))?))
}

/// Reads what C's `ctime` writes, such as `Mon Jun  6 18:43:41 2016 `. Gives the time and the rest.
pub fn ctime(line: &[u8]) -> Option<(When, &[u8])> {
    let (weekday, rest) = line.split_first_chunk::<4>()?;
    if !matches!(weekday, b"Mon " | b"Tue " | b"Wed " | b"Thu " | b"Fri " | b"Sat " | b"Sun ") {
        return None;
    }
    let ([m1, m2, m3, b' ', d1, d2, b' '], rest) = rest.split_first_chunk()? else { return None };
    let (time, rest) = rest.split_first_chunk::<8>()?;
    let ([b' ', y1, y2, y3, y4, b' '], rest) = rest.split_first_chunk()? else { return None };
    let day = u8::try_from(two(if *d1 == b' ' { b'0' } else { *d1 }, *d2)?).ok()?;
    let year = i16::try_from(two(*y1, *y2)? * 100 + two(*y3, *y4)?).ok()?;
    let midnight = Date::new(year, month_number([*m1, *m2, *m3])?, day)?.first_epoch_day();
    let micros = midnight * DAY_MICROS + i64::from(secs_of_day(*time)?) * 1_000_000;
    Some((When::At { micros, zoned: false }, rest))
}

/// Reads an RFC 3339 time such as `2024-01-05T10:00:00.123456+01:00`, also without zone, with a
/// blank for the `T` or without the colon in the offset. Gives the time and the rest.
pub fn iso_time(line: &[u8]) -> Option<(When, &[u8])> {
    let ([y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T' | b' '], rest) =
        line.split_first_chunk()?
    else {
        return None;
    };
    let year = i16::try_from(two(*y1, *y2)? * 100 + two(*y3, *y4)?).ok()?;
    let month = u8::try_from(two(*m1, *m2)?).ok()?;
    let date = Date::new(year, month, u8::try_from(two(*d1, *d2)?).ok()?)?;
    let (time, rest) = rest.split_first_chunk::<8>()?;
    let secs = i64::from(secs_of_day(*time)?);
    let (fraction, rest) = fraction_micros(rest);
    let local = date.first_epoch_day() * DAY_MICROS + secs * 1_000_000 + fraction;
    let (offset, rest) = match rest {
        [b'Z', rest @ ..] => (Some(0), rest),
        [sign @ (b'+' | b'-'), h1, h2, b':', n1, n2, rest @ ..]
        | [sign @ (b'+' | b'-'), h1, h2, n1, n2, rest @ ..] => {
            (Some(offset_micros(*sign, two(*h1, *h2)?, two(*n1, *n2)?)?), rest)
        }
        rest => (None, rest),
    };
    let when = When::At { micros: local - offset.unwrap_or(0), zoned: offset.is_some() };
    Some((when, rest))
}

/// Reads the time of a field that holds nothing else, whichever of the usual ways it is written in.
pub fn any_time(text: &[u8], before: &mut Before) -> Option<When> {
    if text.first().is_some_and(u8::is_ascii_digit)
        && let Some(micros) = epoch_micros(text)
    {
        return Some(When::At { micros, zoned: true });
    }
    if let Some((when, rest)) = iso_time(text) {
        // Some put the name of the zone behind a blank.
        return match rest {
            b"" => Some(when),
            b" UTC" | b" GMT" | b" +00:00" => as_utc(when),
            _ => None,
        };
    }
    if let Some(text) = text.first_chunk::<26>().filter(|_| text.len() == 26)
        && let Some(micros) = before.web_time(text)
    {
        return Some(When::At { micros, zoned: true });
    }
    long_time(text)
}

/// The same time, known to be in UTC.
pub fn as_utc(when: When) -> Option<When> {
    match when {
        When::At { micros, .. } => Some(When::At { micros, zoned: true }),
        When::Yearless(_) | When::Unknown => None,
    }
}

/// Reads seconds since the epoch with or without a fraction, or milli-, micro- or nanoseconds: which
/// of them follows from the number of digits, since logs of today begin with 1.
pub fn epoch_micros(text: &[u8]) -> Option<i64> {
    let n_digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(n_digits)?;
    let number: i64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    let (fraction, rest) = fraction_micros(rest);
    if !matches!(rest, b"" | b"e0" | b"E0") {
        return None;
    }
    match n_digits {
        1..=11 => number.checked_mul(1_000_000)?.checked_add(fraction),
        12..=14 => number.checked_mul(1_000)?.checked_add(fraction / 1_000),
        15..=17 => Some(number),
        18..=19 => Some(number / 1_000),
        _ => None,
    }
}

/// Reads `October 11, 2019 13:15:40`.
fn long_time(text: &[u8]) -> Option<When> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut words = text.split(|byte| *byte == b' ');
    let (month, day, year, time) = (words.next()?, words.next()?, words.next()?, words.next()?);
    words.next().is_none().then_some(())?;
    let month = MONTHS.iter().zip(1..).find(|(name, _)| name.as_bytes() == month)?.1;
    let day = match day.strip_suffix(b",")? {
        [ones] => two(b'0', *ones)?,
        [tens, ones] => two(*tens, *ones)?,
        _ => return None,
    };
    let [y1, y2, y3, y4] = year else { return None };
    let year = i16::try_from(two(*y1, *y2)? * 100 + two(*y3, *y4)?).ok()?;
    let date = Date::new(year, month, u8::try_from(day).ok()?)?;
    let secs = secs_of_day(*time.first_chunk::<8>().filter(|_| time.len() == 8)?)?;
    let micros = date.first_epoch_day() * DAY_MICROS + i64::from(secs) * 1_000_000;
    Some(When::At { micros, zoned: false })
}

/// Reads `06/Feb/2009:12:14:14.655`, which names no zone. Gives the time and the rest.
pub fn slash_time(text: &[u8]) -> Option<(When, &[u8])> {
    let (date, rest) = text.split_first_chunk::<12>()?;
    let (time, rest) = rest.split_first_chunk::<8>()?;
    let midnight = web_midnight(date, *b" +0000")?;
    let (fraction, rest) = fraction_micros(rest);
    let micros = midnight + i64::from(secs_of_day(*time)?) * 1_000_000 + fraction;
    Some((When::At { micros, zoned: false }, rest))
}

/// Reads a fraction of a second; digits beyond microseconds are dropped.
fn fraction_micros(text: &[u8]) -> (i64, &[u8]) {
    let [b'.' | b',', digits @ ..] = text else { return (0, text) };
    let n_digits = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = digits.split_at_checked(n_digits).unwrap_or((digits, b""));
    let micros = digits.iter().chain(std::iter::repeat(&b'0')).take(6);
    (micros.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')), rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_model::Timestamp;

    fn shown(when: Option<(When, &[u8])>) -> String {
        match when {
            Some((When::At { micros, zoned }, rest)) => format!(
                "{} {zoned} {}",
                Timestamp::from_micros(micros),
                String::from_utf8_lossy(rest)
            ),
            Some((When::Yearless(time), rest)) => format!(
                "{}/{} {} {}",
                time.month,
                time.day,
                time.micros,
                String::from_utf8_lossy(rest)
            ),
            Some((When::Unknown, _)) | None => "none".to_owned(),
        }
    }

    #[test]
    fn web_times_keep_their_offset() {
        let mut before = Before::default();
        for (text, expected) in [
            (b"17/May/2015:10:05:03 +0000", Some("2015-05-17T10:05:03Z")),
            (b"17/May/2015:10:05:04 +0000", Some("2015-05-17T10:05:04Z")),
            (b"17/May/2015:10:05:03 +0200", Some("2015-05-17T08:05:03Z")),
            (b"01/Jan/2024:00:30:00 -0330", Some("2024-01-01T04:00:00Z")),
            (b"29/Feb/2024:23:59:60 +0000", Some("2024-02-29T23:59:59Z")),
            (b"29/Feb/2023:00:00:00 +0000", None),
            (b"29/Feb/2023:00:00:00 +0000", None),
            (b"17/Mai/2015:10:05:03 +0000", None),
            (b"17/May/2015:24:05:03 +0000", None),
            (b"17/May/2015:10:05:03 x0000", None),
        ] {
            let read =
                before.web_time(text).map(|micros| Timestamp::from_micros(micros).to_string());
            assert_eq!(read.as_deref(), expected, "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn syslog_and_ftp_times_are_read() {
        assert_eq!(shown(bsd_time(b"Mar  7 13:06:56 h")), "3/7 47216000000 h");
        assert_eq!(shown(bsd_time(b"Feb 29 00:00:01 h")), "2/29 1000000 h");
        assert_eq!(shown(bsd_time(b"Feb 30 00:00:01 h")), "none");
        assert_eq!(shown(bsd_time(b"Mar 27 2024 13:06:56 h")), "2024-03-27T13:06:56Z false h");
        assert_eq!(shown(ctime(b"Mon Jun  6 18:43:41 2016 [x")), "2016-06-06T18:43:41Z false [x");
        assert_eq!(shown(ctime(b"Mon Jun 31 18:43:41 2016 [x")), "none");
    }

    #[test]
    fn iso_times_are_read_with_and_without_zone() {
        for (text, expected) in [
            ("2024-01-05T10:00:00.123456+01:00 h", "2024-01-05T09:00:00.123456Z true  h"),
            ("2024-01-05T10:00:00-0600 h", "2024-01-05T16:00:00Z true  h"),
            ("2024-01-05T10:00:00.1Z", "2024-01-05T10:00:00.1Z true "),
            ("2024-01-05 10:00:00", "2024-01-05T10:00:00Z false "),
            ("2024-13-05T10:00:00Z", "none"),
        ] {
            assert_eq!(shown(iso_time(text.as_bytes())), expected);
        }
    }

    #[test]
    fn times_of_fields_are_read_however_they_are_written() {
        for (text, expected) in [
            ("1646861401.5241024", "2022-03-09T21:30:01.524102Z true "),
            ("1646861401", "2022-03-09T21:30:01Z true "),
            ("1646861401524", "2022-03-09T21:30:01.524Z true "),
            ("1646861401524102", "2022-03-09T21:30:01.524102Z true "),
            ("1646861401524102400", "2022-03-09T21:30:01.524102Z true "),
            ("2022-03-10T21:30:01+09:00", "2022-03-10T12:30:01Z true "),
            ("2022-03-10 21:30:01 UTC", "2022-03-10T21:30:01Z true "),
            ("2022-03-10 21:30:01", "2022-03-10T21:30:01Z false "),
            ("10/Mar/2022:21:30:01 +0800", "2022-03-10T13:30:01Z true "),
            ("October 11, 2019 13:15:40", "2019-10-11T13:15:40Z false "),
            ("May 1, 2019 13:15:40", "2019-05-01T13:15:40Z false "),
            ("yesterday", "none"),
            ("", "none"),
            ("12:30", "none"),
        ] {
            let when = any_time(text.as_bytes(), &mut Before::default());
            assert_eq!(shown(when.map(|when| (when, b"".as_slice()))), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>, text: [u8; 26]) {
            let _times = (bsd_time(&bytes), ctime(&bytes), iso_time(&bytes));
            let _fields = (any_time(&bytes, &mut Before::default()), slash_time(&bytes));
            let _time = Before::default().web_time(&text);
        }
    }
}
