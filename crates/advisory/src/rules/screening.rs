//! Rules about lists: what matched, by what, and what hangs together with it.
//!
//! In: matches with lists, the vendor list. Out: drafts of class screening. Never: "is" on the word of a name; a
//! contractor as the subject of its beneficiary's match; a match on an address or on an unsure number alone.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{Citation, Class, ListMatch, ListMatchBasis, Subject, Vendor, Verdict};

use crate::draft::{self, Draft, Look, cite};
use crate::facts::{CaseFacts, Seen, is_same_name};
use crate::rule::{AppliesTo, Check, Rule};
use crate::words::{self, count, listed, n};

/// Holds where a name matched and no identifier did.
const OF_NAMES: &str = "Many companies and people bear the same or nearly the same name.";
/// Holds where an identifier matched.
const OF_IDENTIFIERS: &str = "An identifier may have been typed from the wrong paper; its check digit proves only that it was typed well.";

/// The rows of this topic.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        id: "L01",
        title: "name or identifier that a list holds too",
        class: Some(Class::Screening),
        ceiling: Verdict::Strong,
        applies_to: AppliesTo::Vendor,
        source_title: "OFAC FAQ 23, What do I do if I have a match to the SDN list, 10 September 2002 (how close the name is, and whether the customer is in the same general area; else it may be a false hit); that an identifier weighs more than a name is our own reading",
        source_address: "https://ofac.treasury.gov/faqs/23",
        innocent: &[
            OF_NAMES,
            OF_IDENTIFIERS,
            "The entry may have been removed or changed since the date of the list that was used.",
        ],
        next: &[
            "Compare the whole entry of the list with the vendor's papers: identifiers, address, date of founding or birth, officers.",
            "Look the identifier up in the register of its country, independently of the vendor's papers.",
            "Screen again with the list of today, and have counsel decide before any further payment; not being on one list clears nobody.",
        ],
        check: Check::Case(list_match),
    },
    Rule {
        id: "R48",
        title: "address, identifier or account shared with a listed party",
        class: Some(Class::Screening),
        ceiling: Verdict::ToCheck,
        applies_to: AppliesTo::Vendor,
        source_title: "OFAC FAQ 398, ownership and control (caution towards entities around blocked persons; the North Korea programme reaches beyond listed names); that a shared address, number or account is such a tie is our own addition",
        source_address: "https://ofac.treasury.gov/faqs/398",
        innocent: &[
            "Office towers, serviced offices and company agents give one address to hundreds of unrelated companies.",
            "A number of a kind or issuer that is not sure, such as a telephone, invoice or passport number, recurs by chance or in another country.",
            "Two companies of one owner share an address although only one of them did anything.",
            "The same address or number was copied from one row of the vendor list to the next by mistake.",
        ],
        next: &[
            "Get the register extracts of both companies, and compare owners, directors, telephone numbers and founding dates.",
            "Look at what kind of building it is before reading anything into the address.",
        ],
        check: Check::Case(shared_with_listed),
    },
];

fn list_match(facts: &CaseFacts<'_>) -> Look {
    let mut by_subject: BTreeMap<(bool, &str), Vec<Seen<'_, ListMatch>>> = BTreeMap::new();
    for seen in facts.matches.iter().filter(|seen| !is_lead(seen.fact)) {
        by_subject.entry((seen.fact.query_is_vendor, &seen.fact.query_id)).or_default().push(*seen);
    }
    let drafts: Vec<Draft> = by_subject
        .into_values()
        .filter_map(|mut matches| {
            matches.sort_by_key(|m| {
                let strongest_first = std::cmp::Reverse((m.fact.basis, m.fact.score_thousandths));
                (strongest_first, &m.fact.list, &m.fact.matched, m.observation.id)
            });
            match_draft(facts, &matches)
        })
        .collect();
    let n_vendors = n(facts.declared.vendors.len());
    let looked_at = format!(
        "{} of vendors and beneficiaries with lists; {} known",
        count(n(facts.matches.len()), "match", "matches"),
        count(n_vendors, "vendor", "vendors")
    );
    Look::new(looked_at, drafts)
}

