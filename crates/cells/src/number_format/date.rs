//! Dates and times out of serial numbers (ECMA-376 part 1, 18.17.4).
//!
//! In: days since the end of 1899 or of 1903, with the time as a fraction. Out: the text a code asks for. Numbers that are no date
//! give nothing.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a code may hold any token anywhere; those without meaning at a place show nothing"
)]

use jiff::civil::{Date, Weekday, date};
use jiff::{Span, ToSpan};

use super::{DatePart, Section, Token};

/// The last day: 31 December 9999 (ECMA-376 part 1, 18.17.4.1).
const SERIAL_MAX: f64 = 2_958_466.0;

/// The day that the system of 1900 counts and that never was, 29 February 1900.
const LEAP_DAY: i64 = 60;

/// Seconds of a day.
const DAY_SECS: i64 = 86_400;

/// Digits of a second that are kept.
const FRACTION_DIGITS_MAX: usize = 6;

/// Bytes of a date with its time.
const SHOWN_BYTES: usize = 20;

/// Languages whose names of days are known (\[MS-LCID\]; the lower ten bits name the language).
const CHINESE: u32 = 0x04;
const JAPANESE: u32 = 0x11;
const KOREAN: u32 = 0x12;

/// A moment taken apart.
struct Moment {
    day: i64,
    year: i64,
    month: i64,
    month_day: i64,
    weekday: Weekday,
    /// Seconds since midnight.
    secs: i64,
    /// Fractions of a second, as many digits as asked for.
    fraction: i64,
}

/// A number as a section shows it; `None` where it is no date.
pub(super) fn show(section: &Section, value: f64, is_1904: bool) -> Option<String> {
    let digits = fraction_digits(&section.tokens);
    let moment = moment(value, is_1904, digits)?;
    let is_12 = section.tokens.iter().any(|token| matches!(token, Token::Date(DatePart::Noon(..))));
    let mut shown = String::with_capacity(SHOWN_BYTES);
    let mut is_fraction = false;
    for token in &section.tokens {
        match token {
            Token::Date(part) => push_part(&mut shown, part, &moment, (is_12, section.language)),
            Token::Literal(literal) => shown.push_str(literal),
            Token::Slash => shown.push('/'),
            Token::Comma => shown.push(','),
            Token::Point => shown.push('.'),
            Token::Digit('0') if !is_fraction && shown.ends_with('.') && digits > 0 => {
                push_padded(&mut shown, moment.fraction, digits);
                is_fraction = true;
            }
            Token::Percent => shown.push('%'),
            _ => {}
        }
    }
    let trimmed = shown.trim();
    Some(if trimmed.len() == shown.len() { shown } else { trimmed.to_owned() })
}

/// The same as year, month, day and time, whatever the code.
pub fn iso(value: f64, is_1904: bool) -> Option<String> {
    let at = moment(value, is_1904, 0)?;
    let (hour, minute, second) = (at.secs / 3600, at.secs / 60 % 60, at.secs % 60);
    Some(format!(
        "{:04}-{:02}-{:02} {hour:02}:{minute:02}:{second:02}",
        at.year, at.month, at.month_day
    ))
}

/// Zeros behind the point of a section of dates.
fn fraction_digits(tokens: &[Token]) -> usize {
    let behind = tokens.iter().skip_while(|token| **token != Token::Point).skip(1);
    behind.take_while(|token| **token == Token::Digit('0')).count().min(FRACTION_DIGITS_MAX)
}

fn moment(value: f64, is_1904: bool, digits: usize) -> Option<Moment> {
    if !(0.0..SERIAL_MAX).contains(&value) {
        return None;
    }
    let scale = 10_i64.pow(u32::try_from(digits).unwrap_or(0));
    #[expect(clippy::cast_precision_loss, reason = "a power of ten up to a million")]
    let ticks = value * DAY_SECS as f64 * scale as f64;
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
    let ticks = ticks.round() as i64;
    let day_ticks = DAY_SECS * scale;
    let (day, rest) = (ticks.div_euclid(day_ticks), ticks.rem_euclid(day_ticks));
    let (secs, fraction) = (rest / scale, rest % scale);
    let real = match (is_1904, day) {
        (true, _) => date(1904, 1, 1).checked_add(days(day)).ok()?,
        (false, ..LEAP_DAY) => date(1899, 12, 31).checked_add(days(day)).ok()?,
        (false, _) => date(1899, 12, 30).checked_add(days(day)).ok()?,
    };
    let (year, month, month_day) = match day {
        0 if !is_1904 => (1900, 1, 0),
        LEAP_DAY if !is_1904 => (1900, 2, 29),
        _ => parts(real),
    };
    Some(Moment { day, year, month, month_day, weekday: real.weekday(), secs, fraction })
}

