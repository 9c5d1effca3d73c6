//! Whose holidays a team keeps: compares, over the days that a log covers, how well each calendar
//! explains on which days its people were silent or at work. Answers with logarithms of ratios of
//! likelihoods against a team that keeps no calendar, so that two countries compare by their
//! difference. Says so when the days seen tell no two calendars apart, and when no calendar is loaded
//! for them. People who keep a country's holidays need not be there, nor be of it.

use std::collections::BTreeMap;

use crate::calendar::{Calendar, Grade, SpecialDay};
use crate::day::Day;
use crate::number::{log_sum, rounded};
use crate::presence::Presence;

/// How well one calendar explains a team's days.
#[derive(Debug, Clone, PartialEq)]
pub struct CalendarFit {
    /// The country, as ISO 3166-1 alpha-2.
    pub country: String,
    /// Natural logarithm of the ratio against keeping no calendar; `None` where no year is loaded.
    pub log_ratio: Option<f64>,
    /// Whether the days seen tell this calendar from each other one.
    pub informative: bool,
    /// The same for each year, in order.
    pub years: Vec<(i32, f64)>,
}

/// What the calendars together say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarVerdict {
    /// The team keeps the holidays of this country, among those loaded.
    Kept(String),
    /// The days would tell, but do not agree with one calendar.
    Undecided,
    /// The days seen are no special days, or the same in each calendar.
    NotInformative,
    /// No calendar is loaded for the years seen.
    NotLoaded,
}

/// Ratio of likelihoods against the next calendar that makes a verdict, as logarithm: 55 to 1.
const MARGIN: f64 = 4.0;

/// The same against keeping none of the calendars.
const AGAINST_NONE: f64 = 3.5;

/// Days on which silence would be noticed and on which two calendars differ, to tell them apart.
const TELLING_DAYS: f64 = 2.0;

/// What one holiday, however long, may add to that.
const TELLING_DAYS_OF_ONE: f64 = 1.2;

/// A person is away for a whole holiday for reasons of their own.
const AWAY: f64 = 0.06;

/// A whole team rests for reasons of its own, as between two orders.
const TEAM_AWAY: f64 = 0.005;

/// A holiday says nothing after all: the log has a hole, or the work could not wait.
const NO_WORD: f64 = 0.03;

/// Days of one holiday stand no farther apart than a weekend.
const HOLIDAY_GAP_DAYS: i32 = 3;

/// Share of teams that keep a day of a grade.
const fn kept_share(grade: Grade) -> f64 {
    match grade {
        Grade::Firm => 0.93,
        Grade::Likely => 0.72,
        Grade::Uncertain => 0.3,
    }
}

/// A holiday: days of one calendar that lie together.
type Holiday = Vec<(Day, SpecialDay)>;

fn holidays(calendar: &Calendar, people: &[Presence]) -> Vec<Holiday> {
    let first = people.iter().filter_map(Presence::first).min();
    let last = people.iter().filter_map(Presence::last).max();
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    let mut found: Vec<Holiday> = Vec::new();
    for (day, special) in calendar.between(first, last) {
        match found.last_mut() {
            Some(holiday)
                if holiday.last().is_some_and(|(before, before_special)| {
                    day.0 - before.0 <= HOLIDAY_GAP_DAYS && before_special.kind == special.kind
                }) =>
            {
                holiday.push((day, special));
            }
            _ => found.push(vec![(day, special)]),
        }
    }
    found
}

/// The logarithms of one person's likelihoods over the days of a holiday.
struct PersonLogs {
    normal: Vec<f64>,
    kept: Vec<f64>,
    away: f64,
}

fn person_logs(person: &Presence, holiday: &Holiday) -> Option<PersonLogs> {
    let span = (holiday.first()?.0, holiday.last()?.0);
    let pace = person.pace_about(span);
    let mut logs = PersonLogs { normal: Vec::new(), kept: Vec::new(), away: 0.0 };
    let mut n_seen = 0;
    for (day, special) in holiday {
        if !person.is_observed(*day) {
            logs.normal.push(0.0);
            logs.kept.push(0.0);
            continue;
        }
        n_seen += 1;
        let (normal, kept) = person.chances(*day, special.kind, pace);
        let active = person.is_active(*day);
        let log = |chance: f64| if active { chance.ln() } else { (1.0 - chance).ln() };
        logs.normal.push(log(normal));
        logs.kept.push(log(kept));
        logs.away += log(0.03);
    }
    (n_seen > 0).then_some(logs)
}

