//! Starts: when the sessions of one person began, kept in little memory while a log is read. Takes
//! instants in any order, gives the same set for each order, and never keeps more than
//! [`STARTS_MAX`] of them: beyond, whole stretches of four weeks are left out by a fixed rule, so that
//! a day is either seen in full or not at all.

use crate::day::DAY_MINUTES;

/// Starts of one person that are kept; 16,384 are three years of fifteen sessions a day.
pub const STARTS_MAX: usize = 16_384;

/// Starts that wait before they are put in order.
const WAITING_MAX: usize = 2 * STARTS_MAX;

/// Days that are kept or left out together.
const STRETCH_DAYS: u32 = 28;

/// Halvings beyond which nothing is left of 180 years.
const LEVEL_MAX: u32 = 24;

/// How the instant of a session is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockBasis {
    /// The log says the zone of its clock, or the user has declared it.
    Known,
    /// The zone of the clock was assumed; to infer a zone from it would go round in a circle.
    Assumed,
}

/// When the sessions of one person began.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Starts {
    /// Minutes since the epoch.
    minutes: Vec<u32>,
    level: u32,
    assumed: u64,
}

impl Starts {
    /// Returns a person of whom nothing has been seen.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the start of a session, in seconds since the epoch. Instants before 1970 are no log's.
    #[inline]
    pub fn push(&mut self, secs: i64, basis: ClockBasis) {
        if basis == ClockBasis::Assumed {
            self.assumed = self.assumed.saturating_add(1);
            return;
        }
        let Ok(minute) = u32::try_from(secs.div_euclid(60)) else { return };
        if self.level > 0 && !is_kept(minute, self.level) {
            return;
        }
        self.minutes.push(minute);
        if self.minutes.len() >= WAITING_MAX {
            self.settle();
        }
    }

    /// Adds all that was seen of the same person elsewhere.
    pub fn absorb(&mut self, other: &Self) {
        self.assumed = self.assumed.saturating_add(other.assumed);
        self.level = self.level.max(other.level);
        let level = self.level;
        self.minutes.retain(|minute| is_kept(*minute, level));
        self.minutes.extend(other.minutes.iter().filter(|minute| is_kept(**minute, level)));
        self.settle();
    }

    /// Returns how many starts were on an assumed clock and are not used.
    pub const fn assumed(&self) -> u64 {
        self.assumed
    }

    /// Returns the kept starts in order, in minutes since the epoch, each minute once.
    pub fn minutes(&self) -> Vec<u32> {
        let mut settled = self.clone();
        settled.settle();
        settled.minutes
    }

    /// Returns what decides which days were kept.
    pub(crate) fn sampling(&self) -> Sampling {
        let mut settled = self.clone();
        settled.settle();
        Sampling { level: settled.level }
    }

    fn settle(&mut self) {
        self.minutes.sort_unstable();
        self.minutes.dedup();
        while self.minutes.len() > STARTS_MAX && self.level < LEVEL_MAX {
            self.level += 1;
            let level = self.level;
            self.minutes.retain(|minute| is_kept(*minute, level));
        }
        self.minutes.truncate(STARTS_MAX);
    }
}

/// Which days of a person were kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sampling {
    level: u32,
}

impl Sampling {
    /// Whether all minutes of a local day were kept.
    pub(crate) fn keeps(self, first_minute: i64) -> bool {
        let ends = [first_minute, first_minute.saturating_add(i64::from(DAY_MINUTES) - 1)];
        ends.iter().all(|end| u32::try_from(*end).is_ok_and(|minute| is_kept(minute, self.level)))
    }
}

/// Whether a stretch of days is kept: by its number alone, so that order does not matter.
fn is_kept(minute: u32, level: u32) -> bool {
    let stretch = minute / DAY_MINUTES.unsigned_abs() / STRETCH_DAYS;
    // Multiplicative hashing with the golden ratio (Knuth, TAOCP 3, 6.4); its upper bits are mixed best.
    let mixed = stretch.wrapping_mul(0x9e37_79b9).reverse_bits();
    mixed & ((1 << level.min(LEVEL_MAX)) - 1) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_person_with_too_many_starts_keeps_whole_stretches() {
        let mut starts = Starts::new();
        for minute in 0..400_000_i64 {
            starts.push(minute * 60 * 31, ClockBasis::Known);
        }
        let minutes = starts.minutes();
        assert!(minutes.len() <= STARTS_MAX);
        assert!(minutes.len() > STARTS_MAX / 16, "{}", minutes.len());
        let sampling = starts.sampling();
        let day = i64::from(minutes[0] / 1_440 * 1_440);
        assert!(sampling.keeps(day) || sampling.keeps(day + 1_440));
    }

    #[test]
    fn starts_on_an_assumed_clock_are_counted_and_not_kept() {
        let mut starts = Starts::new();
        starts.push(60, ClockBasis::Assumed);
        assert_eq!((starts.assumed(), starts.minutes()), (1, vec![]));
    }

    proptest! {
        #[test]
        fn order_and_parts_do_not_matter(mut secs in proptest::collection::vec(any::<i64>(), 0..60), at in 0..60_usize) {
            let of = |secs: &[i64]| {
                let mut starts = Starts::new();
                for secs in secs {
                    starts.push(*secs, ClockBasis::Known);
                }
                starts
            };
            let whole = of(&secs).minutes();
            let (one, other) = secs.split_at(at.min(secs.len()));
            let mut joined = of(other);
            joined.absorb(&of(one));
            prop_assert_eq!(&whole, &joined.minutes());
            secs.reverse();
            prop_assert_eq!(whole, of(&secs).minutes());
        }
    }
}
