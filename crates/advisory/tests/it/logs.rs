//! Rules on logs: R01, R02, R03, R12, R42, R43, R44, FL1, KP1, NA1, UA1.

use subtier_model::{AddressOrigin, GeoStatement, NetworkLabel, RangeGrade, Vendor, Verdict};

use crate::build::{Case, at, date, labelled, origin, ranged, row, vendor};

const KP: &str = "175.45.178.21";

/// Sessions of one account from the given places, ten minutes apart.
fn hopping(places: &[(&str, &str)]) -> Case {
    places.iter().zip(0_i64..).fold(Case::default(), |case, ((ip, country), step)| {
        case.seen("a", ip, 5).origin(origin(ip, country)).session(
            "a",
            ip,
            at("2024-01-10", step * 600),
            60,
        )
    })
}

#[test]
fn three_countries_within_an_hour_are_reported_with_and_without_vpn() {
    let case = hopping(&[("192.0.2.1", "ES"), ("198.51.100.1", "CN"), ("203.0.113.1", "DE")]);
    case.fires(
        "R01",
        Verdict::ToCheck,
        &["account:a"],
        &["3 addresses in 3 countries (CN, DE and ES)"],
    );
    let fourth = hopping(&[
        ("192.0.2.1", "ES"),
        ("198.51.100.1", "CN"),
        ("203.0.113.1", "DE"),
        ("203.0.113.2", "SE"),
    ]);
    fourth.origin(labelled("203.0.113.1", "DE", &[NetworkLabel::Vpn])).fires(
        "R01",
        Verdict::ToCheck,
        &["account:a"],
        &["1 of the addresses VPN", "without these it was used from 3 addresses in 3 countries"],
    );
    for label in [NetworkLabel::Vpn, NetworkLabel::Hosting, NetworkLabel::Relay] {
        case.clone().origin(labelled("203.0.113.1", "DE", &[label])).fires(
            "R01",
            Verdict::Noted,
            &["account:a"],
            &["1 of the addresses VPN", "from 2 addresses in 2 countries. Behind an exit"],
        );
    }
}

#[test]
fn two_countries_are_enough_only_where_one_address_lies_in_the_range_table() {
    let two = [("192.0.2.1", "CN"), ("192.0.2.2", "CN"), ("203.0.113.1", "DE")];
    hopping(&two).silent("R01");
    let case =
        hopping(&[two[0], two[1]]).seen("a", KP, 1).session("a", KP, at("2024-01-10", 900), 60);
    case.origin(ranged(KP, row(RangeGrade::Strong, None, None))).fires(
        "R01",
        Verdict::ToCheck,
        &["account:a"],
        &["CN and KP"],
    );
}

#[test]
fn places_more_than_an_hour_apart_and_corporate_exits_are_not_reported() {
    let places = [("192.0.2.1", "ES"), ("198.51.100.1", "CN"), ("203.0.113.1", "DE")];
    let slow = places.iter().zip(0_i64..).fold(Case::default(), |case, ((ip, country), step)| {
        case.seen("a", ip, 5).origin(origin(ip, country)).session(
            "a",
            ip,
            at("2024-01-10", step * 3_000),
            60,
        )
    });
    slow.silent("R01");
    let exits =
        Vendor { networks: vec!["198.51.100.0/24".into(), "203.0.113.0/24".into()], ..vendor("a") };
    let case = hopping(&places).vendor(exits);
    case.silent("R01");
    let looked = case.run().looked_for.into_iter().find(|l| l.rule == "R01").unwrap().looked_at;
    assert!(looked.contains("2 left out because they came from declared networks"), "{looked}");
}

#[test]
fn a_session_that_still_runs_counts_in_a_later_hour() {
    let case = Case::default()
        .seen("a", "192.0.2.1", 5)
        .origin(origin("192.0.2.1", "ES"))
        .session("a", "192.0.2.1", at("2024-01-10", 0), 20_000)
        .seen("a", "198.51.100.1", 5)
        .origin(origin("198.51.100.1", "CN"))
        .session("a", "198.51.100.1", at("2024-01-10", 18_000), 60)
        .seen("a", "203.0.113.1", 5)
        .origin(origin("203.0.113.1", "DE"))
        .session("a", "203.0.113.1", at("2024-01-10", 19_000), 60);
    case.fires("R01", Verdict::ToCheck, &["account:a"], &[]);
}

