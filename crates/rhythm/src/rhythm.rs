//! Rhythm: what the hours, weekdays, seasons and holidays of a team say together. Takes the starts of
//! each person, gives an interval of offsets or the reason why there is none, and the other ways to
//! read the same hours. Never names a country from hours.

use crate::calendar::Calendar;
use crate::daylight::{Daylight, daylight};
use crate::keeping::{CalendarFit, CalendarVerdict, keeping};
use crate::offset::{HabitLogs, OffsetInterval, Posterior, WeekCounts, best_week};
use crate::pause::{Pause, pause};
use crate::polling::{Sifted, sift};
use crate::presence::Presence;
use crate::rivals::rivals;
use crate::starts::Starts;

/// Whether hours give an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They do.
    Interval,
    /// Too few sessions of people, or hours that fit too many offsets.
    Insufficient,
    /// The zone of the clock was itself assumed.
    ClockAssumed,
}

impl Verdict {
    /// Returns its name in answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Interval => "interval",
            Self::Insufficient => "insufficient",
            Self::ClockAssumed => "clock_assumed",
        }
    }
}

/// What the sessions of a team say.
#[derive(Debug, Clone, PartialEq)]
pub struct Rhythm {
    /// People with enough sessions to count.
    pub people: usize,
    /// Sessions of people on known clocks.
    pub sessions: usize,
    /// Sessions that machines began.
    pub machine_sessions: usize,
    /// Sessions on assumed clocks, which are not used.
    pub assumed_sessions: u64,
    /// Whether hours give an interval.
    pub verdict: Verdict,
    /// The interval: of standard time where the clocks were seen to jump, else as it was in the time seen.
    pub offset: Option<OffsetInterval>,
    /// The working week, where one is clearly likelier than the others.
    pub week: Option<&'static str>,
    /// The dip in the middle of the day.
    pub pause: Option<Pause>,
    /// Whether the hours jump with the clocks.
    pub daylight: Daylight,
    /// What the calendars say together.
    pub calendar: CalendarVerdict,
    /// What each calendar says, by country.
    pub calendars: Vec<CalendarFit>,
    /// Other ways to read the same, in words.
    pub rivals: Vec<String>,
}

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
        let mut rhythm = nothing();
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

fn nothing() -> Rhythm {
    Rhythm {
        people: 0,
        sessions: 0,
        machine_sessions: 0,
        assumed_sessions: 0,
        verdict: Verdict::Insufficient,
        offset: None,
        week: None,
        pause: None,
        daylight: Daylight::Unknown,
        calendar: CalendarVerdict::NotInformative,
        calendars: Vec::new(),
        rivals: Vec::new(),
    }
}
