//! One production under titles in several languages.

use subtier_shots::{Aliases, Naming, title_key};

const TITLES: &str = r#"
LNT = ["The Little Lantern", "小灯笼", "작은 등불", "ちいさなランタン", "La pequeña linterna"]
OSK = ["Oslo Kids", "Lantern"]
KRO = ["Lantern"]
"#;

#[test]
fn a_title_in_five_languages_is_one_production() {
    let naming = Naming::default().with_aliases(Aliases::read(TITLES).expect("titles"));
    for path in [
        "LNT_EP301_SC012.jpg",
        "lnt/sc012.psd",
        "The Little Lantern/EP301/c012.psd",
        "the_little_lantern_ep301.mov",
        "TheLittleLantern/ep301.mov",
        "小灯笼第3集镜头012.psd",
        "작은등불_3화_컷12.psd",
        "작은_등불/3화.zip",
        "チイサナランタン_第3話.zip",
        "ＴＨＥ　ＬＩＴＴＬＥ　ＬＡＮＴＥＲＮ.zip",
        "la-pequena-linterna_ep03.zip",
        "la_pequen\u{303}a_linterna_ep03.zip",
        "x/小灯笼(终版)/readme.txt",
    ] {
        let names = naming.read(path);
        let production = names.production.as_ref().expect(path);
        assert_eq!(production.value, "LNT", "{path}");
    }
}

#[test]
fn a_title_of_two_productions_is_left_out_with_a_reason() {
    let aliases = Aliases::read(TITLES).expect("titles");
    assert_eq!(aliases.ambiguous().collect::<Vec<_>>(), ["lantern"]);
    let naming = Naming::default().with_aliases(aliases);
    let names = naming.read("lantern/x.psd");
    assert_eq!(names.production, None);
    assert!(
        names.left_out.iter().any(|left| left.why.contains("more than one production")),
        "{names:?}"
    );
}

#[test]
fn titles_are_compared_without_case_width_kana_and_accents() {
    assert_eq!(title_key("ﾗﾝﾀﾝ"), title_key("らんたん"));
    assert_eq!(title_key("Pequeña"), title_key("PEQUENA"));
    assert_ne!(title_key("ハン"), title_key("バン"));
    assert_eq!(title_key("한\u{110b}\u{1175}"), title_key("한이"));
}

#[test]
fn a_file_of_another_form_is_an_error_and_no_panic() {
    assert!(Aliases::read("LNT = 3").is_err());
    assert!(Aliases::read("[[").is_err());
    assert!(Aliases::read("").is_ok());
}
