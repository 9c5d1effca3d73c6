//! Daylight-saving time: whether a team's hours jump against UTC when the clocks of Europe, North
//! America or southern Australia are put forward. Half a year of one season says nothing. A jump
//! speaks against places whose clocks stand still, and the other way round.

use crate::day::Day;
use crate::habits::{Profile, blurred};
use crate::number::{real, rounded};
use crate::offset::WeekCounts;

/// Starts of the whole team that each season must have.
const SEASON_STARTS_MIN: usize = 40;

/// Logarithm of the ratio of likelihoods that decides.
const DECIDES: f64 = 3.0;

/// Starts of one person whose evidence counts in full.
const PERSON_STARTS: f64 = 40.0;

/// A rule by which clocks are put forward by an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DaylightRule {
    /// Directive 2000/84/EC: last Sunday of March to last Sunday of October.
    Europe,
    /// 15 U.S.C. 260a: second Sunday of March to first Sunday of November.
    NorthAmerica,
    /// Standard Time Act 1987 (New South Wales): first Sunday of October to first Sunday of April.
    Australia,
}

/// What the seasons say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Daylight {
    /// The hours jump as by this rule; logarithm of the ratio of likelihoods.
    Jumps(DaylightRule, f64),
    /// The hours stand still while clocks elsewhere jump; logarithm of the ratio of likelihoods.
    Steady(f64),
    /// Not both seasons were seen, or habits changed between them.
    Unknown,
}

const RULES: [DaylightRule; 3] =
    [DaylightRule::Europe, DaylightRule::NorthAmerica, DaylightRule::Australia];

impl DaylightRule {
    /// Whether clocks are forward; the hour of the change itself is of no weight here.
    fn is_forward(self, minute: u32) -> bool {
        let Some(day) = i32::try_from(minute / 1_440).ok().map(Day) else { return false };
        let year = day.year();
        let sundays = match self {
            Self::Europe => (Day::nth(year, 3, 6, 5), Day::nth(year, 10, 6, 5)),
            Self::NorthAmerica => (Day::nth(year, 3, 6, 2), Day::nth(year, 11, 6, 1)),
            Self::Australia => (Day::nth(year, 4, 6, 1), Day::nth(year, 10, 6, 1)),
        };
        let (Some(from), Some(to)) = sundays else { return false };
        (from <= day && day < to) != (self == Self::Australia)
    }

    /// Returns starts as they were if the clocks had never been put forward.
    pub(crate) fn without_jumps(self, minutes: &[u32]) -> Vec<u32> {
        minutes
            .iter()
            .map(
                |minute| if self.is_forward(*minute) { minute.saturating_add(60) } else { *minute },
            )
            .collect()
    }
}

/// Compares the seasons of each person.
pub(crate) fn daylight(people: &[Vec<u32>]) -> Daylight {
    let mut scored: Vec<(f64, DaylightRule)> = Vec::new();
    for rule in RULES {
        let mut log = 0.0;
        let (mut n_forward, mut n_standard) = (0, 0);
        for minutes in people {
            let (forward, standard): (Vec<u32>, Vec<u32>) =
                minutes.iter().partition(|minute| rule.is_forward(**minute));
            n_forward += forward.len();
            n_standard += standard.len();
            log += person_log(&forward, &standard);
        }
        if n_forward.min(n_standard) >= SEASON_STARTS_MIN {
            scored.push((log, rule));
        }
    }
    scored.sort_by(|one, other| other.0.total_cmp(&one.0));
    match (scored.first(), scored.last()) {
        (Some((log, rule)), _) if *log >= DECIDES => Daylight::Jumps(*rule, rounded(*log, 100.0)),
        (Some((best, _)), Some((worst, _))) if *best <= -DECIDES => {
            Daylight::Steady(rounded(-worst, 100.0))
        }
        _ => Daylight::Unknown,
    }
}

/// How much likelier the hours of one season are in the other season's spread if moved by an hour.
fn person_log(forward: &[u32], standard: &[u32]) -> f64 {
    let n = forward.len().min(standard.len());
    if n < 8 {
        return 0.0;
    }
    let counts = WeekCounts::of(forward).day();
    let spread = season_logs(standard);
    // A clock put forward makes everything an hour earlier in UTC.
    let moved = log_at(&counts, &spread, 4);
    let still = log_at(&counts, &spread, 0);
    // Half a jump back is the same evidence against, so that plain drift does not pass for a jump.
    let back = log_at(&counts, &spread, 92);
    let share = real(n).min(PERSON_STARTS) / real(forward.len()).max(1.0);
    ((moved - still.max(back)) * share).clamp(-4.0, 4.0)
}

fn season_logs(minutes: &[u32]) -> Profile {
    let profile = blurred(&WeekCounts::of(minutes).day(), 4);
    let total: f64 = profile.iter().sum();
    profile.map(|count| (count / total * 0.9 + 0.1 / 96.0).ln())
}

fn log_at(counts: &Profile, spread: &Profile, later_quarters: usize) -> f64 {
    let moved = spread.iter().cycle().skip(later_quarters);
    counts.iter().zip(moved).map(|(count, log)| count * log).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(rule: Option<DaylightRule>, phase: u32) -> Vec<u32> {
        let mut state = phase;
        let from = u32::try_from(Day::parse("2023-01-01").unwrap().0).unwrap();
        (from..from + 365)
            .filter(|day| (day + 3) % 7 < 5)
            .map(|day| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let minute = day * 1_440 + 480 + (state >> 8) % 480;
                let forward = rule.is_some_and(|rule| rule.is_forward(minute));
                minute - if forward { 60 } else { 0 }
            })
            .collect()
    }

    fn team(rule: Option<DaylightRule>) -> Vec<Vec<u32>> {
        (1..6).map(|phase| year(rule, phase)).collect()
    }

    #[test]
    fn a_team_on_the_clocks_of_a_rule_jumps_by_that_rule() {
        for rule in [DaylightRule::Europe, DaylightRule::Australia] {
            let found = daylight(&team(Some(rule)));
            assert!(matches!(found, Daylight::Jumps(found, _) if found == rule), "{found:?}");
        }
    }

    #[test]
    fn a_team_without_jumps_is_steady_and_one_season_is_unknown() {
        assert!(matches!(daylight(&team(None)), Daylight::Steady(_)));
        let winter: Vec<Vec<u32>> =
            team(None).iter().map(|minutes| minutes.iter().take(40).copied().collect()).collect();
        assert_eq!(daylight(&winter), Daylight::Unknown);
    }

    #[test]
    fn the_rules_change_on_their_sundays() {
        let minute = |date: &str| u32::try_from(Day::parse(date).unwrap().0).unwrap() * 1_440;
        assert!(!DaylightRule::Europe.is_forward(minute("2024-03-30")));
        assert!(DaylightRule::Europe.is_forward(minute("2024-03-31")));
        assert!(!DaylightRule::NorthAmerica.is_forward(minute("2024-11-03")));
        assert!(DaylightRule::Australia.is_forward(minute("2024-01-15")));
        assert!(!DaylightRule::Australia.is_forward(minute("2024-06-15")));
    }
}
