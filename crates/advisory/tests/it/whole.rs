//! A small investigation as a whole: what must be found, what must not, and that order does not matter.

use proptest::prelude::*;
use subtier_advisory::{CaseFacts, rules, run};
use subtier_model::{Class, ListMatchBasis, NetworkLabel, Payment, RangeGrade, Vendor, Verdict};

use crate::build::{
    Case, at, date, has_vendor, labelled, matched, origin, payment, ranged, row, subject_words,
    titles, vendor,
};

/// A studio with two honest vendors and a chain below one of them, as the first case has it.
fn investigation() -> Case {
    let declared = |id: &str, country: &str, network: &str, offset: i32| Vendor {
        country: Some(country.into()),
        networks: if network.is_empty() { vec![] } else { vec![network.into()] },
        utc_offset_minutes: Some(offset),
        starts: date("2023-01-01"),
        ..vendor(id)
    };
    let below = |vendor: Vendor, parent: &str| Vendor {
        parent: Some(parent.into()),
        may_subcontract: Some(false),
        accounts: if vendor.id == "liaodong" { vec!["liaodong".into()] } else { vec![] },
        ..vendor
    };
    let hanbit = Vendor {
        parent: Some("studio".into()),
        may_subcontract: Some(false),
        ends: date("2024-01-31"),
        ..declared("hanbit", "KR", "211.45.66.0/24", 540)
    };
    let mut case = Case::default()
        .vendor(declared("studio", "US", "198.51.100.0/24", -480))
        .vendor(hanbit)
        .vendor(below(declared("liaodong", "CN", "", 480), "hanbit"))
        .vendor(below(declared("ningse", "CN", "", 480), "hanbit"))
        .vendor(below(declared("moxin", "CN", "", 480), "hanbit"))
        .vendor(Vendor {
            parent: Some("studio".into()),
            ..declared("iberia", "ES", "212.128.0.0/16", 60)
        })
        .payment(Payment {
            bank_country: Some("KR".into()),
            ..payment("hanbit", "hanbit Pictures Ltd", "INV-1")
        })
        .payment(payment("liaodong", "Dalian Huaxin Trading", "settling account of LD Star"))
        .payment(payment("liaodong", "Everlasting Empire Ltd", "settling account of LD Star"))
        .matched(matched("ningse", true, ListMatchBasis::Name, "34023"))
        .matched(matched("moxin", true, ListMatchBasis::Identifier, "31042"))
        .matched(matched("Everlasting Empire Ltd", false, ListMatchBasis::Name, "40207"))
        .marks("share/key.jpg", &["AC9A58CDZ364C", "8295FF513293A"])
        .listing("/pub/", "open")
        .failed(1_234)
        .agent("liaodong", "Mozilla/5.0 (X11; Linux) Naenara/3.5")
        .origin(ranged("175.45.178.21", row(RangeGrade::Strong, Some("2009-12"), None)))
        .origin(origin("202.118.66.6", "CN"))
        .origin(labelled("212.32.48.108", "GB", &[NetworkLabel::Vpn, NetworkLabel::Hosting]))
        .origin(origin("211.45.66.10", "KR"))
        .origin(origin("212.128.4.9", "ES"))
        .origin(origin("198.51.100.7", "US"));
    let people = [
        ("liaodong", "175.45.178.21", 2),
        ("liaodong", "202.118.66.6", 3),
        ("liaodong", "212.32.48.108", 4),
        ("hanbit", "211.45.66.10", 3),
        ("iberia", "212.128.4.9", 9),
        ("studio", "198.51.100.7", 19),
    ];
    for (account, ip, hour) in people {
        case = case.seen(account, ip, 40);
        for day in 0..31 {
            case = case.session(account, ip, at("2024-01-01", day * 86_400 + hour * 3_600), 600);
        }
    }
    case
}

