//! Logs of known days: what the calendar test must say of them, and when it must not say anything.

use subtier_rhythm::{
    CalendarFit, CalendarVerdict, ClockBasis, Day, DayKind, Rhythm, RhythmReader, Starts,
    embedded_calendars,
};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// Two people at UTC+8 who begin three sessions on each day that is worked.
fn read(from: &str, to: &str, is_worked: impl Fn(Day) -> bool) -> Rhythm {
    let mut team = [Starts::new(), Starts::new()];
    let mut state = 5_u32;
    for day in (day(from).0..=day(to).0).map(Day).filter(|day| is_worked(*day)) {
        for starts in &mut team {
            for _ in 0..3 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let mut minute = 540 + i64::from((state >> 8) % 480);
                if minute >= 720 {
                    minute += 60;
                }
                starts.push((i64::from(day.0) * 1_440 + minute - 480) * 60, ClockBasis::Known);
            }
        }
    }
    RhythmReader::new(embedded_calendars()).read(&[&team[0], &team[1]])
}

fn weekday(day: Day) -> bool {
    day.weekday() < 5
}

fn fit<'a>(rhythm: &'a Rhythm, country: &str) -> &'a CalendarFit {
    rhythm.calendars.iter().find(|fit| fit.country == country).unwrap()
}

fn among(day: Day, days: &[&str]) -> bool {
    days.iter().any(|text| Day::parse(text) == Some(day))
}

#[test]
fn work_in_golden_week_and_silence_on_north_korean_days_is_a_north_korean_calendar() {
    let silent = [
        "2025-04-15",
        "2025-04-16",
        "2025-09-09",
        "2025-10-10",
        "2025-02-17",
        "2025-05-01",
        "2025-10-06",
    ];
    let rhythm = read("2025-01-06", "2025-12-19", |day| weekday(day) && !among(day, &silent));
    assert_eq!(rhythm.calendar, CalendarVerdict::Kept("KP".to_owned()));
    assert!(fit(&rhythm, "KP").log_ratio > fit(&rhythm, "CN").log_ratio);
    assert!(fit(&rhythm, "KP").informative);
}

#[test]
fn silence_on_the_sixteenth_of_february_alone_tells_nobody_apart() {
    let rhythm =
        read("2024-01-02", "2024-12-20", |day| weekday(day) && !among(day, &["2024-02-16"]));
    assert_eq!(rhythm.calendar, CalendarVerdict::Undecided);
}

#[test]
fn work_on_made_up_sundays_and_silence_at_spring_festival_is_a_chinese_calendar() {
    let silent = ["2024-02-12", "2024-02-13", "2024-02-14", "2024-02-15", "2024-02-16"];
    let made_up = ["2024-02-04", "2024-02-18"];
    let rhythm = read("2024-01-02", "2024-03-20", |day| {
        (weekday(day) && !among(day, &silent)) || among(day, &made_up)
    });
    let china = fit(&rhythm, "CN").log_ratio.unwrap();
    for rival in ["KP", "KR", "JP"] {
        assert!(china > fit(&rhythm, rival).log_ratio.unwrap() + 4.0, "{rival}");
    }
    assert_eq!(rhythm.calendar, CalendarVerdict::Kept("CN".to_owned()));
}

#[test]
fn january_2024_is_not_informative() {
    let rhythm = read("2023-12-29", "2024-01-31", weekday);
    assert_eq!(rhythm.calendar, CalendarVerdict::NotInformative);
    for country in ["CN", "KP", "KR"] {
        assert!(!fit(&rhythm, country).informative, "{country}");
    }
    assert!(rhythm.rivals.iter().any(|words| words.starts_with("calendar not informative")));
}

#[test]
fn past_the_tables_no_calendar_is_loaded() {
    let rhythm = read("2027-01-04", "2027-11-30", weekday);
    assert_eq!(rhythm.calendar, CalendarVerdict::NotLoaded);
    assert!(rhythm.calendars.iter().all(|fit| fit.log_ratio.is_none() && !fit.informative));
    assert!(rhythm.rivals.iter().any(|words| words == "no calendar loaded for the years seen"));
}

#[test]
fn every_year_stands_by_itself_too() {
    let china = embedded_calendars().into_iter().find(|one| one.country() == "CN").unwrap();
    let rhythm = read("2023-03-01", "2025-02-28", |day| match china.special(day) {
        Some(special) => special.kind == DayKind::Work,
        None => weekday(day),
    });
    let years: Vec<i32> = fit(&rhythm, "CN").years.iter().map(|(year, _)| *year).collect();
    assert_eq!(years, [2023, 2024, 2025]);
    assert!(fit(&rhythm, "CN").years.iter().all(|(_, log)| *log > 0.0));
}

#[test]
fn a_team_that_never_rests_keeps_no_calendar() {
    let rhythm = read("2024-01-02", "2024-12-20", weekday);
    assert_eq!(rhythm.calendar, CalendarVerdict::Undecided);
    assert!(rhythm.calendars.iter().all(|fit| fit.log_ratio.unwrap() < 0.0));
}
