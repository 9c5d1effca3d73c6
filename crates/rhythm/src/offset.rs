//! Offset: where on the globe's clock a team's hours lie. Takes the starts of people, machines taken
//! out, and gives how likely each offset from UTC is, and an interval. Evidence multiplies by
//! people, not by events: the error of one person is habit, and a hundred more sessions do not make
//! an owl a lark. Never says a country.

use crate::habits::{
    DAY_HABITS, DAY_QUARTERS, PAUSE_HABITS, Profile, SHIFTS, TWO_SHIFTS_WEIGHT, WEEK_HABITS,
    WeekHabit, normal_log,
};
use crate::number::{log_sum, rounded};

/// The offsets in use, in quarters: UTC-12 to UTC+14 (IANA time zone database 2024a, `etcetera` and
/// `australasia`).
const OFFSET_QUARTERS: std::ops::RangeInclusive<i32> = -48..=56;

/// Quarters of an hour in a week.
const WEEK_QUARTERS: usize = 7 * DAY_QUARTERS;

/// A working day ends at four in the morning, when fewest are awake.
pub(crate) const DAY_CUT_MINUTES: i32 = 240;

/// Sessions after which one person's evidence grows no more: tempered to n * 25 / (n + 25).
const PERSON_SESSIONS: f64 = 25.0;

/// The same for the pause at noon, which is the team's and not the person's.
const PAUSE_SESSIONS: f64 = 120.0;

/// One person's habit against the plan of the day, in quarters (standard deviation).
const HABIT_QUARTERS: f64 = 4.0;

/// Share of people whose habit is far from any plan, spread over six hours, more of it later.
const OWLS: f64 = 0.12;

/// How far a person's habit is looked for, in quarters.
const HABIT_REACH: i32 = 24;

/// A whole team's plan against the table's, in quarters (standard deviation).
const TEAM_QUARTERS: f64 = 2.5;

/// How far a team's plan is looked for, in quarters.
const TEAM_REACH: i32 = 8;

/// Share of people who keep the kind of day of their team.
const SAME_DAY: f64 = 0.6;

/// Mass that the interval holds. The posterior is tuned so that this is also its coverage.
const CREDIBLE: f64 = 0.90;

/// How likely each offset is.
#[derive(Debug, Clone)]
pub(crate) struct Posterior {
    /// Offset in quarters and its mass, in order; the masses sum to 1.
    masses: Vec<(i32, f64)>,
}

/// An interval of offsets from UTC.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OffsetInterval {
    /// The whole hour next to the middle of the interval's mass: hours cannot tell halves.
    pub hours: f64,
    /// The lower end, in hours.
    pub low: f64,
    /// The upper end, in hours.
    pub high: f64,
}

/// The tables of habits, made ready once.
#[derive(Debug, Clone)]
pub(crate) struct HabitLogs {
    days: Vec<DayLogs>,
    pauses: Vec<(f64, Profile)>,
    weeks: Vec<(f64, [f64; 7])>,
    habit_weights: Vec<f64>,
    team_weights: Vec<f64>,
}

/// One kind of day.
#[derive(Debug, Clone)]
struct DayLogs {
    weight: f64,
    density: Profile,
    /// Share of people of a two-shift team who keep it.
    shift_share: f64,
    /// For each pause and each habit: the logarithm of what the pause leaves of the day.
    left: Vec<Vec<f64>>,
}

impl HabitLogs {
    pub(crate) fn new() -> Self {
        let log = |weight: u32| (f64::from(weight) / 1_000.0).ln();
        let factors: Vec<Profile> =
            PAUSE_HABITS.iter().map(super::habits::PauseHabit::factor).collect();
        let days = DAY_HABITS.iter().map(|habit| {
            let profile = habit.profile();
            let left = |factor: &Profile| -> Vec<f64> {
                (-HABIT_REACH..=HABIT_REACH)
                    .map(|step| {
                        // A habit of `step` quarters later moves the day, and not the pause.
                        let skip = usize::try_from((-step).rem_euclid(96)).unwrap_or(0);
                        let day = profile.iter().cycle().skip(skip);
                        factor.iter().zip(day).map(|(factor, day)| factor * day).sum::<f64>().ln()
                    })
                    .collect()
            };
            DayLogs {
                weight: log(habit.weight),
                density: profile.map(f64::ln),
                shift_share: SHIFTS
                    .iter()
                    .find(|(name, _)| *name == habit.name)
                    .map_or(0.0, |(_, share)| *share),
                left: factors.iter().map(left).collect(),
            }
        });
        let pauses = PAUSE_HABITS.iter().zip(&factors);
        let weeks = WEEK_HABITS.iter().map(|week| (log(week.weight), week.shares().map(f64::ln)));
        Self {
            days: days.collect(),
            pauses: pauses
                .map(|(pause, factor)| (log(pause.weight), factor.map(f64::ln)))
                .collect(),
            weeks: weeks.collect(),
            habit_weights: habit_weights(),
            team_weights: team_weights(),
        }
    }
}

