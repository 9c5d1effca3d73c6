//! The trails of a case: which file is which asset, and which drawing passed from hand to hand.

use std::collections::BTreeMap;

use subtier_model::{ContentKind, Evidence, EvidenceId, Fact, Holding, Observation};
use subtier_touches::{COST_MAX, CaseTrails, LogTouches};

use crate::check::{Short, gathered, short};

/// A case of one log and some files.
struct Case {
    observations: Vec<Observation>,
    evidence: BTreeMap<EvidenceId, Evidence>,
}

fn case(lines: &[&str], files: &[&str]) -> Case {
    let touches: Vec<Short> = (1..).zip(lines).map(|(number, line)| short(number, line)).collect();
    let log = LogTouches::of(&gathered(&touches, COST_MAX));
    assert_eq!(log.reason(), None);
    let quotes = log.lines().into_iter().map(|line| (line, format!("quote {line}"))).collect();
    let observations = log.observations(EvidenceId::from_bytes([9; 16]), &quotes);
    let file = |path: &&str| {
        let item = Evidence {
            id: Evidence::id_of(path, 1, None),
            path: (*path).to_owned(),
            name_bytes: None,
            name_encoding: None,
            parent: None,
            size: 1,
            sha256: None,
            blake3: None,
            kind: ContentKind::Text,
            holding: Holding::Copied,
            modified: None,
        };
        (item.id, item)
    };
    Case { observations, evidence: files.iter().map(file).collect() }
}

impl Case {
    fn trails(&self) -> CaseTrails<'_> {
        CaseTrails::new(&self.observations, &self.evidence, |_| "a.log".to_owned())
    }

    /// The title of the asset that a file is, and by what.
    fn asset_of(&self, path: &str) -> Option<(String, &'static str)> {
        let file = self.evidence.values().find(|item| item.path == path).unwrap();
        self.trails().of_file(file.id).map(|(trail, by)| (trail.asset.title(), by))
    }
}

const PUT: &str = "0 lin .7 put /pub/LNT/EP301/LNT_EP301_SC012_key_v02.psd @60";

#[test]
fn a_file_at_hand_is_the_asset_by_its_path_its_names_or_a_file_name_of_its_own() {
    let lines = [
        PUT,
        "0 lin .7 put /in/scan.jpg @61",
        "0 lin .7 put /a/notes.txt @62",
        "0 lin .7 put /b/notes.txt @63",
        "0 lin .7 put /c/plan.pdf @64",
    ];
    let files = [
        "dump/share/LNT/EP301/LNT_EP301_SC012_key_v02.jpg",
        "dump/x.zip!/in/SCAN.jpg",
        "dump/notes.txt",
        "dump/d/plan.pdf",
        "dump/d/LNT_EP301_SC012_key_v03.jpg",
    ];
    let case = case(&lines, &files);
    let of = |path: &str| case.asset_of(path);
    let drawing = "LNT episode 301 shot 12 key version 2".to_owned();
    assert_eq!(of(files[0]), Some((drawing, "its names")));
    assert_eq!(of(files[1]), Some(("/in/scan.jpg".to_owned(), "the end of its path")));
    assert_eq!(of(files[2]), None, "two assets bear that file name");
    assert_eq!(of(files[3]), Some(("/c/plan.pdf".to_owned(), "its file name")));
    assert_eq!(of(files[4]), None, "another version is another asset");
}

#[test]
fn only_what_was_put_and_then_fetched_elsewhere_passed_from_hand_to_hand() {
    let fetched = |who: &str| {
        let line = format!("0 {who} fetched /pub/LNT/EP301/LNT_EP301_SC012_key_v02.psd @90");
        let case = case(&[PUT, &line], &[]);
        let trails = case.trails();
        let country = |ip: &str| match ip {
            "192.0.2.7" => Some("CN"),
            "192.0.2.9" => Some("KP"),
            _ => None,
        };
        trails.trails[0].handed_on(country)
    };
    assert_eq!(fetched("lin .7"), None);
    assert_eq!(fetched("lin .8"), None, "an unknown country differs from none");
    assert_eq!(fetched("- .8"), None, "nobody is not another account");
    assert_eq!(fetched("lin .9").as_deref(), Some("put from CN, fetched from KP"));
    let both = "put by lin, fetched by bob; put from CN, fetched from KP";
    assert_eq!(fetched("bob .9").as_deref(), Some(both));
}

#[test]
fn what_was_fetched_before_it_was_put_or_at_no_known_time_passed_to_nobody() {
    for when in ["@30", "-"] {
        let line = format!("0 bob .9 fetched /pub/LNT/EP301/LNT_EP301_SC012_key_v02.psd {when}");
        let case = case(&[PUT, &line], &[]);
        assert_eq!(case.trails().trails[0].handed_on(|_| None), None, "{when}");
    }
}

#[test]
fn a_page_that_nobody_by_name_touched_is_no_fact_and_each_fact_cites_its_first_line() {
    let lines = ["0 - .7 fetched /index.html @1", "0 - .7 fetched /x/LNT_EP301_SC012_v01.psd @2"];
    let case = case(&lines, &[]);
    let facts: Vec<_> = case.observations.iter().map(|one| (&one.quote, &one.fact)).collect();
    assert_eq!(facts.len(), 1);
    let (quote, Fact::Touch(touch)) = facts[0] else { panic!("no touch") };
    assert_eq!((quote.as_str(), touch.deed.as_str(), touch.times), ("quote 2", "fetched", 1));
}

#[test]
fn the_order_of_the_facts_changes_nothing() {
    let second = "0 bob .9 fetched /pub/LNT/EP301/LNT_EP301_SC012_key_v02.psd @90";
    let mut case = case(&[second, PUT, "0 bob .9 put /a.psd @5"], &["dump/a.psd"]);
    let told = |case: &Case| {
        let trails = case.trails();
        let ids = |trail: &subtier_touches::CaseTrail<'_>| {
            trail.touches.iter().map(|one| one.observation.id).collect::<Vec<_>>()
        };
        trails.trails.iter().map(ids).collect::<Vec<_>>()
    };
    let before = told(&case);
    assert_eq!(before.len(), 2);
    case.observations.reverse();
    assert_eq!(told(&case), before);
}
