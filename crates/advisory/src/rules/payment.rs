//! Rules about money: who got it, and for whose account.
//!
//! In: payments and the vendor list. Out: drafts of class payment, one for each contractor. Never: a beneficiary
//! as the subject; a sum of amounts that could not be read.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{Citation, Class, Payment, Subject, SubjectKind, Vendor, Verdict};

use crate::country::{Spot, is_same_code};
use crate::draft::{self, Draft, Look, cite};
use crate::facts::{CaseFacts, Seen};
use crate::fold::{Likeness, amount_parts, amount_text, fold_company, likeness};
use crate::rule::{AppliesTo, Check, Rule};
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
            "The contractor has an account of its own in another country.",
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
        title: "payment whose reference speaks of settling an account or debt, or of paying for someone",
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
struct Group<'a> {
    /// As the first of the payments writes it.
    id: &'a str,
    /// Its row; the payments may write its id with other capitals.
    vendor: Option<Seen<'a, Vendor>>,
    payments: Vec<Seen<'a, Payment>>,
}

impl Group<'_> {
    fn subject(&self) -> Subject {
        self.vendor.map_or_else(|| unlisted(self.id), |v| draft::vendor(v.fact))
    }
}

fn by_contractor<'a>(
    facts: &CaseFacts<'a>,
    counts: impl Fn(&Payment) -> bool,
) -> impl Iterator<Item = Group<'a>> {
    let mut groups: BTreeMap<(bool, String), Group<'a>> = BTreeMap::new();
    for seen in facts.declared.payments.iter().filter(|seen| counts(seen.fact)) {
        let id = seen.fact.contractor.as_str();
        let vendor = facts.declared.vendor(id);
        let key = vendor.map_or_else(|| id.to_lowercase(), |v| v.fact.id.clone());
        let group = Group { id, vendor, payments: vec![] };
        groups.entry((vendor.is_none(), key)).or_insert(group).payments.push(*seen);
    }
    groups.into_values()
}

/// ISO 3166-1 of North Korea.
const NORTH_KOREA: &str = "KP";

fn other_beneficiary(facts: &CaseFacts<'_>) -> Look {
    let drafts: Vec<Draft> = by_contractor(facts, |_| true)
        .filter_map(|group| match group.vendor {
            Some(vendor) => Money::of(facts, vendor.fact, &group.payments).draft(facts, vendor),
            None => unlisted_draft(facts, &group),
        })
        .collect();
    let is_unknown =
        |seen: &&Seen<'_, Payment>| facts.declared.vendor(&seen.fact.contractor).is_none();
    let n_unknown = facts.declared.payments.iter().filter(is_unknown).count();
    let looked_at = format!(
        "{}; {n_unknown} not held against a name because the vendor list does not name the contractor",
        count(n(facts.declared.payments.len()), "payment", "payments")
    );
    Look::new(looked_at, drafts)
}

/// The payments of a listed contractor that went another way than to its name and country.
#[derive(Default)]
struct Money<'a> {
    other: Vec<Seen<'a, Payment>>,
    north: Vec<Seen<'a, Payment>>,
    near: Vec<Seen<'a, Payment>>,
    abroad: Vec<Seen<'a, Payment>>,
}