/// The starts of one person by the quarter of the week in UTC, from Monday.
pub(crate) struct WeekCounts(Vec<f64>);

impl WeekCounts {
    pub(crate) fn of(minutes: &[u32]) -> Self {
        let mut counts = vec![0.0; WEEK_QUARTERS];
        for minute in minutes {
            // 1970-01-01 was a Thursday, the fourth day.
            let quarter = (minute / 15) as usize + 3 * DAY_QUARTERS;
            if let Some(count) = counts.get_mut(quarter % WEEK_QUARTERS) {
                *count += 1.0;
            }
        }
        Self(counts)
    }

    /// Returns the starts by the quarter of the day in UTC.
    pub(crate) fn day(&self) -> Profile {
        let mut day = [0.0; DAY_QUARTERS];
        for chunk in self.0.chunks_exact(DAY_QUARTERS) {
            for (sum, count) in day.iter_mut().zip(chunk) {
                *sum += count;
            }
        }
        day
    }

    /// Returns the starts by local weekday from Monday, each day cut at four in the morning.
    pub(crate) fn weekdays(&self, offset_quarters: i32) -> [f64; 7] {
        let mut days = [0.0; 7];
        let shift = (offset_quarters - DAY_CUT_MINUTES / 15).rem_euclid(672);
        let shift = usize::try_from(shift).unwrap_or(0);
        // Quarter q in UTC is q + shift here, so local Monday begins at -shift.
        let from_monday = self.0.iter().cycle().skip(WEEK_QUARTERS - shift);
        for (quarter, count) in (0..WEEK_QUARTERS).zip(from_monday) {
            if let Some(day) = days.get_mut(quarter / DAY_QUARTERS) {
                *day += count;
            }
        }
        days
    }

    fn total(&self) -> f64 {
        self.0.iter().sum()
    }
}

/// Tempers the weight of `n` events of one person.
fn tempered(n: f64, full: f64) -> f64 {
    full / (full + n)
}

/// Returns how well a spread over the day meets the counts at each quarter that UTC is shifted by.
fn shift_logs(counts: &Profile, spread: &Profile, weight: f64) -> Profile {
    let mut logs = [0.0; DAY_QUARTERS];
    for (shift, log) in logs.iter_mut().enumerate() {
        let local = spread.iter().cycle().skip(shift);
        *log = weight * counts.iter().zip(local).map(|(count, log)| count * log).sum::<f64>();
    }
    logs
}

/// Spreads logarithms of likelihood over steps of `weights`, which begin at `-reach`: at each quarter
/// the sum over steps of what lies that many quarters before it.
fn spread(logs: &Profile, weights: &[f64], reach: i32) -> Profile {
    let max = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let likelihoods = logs.map(|log| (log - max).exp());
    let mut out = [0.0; DAY_QUARTERS];
    for (step, weight) in (-reach..).zip(weights) {
        let skip = usize::try_from((-step).rem_euclid(96)).unwrap_or(0);
        for (to, from) in out.iter_mut().zip(likelihoods.iter().cycle().skip(skip)) {
            *to += weight * from;
        }
    }
    out.map(|sum: f64| sum.max(1e-280).ln() + max)
}

fn shares(weights: Vec<f64>) -> Vec<f64> {
    let total: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / total).collect()
}

/// How common it is that a person's day is so many quarters later than planned. Owls are more
/// common than larks.
fn habit_weights() -> Vec<f64> {
    let steps = -HABIT_REACH..=HABIT_REACH;
    let curve = shares(
        steps.clone().map(|step| normal_log(f64::from(step), HABIT_QUARTERS).exp()).collect(),
    );
    let owls = shares(steps.map(|step| if step > 0 { 3.0 } else { 1.0 }).collect());
    curve.iter().zip(owls).map(|(own, owl)| (1.0 - OWLS) * own + OWLS * owl).collect()
}

fn team_weights() -> Vec<f64> {
    let steps = -TEAM_REACH..=TEAM_REACH;
    shares(steps.map(|step| normal_log(f64::from(step), TEAM_QUARTERS).exp()).collect())
}

