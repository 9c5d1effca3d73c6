//! The summary S01: which classes add up, and which do not.

use subtier_model::{Class, Fact, ListMatchBasis, RangeGrade, SubjectKind, Vendor, Verdict};

use crate::build::{Case, at, matched, payment, ranged, row, vendor};

const KP: &str = "175.45.178.21";

fn log_leg(case: Case) -> Case {
    case.seen("ld", KP, 9).origin(ranged(KP, row(RangeGrade::Strong, None, None)))
}

#[test]
fn log_and_payment_on_one_vendor_are_escalated_citing_both() {
    let case = log_leg(Case::default().vendor(vendor("ld"))).payment(payment(
        "ld",
        "Other Ltd",
        "on behalf of LD",
    ));
    case.fires(
        "S01",
        Verdict::Escalate,
        &["vendor:ld"],
        &["2 classes of evidence", "log (R42)", "payment (R36 and R37)"],
    );
    let summary = case.one("S01");
    assert_eq!(summary.classes, [Class::Log, Class::Payment]);
    assert_eq!(summary.draws_on.len(), 3);
    let findings = case.run().findings;
    assert!(summary.draws_on.iter().all(|id| findings.iter().any(|f| f.id == *id)));
    for part in ["R42 (strong)", "R36 (to_check)"] {
        assert!(summary.because.iter().any(|c| c.says.starts_with(part)), "{part}");
    }
}

#[test]
fn rows_that_a_stronger_finding_shows_leave_their_place_to_new_ones() {
    let abroad = Vendor { country: Some("CN".into()), ..vendor("ld") };
    let case = log_leg(Case::default().vendor(abroad)).payment(payment("ld", "Other Ltd", "x"));
    assert_eq!((case.of("R42").len(), case.of("R43").len()), (1, 1));
    let cited = case.one("S01").because;
    assert!(cited[0].says.starts_with("R42 (strong)"), "{}", cited[0].says);
    let mut rows: Vec<_> =
        cited.iter().filter(|c| !c.says.starts_with("R43")).map(|c| c.observation).collect();
    let n_rows = rows.len();
    rows.sort_unstable();
    rows.dedup();
    assert_eq!(rows.len(), n_rows, "{cited:?}");
    assert!(cited.iter().filter(|c| c.says.starts_with("R43")).count() <= 1);
}

#[test]
fn one_class_alone_is_never_escalated() {
    let two_logs = log_leg(Case::default().vendor(vendor("ld")))
        .seen_in("other.log", "ld", "175.45.178.22", 9)
        .fact(
            "other.log",
            Fact::AddressOrigin(ranged("175.45.178.22", row(RangeGrade::Strong, None, None))),
        );
    assert_eq!(two_logs.of("R42").len(), 2);
    two_logs.silent("S01");
    let money = Case::default().vendor(vendor("ld"));
    money.payment(payment("ld", "Other Ltd", "on behalf of LD")).silent("S01");
}

#[test]
fn noted_findings_do_not_add_up() {
    let case = Case::default().vendor(vendor("ld")).agent("ld", "Naenara/3.5");
    case.payment(payment("ld", "Other Ltd", "x")).silent("S01");
}

#[test]
fn findings_on_different_vendors_do_not_meet() {
    let case = log_leg(Case::default().vendor(vendor("ld")).vendor(vendor("other")));
    case.payment(payment("other", "Else Ltd", "x")).silent("S01");
}

#[test]
fn a_beneficiarys_list_match_does_not_reach_the_contractor() {
    let case = Case::default()
        .vendor(vendor("ld"))
        .payment(payment("ld", "Everlasting Empire Ltd", "x"))
        .matched(matched("Everlasting Empire Ltd", false, ListMatchBasis::Identifier, "40207"));
    case.silent("S01");
}

#[test]
fn a_list_entry_and_a_log_are_independent() {
    let case = log_leg(Case::default().vendor(vendor("ld")));
    let case = case.matched(matched("ld", true, ListMatchBasis::Name, "1"));
    assert_eq!(case.one("S01").classes, [Class::Log, Class::Screening]);
}

#[test]
fn two_classes_from_the_same_evidence_do_not_add_up() {
    // The breach stands in the vendor's row, and so does the country that the access is held against.
    let strict = Vendor {
        may_subcontract: Some(false),
        country: Some("CN".into()),
        tier: Some(1),
        ..vendor("ld")
    };
    let below = Vendor { parent: Some("ld".into()), ..vendor("sub") };
    let case = log_leg(Case::default().vendor(strict).vendor(below));
    assert_eq!((case.of("R35").len(), case.of("R42").len(), case.of("R43").len()), (1, 1, 1));
    case.silent("S01");
}

#[test]
fn the_same_bytes_under_two_paths_are_one_piece_of_evidence() {
    let apart =
        log_leg(Case::default().vendor(vendor("ld"))).payment(payment("ld", "Other Ltd", "x"));
    apart.one("S01");
    let mut same = apart;
    let hash = same.evidence[1].sha256;
    same.evidence[2].sha256 = hash;
    assert_eq!((same.of("R42").len(), same.of("R36").len()), (1, 1));
    same.silent("S01");
}

#[test]
fn an_asset_needs_two_pieces_of_evidence_too() {
    let case = Case::default().marks("www/nginx.conf", &["Z1"]).listing("/pub/", "open");
    assert_eq!((case.of("W01").len(), case.of("R45").len()), (1, 1));
    case.silent("S01");
}

#[test]
fn accounts_and_addresses_are_never_the_subject_of_a_summary() {
    let case = log_leg(Case::default().vendor(vendor("ld")))
        .session("ld", KP, at("2024-01-10", 0), 100_000)
        .payment(payment("ld", "Other Ltd", "x"));
    let summaries = case.of("S01");
    assert!(summaries.iter().flat_map(|s| &s.subjects).all(|s| s.kind == SubjectKind::Vendor));
    assert_eq!(summaries.len(), 1);
}