impl<'a> Money<'a> {
    fn of(facts: &CaseFacts<'a>, vendor: &Vendor, payments: &[Seen<'a, Payment>]) -> Self {
        let mut money = Self::default();
        for payment in payments {
            let is_north = is_to_north(payment.fact);
            if is_north {
                money.north.push(*payment);
            }
            match likeness_of(vendor, &payment.fact.beneficiary) {
                Likeness::Other => money.other.push(*payment),
                Likeness::Near => money.near.push(*payment),
                Likeness::Same
                    if !is_north && third_bank(facts, vendor, payment.fact).is_some() =>
                {
                    money.abroad.push(*payment);
                }
                Likeness::Same => {}
            }
        }
        money
    }

    /// One finding for each contractor; what is worth a look stands before what is only noted.
    fn draft(&self, facts: &CaseFacts<'_>, vendor: Seen<'_, Vendor>) -> Option<Draft> {
        let third = |payments: &[Seen<'_, Payment>]| third_country(facts, vendor.fact, payments);
        let other = (!self.other.is_empty()).then(|| {
            let names = beneficiaries(&self.other);
            format!(
                "went to {}: {}{}",
                count(n(names.len()), "other name", "other names"),
                listed(names),
                third(&self.other)
            )
        });
        let north = (!self.north.is_empty()).then(|| {
            format!("went to a bank in North Korea, for {}", listed(beneficiaries(&self.north)))
        });
        let near = (!self.near.is_empty()).then(|| {
            format!(
                "went to a near spelling of its name: {}{}",
                listed(beneficiaries(&self.near)),
                third(&self.near)
            )
        });
        let abroad = (!self.abroad.is_empty())
            .then(|| format!("went to it under its own name or none{}", third(&self.abroad)));
        let parts = [
            (&self.other, other),
            (&self.north, north),
            (&self.near, near),
            (&self.abroad, abroad),
        ];
        let said: Vec<String> = parts
            .iter()
            .filter_map(|(payments, went)| Some((payments, went.as_deref()?)))
            .map(|(payments, went)| {
                format!(
                    "{} for the work of {}, together {}, {went}",
                    count(n(payments.len()), "payment", "payments"),
                    draft::vendor_name(vendor.fact),
                    sums(payments)
                )
            })
            .collect();
        let is_lead = self.other.is_empty() && self.north.is_empty();
        let verdict = if is_lead { Verdict::Noted } else { Verdict::ToCheck };
        let name =
            cite(vendor, format!("vendor list: the contractor is {}", names_of(vendor.fact)));
        let cited = parts.iter().flat_map(|(payments, _)| *payments).map(|p| cite_payment(*p));
        let paid: Vec<Citation> = cited.collect();
        if paid.is_empty() {
            return None;
        }
        let title = format!("{}.", said.join("; "));
        Draft::new(verdict, title, draft::vendor(vendor.fact), paid.into_iter().chain([name]))
    }
}

/// Payments for a contractor that the vendor list does not name: noted, since there is nothing to hold them
/// against, unless the bank alone is worth a look.
fn unlisted_draft(facts: &CaseFacts<'_>, group: &Group<'_>) -> Option<Draft> {
    let north: Vec<Seen<'_, Payment>> =
        group.payments.iter().filter(|p| is_to_north(p.fact)).copied().collect();
    if facts.declared.vendors.is_empty() && north.is_empty() {
        return None;
    }
    let subject = group.subject();
    let names = beneficiaries(&group.payments);
    let why = if facts.declared.vendors.is_empty() {
        "no vendor list is given"
    } else {
        "the vendor list does not name that contractor"
    };
    let mut title = format!(
        "{} for the work of {}, together {}, went to {} and cannot be held against a name, since {why}",
        count(n(group.payments.len()), "payment", "payments"),
        subject.name,
        sums(&group.payments),
        listed(names),
    );
    let verdict = if north.is_empty() { Verdict::Noted } else { Verdict::ToCheck };
    if !north.is_empty() {
        title.push_str("; ");
        title.push_str(&n(north.len()).to_string());
        title.push_str(" of them to a bank in North Korea");
    }
    title.push('.');
    let cited = north.iter().chain(&group.payments).map(|p| cite_payment(*p));
    Draft::new(verdict, title, subject, cited)
}

fn is_to_north(payment: &Payment) -> bool {
    payment.bank_country.as_deref().is_some_and(|bank| is_same_code(bank, NORTH_KOREA))
}

fn beneficiaries<'a>(payments: &[Seen<'a, Payment>]) -> BTreeSet<&'a str> {
    let name = |p: &Seen<'a, Payment>| match p.fact.beneficiary.as_str() {
        "" => "an unnamed beneficiary",
        name => name,
    };
    payments.iter().map(name).collect()
}