/// What the hours of one person say, for each pause and each kind of team.
fn person_hours(counts: &Profile, logs: &HabitLogs) -> Vec<Vec<Profile>> {
    let n: f64 = counts.iter().sum();
    let (weight, pause_weight) = (tempered(n, PERSON_SESSIONS), tempered(n, PAUSE_SESSIONS));
    let days: Vec<Profile> =
        logs.days.iter().map(|day| shift_logs(counts, &day.density, weight)).collect();
    let mut all = Vec::new();
    for (pause_idx, (_, factor)) in logs.pauses.iter().enumerate() {
        let pause = shift_logs(counts, factor, pause_weight);
        let mut of_days: Vec<Profile> = Vec::new();
        for (day, own) in logs.days.iter().zip(&days) {
            let left = day.left.get(pause_idx).into_iter().flatten();
            let weights: Vec<f64> = logs
                .habit_weights
                .iter()
                .zip(left)
                .map(|(habit, left)| habit * (-left * n * pause_weight).exp())
                .collect();
            let mut hours = spread(own, &weights, HABIT_REACH);
            for (log, pause) in hours.iter_mut().zip(&pause) {
                *log += pause;
            }
            of_days.push(hours);
        }
        all.push(teams(&of_days, logs));
    }
    all
}

/// From what each kind of day says of a person to what each kind of team says: teams of one kind of
/// day, in which some keep another, then the team of two shifts.
fn teams(of_days: &[Profile], logs: &HabitLogs) -> Vec<Profile> {
    let mixed = |weight: &dyn Fn(&DayLogs) -> f64| {
        let mut sum = [0.0; DAY_QUARTERS];
        for (quarter, sum) in sum.iter_mut().enumerate() {
            let terms = of_days.iter().zip(&logs.days).map(|(day, logs)| {
                weight(logs) + day.get(quarter).copied().unwrap_or(f64::NEG_INFINITY)
            });
            *sum = log_sum(terms);
        }
        sum
    };
    let any = mixed(&|day| day.weight);
    let (own, other) = (SAME_DAY.ln(), (1.0 - SAME_DAY).ln());
    let mut teams: Vec<Profile> = of_days
        .iter()
        .map(|day| {
            let mut team = *day;
            for (log, any) in team.iter_mut().zip(&any) {
                *log = log_sum([own + *log, other + any].into_iter());
            }
            team
        })
        .collect();
    teams.push(mixed(&|day| day.shift_share.ln()));
    teams
}

/// Returns how well each quarter that UTC may be shifted by meets the hours of all people.
fn team_hours(people: &[WeekCounts], logs: &HabitLogs) -> Profile {
    let two_shifts = f64::from(TWO_SHIFTS_WEIGHT) / 1_000.0;
    let kinds = logs.days.iter().map(|day| day.weight + (1.0 - two_shifts).ln());
    let kinds: Vec<f64> = kinds.chain([two_shifts.ln()]).collect();
    let prior = |pause: &(f64, Profile)| -> Vec<Profile> {
        kinds.iter().map(|kind| [kind + pause.0; DAY_QUARTERS]).collect()
    };
    let mut sums: Vec<Vec<Profile>> = logs.pauses.iter().map(prior).collect();
    for person in people {
        let own = person_hours(&person.day(), logs);
        for (sum, own) in sums.iter_mut().flatten().zip(own.iter().flatten()) {
            for (sum, log) in sum.iter_mut().zip(own) {
                *sum += log;
            }
        }
    }
    let spread_sums: Vec<Profile> =
        sums.iter().flatten().map(|sum| spread(sum, &logs.team_weights, TEAM_REACH)).collect();
    let mut hours = [0.0; DAY_QUARTERS];
    for (quarter, log) in hours.iter_mut().enumerate() {
        *log = log_sum(spread_sums.iter().filter_map(|sum| sum.get(quarter).copied()));
    }
    hours
}

/// What the weekdays of a team say of an offset.
fn week_log(people: &[WeekCounts], offset: i32, logs: &HabitLogs) -> f64 {
    let mut sums: Vec<f64> = logs.weeks.iter().map(|(weight, _)| *weight).collect();
    for person in people {
        let (days, weight) = (person.weekdays(offset), tempered(person.total(), PERSON_SESSIONS));
        for (sum, (_, shares)) in sums.iter_mut().zip(&logs.weeks) {
            *sum += weight * days.iter().zip(shares).map(|(n, log)| n * log).sum::<f64>();
        }
    }
    log_sum(sums.into_iter())
}

/// Returns the kind of week that a team keeps at an offset, and how much likelier than the next.
pub(crate) fn best_week(people: &[WeekCounts], offset: i32) -> Option<(&'static WeekHabit, f64)> {
    let mut scored: Vec<(f64, &WeekHabit)> = WEEK_HABITS
        .iter()
        .map(|habit| {
            let shares = habit.shares().map(f64::ln);
            let log = people.iter().map(|person| {
                let days = person.weekdays(offset);
                let weight = tempered(person.total(), PERSON_SESSIONS);
                weight * days.iter().zip(shares).map(|(n, log)| n * log).sum::<f64>()
            });
            (log.sum::<f64>() + (f64::from(habit.weight) / 1_000.0).ln(), habit)
        })
        .collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0));
    match scored.as_slice() {
        [(best, habit), (next, _), ..] => Some((habit, best - next)),
        _ => None,
    }
}

