//! Measures the reader against made-up people: how near, how often inside the interval, how often it
//! abstains, and whose calendar it finds.

use subtier_rhythm::{
    Calendar, CalendarVerdict, Day, DayKind, Daylight, RhythmReader, Starts, Verdict,
};

use crate::people::{
    Dice, Jump, Plan, Until, Workplace, ZONES, add_polling, kept_days, person, starts,
};

/// A kind of team to measure.
pub(crate) struct Trial<'a> {
    pub(crate) plans: &'a [Plan],
    pub(crate) n_people: usize,
    pub(crate) n_sessions: usize,
    /// Share of people with a sync client.
    pub(crate) polling: f64,
    pub(crate) seed: u64,
}

/// What came out, in counts of teams.
#[derive(Default, Debug)]
pub(crate) struct Score {
    pub(crate) n: usize,
    pub(crate) answered: usize,
    pub(crate) within_1: usize,
    pub(crate) within_2: usize,
    pub(crate) covered: usize,
    pub(crate) width: f64,
    pub(crate) error: f64,
    pub(crate) jumps_right: usize,
    pub(crate) jumps_wrong: usize,
}

pub(crate) fn share(n: usize, of: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap()) / f64::from(u32::try_from(of.max(1)).unwrap())
}

fn some_day(dice: &mut Dice) -> Day {
    // 2018-01-01 and the seven years after it.
    Day(17_532 + i32::try_from(dice.below(2_500)).unwrap())
}

/// Measures zones over `n` teams.
pub(crate) fn zones(reader: &RhythmReader, trial: &Trial<'_>, n: usize) -> Score {
    let mut score = Score::default();
    for team_idx in 0..n {
        let mut dice = Dice::new(trial.seed * 1_000_003 + team_idx as u64);
        let place = Workplace {
            plan: dice.one_of(trial.plans),
            zone: *dice.one_of(ZONES),
            shift: dice.normal(0.25),
            calendar: vec![],
            from: some_day(&mut dice),
        };
        let mut team: Vec<Starts> = Vec::new();
        // The lowest, the mean and the highest offset in force while the team was seen.
        let mut truth = [f64::MAX, 0.0, f64::MIN];
        for _ in 0..trial.n_people {
            let mut one = person(&place, Until::Sessions(trial.n_sessions), &mut dice);
            let n_people = f64::from(u32::try_from(trial.n_people).unwrap());
            let [low, mean, high] = one.offsets;
            truth = [truth[0].min(low), truth[1] + mean / n_people, truth[2].max(high)];
            if dice.happens(trial.polling) {
                add_polling(&mut one.secs, &mut dice);
            }
            team.push(starts(&one.secs));
        }
        let found = reader.read(&team.iter().collect::<Vec<_>>());
        score.n += 1;
        if let Daylight::Jumps(..) = found.daylight {
            // The answer is then about standard time.
            #[expect(clippy::cast_precision_loss, reason = "minutes of an offset")]
            let standard = place.zone.0 as f64 / 60.0;
            truth = [standard; 3];
        }
        if let Daylight::Jumps(..) = found.daylight {
            if place.zone.1 == Jump::None { score.jumps_wrong += 1 } else { score.jumps_right += 1 }
        }
        let Some(interval) = found.offset.filter(|_| found.verdict == Verdict::Interval) else {
            continue;
        };
        let away = (truth[0] - interval.hours).max(interval.hours - truth[2]).max(0.0);
        score.error += interval.hours - truth[1];
        score.answered += 1;
        score.within_1 += usize::from(away <= 1.0);
        score.within_2 += usize::from(away <= 2.0);
        score.covered += usize::from(interval.low <= truth[1] && truth[1] <= interval.high);
        score.width += interval.high - interval.low;
    }
    score
}

/// What calendars came out, in counts of teams.
#[derive(Default, Debug)]
pub(crate) struct CalendarScore {
    pub(crate) n: usize,
    pub(crate) informative: usize,
    /// Of the informative: the true one is the likeliest of China, North and South Korea.
    pub(crate) right: usize,
    pub(crate) kept_right: usize,
    /// Of all: another country is said to be kept.
    pub(crate) kept_wrong: usize,
}

/// Measures calendars over `n` teams that keep one of `countries`; `None` keeps one that is not loaded.
pub(crate) fn calendars(
    reader: &RhythmReader,
    loaded: &[Calendar],
    country: Option<&str>,
    (plans, seed, n): (&[Plan], u64, usize),
) -> CalendarScore {
    let mut score = CalendarScore::default();
    for team_idx in 0..n {
        let mut dice = Dice::new(seed * 7_000_003 + team_idx as u64);
        let from = some_day(&mut dice);
        let length = 60 + i32::try_from(dice.below(400)).unwrap();
        let kept = match country {
            Some(country) => {
                let calendar = loaded.iter().find(|one| one.country() == country).unwrap();
                kept_days(calendar, from, Day(from.0 + length), &mut dice)
            }
            // Fifteen holidays a year that no loaded country has.
            None => (0..length / 24)
                .map(|_| (Day(from.0 + i32::try_from(dice.below(460)).unwrap()), DayKind::Off))
                .collect(),
        };
        let east = [(480, Jump::None), (540, Jump::None)];
        let place = Workplace {
            plan: dice.one_of(plans),
            zone: *dice.one_of(&east),
            shift: dice.normal(0.25),
            calendar: kept,
            from,
        };
        let n_people = 1 + usize::try_from(dice.below(5)).unwrap();
        let team: Vec<Starts> = (0..n_people)
            .map(|_| starts(&person(&place, Until::Days(length), &mut dice).secs))
            .collect();
        let found = reader.read(&team.iter().collect::<Vec<_>>());
        score.n += 1;
        if let CalendarVerdict::Kept(kept) = &found.calendar {
            if Some(kept.as_str()) == country {
                score.kept_right += 1;
            } else {
                score.kept_wrong += 1;
            }
        }
        let fit = |name: &str| found.calendars.iter().find(|fit| fit.country == name);
        let Some(own) = country.and_then(fit) else { continue };
        if !own.informative {
            continue;
        }
        score.informative += 1;
        let rivals = ["CN", "KP", "KR"].into_iter().filter(|name| Some(*name) != country);
        score.right +=
            usize::from(rivals.filter_map(fit).all(|rival| rival.log_ratio < own.log_ratio));
    }
    score
}