/// Returns the logarithm of the ratio for one holiday; zero where nobody was observed.
fn holiday_log(people: &[Presence], holiday: &Holiday) -> f64 {
    let logs: Vec<PersonLogs> =
        people.iter().filter_map(|person| person_logs(person, holiday)).collect();
    if logs.is_empty() {
        return 0.0;
    }
    let mut kept = 0.0;
    for (idx, (_, special)) in holiday.iter().enumerate() {
        let sum = |pick: fn(&PersonLogs) -> &Vec<f64>| -> f64 {
            logs.iter().filter_map(|logs| pick(logs).get(idx)).sum()
        };
        let share = kept_share(special.grade);
        let (off, normal) = (sum(|logs| &logs.kept), sum(|logs| &logs.normal));
        kept += log_sum([share.ln() + off, (1.0 - share).ln() + normal].into_iter());
    }
    let own: f64 = logs
        .iter()
        .map(|logs| {
            let normal = logs.normal.iter().sum::<f64>();
            log_sum([(1.0 - AWAY).ln() + normal, AWAY.ln() + logs.away].into_iter())
        })
        .sum();
    let all_away = logs.iter().map(|logs| logs.away).sum::<f64>();
    let none = log_sum([(1.0 - TEAM_AWAY).ln() + own, TEAM_AWAY.ln() + all_away].into_iter());
    log_sum([(1.0 - NO_WORD).ln() + kept, NO_WORD.ln() + none].into_iter()) - none
}

/// Returns by how many noticeable days two calendars differ for these people.
fn telling_days(people: &[Presence], one: &Calendar, other: &Calendar) -> f64 {
    let sides = [(one, other), (other, one)];
    let days = sides.into_iter().flat_map(|(one, other)| {
        holidays(one, people).into_iter().map(move |holiday| {
            let days = holiday.iter().map(|(day, special)| differs(people, other, *day, *special));
            days.sum::<f64>().min(TELLING_DAYS_OF_ONE)
        })
    });
    days.sum()
}

/// How noticeable it is on one day that it is special in one calendar and not in another.
fn differs(people: &[Presence], other: &Calendar, day: Day, special: SpecialDay) -> f64 {
    let share = kept_share(special.grade);
    let there = match other.special(day) {
        Some(there) if there.kind == special.kind => kept_share(there.grade),
        _ => 0.0,
    };
    let unseen: f64 = people
        .iter()
        .filter(|person| person.is_observed(day))
        .map(|person| {
            let (normal, kept) = person.chances(day, special.kind, 1.0);
            1.0 - (normal - kept).abs()
        })
        .product();
    (share - there).max(0.0) * (1.0 - unseen)
}

/// Compares all calendars over the days of a team.
pub(crate) fn keeping(
    people: &[Presence],
    calendars: &[Calendar],
) -> (CalendarVerdict, Vec<CalendarFit>) {
    let is_loaded = |calendar: &Calendar| {
        people.iter().any(|person| person.active_days().any(|day| calendar.covers(day)))
    };
    let loaded: Vec<&Calendar> = calendars.iter().filter(|one| is_loaded(one)).collect();
    let fits: Vec<CalendarFit> = calendars
        .iter()
        .map(|calendar| {
            if !is_loaded(calendar) {
                let country = calendar.country().to_owned();
                return CalendarFit { country, log_ratio: None, informative: false, years: vec![] };
            }
            let informative = loaded.iter().all(|other| {
                other.country() == calendar.country()
                    || telling_days(people, calendar, other) >= TELLING_DAYS
            });
            fit(people, calendar, informative)
        })
        .collect();
    (verdict(&fits), fits)
}

fn fit(people: &[Presence], calendar: &Calendar, informative: bool) -> CalendarFit {
    let mut years: BTreeMap<i32, f64> = BTreeMap::new();
    let mut total = 0.0;
    for holiday in holidays(calendar, people) {
        let log = holiday_log(people, &holiday);
        total += log;
        if let Some((day, _)) = holiday.first() {
            *years.entry(day.year()).or_default() += log;
        }
    }
    CalendarFit {
        country: calendar.country().to_owned(),
        log_ratio: Some(rounded(total, 100.0)),
        informative,
        years: years.into_iter().map(|(year, log)| (year, rounded(log, 100.0))).collect(),
    }
}

fn verdict(fits: &[CalendarFit]) -> CalendarVerdict {
    let mut ranked: Vec<(f64, &CalendarFit)> =
        fits.iter().filter_map(|fit| Some((fit.log_ratio?, fit))).collect();
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
    let Some((best, first)) = ranked.first() else { return CalendarVerdict::NotLoaded };
    let next = ranked.get(1).map_or(0.0, |(log, _)| *log);
    if first.informative && *best >= AGAINST_NONE && best - next >= MARGIN {
        return CalendarVerdict::Kept(first.country.clone());
    }
    // Of the calendars that are left, one could not have been told from another.
    if ranked.iter().any(|(log, fit)| best - log < MARGIN && !fit.informative) {
        return CalendarVerdict::NotInformative;
    }
    CalendarVerdict::Undecided
}