#[test]
fn three_accounts_of_two_vendors_on_one_address_are_reported() {
    let two = Vendor { accounts: vec!["b".into(), "c".into()], ..vendor("b") };
    let seen = |ip: &str| Case::default().seen("a", ip, 1).seen("b", ip, 1).seen("c", ip, 1);
    let case = seen("192.0.2.1").vendor(vendor("a")).vendor(two.clone());
    case.fires(
        "R02",
        Verdict::ToCheck,
        &["address:192.0.2.1"],
        &["3 accounts of 2 different vendors", "a, b and c"],
    );
    seen("192.0.2.1").fires(
        "R02",
        Verdict::ToCheck,
        &["address:192.0.2.1"],
        &["3 accounts (a, b and c)"],
    );
}

#[test]
fn shared_addresses_that_mean_nothing_are_left_out() {
    let seen = |ip: &str| Case::default().seen("a", ip, 1).seen("b", ip, 1).seen("c", ip, 1);
    for ip in [
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "100.64.0.1",
        "::1",
        "fd00::1",
        "host.name",
    ] {
        seen(ip).silent("R02");
    }
    // One vendor's three accounts, and two accounts of two vendors, are offices.
    let three = Vendor { accounts: vec!["a".into(), "b".into(), "c".into()], ..vendor("a") };
    seen("192.0.2.1").vendor(three).silent("R02");
    Case::default().seen("a", "192.0.2.1", 1).seen("b", "192.0.2.1", 1).silent("R02");
    // A declared network, a relay, and accounts that nobody declares.
    let office = Vendor { networks: vec!["192.0.2.0/24".into()], ..vendor("a") };
    seen("192.0.2.1").vendor(office).vendor(vendor("b")).vendor(vendor("c")).silent("R02");
    seen("192.0.2.1").origin(labelled("192.0.2.1", "US", &[NetworkLabel::Relay])).silent("R02");
    seen("192.0.2.1").vendor(vendor("x")).silent("R02");
}

#[test]
fn a_session_of_25_hours_is_reported_and_one_of_23_is_not() {
    let lasting = |hours: i64| {
        Case::default().seen("a", "192.0.2.1", 1).session(
            "a",
            "192.0.2.1",
            at("2024-01-10", 0),
            hours * 3_600,
        )
    };
    lasting(25).vendor(vendor("a")).fires(
        "R03",
        Verdict::ToCheck,
        &["account:a", "vendor:a"],
        &["25 hours"],
    );
    lasting(23).silent("R03");
    lasting(25).vendor(vendor("other")).silent("R03");
}

/// Sessions at one hour (UTC): so many days, so many a day.
fn working(hour: i64, (n_days, n_each): (i64, i64), clock_assumed: bool) -> Case {
    let spaniard = Vendor { utc_offset_minutes: Some(60), ..vendor("a") };
    let mut case = Case::default().vendor(spaniard).seen("a", "192.0.2.1", 99);
    for day in 0..n_days {
        for n in 0..n_each {
            let start = at("2024-01-01", day * 86_400 + hour * 3_600 + n * 500);
            case = case.session_by("a", "192.0.2.1", (start, 60), clock_assumed);
        }
    }
    case
}

#[test]
fn night_work_against_the_declared_zone_is_reported_in_hours_not_in_countries() {
    let case = working(23, (12, 3), false);
    case.fires(
        "R12",
        Verdict::ToCheck,
        &["vendor:a"],
        &["Of 36 sessions", "on 12 days", "0 (0 %)", "UTC+01:00"],
    );
    assert!(case.one("R12").innocent.iter().any(|text| text.contains("night shift")));
}

#[test]
fn day_work_few_sessions_and_assumed_clocks_say_nothing_about_hours() {
    working(8, (12, 3), false).silent("R12");
    working(23, (9, 4), false).silent("R12");
    working(23, (29, 1), false).silent("R12");
    working(23, (12, 3), true).silent("R12");
}

