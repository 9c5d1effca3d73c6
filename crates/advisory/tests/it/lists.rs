//! Rules on lists: L01, R48.

use subtier_model::{ListMatchBasis, ListReference, Vendor, Verdict};

use crate::build::{Case, date, matched, payment, subject_words, vendor};

#[test]
fn an_identifier_is_strong_and_a_name_is_to_check_and_never_says_is() {
    let by_identifier = matched("v", true, ListMatchBasis::Identifier, "31042");
    Case::default().vendor(vendor("v")).matched(by_identifier).fires(
        "L01",
        Verdict::Strong,
        &["vendor:v"],
        &[
            "The identifier A NAME of v stands in the entry LISTED NAME",
            "number 31042",
            "list of 2023-01",
        ],
    );
    let case = Case::default().vendor(vendor("v")).matched(matched(
        "v",
        true,
        ListMatchBasis::Name,
        "34023",
    ));
    case.fires(
        "L01",
        Verdict::ToCheck,
        &["vendor:v"],
        &["resembles", "a name alone settles nothing"],
    );
    let finding = case.one("L01");
    assert!(!finding.title.contains(" is "), "{}", finding.title);
    let list = finding.because[0].list.clone().unwrap();
    assert_eq!(
        list,
        ListReference { name: "OFAC SDN".into(), date: date("2023-01"), uid: "34023".into() }
    );
}

#[test]
fn a_beneficiarys_match_is_about_the_party_and_not_about_the_contractor() {
    let case = Case::default()
        .vendor(vendor("ld"))
        .payment(payment("ld", "Everlasting Empire Ltd", "1"))
        .matched(matched("Everlasting Empire Ltd", false, ListMatchBasis::Name, "40207"));
    case.fires("L01", Verdict::ToCheck, &["party:Everlasting Empire Ltd"], &["40207"]);
}

#[test]
fn several_entries_on_one_subject_are_one_finding_that_cites_each() {
    let case = Case::default()
        .vendor(vendor("v"))
        .matched(matched("v", true, ListMatchBasis::Name, "1"))
        .matched(matched("v", true, ListMatchBasis::Identifier, "2"));
    case.fires(
        "L01",
        Verdict::Strong,
        &["vendor:v"],
        &["number 2", "1 further entry also matched"],
    );
    let uids: Vec<_> = case.one("L01").because.into_iter().map(|c| c.list.unwrap().uid).collect();
    assert_eq!(uids, ["2", "1"]);
}

#[test]
fn an_address_alone_is_a_lead_and_no_match() {
    let case = Case::default().vendor(vendor("v")).matched(matched(
        "v",
        true,
        ListMatchBasis::Address,
        "40202",
    ));
    case.silent("L01");
    case.fires("R48", Verdict::Noted, &["vendor:v"], &["an address alone is a lead"]);
}

#[test]
fn an_address_shared_with_a_listed_vendor_is_noted_as_it_is_written() {
    let with = |id: &str, address: &str| Vendor { addresses: vec![address.into()], ..vendor(id) };
    let pair = Case::default()
        .vendor(with("v", "9 North Road, Xuhui"))
        .vendor(with("w", "9 north road Xuhui"));
    let by = |basis| pair.clone().matched(matched("v", true, basis, "1"));
    by(ListMatchBasis::Identifier).fires(
        "R48",
        Verdict::Noted,
        &["vendor:w"],
        &["w Pictures shares the address 9 North Road, Xuhui with"],
    );
    by(ListMatchBasis::Name).fires("R48", Verdict::Noted, &["vendor:w"], &["by a name"]);
    let apart =
        Case::default().vendor(with("v", "9 North Road")).vendor(with("w", "10 North Road"));
    apart.matched(matched("v", true, ListMatchBasis::Identifier, "1")).silent("R48");
    pair.silent("R48");
}

