//! Which touches make which trails.

use crate::check::trails;

#[test]
fn a_drawing_is_followed_from_who_put_it_to_who_fetched_it_over_two_logs() {
    let found = trails(&[
        "1 bob .9 fetched /get/LNT/EP301/SC012/LNT_EP301_SC012_key_v02.psd @90",
        "0 lin .7 put /pub/LNT/EP301/SC012/LNT_EP301_SC012_key_v02.psd @60",
        "0 lin .7 put /pub/LNT/EP301/SC012/LNT_EP301_SC012_key_v02.psd @70",
        "0 lin .8 put /pub/LNT/EP301/SC012/LNT_EP301_SC012_key_v03.psd @80",
    ]);
    let expected = "\
LNT episode 301 shot 12 key version 2 (2 paths)
  put lin 192.0.2.7 1970-01-01T00:01:00Z a.log:2 x2
  fetched bob 192.0.2.9 1970-01-01T00:01:30Z b.log:1 x1
LNT episode 301 shot 12 key version 3 (1 paths)
  put lin 192.0.2.8 1970-01-01T00:01:20Z a.log:4 x1
";
    assert_eq!(found, expected);
}

#[test]
fn what_was_refused_is_counted_and_is_neither_put_nor_fetched() {
    let found = trails(&["0 lin .7 !put /x/a.psd @60", "0 lin .7 !fetched /x/a.psd @61"]);
    assert_eq!(found, "/x/a.psd (1 paths)\n  refused 2\n");
}

#[test]
fn a_path_without_a_shot_is_an_asset_of_its_own() {
    let found = trails(&["0 - .7 fetched /index.html -", "0 - .7 deleted /other.html @1"]);
    let expected = "\
/index.html (1 paths)
  fetched - 192.0.2.7 - a.log:1 x1
/other.html (1 paths)
  deleted - 192.0.2.7 1970-01-01T00:00:01Z a.log:2 x1
";
    assert_eq!(found, expected);
}

#[test]
fn a_touch_without_a_time_never_stands_before_one_that_has_it() {
    let found = trails(&["0 lin .7 put /a.psd -", "0 lin .7 put /a.psd @5"]);
    assert_eq!(found, "/a.psd (1 paths)\n  put lin 192.0.2.7 1970-01-01T00:00:05Z a.log:2 x2\n");
}