#[test]
fn an_address_of_a_strong_row_is_strong_for_account_vendor_and_address() {
    let case = Case::default().vendor(vendor("a")).seen("a", KP, 77);
    let strong = case.clone().origin(ranged(KP, row(RangeGrade::Strong, Some("2009-12"), None)));
    let subjects = ["account:a", &format!("address:{KP}"), "vendor:a"];
    strong.fires(
        "R42",
        Verdict::Strong,
        &subjects,
        &["77 accesses from 175.45.178.21", "175.45.176.0/22"],
    );
    let medium = case.clone().origin(ranged(KP, row(RangeGrade::Medium, None, None)));
    medium.fires("R42", Verdict::ToCheck, &subjects, &["graded medium"]);
    let past = case.origin(ranged(KP, row(RangeGrade::Strong, Some("2016"), Some("2017"))));
    past.fires("R42", Verdict::ToCheck, &subjects, &["graded for other days"]);
}

#[test]
fn a_range_address_is_reported_for_accounts_that_nobody_declares_and_without_any() {
    let from = ranged(KP, row(RangeGrade::Strong, None, None));
    let stranger = Case::default().vendor(vendor("a")).seen("ghost", KP, 1).origin(from.clone());
    stranger.fires(
        "R42",
        Verdict::Strong,
        &["account:ghost", &format!("address:{KP}")],
        &["Account ghost"],
    );
    let anonymous = Case::default().origin(from);
    anonymous.fires(
        "R42",
        Verdict::ToCheck,
        &[&format!("address:{KP}")],
        &["without a successful access"],
    );
    Case::default().seen("a", "192.0.2.1", 1).origin(origin("192.0.2.1", "KP")).silent("R42");
}

#[test]
fn geo_data_alone_that_says_kp_is_noted_with_the_reason() {
    let case = Case::default().seen("a", "192.0.2.1", 1).origin(origin("192.0.2.1", "KP"));
    case.fires("KP1", Verdict::Noted, &["address:192.0.2.1"], &["no range", "Trend Micro 2017"]);
    Case::default().origin(ranged(KP, row(RangeGrade::Strong, None, None))).silent("KP1");
    Case::default().origin(origin("192.0.2.1", "CN")).silent("KP1");
}

fn chinese() -> Vendor {
    Vendor { country: Some("CN".into()), city: Some("Dandong".into()), ..vendor("a") }
}

#[test]
fn an_access_from_another_country_is_outside_and_vpn_is_left_out_in_words() {
    let case = Case::default()
        .vendor(chinese())
        .seen("a", "192.0.2.1", 4)
        .origin(origin("192.0.2.1", "ES"))
        .seen("a", "192.0.2.2", 9)
        .origin(origin("192.0.2.2", "CN"))
        .seen("a", "203.0.113.1", 20)
        .origin(labelled("203.0.113.1", "DE", &[NetworkLabel::Vpn, NetworkLabel::Hosting]));
    let words = [
        "an office in Dandong, CN",
        "4 of 33 accesses came from 1 address in ES",
        "leaving out 20 accesses through VPN",
    ];
    case.fires("R43", Verdict::ToCheck, &["vendor:a"], &words);
}

#[test]
fn declared_country_declared_network_and_disputed_places_are_inside() {
    let at_home = Case::default().vendor(chinese()).seen("a", "192.0.2.1", 4);
    at_home
        .clone()
        .origin(AddressOrigin { sources: vec![], ..origin("192.0.2.1", "cn") })
        .silent("R43");
    at_home.clone().origin(origin("192.0.2.1", "")).silent("R43");
    at_home.clone().origin(labelled("192.0.2.1", "DE", &[NetworkLabel::Relay])).silent("R43");
    let two = vec![
        GeoStatement { name: "one".into(), date: "2024".into(), says: "HK".into() },
        GeoStatement { name: "two".into(), date: "2024".into(), says: "CN, Guangdong".into() },
    ];
    at_home
        .origin(AddressOrigin { sources: two, sources_agree: false, ..origin("192.0.2.1", "HK") })
        .silent("R43");
    let abroad = Vendor { networks: vec!["192.0.2.0/24".into()], ..chinese() };
    Case::default()
        .vendor(abroad)
        .seen("a", "192.0.2.1", 4)
        .origin(origin("192.0.2.1", "ES"))
        .silent("R43");
}

#[test]
fn accesses_outside_declared_networks_are_reported_and_unknown_networks_are_not() {
    let office = Vendor { networks: vec!["198.51.100.0/24".into()], ..vendor("a") };
    let case = Case::default().seen("a", "192.0.2.1", 4).seen("a", "198.51.100.7", 50);
    let words = [
        "declares the networks 198.51.100.0/24",
        "4 of 54 accesses came from 1 address outside them",
    ];
    case.clone().vendor(office).fires("R43", Verdict::ToCheck, &["vendor:a"], &words);
    case.clone().vendor(vendor("a")).silent("R43");
    let unread =
        Vendor { networks: vec!["198.51.100.0/24".into(), "our office".into()], ..vendor("a") };
    case.vendor(unread).silent("R43");
}