/// How a beneficiary stands to the vendor's names; an unnamed beneficiary is nobody else.
fn likeness_of(vendor: &Vendor, beneficiary: &str) -> Likeness {
    if fold_company(beneficiary).is_empty() {
        return Likeness::Same;
    }
    let names = std::iter::once(vendor.name.as_str()).chain(vendor.native_name.as_deref());
    let alike: Vec<Likeness> = names.map(|name| likeness(name, beneficiary)).collect();
    if alike.contains(&Likeness::Same) {
        Likeness::Same
    } else if alike.contains(&Likeness::Near) {
        Likeness::Near
    } else {
        Likeness::Other
    }
}

fn names_of(vendor: &Vendor) -> String {
    match vendor.native_name.as_deref() {
        Some(native) => format!("{} ({})", draft::vendor_name(vendor), words::cut(native)),
        None => draft::vendor_name(vendor),
    }
}

/// `29400 USD and 100 EUR`, and how many amounts could not be read.
fn sums(payments: &[Seen<'_, Payment>]) -> String {
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

/// The country of a bank that lies in neither the contractor's nor the payer's country.
fn third_bank<'a>(
    facts: &CaseFacts<'_>,
    contractor: &Vendor,
    payment: &'a Payment,
) -> Option<&'a str> {
    let bank = payment.bank_country.as_deref()?;
    let seen = Spot { country: bank, names: [None, None] };
    let is_at = |vendor: &Vendor| {
        vendor.country.as_deref().is_some_and(|country| {
            Spot { country, names: [vendor.city.as_deref(), None] }.may_be_in(seen)
        })
    };
    let payer = facts.declared.vendor(&payment.payer);
    let is_third = contractor.country.is_some()
        && !is_at(contractor)
        && !payer.is_some_and(|payer| is_at(payer.fact));
    is_third.then_some(bank)
}

/// Says which banks lie in a country that is neither the contractor's nor the payer's.
fn third_country(
    facts: &CaseFacts<'_>,
    contractor: &Vendor,
    payments: &[Seen<'_, Payment>],
) -> String {
    let third: Vec<(&str, bool)> = payments
        .iter()
        .filter_map(|p| {
            let payer = facts.declared.vendor(&p.fact.payer);
            let knows_payer = payer.is_some_and(|payer| payer.fact.country.is_some());
            Some((third_bank(facts, contractor, p.fact)?, knows_payer))
        })
        .collect();
    if third.is_empty() {
        return String::new();
    }
    let countries: BTreeSet<&str> = third.iter().map(|(bank, _)| *bank).collect();
    let whose = if third.iter().all(|(_, knows_payer)| *knows_payer) {
        "neither the contractor's nor the payer's"
    } else {
        "not the contractor's; the payer's is not known"
    };
    format!(
        "; {} of them to a bank in a third country ({}), {whose}",
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

/// What words of a reference line say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speaks {
    /// That a debt or an account is settled.
    OfDebt,
    /// That money is paid or received for someone, which banks write on ordinary payments too.
    OfAnother,
}

/// Words by which a reference line says that the money settles what another owes (M24: "to satisfy debts"); in
/// lower case, with single spaces.
const SETTLING_WORDS: &[(&str, Speaks)] = &[
    ("settling account of", Speaks::OfDebt),
    ("settling the account of", Speaks::OfDebt),
    ("settlement of account of", Speaks::OfDebt),
    ("settle account of", Speaks::OfDebt),
    ("settling debt of", Speaks::OfDebt),
    ("debt of", Speaks::OfDebt),
    ("debts of", Speaks::OfDebt),
    ("on behalf of", Speaks::OfAnother),
    ("for the account of", Speaks::OfAnother),
    ("代付", Speaks::OfDebt),
    ("代为支付", Speaks::OfDebt),
    ("代偿", Speaks::OfDebt),
    ("代還", Speaks::OfDebt),
    ("대납", Speaks::OfDebt),
    ("대신 지급", Speaks::OfDebt),
    ("채무 변제", Speaks::OfDebt),
];

/// Words behind [`SETTLING_WORDS`] by which the reference names a paper and nobody's debt.
const PAPER_WORDS: &[&str] = &[
    "invoice", "invoices", "inv", "po", "order", "orders", "purchase", "bill", "contract", "no",
    "nr", "ref",
];

/// The names of the two ends of a payment, as its reference may write them.
struct Ends<'a> {
    payer: Vec<&'a str>,
    contractor: Vec<&'a str>,
    is_paid_to_contractor: bool,
}

impl<'a> Ends<'a> {
    fn of(facts: &CaseFacts<'a>, payment: &'a Payment) -> Self {
        let names = |id: &'a str| match facts.declared.vendor(id) {
            Some(v) => [Some(v.fact.name.as_str()), v.fact.native_name.as_deref()]
                .into_iter()
                .flatten()
                .collect(),
            None => vec![id],
        };
        let vendor = facts.declared.vendor(&payment.contractor);
        Self {
            payer: names(&payment.payer),
            contractor: names(&payment.contractor),
            is_paid_to_contractor: vendor
                .is_some_and(|v| likeness_of(v.fact, &payment.beneficiary) == Likeness::Same),
        }
    }

    /// Whether what follows the words makes them ordinary: a paper, the payer itself, or the contractor itself,
    /// unless its debt is paid to someone else.
    fn is_ordinary(&self, speaks: Speaks, after: &str) -> bool {
        let first = after.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
        let is_paper = first.is_some_and(|word| {
            PAPER_WORDS.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit())
        });
        let of_contractor = speaks == Speaks::OfAnother || self.is_paid_to_contractor;
        is_paper
            || starts_with_name(after, &self.payer)
            || (of_contractor && starts_with_name(after, &self.contractor))
    }
}

