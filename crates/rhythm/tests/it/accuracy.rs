//! The bars, on plans that were kept apart from those that tuned the reader. The example `accuracy`
//! runs the same with more teams and prints all figures, also those of the plans that tuned it.

use subtier_rhythm::{RhythmReader, embedded_calendars};

use crate::measure::{Trial, calendars, share, zones};
use crate::people::{HELD_APART, TUNING};

fn trial(n_people: usize, n_sessions: usize, polling: f64) -> Trial<'static> {
    Trial { plans: HELD_APART, n_people, n_sessions, polling, seed: 2 }
}

#[test]
fn teams_of_five_with_thirty_sessions_are_near_their_zone() {
    let score = zones(&RhythmReader::new(vec![]), &trial(5, 30, 0.15), 200);
    assert!(share(score.answered, score.n) >= 0.9, "{score:?}");
    assert!(share(score.within_1, score.answered) >= 0.84, "{score:?}");
    assert!(share(score.within_2, score.answered) >= 0.95, "{score:?}");
    // Of 200 teams: two standard deviations about nine in ten.
    assert!((0.86..=0.965).contains(&share(score.covered, score.answered)), "{score:?}");
}

#[test]
fn one_person_with_a_hundred_sessions_is_within_two_hours_or_not_answered() {
    let score = zones(&RhythmReader::new(vec![]), &trial(1, 100, 0.0), 400);
    let wrong = score.answered - score.within_2;
    assert!(share(score.n - wrong, score.n) >= 0.9, "{score:?}");
    assert!(share(score.within_2, score.answered) >= 0.85, "{score:?}");
    assert!(share(score.answered, score.n) >= 0.25, "{score:?}");
}

#[test]
fn no_team_on_steady_clocks_is_said_to_jump() {
    let score = zones(&RhythmReader::new(vec![]), &trial(5, 150, 0.0), 60);
    assert!(score.jumps_right >= 5, "{score:?}");
    assert!(score.jumps_wrong <= 1, "{score:?}");
}

#[test]
fn chinese_north_and_south_korean_calendars_are_told_apart() {
    let loaded = embedded_calendars();
    let reader = RhythmReader::new(loaded.clone());
    let (mut informative, mut right, mut wrong, mut n) = (0, 0, 0, 0);
    for country in ["CN", "KP", "KR"] {
        let score = calendars(&reader, &loaded, Some(country), (HELD_APART, 2, 60));
        informative += score.informative;
        right += score.right;
        wrong += score.kept_wrong;
        n += score.n;
        assert!(share(score.kept_right, score.n) >= 0.6, "{country}: {score:?}");
    }
    assert!(share(informative, n) >= 0.8);
    assert!(share(right, informative) >= 0.95, "{right} of {informative}");
    assert!(share(wrong, n) <= 0.01, "{wrong} of {n}");
}

#[test]
fn a_team_with_other_holidays_is_rarely_given_a_calendar() {
    let loaded = embedded_calendars();
    let reader = RhythmReader::new(loaded.clone());
    let score = calendars(&reader, &loaded, None, (HELD_APART, 2, 100));
    assert!(score.kept_wrong <= 3, "{score:?}");
}

#[test]
fn the_plans_that_measure_are_not_those_that_tuned() {
    for plan in HELD_APART {
        assert!(
            TUNING.iter().all(|other| other.name != plan.name && other.hours() != plan.hours())
        );
    }
}
