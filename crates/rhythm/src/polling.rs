//! Machine or human: takes the starts of one account in order and takes out those of programs that
//! call at regular times, as sync clients and backups do. A person's pauses are never six times the
//! same, and nobody begins in the same three minutes on every fourth day.

use crate::number::real;

/// What was left of a person's starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sifted {
    /// Starts of people, in minutes since the epoch.
    pub(crate) human: Vec<u32>,
    /// Starts that were taken out.
    pub(crate) machine: usize,
}

/// Equal pauses in a row that make a machine.
const RUN_MIN: usize = 6;

/// A period up to here may jitter by a tenth, as sync clients do; a longer one is a timetable.
const JITTERY_MINUTES_MAX: u32 = 360;

/// Periods beyond two days are not looked for.
const PERIOD_MINUTES_MAX: u32 = 2 * 1_440;

/// Share of the days seen on which a timetable's minute must return, as one of this many.
const TIMETABLE_DAYS_DIVISOR: usize = 4;

/// Days on which a timetable's minute must return at least.
const TIMETABLE_DAYS_MIN: usize = 10;

/// Steps over which a broken chain of calls is taken up again.
const CHAIN_STEPS: u32 = 3;

const DAY: u32 = 1_440;

/// Takes out what machines began.
pub(crate) fn sift(minutes: &[u32]) -> Sifted {
    let mut is_machine = runs(minutes);
    for (flag, on_timetable) in is_machine.iter_mut().zip(timetable(minutes)) {
        *flag |= on_timetable;
    }
    let human: Vec<u32> = minutes
        .iter()
        .zip(&is_machine)
        .filter(|(_, flag)| !**flag)
        .map(|(minute, _)| *minute)
        .collect();
    Sifted { machine: minutes.len() - human.len(), human }
}

fn tolerance(period: u32) -> u32 {
    if period <= JITTERY_MINUTES_MAX { (period / 10).max(3) } else { 3 }
}

/// Marks runs of equal pauses, and calls that continue such a run after a person came between.
fn runs(minutes: &[u32]) -> Vec<bool> {
    let gaps: Vec<u32> =
        minutes.iter().zip(minutes.iter().skip(1)).map(|(one, next)| next - one).collect();
    let mut marks = vec![None; minutes.len()];
    let mut start = 0;
    while let Some(first) = gaps.get(start) {
        let near = tolerance(*first);
        let equal = gaps.iter().skip(start).take_while(|gap| gap.abs_diff(*first) <= near).count();
        if equal >= RUN_MIN && *first <= PERIOD_MINUTES_MAX {
            let period = *first;
            marks.iter_mut().skip(start).take(equal + 1).for_each(|mark| *mark = Some(period));
            start += equal;
        } else {
            start += 1;
        }
    }
    continue_runs(minutes, &mut marks, Direction::Forward);
    continue_runs(minutes, &mut marks, Direction::Backward);
    marks.into_iter().map(|mark| mark.is_some()).collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Forward,
    Backward,
}

/// Carries marks over to calls one to three periods away from a marked one.
fn continue_runs(minutes: &[u32], marks: &mut [Option<u32>], direction: Direction) {
    let mut order: Vec<usize> = (0..minutes.len()).collect();
    if direction == Direction::Backward {
        order.reverse();
    }
    let mut last: Option<(u32, u32)> = None;
    for idx in order {
        let (Some(minute), Some(mark)) = (minutes.get(idx), marks.get_mut(idx)) else { continue };
        if let Some(period) = *mark {
            last = Some((*minute, period));
            continue;
        }
        let Some((from, period)) = last else { continue };
        let away = minute.abs_diff(from);
        let on_chain = (1..=CHAIN_STEPS)
            .any(|steps| away.abs_diff(steps.saturating_mul(period)) <= tolerance(period));
        // Only a short period leaves a person's own starts mostly untouched.
        if on_chain && period <= JITTERY_MINUTES_MAX {
            *mark = Some(period);
            last = Some((*minute, period));
        }
    }
}

/// Marks starts at a minute of the day that returns on every fourth day or more.
fn timetable(minutes: &[u32]) -> Vec<bool> {
    let mut days: Vec<u32> = minutes.iter().map(|minute| minute / DAY).collect();
    days.dedup();
    let needed = (days.len() / TIMETABLE_DAYS_DIVISOR).max(TIMETABLE_DAYS_MIN);
    let mut by_minute: Vec<(u32, u32)> =
        minutes.iter().map(|minute| (minute % DAY, minute / DAY)).collect();
    by_minute.sort_unstable();
    let mut counts = vec![0_usize; DAY as usize];
    for (minute, _) in &by_minute {
        if let Some(count) = counts.get_mut(*minute as usize) {
            *count += 1;
        }
    }
    let around = |minute: u32, reach: u32| -> usize {
        (0..=2 * reach)
            .filter_map(|step| counts.get(((minute + DAY + step - reach) % DAY) as usize))
            .sum()
    };
    let is_peak: Vec<bool> = (0..DAY)
        .map(|minute| {
            let (inner, outer) = (around(minute, 1), around(minute, 10));
            inner >= needed && real(inner) > 0.6 * real(outer)
        })
        .collect();
    let near_peak = |minute: u32| {
        (0..3).any(|step| {
            is_peak.get(((minute + DAY + step - 1) % DAY) as usize).copied().unwrap_or(false)
        })
    };
    minutes.iter().map(|minute| near_peak(minute % DAY)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Minutes of a person: three starts on weekdays, scattered without a pattern.
    fn person(days: u32) -> Vec<u32> {
        let mut state = 7_u32;
        let mut minutes = Vec::new();
        for day in (0..days).filter(|day| day % 7 < 5) {
            for _ in 0..3 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                minutes.push(day * DAY + 540 + (state >> 8) % 540);
            }
        }
        minutes.sort_unstable();
        minutes
    }

    #[test]
    fn a_person_is_left_alone() {
        let minutes = person(200);
        let sifted = sift(&minutes);
        assert!(sifted.machine * 100 <= minutes.len(), "{}", sifted.machine);
    }

    #[test]
    fn one_session_each_day_near_nine_is_a_person() {
        let mut state = 3_u32;
        let mut minutes = Vec::new();
        for day in 0..120_u32 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            minutes.push(day * DAY + 500 + (state >> 8) % 80);
        }
        assert!(sift(&minutes).machine <= 12);
    }

    #[test]
    fn calls_each_hour_are_a_machine_and_the_person_between_stays() {
        let people = person(60);
        let mut minutes = people.clone();
        // The client drifts by a minute each call.
        minutes.extend((0..60 * 23).map(|call| call * 61 + 11));
        minutes.sort_unstable();
        minutes.dedup();
        let sifted = sift(&minutes);
        assert!(sifted.machine >= 60 * 23 * 9 / 10, "{}", sifted.machine);
        let kept = sifted.human.iter().filter(|minute| people.contains(minute)).count();
        assert!(kept * 10 >= people.len() * 7, "{kept} of {}", people.len());
    }

    #[test]
    fn a_backup_at_two_each_night_is_a_machine() {
        let mut minutes = person(60);
        minutes.extend((0..60).map(|day| day * DAY + 120));
        minutes.sort_unstable();
        assert!((60..=63).contains(&sift(&minutes).machine));
    }

    proptest! {
        #[test]
        fn nothing_is_lost(mut minutes in proptest::collection::vec(any::<u32>(), 0..200)) {
            minutes.sort_unstable();
            minutes.dedup();
            let sifted = sift(&minutes);
            prop_assert_eq!(sifted.human.len() + sifted.machine, minutes.len());
        }
    }
}
