//! The year of times that have none: from the nearest dated line of the same file, else from the
//! file's own time. The lines are walked twice. The first walk counts the turns of the year and
//! notes the dated lines; the second counts the turns again and looks the year up. Guesses nothing
//! where there is neither.

use std::collections::BTreeSet;

use subtier_model::{Date, Timestamp};

use subtier_lines::clock::{DAY_MICROS, When, Yearless};

/// How far a time may lie before the one of the line above it without being a year later. A few
/// seconds come from several writers, hours from a changed clock or zone; a log that is silent
/// for all of a year but one day is not met.
const DISORDER_MICROS_MAX: i64 = DAY_MICROS;

/// The longest year.
const YEAR_MICROS: i64 = 366 * DAY_MICROS;

/// How far a file's own time may lie before its last line: the clock of the log may be ahead of UTC
/// by up to 14 hours, and is read as UTC.
const AHEAD_MICROS_MAX: i64 = DAY_MICROS;

/// How many years back a year with a 29 February is looked for: two such years lie at most eight
/// years apart.
const LEAP_SEARCH_YEARS: i16 = 8;

/// Counts the turns of the year along the lines of a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct TurnCounter {
    turns: i32,
    last: Option<i64>,
}

impl TurnCounter {
    /// Takes the time of the next line; returns how many turns of the year came before it.
    fn next(&mut self, when: When) -> i32 {
        let Some(now) = place_in_year(when) else { return self.turns };
        if let Some(last) = self.last {
            let backwards = last - now;
            if backwards > DISORDER_MICROS_MAX {
                self.turns = self.turns.saturating_add(1);
            } else if -backwards > YEAR_MICROS - DISORDER_MICROS_MAX {
                self.turns = self.turns.saturating_sub(1);
            }
        }
        self.last = Some(now);
        self.turns
    }
}

/// Microseconds since the first of January of a leap year.
fn place_in_year(when: When) -> Option<i64> {
    let time = match when {
        When::Yearless(time) => time,
        When::At { micros, .. } => {
            let date = Timestamp::from_micros(micros).date();
            Yearless {
                month: date.month()?,
                day: date.day()?,
                micros: micros.rem_euclid(DAY_MICROS),
            }
        }
        When::Unknown => return None,
    };
    Some(time.in_year(2_000)? - Date::new(2_000, 1, 1)?.first_epoch_day() * DAY_MICROS)
}

/// A line whose year is known.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    line: u64,
    /// The year less the turns before it.
    base: i16,
}

/// What the first walk finds out.
#[derive(Debug, Clone, Default)]
pub(crate) struct YearSurvey {
    counter: TurnCounter,
    anchors: Vec<Anchor>,
    /// Whether the last time seen was dated: of a run of dated lines, both ends are kept.
    in_dated_run: bool,
    leap_turns: BTreeSet<i32>,
    last: Option<(i32, Yearless)>,
}

impl YearSurvey {
    /// Takes the next line that has a time.
    pub(crate) fn note(&mut self, line: u64, when: When) {
        let turns = self.counter.next(when);
        match when {
            When::At { micros, .. } => {
                let year = Timestamp::from_micros(micros).date().year();
                let Some(base) = base_year(year, turns) else { return };
                if self.in_dated_run && self.anchors.len() > 1 {
                    self.anchors.pop();
                }
                if !self.in_dated_run {
                    self.anchors.push(Anchor { line, base });
                }
                self.anchors.push(Anchor { line, base });
                self.in_dated_run = true;
            }
            When::Yearless(time) => {
                if (time.month, time.day) == (2, 29) {
                    self.leap_turns.insert(turns);
                }
                self.last = Some((turns, time));
                self.in_dated_run = false;
            }
            When::Unknown => {}
        }
    }

    /// Settles which years the second walk will find. `modified` is the file's own time.
    pub(crate) fn settle(self, modified: Option<Timestamp>) -> YearPlan {
        let from_file = modified.zip(self.last).and_then(|(modified, (turns, last))| {
            let newest = modified.micros().saturating_add(AHEAD_MICROS_MAX);
            let year = Timestamp::from_micros(newest).date().year();
            let fits = |year: &i16| {
                let ends_in_time = last.in_year(*year).is_some_and(|last| last <= newest);
                let has_leap_days = self.leap_turns.iter().all(|leap_turns| {
                    let year = i32::from(*year) - (turns - leap_turns);
                    i16::try_from(year).is_ok_and(|year| Date::new(year, 2, 29).is_some())
                });
                ends_in_time && has_leap_days
            };
            let plain = || {
                let ends = last.in_year(year).is_none_or(|last| last <= newest);
                if ends { year } else { year.saturating_sub(1) }
            };
            let year = (year.saturating_sub(LEAP_SEARCH_YEARS)..=year).rev().find(fits);
            base_year(year.unwrap_or_else(plain), turns)
        });
        YearPlan { counter: TurnCounter::default(), anchors: self.anchors, next: 0, from_file }
    }
}

fn base_year(year: i16, turns: i32) -> Option<i16> {
    i16::try_from(i32::from(year) - turns).ok()
}

/// Gives each line its year on the second walk, which must see the same lines in the same order.
#[derive(Debug, Clone)]
pub(crate) struct YearPlan {
    counter: TurnCounter,
    anchors: Vec<Anchor>,
    next: usize,
    from_file: Option<i16>,
}

