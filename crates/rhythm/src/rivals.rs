//! Rivals: the other ways to read the same hours, in words, so that no reader takes an interval for
//! more than it is. Every answer has at least one.

use crate::answer::{Rhythm, Verdict};
use crate::daylight::Daylight;
use crate::keeping::CalendarVerdict;

/// Returns what else would look like this.
pub(crate) fn rivals(rhythm: &Rhythm) -> Vec<String> {
    let mut words: Vec<&str> = Vec::new();
    match rhythm.verdict {
        Verdict::ClockAssumed => {
            words.push("the zone of the log's own clock was assumed, so its hours say nothing");
        }
        Verdict::Insufficient => words.extend(why_insufficient(rhythm)),
        Verdict::Interval => {
            words.push("an office that begins an hour earlier one zone farther west, or an hour later one zone farther east, keeps the same hours");
            words.push("people who keep the hours of a client or a parent company in another zone");
            words.push("shift work: hours of an early, late or night shift look like those of another zone");
            if rhythm.people == 1 {
                words.push(
                    "one person: an early riser or an owl is hours away from the plan of an office",
                );
            }
            words.push(
                "sessions begin when files are sent, which may be at the end of a day's work only",
            );
        }
    }
    match rhythm.daylight {
        Daylight::Jumps(..) => words.push("the hours jump with daylight-saving time: the people, or the client whose hours they keep, live by such clocks"),
        Daylight::Steady(_) => words.push("the hours do not jump with daylight-saving time, though both seasons were seen"),
        Daylight::Unknown => {}
    }
    if rhythm.assumed_sessions > 0 && rhythm.verdict != Verdict::ClockAssumed {
        words.push("sessions on clocks whose zone was assumed were left out");
    }
    match &rhythm.calendar {
        CalendarVerdict::Kept(_) => words.push(
            "people abroad may keep the holidays of their home, their employer or their client",
        ),
        CalendarVerdict::Undecided => {
            words.push("calendar undecided: the days worked do not agree with one calendar");
        }
        CalendarVerdict::NotInformative => {
            words.push("calendar not informative: the days seen do not tell the calendars apart");
        }
        CalendarVerdict::NotLoaded => words.push("no calendar loaded for the years seen"),
    }
    words.into_iter().map(str::to_owned).collect()
}

fn why_insufficient(rhythm: &Rhythm) -> Vec<&'static str> {
    if rhythm.machine_sessions > rhythm.sessions {
        vec!["most sessions begin at regular times: a program calls, not a person"]
    } else if rhythm.people == 0 || rhythm.sessions < 20 {
        vec!["too few sessions of people"]
    } else {
        vec![
            "hours without a clear daily rhythm: shifts round the clock, people in several zones, or a program at irregular times",
        ]
    }
}
