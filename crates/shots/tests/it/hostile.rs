//! Paths that want to do harm: any bytes, any length, any number.

use proptest::prelude::*;
use subtier_shots::{Aliases, Naming, ShotKey};

fn naming() -> Naming {
    let aliases = Aliases::read("LNT = [\"小灯笼\", \"ランタン\"]").expect("titles");
    Naming::learn(["a/lnt_ep01_c001.tga", "a/lnt_ep01_c002.tga"]).with_aliases(aliases)
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let path = String::from_utf8_lossy(&bytes);
        let naming = naming();
        let names = naming.read(&path);
        prop_assert!(names.left_out.len() <= 8);
        drop(ShotKey::read(&path));
    }

    #[test]
    fn any_mixture_of_words_of_the_trade_is_read_without_a_panic(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "LNT", "EP", "ep01", "SC", "sc012", "C", "c", "S", "s01", "P01", "第", "三", "十", "話", "集", "カット", "컷", "リテイク",
                "原画", "0001", "20240116", "1920x1080", "_", "-", ".", " ", "#", "/", "\\", "!", "v", "v02", "A", "ＥＰ", "ｶ", "\u{1100}",
                "\u{3099}", "99999999999999999999", "shots", "elements", "users", "work.", "x", "tga", "~", "年", "x1",
            ]),
            0..40,
        )
    ) {
        let path: String = words.concat();
        let naming = naming();
        let names = naming.read(&path);
        let again = naming.read(&path);
        prop_assert_eq!(names, again);
        let learnt = Naming::learn([path.as_str(), path.as_str(), path.as_str()]);
        drop(learnt.read(&path));
    }
}

#[test]
fn a_path_of_megabytes_costs_no_more_than_its_end() {
    let naming = naming();
    for filler in ["a/", "第", "c0/", "ｶ", "\u{110b}", "9", "_"] {
        let path = filler.repeat(1_000_000) + "/LNT_EP301_SC012_key.psd";
        let names = naming.read(&path);
        assert_eq!(
            names.shot.map(|shot| shot.value.into_owned()).as_deref(),
            Some("12"),
            "{filler}"
        );
    }
    let long = "c012_".repeat(200_000);
    assert!(naming.read(&long).left_out.len() <= 8);
}

#[test]
fn many_folders_and_words_are_bounded() {
    let paths: Vec<String> =
        (0..50_000).map(|idx| format!("f{idx}/g{idx}/w{idx}_ep01_c{:03}.tga", idx % 999)).collect();
    let naming = Naming::learn(paths.iter().map(String::as_str));
    assert!(naming.learnt().len() <= 50_000);
}

#[test]
fn dates_sizes_years_telephones_and_versions_are_no_shots_and_frames() {
    let naming = Naming::default();
    for path in [
        "a/20240116.jpg",
        "a/2024-01-16.png",
        "a/2024_01_16/x.psd",
        "a/1920x1080.png",
        "a/2024.exr",
        "a/13912345678.tga",
        "a/010-1234-5678.png",
        "a/v12.tga",
        "a/version 12.png",
        "a/2024年1月16日.jpg",
        "a/240116.jpg",
        "a/img_2024.jpg",
    ] {
        let names = naming.read(path);
        assert_eq!(
            (&names.shot, &names.frame, &names.sequence, &names.episode),
            (&None, &None, &None, &None),
            "{path}"
        );
    }
    let reasons = naming.read("a/20240116_1920x1080_13912345678.png").left_out;
    assert_eq!(reasons.len(), 3, "{reasons:?}");
}

#[test]
fn hashes_and_names_of_devices_are_no_shots() {
    let naming = Naming::default();
    for path in [
        "c8/0fb6073e997e77c719c6fc045f838bfa11ea96.debug",
        "objects/1b/8e852c444c902965ec01bf80162215c460eb",
        "x/isdv4-51c4.tablet",
        "x/3f2a1c00-c012-11ee-be56-0242ac120002",
        "src/utf8_c99.c",
        "x/ks_c_5601.txt",
    ] {
        let names = naming.read(path);
        assert_eq!((&names.shot, &names.episode), (&None, &None), "{path}");
    }
}
