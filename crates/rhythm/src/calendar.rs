//! Calendars: on which days the workplaces of a country are closed, or open at a weekend to make up
//! for it. Tables with a source and the years they hold; past those years nothing is guessed. Each day
//! is graded by how sure it is that workplaces keep it.

use std::collections::BTreeMap;

use crate::day::Day;

/// How sure it is that a workplace of the country keeps a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// Nearly all keep it.
    Firm,
    /// Most keep it.
    Likely,
    /// It is not known whether it is a day off, or few keep it.
    Uncertain,
}

/// What a day is other than its weekday says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// Free.
    Off,
    /// A working day at a weekend.
    Work,
}

/// One row of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpecialDay {
    /// Free or worked.
    pub kind: DayKind,
    /// How sure.
    pub grade: Grade,
}

/// The days of one country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    country: String,
    years: (i32, i32),
    days: BTreeMap<Day, SpecialDay>,
}

/// A line of a table that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFault {
    /// The line, from 1.
    pub line: usize,
    /// Why.
    pub reason: &'static str,
}

/// Days that one calendar may hold: a hundred years of forty days.
const DAYS_MAX: usize = 4_000;

impl Calendar {
    /// Reads a table: `# Years: FROM-TO`, then rows of date, kind, grade and name, tab between.
    pub fn read(country: &str, text: &str) -> (Self, Vec<TableFault>) {
        let mut calendar =
            Self { country: country.to_owned(), years: (0, -1), days: BTreeMap::new() };
        let mut faults = Vec::new();
        for (line, text) in (1..).zip(text.lines().take(2 * DAYS_MAX)) {
            if let Some(years) = text.strip_prefix("# Years: ") {
                match years.split_once('-').map(|(from, to)| (from.parse(), to.parse())) {
                    Some((Ok(from), Ok(to))) => calendar.years = (from, to),
                    _ => faults.push(TableFault { line, reason: "years that are no numbers" }),
                }
            } else if !text.starts_with('#') && !text.starts_with("date\t") && !text.is_empty() {
                match row(text) {
                    Ok((day, special)) if calendar.days.len() < DAYS_MAX => {
                        calendar.days.insert(day, special);
                    }
                    Ok(_) => faults.push(TableFault { line, reason: "too many days" }),
                    Err(reason) => faults.push(TableFault { line, reason }),
                }
            }
        }
        (calendar, faults)
    }

    /// Returns the country, as ISO 3166-1 alpha-2.
    pub fn country(&self) -> &str {
        &self.country
    }

    /// Whether the table holds the year of a day.
    pub fn covers(&self, day: Day) -> bool {
        (self.years.0..=self.years.1).contains(&day.year())
    }

    /// Returns what a day is, if it is special.
    pub fn special(&self, day: Day) -> Option<SpecialDay> {
        self.days.get(&day).copied()
    }

    /// Returns the special days within two days, both included, in order.
    pub(crate) fn between(&self, first: Day, last: Day) -> impl Iterator<Item = (Day, SpecialDay)> {
        let range = (first <= last).then(|| self.days.range(first..=last));
        range.into_iter().flatten().map(|(day, special)| (*day, *special))
    }
}

fn row(text: &str) -> Result<(Day, SpecialDay), &'static str> {
    let mut cells = text.split('\t');
    let day = cells.next().and_then(Day::parse).ok_or("no date")?;
    let kind = match cells.next() {
        Some("off") => DayKind::Off,
        Some("work") => DayKind::Work,
        _ => return Err("a kind other than off and work"),
    };
    let grade = match cells.next() {
        Some("firm") => Grade::Firm,
        Some("likely") => Grade::Likely,
        Some("uncertain") => Grade::Uncertain,
        _ => return Err("a grade other than firm, likely and uncertain"),
    };
    Ok((day, SpecialDay { kind, grade }))
}

macro_rules! tables {
    ($($country:literal),*) => {
        &[$(($country, include_str!(concat!("../../../data/calendars/", $country, ".tsv")))),*]
    };
}

const TABLES: &[(&str, &str)] = tables!["CN", "ES", "FR", "GB", "IN", "JP", "KP", "KR", "PH", "US"];

/// Returns the calendars that are compiled in.
pub fn embedded_calendars() -> Vec<Calendar> {
    TABLES.iter().map(|(country, text)| Calendar::read(country, text).0).collect()
}

/// Whether no calendar has anything special on a day that most keep.
pub(crate) fn is_ordinary(calendars: &[Calendar], day: Day) -> bool {
    !calendars.iter().any(|calendar| {
        calendar.special(day).is_some_and(|special| special.grade != Grade::Uncertain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn embedded(country: &str) -> Calendar {
        embedded_calendars().into_iter().find(|one| one.country() == country).unwrap()
    }

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn every_row_of_the_tables_is_read() {
        for (country, text) in TABLES {
            let (calendar, faults) = Calendar::read(country, text);
            assert_eq!(faults, []);
            assert!(calendar.days.len() > 90, "{country}");
            assert!(calendar.covers(day("2015-01-01")) && !calendar.covers(day("2027-01-01")));
            assert!(calendar.days.keys().all(|day| calendar.covers(*day)), "{country}");
        }
    }

    #[test]
    fn chinese_days_of_2024_are_those_of_the_notice() {
        let china = embedded("CN");
        for off in ["2024-02-10", "2024-02-16", "2024-04-05", "2024-05-03", "2024-10-07"] {
            assert_eq!(china.special(day(off)).unwrap().kind, DayKind::Off, "{off}");
        }
        for work in ["2024-02-04", "2024-02-18", "2024-04-28", "2024-09-29", "2024-10-12"] {
            assert_eq!(china.special(day(work)).unwrap().kind, DayKind::Work, "{work}");
        }
        assert_eq!(china.special(day("2024-02-09")), None);
    }

    #[test]
    fn north_korean_days_are_graded() {
        let north = embedded("KP");
        for (date, grade) in [
            ("2024-02-16", Grade::Firm),
            ("2025-04-15", Grade::Firm),
            ("2025-10-06", Grade::Firm),
            ("2024-03-08", Grade::Likely),
            ("2024-01-02", Grade::Uncertain),
            ("2024-11-18", Grade::Uncertain),
        ] {
            assert_eq!(north.special(day(date)).unwrap().grade, grade, "{date}");
        }
        assert_eq!(north.special(day("2022-11-18")), None);
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_line() {
        let text = "# Years: 2024-x\n2024-01-01\toff\tfirm\ta\n2024-02-30\toff\tfirm\tb\n2024-01-03\trest\tfirm\n";
        let (calendar, faults) = Calendar::read("XX", text);
        assert_eq!(calendar.days.len(), 1);
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [1, 3, 4]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_fault_of_ours(text in "(?s).{0,300}") {
            let (calendar, faults) = Calendar::read("XX", &text);
            prop_assert!(calendar.days.len() + faults.len() <= text.lines().count());
        }

        #[test]
        fn changed_tables_are_read_without_a_fault_of_ours(at in 0..4_000_usize, byte in any::<u8>()) {
            let mut bytes = TABLES[0].1.as_bytes()[..4_000].to_vec();
            bytes[at] = byte;
            let (calendar, faults) = Calendar::read("CN", &String::from_utf8_lossy(&bytes));
            prop_assert!(calendar.days.len() + faults.len() > 50);
        }
    }
}