#[test]
fn sessions_outside_the_contract_are_counted_apart() {
    let contract = Vendor {
        starts: date("2023-06-01"),
        ends: date("2024-01-31"),
        utc_offset_minutes: Some(480),
        ..vendor("a")
    };
    let on = |day: &str| {
        let case = Case::default().vendor(contract.clone()).seen("a", "192.0.2.1", 1);
        case.session("a", "192.0.2.1", at(day, 3_600), 60)
    };
    on("2024-02-02").fires(
        "R43",
        Verdict::ToCheck,
        &["vendor:a"],
        &["has a contract until 2024-01-31, and 1 session began more than 1 day after it"],
    );
    on("2023-05-30").fires(
        "R43",
        Verdict::ToCheck,
        &["vendor:a"],
        &["has a contract from 2023-06-01, and 1 session began more than 1 day before it"],
    );
    for day in ["2023-05-31", "2023-06-01", "2024-01-31", "2024-02-01"] {
        on(day).silent("R43");
    }
}

#[test]
fn contract_dates_and_dated_rows_are_not_held_against_a_recovered_year() {
    let contract = Vendor { ends: date("2024-01-31"), ..vendor("a") };
    let late =
        Case::default().vendor(contract).seen("a", KP, 1).session("a", KP, at("2024-03-01", 0), 60);
    let dated =
        |case: Case, from: &str| case.origin(ranged(KP, row(RangeGrade::Strong, Some(from), None)));
    for (year_basis, by_date, verdict) in [
        ("explicit", true, Verdict::Strong),
        ("recovered", false, Verdict::ToCheck),
        ("none", false, Verdict::ToCheck),
    ] {
        let case = dated(late.clone().summary("explicit", year_basis), "2009-12");
        assert_eq!(!case.of("R43").is_empty(), by_date, "{year_basis}");
        assert_eq!(case.one("R42").verdict, verdict, "{year_basis}");
        let looked = case.run().looked_for.into_iter().find(|l| l.rule == "R43").unwrap().looked_at;
        let n_left_out = u32::from(!by_date);
        assert!(looked.contains(&format!("{n_left_out} session")), "{looked}");
    }
    let undated = late.summary("assumed", "recovered");
    let undated = undated.origin(ranged(KP, row(RangeGrade::Strong, None, None)));
    let subjects = ["account:a", &format!("address:{KP}"), "vendor:a"];
    let words = ["year recovered, not stated in the log", "zone of the clock assumed"];
    undated.fires("R42", Verdict::Strong, &subjects, &words);
    let guessed =
        dated(Case::default().seen("a", KP, 1).summary("explicit", "recovered"), "2009-12");
    assert!(guessed.one("R42").title.contains("does not state its year, so this is a lead"));
}

#[test]
fn refused_attempts_and_nameless_accesses_from_the_range_are_reported() {
    let strong = ranged(KP, row(RangeGrade::Strong, None, None));
    let of = |account: Option<&str>, (accesses, writes, refused): (u64, u64, u64)| {
        Case::default().vendor(vendor("a")).origin(strong.clone()).in_range(
            KP,
            account,
            (accesses, writes, refused),
        )
    };
    let address = format!("address:{KP}");
    let on_account = ["account:a", address.as_str(), "vendor:a"];
    for (account, figures, verdict, subjects, words) in [
        (
            Some("a"),
            (0, 0, 7),
            Verdict::ToCheck,
            &on_account[..],
            "7 refused attempts on account a of a Pictures from 175.45.178.21",
        ),
        (
            Some("A"),
            (0, 0, 1),
            Verdict::ToCheck,
            &["account:A", &address, "vendor:a"][..],
            "1 refused attempt on account A of a Pictures",
        ),
        (
            Some("x"),
            (0, 0, 1),
            Verdict::ToCheck,
            &["account:x", &address][..],
            "1 refused attempt on account x from",
        ),
        (
            None,
            (41, 1, 0),
            Verdict::Strong,
            &[address.as_str()][..],
            "40 reads and 1 write without an account from 175.45.178.21",
        ),
        (
            None,
            (2, 2, 3),
            Verdict::Strong,
            &[address.as_str()][..],
            "2 writes and 3 refused attempts without an account",
        ),
        (
            None,
            (0, 0, 5),
            Verdict::ToCheck,
            &[address.as_str()][..],
            "5 refused attempts without an account",
        ),
    ] {
        let case = of(account, figures);
        case.fires("R42", verdict, subjects, &[words]);
        assert_eq!(case.one("R42").classes, [subtier_model::Class::Log]);
        case.silent("S01");
    }
    let medium = Case::default().origin(ranged(KP, row(RangeGrade::Medium, None, None)));
    medium.in_range(KP, None, (3, 0, 0)).fires(
        "R42",
        Verdict::ToCheck,
        &[&address],
        &["3 reads", "graded medium"],
    );
}

