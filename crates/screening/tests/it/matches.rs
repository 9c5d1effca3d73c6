//! What matches, what must not, and how it is said: the checks 31 to 43 of the seed facts.

use subtier_model::{Fact, ListMatchBasis};
use subtier_screening::{DEFAULT_MIN_SCORE, Lists, Match, Purpose, Query, Screener};

use crate::folders::{load, matches, screener, sdn};

fn named(name: &str) -> Query {
    Query::of_name("q", name)
}

fn uids(found: &[Match]) -> Vec<&str> {
    found.iter().map(|m| m.list.uid.as_str()).collect()
}

fn says(found: &Match, words: &str) -> bool {
    found.because.iter().any(|line| line.contains(words))
}

#[track_caller]
fn one(screener: &Screener, query: &Query) -> Match {
    let found = matches(screener, query);
    assert_eq!(found.len(), 1, "{}: {found:#?}", query.name);
    found.into_iter().next().expect("counted")
}

#[test]
fn spellings_of_sek_studio_find_it() {
    let screener = screener();
    for name in [
        "SEK Studio",
        "S.E.K. Studios",
        "April 26 Animation Studio",
        "4·26만화영화촬영소",
        "4.26 Children's Film Studio",
        "Scientific Educational Korea Studio",
    ] {
        assert_eq!(uids(&matches(&screener, &named(name))), ["34022"], "{name}");
    }
}

#[test]
fn sek_and_its_fronts_are_found_in_their_own_scripts() {
    let (lists, _) = Lists::load(None, false);
    let screener = Screener::new(lists);
    for (name, uid) in [
        ("朝鲜四二六儿童电影制片厂", "34022"),
        ("四·二六动画制片厂", "34022"),
        ("조선4.26만화영화촬영소", "34022"),
        ("4월26일만화영화촬영소", "34022"),
        ("重庆宁色动漫发展有限公司", "34023"),
        ("重慶寧色動漫發展有限公司", "34023"),
        ("上海红漫动漫设计工作室", "34025"),
        ("魔星动漫", "31042"),
        ("上海陌星文化传媒有限公司", "31042"),
        ("泉州易扬金进出口贸易有限公司", "40212"),
        ("福建南安进出口公司", "40213"),
        ("天方香港控股有限公司", "40209"),
        ("Киноатис", "40203"),
        ("Фунсага", "40202"),
        ("陆赫正", "34024"),
        ("金明哲", "40205"),
        ("김명철", "40205"),
    ] {
        let found = screener.screen(&named(name), 10, DEFAULT_MIN_SCORE);
        assert_eq!(uids(&found), [uid], "{name}: {found:#?}");
    }
    for name in ["四二五儿童动画电影制片厂", "4·25만화영화촬영소", "朝鲜四二五儿童电影制片厂"]
    {
        assert!(screener.screen(&named(name), 10, DEFAULT_MIN_SCORE).is_empty(), "{name}");
    }
}

#[test]
fn the_readings_and_the_weights_are_said() {
    let (lists, _) = Lists::load(None, false);
    let found = one(&Screener::new(lists), &named("金明哲"));
    assert!(says(&found, "is read as Korean"));
    assert!(says(&found, "weights: start -6.0, agree +"));
    assert!(found.features.iter().any(|f| f.name == "common_korean_name" && f.log_odds < 0));
}

#[test]
fn a_near_miss_says_what_counted_most_against_it() {
    let screener = screener();
    let query = Query { birth_date: "1985".parse().ok(), ..named("Kim Myong Chol") };
    let found = screener.screen(&query, 10, 200).remove(0);
    assert!(says(&found, "a near miss"), "{found:#?}");
    assert!(says(&found, "birth date -3.3"), "{found:#?}");
}

#[test]
fn names_in_one_script_that_only_sound_alike_are_two() {
    let screener = screener();
    let score = |one: &str, other: &str| screener.compare(one, other, Some(true)).score_thousandths;
    assert!(score("李明", "黎明") < DEFAULT_MIN_SCORE);
    assert!(score("김종은", "김정은") < DEFAULT_MIN_SCORE);
    assert!(score("習近平", "习近平") > 900);
}