/// Whether a match is a lead only: an address, or a number of which kind or issuer is not sure.
const fn is_lead(found: &ListMatch) -> bool {
    match found.basis {
        ListMatchBasis::Address | ListMatchBasis::LooseNumber => true,
        ListMatchBasis::Name | ListMatchBasis::Identifier => false,
    }
}

/// One finding for each subject, since a finding is known by its rule and subject; the strongest match leads, and each
/// entry is cited with its list, date and number.
fn match_draft(facts: &CaseFacts<'_>, matches: &[Seen<'_, ListMatch>]) -> Option<Draft> {
    let leading = matches.first()?.fact;
    let entries: BTreeSet<(&str, &str)> =
        matches.iter().map(|m| (m.fact.list.name.as_str(), m.fact.list.uid.as_str())).collect();
    let entry = format!("{} ({})", words::cut(&leading.listed_name), list_words(leading));
    let name = words::cut(&leading.query_name);
    let (verdict, said) = match leading.basis {
        ListMatchBasis::Identifier => (
            Verdict::Strong,
            format!(
                "The identifier {} of {name} stands in the entry {entry} too",
                words::cut(&leading.matched)
            ),
        ),
        ListMatchBasis::Name => (
            Verdict::ToCheck,
            format!(
                "The name {name} resembles {} of the entry {entry}; a name alone settles nothing",
                words::cut(&leading.matched)
            ),
        ),
        // Leads are the matter of R48.
        ListMatchBasis::Address | ListMatchBasis::LooseNumber => return None,
    };
    let others = match n(entries.len()).saturating_sub(1) {
        0 => String::new(),
        rest => format!("; {} also matched", count(rest, "further entry", "further entries")),
    };
    let title = format!("{said}{others}.");
    let cited = matches.iter().map(|m| cite_match(*m));
    let draft = Draft::new(verdict, title, subject_of(facts, leading), cited)?;
    let has = |basis| matches.iter().any(|m| m.fact.basis == basis);
    let of_names = (!has(ListMatchBasis::Name)).then_some(OF_NAMES);
    let of_identifiers = (!has(ListMatchBasis::Identifier)).then_some(OF_IDENTIFIERS);
    Some(draft.without(of_names.into_iter().chain(of_identifiers)))
}

fn list_words(found: &ListMatch) -> String {
    let date = found.list.date.map_or("date unknown".to_owned(), |date| format!("list of {date}"));
    format!("{}, {date}, number {}", found.list.name, found.list.uid)
}

/// The vendor, or the party under its own name: never the contractor for whom the party was paid.
fn subject_of(facts: &CaseFacts<'_>, found: &ListMatch) -> Subject {
    if !found.query_is_vendor {
        return draft::party(&found.query_id);
    }
    match facts.declared.vendors.get(found.query_id.as_str()) {
        Some(vendor) => draft::vendor(vendor.fact),
        None => {
            Subject { kind: subtier_model::SubjectKind::Vendor, ..draft::party(&found.query_id) }
        }
    }
}

fn cite_match(seen: Seen<'_, ListMatch>) -> Citation {
    let found = seen.fact;
    let by = match found.basis {
        ListMatchBasis::Identifier => "identifier",
        ListMatchBasis::Name => "name",
        ListMatchBasis::LooseNumber => "number",
        ListMatchBasis::Address => "address",
    };
    let says = format!(
        "{by} {} agrees with {} ({}), score {}.{:03}: {}",
        found.matched,
        found.listed_name,
        list_words(found),
        found.score_thousandths / 1_000,
        found.score_thousandths % 1_000,
        found.because.join("; ")
    );
    Citation { list: Some(found.list.clone()), ..cite(seen, says) }
}