#[test]
fn capitals_do_not_part_an_account_from_its_vendor_and_are_said() {
    let declared = Vendor { accounts: vec!["LiaoDong".into()], ..vendor("ld") };
    let strong = ranged(KP, row(RangeGrade::Strong, None, None));
    let case =
        Case::default().vendor(declared.clone()).seen("liaodong", KP, 1).origin(strong.clone());
    let subjects = ["account:liaodong", &format!("address:{KP}"), "vendor:ld"];
    case.fires("R42", Verdict::Strong, &subjects, &["of ld Pictures"]);
    case.silent("UA1");
    let says: Vec<_> = case.one("R42").because.into_iter().map(|c| c.says).collect();
    assert!(
        says.iter().any(|text| text.contains("the account LiaoDong; the log writes liaodong")),
        "{says:?}"
    );
    // Where two vendors are told apart by capitals alone, a third spelling is nobody's.
    let other = Vendor { accounts: vec!["liaoDONG".into()], ..vendor("x") };
    let case =
        Case::default().vendor(declared).vendor(other).seen("liaodong", KP, 1).origin(strong);
    assert_eq!(crate::build::subject_words(&case.one("R42")), subjects[..2]);
}

#[test]
fn one_vendor_entered_twice_keeps_its_account_and_both_rows_of_one_id_hold() {
    let twice = |id: &str, name: &str| Vendor {
        name: name.into(),
        accounts: vec!["a".into()],
        ..vendor(id)
    };
    let strong = ranged(KP, row(RangeGrade::Strong, None, None));
    let seen = Case::default().seen("a", KP, 1).origin(strong);
    for (one, other, owner) in [
        (twice("a", "Star Draw Co., Ltd"), twice("b", "STAR DRAW"), Some("a")),
        (twice("a", "Star Draw"), twice("b", "Sun Draw"), None),
        (twice("a", "Star Draw"), twice("a", "Sun Draw"), Some("a")),
        (Vendor { accounts: vec![], ..vendor("a") }, twice("a", "a Pictures"), Some("a")),
    ] {
        let finding = seen.clone().vendor(one).vendor(other).one("R42");
        assert_eq!(crate::build::has_vendor(&finding, "a"), owner.is_some(), "{}", finding.title);
    }
}

#[test]
fn one_place_under_two_codes_is_not_outside() {
    for (country, city, seen_in, outside) in [
        ("CN", "Hong Kong", "HK", false),
        ("CN", "Macau", "MO", false),
        ("CN", "Taipei", "TW", false),
        ("UK", "London", "GB", false),
        ("CN", "Shenzhen", "HK", true),
        ("CN", "Hong Kong", "KR", true),
    ] {
        let declared =
            Vendor { country: Some(country.into()), city: Some(city.into()), ..vendor("a") };
        let case = Case::default()
            .vendor(declared)
            .seen("a", "192.0.2.1", 4)
            .origin(origin("192.0.2.1", seen_in));
        assert_eq!(case.of("R43").len(), usize::from(outside), "{country} {city} {seen_in}");
    }
}