#[test]
fn pairs_across_scripts_agree_and_unlike_ones_do_not() {
    let screener = screener();
    let score = |one: &str, other: &str| screener.compare(one, other, Some(true)).score_thousandths;
    let pairs = [
        ("محمود سليم", "Mahmoud Salim"),
        ("Ольга Смирнова", "Olga Smirnova"),
        ("陳大文", "Chan Tai Man"),
        ("박철수", "Park Chul Soo"),
        ("鈴木一郎", "Suzuki Ichiro"),
        ("Γεώργιος Παπαδόπουλος", "Georgios Papadopoulos"),
        ("יעקב כהן", "Yaakov Cohen"),
    ];
    for (place, (one, other)) in pairs.iter().enumerate() {
        assert!(score(one, other) >= 600, "{one} {other} {}", score(one, other));
        let (_, unlike) = pairs[(place + 1) % pairs.len()];
        assert!(score(one, unlike) < 300, "{one} {unlike} {}", score(one, unlike));
    }
}

#[test]
fn another_word_in_the_place_of_one_is_another_name() {
    let screener = screener();
    let score = |one: &str, other: &str| screener.compare(one, other, None).score_thousandths;
    for (same, other, listed) in [
        ("Ivan Petrof", "Sergei Petrov", "Ivan Petrov"),
        ("Omar Bin Yusuf Nasser", "Omar Bin Khalid Nasser", "Omar Bin Yousef Nasser"),
        ("Lantern Shipping Ltd", "Harbour Shipping Ltd", "Lantern Shipping LLC"),
        ("Quiet Fund II", "Quiet Fund III", "Quiet Fund II"),
        ("Brigade Forty 4", "Brigade 45", "Brigade 44"),
    ] {
        assert!(score(same, listed) >= DEFAULT_MIN_SCORE, "{same} {listed}");
        assert!(score(other, listed) < 400, "{other} {listed} {}", score(other, listed));
    }
}

#[test]
fn another_day_is_another_studio() {
    let screener = screener();
    for name in ["April 25 Animation Studio", "April 25 Children's Animation Film Studio"] {
        assert!(matches(&screener, &named(name)).is_empty(), "{name}");
    }
}

