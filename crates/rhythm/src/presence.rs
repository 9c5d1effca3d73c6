//! Presence: on which local days one person was at work, and how likely that is on any day. Learnt
//! from the person's own ordinary days, near the day in question, so that a quiet month does not
//! look like a holiday.

use crate::calendar::{Calendar, DayKind, is_ordinary};
use crate::day::Day;
use crate::number::real;
use crate::offset::DAY_CUT_MINUTES;
use crate::starts::Sampling;

/// Silence longer than this is an absence, and its days are not counted.
const ABSENCE_DAYS: i32 = 21;

/// Days before and after a holiday that tell how busy the time was.
const PACE_DAYS: i32 = 14;

/// Days of the common rate that each weekday's own rate begins with.
const PRIOR_DAYS: f64 = 4.0;

/// A person who works although the day is free, as a share of their usual days.
const WORKS_ANYWAY: f64 = 0.08;

/// Ordinary working days that make a rate; with fewer, every day counts as ordinary.
const ORDINARY_MIN: usize = 10;

/// Days that one person's log may span: forty years.
const SPAN_DAYS_MAX: i32 = 14_610;

/// The days of one person.
#[derive(Debug, Clone)]
pub(crate) struct Presence {
    /// Local days with a start, in order.
    active: Vec<Day>,
    /// Days whose minutes were kept and that lie in no absence, in order, with whether they are ordinary.
    observed: Vec<(Day, bool)>,
    /// Chance of a start on each weekday from Monday.
    rates: [f64; 7],
}

impl Presence {
    /// Returns the days of a person at an offset.
    pub(crate) fn of(
        minutes: &[u32],
        offset_quarters: i32,
        sampling: Sampling,
        calendars: &[Calendar],
    ) -> Self {
        let shift = i64::from(offset_quarters) * 15 - i64::from(DAY_CUT_MINUTES);
        let mut active: Vec<Day> = minutes
            .iter()
            .filter_map(|minute| {
                i32::try_from((i64::from(*minute) + shift).div_euclid(1_440)).ok().map(Day)
            })
            .collect();
        active.dedup();
        let mut observed = Vec::new();
        for (day, next) in active.iter().zip(active.iter().skip(1)) {
            let length = if next.0 - day.0 > ABSENCE_DAYS { 1 } else { next.0 - day.0 };
            observed.extend((0..length).map(|ahead| day.plus(ahead)));
        }
        observed.extend(active.last());
        observed.truncate(usize::try_from(SPAN_DAYS_MAX).unwrap_or(0));
        observed.retain(|day| sampling.keeps(i64::from(day.0) * 1_440 - shift));
        let observed: Vec<(Day, bool)> =
            observed.into_iter().map(|day| (day, is_ordinary(calendars, day))).collect();
        let mut presence = Self { active, observed, rates: [0.0; 7] };
        presence.rates = presence.learn_rates();
        presence
    }

    fn learn_rates(&self) -> [f64; 7] {
        let n_ordinary = self.observed.iter().filter(|(day, is)| *is && day.weekday() < 5).count();
        let mut seen = [0.0; 7];
        let mut worked = [0.0; 7];
        for (day, is_ordinary) in &self.observed {
            if !is_ordinary && n_ordinary >= ORDINARY_MIN {
                continue;
            }
            let weekday = day.weekday();
            if let (Some(seen), Some(worked)) = (seen.get_mut(weekday), worked.get_mut(weekday)) {
                *seen += 1.0;
                *worked += f64::from(u8::from(self.is_active(*day)));
            }
        }
        let all_seen: f64 = seen.iter().take(5).sum();
        let common = (worked.iter().take(5).sum::<f64>() + 1.0) / (all_seen + 2.0);
        let mut rates = [0.0; 7];
        for (weekday, (rate, (seen, worked))) in
            rates.iter_mut().zip(seen.iter().zip(worked)).enumerate()
        {
            let prior = if weekday < 5 { common } else { 0.15 * common };
            *rate = (worked + PRIOR_DAYS * prior) / (seen + PRIOR_DAYS);
        }
        rates
    }

