//! Rules on papers and files: R35, R36, R37, R45, W01.

use subtier_model::{Payment, Vendor, Verdict};

use crate::build::{Case, payment, vendor};

fn below(id: &str, parent: &str) -> Vendor {
    Vendor { parent: Some(parent.into()), ..vendor(id) }
}

#[test]
fn a_vendor_that_may_not_subcontract_and_does_is_the_only_subject() {
    let strict = Vendor { may_subcontract: Some(false), ..below("h", "studio") };
    let case = Case::default().vendor(strict).vendor(below("x", "h")).vendor(below("y", "h"));
    case.fires("R35", Verdict::ToCheck, &["vendor:h"], &["2 vendors", "x Pictures and y Pictures"]);
    assert_eq!(case.one("R35").because.len(), 3);
}

#[test]
fn permission_silence_and_no_sub_vendor_are_no_breach() {
    let with = |may: Option<bool>| Vendor { may_subcontract: may, ..below("h", "studio") };
    Case::default().vendor(with(Some(true))).vendor(below("x", "h")).silent("R35");
    Case::default().vendor(with(None)).vendor(below("x", "h")).silent("R35");
    Case::default().vendor(with(Some(false))).vendor(below("x", "z")).silent("R35");
    let of_itself = Vendor { may_subcontract: Some(false), ..below("h", "h") };
    Case::default().vendor(of_itself).silent("R35");
}

#[test]
fn the_client_at_the_top_breaches_nothing_by_contracting() {
    for (parent, tier, breaches) in [
        (None, None, false),
        (None, Some(0), false),
        (Some("holding"), Some(0), false),
        (None, Some(1), true),
        (Some("studio"), None, true),
    ] {
        let top = Vendor {
            may_subcontract: Some(false),
            parent: parent.map(Into::into),
            tier,
            ..vendor("h")
        };
        let case = Case::default().vendor(top).vendor(below("x", "h"));
        assert_eq!(case.of("R35").len(), usize::from(breaches), "{parent:?} {tier:?}");
    }
}

fn contractor() -> Vendor {
    Vendor {
        name: "Liaodong Star Digital Art Co.".into(),
        native_name: Some("辽东星数字艺术有限公司".into()),
        country: Some("CN".into()),
        ..vendor("ld")
    }
}

#[test]
fn payments_to_other_names_are_one_finding_with_sum_and_banks() {
    let studio = Vendor { country: Some("KR".into()), ..vendor("studio") };
    let at_home =
        Payment { bank_country: Some("CN".into()), ..payment("ld", "Dalian Huaxin Trading", "1") };
    let case = Case::default()
        .vendor(contractor())
        .vendor(studio)
        .payment(at_home)
        .payment(payment("ld", "Everlasting Empire Ltd", "2"))
        .payment(payment("ld", "Yilian Tech HK", "3"))
        .payment(payment("ld", "LIAODONG STAR DIGITAL ART", "4"));
    let words = [
        "3 payments",
        "; 1 payment for the work of Liaodong Star Digital Art Co., together 9800 USD, went to it under its own name or none",
        "together 29400 USD",
        "3 other names",
        "2 of them to a bank in a third country (HK)",
    ];
    case.fires("R36", Verdict::ToCheck, &["vendor:ld"], &words);
    let cited: Vec<_> = case.one("R36").because.iter().map(|c| c.observation).collect();
    let rows: Vec<_> = [2, 3, 4, 5, 0].iter().map(|at| case.observations[*at].id).collect();
    assert_eq!(
        cited, rows,
        "payments to other names in the order of their rows, then its own, then the vendor"
    );
}

#[test]
fn the_contractors_own_names_unknown_contractors_and_empty_beneficiaries_are_no_mismatch() {
    for name in
        ["Liaodong Star Digital Art Co., Ltd", "辽东星数字艺术", "liaodong star digital art", ""]
    {
        let home = Payment { bank_country: Some("CN".into()), ..payment("ld", name, "1") };
        Case::default().vendor(contractor()).payment(home).silent("R36");
    }
    Case::default().payment(payment("nobody", "X", "1")).silent("R36");
}

#[test]
fn contractors_are_known_with_any_capitals_and_unlisted_ones_are_noted_once_each() {
    for id in ["LD", "Ld", "ld"] {
        let case =
            Case::default().vendor(contractor()).payment(payment(id, "Other Ltd", "debt of X"));
        case.fires("R36", Verdict::ToCheck, &["vendor:ld"], &["1 other name"]);
        case.fires("R37", Verdict::ToCheck, &["vendor:ld"], &["Liaodong Star"]);
    }
    let case = Case::default().vendor(contractor());
    let case = case.payment(payment("x", "A", "1")).payment(payment("X", "B", "2"));
    let words = [
        "2 payments for the work of x",
        "19600 USD",
        "to A and B",
        "does not name that contractor",
    ];
    case.fires("R36", Verdict::Noted, &["vendor:x"], &words);
}

