//! One shot, however it is written, has one key.

use subtier_shots::{Naming, ShotKey};

#[test]
fn spellings_of_one_shot_meet() {
    let naming = Naming::default();
    let path = naming.read("LNT/EP301/LNT_EP301_SC012_key_v02.jpg").shot_key().expect("a shot");
    for code in [
        "SC012",
        "sc12",
        "sc.12",
        "SC 012",
        "C012",
        "c0012",
        "カット12",
        "컷 12",
        "12컷",
        "第十二镜",
        "EP301_SC012",
        "ＳＣ０１２",
    ] {
        let note = ShotKey::read(code).expect(code);
        assert!(note.meets(&path), "{code}: {note:?} {path:?}");
    }
    for code in ["SC013", "SC012A", "EP302_SC012"] {
        assert!(!ShotKey::read(code).expect("a shot").meets(&path), "{code}");
    }
    for code in ["EP301", "v02", "2024-01-16", "1920x1080", "012", "", "notes"] {
        assert_eq!(ShotKey::read(code), None, "{code}");
    }
}

#[test]
fn a_scene_above_a_cut_is_part_of_the_key() {
    let key = ShotKey::read("SC018_C002").expect("a shot");
    assert_eq!((key.sequence, key.shot, key.suffix), (Some(18), 2, None));
    assert!(
        !ShotKey::read("SC002").expect("a shot").meets(&ShotKey::read("SC018").expect("a shot"))
    );
    assert_eq!(ShotKey::read("c012a").and_then(|key| key.suffix), Some('A'));
}
