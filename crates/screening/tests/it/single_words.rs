//! One word that agrees: rare ones find their entry, common ones find nobody.

use subtier_screening::{Match, Query, Screener};

use crate::folders::{matches, screener};

fn uids(screener: &Screener, name: &str, country: &str) -> Vec<String> {
    let country = Some(country.to_owned()).filter(|country| !country.is_empty());
    let query = Query { country, ..Query::of_name("q", name) };
    matches(screener, &query).into_iter().map(|found: Match| found.list.uid).collect()
}

#[test]
fn one_common_word_is_no_match() {
    let screener = screener();
    for (name, country) in [
        ("Atlas Studio", "ES"),
        ("Atlas Studio", ""),
        ("Kino Atlas", ""),
        ("Kino Atlas", "DE"),
        ("Atlas S.L.", "ES"),
        ("Alpha Art", ""),
        ("Alpha Art", "KR"),
        ("Orion Animation", ""),
        ("Orion Animation", "ES"),
        ("Orion Animation Co., Ltd.", ""),
        ("Orion Film", "CO"),
        // One letter is another.
        ("Funsada Animation", ""),
        ("Kinoatys Studio", "ES"),
    ] {
        assert!(uids(&screener, name, country).is_empty(), "{name} {country}");
    }
}

#[test]
fn one_common_word_is_to_be_checked_where_the_whole_name_or_the_country_agrees() {
    let screener = screener();
    assert_eq!(uids(&screener, "Atlas Holding", "ES"), ["90004"]);
    assert_eq!(uids(&screener, "Atlas Holding", ""), ["90004"]);
    assert_eq!(uids(&screener, "Atlas Studio", "LB"), ["90004"]);
    assert_eq!(uids(&screener, "Orion", ""), ["90006"]);
}

#[test]
fn one_rare_word_finds_its_entry() {
    let screener = screener();
    for (name, country, uid) in [
        ("SEK Studio", "", "34022"),
        ("SEK Studio", "CN", "34022"),
        ("SEK", "", "34022"),
        ("Moxing Cartoon", "", "31042"),
        ("Moxing", "", "31042"),
        ("Moxing Animation Studio", "CN", "31042"),
        ("Kinoatis", "", "40203"),
        ("Kinoatis", "AE", "40203"),
        ("Kinoatis Studio", "", "40203"),
        ("Kinoatis Studio", "RU", "40203"),
        ("Funsaga", "IN", "40202"),
        ("Funsage", "", "40202"),
        ("Funsage Animation", "", "40202"),
        ("Funsada Animation", "SG", "40202"),
        ("Funsaga Animation", "SG", "40202"),
    ] {
        assert_eq!(uids(&screener, name, country), [uid], "{name} {country}");
    }
}