impl YearPlan {
    /// Whether there is anything to take a year from.
    pub(crate) fn has_clock(&self) -> bool {
        !self.anchors.is_empty() || self.from_file.is_some()
    }

    /// Takes the next line that has a time; returns its instant.
    pub(crate) fn instant(&mut self, line: u64, when: When) -> Option<i64> {
        let turns = self.counter.next(when);
        let time = match when {
            When::At { micros, .. } => return Some(micros),
            When::Unknown => return None,
            When::Yearless(time) => time,
        };
        while self.anchors.get(self.next).is_some_and(|anchor| anchor.line < line) {
            self.next += 1;
        }
        let before = self.next.checked_sub(1).and_then(|before| self.anchors.get(before));
        let base = match (before, self.anchors.get(self.next)) {
            (Some(before), Some(after)) if line - before.line < after.line - line => before.base,
            (_, Some(after)) => after.base,
            (Some(before), None) => before.base,
            (None, None) => self.from_file?,
        };
        time.in_year(i16::try_from(i32::from(base) + turns).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use subtier_lines::clock::{bsd_time, iso_time};

    /// Reads one time a line, `modified` first.
    fn years(modified: Option<&str>, lines: &[&str]) -> Vec<String> {
        let time = |line: &&str| {
            let line = line.as_bytes();
            iso_time(line).or_else(|| bsd_time(line)).map_or(When::Unknown, |(when, _)| when)
        };
        let modified = modified.and_then(|text| match iso_time(text.as_bytes())? {
            (When::At { micros, .. }, _) => Some(Timestamp::from_micros(micros)),
            _ => None,
        });
        let mut survey = YearSurvey::default();
        for (line, when) in (1..).zip(lines.iter().map(time)) {
            survey.note(line, when);
        }
        let mut plan = survey.settle(modified);
        (1..)
            .zip(lines.iter().map(time))
            .map(|(line, when)| match plan.instant(line, when) {
                Some(micros) => Timestamp::from_micros(micros).date().to_string(),
                None => "none".to_owned(),
            })
            .collect()
    }

    #[test]
    fn the_files_own_time_gives_the_last_year() {
        let lines = ["Dec 30 10:00:00", "Dec 31 23:59:59", "Jan  1 00:00:01", "Jan  2 10:00:00"];
        let expected = ["2023-12-30", "2023-12-31", "2024-01-01", "2024-01-02"];
        assert_eq!(years(Some("2024-01-02T10:00:00Z"), &lines), expected);
        assert_eq!(years(Some("2024-11-02T10:00:00Z"), &lines), expected);
    }

    #[test]
    fn a_line_after_the_files_own_time_is_of_the_year_before() {
        assert_eq!(years(Some("2024-03-01T00:00:00Z"), &["Apr  1 00:00:00"]), ["2023-04-01"]);
        // A log nine hours ahead of UTC, read as UTC.
        assert_eq!(years(Some("2023-12-31T20:00:00Z"), &["Jan  1 05:00:00"]), ["2024-01-01"]);
    }

    #[test]
    fn seconds_of_disorder_are_no_year() {
        let lines = [
            "Dec 31 23:59:59",
            "Jan  1 00:00:01",
            "Dec 31 23:59:58",
            "Jan  1 00:00:02",
            "Mar 27 10:00:05",
            "Mar 27 10:00:01",
        ];
        let expected =
            ["2023-12-31", "2024-01-01", "2023-12-31", "2024-01-01", "2024-03-27", "2024-03-27"];
        assert_eq!(years(Some("2024-04-01T00:00:00Z"), &lines), expected);
    }

    #[test]
    fn several_years_are_walked_back() {
        let lines = ["Jun 10 00:00:00", "Feb 10 00:00:00", "Nov 10 00:00:00", "Jan 10 00:00:00"];
        let expected = ["2021-06-10", "2022-02-10", "2022-11-10", "2023-01-10"];
        assert_eq!(years(Some("2023-02-01T00:00:00Z"), &lines), expected);
    }

    #[test]
    fn the_nearest_dated_line_goes_before_the_files_own_time() {
        let lines = ["Dec 31 10:00:00", "2019-01-01T00:00:00Z", "Jan  2 10:00:00"];
        let expected = ["2018-12-31", "2019-01-01", "2019-01-02"];
        assert_eq!(years(Some("2024-04-01T00:00:00Z"), &lines), expected);
        let lines = [
            "2015-05-01T00:00:00Z",
            "May  2 00:00:00",
            "May  3 00:00:00",
            "May  4 00:00:00",
            "2020-05-05T00:00:00Z",
        ];
        let expected = ["2015-05-01", "2015-05-02", "2020-05-03", "2020-05-04", "2020-05-05"];
        assert_eq!(years(None, &lines), expected);
    }

    #[test]
    fn a_leap_day_chooses_a_year_that_has_it() {
        let lines = ["Feb 28 10:00:00", "Feb 29 10:00:00", "Mar  1 10:00:00"];
        let expected = ["2020-02-28", "2020-02-29", "2020-03-01"];
        assert_eq!(years(Some("2022-05-01T00:00:00Z"), &lines), expected);
        let lines = ["Feb 29 10:00:00", "2021-03-01T00:00:00Z"];
        assert_eq!(years(None, &lines), ["none", "2021-03-01"]);
    }

    #[test]
    fn without_any_clock_there_is_no_time() {
        assert_eq!(years(None, &["Mar 27 10:00:00", "Mar 28 10:00:00"]), ["none", "none"]);
    }
}
