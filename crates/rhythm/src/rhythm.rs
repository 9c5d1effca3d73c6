//! Rhythm: what the hours, weekdays, seasons and holidays of a team say together. Takes the starts of
//! each person, gives an interval of offsets or the reason why there is none, and the other ways to
//! read the same hours. Never names a country from hours.

use crate::answer::{Rhythm, Verdict};
use crate::calendar::Calendar;
use crate::daylight::{Daylight, daylight};
use crate::keeping::keeping;
use crate::offset::{HabitLogs, Posterior, WeekCounts, best_week};
use crate::pause::pause;
use crate::polling::{Sifted, sift};
use crate::presence::Presence;
use crate::rivals::rivals;
use crate::starts::Starts;

/// Sessions of people below which nothing is said.
const SESSIONS_MIN: usize = 20;

/// Sessions below which one person of a team does not count.
const PERSON_SESSIONS_MIN: usize = 5;

/// An interval wider than this, in hours, is no answer.
const WIDTH_MAX_HOURS: f64 = 4.8;

/// Days can be told apart by an interval up to this wide, in hours: nobody works at four in the morning.
const DAYS_WIDTH_MAX_HOURS: f64 = 10.0;

/// Advantage of the likeliest week, as logarithm: 10 to 1.
const WEEK_MARGIN: f64 = 2.3;

/// People that one answer takes in; those beyond have too little weight to change it.
const PEOPLE_MAX: usize = 256;

/// Reads rhythms; its tables are made once.
#[derive(Debug, Clone)]
pub struct RhythmReader {
    habits: HabitLogs,
    calendars: Vec<Calendar>,
}

impl RhythmReader {
    /// Takes the calendars to compare.
    pub fn new(calendars: Vec<Calendar>) -> Self {
        Self { habits: HabitLogs::new(), calendars }
    }

    /// Returns what the people of one account or one vendor say together.
    pub fn read(&self, team: &[&Starts]) -> Rhythm {
        let sifted: Vec<(Sifted, &Starts)> =
            team.iter().take(PEOPLE_MAX).map(|starts| (sift(&starts.minutes()), *starts)).collect();
        let mut people: Vec<(Vec<u32>, &Starts)> = Vec::new();
        let mut rhythm = Rhythm::of_nobody();
        for (sifted, starts) in sifted {
            rhythm.machine_sessions += sifted.machine;
            rhythm.assumed_sessions = rhythm.assumed_sessions.saturating_add(starts.assumed());
            rhythm.sessions += sifted.human.len();
            if sifted.human.len() >= PERSON_SESSIONS_MIN {
                people.push((sifted.human, starts));
            }
        }
        rhythm.people = people.len();
        let n_usable: usize = people.iter().map(|(human, _)| human.len()).sum();
        if n_usable >= SESSIONS_MIN {
            self.read_people(&people, &mut rhythm);
        } else if rhythm.assumed_sessions > 0 {
            rhythm.verdict = Verdict::ClockAssumed;
        }
        rhythm.rivals = rivals(&rhythm);
        rhythm
    }

    fn read_people(&self, people: &[(Vec<u32>, &Starts)], rhythm: &mut Rhythm) {
        let minutes: Vec<Vec<u32>> = people.iter().map(|(human, _)| human.clone()).collect();
        rhythm.daylight = daylight(&minutes);
        let standard: Vec<Vec<u32>> = match rhythm.daylight {
            Daylight::Jumps(rule, _) => {
                minutes.iter().map(|minutes| rule.without_jumps(minutes)).collect()
            }
            Daylight::Steady(_) | Daylight::Unknown => minutes,
        };
        let counts: Vec<WeekCounts> =
            standard.iter().map(|minutes| WeekCounts::of(minutes)).collect();
        let posterior = Posterior::of(&counts, &self.habits);
        let interval = posterior.interval();
        let width = interval.high - interval.low;
        if width > DAYS_WIDTH_MAX_HOURS {
            return;
        }
        // An offset lies within 14 hours, so its quarters are a small whole number.
        let quarters = whole_quarters(interval.hours);
        let days: Vec<Presence> = standard
            .iter()
            .zip(people)
            .map(|(minutes, (_, starts))| {
                Presence::of(minutes, quarters, starts.sampling(), &self.calendars)
            })
            .collect();
        (rhythm.calendar, rhythm.calendars) = keeping(&days, &self.calendars);
        if width > WIDTH_MAX_HOURS {
            return;
        }
        rhythm.verdict = Verdict::Interval;
        rhythm.week = best_week(&counts, quarters)
            .filter(|(_, margin)| *margin >= WEEK_MARGIN)
            .map(|(week, _)| week.name);
        let mut day = [0.0; 96];
        for counts in &counts {
            for (sum, count) in day.iter_mut().zip(counts.day()) {
                *sum += count;
            }
        }
        rhythm.pause = pause(&day, quarters);
        rhythm.offset = Some(interval);
    }
}

fn whole_quarters(hours: f64) -> i32 {
    (-48..=56)
        .min_by(|one, other| {
            let away = |quarters: i32| (f64::from(quarters) / 4.0 - hours).abs();
            away(*one).total_cmp(&away(*other))
        })
        .unwrap_or(0)
}
