//! Addresses, counts and instants as text, for callers that print millions of them: what comes out
//! is what `Display` gives, without its machinery. Never prints anything of a line.

use std::fmt::Write;
use std::net::IpAddr;

use subtier_model::Timestamp;

use subtier_lines::clock::DAY_MICROS;

/// The longest text of an IPv4 address, and a dot behind it.
const V4_BYTES_MAX: usize = "255.255.255.255.".len();

/// Digits of the largest number of 64 bits.
const NUMBER_BYTES_MAX: usize = 20;

/// Days whose text is kept: more than most logs span.
const DAYS_KEPT: u16 = 1_024;

/// Appends an address.
pub fn push_address(text: &mut String, ip: IpAddr) {
    let IpAddr::V4(ip) = ip else {
        write!(text, "{ip}").expect("writing into memory cannot fail");
        return;
    };
    let mut bytes = [b'.'; V4_BYTES_MAX];
    let mut end = 0;
    for octet in ip.octets() {
        let digits = [octet / 100, octet / 10 % 10, octet % 10];
        let n_zeros = usize::from(octet < 100) + usize::from(octet < 10);
        for digit in digits.into_iter().skip(n_zeros) {
            if let Some(place) = bytes.get_mut(end) {
                *place = b'0' + digit;
            }
            end += 1;
        }
        end += 1;
    }
    push_ascii(text, bytes.get(..end - 1).unwrap_or_default());
}

/// Appends a number.
pub fn push_number(text: &mut String, number: u64) {
    let mut bytes = [b'0'; NUMBER_BYTES_MAX];
    let (mut rest, mut begin) = (number, NUMBER_BYTES_MAX);
    for place in bytes.iter_mut().rev() {
        *place = digit(rest);
        rest /= 10;
        begin -= 1;
        if rest == 0 {
            break;
        }
    }
    push_ascii(text, bytes.get(begin..).unwrap_or_default());
}

/// Prints instants; the days that it printed are kept, since the same come again.
#[derive(Debug, Clone)]
pub struct Instants {
    days: Vec<Option<(i64, [u8; 10])>>,
}

impl Default for Instants {
    fn default() -> Self {
        Self { days: vec![None; DAYS_KEPT.into()] }
    }
}

impl Instants {
    /// Appends an instant.
    pub fn push(&mut self, text: &mut String, ts: Timestamp) {
        let of_day = ts.micros().rem_euclid(DAY_MICROS);
        let secs = of_day / 1_000_000;
        let date = if of_day % 1_000_000 == 0 { self.date(ts) } else { None };
        let Some([y1, y2, y3, y4, _, m1, m2, _, d1, d2]) = date else {
            write!(text, "{ts}").expect("writing into memory cannot fail");
            return;
        };
        let [hours, minutes, secs] =
            [secs / 3_600, secs / 60 % 60, secs % 60].map(i64::unsigned_abs);
        let [h1, n1, s1] = [hours, minutes, secs].map(|number| digit(number / 10));
        let [h2, n2, s2] = [hours, minutes, secs].map(digit);
        let bytes = [
            y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2,
            b'Z',
        ];
        push_ascii(text, &bytes);
    }

    /// The date of an instant as text; `None` where an instant is not printed as a date.
    fn date(&mut self, ts: Timestamp) -> Option<[u8; 10]> {
        let day = ts.micros().div_euclid(DAY_MICROS);
        let place = usize::try_from(day.rem_euclid(DAYS_KEPT.into())).ok()?;
        let kept = self.days.get_mut(place)?;
        if let Some((kept_day, date)) = *kept
            && kept_day == day
        {
            return Some(date);
        }
        let whole = ts.to_string();
        let (date, rest) = whole.as_bytes().split_first_chunk()?;
        if !rest.starts_with(b"T") {
            return None;
        }
        *kept = Some((day, *date));
        Some(*date)
    }
}

/// The last digit of a number.
fn digit(number: u64) -> u8 {
    b"0123456789".get((number % 10) as usize).copied().unwrap_or(b'0')
}

fn push_ascii(text: &mut String, bytes: &[u8]) {
    text.push_str(std::str::from_utf8(bytes).expect("digits and marks are text"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn printed(print: impl FnOnce(&mut String)) -> String {
        let mut text = String::new();
        print(&mut text);
        text
    }

    #[test]
    fn edges_are_printed_as_display_does() {
        let mut instants = Instants::default();
        let year_10000 = 253_402_300_800_000_000;
        for micros in
            [0, -1, 1, i64::MIN, i64::MAX, year_10000 - 1_000_000, year_10000, -86_400_000_000]
        {
            let ts = Timestamp::from_micros(micros);
            assert_eq!(printed(|text| instants.push(text, ts)), ts.to_string());
        }
        for number in [0, 9, 10, u64::MAX] {
            assert_eq!(printed(|text| push_number(text, number)), number.to_string());
        }
    }

    proptest! {
        #[test]
        fn all_is_printed_as_display_does(
            v4: u32, v6: u128, number: u64, secs in proptest::collection::vec(-1_i64 << 36..1 << 38, 1..9),
        ) {
            for ip in [IpAddr::V4(v4.into()), IpAddr::V6(v6.into())] {
                prop_assert_eq!(printed(|text| push_address(text, ip)), ip.to_string());
            }
            prop_assert_eq!(printed(|text| push_number(text, number)), number.to_string());
            let mut instants = Instants::default();
            for secs in secs {
                let ts = Timestamp::from_secs(secs);
                prop_assert_eq!(printed(|text| instants.push(text, ts)), ts.to_string());
            }
        }
    }
}
