//! Dates as lists and file names write them.
//!
//! In: `06 Apr 1974`, `circa 1961`, `1965 to 1970`, `sdn_2023-01.csv`. Out: dates, or `None`.
//! It never reads a clock or a file's own time.

use subtier_model::Date;

use crate::entry::BirthDate;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Years that a list can be of.
const LIST_YEARS: std::ops::RangeInclusive<i16> = 1990..=2099;

/// The first `YYYY[-MM[-DD]]` in a file name that stands apart from other digits.
pub(crate) fn in_file_name(name: &str) -> Option<Date> {
    let signs: Vec<char> = name.chars().collect();
    (0..signs.len()).find_map(|start| {
        let before = start.checked_sub(1).and_then(|idx| signs.get(idx));
        if before.is_some_and(char::is_ascii_digit) {
            return None;
        }
        [10, 7, 4].into_iter().find_map(|length| {
            let behind = signs.get(start + length);
            if behind.is_some_and(char::is_ascii_digit) {
                return None;
            }
            let text: String = signs.get(start..start + length)?.iter().collect();
            text.parse::<Date>().ok().filter(|date| LIST_YEARS.contains(&date.year()))
        })
    })
}

/// A date as OFAC writes it: `06 Apr 1974`, `Apr 1974`, `1974`; or ISO.
pub(crate) fn written(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(date) = text.get(..10).unwrap_or(text).parse() {
        return Some(date);
    }
    let mut parts = text.split_whitespace().rev();
    let year: i16 = parts.next()?.parse().ok()?;
    let Some(month) = parts.next() else { return Date::partial(year, 0) };
    let month = month.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| *name == month)?;
    let month = u8::try_from(month + 1).ok()?;
    match parts.next() {
        Some(day) => Date::new(year, month, day.parse().ok()?),
        None => Date::partial(year, month),
    }
}

/// A date of birth: one date, a span, with or without `circa`.
pub(crate) fn birth(text: &str) -> Option<BirthDate> {
    let text = text.trim();
    let (circa, text) =
        match text.strip_prefix("circa ").or_else(|| text.strip_prefix("approximately ")) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
    let span = text.split_once(" to ").or_else(|| {
        text.split_once('-').filter(|(one, other)| one.trim().len() == 4 && other.trim().len() == 4)
    });
    match span {
        Some((from, until)) => {
            Some(BirthDate { from: written(from)?, until: written(until)?, circa })
        }
        None => written(text).map(|date| BirthDate { from: date, until: date, circa }),
    }
}

/// How a date of birth of a query stands to one of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BirthAgreement {
    /// More than a year apart.
    Contradicts,
    /// Not the same, but within a year: a slip of the pen, or another calendar.
    Near,
    /// Can be the same day.
    Agrees,
}

/// Compares dates of birth.
pub(crate) fn compare_births(asked: Date, listed: &BirthDate) -> BirthAgreement {
    let (first, last) = (listed.from.first_epoch_day(), listed.until.last_epoch_day());
    let slack = if listed.circa { 366 } else { 0 };
    let apart =
        (first - slack - asked.last_epoch_day()).max(asked.first_epoch_day() - last - slack);
    match apart {
        ..=0 => BirthAgreement::Agrees,
        1..=366 => BirthAgreement::Near,
        _ => BirthAgreement::Contradicts,
    }
}

/// Days between two dates, 0 where they can be the same.
pub(crate) fn days_apart(one: Date, other: Date) -> i64 {
    let gap = (one.first_epoch_day() - other.last_epoch_day())
        .max(other.first_epoch_day() - one.last_epoch_day());
    gap.max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_stand_apart_in_file_names() {
        for (name, want) in [
            ("sdn_2023-01.csv", Some("2023-01")),
            ("2023-01-21-sdn.csv", Some("2023-01-21")),
            ("list2024.xml", Some("2024")),
            ("a-120230-1.csv", None),
            ("port_8080.csv", None),
            ("alt.csv", None),
        ] {
            assert_eq!(in_file_name(name).map(|d| d.to_string()).as_deref(), want, "{name}");
        }
    }

    #[test]
    fn births_are_read_as_ofac_writes_them() {
        let text = |text: &str| birth(text).map(|b| format!("{} {} {}", b.from, b.until, b.circa));
        assert_eq!(text("06 Apr 1974").as_deref(), Some("1974-04-06 1974-04-06 false"));
        assert_eq!(text("circa 1961").as_deref(), Some("1961 1961 true"));
        assert_eq!(text("1965 to 1970").as_deref(), Some("1965 1970 false"));
        assert_eq!(text("Apr 1974").as_deref(), Some("1974-04 1974-04 false"));
        assert_eq!(text("unknown"), None);
    }

    #[test]
    fn births_contradict_only_when_they_cannot_be_one() {
        let listed = birth("12 May 1972").unwrap();
        let against = |text: &str| compare_births(text.parse().unwrap(), &listed);
        assert_eq!(against("1972"), BirthAgreement::Agrees);
        assert_eq!(against("1972-05-12"), BirthAgreement::Agrees);
        assert_eq!(against("1972-12-05"), BirthAgreement::Near);
        assert_eq!(against("1985"), BirthAgreement::Contradicts);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(text in "\\PC{0,40}") {
            let _dates = (in_file_name(&text), written(&text), birth(&text));
        }
    }
}
