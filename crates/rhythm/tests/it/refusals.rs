//! When nothing may be said: assumed clocks, few sessions, machines, hours round the clock. And that
//! nothing in the input makes the reader fail.

use proptest::prelude::*;
use subtier_rhythm::{ClockBasis, RhythmReader, Starts, Verdict, embedded_calendars};

fn read(secs: impl IntoIterator<Item = i64>, basis: ClockBasis) -> subtier_rhythm::Rhythm {
    let mut starts = Starts::new();
    for secs in secs {
        starts.push(secs, basis);
    }
    RhythmReader::new(embedded_calendars()).read(&[&starts])
}

/// Weekdays from nine to six UTC with an hour at noon, without a pattern.
fn office(person: u32) -> impl Iterator<Item = i64> {
    let work = (0..200_u32).filter(|day| (19_000 + day + 3) % 7 < 5).flat_map(move |day| {
        (0..2).map(move |n| {
            let mixed = (day * 64 + n * 8 + person + 1).wrapping_mul(0x9e37_79b9);
            let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x85eb_ca6b) >> 8;
            let worked = mixed % 28_800;
            (19_000 + day) * 86_400 + 32_400 + worked + if worked >= 10_800 { 3_600 } else { 0 }
        })
    });
    work.map(i64::from)
}

#[test]
fn an_assumed_clock_is_said_and_gives_no_interval() {
    let rhythm = read(office(0), ClockBasis::Assumed);
    assert_eq!((rhythm.verdict, rhythm.offset), (Verdict::ClockAssumed, None));
    assert!(rhythm.calendars.is_empty());
    assert!(rhythm.rivals.iter().any(|words| words.contains("assumed")));
}

#[test]
fn nineteen_sessions_are_too_few() {
    let rhythm = read(office(0).take(19), ClockBasis::Known);
    assert_eq!((rhythm.verdict, rhythm.offset), (Verdict::Insufficient, None));
}

#[test]
fn nothing_at_all_is_insufficient() {
    let rhythm = RhythmReader::new(vec![]).read(&[]);
    assert_eq!((rhythm.verdict, rhythm.people, rhythm.sessions), (Verdict::Insufficient, 0, 0));
}

#[test]
fn a_sync_client_alone_is_a_machine() {
    let rhythm = read((0..4_000).map(|call| 1_700_000_000 + call * 3_607), ClockBasis::Known);
    assert_eq!(rhythm.verdict, Verdict::Insufficient);
    assert!(rhythm.machine_sessions > 3_900, "{}", rhythm.machine_sessions);
    assert!(rhythm.rivals.iter().any(|words| words.contains("a program calls")));
}

#[test]
fn hours_round_the_clock_give_no_interval() {
    let mut state = 9_u32;
    let secs = (0..600_i64).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        1_700_000_000 + i64::from(state >> 6)
    });
    assert_eq!(read(secs.collect::<Vec<_>>(), ClockBasis::Known).verdict, Verdict::Insufficient);
}

#[test]
fn an_interval_always_has_rivals() {
    let team: Vec<Starts> = (0..5)
        .map(|person| {
            let mut starts = Starts::new();
            for secs in office(person) {
                starts.push(secs, ClockBasis::Known);
            }
            starts
        })
        .collect();
    let rhythm = RhythmReader::new(vec![]).read(&team.iter().collect::<Vec<_>>());
    assert_eq!(rhythm.verdict, Verdict::Interval);
    assert!(rhythm.rivals.len() >= 4);
    assert!(rhythm.week == Some("Monday to Friday"), "{:?}", rhythm.week);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_instants_are_read(secs in proptest::collection::vec(any::<i64>(), 0..200), near in proptest::collection::vec(0..400_000_000_i64, 0..200)) {
        let rhythm = read(secs.into_iter().chain(near), ClockBasis::Known);
        if let Some(interval) = rhythm.offset {
            prop_assert!(interval.low <= interval.high);
            prop_assert!((-12.5..=14.5).contains(&interval.low) && (-12.5..=14.5).contains(&interval.high));
        }
    }
}
