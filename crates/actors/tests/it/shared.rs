//! Shared accounts found, and accounts of one person left alone.

use subtier_actors::{Exit, Place, Sharing, SharingReason, SharingVerdict, Visit, sharing};

use crate::people::{Computer, Dice, days_of, honest, shared};

fn of(visits: &[Visit]) -> Sharing {
    sharing(visits).into_iter().next().unwrap()
}

#[test]
fn nine_in_ten_shared_accounts_are_found() {
    let missed: Vec<u64> = (1_000..1_300)
        .filter(|seed| of(&shared(*seed)).verdict != SharingVerdict::Shared)
        .collect();
    println!("missed {} of 300", missed.len());
    assert!(missed.len() <= 30, "{} {missed:?}", missed.len());
}

#[test]
fn one_person_with_two_computers_a_phone_or_a_tunnel_is_no_sharing() {
    let wrong: Vec<u64> = (1_000..1_500)
        .filter(|seed| of(&honest(*seed)).verdict == SharingVerdict::Shared)
        .collect();
    println!("wrong {} of 500", wrong.len());
    assert!(wrong.len() <= 5, "{} {wrong:?}", wrong.len());
}

#[test]
fn a_declared_egress_takes_the_signs_away_and_says_so() {
    let mut dice = Dice::new(7);
    let (one, other) = ([Computer::new(1, &mut dice)], [Computer::new(2, &mut dice)]);
    let mut visits = days_of(1, &one, None, &mut dice);
    visits.extend(days_of(1, &other, None, &mut dice));
    assert_eq!(of(&visits).verdict, SharingVerdict::Shared);
    for visit in &mut visits {
        visit.declared_egress = visit.identity == other[0].identity;
    }
    let found = of(&visits);
    assert_eq!(found.verdict, SharingVerdict::Suppressed);
    assert!(found.rivals[0].starts_with("a declared corporate egress"));
}

#[test]
fn travel_that_nobody_makes_is_a_sign_unless_it_is_a_tunnel() {
    let far = |exit| Place { latitude: 40.0, longitude: -4.0, radius_km: 50.0, exit };
    let near = Place { latitude: 40.0, longitude: 124.0, radius_km: 50.0, exit: Exit::Plain };
    let made = |exit| {
        let mut dice = Dice::new(11);
        let mut visits = days_of(1, &[Computer::new(1, &mut dice)], Some(near), &mut dice);
        for at in (3..visits.len()).step_by(7) {
            visits[at].place = Some(far(exit));
            visits[at].address = Some(dice.address());
        }
        of(&visits)
    };
    let found = made(Exit::Plain);
    assert!(
        matches!(found.because.as_slice(), [SharingReason::Travel { days, km }] if *days >= 2 && *km > 5_000.0)
    );
    assert_eq!(made(Exit::Tunnel).verdict, SharingVerdict::NotSeen);
}

#[test]
fn few_sessions_are_insufficient() {
    let visits = shared(1_000);
    assert_eq!(of(&visits[..11]).verdict, SharingVerdict::Insufficient);
    assert_eq!(sharing(&[]), []);
}