#[test]
fn the_whole_investigation_finds_what_is_there() {
    let findings = investigation().run().findings;
    let found: Vec<(String, Verdict, Vec<String>)> =
        findings.iter().map(|f| (f.rule.clone(), f.verdict, subject_words(f))).collect();
    for (rule, verdict, subject) in [
        ("R42", Verdict::Strong, "vendor:liaodong"),
        ("W01", Verdict::Strong, "asset:share/key.jpg"),
        ("L01", Verdict::Strong, "vendor:moxin"),
        ("L01", Verdict::ToCheck, "vendor:ningse"),
        ("L01", Verdict::ToCheck, "party:Everlasting Empire Ltd"),
        ("S01", Verdict::Escalate, "vendor:liaodong"),
        ("R35", Verdict::ToCheck, "vendor:hanbit"),
        ("R36", Verdict::ToCheck, "vendor:liaodong"),
        ("R37", Verdict::ToCheck, "vendor:liaodong"),
        ("R43", Verdict::ToCheck, "vendor:liaodong"),
        ("R44", Verdict::ToCheck, "vendor:liaodong"),
        ("R45", Verdict::ToCheck, "asset:www/nginx.conf /pub/"),
        ("NA1", Verdict::Noted, "vendor:liaodong"),
        ("FL1", Verdict::Noted, "asset:exchange/access.log"),
    ] {
        let is_there = found
            .iter()
            .any(|(r, v, s)| r == rule && *v == verdict && s.iter().any(|s| s == subject));
        assert!(is_there, "{rule} {subject}: {found:#?}");
    }
    let summary = findings.iter().find(|f| f.rule == "S01").unwrap();
    assert_eq!(summary.classes, [Class::Log, Class::Payment]);
    assert_eq!(findings.iter().filter(|f| f.rule == "S01").count(), 1);
}

#[test]
fn nobody_honest_is_the_subject_of_anything() {
    let findings = investigation().run().findings;
    for finding in &findings {
        for subject in &finding.subjects {
            assert!(!["iberia", "studio"].contains(&subject.id.as_str()), "{}", finding.title);
        }
    }
    let of_hanbit: Vec<_> =
        findings.iter().filter(|f| has_vendor(f, "hanbit")).map(|f| f.rule.as_str()).collect();
    assert_eq!(of_hanbit, ["R35"]);
    // Where a contract forbids passing work on and nothing was passed on, there is no breach.
    assert_eq!(findings.iter().filter(|f| f.rule == "R35").count(), 1);
}

#[test]
fn findings_come_strongest_first_and_every_rule_says_what_it_looked_at() {
    let outcome = investigation().run();
    assert!(
        outcome.findings.is_sorted_by_key(|f| std::cmp::Reverse(f.verdict)),
        "{:?}",
        titles(&outcome.findings)
    );
    let ids: Vec<_> = outcome.looked_for.iter().map(|l| l.rule).collect();
    assert_eq!(ids, rules().map(|rule| rule.id).collect::<Vec<_>>());
    assert!(outcome.looked_for.iter().all(|l| !l.looked_at.is_empty()));
    let fired: usize = outcome.looked_for.iter().map(|l| l.fired).sum();
    assert_eq!(fired, outcome.findings.len());
}

#[test]
fn an_empty_case_says_nothing_and_lists_all_it_looked_for() {
    let outcome = run(&CaseFacts::new(&[], &[]));
    assert!(outcome.findings.is_empty());
    assert_eq!(outcome.looked_for.len(), rules().count());
}

#[test]
fn observations_of_unknown_evidence_are_no_reason_to_stop() {
    let case = investigation();
    let outcome = run(&CaseFacts::new(&case.observations, &[]));
    assert!(outcome.findings.iter().any(|f| f.rule == "W01"));
}

#[test]
fn behaviour_and_names_never_say_strong() {
    for finding in investigation().run().findings {
        if finding.verdict == Verdict::Strong {
            assert!(["R42", "L01", "W01"].contains(&finding.rule.as_str()), "{}", finding.title);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_observations_does_not_matter(
        order in Just((0..investigation().observations.len()).collect::<Vec<_>>()).prop_shuffle()
    ) {
        let case = investigation();
        let mut shuffled = Case { evidence: case.evidence.iter().rev().cloned().collect(), observations: vec![] };
        shuffled.observations = order.into_iter().map(|at| case.observations[at].clone()).collect();
        prop_assert_eq!(case.run(), shuffled.run());
    }

    #[test]
    fn hostile_texts_break_nothing(name in ".{0,300}", amount in ".{0,30}", ip in ".{0,40}") {
        let odd = Vendor { networks: vec![ip.clone()], accounts: vec![name.clone()], ..vendor(&name) };
        let mut paid = payment(&name, &amount, &name);
        paid.amount = Some(amount.clone());
        let far = subtier_model::Timestamp::from_micros(i64::MAX);
        let case = Case::default()
            .vendor(odd)
            .payment(paid)
            .seen(&name, &ip, u64::MAX)
            .seen_in("other.log", &name, &ip, u64::MAX)
            .session(&name, &ip, far, 0)
            .agent(&name, &amount)
            .quoting(&name)
            .in_range(&ip, Some(&name), (u64::MAX, 1, u64::MAX))
            .in_range(&ip, None, (1, u64::MAX, u64::MAX))
            .origin(ranged(&ip, row(RangeGrade::Medium, None, None)))
            .matched(matched(&name, true, ListMatchBasis::Name, &amount))
            .marks(&name, &[&amount]);
        let _outcome = case.run();
    }
}