#[test]
fn a_shared_identifier_is_named() {
    let with =
        |id: &str| Vendor { ids: vec![("USCC".into(), "913101040936933514".into())], ..vendor(id) };
    let case = Case::default().vendor(with("v")).vendor(with("w"));
    let case = case.matched(matched("v", true, ListMatchBasis::Identifier, "31042"));
    case.fires("R48", Verdict::ToCheck, &["vendor:w"], &["the identifier USCC 913101040936933514"]);
    assert_eq!(subject_words(&case.one("L01")), ["vendor:v"]);
}

#[test]
fn a_number_of_an_unsure_kind_is_a_lead_with_its_own_sentence() {
    let loose = matched("v", true, ListMatchBasis::LooseNumber, "1");
    let case = Case::default().vendor(vendor("v")).matched(loose);
    case.silent("L01");
    case.fires("R48", Verdict::Noted, &["vendor:v"], &["gives a number", "a lead and no match"]);
    let finding = case.one("R48");
    assert!(!finding.title.contains("resembles"), "{}", finding.title);
    // It makes nobody a listed party, and does not lift or hide a match by name.
    let with = |id: &str| Vendor { addresses: vec!["9 North Road".into()], ..vendor(id) };
    let loose = || matched("v", true, ListMatchBasis::LooseNumber, "1");
    let case = Case::default().vendor(with("v")).vendor(with("w")).matched(loose());
    assert_eq!(subject_words(&case.one("R48")), ["vendor:v"]);
    let both = Case::default().vendor(vendor("v")).matched(loose());
    let both = both.matched(matched("v", true, ListMatchBasis::Name, "2"));
    both.fires("L01", Verdict::ToCheck, &["vendor:v"], &["resembles", "number 2)"]);
    let address = case.matched(matched("v", true, ListMatchBasis::Address, "3"));
    address.fires("R48", Verdict::Noted, &["vendor:v"], &["gives a number", "it gives an address"]);
}

#[test]
fn a_shared_account_with_a_vendor_listed_by_identifier_is_to_check() {
    let with = |id: &str| Vendor { accounts: vec!["shared".into()], ..vendor(id) };
    let pair = Case::default().vendor(with("v")).vendor(with("w"));
    let by = |basis| pair.clone().matched(matched("v", true, basis, "1"));
    let words = ["the account shared"];
    by(ListMatchBasis::Identifier).fires("R48", Verdict::ToCheck, &["vendor:w"], &words);
    by(ListMatchBasis::Name).fires("R48", Verdict::Noted, &["vendor:w"], &words);
}

#[test]
fn a_listed_vendor_entered_twice_is_not_its_own_neighbour() {
    let with = |id: &str, name: &str| Vendor {
        name: name.into(),
        ids: vec![("USCC".into(), "913101040936933514".into())],
        ..vendor(id)
    };
    let listed = || matched("v", true, ListMatchBasis::Identifier, "31042");
    let twice = Case::default().vendor(with("v", "Mo Xing Ltd")).vendor(with("w", "Moxing Co."));
    twice.matched(listed()).silent("R48");
    let both = Case::default().vendor(with("v", "Moxing")).vendor(with("w", "Other Draw"));
    both.clone().matched(listed()).one("R48");
    both.matched(listed())
        .matched(matched("w", true, ListMatchBasis::Identifier, "31042"))
        .silent("R48");
}

#[test]
fn innocent_explanations_fit_what_matched() {
    use ListMatchBasis::{Identifier, Name};
    for (bases, of_names, of_identifiers) in [
        (&[Name][..], true, false),
        (&[Identifier], false, true),
        (&[Name, Identifier], true, true),
    ] {
        let case = bases.iter().fold(Case::default().vendor(vendor("v")), |case, basis| {
            case.matched(matched("v", true, *basis, "1"))
        });
        let innocent = case.one("L01").innocent.join(" ");
        assert_eq!(innocent.contains("nearly the same name"), of_names, "{bases:?}");
        assert_eq!(innocent.contains("An identifier may"), of_identifiers, "{bases:?}");
        assert!(innocent.contains("since the date of the list"));
    }
}