#[test]
fn common_words_and_company_forms_match_nobody() {
    let screener = screener();
    for name in [
        "Hanbit Animation Co., Ltd.",
        "Liaodong Star Digital Art Co.",
        "Iberia Color S.L.",
        "Lantern Pictures",
        "Dalian Huaxin Trading",
        "Yilian Tech HK",
        "Moksing Animation Art Design Co",
        "Animation Studio",
        "Trading Company Limited",
        "Corp.",
        "",
    ] {
        let found = matches(&screener, &named(name));
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

#[test]
fn a_number_is_not_dropped_from_a_name() {
    let screener = screener();
    assert_eq!(uids(&matches(&screener, &named("11420 Corp"))), ["90001"]);
    assert!(matches(&screener, &named("Corp")).is_empty());
    assert!(matches(&screener, &named("11421 Corp")).is_empty());
}

#[test]
fn an_alias_of_another_date_and_the_place_are_said() {
    let screener = screener();
    let query = Query {
        city: Some("Chongqing".into()),
        country: Some("CN".into()),
        ..named("Chongqing Ningse Cartoon and Animation")
    };
    let found = one(&screener, &query);
    assert_eq!((found.list.uid.as_str(), found.basis), ("34023", ListMatchBasis::Name));
    assert!(says(
        &found,
        "stands in alt_2025-02.csv (list of 2025-02), the entry itself in sdn_2023-01.csv (list of 2023-01)"
    ));
    assert!(says(&found, "place agrees: Chongqing"));
    assert!(says(&found, "linked by the list to SEK STUDIO (34022)"));
    assert_eq!(found.list.date.unwrap().to_string(), "2023-01");
}

#[test]
fn an_identifier_finds_the_entry_under_any_name() {
    let screener = screener();
    for (kind, value, uid) in [
        ("USCC", "913101040936933514", "31042"),
        ("USCC", "9135 0583 2598 61969M", "40213"),
        ("org code", "25986196-9", "40213"),
        ("INN", "7743531082", "40203"),
        ("OGRN", "1047796451658", "40203"),
        ("PRC ID", "31010619740406283x", "34024"),
        ("UEN", "201836948N", "40202"),
    ] {
        let query = Query { ids: vec![(kind.into(), value.into())], ..named("Quiet Meadow") };
        let found = one(&screener, &query);
        assert_eq!(
            (found.list.uid.as_str(), found.basis),
            (uid, ListMatchBasis::Identifier),
            "{kind}"
        );
    }
    let query = Query { ids: vec![("USCC".into(), "913101040936933514".into())], ..named("X") };
    assert!(says(&one(&screener, &query), "check digit valid"));
}

#[test]
fn a_wrong_check_digit_is_said_and_proves_nothing() {
    let screener = screener();
    let query = Query { ids: vec![("USCC".into(), "91500118582829839H".into())], ..named("X") };
    assert!(matches(&screener, &query).is_empty());
    // The organisation code inside is right, the last character is not.
    let query = Query { ids: vec![("USCC".into(), "91350583259861969A".into())], ..named("X") };
    let found = one(&screener, &query);
    assert_eq!((found.list.uid.as_str(), found.basis), ("40213", ListMatchBasis::LooseNumber));
    assert!(says(&found, "wrong check digit"));
}

#[test]
fn a_beneficiary_is_found_by_name_alone() {
    let found = one(&screener(), &named("Everlasting Empire Ltd"));
    assert_eq!((found.list.uid.as_str(), found.basis), ("40207", ListMatchBasis::Name));
}

#[test]
fn an_address_alone_is_a_lead() {
    let screener = screener();
    let query = Query {
        addresses: vec!["111 North Bridge Rd #08-11 Peninsula Plaza".into()],
        ..named("Quiet Meadow")
    };
    let found = one(&screener, &query);
    assert_eq!((found.list.uid.as_str(), found.basis), ("40202", ListMatchBasis::Address));
    assert!(found.score_thousandths < DEFAULT_MIN_SCORE);
    assert!(says(&found, "a lead and no match"));
    assert_eq!(screener.not_listed_on(&query, &[found]).len(), 2);
    let other = Query { addresses: vec!["112 South Road #08-11".into()], ..named("Quiet Meadow") };
    assert!(matches(&screener, &other).is_empty());
}

#[test]
fn a_date_of_birth_that_contradicts_is_no_match_and_one_that_agrees_is() {
    let screener = screener();
    let born = |date: &str, city: &str, country: &str| Query {
        birth_date: date.parse().ok(),
        city: Some(city.into()),
        country: Some(country.into()),
        ..named("Kim Myong Chol")
    };
    let contradicted = screener.screen(&born("1985", "London", "GB"), 10, 300);
    assert_eq!(uids(&contradicted), ["40205"]);
    assert!(contradicted[0].score_thousandths < DEFAULT_MIN_SCORE);
    assert!(says(&contradicted[0], "against: date of birth 1985 contradicts"));
    assert!(says(&contradicted[0], "country differs"));
    let agreed = one(&screener, &born("1972-05-12", "Paris", "FR"));
    assert!(agreed.score_thousandths > 950);
    let bare = one(&screener, &named("Kim Myong-chol"));
    assert!(bare.score_thousandths < agreed.score_thousandths);
    assert!(says(&bare, "very many people share a Korean name"));
}

#[test]
fn every_romanisation_of_a_korean_name_is_one() {
    let screener = screener();
    for name in
        ["KIM, Myo'ng-Ch'o'l", "Kim Myeong-cheol", "Kim Myung Chul", "김명철", "Myong Chol Kim"]
    {
        let found = one(&screener, &named(name));
        assert_eq!(found.list.uid, "40205", "{name}");
    }
    for name in ["Kim Yong Chol", "Kim Myong Su", "Pak Myong Chol"] {
        assert!(matches(&screener, &named(name)).is_empty(), "{name}");
    }
}

#[test]
fn a_link_over_two_steps_is_printed_with_list_numbers() {
    let found = one(&screener(), &named("Shanghai Hongman Animation Design Studio"));
    assert!(says(&found, "LU, Hezheng (34024), which is linked to SEK STUDIO (34022)"));
}

#[test]
fn a_weak_alias_in_the_remarks_is_found_and_called_weak() {
    let found = one(&screener(), &named("The Laughing Heron"));
    assert_eq!(found.list.uid, "90002");
    assert!(says(&found, "calls this alias weak"));
}

#[test]
fn not_listed_is_said_with_date_and_never_clear() {
    let screener = screener();
    let query = named("SEK Studio");
    let found = matches(&screener, &query);
    let not = screener.not_listed_on(&query, &found);
    assert_eq!(not, ["not on UN Security Council consolidated list (list of 2026-02-27)"]);
    let query = Query { native_name: Some("한빛애니메이션".into()), ..named("CHINYONG") };
    let not = screener.not_listed_on(&query, &matches(&screener, &query));
    assert_eq!(
        not[1],
        "not on OFAC SDN (list of 2023-01); this copy holds no names in Han or Hangul script"
    );
    let (lists, _) = load(&[("sdn.csv", &sdn())]);
    let undated = Screener::new(lists);
    assert_eq!(undated.not_listed_on(&named("X"), &[]), ["not on OFAC SDN (list date unknown)"]);
}

#[test]
fn the_embedded_extract_says_that_it_is_one() {
    let (lists, complaints) = Lists::load(None, false);
    assert!(complaints.is_empty());
    let screener = Screener::new(lists);
    let found = one(&screener, &named("SEK Studio"));
    assert_eq!(found.list.name, "OFAC SDN (embedded extract)");
    assert!(says(&found, "no whole OFAC SDN list was given"));
    let alias = one(&screener, &named("Chongqing Ningse Cartoon and Animation"));
    assert!(says(&alias, "parts of different dates"));
    let not = screener.not_listed_on(&named("X"), &[]);
    assert!(not[0].starts_with("not in the embedded extract"));
}

#[test]
fn limit_order_and_threshold_hold() {
    let screener = screener();
    let ids = ["913101040936933514", "91500118582829838H", "91310104093794515H"];
    let ids: Vec<_> = ids.iter().map(|id| ("USCC".to_owned(), (*id).to_owned())).collect();
    let query = Query { ids, ..named("SEK Studio") };
    let found = matches(&screener, &query);
    assert_eq!(uids(&found), ["31042", "34023", "34025", "34022"]);
    assert!(found.is_sorted_by_key(|m| std::cmp::Reverse(m.score_thousandths)));
    assert_eq!(screener.screen(&query, 2, 0).len(), 2);
    assert_eq!(screener.screen(&query, 10, 970).len(), 3);
    assert!(screener.screen(&query, 0, 0).is_empty());
}

#[test]
fn a_body_in_north_korea_counts_without_a_listing() {
    let screener = screener();
    let query = Query { country: Some("Korea, North".into()), ..named("Quiet Meadow") };
    let said = screener.not_listed_on(&query, &matches(&screener, &query));
    assert!(said.last().expect("said").contains("31 CFR 510.311"), "{said:?}");
    let elsewhere = Query { country: Some("KR".into()), ..named("Quiet Meadow") };
    assert!(screener.not_listed_on(&elsewhere, &[]).iter().all(|line| !line.contains("CFR")));
}

#[test]
fn each_purpose_has_its_threshold() {
    let screener = screener();
    let query = named("Moxing Carton Pictures Ltd");
    let n = |purpose: Purpose| screener.screen(&query, 10, purpose.min_score()).len();
    assert!(n(Purpose::Investigation) >= n(Purpose::Onboarding));
    assert!(n(Purpose::Onboarding) >= n(Purpose::Report));
    assert_eq!(Purpose::Report.min_score(), DEFAULT_MIN_SCORE);
}

#[test]
fn a_match_becomes_a_fact_of_the_case() {
    let query = Query { id: "sek".into(), ..named("SEK Studio") };
    let found = one(&screener(), &query);
    let fact = found.to_fact(&query, true);
    let fact = if let Fact::ListMatch(fact) = fact { Some(fact) } else { None };
    let fact = fact.expect("a list match");
    assert_eq!((fact.query_id.as_str(), fact.query_is_vendor), ("sek", true));
    assert_eq!((fact.matched.as_str(), fact.list.uid.as_str()), ("SEK STUDIO", "34022"));
}

#[test]
fn two_names_compare_without_a_list_entry() {
    let screener = screener();
    let score = |one: &str, other: &str| screener.compare(one, other, None).score_thousandths;
    assert!(score("Olaf Scholz", "SCHOLZ, Olaf") >= 950);
    assert!(score("Lee Young-gil", "RI Yong Gil") >= DEFAULT_MIN_SCORE);
    assert!(score("April 25 Studio", "April 26 Studio") < DEFAULT_MIN_SCORE);
    assert!(score("Angela Merkel", "Angelo Cruz") < DEFAULT_MIN_SCORE);
}

mod properties {
    use super::{Query, screener};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_query_is_answered_in_order(
            name in "\\PC{0,80}", native in "\\PC{0,20}", kind in "[A-Za-z ]{0,12}", value in "\\PC{0,30}", address in "\\PC{0,60}",
        ) {
            let screener = screener();
            let query = Query {
                native_name: Some(native),
                ids: vec![(kind, value)],
                addresses: vec![address],
                ..Query::of_name("q", name)
            };
            let found = screener.screen(&query, 5, 0);
            prop_assert!(found.len() <= 5);
            prop_assert!(found.iter().all(|m| m.score_thousandths <= 1000 && !m.because.is_empty()));
            prop_assert_eq!(&found, &screener.screen(&query, 5, 0));
        }
    }
}
