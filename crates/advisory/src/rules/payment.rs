//! Rules about money: who got it, and for whose account.
//!
//! In: payments and the vendor list. Out: drafts of class payment, one for each contractor. Never: a beneficiary
//! as the subject; a sum of amounts that could not be read.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{Citation, Class, Payment, Subject, SubjectKind, Vendor, Verdict};

use crate::draft::{self, Draft, Look, cite};
use crate::facts::{CaseFacts, Seen};
use crate::fold::{amount_parts, amount_text, fold_company};
use crate::table::{AppliesTo, Check, Rule};
use crate::words::{self, count, listed, n};

/// The rows of this topic.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        id: "R36",
        title: "money for a contractor's work goes to another name",
        class: Some(Class::Payment),
        ceiling: Verdict::ToCheck,
        applies_to: AppliesTo::Payment,
        source_title: "OFAC settlement with Mondo TV S.p.A., 26 June 2024, as rendered by Willkie Farr & Gallagher (invoices of SEK Studio named third companies in China and the United States)",
        source_address: "https://complianceconcourse.willkie.com/articles/ofac-settles-with-italy-based-animation-company-for-apparent-violations-of-dprk-related-sanctions/",
        innocent: &[
            "The contractor sold its invoices to a bank or factor, or is paid through its parent or a payment agent.",
            "The bank knows the company under another spelling, a trade name or the owner's own name.",
            "Companies in countries with currency controls often collect through a related company in Hong Kong or Singapore.",
        ],
        next: &[
            "Ask the contractor in writing why each beneficiary was paid, with the contract between the two.",
            "Get the register extracts of the beneficiaries, and screen them and their owners.",
            "Stop further payments to other names until the answer is there.",
        ],
        check: Check::Case(other_beneficiary),
    },
    Rule {
        id: "R37",
        title: "payment that settles an account or debt of another",
        class: Some(Class::Payment),
        ceiling: Verdict::ToCheck,
        applies_to: AppliesTo::Payment,
        source_title: "OFAC settlement with Mondo TV S.p.A., 26 June 2024, as rendered by Willkie Farr & Gallagher (payments believed to satisfy debts that SEK Studio owed to third companies)",
        source_address: "https://complianceconcourse.willkie.com/articles/ofac-settles-with-italy-based-animation-company-for-apparent-violations-of-dprk-related-sanctions/",
        innocent: &[
            "Set-off between group companies is usual and is written just so.",
            "The reference line was filled in by the bank or by a template.",
        ],
        next: &[
            "Ask for the agreement by which one company pays the debt of another.",
            "Find out what the beneficiary delivered to the contractor that made it a creditor.",
        ],
        check: Check::Case(settles_for_another),
    },
];