impl Posterior {
    /// Returns how likely each offset is for people who work in one place.
    pub(crate) fn of(people: &[WeekCounts], logs: &HabitLogs) -> Self {
        let hours = team_hours(people, logs);
        let masses: Vec<(i32, f64)> = OFFSET_QUARTERS
            .map(|offset| {
                let quarter = usize::try_from(offset.rem_euclid(96)).unwrap_or(0);
                let hours = hours.get(quarter).copied().unwrap_or(f64::NEG_INFINITY);
                (offset, hours + week_log(people, offset, logs))
            })
            .collect();
        let total = log_sum(masses.iter().map(|(_, log)| *log));
        Self { masses: masses.into_iter().map(|(at, log)| (at, (log - total).exp())).collect() }
    }

    /// Returns the shortest interval that holds the credible mass.
    pub(crate) fn interval(&self) -> OffsetInterval {
        let (mut best, mut ends) = (usize::MAX, (0.0, 0.0));
        for start in 0..self.masses.len() {
            let mut mass = 0.0;
            for (len, (quarter, own)) in self.masses.iter().skip(start).enumerate() {
                mass += own;
                if mass < CREDIBLE {
                    continue;
                }
                if len < best {
                    best = len;
                    let first = self.masses.get(start).copied().unwrap_or_default();
                    ends = trimmed(first, (*quarter, *own), mass - CREDIBLE);
                }
                break;
            }
        }
        let (low, high) = ends;
        let (mut middle, mut mass) = (0.0, 0.0);
        for (quarter, own) in &self.masses {
            let hours = f64::from(*quarter) / 4.0;
            if (low - 0.2..=high + 0.2).contains(&hours) {
                middle += hours * own;
                mass += own;
            }
        }
        let hours = if mass > 0.0 { middle / mass } else { f64::midpoint(low, high) };
        OffsetInterval {
            hours: rounded(hours, 1.0),
            low: rounded(low, 10.0),
            high: rounded(high, 10.0),
        }
    }
}

/// Returns the ends of an interval of cells, each a quarter wide, less the mass that is too much.
fn trimmed(first: (i32, f64), last: (i32, f64), excess: f64) -> (f64, f64) {
    let (low, high) = (f64::from(first.0) / 4.0 - 0.125, f64::from(last.0) / 4.0 + 0.125);
    let cut = |mass: f64| (excess / mass.max(f64::MIN_POSITIVE)).min(1.0) * 0.25;
    // The emptier end gives way.
    if first.1 < last.1 { (low + cut(first.1), high) } else { (low, high - cut(last.1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Minutes of an office from nine to six with an hour at noon, at an offset in quarters.
    fn office(offset_quarters: i32, days: u32, person: u32) -> Vec<u32> {
        let mut minutes = Vec::new();
        for day in (19_000..19_000 + days).filter(|day| (day + 3) % 7 < 5) {
            let mixed = (day * 8 + person).wrapping_mul(0x9e37_79b9);
            let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x85eb_ca6b) >> 8;
            let worked = mixed % 480;
            let local = day * 1_440 + 540 + worked + if worked >= 180 { 60 } else { 0 };
            minutes.push(local.checked_add_signed(-offset_quarters * 15).unwrap());
        }
        minutes
    }

    #[test]
    fn five_people_of_an_office_are_within_the_hour_everywhere() {
        let logs = HabitLogs::new();
        for offset in [-32, -20, 0, 4, 22, 32, 34, 36, 38, 48] {
            let people: Vec<WeekCounts> =
                (0..5).map(|phase| WeekCounts::of(&office(offset, 60, phase))).collect();
            let interval = Posterior::of(&people, &logs).interval();
            let truth = f64::from(offset) / 4.0;
            assert!((interval.hours - truth).abs() <= 1.0, "{truth}: {interval:?}");
            assert!(interval.low <= truth && truth <= interval.high, "{truth}: {interval:?}");
        }
    }

    #[test]
    fn weekdays_are_those_of_the_place() {
        // Sunday 22:00 UTC is Monday 06:00 at UTC+8 and Sunday at UTC.
        let minutes = [4 * 1_440 - 120];
        let counts = WeekCounts::of(&minutes);
        assert!(counts.weekdays(0)[6] > 0.5);
        assert!(counts.weekdays(32)[0] > 0.5);
        assert!(counts.weekdays(-32)[6] > 0.5);
    }

    #[test]
    fn more_sessions_of_one_person_do_not_make_the_interval_vanish() {
        let logs = HabitLogs::new();
        let width = |days| {
            let person = [WeekCounts::of(&office(32, days, 1))];
            let interval = Posterior::of(&person, &logs).interval();
            interval.high - interval.low
        };
        assert!(width(2_000) > 1.5, "{}", width(2_000));
    }
}
