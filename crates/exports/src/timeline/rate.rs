//! Rates and times of cut lists as fractions, so that no frame is lost in rounding.
//!
//! In: times and rates as the lists write them. Out: frames, rates such as `24000/1001`, and whether a word is a time code.
//! Never: a rate guessed where none is written.

/// A fraction with a denominator above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fraction {
    numerator: i64,
    denominator: i64,
}

impl Fraction {
    /// Reads `3600s`, `1001/24000s` or `12.5s`, as FCPXML writes times (FCPXML reference, timing attributes).
    pub(super) fn seconds(written: &str) -> Option<Self> {
        let number = written.trim().strip_suffix('s')?;
        if let Some((numerator, denominator)) = number.split_once('/') {
            let (numerator, denominator) = (numerator.parse().ok()?, denominator.parse().ok()?);
            return (denominator > 0).then_some(Self { numerator, denominator });
        }
        if let Some((whole, fraction)) = number.split_once('.') {
            let denominator = 10_i64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
            let numerator = format!("{whole}{fraction}").parse().ok()?;
            return Some(Self { numerator, denominator });
        }
        Some(Self { numerator: number.parse().ok()?, denominator: 1 })
    }

    /// How many durations of a frame fit, to the nearest frame.
    pub(super) fn frames(self, frame: Self) -> Option<i64> {
        let over = i128::from(self.numerator).checked_mul(i128::from(frame.denominator))?;
        let under = i128::from(self.denominator).checked_mul(i128::from(frame.numerator))?;
        if under <= 0 {
            return None;
        }
        i64::try_from((over.checked_mul(2)?.checked_add(under)?).div_euclid(under.checked_mul(2)?))
            .ok()
    }

    /// The rate of which this is the duration of a frame, such as `24` or `24000/1001`.
    pub(super) fn rate(self) -> Option<String> {
        if self.numerator <= 0 {
            return None;
        }
        let common = common_divisor(self.numerator, self.denominator);
        let (over, under) = (self.denominator / common, self.numerator / common);
        Some(if under == 1 { over.to_string() } else { format!("{over}/{under}") })
    }
}

fn common_divisor(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a, b);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

/// The rate of a time base, which NTSC slows by 1000/1001 (Final Cut Pro XML interchange format, `ntsc`).
pub(super) fn timebase(base: &str, ntsc: &str) -> String {
    let base = base.trim();
    match base.parse::<u32>() {
        Ok(number) if ntsc.trim().eq_ignore_ascii_case("true") => {
            format!("{}/1001", u64::from(number) * 1000)
        }
        _ => base.to_owned(),
    }
}

/// Whether a word is a time code: two digits each of hours, minutes, seconds and frames, with `;` or `.` before the
/// frames where frames are dropped (SMPTE ST 12-1).
pub(super) fn is_timecode(word: &str) -> bool {
    let mut groups = word.split([':', ';', '.']);
    let digits = |group: &str, n: usize| {
        group.len() >= 2 && group.len() <= n && group.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_time = groups.by_ref().take(3).filter(|group| digits(group, 2)).count() == 3;
    is_time && groups.next().is_some_and(|group| digits(group, 3)) && groups.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_become_frames_without_rounding_errors() {
        let frame = Fraction::seconds("1001/24000s").unwrap();
        let frames = |written| Fraction::seconds(written).and_then(|time| time.frames(frame));
        assert_eq!(frames("86486400/24000s"), Some(86400));
        assert_eq!(frames("0s"), Some(0));
        assert_eq!(frames("1.001s"), Some(24));
        assert_eq!(frames("-1001/24000s"), Some(-1));
        for odd in ["1/0s", "s", "1", "9999999999999999999s", "1.00000000000000000000s", "a/bs"] {
            assert_eq!(frames(odd), None, "{odd}");
        }
        assert_eq!(frame.rate().unwrap(), "24000/1001");
        assert_eq!(Fraction::seconds("100/2400s").unwrap().rate().unwrap(), "24");
    }

    #[test]
    fn time_codes_are_told_from_clock_times() {
        for word in ["01:00:03:12", "01:00:03;12", "01:00:03.12"] {
            assert!(is_timecode(word), "{word}");
        }
        for word in ["01:00:03", "1:00:03:12", "2024-01-16", "aa:bb:cc:dd", "01:00:03:12:05"] {
            assert!(!is_timecode(word), "{word}");
        }
    }
}
