//! Pause: the dip in the middle of a team's working day. Takes its starts and the offset found, gives
//! from when to when in UTC fewer sessions begin, and how many fewer. A hint for a reader, never a
//! part of the verdict.

use crate::habits::{DAY_QUARTERS, Profile};
use crate::number::rounded;

/// A dip in the working day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pause {
    /// Minute of the UTC day at which it begins.
    pub from_utc_minute: u32,
    /// Minutes that it lasts.
    pub minutes: u32,
    /// Starts in it against those of the hours about it.
    pub ratio: f64,
}

/// Starts that would be there without a pause; fewer say nothing.
const EXPECTED_MIN: f64 = 10.0;

/// Quarters of the local day in which a pause is looked for: 11:00 to 16:00.
const LOOKED_FOR: std::ops::Range<usize> = 44..64;

/// Lengths looked for, in quarters.
const LENGTHS: [usize; 3] = [4, 6, 8];

/// Returns the deepest dip that chance does not explain.
pub(crate) fn pause(utc_counts: &Profile, offset_quarters: i32) -> Option<Pause> {
    let shift = usize::try_from((-offset_quarters).rem_euclid(96)).ok()?;
    let local: Vec<f64> =
        utc_counts.iter().cycle().skip(shift).take(DAY_QUARTERS).copied().collect();
    let sum = |from: usize, len: usize| local.iter().skip(from).take(len).sum::<f64>();
    let mut best: Option<(f64, Pause)> = None;
    for len in LENGTHS {
        for from in LOOKED_FOR.filter(|from| from + len <= LOOKED_FOR.end) {
            let inside = sum(from, len);
            let quarters = f64::from(u32::try_from(len).unwrap_or(0));
            let expected = (sum(from.saturating_sub(6), 6) + sum(from + len, 6)) / 12.0 * quarters;
            // Three standard deviations of a count, since many places are tried.
            let depth = (expected - inside) / expected.max(1.0).sqrt();
            if expected < EXPECTED_MIN || depth < 3.0 {
                continue;
            }
            if best.is_none_or(|(deepest, _)| depth > deepest) {
                let minute = i32::try_from(from).unwrap_or(0) - offset_quarters;
                best = Some((
                    depth,
                    Pause {
                        from_utc_minute: (minute.rem_euclid(96) * 15).unsigned_abs(),
                        minutes: u32::try_from(len).unwrap_or(0) * 15,
                        ratio: rounded(inside / expected, 100.0),
                    },
                ));
            }
        }
    }
    best.map(|(_, pause)| pause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noon_at_utc_plus_eight_is_found_at_four_utc() {
        let mut counts = [0.0; DAY_QUARTERS];
        // 09:00 to 18:00 local is 01:00 to 10:00 UTC; nothing from 04:00 to 05:00.
        for (quarter, count) in counts.iter_mut().enumerate() {
            *count =
                if (4..40).contains(&quarter) && !(16..20).contains(&quarter) { 6.0 } else { 0.0 };
        }
        let found = pause(&counts, 32).unwrap();
        assert_eq!((found.from_utc_minute, found.minutes, found.ratio), (240, 60, 0.0));
    }

    #[test]
    fn an_even_day_has_no_pause() {
        assert_eq!(pause(&[5.0; DAY_QUARTERS], 0), None);
    }
}
