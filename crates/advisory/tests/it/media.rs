//! Rule on pictures and project files: R41.

use subtier_model::{AssetJudged, Fact, NetworkLabel, PictureMatch, Vendor, Verdict};

use crate::build::{Case, labelled, origin, vendor};

const FOLDER: &[&str] = &["asset:share/LNT/EP301"];
const DRAWING: &str = "share/LNT/EP301/SC012_key.jpg";

fn asset(verdict: Option<&str>, basis: &str) -> Fact {
    Fact::Asset(AssetJudged {
        verdict: verdict.map(Into::into),
        production: Some("LNT".into()),
        basis: Some(basis.into()),
        shot: Some("SC012".into()),
        stage: Some("key".into()),
        because: vec!["it shows LNT/SC012_comp.jpg".into()],
    })
}

fn shows() -> Fact {
    Fact::PictureMatch(PictureMatch {
        production: "LNT".into(),
        reference: "SC012_comp.jpg".into(),
        shot: Some("SC012".into()),
        at_millis: None,
        at_frame: None,
        probability_millionths: 990_000,
        how: "lines".into(),
        is_mirrored: false,
        n_inliers: 300,
        n_points: 320,
        warp_millionths: vec![],
        because: vec![],
    })
}

fn of(country: &str, networks: &[&str]) -> Vendor {
    Vendor {
        country: (!country.is_empty()).then(|| country.into()),
        networks: networks.iter().map(|one| (*one).into()).collect(),
        ..vendor("hanbit")
    }
}

/// A server that hanbit, in Korea, used from a Chinese address.
fn server() -> Case {
    Case::default()
        .vendor(of("KR", &["203.0.113.0/24"]))
        .summary("explicit", "explicit")
        .seen("hanbit", "198.51.100.9", 3)
        .origin(origin("198.51.100.9", "CN"))
}

fn work() -> Fact {
    asset(Some("work_in_progress"), "picture")
}

#[test]
fn work_on_a_server_that_answers_beyond_the_declared_countries_is_to_be_checked() {
    let case = server().fact(DRAWING, work()).fact(DRAWING, shows());
    case.fires(
        "R41",
        Verdict::ToCheck,
        FOLDER,
        &["1 drawing in work of LNT (SC012) lies in share/LNT/EP301, known by picture; the server answered addresses in countries of no declared vendor: 198.51.100.9, CN."],
    );
    let cited = case.one("R41").because;
    assert_eq!(cited.len(), 3, "the verdict, the match and the use: {cited:?}");
}

#[test]
fn a_name_alone_a_finished_picture_and_an_unrelated_one_are_no_work() {
    for (verdict, basis) in [
        (Some("work_in_progress"), "name"),
        (Some("reference_or_finished_copy"), "picture"),
        (Some("unrelated"), "picture"),
        (None, "picture"),
    ] {
        server().fact(DRAWING, asset(verdict, basis)).silent("R41");
    }
}

#[test]
fn a_server_of_which_nothing_is_known_is_only_noted() {
    let known = "1 drawing in work of LNT (SC012) lies in share/LNT/EP301, known by picture; nothing in the evidence tells whose server it is.";
    let case =
        Case::default().vendor(of("KR", &["203.0.113.0/24"])).summary("explicit", "explicit");
    case.clone().fact(DRAWING, work()).fires("R41", Verdict::Noted, FOLDER, &[known]);
    // A vendor without a country leaves open where the chain ends.
    let open = Case::default()
        .vendor(of("", &[]))
        .summary("explicit", "explicit")
        .seen("hanbit", "198.51.100.9", 3)
        .origin(origin("198.51.100.9", "CN"));
    open.fact(DRAWING, work()).fires("R41", Verdict::Noted, FOLDER, &[known]);
}

#[test]
fn without_a_chain_or_a_server_the_rule_is_silent() {
    Case::default().summary("explicit", "explicit").fact(DRAWING, work()).silent("R41");
    Case::default().vendor(of("KR", &[])).fact(DRAWING, work()).silent("R41");
}

#[test]
fn a_network_that_passes_others_on_says_nothing_of_a_country() {
    let case = Case::default()
        .vendor(of("KR", &["203.0.113.0/24"]))
        .summary("explicit", "explicit")
        .seen("hanbit", "198.51.100.9", 3)
        .origin(labelled("198.51.100.9", "CN", &[NetworkLabel::Vpn]));
    assert_eq!(case.fact(DRAWING, work()).one("R41").verdict, Verdict::Noted);
}
