//! Days: numbers since 1970-01-01, their weekday and date, and dates read from tables. Never asks a
//! clock.

/// A calendar day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// Minutes in a day.
pub(crate) const DAY_MINUTES: i32 = 1_440;

impl Day {
    /// Returns the day of a date; `None` where there is no such date between the years 1 and 9999.
    pub fn of_date(year: i32, month: u32, day: u32) -> Option<Self> {
        let length = match month {
            4 | 6 | 9 | 11 => 30,
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        if !(1..=length).contains(&day) || !(1..=9_999).contains(&year) {
            return None;
        }
        // Days from civil, by H. Hinnant (howardhinnant.github.io/date_algorithms.html).
        let month = i32::try_from(month).ok()?;
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i32::try_from(day).ok()? - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(Self(era * 146_097 + day_of_era - 719_468))
    }

    /// Returns the day of `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let mut next = |len: usize| {
            let part = parts.next()?;
            let is_number = part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then_some(part)
        };
        let year = next(4)?.parse().ok()?;
        let month = next(2)?.parse().ok()?;
        Self::of_date(year, month, next(2)?.parse().ok()?)
    }

    /// Returns the weekday, 0 for Monday.
    pub fn weekday(self) -> usize {
        // 1970-01-01 was a Thursday.
        usize::try_from(self.0.saturating_add(3).rem_euclid(7)).unwrap_or(0)
    }

    /// Returns the year.
    pub fn year(self) -> i32 {
        let days = self.0.saturating_add(719_468);
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        // The years of this count begin in March.
        let after_december = i32::from((5 * day_of_year + 2) / 153 >= 10);
        year_of_era + era * 400 + after_december
    }

    /// Returns the `n`th weekday (0 for Monday) of a month, or the last one for `n` 5.
    pub(crate) fn nth(year: i32, month: u32, weekday: usize, n: u32) -> Option<Self> {
        let first = Self::of_date(year, month, 1)?;
        let ahead = i32::try_from((weekday + 7 - first.weekday()) % 7).ok()?;
        let day = first.0 + ahead + 7 * (i32::try_from(n).ok()? - 1);
        let next = if month == 12 {
            Self::of_date(year + 1, 1, 1)?
        } else {
            Self::of_date(year, month + 1, 1)?
        };
        Some(Self(if day < next.0 { day } else { day - 7 }))
    }

    /// Returns the day `n` days later.
    pub(crate) const fn plus(self, n: i32) -> Self {
        Self(self.0.saturating_add(n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_meet_their_weekdays() {
        // 10 February 2024 (lunar New Year) was a Saturday, 29 February 2024 a Thursday.
        assert_eq!(Day::parse("2024-02-10").unwrap().weekday(), 5);
        assert_eq!(Day::parse("2024-02-29").unwrap().weekday(), 3);
        assert_eq!(Day::parse("1970-01-01"), Some(Day(0)));
        assert_eq!(Day::parse("2000-03-01").unwrap().0, 11_017);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["2023-02-29", "2024-13-01", "2024-1-01", "2024-01-32", "", "2024-01", "x"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_last_sunday_is_found_in_months_of_four_and_five() {
        assert_eq!(Day::nth(2024, 3, 6, 5), Day::parse("2024-03-31"));
        assert_eq!(Day::nth(2023, 10, 6, 5), Day::parse("2023-10-29"));
        assert_eq!(Day::nth(2024, 11, 6, 1), Day::parse("2024-11-03"));
    }

    proptest! {
        #[test]
        fn a_year_is_that_of_its_date(year in 1..=9_999_i32, month in 1..=12_u32, day in 1..=28_u32) {
            prop_assert_eq!(Day::of_date(year, month, day).unwrap().year(), year);
        }

        #[test]
        fn any_text_is_read_without_a_fault(text in ".{0,12}") {
            prop_assert!(Day::parse(&text).is_none() || text.len() == 10);
        }
    }
}
