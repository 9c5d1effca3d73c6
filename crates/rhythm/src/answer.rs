//! Answer: what is said of a team, in one record. Whoever reads it reads the rivals too: they are the other
//! ways to read the same. It holds no country but those whose calendars were compared.

use crate::daylight::Daylight;
use crate::keeping::{CalendarFit, CalendarVerdict};
use crate::offset::OffsetInterval;
use crate::pause::Pause;

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

impl Rhythm {
    /// Returns what is said of no sessions at all.
    pub(crate) fn of_nobody() -> Self {
        Self {
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
}