/// Payments of one contractor.
type Group<'f, 'a> = (&'f str, Vec<&'f Seen<'a, Payment>>);

fn by_contractor<'f, 'a>(
    facts: &'f CaseFacts<'a>,
    counts: impl Fn(&Payment) -> bool,
) -> impl Iterator<Item = Group<'f, 'a>> {
    let mut groups: BTreeMap<&str, Vec<&Seen<'a, Payment>>> = BTreeMap::new();
    for seen in facts.declared.payments.iter().filter(|seen| counts(seen.fact)) {
        groups.entry(&seen.fact.contractor).or_default().push(seen);
    }
    groups.into_iter()
}

fn other_beneficiary(facts: &CaseFacts<'_>) -> Look {
    let vendor_of = |payment: &Payment| facts.declared.vendors.get(payment.contractor.as_str());
    let n_unknown =
        facts.declared.payments.iter().filter(|seen| vendor_of(seen.fact).is_none()).count();
    let differs = |payment: &Payment| {
        vendor_of(payment).is_some_and(|v| !is_name_of(v.fact, &payment.beneficiary))
    };
    let drafts: Vec<Draft> = by_contractor(facts, differs)
        .filter_map(|(contractor, payments)| {
            let vendor = facts.declared.vendors.get(contractor)?;
            let names: BTreeSet<&str> =
                payments.iter().map(|p| p.fact.beneficiary.as_str()).collect();
            let title = format!(
                "{} for the work of {}, together {}, went to {}: {}{}.",
                count(n(payments.len()), "payment", "payments"),
                draft::vendor_name(vendor.fact),
                sums(&payments),
                count(n(names.len()), "other name", "other names"),
                listed(names),
                third_country(facts, vendor.fact, &payments),
            );
            let name =
                cite(*vendor, format!("vendor list: the contractor is {}", names_of(vendor.fact)));
            let cited = payments.iter().map(|p| cite_payment(**p)).chain([name]);
            Draft::new(Verdict::ToCheck, title, draft::vendor(vendor.fact), cited)
        })
        .collect();
    let looked_at = format!(
        "{}; {n_unknown} left out because the vendor list does not name the contractor",
        count(n(facts.declared.payments.len()), "payment", "payments")
    );
    Look::new(looked_at, drafts)
}

/// Whether a beneficiary is the vendor under one of its names; an unnamed beneficiary is nobody else.
fn is_name_of(vendor: &Vendor, beneficiary: &str) -> bool {
    let folded = fold_company(beneficiary);
    let mut names = std::iter::once(vendor.name.as_str()).chain(vendor.native_name.as_deref());
    folded.is_empty() || names.any(|name| fold_company(name) == folded)
}

fn names_of(vendor: &Vendor) -> String {
    match vendor.native_name.as_deref() {
        Some(native) => format!("{} ({})", draft::vendor_name(vendor), words::cut(native)),
        None => draft::vendor_name(vendor),
    }
}

/// `29400 USD and 100 EUR`, and how many amounts could not be read.
fn sums(payments: &[&Seen<'_, Payment>]) -> String {
    let mut by_currency: BTreeMap<String, i128> = BTreeMap::new();
    let mut n_unread = 0_u64;
    for payment in payments {
        let currency =
            payment.fact.currency.as_deref().unwrap_or("of no stated currency").to_uppercase();
        let sum = by_currency.get(&currency).copied().unwrap_or(0);
        match payment
            .fact
            .amount
            .as_deref()
            .and_then(amount_parts)
            .and_then(|parts| sum.checked_add(parts))
        {
            Some(sum) => {
                by_currency.insert(currency, sum);
            }
            None => n_unread += 1,
        }
    }
    let mut parts: Vec<String> = by_currency
        .iter()
        .map(|(currency, sum)| format!("{} {}", amount_text(*sum), words::cut(currency)))
        .collect();
    if n_unread > 0 {
        parts.push(count(
            n_unread,
            "amount that could not be read",
            "amounts that could not be read",
        ));
    }
    parts.join(" and ")
}

/// Says which banks lie in a country that is neither the contractor's nor the payer's.
fn third_country(
    facts: &CaseFacts<'_>,
    contractor: &Vendor,
    payments: &[&Seen<'_, Payment>],
) -> String {
    let Some(home) = contractor.country.as_deref() else { return String::new() };
    let third: Vec<&str> = payments
        .iter()
        .filter_map(|p| {
            let bank = p.fact.bank_country.as_deref()?;
            let payer = facts
                .declared
                .vendors
                .get(p.fact.payer.as_str())
                .and_then(|v| v.fact.country.as_deref());
            (!bank.eq_ignore_ascii_case(home)
                && !payer.is_some_and(|c| bank.eq_ignore_ascii_case(c)))
            .then_some(bank)
        })
        .collect();
    if third.is_empty() {
        return String::new();
    }
    let countries: BTreeSet<&str> = third.iter().copied().collect();
    format!(
        "; {} of them to a bank in a third country ({}), neither the contractor's nor the payer's",
        third.len(),
        listed(countries)
    )
}

fn cite_payment(seen: Seen<'_, Payment>) -> Citation {
    let payment = seen.fact;
    let date = payment.date.map_or("undated".to_owned(), |date| date.to_string());
    let bank = payment
        .bank_country
        .as_deref()
        .map_or(String::new(), |c| format!(", bank in {}", words::cut(c)));
    let reference = payment
        .reference
        .as_deref()
        .map_or(String::new(), |text| format!(", reference {}", words::cut(text)));
    let says = format!(
        "{date}: {} {} from {} to {} for {}{bank}{reference}",
        payment.amount.as_deref().unwrap_or("no amount"),
        payment.currency.as_deref().unwrap_or(""),
        words::cut(&payment.payer),
        words::cut(&payment.beneficiary),
        words::cut(&payment.contractor),
    );
    cite(seen, says)
}

/// Words by which a reference line says that the money settles what another owes (M24: "to satisfy debts"); in
/// lower case, with single spaces.
const SETTLING_WORDS: &[&str] = &[
    "settling account of",
    "settling the account of",
    "settlement of account of",
    "settle account of",
    "settling debt of",
    "on behalf of",
    "on account of",
    "for the account of",
    "debt of",
    "debts of",
    "代付",
    "代为支付",
    "代偿",
    "代還",
    "대납",
    "대신 지급",
    "채무 변제",
];

fn settling_words(payment: &Payment) -> Option<&'static str> {
    let text = payment.reference.as_deref()?.to_lowercase();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    SETTLING_WORDS.iter().copied().find(|words| text.contains(words))
}

fn settles_for_another(facts: &CaseFacts<'_>) -> Look {
    let drafts: Vec<Draft> = by_contractor(facts, |payment| settling_words(payment).is_some())
        .filter_map(|(contractor, payments)| {
            let words: BTreeSet<&str> = payments.iter().filter_map(|p| settling_words(p.fact)).collect();
            let vendor = facts.declared.vendors.get(contractor);
            let subject = vendor.map_or_else(|| unlisted(contractor), |v| draft::vendor(v.fact));
            let title = format!(
                "The reference of {} for the work of {}, together {}, says that another's account or debt is settled ({}).",
                count(n(payments.len()), "payment", "payments"),
                subject.name,
                sums(&payments),
                listed(words.iter().map(|word| format!("\"{word}\""))),
            );
            Draft::new(Verdict::ToCheck, title, subject, payments.iter().map(|p| cite_payment(**p)))
        })
        .collect();
    let n_texts = facts.declared.payments.iter().filter(|p| p.fact.reference.is_some()).count();
    Look::new(count(n(n_texts), "reference line", "reference lines"), drafts)
}

/// A contractor whom the vendor list does not name, by the id in the payments.
fn unlisted(contractor: &str) -> Subject {
    Subject { id: contractor.to_owned(), kind: SubjectKind::Vendor, name: words::cut(contractor) }
}
