//! Which equal numbers are an identifier, which a lead, and which nothing.

use subtier_model::ListMatchBasis;
use subtier_model::ListMatchBasis::{Identifier, LooseNumber};
use subtier_screening::{DEFAULT_MIN_SCORE, Match, Query, Screener};

use crate::folders::{matches, screener};

fn numbered(kind: &str, value: &str, country: &str) -> Query {
    Query {
        ids: vec![(kind.to_owned(), value.to_owned())],
        country: Some(country.to_owned()).filter(|country| !country.is_empty()),
        ..Query::of_name("q", "Quiet Meadow")
    }
}

fn found(screener: &Screener, query: &Query) -> Vec<(String, ListMatchBasis)> {
    let found = matches(screener, query);
    found.into_iter().map(|found| (found.list.uid, found.basis)).collect()
}

fn says(found: &Match, words: &str) -> bool {
    found.because.iter().any(|line| line.contains(words))
}

#[test]
fn a_number_is_an_identifier_only_by_check_digit_or_register_and_country() {
    let screener = screener();
    let cases = [
        ("HK BR", "2211652", "HK", Some(("40207", Identifier))),
        ("HK BR", "2211652", "", Some(("40207", Identifier))),
        ("Business Registration", "2211652", "HK", Some(("40207", Identifier))),
        ("Business Registration", "2211652", "", Some(("40207", LooseNumber))),
        ("Business Registration", "2211652", "ES", None),
        ("Phone", "2211652", "HK", Some(("40207", LooseNumber))),
        ("Phone", "2211652", "DE", None),
        ("Invoice", "1100762", "HK", Some(("40209", LooseNumber))),
        ("PAN", "U8554908", "IN", Some(("40201", LooseNumber))),
        ("Passport", "U8554908", "IN", Some(("40201", Identifier))),
        ("Passport", "U8554908", "", Some(("40201", LooseNumber))),
        ("Passport", "836210080", "DE", None),
        ("Passport", "836210080", "", Some(("40205", LooseNumber))),
        ("", "913101040936933514", "KR", Some(("31042", Identifier))),
        ("VAT", "7743531082", "DE", None),
        ("VAT", "7743531082", "", Some(("40203", Identifier))),
        ("INN", "7743531082", "AE", Some(("40203", Identifier))),
        ("UEN", "201836948N", "IN", Some(("40202", Identifier))),
    ];
    for (kind, value, country, want) in cases {
        let got = found(&screener, &numbered(kind, value, country));
        let want: Vec<_> = want.into_iter().map(|(uid, basis)| (uid.to_owned(), basis)).collect();
        assert_eq!(got, want, "{kind} {value} {country}");
    }
}

#[test]
fn the_organisation_code_is_named_only_where_it_matched() {
    let screener = screener();
    let of = |kind: &str, value: &str, country: &str| {
        matches(&screener, &numbered(kind, value, country)).remove(0)
    };
    assert!(!says(&of("Phone", "2211652", "HK"), "organisation code"));
    assert!(!says(&of("PAN", "U8554908", "IN"), "organisation code"));
    assert!(says(&of("USCC", "91350583259861969A", ""), "characters 9 to 17"));
}

#[test]
fn a_loose_number_is_a_lead_and_lists_nobody() {
    let screener = screener();
    let query = numbered("Phone", "2211652", "HK");
    let leads = matches(&screener, &query);
    assert!(leads[0].score_thousandths < DEFAULT_MIN_SCORE);
    assert!(says(&leads[0], "a lead and no match"));
    assert_eq!(screener.not_listed_on(&query, &leads).len(), 2);
    assert!(screener.screen(&query, 10, DEFAULT_MIN_SCORE + 1).is_empty());
}

#[test]
fn a_name_that_matches_outranks_a_loose_number_and_one_that_does_not_never_hides_it() {
    let screener = screener();
    let query = |name: &str| Query { name: name.to_owned(), ..numbered("Phone", "2211652", "HK") };
    let both = matches(&screener, &query("Everlasting Empire Ltd")).remove(0);
    assert_eq!(both.basis, ListMatchBasis::Name);
    assert!(says(&both, "number 2211652 stands in the entry"));
    let weak = matches(&screener, &query("Everlasting Summer Cartoon Pictures"));
    assert_eq!((weak.len(), weak[0].basis), (1, LooseNumber), "{weak:#?}");
}
