//! Decimal digits of a stored number: the fifteen that spreadsheets keep, so that the noise of binary fractions falls away.
//!
//! In: a number. Out: its digits, rounded as a person rounds, at any place.

/// Digits that a spreadsheet keeps of a number (Excel specifications and limits: number precision 15 digits).
const DIGITS: usize = 15;

/// From this power of ten on a number is written with an exponent; no digit is lost below.
const PLAIN_EXPONENT_MAX: i32 = 20;

/// Below this power of ten a number is written with an exponent.
const PLAIN_EXPONENT_MIN: i32 = -9;

/// A number that is not negative as `0.DIGITS * 10^point`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decimal {
    /// Digits without zeros at the end; empty means zero.
    digits: String,
    /// How many of them stand before the point; may be negative.
    point: i32,
}

impl Decimal {
    /// The digits of a number; of what is no number those of zero.
    pub(super) fn of(value: f64) -> Self {
        let zero = Self { digits: String::new(), point: 0 };
        if !value.is_finite() || value.abs() < f64::MIN_POSITIVE {
            return zero;
        }
        let written = format!("{:.*e}", DIGITS - 1, value.abs());
        let Some((digits, exponent)) = written.split_once('e') else { return zero };
        let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
        let exponent: i32 = exponent.parse().unwrap_or(0);
        Self { digits: digits.trim_end_matches('0').to_owned(), point: exponent + 1 }
    }

    /// Multiplies by a power of ten.
    pub(super) const fn shift(&mut self, places: i32) {
        if !self.digits.is_empty() {
            self.point = self.point.saturating_add(places);
        }
    }

    /// The power of ten of its first digit.
    pub(super) const fn exponent(&self) -> i32 {
        if self.digits.is_empty() { 0 } else { self.point.saturating_sub(1) }
    }

    /// Its digits before the point, and exactly `places` behind it; half is rounded up.
    pub(super) fn rounded(&self, places: usize) -> (String, String) {
        let keep = self.point.saturating_add(i32::try_from(places).unwrap_or(i32::MAX));
        let Ok(keep) = usize::try_from(keep) else { return (String::new(), "0".repeat(places)) };
        let (mut digits, mut point) = (self.digits.clone(), self.point);
        if keep < digits.len() {
            let is_up = digits.as_bytes().get(keep).is_some_and(|digit| *digit >= b'5');
            digits.truncate(keep);
            if is_up && carry(&mut digits) {
                point = point.saturating_add(1);
            }
        }
        let before = usize::try_from(point).unwrap_or(0);
        let zeros = usize::try_from(point.saturating_neg()).unwrap_or(0).min(places);
        let mut all = digits.chars().chain(std::iter::repeat('0'));
        let whole: String = all.by_ref().take(before).collect();
        let fraction = "0".repeat(zeros) + &all.take(places - zeros).collect::<String>();
        (whole, fraction)
    }
}

/// Adds one at the last digit; whether the number grew by a digit at its beginning.
fn carry(digits: &mut String) -> bool {
    let kept = digits.trim_end_matches('9').len();
    digits.truncate(kept);
    if let Some(digit) = digits.pop().and_then(|digit| digit.to_digit(10)) {
        digits.extend(char::from_digit(digit + 1, 10));
        return false;
    }
    digits.push('1');
    true
}

/// A number as it is, in at most fifteen digits.
pub fn general(value: f64) -> String {
    let decimal = Decimal::of(value);
    if decimal.digits.is_empty() {
        return if value.is_nan() { "NaN".to_owned() } else { "0".to_owned() };
    }
    let minus = if value < 0.0 { "-" } else { "" };
    let exponent = decimal.exponent();
    if (PLAIN_EXPONENT_MIN..=PLAIN_EXPONENT_MAX).contains(&exponent) {
        let behind = i32::try_from(decimal.digits.len()).unwrap_or(0).saturating_sub(decimal.point);
        let (whole, fraction) = decimal.rounded(usize::try_from(behind).unwrap_or(0));
        let whole = if whole.is_empty() { "0" } else { whole.as_str() };
        let point = if fraction.is_empty() { "" } else { "." };
        return format!("{minus}{whole}{point}{fraction}");
    }
    let mut digits = decimal.digits.chars();
    let first = digits.next().unwrap_or('0');
    let rest = digits.as_str();
    let point = if rest.is_empty() { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{minus}{first}{point}{rest}E{sign}{:02}", exponent.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_noise_of_binary_fractions_falls_away() {
        for (value, shown) in [
            (0.1 + 0.2, "0.3"),
            (45307.878, "45307.878"),
            (-1.5, "-1.5"),
            (0.0, "0"),
            (-0.0, "0"),
            (100.0, "100"),
            (1e15, "1000000000000000"),
            (1.5e21, "1.5E+21"),
            (1e300, "1E+300"),
            (0.000_001, "0.000001"),
            (1.25e-10, "1.25E-10"),
            (29.97, "29.97"),
        ] {
            assert_eq!(general(value), shown);
        }
    }

    #[test]
    fn half_is_rounded_up_as_a_person_does() {
        let rounded = |value, places| Decimal::of(value).rounded(places);
        assert_eq!(rounded(1.005, 2), ("1".into(), "01".into()));
        assert_eq!(rounded(9.995, 2), ("10".into(), "00".into()));
        assert_eq!(rounded(0.5, 0), ("1".into(), String::new()));
        assert_eq!(rounded(0.05, 0), (String::new(), String::new()));
        assert_eq!(rounded(0.004, 2), (String::new(), "00".into()));
        assert_eq!(rounded(0.05, 1), (String::new(), "1".into()));
        assert_eq!(rounded(0.095, 2), (String::new(), "10".into()));
    }
}
