#![doc = include_str!("../README.md")]

mod answer;
mod calendar;
mod day;
mod daylight;
mod habits;
mod keeping;
mod number;
mod offset;
mod pause;
mod polling;
mod presence;
mod rhythm;
mod rivals;
mod starts;

pub use answer::{Rhythm, Verdict};
pub use calendar::{Calendar, DayKind, Grade, SpecialDay, TableFault, embedded_calendars};
pub use day::Day;
pub use daylight::{Daylight, DaylightRule};
pub use keeping::{CalendarFit, CalendarVerdict};
pub use offset::OffsetInterval;
pub use pause::Pause;
pub use rhythm::RhythmReader;
pub use starts::{ClockBasis, STARTS_MAX, Starts};
