//! Logs made to fill the memory or to confuse.

use subtier_model::Place;
use subtier_touches::{COST_MAX, Deed, PATH_BYTES_MAX, Touch, Touches, VISITORS_MAX};

use crate::check::{gathered, short};

fn fetched(path: &str, line: u64) -> Touch<'_> {
    Touch {
        path,
        deed: Deed::Fetched,
        is_refused: false,
        account: None,
        ip: None,
        ts: None,
        line,
        times: 1,
    }
}

#[test]
fn of_a_million_paths_those_that_name_a_shot_stay_and_the_rest_is_counted() {
    let mut touches = Touches::new(4 << 20);
    let log = touches.log("a.log", Place::Line);
    for line in 0..1_000_000_u64 {
        // Scattered, so that the order of the paths is not the order of the lines.
        let scattered = line.wrapping_mul(2_654_435_761) % 1_000_003;
        touches.add(log, &fetched(&format!("/junk/{scattered}.html"), line));
    }
    touches.add(log, &fetched("/z/LNT/EP301/LNT_EP301_SC012_key_v02.psd", 1_000_000));
    let trails = touches.into_trails();
    assert!(trails.trails.len() < 8_192, "{}", trails.trails.len());
    assert!(trails.trails.iter().any(|trail| trail.asset.shot.as_deref() == Some("12")));
    let kept: u64 = trails.trails.iter().map(subtier_touches::Trail::accesses).sum();
    assert_eq!(kept + trails.beyond.touches, 1_000_001);
    assert!(trails.beyond.touches > 900_000);
}

#[test]
fn a_long_path_is_told_by_its_end_and_two_of_them_stay_two() {
    let path_of =
        |head: char| format!("/{head}/{}/x/LNT_EP301_SC012_key_v02.psd", "ä".repeat(65_536));
    let mut touches = Touches::new(COST_MAX);
    let log = touches.log("a.log", Place::Line);
    let (one, other) = (path_of('a'), path_of('b'));
    touches.add(log, &fetched(&one, 1));
    touches.add(log, &fetched(&one, 2));
    touches.add(log, &fetched(&other, 3));
    let trails = touches.into_trails();
    let paths: Vec<&str> =
        trails.trails.iter().flat_map(|trail| &trail.paths).map(|path| &**path).collect();
    assert_eq!(paths.len(), 2);
    assert!(paths.iter().all(|path| path.len() <= PATH_BYTES_MAX && path.ends_with("_v02.psd")));
    assert!(trails.trails.iter().all(|trail| trail.asset.shot.as_deref() == Some("12")));
}

#[test]
fn signs_that_steer_or_turn_text_are_kept_and_break_nothing() {
    let paths =
        ["/\u{202e}gpj.exe", "/\u{0}\u{1b}[2J", "", "/", "//", "\\", "/a\nb", "…", "\u{feff}"];
    let mut touches = Touches::new(COST_MAX);
    let log = touches.log("a.log", Place::Line);
    for (line, path) in (1..).zip(paths) {
        touches.add(log, &fetched(path, line));
    }
    assert_eq!(touches.into_trails().trails.len(), paths.len());
}

#[test]
fn of_many_visitors_the_first_is_known_and_the_others_are_counted() {
    let touches: Vec<_> = (0..200_u64)
        .map(|line| short(line, &format!("0 lin .{} fetched /a.psd @{}", line, 500 - line)))
        .collect();
    let trails = gathered(&touches, COST_MAX);
    let fetched = trails.trails[0].by(Deed::Fetched);
    let visitors = fetched.in_order();
    assert_eq!(visitors.len(), VISITORS_MAX + 1, "the first beside those kept");
    assert_eq!(visitors[0].ip.unwrap().to_string(), "192.0.2.199");
    assert_eq!(fetched.beyond(), 200 - VISITORS_MAX as u64);
    assert_eq!(fetched.first().map(|first| first.first.line), Some(199));
}

#[test]
fn accounts_of_any_length_and_number_fit_the_bound() {
    let mut touches = Touches::new(1 << 20);
    let log = touches.log("a.log", Place::Line);
    for line in 0..100_000_u64 {
        let account = format!("{line:0600}");
        let touch = Touch { account: Some(&account), ..fetched("/a.psd", line) };
        touches.add(log, &touch);
    }
    let trails = touches.into_trails();
    assert_eq!(trails.trails[0].accesses(), 100_000);
}