    /// Returns the first day.
    pub(crate) fn first(&self) -> Option<Day> {
        self.active.first().copied()
    }

    /// Returns the last day.
    pub(crate) fn last(&self) -> Option<Day> {
        self.active.last().copied()
    }

    /// Returns the days with a start.
    pub(crate) fn active_days(&self) -> impl Iterator<Item = Day> {
        self.active.iter().copied()
    }

    /// Whether the person began a session on a day.
    pub(crate) fn is_active(&self, day: Day) -> bool {
        self.active.binary_search(&day).is_ok()
    }

    /// Whether a session on this day would have been seen.
    pub(crate) fn is_observed(&self, day: Day) -> bool {
        self.observed.binary_search_by_key(&day, |(day, _)| *day).is_ok()
    }

    /// Returns how busy the weeks about some days were against the usual.
    pub(crate) fn pace_about(&self, (first, last): (Day, Day)) -> f64 {
        let start = self.observed.partition_point(|(day, _)| *day < first.plus(-PACE_DAYS));
        let (mut worked, mut expected) = (0.0, 0.0);
        for (day, ordinary) in self.observed.iter().skip(start) {
            if *day > last.plus(PACE_DAYS) {
                break;
            }
            if !*ordinary || (first..=last).contains(day) {
                continue;
            }
            expected += self.rate(*day);
            worked += f64::from(u8::from(self.is_active(*day)));
        }
        ((worked + 3.0) / (expected + 3.0)).clamp(0.2, 1.3)
    }

    fn rate(&self, day: Day) -> f64 {
        self.rates.get(day.weekday()).copied().unwrap_or(0.0)
    }

    /// Returns the chance of a start on a day if it is as any other, and if it is special and kept.
    pub(crate) fn chances(&self, day: Day, kind: DayKind, pace: f64) -> (f64, f64) {
        let bounded = |chance: f64| chance.clamp(0.01, 0.97);
        let own = self.rate(day) * pace;
        match kind {
            DayKind::Off => (bounded(own), bounded(own * WORKS_ANYWAY)),
            // A weekend is worked now and then without any calendar.
            DayKind::Work => {
                let weekday = self.rates.iter().take(5).sum::<f64>() / real(5) * pace;
                (bounded(own.max(0.08)), bounded((0.85 * weekday).max(own)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::starts::Starts;

    #[test]
    fn a_long_silence_is_an_absence_and_a_short_one_is_observed() {
        let minutes: Vec<u32> =
            [0, 1, 4, 5, 60, 61].iter().map(|day| (19_000 + day) * 1_440 + 700).collect();
        let presence = Presence::of(&minutes, 0, Starts::new().sampling(), &[]);
        assert!(presence.is_observed(Day(19_002)) && !presence.is_active(Day(19_002)));
        assert!(!presence.is_observed(Day(19_030)));
        assert!(presence.is_observed(Day(19_061)) && !presence.is_observed(Day(19_062)));
    }

    #[test]
    fn weekends_have_their_own_chance() {
        // Weekdays only, for twenty weeks.
        let minutes: Vec<u32> = (19_000..19_140_u32)
            .filter(|day| Day(i32::try_from(*day).unwrap()).weekday() < 5)
            .map(|day| day * 1_440 + 700)
            .collect();
        let presence = Presence::of(&minutes, 0, Starts::new().sampling(), &[]);
        let monday = (19_020..19_030).map(Day).find(|day| day.weekday() == 0).unwrap();
        assert!(presence.chances(monday, DayKind::Off, 1.0).0 > 0.9);
        assert!(presence.chances(monday.plus(6), DayKind::Off, 1.0).0 < 0.1);
        let (usual, made_up) = presence.chances(monday.plus(6), DayKind::Work, 1.0);
        assert!(usual < 0.1 && made_up > 0.7, "{usual} {made_up}");
    }
}