fn starts_with_name(text: &str, names: &[&str]) -> bool {
    let text = fold_company(text);
    names.iter().map(|name| fold_company(name)).filter(|name| !name.is_empty()).any(|name| {
        text.strip_prefix(name.as_str())
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}

/// Whether a reference line says that something is settled or paid for someone.
fn is_settling(facts: &CaseFacts<'_>, payment: &Payment) -> bool {
    let Some(text) = payment.reference.as_deref() else { return false };
    let text = text.to_lowercase();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let ends = Ends::of(facts, payment);
    SETTLING_WORDS.iter().any(|(words, speaks)| {
        text.match_indices(words).any(|(at, _)| {
            let after = text.get(at.saturating_add(words.len())..).unwrap_or("");
            !ends.is_ordinary(*speaks, after.trim_start())
        })
    })
}

fn settles_for_another(facts: &CaseFacts<'_>) -> Look {
    let drafts: Vec<Draft> = by_contractor(facts, |payment| is_settling(facts, payment))
        .filter_map(|group| {
            let references: BTreeSet<String> = group
                .payments
                .iter()
                .filter_map(|p| p.fact.reference.as_deref())
                .map(|text| format!("\"{}\"", words::cut(text)))
                .collect();
            let subject = group.subject();
            let title = format!(
                "The reference of {} for the work of {}, together {}, speaks of an account or debt that is settled or of money paid for someone: {}.",
                count(n(group.payments.len()), "payment", "payments"),
                subject.name,
                sums(&group.payments),
                listed(references),
            );
            let cited = group.payments.iter().map(|p| cite_payment(*p));
            Draft::new(Verdict::ToCheck, title, subject, cited)
        })
        .collect();
    let n_texts = facts.declared.payments.iter().filter(|p| p.fact.reference.is_some()).count();
    Look::new(count(n(n_texts), "reference line", "reference lines"), drafts)
}

/// A contractor whom the vendor list does not name, by the id in the payments.
fn unlisted(contractor: &str) -> Subject {
    let name = if contractor.is_empty() { "an unnamed contractor" } else { contractor };
    Subject { id: contractor.to_owned(), kind: SubjectKind::Vendor, name: words::cut(name) }
}
