//! Rules on papers and files: R35, R36, R37, R45, W01.

use subtier_model::{Payment, Vendor, Verdict};

use crate::build::{Case, payment, vendor};

fn below(id: &str, parent: &str) -> Vendor {
    Vendor { parent: Some(parent.into()), ..vendor(id) }
}

#[test]
fn a_vendor_that_may_not_subcontract_and_does_is_the_only_subject() {
    let strict = Vendor { may_subcontract: Some(false), ..vendor("h") };
    let case = Case::default().vendor(strict).vendor(below("x", "h")).vendor(below("y", "h"));
    case.fires("R35", Verdict::ToCheck, &["vendor:h"], &["2 vendors", "x Pictures and y Pictures"]);
    assert_eq!(case.one("R35").because.len(), 3);
}

#[test]
fn permission_silence_and_no_sub_vendor_are_no_breach() {
    let with = |may: Option<bool>| Vendor { may_subcontract: may, ..vendor("h") };
    Case::default().vendor(with(Some(true))).vendor(below("x", "h")).silent("R35");
    Case::default().vendor(with(None)).vendor(below("x", "h")).silent("R35");
    Case::default().vendor(with(Some(false))).vendor(below("x", "z")).silent("R35");
    let of_itself = Vendor { may_subcontract: Some(false), ..below("h", "h") };
    Case::default().vendor(of_itself).silent("R35");
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
        "together 29400 USD",
        "3 other names",
        "2 of them to a bank in a third country (HK)",
    ];
    case.fires("R36", Verdict::ToCheck, &["vendor:ld"], &words);
    let cited: Vec<_> = case.one("R36").because.iter().map(|c| c.observation).collect();
    let rows: Vec<_> = [2, 3, 4, 0].iter().map(|at| case.observations[*at].id).collect();
    assert_eq!(cited, rows, "payments are cited in the order of their rows, then the vendor");
}

#[test]
fn the_contractors_own_names_unknown_contractors_and_empty_beneficiaries_are_no_mismatch() {
    for name in
        ["Liaodong Star Digital Art Co., Ltd", "辽东星数字艺术", "liaodong star digital art", ""]
    {
        Case::default().vendor(contractor()).payment(payment("ld", name, "1")).silent("R36");
    }
    Case::default().vendor(contractor()).payment(payment("nobody", "X", "1")).silent("R36");
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