#[test]
fn a_spelling_a_bank_abroad_and_a_bank_in_north_korea_are_told_apart() {
    let named =
        |name: &str| Vendor { name: name.into(), country: Some("CN".into()), ..vendor("v") };
    for (name, beneficiary, bank, verdict) in [
        ("Chengdu Panda Drawing", "Cheng Du Panda Drawing Co Ltd", "CN", None),
        ("Berlin Animation", "Berlin-Animation GmbH & Co. KG", "CN", None),
        ("Madrid Color S.L.", "Madrid Color S.L.U.", "CN", None),
        ("Madrid Color", "Madrid Color Sociedad Limitada", "CN", None),
        (
            "Hanbit Animation",
            "Hanbit Animations",
            "CN",
            Some((Verdict::Noted, "a near spelling of its name: Hanbit Animations")),
        ),
        (
            "Hanbit Animation",
            "Hanbit Animation",
            "HK",
            Some((
                Verdict::Noted,
                "under its own name or none; 1 of them to a bank in a third country (HK)",
            )),
        ),
        (
            "Hanbit Animation",
            "Hanbit Animation",
            "KP",
            Some((Verdict::ToCheck, "went to a bank in North Korea")),
        ),
        (
            "Hanbit Animation",
            "Hanbit Animation",
            "kp",
            Some((Verdict::ToCheck, "went to a bank in North Korea")),
        ),
        ("Hanbit Animation", "Other Trading", "KP", Some((Verdict::ToCheck, "1 other name"))),
        ("Hanbit Animation", "Other Trading", "CN", Some((Verdict::ToCheck, "1 other name"))),
    ] {
        let paid = Payment { bank_country: Some(bank.into()), ..payment("v", beneficiary, "1") };
        let case = Case::default().vendor(named(name)).payment(paid);
        match verdict {
            Some((verdict, words)) => case.fires("R36", verdict, &["vendor:v"], &[words]),
            None => case.silent("R36"),
        }
    }
    let paid = Payment { bank_country: Some("KP".into()), ..payment("x", "X", "1") };
    let words = ["1 of them to a bank in North Korea"];
    Case::default().payment(paid.clone()).fires("R36", Verdict::ToCheck, &["vendor:x"], &words);
    Case::default().vendor(contractor()).payment(paid).fires(
        "R36",
        Verdict::ToCheck,
        &["vendor:x"],
        &words,
    );
}

#[test]
fn sums_are_kept_apart_by_currency_and_unread_amounts_are_said() {
    let of = |amount: &str, currency: &str| Payment {
        amount: Some(amount.into()),
        currency: Some(currency.into()),
        ..payment("ld", "Other", "1")
    };
    let case = Case::default()
        .vendor(contractor())
        .payment(of("1,000.50", "USD"))
        .payment(of("2.000,25", "eur"))
        .payment(of("about 5", "USD"));
    let words = ["together 2000.25 EUR and 1000.50 USD and 1 amount that could not be read"];
    case.fires("R36", Verdict::ToCheck, &["vendor:ld"], &words);
}

#[test]
fn settling_anothers_account_is_read_from_the_reference() {
    for reference in ["HB-1 settling  Account of LD Star", "代付货款", "한별 대납", "debt of LD"]
    {
        let case = Case::default().vendor(contractor()).payment(payment("ld", "X", reference));
        case.fires("R37", Verdict::ToCheck, &["vendor:ld"], &["1 payment", "9800 USD"]);
    }
    let two = Case::default()
        .vendor(contractor())
        .payment(payment("ld", "X", "on behalf of LD"))
        .payment(payment("ld", "Y", "on behalf of LD"));
    two.fires("R37", Verdict::ToCheck, &["vendor:ld"], &["2 payments", "19600 USD"]);
    for reference in ["INV-1", "EP301 retakes", "deposit", "account statement 7"] {
        Case::default().vendor(contractor()).payment(payment("ld", "X", reference)).silent("R37");
    }
}

#[test]
fn ordinary_words_of_banks_are_no_settlement() {
    let payer = Vendor { name: "Lantern Pictures".into(), ..vendor("studio") };
    let seoul = Vendor { name: "Seoul Draw Co., Ltd.".into(), ..vendor("ld") };
    for (reference, beneficiary, speaks) in [
        ("payment on account of invoice 17", "X", false),
        ("INV on behalf of Lantern Pictures", "X", false),
        ("on behalf of the LANTERN PICTURES Inc", "X", false),
        ("for the account of Seoul Draw", "X", false),
        ("for the account of invoice 12", "X", false),
        ("settlement of account of PO 12", "X", false),
        ("settling debt of Seoul Draw", "Seoul Draw", false),
        ("settling debt of Seoul Draw", "X", true),
        ("for the account of Seoul Drawing School", "X", true),
        ("for the account of Seoul Draw, debt of LD Star", "X", true),
        ("on behalf of LD Star", "X", true),
    ] {
        let case = Case::default().vendor(payer.clone()).vendor(seoul.clone());
        let case = case.payment(payment("ld", beneficiary, reference));
        if speaks {
            case.fires("R37", Verdict::ToCheck, &["vendor:ld"], &[&format!("\"{reference}\"")]);
            assert!(!case.one("R37").title.contains("another's"));
        } else {
            assert!(case.of("R37").is_empty(), "{reference}");
        }
    }
}

#[test]
fn an_open_listing_is_reported_and_closed_or_unknown_ones_are_not() {
    let case = Case::default().listing("/pub/", "open");
    case.fires(
        "R45",
        Verdict::ToCheck,
        &["asset:www/nginx.conf /pub/"],
        &["/pub/", "without a password"],
    );
    Case::default().listing("/pub/", "closed").listing("/x/", "unknown").silent("R45");
}

#[test]
fn marks_are_named_in_the_order_of_the_machines() {
    let case = Case::default().marks("a.jpg", &["ZZZ1", "AAA2"]);
    case.fires(
        "W01",
        Verdict::Strong,
        &["asset:a.jpg"],
        &["two machines, in this order: ZZZ1, then AAA2"],
    );
    Case::default().marks("a.jpg", &["ZZZ1"]).fires(
        "W01",
        Verdict::Strong,
        &["asset:a.jpg"],
        &["one machine: ZZZ1"],
    );
    Case::default().marks("a.jpg", &[]).silent("W01");
}

#[test]
fn two_items_under_one_path_are_one_finding_citing_both() {
    let case = Case::default().marks("a.jpg", &["Z1"]).marks("a.jpg", &["Z2"]);
    assert_eq!(case.one("W01").because.len(), 2);
}