fn shared_with_listed(facts: &CaseFacts<'_>) -> Look {
    let mut drafts = leads(facts);
    let mut listed_vendors: BTreeMap<&str, Vec<Seen<'_, ListMatch>>> = BTreeMap::new();
    for seen in facts.matches.iter().filter(|m| m.fact.query_is_vendor && !is_lead(m.fact)) {
        listed_vendors.entry(&seen.fact.query_id).or_default().push(*seen);
    }
    let shared = SharedTraits::of(facts);
    for (id, matches) in &listed_vendors {
        let Some(listed) = facts.declared.vendors.get(id) else { continue };
        for (other, traits) in shared.with(facts, id) {
            let entries = listed_vendors.get(other).map_or(&[][..], Vec::as_slice);
            if let Some(vendor) = facts.declared.vendors.get(other)
                && !is_one_party(vendor.fact, listed.fact)
                && !bear_one_identifier(entries, matches)
            {
                drafts.extend(neighbour_draft(*vendor, *listed, &traits, matches));
            }
        }
    }
    let looked_at = format!(
        "{} against each other and {} on an address or an unsure number alone",
        count(n(facts.declared.vendors.len()), "vendor", "vendors"),
        count(n(facts.matches.iter().filter(|m| is_lead(m.fact)).count()), "match", "matches"),
    );
    Look::new(looked_at, drafts)
}

/// Whether two rows are one company that was entered twice.
fn is_one_party(one: &Vendor, other: &Vendor) -> bool {
    let native = one.native_name.as_deref().zip(other.native_name.as_deref());
    is_same_name(&one.name, &other.name) || native.is_some_and(|(a, b)| is_same_name(a, b))
}

/// Whether two vendors agree with one entry of a list by identifier; each is then a finding of its own.
fn bear_one_identifier(one: &[Seen<'_, ListMatch>], other: &[Seen<'_, ListMatch>]) -> bool {
    let entries = |matches: &[Seen<'_, ListMatch>]| -> BTreeSet<(String, String)> {
        let by_identifier = matches.iter().filter(|m| m.fact.basis == ListMatchBasis::Identifier);
        by_identifier.map(|m| (m.fact.list.name.clone(), m.fact.list.uid.clone())).collect()
    };
    !entries(one).is_disjoint(&entries(other))
}

/// A listed party's address, or a number like one of its numbers, on a vendor or beneficiary: a lead, never a match.
fn leads(facts: &CaseFacts<'_>) -> Vec<Draft> {
    let mut by_subject: BTreeMap<(bool, &str), Vec<Seen<'_, ListMatch>>> = BTreeMap::new();
    for seen in facts.matches.iter().filter(|seen| is_lead(seen.fact)) {
        by_subject.entry((seen.fact.query_is_vendor, &seen.fact.query_id)).or_default().push(*seen);
    }
    by_subject
        .into_values()
        .filter_map(|mut matches| {
            matches.sort_by_key(|m| std::cmp::Reverse(m.fact.basis));
            let leading = matches.first()?.fact;
            let of = |basis| matches.iter().filter(move |m| m.fact.basis == basis);
            let entries: BTreeSet<String> =
                of(ListMatchBasis::Address).map(|m| words::cut(&m.fact.listed_name)).collect();
            let numbers: BTreeSet<String> = of(ListMatchBasis::LooseNumber)
                .map(|m| format!("{} of {}", words::cut(&m.fact.matched), words::cut(&m.fact.listed_name)))
                .collect();
            let number = (!numbers.is_empty()).then(|| {
                format!(
                    "gives a number that reads like {} on a list; its kind or issuer is not sure, so it is a lead and no match",
                    listed(numbers)
                )
            });
            let address = (!entries.is_empty()).then(|| {
                format!(
                    "gives an address that {} on a list gives too ({}); an address alone is a lead and no match",
                    count(n(entries.len()), "entry", "entries"),
                    listed(entries),
                )
            });
            let said: Vec<String> = [number, address].into_iter().flatten().collect();
            let title = format!("{} {}.", words::cut(&leading.query_name), said.join("; it "));
            let cited = matches.iter().map(|m| cite_match(*m));
            Draft::new(Verdict::Noted, title, subject_of(facts, leading), cited)
        })
        .collect()
}