#[test]
fn the_start_page_is_reported_with_where_it_stands() {
    let line = |referrer: &str, asked: &str| {
        format!("1.2.3.4 - a [d] \"GET {asked} HTTP/1.1\" 200 1 \"{referrer}\" \"Mozilla\"")
    };
    let of = |line: &str| Case::default().agent("a", "Mozilla").quoting(line);
    of(&line("http://10.76.1.11/", "/x")).fires(
        "NA1",
        Verdict::Noted,
        &["account:a"],
        &["start page of the browser Naenara, in the referrer"],
    );
    let asked = of(&line("-", "/go?u=http://10.76.1.11/"));
    asked.fires("NA1", Verdict::Noted, &["account:a"], &["in the address that was asked for"]);
    assert!(!asked.one("NA1").title.contains("agents of"), "{}", asked.one("NA1").title);
    of(&line("-", "/x")).silent("NA1");
}

#[test]
fn an_account_that_two_vendors_declare_is_held_against_neither() {
    let shared = Vendor { accounts: vec!["a".into()], country: Some("KR".into()), ..vendor("b") };
    let case = Case::default().vendor(chinese()).vendor(shared).seen("a", "192.0.2.1", 4);
    case.origin(origin("192.0.2.1", "ES")).silent("R43");
}

#[test]
fn vpn_and_hosting_exits_are_told_apart_and_relays_only_mentioned() {
    let case = Case::default()
        .vendor(chinese())
        .seen("a", "203.0.113.1", 20)
        .origin(labelled("203.0.113.1", "DE", &[NetworkLabel::Vpn, NetworkLabel::Hosting]))
        .seen("a", "203.0.113.2", 5)
        .origin(labelled("203.0.113.2", "DE", &[NetworkLabel::Hosting]))
        .seen("a", "203.0.113.3", 7)
        .origin(labelled("203.0.113.3", "DE", &[NetworkLabel::Relay, NetworkLabel::Hosting]));
    let words = [
        "1 known VPN exit (20 accesses)",
        "1 address of a hosting or data-centre network (5 accesses)",
        "7 accesses through privacy relays not counted",
    ];
    case.fires("R44", Verdict::ToCheck, &["vendor:a"], &words);
}

#[test]
fn exits_are_not_reported_for_relays_own_networks_or_vendors_without_an_office() {
    let through = |labels: &[NetworkLabel]| {
        Case::default().seen("a", "203.0.113.1", 20).origin(labelled("203.0.113.1", "DE", labels))
    };
    through(&[NetworkLabel::Relay]).vendor(chinese()).silent("R44");
    through(&[NetworkLabel::Vpn]).vendor(vendor("a")).silent("R44");
    let own = Vendor { networks: vec!["203.0.113.0/28".into()], ..chinese() };
    through(&[NetworkLabel::Vpn]).vendor(own).silent("R44");
    through(&[]).vendor(chinese()).silent("R44");
}

#[test]
fn refused_logins_are_one_note_for_each_log() {
    Case::default().failed(812).fires(
        "FL1",
        Verdict::Noted,
        &["asset:exchange/access.log"],
        &["812 refused log-ins"],
    );
    Case::default().failed(0).silent("FL1");
}

#[test]
fn agents_that_name_the_system_are_noted_on_account_and_vendor() {
    let case =
        Case::default().vendor(vendor("a")).agent("a", "Mozilla/5.0 (X11; Linux) Naenara/3.5");
    case.fires(
        "NA1",
        Verdict::Noted,
        &["account:a", "vendor:a"],
        &["3 accesses of account a", "Naenara"],
    );
    Case::default().agent("a", "rclone/v1.63").silent("NA1");
}

#[test]
fn undeclared_accounts_are_noted_only_against_a_vendor_list() {
    let case = Case::default().seen("ghost", "192.0.2.1", 3).seen("a", "192.0.2.2", 3);
    case.silent("UA1");
    case.clone().vendor(vendor("a")).fires(
        "UA1",
        Verdict::Noted,
        &["asset:exchange/access.log"],
        &["1 account was", "(ghost)"],
    );
    let both = Vendor { accounts: vec!["a".into(), "ghost".into()], ..vendor("a") };
    case.vendor(both).silent("UA1");
}

#[test]
fn a_log_that_lies_in_the_case_twice_is_counted_once() {
    let mut case = Case::default().vendor(vendor("a")).seen("a", KP, 77).seen_in(
        "copy/access.log",
        "a",
        KP,
        77,
    );
    let (one, copy) = (case.evidence[1].sha256, case.evidence.last_mut().unwrap());
    copy.sha256 = one;
    let case = case.origin(ranged(KP, row(RangeGrade::Strong, None, None)));
    assert!(case.one("R42").title.contains(" 77 accesses"), "{}", case.one("R42").title);
}