fn parts(date: Date) -> (i64, i64, i64) {
    (i64::from(date.year()), i64::from(date.month()), i64::from(date.day()))
}

fn days(count: i64) -> Span {
    Span::new().try_days(count).unwrap_or_else(|_| 0.days())
}

/// Writes a number with at least so many digits.
fn push_padded(shown: &mut String, number: i64, digits: usize) {
    let sign = |digit: i64| char::from(b'0' + u8::try_from(digit).unwrap_or(0));
    if (0..100).contains(&number) && digits <= 2 {
        if digits == 2 || number >= 10 {
            shown.push(sign(number / 10));
        }
        shown.push(sign(number % 10));
        return;
    }
    // Nineteen digits are the most that a number of 64 bits has.
    let mut reversed = [b'0'; 20];
    let mut left = number.unsigned_abs();
    let mut count = 0;
    for digit in &mut reversed {
        if left == 0 && count >= digits.max(1) {
            break;
        }
        *digit = b'0' + u8::try_from(left % 10).unwrap_or(0);
        left /= 10;
        count += 1;
    }
    shown.extend(reversed.iter().take(count).rev().map(|digit| char::from(*digit)));
}

fn push_part(shown: &mut String, part: &DatePart, at: &Moment, (is_12, language): (bool, u32)) {
    match part {
        DatePart::Year(1 | 2) => push_padded(shown, at.year % 100, 2),
        DatePart::Year(_) => push_padded(shown, at.year, 4),
        DatePart::Month(count @ (1 | 2)) => push_padded(shown, at.month, *count),
        DatePart::Month(count) => shown.push_str(&month_name(at.month, *count, language)),
        DatePart::Day(count @ (1 | 2)) => push_padded(shown, at.month_day, *count),
        DatePart::Day(count) | DatePart::Weekday(count) => {
            shown.push_str(&weekday_name(at.weekday, *count, language));
        }
        DatePart::Hour(count) => {
            let hour = at.secs / 3600;
            let noon_hour = if hour % 12 == 0 { 12 } else { hour % 12 };
            push_padded(shown, if is_12 { noon_hour } else { hour }, (*count).min(2));
        }
        DatePart::Minute(count) => push_padded(shown, at.secs / 60 % 60, (*count).min(2)),
        DatePart::Second(count) => push_padded(shown, at.secs % 60, (*count).min(2)),
        DatePart::Elapsed(unit, count) => {
            let secs = at.day * DAY_SECS + at.secs;
            let number = match unit {
                'h' => secs / 3600,
                'm' => secs / 60,
                _ => secs,
            };
            push_padded(shown, number, (*count).min(2));
        }
        DatePart::Noon(before, after) => {
            shown.push_str(if at.secs < DAY_SECS / 2 { before } else { after });
        }
    }
}

fn month_name(month: i64, count: usize, language: u32) -> String {
    const NAMES: [&str; 12] = [
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
    match language & 0x3FF {
        CHINESE | JAPANESE => return format!("{month}月"),
        KOREAN => return format!("{month}월"),
        _ => {}
    }
    let at = usize::try_from(month - 1).unwrap_or(0);
    let name = NAMES.get(at).copied().unwrap_or("");
    match count {
        3 => name.chars().take(3).collect(),
        5 => name.chars().take(1).collect(),
        _ => name.to_owned(),
    }
}

fn weekday_name(weekday: Weekday, count: usize, language: u32) -> String {
    const NAMES: [&str; 7] =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    const EAST: [(u32, &str, &str, &str); 3] = [
        (CHINESE, "星期", "一二三四五六日", ""),
        (JAPANESE, "", "月火水木金土日", "曜日"),
        (KOREAN, "", "월화수목금토일", "요일"),
    ];
    let at = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or(0);
    for (code, before, signs, after) in EAST {
        if language & 0x3FF == code {
            let sign: String = signs.chars().nth(at).into_iter().collect();
            return if count > 3 { format!("{before}{sign}{after}") } else { sign };
        }
    }
    let name = NAMES.get(at).copied().unwrap_or("");
    if count == 3 { name.chars().take(3).collect() } else { name.to_owned() }
}