/// What vendors have in common: trait to the ids of the vendors that bear it.
struct SharedTraits<'a>(BTreeMap<Trait, BTreeSet<&'a str>>);

/// One thing that two companies seldom share by chance, folded so that spaces and capitals do not part them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Trait {
    Identifier(String, String),
    Address(String),
    Account(String),
}

impl Trait {
    /// Whether chance and landlords seldom make two companies share it.
    const fn is_telling(&self) -> bool {
        match self {
            Self::Identifier(..) | Self::Account(_) => true,
            Self::Address(_) => false,
        }
    }
}

/// The traits of a vendor, over all its rows, each with the words in which it was written.
fn traits(facts: &CaseFacts<'_>, id: &str) -> BTreeMap<Trait, String> {
    let letters = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_uppercase)
            .collect::<String>()
    };
    let mut found: Vec<(Trait, String)> = vec![];
    for vendor in facts.declared.rows_of(id).iter().map(|row| row.fact) {
        found.extend(vendor.ids.iter().map(|(kind, value)| {
            let words = format!("the identifier {} {}", words::cut(kind), words::cut(value));
            (Trait::Identifier(letters(kind), letters(value)), words)
        }));
        found.extend(vendor.addresses.iter().map(|text| {
            (Trait::Address(letters(text)), format!("the address {}", words::cut(text)))
        }));
        found.extend(vendor.accounts.iter().map(|text| {
            (Trait::Account(text.to_lowercase()), format!("the account {}", words::cut(text)))
        }));
    }
    let is_empty = |found: &Trait| match found {
        Trait::Identifier(_, text) | Trait::Address(text) | Trait::Account(text) => text.is_empty(),
    };
    // The first row that writes a trait gives its words.
    found.into_iter().rev().filter(|(found, _)| !is_empty(found)).collect()
}

impl<'a> SharedTraits<'a> {
    fn of(facts: &CaseFacts<'a>) -> Self {
        let mut shared: BTreeMap<Trait, BTreeSet<&'a str>> = BTreeMap::new();
        for id in facts.declared.vendors.keys() {
            for found in traits(facts, id).into_keys() {
                shared.entry(found).or_default().insert(id);
            }
        }
        Self(shared)
    }

    /// The other vendors that share something with this one, and what, as this one writes it.
    fn with(&self, facts: &CaseFacts<'_>, id: &str) -> BTreeMap<&'a str, BTreeMap<Trait, String>> {
        let mut others: BTreeMap<&'a str, BTreeMap<Trait, String>> = BTreeMap::new();
        for (found, words) in traits(facts, id) {
            let bearers = self.0.get(&found).into_iter().flatten();
            for other in bearers.filter(|other| **other != id) {
                others.entry(other).or_default().insert(found.clone(), words.clone());
            }
        }
        others
    }
}

/// An identifier or account shared with a vendor that a list names by identifier is worth a look; all else is a lead.
fn neighbour_draft(
    vendor: Seen<'_, Vendor>,
    other: Seen<'_, Vendor>,
    traits: &BTreeMap<Trait, String>,
    matches: &[Seen<'_, ListMatch>],
) -> Option<Draft> {
    let by_identifier = matches.iter().any(|m| m.fact.basis == ListMatchBasis::Identifier);
    let is_telling = traits.keys().any(Trait::is_telling);
    let verdict = if by_identifier && is_telling { Verdict::ToCheck } else { Verdict::Noted };
    let shared = listed(traits.values());
    let how = if by_identifier { "an identifier" } else { "a name" };
    let title = format!(
        "{} shares {shared} with {}, which agrees with a list entry by {how}.",
        draft::vendor_name(vendor.fact),
        draft::vendor_name(other.fact),
    );
    let rows = [
        cite(vendor, format!("vendor list: {shared}")),
        cite(other, format!("vendor list: {} bears the same", draft::vendor_name(other.fact))),
    ];
    let cited = rows.into_iter().chain(matches.iter().map(|m| cite_match(*m)));
    Draft::new(verdict, title, draft::vendor(vendor.fact), cited)
}
