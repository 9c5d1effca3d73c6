//! Properties: no touch is lost, and the order in which touches come changes nothing.

use proptest::prelude::*;
use subtier_touches::{COST_MAX, Deed, Trails};

use crate::check::{Short, gathered};

fn touch() -> impl Strategy<Value = Short> {
    let path = prop_oneof![
        "/LNT/EP30[12]/LNT_EP30[12]_SC0[0-9]{2}_(key|clean)_v0[1-3]\\.psd",
        "/[a-c]{1,2}/[a-c]\\.html",
        "\\PC{0,12}",
    ];
    let who = (proptest::option::of("[a-e]"), proptest::option::of(0..60_u8));
    let what = (proptest::sample::select(&Deed::ALL[..]), proptest::bool::weighted(0.1), path);
    let when = (proptest::option::of(0..90_i64), 0..3_usize, 1..4_u32);
    (who, what, when).prop_map(|((account, ip), (deed, is_refused, path), (second, log, times))| {
        Short { log, line: 0, account, ip, deed, is_refused, path, second, times }
    })
}

fn sum(trails: &Trails) -> u64 {
    let kept: u64 = trails.trails.iter().map(subtier_touches::Trail::accesses).sum();
    kept + trails.beyond.touches
}

proptest! {
    #[test]
    fn no_touch_is_lost_and_their_order_changes_nothing(
        touches in proptest::collection::vec(touch(), 0..120),
        turn in 0..120_usize,
        cost_max in prop_oneof![Just(COST_MAX), 0..40_000_usize],
    ) {
        let mut touches = touches;
        for (line, touch) in (1..).zip(&mut touches) {
            touch.line = line;
        }
        let n_touches: u64 = touches.iter().map(|one| u64::from(one.times)).sum();
        let found = gathered(&touches, cost_max);
        prop_assert_eq!(sum(&found), n_touches);
        if cost_max == COST_MAX {
            prop_assert_eq!(found.beyond.touches, 0);
        }
        let turned = turn.min(touches.len());
        touches.rotate_left(turned);
        prop_assert_eq!(&gathered(&touches, cost_max), &found);
        touches.reverse();
        prop_assert_eq!(&gathered(&touches, cost_max), &found);
    }
}
